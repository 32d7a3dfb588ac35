/* The text room: cases as data (tests/text), and what no single case shows: hostile input, spans, threads. */
#include "text/analysis.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/embedded.h"
#include "base/file.h"
#include "harness.h"
#include "text/idf.h"
#include "text/marker.h"

static const char *const kinds[] = {"name", "person", "place", "organisation"};
static const char *const units[] = {"count", "percent", "money", "length", "mass", "temperature", "ordinal", "other"};

static void add_names(struct buf *out, const struct passage *p)
{
    for (size_t i = 0; i < p->name_count; i++) {
        const struct name *n = &p->names[i];
        struct str text = str_span(p->text, n->at), full = str_span(p->text, p->names[n->canonical].at);
        buf_format(out, "%s%.*s (%s", i ? " + " : "", STR_ARG(text), kinds[n->kind]);
        if (!str_eq(text, full))
            buf_format(out, ", %.*s", STR_ARG(full));
        if (n->role.end > n->role.begin)
            buf_format(out, "; %.*s", STR_ARG(str_span(p->text, n->role)));
        buf_add_z(out, ")");
    }
}

static void add_numbers(struct buf *out, const struct passage *p)
{
    for (size_t i = 0; i < p->number_count; i++) {
        const struct number *n = &p->numbers[i];
        buf_format(out, "%s%.10g %s%s%s", i ? " + " : "", n->value, n->unit == UNIT_MONEY ? n->currency : units[n->unit],
                   n->bound > 0 ? " >=" : n->bound < 0 ? " <=" : "", n->approximate ? " ~" : "");
        if (n->counted != NO_INDEX && n->unit == UNIT_COUNT)
            buf_format(out, " of %.*s", STR_ARG(token_text(p, &p->tokens[n->counted])));
    }
}

static void add_quotes(struct buf *out, const struct passage *p)
{
    for (size_t i = 0; i < p->quote_count; i++) {
        const struct quote *q = &p->quotes[i];
        struct str who = q->speaker_name != NO_INDEX ? str_span(p->text, p->names[p->names[q->speaker_name].canonical].at)
                                                     : str_span(p->text, q->speaker);
        buf_format(out, "%s%s[%.*s] %.*s", i ? " + " : "", q->is_partial ? "~" : "", STR_ARG(str_span(p->text, q->at)),
                   STR_ARG(who.n ? who : STR("?")));
    }
}

static void add_marks(struct buf *out, const struct passage *p)
{
    const struct sentence *s = &p->sentences[0];
    const char *space = "";
    if (s->body_begin != s->at.begin) {
        buf_format(out, "body=%.*s", (int)(s->at.end - s->body_begin), p->text.p + s->body_begin);
        space = " ";
    }
    const struct { bool is; const char *name; } marks[] = {
        {s->is_fragment, "fragment"}, {s->starts_with_pronoun, "pronoun"}, {s->is_question, "question"}};
    for (size_t i = 0; i < 3; i++)
        if (marks[i].is) {
            buf_format(out, "%s%s", space, marks[i].name);
            space = " ";
        }
}

/* "\n" as two characters becomes a line break. */
static struct str unescape(struct arena *a, struct str s)
{
    struct str out = str_copy(a, s);
    char *to = str_z(a, s);
    out.p = to;
    out.n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\\' && i + 1 < s.n && s.p[i + 1] == 'n')
            to[out.n++] = '\n', i++;
        else
            to[out.n++] = s.p[i];
    }
    return out;
}

static struct passage passage_of(struct arena *a, struct str text, const char *language)
{
    struct passage p;
    struct status s = analyse_passage(a, text, str_of(language), (struct moment){0}, &p);
    CHECK(is_ok(&s), "analysed: %s", s.message);
    return p;
}

static void data_cases(const char *path, void (*add)(struct buf *, const struct passage *))
{
    struct buf file = {0};
    struct status status = file_read(path, 1 << 20, &file);
    CHECK(is_ok(&status), "%s is there", path);
    struct str rest = buf_str(&file), line;
    while (embedded_line(&rest, &line)) {
        struct arena *a = arena_create();
        const char *arrow = strstr(str_z(a, line), " =>");
        if (CHECK(arrow != NULL, "a case has =>")) {
            struct str text = {line.p, strlen(str_z(a, line)) - strlen(arrow)};
            struct str expected = str_trim(str_of(arrow + 3));
            struct buf out = {0};
            struct passage p;
            text = unescape(a, text);
            status = analyse_passage(a, text, STR("en"), (struct moment){0}, &p);
            if (is_ok(&status))
                add(&out, &p);
            CHECK(str_eq(buf_str(&out), expected), "%.*s: want \"%.*s\", got \"%.*s\"", STR_ARG(text), STR_ARG(expected),
                  STR_ARG(buf_str(&out)));
            buf_free(&out);
        }
        arena_destroy(a);
    }
    buf_free(&file);
}

