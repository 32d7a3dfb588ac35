/* unit.h - private to the brief room: a unit of text and what stands behind it, while it is being made. */
#ifndef NUTGRAF_BRIEF_UNIT_H
#define NUTGRAF_BRIEF_UNIT_H

#include "brief/facts.h"
#include "brief/guard.h"

enum { UNIT_SUPPORT_MAX = 24, UNIT_CITES_MAX = 12 };

/* Adds a span of a source as support, once, and the source as a cite. Beyond UNIT_SUPPORT_MAX spans it adds nothing. */
void unit_cite(struct arena *a, struct unit_text *u, int32_t source, struct span at);
/* All support of `from`, too. */
void unit_cite_all(struct arena *a, struct unit_text *u, const struct unit_text *from);
/* All lines of a fact. */
void unit_cite_fact(struct arena *a, const struct material *m, struct unit_text *u, const struct fact *f);

struct str unit_capital(struct arena *a, struct str s); /* with a capital first letter (ASCII) */

/* Does its support say what the text says (guard.h)? */
bool unit_is_supported(struct arena *a, const struct guard *g, const struct unit_text *u, enum check_form form);

#endif
