/* shorten.h - private to the brief room: a sentence's core in headline style.
 *
 * Subject, verb and what fits of the rest: without articles, appositions, days and attributions, in the present tense.
 * Hedge trimming after Dorr, Zajic and Schwartz (2003), "Hedge Trimmer", on word lists instead of a parse. */
#ifndef NUTGRAF_BRIEF_SHORTEN_H
#define NUTGRAF_BRIEF_SHORTEN_H

#include "base/map.h"
#include "brief/draft.h"

struct shortening {
    size_t longest;            /* bytes */
    size_t fewest_words;
    bool keeps_tense;           /* the verb stays as the source has it */
    bool calls_by_surname;      /* each person, without role */
    double *wholeness;          /* out, may be NULL: how much of the sentence's sense its end keeps, 0-1 */
    const struct map *surnames; /* term -> times titles use it alone for a person; NULL: names as they stand */
};

/* An empty string where no well-formed headline comes out. */
struct str shorten_sentence(struct arena *a, const struct passage *p, const struct sentence *s, uint32_t first,
                            const struct shortening *how);
/* The same of the tokens from `first` to `end`, a clause of a sentence. */
struct str shorten_clause(struct arena *a, const struct passage *p, uint32_t first, uint32_t end, const struct shortening *how);
/* A title in headline style, without its label ("Opinion: "), outlet and, where they stand freely, days and articles; empty where
 * nothing is left. `*until`, if not NULL: the last day of the first time left in it that only its day of publication explains
 * ("until Thursday"); INT32_MAX where none is. */
struct str shorten_title(struct arena *a, const struct passage *title, struct str outlet, int32_t *until);
/* Private to shorten.c and titles.c: cuts in a draft. `verb`: the main verb's token, or the first where it is not known. */
void shorten_cut_days(struct draft *d, uint32_t verb, bool is_title);
void shorten_cut_articles(struct draft *d);
int32_t shorten_loose_until(const struct draft *d); /* as `until` of shorten_title */
/* A title that tells rather than asks, addresses the reader or quotes. */
bool shorten_is_plain_title(struct str title);
/* Does it read as a headline: no stranger's pronoun, no dangling end, quotation marks in pairs? */
bool shorten_reads_well(struct str headline);

#endif
