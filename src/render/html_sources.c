/* The end of a story page: where it was taken from, what else was written, and the page's other forms. A page stays
 * small: of a story with hundreds of articles, those that no sentence cites are counted, and stand in the JSON. */
#include "base/arena.h"
#include "render/chart.h"
#include "render/escape.h"
#include "render/formats.h"
#include "render/forms.h"
#include "render/html.h"
#include "render/html_story.h"

enum { UNCITED_MOST = 30, RELATED_MOST = 60, TITLE_LONGEST = 240, OUTLET_LONGEST = 80 };

static void title_link(const struct article *article, struct buf *out)
{
    struct str url = web_url(article->url);
    if (url.n) {
        buf_add_z(out, "<a href=\"");
        escape_markup(out, url);
        buf_add_z(out, "\" rel=\"noopener nofollow\">");
    }
    buf_add_z(out, "<bdi>");
    struct buf title = {0};
    chart_short(article->title.n ? article->title : article->id, TITLE_LONGEST, &title);
    escape_markup(out, buf_str(&title));
    buf_free(&title);
    buf_add_z(out, url.n ? "</bdi></a>" : "</bdi>");
}

static void outlet(const struct article *article, struct buf *out)
{
    struct buf name = {0};
    chart_short(render_outlet(article), OUTLET_LONGEST, &name);
    buf_add_z(out, "<b><bdi>");
    escape_markup(out, buf_str(&name));
    buf_add_z(out, "</bdi></b> ");
    buf_free(&name);
}

static void mark(const struct brief *brief, const struct unit_text *unit, bool *cited)
{
    for (size_t i = 0; i < unit->cite_count; i++)
        if ((size_t)unit->cites[i] < brief->source_count)
            cited[unit->cites[i]] = true;
}

static void find_cited(const struct brief *brief, bool *cited)
{
    for (size_t i = 0; i < brief->section_count; i++)
        for (size_t k = 0; k < brief->sections[i].sentence_count; k++) {
            const struct unit_text *unit = &brief->sections[i].sentences[k];
            mark(brief, unit, cited);
            for (size_t n = 0; n < unit->support_count; n++)
                cited[unit->support[n].source] = true;
        }
    for (size_t i = 0; i < brief->timeline_count; i++)
        mark(brief, &brief->timeline[i].what, cited);
    for (size_t i = 0; i < brief->disagreement_count; i++)
        for (size_t k = 0; k < brief->disagreements[i].claim_count; k++)
            mark(brief, &brief->disagreements[i].claims[k].behind, cited);
}

static void source(const struct brief *brief, size_t index, struct buf *out)
{
    const struct source *s = &brief->sources[index];
    buf_format(out, "<li id=\"source-%zu\" value=\"%zu\">", index + 1, index + 1);
    outlet(s->article, out);
    title_link(s->article, out);
    if (s->article->published.is_set || s->is_background) {
        buf_add_z(out, " <span class=\"dim\">");
        html_time(s->article->published, false, out);
        buf_add_z(out, s->is_background ? " background</span>" : "</span>");
    }
    if (s->note.text.n) {
        buf_add_z(out, "<p");
        html_language(brief->language, out);
        buf_add_byte(out, '>');
        escape_markup(out, render_note(s, (char[RENDER_NOTE_ROOM]){0}));
        buf_add_z(out, "</p>");
    }
    buf_add_z(out, "</li>\n");
}

void story_sources(const struct brief *brief, struct buf *out)
{
    struct arena *a = arena_create();
    bool *cited = arena_zero(a, brief->source_count + 1);
    size_t uncited = 0;
    find_cited(brief, cited);
    buf_add_z(out, "<section class=\"sources\">\n<h2>Sources</h2>\n<ol>\n");
    for (size_t i = 0; i < brief->source_count; i++) {
        uncited += !cited[i];
        if (cited[i] || uncited <= UNCITED_MOST)
            source(brief, i, out);
    }
    buf_add_z(out, "</ol>\n");
    if (uncited > UNCITED_MOST)
        buf_format(out, "<p class=\"dim\">%zu more sources, which no sentence here cites, are in the page's JSON.</p>\n", uncited - UNCITED_MOST);
    buf_add_z(out, "</section>\n");
    arena_destroy(a);
}

void story_related(const struct brief *brief, struct buf *out)
{
    buf_format(out, "<section class=\"related\">\n<h2>All related articles <span class=\"dim\">(%zu)</span></h2>\n<ul>\n",
               brief->related_count);
    for (size_t i = 0; i < brief->related_count && i < RELATED_MOST; i++) {
        buf_add_z(out, "<li>");
        outlet(brief->related[i], out);
        title_link(brief->related[i], out);
        buf_add_z(out, "</li>\n");
    }
    buf_add_z(out, "</ul>\n");
    if (brief->related_count > RELATED_MOST)
        buf_format(out, "<p class=\"dim\">%zu older ones are in the page's JSON.</p>\n", brief->related_count - RELATED_MOST);
    buf_add_z(out, "</section>\n");
}

void story_forms(const struct brief *brief, struct buf *out)
{
    static const char *const kinds[][2] = {{".md", "Markdown"}, {".json", "JSON"}, {".atom", "Atom"}, {".ics", "Calendar"}};
    size_t count = sizeof kinds / sizeof *kinds - !form_has_calendar(brief);
    buf_add_z(out, "<p class=\"meta forms\">This page as");
    for (size_t i = 0; i < count; i++) {
        buf_add_z(out, i ? ", <a href=\"" : " <a href=\"");
        escape_url(out, brief->id);
        buf_format(out, "%s\">%s</a>", kinds[i][0], kinds[i][1]);
    }
    buf_add_z(out, ". Story ");
    escape_markup(out, brief->id);
    buf_add_z(out, "</p>\n");
}
