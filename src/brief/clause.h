/* clause.h - private to the brief room: where a sentence's subject ends and its main verb stands.
 *
 * English, by word lists and order alone. It gives up rather than guess: a sentence that it does not see through is shown
 * as its source wrote it. */
#ifndef NUTGRAF_BRIEF_CLAUSE_H
#define NUTGRAF_BRIEF_CLAUSE_H

#include "brief/draft.h"

struct clause {
    uint32_t subject, subject_end; /* tokens; what stands between commas in it is still in it */
    uint32_t verb;                 /* the first finite word */
    uint32_t end;                  /* of the sentence's words, before the final mark */
    bool is_many;                  /* the subject is plural */
    bool is_uncertain;             /* one or many: "ten percent of the voters" */
};

/* `first`, `end`: tokens to look at. */
bool clause_find(const struct passage *p, uint32_t first, uint32_t end, struct clause *out);

/* Behind "on Friday", "late Monday night" at k; k where none is there. */
uint32_t clause_behind_day(const struct passage *p, uint32_t k, uint32_t end);

bool clause_is_manner(const struct passage *p, uint32_t token); /* an adverb in "-ly" by its looks */
bool clause_has_word(const struct passage *p, uint32_t token, unsigned list); /* enum word_list; words only */

#endif
