#include <stdio.h>

#include "text/timex_meaning.h"

static void write_day(struct timex *out, int32_t day)
{
    timex_value_period(out, GRAIN_DAY, day);
}

/* A time of day, or a part of it, on the day that *out holds. */
static void add_time(const struct timex_meaning *m, struct timex *out)
{
    if (!m->has_clock && !m->part)
        return;
    size_t n = strlen(out->value);
    if (m->has_clock && m->hour == 24) { /* 24:00 is the next day's midnight (ISO 8601) */
        write_day(out, out->first_day + 1);
        n = strlen(out->value);
        snprintf(out->value + n, sizeof out->value - n, "T00:00");
    } else if (m->has_clock && m->second > 0) {
        snprintf(out->value + n, sizeof out->value - n, "T%02d:%02d:%02d", m->hour, m->minute, m->second);
    } else if (m->has_clock) {
        snprintf(out->value + n, sizeof out->value - n, "T%02d:%02d", m->hour, m->minute);
    } else {
        snprintf(out->value + n, sizeof out->value - n, "T%s", m->part);
    }
    out->type = TIMEX_TIME;
    out->grain = GRAIN_TIME;
}

static int32_t year_of(int32_t day)
{
    return civil_of_day(day).year;
}

static bool resolve_month(const struct timex_meaning *m, enum timex_tense tense, const struct timex_reference *r,
                          struct timex *out)
{
    int32_t year = m->year;
    if (!m->has_year)
        year = timex_nearest_year(m, tense, r, m->month, 1, civil_month_length(year_of(r->day), m->month) - 1);
    if (m->is_bc)
        year = 1 - year;
    timex_value_period(out, GRAIN_MONTH, civil_day(year, m->month, 1));
    out->is_explicit = m->has_year;
    return true;
}

/* Does the text speak of a quarter's figures here, so that "a year ago" is that quarter of the year before? */
static bool quarter_is_near(const struct timex_reference *r)
{
    return r->has_quarter && r->sentence == r->quarter_in;
}

/* "the latest quarter" (argument 1), "the year-ago quarter" (-1), "year-earlier" (-2: a quarter only beside one). */
static bool resolve_reported_quarter(const struct timex_meaning *m, const struct timex_reference *r, struct timex *out)
{
    if (m->argument == -2 && !quarter_is_near(r)) {
        timex_value_period(out, GRAIN_YEAR, timex_period_step(GRAIN_YEAR, r->day, -1));
        return true;
    }
    if (m->has_year && !r->has_quarter) {
        timex_value_period(out, GRAIN_YEAR, civil_day(m->year, 1, 1));
        return true;
    }
    int32_t quarter = r->has_quarter ? r->quarter : timex_period_step(GRAIN_QUARTER, r->day, -1);
    int64_t steps = m->has_year ? ((int64_t)m->year - year_of(quarter)) * 4 : m->argument < 0 ? -4 : 0;
    timex_value_period(out, GRAIN_QUARTER, timex_period_step(GRAIN_QUARTER, quarter, steps));
    return true;
}

static bool resolve_part_of_year(const struct timex_meaning *m, enum timex_tense tense, const struct timex_reference *r,
                                 struct timex *out)
{
    enum grain grain = m->kind == KIND_QUARTER ? GRAIN_QUARTER : m->kind == KIND_HALF ? GRAIN_HALF : GRAIN_SEASON;
    int index = m->ordinal, month;
    if (m->kind == KIND_QUARTER && !m->has_ordinal)
        return resolve_reported_quarter(m, r, out);
    if (m->kind == KIND_SEASON) {
        static const char names[] = "SPSUFAWI";
        const char *at = m->text ? strstr(names, m->text) : NULL;
        if (!at)
            return false;
        index = (int)(at - names) / 2 + 1;
        month = index * 3;
    } else {
        int parts = grain == GRAIN_QUARTER ? 4 : 2;
        if (index < 1 || index > parts)
            return false;
        month = (index - 1) * 12 / parts + 1;
    }
    int32_t year = m->year;
    if (!m->has_year) /* companies report on quarters that are over, whatever they expect to say of them */
        year = timex_nearest_year(m, grain != GRAIN_SEASON ? TENSE_PAST : tense, r, month, 1,
                                  grain == GRAIN_HALF ? 180 : 89);
    if (grain == GRAIN_QUARTER && m->argument < 0)
        year--;
    timex_value_period(out, grain, civil_day(year, month, 1));
    out->is_explicit = m->has_year;
    return true;
}

