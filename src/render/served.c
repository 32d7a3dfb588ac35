/* Search results, names and lists of a running site. */
#include "render/served.h"

#include "render/escape.h"
#include "render/formats.h"
#include "render/html.h"

void served_marked(struct buf *out, struct str s)
{
    bool is_open = false;
    size_t from = 0;
    for (size_t i = 0; i <= s.n; i++) {
        bool begins = i < s.n && s.p[i] == MARK_BEGIN, ends = i < s.n && s.p[i] == MARK_END;
        if (i < s.n && !begins && !ends)
            continue;
        escape_markup(out, (struct str){s.p + from, i - from});
        from = i + 1;
        if (begins && !is_open)
            buf_add_z(out, "<mark>");
        if (ends && is_open)
            buf_add_z(out, "</mark>");
        is_open = begins || (is_open && !ends);
    }
    if (is_open)
        buf_add_z(out, "</mark>");
}

static void begin(struct str heading, const char *current, const char *alternates, const struct render_options *options, struct buf *out)
{
    struct buf title = {0};
    buf_format(&title, "%.*s - %.*s", STR_ARG(heading), STR_ARG(options->site.n ? options->site : STR("nutgraf")));
    struct html_page page = {.title = buf_str(&title), .current = current, .alternates = alternates};
    html_begin(&page, options, out);
    buf_add_z(out, "<h1>");
    escape_markup(out, heading);
    buf_add_z(out, "</h1>\n");
    buf_free(&title);
}

static void story_link(struct str id, const struct render_options *options, struct buf *out)
{
    buf_format(out, "<a href=\"%.*sstory/", STR_ARG(options->root));
    escape_url(out, id);
    buf_add_z(out, ".html\">");
}

static void found_article(const struct found_article *x, const struct render_options *options, struct buf *out)
{
    buf_format(out, "<li><article><h3><a href=\"%.*sarticle/", STR_ARG(options->root));
    escape_url(out, x->id);
    buf_add_z(out, "\">");
    served_marked(out, x->title);
    buf_add_z(out, "</a></h3>\n<p>");
    served_marked(out, x->excerpt);
    buf_add_z(out, "</p>\n<p class=\"meta\">");
    escape_markup(out, x->outlet);
    buf_add_z(out, x->published.is_set ? ", " : "");
    html_time(x->published, true, out);
    if (x->headline.n) {
        buf_add_z(out, ", in ");
        story_link(x->story, options, out);
        escape_markup(out, x->headline);
        buf_add_z(out, "</a>");
    }
    buf_add_z(out, "</p></article></li>\n");
}

static void page_links(const struct search_page *page, struct buf *out)
{
    if (page->page < 2 && !page->has_more)
        return;
    buf_add_z(out, "<nav class=\"pages\" aria-label=\"Pages of results\">");
    if (page->page > 1) {
        buf_add_z(out, "<a rel=\"prev\" href=\"search?q=");
        escape_url(out, page->query);
        buf_format(out, "&amp;page=%zu\">Newer</a> ", page->page - 1);
    }
    if (page->has_more) {
        buf_add_z(out, "<a rel=\"next\" href=\"search?q=");
        escape_url(out, page->query);
        buf_format(out, "&amp;page=%zu\">Older</a>", page->page + 1);
    }
    buf_add_z(out, "</nav>\n");
}

static void found(const struct search_page *page, const struct render_options *options, struct buf *out)
{
    if (page->story_count) {
        buf_add_z(out, "<section>\n<h2>Stories</h2>\n<ul class=\"stories\">\n");
        for (size_t i = 0; i < page->story_count; i++) {
            const struct card *c = &page->stories[i];
            buf_add_z(out, "<li><article><h3>");
            story_link(c->id, options, out);
            served_marked(out, c->headline);
            buf_add_z(out, "</a></h3>\n<p>");
            escape_markup(out, c->lead);
            buf_add_z(out, "</p>\n<p class=\"meta\">");
            render_count(out, c->article_count, "article", "articles");
            buf_add_z(out, " from ");
            render_count(out, c->outlet_count, "outlet", "outlets");
            buf_add_z(out, "</p></article></li>\n");
        }
        buf_add_z(out, "</ul>\n</section>\n");
    }
    if (page->article_count) {
        buf_add_z(out, "<section>\n<h2>Articles, newest first</h2>\n<ul class=\"stories\">\n");
        for (size_t i = 0; i < page->article_count; i++)
            found_article(&page->articles[i], options, out);
        buf_add_z(out, "</ul>\n</section>\n");
    } else if (page->page > 1) {
        buf_add_z(out, "<p role=\"status\">Nothing more.</p>\n");
    } else if (!page->story_count) {
        buf_add_z(out, "<p role=\"status\">Nothing was found. Fewer words, or the beginning of one with a * behind it, find more.</p>\n");
    }
    page_links(page, out);
}

