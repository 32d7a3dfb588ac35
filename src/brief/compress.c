#include "brief/compress.h"

#include "brief/clause.h"
#include "brief/verbs.h"
#include "brief/words.h"

enum { LONGEST = 30, FEWEST_LEFT = 10, CUTS_MAX = 16, ASIDE_LONGEST = 24, FEWEST_CUT = 3 };

struct cut {
    uint32_t from, to; /* tokens, `to` exclusive */
};

static size_t words_in(const struct draft *d, uint32_t from, uint32_t to)
{
    size_t n = 0;
    for (uint32_t k = from; k < to; k++)
        n += draft_has(d, k) && d->passage->tokens[k].kind != TOKEN_PUNCTUATION;
    return n;
}

static bool is_lower_verb(const struct passage *p, uint32_t k, unsigned forms)
{
    bool is_lower = k < p->token_count && p->tokens[k].kind == TOKEN_WORD && !(p->tokens[k].flags & (TOKEN_CAPITALISED | TOKEN_UPPER));
    return is_lower && verbs_forms(token_text(p, &p->tokens[k])) & forms;
}

static bool is_one_of(const struct passage *p, uint32_t k, const char *const *words, size_t count)
{
    while (count-- > 0)
        if (k < p->token_count && str_eq(token_text(p, &p->tokens[k]), str_of(words[count])))
            return true;
    return false;
}

/* What stands behind an aside that ends here: the verb of the clause around it. */
static bool is_main_verb(const struct passage *p, uint32_t k)
{
    while (clause_has_word(p, k, WORDS_ADVERB))
        k++;
    return clause_has_word(p, k, WORDS_AUXILIARY) || is_lower_verb(p, k, VERB_PAST | VERB_THIRD);
}

/* What goes with it is no loss of sense: no number, no negation, no quotation, nobody who says it, nobody whom a later "he" means. */
static bool is_light(const struct draft *d, uint32_t from, uint32_t to, bool has_no_saying)
{
    const struct passage *p = d->passage;
    bool has_person = false;
    for (uint32_t k = from; k < to; k++) {
        const struct token *t = &p->tokens[k];
        if (t->kind == TOKEN_NUMBER || t->flags & (TOKEN_NEGATION | TOKEN_IN_QUOTE) || draft_is_quote_mark(p, k))
            return false;
        if (has_no_saying && clause_has_word(p, k, WORDS_SAYING))
            return false;
        has_person |= (t->flags & TOKEN_IN_NAME) != 0;
    }
    uint32_t begin = p->tokens[from].begin, end = p->tokens[to].begin;
    for (size_t i = 0; i < p->number_count && p->numbers[i].at.begin < end; i++) /* "nine", too */
        if (p->numbers[i].at.begin >= begin && p->numbers[i].unit != UNIT_ORDINAL)
            return false;
    for (uint32_t k = to; k < d->end && has_person; k++)
        if (clause_has_word(p, k, WORDS_BACKWARD))
            return false;
    return true;
}

/* The comma or the final mark behind token k; 0 where another mark comes first. */
static uint32_t next_mark(const struct draft *d, uint32_t k, uint32_t within)
{
    const struct passage *p = d->passage;
    for (uint32_t i = k; i < d->end && i < k + within; i++) {
        if (draft_is_mark(p, i, ',') || (i + 1 == d->end && draft_is_mark(p, i, '.')))
            return i;
        if (draft_is_mark(p, i, ';') || draft_is_mark(p, i, ':') || draft_is_dash(p, i) || draft_is_mark(p, i, '(') || draft_is_quote_mark(p, i))
            return 0;
    }
    return 0;
}

static bool is_known_person(const struct draft *d, uint32_t k, const struct map *people)
{
    const struct passage *p = d->passage;
    for (size_t i = 0; i < p->name_count && p->names[i].at.begin <= p->tokens[k].begin; i++) {
        const struct name *full = &p->names[p->names[i].canonical];
        if (p->names[i].at.end > p->tokens[k].begin && full->kind == NAME_PERSON)
            return people && map_get(people, full->key);
    }
    return false;
}

static void add(struct cut *cuts, size_t *count, uint32_t from, uint32_t to)
{
    if (*count < CUTS_MAX && to > from + FEWEST_CUT)
        cuts[(*count)++] = (struct cut){from, to};
}

