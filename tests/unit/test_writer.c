/* Another writer's words: by form (tests/brief/proposals.txt), on a page, out of a model's reply; what is remembered of them. */
#include <stdlib.h>

#include "base/arena.h"
#include "base/file.h"
#include "brief/brief.h"
#include "brief/proposal.h"
#include "brief/review.h"
#include "harness.h"
#include "model/memory.h"
#include "model/model.h"
#include "model/reply.h"

/* "{U+200B}" becomes the character. */
static struct str with_characters(struct arena *a, struct str s)
{
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (!str_starts((struct str){s.p + i, s.n - i}, STR("{U+"))) {
            out[n++] = s.p[i];
            continue;
        }
        char *end;
        n += utf8_put(out + n, (uint32_t)strtoul(s.p + i + 3, &end, 16));
        i = (size_t)(end - s.p);
    }
    return (struct str){out, n};
}

static void proposal_case(struct arena *a, struct str line, size_t number)
{
    struct str rest = line, kind = str_trim(str_cut(&rest, '|')), wording = str_trim(str_cut(&rest, '|'));
    struct str proposal = with_characters(a, str_trim(str_cut(&rest, '|'))), wanted = str_trim(rest);
    enum writer_part part = str_eq(kind, STR("headline")) ? WRITER_HEADLINE : str_eq(kind, STR("heading")) ? WRITER_HEADING : WRITER_SENTENCE;
    struct writer_fact fact = {.text = wording};
    struct writer_unit unit = {.part = part, .wording = wording, .longest = 120, .facts = &fact, .fact_count = 1};
    struct str language = str_starts(wording, STR("Der ")) ? STR("de") : STR("en");
    enum writer_outcome got = proposal_judge(a, &unit, language, proposal_mend(a, part, language, proposal));
    CHECK(str_eq(str_of(writer_outcome_name(got)), wanted), "line %zu: %.*s (got %s)", number, STR_ARG(line), writer_outcome_name(got));
}

static void proposals(void)
{
    struct buf bytes = {0};
    struct status s = file_read("tests/brief/proposals.txt", 1 << 20, &bytes);
    if (!CHECK(is_ok(&s), "the cases can be read"))
        return;
    struct arena *a = arena_create();
    struct str rest = buf_str(&bytes);
    for (size_t number = 1; rest.n; number++) {
        struct str line = str_cut(&rest, '\n');
        if (line.n && line.p[0] != '#')
            proposal_case(a, line, number);
        arena_reset(a);
    }
    arena_destroy(a);
    buf_free(&bytes);
}

struct scripted {
    struct str only; /* the wording that it changes */
    struct str text;
    size_t asked, facts;
    struct writer_figures figures;
};

static void propose(void *context, struct arena *a, const struct writer_task *task, struct str *out)
{
    struct scripted *w = context;
    for (size_t i = 0; i < task->count; i++) {
        w->asked++;
        w->facts += task->units[i].fact_count;
        if (!w->only.n || str_starts(task->units[i].wording, w->only))
            out[i] = str_copy(a, w->text);
    }
}

static void judged(void *context, const struct writer_figures *figures)
{
    ((struct scripted *)context)->figures = *figures;
}

static void ignore(void *context, struct str where, struct str text, const struct verdict *v)
{
    (void)context, (void)where, (void)text, (void)v;
}

