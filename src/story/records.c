/* Stories as the other rooms see them, and the stories beside them. */
#include <math.h>
#include <stdlib.h>

#include "story/stream_state.h"

enum { PROFILE_POSTINGS_MAX = 2000, NEIGHBOUR_DAYS_SCALE = 60 };
static const double NEIGHBOUR_LEAST = 0.2;

static bool parse_id(struct str id, uint64_t *out)
{
    if (id.n != 17 || id.p[0] != 's')
        return false;
    *out = 0;
    for (size_t i = 1; i < id.n; i++) {
        char c = id.p[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
            return false;
        *out = *out << 4 | (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return true;
}

struct sortable {
    uint32_t article;
    struct str id;
    int64_t seconds;
};

static int compare_members(const void *a, const void *b)
{
    const struct sortable *x = a, *y = b;
    if (x->seconds != y->seconds)
        return x->seconds < y->seconds ? -1 : 1;
    return str_compare(x->id, y->id);
}

static int compare_outlets(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static size_t count_outlets(const struct stream *s, struct arena *a, const struct plot *p)
{
    uint32_t *outlets = arena_alloc(a, p->member_count * sizeof *outlets);
    size_t different = 0;
    for (size_t i = 0; i < p->member_count; i++)
        outlets[i] = s->articles[p->members[i]].outlet;
    qsort(outlets, p->member_count, sizeof *outlets, compare_outlets);
    for (size_t i = 0; i < p->member_count; i++)
        different += !i || outlets[i] != outlets[i - 1];
    return different;
}

static void fill_members(const struct stream *s, struct arena *a, const struct plot *p, struct story_record *out)
{
    struct sortable *order = arena_alloc(a, p->member_count * sizeof *order);
    struct map places = {0}; /* article -> index into members */
    for (size_t i = 0; i < p->member_count; i++) {
        const struct placed *x = &s->articles[p->members[i]];
        order[i] = (struct sortable){p->members[i], stream_article_id(s, p->members[i]), x->published.seconds};
    }
    qsort(order, p->member_count, sizeof *order, compare_members);
    for (size_t i = 0; i < p->member_count; i++)
        *map_put(&places, order[i].article) = i;
    for (size_t i = 0; i < p->member_count; i++) {
        const struct placed *x = &s->articles[order[i].article];
        const uint64_t *original = x->copy_of == NO_INDEX ? NULL : map_get(&places, (uint64_t)x->copy_of);
        const uint64_t *newer = x->revised_by == NO_INDEX ? NULL : map_get(&places, (uint64_t)x->revised_by);
        out->members[i] = (struct story_member){.article = str_copy(a, order[i].id),
                                                .outlet = str_copy(a, stream_outlet_name(s, x->outlet)),
                                                .published = x->published,
                                                .place = x->place,
                                                .copy_of = original ? (int32_t)*original : NO_INDEX,
                                                .revised_by = newer ? (int32_t)*newer : NO_INDEX};
        out->report_count += !newer;
        out->independent_count += !newer && !original;
        if (x->published.is_set && !out->first.is_set)
            out->first = x->published;
        if (x->published.is_set)
            out->last = x->published;
    }
    map_free(&places);
}

static double profile_length(const struct plot *p)
{
    double square = 0;
    for (size_t i = 0; i < p->profile_count; i++)
        square += (double)p->profile[i].weight * (double)p->profile[i].weight;
    return sqrt(square);
}

/* By the cosine of the profiles, fading with the time between. */
static double neighbour_weight(const struct plot *p, const struct plot *q)
{
    double lengths = profile_length(p) * profile_length(q);
    double dot = vector_dot((struct vector){p->profile, p->profile_count}, (struct vector){q->profile, q->profile_count});
    double days = fabs((double)p->began - (double)q->began) / 86400;
    return lengths > 0 ? dot / lengths * (0.5 + 0.5 / (1 + days / NEIGHBOUR_DAYS_SCALE)) : 0;
}

struct near_plot {
    uint32_t plot;
    double weight;
};

static int compare_near(const void *a, const void *b)
{
    const struct near_plot *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    return x->plot < y->plot ? -1 : x->plot > y->plot;
}

static void fill_neighbours(const struct stream *s, struct arena *a, const struct plot *p, struct story_record *out)
{
    struct map seen = {0};
    struct near_plot *found = NULL;
    size_t count = 0, capacity = 0;
    uint32_t self = (uint32_t)(p - s->plots);
    for (size_t i = 0; i < p->profile_count; i++) {
        struct postings_list l = postings_get(&s->by_profile, p->profile[i].term);
        size_t begin = l.count > PROFILE_POSTINGS_MAX ? l.count - PROFILE_POSTINGS_MAX : 0;
        for (size_t k = begin; k < l.count; k++) {
            const struct plot *q = &s->plots[l.items[k]];
            if (l.items[k] == self || map_get(&seen, l.items[k]) || !q->member_count)
                continue;
            *map_put(&seen, l.items[k]) = 1;
            struct near_plot near = {l.items[k], neighbour_weight(p, q)};
            if (near.weight < NEIGHBOUR_LEAST)
                continue;
            found = arena_grow(a, found, count, &capacity, sizeof *found);
            found[count++] = near;
        }
    }
    map_free(&seen);
    if (count)
        qsort(found, count, sizeof *found, compare_near);
    out->neighbour_count = count < NEIGHBOURS_MAX ? count : NEIGHBOURS_MAX;
    out->neighbours = arena_alloc(a, NEIGHBOURS_MAX * sizeof *out->neighbours);
    for (size_t i = 0; i < out->neighbour_count; i++) {
        const struct plot *q = &s->plots[found[i].plot];
        out->neighbours[i] = (struct story_neighbour){.story = stream_plot_name(a, q),
                                                      .weight = found[i].weight,
                                                      .is_older = q->began < p->began};
    }
}

/* The story of that id, merges followed, or NULL. */
static const struct plot *find_plot(const struct stream *s, struct str id)
{
    uint64_t number;
    const uint64_t *at = parse_id(id, &number) ? map_get(&s->by_plot_id, number) : NULL;
    return at ? &s->plots[stream_plot_of(s, (uint32_t)*at)] : NULL;
}

size_t stream_first_reports(const struct stream *s, struct arena *a, struct str id, struct story_member *out, size_t most)
{
    const struct plot *p = find_plot(s, id);
    uint32_t first[STREAM_FIRST_REPORTS];
    size_t count = p ? forget_choose_first(s, p, first) : 0;
    count = count < most ? count : most;
    for (size_t i = 0; i < count; i++) {
        const struct placed *x = &s->articles[first[i]];
        out[i] = (struct story_member){.article = str_copy(a, stream_article_id(s, first[i])),
                                       .outlet = str_copy(a, stream_outlet_name(s, x->outlet)),
                                       .published = x->published,
                                       .place = x->place,
                                       .copy_of = NO_INDEX,
                                       .revised_by = NO_INDEX};
    }
    return count;
}

bool stream_remembers(const struct stream *s, struct arena *a, struct str id, struct story_record *out)
{
    const struct plot *p = find_plot(s, id);
    *out = (struct story_record){0};
    if (!p)
        return false;
    out->id = stream_plot_name(a, p);
    out->version = p->version;
    out->topic = topics_best(p->topics);
    out->newsworth = (double)p->newsworth;
    fill_neighbours(s, a, p, out);
    return true;
}

bool stream_story(const struct stream *s, struct arena *a, struct str id, struct story_record *out)
{
    const struct plot *p = find_plot(s, id);
    *out = (struct story_record){0};
    if (!p || (p->stage != PLOT_OPEN && p->stage != PLOT_RESTS))
        return false;
    stream_remembers(s, a, id, out);
    out->member_count = p->member_count;
    out->members = arena_alloc(a, p->member_count * sizeof *out->members);
    fill_members(s, a, p, out);
    out->outlet_count = count_outlets(s, a, p);
    return true;
}