/* "(a village of ...)" */
static size_t find_brackets(const struct draft *d, struct cut *cuts, size_t count)
{
    const struct passage *p = d->passage;
    for (uint32_t k = d->first; k < d->end; k++) {
        uint32_t close = k;
        if (!draft_is_mark(p, k, '('))
            continue;
        while (close < d->end && close < k + ASIDE_LONGEST && !draft_is_mark(p, close, ')'))
            close++;
        if (close < d->end && draft_is_mark(p, close, ')') && is_light(d, k, close + 1, true))
            add(cuts, &count, k, close + 1);
    }
    return count;
}

/* "Ilves, a friend of Brandt, who led the yard, said": its comma closes the outer aside, too. */
static bool is_within_aside(const struct draft *d, uint32_t from, uint32_t to)
{
    size_t commas = 0;
    for (uint32_t k = from; k < to; k++)
        commas += draft_is_mark(d->passage, k, ',');
    return commas % 2;
}

/* ", who had led the yard," and ", the yard's chief," before the verb; ", which ..." at the end */
static size_t find_asides(const struct draft *d, const struct map *people, struct cut *cuts, size_t count)
{
    static const char *const relatives[] = {"who", "which", "whose", "where"};
    const struct passage *p = d->passage;
    struct clause c;
    bool is_seen = clause_find(p, d->first, d->end, &c);
    uint32_t start = is_seen ? c.subject : d->first, main_verb = is_seen ? c.verb : d->end; /* behind it, ", said Brandt" is another clause */
    for (uint32_t k = d->first + 1; k + 2 < d->end; k++) {
        if (!draft_is_mark(p, k, ',') || p->tokens[k - 1].kind != TOKEN_WORD)
            continue;
        bool is_relative = is_one_of(p, k + 1, relatives, sizeof relatives / sizeof *relatives);
        bool is_apposition = clause_has_word(p, k + 1, WORDS_ARTICLE) && is_known_person(d, k - 1, people);
        uint32_t close = is_relative || is_apposition ? next_mark(d, k + 1, ASIDE_LONGEST) : 0;
        if (!close || !is_light(d, k, close, is_relative))
            continue;
        if (draft_is_mark(p, close, '.') && is_relative)
            add(cuts, &count, k, close);
        else if (draft_is_mark(p, close, ',') && is_main_verb(p, close + 1) && !(main_verb < k && clause_has_word(p, close + 1, WORDS_SAYING)))
            add(cuts, &count, k, close + !is_within_aside(d, main_verb < k ? main_verb : start, k));
    }
    return count;
}

/* Straight quotation marks on both sides: which of them belong together is a guess, and the cut may lie in a quotation. */
static bool is_between_quotes(const struct draft *d, const struct cut *c)
{
    bool before = false, behind = false;
    for (uint32_t k = d->first; k < d->end; k++) {
        bool is_straight = draft_is_mark(d->passage, k, '"');
        before |= is_straight && k < c->from;
        behind |= is_straight && k >= c->to;
    }
    return before && behind;
}

static bool try_cut(struct arena *a, struct draft *d, const struct cut *c, const struct compression *how)
{
    for (uint32_t k = c->from; k < c->to; k++)
        if (!draft_has(d, k))
            return false;
    size_t bytes = (c->to - c->from) * sizeof *d->instead;
    struct str *kept = arena_zero(a, bytes);
    memcpy(kept, d->instead + (c->from - d->first), bytes);
    draft_cut(d, c->from, c->to);
    if (words_in(d, d->first, d->end) >= FEWEST_LEFT && how->is_supported(how->context, draft_text(a, d)))
        return true;
    memcpy(d->instead + (c->from - d->first), kept, bytes);
    return false;
}

bool compress_draft(struct arena *a, struct draft *d, const struct compression *how)
{
    struct cut cuts[CUTS_MAX];
    size_t brackets = find_brackets(d, cuts, 0), count = find_asides(d, how->people, cuts, brackets);
    bool is_cut = false;
    for (size_t i = 0; i < count; i++) /* of brackets all or none: they may be a row */
        if (!is_between_quotes(d, &cuts[i]) && (words_in(d, d->first, d->end) > LONGEST || (is_cut && i < brackets)))
            is_cut |= try_cut(a, d, &cuts[i], how);
    return is_cut;
}