/* The page of two reports with what the writer says; gives how many units its sources do not say. */
static size_t write(struct arena *a, struct scripted *w, struct brief *out)
{
    static struct article articles[] = {
        {.id = STR("a"), .title = STR("Ferry Aground Off Velmere"), .language = STR("en"), .outlet = STR("Harbour Times"),
         .text = STR("A ferry carrying 140 passengers ran aground off the island of Velmere on Tuesday morning, the coast guard said.\n\n"
                     "The harbour board did not inspect the vessel in August, chairwoman Ilsa Brandvold said.")},
        {.id = STR("b"), .title = STR("Norlane Suspends Sailings to Velmere"), .language = STR("en"), .outlet = STR("Island Courier"),
         .text = STR("The shipping company Norlane suspended all sailings to Velmere and offered refunds to those who had booked.")},
    };
    struct analysis *analyses = arena_zero(a, 2 * sizeof *analyses);
    struct report *reports = arena_zero(a, 2 * sizeof *reports);
    for (size_t i = 0; i < 2; i++) {
        moment_parse_iso(STR("2025-10-07T14:00:00Z"), &articles[i].published);
        struct status s = analyse(a, &articles[i], &analyses[i]);
        CHECK(is_ok(&s), "the article can be taken apart");
        reports[i] = (struct report){.analysis = &analyses[i], .copy_of = NO_INDEX};
    }
    struct story story = {.id = STR("s"), .reports = reports, .report_count = 2, .version = 1};
    const struct writer writer = {.name = STR("scripted"), .context = w, .propose = propose, .judged = judged};
    struct status s = brief_write(a, &story, &(struct brief_options){.writer = w ? &writer : NULL}, out);
    CHECK(is_ok(&s), "the page is written");
    struct guard guard = guard_of_story(a, &story);
    return review_brief(&guard, out, &(struct review_handler){NULL, ignore});
}

static size_t sentence_count(const struct brief *b)
{
    size_t n = 0;
    for (size_t i = 0; i < b->section_count; i++)
        n += b->sections[i].sentence_count;
    return n;
}

static void pages(void)
{
    struct arena *a = arena_create();
    struct brief plain, page;
    size_t faults = write(a, NULL, &plain);
    struct scripted good = {.only = STR("The harbour board did not"), .text = STR("The harbour board didn't inspect the vessel in August, chairwoman Ilsa Brandvold said.")};
    CHECK(!faults && !write(a, &good, &page) && good.figures.outcomes[WRITER_TAKEN] == 1, "a good proposal is taken");
    CHECK(good.asked == sentence_count(&plain) + plain.section_count + 1 && good.facts >= good.asked, "every unit is asked, with what stands behind it");
    struct scripted wrong = {.text = STR("The harbour board inspected the vessel in August, chairwoman Ilsa Brandvold said.")};
    CHECK(!write(a, &wrong, &page) && !wrong.figures.outcomes[WRITER_TAKEN] && wrong.figures.outcomes[WRITER_UNSUPPORTED] == 1 &&
              wrong.figures.unsupported[CHECK_NEGATION] == 1,
          "a wrong one is not, and why is counted");
    CHECK(str_eq(page.headline.text, plain.headline.text) && sentence_count(&page) == sentence_count(&plain), "and the page stays what it was");
    struct scripted same = {.text = STR("Norlane Suspends All Sailings to Velmere")};
    CHECK(!write(a, &same, &page) && same.figures.outcomes[WRITER_TAKEN] <= 1, "a headline and its headings do not say the same");
    arena_destroy(a);
}

static void replies(void)
{
    static const struct {
        const char *name, *text, *wanted; /* wanted: of units 1 and 2 */
        bool is_list;
    } cases[] = {
        {"as asked", "{\"units\": [{\"unit\": 2, \"text\": \"b\"}, {\"unit\": 1, \"text\": \"a\"}]}", "a b", true},
        {"in prose", "Sure {here}: {\"units\": [{\"unit\": 1, \"text\": \"a\"}]} Done.", "a -", true},
        {"a bare list", "[{\"unit\": 1, \"text\": \"a\"}, {\"unit\": 2, \"text\": \"b\"}]", "a b", true},
        {"cut off", "{\"units\": [{\"unit\": 1, \"text\": \"a\"}, {\"unit\": 2, \"te", "a -", true},
        {"the first counts", "{\"unit\": 1, \"text\": \"a\"}{\"unit\": 1, \"text\": \"x\"}", "a -", true},
        {"numbers as text", "{\"units\": [{\"unit\": \"2\", \"text\": \"b\"}]}", "- b", true},
        {"no such unit", "{\"units\": [{\"unit\": 3, \"text\": \"c\"}, {\"unit\": 0, \"text\": \"c\"}, {\"unit\": -1, \"text\": \"c\"}]}", "- -", true},
        {"no text", "{\"unit\": 1, \"text\": 7}", "- -", false},
        {"an empty list", "{\"units\": []}", "- -", true},
        {"prose alone", "I am sorry.", "- -", false},
        {"nothing", "", "- -", false},
        {"a list that is none", "{\"units\": {\"unit\": 1}}", "- -", false},
        {"an escape that is no character", "{\"unit\": 1, \"text\": \"\\ud800\"}", "- -", false},
        {"NUL", "{\"unit\": 1, \"text\": \"a\\u0000b\"}", "- -", false},
    };
    struct arena *a = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str out[2] = {{0}};
        size_t found;
        bool is_list = reply_objects(a, str_of(cases[i].text), out, 2, &found);
        struct str got = str_format(a, "%s %s", out[0].n ? str_z(a, out[0]) : "-", out[1].n ? str_z(a, out[1]) : "-");
        CHECK(str_eq(got, str_of(cases[i].wanted)) && is_list == cases[i].is_list && found == (size_t)(out[0].n > 0) + (out[1].n > 0),
              "%s: %s", cases[i].name, got.p);
    }
    arena_destroy(a);
}

