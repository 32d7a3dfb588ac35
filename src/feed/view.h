/* view.h - the typed feed (feed.h) read off the records: which of several properties a reader of news goes by. */
#ifndef NUTGRAF_FEED_VIEW_H
#define NUTGRAF_FEED_VIEW_H

#include "feed/build.h"
#include "feed/feed.h"

/* Fills all of *out but encoding and bozo. */
void view_feed(struct arena *a, const struct builder *b, struct feed *out);

#endif
