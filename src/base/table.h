/* table.h - memory for large hash tables, zeroed: on huge pages where the system has them. A table that is looked into at
 * random costs a walk of the page tables at nearly every look otherwise. Never NULL (base/arena.h). */
#ifndef NUTGRAF_BASE_TABLE_H
#define NUTGRAF_BASE_TABLE_H

#include <stddef.h>

enum { TABLE_HUGE = 2 * 1024 * 1024 }; /* bytes from which a table is not on the heap */

/* Asks for memory that is wanted soon, many places one after the other: the processor fetches them side by side. A load whose value
 * nobody waits for, and no prefetch instruction: processors drop these where the page's address is not at hand, which
 * it seldom is in a large table. */
static inline void table_expect(const void *p)
{
    (void)*(const volatile char *)p;
}

void *table_create(size_t bytes);
void table_destroy(void *p, size_t bytes); /* as many as it was made with; NULL is fine */

#endif