static void memories(void)
{
    struct memory m = {0};
    struct arena *a = arena_create();
    struct str out;
    memory_keep(&m, 1, STR("one"));
    memory_keep(&m, 2, STR(""));
    CHECK(memory_recall(&m, a, 1, &out) && str_eq(out, STR("one")), "an answer is remembered");
    CHECK(memory_recall(&m, a, 2, &out) && !out.n && !memory_recall(&m, a, 3, &out), "and so is that there was none");
    char *long_text = arena_alloc(a, 100000);
    memset(long_text, 'x', 100000);
    for (uint64_t key = 10; key < 510; key++) {
        memory_keep(&m, key, (struct str){long_text, 100000});
        memory_recall(&m, a, 1, &out);
        arena_reset(a);
        long_text = arena_alloc(a, 100000);
        memset(long_text, 'x', 100000);
    }
    CHECK(memory_recall(&m, a, 1, &out) && str_eq(out, STR("one")), "what is asked for again and again stays");
    CHECK(!memory_recall(&m, a, 10, &out) && memory_recall(&m, a, 509, &out), "what is old goes");
    CHECK(m.bytes <= MEMORY_BYTES + 200000 && m.old.count + m.young.count < 200, "and there is an end to it");
    memory_release(&m);
    arena_destroy(a);
}

static void misuse(void)
{
    static const struct {
        const char *url, *name, *key;
        bool is_fine;
    } cases[] = {
        {"http://127.0.0.1:11434/v1", "m", NULL, true},
        {"http://127.8.9.1/v1", "m", NULL, true},
        {"http://[::1]:8080/v1", "m", NULL, true},
        {"http://LOCALHOST:8080/v1", "m", "sk-1", true},
        {"http://0x7f.1/v1", "m", NULL, false},
        {"https://models.example/v1", "m", "sk-1", true},
        {"http://localhost.example/v1", "m", NULL, false},
        {"http://192.168.1.5/v1", "m", NULL, false},
        {"http://[fe80::1]/v1", "m", NULL, false},
        {"https://models.example/v1", "m", "sk 1", false},
        {"https://models.example/v1", "", NULL, false},
        {"https://models.example/v1", NULL, NULL, false},
        {"https://models.example/v1", "m\n", NULL, false},
        {NULL, "m", NULL, false},
        {"ftp://127.0.0.1/", "m", NULL, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct model *m;
        struct status s = model_create(&(struct model_options){.url = cases[i].url, .name = cases[i].name, .key = cases[i].key}, &m);
        CHECK(is_ok(&s) == cases[i].is_fine && (m != NULL) == cases[i].is_fine && (is_ok(&s) || s.code == STATUS_MISUSE), "%s: %s",
              cases[i].url ? cases[i].url : "no address", is_ok(&s) ? "fine" : s.message);
        model_destroy(m);
    }
}

int main(void)
{
    proposals();
    pages();
    replies();
    memories();
    misuse();
    return tap_done();
}
