#include "serve/cache.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"

enum { PLACES = 4096 };

struct feed_place {
    char *target;
    size_t target_n, bytes;
    uint64_t snapshot;
    struct MHD_Response *response;
    char etag[ETAG_BYTES];
};

struct cache {
    pthread_mutex_t lock;
    size_t bytes, byte_limit;
    struct feed_place places[PLACES];
};

struct cache *cache_create(size_t byte_limit)
{
    struct cache *c = xcalloc(1, sizeof *c);
    pthread_mutex_init(&c->lock, NULL);
    c->byte_limit = byte_limit;
    return c;
}

static void clear(struct cache *c, struct feed_place *p)
{
    if (!p->target)
        return;
    MHD_destroy_response(p->response); /* those still being sent keep it */
    free(p->target);
    c->bytes -= p->bytes;
    *p = (struct feed_place){0};
}

void cache_destroy(struct cache *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < PLACES; i++)
        clear(c, &c->places[i]);
    pthread_mutex_destroy(&c->lock);
    free(c);
}

bool cache_send(struct cache *c, struct str target, uint64_t snapshot, struct str etag, struct MHD_Connection *to,
                enum MHD_Result *result, bool *not_modified, char own_etag[ETAG_BYTES])
{
    struct feed_place *p = &c->places[str_hash(target) % PLACES];
    *not_modified = false;
    pthread_mutex_lock(&c->lock);
    bool is_there = p->target && p->snapshot == snapshot && str_eq((struct str){p->target, p->target_n}, target);
    if (is_there) {
        memcpy(own_etag, p->etag, ETAG_BYTES);
        *not_modified = str_eq(etag, str_of(p->etag));
        if (!*not_modified)
            *result = MHD_queue_response(to, MHD_HTTP_OK, p->response);
    }
    pthread_mutex_unlock(&c->lock);
    return is_there;
}

void cache_put(struct cache *c, struct str target, uint64_t snapshot, struct MHD_Response *response, size_t bytes, const char etag[ETAG_BYTES])
{
    struct feed_place *p = &c->places[str_hash(target) % PLACES];
    bytes += target.n + 512; /* what the library holds beside the body */
    pthread_mutex_lock(&c->lock);
    clear(c, p);
    for (size_t i = 0; c->bytes + bytes > c->byte_limit && i < PLACES; i++)
        clear(c, &c->places[i]);
    if (c->bytes + bytes <= c->byte_limit) {
        *p = (struct feed_place){.target = xmalloc(target.n + 1), .target_n = target.n, .bytes = bytes, .snapshot = snapshot, .response = response};
        memcpy(p->target, target.p, target.n);
        memcpy(p->etag, etag, ETAG_BYTES);
        c->bytes += bytes;
    } else {
        MHD_destroy_response(response);
    }
    pthread_mutex_unlock(&c->lock);
}
