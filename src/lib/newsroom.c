#include "lib/newsroom_inside.h"

#include <stdlib.h>

#include "base/arena.h"

/* Saving writes the whole state: seldom enough to cost little, often enough that a start after a crash is quick. */
enum { SAVE_AFTER = 5000 };

bool newsroom_is_stopped(const struct newsroom *n)
{
    return n->options.stop && *n->options.stop;
}

static struct status save(struct newsroom *n)
{
    struct buf bytes = {0};
    stream_save(n->stream, &bytes);
    struct status s = store_begin(n->store);
    if (is_ok(&s))
        s = store_put_state(n->store, n->sequence, buf_str(&bytes));
    if (is_ok(&s))
        s = store_forget_promoted(n->store, n->promoted_last);
    if (is_ok(&s))
        s = store_commit(n->store);
    if (is_ok(&s))
        n->saved_sequence = n->sequence;
    else
        store_rollback(n->store);
    buf_free(&bytes);
    return s;
}

/* A state that cannot be read is no loss: everything is placed again, from the beginning. */
static struct status load(struct newsroom *n)
{
    struct buf bytes = {0};
    bool found;
    struct status s = store_get_state(n->store, &bytes, &n->saved_sequence, &found);
    if (is_ok(&s) && found) {
        struct status read = stream_load(buf_str(&bytes), "the state of the stream of stories", &n->stream);
        if (!is_ok(&read)) {
            n->options.problem(n->options.context, &read);
            n->stream = NULL;
            n->saved_sequence = 0;
        }
    }
    if (!n->stream)
        n->stream = stream_create();
    stream_forget_closed(n->stream, NEWSROOM_REMEMBERED);
    buf_free(&bytes);
    return s;
}

static void destroy(struct newsroom *n)
{
    stream_destroy(n->stream);
    for (size_t i = 0; i < NEWSROOM_BATCH; i++)
        arena_destroy(n->arenas[i]);
    arena_destroy(n->scratch);
    free(n);
}

struct status newsroom_open(const struct newsroom_options *options, struct newsroom **out)
{
    struct newsroom *n = xcalloc(1, sizeof *n);
    *out = NULL;
    n->options = *options;
    n->store = options->store;
    n->scratch = arena_create();
    for (size_t i = 0; i < NEWSROOM_BATCH; i++)
        n->arenas[i] = arena_create();
    struct status s = load(n);
    if (is_ok(&s))
        s = store_last_sequence(n->store, &n->sequence);
    if (is_ok(&s))
        s = newsroom_replay(n);
    if (is_ok(&s) && n->sequence - n->saved_sequence >= SAVE_AFTER)
        s = save(n);
    if (is_ok(&s))
        *out = n;
    else
        destroy(n);
    return s;
}

struct status newsroom_close(struct newsroom *n)
{
    if (!n)
        return status_ok();
    struct status s = n->sequence != n->saved_sequence && !n->is_ahead ? save(n) : status_ok();
    destroy(n);
    return s;
}

struct status newsroom_update(struct newsroom *n, int64_t now, struct newsroom_figures *out)
{
    n->figures = (struct newsroom_figures){0};
    struct status s = newsroom_place(n, now);
    if (is_ok(&s) && n->sequence - n->saved_sequence >= SAVE_AFTER)
        s = save(n);
    if (is_ok(&s))
        s = newsroom_write(n, now);
    *out = n->figures;
    return s;
}
