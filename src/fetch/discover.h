/* discover.h - the feeds that a web page declares (<link rel="alternate" type="application/rss+xml" ...>). */
#ifndef NUTGRAF_FETCH_DISCOVER_H
#define NUTGRAF_FETCH_DISCOVER_H

#include "fetch/url.h"

enum { DISCOVER_LIMIT = 32 }; /* feeds of one page */

/* In the order of the page, each once, absolute, at most DISCOVER_LIMIT. All in `a`. */
size_t discover_feeds(struct arena *a, struct str html, const struct url *page, struct str out[DISCOVER_LIMIT]);
/* Where sites that declare nothing tend to keep their feed (data/feed-places.txt). */
size_t discover_places(struct arena *a, const struct url *page, struct str out[DISCOVER_LIMIT]);

#endif
