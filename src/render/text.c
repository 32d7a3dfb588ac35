/* A page for the terminal: wrapped to its width, bold headings and dim citations where colour is wanted. */
#include <unicode/uchar.h>

#include "render/changed.h"
#include "render/escape.h"
#include "render/formats.h"
#include "render/when.h"

#define BOLD "\033[1m"
#define DIM "\033[2m"
#define RESET "\033[0m"

struct sheet {
    struct buf *out;
    size_t width;
    bool colour;
};

static size_t columns(uint32_t c)
{
    int8_t type = u_charType((UChar32)c);
    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR)
        return 0;
    int wide = u_getIntPropertyValue((UChar32)c, UCHAR_EAST_ASIAN_WIDTH);
    return wide == U_EA_WIDE || wide == U_EA_FULLWIDTH ? 2 : 1;
}

static size_t width_of(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n;)
        n += columns(utf8_next(s, &i));
    return n;
}

static void style(const struct sheet *sheet, const char *code)
{
    if (sheet->colour)
        buf_add_z(sheet->out, code);
}

/* Words of `text` from column `at`, wrapped, further lines indented. Returns the column where it ends. */
static size_t flow(const struct sheet *sheet, struct str text, size_t at, size_t indent)
{
    struct buf clean = {0};
    escape_plain(&clean, text);
    struct str rest = buf_str(&clean);
    bool is_first = true;
    while (rest.n) {
        struct str word = str_cut(&rest, ' ');
        if (!word.n)
            continue;
        size_t n = width_of(word);
        if (at > indent && at + (is_first ? 0 : 1) + n > sheet->width) {
            buf_format(sheet->out, "\n%*s", (int)indent, "");
            at = indent;
        } else if (!is_first) {
            buf_add_byte(sheet->out, ' ');
            at++;
        }
        buf_add(sheet->out, word);
        at += n;
        is_first = false;
    }
    buf_free(&clean);
    return at;
}

static size_t cites(const struct sheet *sheet, const struct unit_text *unit, size_t at, size_t indent)
{
    struct buf marks = {0};
    for (size_t i = 0; i < unit->cite_count; i++)
        buf_format(&marks, "[%d]", unit->cites[i] + 1);
    if (!marks.n)
        return at;
    if (at + 1 + marks.n > sheet->width) {
        buf_format(sheet->out, "\n%*s", (int)indent, "");
        at = indent;
    } else {
        buf_add_byte(sheet->out, ' ');
        at++;
    }
    style(sheet, DIM);
    buf_add(sheet->out, buf_str(&marks));
    style(sheet, RESET);
    at += marks.n;
    buf_free(&marks);
    return at;
}

static void heading(const struct sheet *sheet, struct str text)
{
    buf_add_z(sheet->out, "\n");
    style(sheet, BOLD);
    flow(sheet, text, 0, 0);
    style(sheet, RESET);
    buf_add_z(sheet->out, "\n");
}

static void sections(const struct sheet *sheet, const struct brief *brief)
{
    for (size_t i = 0; i < brief->section_count; i++) {
        const struct section *section = &brief->sections[i];
        if (section->heading.text.n)
            heading(sheet, section->heading.text);
        else
            buf_add_byte(sheet->out, '\n');
        size_t at = 0;
        for (size_t k = 0; k < section->sentence_count; k++) {
            if (k) {
                buf_add_byte(sheet->out, ' ');
                at++;
            }
            at = flow(sheet, section->sentences[k].text, at, 0);
            at = cites(sheet, &section->sentences[k], at, 0);
        }
        buf_add_byte(sheet->out, '\n');
    }
}

static void disagreements(const struct sheet *sheet, const struct brief *brief)
{
    if (!brief->disagreement_count)
        return;
    heading(sheet, STR("Where reports differ"));
    for (size_t i = 0; i < brief->disagreement_count; i++) {
        const struct disagreement *d = &brief->disagreements[i];
        buf_add_z(sheet->out, "  ");
        size_t at = flow(sheet, d->what, 2, 4);
        buf_add_z(sheet->out, ":");
        at++;
        for (size_t k = 0; k < d->claim_count; k++) {
            struct buf time = {0};
            buf_add_z(sheet->out, k ? "; " : " ");
            at = flow(sheet, d->claims[k].value, at + (k ? 2 : 1), 4);
            at = cites(sheet, &d->claims[k].behind, at, 4);
            render_claim_time(brief, &d->claims[k], &time);
            at = flow(sheet, buf_str(&time), at, 4);
            buf_free(&time);
        }
        buf_add_byte(sheet->out, '\n');
    }
}

