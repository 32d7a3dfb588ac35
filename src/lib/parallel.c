#include "lib/parallel.h"

#include <pthread.h>
#include <stdatomic.h>

enum { THREADS_MAX = 64 };

struct shared {
    void (*work)(void *context, size_t index, unsigned worker);
    void *context;
    size_t count;
    atomic_size_t next;
};

struct worker {
    struct shared *shared;
    unsigned number;
    pthread_t thread;
    int is_started;
};

static void *run(void *argument)
{
    struct worker *w = argument;
    for (size_t i; (i = atomic_fetch_add(&w->shared->next, 1)) < w->shared->count;)
        w->shared->work(w->shared->context, i, w->number);
    return NULL;
}

void parallel_each(unsigned threads, size_t count, void (*work)(void *context, size_t index, unsigned worker),
                   void *context)
{
    struct shared shared = {.work = work, .context = context, .count = count};
    struct worker workers[THREADS_MAX] = {{.shared = &shared}};
    if (threads > THREADS_MAX)
        threads = THREADS_MAX;
    /* A thread that cannot be had is no failure: the others, at least the caller, do its share. */
    for (unsigned i = 1; i < threads && i < count; i++) {
        workers[i] = (struct worker){.shared = &shared, .number = i};
        workers[i].is_started = pthread_create(&workers[i].thread, NULL, run, &workers[i]) == 0;
    }
    run(&workers[0]);
    for (unsigned i = 1; i < threads; i++)
        if (workers[i].is_started)
            pthread_join(workers[i].thread, NULL);
}
