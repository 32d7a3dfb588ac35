/* config.h - the configuration file: one ini file, every key with a default, a unit and a range
 * (docs/CONFIGURATION.md). Read by libinih, whose settings are global: read configurations from one thread at a time.
 */
#ifndef NUTGRAF_FETCH_CONFIG_H
#define NUTGRAF_FETCH_CONFIG_H

#include "base/buf.h"
#include "fetch/address.h"

struct arena;

struct config_feed {
    struct str url;  /* as written */
    struct str zone; /* of the outlet's calendar, for times in UTC or without a zone; empty: not said */
    size_t line;
};

/* The site of `nutgraf run`. */
struct config_serve {
    const char *host, *title, *address, *token, *webhook; /* NULL: not set, but for the host and the title */
    int64_t port, threads, connections, idle, rate; /* idle: milliseconds */
    int64_t window;                                 /* milliseconds: how far back the lists reach */
    bool images;                                    /* those of articles are fetched and shown */
};

/* The daily e-mail, of `nutgraf digest` or of a running site. */
struct config_digest {
    const char *server, *user, *password, *from, *to; /* NULL: not set */
    const char *zone;                                 /* of `at`; NULL: UTC */
    int64_t at;                                       /* minute of the day at which a running site sends it; -1: never */
    int64_t stories;
};

/* A language model as writer of pages. */
struct config_writer {
    const char *url, *model, *key_file; /* NULL: not set */
    int64_t timeout, requests, reply_bytes, pages_per_round; /* timeout: milliseconds */
    bool json_mode;
};

struct config {
    const char *path;                                      /* of the file, for messages; NULL without one */
    const char *store_path;                                /* relative names start at the file's directory */
    const char *contact, *ca_file;                         /* NULL: not set */
    int64_t connections, connections_per_host, host_delay; /* times in milliseconds */
    int64_t timeout, connect_timeout, slow_bytes, slow_time;
    int64_t feed_bytes, page_bytes, header_bytes, redirects;
    int64_t interval, longest_wait, back_off;
    int64_t pages_per_round;
    int64_t seed;
    bool pages;
    struct config_serve serve;
    struct config_digest digest;
    struct config_writer writer;
    struct address_range *allowed;
    size_t allowed_count;
    struct config_feed *feeds; /* each URL once */
    size_t feed_count;
};

enum { CONFIG_BYTE_LIMIT = 16 * 1024 * 1024, CONFIG_LINE_LIMIT = 10000 };

void config_defaults(struct config *out);
/* Everything lives in `a`. Errors name file and line. */
struct status config_read(struct arena *a, const char *path, struct config *out) MUST_CHECK;
struct status config_parse(struct arena *a, struct str bytes, const char *path, struct config *out) MUST_CHECK;

/* The file's text with the feeds added that it does not have yet: behind its last feed, all else untouched. An empty
 * text becomes the shipped template first. *added says how many. */
struct status config_add_feeds(struct arena *a, struct str bytes, const char *path, const struct str *urls,
                               size_t count, struct buf *out, size_t *added) MUST_CHECK;

#endif
