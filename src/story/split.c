/* Stories that turn out to be two.
 *
 * Reports join one after the other, each where it fits best at that moment; now and then two events are told together until
 * each has reports of its own. Then the reports that speak for the story fall into two groups, each alike within and unlike
 * the other: those that average linkage leaves when only two are left. Only clear cases are split. Time between reports is
 * no reason, or every story that runs for long would be cut in the middle.
 */
#include <stdlib.h>

#include "story/stream_state.h"

enum { GROUP_LEAST = 2 /* voices */, FULL_EVERY = 8 /* members; how often a story of many voices is looked at */ };
static const double BETWEEN_OF_JOIN = 0.8, WITHIN_OF_MERGE = 1.2; /* of what joining and merging take */

struct halves {
    double alike[STREAM_VOICES_MAX][STREAM_VOICES_MAX];
    size_t group[STREAM_VOICES_MAX]; /* of each voice; the lowest voice in it names it */
    size_t voices;
    size_t leaving; /* the group that gets another id */
};

/* How likely two reports tell of the same event, had they come on the same day. */
static double likeness(const struct pair_side *x, const struct sketch *y, size_t voices)
{
    double features[PAIR_FEATURE_COUNT];
    pair_compare(x, y, features);
    pair_relate(features, (double)x->of->greatest, (double)y->greatest, voices - 1, CROWD_AMONG);
    features[PAIR_GAP] = 0;
    return model_pair(features);
}

static void compare_all(const struct stream *s, const struct plot *p, struct halves *h)
{
    h->voices = p->voice_count;
    for (size_t i = 0; i < h->voices; i++) {
        struct pair_side side;
        pair_side_make(&side, s->articles[p->voices[i]].sketch);
        h->group[i] = i;
        for (size_t k = 0; k < i; k++)
            h->alike[i][k] = h->alike[k][i] = likeness(&side, s->articles[p->voices[k]].sketch, h->voices);
    }
}

static double mean_between(const struct halves *h, size_t a, size_t b)
{
    double sum = 0;
    size_t pairs = 0;
    for (size_t i = 0; i < h->voices; i++)
        for (size_t k = 0; k < h->voices; k++)
            if (i != k && h->group[i] == a && h->group[k] == b) {
                sum += h->alike[i][k];
                pairs++;
            }
    return pairs ? sum / (double)pairs : 0;
}

/* The two most alike become one; of equals the first. */
static void join_nearest(struct halves *h)
{
    size_t a = 0, b = 0;
    double most = -1;
    for (size_t i = 0; i < h->voices; i++)
        for (size_t k = i + 1; k < h->voices; k++) {
            double mean = h->group[i] == i && h->group[k] == k ? mean_between(h, i, k) : -1;
            if (mean > most) {
                most = mean;
                a = i;
                b = k;
            }
        }
    for (size_t i = 0; i < h->voices; i++)
        if (h->group[i] == b)
            h->group[i] = a;
}

double split_threshold(void)
{
    return BETWEEN_OF_JOIN * model_setting(MODEL_JOIN);
}

/* Two groups that would not join any more; the larger keeps the id, of equals the one that began the story. */
static bool falls_apart(const struct stream *s, const struct plot *p, struct halves *h, struct explanation *e)
{
    compare_all(s, p, h);
    for (size_t groups = h->voices; groups > 2; groups--)
        join_nearest(h);
    size_t other = 0, count = 0;
    for (size_t i = 0; i < h->voices; i++)
        if (h->group[i]) {
            other = h->group[i];
            count++;
        }
    if (count < GROUP_LEAST || h->voices - count < GROUP_LEAST)
        return false;
    h->leaving = count <= h->voices - count ? other : 0;
    double a = mean_between(h, 0, 0), b = mean_between(h, other, other);
    e->split_between = mean_between(h, 0, other);
    e->split_within = a < b ? a : b;
    return e->split_between < split_threshold() &&
           e->split_within >= WITHIN_OF_MERGE * model_setting(MODEL_MERGE);
}

