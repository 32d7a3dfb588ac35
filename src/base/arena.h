/* arena.h - memory that is allocated piece by piece and dropped whole.
 *
 * One arena for each article in flight, one for each page being written. Nothing in an arena is freed singly.
 * Allocation never fails: when the system has no memory left, the process says so and aborts. An arena belongs to one
 * thread at a time.
 */
#ifndef NUTGRAF_BASE_ARENA_H
#define NUTGRAF_BASE_ARENA_H

#include <stddef.h>

struct arena;

struct arena *arena_create(void);
void arena_destroy(struct arena *a); /* NULL is fine */
void arena_reset(struct arena *a);   /* drops everything, keeps the first block for reuse */

/* Memory of n bytes, aligned for any object; `arena_alloc` leaves it as it is, `arena_zero` clears it. */
void *arena_alloc(struct arena *a, size_t n);
void *arena_zero(struct arena *a, size_t n);
size_t arena_bytes(const struct arena *a); /* held from the system */

/* Room for one more element of `size` bytes behind *items: doubles *capacity when count has reached it, by copying
 * (the old place stays in the arena). For arrays that grow: `items = arena_grow(a, items, n, &cap, sizeof *items)`. */
void *arena_grow(struct arena *a, void *items, size_t count, size_t *capacity, size_t size);

/* malloc family for long-lived owners, with the same rule: never NULL. */
void *xmalloc(size_t n);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *p, size_t n);
char *xstrdup(const char *s);

#endif
