#include "lib/input.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/lines.h"
#include "feed/feed.h"
#include "page/entry.h"
#include "page/extract.h"
#include "store/store.h"

enum { DEEPEST_DIRECTORY = 16, PEEK = 4096 };

static void report(const struct input_handler *h, struct status why)
{
    h->problem(h->context, &why);
}

static void read_json_lines(struct lines *l, const struct input_handler *h)
{
    struct status s;
    while (lines_next(l, &s)) {
        struct buf where = {0};
        buf_format(&where, "%s:%zu", l->path, l->number);
        if (l->is_too_long) {
            report(h, status_error(STATUS_LIMIT, "%s: a line of %zu bytes, skipped; the limit is %d", where.p, l->length,
                                   ARTICLE_LINE_LIMIT));
        } else if (str_trim(l->line).n) {
            struct article article;
            struct status read = article_from_json(h->arena(h->context), l->line, where.p, &article);
            if (is_ok(&read))
                h->article(h->context, &article, where.p);
            else
                report(h, read);
        }
        buf_free(&where);
    }
    if (!is_ok(&s))
        report(h, s);
}

static void read_feed(struct str bytes, const char *path, const struct input_handler *h)
{
    struct arena *scratch = arena_create();
    struct feed feed = {0};
    struct feed_options options = {.where = path};
    struct status s = feed_parse(scratch, bytes, &options, &feed);
    if (!is_ok(&s))
        report(h, s);
    else if (!feed.entry_count)
        report(h, status_error(STATUS_BAD_INPUT, "%s: a feed without a single entry%s%.*s", path,
                               feed.bozo ? ": " : "", STR_ARG(feed.bozo_reason)));
    else if (feed.bozo)
        report(h, status_error(STATUS_BAD_INPUT, "%s: ill-formed feed, %zu entries could be read: %.*s", path,
                               feed.entry_count, STR_ARG(feed.bozo_reason)));
    for (size_t i = 0; i < feed.entry_count; i++) {
        struct buf where = {0};
        if (feed.entries[i].line)
            buf_format(&where, "%s:%zu", path, feed.entries[i].line);
        else
            buf_format(&where, "%s: entry %zu", path, i + 1);
        struct article article;
        s = entry_article(h->arena(h->context), &feed, &feed.entries[i], where.p, &article);
        if (is_ok(&s))
            h->article(h->context, &article, where.p);
        else
            report(h, s);
        buf_free(&where);
    }
    arena_destroy(scratch);
}

static void read_page(struct str bytes, const char *path, const struct input_handler *h)
{
    struct article article;
    struct extract_options options = {.where = path};
    struct status s = extract_page(h->arena(h->context), bytes, &options, &article);
    if (is_ok(&s))
        h->article(h->context, &article, path);
    else
        report(h, s);
}

/* A JSON object at the start is an article, unless it is a JSON Feed. */
static bool is_json_lines(struct str head)
{
    return str_trim(head).n && str_trim(head).p[0] == '{' && !feed_detect(head);
}

struct stored {
    const struct input_handler *handler;
    const char *path;
};

static struct arena *stored_arena(void *context)
{
    const struct input_handler *h = ((struct stored *)context)->handler;
    return h->arena(h->context);
}

static bool stored_article(void *context, const struct stored_article *stored)
{
    const struct stored *from = context;
    struct buf where = {0};
    buf_format(&where, "%s: article %.*s", from->path, STR_ARG(stored->article.id));
    from->handler->article(from->handler->context, &stored->article, where.p);
    buf_free(&where);
    return true;
}

/* The newest revision of every article of a database that `nutgraf fetch` filled, in the order of arrival. */
static void read_store(const char *path, const struct input_handler *h)
{
    struct store *store;
    struct stored from = {h, path};
    struct status s = store_open(path, STORE_READ, &store);
    if (is_ok(&s))
        s = store_each_article(store, &(struct store_reader){&from, stored_arena, stored_article});
    if (!is_ok(&s))
        report(h, s);
    store_close(store);
}

