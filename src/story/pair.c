#include "story/pair.h"

#include <math.h>
#include <string.h>

const char *const pair_feature_names[PAIR_FEATURE_COUNT] = {
    "title",      "lead",      "body", "all-words", "names",  "name-words",  "numbers", "places",
    "title-lead", "contained", "contained-most", "rarest", "rare-shared", "gap", "next-day", "second-day", "other-event", "event-age", "same-outlet",
    "nearest",    "crowd",     "scarce"};

static const double RARE = 6.5; /* tf-idf from which a shared word counts as rare */

/* Between the third day and the eighth, time alone says no more: stories rest and go on. */
static const double EVENT_AGE_MAX = 3;
static const double GAP_FULL_DAYS = 3, GAP_REST_DAYS = 8, GAP_DAYS_MAX = 30, FOLLOWED_AFTER_DAYS = 1.5;
const double PAIR_NEARLY = 0.75;
/* Below, nothing is like it. */
static const double LEAST_GREATEST = 0.05, LEAST_GREATEST_OF_FEW = 0.45, FEW = 12;
static const double LEARNED_AMONG = 45, SCARCE_MAX = 0.5; /* reports of five days: the stream that the weights come from seldom had fewer */

static uint64_t hash_of(uint32_t term)
{
    return term * UINT64_C(0x9E3779B97F4A7C15) >> 20;
}

void pair_side_make(struct pair_side *side, const struct sketch *of)
{
    side->of = of;
    side->count = 0;
    memset(side->filter, 0, sizeof side->filter);
    memset(side->slots, 0, sizeof side->slots);
    for (int part = 0; part < PART_COUNT; part++) {
        struct vector v = sketch_vector(of, (enum sketch_part)part);
        for (size_t i = 0; i < v.count; i++) {
            uint64_t h = hash_of(v.items[i].term);
            size_t at = h % PAIR_SLOTS;
            while (side->slots[at] && side->terms[side->slots[at] - 1].term != v.items[i].term)
                at = (at + 1) % PAIR_SLOTS;
            if (!side->slots[at]) {
                if (side->count == SKETCH_TERMS_MAX) /* sketch_limits together: never */
                    return;
                side->terms[side->count] = (struct pair_term){.term = v.items[i].term};
                side->slots[at] = (uint16_t)++side->count;
                side->filter[h / 64 % (PAIR_FILTER_BITS / 64)] |= UINT64_C(1) << h % 64;
            }
            side->terms[side->slots[at] - 1].weights[part] = v.items[i].weight;
        }
    }
}

/* The term on that side, or NULL. */
static inline const struct pair_term *meet(const struct pair_side *side, uint32_t term)
{
    uint64_t h = hash_of(term);
    if (!(side->filter[h / 64 % (PAIR_FILTER_BITS / 64)] >> h % 64 & 1))
        return NULL;
    for (size_t at = h % PAIR_SLOTS; side->slots[at]; at = (at + 1) % PAIR_SLOTS)
        if (side->terms[side->slots[at] - 1].term == term)
            return &side->terms[side->slots[at] - 1];
    return NULL;
}

static double part_cosine(const struct pair_side *a, const struct sketch *b, enum sketch_part part)
{
    struct vector v = sketch_vector(b, part);
    double sum = 0;
    for (size_t i = 0; i < v.count; i++) {
        const struct pair_term *t = meet(a, v.items[i].term);
        if (t)
            sum += (double)t->weights[part] * (double)v.items[i].weight;
    }
    return sum;
}

/* tf-idf of a shared term, the lesser of both sides. */
static double least_of(const struct pair_side *a, const struct pair_term *t, const struct sketch *b, float weight,
                       enum sketch_part part)
{
    double u = (double)(t->weights[part] * a->of->length[part]), v = (double)(weight * b->length[part]);
    return u < v ? u : v;
}

struct contained {
    double of_a, of_b; /* how much of a title's (squared) weight lies on terms of the other's body */
};

static void compare_titles(const struct pair_side *a, const struct sketch *b, double out[PAIR_FEATURE_COUNT],
                           struct contained *in)
{
    struct vector title = sketch_vector(b, PART_TITLE), lead = sketch_vector(b, PART_LEAD);
    double there = 0, here = 0;
    for (size_t i = 0; i < title.count; i++) {
        const struct pair_term *t = meet(a, title.items[i].term);
        if (!t)
            continue;
        double weight = (double)title.items[i].weight;
        out[PAIR_TITLE] += (double)t->weights[PART_TITLE] * weight;
        there += (double)t->weights[PART_LEAD] * weight;
        in->of_b += t->weights[PART_BODY] > 0 ? weight * weight : 0;
    }
    for (size_t i = 0; i < lead.count; i++) {
        const struct pair_term *t = meet(a, lead.items[i].term);
        if (!t)
            continue;
        double weight = (double)lead.items[i].weight;
        out[PAIR_LEAD] += (double)t->weights[PART_LEAD] * weight;
        here += (double)t->weights[PART_TITLE] * weight;
    }
    out[PAIR_TITLE_LEAD] = (here + there) / 2;
}

