/* A story's timeline as a calendar (iCalendar, RFC 5545). Days, months and years become all-day events; coarser dates
 * have no place in a calendar and are left out. Times are the story's own, so that the same page gives the same bytes. */
#include "render/escape.h"
#include "render/served.h"

/* Lines are folded at 75 bytes (3.1), never through a character. */
static void line(struct buf *out, const char *name, struct str value)
{
    struct buf whole = {0};
    buf_format(&whole, "%s:%.*s", name, STR_ARG(value));
    for (struct str rest = buf_str(&whole); rest.n;) {
        struct str part = utf8_cut(rest, 73);
        if (!part.n)
            part = (struct str){rest.p, rest.n < 73 ? rest.n : 73};
        if (rest.p != whole.p)
            buf_add_byte(out, ' ');
        buf_add(out, part);
        buf_add_z(out, "\r\n");
        rest = (struct str){rest.p + part.n, rest.n - part.n};
    }
    buf_free(&whole);
}

/* 3.3.11: backslash, semicolon and comma are escaped; a line end would be another property. */
static void text_line(struct buf *out, const char *name, struct str value)
{
    struct buf plain = {0}, escaped = {0};
    escape_plain(&plain, value);
    for (size_t i = 0; i < plain.n; i++) {
        if (strchr("\\;,", plain.p[i]))
            buf_add_byte(&escaped, '\\');
        buf_add_byte(&escaped, plain.p[i] == '\r' || plain.p[i] == '\n' ? ' ' : plain.p[i]);
    }
    line(out, name, buf_str(&escaped));
    buf_free(&plain);
    buf_free(&escaped);
}

static int32_t day_behind(const struct timeline_entry *e)
{
    struct civil c = civil_of_day(e->first_day);
    return e->grain == GRAIN_YEAR ? civil_day(c.year + 1, 1, 1) : e->grain == GRAIN_MONTH ? civil_day(c.year, c.month + 1, 1) : e->first_day + 1;
}

static void day_line(struct buf *out, const char *name, int32_t day)
{
    struct civil c = civil_of_day(day);
    buf_format(out, "%s;VALUE=DATE:%04d%02d%02d\r\n", name, (int)c.year, c.month, c.day);
}

void render_calendar(const struct brief *b, struct str address, struct buf *out)
{
    struct civil stamp = civil_of_day(b->updated.is_set ? (int32_t)(b->updated.seconds / 86400) : 0);
    int second = b->updated.is_set ? (int)(b->updated.seconds % 86400) : 0;
    struct buf uid = {0}, url = {0};
    buf_add_z(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//nutgraf//timeline//EN\r\n");
    text_line(out, "X-WR-CALNAME", b->headline.text);
    if (address.n) {
        buf_format(&url, "%.*sstory/", STR_ARG(address));
        escape_url(&url, b->id);
        buf_add_z(&url, ".html");
    }
    for (size_t i = 0; i < b->timeline_count; i++) {
        const struct timeline_entry *e = &b->timeline[i];
        struct civil c = civil_of_day(e->first_day == INT32_MIN ? 0 : e->first_day);
        if (e->first_day == INT32_MIN || c.year < 1 || c.year > 9998)
            continue;
        buf_clear(&uid);
        escape_url(&uid, b->id);
        buf_format(&uid, "-%s-%zu@nutgraf", e->date, i);
        buf_add_z(out, "BEGIN:VEVENT\r\n");
        line(out, "UID", buf_str(&uid));
        buf_format(out, "DTSTAMP:%04d%02d%02dT%02d%02d%02dZ\r\n", (int)stamp.year, stamp.month, stamp.day, second / 3600, second / 60 % 60, second % 60);
        day_line(out, "DTSTART", e->first_day);
        day_line(out, "DTEND", day_behind(e));
        text_line(out, "SUMMARY", e->what.text);
        if (url.n)
            line(out, "URL", buf_str(&url));
        buf_add_z(out, "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
    }
    buf_add_z(out, "END:VCALENDAR\r\n");
    buf_free(&uid);
    buf_free(&url);
}
