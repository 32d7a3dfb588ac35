#include "text/timex_place.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/embedded.h"

enum { PLACE_BYTES = 40 };

/* The capitals that the text begins with, in lower case with "_" between words: "NEW DELHI, India (" is new_delhi. */
static size_t dateline_city(struct str text, char out[PLACE_BYTES])
{
    size_t n = 0, i = 0;
    while (i < text.n && (text.p[i] == ' ' || text.p[i] == '\n'))
        i++;
    for (; i < text.n && n < PLACE_BYTES - 1; i++) {
        char c = text.p[i];
        if (c >= 'A' && c <= 'Z')
            out[n++] = (char)(c + 32);
        else if (c == ' ' && n && i + 1 < text.n && text.p[i + 1] >= 'A' && text.p[i + 1] <= 'Z')
            out[n++] = '_';
        else
            break;
    }
    out[n] = '\0';
    bool ends = i < text.n && (text.p[i] == ',' || text.p[i] == ' ' || text.p[i] == ':');
    return n >= 3 && ends ? n : 0;
}

static int32_t sunday(int32_t year, int month, int nth)
{
    int32_t first = nth > 0 ? civil_day(year, month, 1) : civil_day(year, month + 1, 1) - 7;
    return first + (6 - civil_weekday(first)) % 7 + 7 * (nth > 0 ? nth - 1 : 0);
}

/* Is summer time kept on the day? On the days of change themselves the hour does not matter to a calendar day. */
static bool is_summer(struct str rule, int32_t day)
{
    int32_t y = civil_of_day(day).year;
    if (str_eq(rule, STR("us")))
        return day >= sunday(y, 3, 2) && day < sunday(y, 11, 1);
    if (str_eq(rule, STR("eu")))
        return day >= sunday(y, 3, -1) && day < sunday(y, 10, -1);
    if (str_eq(rule, STR("au")))
        return day >= sunday(y, 10, 1) || day < sunday(y, 4, 1);
    if (str_eq(rule, STR("nz")))
        return day >= sunday(y, 9, -1) || day < sunday(y, 4, 1);
    return false;
}

struct moment timex_place_moment(struct str text, struct moment published)
{
    char city[PLACE_BYTES];
    bool is_utc = published.has_time && published.offset_minutes == 0;
    if (!is_utc || !dateline_city(text, city))
        return published;
    struct str rest = embedded_get("data/timex/zones.txt"), line;
    while (embedded_line(&rest, &line)) {
        if (!str_eq(str_cut(&line, ' '), str_of(city)))
            continue;
        int offset = atoi(line.p);
        str_cut(&line, ' ');
        published.offset_minutes = offset;
        if (is_summer(line, moment_day(published)))
            published.offset_minutes += 60;
        published.has_zone = true;
        break;
    }
    return published;
}
