/* headline.h - private to the brief room: the page's headline and the sections' headings. */
#ifndef NUTGRAF_BRIEF_HEADLINE_H
#define NUTGRAF_BRIEF_HEADLINE_H

#include "brief/facts.h"
#include "brief/plan.h"

enum { HEADLINE_LONGEST = 110, HEADING_USUAL = 88, HEADING_LONGEST = 100 };

/* Both need the sections' sentences; headings after the headline, which none of them repeats. */
void headline_write(struct arena *a, const struct material *m, const struct plan *plan, struct brief *b);
void headings_write(struct arena *a, const struct material *m, const struct plan *plan, struct brief *b);

#endif
