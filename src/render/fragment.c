#include "render/changed.h"
#include "render/escape.h"
#include "render/forms.h"
#include "render/formats.h"
#include "render/when.h"

static void cites(const struct brief *brief, const struct unit_text *unit, struct buf *out)
{
    for (size_t i = 0; i < unit->cite_count; i++) {
        struct str url = web_url(brief->sources[unit->cites[i]].article->url);
        buf_add_byte(out, ' ');
        if (url.n) {
            buf_add_z(out, "<a href=\"");
            escape_markup(out, url);
            buf_add_z(out, "\">");
        }
        buf_format(out, "[%d]%s", unit->cites[i] + 1, url.n ? "</a>" : "");
    }
}

static void unit(const struct brief *brief, const struct unit_text *u, struct buf *out)
{
    escape_markup(out, u->text);
    cites(brief, u, out);
}

static void changes(const struct brief *brief, struct buf *out)
{
    if (!brief->change_count)
        return;
    buf_add_z(out, "<h2>");
    changed_title(brief, out);
    buf_add_z(out, "</h2>\n<ul>\n");
    for (size_t i = 0; i < brief->change_count; i++) {
        const struct change *c = &brief->changes[i];
        buf_format(out, "<li>%s: ", changed_label(c->kind));
        if (c->kind == CHANGE_REVISED) {
            changed_words(c->was, c->unit.text, out);
            cites(brief, &c->unit, out);
        } else if (c->unit.text.n) {
            unit(brief, &c->unit, out);
        } else {
            escape_markup(out, c->was);
        }
        buf_add_z(out, "</li>\n");
    }
    buf_add_z(out, "</ul>\n");
}

static void sections(const struct brief *brief, struct buf *out)
{
    for (size_t i = 0; i < brief->section_count; i++) {
        const struct section *s = &brief->sections[i];
        if (s->heading.text.n) {
            buf_add_z(out, "<h2>");
            escape_markup(out, s->heading.text);
            buf_add_z(out, "</h2>\n");
        }
        buf_add_z(out, "<p>");
        for (size_t k = 0; k < s->sentence_count; k++) {
            buf_add_z(out, k ? "\n" : "");
            unit(brief, &s->sentences[k], out);
        }
        buf_add_z(out, "</p>\n");
    }
}

static void disagreements(const struct brief *brief, struct buf *out)
{
    if (!brief->disagreement_count)
        return;
    buf_add_z(out, "<h2>Where reports differ</h2>\n<ul>\n");
    for (size_t i = 0; i < brief->disagreement_count; i++) {
        const struct disagreement *d = &brief->disagreements[i];
        buf_add_z(out, "<li>");
        escape_markup(out, d->what);
        for (size_t k = 0; k < d->claim_count; k++) {
            buf_add_z(out, k ? "; " : ": ");
            escape_markup(out, d->claims[k].value);
            cites(brief, &d->claims[k].behind, out);
            render_claim_time(brief, &d->claims[k], out);
        }
        buf_add_z(out, "</li>\n");
    }
    buf_add_z(out, "</ul>\n");
}

static void timeline(const struct brief *brief, struct buf *out)
{
    if (!brief->timeline_count)
        return;
    buf_add_z(out, "<h2>Timeline</h2>\n<ul>\n");
    for (size_t i = 0; i < brief->timeline_count; i++) {
        buf_add_z(out, "<li><b>");
        when_date(out, str_of(brief->timeline[i].date));
        buf_add_z(out, "</b> ");
        unit(brief, &brief->timeline[i].what, out);
        buf_add_z(out, "</li>\n");
    }
    buf_add_z(out, "</ul>\n");
}

static void sources(const struct brief *brief, struct buf *out)
{
    buf_add_z(out, "<h2>Sources</h2>\n<ol>\n");
    for (size_t i = 0; i < brief->source_count; i++) {
        const struct source *s = &brief->sources[i];
        struct str url = web_url(s->article->url);
        buf_add_z(out, "<li><b>");
        escape_markup(out, render_outlet(s->article));
        buf_add_z(out, "</b> ");
        if (url.n) {
            buf_add_z(out, "<a href=\"");
            escape_markup(out, url);
            buf_add_z(out, "\">");
        }
        escape_markup(out, s->article->title.n ? s->article->title : s->article->id);
        buf_add_z(out, url.n ? "</a>" : "");
        if (s->note.text.n) {
            buf_add_z(out, "<br/>");
            escape_markup(out, render_note(s, (char[RENDER_NOTE_ROOM]){0}));
        }
        buf_add_z(out, "</li>\n");
    }
    buf_add_z(out, "</ol>\n");
}

void render_fragment(const struct brief *brief, struct buf *out)
{
    changes(brief, out);
    sections(brief, out);
    disagreements(brief, out);
    timeline(brief, out);
    sources(brief, out);
}
