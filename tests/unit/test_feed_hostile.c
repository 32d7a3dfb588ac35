/* What the web does to a feed reader. The numbers in brackets are those of docs/SAFETY.md. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "feed/address.h"
#include "feed/build.h"
#include "feed/prolog.h"
#include "feed/record.h"
#include "harness.h"
#include "page/entry.h"

enum { MEGABYTE = 1024 * 1024 };

#define OPEN "<rss version=\"2.0\"><channel><title>T</title><item><title>First</title></item>"
#define CLOSE "</channel></rss>"

static struct status read_feed(struct arena *a, struct str bytes, struct feed *f)
{
    struct feed_options o = {.base_url = STR("https://lantern.example/feed.xml"), .where = "test"};
    arena_reset(a);
    return feed_parse(a, bytes, &o, f);
}

static bool is(struct str s, const char *expected)
{
    return str_eq(s, str_of(expected));
}

static struct str title_of(const struct feed *f, size_t i)
{
    return i < f->entry_count ? f->entries[i].title.value : STR("(none)");
}

static void repeat(struct buf *b, const char *what, int times)
{
    for (int i = 0; i < times; i++)
        buf_add_z(b, what);
}

static void check_entities(struct arena *a)
{
    struct feed f;
    struct buf b = {0};
    buf_add_z(&b, "<!DOCTYPE rss [<!ENTITY l0 \"lol\">");
    for (int i = 1; i < 10; i++)
        buf_format(&b, "<!ENTITY l%d \"&l%d;&l%d;&l%d;&l%d;&l%d;&l%d;&l%d;&l%d;&l%d;&l%d;\">", i, i - 1, i - 1, i - 1, i - 1, i - 1,
                   i - 1, i - 1, i - 1, i - 1, i - 1);
    buf_add_z(&b, "]>" OPEN "<item><title>&l9; end</title></item>" CLOSE);
    struct status s = read_feed(a, buf_str(&b), &f);
    CHECK(is_ok(&s) && f.bozo && f.entry_count == 2 && f.entries[1].title.value.n < 100 && arena_bytes(a) < 4 * MEGABYTE,
          "[59] a billion laughs are not laughed: %.*s", STR_ARG(f.bozo_reason));
    buf_clear(&b);
    buf_add_z(&b, "<!DOCTYPE rss [<!ENTITY a \"");
    repeat(&b, "0123456789", 99);
    buf_add_z(&b, "\">]>" OPEN "<item><title>");
    repeat(&b, "&a;", 300000);
    buf_add_z(&b, "</title></item>" CLOSE);
    s = read_feed(a, buf_str(&b), &f);
    CHECK(f.bozo && arena_bytes(a) < 160 * MEGABYTE, "[60] quadratic blow-up stops at the limit: %.*s", STR_ARG(f.bozo_reason));
    s = read_feed(a, STR("<!DOCTYPE rss [<!ENTITY x SYSTEM \"file:///etc/passwd\"><!ENTITY y SYSTEM \"http://127.0.0.1:9/\">]>" OPEN
                         "<item><title>&x;&y;|</title></item>" CLOSE), &f);
    CHECK(is_ok(&s) && f.bozo && !str_has(title_of(&f, 1), STR("root")), "[61] external entities are not read: %.*s",
          STR_ARG(title_of(&f, 1)));
    s = read_feed(a, STR("<!DOCTYPE rss [<!ENTITY % p SYSTEM \"http://127.0.0.1:9/x.dtd\"> %p; <!ENTITY % q \"<!ENTITY z 'Z'>\"> %q;]>" OPEN
                         "<item><title>&z;|</title></item>" CLOSE), &f);
    CHECK(is_ok(&s) && is(title_of(&f, 0), "First") && f.entry_count == 2, "[62] parameter entities: no DTD is read, the feed is: %.*s",
          STR_ARG(title_of(&f, 1)));
    s = read_feed(a, STR("<?xml version='1.0'?><!DOCTYPE rss [<!-- > ]> --><!ELEMENT rss ANY><!ATTLIST item a CDATA 'x'><!ENTITY co \"Kelp "
                         "&#38; Sons\">]>" OPEN "<item><title>&co; win</title></item>" CLOSE), &f);
    CHECK(is_ok(&s) && is(title_of(&f, 1), "Kelp & Sons win"), "[63] a DTD's plain entities are: %.*s", STR_ARG(title_of(&f, 1)));
    buf_free(&b);
}

static void check_sizes(struct arena *a)
{
    struct feed f;
    struct buf b = {0};
    buf_add_z(&b, OPEN);
    repeat(&b, "<a>", 100000);
    struct status s = read_feed(a, buf_str(&b), &f);
    CHECK(s.code == STATUS_LIMIT && is(title_of(&f, 0), "First"), "[64] 100,000 levels: %s", s.message);
    buf_clear(&b);
    buf_add_z(&b, OPEN "<");
    repeat(&b, "abcdefghij", 1000000);
    buf_add_z(&b, ">x</y><item><title>Last</title></item>" CLOSE);
    s = read_feed(a, buf_str(&b), &f);
    CHECK(s.code == STATUS_LIMIT && is(title_of(&f, 0), "First") && is(title_of(&f, 1), "Last"), "[65] a name of 10 MB: %s", s.message);
    buf_clear(&b);
    buf_add_z(&b, OPEN "<item");
    for (int i = 0; i < 1000000; i++)
        buf_format(&b, " a%d=\"1\"", i);
    buf_add_z(&b, "><title>Last</title></item>" CLOSE);
    s = read_feed(a, buf_str(&b), &f);
    CHECK(s.code == STATUS_LIMIT && is(title_of(&f, 1), "Last"), "[66] a million attributes: %s", s.message);
    buf_clear(&b);
    buf_add_z(&b, "<rss><channel>");
    repeat(&b, "<item><title>x</title></item>", 1000000);
    s = read_feed(a, buf_str(&b), &f);
    CHECK(s.code == STATUS_LIMIT && f.entry_count == BUILD_ENTRY_LIMIT && arena_bytes(a) < 600u * MEGABYTE,
          "[67] a million entries: %s (%zu MB)", s.message, arena_bytes(a) / MEGABYTE);
    buf_clear(&b);
    buf_add_z(&b, OPEN "<item><title>Last</title>");
    for (int i = 0; i < 100000; i++)
        buf_format(&b, "<x%d>1</x%d><category>c%d</category>", i, i, i);
    buf_add_z(&b, "</item>" CLOSE);
    s = read_feed(a, buf_str(&b), &f);
    CHECK(s.code == STATUS_LIMIT && is(title_of(&f, 1), "Last"), "an entry of 200,000 properties: %s", s.message);
    buf_clear(&b);
    buf_add_z(&b, OPEN);
    repeat(&b, "<!-- ", 400000);
    s = read_feed(a, buf_str(&b), &f);
    CHECK(is_ok(&s) && f.bozo && is(title_of(&f, 0), "First"), "comments that never end: %.*s", STR_ARG(f.bozo_reason));
    buf_free(&b);
}

/* Inputs of a few megabytes that cost minutes where something is looked for from each place to the end. A test that hangs
 * here is ended by the suite. */
