/* Which open stories an article may belong to, and how well it fits each.
 *
 * The index gives the articles that share its rarest terms, up to a budget of postings, so that the work for an article
 * does not grow with the stream. Their plots are then compared voice by voice.
 */
#include <stdlib.h>

#include "story/stream_state.h"

struct found {
    uint32_t item;
    double sum;
};

static int compare_found(const void *a, const void *b)
{
    const struct found *x = a, *y = b;
    if (x->sum != y->sum)
        return x->sum > y->sum ? -1 : 1;
    return x->item < y->item ? 1 : -(x->item > y->item); /* the newer first */
}

static int compare_candidates(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->mean != y->mean)
        return x->mean > y->mean ? -1 : 1;
    return x->plot < y->plot ? -1 : x->plot > y->plot;
}

struct key_list {
    struct postings_list list;
    uint32_t key;
};

static bool is_rarer(const struct key_list *x, const struct key_list *y)
{
    return x->list.count != y->list.count ? x->list.count < y->list.count : x->key < y->key;
}

static void sort_lists(struct key_list *lists, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct key_list held = lists[i];
        size_t k = i;
        for (; k && is_rarer(&held, &lists[k - 1]); k--)
            lists[k] = lists[k - 1];
        lists[k] = held;
    }
}

/* The rarest keys first, until the budget is spent; of a list that does not fit, the newest. */
static void gather(struct stream *s, const struct sketch *x)
{
    struct key_list lists[SKETCH_KEYS_MAX];
    size_t found = 0, budget = POSTINGS_BUDGET;
    for (size_t i = 0; i < x->key_count; i++) {
        lists[i] = (struct key_list){postings_get(&s->by_key, x->keys[i]), x->keys[i]};
        if (lists[i].list.count) /* the newest, which are read in any case */
            table_expect(lists[i].list.items + lists[i].list.count - 1);
        found += lists[i].list.count;
    }
    sort_lists(lists, x->key_count);
    tally_begin(&s->tally, found < budget ? found : budget);
    struct vector body = sketch_vector(x, PART_BODY);
    for (size_t i = 0; i < x->key_count && budget; i++) {
        struct postings_list l = lists[i].list;
        size_t take = l.count < budget ? l.count : budget;
        double weight = (double)vector_at(body, lists[i].key);
        for (size_t k = l.count - take; k < l.count; k++) {
            double *sum = tally_at(&s->tally, l.items[k]);
            if (sum)
                *sum += weight * weight;
        }
        budget -= take;
    }
}

/* How much of the names that a story turns on the newcomer takes up, each by the (squared) share that the story has of all
 * reports that ever told of it: a ship's name is its own, a minister's is everybody's. */
static double own_names(const struct stream *s, const struct sketch *x, const struct plot *p)
{
    struct vector words = sketch_vector(x, PART_WORDS);
    double own = 0, all = 0;
    for (size_t i = 0; i < p->profile_count; i++) {
        double square = (double)p->profile[i].weight * (double)p->profile[i].weight;
        all += square;
        if (vector_at(words, p->profile[i].term) <= 0)
            continue;
        double seen = background_seen(&s->background, p->profile[i].term), share = seen > p->member_count ? p->member_count / seen : 1;
        own += square * share * share;
    }
    return all > 0 ? own / all : 0;
}

static bool follows_late(const struct stream *s, const struct sketch *x, const struct plot *p)
{
    bool late = false;
    for (size_t k = 0; k < p->voice_count; k++)
        late = late || x->day - s->articles[p->voices[k]].sketch->day > 1;
    return late;
}

struct compared {
    uint32_t plot, voice; /* plot: index into the candidates */
    double features[PAIR_FEATURE_COUNT];
};

/* Its vectors will be read from end to end soon. */
static void expect_sketch(const struct sketch *k)
{
    const char *begin = (const char *)k, *end = (const char *)(k->items + k->begin[PART_COUNT]);
    for (const char *at = begin; at < end; at += 64)
        __builtin_prefetch(at);
}

static void expect_voice(const struct stream *s, const struct candidate *plots, size_t count, size_t plot, size_t voice)
{
    if (voice == s->plots[plots[plot].plot].voice_count) {
        plot++;
        voice = 0;
    }
    if (plot < count)
        expect_sketch(s->articles[s->plots[plots[plot].plot].voices[voice]].sketch);
}

