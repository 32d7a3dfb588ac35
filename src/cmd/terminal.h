/* terminal.h - what the commands say to a person: problems on standard error, progress only where a terminal listens,
 * colour only where one shows it (https://no-color.org). */
#ifndef NUTGRAF_CMD_TERMINAL_H
#define NUTGRAF_CMD_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

#include "nutgraf.h"

struct terminal {
    const char *command; /* "brief" */
    size_t problems;
    bool shows_progress, line_is_open;
    int last_percent;
};

void terminal_begin(struct terminal *t, const char *command);
/* Says what went wrong, the last words on standard output included, and gives the exit code. */
int terminal_end(struct terminal *t, const struct nutgraf *n, enum nutgraf_code code);

/* For nutgraf_on_problem and nutgraf_on_progress, with the terminal as context. */
void terminal_problem(void *terminal, const char *message);
void terminal_progress(void *terminal, const char *what, size_t done, size_t total);

/* Of standard output: columns for text (80 where it is no terminal, at most 100 so that lines stay readable). */
int terminal_width(void);
bool terminal_has_colour(void);

#endif