static void compare_bodies(const struct pair_side *a, const struct sketch *b, double out[PAIR_FEATURE_COUNT],
                           struct contained *in)
{
    struct vector body = sketch_vector(b, PART_BODY), words = sketch_vector(b, PART_WORDS);
    double rarest = 0;
    size_t rare = 0;
    for (size_t i = 0; i < body.count; i++) {
        const struct pair_term *t = meet(a, body.items[i].term);
        if (!t)
            continue;
        out[PAIR_ALL_WORDS] += (double)t->weights[PART_BODY] * (double)body.items[i].weight;
        in->of_a += (double)t->weights[PART_TITLE] * (double)t->weights[PART_TITLE];
        rare += least_of(a, t, b, body.items[i].weight, PART_BODY) >= RARE;
    }
    for (size_t i = 0; i < words.count; i++) {
        const struct pair_term *t = meet(a, words.items[i].term);
        if (!t)
            continue;
        out[PAIR_WORDS] += (double)t->weights[PART_WORDS] * (double)words.items[i].weight;
        double least = least_of(a, t, b, words.items[i].weight, PART_WORDS);
        rarest = least > rarest ? least : rarest;
    }
    out[PAIR_RAREST] = rarest / 20;
    out[PAIR_RARE_SHARED] = log(1 + (double)rare) / 4;
}

static void compare_events(const struct sketch *a, const struct sketch *b, double out[PAIR_FEATURE_COUNT])
{
    double age = 1;
    if (a->event_day != NO_EVENT_DAY) {
        age = (double)a->day - (double)a->event_day;
        age = age < -1 ? -1 : age > EVENT_AGE_MAX ? EVENT_AGE_MAX : age;
        out[PAIR_OTHER_EVENT] = b->event_day != NO_EVENT_DAY && a->event_day != b->event_day;
    }
    out[PAIR_EVENT_AGE] = age / EVENT_AGE_MAX;
}

void pair_compare(const struct pair_side *a, const struct sketch *b, double out[PAIR_FEATURE_COUNT])
{
    struct contained in = {0};
    memset(out, 0, PAIR_FEATURE_COUNT * sizeof *out);
    compare_titles(a, b, out, &in);
    compare_bodies(a, b, out, &in);
    out[PAIR_BODY] = part_cosine(a, b, PART_FOCUS);
    out[PAIR_NAMES] = part_cosine(a, b, PART_NAMES);
    out[PAIR_NUMBERS] = part_cosine(a, b, PART_NUMBERS);
    out[PAIR_PLACES] = part_cosine(a, b, PART_PLACES);
    out[PAIR_CONTAINED] = in.of_a < in.of_b ? in.of_a : in.of_b;
    out[PAIR_CONTAINED_MOST] = in.of_a < in.of_b ? in.of_b : in.of_a;
    double days = fabs((double)a->of->day - (double)b->day);
    days = days < GAP_DAYS_MAX ? days : GAP_DAYS_MAX;
    out[PAIR_GAP] = (days < GAP_FULL_DAYS ? days : GAP_FULL_DAYS) / GAP_FULL_DAYS +
                    (days > GAP_REST_DAYS ? days - GAP_REST_DAYS : 0);
    out[PAIR_NEXT_DAY] = days == 1;
    out[PAIR_SECOND_DAY] = days == 2;
    compare_events(a->of, b, out);
    out[PAIR_SAME_OUTLET] = a->of->outlet == b->outlet;
}

double pair_least_greatest(size_t among)
{
    double few = (double)among < FEW ? 1 - (double)among / FEW : 0;
    return LEAST_GREATEST + (LEAST_GREATEST_OF_FEW - LEAST_GREATEST) * few;
}

static double share_of(double part, double whole, double least)
{
    whole = whole > part ? whole : part;
    return part / (whole > least ? whole : least);
}

void pair_follow(double features[PAIR_FEATURE_COUNT], double own)
{
    double gap = features[PAIR_GAP] < 1 ? features[PAIR_GAP] : 1;
    if (gap * GAP_FULL_DAYS <= FOLLOWED_AFTER_DAYS)
        return;
    features[PAIR_GAP] -= gap * own;
    features[PAIR_OTHER_EVENT] *= 1 - own;
}

double pair_nearest(double alike, double greatest_of_a, double greatest_of_b, double least_greatest)
{
    return (share_of(alike, greatest_of_a, least_greatest) + share_of(alike, greatest_of_b, least_greatest)) / 2;
}

static double scarcity(double recent)
{
    double times = LEARNED_AMONG / (recent > 1 ? recent : 1);
    double scarce = times > 1 ? log(times) : 0;
    return scarce < SCARCE_MAX ? scarce : SCARCE_MAX;
}

void pair_relate(double features[PAIR_FEATURE_COUNT], double greatest_of_a, double greatest_of_b,
                 const struct surroundings *around)
{
    features[PAIR_NEAREST] = pair_nearest(features[PAIR_ALL_WORDS], greatest_of_a, greatest_of_b, pair_least_greatest(around->among));
    features[PAIR_CROWD] = log(1 + (double)around->crowd) / 4;
    features[PAIR_SCARCE] = scarcity(around->recent);
}
