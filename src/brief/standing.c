#include "brief/standing.h"

#include "brief/draft.h"
#include "brief/pointing.h"
#include "brief/scrap.h"
#include "brief/verbs.h"
#include "brief/words.h"
#include "text/lexicon.h"
#include "text/word.h"

enum { SHORTEST = 45, LONGEST = 360, FEWEST_WORDS = 7, TITLE_FEWEST = 5, QUOTED_OPENING = 3, WRITER_PARAGRAPHS = 2, WRITER_BEHIND = 4, TITLED_LETTERS = 4,
       TITLED_WORDS = 5, OUTCRY_LONGEST = 16 };

/* Straight and curly double quotation marks pair up, and so do brackets. */
static bool is_balanced(struct str s)
{
    long straight = 0, curly = 0, round = 0;
    for (size_t i = 0; i < s.n; i++) {
        straight += s.p[i] == '"';
        round += s.p[i] == '(' || s.p[i] == '[';
        round -= s.p[i] == ')' || s.p[i] == ']';
        if (i + 2 < s.n && !memcmp(s.p + i, "\xE2\x80\x9C", 3))
            curly++;
        if (i + 2 < s.n && !memcmp(s.p + i, "\xE2\x80\x9D", 3))
            curly--;
        if (curly < 0 || curly > 1 || round < 0)
            return false;
    }
    return straight % 2 == 0 && curly == 0 && round == 0;
}

static bool ends_well(struct str s)
{
    while (s.n && (s.p[s.n - 1] == '"' || s.p[s.n - 1] == '\'' || s.p[s.n - 1] == ')'))
        s.n--;
    if (str_ends(s, STR("\xE2\x80\x9D")) || str_ends(s, STR("\xE2\x80\x99")))
        s.n -= 3;
    return s.n > 3 && s.p[s.n - 1] == '.' && s.p[s.n - 2] != '.';
}

/* "Minister and Mayor Meet At Tarn, Discuss Lodge": a title in the text. */
static bool is_title(const struct passage *body, const struct sentence *s)
{
    uint32_t long_words = 0;
    for (uint32_t i = 0; i < s->token_count; i++) {
        const struct token *t = &body->tokens[s->first_token + i];
        if (t->kind != TOKEN_WORD || t->length < TITLED_LETTERS)
            continue;
        if (!(t->flags & TOKEN_CAPITALISED))
            return false;
        long_words++;
    }
    return long_words >= TITLED_WORDS;
}

/* "an event.And then", "said.“The": a paragraph's end that the page's text has lost; which words belong together is unknown. */
static bool has_glued_stop(struct str s)
{
    for (size_t i = 1; i + 1 < s.n; i++) {
        if ((s.p[i] != '.' && s.p[i] != '!' && s.p[i] != '?') || !(s.p[i - 1] >= 'a' && s.p[i - 1] <= 'z'))
            continue;
        size_t next = i + 1;
        if (next + 2 < s.n && !memcmp(s.p + next, "\xE2\x80\x9C", 3))
            return true;
        bool is_long = i >= 3 && s.p[i - 2] >= 'a' && s.p[i - 2] <= 'z' && s.p[i - 3] != '.';
        if (is_long && s.p[next] >= 'A' && s.p[next] <= 'Z' && next + 1 < s.n && s.p[next + 1] >= 'a' && s.p[next + 1] <= 'z')
            return true;
    }
    return false;
}

/* Where the text proper begins when the article's own title runs into its first sentence. */
static uint32_t behind_title(const struct analysis *x, uint32_t first, uint32_t end)
{
    const struct passage *title = &x->title, *body = &x->body;
    uint32_t k = first, words = 0;
    for (size_t i = 0; i < title->token_count; i++) {
        if (title->tokens[i].kind == TOKEN_PUNCTUATION)
            continue;
        while (k < end && body->tokens[k].kind == TOKEN_PUNCTUATION)
            k++;
        if (k == end || body->tokens[k].term != title->tokens[i].term)
            return first;
        k++, words++;
    }
    bool begins = k < end && body->tokens[k].flags & TOKEN_CAPITALISED && !words_has(WORDS_DAY, token_text(body, &body->tokens[k]));
    return words >= TITLE_FEWEST && begins ? k : first;
}

/* "... in Doe v." and, a line further down, "Roe that unions ...": halves of a sentence that the page has broken. */
static bool ends_in_abbreviation(const struct analysis *x, const struct sentence *s)
{
    uint32_t end = s->first_token + s->token_count;
    if (s->token_count < 2)
        return false;
    const struct token *t = &x->body.tokens[end - 1];
    struct str word = token_text(&x->body, t);
    if (t->kind == TOKEN_PUNCTUATION) {
        if (word.p[0] != '.')
            return false;
        word = token_text(&x->body, t - 1);
    }
    struct word w;
    word_read(lexicon_for(str_of(x->language)), word, &w);
    return w.lex & LEX_BIT(LEX_ABBREVIATION) && (w.is_capitalised || word.n == 1);
}

