/* network.h - what commands that go to the network share: the clock, the user agent, stopping on a signal. */
#ifndef NUTGRAF_CMD_NETWORK_H
#define NUTGRAF_CMD_NETWORK_H

#include <stdatomic.h>

#include "fetch/fetch.h"

/* Not zero after SIGINT or SIGTERM, once network_begin has been called. */
extern atomic_int network_stop;

/* The clock starts at `now` (seconds since 1970), or at the system's time when it is 0. Signals are caught. */
void network_begin(int64_t now);
/* From now on the clock runs so many times as fast as time does: for tests of months. */
void network_hurry(int64_t times);
int64_t network_now(void *context);
int64_t network_ticks(void);
/* "nutgraf/0.1.0 (news reader; contact: news@example.org)", in `a`. */
const char *network_user_agent(struct arena *a, const char *contact);
bool network_is_url(const char *name); /* what a command line gives: http:// or https:// */
/* One document, with the guards and limits that `nutgraf fetch` has without a configuration. All in `a`. */
struct status network_get(struct arena *a, const char *url, bool is_page, struct response *out) MUST_CHECK;

#endif
