/* command.h - one file a command. To add one: write its file, add a line to the table in main.c. */
#ifndef NUTGRAF_CMD_COMMAND_H
#define NUTGRAF_CMD_COMMAND_H

struct command {
    const char *name;
    const char *summary; /* one line for `nutgraf --help` */
    const char *help;    /* what `nutgraf NAME --help` prints: usage, options, an example that can be pasted */
    int (*run)(int argc, char **argv); /* argv[0] is the command's name */
};

enum exit_code {
    EXIT_DONE = 0,
    EXIT_SKIPPED = 1, /* something was skipped, or what was checked is not supported; the rest is done */
    EXIT_MISUSE = 2,  /* the command line makes no sense */
};

#endif
