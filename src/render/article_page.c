/* An article as nutgraf read it: the words that a page cites stand in their place and can be pointed at. */
#include "render/escape.h"
#include "render/html.h"
#include "render/html_story.h"
#include "render/served.h"

struct writing {
    const struct article_page *page;
    struct buf *out;
    size_t cited; /* index of the next cited span */
};

/* The text of [begin, end) inside one paragraph, with what is cited and what is to be seen marked. */
static void run(struct writing *w, uint32_t begin, uint32_t end)
{
    const struct article_page *p = w->page;
    bool has_at = p->at.end > p->at.begin;
    while (begin < end) {
        while (w->cited < p->cited_count && p->cited[w->cited].end <= begin)
            w->cited++;
        bool in_cited = w->cited < p->cited_count && p->cited[w->cited].begin <= begin;
        bool in_at = has_at && p->at.begin <= begin && begin < p->at.end;
        uint32_t next = end;
        const uint32_t edges[] = {w->cited < p->cited_count ? p->cited[w->cited].begin : end,
                                  w->cited < p->cited_count ? p->cited[w->cited].end : end, has_at ? p->at.begin : end,
                                  has_at ? p->at.end : end};
        for (size_t i = 0; i < 4; i++)
            if (edges[i] > begin && edges[i] < next)
                next = edges[i];
        if (in_at)
            buf_add_z(w->out, begin == p->at.begin ? "<mark id=\"at\">" : "<mark>");
        else if (in_cited)
            buf_add_z(w->out, "<span class=\"cited\">");
        escape_markup(w->out, (struct str){p->article->text.p + begin, next - begin});
        buf_add_z(w->out, in_at ? "</mark>" : in_cited ? "</span>" : "");
        begin = next;
    }
}

static void body(const struct article_page *page, struct buf *out)
{
    struct writing w = {page, out, 0};
    struct str text = page->article->text;
    for (size_t at = 0; at < text.n;) {
        size_t end = at;
        while (end < text.n && !(text.p[end] == '\n' && end + 1 < text.n && text.p[end + 1] == '\n'))
            end++;
        if (end > at) {
            buf_add_z(out, "<p>");
            run(&w, (uint32_t)at, (uint32_t)end);
            buf_add_z(out, "</p>\n");
        }
        at = end;
        while (at < text.n && text.p[at] == '\n')
            at++;
    }
}

static void origin(const struct article_page *page, struct buf *out)
{
    const struct article *a = page->article;
    struct str url = web_url(a->url);
    buf_add_z(out, "<p class=\"dim\">");
    escape_markup(out, a->outlet);
    buf_add_z(out, a->published.is_set ? ", " : "");
    html_time(a->published, true, out);
    if (a->byline.n) {
        buf_add_z(out, ", ");
        escape_markup(out, a->byline);
    }
    if (url.n) {
        buf_add_z(out, ". <a href=\"");
        escape_markup(out, url);
        buf_add_z(out, "\" rel=\"noopener nofollow noreferrer\">Read it where it was published</a>");
    }
    buf_add_z(out, "</p>\n");
}

void served_article(const struct article_page *page, const struct render_options *options, struct buf *out)
{
    struct html_page shell = {.title = page->article->title, .language = page->article->language, .current = "", .alternates = ""};
    html_begin(&shell, options, out);
    buf_add_z(out, "<article class=\"source\">\n<h1>");
    escape_markup(out, page->article->title);
    buf_add_z(out, "</h1>\n");
    origin(page, out);
    if (page->headline.n) {
        buf_format(out, "<p>Part of <a href=\"%.*sstory/", STR_ARG(options->root));
        escape_url(out, page->story);
        buf_add_z(out, ".html\">");
        escape_markup(out, page->headline);
        buf_add_z(out, "</a>. What that page cites is underlined.</p>\n");
    }
    if (page->revision < page->newest) {
        buf_format(out, "<p>These are the words of revision %u, which were cited; <a href=\"%.*sarticle/", page->revision, STR_ARG(options->root));
        escape_url(out, page->article->id);
        buf_format(out, "\">the newest is %u</a>.</p>\n", page->newest);
    }
    story_picture(page->article, options, out);
    body(page, out);
    buf_add_z(out, "</article>\n");
    html_end(options, out);
}
