#include "brief/guard_memory.h"

enum { CHAINS = 64, KEPT_MOST = 4096 }; /* a page has some dozens of units */

struct kept {
    struct kept *next;
    uint64_t key;
    struct guard_question question;
    struct verdict verdict;
};

struct guard_memory {
    struct arena *arena;
    struct kept *chains[CHAINS];
    size_t count;
};

struct guard_memory *guard_memory_create(struct arena *a)
{
    struct guard_memory *m = arena_zero(a, sizeof *m);
    m->arena = a;
    return m;
}

static uint64_t key_of(const struct guard_question *q)
{
    uint64_t key = str_hash(q->text) + str_hash(q->date) * 3 + (uint64_t)q->form;
    for (size_t i = 0; i < q->support_count; i++)
        key = (key ^ ((uint64_t)q->support[i].at.begin << 32 | q->support[i].at.end)) * 0x9E3779B97F4A7C15U;
    return key;
}

static bool is_same(const struct guard_question *x, const struct guard_question *y)
{
    bool same = x->form == y->form && x->support_count == y->support_count && str_eq(x->text, y->text) && str_eq(x->date, y->date);
    for (size_t i = 0; same && i < x->support_count; i++)
        same = x->support[i].analysis == y->support[i].analysis && x->support[i].at.begin == y->support[i].at.begin &&
               x->support[i].at.end == y->support[i].at.end;
    return same;
}

const struct verdict *guard_memory_find(const struct guard_memory *m, const struct guard_question *q)
{
    if (!m)
        return NULL;
    uint64_t key = key_of(q);
    for (const struct kept *k = m->chains[key >> 32 & (CHAINS - 1)]; k; k = k->next)
        if (k->key == key && is_same(&k->question, q))
            return &k->verdict;
    return NULL;
}

/* All is copied: whoever asked may go on changing the words. */
void guard_memory_keep(struct guard_memory *m, const struct guard_question *q, struct verdict given)
{
    if (!m || m->count == KEPT_MOST)
        return;
    struct check_span *support = arena_alloc(m->arena, (q->support_count + 1) * sizeof *support);
    if (q->support_count)
        memcpy(support, q->support, q->support_count * sizeof *support);
    struct kept *k = arena_alloc(m->arena, sizeof *k);
    uint64_t key = key_of(q);
    *k = (struct kept){m->chains[key >> 32 & (CHAINS - 1)], key, *q, given};
    k->question.text = str_copy(m->arena, q->text);
    k->question.date = str_copy(m->arena, q->date);
    k->question.support = support;
    m->chains[key >> 32 & (CHAINS - 1)] = k;
    m->count++;
}
