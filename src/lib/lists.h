/* lists.h - what a site's lists show: a card for each story, in rank order, and who appears in which list. */
#ifndef NUTGRAF_LIB_LISTS_H
#define NUTGRAF_LIB_LISTS_H

#include "render/edition.h"
#include "story/stream.h"

struct arena;

/* The card of a story, copied into `a` so that it outlives its brief. */
void lists_fill_card(struct arena *a, const struct story_record *record, const struct brief *brief, struct moment now,
                     struct card *out);

/* Puts the cards of an edition into rank order and makes its lists by outlet, by topic and of Minority Reports.
 * records[i] is what the stream knows of cards[i]. All lives in `a`. */
void lists_make(struct arena *a, struct edition *edition, const struct story_record *records);

#endif
