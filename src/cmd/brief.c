/* nutgraf brief - one story page from given articles. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/lines.h"
#include "cmd/command.h"
#include "render/render.h"

struct job {
    struct arena *arena;
    struct article **articles;
    size_t count, capacity;
    bool has_skipped;
};

static void complain(struct job *job, const struct status *s)
{
    fprintf(stderr, "nutgraf: %s\n", s->message);
    job->has_skipped = true;
}

static void read_articles(struct job *job, const char *path)
{
    struct lines l;
    struct status s = lines_open(&l, path, ARTICLE_LINE_LIMIT);
    if (!is_ok(&s)) {
        complain(job, &s);
        return;
    }
    while (lines_next(&l, &s)) {
        char where[512];
        snprintf(where, sizeof where, "%s:%zu", path, l.number);
        struct status read = status_ok();
        if (l.is_too_long)
            read = status_error(STATUS_LIMIT, "%s: a line of %zu bytes, skipped; the limit is %d", where, l.length,
                                ARTICLE_LINE_LIMIT);
        else if (!str_trim(l.line).n)
            continue;
        struct article *x = arena_zero(job->arena, sizeof *x);
        if (is_ok(&read))
            read = article_from_json(job->arena, l.line, where, x);
        for (size_t i = 0; is_ok(&read) && i < job->count; i++)
            if (str_eq(job->articles[i]->id, x->id))
                read = status_error(STATUS_BAD_INPUT, "%s: a second article of id %.*s, skipped", where, STR_ARG(x->id));
        if (!is_ok(&read)) {
            complain(job, &read);
            continue;
        }
        job->articles = arena_grow(job->arena, job->articles, job->count, &job->capacity, sizeof *job->articles);
        job->articles[job->count++] = x;
    }
    if (!is_ok(&s))
        complain(job, &s);
    lines_close(&l);
}

static int by_time(const void *a, const void *b)
{
    const struct article *x = *(struct article *const *)a, *y = *(struct article *const *)b;
    if (x->published.seconds != y->published.seconds)
        return x->published.seconds < y->published.seconds ? -1 : 1;
    return str_compare(x->id, y->id);
}

static bool print_page(struct job *job, enum format format, struct moment now)
{
    if (!job->count) {
        fputs("nutgraf brief: no article could be read; give article JSON lines\n", stderr);
        return false;
    }
    qsort(job->articles, job->count, sizeof *job->articles, by_time);
    struct analysis *analyses = arena_zero(job->arena, job->count * sizeof *analyses);
    struct report *reports = arena_zero(job->arena, job->count * sizeof *reports);
    struct story story = {.id = job->articles[0]->id, .reports = reports, .version = 1};
    for (size_t i = 0; i < job->count; i++) {
        struct status s = analyse(job->arena, job->articles[i], &analyses[i]);
        if (is_ok(&s))
            reports[story.report_count++] = (struct report){.analysis = &analyses[i], .copy_of = NO_INDEX};
        else
            complain(job, &s);
    }
    struct brief brief;
    struct brief_options options = {.now = now};
    struct status s = brief_write(job->arena, &story, &options, &brief);
    if (!is_ok(&s)) {
        complain(job, &s);
        return false;
    }
    struct buf out = {0};
    render_brief(&brief, format, &(struct render_options){.now = now, .standalone = true}, &out);
    fwrite(out.p, 1, out.n, stdout);
    buf_free(&out);
    return true;
}

static int misuse(struct job *job, const char *what, const char *word)
{
    fprintf(stderr, "nutgraf brief: %s '%s'; see `nutgraf brief --help`\n", what, word);
    arena_destroy(job->arena);
    return EXIT_MISUSE;
}

static int run(int argc, char **argv)
{
    struct job job = {.arena = arena_create()};
    enum format format = FORMAT_TEXT;
    struct moment now = {0};
    int files = 0;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--format") == 0 && i + 1 < argc) {
            if (!format_parse(str_of(argv[++i]), &format))
                return misuse(&job, "no format", argv[i]);
        } else if (strcmp(argv[i], "--now") == 0 && i + 1 < argc) {
            if (!moment_parse_iso(str_of(argv[++i]), &now))
                return misuse(&job, "not an ISO 8601 time:", argv[i]);
        } else if (argv[i][0] == '-' && argv[i][1]) {
            return misuse(&job, "no option", argv[i]);
        } else {
            files++;
            read_articles(&job, argv[i]);
        }
    }
    if (!files)
        read_articles(&job, "-");
    bool is_done = print_page(&job, format, now);
    arena_destroy(job.arena);
    return is_done && !job.has_skipped ? EXIT_DONE : EXIT_SKIPPED;
}

const struct command brief_command = {
    .name = "brief",
    .summary = "one story page from given articles",
    .help = "usage: nutgraf brief [--format text|markdown|html|json] [--now TIME] [FILE...]\n\n"
            "Writes one story page from articles as JSON lines (id, url, outlet, title, published, text). Every sentence\n"
            "carries the numbers of its sources; in JSON also the bytes of their texts that say it. Reads standard input\n"
            "where FILE is - or absent. The exit code is 1 where an article could not be read.\n\n"
            "  --now TIME   the reader's clock, ISO 8601, for \"2 hours ago\"\n\n"
            "  nutgraf brief --format markdown articles.jsonl\n",
    .run = run,
};