static void marker_cases(void)
{
    static const char *const found_names[] = {"none", "roundup", "live", "version", "flash"};
    struct buf file = {0}, got = {0};
    struct status status = file_read("tests/text/markers.txt", 1 << 20, &file);
    CHECK(is_ok(&status), "marker cases are there");
    struct str rest = buf_str(&file), line;
    struct arena *a = arena_create();
    while (embedded_line(&rest, &line)) {
        char *title = str_z(a, line), *arrow = strstr(title, " =>");
        if (!CHECK(arrow != NULL, "a case has =>"))
            continue;
        *arrow = '\0';
        enum marker found;
        struct str left = marker_strip(str_of(title), &found);
        got.n = 0;
        buf_format(&got, "%.*s (%s)", STR_ARG(left), found_names[found]);
        CHECK(str_eq(buf_str(&got), str_trim(str_of(arrow + 3))), "%s: got \"%.*s\"", title, STR_ARG(buf_str(&got)));
    }
    CHECK(marker_strip(STR(""), NULL).n == 0, "nothing stays nothing");
    arena_destroy(a);
    buf_free(&file);
    buf_free(&got);
}

static void sentence_cases(void)
{
    struct buf file = {0};
    struct status status = file_read("tests/text/sentences.txt", 1 << 20, &file);
    CHECK(is_ok(&status), "sentence cases are there");
    struct str rest = buf_str(&file), line;
    while (embedded_line(&rest, &line)) {
        struct arena *a = arena_create();
        struct buf text = {0}, got = {0};
        bool is_chinese = (unsigned char)line.p[0] >= 0xE4;
        for (size_t i = 0; i < line.n; i++) {
            if (line.n - i > 2 && memcmp(line.p + i, " | ", 3) == 0)
                i += 1;
            else if (is_chinese && line.n - i > 1 && memcmp(line.p + i, "| ", 2) == 0)
                i += 1;
            else
                buf_add_byte(&text, line.p[i]);
        }
        struct str plain = unescape(a, buf_str(&text));
        struct passage p = passage_of(a, plain, str_has(line, STR("Minister sprach")) ? "de" : is_chinese ? "zh" : "en");
        for (size_t i = 0; i < p.sentence_count; i++) {
            const struct sentence *s = &p.sentences[i];
            bool new_paragraph = i && p.sentences[i - 1].paragraph != s->paragraph;
            buf_format(&got, "%s%.*s", !i ? "" : new_paragraph ? "\\n" : is_chinese ? "| " : " | ", STR_ARG(str_span(p.text, s->at)));
        }
        CHECK(str_eq(buf_str(&got), line), "sentences: want %.*s, got %.*s", STR_ARG(line), STR_ARG(buf_str(&got)));
        buf_free(&text);
        buf_free(&got);
        arena_destroy(a);
    }
    buf_free(&file);
}

static void language_cases(void)
{
    struct buf file = {0};
    struct status status = file_read("tests/text/languages.txt", 1 << 20, &file);
    CHECK(is_ok(&status), "language cases are there");
    struct str rest = buf_str(&file), line;
    while (embedded_line(&rest, &line)) {
        struct arena *a = arena_create();
        struct article article = {.text = str_cut(&line, '=')};
        struct str expected = str_trim((struct str){line.p + 1, line.n - 1});
        struct analysis out;
        status = analyse(a, &article, &out);
        CHECK(is_ok(&status) && str_eq(str_of(out.language), expected), "language of %.*s: want %.*s, got %s",
              STR_ARG(article.text), STR_ARG(expected), out.language);
        arena_destroy(a);
    }
    buf_free(&file);
}

/* Everything is in order, inside the text, and whole. */
static bool is_sound(const struct passage *p)
{
    uint32_t end = 0;
    for (size_t i = 0; i < p->token_count; i++) {
        if (p->tokens[i].begin < end || !p->tokens[i].length)
            return false;
        end = p->tokens[i].begin + p->tokens[i].length;
    }
    if (end > p->text.n)
        return false;
    size_t next = 0;
    for (size_t i = 0; i < p->sentence_count; i++) {
        const struct sentence *s = &p->sentences[i];
        if (s->first_token != next || !s->token_count || s->body_begin < s->at.begin || s->body_begin >= s->at.end)
            return false;
        next += s->token_count;
    }
    for (size_t i = 0; i < p->name_count; i++)
        if (p->names[i].canonical < 0 || (size_t)p->names[i].canonical >= p->name_count || p->names[i].at.end > p->text.n ||
            p->names[i].at.begin >= p->names[i].at.end)
            return false;
    for (size_t i = 0; i < p->quote_count; i++)
        if (p->quotes[i].at.begin > p->quotes[i].at.end || p->quotes[i].at.end > p->text.n)
            return false;
    return next == p->token_count;
}

