/* disagreements.h - private to the brief room: the same quantity, at the same time, with different values. */
#ifndef NUTGRAF_BRIEF_DISAGREEMENTS_H
#define NUTGRAF_BRIEF_DISAGREEMENTS_H

#include "brief/facts.h"

/* Fills b->disagreements. A count that grows from report to report is an update and none of them: the facts with its older
 * values lose score, so this comes before the plan. */
void disagreements_write(struct arena *a, struct material *m, struct brief *b);

#endif
