#include "feed/dates.h"

#include <pthread.h>
#include <stdlib.h>
#include <unicode/uchar.h>

#include "base/embedded.h"
#include "base/map.h"

enum { TEXT_BYTES = 200, WORD_BYTES = 60, LATEST_YEAR = 9999 };
enum meaning { MEANS_MONTH = 1, MEANS_ZONE, MEANS_AM, MEANS_PM, MEANS_NOTHING };

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct map words; /* hash -> meaning << 32 | value + 10000 */

struct reading {
    int numbers[3], digits[3]; /* of the date, in the order they stand */
    int count, month_at;       /* month_at: before which number the month's name stood; -1: none */
    int month, hour, minute, second, offset;
    char separator;
    bool has_time, has_zone, is_am, is_pm;
};

/* "month 1 = january jan", "zone -300 = est", "am = ...", "nothing = monday ..." */
static void load(void)
{
    static const struct {
        const char *name;
        enum meaning meaning;
    } kinds[] = {{"month", MEANS_MONTH}, {"zone", MEANS_ZONE}, {"am", MEANS_AM}, {"pm", MEANS_PM}, {"nothing", MEANS_NOTHING}};
    struct str rest = embedded_get("data/feed/dates.txt"), line;
    while (embedded_line(&rest, &line)) {
        struct str names = line;
        struct str value = str_trim(str_cut(&names, '='));
        struct str kind = str_cut(&value, ' ');
        uint64_t found = 0;
        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
            if (str_eq(kind, str_of(kinds[i].name)))
                found = (uint64_t)kinds[i].meaning << 32 | (uint64_t)(10000 + (value.n ? atoi(value.p) : 0));
        if (!found)
            abort();
        for (names = str_trim(names); names.n;)
            *map_put(&words, str_hash(str_cut(&names, ' '))) = found;
    }
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int read_number(struct str s, size_t *at, int *digits)
{
    int v = 0;
    size_t begin = *at;
    while (*at < s.n && is_digit(s.p[*at]) && *at - begin < 9)
        v = v * 10 + (s.p[(*at)++] - '0');
    *digits = (int)(*at - begin);
    return v;
}

static bool read_clock(struct str s, size_t *at, int hour, struct reading *r)
{
    int digits;
    r->hour = hour;
    ++*at;
    r->minute = read_number(s, at, &digits);
    if (digits < 1 || digits > 2)
        return false;
    if (*at + 1 < s.n && s.p[*at] == ':' && is_digit(s.p[*at + 1])) {
        ++*at;
        r->second = read_number(s, at, &digits);
        if (*at + 1 < s.n && (s.p[*at] == '.' || s.p[*at] == ',') && is_digit(s.p[*at + 1])) {
            ++*at;
            while (*at < s.n && is_digit(s.p[*at]))
                ++*at;
        }
    }
    r->has_time = true;
    return true;
}

/* "+0200", "+02:00", "+2", also behind a zone's name ("GMT+0200"). */
static bool read_offset(struct str s, size_t *at, struct reading *r)
{
    int sign = s.p[*at] == '-' ? -1 : 1, digits;
    ++*at;
    int v = read_number(s, at, &digits), minutes = 0;
    if (digits == 4 || digits == 3) {
        minutes = v % 100;
        v /= 100;
    } else if (digits > 4 || digits < 1) {
        return false;
    } else if (*at + 2 < s.n && s.p[*at] == ':') {
        ++*at;
        minutes = read_number(s, at, &digits);
    }
    if (v > 18 || minutes > 59)
        return false;
    r->offset = sign * (v * 60 + minutes);
    r->has_zone = true;
    return true;
}

static bool read_word(struct str word, struct reading *r)
{
    const uint64_t *found = map_get(&words, str_hash(word));
    if (!found)
        return false;
    int value = (int)(*found & 0xFFFFFFFF) - 10000;
    switch ((enum meaning)(*found >> 32)) {
    case MEANS_MONTH:
        if (r->month && r->month_at) /* a first one at the very start was a day of the week: "mar, 4 ene" (martes) */
            return false;
        r->month = value;
        r->month_at = r->count;
        return true;
    case MEANS_ZONE:
        r->offset = value;
        r->has_zone = true;
        return true;
    case MEANS_AM:
        r->is_am = true;
        return true;
    case MEANS_PM:
        r->is_pm = true;
        return true;
    case MEANS_NOTHING:
        return true;
    }
    return false;
}

/* A run of letters, lower case, and its meaning. An unknown word is passed over only in brackets' and full stops' company:
 * what is not understood makes the date unread, rather than wrong. */
static bool take_word(struct str s, size_t *at, struct reading *r)
{
    char word[WORD_BYTES];
    size_t n = 0, i = *at;
    while (i < s.n && !is_digit(s.p[i])) {
        size_t next = i;
        uint32_t c = utf8_next(s, &next);
        if (!u_isalpha((UChar32)c))
            break;
        if (n + 4 > sizeof word)
            return false;
        n += utf8_put(word + n, (uint32_t)u_tolower((UChar32)c));
        i = next;
    }
    *at = i;
    struct str w = {word, n};
    if (str_eq(w, STR("t")) || str_eq(w, STR("z"))) { /* 2004-01-01T10:00Z */
        r->has_zone |= *w.p == 'z';
        return true;
    }
    return read_word(w, r);
}

static bool take_number(struct str s, size_t *at, struct reading *r)
{
    int digits, v = read_number(s, at, &digits);
    if (*at + 1 < s.n && s.p[*at] == ':' && is_digit(s.p[*at + 1]) && !r->has_time)
        return read_clock(s, at, v, r);
    if (digits == 8 && !r->count && !r->month) { /* 20040131 */
        r->numbers[0] = v / 10000;
        r->numbers[1] = v / 100 % 100;
        r->numbers[2] = v % 100;
        r->digits[0] = 4;
        r->count = 3;
        return true;
    }
    if (r->count == 3)
        return false;
    r->numbers[r->count] = v;
    r->digits[r->count++] = digits;
    if (*at < s.n && memchr("-/.", s.p[*at], 3) && !r->separator)
        r->separator = s.p[*at];
    return true;
}

static bool take_tokens(struct str s, struct reading *r)
{
    for (size_t at = 0; at < s.n;) {
        size_t next = at;
        char c = s.p[at];
        if (is_digit(c)) {
            if (!take_number(s, &at, r))
                return false;
        } else if ((c == '+' || (c == '-' && r->has_time)) && at + 1 < s.n && is_digit(s.p[at + 1]) && (r->has_time || r->count == 3)) {
            if (!read_offset(s, &at, r))
                return false;
        } else if (u_isalpha((UChar32)utf8_next(s, &next))) {
            if (!take_word(s, &at, r))
                return false;
        } else if (memchr(" \t\r\n,;-/.()", c, 11)) {
            at++;
        } else {
            return false;
        }
    }
    return true;
}

static int full_year(int year, int digits)
{
    return digits > 2 ? year : year < 70 ? 2000 + year : 1900 + year;
}

/* Which number is the year, the month, the day. */
static bool settle(const struct reading *r, int *year, int *month, int *day)
{
    const int *n = r->numbers, *d = r->digits;
    *day = 1;
    if (r->month) {
        *month = r->month;
        if (r->count == 1) {
            *year = n[0];
            return d[0] == 4;
        }
        bool is_first = d[0] > 2;
        *year = full_year(is_first ? n[0] : n[1], is_first ? d[0] : d[1]);
        *day = is_first ? n[1] : n[0];
        return r->count == 2;
    }
    *month = 1;
    if (r->count == 0)
        return false;
    if (d[0] > 2) { /* year first: all of ISO 8601 */
        *year = n[0];
        if (r->count == 2 && d[1] == 3) {
            *month = 1;
            *day = n[1];
            return civil_exists(*year, 1, 1) && *day >= 1 && *day <= 365 + civil_is_leap(*year);
        }
        *month = r->count > 1 ? n[1] : 1;
        *day = r->count > 2 ? n[2] : 1;
        return d[0] == 4;
    }
    if (r->count < 3)
        return false;
    if (d[2] <= 2 && r->separator == '-') { /* 04-12-31 */
        *year = full_year(n[0], d[0]);
        *month = n[1];
        *day = n[2];
        return true;
    }
    *year = full_year(n[2], d[2]);
    bool is_day_first = r->separator == '.' || n[0] > 12;
    *day = is_day_first ? n[0] : n[1];
    *month = is_day_first ? n[1] : n[0];
    return is_day_first || n[1] > 12 || n[0] == n[1]; /* 3/4/2004 could be two days */
}

bool date_parse(struct str text, struct moment *out)
{
    pthread_once(&once, load);
    text = str_trim(text);
    if (!text.n || text.n > TEXT_BYTES)
        return false;
    struct reading r = {.month_at = -1};
    int year, month, day;
    if (!take_tokens(text, &r) || !settle(&r, &year, &month, &day))
        return false;
    bool is_ordinal = month == 1 && day > 31;
    if (year < 1 || year > LATEST_YEAR || (!is_ordinal && !civil_exists(year, month, day)))
        return false;
    if (r.is_pm && r.hour < 12)
        r.hour += 12;
    else if (r.is_am && r.hour == 12)
        r.hour = 0;
    if (r.hour > 24 || r.minute > 59 || r.second > 60 || (r.hour == 24 && (r.minute || r.second)))
        return false;
    struct moment m = {.is_set = true, .has_time = r.has_time, .has_zone = r.has_time && r.has_zone};
    m.offset_minutes = m.has_zone ? r.offset : 0;
    m.seconds = (int64_t)civil_day(year, month, day) * 86400 + r.hour * 3600 + r.minute * 60 + r.second -
                (int64_t)m.offset_minutes * 60;
    *out = m;
    return true;
}
