#include "base/table.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "base/arena.h"

/* To whole huge pages; 0 where the number is too large. */
static size_t rounded(size_t bytes)
{
    return bytes > SIZE_MAX - 2 * TABLE_HUGE ? 0 : (bytes + TABLE_HUGE - 1) / TABLE_HUGE * TABLE_HUGE;
}

void *table_create(size_t bytes)
{
    if (bytes < TABLE_HUGE)
        return xcalloc(bytes, 1);
    /* A huge page more than needed, so that there is an aligned place in it; the edges are given back. */
    size_t size = rounded(bytes);
    char *p = size ? mmap(NULL, size + TABLE_HUGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) : MAP_FAILED;
    if (p == MAP_FAILED) {
        fprintf(stderr, "nutgraf: out of memory: %zu bytes wanted\n", bytes);
        abort();
    }
    size_t before = (TABLE_HUGE - (uintptr_t)p % TABLE_HUGE) % TABLE_HUGE;
    if (before)
        munmap(p, before);
    munmap(p + before + size, TABLE_HUGE - before);
    madvise(p + before, size, MADV_HUGEPAGE); /* advice: what it says is no matter */
    return p + before;
}

void table_destroy(void *p, size_t bytes)
{
    if (p && bytes >= TABLE_HUGE)
        munmap(p, rounded(bytes));
    else
        free(p);
}
