#include "brief/proposal.h"

#include <stdlib.h>
#include <unicode/uchar.h>

#include "base/arena.h"
#include "brief/clause.h"
#include "brief/words.h"
#include "text/language.h"

enum {
    SENTENCES_MOST = 2,
    WORDS_UP_TO = 20,    /* numbers that are as often words as figures */
    LANGUAGE_LEAST = 60, /* bytes: in fewer, names decide what language it seems to be */
    REPEATS_PERCENT = 75,
};

/* Shares of the wording's telling words that a proposal keeps. A headline may be another one, but of the same news; a heading
 * may speak of another sentence of its section. */
static const size_t kept_percent[] = {[WRITER_SENTENCE] = 65, [WRITER_HEADLINE] = 40, [WRITER_HEADING] = 0};

bool proposal_read(struct arena *a, struct str text, struct str language, struct moment day, struct passage *out)
{
    struct status s = analyse_passage(a, text, language, day, out);
    return is_ok(&s);
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

bool proposal_tells(const struct token *t)
{
    return t->kind == TOKEN_NUMBER || (t->kind == TOKEN_WORD && !(t->flags & TOKEN_STOP));
}

static void gather(struct arena *a, const struct passage *p, struct proposal_terms *out)
{
    *out = (struct proposal_terms){arena_alloc(a, (p->token_count + 1) * sizeof *out->terms), 0};
    size_t all = 0;
    for (size_t i = 0; i < p->token_count; i++)
        if (proposal_tells(&p->tokens[i]))
            out->terms[all++] = p->tokens[i].term;
    qsort(out->terms, all, sizeof *out->terms, by_value);
    for (size_t i = 0; i < all; i++)
        if (!i || out->terms[i] != out->terms[i - 1])
            out->terms[out->count++] = out->terms[i];
}

void proposal_terms(struct arena *a, struct str text, struct str language, struct proposal_terms *out)
{
    struct passage p;
    *out = (struct proposal_terms){0};
    if (text.n && proposal_read(a, text, language, (struct moment){0}, &p))
        gather(a, &p, out);
}

static bool has_term(const struct proposal_terms *t, uint64_t term)
{
    return t->count && bsearch(&term, t->terms, t->count, sizeof term, by_value);
}

static size_t shared(const struct proposal_terms *x, const struct proposal_terms *y)
{
    size_t n = 0;
    for (size_t i = 0; i < x->count; i++)
        n += has_term(y, x->terms[i]);
    return n;
}

bool proposal_repeats(const struct proposal_terms *x, const struct proposal_terms *y)
{
    size_t least = x->count < y->count ? x->count : y->count;
    return least && shared(x, y) * 100 >= least * REPEATS_PERCENT;
}

struct str proposal_mend(struct arena *a, enum writer_part part, struct str language, struct str text)
{
    struct passage p;
    text = str_trim(text);
    if (part == WRITER_SENTENCE || !utf8_is_valid(text, NULL))
        return text;
    bool has_stop = text.n > 1 && text.p[text.n - 1] == '.' && !memchr(text.p, '.', text.n - 1);
    text.n -= has_stop;
    if (!text.n || !proposal_read(a, text, language, (struct moment){0}, &p))
        return text;
    struct draft d;
    draft_open(a, &p, 0, (uint32_t)p.token_count, &d);
    d.is_title_case = true;
    return draft_text(a, &d);
}

/* Letters, marks on letters, digits, punctuation, spaces, currency: what a sentence is made of. */
static bool is_visible(uint32_t c)
{
    enum { ZERO_WIDTH_NON_JOINER = 0x200C }; /* part of the spelling of some languages */
    int8_t type = u_charType((UChar32)c);
    bool is_hidden = type == U_CONTROL_CHAR || type == U_FORMAT_CHAR || type == U_PRIVATE_USE_CHAR || type == U_SURROGATE ||
                     type == U_UNASSIGNED || type == U_LINE_SEPARATOR || type == U_PARAGRAPH_SEPARATOR || c == 0xFFFD;
    return !is_hidden || c == ZERO_WIDTH_NON_JOINER;
}

/* Marks of markup, links, citations and gaps are fine only where the wording has them too. */
static bool is_plain(struct str text, struct str wording)
{
    static const char *const marks[] = {"<", ">", "{", "}", "|", "\\", "^", "~", "`", "*", "_", "#", "[", "]", "@", "=", "://", "www.", "..", "\xE2\x80\xA6", "  "};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_has(text, str_of(marks[i])) && !str_has(wording, str_of(marks[i])))
            return false;
    if (!utf8_is_valid(text, NULL))
        return false;
    for (size_t at = 0; at < text.n;)
        if (!is_visible(utf8_next(text, &at)))
            return false;
    return true;
}

