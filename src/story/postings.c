/* Lists of what holds a term. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/table.h"
#include "story/vector.h"

enum { POSTINGS_ROOM_FIRST = 3, POSTINGS_ROOM_MAX = 25 };

void postings_free(struct postings *p)
{
    for (size_t i = 0; i < p->capacity; i++)
        if (p->slots[i].count && p->slots[i].room)
            free(p->slots[i].items.many);
    table_destroy(p->slots, p->capacity * sizeof *p->slots);
    *p = (struct postings){0};
}

static struct postings_slot *probe(const struct postings *p, uint32_t term)
{
    size_t i = postings_home(p, term);
    while (p->slots[i].count && p->slots[i].term != term)
        i = (i + 1) & (p->capacity - 1);
    return &p->slots[i];
}

static void widen(struct postings *p)
{
    struct postings old = *p;
    p->capacity = old.capacity ? old.capacity * 2 : 1024;
    p->slots = table_create(p->capacity * sizeof *p->slots);
    for (size_t i = 0; i < old.capacity; i++)
        if (old.slots[i].count)
            *probe(p, old.slots[i].term) = old.slots[i];
    table_destroy(old.slots, old.capacity * sizeof *old.slots);
}

static uint32_t *items_of(struct postings_slot *l)
{
    return l->room ? l->items.many : l->items.few;
}

static uint32_t place_in(const uint32_t *items, uint32_t count, uint32_t item)
{
    uint32_t low = 0, high = count;
    if (high && items[high - 1] < item) /* nearly always: what is new is last */
        return high;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (items[middle] < item)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* False where the list is as long as lists can be. */
static bool make_room(struct postings_slot *l)
{
    if (l->count < (l->room ? UINT32_C(1) << l->room : POSTINGS_FEW))
        return true;
    unsigned room = l->room ? l->room + 1u : POSTINGS_ROOM_FIRST;
    if (room > POSTINGS_ROOM_MAX)
        return false;
    uint32_t *many = xrealloc(l->room ? l->items.many : NULL, ((size_t)1 << room) * sizeof *many);
    if (!l->room)
        memcpy(many, l->items.few, sizeof l->items.few);
    l->items.many = many;
    l->room = room & 63;
    return true;
}

void postings_add(struct postings *p, uint32_t term, uint32_t item)
{
    if (p->count * 3 >= p->capacity * 2)
        widen(p);
    struct postings_slot *l = probe(p, term);
    if (!l->count) {
        *l = (struct postings_slot){.term = term, .count = 1, .items.few = {item}};
        p->count++;
        return;
    }
    uint32_t at = place_in(items_of(l), l->count, item);
    if (at < l->count && items_of(l)[at] == item)
        return;
    if (!make_room(l))
        return;
    uint32_t *items = items_of(l);
    memmove(items + at + 1, items + at, (l->count - at) * sizeof *items);
    items[at] = item;
    l->count++;
}

/* Backward-shift deletion, as in base/map.c. */
static void empty(struct postings *p, struct postings_slot *l)
{
    if (l->room)
        free(l->items.many);
    size_t hole = (size_t)(l - p->slots), mask = p->capacity - 1;
    for (size_t i = (hole + 1) & mask; p->slots[i].count; i = (i + 1) & mask) {
        size_t from_home = (i - postings_home(p, p->slots[i].term)) & mask;
        if (from_home >= ((i - hole) & mask)) {
            p->slots[hole] = p->slots[i];
            hole = i;
        }
    }
    p->slots[hole] = (struct postings_slot){0};
    p->count--;
}

void postings_remove(struct postings *p, uint32_t term, uint32_t item)
{
    struct postings_slot *l = p->count ? probe(p, term) : NULL;
    if (!l || !l->count)
        return;
    uint32_t *items = items_of(l), at = place_in(items, l->count, item);
    if (at == l->count || items[at] != item)
        return;
    if (l->count == 1) {
        empty(p, l);
        return;
    }
    l->count--;
    memmove(items + at, items + at + 1, (l->count - at) * sizeof *items);
}

struct postings_list postings_get(const struct postings *p, uint32_t term)
{
    struct postings_slot *l = p->count ? probe(p, term) : NULL;
    return l && l->count ? (struct postings_list){items_of(l), l->count} : (struct postings_list){0};
}

void postings_renumber(struct postings *p, const uint32_t *numbers)
{
    for (size_t i = 0; i < p->capacity; i++) {
        uint32_t *items = items_of(&p->slots[i]);
        for (uint32_t k = 0; k < p->slots[i].count; k++)
            items[k] = numbers[items[k]];
    }
}
