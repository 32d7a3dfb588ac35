/* Who reported when: a row for each outlet, the earliest on top, a mark for each report. Copies of another's report are
 * hollow. Behind the picture stands the same as a table. */
#include <stdlib.h>

#include "base/arena.h"
#include "render/chart.h"
#include "render/escape.h"
#include "render/formats.h"
#include "render/html.h"
#include "render/picture.h"

enum { ROWS_MOST = 12, ROW_HEIGHT = 34, MARKS_MOST = 240, NAME_MOST = 36 };

struct mark {
    struct str outlet;
    struct moment at;
    bool is_copy;
};

struct row {
    struct str outlet;
    const struct mark *marks; /* in order of time */
    size_t count, copies;
};

struct coverage {
    struct mark *marks;
    struct row *rows; /* the earliest first */
    size_t mark_count, row_count, copy_count;
    struct axis axis;
};

static int by_outlet_and_time(const void *a, const void *b)
{
    const struct mark *x = a, *y = b;
    int order = str_compare(x->outlet, y->outlet);
    if (order)
        return order;
    return x->at.seconds != y->at.seconds ? (x->at.seconds < y->at.seconds ? -1 : 1) : x->is_copy - y->is_copy;
}

static int by_first(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    if (x->marks->at.seconds != y->marks->at.seconds)
        return x->marks->at.seconds < y->marks->at.seconds ? -1 : 1;
    return str_compare(x->outlet, y->outlet);
}

static void take_marks(struct arena *a, const struct brief *brief, struct coverage *out)
{
    out->marks = arena_alloc(a, (brief->source_count + 1) * sizeof *out->marks);
    for (size_t i = 0; i < brief->source_count; i++) {
        const struct source *s = &brief->sources[i];
        if (!s->is_background && s->article->published.is_set)
            out->marks[out->mark_count++] =
                (struct mark){render_outlet(s->article), s->article->published, s->copy_of != NO_INDEX};
    }
    if (out->mark_count)
        qsort(out->marks, out->mark_count, sizeof *out->marks, by_outlet_and_time);
}

static bool gather(struct arena *a, const struct brief *brief, struct coverage *out)
{
    *out = (struct coverage){0};
    take_marks(a, brief, out);
    out->rows = arena_zero(a, (out->mark_count + 1) * sizeof *out->rows);
    for (size_t i = 0; i < out->mark_count; i++) {
        const struct mark *m = &out->marks[i];
        if (!i || !str_eq(m->outlet, m[-1].outlet))
            out->rows[out->row_count++] = (struct row){.outlet = m->outlet, .marks = m};
        out->rows[out->row_count - 1].count++;
        out->rows[out->row_count - 1].copies += m->is_copy;
        out->copy_count += m->is_copy;
        if (!i || m->at.seconds < out->axis.begin)
            out->axis.begin = m->at.seconds;
        if (!i || m->at.seconds > out->axis.end)
            out->axis.end = m->at.seconds;
    }
    if (out->row_count)
        qsort(out->rows, out->row_count, sizeof *out->rows, by_first);
    return out->mark_count > 1 && out->axis.begin < out->axis.end;
}

/* Whether x came before y for certain: a report of which only the day is known may be of any hour. */
static bool is_before(struct moment x, struct moment y)
{
    if (x.has_time && y.has_time)
        return x.seconds < y.seconds;
    return moment_day(x) < moment_day(y);
}

/* For the caption the names are isolated: one in Arabic does not turn the English around it. */
static void add_name(struct str name, bool is_markup, struct buf *out)
{
    if (!is_markup) {
        buf_add(out, name);
        return;
    }
    buf_add_z(out, "<bdi>");
    escape_markup(out, name);
    buf_add_z(out, "</bdi>");
}

static void tell_first(const struct coverage *c, bool is_markup, struct buf *out)
{
    const struct row *first = &c->rows[0];
    struct buf after = {0};
    if (c->row_count == 1) {
        add_name(first->outlet, is_markup, out);
        buf_add_z(out, " alone reports it, ");
        render_count(out, first->count, "time", "times");
    } else if (is_before(first->marks->at, c->rows[1].marks->at)) {
        add_name(first->outlet, is_markup, out);
        buf_add_z(out, " was first, ");
        chart_duration(c->rows[1].marks->at.seconds - first->marks->at.seconds, &after);
        buf_add(out, buf_str(&after));
        buf_add_z(out, " before ");
        add_name(c->rows[1].outlet, is_markup, out);
    } else {
        render_count(out, c->row_count, "outlet", "outlets");
        buf_add_z(out, " reported it; who was first cannot be told from the times given");
    }
    buf_add_z(out, ".");
    buf_free(&after);
}

