#include "brief/pointing.h"

#include "brief/clause.h"
#include "brief/draft.h"
#include "brief/verbs.h"
#include "brief/words.h"

enum { PORTION_REACH = 4 };

/* "Founded in 2013, it sells ...", "The second is ...", "They've also ...": what is meant stands in another sentence. */
static bool leans_on_others(const struct passage *body, uint32_t first, uint32_t end)
{
    struct str word = token_text(body, &body->tokens[first]);
    if (str_has(word, STR("'")) || str_has(word, STR("\xE2\x80\x99"))) {
        struct str stem = {word.p, 0};
        while (stem.n < word.n && stem.p[stem.n] != '\'' && (unsigned char)stem.p[stem.n] != 0xE2)
            stem.n++;
        if (words_has(WORDS_SELF, stem))
            return true;
    }
    if (str_eq(word, STR("The")) && words_has(WORDS_POINTING, token_text(body, &body->tokens[first + 1]))) {
        struct str next = token_text(body, &body->tokens[first + 2]);
        if (words_has(WORDS_AUXILIARY, next) || verbs_forms(next) & (VERB_PAST | VERB_THIRD) ||
            str_eq(token_text(body, &body->tokens[first + 1]), STR("following")))
            return true;
    }
    bool is_adverb = words_has(WORDS_ADVERB, word) || str_eq(word, STR("Sometimes")) || str_eq(word, STR("Often")) || str_ends(word, STR("ly"));
    if (is_adverb && words_has(WORDS_SELF, token_text(body, &body->tokens[first + 1])) && !words_has(WORDS_BACKWARD, token_text(body, &body->tokens[first + 1])))
        return true;
    bool is_opener = words_has(WORDS_OPENER, word) || verbs_forms(word) & VERB_PARTICIPLE || str_ends(word, STR("ed")) || str_ends(word, STR("ing"));
    if (!is_opener || words_has(WORDS_SUBORDINATOR, word))
        return false;
    for (uint32_t k = first; k + 1 < end; k++)
        if (draft_is_mark(body, k, ','))
            return words_has(WORDS_SELF, token_text(body, &body->tokens[k + 1])) &&
                   !words_has(WORDS_BACKWARD, token_text(body, &body->tokens[k + 1]));
    return false;
}

/* The name that token k is part of, NULL where there is none. */
const struct name *pointing_name_at(const struct passage *body, uint32_t k)
{
    size_t low = 0, high = body->name_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (body->names[mid].at.end <= body->tokens[k].begin)
            low = mid + 1;
        else
            high = mid;
    }
    return low < body->name_count && body->names[low].at.begin <= body->tokens[k].begin ? &body->names[low] : NULL;
}

static struct str word_at(const struct passage *body, uint32_t k)
{
    return token_text(body, &body->tokens[k]);
}

static bool is_finite(const struct passage *body, uint32_t k)
{
    const struct token *t = &body->tokens[k];
    if (t->kind != TOKEN_WORD || t->flags & (TOKEN_CAPITALISED | TOKEN_IN_QUOTE))
        return false;
    return words_has(WORDS_AUXILIARY, word_at(body, k)) || words_has(WORDS_SAYING, word_at(body, k)) || verbs_forms(word_at(body, k)) & (VERB_PAST | VERB_THIRD);
}

static bool stands_before(const struct passage *body, uint32_t first, uint32_t k)
{
    for (uint32_t i = first; i < k; i++)
        if (body->tokens[i].term == body->tokens[k].term)
            return true;
    return false;
}

static bool is_in_time(const struct passage *body, uint32_t k)
{
    size_t time = draft_time_at(body, body->tokens[k].begin);
    return time < body->time_count && body->times[time].at.begin <= body->tokens[k].begin;
}

