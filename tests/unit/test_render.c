/* Pictures and forms of a page: bounds, escaping, and what the formats' standards want. Scripts read the same forms with
 * other people's parsers: test_forms.py. */
#include <limits.h>
#include <stdlib.h>

#include "base/arena.h"
#include "harness.h"
#include "render/digest.h"
#include "render/forms.h"
#include "render/mime.h"
#include "render/picture.h"

static const char hostile[] = "</title><script>alert(1)</script>\" onload='x' ]]>&amp;\r\nBcc: all@example.org\\;,\xE2\x80\xAEgnp\x01";

static struct moment at(int32_t day, int minutes)
{
    return (struct moment){.seconds = (int64_t)day * 86400 + minutes * 60, .is_set = true, .has_time = true, .has_zone = true};
}

/* A brief with so many sources and sentences; each sentence is cited by the sources before it. */
static struct brief make(struct arena *a, size_t sources, size_t sentences, struct str text)
{
    struct brief b = {.id = STR("s1"), .version = 3, .headline = {.text = text}, .updated = at(20000, 61)};
    int32_t *cites = arena_alloc(a, (sources + 1) * sizeof *cites);
    b.sources = arena_zero(a, (sources + 1) * sizeof *b.sources);
    b.related = arena_zero(a, (sources + 1) * sizeof *b.related);
    b.source_count = b.related_count = b.article_count = b.independent_count = sources;
    for (size_t i = 0; i < sources; i++) {
        struct article *x = arena_zero(a, sizeof *x);
        *x = (struct article){.id = str_format(a, "a%zu", i), .outlet = str_format(a, "%.*s %zu", STR_ARG(text), i),
                              .title = text, .text = text, .url = STR("https://outlet.example/1?a=1&b=2"),
                              .published = at(20000 + (int32_t)(i % 9), (int)(i % 1400))};
        b.sources[i] = (struct source){.article = x, .copy_of = NO_INDEX};
        b.related[i] = x;
        cites[i] = (int32_t)i;
    }
    b.sections = arena_zero(a, sizeof *b.sections);
    b.section_count = sentences > 0;
    b.sections[0].sentences = arena_zero(a, (sentences + 1) * sizeof *b.sections[0].sentences);
    b.sections[0].sentence_count = sentences;
    for (size_t i = 0; i < sentences; i++)
        b.sections[0].sentences[i] = (struct unit_text){.text = text, .cites = cites, .cite_count = i % (sources + 1)};
    return b;
}

static void add_date(struct arena *a, struct brief *b, const char *date, int32_t day, enum grain grain, struct str text)
{
    b->timeline = arena_grow(a, b->timeline, b->timeline_count, &(size_t){b->timeline_count}, sizeof *b->timeline);
    struct timeline_entry *e = &b->timeline[b->timeline_count++];
    *e = (struct timeline_entry){.first_day = day, .grain = grain, .what = {.text = text}};
    snprintf(e->date, sizeof e->date, "%s", date);
}

static size_t count_of(const struct buf *b, const char *what)
{
    size_t n = 0;
    for (const char *p = b->p; p && (p = strstr(p, what)); p += strlen(what))
        n++;
    return n;
}

static bool is_harmless(const struct buf *b)
{
    return !count_of(b, "<script") && !count_of(b, "' ") && !count_of(b, "\xE2\x80\xAE") && !count_of(b, "\x01");
}