/* Marks that would lie on one another are one, drawn larger. */
static void draw_marks(const struct coverage *c, const struct mark *marks, size_t count, int y, int bins, struct buf *out)
{
    for (size_t i = 0; i < count;) {
        int place = axis_place(&c->axis, marks[i].at.seconds), bin = place * bins / CHART_WIDTH;
        size_t n = 0, copies = 0;
        for (; i < count && axis_place(&c->axis, marks[i].at.seconds) * bins / CHART_WIDTH == bin; i++) {
            n++;
            copies += marks[i].is_copy;
        }
        chart_dot(place, y, n > 8 ? 7 : n > 2 ? 6 : 5, copies == n ? "copy" : "report", out);
    }
}

static int by_time(const void *a, const void *b)
{
    const struct mark *x = a, *y = b;
    return x->at.seconds != y->at.seconds ? (x->at.seconds < y->at.seconds ? -1 : 1) : x->is_copy - y->is_copy;
}

static void draw_row(const struct coverage *c, const struct row *row, size_t index, int bins, struct buf *out)
{
    struct buf name = {0};
    int y = (int)index * ROW_HEIGHT;
    chart_short(row->outlet, NAME_MOST, &name);
    if (index == 0 && c->row_count > 1 && is_before(row->marks->at, c->rows[1].marks->at))
        buf_add_z(&name, " (first)");
    chart_label(0, y + 12, "name", buf_str(&name), out);
    chart_line(0, CHART_WIDTH, y + 23, "rail", out);
    draw_marks(c, row->marks, row->count, y + 23, bins, out);
    buf_free(&name);
}

static void draw(struct arena *a, const struct coverage *c, struct buf *out)
{
    bool is_cut = c->row_count > ROWS_MOST;
    size_t shown = is_cut ? ROWS_MOST - 1 : c->row_count, rows = shown + is_cut;
    int bins = (int)(MARKS_MOST / rows), bottom = (int)rows * ROW_HEIGHT + 20;
    struct buf says = {0};
    tell_first(c, false, &says);
    chart_begin(&(struct chart){"coverage", "Who reported when", buf_str(&says), bottom + 4}, out);
    axis_draw(&c->axis, bottom, out);
    for (size_t i = 0; i < shown; i++)
        draw_row(c, &c->rows[i], i, bins > 100 ? 100 : bins, out);
    if (is_cut) {
        size_t n = 0;
        struct mark *others = arena_alloc(a, c->mark_count * sizeof *others);
        struct buf name = {0};
        for (size_t i = shown; i < c->row_count; i++)
            for (size_t k = 0; k < c->rows[i].count; k++)
                others[n++] = c->rows[i].marks[k];
        qsort(others, n, sizeof *others, by_time);
        buf_format(&name, "%zu other outlets", c->row_count - shown);
        struct row row = {.outlet = buf_str(&name), .marks = others, .count = n};
        draw_row(c, &row, shown, bins, out);
        buf_free(&name);
    }
    chart_end(out);
    buf_free(&says);
}

static void table(const struct coverage *c, struct buf *out)
{
    enum { LINES_MOST = 40 };
    buf_add_z(out, "<details><summary>As a table</summary>\n<table><thead><tr><th scope=\"col\">Outlet</th>"
                   "<th scope=\"col\">First report</th><th scope=\"col\">Reports</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < c->row_count && i < LINES_MOST; i++) {
        const struct row *row = &c->rows[i];
        buf_add_z(out, "<tr><th scope=\"row\"><bdi>");
        escape_markup(out, row->outlet);
        buf_add_z(out, "</bdi></th><td>");
        html_time(row->marks->at, true, out);
        buf_format(out, "</td><td>%zu", row->count);
        if (row->copies)
            buf_format(out, row->copies == row->count ? " (carried)" : " (%zu carried)", row->copies);
        buf_add_z(out, "</td></tr>\n");
    }
    buf_add_z(out, "</tbody></table>");
    if (c->row_count > LINES_MOST)
        buf_format(out, "<p>... and %zu other outlets.</p>", c->row_count - LINES_MOST);
    buf_add_z(out, "</details>\n");
}

void picture_coverage(const struct brief *brief, struct buf *out)
{
    struct arena *a = arena_create();
    struct coverage c;
    if (gather(a, brief, &c)) {
        draw(a, &c, out);
        buf_add_z(out, "<figcaption>");
        tell_first(&c, true, out);
        buf_format(out, "%s Times are UTC.</figcaption>\n", c.copy_count ? " Hollow: another's report, carried." : "");
        table(&c, out);
        buf_add_z(out, "</figure>\n");
    }
    arena_destroy(a);
}
