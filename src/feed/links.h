/* links.h - actions of data/feed/elements.txt for what points elsewhere: links, permanent ids, enclosures, licences, pictures,
 * the program that wrote the feed. */
#ifndef NUTGRAF_FEED_LINKS_H
#define NUTGRAF_FEED_LINKS_H

#include "feed/build.h"

void link_start(struct builder *b, struct frame *f, const struct element *e);
void guid_start(struct builder *b, struct frame *f, const struct element *e);
void guid_end(struct builder *b, struct frame *f);
void enclosure_start(struct builder *b, struct frame *f, const struct element *e);
void license_start(struct builder *b, struct frame *f, const struct element *e);
void license_end(struct builder *b, struct frame *f);
void generator_start(struct builder *b, struct frame *f, const struct element *e);
void generator_end(struct builder *b, struct frame *f);
void resource_start(struct builder *b, struct frame *f, const struct element *e);
void picture_start(struct builder *b, struct frame *f, const struct element *e);
void size_start(struct builder *b, struct frame *f, const struct element *e);
void size_end(struct builder *b, struct frame *f);

#endif
