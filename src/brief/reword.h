/* reword.h - private to the brief room: a finished page and another writer's words for it (writer.h says by which rules). */
#ifndef NUTGRAF_BRIEF_REWORD_H
#define NUTGRAF_BRIEF_REWORD_H

#include "brief/brief.h"
#include "brief/writer.h"

/* In place. The page stays as it is where the writer has nothing better: it is whole before and after. */
void reword(struct arena *a, const struct story *story, const struct writer *writer, struct brief *b);

#endif