static void check_pictures(struct arena *a)
{
    struct buf out = {0};
    struct brief one = make(a, 1, 3, STR("One")), many = make(a, 900, 60, str_of(hostile)), two = make(a, 2, 3, STR("Post"));
    picture_coverage(&one, &out);
    picture_agreement(&one, &out);
    picture_timeline(&one, &out);
    CHECK(out.n == 0, "a story with one article has no pictures");

    picture_coverage(&two, &out);
    CHECK(count_of(&out, "Post 0 was first, 24 hours before Post 1") == 1 &&
              count_of(&out, "<bdi>Post 0</bdi> was first, 24 hours before <bdi>Post 1</bdi>") == 1, "who was first is said, and to those who do not see it");
    CHECK(count_of(&out, "<circle") == 2 && count_of(&out, "<tr>") == 3, "two marks, and a table with a line for each outlet");
    buf_clear(&out);
    two.sources[1].copy_of = 0;
    picture_coverage(&two, &out);
    CHECK(count_of(&out, "class=\"copy\"") == 1 && count_of(&out, "(carried)") == 1, "a carried report is hollow");
    buf_clear(&out);
    picture_agreement(&two, &out);
    CHECK(out.n == 0, "with one independent report nothing agrees");
    struct brief three = make(a, 3, 4, STR("Post"));
    picture_agreement(&three, &out);
    CHECK(count_of(&out, "2 of the 4 sentences above stand in two or more of the 3 independent reports") == 2 &&
              count_of(&out, "</svg> 2 of 3</td>") == 1,
          "how many say each sentence");
    buf_clear(&out);

    picture_coverage(&many, &out);
    CHECK(out.n < 24000 && is_harmless(&out), "900 outlets with hostile names: %zu bytes", out.n);
    CHECK(count_of(&out, "889 other outlets") == 1, "the outlets that have no row are counted");
    buf_clear(&out);
    picture_agreement(&many, &out);
    CHECK(out.n < 16000 && is_harmless(&out), "60 sentences of 900 reports: %zu bytes", out.n);
    CHECK(count_of(&out, "<rect class=\"off\"") == 24, "at most 24 columns");
    buf_free(&out);
}

static void check_line(struct arena *a)
{
    struct buf out = {0};
    struct brief b = make(a, 2, 1, STR("Post"));
    add_date(a, &b, "1974", civil_day(1974, 1, 1), GRAIN_YEAR, STR("A"));
    add_date(a, &b, "2025-10", civil_day(2025, 10, 1), GRAIN_MONTH, STR("B"));
    picture_timeline(&b, &out);
    CHECK(out.n == 0, "two dates are no line");
    add_date(a, &b, "2025-10-07", civil_day(2025, 10, 7), GRAIN_DAY, STR("C"));
    picture_timeline(&b, &out);
    add_date(a, &b, "2025-10-07", civil_day(2025, 10, 7), GRAIN_DAY, STR("D"));
    buf_clear(&out);
    picture_timeline(&b, &out);
    CHECK(count_of(&out, "<rect class=\"span\"") == 2 && count_of(&out, "<circle") == 1, "a year and a month are bars, a day a dot");
    CHECK(count_of(&out, ">1974<") == 1 && count_of(&out, ">Oct 7, 2025<") == 1, "the first and the last date are named");
    CHECK(count_of(&out, "3 dates from 1974 to Oct 7, 2025") == 1, "and said to those who do not see it");
    buf_clear(&out);
    for (int i = 0; i < 3000; i++)
        add_date(a, &b, "2025-10-08", i % 2 ? INT32_MAX : INT32_MIN, i % 3 ? GRAIN_DAY : GRAIN_NONE, str_of(hostile));
    add_date(a, &b, "<script>", civil_day(2025, 10, 9), GRAIN_DAY, str_of(hostile));
    picture_timeline(&b, &out);
    CHECK(out.n < 12000 && is_harmless(&out), "thousands of days that cannot be: %zu bytes", out.n);
    buf_free(&out);
}

/* RFC 5545: CRLF, 75 octets, no line that is not begun by us. */
static bool is_calendar(const struct buf *b)
{
    bool good = b->n > 2;
    for (const char *p = b->p; good && *p;) {
        const char *end = strstr(p, "\r\n");
        good = end && end - p <= 75 && !memchr(p, '\n', (size_t)(end - p)) && !memchr(p, '\r', (size_t)(end - p)) &&
               (*p == ' ' || strchr("BVPCMNXDUSTE", *p)) && utf8_is_valid((struct str){p, (size_t)(end - p)}, NULL);
        p = end ? end + 2 : p;
    }
    return good;
}

