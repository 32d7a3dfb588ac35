/* The story page as HTML: in reading order for eyes, keyboards and screen readers alike. Behind each section a fold
 * shows the very sentences of the sources, so that a reader can check without leaving the page. */
#include "render/escape.h"
#include "render/changed.h"
#include "render/chart.h"
#include "render/formats.h"
#include "render/html.h"
#include "render/html_story.h"
#include "render/picture.h"
#include "render/when.h"

enum { QUOTES_MOST = 4, QUOTE_LONGEST = 400 }; /* so that a page stays small */

void story_cites(const struct brief *brief, const struct unit_text *unit, struct buf *out)
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

/* The words of the sources that stand behind the units of a section; of each unit so many, the others are in its JSON. */
static void support_fold(const struct brief *brief, const struct section *section, const struct render_options *options,
                         struct buf *out)
{
    buf_add_z(out, "<details class=\"support\"><summary>What the sources say</summary><ul>\n");
    for (size_t k = 0; k < section->sentence_count; k++) {
        const struct unit_text *unit = &section->sentences[k];
        for (size_t i = 0; i < unit->support_count && i < QUOTES_MOST; i++) {
            const struct support *s = &unit->support[i];
            struct buf words = {0};
            chart_short(str_span(brief->sources[s->source].article->text, s->at), QUOTE_LONGEST, &words);
            buf_format(out, "<li><a href=\"#source-%d\">[%d]</a> <q", s->source + 1, s->source + 1);
            html_language(brief->language, out);
            buf_add_byte(out, '>');
            escape_markup(out, buf_str(&words));
            buf_add_z(out, "</q>");
            buf_free(&words);
            if (options->live) {
                buf_format(out, " <a href=\"%.*sarticle/", STR_ARG(options->root));
                escape_url(out, brief->sources[s->source].article->id);
                buf_format(out, "?at=%u-%u&amp;story=", s->at.begin, s->at.end);
                escape_url(out, brief->id);
                buf_add_z(out, "#at\">in its place</a>");
            }
            buf_add_z(out, "</li>\n");
        }
        if (unit->support_count > QUOTES_MOST)
            buf_format(out, "<li>... and %zu more say this.</li>\n", unit->support_count - QUOTES_MOST);
    }
    buf_add_z(out, "</ul></details>\n");
}

static void new_mark(const struct brief *brief, const struct unit_text *unit, struct buf *out)
{
    if (changed_is_new(brief, unit))
        buf_add_z(out, "<b class=\"new\">New</b> ");
}

static void sections(const struct brief *brief, const struct render_options *options, struct buf *out)
{
    for (size_t i = 0; i < brief->section_count; i++) {
        const struct section *section = &brief->sections[i];
        buf_add_z(out, "<section>\n");
        if (section->heading.text.n) {
            buf_add_z(out, "<h2");
            html_language(brief->language, out);
            buf_add_byte(out, '>');
            escape_markup(out, section->heading.text);
            buf_add_z(out, "</h2>\n");
        }
        buf_add_z(out, "<p");
        html_language(brief->language, out);
        buf_add_byte(out, '>');
        for (size_t k = 0; k < section->sentence_count; k++) {
            new_mark(brief, &section->sentences[k], out);
            buf_add_z(out, "<span class=\"said\" id=\"");
            picture_sentence_id(i, k, out);
            buf_add_z(out, "\">");
            escape_markup(out, section->sentences[k].text);
            buf_add_z(out, "</span>&nbsp;");
            story_cites(brief, &section->sentences[k], out);
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
            story_cites(brief, &d->claims[k].behind, out);
            struct moment at = render_as_of(brief, &d->claims[k]);
            if (at.is_set)
                buf_add_z(out, ", as of ");
            html_time(at, true, out);
            buf_add_z(out, "</dd>\n");
        }
    }
    buf_add_z(out, "</dl>\n</section>\n");
}

