#include "render/edition.h"

#include "render/escape.h"
#include "render/html.h"
#include "render/formats.h"
#include "render/when.h"

/* A few outlets are named, more are counted. */
static void card_outlets(const struct card *c, struct buf *out)
{
    enum { NAMED_MOST = 3 };
    bool are_named = c->outlets && c->outlet_count <= NAMED_MOST;
    buf_add_z(out, c->outlet_count ? " from " : "");
    if (c->outlet_count && !are_named)
        render_count(out, c->outlet_count, "outlet", "outlets");
    for (size_t i = 0; i < c->outlet_count && are_named; i++) {
        buf_add_z(out, !i ? "" : i + 1 < c->outlet_count ? ", " : " and ");
        buf_add_z(out, "<bdi>");
        escape_markup(out, c->outlets[i]);
        buf_add_z(out, "</bdi>");
    }
}

/* How the rank came about; shut, because few will ask, and never hidden from those who do. */
static void card_why(const struct card *c, struct buf *out)
{
    if (!c->why.n)
        return;
    buf_add_z(out, "\n<details class=\"why\"><summary>Why here</summary><p>");
    escape_markup(out, c->why);
    buf_add_z(out, "</p></details>");
}

void edition_card(const struct card *c, const char *level, const struct render_options *options, struct buf *out)
{
    buf_add_z(out, "<li><article>");
    if (c->topic.n) {
        buf_add_z(out, "<p class=\"kicker\">");
        escape_markup(out, c->topic);
        buf_add_z(out, "</p>");
    }
    buf_format(out, "<%s dir=\"auto\"><a href=\"%.*sstory/%.*s.html\">", level, STR_ARG(options->root), STR_ARG(c->id));
    escape_markup(out, c->headline);
    buf_format(out, "</a></%s>\n", level);
    if (c->lead.n) {
        buf_add_z(out, "<p class=\"lead\" dir=\"auto\">");
        escape_markup(out, c->lead);
        buf_add_z(out, "</p>\n");
    }
    buf_add_z(out, "<p class=\"meta\">");
    render_count(out, c->article_count, "article", "articles");
    card_outlets(c, out);
    if (c->independent_count < c->article_count && c->independent_count) {
        buf_add_z(out, ", ");
        render_count(out, c->independent_count, "independent report", "independent reports");
    }
    if (c->updated.is_set) {
        buf_add_z(out, ", updated ");
        html_time(c->updated, true, out);
    }
    buf_add_z(out, "</p>");
    card_why(c, out);
    buf_add_z(out, "</article></li>\n");
}

static void begin(const struct edition *edition, const char *file, const char *feed, struct str heading,
                  const struct render_options *options, struct buf *out)
{
    struct buf title = {0}, alternates = {0};
    buf_format(&title, "%.*s - %.*s", STR_ARG(heading), STR_ARG(edition->title));
    if (feed)
        buf_format(&alternates, "<link rel=\"alternate\" type=\"application/atom+xml\" href=\"%s.atom\">\n"
                                "<link rel=\"alternate\" type=\"application/feed+json\" href=\"%s.json\">\n", feed, feed);
    struct html_page page = {.title = buf_str(&title), .current = file, .alternates = feed ? alternates.p : ""};
    html_begin(&page, options, out);
    /* Topics are named in lower case; outlets write themselves as they like. */
    buf_add_z(out, str_starts(str_of(file), STR("topic/")) ? "<h1 class=\"topic\">" : "<h1>");
    escape_markup(out, heading);
    buf_add_z(out, "</h1>\n");
    buf_free(&title);
    buf_free(&alternates);
}

static void nothing(const char *what, struct buf *out)
{
    buf_format(out, "<p class=\"dim\">%s</p>\n", what);
}

void edition_index(const struct edition *edition, const struct render_options *options, struct buf *out)
{
    begin(edition, "index.html", "feed", STR("Top Headlines"), options, out);
    buf_add_z(out, "<ol class=\"stories front\">\n");
    for (size_t i = 0; i < edition->card_count && i < EDITION_TOP; i++)
        edition_card(&edition->cards[i], "h2", options, out);
    buf_add_z(out, "</ol>\n");
    if (!edition->card_count)
        nothing(options->live ? "No reports of the last days yet. Older stories keep their pages, and search finds them." : "No stories yet.", out);
    else if (edition->card_count > EDITION_TOP)
        buf_format(out, "<p>%d of %zu stories; the others are in <a href=\"feeds.html\">Feeds</a>.</p>\n", EDITION_TOP,
                   edition->card_count);
    html_end(options, out);
}

