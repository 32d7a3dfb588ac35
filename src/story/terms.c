#include "story/terms.h"

#include <stdlib.h>

#include "base/arena.h"

enum { SLOTS = 2 * TERMS_MAX, SLOTS_LEAST = 256 };

void terms_begin(struct terms *t, size_t expected)
{
    if (!t->slots || t->round == UINT16_MAX) {
        terms_free(t);
        t->slots = xcalloc(SLOTS, sizeof *t->slots);
        t->items = xcalloc(TERMS_MAX, sizeof *t->items);
    }
    size_t slots = SLOTS_LEAST;
    while (slots < SLOTS && slots < 2 * expected)
        slots *= 2;
    t->mask = slots - 1;
    t->round++;
    t->count = 0;
}

void terms_free(struct terms *t)
{
    free(t->slots);
    free(t->items);
    *t = (struct terms){0};
}

struct term_count *terms_at(struct terms *t, uint32_t term, bool *is_new)
{
    size_t i = (term * UINT64_C(0x9E3779B97F4A7C15) >> 32) & t->mask;
    while (t->slots[i].round == t->round && t->items[t->slots[i].index].term != term)
        i = (i + 1) & t->mask;
    *is_new = t->slots[i].round != t->round;
    if (*is_new) {
        if (t->count == TERMS_MAX || t->count == t->mask)
            return NULL;
        t->slots[i].round = t->round;
        t->slots[i].index = (uint16_t)t->count;
        t->items[t->count++] = (struct term_count){.term = term};
    }
    return &t->items[t->slots[i].index];
}

void terms_weigh(struct terms *t, const struct background *b, size_t language)
{
    for (size_t i = 0; i < t->count; i++)
        background_expect(b, t->items[i].term);
    for (size_t i = 0; i < t->count; i++)
        t->items[i].idf = background_idf(b, language, t->items[i].word, t->items[i].term, t->items[i].floor, &t->items[i].lasting);
}
