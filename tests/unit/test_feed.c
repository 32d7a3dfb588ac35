/* The feed room: dialects, charsets, dates, addresses, markup, and articles from entries. What is hostile: test_feed_hostile.c. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "feed/address.h"
#include "feed/dates.h"
#include "feed/html.h"
#include "feed/opml.h"
#include "feed/record.h"
#include "harness.h"
#include "page/entry.h"

static struct feed read_bytes(struct arena *a, struct str bytes, struct status *s)
{
    struct feed f;
    struct feed_options o = {.base_url = STR("https://lantern.example/feed.xml"), .where = "test"};
    *s = feed_parse(a, bytes, &o, &f);
    return f;
}

static struct feed read_feed(struct arena *a, const char *xml)
{
    struct status s;
    struct feed f = read_bytes(a, str_of(xml), &s);
    if (!is_ok(&s))
        printf("# %s\n", s.message);
    return f;
}

static bool is(struct str s, const char *expected)
{
    return str_eq(s, str_of(expected));
}

static void check_dates(struct arena *a)
{
    struct buf file = {0};
    struct status s = file_read("tests/feeds/dates.txt", 1 << 20, &file);
    CHECK(is_ok(&s), "dates: %s", s.message);
    for (struct str rest = buf_str(&file); rest.n;) {
        struct str line = str_cut(&rest, '\n');
        if (!line.n || *line.p == '#')
            continue;
        struct str expected = line, given = str_trim(str_cut(&expected, '|'));
        char got[MOMENT_TEXT] = "-";
        struct moment m;
        if (date_parse(given, &m))
            moment_format_iso(m, got);
        CHECK(is(str_trim(expected), got), "date \"%.*s\" is %.*s: %s", STR_ARG(given), STR_ARG(str_trim(expected)), got);
    }
    buf_free(&file);
    (void)a;
}

static void check_addresses(struct arena *a)
{
    struct buf file = {0};
    struct status s = file_read("tests/feeds/addresses.txt", 1 << 20, &file);
    CHECK(is_ok(&s), "addresses: %s", s.message);
    for (struct str rest = buf_str(&file); rest.n;) {
        struct str line = str_cut(&rest, '\n');
        if (!line.n || *line.p == '#')
            continue;
        struct str base = str_cut(&line, ' '), reference = str_cut(&line, ' ');
        struct str got = address_safe(a, is(base, "-") ? STR("") : base, reference);
        CHECK(str_eq(got, is(line, "-") ? STR("") : line), "%.*s + %.*s = %.*s: %.*s", STR_ARG(base), STR_ARG(reference),
              STR_ARG(line), STR_ARG(got));
    }
    buf_free(&file);
}

static void check_dialects(struct arena *a)
{
    static const struct {
        const char *text, *version;
    } feeds[] = {
        {"<rss version='2.0'><channel><title>T</title><item><title>One</title></item></channel></rss>", "rss20"},
        {"<rss version='0.91'><channel><title>T</title><item><title>One</title></item></channel></rss>", "rss091u"},
        {"<rss version='0.92'><channel><title>T</title><item><title>One</title></item></channel></rss>", "rss092"},
        {"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><channel><title>T"
         "</title></channel><item><title>One</title></item></rdf:RDF>", "rss10"},
        {"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://my.netscape.com/rdf/simple/0.9/'>"
         "<channel><title>T</title></channel><item><title>One</title></item></rdf:RDF>", "rss090"},
        {"<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><entry><title>One</title></entry></feed>", "atom10"},
        {"<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:title>T</a:title><a:entry><a:title>One</a:title></a:entry></a:feed>",
         "atom10"},
        {"<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>T</title><entry><title>One</title></entry></feed>", "atom03"},
        {"{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"T\",\"items\":[{\"id\":\"1\",\"title\":\"One\"}]}", "json1"},
        {"{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"T\",\"items\":[{\"id\":1,\"title\":\"One\"}]}", "json11"},
        {"<CHANNEL HREF='http://w.example/'><TITLE>T</TITLE><ITEM><TITLE>One</TITLE></ITEM></CHANNEL>", "cdf"},
    };
    for (size_t i = 0; i < sizeof feeds / sizeof *feeds; i++) {
        struct feed f = read_feed(a, feeds[i].text);
        CHECK(is(f.version, feeds[i].version) && is(f.title, "T") && f.entry_count == 1 && is(f.entries[0].title.value, "One") &&
                  !f.bozo && feed_detect(str_of(feeds[i].text)),
              "dialect %s: %.*s, %zu entries, %.*s", feeds[i].version, STR_ARG(f.version), f.entry_count, STR_ARG(f.bozo_reason));
    }
    CHECK(!feed_detect(STR("<!doctype html><html><head><title>x</title>")) && !feed_detect(STR("{\"id\": 1, \"text\": \"a\"}")),
          "a page and an article are no feeds");
}

static void check_sitemap(struct arena *a)
{
    struct feed f = read_feed(a,
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'>"
        "<url><loc>https://lantern.example/a</loc><n:news><n:publication><n:name>The Lantern</n:name><n:language>en</n:language>"
        "</n:publication><n:publication_date>2025-10-07T09:00:00+01:00</n:publication_date><n:title>Pier opens</n:title>"
        "<n:keywords>pier, harbour</n:keywords></n:news></url></urlset>");
    const struct feed_entry *e = f.entries;
    CHECK(is(f.version, "sitemap") && f.entry_count == 1 && is(e->title.value, "Pier opens") &&
              is(e->link, "https://lantern.example/a") && e->published.is_set && e->category_count == 2,
          "a news sitemap: %zu entries", f.entry_count);
}

static void check_namespaces(struct arena *a)
{
    struct feed f = read_feed(a,
        "<rss version='2.0' xmlns:c='http://purl.org/rss/1.0/modules/content/' xmlns:d='http://purl.org/dc/elements/1.1/' "
        "xmlns:m='http://search.yahoo.com/mrss/' xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'><channel><title>T</title>"
        "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"
        "<item><title>One</title><description>Short.</description><c:encoded><![CDATA[<p>Long <b>text</b>.</p>]]></c:encoded>"
        "<d:creator>Ann Lee</d:creator><d:date>2025-10-07</d:date><m:content url='https://p.example/1.jpg' medium='image'>"
        "<m:title>A picture</m:title><m:credit>Bo Chan</m:credit></m:content></item></channel></rss>");
    const struct feed_entry *e = f.entries;
    CHECK(is(e->content.value, "<p>Long <b>text</b>.</p>") && e->content.is_html && is(e->summary.value, "Short."), "content:encoded");
    CHECK(is(e->author, "Ann Lee") && e->updated.is_set, "dc:creator and dc:date");
    CHECK(is(e->image, "https://p.example/1.jpg") && is(e->image_credit, "Bo Chan") && is(e->title.value, "One"), "media:content");
    CHECK(f.ttl_minutes == 30, "sy:updatePeriod: %d minutes", f.ttl_minutes);
    f = read_feed(a, "<rss version='2.0'><channel><title>T</title><item><title>One</title><dc:creator>Ann Lee</dc:creator>"
                     "<content:encoded>Long.</content:encoded></item></channel></rss>");
    CHECK(is(f.entries[0].author, "Ann Lee") && is(f.entries[0].content.value, "Long.") && f.bozo, "prefixes never declared: %.*s",
          STR_ARG(f.bozo_reason));
    f = read_feed(a, "<rss version='2.0' xmlns:dc='http://lantern.example/my-own'><channel><item><dc:creator>Ann Lee</dc:creator>"
                     "</item></channel></rss>");
    CHECK(is(f.entries[0].author, "Ann Lee"), "a prefix declared for the wrong namespace");
}

static void check_markup(struct arena *a)
{
    struct feed f = read_feed(a,
        "<rss version='2.0'><channel><item><title>Tom &amp;amp; Ann: &lt;i&gt;Macbeth&lt;/i&gt;</title>"
        "<link>/a?x=1&amp;y=2</link><description>&lt;p onclick='x()'&gt;Read &lt;a href='b'&gt;on&lt;/a&gt;&lt;script&gt;evil()"
        "&lt;/script&gt;&lt;a href='java&amp;#115;cript:x()'&gt;!&lt;/a&gt;&lt;/p&gt;</description></item></channel></rss>");
    const struct feed_entry *e = f.entries;
    CHECK(is(e->summary.value, "<p>Read <a href=\"https://lantern.example/b\">on</a><a href=\"\">!</a></p>"), "made safe: %.*s",
          STR_ARG(e->summary.value));
    struct article x;
    struct status s = entry_article(a, &f, e, "test", &x);
    CHECK(is_ok(&s) && is(x.title, "Tom & Ann: Macbeth"), "markup in a title: %.*s", STR_ARG(x.title));
    CHECK(is(x.url, "https://lantern.example/a?x=1&y=2"), "a relative link: %.*s", STR_ARG(x.url));
    struct str clean = html_clean(a, STR("<b style='color: red; background: url(x); position:fixed'>a</b><iframe src=x>b</iframe>"), STR(""));
    CHECK(is(clean, "<b style=\"color: red;\">a</b>b"), "styles and frames: %.*s", STR_ARG(clean));
    CHECK(html_looks_like(STR("a <b>c</b>")) && html_looks_like(STR("R&amp;D")) && !html_looks_like(STR("if a < b and b > c")) &&
              !html_looks_like(STR("<volume>x</volume>")), "what looks like markup");
}

static void check_article(struct arena *a)
{
    struct feed f = read_feed(a,
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en-GB'><title>The Lantern</title><entry><id>tag:lantern,1</id>"
        "<title>Pier opens</title><link href='/pier'/><updated>2025-10-08T10:00:00Z</updated><published>2025-10-07T09:00:00+01:00"
        "</published><author><name>Ann Lee</name></author><author><name>Bo Chan</name></author><category term='harbour'/>"
        "<summary>One line.</summary></entry><entry><id>2</id></entry></feed>");
    struct article x;
    struct status s = entry_article(a, &f, &f.entries[0], "test", &x);
    char published[MOMENT_TEXT], modified[MOMENT_TEXT];
    moment_format_iso(x.published, published);
    moment_format_iso(x.modified, modified);
    CHECK(is_ok(&s) && is(x.outlet, "The Lantern") && is(x.byline, "Ann Lee, Bo Chan") && is(x.language, "en-GB") &&
              is(x.section, "harbour") && is(x.text, "One line.") && x.kind == ARTICLE_SUMMARY,
          "an entry's article: %.*s", STR_ARG(x.byline));
    CHECK(strcmp(published, "2025-10-07T09:00:00+01:00") == 0 && strcmp(modified, "2025-10-08T10:00:00Z") == 0, "its times");
    s = entry_article(a, &f, &f.entries[1], "test:9", &x);
    CHECK(s.code == STATUS_BAD_INPUT && str_starts(str_of(s.message), STR("test:9")), "an empty entry: %s", s.message);
}

/* Entries with these hours of a day, in this order; `more` is said of each. */
static struct feed read_hours(struct arena *a, const char *hours, const char *more)
{
    struct str text = STR("<rss version='2.0'><channel><title>The Lantern</title>");
    for (; *hours; hours++)
        text = str_format(a, "%.*s<item><guid>https://l.example/%c</guid><title>%c</title>%s<pubDate>Tue, 07 Oct 2025 %02d:00:00 GMT</pubDate></item>",
                          STR_ARG(text), *hours, *hours, more, *hours - 'a' + 1);
    return read_feed(a, str_format(a, "%.*s</channel></rss>", STR_ARG(text)).p);
}

