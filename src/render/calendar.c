/* A timeline as iCalendar. What RFC 5545 wants: lines end in CRLF and are folded at 75 octets, never through a
 * character; commas, semicolons, backslashes and line breaks are escaped; an all-day event ends on the day after. */
#include "render/escape.h"
#include "render/forms.h"
#include "render/formats.h"
#include "render/when.h"

enum { LINE_OCTETS = 75 };

/* A content line: name (with parameters), colon, value as it is. */
static void line(const char *name, struct str value, struct buf *out)
{
    struct buf whole = {0};
    buf_format(&whole, "%s:", name);
    buf_add(&whole, value);
    struct str rest = buf_str(&whole);
    for (size_t room = LINE_OCTETS; rest.n > room; room = LINE_OCTETS - 1) {
        struct str part = utf8_cut(rest, room);
        buf_add(out, part);
        buf_add_z(out, "\r\n ");
        rest.p += part.n;
        rest.n -= part.n;
    }
    buf_add(out, rest);
    buf_add_z(out, "\r\n");
    buf_free(&whole);
}

/* TEXT (3.3.11). What is unwanted is already left out, and line breaks are spaces: see escape_plain. */
static void add_text(struct str text, struct buf *out)
{
    struct buf clean = {0};
    escape_plain(&clean, text);
    for (size_t i = 0; i < clean.n; i++) {
        if (strchr("\\;,", clean.p[i]))
            buf_add_byte(out, '\\');
        buf_add_byte(out, clean.p[i]);
    }
    buf_free(&clean);
}

static void text_line(const char *name, struct str text, struct buf *out)
{
    struct buf value = {0};
    add_text(text, &value);
    line(name, buf_str(&value), out);
    buf_free(&value);
}

static void day_line(const char *name, int32_t day, struct buf *out)
{
    struct buf value = {0};
    struct civil c = civil_of_day(day);
    buf_format(&value, "%04d%02d%02d", (int)c.year, c.month, c.day);
    line(name, buf_str(&value), out);
    buf_free(&value);
}

static void moment_line(const char *name, struct moment m, struct buf *out)
{
    struct moment utc = {.seconds = m.seconds, .is_set = true, .has_time = true};
    struct civil c = civil_of_day(moment_day(utc));
    int minute = moment_minute(utc);
    struct buf value = {0};
    buf_format(&value, "%04d%02d%02dT%02d%02d%02dZ", (int)c.year, c.month, c.day, minute / 60, minute % 60,
               (int)(((m.seconds % 60) + 60) % 60));
    line(name, buf_str(&value), out);
    buf_free(&value);
}

static void link_line(struct str address, struct str id, struct buf *out)
{
    struct buf url = {0};
    if (!web_url(address).n)
        return;
    buf_add(&url, address);
    buf_add_z(&url, "story/");
    escape_url(&url, id);
    buf_add_z(&url, ".html");
    line("URL", buf_str(&url), out);
    buf_free(&url);
}

static bool is_day(const struct timeline_entry *e, int32_t *day)
{
    struct moment m;
    if (strlen(e->date) != 10 || !moment_parse_iso(str_of(e->date), &m))
        return false;
    *day = moment_day(m);
    return civil_of_day(*day).year >= 1 && *day < civil_day(9999, 12, 31);
}

static void coarse_dates(const struct brief *brief, struct buf *out)
{
    struct buf value = {0}, date = {0};
    int32_t day;
    add_text(STR("What the reports date. Days are events."), &value);
    for (size_t i = 0; i < brief->timeline_count; i++) {
        if (is_day(&brief->timeline[i], &day))
            continue;
        buf_clear(&date);
        when_date(&date, str_of(brief->timeline[i].date));
        buf_add_z(&value, "\\n");
        add_text(buf_str(&date), &value);
        buf_add_z(&value, ": ");
        add_text(brief->timeline[i].what.text, &value);
    }
    line("DESCRIPTION", buf_str(&value), out);
    buf_free(&value);
    buf_free(&date);
}

/* The sentence, then who says so. */
static void description(const struct brief *brief, const struct unit_text *unit, struct buf *out)
{
    struct buf value = {0};
    add_text(unit->text, &value);
    for (size_t i = 0; i < unit->cite_count; i++) {
        const struct article *x = brief->sources[unit->cites[i]].article;
        buf_add_z(&value, "\\n");
        add_text(render_outlet(x), &value);
        if (web_url(x->url).n) {
            buf_add_byte(&value, ' ');
            add_text(x->url, &value);
        }
    }
    line("DESCRIPTION", buf_str(&value), out);
    buf_free(&value);
}

/* The UID stays while a story grows: date, and which of that date's entries it is. */
static void event(const struct brief *brief, size_t index, int32_t day, struct str address, struct buf *out)
{
    const struct timeline_entry *e = &brief->timeline[index];
    size_t nth = 1;
    for (size_t i = 0; i < index; i++)
        nth += strcmp(brief->timeline[i].date, e->date) == 0;
    struct buf uid = {0};
    escape_url(&uid, brief->id);
    buf_format(&uid, "-%s-%zu@nutgraf", e->date, nth);
    buf_add_z(out, "BEGIN:VEVENT\r\n");
    line("UID", buf_str(&uid), out);
    moment_line("DTSTAMP", brief->updated, out);
    day_line("DTSTART;VALUE=DATE", day, out);
    day_line("DTEND;VALUE=DATE", day + 1, out);
    text_line("SUMMARY", e->what.text, out);
    description(brief, &e->what, out);
    link_line(address, brief->id, out);
    buf_format(out, "SEQUENCE:%u\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\n", brief->version ? brief->version - 1 : 0);
    buf_free(&uid);
}

bool form_has_calendar(const struct brief *brief)
{
    int32_t day;
    for (size_t i = 0; i < brief->timeline_count; i++)
        if (is_day(&brief->timeline[i], &day))
            return true;
    return false;
}

bool render_calendar(const struct brief *brief, struct str address, struct buf *out)
{
    int32_t day;
    if (!form_has_calendar(brief))
        return false;
    buf_add_z(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//nutgraf//story timeline//EN\r\nCALSCALE:GREGORIAN\r\n"
                   "METHOD:PUBLISH\r\n");
    text_line("NAME", brief->headline.text, out);
    text_line("X-WR-CALNAME", brief->headline.text, out); /* what was there before RFC 7986, and is more widely read */
    coarse_dates(brief, out);
    link_line(address, brief->id, out);
    for (size_t i = 0; i < brief->timeline_count; i++)
        if (is_day(&brief->timeline[i], &day))
            event(brief, i, day, address, out);
    buf_add_z(out, "END:VCALENDAR\r\n");
    return true;
}