static void check_repetition(struct arena *a)
{
    static const struct {
        const char *head, *unit, *tail, *name;
    } cases[] = {
        {OPEN "<item><title>Last</title><description>", "&lt;!doctype ", "</description></item>" CLOSE, "declarations without an end"},
        {OPEN "<item><title>Last</title><description>", "&lt;!-- ", "</description></item>" CLOSE, "comments without an end"},
        {OPEN "<item><title>Last</title><description>", "&lt;!-- &gt;", "</description></item>" CLOSE, "comments that end as tags do"},
        {OPEN "<item><title>Last</title><description>", "&lt;a b='", "</description></item>" CLOSE, "quotes without an end"},
        {OPEN "<item><title>Last</title><description>", "&amp;a", "</description></item>" CLOSE, "ampersands"},
        {OPEN "<item><title>Last</title><description>a", "          ", "b</description></item>" CLOSE, "spaces"},
        {OPEN "<item><title>Last</title><description>a", "\n         ", "b</description></item>" CLOSE, "empty lines"},
        {OPEN "<item><title>Last</title><author>a", "@a.b", "</author></item>" CLOSE, "addresses of e-mail"},
        {"<!DOCTYPE rss [", "<!ENTITY ", "]>" OPEN "<item><title>Last</title></item>" CLOSE, "entities without an end"},
        {"<!DOCTYPE rss [<!ENTITY a 'b'>", "          ", "]>" OPEN "<item><title>Last</title></item>" CLOSE, "spaces in a DTD"},
        {OPEN "<item><title>Last</title>", "<a b=\"", "</item>" CLOSE, "attributes without an end"},
        {OPEN "<item><title>Last</title>", "<![CDATA[", "</item>" CLOSE, "sections without an end"},
    };
    struct buf b = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct feed f;
        struct article x;
        buf_clear(&b);
        buf_add_z(&b, cases[i].head);
        repeat(&b, cases[i].unit, 200000);
        buf_add_z(&b, cases[i].tail);
        struct status s = read_feed(a, buf_str(&b), &f);
        CHECK(f.entry_count >= 1 && is(title_of(&f, f.entry_count - 1), "Last"), "200,000 %s: %s %.*s", cases[i].name, s.message,
              STR_ARG(f.bozo_reason));
        for (size_t k = 0; k < f.entry_count; k++) {
            s = entry_article(a, &f, &f.entries[k], "test", &x);
            if (!is_ok(&s))
                printf("# %s\n", s.message);
        }
    }
    buf_free(&b);
}

