/* timeline_date.h - private to the timeline: which date a sentence can be told under.
 *
 * Most dates of a sentence are not the date of what it says: "the 2010 law", "since March", "the treaty signed in 2015".
 * One is taken only where it stands as the adverbial of the main clause (or of what is said there), where its tense fits,
 * and where no other such date contends with it. Too strict rather than wrong. Thread-safe.
 */
#ifndef NUTGRAF_BRIEF_TIMELINE_DATE_H
#define NUTGRAF_BRIEF_TIMELINE_DATE_H

#include "text/analysis.h"

enum date_role {
    DATE_NONE,   /* names, bounds or measures something */
    DATE_ASIDE,  /* of a clause that the main clause leans on */
    DATE_SAYING, /* when it was said */
    DATE_MAIN,
};

struct dating {
    enum date_role role;
    int32_t time;                /* index into the body's times */
    int32_t first_day, last_day;
    enum grain grain;            /* GRAIN_YEAR, GRAIN_MONTH or GRAIN_DAY: a week or season counts as what it lies within */
    uint64_t verb;               /* term of the verb it belongs to, 0 if unknown */
    bool is_planned;             /* ahead of the publication, and told so */
};

/* False where no date of the sentence is its own. `published`: the civil day of publication. */
bool timeline_date_sentence(const struct analysis *x, const struct sentence *s, int32_t published, struct dating *out);

struct reader;

/* Does the expression at index `time` name a time that something could have happened at? Fills date and grain of `d` and the
 * expression's tokens; role, verb and tense are the caller's to find. */
bool timeline_date_stands(const struct reader *r, size_t time, struct dating *d, size_t *first, size_t *last);

/* Does the sentence's first verb tell what has happened? */
bool timeline_tells_past(const struct analysis *x, const struct sentence *s);

/* The first time expression that does not begin before the sentence's text: index into times, up to time_count. */
size_t timeline_first_time(const struct passage *p, const struct sentence *s);

/* "1974", "2025-10", "2025-10-07". */
void timeline_date_text(int32_t first_day, enum grain grain, char out[20]);

#endif