/* Repeats `unit` up to `bytes`. */
static void hostile(const char *unit, size_t bytes)
{
    struct arena *a = arena_create();
    char *text = arena_alloc(a, bytes + 1);
    size_t n = strlen(unit), filled = 0;
    for (; filled + n <= bytes; filled += n)
        memcpy(text + filled, unit, n);
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    struct passage p;
    struct status s = analyse_passage(a, (struct str){text, filled}, STR("en"), (struct moment){0}, &p);
    clock_gettime(CLOCK_MONOTONIC, &to);
    double seconds = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
    CHECK(is_ok(&s) && is_sound(&p), "%zu bytes of \"%s\" are taken apart soundly", filled, unit);
    CHECK(seconds < 20, "%zu bytes of \"%s\" take bounded time (%.2f s)", filled, unit, seconds);
    arena_destroy(a);
}

static void hostile_cases(void)
{
    static const char *const units_of_text[] = {
        "a", "\"", "\" ", " \"a", " 'a", ".", ". ", "A", "A ", "A. ", "A.", "1", "1,", "1 ", "-", " - ", "(", "\n", "\"a\n", "said ",
        "\"a\" said ", "He said ", "Mr. ", "de ", "Bank of ", "at least ", "million ", "\xF0\x9F\x98\x80", "\xE2\x80\x9C", "\xFF",
        ("\xE2\x80\x98" "a "), "al-", "twenty-", "&A", "\xC2\xAD", "it's ", "Bank of the of ", "The WHO (WHO) ",
    };
    for (size_t i = 0; i < sizeof units_of_text / sizeof *units_of_text; i++)
        hostile(units_of_text[i], 200000);
    hostile("a", 2 * 1024 * 1024);
    hostile(" \"a\" said", 2 * 1024 * 1024);
    struct arena *a = arena_create();
    struct passage p;
    struct status s = analyse_passage(a, (struct str){arena_zero(a, ARTICLE_TEXT_LIMIT + 1), ARTICLE_TEXT_LIMIT + 1}, STR("en"),
                                      (struct moment){0}, &p);
    CHECK(s.code == STATUS_LIMIT, "more than the limit is refused: %s", s.message);
    s = analyse_passage(a, STR(""), STR("en"), (struct moment){0}, &p);
    CHECK(is_ok(&s) && !p.token_count && !p.sentence_count, "an empty text has nothing in it");
    arena_destroy(a);
}

static void term_cases(void)
{
    struct arena *a = arena_create();
    struct passage p = passage_of(a, STR("US us U.S. killed kills 3,400 3400 don't"), "en");
    CHECK(p.tokens[0].term != p.tokens[1].term && p.tokens[0].term == p.tokens[2].term, "US is U.S. and not us");
    CHECK(!(p.tokens[0].flags & TOKEN_STOP) && (p.tokens[1].flags & TOKEN_STOP), "us is a function word, US is none");
    CHECK(p.tokens[3].term == p.tokens[4].term, "killed and kills share a stem");
    CHECK(p.tokens[5].term == p.tokens[6].term, "3,400 is 3400");
    CHECK(p.tokens[7].flags & TOKEN_NEGATION, "don't negates");
    struct passage glued = passage_of(a, STR("It has ended.The next day was calm."), "en");
    CHECK(glued.sentence_count == 2, "a lost space behind a full stop still ends the sentence");
    struct passage q = passage_of(a, STR("the ferry"), "en");
    CHECK(idf_background(q.tokens[0].term) < 0.1 && idf_background(q.tokens[1].term) > 3, "ferry tells more than the");
    arena_destroy(a);
}

static void *in_thread(void *text)
{
    struct arena *a = arena_create();
    struct passage p;
    size_t *names = calloc(1, sizeof *names);
    for (int i = 0; i < 50; i++) {
        struct status s = analyse_passage(a, *(struct str *)text, STR("en"), (struct moment){0}, &p);
        *names = is_ok(&s) ? p.name_count : 0;
    }
    arena_destroy(a);
    return names;
}

static void thread_cases(void)
{
    struct str text = STR("Lena Okafor met Tom Poe in London. \"It is over,\" Ms. Okafor said on Monday.");
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, in_thread, &text);
    for (int i = 0; i < 4; i++) {
        void *names;
        pthread_join(threads[i], &names);
        CHECK(*(size_t *)names == 4, "thread %d finds the same names", i);
        free(names);
    }
}

int main(void)
{
    thread_cases(); /* first: the tables are loaded by whoever comes first */
    sentence_cases();
    data_cases("tests/text/names.txt", add_names);
    data_cases("tests/text/numbers.txt", add_numbers);
    data_cases("tests/text/quotes.txt", add_quotes);
    data_cases("tests/text/sentence_marks.txt", add_marks);
    marker_cases();
    language_cases();
    term_cases();
    hostile_cases();
    return tap_done();
}
