#include "cmd/terminal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cmd/command.h"

enum { WIDTH_DEFAULT = 80, WIDTH_LEAST = 40, WIDTH_MOST = 100 };

void terminal_begin(struct terminal *t, const char *command)
{
    *t = (struct terminal){.command = command, .shows_progress = isatty(STDERR_FILENO) == 1, .last_percent = -1};
}

static void clear_line(struct terminal *t)
{
    if (t->line_is_open)
        fputs("\r\033[K", stderr);
    t->line_is_open = false;
}

int terminal_end(struct terminal *t, const struct nutgraf *n, enum nutgraf_code code)
{
    clear_line(t);
    if (code != NUTGRAF_DONE)
        fprintf(stderr, "nutgraf %s: %s\n", t->command, nutgraf_error(n));
    if (fflush(stdout) != 0) {
        fprintf(stderr, "nutgraf %s: standard output: %s\n", t->command, strerror(errno));
        return EXIT_SKIPPED;
    }
    return code == NUTGRAF_MISUSE ? EXIT_MISUSE : code != NUTGRAF_DONE || t->problems ? EXIT_SKIPPED : EXIT_DONE;
}

void terminal_problem(void *terminal, const char *message)
{
    struct terminal *t = terminal;
    clear_line(t);
    fputs("nutgraf: ", stderr);
    for (const char *c = message; *c; c++) /* a name or URL from outside begins no line and sends the terminal nothing */
        fputc((unsigned char)*c < ' ' || *c == 0x7F ? ' ' : *c, stderr);
    fputc('\n', stderr);
    t->problems++;
}

void terminal_progress(void *terminal, const char *what, size_t done, size_t total)
{
    struct terminal *t = terminal;
    int percent = total ? (int)(100 * done / total) : 100;
    if (!t->shows_progress || (percent == t->last_percent && t->line_is_open))
        return;
    t->last_percent = percent;
    if (done == total) {
        clear_line(t);
        return;
    }
    fprintf(stderr, "\r\033[K%s: %s %zu of %zu (%d %%)", t->command, what, done, total, percent);
    t->line_is_open = true;
}

int terminal_width(void)
{
    struct winsize size;
    if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return WIDTH_DEFAULT;
    return size.ws_col < WIDTH_LEAST ? WIDTH_LEAST : size.ws_col > WIDTH_MOST ? WIDTH_MOST : size.ws_col;
}

bool terminal_has_colour(void)
{
    const char *refused = getenv("NO_COLOR"), *kind = getenv("TERM");
    return isatty(STDOUT_FILENO) && !(refused && *refused) && kind && *kind && kind[0] != 'd'; /* "dumb" */
}
