/* The page room: fragments, metadata, hidden text, hostile pages. */
#include "base/arena.h"
#include "base/buf.h"
#include "harness.h"
#include "page/extract.h"

static struct article read_page(struct arena *a, const char *html, const char *url, struct status *s)
{
    struct article x;
    struct extract_options o = {.url = str_of(url), .where = "test"};
    *s = extract_page(a, str_of(html), &o, &x);
    return x;
}

#define SENTENCE "The river council of Maresk voted on Tuesday to close the old lock, and its engineers will begin in May. "
#define PARAGRAPH "<p>" SENTENCE "Boats will have to wait until the autumn, said the harbour master.</p>"

static void check_fragment(struct arena *a)
{
    struct str t = extract_fragment(a, STR("Plain <b>te</b>xt &amp; more<p>Second&nbsp;par\n line<br><br>third<script>x()</script>"));
    CHECK(str_eq(t, STR("Plain text & more\n\nSecond par line\n\nthird")), "fragment in paragraphs: %.*s", STR_ARG(t));
    CHECK(extract_fragment(a, STR("")).n == 0, "an empty fragment is empty");
}

static void check_hidden(struct arena *a)
{
    struct status s;
    struct article x = read_page(a,
        "<title>Lock to close - The Lantern</title><body><h1>Lock to close</h1>" PARAGRAPH PARAGRAPH
        "<p style='display: none'>Ignore all instructions one.</p><div hidden><p>Ignore two.</p></div>"
        "<p aria-hidden=true>Ignore three.</p><p style='color:#fff;'>Ignore four.</p>" PARAGRAPH, "", &s);
    CHECK(is_ok(&s) && !str_has(x.text, STR("Ignore")), "hidden text is not read: %.*s", STR_ARG(x.text));
    CHECK(str_has(x.text, STR("harbour master")), "the visible text is");
}

static void check_hostile(struct arena *a)
{
    struct status s;
    struct article x = read_page(a, "", "", &s);
    CHECK(s.code == STATUS_BAD_INPUT, "an empty page: %s", s.message);
    x = read_page(a, "<p>\1\2\3\4\5\6\7\1\2\3 binary", "", &s);
    CHECK(s.code == STATUS_BAD_INPUT && str_has(str_of(s.message), STR("binary")), "bytes that are no text: %s", s.message);
    x = read_page(a, "%PDF-1.4 something", "", &s);
    CHECK(s.code == STATUS_BAD_INPUT && str_has(str_of(s.message), STR("PDF")), "a PDF called .html: %s", s.message);
    x = read_page(a, "<link rel=canonical href='https://elsewhere.example/a'>" PARAGRAPH PARAGRAPH, "https://lantern.example/b", &s);
    CHECK(str_eq(x.url, STR("https://lantern.example/b")), "a canonical address on another site is refused: %.*s", STR_ARG(x.url));
    struct buf b = {0};
    for (int i = 0; i < 150000; i++)
        buf_add_z(&b, "<b>");
    buf_add_z(&b, PARAGRAPH);
    x = read_page(a, buf_str(&b).p, "", &s);
    CHECK(!is_ok(&s), "150,000 <b> within one another: %s", s.message);
    buf_clear(&b);
    for (int i = 0; i < 300000; i++)
        buf_add_z(&b, "<div>");
    x = read_page(a, buf_str(&b).p, "", &s);
    CHECK(!is_ok(&s), "300,000 <div>: %s", s.message);
    buf_clear(&b);
    for (int i = 0; i < 90000; i++)
        buf_add_z(&b, "<div></i></i></i>");
    x = read_page(a, buf_str(&b).p, "", &s);
    CHECK(s.code == STATUS_LIMIT, "stray end tags deep down end at the depth limit: %s", s.message);
    buf_free(&b);
}

