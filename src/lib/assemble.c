#include "lib/assemble.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/map.h"

struct placed {
    struct part part;
    size_t index; /* in the caller's order */
};

static int by_time(const void *a, const void *b)
{
    const struct article *x = ((const struct placed *)a)->part.article, *y = ((const struct placed *)b)->part.article;
    if (x->published.seconds != y->published.seconds)
        return x->published.seconds < y->published.seconds ? -1 : 1;
    return str_compare(x->id, y->id);
}

/* A stream knows copies and later versions when it sees them, in whatever story they are. */
static void find_copies(struct arena *a, struct report *reports, size_t count)
{
    struct stream *stream = stream_create();
    struct map by_id = {0};
    for (size_t i = 0; i < count; i++) {
        struct placement where;
        struct str id = reports[i].analysis->article->id;
        struct status s = stream_add(stream, a, reports[i].analysis, &where);
        *map_put(&by_id, str_hash(id)) = i + 1;
        if (!is_ok(&s))
            continue;
        const uint64_t *original = map_get(&by_id, str_hash(where.copy_of)), *earlier = map_get(&by_id, str_hash(where.revises));
        if (where.copy_of.n && original)
            reports[i].copy_of = (int32_t)*original - 1;
        else if (where.revises.n && earlier)
            reports[*earlier - 1].copy_of = (int32_t)i;
    }
    map_free(&by_id);
    stream_destroy(stream);
}

void assemble_story(struct arena *a, const struct assembly *how, const struct part *parts, size_t count, struct story *out)
{
    struct placed *placed = arena_alloc(a, (count + 1) * sizeof *placed);
    for (size_t i = 0; i < count; i++)
        placed[i] = (struct placed){parts[i], i};
    qsort(placed, count, sizeof *placed, by_time);

    struct analysis *analyses = arena_zero(a, (count + 1) * sizeof *analyses);
    struct report *reports = arena_zero(a, (count + 1) * sizeof *reports);
    int32_t *moved = arena_alloc(a, (count + 1) * sizeof *moved); /* caller's index -> report */
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        moved[placed[i].index] = NO_INDEX;
        const struct analysis *analysis = placed[i].part.analysis;
        struct status s = status_ok();
        if (!analysis) {
            s = analyse(a, placed[i].part.article, &analyses[n]);
            analysis = &analyses[n];
        }
        if (!is_ok(&s)) {
            if (how->problem)
                how->problem(how->context, &s);
            continue;
        }
        moved[placed[i].index] = (int32_t)n;
        reports[n] = (struct report){analysis, placed[i].part.copy_of, placed[i].part.is_background};
        n++;
    }
    for (size_t i = 0; i < n; i++)
        reports[i].copy_of = how->finds_copies || reports[i].copy_of == NO_INDEX ? NO_INDEX : moved[reports[i].copy_of];
    if (how->finds_copies)
        find_copies(a, reports, n);
    *out = (struct story){
        .id = how->id.n || !n ? how->id : reports[0].analysis->article->id,
        .reports = reports,
        .report_count = n,
        .version = how->version,
    };
}
