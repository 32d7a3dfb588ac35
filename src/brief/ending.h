/* ending.h - private to the brief room: where a sentence may end without leaving a clause or a phrase open.
 *
 * By word lists and order alone, and in doubt it may not: a clause that has begun is kept whole or left out whole, what a
 * verb of saying governs has its own verb, a verb keeps its object, a noun the phrase that it asks for. */
#ifndef NUTGRAF_BRIEF_ENDING_H
#define NUTGRAF_BRIEF_ENDING_H

#include "brief/clause.h"

struct ending {
    const struct passage *passage;
    struct clause inner; /* the innermost clause that has to be whole: the sentence's, or what is said in it */
    bool is_nested;      /* it is what is said */
    uint32_t group_end;  /* token behind its verb with auxiliaries, adverbs and infinitives */
    bool may_be_bare;    /* nothing need follow the verb */
    uint32_t hard;       /* token: the rest behind it is a clause of its own, an apposition, a list of more */
};

/* False where the sentence is not understood well enough to end anywhere. */
bool ending_open(const struct passage *p, const struct clause *c, struct ending *out);
/* May it end before token k (at most `hard`)? What the draft has cut does not count. */
bool ending_may(const struct ending *e, const struct draft *d, uint32_t k);
/* "and" or "but" with a finite verb behind it: the token of that verb, or 0. */
uint32_t ending_second_verb(const struct passage *p, uint32_t k, uint32_t end);

#endif
