/* Time expressions and anchoring: cases as data (tests/dates), and what no single case shows: hostile input, linear
 * time, spans that fit the text, threads. */
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/embedded.h"
#include "base/file.h"
#include "harness.h"
#include "text/analysis.h"
#include "text/anchor.h"
#include "text/timex_place.h"

static struct moment moment_of(const char *iso)
{
    struct moment m = {0};
    moment_parse_iso(str_of(iso), &m);
    return m;
}

/* "words=value; words=value", or "none": as the cases write it. */
static void found_text(struct arena *a, struct str text, struct timex_context context, struct buf *out)
{
    struct timex_list list;
    struct status s = timex_find(a, text, &context, &list);
    buf_clear(out);
    if (!is_ok(&s))
        buf_add_z(out, s.message);
    else if (!list.count)
        buf_add_z(out, "none");
    for (size_t i = 0; i < list.count; i++)
        buf_format(out, "%s%.*s=%s", i ? "; " : "", STR_ARG(str_span(text, list.items[i].at)), list.items[i].value);
}

static struct str next_field(struct str *rest)
{
    static const char mark[] = " \xC2\xB7 ";
    for (size_t i = 0; i + 4 <= rest->n; i++) {
        if (memcmp(rest->p + i, mark, 4) == 0) {
            struct str field = {rest->p, i};
            *rest = (struct str){rest->p + i + 4, rest->n - i - 4};
            return field;
        }
    }
    struct str field = *rest;
    *rest = (struct str){0};
    return field;
}

static void run_cases(const char *name, const char *language)
{
    char path[64];
    struct buf file = {0}, found = {0};
    struct arena *a = arena_create();
    snprintf(path, sizeof path, "tests/dates/%s.txt", name);
    struct status s = file_read(path, 1 << 20, &file);
    CHECK(is_ok(&s), "%s can be read: %s", path, s.message);
    struct str rest = buf_str(&file), line;
    while (embedded_line(&rest, &line)) {
        struct str text = next_field(&line), published = next_field(&line), expected = str_trim(line);
        struct timex_context context = {.language = str_of(language)};
        moment_parse_iso(published, &context.published);
        found_text(a, text, context, &found);
        CHECK(str_eq(buf_str(&found), expected), "%s: %.*s (%.*s): expected %.*s, got %s", name, STR_ARG(text),
              STR_ARG(published), STR_ARG(expected), found.p);
        arena_reset(a);
    }
    arena_destroy(a);
    buf_free(&file);
    buf_free(&found);
}

static void test_interval(const char *text, const char *published, const char *first, const char *last,
                          enum grain grain)
{
    struct arena *a = arena_create();
    struct timex_list list;
    struct timex_context context = {.published = moment_of(published), .language = STR("en")};
    struct status s = timex_find(a, str_of(text), &context, &list);
    int32_t from = moment_day(moment_of(first)), to = moment_day(moment_of(last));
    CHECK(is_ok(&s) && list.count == 1 && list.items[0].has_interval && list.items[0].first_day == from &&
              list.items[0].last_day == to && list.items[0].grain == grain,
          "%s (%s) is %s to %s", text, published, first, last);
    arena_destroy(a);
}

static void test_intervals(void)
{
    test_interval("the 1990s", "2025-10-08", "1990-01-01", "1999-12-31", GRAIN_DECADE);
    test_interval("in the 20th century", "2025-10-08", "1900-01-01", "1999-12-31", GRAIN_CENTURY);
    test_interval("in the third quarter of 2024", "2025-10-08", "2024-07-01", "2024-09-30", GRAIN_QUARTER);
    test_interval("the first half of 2024", "2025-10-08", "2024-01-01", "2024-06-30", GRAIN_HALF);
    test_interval("in February 2024", "2025-10-08", "2024-02-01", "2024-02-29", GRAIN_MONTH);
    test_interval("last week", "2026-01-02", "2025-12-22", "2025-12-28", GRAIN_WEEK);
    test_interval("last weekend", "2025-10-08", "2025-10-04", "2025-10-05", GRAIN_WEEKEND);
    test_interval("last winter", "2025-10-08", "2024-12-01", "2025-02-28", GRAIN_SEASON);
    test_interval("Friday night", "2025-10-08", "2025-10-03", "2025-10-03", GRAIN_TIME);
    test_interval("in the 2011-12 season", "2025-10-08", "2011-01-01", "2012-12-31", GRAIN_YEAR);
    test_interval("last year", "2025-10-08", "2024-01-01", "2024-12-31", GRAIN_YEAR);
}