/* Only an order that is not time's tells what the editors think of a report. */
static void check_order(struct arena *a)
{
    static const struct {
        const char *hours, *name;
        bool is_edited;
    } orders[] = {{"hgfedcba", "newest first", false},         {"abcdefgh", "oldest first", false},  {"ahgfedcb", "an old one pinned on top", false},
                  {"hhhhhhhh", "all at one time", false},      {"chagebfd", "by the editors", true}, {"caebd", "too few to tell", false},
                  {"hgfeabcdpon", "two parts", true}};
    struct article x;
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
        struct feed f = read_hours(a, orders[i].hours, "");
        CHECK(f.is_edited == orders[i].is_edited, "%s: %s", orders[i].hours, orders[i].name);
    }
    struct feed f = read_hours(a, "chagebfd", "");
    struct status s = entry_article(a, &f, &f.entries[1], "test", &x);
    CHECK(is_ok(&s) && x.place.at == 2 && x.place.of == 8, "the second of eight: %u of %u", x.place.at, x.place.of);
    f = read_hours(a, "chagebfd", "<source url='https://c.example/'>The Courier</source>");
    s = entry_article(a, &f, &f.entries[1], "test", &x);
    CHECK(is_ok(&s) && !x.place.at, "a report of another outlet's: not its own place");
    f = read_hours(a, "hgfedcba", "");
    s = entry_article(a, &f, &f.entries[1], "test", &x);
    CHECK(is_ok(&s) && !x.place.at, "in order of time: not known");
}

