#include "story/pool.h"

#include <assert.h>

#include "base/table.h"

enum { CHUNK_FIRST = 64 * 1024 };

struct pool_chunk {
    struct pool_chunk *next;
    size_t bytes;
    max_align_t blocks[];
};

static size_t class_of(size_t bytes)
{
    return (bytes + POOL_STEP - 1) / POOL_STEP;
}

/* The first are small: many a stream holds a dozen articles. */
static void widen(struct pool *p)
{
    size_t bytes = CHUNK_FIRST;
    for (size_t i = 0; i < p->chunk_count && bytes < TABLE_HUGE; i++)
        bytes *= 2;
    struct pool_chunk *c = table_create(bytes);
    c->next = p->chunks;
    c->bytes = bytes;
    p->chunks = c;
    p->chunk_count++;
    p->used = offsetof(struct pool_chunk, blocks);
}

void *pool_take(struct pool *p, size_t bytes)
{
    size_t class = class_of(bytes), size = class * POOL_STEP;
    assert(bytes <= POOL_BLOCK_MAX);
    if (p->given[class]) {
        struct pool_free *block = p->given[class];
        p->given[class] = block->next;
        return block;
    }
    if (!p->chunks || p->used + size > p->chunks->bytes)
        widen(p);
    p->used += size;
    return (char *)p->chunks + p->used - size;
}

void pool_give(struct pool *p, void *block, size_t bytes)
{
    struct pool_free *given = block;
    if (!block)
        return;
    given->next = p->given[class_of(bytes)];
    p->given[class_of(bytes)] = given;
}

void pool_end(struct pool *p)
{
    while (p->chunks) {
        struct pool_chunk *c = p->chunks;
        p->chunks = c->next;
        table_destroy(c, c->bytes);
    }
    *p = (struct pool){0};
}

size_t pool_bytes(const struct pool *p)
{
    size_t bytes = 0;
    for (const struct pool_chunk *c = p->chunks; c; c = c->next)
        bytes += c->bytes;
    return bytes;
}