/* Compares with every voice of every candidate first, because what is alike depends on what else is. */
static size_t compare_voices(struct stream *s, struct sketch *x, const struct candidate *plots, size_t count,
                             struct compared *out)
{
    size_t n = 0;
    struct pair_side side;
    pair_side_make(&side, x);
    x->greatest = 0;
    for (size_t i = 0; i < count; i++) {
        const struct plot *p = &s->plots[plots[i].plot];
        double own = follows_late(s, x, p) ? own_names(s, x, p) : 0;
        for (size_t k = 0; k < p->voice_count; k++, n++) {
            out[n].plot = (uint32_t)i;
            out[n].voice = p->voices[k];
            expect_voice(s, plots, count, i, k + 1);
            pair_compare(&side, s->articles[p->voices[k]].sketch, out[n].features);
            pair_follow(out[n].features, own);
            float body = (float)out[n].features[PAIR_ALL_WORDS];
            x->greatest = body > x->greatest ? body : x->greatest;
        }
    }
    for (size_t i = 0; i < n; i++) {
        const struct sketch *m = s->articles[out[i].voice].sketch;
        double body = out[i].features[PAIR_ALL_WORDS];
        size_t crowd = 0;
        for (size_t k = 0; k < n; k++)
            crowd += out[k].features[PAIR_ALL_WORDS] >= PAIR_NEARLY * body;
        pair_relate(out[i].features, (double)x->greatest, (double)m->greatest,
                    &(struct surroundings){n, crowd, s->background.recent[x->language]});
    }
    return n;
}

static void score_plots(struct stream *s, struct sketch *x, struct candidate *plots, size_t count)
{
    struct compared compared[PLOTS_MAX * STREAM_VOICES_MAX];
    size_t n = compare_voices(s, x, plots, count, compared);
    float least = (float)pair_least_greatest(n);
    s->compared_count = 0;
    for (size_t i = 0; i < n; i++) {
        struct candidate *c = &plots[compared[i].plot];
        double rest = model_rest(compared[i].features), likely = model_with_nearest(rest, compared[i].features[PAIR_NEAREST]);
        c->mean += likely;
        s->compared[s->compared_count++] = (struct link){
            .article = compared[i].voice, .rest = (float)rest, .alike = (float)compared[i].features[PAIR_ALL_WORDS], .least = least};
        if (likely <= c->most)
            continue;
        c->most = likely;
        c->likest = compared[i].voice;
        for (size_t k = 0; k < PAIR_FEATURE_COUNT; k++)
            c->features[k] = compared[i].features[k];
    }
    for (size_t i = 0; i < count; i++)
        plots[i].mean /= (double)s->plots[plots[i].plot].voice_count;
}

size_t candidates_find(struct stream *s, struct sketch *x, struct candidate out[PLOTS_MAX])
{
    struct found nearest[CANDIDATES_MAX + 1];
    size_t near_count = 0, count = 0;
    gather(s, x);
    for (size_t i = 0; i < s->tally.count; i++) {
        const struct tally_slot *held = &s->tally.slots[s->tally.used[i]];
        struct found f = {held->key, held->sum};
        if (near_count == CANDIDATES_MAX && compare_found(&f, &nearest[near_count - 1]) > 0)
            continue;
        size_t at = near_count;
        for (; at && compare_found(&f, &nearest[at - 1]) < 0; at--)
            nearest[at] = nearest[at - 1];
        nearest[at] = f;
        near_count += near_count < CANDIDATES_MAX;
    }
    for (size_t i = 0; i < near_count && count < PLOTS_MAX; i++) {
        uint32_t plot = s->articles[nearest[i].item].plot;
        bool is_new = s->articles[nearest[i].item].sketch->language == x->language;
        for (size_t k = 0; k < count; k++)
            is_new = is_new && out[k].plot != plot;
        if (is_new)
            out[count++] = (struct candidate){.plot = plot, .most = -1};
    }
    score_plots(s, x, out, count);
    qsort(out, count, sizeof *out, compare_candidates);
    return count;
}
