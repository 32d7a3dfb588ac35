#include <stdio.h>
#include <stdlib.h>

#include "base/embedded.h"
#include "text/timex_meaning.h"

/* Easter Sunday in the Gregorian calendar ("Anonymous Gregorian algorithm", Nature, 20 April 1876). */
static int32_t easter(int32_t year)
{
    int a = year % 19, b = year / 100, c = year % 100;
    int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4;
    int l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
    int n = h + l - 7 * m + 114;
    return civil_day(year, n / 31, n % 31 + 1);
}

/* Orthodox Easter: the Julian date (Meeus), moved to the Gregorian calendar. */
static int32_t easter_orthodox(int32_t year)
{
    int a = year % 4, b = year % 7, c = year % 19;
    int d = (19 * c + 15) % 30, e = (2 * a + 4 * b - d + 34) % 7;
    int n = d + e + 114;
    return civil_day(year, n / 31, n % 31 + 1) + year / 100 - year / 400 - 2;
}

/* The n-th weekday (1 Monday) of a month; n -1: the last. */
int32_t timex_nth_weekday(int32_t year, int month, int weekday, int n)
{
    if (n < 0) {
        int32_t last = civil_day(year, month + 1, 1) - 1;
        return last - (civil_weekday(last) - (weekday - 1) + 7) % 7;
    }
    int32_t first = civil_day(year, month, 1);
    return first + (weekday - 1 - civil_weekday(first) + 7) % 7 + 7 * (n - 1);
}

/* Days that no short computation gives: data/timex/holidays.txt has a line "NAME YEAR MM-DD ..." */
static bool from_table(const char *name, int32_t year, int32_t *out)
{
    struct str rest = embedded_get("data/timex/holidays.txt"), line;
    while (embedded_line(&rest, &line)) {
        if (!str_eq(str_cut(&line, ' '), str_of(name)))
            continue;
        int32_t at = (int32_t)strtol(line.p, NULL, 10);
        str_cut(&line, ' ');
        for (; line.n; at++) {
            struct str day = str_cut(&line, ' ');
            int m, d;
            if (at == year && sscanf(day.p, "%2d-%2d", &m, &d) == 2) {
                *out = civil_day(year, m, d);
                return true;
            }
        }
        return false;
    }
    return false;
}

/* A day of the tabular Islamic calendar (civil epoch, 16 July 622), first such day in the Gregorian year. Observed
 * dates may differ by a day or two; those of years gone by are in the table. */
static bool islamic(int32_t year, int month, int day, int32_t *out)
{
    char name[40];
    snprintf(name, sizeof name, "islamic-%d-%d", month, day);
    if (from_table(name, year, out))
        return true;
    int32_t epoch = civil_day(622, 7, 19);
    int64_t lunar_year = ((int64_t)year - 622) * 33 / 32 - 1;
    for (int k = 0; k < 4; k++, lunar_year++) {
        if (lunar_year < 1)
            continue;
        int64_t days = (lunar_year - 1) * 354 + (3 + 11 * lunar_year) / 30 + 29 * (month - 1) + month / 2 + day - 1;
        int32_t at = epoch + (int32_t)days;
        if (civil_of_day(at).year == year) {
            *out = at;
            return true;
        }
    }
    return false;
}

/* Days from the Hebrew calendar's epoch to the new year of a year, before it is put off (Dershowitz and Reingold,
 * "Calendrical Calculations"). */
static int64_t hebrew_elapsed(int64_t year)
{
    int64_t months = (235 * year - 234) / 19, parts = 12084 + 13753 * months;
    int64_t day = 29 * months + parts / 25920;
    return (3 * (day + 1)) % 7 < 3 ? day + 1 : day;
}

/* Rosh Hashana in a Gregorian year. */
static int32_t hebrew_new_year(int32_t year)
{
    const int32_t epoch = -1373427 - 719163; /* in days from 1970 */
    int64_t y = (int64_t)year + 3761, at = hebrew_elapsed(y);
    int delay = hebrew_elapsed(y + 1) - at == 356 ? 2 : at - hebrew_elapsed(y - 1) == 382 ? 1 : 0;
    return epoch + (int32_t)at + delay;
}

bool timex_holiday(const char *rule, int32_t year, int32_t *day)
{
    int a, b, c, d = 0;
    if (!rule || year < 1 || year > 9999)
        return false;
    if (sscanf(rule, "fixed:%d-%d", &a, &b) == 2)
        *day = civil_day(year, a, b);
    else if (sscanf(rule, "easter:%d", &a) == 1)
        *day = easter(year) + a;
    else if (sscanf(rule, "orthodox:%d", &a) == 1)
        *day = easter_orthodox(year) + a;
    else if (sscanf(rule, "nth:%d:%d:%d:%d", &a, &b, &c, &d) >= 3)
        *day = timex_nth_weekday(year, a, b, c) + d;
    else if (sscanf(rule, "hebrew:%d", &a) == 1)
        *day = hebrew_new_year(year) + a;
    else if (sscanf(rule, "hanukkah:%d", &a) == 1) /* 25 Kislev; Heshvan is long in years of 355 or 385 days */
        *day = hebrew_new_year(year) + a + 83 + ((hebrew_new_year(year + 1) - hebrew_new_year(year)) % 10 == 5);
    else if (sscanf(rule, "islamic:%d:%d", &a, &b) == 2)
        return islamic(year, a, b, day);
    else if (strncmp(rule, "table:", 6) == 0)
        return from_table(rule + 6, year, day);
    else
        return false;
    return true;
}