/* "Ann Lee is a fellow of the institute.": the last words of a report, about its writer, whom it has not named before. */
static bool is_about_writer(const struct passage *body, const struct sentence *s, uint32_t first)
{
    const struct name *subject = NULL;
    if (s->paragraph < WRITER_BEHIND || s->paragraph + WRITER_PARAGRAPHS < body->paragraph_count)
        return false;
    for (size_t i = 0; i < body->name_count && !subject; i++)
        if (body->names[i].at.begin == body->tokens[first].begin && body->names[i].kind != NAME_PLACE)
            subject = &body->names[i];
    if (!subject)
        return false;
    uint32_t verb = draft_token_at(body, subject->at.end);
    if (verb >= body->token_count || !str_eq(token_text(body, &body->tokens[verb]), STR("is")))
        return false;
    for (size_t i = 0; i < body->name_count; i++)
        if (body->names[i].key == subject->key && body->names[i].at.begin < s->at.begin)
            return false;
    return true;
}

/* Words of a quotation whose marks stand in other sentences would read as the reporter's own. */
static bool is_within_quote(const struct passage *body, uint32_t first, uint32_t end)
{
    uint32_t quoted = 0;
    for (uint32_t i = first; i < end; i++) {
        if (draft_is_quote_mark(body, i))
            return false;
        quoted += (body->tokens[i].flags & TOKEN_IN_QUOTE) != 0;
    }
    return quoted >= QUOTED_OPENING;
}

/* Whom "he" may mean: a person's name, or what may be one; or a noun for a person. */
static bool is_of_person(const struct passage *body, uint32_t k)
{
    const struct name *n = pointing_name_at(body, k);
    enum name_kind kind = n ? body->names[n->canonical].kind : NAME_PLACE;
    if (!n)
        return words_has(WORDS_PERSONAL, token_text(body, &body->tokens[k]));
    bool is_led = k && words_has(WORDS_PREPOSITION, token_text(body, &body->tokens[k - 1])); /* "the council of Tarn" */
    return kind == NAME_PERSON || (kind == NAME_OTHER && !is_led && !words_has(WORDS_PLURAL, str_span(body->text, (struct span){body->tokens[k].begin, n->at.end})));
}

/* Words that belong to the writer, or to a person who is not named in the sentence. */
static bool speaks_of_strangers(const struct passage *body, const struct sentence *s)
{
    bool has_person = false, has_name = false;
    for (uint32_t k = s->first_token; k < s->first_token + s->token_count; k++) {
        const struct token *t = &body->tokens[k];
        struct str word = token_text(body, t);
        if (t->kind != TOKEN_WORD || t->flags & TOKEN_IN_QUOTE)
            continue;
        has_name |= (t->flags & TOKEN_IN_NAME) != 0;
        has_person = has_person || is_of_person(body, k);
        uint64_t lists = words_lists(word);
        if ((lists & WORDS_BIT(WORDS_OUTSIDER) && !(t->flags & TOKEN_UPPER)) || lists & WORDS_BIT(WORDS_OPINING)) /* "US" is a country */
            return true;
        if (!(has_person && has_name) && lists & WORDS_BIT(WORDS_BACKWARD))
            return true;
    }
    return false;
}

/* '... no!” Lund called out on the stairs.': what was called stands in the sentence before. */
static bool follows_outcry(const struct passage *body, const struct sentence *s, uint32_t first)
{
    if (s == body->sentences || s[-1].paragraph != s->paragraph || !first || s->token_count > OUTCRY_LONGEST)
        return false;
    struct str before = str_trim((struct str){body->text.p + s[-1].at.begin, s->at.begin - s[-1].at.begin});
    if (str_ends(before, STR("\xE2\x80\x9D")))
        before.n -= 3;
    else if (str_ends(before, STR("\"")))
        before.n--;
    else
        return false;
    return str_ends(before, STR("!")) || str_ends(before, STR("?")) || str_ends(before, STR("\xE2\x80\x94"));
}

static bool has_lonely_quote(const struct passage *body, const struct sentence *s, int32_t index)
{
    for (size_t i = 0; i < body->quote_count; i++) {
        const struct quote *q = &body->quotes[i];
        if (q->sentence == index && (q->at.end > s->at.end || (!q->is_partial && q->speaker.begin == q->speaker.end)))
            return true;
        if (q->sentence == index && q->speaker.begin != q->speaker.end &&
            (q->speaker.begin < s->at.begin || q->speaker.end > s->at.end))
            return true;
    }
    return false;
}

/* A connective that can be left out: "But", or "However,"; not "Besides the car" or "Rather than wait". Gives the token behind
 * it, `first` where there is none. */
static uint32_t behind_connective(const struct passage *body, uint32_t first)
{
    struct str word = token_text(body, &body->tokens[first]);
    if (!words_has(WORDS_CONNECTIVE, word))
        return first;
    if (draft_is_mark(body, first + 1, ','))
        return first + 2;
    return words_has(WORDS_COORDINATOR, word) ? first + 1 : first;
}

