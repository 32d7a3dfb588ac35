/* The story page as HTML: in reading order for eyes, keyboards and screen readers alike. Behind each section a fold
 * shows the very sentences of the sources, so that a reader can check without leaving the page. */
#include "render/escape.h"
#include "render/forms.h"
#include "render/formats.h"
#include "render/html.h"
#include "render/picture.h"
#include "render/when.h"

static void cites(const struct brief *brief, const struct unit_text *unit, struct buf *out)
{
    if (!unit->cite_count)
        return;
    buf_add_z(out, "<span class=\"cites\">");
    for (size_t i = 0; i < unit->cite_count; i++) {
        int n = unit->cites[i] + 1;
        buf_format(out, "<a href=\"#source-%d\" aria-label=\"Source %d: ", n, n);
        escape_markup(out, render_outlet(brief->sources[unit->cites[i]].article));
        buf_format(out, "\">[%d]</a>", n);
    }
    buf_add_z(out, "</span>");
}

/* The words of the sources that stand behind the units of a section. */
static void support_fold(const struct brief *brief, const struct section *section, const struct render_options *options,
                         struct buf *out)
{
    buf_add_z(out, "<details class=\"support\"><summary>What the sources say</summary><ul>\n");
    for (size_t k = 0; k < section->sentence_count; k++) {
        const struct unit_text *unit = &section->sentences[k];
        for (size_t i = 0; i < unit->support_count; i++) {
            const struct support *s = &unit->support[i];
            buf_format(out, "<li><a href=\"#source-%d\">[%d]</a> <q>", s->source + 1, s->source + 1);
            escape_markup(out, str_span(brief->sources[s->source].article->text, s->at));
            buf_add_z(out, "</q>");
            if (options->live) {
                buf_format(out, " <a href=\"%.*sarticle/", STR_ARG(options->root));
                escape_url(out, brief->sources[s->source].article->id);
                buf_format(out, "?at=%u-%u&amp;story=", s->at.begin, s->at.end);
                escape_url(out, brief->id);
                buf_add_z(out, "#at\">in its place</a>");
            }
            buf_add_z(out, "</li>\n");
        }
    }
    buf_add_z(out, "</ul></details>\n");
}

static void sections(const struct brief *brief, const struct render_options *options, struct buf *out)
{
    for (size_t i = 0; i < brief->section_count; i++) {
        const struct section *section = &brief->sections[i];
        buf_add_z(out, "<section>\n");
        if (section->heading.text.n) {
            buf_add_z(out, "<h2>");
            escape_markup(out, section->heading.text);
            buf_add_z(out, "</h2>\n");
        }
        buf_add_z(out, "<p>");
        for (size_t k = 0; k < section->sentence_count; k++) {
            buf_add_z(out, "<span class=\"said\" id=\"");
            picture_sentence_id(i, k, out);
            buf_add_z(out, "\">");
            escape_markup(out, section->sentences[k].text);
            buf_add_z(out, "</span> ");
            cites(brief, &section->sentences[k], out);
            buf_add_byte(out, '\n');
        }
        buf_add_z(out, "</p>\n");
        support_fold(brief, section, options, out);
        buf_add_z(out, "</section>\n");
    }
}

static void disagreements(const struct brief *brief, struct buf *out)
{
    if (!brief->disagreement_count)
        return;
    buf_add_z(out, "<section class=\"differ\">\n<h2>Where reports differ</h2>\n<dl>\n");
    for (size_t i = 0; i < brief->disagreement_count; i++) {
        const struct disagreement *d = &brief->disagreements[i];
        buf_add_z(out, "<dt>");
        escape_markup(out, d->what);
        buf_add_z(out, "</dt>\n");
        for (size_t k = 0; k < d->claim_count; k++) {
            buf_add_z(out, "<dd>");
            escape_markup(out, d->claims[k].value);
            buf_add_byte(out, ' ');
            cites(brief, &d->claims[k].behind, out);
            buf_add_z(out, "</dd>\n");
        }
    }
    buf_add_z(out, "</dl>\n</section>\n");
}

static void changes(const struct brief *brief, struct buf *out)
{
    if (!brief->change_count)
        return;
    static const char *const kinds[] = {"New", "Revised", "Withdrawn"};
    buf_add_z(out, "<section class=\"changes\">\n<h2>What changed</h2>\n<ul>\n");
    for (size_t i = 0; i < brief->change_count; i++) {
        const struct change *c = &brief->changes[i];
        buf_format(out, "<li><strong>%s</strong> ", kinds[c->kind]);
        if (c->kind != CHANGE_ADDED) {
            buf_add_z(out, "<del>");
            escape_markup(out, c->was);
            buf_add_z(out, "</del> ");
        }
        if (c->kind != CHANGE_WITHDRAWN) {
            buf_add_z(out, "<ins>");
            escape_markup(out, c->text);
            buf_add_z(out, "</ins>");
        }
        buf_add_z(out, "</li>\n");
    }
    buf_add_z(out, "</ul>\n</section>\n");
}

static void title_link(const struct article *article, struct buf *out)
{
    struct str url = web_url(article->url);
    if (url.n) {
        buf_add_z(out, "<a href=\"");
        escape_markup(out, url);
        buf_add_z(out, "\" rel=\"noopener nofollow\">");
    }
    buf_add_z(out, "<bdi>");
    escape_markup(out, article->title.n ? article->title : article->id);
    buf_add_z(out, url.n ? "</bdi></a>" : "</bdi>");
}

