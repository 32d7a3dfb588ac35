/* changes.h - what changed on a page between two of its versions, for a reader who saw the older one. */
#ifndef NUTGRAF_BRIEF_CHANGES_H
#define NUTGRAF_BRIEF_CHANGES_H

#include "brief/brief.h"

/* Fills now->changes: sentences and timeline entries that are new, that say otherwise than before, or that are gone.
 * `at` is when the newer version was made. In `a`, which must live as long as both. Thread-safe. */
void brief_compare(struct arena *a, const struct brief *was, struct brief *now, struct moment at);

/* Do the two pages say the same: headline, sections, timeline, disagreements, sources? Version and times do not count. */
bool brief_says_same(const struct brief *x, const struct brief *y);

#endif
