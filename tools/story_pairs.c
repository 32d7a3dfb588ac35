/* story_pairs: what tools/train_stories.py learns from. Compares each article of a stream with all that came up to so
 * many days before it, and writes the features of the pairs (src/story/pair.h) as binary: for each pair two uint32 (the
 * articles' numbers in the stream, from 0) and the features as float32, all in the machine's own order.
 *
 * usage: story_pairs DAYS ARTICLES.jsonl > PAIRS    (ninja -C build story_pairs builds it)
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/lines.h"
#include "story/pair.h"

static struct sketch **sketches;
static size_t count, capacity;

static int compare_falling(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x > y ? -1 : x < y;
}

static void write_pairs(int32_t days)
{
    static double (*rows)[PAIR_FEATURE_COUNT], *falling;
    static size_t rows_max;
    struct sketch *x = sketches[count - 1];
    size_t first = count - 1, n = 0, crowd = 0;
    while (first && x->day - sketches[first - 1]->day <= days)
        first--;
    if (count - first > rows_max) {
        rows_max = (count - first) * 2;
        rows = xrealloc(rows, rows_max * sizeof *rows);
        falling = xrealloc(falling, rows_max * sizeof *falling);
    }
    struct pair_side side;
    pair_side_make(&side, x);
    for (size_t i = first; i < count - 1; i++, n++) {
        pair_compare(&side, sketches[i], rows[n]);
        falling[n] = rows[n][PAIR_BODY];
    }
    if (n)
        qsort(falling, n, sizeof *falling, compare_falling);
    for (size_t i = 0; i < n; i++) {
        struct sketch *m = sketches[first + i];
        double body = rows[i][PAIR_BODY];
        for (crowd = 0; crowd < n && falling[crowd] >= PAIR_NEARLY * body;)
            crowd++;
        pair_relate(rows[i], falling[0], (double)m->greatest, crowd, n);
        m->greatest = body > (double)m->greatest ? (float)body : m->greatest;
        x->greatest = (float)falling[0];
        struct {
            uint32_t a, b;
            float features[PAIR_FEATURE_COUNT];
        } row = {(uint32_t)(count - 1), (uint32_t)(first + i), {0}};
        for (size_t k = 0; k < PAIR_FEATURE_COUNT; k++)
            row.features[k] = (float)rows[i][k];
        fwrite(&row, sizeof row, 1, stdout);
    }
}

int main(int argc, char **argv)
{
    struct lines l;
    struct status s = lines_open(&l, argc > 2 ? argv[2] : "-", ARTICLE_LINE_LIMIT);
    struct arena *a = arena_create();
    struct sketcher sketcher = {0};
    struct background background = {0};
    while (is_ok(&s) && lines_next(&l, &s)) {
        struct article article;
        struct analysis x;
        arena_reset(a);
        s = article_from_json(a, l.line, "line", &article);
        if (is_ok(&s))
            s = analyse(a, &article, &x);
        if (!is_ok(&s))
            break;
        if (count == capacity) {
            capacity = capacity ? capacity * 2 : 1024;
            sketches = xrealloc(sketches, capacity * sizeof *sketches);
        }
        background_tell_day(&background, moment_day(article.published));
        struct sketch *made = sketch_make(&sketcher, &background, &x);
        made->day = moment_day(article.published);
        made->outlet = (uint32_t)str_hash(article.outlet);
        background_count(&background, made->language, sketcher.distinct, sketcher.distinct_count);
        sketches[count++] = made;
        write_pairs(argc > 1 ? atoi(argv[1]) : 5);
    }
    if (!is_ok(&s)) {
        fprintf(stderr, "story_pairs: %s\n", s.message);
        return 1;
    }
    return 0;
}