void served_search(const struct search_page *page, const struct render_options *options, struct buf *out)
{
    begin(STR("Search"), "search", "", options, out);
    buf_add_z(out, "<form class=\"search\" role=\"search\" aria-label=\"The whole archive\" action=\"search\"><label for=\"words\">Words, \"a phrase\", -without, begin*, "
                   "outlet:, title:, after:2025-10-01, before:2025-11</label>\n<p><input type=\"search\" name=\"q\" id=\"words\" "
                   "maxlength=\"512\" value=\"");
    escape_markup(out, page->query);
    buf_add_z(out, "\"> <button>Search</button></p></form>\n");
    if (page->problem.n) {
        buf_add_z(out, "<p role=\"status\">");
        escape_markup(out, page->problem);
        buf_add_z(out, ".</p>\n");
    } else if (page->query.n) {
        buf_add_z(out, "<p class=\"dim\">Follow this search: <a href=\"search.atom?q=");
        escape_url(out, page->query);
        buf_add_z(out, "\">Atom</a></p>\n");
        found(page, options, out);
    }
    html_end(options, out);
}

void served_names(const struct name_group *groups, size_t count, const struct render_options *options, struct buf *out)
{
    begin(STR("People, places, organisations"), "names.html", "", options, out);
    buf_add_z(out, "<p>Who and what the reports of the last days name most often, with the number of articles.</p>\n");
    for (size_t i = 0; i < count; i++) {
        if (!groups[i].count)
            continue;
        buf_format(out, "<section>\n<h2>%s</h2>\n<ul class=\"lists\">\n", groups[i].heading);
        for (size_t k = 0; k < groups[i].count; k++) {
            buf_format(out, "<li><a href=\"%.*sname/%s/", STR_ARG(options->root), groups[i].kind);
            escape_url(out, groups[i].names[k].name);
            buf_add_z(out, "\">");
            escape_markup(out, groups[i].names[k].name);
            buf_format(out, "</a> <span class=\"dim\">%zu</span></li>\n", groups[i].names[k].articles);
        }
        buf_add_z(out, "</ul>\n</section>\n");
    }
    html_end(options, out);
}

void served_list(const struct list_page *page, const struct render_options *options, struct buf *out)
{
    struct buf alternates = {0};
    if (page->stem.n)
        buf_format(&alternates,
                   "<link rel=\"alternate\" type=\"application/atom+xml\" href=\"%.*s%.*s.atom\">\n"
                   "<link rel=\"alternate\" type=\"application/feed+json\" href=\"%.*s%.*s.json\">\n",
                   STR_ARG(options->root), STR_ARG(page->stem), STR_ARG(options->root), STR_ARG(page->stem));
    begin(page->heading, "", alternates.n ? alternates.p : "", options, out);
    buf_add_z(out, "<p>");
    escape_markup(out, page->about);
    if (page->stem.n)
        buf_format(out, " Follow as <a href=\"%.*s%.*s.atom\">Atom</a> or <a href=\"%.*s%.*s.json\">JSON Feed</a>.", STR_ARG(options->root),
                   STR_ARG(page->stem), STR_ARG(options->root), STR_ARG(page->stem));
    buf_add_z(out, "</p>\n<ol class=\"stories\">\n");
    for (size_t i = 0; i < page->card_count; i++)
        edition_card(&page->cards[i], "h2", options, out);
    buf_add_z(out, "</ol>\n");
    if (!page->card_count)
        buf_add_z(out, "<p class=\"dim\">No stories.</p>\n");
    html_end(options, out);
    buf_free(&alternates);
}

void served_problem(int code, struct str what, const struct render_options *options, struct buf *out)
{
    struct buf heading = {0};
    buf_format(&heading, "%s", code == 404 ? "Not here" : code < 500 ? "That cannot be answered" : "Something went wrong");
    begin(buf_str(&heading), "", "", options, out);
    buf_add_z(out, "<p>");
    escape_markup(out, what);
    buf_format(out, "</p>\n<p><a href=\"%.*sindex.html\">Top Headlines</a></p>\n", STR_ARG(options->root));
    html_end(options, out);
    buf_free(&heading);
}