static void read_file(const char *path, const struct input_handler *h)
{
    struct lines l;
    struct status s = lines_open(&l, path, ARTICLE_LINE_LIMIT);
    if (!is_ok(&s)) {
        report(h, s);
        return;
    }
    struct buf bytes = {0};
    struct str head = lines_peek(&l, PEEK, &s);
    if (is_ok(&s) && !head.n)
        s = status_error(STATUS_BAD_INPUT, "%s: empty", path);
    if (is_ok(&s) && str_starts(head, STR("SQLite format 3"))) {
        read_store(path, h);
        goto done;
    }
    if (is_ok(&s) && is_json_lines(head)) {
        read_json_lines(&l, h);
        goto done;
    }
    if (is_ok(&s))
        s = lines_rest(&l, INPUT_FILE_LIMIT, &bytes);
    if (!is_ok(&s))
        report(h, s);
    else if (feed_detect(buf_str(&bytes)))
        read_feed(buf_str(&bytes), path, h);
    else
        read_page(buf_str(&bytes), path, h);
done:
    buf_free(&bytes);
    lines_close(&l);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in a directory in byte order, hidden ones left out, each allocated; the order of the disk does not count. */
static char **names_in(const char *path, size_t *count)
{
    char **names = NULL;
    *count = 0;
    DIR *dir = opendir(path);
    if (!dir)
        return NULL;
    for (struct dirent *e; (e = readdir(dir));) {
        if (e->d_name[0] == '.')
            continue;
        names = xrealloc(names, (*count + 1) * sizeof *names);
        names[(*count)++] = xstrdup(e->d_name);
    }
    closedir(dir);
    if (*count)
        qsort(names, *count, sizeof *names, by_name);
    return names ? names : xmalloc(1);
}

static bool is_readable_kind(const char *name)
{
    static const char *const endings[] = {".json", ".jsonl", ".ndjson", ".xml", ".rss", ".atom", ".rdf", ".html", ".htm", ".xhtml", ".db"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (str_ends(str_of(name), str_of(endings[i])))
            return true;
    return false;
}

static void read_path(const char *path, int depth, const struct input_handler *h)
{
    struct stat info;
    if (strcmp(path, "-") == 0 || stat(path, &info) != 0 || !S_ISDIR(info.st_mode)) {
        read_file(path, h);
        return;
    }
    size_t count;
    char **names = depth < DEEPEST_DIRECTORY ? names_in(path, &count) : NULL;
    if (!names) {
        report(h, status_error(STATUS_IO, "%s: cannot read this directory: %s", path,
                               depth < DEEPEST_DIRECTORY ? strerror(errno) : "nested deeper than 16"));
        return;
    }
    for (size_t i = 0; i < count; i++) {
        struct buf inner = {0};
        buf_format(&inner, "%s%s%s", path, str_ends(str_of(path), STR("/")) ? "" : "/", names[i]);
        bool is_directory = stat(inner.p, &info) == 0 && S_ISDIR(info.st_mode);
        if (is_directory || is_readable_kind(names[i]))
            read_path(inner.p, depth + 1, h);
        buf_free(&inner);
        free(names[i]);
    }
    free(names);
}

void input_each(const char *path, const struct input_handler *handler)
{
    read_path(path, 0, handler);
}

struct input *input_create(void)
{
    struct input *in = xcalloc(1, sizeof *in);
    in->arena = arena_create();
    return in;
}

void input_destroy(struct input *in)
{
    if (!in)
        return;
    map_free(&in->by_id);
    arena_destroy(in->arena);
    free(in);
}

static struct arena *collect_arena(void *context)
{
    return ((struct input *)context)->arena;
}

static void collect_problem(void *context, const struct status *why)
{
    struct input *in = context;
    in->problems = arena_grow(in->arena, in->problems, in->problem_count, &in->problem_capacity, sizeof *in->problems);
    in->problems[in->problem_count++] = *why;
}

/* The same report from elsewhere: the fuller text stays, under the id that is known. */
static void fold(struct input *in, struct article *first, const struct article *article)
{
    in->folded++;
    if (article->text.n <= first->text.n)
        return;
    struct article fuller = *article;
    fuller.id = first->id;
    if (!fuller.published.is_set)
        fuller.published = first->published;
    *first = fuller;
}

static void keep(struct input *in, const struct article *article, const char *where)
{
    in->articles = arena_grow(in->arena, in->articles, in->count, &in->capacity, sizeof *in->articles);
    in->wheres = arena_grow(in->arena, in->wheres, in->count, &in->where_capacity, sizeof *in->wheres);
    in->wheres[in->count] = str_z(in->arena, str_of(where));
    in->articles[in->count++] = *article;
    *map_put(&in->by_id, str_hash(article->id)) = in->count;
    if (article->url.n)
        *map_put(&in->by_id, ~str_hash(article->url)) = in->count;
}

static void collect_article(void *context, const struct article *article, const char *where)
{
    struct input *in = context;
    const uint64_t *id = map_get(&in->by_id, str_hash(article->id));
    const uint64_t *url = article->url.n ? map_get(&in->by_id, ~str_hash(article->url)) : NULL;
    struct article *same_page = url ? &in->articles[*url - 1] : NULL;
    if (same_page && same_page->kind != article->kind) {
        fold(in, same_page, article);
    } else if (id) {
        struct status s = status_error(STATUS_BAD_INPUT, "%s: skipped: the article with id \"%.*s\" was already given at %s", where,
                                       STR_ARG(article->id), in->wheres[*id - 1]);
        collect_problem(in, &s);
    } else {
        keep(in, article, where); /* the same page under another id is an update: the stream makes them one report */
    }
}

void input_read(struct input *in, const char *path)
{
    const struct input_handler collect = {
        .context = in, .arena = collect_arena, .article = collect_article, .problem = collect_problem};
    input_each(path, &collect);
}