static bool is_foreign(struct str text, struct str wording, struct str language)
{
    char guess[12], own[12];
    if (text.n < LANGUAGE_LEAST)
        return false;
    language_guess(text, guess);
    language_guess(wording, own);
    struct str found = str_of(guess);
    return !str_eq(found, STR("und")) && !str_eq(found, language) && !str_eq(found, str_of(own));
}

static bool begins_low(struct str text)
{
    size_t at = 0;
    return text.n && u_islower((UChar32)utf8_next(text, &at));
}

/* Ends as a sentence does; a question or an exclamation only where the wording has one. */
static bool ends_whole(struct str text, struct str wording)
{
    size_t n = text.n;
    static const char *const closing[] = {"\"", "'", ")", "\xE2\x80\x9D", "\xE2\x80\x99", "\xC2\xBB"};
    for (size_t i = 0; i < sizeof closing / sizeof *closing; i++)
        if (str_ends((struct str){text.p, n}, str_of(closing[i]))) {
            n -= strlen(closing[i]);
            break;
        }
    if (!n || !strchr(".!?", text.p[n - 1])) /* American: the stop stands inside the quotation marks, and was seen; others: behind */
        return str_ends((struct str){text.p, n}, STR("\xE3\x80\x82")); /* the full stop of Chinese and Japanese */
    for (const char *mark = "!?"; *mark; mark++)
        if (memchr(text.p, *mark, text.n) && !memchr(wording.p, *mark, wording.n))
            return false;
    return true;
}

/* Of a sentence that was parted in two: each part has its own subject and verb, tells something of it, and ends where the
 * source lets it. */
static bool stands_alone(struct arena *a, const struct writer_unit *unit, struct str language, const struct passage *p, const struct sentence *s)
{
    struct clause c;
    return clause_find(p, s->first_token, s->first_token + s->token_count, &c) && c.verb + 1 < c.end &&
           !proposal_breaks_off(a, unit, language, &p->tokens[c.end - 1]);
}

static bool is_well_shaped(struct arena *a, const struct writer_unit *unit, struct str language, const struct passage *p,
                           const struct passage *wording)
{
    struct str text = p->text;
    if (begins_low(text) && !begins_low(unit->wording))
        return false;
    for (size_t i = 0; i < p->sentence_count; i++)
        if (p->sentences[i].is_fragment || (p->sentence_count > wording->sentence_count && !stands_alone(a, unit, language, p, &p->sentences[i])))
            return false;
    return p->sentence_count && p->sentence_count <= SENTENCES_MOST && ends_whole(text, unit->wording);
}

static bool has_word(const struct passage *p, struct str word)
{
    for (size_t i = 0; i < p->token_count; i++)
        if (str_eq_nocase(token_text(p, &p->tokens[i]), word))
            return true;
    return false;
}

/* Words that lean on others, or on the day of reading, and that the wording does without. */
static bool leans(const struct passage *p, const struct passage *wording)
{
    for (size_t i = 0; i < p->token_count; i++) {
        const struct token *t = &p->tokens[i];
        struct str word = token_text(p, t);
        if (t->kind != TOKEN_WORD || (t->flags & TOKEN_IN_QUOTE))
            continue;
        bool is_first = (t->flags & TOKEN_SENTENCE_START) && (words_has(WORDS_LEANING, word) || words_has(WORDS_CONNECTIVE, word));
        if ((is_first || words_has(WORDS_BACKWARD, word) || words_has(WORDS_OUTSIDER, word) || words_has(WORDS_DAY, word)) &&
            !has_word(wording, word))
            return true;
    }
    return false;
}

