/* order.h - whether a feed's entries stand in an order that its editors chose, or in order of time. */
#ifndef NUTGRAF_FEED_ORDER_H
#define NUTGRAF_FEED_ORDER_H

#include "feed/feed.h"

/* True where neither the entries' times of publication nor those of their last change follow one another, upwards or
 * downwards, but for a few (an entry that is pinned, a date that was corrected). False also where that cannot be told:
 * fewer than six entries with times, or a sitemap. */
bool order_is_edited(const struct feed *feed);

#endif
