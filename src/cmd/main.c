/* nutgraf - from a stream of news articles to story pages a reader can trust. The table of commands, and no more. */
#include <stdio.h>
#include <string.h>

#include "cmd/command.h"

extern const struct command add_command;
extern const struct command backup_command;
extern const struct command brief_command;
extern const struct command check_command;
extern const struct command cluster_command;
extern const struct command dates_command;
extern const struct command digest_command;
extern const struct command export_command;
extern const struct command extract_command;
extern const struct command feed_command;
extern const struct command fetch_command;
extern const struct command import_command;
extern const struct command mcp_command;
extern const struct command run_command;
extern const struct command site_command;
extern const struct command timeline_command;
extern const struct command vacuum_command;

static const struct command *const commands[] = {
    &add_command,
    &backup_command,
    &brief_command,
    &check_command,
    &cluster_command,
    &dates_command,
    &digest_command,
    &export_command,
    &extract_command,
    &feed_command,
    &fetch_command,
    &import_command,
    &mcp_command,
    &run_command,
    &site_command,
    &timeline_command,
    &vacuum_command,
    NULL,
};

static void print_help(FILE *to)
{
    fputs("usage: nutgraf COMMAND [OPTION...] [FILE...]\n\n"
          "Turns news articles into story pages on which every sentence is traceable to its source.\n\n",
          to);
    for (size_t i = 0; commands[i]; i++)
        fprintf(to, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
    fputs("\n`nutgraf COMMAND --help` explains a command with an example.\n", to);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        print_help(stderr);
        return EXIT_MISUSE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        print_help(stdout);
        return EXIT_DONE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("nutgraf " NUTGRAF_VERSION);
        return EXIT_DONE;
    }
    for (size_t i = 0; commands[i]; i++) {
        if (strcmp(argv[1], commands[i]->name) != 0)
            continue;
        for (int k = 2; k < argc; k++) {
            if (strcmp(argv[k], "--help") == 0) {
                fputs(commands[i]->help, stdout);
                return EXIT_DONE;
            }
        }
        return commands[i]->run(argc - 1, argv + 1);
    }
    fprintf(stderr, "nutgraf: no command '%s'; `nutgraf --help` lists them\n", argv[1]);
    return EXIT_MISUSE;
}
