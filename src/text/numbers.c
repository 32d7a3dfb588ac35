/* Numbers in digits and words, with magnitude, unit, currency, bound and what they count. */
#include <stdlib.h>

#include "text/reading.h"

static uint64_t phrase_of(const struct reading *r, size_t begin, size_t end)
{
    uint64_t phrase = 0;
    for (size_t k = begin; k < end; k++)
        phrase = lexicon_phrase_add(phrase, r->marks[k].lower);
    return phrase;
}

size_t reading_phrase_at(const struct reading *r, size_t k, size_t end, enum lex category)
{
    uint64_t phrase = 0;
    size_t length = 0;
    for (size_t n = 0; n < PHRASE_WORDS_MAX && k + n < end && r->out->tokens[k + n].kind == TOKEN_WORD; n++) {
        phrase = lexicon_phrase_add(phrase, r->marks[k + n].lower);
        uint64_t flags = lexicon_phrase(r->lexicon, phrase).flags;
        if (flags & LEX_BIT(category))
            length = n + 1;
        if (!(flags & LEX_BEGINS))
            break;
    }
    return length;
}

size_t reading_phrase_before(const struct reading *r, size_t k, size_t begin, enum lex category)
{
    for (size_t n = 4; n > 0; n--)
        if (k >= begin + n && (lexicon_phrase(r->lexicon, phrase_of(r, k - n, k)).flags & LEX_BIT(category)))
            return n;
    return 0;
}

static double digits_value(struct str s)
{
    char plain[64];
    size_t n = 0;
    for (size_t i = 0; i < s.n && n + 1 < sizeof plain; i++)
        if (s.p[i] != ',')
            plain[n++] = s.p[i];
    plain[n] = '\0';
    return strtod(plain, NULL); /* stops at "st" of "21st" */
}

/* The decimal comma of most of Europe: "3,4 Millionen", "1.200". */
static double digits_value_continental(struct str s)
{
    char plain[64];
    size_t n = 0;
    for (size_t i = 0; i < s.n && n + 1 < sizeof plain; i++)
        if (s.p[i] == ',')
            plain[n++] = '.';
        else if (s.p[i] != '.' || s.n - i != 4)
            plain[n++] = s.p[i];
    plain[n] = '\0';
    return strtod(plain, NULL);
}

static double token_value(const struct reading *r, size_t k)
{
    struct str s = token_text(r->out, &r->out->tokens[k]);
    bool english = str_eq(str_of(r->lexicon->language), STR("en")) || r->lexicon->id == 0;
    return english ? digits_value(s) : digits_value_continental(s);
}

static double word_value(const struct reading *r, size_t k)
{
    return lexicon_word(r->lexicon, r->marks[k].lower).value;
}

/* "twenty-five", "two hundred and fifty", "1.2 million", "half a million": gives the token behind it, 0 if no number
 * begins at k. */
static size_t read_value(const struct reading *r, size_t k, size_t end, double *value, bool *ordinal)
{
    const struct token *t = &r->out->tokens[k];
    double whole = 0, part = 0;
    bool any = false, after_and = false;
    for (; k < end; k++) {
        t = &r->out->tokens[k];
        bool hyphen = any && reading_is(r, k, '-') && k + 1 < end && !r->marks[k].before && !r->marks[k + 1].before &&
                      (reading_has(r, k + 1, LEX_NUMBER) || reading_has(r, k + 1, LEX_MAGNITUDE) || reading_has(r, k + 1, LEX_ORDINAL));
        if (hyphen)
            continue;
        if (t->kind == TOKEN_NUMBER && !any) {
            part = token_value(r, k);
            char last = r->out->text.p[token_end(t) - 1];
            *ordinal = last >= 'a' && last <= 'z';
        } else if (t->kind != TOKEN_WORD) {
            break;
        } else if (reading_has(r, k, LEX_MAGNITUDE) && (any || word_value(r, k) <= 1000)) {
            double m = word_value(r, k);
            if (!any && m > 100)
                break;
            if (m >= 1000)
                whole += (part > 0 ? part : 1) * m, part = 0;
            else
                part = (part > 0 ? part : 1) * m;
        } else if (reading_has(r, k, LEX_NUMBER) && (!any || reading_has(r, k - 1, LEX_TENS) || reading_is(r, k - 1, '-') || reading_has(r, k - 1, LEX_MAGNITUDE) || after_and)) {
            part += word_value(r, k);
            after_and = false;
        } else if (reading_has(r, k, LEX_ORDINAL) && (!any || reading_has(r, k - 1, LEX_TENS) || reading_is(r, k - 1, '-'))) {
            part += word_value(r, k);
            *ordinal = true;
        } else if (any && reading_has(r, k - 1, LEX_MAGNITUDE) && k + 1 < end && reading_has(r, k + 1, LEX_NUMBER) &&
                   str_eq_nocase(token_text(r->out, t), STR("and"))) {
            after_and = true;
            continue;
        } else {
            break;
        }
        any = true;
        if (*ordinal)
            return *value = whole + part, k + 1;
    }
    *value = whole + part;
    return any ? k : 0;
}

/* The noun behind a number: the first plural among the next words, else the first word that may be one. */
static int32_t counted_noun(const struct reading *r, size_t k, size_t end, double value)
{
    const struct passage *p = r->out;
    int32_t first = NO_INDEX;
    for (int n = 0; n < 3 && k < end && reading_has(r, k, LEX_COUNT_SKIP); n++)
        k++;
    for (size_t n = 0; n < 4 && k < end; n++, k++) {
        const struct token *t = &p->tokens[k];
        if (reading_is(r, k, '-') && !r->marks[k].before)
            continue;
        if (t->kind != TOKEN_WORD || (t->flags & TOKEN_STOP && !reading_has(r, k, LEX_COUNTABLE)))
            break;
        if (first == NO_INDEX && !reading_has(r, k, LEX_DEMONYM))
            first = (int32_t)k;
        char last = p->text.p[token_end(t) - 1];
        if (reading_has(r, k, LEX_COUNTABLE) || (last == 's' && t->length > 3 && value != 1))
            return (int32_t)k;
    }
    return first;
}

