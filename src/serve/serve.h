/* serve.h - the site over HTTP (libmicrohttpd, a small pool of threads).
 *
 * What is shown comes from two places: the snapshot that the editor published last (lists, ranks), and the store (pages,
 * articles, search), which the server only reads. A snapshot never changes; publishing swaps one pointer.
 *
 * Nothing a client sends reaches a file name, SQL, the search engine's language, or the address of a page: the Host
 * header is ignored, redirects lead only to paths of this site. Headers, bodies, connections and the work for one
 * request are bounded.
 */
#ifndef NUTGRAF_SERVE_SERVE_H
#define NUTGRAF_SERVE_SERVE_H

#include "serve/snapshot.h"
#include "store/stories.h"

struct server;
struct client_options;

struct serve_options {
    const char *host;       /* address to listen at: "127.0.0.1", "::1", "0.0.0.0" */
    uint16_t port;          /* 0: any that is free */
    const char *store_path;
    struct str title;       /* of the site */
    struct str address;     /* where it stands for the world, "https://news.example/"; may be empty */
    const char *token;      /* for admin actions; NULL: there are none */
    unsigned threads;       /* 2 or more */
    unsigned connections;   /* open at once */
    unsigned idle_seconds;  /* a connection that is silent for so long is closed */
    unsigned rate;          /* requests a second and address, with a burst of four seconds; 0: any. Not for loopback */
    const struct client_options *images; /* fetches the articles' images (image.h); NULL: none are shown */
    const char *version;    /* of the program */
    void *context;
    int64_t (*now)(void *context); /* seconds since 1970 */
    int64_t (*ticks)(void);        /* milliseconds, never going back */
    void (*problem)(void *context, const struct status *why); /* from any thread */
};

/* What points into the options must outlive the server. */
struct status server_start(const struct serve_options *options, struct server **out) MUST_CHECK;
void server_stop(struct server *s); /* what is being answered is finished; NULL is fine */
uint16_t server_port(const struct server *s);

/* Takes the snapshot over. From any thread. */
void server_publish(struct server *s, struct snapshot *snapshot);

/* How the rest of the program is, for /health and /metrics. */
struct serve_health {
    bool fetches;            /* feeds are asked at all */
    int64_t held_since;      /* nothing can be stored since; 0: all is well */
    struct status held_why;
    size_t times_held;       /* since the start */
    int64_t last_fetch, last_edition, last_digest; /* ends, seconds since 1970; 0: none since the start */
    size_t units_refused;    /* of pages, left out because their sources do not say them, since the start */
    size_t digests_failed, notes, notes_failed;    /* e-mails, and notes to the webhook, since the start */
};
void server_tell_health(struct server *s, const struct serve_health *health); /* copied; from any thread */

/* Admin actions wait here for the one who may write. */
enum serve_action_kind { ACTION_SAVE_SEARCH, ACTION_DROP_SEARCH };
struct serve_action {
    enum serve_action_kind kind;
    struct str name, query;
};
/* The oldest waiting action, in `a`; false when there is none. */
bool server_take_action(struct server *s, struct arena *a, struct serve_action *out);

#endif
