/* nutgraf cluster - which story each article belongs to: one JSON line an article. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "cmd/command.h"
#include "lib/input.h"
#include "lib/parallel.h"
#include "story/stream.h"

/* BATCH: articles analysed side by side before they are placed in order. */
enum { LOOKAHEAD = 512, LOOKAHEAD_BYTES = 64 * 1024 * 1024, BATCH = 64, BATCH_BYTES = 4 * 1024 * 1024,
       THREADS_MAX = 64 };

/* An article that waits for its turn: what comes a little late is still placed in order of publication. */
struct waiting {
    struct arena *arena;
    struct article article;
    size_t number; /* of arrival */
    struct analysis analysis;
    struct status analysed;
};

struct cluster {
    struct stream *stream;
    struct waiting *heap[LOOKAHEAD + 1]; /* the earliest first */
    struct waiting *batch[BATCH]; /* their turn has come */
    size_t waiting, bytes, arrived;
    size_t batched, batch_bytes;
    unsigned threads;
    struct arena *next;   /* for the article being read */
    struct buf ids;       /* of placed articles, NUL after each */
    const char *explain;
    bool explained;
    size_t problems;
};

static bool is_before(const struct waiting *a, const struct waiting *b)
{
    int64_t x = a->article.published.seconds, y = b->article.published.seconds;
    return x != y ? x < y : a->number < b->number;
}

static void heap_push(struct cluster *c, struct waiting *w)
{
    size_t i = c->waiting++;
    for (; i && is_before(w, c->heap[(i - 1) / 2]); i = (i - 1) / 2)
        c->heap[i] = c->heap[(i - 1) / 2];
    c->heap[i] = w;
}

static struct waiting *heap_pop(struct cluster *c)
{
    struct waiting *first = c->heap[0], *last = c->heap[--c->waiting];
    size_t i = 0;
    for (;;) {
        size_t child = 2 * i + 1;
        if (child >= c->waiting)
            break;
        if (child + 1 < c->waiting && is_before(c->heap[child + 1], c->heap[child]))
            child++;
        if (!is_before(c->heap[child], last))
            break;
        c->heap[i] = c->heap[child];
        i = child;
    }
    c->heap[i] = last;
    return first;
}

static void complain(struct cluster *c, const char *message)
{
    fprintf(stderr, "nutgraf cluster: %s\n", message);
    c->problems++;
}

static void place(struct cluster *c, struct waiting *w)
{
    struct placement where;
    struct status s = w->analysed;
    if (is_ok(&s))
        s = stream_add(c->stream, w->arena, &w->analysis, &where);
    if (!is_ok(&s)) {
        complain(c, s.message);
    } else {
        buf_add(&c->ids, w->article.id);
        buf_add_byte(&c->ids, '\0');
        if (c->explain && str_eq(w->article.id, str_of(c->explain))) {
            struct buf why = {0};
            stream_explain_last(c->stream, &why);
            fputs(why.p ? why.p : "", stdout);
            buf_free(&why);
            c->explained = true;
        }
    }
    arena_destroy(w->arena);
    free(w);
}

static void analyse_one(void *context, size_t index, unsigned worker)
{
    struct waiting *w = ((struct cluster *)context)->batch[index];
    (void)worker;
    w->analysed = analyse(w->arena, &w->article, &w->analysis);
}

static void place_batch(struct cluster *c)
{
    parallel_each(c->threads, c->batched, analyse_one, c);
    for (size_t i = 0; i < c->batched; i++)
        place(c, c->batch[i]);
    c->batched = c->batch_bytes = 0;
}

static void take_turn(struct cluster *c)
{
    struct waiting *w = heap_pop(c);
    c->bytes -= w->article.text.n;
    c->batch[c->batched++] = w;
    c->batch_bytes += w->article.text.n;
    if (c->batched == BATCH || c->batch_bytes > BATCH_BYTES)
        place_batch(c);
}

static struct arena *next_arena(void *context)
{
    struct cluster *c = context;
    if (!c->next)
        c->next = arena_create();
    return c->next;
}

