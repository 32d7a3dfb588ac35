/* client.h - many HTTP requests at once, each bounded and each guarded (libcurl multi; HTTP/1.1 and 2).
 *
 * The guard stands where the socket is opened: it sees the very address that will be connected to, after resolution, on
 * every hop, so that a name which changes its address between check and connection gains nothing. Redirects are
 * followed here and not by libcurl: each target is a new URL to be read, refused or queued. Proxies from the
 * environment, cookies, .netrc, alternative services and HTTP/0.9 are off.
 *
 * One thread owns a client. Callbacks come from client_run. */
#ifndef NUTGRAF_FETCH_CLIENT_H
#define NUTGRAF_FETCH_CLIENT_H

#include "base/buf.h"
#include "fetch/address.h"
#include "fetch/url.h"

struct client;

/* Where the network begins. Both may be NULL: the system's resolver and sockets. Tests put their own here. */
struct client_network {
    void *context;
    /* Writes the addresses of `host` ("192.0.2.1,2001:db8::1") to `out`; false: no such name. Asked on every hop. */
    bool (*resolve)(void *context, const char *host, char *out, size_t capacity);
    /* A socket for an address that passed the guard, or -1. May put another address in the place of this one. */
    int (*open)(void *context, struct sockaddr *address, unsigned *length);
};

struct client_options {
    const char *user_agent;
    const char *ca_file;                 /* NULL: the system's */
    const struct address_range *allowed; /* beyond the public addresses */
    size_t allowed_count;
    int connections;          /* at once, to all hosts */
    int connections_per_host; /* at once, to one */
    int64_t host_delay_ms;    /* between the beginnings of two requests to one host */
    int64_t timeout_ms;       /* for one hop, from resolution to the last byte */
    int64_t connect_timeout_ms;
    int64_t slow_bytes, slow_seconds; /* fewer bytes a second for so long: given up */
    size_t header_limit;              /* bytes of all heads of one hop */
    int redirect_limit;
    struct client_network network;
    int64_t (*ticks)(void); /* milliseconds of a clock that never goes back */
};

struct response {
    struct status status; /* why there is no answer; OK when a server answered, whatever the code */
    long code;            /* 200, 304, 404, ... 0 without an answer */
    struct str url;       /* where the answer came from, after redirects; no credentials */
    struct str permanent; /* where all redirects up to here were permanent (301, 308); empty without one */
    struct str body;      /* decompressed */
    struct str content_type, charset, etag, last_modified, retry_after;
    struct str
        moved; /* the next hop, when request.returns_redirects and the answer is a redirect that may be followed */
    int redirects;
};

/* One hop as it went over the wire, for a log of what was asked of whom. */
struct client_hop {
    struct str url;
    const char *address;            /* connected to, or "" */
    struct str etag, last_modified; /* validators sent */
    long code;
    size_t body_bytes, header_bytes;
    int64_t began_ms, took_ms;
    const struct status *status;
};

struct request {
    const struct url *url;          /* copied */
    struct str accept;              /* copied; empty: anything */
    struct str etag, last_modified; /* copied; sent back if not empty */
    size_t body_limit;              /* bytes after decompression */
    bool returns_redirects;         /* a redirect is the answer: the caller decides whether to follow */
    bool cuts_body;                 /* at the limit, what came so far is the answer */
    void *context;
    /* Exactly one of the two is called; the response is valid during the call. */
    void (*done)(void *context, const struct response *response);
    void (*dropped)(void *context); /* by client_drop or client_destroy; may be NULL */
};

struct client *client_create(const struct client_options *options); /* copied; what it points to must outlive it */
void client_destroy(struct client *c);                              /* drops what is under way */
void client_drop(struct client *c);                                 /* everything that is queued or under way */
void client_get(struct client *c, const struct request *request);
/* Lets things happen for up to `wait_ms`; gives the number of requests that are not done yet. */
size_t client_run(struct client *c, int wait_ms);
void client_on_hop(struct client *c, void *context, void (*hop)(void *context, const struct client_hop *hop));
/* New connections opened since creation, and the most requests that were under way at once. */
void client_count(const struct client *c, size_t *connections, size_t *most);

#endif