static bool vague_reference(int sign, struct timex *out)
{
    snprintf(out->value, sizeof out->value, "%s", sign < 0 ? "PAST_REF" : "FUTURE_REF");
    out->grain = GRAIN_NONE;
    return true;
}

static bool resolve_period(const struct timex_meaning *m, const struct timex_reference *r, struct timex *out)
{
    enum grain grain = m->unit ? timex_unit_grain(m->unit) : m->part ? GRAIN_DAY : GRAIN_NONE;
    if (grain == GRAIN_NONE)
        return false;
    int32_t base = r->day;
    int steps = m->argument ? m->argument : m->dir;
    if (m->kind == KIND_NARRATIVE) {
        steps = m->argument;
        bool is_finer = timex_narrative_holds(r) && r->grain < grain;
        if (is_finer && !timex_narrative_has_day(r)) /* "that week" of "2016" */
            return vague_reference(steps > 0 ? 1 : -1, out);
        if (is_finer)
            base = timex_narrative_day(r, steps);
        else if (timex_narrative_holds(r))
            base = steps > 0 ? r->last : r->first;
        else if (m->argument == 0 && !m->has_dir)
            base = r->day;
    }
    if (grain == GRAIN_WEEKEND && m->kind == KIND_PERIOD && steps == 0 && civil_weekday(base) < 3 && !m->has_dir)
        steps = -1; /* "the weekend", said from Monday to Wednesday */
    timex_value_period(out, grain, timex_period_step(grain, base, steps));
    return true;
}

/* So many units from a day; the result is as coarse as the unit. */
static bool step_from(const struct timex_meaning *m, int32_t from, int sign, struct timex *out)
{
    int64_t quantity = m->quantity;
    enum grain grain = timex_unit_grain(m->unit);
    if (m->unit == 'F') {
        grain = GRAIN_WEEK;
        quantity *= 2;
    }
    if (m->unit == 'T' || m->unit == 'C' || m->unit == 'L') { /* "two decades ago" is a year */
        grain = GRAIN_YEAR;
        int years = m->unit == 'T' ? 10 : m->unit == 'C' ? 100 : 1000;
        quantity = quantity * years + (m->has_half ? years / 2 : 0);
    }
    if (grain == GRAIN_NONE)
        return false;
    if (m->unit == 'Y' && m->has_half) {
        struct timex half;
        timex_value_period(&half, GRAIN_MONTH, timex_period_step(GRAIN_MONTH, from, sign * (quantity * 12 + 6)));
        from = half.first_day;
        quantity = 0;
    }
    timex_value_period(out, grain, timex_period_step(grain, from, sign * quantity));
    return true;
}

static bool resolve_offset(const struct timex_meaning *m, const struct timex_reference *r, struct timex *out)
{
    if (m->is_vague || (!m->quantity && !m->has_half)) /* "a few years ago", "years ago" */
        return vague_reference(m->argument, out);
    bool is_clock = m->unit == 'H' || m->unit == 'M' || m->unit == 'S';
    if (is_clock) {
        int64_t unit = m->unit == 'H' ? 3600 : m->unit == 'M' ? 60 : 1;
        int64_t seconds = m->quantity * unit + (m->has_half ? unit / 2 : 0);
        struct moment then = r->published;
        if (!then.has_time)
            return vague_reference(m->argument, out);
        then.seconds += m->argument * seconds;
        write_day(out, moment_day(then));
        struct timex_meaning at = {
            .hour = moment_minute(then) / 60, .minute = moment_minute(then) % 60, .second = -1, .has_clock = true};
        add_time(&at, out);
        return true;
    }
    /* "a year ago" beside a quarter's figures means that quarter of the year before */
    if (m->unit == 'Y' && m->quantity == 1 && !m->has_half && quarter_is_near(r) && m->argument < 0) {
        timex_value_period(out, GRAIN_QUARTER, timex_period_step(GRAIN_QUARTER, r->quarter, -4));
        return true;
    }
    return step_from(m, r->day, m->argument, out);
}

