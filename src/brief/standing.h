/* standing.h - private to the brief room: can a sentence stand on a page, away from its article? */
#ifndef NUTGRAF_BRIEF_STANDING_H
#define NUTGRAF_BRIEF_STANDING_H

#include "text/analysis.h"

/* The words of a sentence of the body that can stand alone (without dateline, the title that runs into it, leading connective),
 * or an empty string. Captions, what follows a button, and sentences whose bounds are in doubt cannot. */
struct str standing_text(const struct analysis *x, const struct sentence *s);

#endif
