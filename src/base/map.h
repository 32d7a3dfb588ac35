/* map.h - hash map from a 64-bit key to a 64-bit value. Open addressing with linear probing; keys are expected to be
 * hashes already (str_hash) or small integers, and are mixed once more. Iteration order is not defined: whoever needs
 * an order sorts. Start with `struct map m = {0}`, end with map_free. */
#ifndef NUTGRAF_BASE_MAP_H
#define NUTGRAF_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct map_slot {
    uint64_t key, value; /* key 0: nothing is here; the key 0 itself is held as a number that no hash comes to */
};

struct map {
    struct map_slot *slots;
    size_t count, capacity; /* capacity: a power of two, or 0 */
};

void map_free(struct map *m);
void map_clear(struct map *m); /* empty, memory kept */
/* The value's place, for reading or writing until the next map_put or map_remove; NULL if the key is not there. */
uint64_t *map_get(const struct map *m, uint64_t key);
/* The value's place, made with 0 if the key is new. */
uint64_t *map_put(struct map *m, uint64_t key);
bool map_remove(struct map *m, uint64_t key);

#endif