static struct str utf16(struct buf *b, const char *text, bool is_big)
{
    buf_clear(b);
    for (; *text; text++) {
        buf_add_byte(b, is_big ? 0 : *text);
        buf_add_byte(b, is_big ? *text : 0);
    }
    return buf_str(b);
}

static void check_bytes(struct arena *a)
{
    struct feed f;
    struct buf b = {0};
    struct status s = read_feed(a, STR(OPEN "<item><title>N\0UL</title></item>" CLOSE), &f);
    CHECK(is_ok(&s) && f.entry_count == 2 && utf8_is_valid(title_of(&f, 1), NULL) && !memchr(title_of(&f, 1).p, 0, title_of(&f, 1).n),
          "[68] a NUL byte: %.*s", STR_ARG(title_of(&f, 1)));
    s = read_feed(a, utf16(&b, OPEN CLOSE, true), &f);
    CHECK(is_ok(&s) && is(title_of(&f, 0), "First") && is(f.encoding, "utf-16be"), "[69] UTF-16 without a mark");
    s = read_feed(a, utf16(&b, OPEN CLOSE, false), &f);
    CHECK(is_ok(&s) && is(title_of(&f, 0), "First") && is(f.encoding, "utf-16le"), "[69] the other way round");
    s = read_feed(a, STR("<?xml version='1.0' encoding='utf-7'?>" OPEN "<item><title>+ADw-script+AD4-</title></item>" CLOSE), &f);
    CHECK(is_ok(&s) && f.entry_count == 2 && !str_has(title_of(&f, 1), STR("<script")), "[70] UTF-7 brings no markup in: %.*s",
          STR_ARG(title_of(&f, 1)));
    s = read_feed(a, STR(OPEN "<item><title>caf\xC3\xA9</title></item><item><title>caf\xE9</title></item>" CLOSE), &f);
    CHECK(is_ok(&s) && f.bozo && is(title_of(&f, 1), "caf\xC3\xA9") && is(title_of(&f, 2), "caf\xC3\xA9"), "[71] two encodings in one file: %.*s, %.*s (%.*s)",
          STR_ARG(title_of(&f, 1)), STR_ARG(title_of(&f, 2)), STR_ARG(f.bozo_reason));
    s = read_feed(a, STR(OPEN "<item><title>a\xC0\xBC" "b\xED\xA0\x80" "c</title></item>" CLOSE), &f);
    CHECK(is_ok(&s) && f.bozo && utf8_is_valid(title_of(&f, 1), NULL) && !memchr(title_of(&f, 1).p, '<', title_of(&f, 1).n),
          "[72] overlong forms and surrogates: %.*s", STR_ARG(title_of(&f, 1)));
    buf_free(&b);
}

/* Every prefix of a good feed is read as far as it goes: titles that are whole stay, in order. */
static void check_prefixes(struct arena *a, const char *path)
{
    struct feed whole, f;
    struct buf b = {0};
    struct arena *kept = arena_create();
    struct status s = file_read(path, MEGABYTE, &b);
    CHECK(is_ok(&s), "%s: %s", path, s.message);
    struct feed_options o = {.where = path};
    s = feed_parse(kept, buf_str(&b), &o, &whole);
    size_t step = b.n / 400 + 1, wrong = 0, last = 0, shrinks = 0;
    for (size_t n = 1; n < b.n; n += step) {
        s = read_feed(a, (struct str){b.p, n}, &f);
        wrong += f.entry_count > whole.entry_count;
        for (size_t i = 0; i + 1 < f.entry_count; i++)
            wrong += !str_eq(f.entries[i].title.value, whole.entries[i].title.value);
        shrinks += f.entry_count < last;
        last = f.entry_count;
    }
    CHECK(is_ok(&s) && !wrong && !shrinks && last >= 1, "[73] every prefix of %s: %zu wrong, %zu shrink, %zu entries at the end", path,
          wrong, shrinks, last);
    buf_free(&b);
    arena_destroy(kept);
}

