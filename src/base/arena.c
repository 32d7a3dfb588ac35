#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK = 16 * 1024, LARGEST_BLOCK = 4 * 1024 * 1024 };

struct block {
    struct block *next; /* older block */
    size_t size, used;
    alignas(max_align_t) unsigned char bytes[];
};

struct arena {
    struct block *newest;
    size_t held;
};

static _Noreturn void out_of_memory(size_t n)
{
    fprintf(stderr, "nutgraf: out of memory (asked for %zu bytes)\n", n);
    abort();
}

void *xmalloc(size_t n)
{
    void *p = malloc(n ? n : 1);
    if (!p)
        out_of_memory(n);
    return p;
}

void *xcalloc(size_t count, size_t size)
{
    void *p = calloc(count ? count : 1, size ? size : 1);
    if (!p)
        out_of_memory(count * size);
    return p;
}

void *xrealloc(void *p, size_t n)
{
    void *q = realloc(p, n ? n : 1);
    if (!q)
        out_of_memory(n);
    return q;
}

char *xstrdup(const char *s)
{
    size_t n = strlen(s) + 1;
    return memcpy(xmalloc(n), s, n);
}

static struct block *block_create(struct arena *a, size_t size)
{
    struct block *b = xmalloc(sizeof *b + size);
    *b = (struct block){.size = size};
    a->held += sizeof *b + size;
    return b;
}

struct arena *arena_create(void)
{
    struct arena *a = xmalloc(sizeof *a);
    *a = (struct arena){0};
    a->newest = block_create(a, FIRST_BLOCK);
    return a;
}

void arena_destroy(struct arena *a)
{
    if (!a)
        return;
    for (struct block *b = a->newest, *next; b; b = next) {
        next = b->next;
        free(b);
    }
    free(a);
}

void arena_reset(struct arena *a)
{
    while (a->newest->next) {
        struct block *b = a->newest;
        a->newest = b->next;
        a->held -= sizeof *b + b->size;
        free(b);
    }
    a->newest->used = 0;
}

void *arena_alloc(struct arena *a, size_t n)
{
    const size_t align = alignof(max_align_t);
    if (n > SIZE_MAX - 2 * align)
        out_of_memory(n);
    n = (n + align - 1) & ~(align - 1);
    struct block *b = a->newest;
    if (b->size - b->used < n) {
        size_t size = b->size < LARGEST_BLOCK ? b->size * 2 : LARGEST_BLOCK;
        b = block_create(a, size > n ? size : n);
        b->next = a->newest;
        a->newest = b;
    }
    void *p = b->bytes + b->used;
    b->used += n;
    return p;
}

void *arena_zero(struct arena *a, size_t n)
{
    return memset(arena_alloc(a, n), 0, n);
}

size_t arena_bytes(const struct arena *a)
{
    return a->held;
}

void *arena_grow(struct arena *a, void *items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return items;
    size_t wider = *capacity ? *capacity * 2 : 8;
    if (wider > SIZE_MAX / size)
        out_of_memory(SIZE_MAX);
    void *moved = arena_alloc(a, wider * size);
    if (count)
        memcpy(moved, items, count * size);
    *capacity = wider;
    return moved;
}
