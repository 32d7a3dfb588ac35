/* Days and weeks of the calendar: which day "May 3", "Wednesday", "Easter" or "the first Monday in October" is. What
 * says no year, month or week is taken near to publication, by the tense of the verb. */
#include <stdio.h>

#include "text/timex_meaning.h"

/* How many sentences a date may lie behind for "a year earlier" or "that day" to count from it. */
enum { NARRATIVE_SENTENCES = 3, LUNAR_MONTH_DAYS = 30 };
#define LUNAR_MONTH "islamic:9:1"

static void write_day(struct timex *out, int32_t day)
{
    timex_value_period(out, GRAIN_DAY, day);
}

static int32_t year_of(int32_t day)
{
    return civil_of_day(day).year;
}

bool timex_narrative_holds(const struct timex_reference *r)
{
    return r->has_narrative && r->sentence - r->reached_in <= NARRATIVE_SENTENCES;
}

bool timex_narrative_has_day(const struct timex_reference *r)
{
    return r->grain >= GRAIN_WEEK || (r->day_reached_in && r->sentence - r->day_reached_in <= NARRATIVE_SENTENCES);
}

int32_t timex_narrative_day(const struct timex_reference *r, int steps)
{
    if (!timex_narrative_holds(r))
        return r->day;
    if (r->grain >= GRAIN_WEEK) /* "the following day" is that after a weekend */
        return steps > 0 ? r->last : r->first;
    return timex_narrative_has_day(r) ? r->day_reached : r->day;
}

/* The year of something that comes once a year, begun on the day given by month and day, when none is said: by tense,
 * else the nearest, the past one when in doubt. `now` counts as past and as future. */
int32_t timex_nearest_year(const struct timex_meaning *m, enum timex_tense tense, const struct timex_reference *r,
                           int month, int day, int32_t slack)
{
    int32_t now = r->day, y = year_of(now);
    if (m->year_from == 1)
        return y + m->year_shift;
    if (m->year_from == 2)
        return year_of(timex_narrative_holds(r) ? r->first : now) + m->year_shift;
    if (m->has_dir && m->dir == 0)
        return y;
    if (!m->has_dir && m->follows_range && r->is_explicit && r->has_narrative && year_of(r->first) != y)
        return year_of(r->first); /* "from March 1991 to June" */
    if (!m->has_dir && m->follows_range && r->has_narrative && r->grain >= GRAIN_MONTH) { /* "May 3 to June 7" */
        int32_t begun = year_of(r->first);
        return civil_day(begun, month, day) < r->first ? begun + 1 : begun;
    }
    if (!m->has_dir && r->year_led_in == r->sentence && tense != TENSE_FUTURE && r->year_led <= y)
        return r->year_led; /* "in 2016 he left on Dec. 3" */
    int32_t last_begin = 0, last_year = y + 1;
    for (int32_t k = y + 1; k >= y - 1; k--) { /* the latest that is not later than now */
        last_begin = civil_day(k, month, day);
        last_year = k;
        if (last_begin <= now)
            break;
    }
    bool covers_now = last_begin + slack >= now;
    if (m->has_dir && m->dir < 0)
        return covers_now ? last_year - 1 : last_year;
    if (m->has_dir)
        return last_year + 1;
    if (covers_now)
        return last_year;
    int32_t next_begin = civil_day(last_year + 1, month, day);
    int32_t since = now - last_begin, until = next_begin - now;
    if (tense == TENSE_PAST)
        return until < 14 && since > 350 ? last_year + 1 : last_year;
    if (tense == TENSE_FUTURE && until < 300)
        return last_year + 1;
    return tense == TENSE_FAR_PAST ? last_year + (until * 3 < since) : last_year + (until * 4 < since * 3);
}

