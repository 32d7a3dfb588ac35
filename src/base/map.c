#include "base/map.h"

#include <stdlib.h>
#include <string.h>

#include "base/table.h"

/* Behind the slots stands a byte for each: 0 where it is free, else a few bits of the key's hash. Most look-ups are for what
 * is not there; they end in these bytes, of which a table that is larger than the processor's cache has most at hand. */
enum { FEWEST = 16, TAKEN = 0x80 };
static const uint64_t ZERO = 0x5A65726F4B657921U; /* stands for the key 0 */

static uint64_t mix(uint64_t key)
{
    key ^= key >> 32;
    key *= 0x9E3779B97F4A7C15U;
    return key ^ key >> 29;
}

static size_t table_bytes(size_t capacity)
{
    return capacity * (sizeof(struct map_slot) + 1);
}

static uint8_t *tags_of(const struct map *m)
{
    return (uint8_t *)(m->slots + m->capacity);
}

static uint8_t tag_of(uint64_t mixed)
{
    return (uint8_t)(TAKEN | mixed >> 57);
}

/* The slot that has the key, or the free one where it would stand. */
static inline size_t probe(const struct map *m, uint64_t key)
{
    const uint8_t *tags = tags_of(m);
    const uint64_t mixed = mix(key);
    const uint8_t tag = tag_of(mixed);
    const size_t mask = m->capacity - 1;
    size_t i = (size_t)mixed & mask;
    while (tags[i] && (tags[i] != tag || m->slots[i].key != key))
        i = (i + 1) & mask;
    return i;
}

static void take(struct map *m, size_t i, struct map_slot slot)
{
    m->slots[i] = slot;
    tags_of(m)[i] = tag_of(mix(slot.key));
}

static void widen(struct map *m)
{
    struct map old = *m;
    m->capacity = old.capacity ? old.capacity * 2 : FEWEST;
    m->slots = table_create(table_bytes(m->capacity));
    for (size_t i = 0; i < old.capacity; i++)
        if (old.slots[i].key)
            take(m, probe(m, old.slots[i].key), old.slots[i]);
    table_destroy(old.slots, table_bytes(old.capacity));
}

void map_free(struct map *m)
{
    table_destroy(m->slots, table_bytes(m->capacity));
    *m = (struct map){0};
}

void map_clear(struct map *m)
{
    if (m->count)
        memset(m->slots, 0, table_bytes(m->capacity));
    m->count = 0;
}

uint64_t *map_get(const struct map *m, uint64_t key)
{
    if (!m->count)
        return NULL;
    size_t i = probe(m, key ? key : ZERO);
    return tags_of(m)[i] ? &m->slots[i].value : NULL;
}

/* Half full at the most: so the first free slot is near. */
uint64_t *map_put(struct map *m, uint64_t key)
{
    key = key ? key : ZERO;
    if (m->count * 2 >= m->capacity)
        widen(m);
    size_t i = probe(m, key);
    if (!tags_of(m)[i]) {
        take(m, i, (struct map_slot){.key = key});
        m->count++;
    }
    return &m->slots[i].value;
}

/* Backward-shift deletion (Knuth, TAOCP 6.4 algorithm R): no tombstones, so probes stay short for months. */
bool map_remove(struct map *m, uint64_t key)
{
    if (!m->count)
        return false;
    size_t hole = probe(m, key ? key : ZERO), mask = m->capacity - 1;
    if (!tags_of(m)[hole])
        return false;
    for (size_t i = (hole + 1) & mask; m->slots[i].key; i = (i + 1) & mask) {
        size_t home = (size_t)mix(m->slots[i].key) & mask, from_home = (i - home) & mask;
        if (from_home >= ((i - hole) & mask)) {
            take(m, hole, m->slots[i]);
            hole = i;
        }
    }
    m->slots[hole].key = 0;
    tags_of(m)[hole] = 0;
    m->count--;
    return true;
}
