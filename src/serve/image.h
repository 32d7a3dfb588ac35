/* image.h - pictures of articles, fetched for the reader so that no foreign host sees him. Private to the serve room.
 *
 * A thread of its own fetches them through the guarded client of the fetch room (fetch/client.h), bounded in bytes, time,
 * redirects, pixels and number, and asks robots.txt first; requests wait suspended meanwhile, so a slow host keeps no thread of the server. What is kept,
 * failures too, stays in memory within a limit. Only PNG, JPEG, GIF, WebP and AVIF by their first bytes: never SVG, which
 * is a document. Thread-safe, but for create and destroy. */
#ifndef NUTGRAF_SERVE_IMAGE_H
#define NUTGRAF_SERVE_IMAGE_H

#include <microhttpd.h>

#include "base/buf.h"
#include "base/status.h"

struct client_options; /* fetch/client.h, whose requests and responses have the names of ours */

enum {
    IMAGE_BYTE_LIMIT = 2 * 1024 * 1024,   /* of one, decompressed */
    IMAGE_KEPT_BYTES = 48 * 1024 * 1024,  /* of all */
    IMAGE_KEPT = 512,                     /* in number, failures counted */
    IMAGE_WAITING = 64,                   /* to be fetched at once or in line; more are told to come back */
    IMAGE_TIMEOUT_MS = 10000,             /* for one hop */
    IMAGE_REDIRECTS = 3,
    IMAGE_RETRY_MS = 10 * 60 * 1000,      /* a failure counts for so long */
    IMAGE_FRESH_MS = 24 * 60 * 60 * 1000, /* an image counts for so long */
};

struct images;

struct image_options {
    const struct client_options *client; /* whose guard, names and certificates count; limits are those above */
    int64_t (*ticks)(void);              /* milliseconds, never going back */
    void *context;
    void (*problem)(void *context, const struct status *why); /* from the images' thread */
};

struct images *images_create(const struct image_options *options); /* copied; what it points to must outlive it */
/* Resumes all that wait; call it before the daemon is stopped. */
void images_stop(struct images *m);
void images_destroy(struct images *m); /* NULL is fine */

enum image_state { IMAGE_READY, IMAGE_FAILED, IMAGE_UNKNOWN };

/* Copies the image and gives its media type. IMAGE_UNKNOWN: images_wait for it. */
enum image_state images_get(struct images *m, struct str url, struct buf *out, const char **type);
/* Suspends the connection until the image is there or has failed. False, and nothing is suspended, when too many wait or
 * the server is about to stop. */
bool images_wait(struct images *m, struct str url, struct MHD_Connection *who);

struct image_figures {
    size_t fetched, failed, turned_away; /* since the start; turned away: more waited than may */
    size_t bytes, waiting;               /* at this moment */
};
struct image_figures images_figures(struct images *m);

#endif
