/* notes.h - private to the brief room: what each source alone tells, in one sentence. */
#ifndef NUTGRAF_BRIEF_NOTES_H
#define NUTGRAF_BRIEF_NOTES_H

#include "brief/facts.h"

void notes_write(struct arena *a, const struct material *m, struct brief *b);

#endif
