/* limit.h - so many requests a second from one address (token buckets). Private to the serve room. Thread-safe. */
#ifndef NUTGRAF_SERVE_LIMIT_H
#define NUTGRAF_SERVE_LIMIT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

struct limiter;

struct limiter *limiter_create(unsigned rate); /* a second, with a burst of four seconds; 0: any number */
void limiter_destroy(struct limiter *l);
/* Loopback addresses are never limited: a reverse proxy speaks for many. An IPv6 network of 64 bits is one address. */
bool limiter_allows(struct limiter *l, const struct sockaddr *from, int64_t now_ms);

#endif
