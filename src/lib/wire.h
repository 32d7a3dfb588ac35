/* wire.h - where news comes in: the rounds of fetching, in a thread of their own, so that a slow server never holds up
 * the editor, nor a long edition the fetching.
 *
 * What has come in is in the store before anyone is told of it: the store is the queue between the two. The wire writes
 * through a store of its own beside the editor's (store_open_beside). A failure that passes, such as a full disk, is waited
 * out; the rounds then go on. All functions are the editor's thread's. */
#ifndef NUTGRAF_LIB_WIRE_H
#define NUTGRAF_LIB_WIRE_H

#include "fetch/fetch.h"

struct wire;

struct wire_options {
    struct store *store;        /* the editor's: names the database, and is asked only at the start */
    struct fetch_options fetch; /* but for its store; .event is called from the wire's thread */
    void (*problem)(void *context, const struct status *why); /* from the wire's thread, with fetch.context */
};

/* What has happened since the last wire_take. */
struct wire_report {
    struct fetch_summary fetched; /* of the rounds that ended, summed */
    size_t rounds;                /* that ended */
    bool has_news;                /* something is stored that was not there before, though its round may go on */
    int64_t last_round;           /* when the last one of all ended, seconds since 1970; 0: none yet */
    struct status status;         /* of this moment: why nothing can be stored; STATUS_IO passes, all else is the end */
};

struct status wire_create(const struct wire_options *options, struct wire **out) MUST_CHECK;
/* One round here and now; not once wire_start has been called. */
struct status wire_round(struct wire *w) MUST_CHECK;
/* Rounds as feeds are due, until wire_destroy or options.fetch.stop. */
struct status wire_start(struct wire *w) MUST_CHECK;
/* From the next round on. What it points to must outlive the wire. */
void wire_configure(struct wire *w, const struct config *config, const char *user_agent);
void wire_look(struct wire *w, struct wire_report *out);
void wire_take(struct wire *w, struct wire_report *out); /* the same, and the next account begins */
void wire_destroy(struct wire *w); /* what came in is kept; NULL is fine */

#endif
