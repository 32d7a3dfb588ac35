#include "text/timex_place.h"

#include <stdlib.h>
#include <string.h>

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

/* The moment on the clocks of a zone of the data, found by name. */
static bool move_to(struct str name, struct moment *m)
{
    struct str rest = embedded_get("data/timex/zones.txt"), line;
    while (embedded_line(&rest, &line)) {
        if (!str_eq(str_cut(&line, ' '), name))
            continue;
        int offset = atoi(line.p);
        str_cut(&line, ' ');
        if (is_summer(line, moment_day(*m)))
            offset += 60;
        if (m->has_time && !m->has_zone)
            m->seconds -= (int64_t)offset * 60;
        m->offset_minutes = m->has_time ? offset : 0;
        m->has_zone = m->has_time;
        return true;
    }
    return false;
}

static bool is_movable(struct moment m)
{
    return m.has_time && m.offset_minutes == 0;
}

struct moment timex_place_moment(struct str text, struct moment published)
{
    char city[PLACE_BYTES];
    if (is_movable(published) && dateline_city(text, city))
        move_to(str_of(city), &published);
    return published;
}

/* The last label of the host with a point before it: ".kr". */
static struct str top_level(struct str url)
{
    size_t begin = 0, end;
    for (size_t i = 0; i + 3 <= url.n && !begin; i++)
        if (memcmp(url.p + i, "://", 3) == 0)
            begin = i + 3;
    for (end = begin; end < url.n && !strchr("/:?#", url.p[end]); end++)
        ;
    size_t at = end;
    while (at > begin && url.p[at - 1] != '.')
        at--;
    return at > begin && begin ? (struct str){url.p + at - 1, end - at + 1} : STR("");
}

struct moment timex_place_published(struct str text, struct str url, struct moment published)
{
    char city[PLACE_BYTES];
    if (!is_movable(published) || (dateline_city(text, city) && move_to(str_of(city), &published)))
        return published;
    struct str country = top_level(url);
    if (country.n == 3)
        move_to(country, &published);
    return published;
}

/* "+09:00", "-0330" in minutes. */
static bool offset_of(struct str zone, int *minutes)
{
    char digits[4];
    size_t n = 0;
    for (size_t i = 1; i < zone.n; i++) {
        if (zone.p[i] == ':' && i == 3)
            continue;
        if (n == sizeof digits || zone.p[i] < '0' || zone.p[i] > '9')
            return false;
        digits[n++] = (char)(zone.p[i] - '0');
    }
    int hours = n == 4 ? digits[0] * 10 + digits[1] : 99, rest = n == 4 ? digits[2] * 10 + digits[3] : 0;
    *minutes = (zone.p[0] == '-' ? -1 : 1) * (hours * 60 + rest);
    return hours <= 14 && rest < 60;
}

bool timex_place_zone(struct str zone, struct moment *published)
{
    struct moment m = *published;
    bool is_known = true;
    int minutes = 0;
    if (zone.n && (zone.p[0] == '+' || zone.p[0] == '-')) {
        is_known = offset_of(zone, &minutes);
    } else if (!str_eq_nocase(zone, STR("UTC")) && !str_eq_nocase(zone, STR("Z"))) {
        char name[PLACE_BYTES];
        size_t n = 0;
        for (size_t i = 0; i < zone.n && n < sizeof name - 1; i++) {
            char c = zone.p[i];
            if (c == '/') /* "America/New_York": the city */
                n = 0;
            else
                name[n++] = (char)(c == ' ' ? '_' : c >= 'A' && c <= 'Z' ? c + 32 : c);
        }
        struct moment moved = m;
        if (!move_to((struct str){name, n}, &moved))
            return false;
        if (is_movable(m))
            *published = moved;
        return true;
    }
    if (!is_known || !is_movable(m))
        return is_known;
    if (!m.has_zone)
        m.seconds -= (int64_t)minutes * 60;
    m.offset_minutes = minutes;
    m.has_zone = true;
    *published = m;
    return true;
}
