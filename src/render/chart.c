#include "render/chart.h"

#include "render/escape.h"
#include "render/when.h"

void chart_begin(const struct chart *chart, struct buf *out)
{
    buf_format(out,
               "<figure class=\"picture %s\">\n<svg role=\"img\" aria-labelledby=\"%s-title %s-desc\" width=\"100%%\" height=\"%d\">\n"
               "<title id=\"%s-title\">%s</title>\n<desc id=\"%s-desc\">",
               chart->kind, chart->kind, chart->kind, chart->height, chart->kind, chart->title, chart->kind);
    escape_markup(out, chart->says);
    buf_add_z(out, "</desc>\n");
}

void chart_end(struct buf *out)
{
    buf_add_z(out, "</svg>\n");
}

static void length(const char *name, int thousandths, struct buf *out)
{
    buf_format(out, thousandths % 10 ? " %s=\"%d.%d%%\"" : " %s=\"%d%%\"", name, thousandths / 10, thousandths % 10);
}

void chart_line(int from, int to, int y, const char *class, struct buf *out)
{
    buf_format(out, "<line class=\"%s\"", class);
    length("x1", from, out);
    length("x2", to, out);
    buf_format(out, " y1=\"%d\" y2=\"%d\"/>\n", y, y);
}

void chart_rise(int at, int top, int bottom, const char *class, struct buf *out)
{
    buf_format(out, "<line class=\"%s\"", class);
    length("x1", at, out);
    length("x2", at, out);
    buf_format(out, " y1=\"%d\" y2=\"%d\"/>\n", top, bottom);
}

void chart_dot(int at, int y, int radius, const char *class, struct buf *out)
{
    buf_format(out, "<circle class=\"%s\"", class);
    length("cx", at, out);
    buf_format(out, " cy=\"%d\" r=\"%d\"/>\n", y, radius);
}

void chart_bar(int from, int to, int y, int height, const char *class, struct buf *out)
{
    buf_format(out, "<rect class=\"%s\"", class);
    length("x", from, out);
    length("width", to - from, out);
    buf_format(out, " y=\"%d\" height=\"%d\" rx=\"1\"/>\n", y, height);
}

enum { EDGE = 90, LABEL_WIDTH = 225, LABEL_GAP = 20 }; /* "Oct 10, 2025" in small letters, 330 pixels for the whole */

bool chart_label_fits(int at, int *end)
{
    int left = at < EDGE ? at : at > CHART_WIDTH - EDGE ? at - LABEL_WIDTH : at - LABEL_WIDTH / 2;
    if (left < *end)
        return false;
    *end = left + LABEL_WIDTH + LABEL_GAP;
    return true;
}

void chart_label(int at, int y, const char *class, struct str text, struct buf *out)
{
    const char *anchor = at < EDGE ? "start" : at > CHART_WIDTH - EDGE ? "end" : "middle";
    buf_format(out, "<text class=\"%s\" text-anchor=\"%s\"", class, anchor);
    length("x", at, out);
    buf_format(out, " y=\"%d\">", y);
    escape_markup(out, text);
    buf_add_z(out, "</text>\n");
}

void chart_short(struct str text, size_t most, struct buf *out)
{
    size_t i = 0, n = 0, cut = 0;
    while (i < text.n && n <= most) {
        if (n + 1 == most)
            cut = i;
        utf8_next(text, &i);
        n++;
    }
    if (n <= most && i == text.n) {
        buf_add(out, text);
        return;
    }
    buf_add(out, str_trim((struct str){text.p, cut}));
    buf_add_z(out, "…");
}

enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };

void chart_duration(int64_t seconds, struct buf *out)
{
    static const struct {
        int64_t seconds;
        const char *name;
    } units[] = {{365 * DAY, "year"}, {30 * DAY, "month"}, {DAY, "day"}, {HOUR, "hour"}, {MINUTE, "minute"}};
    enum { COUNT = sizeof units / sizeof *units };
    size_t i = 0;
    while (i + 1 < COUNT && seconds < 2 * units[i].seconds)
        i++;
    long long n = seconds / units[i].seconds;
    if (n < 1)
        buf_add_z(out, "less than a minute");
    else
        buf_format(out, "%lld %s%s", n, units[i].name, n == 1 ? "" : "s");
}

int axis_place(const struct axis *axis, int64_t seconds)
{
    double share = (double)(seconds - axis->begin) / (double)(axis->end - axis->begin);
    return share <= 0 ? 0 : share >= 1 ? CHART_WIDTH : (int)(share * CHART_WIDTH + 0.5);
}

static int64_t round_up(int64_t seconds, int64_t step)
{
    int64_t over = ((seconds % step) + step) % step;
    return over ? seconds + step - over : seconds;
}

/* "Oct 7, 2025" -> "Oct 7" */
static void drop_year(struct str *text)
{
    struct str rest = *text;
    *text = str_cut(&rest, ',');
}

/* Times of day are UTC. */
static void tick_label(int64_t at, int64_t step, struct buf *out)
{
    struct moment m = {.seconds = at, .is_set = true};
    struct buf day = {0};
    when_day(&day, m);
    struct str text = buf_str(&day);
    if (step < 30 * DAY)
        drop_year(&text);
    buf_add(out, text);
    if (step < DAY) {
        int minute = moment_minute(m);
        buf_format(out, " %02d:%02d", minute / 60, minute % 60);
    }
    buf_free(&day);
}

void axis_draw(const struct axis *axis, int y, struct buf *out)
{
    static const int64_t steps[] = {10 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY,
                                    30 * DAY, 91 * DAY, 365 * DAY};
    enum { COUNT = sizeof steps / sizeof *steps, TICKS_MOST = 4 };
    int64_t step = steps[0];
    for (size_t i = 0; i < COUNT && (axis->end - axis->begin) / step > TICKS_MOST; i++)
        step = steps[i];
    while ((axis->end - axis->begin) / step > TICKS_MOST)
        step *= 2;
    int drawn_to = 0;
    for (int64_t at = round_up(axis->begin, step); at <= axis->end; at += step) {
        int place = axis_place(axis, at);
        chart_rise(place, 0, y - 14, "grid", out);
        if (!chart_label_fits(place, &drawn_to))
            continue;
        struct buf label = {0};
        tick_label(at, step, &label);
        chart_label(place, y, "when", buf_str(&label), out);
        buf_free(&label);
    }
}