/* "on the 15th": of the month that makes it the last such day, or with a future verb the next. */
static bool resolve_day_of_month(int day, enum timex_tense tense, const struct timex_reference *r, struct timex *out)
{
    struct civil now = civil_of_day(r->day);
    int step = tense == TENSE_FUTURE ? 1 : -1;
    for (int k = 0, month = now.month; k < 4; k++, month += step) {
        int32_t first = civil_day(now.year, month, 1), at = first + day - 1;
        bool is_past = at <= r->day;
        if (civil_of_day(at).month == civil_of_day(first).month && (at == r->day || is_past == (step < 0))) {
            write_day(out, at);
            return true;
        }
    }
    return false;
}

/* "the Sept. 11 attacks": a rule names the one day that is meant, as 20010911. */
static bool is_known_day(const struct timex_meaning *m, int day)
{
    return !m->has_year && m->argument > 9999 && m->month == m->argument / 100 % 100 && day == m->argument % 100;
}

static bool resolve_day(const struct timex_meaning *m, enum timex_tense tense, const struct timex_reference *r,
                        struct timex *out)
{
    int day = m->has_day ? m->day : m->ordinal;
    int32_t year = m->year;
    if (!m->has_month)
        return resolve_day_of_month(day, tense, r, out);
    if (m->is_bc)
        year = 1 - year;
    if (is_known_day(m, day)) {
        year = m->argument / 10000;
    } else if (!m->has_year) {
        year = timex_nearest_year(m, tense, r, m->month, day, 0);
        if (m->month == 2 && day == 29) /* a leap day is of the nearest leap year */
            for (int k = 0; k < 8 && !civil_is_leap(year); k++)
                year += tense == TENSE_FUTURE ? 1 : -1;
    }
    if (!civil_exists(year, m->month, day))
        return false;
    write_day(out, civil_day(year, m->month, day));
    out->is_explicit = m->has_year;
    return true;
}

static bool resolve_day_again(const struct timex_meaning *m, const struct timex_reference *r, struct timex *out)
{
    struct civil c = civil_of_day(r->first);
    if (!r->has_narrative || r->grain != GRAIN_DAY || !civil_exists(c.year, c.month, m->day))
        return false;
    write_day(out, civil_day(c.year, c.month, m->day));
    return true;
}

static bool resolve_weekday(const struct timex_meaning *m, enum timex_tense tense, const struct timex_reference *r,
                            struct timex *out)
{
    int32_t now = r->day, monday = now - civil_weekday(now);
    int ahead = (m->weekday - 1 - civil_weekday(now) + 7) % 7; /* 0: today */
    int32_t day;
    if (m->unit == 'W' && m->quantity) { /* "a week ago Friday", "two weeks from Tuesday" */
        int32_t weeks = m->quantity < 1000 ? m->quantity : 1000;
        day = m->argument < 0 ? now + ahead - (ahead ? 7 : 0) - 7 * weeks : now + ahead + 7 * weeks;
    } else if (m->unit == 'W' && m->has_dir) { /* "Tuesday last week" */
        day = monday + 7 * m->dir + m->weekday - 1;
    } else if (m->argument && m->has_dir) { /* "the Friday before last", "the Friday after next" */
        day = m->argument < 0 ? now + ahead - 14 : now + (ahead ? ahead : 7) + 7;
    } else if (m->has_week_shift) {
        day = monday + 7 * m->week_shift + m->weekday - 1;
    } else if (m->has_dir && m->dir == 0) {
        day = tense == TENSE_PAST && ahead ? now + ahead - 7 : now + ahead;
    } else if (m->has_dir) {
        day = m->dir < 0 ? now + ahead - 7 : now + (ahead ? ahead : 7);
    } else {
        day = tense == TENSE_FUTURE ? now + ahead : now + ahead - (ahead ? 7 : 0);
    }
    bool ends_range = m->ends_range && r->has_narrative && r->grain == GRAIN_DAY;
    if (ends_range && (day < r->first || (day == r->first && !m->has_clock))) /* "Monday to Friday" */
        day = r->first + 7 - (civil_weekday(r->first) - (m->weekday - 1) + 7) % 7;
    write_day(out, day);
    return true;
}

