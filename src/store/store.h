/* store.h - what must last: articles with their revisions, and what is known of each feed. SQLite behind one interface.
 *
 * Write-ahead log with synchronous=FULL: when store_commit has returned, what was put survives the end of the process
 * and of the machine's power. A feed's validators are committed together with the articles they stand for, so that no
 * crash can make a server say "not modified" about articles that were never stored.
 *
 * One process writes at a time (a lock file beside the database says which); any number may read. A store belongs to
 * one thread; a second thread of the process that writes, too, has a store of its own beside the first. Times are seconds since 1970 UTC and come from the caller. */
#ifndef NUTGRAF_STORE_STORE_H
#define NUTGRAF_STORE_STORE_H

#include "page/article.h"

struct arena;
struct store;

enum store_mode { STORE_READ, STORE_WRITE }; /* STORE_WRITE makes the database if there is none, and migrates it */

struct status store_open(const char *path, enum store_mode mode, struct store **out) MUST_CHECK;
/* Another writing store on the same database, for another thread. The two take turns: store_begin waits until the other's
 * transaction is at its end, so nobody should wait for anything slow in one. May outlive the first. */
struct status store_open_beside(struct store *first, struct store **out) MUST_CHECK;
void store_close(struct store *s); /* what was not committed is gone */

struct status store_begin(struct store *s) MUST_CHECK;
struct status store_commit(struct store *s) MUST_CHECK;
void store_rollback(struct store *s);

/* From now on, until the next call, queries may take so many steps of SQLite's machine together; what would take more is
 * STATUS_LIMIT. For answering strangers. */
void store_set_patience(struct store *s, int64_t steps);

/* --- articles --- */

enum store_outcome { STORE_NEW, STORE_CHANGED, STORE_KNOWN };

struct store_entry {
    const struct article *article; /* as the feed's entry says it */
    struct str feed;               /* URL of the feed */
    int64_t seen;
    bool wants_page;     /* the entry lacks the body: the page behind it is to be fetched */
    bool is_link_unique; /* no other entry of the document links there: then link and title identify it, too */
};

/* The same entry again is STORE_KNOWN and changes nothing but its place, for a better one (store_each_promoted); one whose words changed is a new revision. `id` (ARTICLE_ID
 * bytes) receives the id under which the article is stored. */
enum { ARTICLE_ID_LIMIT = 512 };
struct status store_put_entry(struct store *s, const struct store_entry *entry, enum store_outcome *outcome,
                              char id[ARTICLE_ID_LIMIT]) MUST_CHECK;

/* The page that an article was waiting for: a revision with the fuller text. */
struct status store_put_page(struct store *s, struct str id, const struct article *page, int64_t seen) MUST_CHECK;
/* The page could not be had: `again` is when to try again, 0 for never. */
struct status store_put_page_failure(struct store *s, struct str id, int64_t again) MUST_CHECK;

struct store_page {
    struct str id, url;
    uint32_t failures;
};
/* The articles whose pages are wanted by `now`, oldest first, at most `most`. */
struct status store_pages_wanted(struct store *s, struct arena *a, int64_t now, size_t most, struct store_page **out,
                                 size_t *count) MUST_CHECK;

struct stored_article {
    struct article article; /* the newest revision */
    struct str feed;
    uint32_t revision; /* from 1 */
    int64_t first_seen, seen;
};
/* All articles in the order in which they first came in. `arena` gives the memory for the next one; `article` says
 * false to stop. */
struct store_reader {
    void *context;
    struct arena *(*arena)(void *context);
    bool (*article)(void *context, const struct stored_article *article);
};
struct status store_each_article(struct store *s, const struct store_reader *reader) MUST_CHECK;
struct status store_get_article(struct store *s, struct arena *a, struct str id, struct stored_article *out,
                                bool *found) MUST_CHECK;
/* All revisions of one article, oldest first. */
struct status store_each_revision(struct store *s, struct str id, const struct store_reader *reader) MUST_CHECK;
struct status store_count_articles(struct store *s, size_t *articles, size_t *revisions) MUST_CHECK;

/* --- feeds --- */

struct stored_feed {
    struct str url;         /* as configured: the key */
    struct str current_url; /* after permanent redirects; empty: as configured */
    struct str etag, last_modified;
    struct str title;
    struct str problem; /* why the last visit failed; empty when it went well */
    int64_t visited, next_visit;
    int64_t ttl_minutes; /* as the feed last declared it: a 304 does not repeat it */
    uint32_t failures; /* in a row */
    bool is_gone;      /* 410: not asked again */
};

/* *found is false, and *out zero but for the URL, for a feed never seen. Strings live in `a`. */
struct status store_get_feed(struct store *s, struct arena *a, struct str url, struct stored_feed *out,
                             bool *found) MUST_CHECK;
struct status store_put_feed(struct store *s, const struct stored_feed *feed) MUST_CHECK;

/* --- robots.txt, kept for a day (RFC 9309, 2.4) --- */

struct stored_robots {
    long code; /* HTTP status; 0: no answer */
    struct str body;
    int64_t fetched;
};
struct status store_get_robots(struct store *s, struct arena *a, struct str origin, struct stored_robots *out,
                               bool *found) MUST_CHECK;
struct status store_put_robots(struct store *s, struct str origin, const struct stored_robots *robots) MUST_CHECK;

#endif