/* What a sentence's event is dated to, and when it was said; "" for neither. */
static void test_anchor(struct str text, struct str words, struct str saying)
{
    struct arena *a = arena_create();
    struct passage p;
    struct moment published = moment_of("2025-10-08");
    struct timex_context context = {.published = published, .language = STR("en")};
    struct status s = analyse_passage(a, text, STR("en"), published, &p);
    struct str got = STR("-"), said = STR("-");
    if (is_ok(&s) && p.sentence_count && p.sentences[0].when.time != NO_INDEX)
        got = str_span(p.text, p.times[p.sentences[0].when.time].at);
    int32_t at = is_ok(&s) && p.sentence_count ? anchor_saying(&p, &p.sentences[0], &context) : NO_INDEX;
    if (at != NO_INDEX)
        said = str_span(p.text, p.times[at].at);
    CHECK(str_eq(got, words) && str_eq(said, saying), "%.*s: of '%.*s', said '%.*s'; got '%.*s', '%.*s'", STR_ARG(text),
          STR_ARG(words), STR_ARG(saying), STR_ARG(got), STR_ARG(said));
    CHECK(is_ok(&s) && p.sentence_count && p.sentences[0].when.first_day <= p.sentences[0].when.last_day,
          "%.*s: the interval is in order", STR_ARG(text));
    arena_destroy(a);
}

static void test_anchors(void)
{
    struct buf file = {0};
    struct status s = file_read("tests/anchors/en.txt", 1 << 20, &file);
    CHECK(is_ok(&s), "the anchoring cases can be read: %s", s.message);
    struct str rest = buf_str(&file), line;
    while (embedded_line(&rest, &line)) {
        struct str text = next_field(&line), words = next_field(&line);
        test_anchor(text, words, str_trim(line));
    }
    buf_free(&file);
}

/* On whose clocks a publication time is read: "" where the zone is not known. */
static void test_zone(const char *published, const char *zone, const char *expected)
{
    struct moment m = moment_of(published);
    char got[MOMENT_TEXT] = "";
    if (timex_place_zone(str_of(zone), &m))
        moment_format_iso(m, got);
    CHECK(strcmp(got, expected) == 0, "%s in %s is %s; got %s", published, zone, expected, got);
}

static void test_place(const char *text, const char *url, const char *published, const char *expected)
{
    char got[MOMENT_TEXT];
    moment_format_iso(timex_place_published(str_of(text), str_of(url), moment_of(published)), got);
    CHECK(strcmp(got, expected) == 0, "%s, %s, %s: %s; got %s", text, url, published, expected, got);
}

static void test_zones(void)
{
    test_zone("2025-10-10T00:30Z", "Asia/Seoul", "2025-10-10T09:30:00+09:00");
    test_zone("2025-10-10T00:30Z", "New York", "2025-10-09T20:30:00-04:00");
    test_zone("2025-12-10T00:30Z", "America/New_York", "2025-12-09T19:30:00-05:00");
    test_zone("2025-10-10T00:30", "new york", "2025-10-10T00:30:00-04:00");
    test_zone("2025-10-10T00:30Z", "-05:00", "2025-10-09T19:30:00-05:00");
    test_zone("2025-10-10T00:30+09:00", "New York", "2025-10-10T00:30:00+09:00");
    test_zone("2025-10-10", "New York", "2025-10-10");
    test_zone("2025-10-10T00:30Z", "+99:00", "");
    test_zone("2025-10-10T00:30Z", "Nowhere", "");
    test_place("It rained.", "https://news.example.kr/a", "2025-10-09T22:30Z", "2025-10-10T07:30:00+09:00");
    test_place("LIMA (KN) - It rained.", "https://news.example.kr/a", "2025-10-10T00:30Z", "2025-10-09T19:30:00-05:00");
    test_place("It rained.", "https://news.example.com/a.kr", "2025-10-10T00:30Z", "2025-10-10T00:30:00Z");
    test_place("It rained.", "https://news.example.kr/a", "2025-10-10T00:30-04:00", "2025-10-10T00:30:00-04:00");
    test_place("It rained.", "", "2025-10-10T00:30", "2025-10-10T00:30:00Z");
}

