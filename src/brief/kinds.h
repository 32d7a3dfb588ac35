/* kinds.h - private to the brief room: what a fact is to its story, by its form: times, tense, who speaks. Thread-safe. */
#ifndef NUTGRAF_BRIEF_KINDS_H
#define NUTGRAF_BRIEF_KINDS_H

#include "brief/facts.h"

/* In the order in which a page tells them. */
enum fact_kind { FACT_HAPPENED, FACT_REACTION, FACT_BACKGROUND, FACT_NEXT, FACT_KINDS };

/* `first_day`: of the story. Background: told by a background report, or of a day well before the story. Next: of a day
 * ahead of its report, or planned. Reaction: what a person says. */
enum fact_kind kinds_of_fact(const struct material *m, const struct fact *f, int32_t first_day);

/* The first day on which the story itself was reported; INT32_MIN where no report has a time. */
int32_t kinds_first_day(const struct material *m);

/* "The announcement came ...", "The council had agreed ...": points to something told or done before. */
bool kinds_leans_back(const struct line *line);

/* "The offer came ...", where its report has spoken of an offer before: the term of what must be known, 0 where there is none. */
uint64_t kinds_term_needed(const struct line *line);

#endif