/* "After that disaster", "this outburst", "those two sales", "four of them", "here": what is pointed to stands elsewhere. */
static bool points_elsewhere(const struct passage *body, uint32_t first, uint32_t end)
{
    static const char *const plain[] = {"this", "these", "those"};
    for (uint32_t k = first; k + 1 < end; k++) {
        const struct token *t = &body->tokens[k], *next = t + 1;
        struct str word = token_text(body, t);
        if (t->kind != TOKEN_WORD || t->flags & TOKEN_IN_QUOTE)
            continue;
        bool is_of_them = k <= first + 3 && str_eq(word, STR("of")) && str_eq(token_text(body, next), STR("them"));
        if (is_of_them || str_eq_nocase(word, STR("here")))
            return true;
        bool is_plain = false;
        for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
            is_plain |= str_eq_nocase(word, str_of(plain[i]));
        bool is_led = k > first && str_eq_nocase(word, STR("that")) && words_has(WORDS_PREPOSITION, token_text(body, t - 1)) &&
                      !str_eq_nocase(token_text(body, t - 1), STR("than"));
        if ((!is_plain && !is_led) || is_in_time(body, k) || next->kind != TOKEN_WORD)
            continue;
        struct str noun = token_text(body, next);
        bool is_clause = words_has(WORDS_SELF, noun) || words_has(WORDS_ARTICLE, noun) || words_has(WORDS_DETERMINER, noun) || next->flags & TOKEN_IN_NAME;
        bool is_open = words_has(WORDS_RELATIVE, noun) || words_has(WORDS_PREPOSITION, noun) || words_has(WORDS_UNIT, noun) ||
                       str_ends(noun, STR("ing")) || str_ends(noun, STR("ed")); /* "those who", "those of", "this year" */
        if (!(is_led && is_clause) && !is_open && !stands_before(body, first, k + 1))
            return true;
    }
    return false;
}

/* "By the fourth, the children ...", "On the second, ...": the noun stands in the sentence before. */
static bool counts_what_is_gone(const struct passage *body, uint32_t first, uint32_t end)
{
    bool is_led = first + 3 < end && words_has(WORDS_PREPOSITION, word_at(body, first)) && str_eq(word_at(body, first + 1), STR("the"));
    return is_led && words_has(WORDS_POINTING, word_at(body, first + 2)) && (draft_is_mark(body, first + 3, ',') || is_finite(body, first + 3));
}

/* "About a third have said ...": of whom? */
static bool is_part_of_strangers(const struct passage *body, uint32_t first, uint32_t end)
{
    for (uint32_t k = first; k + 1 < end && k < first + PORTION_REACH; k++) {
        const struct token *t = &body->tokens[k];
        if (t->kind == TOKEN_PUNCTUATION || (k > first && t->flags & TOKEN_CAPITALISED))
            return false;
        if (words_has(WORDS_PORTION, word_at(body, k)))
            return k > first && is_finite(body, k + 1) &&
                   (words_has(WORDS_ARTICLE, word_at(body, k - 1)) || str_eq_nocase(word_at(body, k - 1), STR("one")));
    }
    return false;
}

/* "The man, who is 44, left the museum": which man? */
static bool is_stranger(const struct passage *body, uint32_t first, uint32_t end)
{
    return first + 2 < end && str_eq(word_at(body, first), STR("The")) && words_has(WORDS_POINTING, word_at(body, first + 1)) &&
           (draft_is_mark(body, first + 2, ',') || is_finite(body, first + 2));
}

/* "opened that inquiry on Tuesday": an object; not "said that inquiries ..." */
static bool is_that_thing(const struct passage *body, uint32_t first, uint32_t k, uint32_t end)
{
    if (k == first || k + 2 >= end || !str_eq(word_at(body, k), STR("that")))
        return false;
    struct str verb = word_at(body, k - 1), noun = word_at(body, k + 1), next = word_at(body, k + 2);
    const struct token *t = &body->tokens[k + 1];
    if (!verbs_forms(verb) || str_ends(verb, STR("s")) || body->tokens[k - 1].flags & TOKEN_CAPITALISED || words_has(WORDS_SAYING, verb) || words_has(WORDS_CLAUSAL, verb) ||
        t->kind != TOKEN_WORD || t->flags & (TOKEN_CAPITALISED | TOKEN_STOP | TOKEN_IN_NAME) || str_ends(noun, STR("s")) || is_finite(body, k + 1))
        return false;
    return words_has(WORDS_PREPOSITION, next) || words_has(WORDS_DAY, next) || draft_is_mark(body, k + 2, '.') || draft_is_mark(body, k + 2, ',');
}

/* "it is clear that", "it would take", "made it hard to": it means nothing. */
static bool is_expletive(const struct passage *body, uint32_t k, uint32_t end)
{
    uint32_t i = k + 1, reach = k + 8 < end ? k + 8 : end;
    while (i < reach && (words_has(WORDS_AUXILIARY, word_at(body, i)) || words_has(WORDS_ADVERB, word_at(body, i)) || words_has(WORDS_BEING, word_at(body, i)) ||
                         str_eq(word_at(body, i), STR("be")) || str_ends(word_at(body, i), STR("ly"))))
        i++;
    if (i < reach && (words_has(WORDS_EXPLETIVE, word_at(body, i)) || is_in_time(body, i)))
        return true;
    for (i = i > k + 1 ? i + 1 : reach; i < reach; i++)
        if (str_eq(word_at(body, i), STR("that")) || str_eq(word_at(body, i), STR("to")) || str_eq(word_at(body, i), STR("whether")) ||
            str_eq(word_at(body, i), STR("if")) || str_eq(word_at(body, i), STR("how")) || str_eq(word_at(body, i), STR("when")))
            return true;
    return false;
}