static double find_seconds(struct str text)
{
    struct arena *a = arena_create();
    struct timex_list list;
    struct timex_context context = {.published = moment_of("2025-10-08"), .language = STR("en")};
    struct timespec t, u;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    struct status s = timex_find(a, text, &context, &list);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &u);
    bool fits = is_ok(&s);
    for (size_t i = 0; fits && i < list.count; i++)
        fits = list.items[i].at.begin < list.items[i].at.end && list.items[i].at.end <= text.n &&
               (!i || list.items[i - 1].at.end <= list.items[i].at.begin);
    CHECK(fits, "%zu bytes of '%.*s...': spans are in order, within the text and do not overlap", text.n,
          (int)(text.n < 20 ? text.n : 20), text.p);
    arena_destroy(a);
    return (double)(u.tv_sec - t.tv_sec) + 1e-9 * (double)(u.tv_nsec - t.tv_nsec);
}

/* Twice the text must not take more than about twice the time: quadratic work would take four times. */
static void test_linear(const char *piece)
{
    struct buf b = {0};
    while (b.n < 1 << 20)
        buf_add_z(&b, piece);
    size_t half = b.n;
    double once = find_seconds(buf_str(&b));
    buf_reserve(&b, 3 * half + 1); /* so that its own bytes can be added to it */
    for (int i = 0; i < 3; i++)
        buf_add(&b, (struct str){b.p, half});
    double four = find_seconds(buf_str(&b));
    CHECK(four < once * 10 + 0.05, "'%s' repeated: 1 MB in %.3f s, 4 MB in %.3f s", piece, once, four);
    buf_free(&b);
}

static void *find_in_thread(void *out)
{
    struct arena *a = arena_create();
    struct buf found = {0};
    found_text(a, STR("On May 3, 2024 it rained."), (struct timex_context){.published = moment_of("2025-10-08")},
               &found);
    *(bool *)out = str_eq(buf_str(&found), STR("May 3, 2024=2024-05-03"));
    buf_free(&found);
    arena_destroy(a);
    return NULL;
}

static void test_threads(void)
{
    pthread_t threads[4];
    bool right[4] = {false};
    for (size_t i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, find_in_thread, &right[i]);
    for (size_t i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    CHECK(right[0] && right[1] && right[2] && right[3], "four threads compile the grammar once and agree");
}

static void test_refusals(void)
{
    struct arena *a = arena_create();
    struct timex_list list;
    struct status s = timex_find(a, STR("Friday"), &(struct timex_context){0}, &list);
    CHECK(s.code == STATUS_MISUSE, "without a publication moment nothing is guessed");
    arena_destroy(a);
}

int main(void)
{
    test_threads(); /* first: the grammar is not compiled yet */
    static const char *const english[] = {"weekdays",  "days",  "relative", "holidays", "values",  "hard",
                                          "narrative", "times", "spans",    "ranges",   "counted", "scheduled"};
    for (size_t i = 0; i < sizeof english / sizeof *english; i++)
        run_cases(english[i], "en");
    run_cases("es", "es");
    run_cases("de", "de");
    run_cases("fr", "fr");
    test_intervals();
    test_anchors();
    test_zones();
    test_refusals();
    static const char *const pieces[] = {"1234567890", "May 1 ",    "12/", "1:", "a million years later ", "the ",
                                         "2011-",      "nineteen ", ",",   ".",  "\xE2\x80\x99",           "\xC3"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
        test_linear(pieces[i]);
    return tap_done();
}
