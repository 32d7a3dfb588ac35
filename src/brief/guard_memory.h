/* guard_memory.h - private to the guard: verdicts that were given before, for the same words with the same support.
 *
 * A page is asked about again when it is whole, and most of its units stand as they did when they were written. Lives in
 * the arena it was made in, verdicts too; belongs to one thread.
 */
#ifndef NUTGRAF_BRIEF_GUARD_MEMORY_H
#define NUTGRAF_BRIEF_GUARD_MEMORY_H

#include "brief/check.h"

struct guard_question {
    struct str text, date; /* date: of a timeline's entry, else empty */
    enum check_form form;
    const struct check_span *support;
    size_t support_count;
};

struct guard_memory;

struct guard_memory *guard_memory_create(struct arena *a);
/* NULL where it was not asked before; `m` may be NULL. */
const struct verdict *guard_memory_find(const struct guard_memory *m, const struct guard_question *q);
void guard_memory_keep(struct guard_memory *m, const struct guard_question *q, struct verdict given);

#endif
