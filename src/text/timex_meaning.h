/* timex_meaning.h - what a matched rule says, before it is resolved against a reference date; private to the time
 * expressions. Four steps share it: match (tokens -> meanings), compose (neighbours become one), tense, resolve.
 */
#ifndef NUTGRAF_TEXT_TIMEX_MEANING_H
#define NUTGRAF_TEXT_TIMEX_MEANING_H

#include "text/timex_scan.h"

/* The actions of rules, by the names that the data files use (timex_match.c). */
enum timex_kind {
    KIND_DAY,       /* month and day, perhaps a year */
    KIND_DAY_AGAIN, /* a day whose month is the expression's before: "April 24 and 25" */
    KIND_DAY_AHEAD, /* a day whose month is the expression's behind: "3 to 7 May" */
    KIND_WEEKDAY,
    KIND_NTH_WEEKDAY, /* "the first Monday in October" */
    KIND_RELDAY,      /* yesterday */
    KIND_MONTH,
    KIND_YEAR,
    KIND_YEARS, /* 2011-12 */
    KIND_DECADE,
    KIND_CENTURY,
    KIND_QUARTER,
    KIND_HALF,
    KIND_SEASON,
    KIND_HOLIDAY,
    KIND_ANNIVERSARY, /* "the 50th anniversary": the year that it looks back to */
    KIND_WEEK_OF,     /* "the week of March 6" */
    KIND_WEEK_NUMBER, /* "week 41 of 2025" */
    KIND_PERIOD,      /* this, last, next + unit: counted from publication */
    KIND_NARRATIVE,   /* that, the next, the previous + unit: counted from the date the text has reached */
    KIND_OFFSET,      /* "three years ago" */
    KIND_SHIFT,       /* "two days earlier": from the date the text has reached */
    KIND_DURATION,
    KIND_SET,
    KIND_REF,
    KIND_CLOCK,
    KIND_PART,    /* a part of the day */
    KIND_NOTHING, /* looks like a time and is none: takes its words away */
};

enum timex_tense {
    TENSE_PAST = -1,
    TENSE_UNKNOWN = 0,
    TENSE_FUTURE = 1,
    TENSE_FAR_PAST = 2
}; /* far: maybe another's */

struct timex_meaning {
    enum timex_kind kind;
    size_t first, last; /* tokens [first, last) */
    const char *rule;
    int argument; /* of the rule */
    int32_t year, last_year;
    int month, day, weekday, ordinal;
    int dir; /* -1 last, 0 this, 1 next */
    int32_t quantity;
    char unit; /* S M H seconds to hours, D W K(weekend) O(month) Q Y, T ten years, C, L thousand years */
    int hour, minute, second; /* second -1: not said */
    const char *text;         /* of REF, SEASON, HOLIDAY, SETWORD */
    const char *part;         /* MO AF EV NI ... */
    const char *mod;
    bool has_year, has_month, has_day, has_weekday, has_dir, has_clock, has_ordinal, is_vague, has_half, is_bc,
        is_plural;
    bool is_span;     /* counted with "past", "coming": the stretch, not a point */
    bool is_doubtful; /* rests on a doubtful word alone */
    bool is_every;
    bool follows_range; /* "from March 1991 to" stands before it */
    bool is_led;        /* "in" stands before it */
    bool ends_range;    /* ... and nothing but "to" or a dash between the two */
    int8_t year_from;   /* 1: the year is that of publication moved by year_shift; 2: of the narrative */
    int year_shift;
    int week_shift;
    bool has_week_shift;
};

/* The action's number, -1 if there is none of that name. */
int timex_action_of(struct str name);

enum { TIMEX_MEANINGS_MAX = TIMEX_SENTENCE_TOKENS };

/* The meanings of a sentence's tokens, left to right, not overlapping; gives their number. */
size_t timex_match(const struct timex_scanner *s, struct timex_meaning *out);

/* Neighbours that are one expression become one: "9 a.m." + "Tuesday", "third quarter" of "1990". */
size_t timex_compose(const struct timex_scanner *s, struct timex_meaning *m, size_t count);

/* The tense of the verb that governs tokens [first, last). */
enum timex_tense timex_tense_at(const struct timex_scanner *s, size_t first, size_t last, bool *is_sure);

/* Where the text has come to: what relative expressions count from. */
struct timex_reference {
    struct moment published;
    int32_t day;         /* publication's */
    int32_t first, last; /* the date the text has reached; publication's at first */
    enum grain grain;
    int32_t day_reached; /* the last one that was a day: "that day" is not one of "last year" */
    size_t day_reached_in;
    bool has_narrative, is_explicit;
    int32_t quarter; /* the quarter that the text reports on: its first day */
    bool has_quarter;
    size_t quarter_in;  /* number of the sentence */
    size_t year_led_in; /* the sentence that said "in 2016": its days without a year are of that one */
    int32_t year_led;
    size_t sentence, reached_in; /* number of the sentence, and where the date was reached */
};

/* Fills type, grain, value, mod, interval of *out. False: no time expression after all. */
bool timex_resolve(const struct timex_meaning *m, enum timex_tense tense, struct timex_reference *r, struct timex *out);

/* Days and weeks of the calendar (timex_resolve_days.c); timex_resolve hands them on. */
bool timex_resolve_calendar(const struct timex_meaning *m, enum timex_tense tense, const struct timex_reference *r,
                            struct timex *out);
/* The year of something that comes once a year and begins on the given day. */
int32_t timex_nearest_year(const struct timex_meaning *m, enum timex_tense tense, const struct timex_reference *r,
                           int month, int day, int32_t slack);
/* Is the date that the text has reached near enough to count from? The day that it has reached, else publication's. */
bool timex_narrative_holds(const struct timex_reference *r);
bool timex_narrative_has_day(const struct timex_reference *r);
int32_t timex_narrative_day(const struct timex_reference *r, int steps);

/* Holidays, seasons (timex_calendar.c). `rule` as in the data: "fixed:12-25", "easter:-2", "nth:11:4:4",
 * "table:diwali". False when the day is not known for the year. */
bool timex_holiday(const char *rule, int32_t year, int32_t *day);
int32_t timex_nth_weekday(int32_t year, int month, int weekday, int n); /* n -1: the last */

/* Writes value and interval of the period of `grain` that holds `day` (timex_value.c). */
void timex_value_period(struct timex *out, enum grain grain, int32_t day);
/* The first day of the period of a grain that is `steps` after the one that holds `day`. */
int32_t timex_period_step(enum grain grain, int32_t day, int64_t steps);
enum grain timex_unit_grain(char unit);
void timex_value_duration(const struct timex_meaning *m, char out[40]);
void timex_value_set(const struct timex_meaning *m, char out[40]);

#endif