static bool is_in_time(const struct passage *p, const struct token *t)
{
    for (size_t i = 0; i < p->time_count; i++)
        if (p->times[i].at.begin <= t->begin && t->begin < p->times[i].at.end)
            return true;
    return false;
}

static const struct number *number_at(const struct passage *p, const struct token *t)
{
    for (size_t i = 0; i < p->number_count; i++)
        if (p->numbers[i].at.begin <= t->begin && t->begin < p->numbers[i].at.end)
            return &p->numbers[i];
    return NULL;
}

static bool has_value(const struct passage *p, double value)
{
    for (size_t i = 0; i < p->number_count; i++)
        if (p->numbers[i].value == value)
            return true;
    return false;
}

/* Figures stand as a source wrote them ("1.2 million" is not "1,200,000" to a reader who compares), but for days and for
 * what may as well be a word. */
static bool has_strange_figures(const struct writer_unit *unit, const struct passage *p, const struct passage *wording)
{
    for (size_t i = 0; i < p->token_count; i++) {
        const struct token *t = &p->tokens[i];
        if (t->kind != TOKEN_NUMBER || is_in_time(p, t))
            continue;
        struct str figure = token_text(p, t);
        const struct number *number = number_at(p, t);
        bool is_known = str_has(unit->wording, figure) || (number && number->value <= WORDS_UP_TO && has_value(wording, number->value));
        for (size_t k = 0; k < unit->fact_count && !is_known; k++)
            is_known = str_has(unit->facts[k].text, figure);
        if (!is_known)
            return true;
    }
    return false;
}

/* Before a name, and part of what introduces it ("harbour master Lena Okafor"): the page may need it further down. */
static bool introduces(const struct passage *p, size_t token)
{
    for (size_t i = token; i < p->token_count && proposal_tells(&p->tokens[i]); i++)
        if (p->tokens[i].flags & TOKEN_IN_NAME)
            return true;
    return false;
}

/* Must what the token says be said? Names with what introduces them, and numbers. */
static bool is_missing(const struct passage *wording, size_t token, const struct passage *p, const struct proposal_terms *now)
{
    const struct token *t = &wording->tokens[token];
    const struct number *number = is_in_time(wording, t) ? NULL : number_at(wording, t);
    if (number)
        return !has_value(p, number->value);
    return (t->kind == TOKEN_NUMBER || introduces(wording, token)) && !has_term(now, t->term);
}

/* What the plan chose to tell is told: names and numbers all, of the other words most. */
static bool loses(struct arena *a, const struct writer_unit *unit, const struct passage *p, const struct passage *wording)
{
    struct proposal_terms now, before;
    gather(a, p, &now);
    gather(a, wording, &before);
    for (size_t i = 0; unit->part == WRITER_SENTENCE && i < wording->token_count; i++)
        if (is_missing(wording, i, p, &now))
            return true;
    return shared(&before, &now) * 100 < before.count * kept_percent[unit->part];
}

enum writer_outcome proposal_judge(struct arena *a, const struct writer_unit *unit, struct str language, struct str text)
{
    struct passage p, wording = {0};
    struct moment day = unit->fact_count ? unit->facts[0].published : (struct moment){0};
    if (!text.n)
        return WRITER_SILENT;
    if (str_eq(text, unit->wording))
        return WRITER_SAME;
    if (text.n > unit->longest)
        return WRITER_LENGTH;
    if (!is_plain(text, unit->wording))
        return WRITER_MARKUP;
    if (is_foreign(text, unit->wording, language))
        return WRITER_LANGUAGE;
    if (!proposal_read(a, text, language, day, &p) || !proposal_read(a, unit->wording, language, day, &wording))
        return WRITER_SHAPE;
    if (unit->part == WRITER_SENTENCE ? !is_well_shaped(a, unit, language, &p, &wording) : !proposal_is_headline(a, unit, language, &p))
        return WRITER_SHAPE;
    if (leans(&p, &wording))
        return WRITER_LEANING;
    if (has_strange_figures(unit, &p, &wording))
        return WRITER_SHAPE;
    return loses(a, unit, &p, &wording) ? WRITER_LOSS : WRITER_TAKEN;
}