static bool resolve_shift(const struct timex_meaning *m, enum timex_tense tense, const struct timex_reference *r,
                          struct timex *out)
{
    if (m->is_vague || (!m->quantity && !m->has_half))
        return vague_reference(m->argument, out);
    if (m->unit == 'H' || m->unit == 'M' || m->unit == 'S') { /* "an hour later": from a time that is rarely known */
        out->type = TIMEX_DURATION;
        timex_value_duration(m, out->value);
        return true;
    }
    bool holds = timex_narrative_holds(r);
    int32_t base = m->unit == 'D'    ? timex_narrative_day(r, m->argument)
                   : !holds          ? r->day
                   : m->argument < 0 ? r->first
                                     : r->last;
    if (m->unit == 'Y' && m->quantity == 1 && m->argument < 0 && quarter_is_near(r) && !m->has_half) {
        timex_value_period(out, GRAIN_QUARTER, timex_period_step(GRAIN_QUARTER, r->quarter, -4));
        return true;
    }
    if (m->unit == 'Y' && holds && (r->grain == GRAIN_QUARTER || r->grain == GRAIN_MONTH || r->grain == GRAIN_HALF)) {
        int per_year = r->grain == GRAIN_QUARTER ? 4 : r->grain == GRAIN_MONTH ? 12 : 2;
        timex_value_period(out, r->grain,
                           timex_period_step(r->grain, base, (int64_t)m->argument * m->quantity * per_year));
        return true;
    }
    if (!step_from(m, base, m->argument, out))
        return false;
    if (m->argument > 0 && out->first_day > r->day && tense != TENSE_FUTURE) { /* from a time that is not known here */
        *out = (struct timex){.type = TIMEX_DATE};
        return vague_reference(m->argument, out);
    }
    return true;
}

static bool resolve_clock(const struct timex_meaning *m, const struct timex_reference *r, struct timex *out)
{
    if (m->hour > 24 || m->minute > 59)
        return false;
    bool is_near = r->has_narrative && r->sentence - r->reached_in <= 1 && r->grain >= GRAIN_DAY;
    write_day(out, is_near ? r->first : r->day);
    add_time(m, out);
    return true;
}

static bool resolve_years(const struct timex_meaning *m, struct timex *out)
{
    timex_value_period(out, GRAIN_YEAR, civil_day(m->year, 1, 1));
    out->last_day = civil_day(m->last_year, 12, 31);
    snprintf(out->value, sizeof out->value, "%04d/%04d", (int)m->year, (int)m->last_year);
    out->is_explicit = true;
    return true;
}

enum { LONG_YEAR_LIMIT = 999999 }; /* 10,000 BC is a year; what has more digits is no date */

static bool resolve_long(const struct timex_meaning *m, struct timex *out)
{
    int32_t year = m->kind == KIND_DECADE && m->year < 100 ? 1900 + m->year : m->year;
    enum grain grain = m->kind == KIND_DECADE ? GRAIN_DECADE : m->kind == KIND_CENTURY ? GRAIN_CENTURY : GRAIN_YEAR;
    if (year > LONG_YEAR_LIMIT)
        return false;
    if (m->kind == KIND_DECADE && !m->has_year && (m->year < 20 || m->year > 90 || m->year % 10))
        return false;
    if (m->kind == KIND_CENTURY) {
        if (m->ordinal < 1 || m->ordinal > 40)
            return false;
        year = m->is_bc ? -100 * m->ordinal : (m->ordinal - 1) * 100;
    } else if (m->is_bc) {
        year = 1 - year;
    }
    timex_value_period(out, grain, civil_day(year, 1, 1));
    out->is_explicit = true;
    return true;
}

