#include "base/civil.h"

#include <stdio.h>

int32_t civil_day(int32_t year, int month, int day)
{
    int64_t y = (int64_t)year + (month > 0 ? (month - 1) / 12 : -((12 - month) / 12));
    int64_t m = ((month - 1) % 12 + 12) % 12 + 1;
    y -= m <= 2;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (int32_t)(era * 146097 + day_of_era - 719468 + day - 1);
}

struct civil civil_of_day(int32_t day)
{
    int64_t z = (int64_t)day + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    int month = (int)(mp < 10 ? mp + 3 : mp - 9);
    return (struct civil){
        .year = (int32_t)(yoe + era * 400 + (month <= 2)),
        .month = month,
        .day = (int)(doy - (153 * mp + 2) / 5 + 1),
    };
}

bool civil_is_leap(int32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int civil_month_length(int32_t year, int month)
{
    static const int length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && civil_is_leap(year) ? 29 : length[month - 1];
}

bool civil_exists(int32_t year, int month, int day)
{
    return month >= 1 && month <= 12 && day >= 1 && day <= civil_month_length(year, month);
}

int civil_weekday(int32_t day)
{
    return (int)((((int64_t)day + 3) % 7 + 7) % 7);
}

int32_t civil_week_monday(int32_t year, int32_t week)
{
    int32_t fourth = civil_day(year, 1, 4); /* always in week 1 */
    return fourth - civil_weekday(fourth) + (week - 1) * 7;
}

int32_t civil_iso_week(int32_t day, int32_t *year)
{
    int32_t thursday = day - civil_weekday(day) + 3;
    int32_t y = civil_of_day(thursday).year;
    if (year)
        *year = y;
    return (thursday - civil_day(y, 1, 1)) / 7 + 1;
}

/* Reads exactly `digits` digits at *at. */
static bool number(struct str s, size_t *at, int digits, int *out)
{
    if (s.n - *at < (size_t)digits)
        return false;
    int v = 0;
    for (int i = 0; i < digits; i++) {
        char c = s.p[*at + (size_t)i];
        if (c < '0' || c > '9')
            return false;
        v = v * 10 + (c - '0');
    }
    *at += (size_t)digits;
    *out = v;
    return true;
}

static bool byte(struct str s, size_t *at, char c)
{
    if (*at >= s.n || s.p[*at] != c)
        return false;
    (*at)++;
    return true;
}

static bool zone(struct str s, size_t *at, struct moment *m)
{
    if (*at == s.n)
        return true;
    m->has_zone = true;
    if (byte(s, at, 'Z') || byte(s, at, 'z'))
        return *at == s.n;
    int sign = byte(s, at, '+') ? 1 : byte(s, at, '-') ? -1 : 0, hours, minutes = 0;
    if (!sign || !number(s, at, 2, &hours))
        return false;
    if (*at < s.n) {
        byte(s, at, ':');
        if (!number(s, at, 2, &minutes))
            return false;
    }
    if (hours > 18 || minutes > 59)
        return false;
    m->offset_minutes = sign * (hours * 60 + minutes);
    return *at == s.n;
}

bool moment_parse_iso(struct str s, struct moment *out)
{
    s = str_trim(s);
    size_t at = 0;
    int year, month, day, hour = 0, minute = 0, second = 0;
    if (!number(s, &at, 4, &year) || !byte(s, &at, '-') || !number(s, &at, 2, &month) || !byte(s, &at, '-') ||
        !number(s, &at, 2, &day) || !civil_exists(year, month, day))
        return false;
    struct moment m = {.is_set = true};
    if (at < s.n) {
        if (!byte(s, &at, 'T') && !byte(s, &at, 't') && !byte(s, &at, ' '))
            return false;
        if (!number(s, &at, 2, &hour) || !byte(s, &at, ':') || !number(s, &at, 2, &minute))
            return false;
        if (byte(s, &at, ':') && !number(s, &at, 2, &second))
            return false;
        if (byte(s, &at, '.') || byte(s, &at, ','))
            while (at < s.n && s.p[at] >= '0' && s.p[at] <= '9')
                at++;
        if (at < s.n && s.p[at] == ' ')
            at++;
        if (hour > 24 || minute > 59 || second > 60 || (hour == 24 && (minute || second)) || !zone(s, &at, &m))
            return false;
        m.has_time = true;
    }
    m.seconds = (int64_t)civil_day(year, month, day) * 86400 + hour * 3600 + minute * 60 + second -
                (int64_t)m.offset_minutes * 60;
    *out = m;
    return true;
}

static int64_t local_seconds(struct moment m)
{
    return m.seconds + (int64_t)m.offset_minutes * 60;
}

int32_t moment_day(struct moment m)
{
    int64_t s = local_seconds(m);
    return (int32_t)((s >= 0 ? s : s - 86399) / 86400);
}

int moment_minute(struct moment m)
{
    return (int)((local_seconds(m) - (int64_t)moment_day(m) * 86400) / 60);
}

struct moment moment_of_day(int32_t day)
{
    return (struct moment){.seconds = (int64_t)day * 86400, .is_set = true};
}

void moment_format_iso(struct moment m, char out[MOMENT_TEXT])
{
    out[0] = '\0';
    if (!m.is_set)
        return;
    int32_t day = moment_day(m);
    struct civil c = civil_of_day(day);
    int n = snprintf(out, MOMENT_TEXT, "%04d-%02d-%02d", (int)c.year, c.month, c.day);
    if (!m.has_time || n < 0 || n >= MOMENT_TEXT)
        return;
    int second = (int)(local_seconds(m) - (int64_t)day * 86400);
    n += snprintf(out + n, (size_t)(MOMENT_TEXT - n), "T%02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60);
    int o = m.offset_minutes < 0 ? -m.offset_minutes : m.offset_minutes;
    if (!o)
        snprintf(out + n, (size_t)(MOMENT_TEXT - n), "Z");
    else
        snprintf(out + n, (size_t)(MOMENT_TEXT - n), "%c%02d:%02d", m.offset_minutes < 0 ? '-' : '+', o / 60 % 100, o % 60);
}