/* A thing that "it" may mean: a name of no person, or a noun in the singular behind "the", "a", "its", "Tarn's". */
static bool is_thing(const struct passage *body, uint32_t first, uint32_t k, bool may_be_person)
{
    const struct token *t = &body->tokens[k];
    struct str word = word_at(body, k);
    if (t->kind != TOKEN_WORD)
        return false;
    const struct name *n = pointing_name_at(body, k);
    if (n)
        return may_be_person || body->names[n->canonical].kind != NAME_PERSON;
    if (t->flags & TOKEN_STOP || words_has(WORDS_PERSONAL, word) || words_has(WORDS_PORTION, word) || words_has(WORDS_PLURAL, word) || is_in_time(body, k) ||
        (str_ends(word, STR("s")) && !str_ends(word, STR("ss"))))
        return false;
    for (uint32_t i = k; i-- > first && i + 4 > k;) {
        struct str lead = word_at(body, i);
        if (words_has(WORDS_ARTICLE, lead) || words_has(WORDS_DETERMINER, lead) || str_ends(lead, STR("'s")) || str_ends(lead, STR("\xE2\x80\x99s")) ||
            str_ends(lead, STR("s'")))
            return true;
        if (body->tokens[i].kind == TOKEN_PUNCTUATION || body->tokens[i].flags & TOKEN_STOP)
            return false;
    }
    return k == first || words_has(WORDS_PREPOSITION, word_at(body, k - 1)); /* "Trade", "of trade" */
}

/* Where a clause of its own begins, in which the subject before it may be "it". */
static bool opens_clause(const struct passage *body, uint32_t k)
{
    struct str word = word_at(body, k);
    if (body->tokens[k].kind == TOKEN_PUNCTUATION)
        return !draft_is_mark(body, k, '.');
    return words_has(WORDS_SUBORDINATOR, word) || words_has(WORDS_RELATIVE, word) || words_has(WORDS_COORDINATOR, word) || words_has(WORDS_SAYING, word) ||
           words_has(WORDS_CLAUSAL, word) || str_eq(word, STR("to")) || str_ends(word, STR("ing"));
}

/* "paid more for it", "Strand said it was caused by ...": nothing in the sentence that it could mean. What is subject of the
 * same clause is "itself". */
static bool has_lost_it(const struct passage *body, uint32_t first, uint32_t end)
{
    struct clause c;
    bool is_seen = clause_find(body, first, end, &c);
    for (uint32_t k = first; k < end; k++) {
        const struct token *t = &body->tokens[k];
        if (t->flags & (TOKEN_IN_QUOTE | TOKEN_IN_NAME) || !str_eq_nocase(word_at(body, k), STR("it")) || is_expletive(body, k, end))
            continue;
        bool is_own = k > first, has_thing = false;
        uint32_t verb = is_seen ? c.verb : k - 1, subject = is_seen ? c.subject : first;
        for (uint32_t i = first; is_own && !is_seen && i < verb; i++)
            is_own = !is_finite(body, i);
        for (uint32_t i = verb; is_own && i < k; i++)
            is_own = !opens_clause(body, i) || i == verb;
        is_own &= verb < k && is_finite(body, verb) && !(k + 1 < end && is_finite(body, k + 1)); /* not "said today it was over" */
        /* "Ostrel Foods said it would close": who acts may be a firm that looks like a person */
        bool acts = !is_own && k + 1 < end && words_has(WORDS_AUXILIARY, word_at(body, k + 1)) && !words_has(WORDS_BEING, word_at(body, k + 1));
        for (uint32_t i = first; i < k && !has_thing; i++)
            has_thing = !(is_own && i >= subject && i <= verb) && is_thing(body, first, i, acts);
        return !has_thing; /* a second "it" is the first */
    }
    return false;
}

bool pointing_is(const struct passage *body, uint32_t first, uint32_t end)
{
    for (uint32_t k = first; k < end; k++)
        if (!(body->tokens[k].flags & TOKEN_IN_QUOTE) && is_that_thing(body, first, k, end))
            return true;
    return leans_on_others(body, first, end) || points_elsewhere(body, first, end) || counts_what_is_gone(body, first, end) ||
           is_part_of_strangers(body, first, end) || is_stranger(body, first, end) || has_lost_it(body, first, end);
}