/* What the bytes alone say; cheap, and what most sentences that cannot stand fail at. */
static bool looks_well(struct str text, bool is_cut)
{
    static const char *const strangers[] = {"http", "@", "\n", "pic.twitter", " ."};
    unsigned char c = (unsigned char)(text.n ? text.p[0] : 0);
    bool begins_well = (c >= 'A' && c <= 'Z') || c >= 0xC3 || c == '"' || (is_cut && c >= 'a' && c <= 'z') || (c >= '1' && c <= '9');
    if (text.n < SHORTEST || text.n > LONGEST || !begins_well)
        return false;
    for (size_t i = 0; i < sizeof strangers / sizeof *strangers; i++)
        if (str_has(text, str_of(strangers[i])))
            return false;
    return ends_well(text) && is_balanced(text) && !has_glued_stop(text);
}

static bool reads_well(const struct analysis *x, const struct sentence *s)
{
    return !speaks_of_strangers(&x->body, s) && !has_lonely_quote(&x->body, s, (int32_t)(s - x->body.sentences)) && !ends_in_abbreviation(x, s) &&
           !(s > x->body.sentences && ends_in_abbreviation(x, s - 1));
}

static bool is_plain_plural(struct str word)
{
    return word.n > 4 && word.p[word.n - 1] == 's' && word.p[word.n - 2] != 's' && word.p[0] >= 'a' && word.p[0] <= 'z';
}

static bool is_year(struct str figure)
{
    return figure.n == 4 && (str_starts(figure, STR("19")) || str_starts(figure, STR("20")));
}

/* "Three people", "13 rescue workers", "some 1,300": so many that the sentence itself brings in. Not "three were hurt", "two
 * of them", "several others", which count what was named before. */
static bool brings_in_many(const struct passage *body, uint32_t first, uint32_t end)
{
    bool is_figure = body->tokens[first].kind == TOKEN_NUMBER;
    struct str count = token_text(body, &body->tokens[first]);
    const struct lexicon *l = lexicon_for(STR("en"));
    bool is_number = lexicon_word(l, word_lower_hash(l, count)).flags & LEX_BIT(LEX_NUMBER);
    bool is_counting = (is_number && !str_eq_nocase(count, STR("one"))) || (words_has(WORDS_PLURAL, count) && words_has(WORDS_LEANFIRST, count));
    if (is_figure ? is_year(count) : !is_counting)
        return false;
    if (!is_figure && body->tokens[first + 1].kind == TOKEN_NUMBER)
        return true;
    for (uint32_t k = first + 1; k < end && k <= first + 2; k++) {
        struct str word = token_text(body, &body->tokens[k]);
        if (body->tokens[k].kind != TOKEN_WORD || body->tokens[k].flags & TOKEN_IN_NAME || words_has(WORDS_LEANING, word) || words_has(WORDS_UNIT, word))
            return false;
        if (words_has(WORDS_PLURAL, word) || is_plain_plural(word))
            return true;
        if (str_ends(word, STR("ed")) || words_has(WORDS_PREPOSITION, word) || words_has(WORDS_AUXILIARY, word) || words_has(WORDS_SMALL, word))
            return false;
    }
    return false;
}

/* "Two of the men were hurt" and "After a week of talks" may go on from what stands before them, but not where nothing does. */
static bool begins_leaning(const struct passage *body, const struct sentence *s, uint32_t first)
{
    struct str word = token_text(body, &body->tokens[first]);
    if (body->tokens[first].kind != TOKEN_WORD || !(words_has(WORDS_LEANING, word) || words_has(WORDS_CONNECTIVE, word)))
        return false;
    if (!words_has(WORDS_LEANFIRST, word))
        return true;
    if (brings_in_many(body, first, s->first_token + s->token_count))
        return false;
    for (const struct sentence *before = body->sentences; before < s; before++)
        if (!before->is_fragment)
            return true;
    return false;
}

struct str standing_text(const struct analysis *x, const struct sentence *s)
{
    const struct passage *body = &x->body;
    const struct str none = STR("");
    if (s->is_fragment || s->is_question || s->starts_with_pronoun || is_title(body, s))
        return none;
    uint32_t first = s->first_token, end = s->first_token + s->token_count;
    while (first < end && body->tokens[first].begin < s->body_begin)
        first++;
    uint32_t body_first = first = behind_title(x, first, end);
    if (first + FEWEST_WORDS > end)
        return none;
    first = behind_connective(body, first);
    bool is_cut = body->tokens[first].begin != s->body_begin;
    uint32_t begin = is_cut ? body->tokens[first].begin : s->body_begin;
    struct str text = str_trim((struct str){body->text.p + begin, s->at.end - begin});
    if (first + FEWEST_WORDS > end || !looks_well(text, is_cut) || begins_leaning(body, s, first))
        return none;
    if (scrap_is(x, s, body_first) || pointing_is(body, first, end) || is_about_writer(body, s, first) ||
        follows_outcry(body, s, first) || is_within_quote(body, first, end))
        return none;
    bool is_figure = text.p[0] >= '1' && text.p[0] <= '9';
    return reads_well(x, s) && (!is_figure || brings_in_many(body, first, end)) ? text : none;
}
