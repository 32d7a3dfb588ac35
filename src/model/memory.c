#include "model/memory.h"

#include <stdlib.h>

#include "base/arena.h"

enum { SLOT_BYTES = 64 }; /* what an entry costs beside its text, roughly */

static void forget(struct map *generation)
{
    for (size_t i = 0; i < generation->capacity; i++)
        if (generation->slots[i].key)
            free((char *)(uintptr_t)generation->slots[i].value);
    map_free(generation);
}

bool memory_recall(struct memory *m, struct arena *a, uint64_t key, struct str *out)
{
    const uint64_t *at = map_get(&m->young, key);
    bool is_old = !at;
    if (is_old)
        at = map_get(&m->old, key);
    if (!at)
        return false;
    *out = str_copy(a, str_of((const char *)(uintptr_t)*at));
    if (is_old)
        memory_keep(m, key, *out);
    return true;
}

void memory_keep(struct memory *m, uint64_t key, struct str answer)
{
    if (m->bytes > MEMORY_BYTES) {
        forget(&m->old);
        m->old = m->young;
        m->young = (struct map){0};
        m->bytes = 0;
    }
    uint64_t *slot = map_put(&m->young, key);
    free((char *)(uintptr_t)*slot);
    char *copy = xmalloc(answer.n + 1);
    memcpy(copy, answer.p ? answer.p : "", answer.n);
    copy[answer.n] = '\0';
    *slot = (uint64_t)(uintptr_t)copy;
    m->bytes += answer.n + SLOT_BYTES;
}

void memory_release(struct memory *m)
{
    forget(&m->young);
    forget(&m->old);
    m->bytes = 0;
}
