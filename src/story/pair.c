#include "story/pair.h"

#include <math.h>
#include <stdlib.h>

const char *const pair_feature_names[PAIR_FEATURE_COUNT] = {
    "title",      "lead",      "body",           "names",  "name-words",  "numbers", "places",
    "title-lead", "contained", "contained-most", "rarest", "rare-shared", "gap",     "same-outlet",
    "nearest",    "nearest-other", "crowd"};

static const double RARE = 6.5; /* tf-idf from which a shared word counts as rare */

/* Between the third day and the eighth, time alone says no more: stories rest and go on. */
static const double GAP_FULL_DAYS = 3, GAP_REST_DAYS = 8, GAP_DAYS_MAX = 30;
const double PAIR_NEARLY = 0.75;
/* Below, nothing is like it; and the greatest of a few, in a young stream, is not yet great. */
static const double LEAST_GREATEST = 0.1, LEAST_GREATEST_OF_FEW = 0.45, FEW = 12;

static double part_cosine(const struct sketch *a, const struct sketch *b, enum sketch_part part)
{
    return vector_dot(sketch_vector(a, part), sketch_vector(b, part));
}

/* How much of a's (squared) weight lies on terms of b. */
static double contained(struct vector a, struct vector b)
{
    double sum = 0;
    size_t k = 0;
    for (size_t i = 0; i < a.count; i++) {
        while (k < b.count && b.items[k].term < a.items[i].term)
            k++;
        if (k < b.count && b.items[k].term == a.items[i].term)
            sum += (double)a.items[i].weight * (double)a.items[i].weight;
    }
    return sum;
}

struct shared {
    double most; /* tf-idf, the lesser of both sides */
    size_t rare;
};

static struct shared share(const struct sketch *a, const struct sketch *b, enum sketch_part part)
{
    struct vector x = sketch_vector(a, part), y = sketch_vector(b, part);
    struct shared s = {0};
    size_t i = 0, k = 0;
    while (i < x.count && k < y.count) {
        uint32_t p = x.items[i].term, q = y.items[k].term;
        if (p == q) {
            double u = (double)(x.items[i].weight * a->length[part]), v = (double)(y.items[k].weight * b->length[part]);
            double least = u < v ? u : v;
            s.most = least > s.most ? least : s.most;
            s.rare += least >= RARE;
        }
        i += p <= q;
        k += q <= p;
    }
    return s;
}

void pair_compare(const struct sketch *a, const struct sketch *b, double out[PAIR_FEATURE_COUNT])
{
    static const enum sketch_part parts[] = {PART_TITLE, PART_LEAD,    PART_BODY,  PART_NAMES,
                                             PART_WORDS, PART_NUMBERS, PART_PLACES};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        out[PAIR_TITLE + i] = part_cosine(a, b, parts[i]);
    struct vector title_a = sketch_vector(a, PART_TITLE), title_b = sketch_vector(b, PART_TITLE);
    out[PAIR_TITLE_LEAD] = (vector_dot(title_a, sketch_vector(b, PART_LEAD)) +
                            vector_dot(title_b, sketch_vector(a, PART_LEAD))) / 2;
    double x = contained(title_a, sketch_vector(b, PART_BODY)), y = contained(title_b, sketch_vector(a, PART_BODY));
    out[PAIR_CONTAINED] = x < y ? x : y;
    out[PAIR_CONTAINED_MOST] = x < y ? y : x;
    struct shared body = share(a, b, PART_BODY), words = share(a, b, PART_WORDS);
    out[PAIR_RAREST] = words.most / 20;
    out[PAIR_RARE_SHARED] = log(1 + (double)body.rare) / 4;
    double days = fabs((double)a->day - (double)b->day);
    days = days < GAP_DAYS_MAX ? days : GAP_DAYS_MAX;
    out[PAIR_GAP] = (days < GAP_FULL_DAYS ? days : GAP_FULL_DAYS) / GAP_FULL_DAYS +
                    (days > GAP_REST_DAYS ? days - GAP_REST_DAYS : 0);
    out[PAIR_SAME_OUTLET] = a->outlet == b->outlet;
}

static double share_of(double part, double whole, size_t among)
{
    double few = (double)among < FEW ? 1 - (double)among / FEW : 0;
    double least = LEAST_GREATEST + (LEAST_GREATEST_OF_FEW - LEAST_GREATEST) * few;
    whole = whole > part ? whole : part;
    return part / (whole > least ? whole : least);
}

void pair_relate(double features[PAIR_FEATURE_COUNT], double greatest_of_a, double greatest_of_b, size_t crowd,
                 size_t among)
{
    features[PAIR_NEAREST] = share_of(features[PAIR_BODY], greatest_of_a, among);
    features[PAIR_NEAREST_OTHER] = share_of(features[PAIR_BODY], greatest_of_b, among);
    features[PAIR_CROWD] = log(1 + (double)crowd) / 4;
}
