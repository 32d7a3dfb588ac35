/* civil.h - civil time: days and moments in the proleptic Gregorian calendar (ISO 8601), no clock and no locale.
 *
 * A day is a count of days from 1970-01-01 (day 0, a Thursday), int32: some 5.8 million years either way. Year 0 is
 * 1 BC, as ISO 8601 counts. A moment is a point in time together with the zone it was written in, because the same
 * second is Thursday in New York and Friday in Seoul. Method: Howard Hinnant, "chrono-compatible low-level date
 * algorithms" (public description).
 */
#ifndef NUTGRAF_BASE_CIVIL_H
#define NUTGRAF_BASE_CIVIL_H

#include "base/str.h"

struct civil {
    int32_t year;
    int month; /* 1-12 */
    int day;   /* 1-31 */
};

struct moment {
    int64_t seconds;        /* since 1970-01-01T00:00Z; when !has_time, midnight of the day in its own zone */
    int32_t offset_minutes; /* of the zone it was written in, east positive; 0 when !has_zone */
    bool is_set;            /* false: no moment is known; everything else is then 0 */
    bool has_time;          /* false: only the day was given */
    bool has_zone;          /* false: the zone was not given, and UTC is assumed */
};

int32_t civil_day(int32_t year, int month, int day); /* month and day may overflow: 2025-14-35 is a day of 2026 */
struct civil civil_of_day(int32_t day);
bool civil_is_leap(int32_t year);
int civil_month_length(int32_t year, int month);
bool civil_exists(int32_t year, int month, int day); /* 31 February does not */
int civil_weekday(int32_t day);                      /* 0 Monday ... 6 Sunday */
int32_t civil_iso_week(int32_t day, int32_t *year);  /* week 1-53 and the year it belongs to */
int32_t civil_week_monday(int32_t year, int32_t week); /* the Monday that begins an ISO week */

/* "2025-10-07", "2025-10-07T14:05[:06[.5]][Z|+02:00|+0200]", a space for the T. False, and *out untouched, for
 * anything else, for days that do not exist and for times like 25:00 (24:00 is the next day's midnight). */
bool moment_parse_iso(struct str s, struct moment *out);
int32_t moment_day(struct moment m);    /* the calendar day in the moment's own zone */
int moment_minute(struct moment m);     /* minutes since that day's midnight */
struct moment moment_of_day(int32_t day);
/* ISO 8601 as it was given: a date when only a date is known, else with seconds and zone ("Z" or "+05:30").
 * `out` has room for MOMENT_TEXT bytes. Empty for a moment that is not set. */
enum { MOMENT_TEXT = 40 };
void moment_format_iso(struct moment m, char out[MOMENT_TEXT]);

#endif
