/* parallel.h - the same work on many items, by several threads. */
#ifndef NUTGRAF_LIB_PARALLEL_H
#define NUTGRAF_LIB_PARALLEL_H

#include <stddef.h>

/* Calls `work` once for each index below `count`, in no particular order, and comes back when all are done. `worker`
 * (0 to threads - 1) tells which thread calls, so that each can have memory of its own. 0 and 1 threads: the caller's. */
void parallel_each(unsigned threads, size_t count, void (*work)(void *context, size_t index, unsigned worker),
                   void *context);

#endif
