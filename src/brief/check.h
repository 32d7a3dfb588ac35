/* check.h - does the source say so? The one guard of everything that is shown.
 *
 * A wording is compared with its own support spans: numbers (digits or words, with unit and magnitude), dates (as
 * normalised values, so "on Wednesday" may become "Feb. 18"), names, quotations (verbatim), negation and modality,
 * who did what to whom, and the share of content words. The writer's units and pages from anywhere go through the same
 * code. Thread-safe; verdicts live in the given arena.
 */
#ifndef NUTGRAF_BRIEF_CHECK_H
#define NUTGRAF_BRIEF_CHECK_H

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
    CHECK_ROLES,     /* subject and object changed places */
    CHECK_WORDS,     /* too much of it is not in the support */
};

struct check_span {
    const struct analysis *analysis;
    struct span at; /* of the body */
};

enum check_form { CHECK_SENTENCE, CHECK_HEADLINE }; /* headlines capitalise and drop small words */

struct verdict {
    enum check_reason reason;
    struct str why; /* "date: the page says Feb 19; the source says Wednesday, Feb 18"; empty when supported */
};

/* Is `wording` supported by the spans? `date_day`: a civil day the unit is shown under (timeline) or CHECK_NO_DAY. */
#define CHECK_NO_DAY INT32_MIN
struct verdict check_wording(struct arena *a, struct str wording, enum check_form form,
                             const struct check_span *support, size_t support_count);

const char *check_reason_name(enum check_reason reason); /* "date", "number", ... */

#endif
