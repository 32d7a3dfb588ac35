/* Pictures where people would rather look: inline SVG, coloured by the style sheet, each with its words for those who
 * cannot see it. No script and no style attribute: the page's policy forbids both. */
#include <stdlib.h>

#include "render/escape.h"
#include "render/formats.h"
#include "render/served.h"
#include "render/when.h"

enum { WIDTH = 640, LABEL = 170, ROW = 22, OUTLETS = 14, DOTS = 400 };

struct row {
    struct str outlet;
    int64_t first;
    size_t reports;
};

struct rows {
    struct row items[OUTLETS];
    size_t count, left_out;
    int64_t first, last; /* of all */
};

static int by_first(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return str_compare(x->outlet, y->outlet);
}

static bool is_placed(const struct article *x)
{
    return x->published.is_set && x->published.has_time;
}

static struct row *row_of(struct rows *rows, struct str outlet)
{
    for (size_t i = 0; i < rows->count; i++)
        if (str_eq(rows->items[i].outlet, outlet))
            return &rows->items[i];
    return NULL;
}

/* The outlets in the order in which they had it. */
static void gather(const struct brief *b, struct rows *rows)
{
    *rows = (struct rows){.first = INT64_MAX, .last = INT64_MIN};
    for (size_t i = b->related_count; i-- > 0;) { /* the oldest first */
        const struct article *x = b->related[i];
        if (!is_placed(x))
            continue;
        struct row *row = row_of(rows, render_outlet(x));
        if (!row && rows->count == OUTLETS) {
            rows->left_out++;
            continue;
        }
        if (!row) {
            row = &rows->items[rows->count++];
            *row = (struct row){render_outlet(x), x->published.seconds, 0};
        }
        row->reports++;
        if (x->published.seconds < row->first)
            row->first = x->published.seconds;
        if (x->published.seconds < rows->first)
            rows->first = x->published.seconds;
        if (x->published.seconds > rows->last)
            rows->last = x->published.seconds;
    }
    if (rows->count)
        qsort(rows->items, rows->count, sizeof *rows->items, by_first);
}

static int place(int64_t at, int64_t first, int64_t last, int from, int to)
{
    return last > first ? from + (int)((double)(at - first) / (double)(last - first) * (to - from)) : from;
}

static void lag(struct buf *out, int64_t seconds)
{
    if (seconds < 60)
        buf_add_z(out, "first");
    else if (seconds < 3600 * 2)
        buf_format(out, "%lld min later", (long long)(seconds / 60));
    else if (seconds < 86400 * 2)
        buf_format(out, "%lld h later", (long long)(seconds / 3600));
    else
        buf_format(out, "%lld days later", (long long)(seconds / 86400));
}

static void dots(const struct brief *b, const struct rows *rows, const struct row *row, int y, struct buf *out)
{
    size_t drawn = 0;
    for (size_t i = 0; i < b->related_count && drawn < DOTS; i++) {
        const struct article *x = b->related[i];
        if (!is_placed(x) || !str_eq(render_outlet(x), row->outlet))
            continue;
        buf_format(out, "<circle cx=\"%d\" cy=\"%d\" r=\"4\"><title>", place(x->published.seconds, rows->first, rows->last, LABEL + 6, WIDTH - 110), y);
        escape_markup(out, x->title);
        buf_add_z(out, "</title></circle>");
        drawn++;
    }
}

static void coverage(const struct brief *b, struct buf *out)
{
    struct rows rows;
    gather(b, &rows);
    if (rows.count < 2)
        return;
    int height = (int)rows.count * ROW + 4;
    buf_format(out, "<figure><figcaption>Coverage by outlet, who was first on top</figcaption>\n"
                    "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", WIDTH, height);
    for (size_t i = 0; i < rows.count; i++) {
        escape_markup(out, rows.items[i].outlet);
        buf_add_z(out, ": ");
        render_count(out, rows.items[i].reports, "report", "reports");
        buf_add_z(out, ", ");
        lag(out, rows.items[i].first - rows.first);
        buf_add_z(out, i + 1 < rows.count ? "; " : ".");
    }
    buf_add_z(out, "\">\n");
    for (size_t i = 0; i < rows.count; i++) {
        int y = (int)i * ROW + ROW / 2;
        buf_format(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">", LABEL - 6, y + 4);
        escape_markup(out, utf8_length(rows.items[i].outlet) > 24 ? utf8_cut(rows.items[i].outlet, 24) : rows.items[i].outlet);
        buf_format(out, "</text><line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>", LABEL, y, WIDTH - 104, y);
        dots(b, &rows, &rows.items[i], y, out);
        buf_format(out, "<text x=\"%d\" y=\"%d\" class=\"dim\">", WIDTH - 98, y + 4);
        lag(out, rows.items[i].first - rows.first);
        buf_add_z(out, "</text>\n");
    }
    buf_add_z(out, "</svg>");
    if (rows.left_out)
        buf_format(out, "<p class=\"dim\">%zu later reports of other outlets are not drawn.</p>", rows.left_out);
    buf_add_z(out, "</figure>\n");
}