static void timeline(const struct sheet *sheet, const struct brief *brief)
{
    if (!brief->timeline_count)
        return;
    heading(sheet, STR("Timeline"));
    for (size_t i = 0; i < brief->timeline_count; i++) {
        const struct timeline_entry *e = &brief->timeline[i];
        struct buf date = {0};
        when_date(&date, str_of(e->date));
        enum { DATE_COLUMN = 16 };
        buf_add_z(sheet->out, "  ");
        style(sheet, BOLD);
        buf_add(sheet->out, buf_str(&date));
        style(sheet, RESET);
        size_t at = 2 + date.n;
        if (at < DATE_COLUMN)
            buf_format(sheet->out, "%*s", (int)(DATE_COLUMN - at), "");
        at = flow(sheet, e->what.text, at < DATE_COLUMN ? DATE_COLUMN : at, DATE_COLUMN);
        cites(sheet, &e->what, at, DATE_COLUMN);
        buf_add_byte(sheet->out, '\n');
        buf_free(&date);
    }
}

static void sources(const struct sheet *sheet, const struct brief *brief)
{
    heading(sheet, STR("Sources"));
    for (size_t i = 0; i < brief->source_count; i++) {
        const struct source *s = &brief->sources[i];
        struct buf number = {0}, who = {0};
        buf_format(&number, "[%zu]", i + 1);
        buf_format(sheet->out, " %4s ", number.p);
        style(sheet, BOLD);
        size_t at = flow(sheet, render_outlet(s->article), 6, 6);
        style(sheet, RESET);
        when_day(&who, s->article->published);
        if (who.n) {
            buf_add_z(sheet->out, ", ");
            at = flow(sheet, buf_str(&who), at + 2, 6);
        }
        if (s->is_background) {
            buf_add_z(sheet->out, ", ");
            at = flow(sheet, STR("background"), at + 2, 6);
        }
        if (s->note.text.n) {
            buf_add_z(sheet->out, ": ");
            flow(sheet, render_note(s, (char[RENDER_NOTE_ROOM]){0}), at + 2, 6);
        }
        buf_add_byte(sheet->out, '\n');
        buf_free(&number);
        buf_free(&who);
    }
}

static void related(const struct sheet *sheet, const struct brief *brief)
{
    struct buf title = {0};
    buf_format(&title, "All related articles (%zu)", brief->related_count);
    heading(sheet, buf_str(&title));
    buf_free(&title);
    for (size_t i = 0; i < brief->related_count; i++) {
        const struct article *a = brief->related[i];
        buf_add_z(sheet->out, "  ");
        size_t at = flow(sheet, render_outlet(a), 2, 4);
        buf_add_z(sheet->out, " - ");
        flow(sheet, a->title, at + 3, 4);
        buf_add_byte(sheet->out, '\n');
        struct str url = web_url(a->url);
        if (url.n) {
            style(sheet, DIM);
            buf_format(sheet->out, "    %.*s\n", STR_ARG(url));
            style(sheet, RESET);
        }
    }
}

static void changes(const struct sheet *sheet, const struct brief *brief)
{
    if (!brief->change_count)
        return;
    struct buf title = {0};
    changed_title(brief, &title);
    heading(sheet, buf_str(&title));
    buf_free(&title);
    for (size_t i = 0; i < brief->change_count; i++) {
        const struct change *c = &brief->changes[i];
        buf_format(sheet->out, "  %s: ", changed_label(c->kind));
        size_t at = flow(sheet, c->unit.text.n ? c->unit.text : c->was, 4 + strlen(changed_label(c->kind)), 4);
        cites(sheet, &c->unit, at, 4);
        buf_add_byte(sheet->out, '\n');
        if (c->kind == CHANGE_REVISED) {
            buf_add_z(sheet->out, "    was: ");
            flow(sheet, c->was, 9, 4);
            buf_add_byte(sheet->out, '\n');
        }
    }
}

void render_text(const struct brief *brief, const struct render_options *options, struct buf *out)
{
    struct sheet sheet = {.out = out, .width = options->width > 20 ? (size_t)options->width : 80, .colour = options->colour};
    style(&sheet, BOLD);
    flow(&sheet, brief->headline.text, 0, 0);
    style(&sheet, RESET);
    buf_add_byte(out, '\n');
    struct buf updated = {0};
    render_updated(brief, options, &updated);
    style(&sheet, DIM);
    flow(&sheet, buf_str(&updated), 0, 0);
    style(&sheet, RESET);
    buf_add_byte(out, '\n');
    buf_free(&updated);
    changes(&sheet, brief);
    sections(&sheet, brief);
    disagreements(&sheet, brief);
    timeline(&sheet, brief);
    sources(&sheet, brief);
    related(&sheet, brief);
}
