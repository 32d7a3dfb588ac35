/* nutgraf backup - a copy of the database while it is in use. */
#include <stdio.h>

#include "cmd/command.h"
#include "store/retention.h"

static int run(int argc, char **argv)
{
    struct store *store;
    if (argc != 3 || argv[1][0] == '-' || argv[2][0] == '-') {
        fputs("nutgraf backup: want a database and the file to write; `nutgraf backup --help` has an example\n", stderr);
        return EXIT_MISUSE;
    }
    struct status s = store_open(argv[1], STORE_READ, &store);
    if (is_ok(&s))
        s = store_backup(store, argv[2]);
    store_close(store);
    if (!is_ok(&s))
        fprintf(stderr, "nutgraf: %s\n", s.message);
    return is_ok(&s) ? EXIT_DONE : EXIT_SKIPPED;
}

extern const struct command backup_command;

const struct command backup_command = {
    .name = "backup",
    .summary = "a copy of the database, also while it is in use",
    .help = "usage: nutgraf backup DATABASE FILE\n\n"
            "Writes a whole and consistent copy, also while `nutgraf run` works on the database. The copy is a database like\n"
            "any other: to go back to it, stop nutgraf and put it in the place of the old one (with the old one's -wal and -shm\n"
            "files removed). A file that is there is not overwritten.\n\n"
            "example:\n"
            "  nutgraf backup nutgraf.db nutgraf-$(date +%F).db\n",
    .run = run,
};