/* Events years apart beside events of one week: places are by order where a true scale would press them together. */
static void line(const struct brief *b, struct buf *out)
{
    size_t n = 0;
    for (size_t i = 0; i < b->timeline_count; i++)
        n += b->timeline[i].first_day != INT32_MIN;
    if (n < 3)
        return;
    buf_format(out, "<figure><figcaption>The timeline as a line, in order and not to scale</figcaption>\n<svg viewBox=\"0 0 %d 56\" role=\"img\" aria-label=\"%zu dates, see the list above\">\n"
                    "<line x1=\"20\" y1=\"20\" x2=\"%d\" y2=\"20\"/>\n", WIDTH, n, WIDTH - 20);
    size_t k = 0;
    for (size_t i = 0; i < b->timeline_count; i++) {
        if (b->timeline[i].first_day == INT32_MIN)
            continue;
        int x = 20 + (int)(k * (WIDTH - 40) / (n - 1));
        buf_format(out, "<circle cx=\"%d\" cy=\"20\" r=\"5\"><title>", x);
        when_date(out, str_of(b->timeline[i].date));
        buf_add_z(out, ": ");
        escape_markup(out, b->timeline[i].what.text);
        buf_add_z(out, "</title></circle>");
        if (k == 0 || k == n - 1 || (n > 4 && k == n / 2)) {
            buf_format(out, "<text x=\"%d\" y=\"46\" text-anchor=\"%s\">", x, k == 0 ? "start" : k == n - 1 ? "end" : "middle");
            when_date(out, str_of(b->timeline[i].date));
            buf_add_z(out, "</text>");
        }
        k++;
        buf_add_byte(out, '\n');
    }
    buf_add_z(out, "</svg></figure>\n");
}

/* How many of the independent reports say each sentence. */
static void agreement(const struct brief *b, struct buf *out)
{
    size_t most = 0, sentences = 0;
    for (size_t i = 0; i < b->section_count; i++)
        for (size_t k = 0; k < b->sections[i].sentence_count; k++) {
            most = b->sections[i].sentences[k].cite_count > most ? b->sections[i].sentences[k].cite_count : most;
            sentences++;
        }
    if (most < 2 || !sentences)
        return;
    buf_format(out, "<figure><figcaption>How many of %zu sources say each sentence, in the order of the page</figcaption>\n"
                    "<svg viewBox=\"0 0 %d %zu\" role=\"img\" aria-label=\"", b->source_count, WIDTH, sentences * 18 + 4);
    for (size_t i = 0, n = 1; i < b->section_count; i++)
        for (size_t k = 0; k < b->sections[i].sentence_count; k++, n++)
            buf_format(out, "Sentence %zu: %zu. ", n, b->sections[i].sentences[k].cite_count);
    buf_add_z(out, "\">\n");
    int y = 2;
    for (size_t i = 0; i < b->section_count; i++)
        for (size_t k = 0; k < b->sections[i].sentence_count; k++, y += 18) {
            const struct unit_text *u = &b->sections[i].sentences[k];
            int width = (int)(u->cite_count * 120 / most);
            struct str words = utf8_cut(u->text, 76);
            buf_format(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"12\"/><text x=\"%d\" y=\"%d\" text-anchor=\"end\">%zu</text><text x=\"150\" y=\"%d\">",
                       24, y, width < 2 ? 2 : width, 18, y + 11, u->cite_count, y + 11);
            escape_markup(out, words);
            buf_add_z(out, words.n < u->text.n ? "\xE2\x80\xA6</text>\n" : "</text>\n");
        }
    buf_add_z(out, "</svg></figure>\n");
}

void served_pictures(const struct brief *b, struct buf *out)
{
    struct buf pictures = {0};
    coverage(b, &pictures);
    line(b, &pictures);
    agreement(b, &pictures);
    if (pictures.n) {
        buf_add_z(out, "<section class=\"pictures\">\n<h2>In pictures</h2>\n");
        buf_add(out, buf_str(&pictures));
        buf_add_z(out, "</section>\n");
    }
    buf_free(&pictures);
}
