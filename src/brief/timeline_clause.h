/* timeline_clause.h - private to the timeline: events that a sentence tells beside its own, cut out of it.
 *
 * "after the yard collapsed in 2008", ", which opened in 1958,", ", built in 1998,", ", and the council approved it in 2019": where
 * subject, verb and date of such a clause are plain, it can stand alone: "The ferry was built in 1998." English, by word lists
 * and order; it gives up rather than guess. Thread-safe.
 */
#ifndef NUTGRAF_BRIEF_TIMELINE_CLAUSE_H
#define NUTGRAF_BRIEF_TIMELINE_CLAUSE_H

#include "brief/timeline_date.h"

enum { TIMELINE_CUTS_MAX = 4 }; /* of one sentence */

struct timeline_cut {
    struct span subject; /* where it stands before the clause; empty where the clause has its own */
    const char *link;    /* " was ", " were " or " ": between subject and clause */
    struct span clause;
    struct dating dating;
    bool is_main;        /* the sentence's own first clause */
    bool goes_on;        /* another is joined to it */
};

/* Gives how many. */
size_t timeline_cut_clauses(const struct analysis *x, const struct sentence *s, int32_t published,
                            struct timeline_cut out[TIMELINE_CUTS_MAX]);

/* The cut as a sentence, its dates said outright where `is_plain` is not set. `year`: the year that needs no saying. */
struct str timeline_word_cut(struct arena *a, const struct analysis *x, const struct sentence *s, const struct timeline_cut *cut,
                             bool is_plain, int32_t year);

#endif
