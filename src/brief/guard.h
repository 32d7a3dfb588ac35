/* guard.h - may this unit stand on the page? For whoever writes a brief: the check of check.h over a unit_text.
 *
 * Write a unit with its support, ask the guard, and where it says no, fall back to the plain words of the source or drop
 * the unit. Costs some 20 microseconds a unit when the first support is the one that was worded. Thread-safe, but for a
 * guard's memory.
 */
#ifndef NUTGRAF_BRIEF_GUARD_H
#define NUTGRAF_BRIEF_GUARD_H

#include "brief/brief.h"
#include "brief/check.h"

struct guard {
    const struct analysis *const *sources; /* of brief.sources, by index; NULL where the article is not there */
    size_t source_count;
    struct guard_memory *memory; /* of verdicts (guard_memory.h); NULL: each is made anew */
};

/* The guard of a story's page, whose sources are the story's reports in their order. It remembers its verdicts. Lives in `a`,
 * which is then the arena of its verdicts too; belongs to one thread. */
struct guard guard_of_story(struct arena *a, const struct story *story);

struct verdict guard_unit(struct arena *a, const struct guard *g, const struct unit_text *u, enum check_form form);
struct verdict guard_entry(struct arena *a, const struct guard *g, const struct timeline_entry *e);
/* Headline and headings stand on all that stands below them, and on the titles of what that cites. */
struct verdict guard_headline(struct arena *a, const struct guard *g, const struct brief *b);
struct verdict guard_heading(struct arena *a, const struct guard *g, const struct brief *b, size_t section);
/* A source's note: a sentence of the program's own ("Carries the same report as [2].") is held to be true only where it is. */
struct verdict guard_note(struct arena *a, const struct guard *g, const struct brief *b, size_t source);

/* The whole page, in place: what fails is taken out, an unsupported headline is
 * replaced by the first title that stands. Gives how many units were taken out or replaced. */
size_t guard_brief(struct arena *a, const struct guard *g, struct brief *b);

#endif
