/* timeline.h - private to the brief room: the dated events of a story, in order, at the granularity its sources give.
 *
 * Candidates are the sentences of all reports, background ones too, that can stand alone and whose date is their own
 * (timeline_date.h). Those of one event become one entry: its clearest sentence, with all reports that say the same on that
 * date as its support. What is shown is what the story turns on: many voices, the story's own words, near the top. A
 * report's publication day stands in only for its lead, and only where it says no day itself.
 */
#ifndef NUTGRAF_BRIEF_TIMELINE_H
#define NUTGRAF_BRIEF_TIMELINE_H

#include "brief/facts.h"

/* Fills out->timeline. Needs out->updated and out->sources: entries cite them by article. `m`: what was gathered
 * from the story. `max` 0: the default (20). */
void timeline_write(struct arena *a, const struct story *story, const struct material *m, size_t max, struct brief *out);

#endif
