/* entry.h - an article from a feed's entry: the full content where the feed carries it, else its summary. */
#ifndef NUTGRAF_PAGE_ENTRY_H
#define NUTGRAF_PAGE_ENTRY_H

#include "feed/feed.h"
#include "page/article.h"

/* `entry` is one of feed->entries. STATUS_BAD_INPUT with entry title and line where an entry has neither title nor text. */
struct status entry_article(struct arena *a, const struct feed *feed, const struct feed_entry *entry,
                            const char *where, struct article *out) MUST_CHECK;

#endif
