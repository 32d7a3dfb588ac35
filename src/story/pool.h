/* pool.h - blocks of up to a few kilobytes that come and go, side by side on large pages; private to the story room.
 *
 * A report is compared with dozens of others that lie anywhere in memory: with huge pages (base/table.h) that costs a walk of
 * the page tables less for each. What is given back is taken again for blocks of about the same size; the system gets
 * memory back when the pool ends. Start with `struct pool p = {0}`.
 */
#ifndef NUTGRAF_STORY_POOL_H
#define NUTGRAF_STORY_POOL_H

#include <stddef.h>

enum { POOL_STEP = 128, POOL_BLOCK_MAX = 4096 };

struct pool {
    struct pool_chunk *chunks; /* the newest first */
    size_t chunk_count, used;  /* bytes of the newest */
    struct pool_free {
        struct pool_free *next;
    } *given[POOL_BLOCK_MAX / POOL_STEP + 1]; /* by size */
};

void *pool_take(struct pool *p, size_t bytes); /* at most POOL_BLOCK_MAX; not cleared */
void pool_give(struct pool *p, void *block, size_t bytes); /* as many as were taken; NULL is fine */
void pool_end(struct pool *p);
size_t pool_bytes(const struct pool *p); /* held from the system */

#endif