static void read_unit(const struct reading *r, struct number *n, size_t begin, size_t *end, size_t limit)
{
    const struct { enum lex category; enum unit unit; } units[] = {
        {LEX_PERCENT, UNIT_PERCENT}, {LEX_LENGTH, UNIT_LENGTH}, {LEX_MASS, UNIT_MASS}, {LEX_TEMPERATURE, UNIT_TEMPERATURE}};
    size_t sign = begin;
    if (begin > 0 && reading_has(r, begin - 1, LEX_CURRENCY_SIGN)) {
        struct lexeme e = lexicon_word(r->lexicon, r->marks[begin - 1].lower);
        n->unit = UNIT_MONEY;
        memcpy(n->currency, e.code, sizeof n->currency);
        sign = begin - 1;
        n->at.begin = r->out->tokens[sign].begin;
        return;
    }
    size_t k = *end;
    if (k < limit && reading_is(r, k, '-') && !r->marks[k].before)
        k++;
    if (k < limit && reading_has(r, k, LEX_DEMONYM) && k + 1 < limit && reading_has(r, k + 1, LEX_CURRENCY))
        k++;
    if (k < limit && (reading_has(r, k, LEX_CURRENCY) || reading_has(r, k, LEX_CURRENCY_SIGN))) {
        struct lexeme e = lexicon_word(r->lexicon, r->marks[k].lower);
        n->unit = UNIT_MONEY;
        memcpy(n->currency, e.code, sizeof n->currency);
        *end = k + 1;
    }
    for (size_t i = 0; i < sizeof units / sizeof *units && n->unit == UNIT_COUNT; i++) {
        size_t words = k < limit ? reading_phrase_at(r, k, limit, units[i].category) : 0;
        if (!words && k < limit && reading_has(r, k, units[i].category))
            words = 1;
        if (words) {
            n->unit = units[i].unit;
            *end = k + words;
        }
    }
    n->at.end = token_end(&r->out->tokens[*end - 1]);
}

/* "the", "no", "some one": where "one" is no number. */
static bool is_pronoun_one(const struct reading *r, size_t k, size_t end, size_t number_end)
{
    const struct token *t = &r->out->tokens[k];
    if (number_end > k + 1 || t->kind != TOKEN_WORD || word_value(r, k) != 1 || reading_has(r, k, LEX_ORDINAL))
        return false;
    bool noun = number_end < end && r->out->tokens[number_end].kind == TOKEN_WORD && !(r->out->tokens[number_end].flags & TOKEN_STOP);
    bool before = k > 0 && (r->out->tokens[k - 1].flags & TOKEN_STOP) && !r->marks[k].paragraph && !reading_phrase_before(r, k, k > 4 ? k - 4 : 0, LEX_AT_LEAST);
    return !noun || before;
}

static void number_add(struct reading *r, size_t k, size_t number_end, size_t floor, size_t limit, double value, bool ordinal, size_t sentence)
{
    struct passage *p = r->out;
    p->numbers = arena_grow(r->scratch, p->numbers, p->number_count, &r->number_capacity, sizeof *p->numbers);
    struct number *n = &p->numbers[p->number_count++];
    *n = (struct number){.value = value, .sentence = (int32_t)sentence, .counted = NO_INDEX, .unit = ordinal ? UNIT_ORDINAL : UNIT_COUNT};
    n->at = (struct span){p->tokens[k].begin, token_end(&p->tokens[number_end - 1])};
    size_t end = number_end;
    if (!ordinal)
        read_unit(r, n, k, &end, limit);
    size_t before = k - (n->at.begin < p->tokens[k].begin ? 1 : 0);
    for (int i = 0; i < 2 && before > floor; i++) { /* "at least about 20" */
        size_t words;
        if ((words = reading_phrase_before(r, before, floor, LEX_AT_LEAST)))
            n->bound = 1;
        else if ((words = reading_phrase_before(r, before, floor, LEX_AT_MOST)))
            n->bound = -1;
        else if ((words = reading_phrase_before(r, before, floor, LEX_ABOUT)))
            n->approximate = true;
        before -= words;
    }
    if (n->unit == UNIT_COUNT || n->unit == UNIT_PERCENT)
        n->counted = counted_noun(r, end, limit, value);
}

void reading_numbers(struct reading *r)
{
    const struct passage *p = r->out;
    for (size_t i = 0; i < p->sentence_count; i++) {
        size_t floor = p->sentences[i].first_token, end = floor + p->sentences[i].token_count, begin = floor;
        for (size_t k = begin; k < end;) {
            double value = 0;
            bool ordinal = false;
            bool may = p->tokens[k].kind == TOKEN_NUMBER || reading_has(r, k, LEX_NUMBER) || reading_has(r, k, LEX_MAGNITUDE) || reading_has(r, k, LEX_ORDINAL);
            size_t next = may ? read_value(r, k, end, &value, &ordinal) : 0;
            if (!next) {
                k++;
                continue;
            }
            if (!is_pronoun_one(r, k, end, next)) {
                number_add(r, k, next, floor, end, value, ordinal, i);
                floor = next;
            }
            k = next;
        }
    }
}
