#include <stdio.h>

#include "text/timex_meaning.h"

enum { YEAR_LIMIT = 999999 };

enum grain timex_unit_grain(char unit)
{
    switch (unit) {
    case 'D':
        return GRAIN_DAY;
    case 'W':
        return GRAIN_WEEK;
    case 'K':
        return GRAIN_WEEKEND;
    case 'O':
        return GRAIN_MONTH;
    case 'Q':
        return GRAIN_QUARTER;
    case 'Y':
        return GRAIN_YEAR;
    case 'T':
        return GRAIN_DECADE;
    case 'C':
        return GRAIN_CENTURY;
    default:
        return GRAIN_NONE;
    }
}

static int32_t floor_to(int32_t v, int32_t step)
{
    int32_t rest = v % step;
    return v - (rest < 0 ? rest + step : rest);
}

/* The year as TIMEX3 writes it: four digits, "BC0044" for years before 1. */
static int year_text(char *out, size_t n, int32_t year)
{
    return year > 0 ? snprintf(out, n, "%04d", (int)year) : snprintf(out, n, "BC%04d", (int)(1 - year));
}

static int season_of(int month)
{
    return month % 12 / 3; /* winter 0 (December to February), spring 1, summer 2, autumn 3 */
}

static int32_t period_first(enum grain grain, int32_t day)
{
    struct civil c = civil_of_day(day);
    switch (grain) {
    case GRAIN_CENTURY:
        return civil_day(floor_to(c.year, 100), 1, 1);
    case GRAIN_DECADE:
        return civil_day(floor_to(c.year, 10), 1, 1);
    case GRAIN_YEAR:
        return civil_day(c.year, 1, 1);
    case GRAIN_HALF:
        return civil_day(c.year, c.month <= 6 ? 1 : 7, 1);
    case GRAIN_QUARTER:
        return civil_day(c.year, (c.month - 1) / 3 * 3 + 1, 1);
    case GRAIN_SEASON:
        return civil_day(c.month < 3 ? c.year - 1 : c.year, season_of(c.month) ? season_of(c.month) * 3 : 12, 1);
    case GRAIN_MONTH:
        return civil_day(c.year, c.month, 1);
    case GRAIN_WEEK:
        return day - civil_weekday(day);
    case GRAIN_WEEKEND:
        return day - civil_weekday(day) + 5;
    default:
        return day;
    }
}

/* Days stay within the years that are counted, however often a text says "a million days later". */
static int32_t within(int32_t day)
{
    const int32_t limit = YEAR_LIMIT * 365;
    return day > limit ? limit : day < -limit ? -limit : day;
}

int32_t timex_period_step(enum grain grain, int32_t day, int64_t steps)
{
    static const int months[] = {
        [GRAIN_CENTURY] = 1200, [GRAIN_DECADE] = 120, [GRAIN_YEAR] = 12, [GRAIN_HALF] = 6,
        [GRAIN_QUARTER] = 3,    [GRAIN_SEASON] = 3,   [GRAIN_MONTH] = 1,
    };
    int32_t first = period_first(grain, day);
    if (steps > YEAR_LIMIT)
        steps = YEAR_LIMIT;
    if (steps < -YEAR_LIMIT)
        steps = -YEAR_LIMIT;
    if (grain == GRAIN_WEEK || grain == GRAIN_WEEKEND)
        return within(first + (int32_t)steps * 7);
    if (grain == GRAIN_DAY || grain == GRAIN_TIME || grain == GRAIN_NONE)
        return within(first + (int32_t)steps);
    struct civil c = civil_of_day(first);
    int64_t month = (int64_t)c.year * 12 + c.month - 1 + steps * months[grain];
    int64_t year = month >= 0 ? month / 12 : -((11 - month) / 12);
    if (year > YEAR_LIMIT)
        year = YEAR_LIMIT;
    if (year < -YEAR_LIMIT)
        year = -YEAR_LIMIT;
    return civil_day((int32_t)year, (int)(((month % 12) + 12) % 12) + 1, 1);
}

