/* standing.h - private to the brief room: can a sentence stand on a page, away from its article? */
#ifndef NUTGRAF_BRIEF_STANDING_H
#define NUTGRAF_BRIEF_STANDING_H

#include "text/analysis.h"

/* The words of the sentence that can stand alone (without dateline, leading connective), or an empty string. */
struct str standing_text(const struct passage *body, const struct sentence *s);

#endif
