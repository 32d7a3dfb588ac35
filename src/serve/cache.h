/* cache.h - answers kept ready, by request target, until the next snapshot. Private to the serve room.
 *
 * A fixed number of places, one for each hash: a newer answer takes the place of an older one. Thread-safe. */
#ifndef NUTGRAF_SERVE_CACHE_H
#define NUTGRAF_SERVE_CACHE_H

#include <microhttpd.h>

#include "base/str.h"

struct cache;

struct cache *cache_create(size_t byte_limit);
void cache_destroy(struct cache *c);
/* Puts the answer kept for the target on its way. False where there is none. `etag` (ETAG bytes) is what the client has,
 * or empty: then *not_modified may become true, and nothing is sent. */
enum { ETAG_BYTES = 24 };
bool cache_send(struct cache *c, struct str target, uint64_t snapshot, struct str etag, struct MHD_Connection *to,
                enum MHD_Result *result, bool *not_modified, char own_etag[ETAG_BYTES]);
void cache_put(struct cache *c, struct str target, uint64_t snapshot, struct MHD_Response *response, size_t bytes, const char etag[ETAG_BYTES]);

#endif