/* --- which members go with which voices --- */

enum side { SIDE_NONE, SIDE_STAYS, SIDE_LEAVES, SIDE_BOTH };

struct division {
    const struct plot *plot;
    struct map places; /* article -> index into members */
    size_t *parent;    /* copies, versions and what they stand for: trees of members */
    uint8_t *sides;    /* enum side, of a tree's root first, of every member in the end */
};

static size_t root_of(struct division *d, size_t member)
{
    while (d->parent[member] != member)
        member = d->parent[member] = d->parent[d->parent[member]];
    return member;
}

static void tie(struct division *d, size_t member, int32_t article)
{
    const uint64_t *at = article == NO_INDEX ? NULL : map_get(&d->places, (uint64_t)article);
    if (at)
        d->parent[root_of(d, member)] = root_of(d, (size_t)*at);
}

/* Of a report that speaks for nobody: where it fits better. One whose vectors are gone stays. */
static enum side side_of(const struct stream *s, const struct halves *h, const struct plot *p, uint32_t article)
{
    double sums[2] = {0};
    size_t counts[2] = {0};
    const struct sketch *k = s->articles[article].sketch;
    struct pair_side side;
    if (!k)
        return SIDE_STAYS;
    pair_side_make(&side, k);
    for (size_t i = 0; i < h->voices; i++) {
        bool leaves = h->group[i] == h->leaving;
        sums[leaves] += likeness(&side, s->articles[p->voices[i]].sketch, h->voices);
        counts[leaves]++;
    }
    return sums[1] * (double)counts[0] > sums[0] * (double)counts[1] ? SIDE_LEAVES : SIDE_STAYS;
}

/* False where a copy or a version stands between the groups: then it is no clear case. */
static bool divide(const struct stream *s, const struct halves *h, struct division *d)
{
    const struct plot *p = d->plot;
    for (size_t i = 0; i < p->member_count; i++) {
        d->parent[i] = i;
        *map_put(&d->places, p->members[i]) = i;
    }
    for (size_t i = 0; i < p->member_count; i++) {
        tie(d, i, s->articles[p->members[i]].copy_of);
        tie(d, i, s->articles[p->members[i]].revised_by);
    }
    for (size_t i = 0; i < h->voices; i++) {
        uint8_t *side = &d->sides[root_of(d, (size_t)*map_get(&d->places, p->voices[i]))];
        *side = (uint8_t)(*side | (h->group[i] == h->leaving ? SIDE_LEAVES : SIDE_STAYS));
        if (*side == SIDE_BOTH)
            return false;
    }
    for (size_t i = 0; i < p->member_count; i++)
        if (root_of(d, i) == i && d->sides[i] == SIDE_NONE)
            d->sides[i] = (uint8_t)side_of(s, h, p, p->members[i]);
    for (size_t i = 0; i < p->member_count; i++)
        d->sides[i] = d->sides[root_of(d, i)];
    return true;
}

/* --- */

static bool is_due(const struct plot *p)
{
    if (p->voice_count < 2 * GROUP_LEAST)
        return false;
    return p->voice_count < STREAM_VOICES_MAX ? p->voice_count % 2 == 0 : p->member_count % FULL_EVERY == 0;
}

uint32_t split_story(struct stream *s, uint32_t plot)
{
    const struct plot *p = &s->plots[plot];
    struct halves h;
    uint32_t made = UINT32_MAX;
    if (!is_due(p) || !falls_apart(s, p, &h, &s->last))
        return UINT32_MAX;
    struct division d = {.plot = p, .parent = xcalloc(p->member_count, sizeof *d.parent), .sides = xcalloc(p->member_count, 1)};
    if (divide(s, &h, &d)) {
        for (size_t i = 0; i < p->member_count; i++)
            d.sides[i] = d.sides[i] == SIDE_LEAVES;
        made = plot_split(s, plot, d.sides);
    }
    map_free(&d.places);
    free(d.parent);
    free(d.sides);
    return made;
}
