/* The timeline as a line. A day is a dot, what is known more coarsely is a bar as long as the month, year or decade is.
 * Distances grow with the logarithm of the time between: the years before do not squeeze the days that matter into one
 * point, and the days still look nearer to each other than the years. */
#include <math.h>

#include "base/arena.h"
#include "render/chart.h"
#include "render/picture.h"
#include "render/when.h"

enum { ENTRIES_MOST = 40, WANTED = 3, LINE = 36, HEIGHT = 72, MARGIN = 15 };

/* Days that an entry's date covers, as its form says. 1 for a day and for what is not understood. */
static int32_t days_covered(const struct timeline_entry *e)
{
    int year = 0, month = 0;
    struct str date = str_of(e->date);
    for (size_t i = 0; i < 4 && i < date.n; i++) {
        if (date.p[i] < '0' || date.p[i] > '9')
            return 1;
        year = year * 10 + (date.p[i] - '0');
    }
    if (date.n == 4)
        return civil_day(year + 1, 1, 1) - civil_day(year, 1, 1);
    if (date.n != 7 || date.p[4] != '-' || date.p[5] < '0' || date.p[5] > '1')
        return 1;
    month = (date.p[5] - '0') * 10 + (date.p[6] - '0');
    return month >= 1 && month <= 12 ? civil_month_length(year, month) : 1;
}

struct point {
    const struct timeline_entry *entry;
    double from, to; /* in logarithmic days from the first */
};

static double stretch(int32_t days)
{
    return days > 0 ? log1p((double)days) : 0;
}

/* One point a date, in order; those whose day is not known are left out. Gives their number. */
static size_t place_points(const struct brief *brief, struct point points[ENTRIES_MOST])
{
    size_t n = 0;
    double at = 0;
    for (size_t i = 0; i < brief->timeline_count && n < ENTRIES_MOST; i++) {
        const struct timeline_entry *e = &brief->timeline[i];
        if (n && strcmp(e->date, points[n - 1].entry->date) == 0)
            continue;
        if (e->grain == GRAIN_NONE || e->first_day < -2000000 || (n && e->first_day < points[n - 1].entry->first_day))
            continue;
        int32_t covered = days_covered(e);
        if (n)
            at += stretch(e->first_day - points[n - 1].entry->first_day);
        points[n].entry = e;
        points[n].from = at;
        points[n].to = covered > 1 ? at + stretch(covered) / 3 : at;
        n++;
    }
    return n;
}

static int place(double at, double whole)
{
    return MARGIN + (int)(at / whole * (CHART_WIDTH - 2 * MARGIN) + 0.5);
}

/* A month at the right end is still wide enough to be seen. */
static int bar_end(const struct point *p, double whole)
{
    int from = place(p->from, whole), end = place(p->to < whole ? p->to : whole, whole);
    return end > from + 24 ? end : from + 24;
}

/* Dates above and below the line by turns, where they have room: the first and the last, then the others in order. */
static void labels(const struct point *points, size_t n, double whole, struct buf *out)
{
    int end[2] = {0, 0}, last = place(points[n - 1].from, whole);
    for (size_t i = 0; i < n; i++) {
        int at = place(points[i].from, whole), above = end[0], behind;
        bool is_above = chart_label_fits(at, &above);
        behind = above;
        is_above = is_above && (i == n - 1 || chart_label_fits(last, &behind));
        if (is_above)
            end[0] = above;
        else if (!chart_label_fits(at, &end[1]))
            continue;
        struct buf date = {0};
        when_date(&date, str_of(points[i].entry->date));
        chart_rise(at, is_above ? 20 : LINE, is_above ? LINE : 52, "grid", out);
        chart_label(at, is_above ? 13 : 66, "when", buf_str(&date), out);
        buf_free(&date);
    }
}

void picture_timeline(const struct brief *brief, struct buf *out)
{
    struct point points[ENTRIES_MOST];
    size_t n = place_points(brief, points);
    if (n < WANTED || points[n - 1].from <= 0)
        return;
    double whole = points[n - 1].from;
    struct buf says = {0};
    buf_format(&says, "%zu dates from ", n);
    when_date(&says, str_of(points[0].entry->date));
    buf_add_z(&says, " to ");
    when_date(&says, str_of(points[n - 1].entry->date));
    buf_add_z(&says, "; they are listed below.");
    chart_begin(&(struct chart){"line", "The timeline as a line", buf_str(&says), HEIGHT}, out);
    chart_line(0, CHART_WIDTH, LINE, "rail", out);
    labels(points, n, whole, out);
    for (size_t i = 0; i < n; i++)
        if (points[i].to > points[i].from)
            chart_bar(place(points[i].from, whole), bar_end(&points[i], whole), LINE - 5, 10, "span", out);
    for (size_t i = 0; i < n; i++)
        if (points[i].to <= points[i].from)
            chart_dot(place(points[i].from, whole), LINE, 6, "report", out);
    chart_end(out);
    buf_add_z(out, "</figure>\n");
    buf_free(&says);
}