/* "the 50th anniversary", said in 2025 or of 2025: what happened in 1975. */
static bool resolve_anniversary(const struct timex_meaning *m, const struct timex_reference *r, struct timex *out)
{
    int32_t years = m->has_ordinal ? m->ordinal : m->quantity;
    bool is_dated = r->has_narrative && r->reached_in == r->sentence && r->grain >= GRAIN_YEAR;
    int32_t year = year_of(is_dated ? r->first : r->day) - years;
    if (years < 1 || years > 3000 || year < 1)
        return false;
    timex_value_period(out, GRAIN_YEAR, civil_day(year, 1, 1));
    out->looks_back = true;
    return true;
}

static bool resolve_reference(const struct timex_meaning *m, struct timex *out)
{
    snprintf(out->value, sizeof out->value, "%s",
             m->text           ? m->text
             : m->argument < 0 ? "PAST_REF"
             : m->argument > 0 ? "FUTURE_REF"
                               : "PRESENT_REF");
    return true;
}

static bool resolve_kind(const struct timex_meaning *m, enum timex_tense tense, struct timex_reference *r,
                         struct timex *out)
{
    switch (m->kind) {
    case KIND_DAY:
    case KIND_DAY_AGAIN:
    case KIND_DAY_AHEAD:
    case KIND_WEEKDAY:
    case KIND_NTH_WEEKDAY:
    case KIND_HOLIDAY:
    case KIND_WEEK_OF:
    case KIND_WEEK_NUMBER:
        return timex_resolve_calendar(m, tense, r, out);
    case KIND_RELDAY:
        write_day(out, r->day + m->dir);
        return true;
    case KIND_PART:
        if (!m->has_dir)
            return false;
        write_day(out, r->day + m->dir);
        return true;
    case KIND_MONTH:
        return resolve_month(m, tense, r, out);
    case KIND_YEAR:
    case KIND_DECADE:
    case KIND_CENTURY:
        return resolve_long(m, out);
    case KIND_YEARS:
        return resolve_years(m, out);
    case KIND_QUARTER:
    case KIND_HALF:
    case KIND_SEASON:
        return resolve_part_of_year(m, tense, r, out);
    case KIND_ANNIVERSARY:
        return resolve_anniversary(m, r, out);
    case KIND_PERIOD:
    case KIND_NARRATIVE:
        return resolve_period(m, r, out);
    case KIND_OFFSET:
        return resolve_offset(m, r, out);
    case KIND_SHIFT:
        return resolve_shift(m, tense, r, out);
    case KIND_DURATION:
        out->type = TIMEX_DURATION;
        timex_value_duration(m, out->value);
        return true;
    case KIND_SET:
        out->type = TIMEX_SET;
        timex_value_set(m, out->value);
        return true;
    case KIND_REF:
        return resolve_reference(m, out);
    case KIND_CLOCK:
        return resolve_clock(m, r, out);
    case KIND_NOTHING:
        return false;
    }
    return false;
}

bool timex_resolve(const struct timex_meaning *m, enum timex_tense tense, struct timex_reference *r, struct timex *out)
{
    if (!resolve_kind(m, tense, r, out))
        return false;
    if (m->kind != KIND_CLOCK && out->has_interval && out->grain == GRAIN_DAY)
        add_time(m, out);
    if (m->mod && out->type != TIMEX_SET)
        snprintf(out->mod, sizeof out->mod, "%s", m->mod);
    out->rule = m->rule;
    if (out->has_interval && m->kind != KIND_CLOCK && m->kind != KIND_ANNIVERSARY) {
        bool was_explicit =
            r->is_explicit && r->reached_in == r->sentence && year_of(r->first) == year_of(out->first_day);
        r->first = out->first_day;
        r->last = out->last_day;
        r->grain = out->grain == GRAIN_TIME ? GRAIN_DAY : out->grain;
        r->has_narrative = true;
        if (r->grain == GRAIN_DAY) {
            r->day_reached = r->first;
            r->day_reached_in = r->sentence;
        }
        r->is_explicit = out->is_explicit || was_explicit;
        r->reached_in = r->sentence;
        if (m->kind == KIND_YEAR && m->is_led) {
            r->year_led_in = r->sentence;
            r->year_led = year_of(r->first);
        }
        if (m->kind == KIND_QUARTER && m->has_ordinal && m->argument >= 0) {
            r->quarter = out->first_day;
            r->has_quarter = true;
            r->quarter_in = r->sentence;
        }
    }
    return true;
}
