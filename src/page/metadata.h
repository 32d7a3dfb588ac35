/* metadata.h - title, outlet, byline, times, language, address and picture of a page, from JSON-LD, microdata, Open
 * Graph, <meta> and the visible page, in this order. Everything that is no part of the text. */
#ifndef NUTGRAF_PAGE_METADATA_H
#define NUTGRAF_PAGE_METADATA_H

#include "page/article.h"
#include "page/jsonld.h"

/* Fills all of *out but id, text and kind. `url`: where the page came from, or empty.
 *
 * Times that contradict one another: JSON-LD is believed first, then the order of data/page/fields.txt; a day without a
 * time takes the time and zone of another statement of the same day; published after modified means that a template
 * put the last change there, and the earlier of the two is taken. */
void metadata_read(struct arena *a, const struct markup *m, const struct jsonld *ld, struct str url, struct article *out);

#endif
