/* said.h - private to the brief room: headings of what somebody says: "Owners Should Release Rules, Limbaugh Says".
 *
 * A claim stays with the one who makes it, so the saying is kept and put behind what is said. Whole quotations are cut only
 * where a clause of theirs ends. */
#ifndef NUTGRAF_BRIEF_SAID_H
#define NUTGRAF_BRIEF_SAID_H

#include "brief/shorten.h"

/* Empty where the sentence is not one that somebody says, the speaker is a pronoun, or no whole clause fits. */
struct str said_heading(struct arena *a, const struct passage *p, const struct sentence *s, uint32_t first, const struct shortening *how);

#endif
