/* timex.h - time expressions in running text, found and resolved (TIMEX3 of TimeML 1.2.1).
 *
 * Rules are data (data/timex/LANGUAGE.txt); the arithmetic is civil.h's. Works on raw text in one pass, in time
 * proportional to its length. Thread-safe; results live in the given arena, sorted by begin, not overlapping.
 */
#ifndef NUTGRAF_TEXT_TIMEX_H
#define NUTGRAF_TEXT_TIMEX_H

#include "base/civil.h"
#include "base/status.h"
#include "base/str.h"

enum timex_type { TIMEX_DATE, TIMEX_TIME, TIMEX_DURATION, TIMEX_SET };

/* From coarse to fine. A value without an interval (PRESENT_REF, P3D, ...) has GRAIN_NONE. */
enum grain {
    GRAIN_NONE,
    GRAIN_CENTURY,
    GRAIN_DECADE,
    GRAIN_YEAR,
    GRAIN_HALF,
    GRAIN_QUARTER,
    GRAIN_SEASON,
    GRAIN_MONTH,
    GRAIN_WEEK,
    GRAIN_WEEKEND,
    GRAIN_DAY,
    GRAIN_TIME,
};

struct timex {
    struct span at;
    enum timex_type type;
    enum grain grain;
    char value[40];              /* TIMEX3 value: "2025-10-07", "2025-W41", "2025-Q3", "197", "P3D", "PAST_REF" */
    char mod[16];                /* "START", "MID", "END", "APPROX", "" */
    int32_t first_day, last_day; /* civil days denoted, both inclusive; meaningful when has_interval */
    bool has_interval;
    bool is_explicit; /* says its own year (or more): needs no reference date */
    int8_t tense;     /* of the verb that plainly governs it: -1 past, 1 ahead; 0: none does */
    bool looks_back;  /* "the 50th anniversary": when what it recalls happened, not what the sentence tells */
    const char *rule; /* name of the rule that found it (static storage) */
};

struct timex_context {
    struct moment published; /* the document's creation time, with the outlet's zone where known */
    struct str language;     /* BCP 47; empty: English */
};

struct timex_list {
    struct timex *items;
    size_t count;
};

struct status timex_find(struct arena *a, struct str text, const struct timex_context *context,
                         struct timex_list *out) MUST_CHECK;

const char *timex_type_name(enum timex_type type); /* "DATE", ... */

#endif