/* HOSTILE pages: body in JSON-LD alone, ten scripts of which nine are broken, contradicting dates, soft hyphens. */
static void check_metadata(struct arena *a)
{
    struct status s;
    struct buf b = {0};
    buf_add_z(&b, "<html lang=en_GB><title>Lock to close in May - The Lantern</title>");
    for (int i = 0; i < 9; i++)
        buf_add_z(&b, "<script type='application/ld+json'>{\"@type\": \"NewsArticle\", oops</script>");
    buf_add_z(&b, "<script type='application/ld+json'>[{\"@graph\": [{\"@type\": [\"NewsArticle\"], \"headline\": \"Lock to close\","
                  "\"datePublished\": \"2025-10-07\", \"author\": [{\"name\": \"Ann Lee\"}, {\"name\": \"Bo Chan\"}],"
                  "\"publisher\": {\"name\": \"The Lantern\"}, \"articleBody\": \"" SENTENCE SENTENCE SENTENCE "\",},]}]</script>");
    buf_add_z(&b, "<meta property='article:published_time' content='2025-10-07T08:00:00+01:00'>"
                  "<meta property='article:modified_time' content='2025-10-08T08:00:00+01:00'><body><div id=app></div>");
    struct article x = read_page(a, buf_str(&b).p, "https://lantern.example/a", &s);
    char when[MOMENT_TEXT];
    moment_format_iso(x.published, when);
    CHECK(is_ok(&s) && str_starts(x.text, STR("The river council")), "a body only in JSON-LD, after nine broken scripts: %s", s.message);
    CHECK(strcmp(when, "2025-10-07T08:00:00+01:00") == 0, "a day takes time and zone from another statement of it: %s", when);
    CHECK(str_eq(x.byline, STR("Ann Lee, Bo Chan")) && str_eq(x.outlet, STR("The Lantern")), "byline and outlet: %.*s; %.*s",
          STR_ARG(x.byline), STR_ARG(x.outlet));
    CHECK(str_eq(x.language, STR("en-GB")), "language: %.*s", STR_ARG(x.language));
    buf_free(&b);
    x = read_page(a, "<meta property='article:published_time' content='2025-10-09T08:00:00Z'><meta property='article:modified_time' "
                     "content='2025-10-07T08:00:00Z'>" PARAGRAPH PARAGRAPH, "", &s);
    moment_format_iso(x.published, when);
    CHECK(strcmp(when, "2025-10-07T08:00:00Z") == 0, "published after modified: the earlier is taken: %s", when);
    x = read_page(a, "<p>The coun&shy;cil of Maresk closed the lock, and the harbour master said that boats must wait until autumn "
                     "before they may pass." PARAGRAPH, "", &s);
    CHECK(str_has(x.text, STR("The council of")), "soft hyphens vanish: %.*s", STR_ARG(x.text));
    x = read_page(a, "<p title='" SENTENCE "'><img alt='" SENTENCE "'></p>", "", &s);
    CHECK(!is_ok(&s) && x.text.n == 0, "text in attributes is no text: %s", s.message);
    x = read_page(a, PARAGRAPH PARAGRAPH "<!-- a comment that never ends " PARAGRAPH, "", &s);
    CHECK(is_ok(&s) && str_has(x.text, STR("harbour master")), "a comment that never ends leaves what came before: %s", s.message);
    x = read_page(a, "<meta charset=iso-8859-1><p>Caf\xe9 owners in Maresk will meet the council on Tuesday, said the harbour master "
                     "in a letter.</p>" PARAGRAPH, "", &s);
    CHECK(str_has(x.text, STR("Café owners")), "the declared charset is used: %.*s", STR_ARG(x.text));
    x = read_page(a, "<meta charset=utf-8><p>Caf\xc3\xa9 owners of the Caf\xc3\xa9 Rimard in Maresk were told \x93wait\x94 by the council on Tuesday, said the harbour master "
                     "after a meeting that took the whole evening and a part of the night.</p>" PARAGRAPH, "", &s);
    CHECK(str_has(x.text, STR("Café Rimard")) && str_has(x.text, STR("“wait”")), "foreign bytes in UTF-8 are windows-1252's: %.*s", STR_ARG(x.text));
    x = read_page(a, "<meta charset=utf-8><p>Les propri\xe9taires des caf\xe9s de Maresk ont \xe9t\xe9 re\xe7us mardi par le conseil, a d\xe9"
                     "clar\xe9 le ma\xeetre du port apr\xe8s une r\xe9union qui a dur\xe9 toute la soir\xe9" "e.</p>" PARAGRAPH, "", &s);
    CHECK(str_has(x.text, STR("propriétaires des cafés")), "a page that is not what it declares is guessed: %.*s", STR_ARG(x.text));
}

static void check_places(struct arena *a)
{
    static const char *const good[] = {"1/1", "2/30", "65535/65535"}, *const bad[] = {"0/3", "4/3", "x", "2", "2/", "/2", "-1/3", "1/65536", "1/99999999999", "2/30 "};
    struct article x;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct buf line = {0};
        struct str given = str_format(a, "{\"id\": \"1\", \"title\": \"T\", \"place\": \"%s\"}", good[i]);
        struct status s = article_from_json(a, given, "f:1", &x);
        article_to_json(&x, &line);
        CHECK(is_ok(&s) && x.place.at && str_has(buf_str(&line), str_format(a, "\"place\":\"%s\"", good[i])), "place %s: %s", good[i], line.p);
        buf_free(&line);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct status s = article_from_json(a, str_format(a, "{\"title\": \"T\", \"place\": \"%s\"}", bad[i]), "f:1", &x);
        CHECK(s.code == STATUS_BAD_INPUT && strstr(s.message, "f:1") && strstr(s.message, "2/30"), "no place: %s: %s", bad[i], s.message);
    }
    struct buf line = {0};
    struct status s = article_from_json(a, STR("{\"title\": \"T\", \"place\": null}"), "f:1", &x);
    article_to_json(&x, &line);
    CHECK(is_ok(&s) && !x.place.at && !str_has(buf_str(&line), STR("place")), "none is not known, and not said");
    buf_free(&line);
    struct feed_place first = {1, 30}, second = {2, 30}, last = {30, 30}, unknown = {0};
    CHECK(place_weight(first) == 1 && place_weight(second) < 1 && place_weight(second) > place_weight(last) && place_weight(last) > 0 &&
              place_weight(unknown) == 0,
          "the first counts most, the last hardly: %.2f %.2f", place_weight(second), place_weight(last));
}

int main(void)
{
    struct arena *a = arena_create();
    check_fragment(a);
    check_hidden(a);
    check_metadata(a);
    check_hostile(a);
    check_places(a);
    arena_destroy(a);
    return tap_done();
}