static void unfold(const struct buf *lines, struct buf *out)
{
    for (size_t i = 0; i < lines->n; i++) {
        if (strncmp(lines->p + i, "\r\n ", 3) == 0)
            i += 2;
        else
            buf_add_byte(out, lines->p[i]);
    }
}

/* A year, two entries of one day, and a day whose end has five digits in its year. */
static struct brief dated(struct arena *a)
{
    struct brief b = make(a, 2, 1, str_of(hostile));
    add_date(a, &b, "1974", civil_day(1974, 1, 1), GRAIN_YEAR, STR("The first ferry, \"Tern\"; sailed"));
    add_date(a, &b, "2025-12-31", civil_day(2025, 12, 31), GRAIN_DAY, STR("Fährüberfahrt: 新しいフェリーは、最初の日に百四十二人の乗客を運んだ。新しいフェリー"));
    add_date(a, &b, "2025-12-31", civil_day(2025, 12, 31), GRAIN_DAY, str_of(hostile));
    add_date(a, &b, "9999-12-31", civil_day(9999, 12, 31), GRAIN_DAY, STR("the last day"));
    return b;
}

static void make_calendar(struct arena *a, struct buf *out)
{
    struct brief b = dated(a);
    render_calendar(&b, STR("https://news.example/"), out);
}

static void check_calendar(struct arena *a)
{
    struct buf out = {0};
    struct brief b = dated(a), year = b;
    year.timeline_count = 1;
    CHECK(!render_calendar(&year, STR(""), &out) && out.n == 0, "a year alone is no calendar");
    CHECK(render_calendar(&b, STR("https://news.example/"), &out) && is_calendar(&out), "lines of at most 75 octets, none broken");
    CHECK(count_of(&out, "BEGIN:VEVENT") == 2, "the days are events, the year and the day past 9999 are not");
    CHECK(count_of(&out, "DTSTART;VALUE=DATE:20251231\r\nDTEND;VALUE=DATE:20260101\r\n") == 2, "an event ends on the day after");
    struct buf whole = {0};
    unfold(&out, &whole);
    CHECK(count_of(&whole, "\\n1974: The first ferry\\, \"Tern\"\\; sailed") == 1, "the year stands in the description");
    CHECK(count_of(&out, "-2025-12-31-1@nutgraf") == 1 && count_of(&out, "-2025-12-31-2@nutgraf") == 1, "ids are unique");
    CHECK(!count_of(&out, "\nBcc") && count_of(&out, "SEQUENCE:2\r\n") == 2, "no property slips in");
    buf_free(&whole);
    buf_free(&out);
}

static void check_entry(struct arena *a)
{
    struct buf out = {0};
    struct brief b = make(a, 2, 2, str_of(hostile));
    b.language = str_of(hostile);
    render_atom_entry(&b, STR("https://news.example/"), &out);
    CHECK(is_harmless(&out) && count_of(&out, "<version xmlns=\"tag:nutgraf,2026:ns\">3</version>") == 1, "an entry, with its version");
    CHECK(count_of(&out, "<updated>2024-10-04T01:01:00") == 1 && count_of(&out, "<published>2024-10-04T00:00:00") == 1,
          "when it was published and updated");
    CHECK(count_of(&out, "<contributor>") == 2 && count_of(&out, "story/s1.html") == 1, "its outlets and its address");
    buf_clear(&out);
    render_atom_entry(&b, STR("javascript:alert(1)//"), &out);
    CHECK(!count_of(&out, "javascript"), "an address that is no web address is no link");
    buf_free(&out);
}

