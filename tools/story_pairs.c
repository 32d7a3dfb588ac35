/* story_pairs: what tools/train_stories.py learns from. Compares each article of a stream with all that came up to so
 * many days before it, and writes the features of the pairs (src/story/pair.h) as binary: for each pair two uint32 (the
 * articles' numbers in the stream, from 0) and the features as float32, all in the machine's own order.
 *
 * With files of weights instead of DAYS, the program's own clustering runs with each: WEIGHTS.placed, {"id", "story"} a line.
 *
 * usage: story_pairs DAYS ARTICLES.jsonl > PAIRS       (ninja -C build story_pairs builds it)
 *        story_pairs WEIGHTS... ARTICLES.jsonl
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/lines.h"
#include "story/model.h"

static struct sketch **sketches;
static size_t count, capacity;

static int compare_falling(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x > y ? -1 : x < y;
}

struct row {
    uint32_t a, b;
    float features[PAIR_FEATURE_COUNT];
};
static struct row *rows;
static size_t row_count, rows_max;

static void compare_last(int32_t days, double recent)
{
    static double (*compared)[PAIR_FEATURE_COUNT], *falling;
    static size_t compared_max;
    struct sketch *x = sketches[count - 1];
    size_t first = count - 1, n = 0, crowd = 0;
    while (first && x->day - sketches[first - 1]->day <= days)
        first--;
    if (count - first > compared_max) {
        compared_max = (count - first) * 2;
        compared = xrealloc(compared, compared_max * sizeof *compared);
        falling = xrealloc(falling, compared_max * sizeof *falling);
    }
    struct pair_side side;
    pair_side_make(&side, x);
    for (size_t i = first; i < count - 1; i++, n++) {
        pair_compare(&side, sketches[i], compared[n]);
        falling[n] = compared[n][PAIR_ALL_WORDS];
    }
    if (n)
        qsort(falling, n, sizeof *falling, compare_falling);
    x->greatest = n ? (float)falling[0] : 0;
    for (size_t i = 0; i < n; i++) {
        struct sketch *m = sketches[first + i];
        double alike = compared[i][PAIR_ALL_WORDS];
        for (crowd = 0; crowd < n && falling[crowd] >= PAIR_NEARLY * alike;)
            crowd++;
        m->greatest = alike > (double)m->greatest ? (float)alike : m->greatest;
        pair_relate(compared[i], 0, 0, &(struct surroundings){n, crowd, recent});
        if (row_count == rows_max) {
            rows_max = rows_max ? rows_max * 2 : 1 << 16;
            rows = xrealloc(rows, rows_max * sizeof *rows);
        }
        rows[row_count] = (struct row){(uint32_t)(count - 1), (uint32_t)(first + i), {0}};
        for (size_t k = 0; k < PAIR_FEATURE_COUNT; k++)
            rows[row_count].features[k] = (float)compared[i][k];
        row_count++;
    }
}

/* How like the likest report is, each knows only in the end. */
static void write_pairs(void)
{
    for (size_t i = 0; i < row_count; i++) {
        struct row *r = &rows[i];
        r->features[PAIR_NEAREST] =
            (float)pair_nearest((double)r->features[PAIR_ALL_WORDS], (double)sketches[r->a]->greatest,
                                (double)sketches[r->b]->greatest, pair_least_greatest(SIZE_MAX));
        fwrite(r, sizeof *r, 1, stdout);
    }
}

static void pair(struct sketcher *sketcher, struct background *background, const struct analysis *x, int32_t days)
{
    const struct article *article = x->article;
    if (count == capacity) {
        capacity = capacity ? capacity * 2 : 1024;
        sketches = xrealloc(sketches, capacity * sizeof *sketches);
    }
    background_tell_day(background, moment_day(article->published));
    struct sketch *made = sketch_make(sketcher, background, x);
    made->day = moment_day(article->published);
    made->outlet = (uint32_t)str_hash(article->outlet);
    background_count(background, made->language, sketcher->distinct, sketcher->distinct_count);
    sketches[count++] = made;
    compare_last(days, background->recent[made->language]);
}

struct reading {
    struct arena *arena;
    struct article article;
    struct analysis analysis;
};

static void print_stories(const struct stream *s, const struct reading *readings, size_t n, const char *path)
{
    struct arena *a = arena_create();
    struct buf out = {0};
    for (size_t i = 0; i < n; i++) {
        struct str id = readings[i].article.id, story = stream_story_of(s, a, id);
        buf_format(&out, "{\"id\": \"%.*s\", \"story\": \"%.*s\"}\n", STR_ARG(id), STR_ARG(story));
        arena_reset(a);
    }
    struct status written = file_write(path, buf_str(&out));
    if (!is_ok(&written))
        fprintf(stderr, "story_pairs: %s\n", written.message);
    buf_free(&out);
    arena_destroy(a);
}

static struct status place_all(const struct reading *readings, size_t n, const char *weights_path)
{
    struct buf weights = {0}, path = {0};
    struct status s = file_read(weights_path, 1 << 20, &weights);
    struct stream *stream = stream_create();
    struct arena *a = arena_create();
    if (is_ok(&s))
        model_use(buf_str(&weights));
    for (size_t i = 0; i < n && is_ok(&s); i++) {
        struct placement where;
        arena_reset(a);
        s = stream_add(stream, a, &readings[i].analysis, &where);
    }
    buf_format(&path, "%s.placed", weights_path);
    if (is_ok(&s))
        print_stories(stream, readings, n, path.p);
    buf_free(&weights);
    buf_free(&path);
    arena_destroy(a);
    stream_destroy(stream);
    return s;
}

int main(int argc, char **argv)
{
    struct lines l;
    struct status s = lines_open(&l, argc > 2 ? argv[argc - 1] : "-", ARTICLE_LINE_LIMIT);
    struct sketcher sketcher = {0};
    struct background background = {0};
    struct reading *readings = NULL;
    size_t read_count = 0;
    int days = argc > 1 ? atoi(argv[1]) : 5;
    while (is_ok(&s) && lines_next(&l, &s)) {
        readings = xrealloc(readings, (read_count + 1) * sizeof *readings);
        struct reading *r = &readings[read_count];
        r->arena = arena_create();
        s = article_from_json(r->arena, l.line, "line", &r->article);
        read_count += is_ok(&s);
    }
    for (size_t i = 0; i < read_count && is_ok(&s); i++) {
        s = analyse(readings[i].arena, &readings[i].article, &readings[i].analysis);
        if (is_ok(&s) && days)
            pair(&sketcher, &background, &readings[i].analysis, days);
        if (days)
            arena_destroy(readings[i].arena);
    }
    write_pairs();
    for (int i = 1; i < argc - 1 && !days && is_ok(&s); i++)
        s = place_all(readings, read_count, argv[i]);
    if (!is_ok(&s)) {
        fprintf(stderr, "story_pairs: %s\n", s.message);
        return 1;
    }
    return 0;
}
