#include "brief/timeline_terms.h"

#include <stdlib.h>

#include "base/arena.h"
#include "brief/timeline_date.h"
#include "text/idf.h"

static int compare(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

struct terms timeline_terms(struct arena *a, const struct passage *p, const struct sentence *s, struct span part)
{
    struct terms t = {.items = arena_alloc(a, (s->token_count + 1) * sizeof *t.items)};
    size_t time = timeline_first_time(p, s), n = 0;
    for (uint32_t i = 0; i < s->token_count; i++) {
        const struct token *k = &p->tokens[s->first_token + i];
        while (time < p->time_count && p->times[time].at.end <= k->begin)
            time++;
        bool in_time = time < p->time_count && p->times[time].at.begin <= k->begin;
        if (!in_time && k->kind != TOKEN_PUNCTUATION && !(k->flags & TOKEN_STOP) && k->begin >= s->body_begin && k->begin >= part.begin && k->begin < part.end)
            t.items[t.count++] = k->term;
    }
    qsort(t.items, t.count, sizeof *t.items, compare);
    for (size_t i = 0; i < t.count; i++)
        if (!n || t.items[n - 1] != t.items[i])
            t.items[n++] = t.items[i];
    t.count = n;
    for (size_t i = 0; i < n; i++)
        t.mass += idf_background(t.items[i]);
    return t;
}

static size_t walk(const struct terms *x, const struct terms *y, double *mass)
{
    size_t n = 0;
    for (size_t i = 0, k = 0; i < x->count && k < y->count;) {
        if (x->items[i] < y->items[k]) {
            i++;
        } else if (x->items[i] > y->items[k]) {
            k++;
        } else {
            *mass += idf_background(x->items[i]);
            n++, i++, k++;
        }
    }
    return n;
}

double timeline_terms_shared(const struct terms *x, const struct terms *y)
{
    double mass = 0;
    walk(x, y, &mass);
    return mass;
}

size_t timeline_terms_common(const struct terms *x, const struct terms *y)
{
    double mass = 0;
    return walk(x, y, &mass);
}

double timeline_terms_overlap(const struct terms *x, const struct terms *y)
{
    double smaller = x->mass < y->mass ? x->mass : y->mass;
    return smaller > 0 ? timeline_terms_shared(x, y) / smaller : 0;
}
