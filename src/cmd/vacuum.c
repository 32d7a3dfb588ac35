/* nutgraf vacuum - forget what is old, give the room back. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cmd/command.h"
#include "store/retention.h"

enum { DAY = 86400, LEAST_DAYS = 30 };

static struct status tidy(const char *path, long keep_days, int64_t now)
{
    struct store *store;
    struct forgotten gone = {0};
    struct status s = store_open(path, STORE_WRITE, &store);
    if (is_ok(&s) && keep_days)
        s = store_forget(store, now - keep_days * DAY, &gone);
    if (is_ok(&s))
        s = store_tidy(store);
    store_close(store);
    if (is_ok(&s) && keep_days)
        printf("forgotten: %zu stories with %zu versions of their pages, %zu articles\n", gone.stories, gone.versions, gone.articles);
    return s;
}

static int run(int argc, char **argv)
{
    const char *path = NULL;
    long keep_days = 0;
    int64_t now = (int64_t)time(NULL);
    struct moment moment;
    bool is_misuse = false;
    for (int i = 1; i < argc && !is_misuse; i++) {
        if (strcmp(argv[i], "--keep") == 0 && i + 1 < argc) {
            char *end;
            keep_days = strtol(argv[++i], &end, 10);
            is_misuse = strcmp(end, "d") != 0 || keep_days < LEAST_DAYS || keep_days > 100000;
        } else if (strcmp(argv[i], "--now") == 0 && i + 1 < argc) {
            is_misuse = !moment_parse_iso(str_of(argv[++i]), &moment);
            now = is_misuse ? 0 : moment.seconds;
        } else {
            is_misuse = path || argv[i][0] == '-';
            path = argv[i];
        }
    }
    if (is_misuse || !path) {
        fputs("nutgraf vacuum: want a database, and --keep with 30d or more; `nutgraf vacuum --help` has an example\n", stderr);
        return EXIT_MISUSE;
    }
    struct status s = tidy(path, keep_days, now);
    if (!is_ok(&s))
        fprintf(stderr, "nutgraf: %s\n", s.message);
    return is_ok(&s) ? EXIT_DONE : EXIT_SKIPPED;
}

extern const struct command vacuum_command;

const struct command vacuum_command = {
    .name = "vacuum",
    .summary = "forget what is old, give its room back",
    .help = "usage: nutgraf vacuum [--keep DAYSd] [--now TIME] DATABASE\n\n"
            "Tidies the database of a site that is stopped. With --keep, stories whose newest report is older go first, with all\n"
            "versions of their pages and their articles; a story that goes on keeps everything. At least 30d, so that no feed\n"
            "brings back what was just forgotten.\n\n"
            "example:\n"
            "  nutgraf backup nutgraf.db before.db && nutgraf vacuum --keep 400d nutgraf.db\n",
    .run = run,
};
