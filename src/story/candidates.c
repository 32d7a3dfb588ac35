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
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return x->plot < y->plot ? -1 : x->plot > y->plot;
}

struct key_list {
    struct postings_list list;
    uint32_t key;
};

static int compare_lists(const void *a, const void *b)
{
    const struct key_list *x = a, *y = b;
    if (x->list.count != y->list.count)
        return x->list.count < y->list.count ? -1 : 1;
    return x->key < y->key ? -1 : x->key > y->key;
}

/* The rarest keys first, until the budget is spent; of a list that does not fit, the newest. */
static void gather(struct stream *s, const struct sketch *x)
{
    struct key_list lists[SKETCH_KEYS_MAX];
    for (size_t i = 0; i < x->key_count; i++)
        lists[i] = (struct key_list){postings_get(&s->by_key, x->keys[i]), x->keys[i]};
    qsort(lists, x->key_count, sizeof *lists, compare_lists);
    size_t budget = POSTINGS_BUDGET;
    tally_begin(&s->tally, POSTINGS_BUDGET * 4);
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

static void score_plot(const struct stream *s, const struct sketch *x, struct candidate *c)
{
    const struct plot *p = &s->plots[c->plot];
    double sum = 0;
    c->most = -1;
    for (size_t i = 0; i < p->voice_count; i++) {
        double features[PAIR_FEATURE_COUNT];
        pair_compare(x, s->articles[p->voices[i]].sketch, features);
        double likely = model_pair(features);
        sum += likely;
        if (likely <= c->most)
            continue;
        c->most = likely;
        c->likest = p->voices[i];
        for (size_t k = 0; k < PAIR_FEATURE_COUNT; k++)
            c->features[k] = features[k];
    }
    double blend = model_setting(MODEL_BLEND);
    c->mean = sum / (double)p->voice_count;
    c->score = blend * c->most + (1 - blend) * c->mean;
}

size_t candidates_find(struct stream *s, const struct sketch *x, struct candidate out[PLOTS_MAX])
{
    struct found nearest[CANDIDATES_MAX + 1];
    size_t near_count = 0, count = 0;
    gather(s, x);
    for (size_t i = 0; i < s->tally.count; i++) {
        struct found f = {s->tally.keys[i], *tally_at(&s->tally, s->tally.keys[i])};
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
        if (!is_new)
            continue;
        out[count] = (struct candidate){.plot = plot};
        score_plot(s, x, &out[count++]);
    }
    qsort(out, count, sizeof *out, compare_candidates);
    return count;
}

double candidates_plots(const struct stream *s, const struct plot *a, const struct plot *b)
{
    double sum = 0;
    for (size_t i = 0; i < a->voice_count; i++) {
        for (size_t k = 0; k < b->voice_count; k++) {
            double features[PAIR_FEATURE_COUNT];
            pair_compare(s->articles[a->voices[i]].sketch, s->articles[b->voices[k]].sketch, features);
            sum += model_pair(features);
        }
    }
    return a->voice_count && b->voice_count ? sum / ((double)a->voice_count * (double)b->voice_count) : 0;
}
