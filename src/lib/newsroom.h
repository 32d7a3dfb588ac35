/* newsroom.h - the editor of a running site: places what came in, writes the pages of stories that changed, keeps every
 * version of them, and makes the snapshots that the server shows.
 *
 * It owns the stream of stories and is the only one to write the store besides fetching (lib/wire.h), whose thread has a
 * store of its own; the two take turns. All functions are one thread's. Analysing and writing pages are shared out to threads, with the same result for any
 * number. What newsroom_update has returned from is committed; after a crash at any moment the next newsroom_open finds
 * the same stories under the same ids.
 */
#ifndef NUTGRAF_LIB_NEWSROOM_H
#define NUTGRAF_LIB_NEWSROOM_H

#include <stdatomic.h>

#include "serve/snapshot.h"
#include "store/stories.h"

struct newsroom;
struct writer;

/* A story whose page is new or says something new. */
struct newsroom_news {
    struct str id, headline, lead;
    uint32_t version; /* 1: a new story */
};

struct newsroom_options {
    struct store *store; /* opened for writing; must outlive the newsroom */
    unsigned threads;
    struct str title, address; /* of the site */
    const struct writer *writer; /* words the pages, too (brief/writer.h); may be NULL */
    int64_t window;            /* seconds: stories with a report in it are in the lists */
    bool in_portions;          /* an update takes in so much at most, and leaves the rest to the next one: more may come in
                                  than can be written, and what is there is to be shown all the same */
    const atomic_int *stop; /* not zero: come to an end soon; may be NULL */
    void *context;
    void (*problem)(void *context, const struct status *why);
    void (*news)(void *context, const struct newsroom_news *news); /* after it is committed; may be NULL */
};

struct newsroom_figures {
    size_t placed, new_stories, merged, split, revised; /* articles, stories, stories, stories, articles */
    size_t pages_written, pages_unchanged;
    size_t units_refused; /* of pages: left out, as their sources do not say them */
    bool has_more; /* in portions: the next update has something to do */
};

/* Reads the stream's state, and places again what was placed after it was saved. */
struct status newsroom_open(const struct newsroom_options *options, struct newsroom **out) MUST_CHECK;
/* Saves the stream's state, unless a failed update has left it ahead of the store. The newsroom is gone in any case. */
struct status newsroom_close(struct newsroom *n) MUST_CHECK;
/* Takes in all that the store holds and is not placed yet, or a portion of it. Fails only when the store does; the newsroom is then to be
 * closed. */
struct status newsroom_update(struct newsroom *n, int64_t now, struct newsroom_figures *out) MUST_CHECK;
/* The lists as they are now. The caller drops it, or publishes it. */
struct status newsroom_snapshot(struct newsroom *n, int64_t now, const struct round_figures *round, struct snapshot **out) MUST_CHECK;

#endif
