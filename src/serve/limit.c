#include "serve/limit.h"

#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/str.h"

/* Addresses share a bucket when their hashes meet: memory is fixed, however many there are. */
enum { BUCKETS = 8192, BURST_SECONDS = 4 };

struct limiter {
    pthread_mutex_t lock;
    unsigned rate;
    struct {
        int64_t at, left; /* thousandths of a request */
    } buckets[BUCKETS];
};

struct limiter *limiter_create(unsigned rate)
{
    struct limiter *l = xcalloc(1, sizeof *l);
    pthread_mutex_init(&l->lock, NULL);
    l->rate = rate;
    return l;
}

void limiter_destroy(struct limiter *l)
{
    if (!l)
        return;
    pthread_mutex_destroy(&l->lock);
    free(l);
}

static uint64_t key_of(const struct sockaddr *from, bool *is_loopback)
{
    *is_loopback = false;
    if (from->sa_family == AF_INET) {
        const struct sockaddr_in *in = (const void *)from;
        *is_loopback = (ntohl(in->sin_addr.s_addr) >> 24) == 127;
        return str_hash((struct str){(const char *)&in->sin_addr, 4});
    }
    if (from->sa_family == AF_INET6) {
        const struct sockaddr_in6 *in = (const void *)from;
        *is_loopback = IN6_IS_ADDR_LOOPBACK(&in->sin6_addr);
        return str_hash((struct str){(const char *)&in->sin6_addr, 8});
    }
    return 0;
}

bool limiter_allows(struct limiter *l, const struct sockaddr *from, int64_t now_ms)
{
    bool is_loopback;
    uint64_t key = from ? key_of(from, &is_loopback) : 0;
    if (!l->rate || !from || is_loopback)
        return true;
    int64_t most = (int64_t)l->rate * BURST_SECONDS * 1000;
    pthread_mutex_lock(&l->lock);
    int64_t *at = &l->buckets[key % BUCKETS].at, *left = &l->buckets[key % BUCKETS].left;
    int64_t passed = *at ? now_ms - *at : INT64_C(3600) * 1000;
    *left += (passed < 0 ? 0 : passed > 3600000 ? 3600000 : passed) * (int64_t)l->rate;
    if (*left > most)
        *left = most;
    *at = now_ms ? now_ms : 1;
    bool is_allowed = *left >= 1000;
    if (is_allowed)
        *left -= 1000;
    pthread_mutex_unlock(&l->lock);
    return is_allowed;
}