static void take_article(void *context, const struct article *article, const char *where)
{
    struct cluster *c = context;
    struct waiting *w = xmalloc(sizeof *w);
    (void)where;
    *w = (struct waiting){.arena = next_arena(c), .article = *article, .number = c->arrived++};
    c->next = NULL;
    c->bytes += article->text.n;
    heap_push(c, w);
    while (c->waiting > LOOKAHEAD || c->bytes > LOOKAHEAD_BYTES)
        take_turn(c);
}

static void take_problem(void *context, const struct status *why)
{
    complain(context, why->message);
}

static void print_stories(const struct cluster *c)
{
    struct arena *a = arena_create();
    for (size_t at = 0; at < c->ids.n;) {
        struct str id = str_of(c->ids.p + at);
        struct str story = stream_story_of(c->stream, a, id);
        json_t *line = json_object();
        json_object_set_new(line, "id", json_stringn(id.p, id.n));
        json_object_set_new(line, "story", json_stringn(story.p, story.n));
        json_dumpf(line, stdout, 0);
        putchar('\n');
        json_decref(line);
        at += id.n + 1;
        arena_reset(a);
    }
    arena_destroy(a);
}

static int cluster_files(struct cluster *c, char **files, int count)
{
    struct input_handler handler = {c, next_arena, take_article, take_problem};
    c->stream = stream_create();
    stream_keep_shared(c->stream, c->explain != NULL);
    for (int i = 0; i < count; i++)
        input_each(files[i], &handler);
    if (!count)
        input_each("-", &handler);
    while (c->waiting)
        take_turn(c);
    place_batch(c);
    if (!c->explain)
        print_stories(c);
    else if (!c->explained)
        fprintf(stderr, "nutgraf cluster: no article has the id %s\n", c->explain);
    stream_destroy(c->stream);
    arena_destroy(c->next);
    buf_free(&c->ids);
    return c->problems || (c->explain && !c->explained) ? EXIT_SKIPPED : EXIT_DONE;
}

static int run(int argc, char **argv)
{
    struct cluster *c = xcalloc(1, sizeof *c);
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    c->threads = online < 1 ? 1 : online > THREADS_MAX ? THREADS_MAX : (unsigned)online;
    int files = 0, code = EXIT_MISUSE;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--explain") == 0 && i + 1 < argc) {
            c->explain = argv[++i];
        } else if (strcmp(argv[i], "--threads") == 0 && i + 1 < argc) {
            char *end;
            unsigned long threads = strtoul(argv[++i], &end, 10);
            if (*end || threads < 1 || threads > THREADS_MAX) {
                fprintf(stderr, "nutgraf cluster: --threads %s: not a number from 1 to %d\n", argv[i], THREADS_MAX);
                goto done;
            }
            c->threads = (unsigned)threads;
        } else if (argv[i][0] == '-' && argv[i][1]) {
            fprintf(stderr, "nutgraf cluster: no option '%s'; `nutgraf cluster --help` lists them\n", argv[i]);
            goto done;
        } else {
            argv[files++] = argv[i];
        }
    }
    code = cluster_files(c, argv, files);
done:
    free(c);
    return code;
}

const struct command cluster_command = {
    .name = "cluster",
    .summary = "group articles into stories",
    .help = "usage: nutgraf cluster [--explain ID] [--threads N] [FILE...]\n\n"
            "Reads articles (JSON lines, pages, feeds, databases, directories of these; standard input where FILE is -\n"
            "or absent), in about the order of publication, and prints {\"id\": ARTICLE, \"story\": STORY} a line, in order\n"
            "of publication. Copies and later versions of a report go where the report is.\n\n"
            "  --explain ID  say instead why that article is in its story: the scores, the shared names, figures and\n"
            "                words, and the runner-up; its topic, and how newsworthy it is, with the words that say so\n"
            "  --threads N   1 to 64; else as many as there are processors. The result is the same with any number\n\n"
            "  nutgraf cluster --threads 4 samples/\n",
    .run = run,
};