static void check_addresses(void)
{
    static const char *const good[] = {"a@b", "news.desk+x@mail.news.example", "o'hara@x-y.example"};
    static const char *const bad[] = {"", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\r\nBcc: c@d", "<a@b>", "a..b@c", ".a@b", "a@b.",
                                      "\"a\"@b", "a@[127.0.0.1]", "a,b@c", "\xC3\xA4@b"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        CHECK(mime_is_address(str_of(good[i])), "an address: %s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK(!mime_is_address(str_of(bad[i])), "no address: %s", bad[i]);
}

/* Every line is a header we know or its continuation, up to the empty line; none is too long. */
static bool has_clean_headers(const struct buf *b)
{
    static const char *const names[] = {"From: ", "To: ", "Subject: ", "Date: ", "Message-ID: ", "Auto-Submitted: ",
                                        "MIME-Version: ", "Content-Type: ", " "};
    const char *p = b->p;
    while (p && strncmp(p, "\r\n", 2) != 0) {
        const char *end = strstr(p, "\r\n");
        bool is_known = false;
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            is_known |= strncmp(p, names[i], strlen(names[i])) == 0;
        if (!end || end - p > 76 || !is_known)
            return false;
        p = end + 2;
    }
    return p != NULL;
}

static const struct digest *sample_digest(void)
{
    static struct card card = {.article_count = 2, .outlet_count = 1};
    static struct edition edition = {.cards = &card, .card_count = 1};
    static struct digest d = {.edition = &edition};
    edition.title = d.subject = card.headline = str_of(hostile);
    edition.address = STR("https://news.example/");
    card.id = STR("s1");
    card.lead = STR("Fähre gesunken = 3 Tote. ");
    d.from = STR("news@news.example");
    d.to = STR("reader@mail.example");
    d.date = at(20000, 61);
    return &d;
}

/* How a rank came about holds outlets' names: text like any other. */
static void check_why(void)
{
    struct render_options look = {.site = STR("Test"), .root = STR("")};
    struct card card = {.id = STR("s1"), .headline = STR("Ferry sails"), .article_count = 1};
    struct edition edition = {.title = STR("Test"), .cards = &card, .card_count = 1};
    struct buf out = {0};
    edition_index(&edition, &look, &out);
    CHECK(count_of(&out, "<details") == 0, "nothing to say of a rank: nothing is said");
    buf_clear(&out);
    card.why = str_of(hostile);
    edition_index(&edition, &look, &out);
    CHECK(count_of(&out, "<details class=\"why\"><summary>Why here</summary>") == 1 && !strstr(out.p, "<script"), "why a story stands here");
    buf_free(&out);
}

static void make_digest(struct buf *out)
{
    struct status s = render_digest(sample_digest(), out);
    if (!is_ok(&s))
        fputs(s.message, stderr);
}

static void check_digest(void)
{
    struct digest d = *sample_digest();
    struct buf out = {0}, again = {0};
    struct status s = render_digest(&d, &out), s2 = render_digest(&d, &again);
    CHECK(is_ok(&s) && is_ok(&s2) && str_eq(buf_str(&out), buf_str(&again)), "a digest, the same bytes twice %s", s.message);
    CHECK(has_clean_headers(&out) && count_of(&out, "Date: Fri, 4 Oct 2024 01:01:00 +0000\r\n") == 1,
          "its headers are ours alone");
    CHECK(strstr(out.p, "&lt;script") && count_of(&out, "F=C3=A4hre gesunken =3D 3 Tote.=20\r\n") == 1, "its parts are quoted");
    d.to = STR("reader@mail.example\r\nBcc: all@mail.example");
    buf_clear(&out);
    s = render_digest(&d, &out);
    CHECK(s.code == STATUS_MISUSE && out.n == 0, "an address with a line break: %s", s.message);
    buf_free(&out);
    buf_free(&again);
}

/* What the checks above look at, for test_forms.py to read with a parser of its own. */
static int show(struct arena *a, const char *what)
{
    struct buf out = {0};
    if (strcmp(what, "digest") == 0)
        make_digest(&out);
    else
        make_calendar(a, &out);
    fwrite(out.p, 1, out.n, stdout);
    buf_free(&out);
    return 0;
}

int main(int argc, char **argv)
{
    struct arena *a = arena_create();
    if (argc > 1) {
        int code = show(a, argv[1]);
        arena_destroy(a);
        return code;
    }
    check_pictures(a);
    check_line(a);
    check_calendar(a);
    check_entry(a);
    check_addresses();
    check_digest();
    check_why();
    arena_destroy(a);
    return tap_done();
}