void timex_value_period(struct timex *out, enum grain grain, int32_t day)
{
    static const char seasons[][3] = {"WI", "SP", "SU", "FA"};
    int32_t first = period_first(grain, day), week_year;
    struct civil c = civil_of_day(first);
    char year[24];
    year_text(year, sizeof year, c.year);
    char *v = out->value;
    size_t n = sizeof out->value;
    out->grain = grain;
    out->first_day = first;
    out->last_day = timex_period_step(grain, first, 1) - 1;
    out->has_interval = true;
    switch (grain) {
    case GRAIN_CENTURY:
        snprintf(v, n, "%.*s", (int)(strlen(year) - 2), year);
        break;
    case GRAIN_DECADE:
        snprintf(v, n, "%.*s", (int)(strlen(year) - 1), year);
        break;
    case GRAIN_YEAR:
        snprintf(v, n, "%s", year);
        break;
    case GRAIN_HALF:
        snprintf(v, n, "%s-H%d", year, c.month <= 6 ? 1 : 2);
        break;
    case GRAIN_QUARTER:
        snprintf(v, n, "%s-Q%d", year, (c.month - 1) / 3 + 1);
        break;
    case GRAIN_SEASON:
        snprintf(v, n, "%s-%s", year, seasons[season_of(c.month)]);
        break;
    case GRAIN_MONTH:
        snprintf(v, n, "%s-%02d", year, c.month);
        break;
    case GRAIN_WEEK:
    case GRAIN_WEEKEND: {
        int32_t week = civil_iso_week(first, &week_year);
        year_text(year, sizeof year, week_year);
        snprintf(v, n, "%s-W%02d%s", year, (int)week, grain == GRAIN_WEEKEND ? "-WE" : "");
        if (grain == GRAIN_WEEKEND)
            out->last_day = first + 1;
        break;
    }
    default:
        snprintf(v, n, "%s-%02d-%02d", year, c.month, c.day);
        out->last_day = first;
        break;
    }
}

void timex_value_duration(const struct timex_meaning *m, char out[40])
{
    static const struct {
        char unit;
        int times;
        char letter;
        const char *vague, *prefix;
        char half_unit;
        int half;
    } units[] = {
        {'S', 1, 'S', "PTXS", "PT", 0, 0},   {'M', 1, 'M', "PTXM", "PT", 'S', 30}, {'H', 1, 'H', "PTXH", "PT", 'M', 30},
        {'D', 1, 'D', "PXD", "P", 'H', 12},  {'W', 1, 'W', "PXW", "P", 0, 0},      {'F', 2, 'W', "PXW", "P", 0, 0},
        {'K', 1, 'W', "PXWE", "P", 0, 0},    {'O', 1, 'M', "PXM", "P", 'D', 15},   {'Q', 3, 'M', "PXQ", "P", 0, 0},
        {'Y', 1, 'Y', "PXY", "P", 'M', 6},   {'T', 10, 'Y', "PXDE", "P", 0, 0},    {'C', 100, 'Y', "PXCE", "P", 0, 0},
        {'L', 1000, 'Y', "PXML", "P", 0, 0},
    };
    snprintf(out, 40, "PXX");
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (units[i].unit != m->unit)
            continue;
        long long quantity = (long long)m->quantity * units[i].times;
        if (m->is_vague || (!m->quantity && !m->has_half))
            snprintf(out, 40, "%s", units[i].vague);
        else if (m->has_half && !m->quantity && units[i].half)
            snprintf(out, 40, "%s%d%c", units[i].half_unit == 'H' ? "PT" : units[i].prefix, units[i].half,
                     units[i].half_unit);
        else if (m->has_half && units[i].half)
            snprintf(out, 40, "%s%lld%c%s%d%c", units[i].prefix, quantity, units[i].letter,
                     units[i].half_unit == 'H' ? "T" : "", units[i].half, units[i].half_unit);
        else if (m->has_half)
            snprintf(out, 40, "%s%lld.5%c", units[i].prefix, quantity, units[i].letter);
        else
            snprintf(out, 40, "%s%lld%c", units[i].prefix, quantity, units[i].letter);
        if (m->unit == 'K' && m->quantity)
            snprintf(out, 40, "P%lldWE", quantity);
    }
}

void timex_value_set(const struct timex_meaning *meaning, char out[40])
{
    struct timex_meaning once = *meaning;
    const struct timex_meaning *m = &once;
    if (m->argument) { /* "three times a year", "every other day" */
        once.quantity = m->argument;
        once.is_vague = false;
    }
    if (m->text)
        snprintf(out, 40, "%s", m->text);
    else if (m->has_weekday)
        snprintf(out, 40, "XXXX-WXX-%d%s%s", m->weekday, m->part ? "T" : "", m->part ? m->part : "");
    else if (m->has_month && m->has_day)
        snprintf(out, 40, "XXXX-%02d-%02d", m->month % 100, m->day % 100);
    else if (m->has_month)
        snprintf(out, 40, "XXXX-%02d", m->month % 100);
    else if (m->part)
        snprintf(out, 40, "XXXX-XX-XXT%s", m->part);
    else
        timex_value_duration(m, out);
}
