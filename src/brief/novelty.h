/* novelty.h - private to the brief room: how much of a sentence a page has not told yet.
 *
 * What is new is measured in names, numbers and words that carry meaning, by what they tell; the days of an event are
 * no news beside it. The told set is a map of terms (text/analysis.h); begin with zeros, end with map_free. */
#ifndef NUTGRAF_BRIEF_NOVELTY_H
#define NUTGRAF_BRIEF_NOVELTY_H

#include "brief/facts.h"

void novelty_tell(struct map *told, const struct line *line);
/* Share of the line's mass that is not told, 0-1. */
double novelty_share(const struct map *told, const struct line *line);
bool novelty_is_quoted(const struct line *line); /* somebody's own words are in it, and more than a few */

#endif
