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
    buf_free(&b);
}

int main(void)
{
    struct arena *a = arena_create();
    check_fragment(a);
    check_hidden(a);
    check_hostile(a);
    arena_destroy(a);
    return tap_done();
}
