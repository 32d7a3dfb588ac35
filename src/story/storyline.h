/* storyline.h - what a page may tell of what came before: the first reports of the older stories that a story follows from. */
#ifndef NUTGRAF_STORY_STORYLINE_H
#define NUTGRAF_STORY_STORYLINE_H

#include "story/stream.h"

enum { STORYLINE_STORIES = 3, STORYLINE_REPORTS = 2, STORYLINE_MOST = STORYLINE_STORIES * STORYLINE_REPORTS };

/* The nearest story first; at most STORYLINE_REPORTS of each, the oldest, none of them a copy or an earlier version.
 * Lives in `a`; the strings of out[] do, too. Gives their number. */
size_t storyline_background(const struct stream *s, struct arena *a, const struct story_record *record,
                            struct story_member out[STORYLINE_MOST]);

#endif