static void links(const char *heading, const char *class, const struct list *lists, size_t count, const struct render_options *options,
                  struct buf *out)
{
    if (!count)
        return;
    buf_format(out, "<section>\n<h2>%s</h2>\n<ul class=\"%s\">\n", heading, class);
    for (size_t i = 0; i < count; i++) {
        buf_format(out, "<li><a href=\"%.*s%.*s\">", STR_ARG(options->root), STR_ARG(lists[i].file));
        escape_markup(out, lists[i].name);
        buf_add_z(out, "</a>");
        if (lists[i].cards)
            buf_format(out, " <span class=\"dim\">%zu</span>", lists[i].card_count);
        buf_add_z(out, "</li>\n");
    }
    buf_add_z(out, "</ul>\n</section>\n");
}

void edition_feeds(const struct edition *edition, const struct render_options *options, struct buf *out)
{
    begin(edition, "feeds.html", NULL, STR("Feeds"), options, out);
    buf_add_z(out, "<p>Each of these is a page, and a feed to follow.");
    if (edition->address.n)
        buf_add_z(out, " <a href=\"feeds.opml\">All of them as OPML</a>, for a feed reader.");
    buf_add_z(out, "</p>\n");
    links("Topics", "lists topics", edition->topics, edition->topic_count, options, out);
    links("Saved searches", "lists", edition->searches, edition->search_count, options, out);
    links("Outlets", "lists", edition->outlets, edition->outlet_count, options, out);
    html_end(options, out);
}

void edition_minority(const struct edition *edition, const struct render_options *options, struct buf *out)
{
    begin(edition, "minority.html", NULL, STR("Minority Reports"), options, out);
    buf_add_z(out, "<p>What only one outlet reports, by outlet.</p>\n");
    if (!edition->minority_count)
        nothing("Every story here is covered by more than one outlet.", out);
    for (size_t i = 0; i < edition->minority_count; i++) {
        const struct list *list = &edition->minority[i];
        enum { SHOWN = 10 };
        buf_add_z(out, "<section>\n<h2>");
        escape_markup(out, list->name);
        buf_add_z(out, "</h2>\n<ul class=\"stories\">\n");
        for (size_t k = 0; k < list->card_count && k < SHOWN; k++)
            edition_card(&edition->cards[list->cards[k]], "h3", options, out);
        buf_add_z(out, "</ul>\n");
        if (list->card_count > SHOWN)
            buf_format(out, "<p><a href=\"%.*s\">All %zu</a></p>\n", STR_ARG(list->file), list->card_count);
        buf_add_z(out, "</section>\n");
    }
    html_end(options, out);
}

/* The name of a list's feeds, without an ending. */
static void feed_name(const struct list *list, struct buf *out)
{
    struct str stem = list->file;
    if (str_ends(stem, STR(".html")))
        stem.n -= 5;
    buf_add(out, stem);
}

void edition_list(const struct edition *edition, const struct list *list, const struct render_options *options, struct buf *out)
{
    struct buf feed = {0};
    buf_add(&feed, options->root);
    feed_name(list, &feed);
    begin(edition, str_starts(list->file, STR("topic/")) ? "topic/" : "", feed.p, list->name, options, out);
    buf_format(out, "<p class=\"dim\">%zu %s. Follow as <a href=\"%s.atom\">Atom</a> or <a href=\"%s.json\">JSON Feed</a>.</p>\n<ol class=\"stories\">\n",
               list->card_count, list->card_count == 1 ? "story" : "stories", feed.p, feed.p);
    for (size_t i = 0; i < list->card_count; i++)
        edition_card(&edition->cards[list->cards[i]], "h2", options, out);
    buf_add_z(out, "</ol>\n");
    html_end(options, out);
    buf_free(&feed);
}