/* Of the first source that has one: sources stand in the order in which they are cited. */
static void lead_picture(const struct brief *brief, const struct render_options *options, struct buf *out)
{
    for (size_t i = 0; i < brief->source_count; i++)
        if (!brief->sources[i].is_background && story_picture(brief->sources[i].article, options, out))
            return;
}

static void change(const struct brief *brief, const struct change *c, struct buf *out)
{
    buf_format(out, "<li><strong>%s</strong> <span", changed_label(c->kind));
    html_language(brief->language, out);
    buf_add_byte(out, '>');
    if (c->kind == CHANGE_REVISED)
        changed_words(c->was, c->unit.text, out);
    else
        escape_markup(out, c->unit.text.n ? c->unit.text : c->was);
    buf_add_z(out, "</span> ");
    story_cites(brief, &c->unit, out);
    buf_add_z(out, "</li>\n");
}

static void changes(const struct brief *brief, const struct render_options *options, struct buf *out)
{
    if (!brief->change_count)
        return;
    buf_format(out, "<section class=\"changes\">\n<details%s><summary><h2>", options->open_changes ? " open" : "");
    changed_title(brief, out);
    buf_add_z(out, "</h2> ");
    changed_counts(brief, out);
    buf_add_z(out, "</summary>\n<ul>\n");
    for (size_t i = 0; i < brief->change_count; i++)
        change(brief, &brief->changes[i], out);
    buf_add_z(out, "</ul>\n</details>\n</section>\n");
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
        buf_add_z(out, is_machine_date ? "</time> <p" : "</span> <p");
        html_language(brief->language, out);
        buf_add_byte(out, '>');
        new_mark(brief, &e->what, out);
        escape_markup(out, e->what.text);
        buf_add_byte(out, ' ');
        story_cites(brief, &e->what, out);
        buf_add_z(out, "</p></li>\n");
    }
    buf_add_z(out, "</ol>\n</section>\n");
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

static void alternate_links(const struct brief *brief, const struct render_options *options, struct buf *out)
{
    static const char *const kinds[][2] = {{"text/markdown", ".md"}, {"application/json", ".json"}, {"application/atom+xml;type=entry", ".atom"}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        buf_format(out, "<link rel=\"alternate\" type=\"%s\" href=\"", kinds[i][0]);
        escape_url(out, brief->id);
        buf_format(out, "%s\">\n", kinds[i][1]);
    }
    buf_format(out, "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Top Headlines\" href=\"%.*sfeed.atom\">\n",
               STR_ARG(options->root));
}

void render_html(const struct brief *brief, const struct render_options *options, struct buf *out)
{
    struct buf alternates = {0}, updated = {0};
    if (!options->standalone)
        alternate_links(brief, options, &alternates);
    struct html_page page = {
        .title = brief->headline.text,
        .description = brief->section_count ? brief->sections[0].sentences[0].text : STR(""),
        .current = "",
        .alternates = alternates.n ? alternates.p : "",
    };
    html_begin(&page, options, out);
    buf_add_z(out, html_is_rightward(brief->language) ? "<article class=\"story\">\n" : "<article class=\"story\" dir=\"rtl\">\n");
    buf_add_z(out, "<header>\n<h1");
    html_language(brief->language, out);
    buf_add_byte(out, '>');
    escape_markup(out, brief->headline.text);
    buf_add_z(out, "</h1>\n<p class=\"dim\">");
    render_updated(brief, options, &updated);
    escape_markup(out, buf_str(&updated));
    buf_add_z(out, "</p>\n</header>\n");
    lead_picture(brief, options, out);
    changes(brief, options, out);
    sections(brief, options, out);
    disagreements(brief, out);
    timeline(brief, out);
    pictured("Who reported when", picture_coverage, brief, out);
    pictured("Who says what", picture_agreement, brief, out);
    story_sources(brief, out);
    story_related(brief, out);
    if (!options->standalone)
        story_forms(brief, out);
    buf_add(out, options->extra);
    buf_add_z(out, "</article>\n");
    html_end(options, out);
    buf_free(&alternates);
    buf_free(&updated);
}
