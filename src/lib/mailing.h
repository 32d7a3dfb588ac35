/* mailing.h - the daily e-mail: what stands in it, and when it is due. */
#ifndef NUTGRAF_LIB_MAILING_H
#define NUTGRAF_LIB_MAILING_H

#include "fetch/config.h"
#include "lib/deliver.h"
#include "store/stories.h"

/* The message of the 24 hours before `now`, in *out (appended): the stories of most outlets first. Ranks need the stream,
 * which belongs to the running site. STATUS_MISUSE where [digest] lacks an address. */
struct status mailing_compose(struct arena *a, struct store *store, const struct config *c, int64_t now, struct buf *out) MUST_CHECK;
/* How the configuration sends it; the message is the caller's. */
struct deliver_mail mailing_delivery(const struct config *c, struct str message);
/* The last moment up to `now` at which the clocks of [digest] zone showed [digest] at, seconds since 1970. */
int64_t mailing_last_due(const struct config_digest *d, int64_t now);

#endif
