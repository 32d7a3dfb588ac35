/* nutgraf export - articles of databases, feeds and pages as JSON lines. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "cmd/command.h"
#include "lib/input.h"

struct job {
    struct arena *arena;
    struct buf line;
    bool has_skipped;
};

static struct arena *job_arena(void *context)
{
    return ((struct job *)context)->arena;
}

static void print_article(void *context, const struct article *article, const char *where)
{
    struct job *job = context;
    (void)where;
    buf_clear(&job->line);
    article_to_json(article, &job->line);
    fwrite(job->line.p, 1, job->line.n, stdout);
    arena_reset(job->arena);
}

static void complain(void *context, const struct status *why)
{
    fprintf(stderr, "nutgraf: %s\n", why->message);
    ((struct job *)context)->has_skipped = true;
}

static int run(int argc, char **argv)
{
    struct job job = {.arena = arena_create()};
    const struct input_handler handler = {&job, job_arena, print_article, complain};
    for (int i = 1; i < argc; i++) {
        if (argv[i][0] == '-' && argv[i][1]) {
            fprintf(stderr, "nutgraf export: no option '%s'; see `nutgraf export --help`\n", argv[i]);
            arena_destroy(job.arena);
            return EXIT_MISUSE;
        }
        input_each(argv[i], &handler);
    }
    if (argc == 1)
        input_each("-", &handler);
    arena_destroy(job.arena);
    buf_free(&job.line);
    return job.has_skipped || fflush(stdout) != 0 ? EXIT_SKIPPED : EXIT_DONE;
}

const struct command export_command = {
    .name = "export",
    .summary = "articles of databases, feeds and pages as JSON lines",
    .help = "usage: nutgraf export [DATABASE|FILE|DIR...]\n\n"
            "Prints every article that can be read, one JSON object a line (docs/FORMATS.md), in the order in which it was\n"
            "found: from databases of `nutgraf fetch` and `nutgraf run`, feeds, saved pages, JSON lines and directories of\n"
            "these. `nutgraf import` and every other command read them again. Reads standard input where FILE is - or absent.\n"
            "What cannot be read is said on standard error, and the exit code is then 1.\n\n"
            "  nutgraf export samples > articles.jsonl\n"
            "  nutgraf export nutgraf.db | nutgraf cluster\n",
    .run = run,
};