/* "the first Monday in October": which year's is that of the month. */
static bool resolve_nth_weekday(const struct timex_meaning *m, enum timex_tense tense, const struct timex_reference *r,
                                struct timex *out)
{
    int nth = m->has_dir ? -1 : m->ordinal;
    int32_t year = m->has_year ? m->year : timex_nearest_year(m, tense, r, m->month, nth > 0 ? 7 * nth - 3 : 28, 0);
    if (nth > 5 || !nth || !m->has_month)
        return false;
    int32_t day = timex_nth_weekday(year, m->month, m->weekday, nth);
    if (civil_of_day(day).month != m->month) /* no fifth */
        return false;
    write_day(out, day);
    out->is_explicit = m->has_year;
    return true;
}

static bool resolve_holiday(const struct timex_meaning *m, enum timex_tense tense, const struct timex_reference *r,
                            struct timex *out)
{
    int32_t year = m->year, day;
    if (!m->has_year) {
        if (!timex_holiday(m->text, year_of(r->day), &day))
            return false;
        struct civil c = civil_of_day(day);
        year = timex_nearest_year(m, tense, r, c.month, c.day, 0);
    }
    if (!timex_holiday(m->text, year, &day))
        return false;
    write_day(out, day);
    out->is_explicit = m->has_year;
    if (strncmp(m->text, LUNAR_MONTH, sizeof LUNAR_MONTH - 1) == 0) { /* "Ramadan": as many days as it has */
        char first[40];
        snprintf(first, sizeof first, "%s", out->value);
        write_day(out, day + LUNAR_MONTH_DAYS - 1);
        char last[40];
        snprintf(last, sizeof last, "%s", out->value);
        snprintf(out->value, sizeof out->value, "%.18s/%.18s", first, last);
        out->first_day = day;
        out->grain = GRAIN_MONTH;
    }
    return true;
}

static bool resolve_week_of(const struct timex_meaning *m, enum timex_tense tense, const struct timex_reference *r,
                            struct timex *out)
{
    struct timex day = {0};
    if (!(m->text ? resolve_holiday(m, tense, r, &day) : resolve_day(m, tense, r, &day)))
        return false;
    timex_value_period(out, GRAIN_WEEK, day.first_day);
    return true;
}

static bool resolve_week_number(const struct timex_meaning *m, const struct timex_reference *r, struct timex *out)
{
    int32_t year, monday;
    civil_iso_week(r->day, &year);
    if (m->has_year)
        year = m->year;
    if (m->quantity < 1 || m->quantity > 53)
        return false;
    monday = civil_week_monday(year, m->quantity);
    int32_t belongs_to;
    if (civil_iso_week(monday, &belongs_to) != m->quantity || belongs_to != year)
        return false; /* most years have no week 53 */
    timex_value_period(out, GRAIN_WEEK, monday);
    out->is_explicit = m->has_year;
    return true;
}

bool timex_resolve_calendar(const struct timex_meaning *m, enum timex_tense tense, const struct timex_reference *r,
                            struct timex *out)
{
    switch (m->kind) {
    case KIND_DAY:
        return resolve_day(m, tense, r, out);
    case KIND_DAY_AGAIN:
        return resolve_day_again(m, r, out);
    case KIND_WEEKDAY:
        return resolve_weekday(m, tense, r, out);
    case KIND_NTH_WEEKDAY:
        return resolve_nth_weekday(m, tense, r, out);
    case KIND_HOLIDAY:
        return resolve_holiday(m, tense, r, out);
    case KIND_WEEK_OF:
        return resolve_week_of(m, tense, r, out);
    case KIND_WEEK_NUMBER:
        return resolve_week_number(m, r, out);
    default: /* "3 to" that no month followed */
        return false;
    }
}
