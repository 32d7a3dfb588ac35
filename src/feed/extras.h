/* extras.h - actions of data/feed/elements.txt for what stands beside the news in a feed: places (GeoRSS, GML), chapters of
 * recordings (Podlove), spans of validity (Dublin Core). */
#ifndef NUTGRAF_FEED_EXTRAS_H
#define NUTGRAF_FEED_EXTRAS_H

#include "feed/build.h"

/* <georss:point>, <gml:Point>: the word's key is the shape's name. Coordinates end up as [longitude, latitude]. */
void place_start(struct builder *b, struct frame *f, const struct element *e);
void place_end(struct builder *b, struct frame *f);
void position_start(struct builder *b, struct frame *f, const struct element *e); /* <gml:pos>, <gml:posList> */
void position_end(struct builder *b, struct frame *f);
void chapters_start(struct builder *b, struct frame *f, const struct element *e);
void chapter_start(struct builder *b, struct frame *f, const struct element *e);
void validity_start(struct builder *b, struct frame *f, const struct element *e);
void validity_end(struct builder *b, struct frame *f);

#endif
