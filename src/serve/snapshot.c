#include "serve/snapshot.h"

#include "base/arena.h"

struct snapshot *snapshot_create(void)
{
    struct arena *a = arena_create();
    struct snapshot *s = arena_zero(a, sizeof *s);
    s->arena = a;
    atomic_init(&s->uses, 1);
    return s;
}

struct snapshot *snapshot_use(struct snapshot *s)
{
    atomic_fetch_add(&s->uses, 1);
    return s;
}

void snapshot_drop(struct snapshot *s)
{
    if (s && atomic_fetch_sub(&s->uses, 1) == 1)
        arena_destroy(s->arena);
}