static void sources(const struct brief *brief, struct buf *out)
{
    buf_add_z(out, "<section class=\"sources\">\n<h2>Sources</h2>\n<ol>\n");
    for (size_t i = 0; i < brief->source_count; i++) {
        const struct source *s = &brief->sources[i];
        buf_format(out, "<li id=\"source-%zu\"><b>", i + 1);
        escape_markup(out, render_outlet(s->article));
        buf_add_z(out, "</b> ");
        title_link(s->article, out);
        if (s->article->published.is_set) {
            buf_add_z(out, " <span class=\"dim\">");
            html_time(s->article->published, false, out);
            buf_add_z(out, s->is_background ? ", background</span>" : "</span>");
        }
        if (s->note.text.n) {
            buf_add_z(out, "<p>");
            escape_markup(out, s->note.text);
            buf_add_z(out, "</p>");
        }
        buf_add_z(out, "</li>\n");
    }
    buf_add_z(out, "</ol>\n</section>\n");
}

static void timeline(const struct brief *brief, struct buf *out)
{
    if (!brief->timeline_count)
        return;
    buf_add_z(out, "<section class=\"timeline\">\n<h2>Timeline</h2>\n");
    picture_timeline(brief, out);
    buf_add_z(out, "<ol>\n");
    for (size_t i = 0; i < brief->timeline_count; i++) {
        const struct timeline_entry *e = &brief->timeline[i];
        struct str date = str_of(e->date);
        /* HTML's <time> takes years, months and days; decades and quarters stay plain text. */
        bool is_machine_date = date.n == 4 || date.n == 7 || date.n == 10;
        for (size_t k = 0; k < date.n; k++)
            is_machine_date = is_machine_date && ((date.p[k] >= '0' && date.p[k] <= '9') || date.p[k] == '-');
        buf_add_z(out, "<li>");
        if (is_machine_date)
            buf_format(out, "<time datetime=\"%s\">", e->date);
        else
            buf_add_z(out, "<span class=\"date\">");
        when_date(out, date);
        buf_add_z(out, is_machine_date ? "</time> <p>" : "</span> <p>");
        escape_markup(out, e->what.text);
        buf_add_byte(out, ' ');
        cites(brief, &e->what, out);
        buf_add_z(out, "</p></li>\n");
    }
    buf_add_z(out, "</ol>\n</section>\n");
}

static void related(const struct brief *brief, struct buf *out)
{
    buf_format(out, "<section class=\"related\">\n<h2>All related articles <span class=\"dim\">(%zu)</span></h2>\n<ul>\n",
               brief->related_count);
    for (size_t i = 0; i < brief->related_count; i++) {
        buf_add_z(out, "<li><b>");
        escape_markup(out, render_outlet(brief->related[i]));
        buf_add_z(out, "</b> ");
        title_link(brief->related[i], out);
        buf_add_z(out, "</li>\n");
    }
    buf_add_z(out, "</ul>\n</section>\n");
}

/* A section around a picture, where there is one. */
static void pictured(const char *heading, void (*picture)(const struct brief *brief, struct buf *out), const struct brief *brief,
                     struct buf *out)
{
    struct buf drawn = {0};
    picture(brief, &drawn);
    if (drawn.n) {
        buf_format(out, "<section class=\"pictured\">\n<h2>%s</h2>\n", heading);
        buf_add(out, buf_str(&drawn));
        buf_add_z(out, "</section>\n");
    }
    buf_free(&drawn);
}

/* Where else the page is to be had. */
static void forms(const struct brief *brief, struct buf *out)
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

void render_html(const struct brief *brief, const struct render_options *options, struct buf *out)
{
    struct buf alternates = {0}, updated = {0};
    if (!options->standalone)
        buf_format(&alternates,
                   "<link rel=\"alternate\" type=\"text/markdown\" href=\"%.*s.md\">\n"
                   "<link rel=\"alternate\" type=\"application/json\" href=\"%.*s.json\">\n"
                   "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Top Headlines\" href=\"%.*sfeed.atom\">\n",
                   STR_ARG(brief->id), STR_ARG(brief->id), STR_ARG(options->root));
    struct html_page page = {
        .title = brief->headline.text,
        .description = brief->section_count ? brief->sections[0].sentences[0].text : STR(""),
        .language = brief->language,
        .current = "",
        .alternates = alternates.n ? alternates.p : "",
    };
    html_begin(&page, options, out);
    buf_add_z(out, "<article class=\"story\">\n<header>\n<h1>");
    escape_markup(out, brief->headline.text);
    buf_add_z(out, "</h1>\n<p class=\"dim\">");
    render_updated(brief, options, &updated);
    escape_markup(out, buf_str(&updated));
    buf_add_z(out, "</p>\n</header>\n");
    changes(brief, out);
    sections(brief, options, out);
    disagreements(brief, out);
    timeline(brief, out);
    pictured("Who reported when", picture_coverage, brief, out);
    pictured("Who says what", picture_agreement, brief, out);
    sources(brief, out);
    related(brief, out);
    if (!options->standalone)
        forms(brief, out);
    buf_add(out, options->extra);
    buf_add_z(out, "</article>\n");
    html_end(options, out);
    buf_free(&alternates);
    buf_free(&updated);
}