static void check_opml(struct arena *a)
{
    struct opml list, again;
    struct status s = opml_read(a, STR("<opml><head><title>Mine</title></head><body><outline text='Coast'><outline text='A & B' "
                                       "xmlUrl='https://a.example/f?x=1&y=2'/></outline><outline xmlUrl='javascript:x'/><outline "
                                       "title='C' xmlUrl='http://c.example/'><outline xmlUrl='http://c.example/'/></body>"), "list", &list);
    CHECK(is_ok(&s) && list.count == 2 && list.skipped == 1 && is(list.title, "Mine") && list.problem.n &&
              is(list.feeds[0].url, "https://a.example/f?x=1&y=2") && is(list.feeds[0].folder, "Coast") &&
              is(list.feeds[0].title, "A & B"),
          "an ill-formed OPML: %zu feeds, %.*s", list.count, STR_ARG(list.problem));
    struct buf out = {0};
    opml_write(&out, list.title, list.feeds, list.count);
    s = opml_read(a, buf_str(&out), "again", &again);
    CHECK(is_ok(&s) && again.count == 2 && !again.problem.n && is(again.feeds[0].folder, "Coast") && !again.feeds[1].folder.n &&
              is(again.feeds[0].title, "A & B"), "written and read again");
    buf_free(&out);
    s = opml_read(a, STR("<html><body>no</body></html>"), "page", &list);
    CHECK(s.code == STATUS_BAD_INPUT, "a page is no OPML: %s", s.message);
}

int main(void)
{
    struct arena *a = arena_create();
    check_dates(a);
    check_addresses(a);
    check_dialects(a);
    check_sitemap(a);
    check_namespaces(a);
    check_markup(a);
    check_article(a);
    check_order(a);
    check_opml(a);
    arena_destroy(a);
    return tap_done();
}
