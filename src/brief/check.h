/* check.h - does the source say so? The one guard of everything that is shown.
 *
 * A wording is compared with the sentences that its support spans touch. It may leave out and reorder in the ways that
 * keep the meaning (docs/CHECK.md says which), and may add nothing: numbers (digits or words, with unit, magnitude and
 * bound), dates (as normalised values, so "on Wednesday" may become "Feb. 18"), names, quotations (verbatim), negation,
 * modality, attribution, who did what to whom, and every word that carries meaning. One sentence of the support must say
 * the whole of a clause: a name of one and a number of another do not add up. The writer's units (guard.h) and pages from
 * anywhere (review.h) go through the same code. Thread-safe; verdicts live in the given arena.
 */
#ifndef NUTGRAF_BRIEF_CHECK_H
#define NUTGRAF_BRIEF_CHECK_H

#include "base/arena.h"
#include "text/analysis.h"

enum check_reason {
    CHECK_SUPPORTED,
    CHECK_CITES,     /* none, not a source of the page, or support outside its article */
    CHECK_QUOTATION,
    CHECK_NUMBER,
    CHECK_DATE,
    CHECK_NAME,
    CHECK_NEGATION,
    CHECK_MODALITY,
    CHECK_ATTRIBUTION,
    CHECK_ROLES,     /* who did what to whom: parts changed places, or a part was cut out of another's clause */
    CHECK_WORDS,     /* a word that is not in the support, or of two sentences that say it of different things */
    CHECK_REASON_COUNT
};

struct check_span {
    const struct analysis *analysis;
    struct span at; /* of the body */
};

enum check_form {
    CHECK_SENTENCE,
    CHECK_HEADLINE, /* headlines capitalise, drop small words, and may draw on the titles of what they cite */
    CHECK_VALUE,    /* "18 dead": the value of a claim */
};

struct verdict {
    enum check_reason reason;
    struct str why; /* "the page says Feb 19; the source says Wednesday, Feb 18"; empty when supported */
};

/* Is `wording` supported by the spans? */
struct verdict check_wording(struct arena *a, struct str wording, enum check_form form,
                             const struct check_span *support, size_t support_count);

/* A timeline entry: its wording, and the date it stands under ("1974", "2025-10", "2025-10-07"). The date must be the one
 * that the wording or its support gives the event; where they give none, the day of publication. A date may be coarser
 * than the source's, never finer. */
struct verdict check_entry(struct arena *a, struct str wording, struct str date, const struct check_span *support,
                           size_t support_count);

/* For wordings that come without support: the sentences of the articles that say most of it, best first, at most
 * `limit` of them. Gives their number. */
size_t check_find_support(struct arena *a, struct str wording, const struct analysis *const *articles, size_t article_count,
                          struct check_span *out, size_t limit);

const char *check_reason_name(enum check_reason reason); /* "date", "number", ... */

#endif
