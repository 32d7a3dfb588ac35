/* fetch.h - from a configuration to stored articles: feeds that are due, then the pages that entries lack.
 *
 * Polite: conditional requests, a pause between two requests to one host, Retry-After, back-off with jitter, a feed's
 * own ttl, 410 as an end, permanent redirects remembered, robots.txt (RFC 9309) for pages. Safe: see client.h. Lasting:
 * see store.h; an event is reported only after what it tells of is committed.
 *
 * One thread owns a fetch. Nothing here reads a clock: the caller's functions do. */
#ifndef NUTGRAF_FETCH_FETCH_H
#define NUTGRAF_FETCH_FETCH_H

#include <stdatomic.h>

#include "fetch/client.h"
#include "fetch/config.h"
#include "store/store.h"

struct fetch;

enum fetch_result {
    FETCH_UPDATED,      /* a feed with something new or changed in it */
    FETCH_UNCHANGED,    /* not modified, or nothing new in it */
    FETCH_FAILED,       /* `why` says it; tried again later */
    FETCH_GONE,         /* 410: not asked again */
    FETCH_PAGE,         /* a page whose article is stored */
    FETCH_PAGE_FAILED,  /* `why` says it; the summary stays */
    FETCH_PAGE_REFUSED, /* by robots.txt; the summary stays */
    FETCH_ARTICLE,      /* one article: `id` is stored and will not be lost */
    FETCH_NOTE,         /* `why` is worth knowing, nothing failed: an ill-formed feed that could be read */
};

struct fetch_event {
    enum fetch_result result;
    const char *url; /* no credentials */
    const char *id;  /* of FETCH_ARTICLE */
    const char *why;
    size_t new_articles, changed_articles;
    long code;
    bool is_revision; /* of FETCH_ARTICLE */
};

struct fetch_options {
    const struct config *config;
    struct store *store;
    const char *user_agent;
    bool ignores_schedule;             /* ask every feed now, except those gone */
    const atomic_int *stop;           /* not zero: end soon, keeping what came in; may be NULL */
    struct client_network network;
    int64_t (*now)(void *context); /* seconds since 1970 UTC */
    int64_t (*ticks)(void);        /* milliseconds, never going back */
    void *context;
    void (*event)(void *context, const struct fetch_event *event);
    void (*hop)(void *context, const struct client_hop *hop); /* may be NULL */
};

struct fetch_summary {
    size_t feeds, visited, updated, unchanged, failed, gone, not_due;
    size_t new_articles, changed_articles;
    size_t pages, pages_failed, pages_refused;
    size_t connections, most_at_once;
    int64_t next_visit; /* when the next feed is due; 0 when none will ever be */
};

struct fetch *fetch_create(const struct fetch_options *options); /* what it points to must outlive it */
void fetch_destroy(struct fetch *f);
/* One round: every feed that is due, then the pages that are wanted. Fails only when the store does: single feeds that
 * fail are events. */
struct status fetch_round(struct fetch *f, struct fetch_summary *out) MUST_CHECK;

/* One document, for commands that take a URL. The body and the strings of *out live in `a`. STATUS_* also for answers
 * other than 200. */
struct status fetch_one(struct arena *a, const struct fetch_options *options, struct str url, size_t limit,
                        struct response *out) MUST_CHECK;
/* The limits of a configuration, as the client takes them. */
struct client_options fetch_client_options(const struct fetch_options *options);

#endif