static void check_entries(struct arena *a)
{
    struct feed f;
    struct article x, y;
    struct status s = read_feed(a, STR("<rss><channel><item><guid>g</guid><title>One</title><link>/1</link></item><item><guid>g</guid><title>Two"
                                       "</title><link>/2</link></item></channel></rss>"), &f);
    CHECK(is_ok(&s) && f.entry_count == 2 && is(f.entries[0].id, "g") && is(f.entries[1].id, "g"),
          "[74] entries of one guid stay two (test_fetch.py stores them as two)");
    s = read_feed(a, STR("<rss><channel><item><title>Old</title><pubDate>Mon, 06 Oct 2025 08:00:00 GMT</pubDate></item><item><title>New</title>"
                         "<pubDate>Tue, 07 Oct 2025 08:00:00 GMT</pubDate></item></channel></rss>"), &f);
    CHECK(is_ok(&s) && is(title_of(&f, 0), "Old") && is(title_of(&f, 1), "New"), "[76] the document's order stays");
    s = read_feed(a, STR("<rss><channel><item><title>x</title><pubDate>31 Feb 2025 10:00 GMT</pubDate></item><item><title>y</title><pubDate>Tue, 07 "
                         "Oct 9999 10:00 GMT</pubDate></item></channel></rss>"), &f);
    CHECK(is_ok(&s) && !f.entries[0].published.is_set && is(f.entries[0].published_text, "31 Feb 2025 10:00 GMT") && f.entries[1].published.is_set,
          "[77] a day that does not exist is kept as text only (more: tests/feeds/dates.txt)");
    s = read_feed(a, STR("<rss><channel><item><title>x</title><link>javascript:alert(1)</link></item><item><title>y</title><link>data:text/html,x"
                         "</link></item><item><title>z</title><link> JAVASCRIPT:x </link></item></channel></rss>"), &f);
    CHECK(is_ok(&s) && !f.entries[0].link.n && !f.entries[1].link.n && !f.entries[2].link.n, "[78] links that run are no links");
    struct feed_options bare = {.where = "test"};
    s = feed_parse(a, STR("<rss><channel><item><title>x</title><link>/a</link></item></channel></rss>"), &bare, &f);
    CHECK(is_ok(&s) && !f.entries[0].link.n, "[79] a relative link without a base leads nowhere");
    s = read_feed(a, STR("<rss><channel><item><title>x</title><link>/a</link></item></channel></rss>"), &f);
    CHECK(is(f.entries[0].link, "https://lantern.example/a"), "[79] with one it does: %.*s", STR_ARG(f.entries[0].link));
    s = read_feed(a, STR("<rss><channel><item><title>&lt;b&gt;Bold&lt;/b&gt; &amp;amp; brave \xE2\x80\xAE" "desrever\xE2\x80\xAC z\xE2\x80\x8B" "w"
                         "\xF3\xA0\x81\x81 end</title></item><item><title>&amp;lt;script&amp;gt;</title></item></channel></rss>"), &f);
    s = entry_article(a, &f, &f.entries[0], "test", &x);
    CHECK(is_ok(&s) && is(x.title, "Bold & brave desrever zw end"), "[80] markup, overrides, zero-width and tag characters in a title: %.*s",
          STR_ARG(x.title));
    s = entry_article(a, &f, &f.entries[1], "test", &y);
    CHECK(is_ok(&s) && is(y.title, "<script>"), "[80] markup escaped twice is text: %.*s", STR_ARG(y.title));
    s = read_feed(a, STR("<rss><channel><item><title>x</title><enclosure url='https://lantern.example/v.mp4' type='video/mp4' "
                         "length='10995116277760'/></item></channel></rss>"), &f);
    CHECK(is_ok(&s) && !f.entries[0].image.n, "[81] an enclosure of 10 TB is an address, and not asked for");
}

static void check_json(struct arena *a)
{
    struct feed f;
    struct buf b = {0};
    struct status s = read_feed(a, STR("{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":7,\"items\":[{\"id\":42,\"title\":3.5,\"title\":"
                                       "\"Second\",\"url\":\"javascript:x\",\"date_published\":2025,\"tags\":[1,\"a\",null,{}],\"authors\":\"Ann\"},3,null]}"), &f);
    CHECK(is_ok(&s) && f.bozo && f.entry_count == 1 && is(f.title, "7") && is(f.entries[0].id, "42") && is(title_of(&f, 0), "Second") &&
              !f.entries[0].link.n, "[82] numbers for strings, keys twice, items that are none: %.*s", STR_ARG(f.bozo_reason));
    buf_add_z(&b, "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":");
    repeat(&b, "[", 10000);
    s = read_feed(a, buf_str(&b), &f);
    CHECK(f.bozo && f.entry_count == 0, "[82] 10,000 levels: %.*s", STR_ARG(f.bozo_reason));
    s = read_feed(a, STR("{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"id\":NaN}]}"), &f);
    CHECK(f.bozo, "[82] NaN: %.*s", STR_ARG(f.bozo_reason));
    buf_free(&b);
}

int main(void)
{
    struct arena *a = arena_create();
    check_entities(a);
    check_sizes(a);
    check_repetition(a);
    check_bytes(a);
    check_prefixes(a, "samples/feeds/harrow-lantern.xml");
    check_prefixes(a, "samples/feeds/coastline-wire.xml");
    check_entries(a);
    check_json(a);
    arena_destroy(a);
    return tap_done();
}
