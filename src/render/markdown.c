/* A page as CommonMark. Citations are links to the source itself, so they lead somewhere wherever the text is pasted. */
#include "render/changed.h"
#include "render/escape.h"
#include "render/formats.h"
#include "render/when.h"

static void cites(const struct brief *brief, const struct unit_text *unit, struct buf *out)
{
    for (size_t i = 0; i < unit->cite_count; i++) {
        struct str url = web_url(brief->sources[unit->cites[i]].article->url);
        buf_add_z(out, i ? "" : " ");
        if (url.n)
            buf_format(out, "[\\[%d\\]](<%.*s>)", unit->cites[i] + 1, STR_ARG(url));
        else
            buf_format(out, "\\[%d\\]", unit->cites[i] + 1);
    }
}

static void linked_title(const struct article *article, struct buf *out)
{
    struct str url = web_url(article->url);
    struct str title = article->title.n ? article->title : article->id;
    if (url.n)
        buf_add_byte(out, '[');
    escape_markdown(out, title);
    if (url.n)
        buf_format(out, "](<%.*s>)", STR_ARG(url));
}

static void sections(const struct brief *brief, struct buf *out)
{
    for (size_t i = 0; i < brief->section_count; i++) {
        const struct section *section = &brief->sections[i];
        if (section->heading.text.n) {
            buf_add_z(out, "\n## ");
            escape_markdown(out, section->heading.text);
            buf_add_byte(out, '\n');
        }
        buf_add_byte(out, '\n');
        for (size_t k = 0; k < section->sentence_count; k++) {
            escape_markdown(out, section->sentences[k].text);
            cites(brief, &section->sentences[k], out);
            buf_add_byte(out, '\n');
        }
    }
}

static void disagreements(const struct brief *brief, struct buf *out)
{
    if (!brief->disagreement_count)
        return;
    buf_add_z(out, "\n## Where reports differ\n\n");
    for (size_t i = 0; i < brief->disagreement_count; i++) {
        const struct disagreement *d = &brief->disagreements[i];
        buf_add_z(out, "- ");
        escape_markdown(out, d->what);
        buf_add_byte(out, ':');
        for (size_t k = 0; k < d->claim_count; k++) {
            buf_add_z(out, k ? "; " : " ");
            escape_markdown(out, d->claims[k].value);
            cites(brief, &d->claims[k].behind, out);
            render_claim_time(brief, &d->claims[k], out);
        }
        buf_add_byte(out, '\n');
    }
}

static void timeline(const struct brief *brief, struct buf *out)
{
    if (!brief->timeline_count)
        return;
    buf_add_z(out, "\n## Timeline\n\n");
    for (size_t i = 0; i < brief->timeline_count; i++) {
        buf_add_z(out, "- **");
        when_date(out, str_of(brief->timeline[i].date));
        buf_add_z(out, "**: ");
        escape_markdown(out, brief->timeline[i].what.text);
        cites(brief, &brief->timeline[i].what, out);
        buf_add_byte(out, '\n');
    }
}

static void sources(const struct brief *brief, struct buf *out)
{
    buf_add_z(out, "\n## Sources\n\n");
    for (size_t i = 0; i < brief->source_count; i++) {
        const struct source *s = &brief->sources[i];
        buf_format(out, "%zu. ", i + 1);
        escape_markdown(out, render_outlet(s->article));
        buf_add_z(out, ", ");
        linked_title(s->article, out);
        if (s->article->published.is_set) {
            buf_add_z(out, ", ");
            when_day(out, s->article->published);
        }
        buf_add_z(out, s->is_background ? " (background)" : "");
        if (s->note.text.n) {
            buf_add_z(out, "  \n   ");
            escape_markdown(out, render_note(s, (char[RENDER_NOTE_ROOM]){0}));
        }
        buf_add_byte(out, '\n');
    }
}

static void changes(const struct brief *brief, struct buf *out)
{
    if (!brief->change_count)
        return;
    buf_add_z(out, "\n## ");
    changed_title(brief, out);
    buf_add_z(out, "\n\n");
    for (size_t i = 0; i < brief->change_count; i++) {
        const struct change *c = &brief->changes[i];
        buf_format(out, "- **%s**: ", changed_label(c->kind));
        escape_markdown(out, c->unit.text.n ? c->unit.text : c->was);
        cites(brief, &c->unit, out);
        if (c->kind == CHANGE_REVISED) {
            buf_add_z(out, " (was: ");
            escape_markdown(out, c->was);
            buf_add_byte(out, ')');
        }
        buf_add_byte(out, '\n');
    }
}

void render_markdown(const struct brief *brief, const struct render_options *options, struct buf *out)
{
    buf_add_z(out, "# ");
    escape_markdown(out, brief->headline.text);
    buf_add_z(out, "\n\n*");
    render_updated(brief, options, out);
    buf_add_z(out, "*\n");
    changes(brief, out);
    sections(brief, out);
    disagreements(brief, out);
    timeline(brief, out);
    sources(brief, out);
    buf_format(out, "\n## All related articles (%zu)\n\n", brief->related_count);
    for (size_t i = 0; i < brief->related_count; i++) {
        buf_add_z(out, "- ");
        escape_markdown(out, render_outlet(brief->related[i]));
        buf_add_z(out, ": ");
        linked_title(brief->related[i], out);
        buf_add_byte(out, '\n');
    }
}
