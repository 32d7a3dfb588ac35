#include "story/vector.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

enum { TALLY_LEAST = 64 };

double vector_dot(struct vector a, struct vector b)
{
    double sum = 0;
    size_t i = 0, k = 0;
    while (i < a.count && k < b.count) {
        uint32_t x = a.items[i].term, y = b.items[k].term;
        if (x == y)
            sum += (double)a.items[i].weight * (double)b.items[k].weight;
        i += x <= y;
        k += y <= x;
    }
    return sum;
}

static int compare_terms(const void *a, const void *b)
{
    const struct weight *x = a, *y = b;
    return x->term < y->term ? -1 : x->term > y->term;
}

/* The heaviest first, of equal ones the lower term: as one number, because comparing two is slow where chance decides. */
static uint64_t heaviest_key(const struct weight *w)
{
    uint32_t bits;
    memcpy(&bits, &w->weight, sizeof bits);
    bits = bits >> 31 ? bits : ~bits & 0x7FFFFFFF; /* IEEE 754: positive ones ascend with their bits, negative ones descend */
    return (uint64_t)bits << 32 | w->term;
}

static int compare_heaviest(const void *a, const void *b)
{
    uint64_t x = heaviest_key(a), y = heaviest_key(b);
    return x < y ? -1 : x > y;
}

static void swap(struct weight *a, struct weight *b)
{
    struct weight held = *a;
    *a = *b;
    *b = held;
}

/* Hoare's quickselect: the `most` heaviest come to the front, in no order. */
static void select_heaviest(struct weight *items, size_t count, size_t most)
{
    ptrdiff_t low = 0, high = (ptrdiff_t)count - 1;
    while (low < high) {
        uint64_t pivot = heaviest_key(&items[low + (high - low) / 2]);
        ptrdiff_t i = low - 1, k = high + 1;
        for (;;) {
            while (heaviest_key(&items[++i]) < pivot)
                continue;
            while (pivot < heaviest_key(&items[--k]))
                continue;
            if (i >= k)
                break;
            swap(&items[i], &items[k]);
        }
        if ((ptrdiff_t)most - 1 <= k)
            high = k;
        else
            low = k + 1;
    }
}

static void insertion_sort(struct weight *items, size_t count, int (*compare)(const void *, const void *))
{
    for (size_t i = 1; i < count; i++) {
        struct weight held = items[i];
        size_t k = i;
        for (; k && compare(&held, &items[k - 1]) < 0; k--)
            items[k] = items[k - 1];
        items[k] = held;
    }
}

/* Terms are hashes: their first byte deals them into buckets of one or two, and little is left to do. */
void vector_sort(struct weight *items, size_t count)
{
    enum { INSERT_MAX = 24, BUCKET_MAX = 256, BUCKET_SHIFT = 24 };
    struct weight dealt[BUCKET_MAX];
    uint16_t ends[BUCKET_MAX + 1] = {0};
    if (count > BUCKET_MAX) {
        qsort(items, count, sizeof *items, compare_terms);
        return;
    }
    if (count > INSERT_MAX) {
        for (size_t i = 0; i < count; i++)
            ends[(items[i].term >> BUCKET_SHIFT) + 1]++;
        for (size_t i = 0; i < BUCKET_MAX; i++)
            ends[i + 1] = (uint16_t)(ends[i + 1] + ends[i]);
        for (size_t i = 0; i < count; i++)
            dealt[ends[items[i].term >> BUCKET_SHIFT]++] = items[i];
        memcpy(items, dealt, count * sizeof *items);
    }
    insertion_sort(items, count, compare_terms);
}

size_t vector_heaviest(struct weight *items, size_t count, size_t most)
{
    if (count > most) {
        select_heaviest(items, count, most);
        count = most;
    }
    insertion_sort(items, count, compare_heaviest);
    return count;
}

size_t vector_finish(struct weight *items, size_t count, size_t most, float *length)
{
    if (length)
        *length = 0;
    if (!count)
        return 0;
    if (count > most) {
        select_heaviest(items, count, most);
        count = most;
    }
    vector_sort(items, count);
    double square = 0;
    for (size_t i = 0; i < count; i++)
        square += (double)items[i].weight * (double)items[i].weight;
    double scale = square > 0 ? 1 / sqrt(square) : 0;
    for (size_t i = 0; i < count; i++)
        items[i].weight = (float)((double)items[i].weight * scale);
    if (length)
        *length = (float)sqrt(square);
    return count;
}

float vector_at(struct vector v, uint32_t term)
{
    size_t low = 0, high = v.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (v.items[middle].term < term)
            low = middle + 1;
        else
            high = middle;
    }
    return low < v.count && v.items[low].term == term ? v.items[low].weight : 0;
}

size_t vector_sum(struct vector a, double factor, struct vector b, struct weight *out)
{
    size_t i = 0, k = 0, n = 0;
    while (i < a.count || k < b.count) {
        if (k == b.count || (i < a.count && a.items[i].term < b.items[k].term)) {
            out[n++] = a.items[i++];
        } else {
            double w = factor * (double)b.items[k].weight;
            if (i < a.count && a.items[i].term == b.items[k].term)
                w += (double)a.items[i++].weight;
            out[n++] = (struct weight){b.items[k++].term, (float)w};
        }
    }
    return n;
}

void tally_begin(struct tally *t, size_t expected)
{
    if (!t->slots || t->round == UINT32_MAX) {
        tally_free(t);
        *t = (struct tally){.slots = xcalloc(TALLY_MAX * 2, sizeof *t->slots), .used = xcalloc(TALLY_MAX, sizeof *t->used)};
    }
    size_t slots = TALLY_LEAST;
    while (slots < TALLY_MAX * 2 && slots < expected * 2)
        slots *= 2;
    t->mask = slots - 1;
    t->round++;
    t->count = 0;
}

void tally_free(struct tally *t)
{
    free(t->slots);
    free(t->used);
    *t = (struct tally){0};
}

double *tally_at(struct tally *t, uint32_t key)
{
    size_t i = (key * UINT64_C(0x9E3779B97F4A7C15) >> 32) & t->mask;
    while (t->slots[i].round == t->round && t->slots[i].key != key)
        i = (i + 1) & t->mask;
    if (t->slots[i].round != t->round) {
        if (t->count > t->mask / 2)
            return NULL;
        t->slots[i] = (struct tally_slot){key, t->round, 0};
        t->used[t->count++] = (uint32_t)i;
    }
    return &t->slots[i].sum;
}
