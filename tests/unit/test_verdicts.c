/* The check of the brief room: tests/check/cases.txt. */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/file.h"
#include "brief/guard.h"
#include "harness.h"

enum { ARTICLES_MAX = 8 };

struct block {
    struct arena *arena;
    struct article articles[ARTICLES_MAX];
    struct analysis analyses[ARTICLES_MAX];
    struct check_span support[ARTICLES_MAX];
    size_t count;
    bool is_read;
};

static void add_article(struct block *b, struct str rest)
{
    struct article *x = &b->articles[b->count++];
    *x = (struct article){.id = STR("x"), .language = STR("en"), .title = STR("")};
    moment_parse_iso(str_cut(&rest, ' '), &x->published);
    x->text = rest;
    b->is_read = false;
}

static bool read_block(struct block *b)
{
    for (size_t i = 0; i < b->count && !b->is_read; i++) {
        struct status s = analyse(b->arena, &b->articles[i], &b->analyses[i]);
        if (!is_ok(&s))
            return false;
        b->support[i] = (struct check_span){&b->analyses[i], {0, (uint32_t)b->articles[i].text.n}};
    }
    return b->is_read = true;
}

static void check_case(struct block *b, struct str line, size_t number)
{
    struct str rest = line, word = str_cut(&rest, ' ');
    enum check_form form = CHECK_SENTENCE;
    struct str date = {0};
    if (str_eq(word, STR("headline")) || str_eq(word, STR("value"))) {
        form = str_eq(word, STR("value")) ? CHECK_VALUE : CHECK_HEADLINE;
        word = str_cut(&rest, ' ');
    } else if (str_eq(word, STR("entry"))) {
        date = str_cut(&rest, ' ');
        word = str_cut(&rest, ' ');
    }
    if (!read_block(b)) {
        CHECK(false, "line %zu: the source can be read", number);
        return;
    }
    struct verdict v = date.n ? check_entry(b->arena, rest, date, b->support, b->count)
                              : check_wording(b->arena, rest, form, b->support, b->count);
    struct str got = str_of(check_reason_name(v.reason));
    bool passed = str_eq(word, STR("wrong")) ? v.reason != CHECK_SUPPORTED : str_eq(word, got);
    CHECK(passed, "line %zu: %.*s (got %s: %.*s)", number, STR_ARG(line), got.p, STR_ARG(v.why));
    CHECK((v.reason == CHECK_SUPPORTED) == (v.why.n == 0), "line %zu: a reason is given where it is wrong, and only there", number);
}

static void run_cases(const char *path)
{
    struct buf bytes = {0};
    struct status s = file_read(path, 1 << 20, &bytes);
    if (!CHECK(is_ok(&s), "%s can be read", path))
        return;
    struct block block = {.arena = arena_create()};
    struct str rest = buf_str(&bytes);
    for (size_t number = 1; rest.n; number++) {
        struct str line = str_cut(&rest, '\n'), tail = line;
        if (!line.n) {
            block.count = 0;
            arena_reset(block.arena);
        } else if (str_starts(line, STR("source ")) && block.count < ARTICLES_MAX) {
            str_cut(&tail, ' ');
            add_article(&block, tail);
        } else if (str_starts(line, STR("title "))) {
            str_cut(&tail, ' ');
            block.articles[block.count - 1].title = tail;
        } else if (line.p[0] != '#') {
            check_case(&block, line, number);
        }
    }
    arena_destroy(block.arena);
    buf_free(&bytes);
}

/* The guard remembers what it was asked: the same words, with the same support, and nothing near it. */
static void remembered(void)
{
    struct arena *a = arena_create();
    struct article articles[2] = {{.id = STR("x"), .language = STR("en"), .text = STR("The council of Tarn closed the lodge on Monday.")},
                                  {.id = STR("y"), .language = STR("en"), .text = STR("The council of Tarn opened the lodge on Tuesday.")}};
    struct analysis analyses[2];
    struct report reports[2];
    for (size_t i = 0; i < 2; i++) {
        moment_parse_iso(STR("2026-02-18"), &articles[i].published);
        struct status s = analyse(a, &articles[i], &analyses[i]);
        CHECK(is_ok(&s), "the source can be read");
        reports[i] = (struct report){&analyses[i], NO_INDEX, false};
    }
    struct story story = {.reports = reports, .report_count = 2};
    struct guard guard = guard_of_story(a, &story);
    char words[] = "The council of Tarn closed the lodge.";
    struct support support = {.source = 0, .at = {0, (uint32_t)articles[0].text.n}};
    int32_t cite = 0;
    struct unit_text u = {.text = str_of(words), .cites = &cite, .cite_count = 1, .support = &support, .support_count = 1};
    for (int round = 0; round < 2; round++)
        CHECK(guard_unit(a, &guard, &u, CHECK_SENTENCE).reason == CHECK_SUPPORTED, "asked %d times: supported", round + 1);
    memcpy(strstr(words, "closed"), "burned", 6);
    CHECK(guard_unit(a, &guard, &u, CHECK_SENTENCE).reason != CHECK_SUPPORTED, "other words in the same place are asked anew");
    memcpy(strstr(words, "burned"), "closed", 6);
    CHECK(guard_unit(a, &guard, &u, CHECK_SENTENCE).reason == CHECK_SUPPORTED, "the first words still stand");
    cite = support.source = 1;
    for (int round = 0; round < 2; round++)
        CHECK(guard_unit(a, &guard, &u, CHECK_SENTENCE).reason != CHECK_SUPPORTED, "another source, asked %d times: not supported", round + 1);
    cite = support.source = 0;
    struct timeline_entry right = {.date = "2026-02-16", .what = u}, wrong = {.date = "2026-02-17", .what = u};
    CHECK(guard_entry(a, &guard, &right).reason == CHECK_SUPPORTED, "an entry of Monday");
    CHECK(guard_entry(a, &guard, &wrong).reason == CHECK_DATE, "the same words under another day");
    arena_destroy(a);
}

int main(void)
{
    remembered();
    run_cases("tests/check/cases.txt");
    return tap_done();
}
