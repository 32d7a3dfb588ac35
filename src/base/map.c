#include "base/map.h"

#include <stdlib.h>
#include <string.h>

#include "base/table.h"

enum { FEWEST = 16 };
static const uint64_t ZERO = 0x5A65726F4B657921U; /* stands for the key 0 */

static size_t home(const struct map *m, uint64_t key)
{
    key ^= key >> 32;
    key *= 0x9E3779B97F4A7C15U;
    key ^= key >> 29;
    return (size_t)key & (m->capacity - 1);
}

static struct map_slot *probe(const struct map *m, uint64_t key)
{
    size_t i = home(m, key);
    while (m->slots[i].key && m->slots[i].key != key)
        i = (i + 1) & (m->capacity - 1);
    return &m->slots[i];
}

static void widen(struct map *m)
{
    struct map old = *m;
    m->capacity = old.capacity ? old.capacity * 2 : FEWEST;
    m->slots = table_create(m->capacity * sizeof *m->slots);
    for (size_t i = 0; i < old.capacity; i++)
        if (old.slots[i].key)
            *probe(m, old.slots[i].key) = old.slots[i];
    table_destroy(old.slots, old.capacity * sizeof *old.slots);
}

void map_free(struct map *m)
{
    table_destroy(m->slots, m->capacity * sizeof *m->slots);
    *m = (struct map){0};
}

void map_clear(struct map *m)
{
    if (m->count)
        memset(m->slots, 0, m->capacity * sizeof *m->slots);
    m->count = 0;
}

uint64_t *map_get(const struct map *m, uint64_t key)
{
    if (!m->count)
        return NULL;
    struct map_slot *s = probe(m, key ? key : ZERO);
    return s->key ? &s->value : NULL;
}

/* Half full at the most: most look-ups are for what is not there, and end at the first free slot. */
uint64_t *map_put(struct map *m, uint64_t key)
{
    key = key ? key : ZERO;
    if (m->count * 2 >= m->capacity)
        widen(m);
    struct map_slot *s = probe(m, key);
    if (!s->key) {
        *s = (struct map_slot){.key = key};
        m->count++;
    }
    return &s->value;
}

/* Backward-shift deletion (Knuth, TAOCP 6.4 algorithm R): no tombstones, so probes stay short for months. */
bool map_remove(struct map *m, uint64_t key)
{
    if (!m->count)
        return false;
    struct map_slot *s = probe(m, key ? key : ZERO);
    if (!s->key)
        return false;
    size_t hole = (size_t)(s - m->slots), mask = m->capacity - 1;
    for (size_t i = (hole + 1) & mask; m->slots[i].key; i = (i + 1) & mask) {
        size_t from_home = (i - home(m, m->slots[i].key)) & mask;
        if (from_home >= ((i - hole) & mask)) {
            m->slots[hole] = m->slots[i];
            hole = i;
        }
    }
    m->slots[hole].key = 0;
    m->count--;
    return true;
}
