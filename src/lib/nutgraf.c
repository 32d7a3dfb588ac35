/* The public library (include/nutgraf.h): a thin front over the rooms. */
#include "nutgraf.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/file.h"
#include "brief/changes.h"
#include "lib/assemble.h"
#include "lib/input.h"
#include "lib/site.h"
#include "model/model.h"
#include "render/read.h"
#include "render/render.h"

enum { EARLIER_PAGE_LIMIT = 8 * 1024 * 1024 };

struct nutgraf {
    struct input *input;
    struct model *writer; /* NULL: none */
    struct status status;
    size_t refused; /* units of the last page */
    size_t told; /* problems of the input that were passed on */
    void (*problem)(void *context, const char *message);
    void *problem_context;
    void (*progress)(void *context, const char *what, size_t done, size_t total);
    void *progress_context;
};

struct nutgraf *nutgraf_create(void)
{
    struct nutgraf *n = xcalloc(1, sizeof *n);
    n->input = input_create();
    return n;
}

void nutgraf_destroy(struct nutgraf *n)
{
    if (!n)
        return;
    input_destroy(n->input);
    model_destroy(n->writer);
    free(n);
}

const char *nutgraf_error(const struct nutgraf *n)
{
    return n->status.message;
}

void nutgraf_on_problem(struct nutgraf *n, void (*problem)(void *context, const char *message), void *context)
{
    n->problem = problem;
    n->problem_context = context;
}

void nutgraf_on_progress(struct nutgraf *n, void (*progress)(void *context, const char *what, size_t done, size_t total),
                         void *context)
{
    n->progress = progress;
    n->progress_context = context;
}

void nutgraf_free(char *p)
{
    free(p);
}

static enum nutgraf_code done(struct nutgraf *n, struct status s)
{
    n->status = s;
    return is_ok(&s) ? NUTGRAF_DONE : s.code == STATUS_MISUSE ? NUTGRAF_MISUSE : NUTGRAF_FAILED;
}

static void tell_problem(void *context, const struct status *why)
{
    struct nutgraf *n = context;
    if (n->problem)
        n->problem(n->problem_context, why->message);
}

static void tell_progress(void *context, const char *what, size_t done, size_t total)
{
    struct nutgraf *n = context;
    if (n->progress)
        n->progress(n->progress_context, what, done, total);
}

size_t nutgraf_read(struct nutgraf *n, const char *path)
{
    input_read(n->input, path);
    for (; n->told < n->input->problem_count; n->told++)
        tell_problem(n, &n->input->problems[n->told]);
    return n->input->count;
}

enum nutgraf_code nutgraf_use_writer(struct nutgraf *n, const struct nutgraf_writer_options *options)
{
    struct model *writer;
    struct status s = model_create(&(struct model_options){.url = options->url, .name = options->model, .key = options->key,
                                                           .timeout_ms = (int64_t)options->seconds * 1000}, &writer);
    if (is_ok(&s)) {
        model_destroy(n->writer);
        n->writer = writer;
    }
    return done(n, s);
}

char *nutgraf_writer_report(const struct nutgraf *n)
{
    struct buf report = {0};
    if (n->writer)
        model_report(n->writer, &report);
    return report.p;
}

static const struct writer *begin_writer(struct nutgraf *n)
{
    if (!n->writer)
        return NULL;
    model_begin_round(n->writer);
    return model_writer(n->writer);
}

static void end_writer(struct nutgraf *n)
{
    struct status why;
    if (n->writer && model_failure(n->writer, &why))
        tell_problem(n, &why);
}

static struct status parse_time(const char *text, struct moment *out)
{
    *out = (struct moment){0};
    if (text && !moment_parse_iso(str_of(text), out))
        return status_error(STATUS_MISUSE, "not an ISO 8601 time: '%s'; one is 2025-10-07T14:05Z", text);
    return status_ok();
}

static struct status need_articles(const struct nutgraf *n)
{
    if (n->input->count)
        return status_ok();
    return status_error(STATUS_BAD_INPUT, "no article could be read; give article JSON lines, saved pages or feeds");
}

/* The page that a reader saw before. */
static struct status read_before(struct arena *a, const char *path, struct brief *out)
{
    struct buf bytes = {0};
    struct status s = file_read(path, EARLIER_PAGE_LIMIT, &bytes);
    if (is_ok(&s))
        s = brief_from_json(a, str_copy(a, buf_str(&bytes)), path, out);
    buf_free(&bytes);
    return s;
}

enum nutgraf_code nutgraf_brief(struct nutgraf *n, const struct nutgraf_brief_options *options, char **page)
{
    enum format format = FORMAT_TEXT;
    struct moment now;
    *page = NULL;
    if (options->format && !format_parse(str_of(options->format), &format))
        return done(n, status_error(STATUS_MISUSE, "no format '%s'; there are text, markdown, html and json", options->format));
    struct status s = parse_time(options->now, &now);
    if (is_ok(&s))
        s = need_articles(n);
    if (!is_ok(&s))
        return done(n, s);

    struct arena *a = arena_create();
    struct part *parts = arena_alloc(a, n->input->count * sizeof *parts);
    for (size_t i = 0; i < n->input->count; i++)
        parts[i] = (struct part){.article = &n->input->articles[i], .copy_of = NO_INDEX};
    struct story story;
    struct brief brief, before = {0};
    if (options->since)
        s = read_before(a, options->since, &before);
    struct assembly how = {.id = before.id, .version = before.version + 1, .finds_copies = true, .context = n, .problem = tell_problem};
    if (is_ok(&s)) {
        assemble_story(a, &how, parts, n->input->count, &story);
        s = brief_write(a, &story, &(struct brief_options){.now = now, .writer = begin_writer(n)}, &brief);
        end_writer(n);
    }
    n->refused = is_ok(&s) ? brief.refused : 0;
    if (is_ok(&s) && options->since)
        brief_compare(a, &before, &brief, now.is_set ? now : brief.updated);
    struct buf out = {0};
    if (is_ok(&s))
        render_brief(&brief, format,
                     &(struct render_options){.width = options->width, .colour = options->colour, .now = now, .standalone = true},
                     &out);
    arena_destroy(a);
    *page = out.p;
    return done(n, s);
}

size_t nutgraf_refused(const struct nutgraf *n)
{
    return n->refused;
}

enum nutgraf_code nutgraf_site(struct nutgraf *n, const char *directory, const struct nutgraf_site_options *options,
                               struct nutgraf_site_summary *summary)
{
    struct buf first = {0};
    struct site_options how = {
        .title = str_of(options->title),
        .address = str_of(options->address),
        .threads = options->threads,
        .width = options->width,
        .colour = options->colour,
        .first = options->first ? &first : NULL,
        .context = n,
        .problem = tell_problem,
        .progress = tell_progress,
    };
    struct site_summary counts = {0};
    struct status s = parse_time(options->now, &how.now);
    if (is_ok(&s))
        s = need_articles(n);
    if (is_ok(&s)) {
        how.writer = begin_writer(n);
        s = site_write(n->input, directory, &how, &counts);
        end_writer(n);
    }
    if (options->first)
        *options->first = first.p;
    *summary = (struct nutgraf_site_summary){.articles = counts.articles, .stories = counts.stories, .pages = counts.pages};
    return done(n, s);
}
