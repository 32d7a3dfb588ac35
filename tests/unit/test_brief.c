/* Wordings of the brief room: tests/brief/headings.txt, said.txt, surnames.txt and compress.txt. */
#include <stdlib.h>

#include "base/arena.h"
#include "base/file.h"
#include "brief/check.h"
#include "brief/compress.h"
#include "brief/headline.h"
#include "brief/said.h"
#include "brief/shorten.h"
#include "harness.h"

/* A sentence that begins an article, with what else the article says. */
static bool read_sentence(struct arena *a, struct str sentence, size_t number, struct analysis *out)
{
    struct article *x = arena_zero(a, sizeof *x);
    *x = (struct article){.id = STR("x"), .language = STR("en"), .title = STR(""), .text = sentence};
    moment_parse_iso(STR("2025-03-14T12:00:00Z"), &x->published);
    struct status s = analyse(a, x, out);
    return CHECK(is_ok(&s) && out->body.sentence_count, "line %zu: a sentence can be read", number);
}

static void said_case(struct arena *a, struct str line, size_t number)
{
    struct str rest = line, sentence = str_trim(str_cut(&rest, '|')), wanted = str_trim(rest);
    struct analysis analysis;
    if (!read_sentence(a, sentence, number, &analysis))
        return;
    struct shortening how = {.longest = HEADING_USUAL, .fewest_words = 2};
    struct str got = said_heading(a, &analysis.body, &analysis.body.sentences[0], 0, &how);
    CHECK(str_eq(got, str_eq(wanted, STR("-")) ? STR("") : wanted), "line %zu: %.*s (got \"%.*s\")", number, STR_ARG(line), STR_ARG(got));
}

static void heading_case(struct arena *a, struct str line, size_t number)
{
    struct str rest = line, sentence = str_trim(str_cut(&rest, '|')), wanted = str_trim(rest);
    struct analysis analysis;
    if (!read_sentence(a, sentence, number, &analysis))
        return;
    struct str got = STR("");
    struct shortening how = {.longest = HEADING_USUAL, .fewest_words = 3};
    for (int keeps = 0; keeps < 2 && !got.n; keeps++) {
        how.keeps_tense = keeps;
        got = shorten_sentence(a, &analysis.body, &analysis.body.sentences[0], 0, &how);
    }
    CHECK(str_eq(got, str_eq(wanted, STR("-")) ? STR("") : wanted), "line %zu: %.*s (got \"%.*s\")", number, STR_ARG(line), STR_ARG(got));
}

static void surname_case(struct arena *a, struct str line, size_t number)
{
    struct str rest = line, text = str_trim(str_cut(&rest, '|')), heading = str_trim(str_cut(&rest, '|')), said = str_trim(rest);
    struct analysis analysis;
    if (!read_sentence(a, text, number, &analysis))
        return;
    const struct passage *p = &analysis.body;
    struct shortening how = {.longest = HEADING_USUAL, .fewest_words = 3, .calls_by_surname = true};
    struct str got = shorten_sentence(a, p, &p->sentences[0], 0, &how);
    CHECK(str_eq(got, str_eq(heading, STR("-")) ? STR("") : heading), "line %zu: %.*s (got \"%.*s\")", number, STR_ARG(heading), STR_ARG(got));
    got = said_heading(a, p, &p->sentences[0], 0, &how);
    CHECK(str_eq(got, str_eq(said, STR("-")) ? STR("") : said), "line %zu, said: %.*s (got \"%.*s\")", number, STR_ARG(said), STR_ARG(got));
}

struct voucher {
    struct arena *arena;
    struct check_span all;
};

static bool is_said(void *context, struct str text)
{
    const struct voucher *s = context;
    return check_wording(s->arena, text, CHECK_SENTENCE, &s->all, 1).reason == CHECK_SUPPORTED;
}

static void compress_case(struct arena *a, struct str line, size_t number)
{
    struct str rest = line, sentence = str_trim(str_cut(&rest, '|')), wanted = str_trim(rest);
    bool is_known = str_starts(sentence, STR("known: "));
    if (is_known)
        str_cut(&sentence, ' ');
    struct article x = {.id = STR("x"), .language = STR("en"), .title = STR(""), .text = sentence};
    struct analysis analysis;
    struct status s = analyse(a, &x, &analysis);
    const struct passage *p = &analysis.body;
    if (!CHECK(is_ok(&s) && p->sentence_count == 1, "line %zu: one sentence can be read", number))
        return;
    struct map people = {0};
    for (size_t i = 0; is_known && i < p->name_count; i++)
        *map_put(&people, p->names[p->names[i].canonical].key) = 1;
    struct voucher voucher = {a, {&analysis, {0, (uint32_t)sentence.n}}};
    struct draft d;
    draft_open(a, p, 0, (uint32_t)p->token_count, &d);
    bool is_cut = compress_draft(a, &d, &(struct compression){&people, is_said, &voucher});
    struct str got = is_cut ? draft_text(a, &d) : STR("=");
    map_free(&people);
    CHECK(str_eq(got, wanted), "line %zu: %.*s (got \"%.*s\")", number, STR_ARG(line), STR_ARG(got));
}

static void run_cases(const char *path, void (*run)(struct arena *, struct str, size_t))
{
    struct buf bytes = {0};
    struct status s = file_read(path, 1 << 20, &bytes);
    if (!CHECK(is_ok(&s), "%s can be read", path))
        return;
    struct arena *a = arena_create();
    struct str rest = buf_str(&bytes);
    for (size_t number = 1; rest.n; number++) {
        struct str line = str_cut(&rest, '\n');
        if (line.n && line.p[0] != '#')
            run(a, line, number);
        arena_reset(a);
    }
    arena_destroy(a);
    buf_free(&bytes);
}

int main(void)
{
    run_cases("tests/brief/headings.txt", heading_case);
    run_cases("tests/brief/said.txt", said_case);
    run_cases("tests/brief/surnames.txt", surname_case);
    run_cases("tests/brief/compress.txt", compress_case);
    return tap_done();
}
