#include "brief/ending.h"

#include "brief/verbs.h"
#include "brief/words.h"

enum { SECOND_CLAUSE_WITHIN = 12, LIST_LONGEST = 40, SAYING_DEPTH = 3, THAT_WITHIN = 12, OPEN_CLAUSE_WITHIN = 16, AS_WITHIN = 8 };

static unsigned forms_at(const struct passage *p, uint32_t k)
{
    bool is_lower = k < p->token_count && p->tokens[k].kind == TOKEN_WORD && !(p->tokens[k].flags & (TOKEN_CAPITALISED | TOKEN_UPPER));
    if (!is_lower)
        return 0;
    struct str word = token_text(p, &p->tokens[k]);
    unsigned forms = verbs_forms(word);
    bool is_unlisted = !forms && word.n > 5 && str_ends(word, STR("ed")) && !str_ends(word, STR("eed")) && !str_ends(word, STR("dred"));
    return is_unlisted ? VERB_PAST | VERB_PARTICIPLE : forms;
}

static bool is_word(const struct passage *p, uint32_t k, const char *word)
{
    return k < p->token_count && str_eq_nocase(token_text(p, &p->tokens[k]), str_of(word));
}

static bool is_content(const struct passage *p, uint32_t k)
{
    return p->tokens[k].kind != TOKEN_PUNCTUATION && !(p->tokens[k].flags & TOKEN_STOP) && !clause_is_manner(p, k) &&
           !clause_has_word(p, k, WORDS_ADVERB);
}

/* A finite verb by its looks; a participle behind a noun counts, too. */
static bool looks_finite(const struct passage *p, uint32_t k)
{
    bool is_possessive = is_word(p, k, "'s") || is_word(p, k, "\xE2\x80\x99s");
    if (clause_has_word(p, k, WORDS_AUXILIARY) && !(is_possessive && k && !clause_has_word(p, k - 1, WORDS_SELF)))
        return true;
    if (!(forms_at(p, k) & (VERB_PAST | VERB_THIRD)) || !k)
        return false;
    return !clause_has_word(p, k - 1, WORDS_DETERMINER) && !clause_has_word(p, k - 1, WORDS_PREPOSITION) && !is_word(p, k - 1, "to");
}

static bool has_finite(const struct passage *p, uint32_t k, uint32_t end)
{
    while (k < end && !looks_finite(p, k))
        k++;
    return k < end;
}

/* --- the verb with what belongs to it --- */

static void take_group(struct ending *e)
{
    const struct passage *p = e->passage;
    uint32_t last = e->inner.verb, k = last + 1;
    bool is_being = clause_has_word(p, last, WORDS_BEING), is_open = clause_has_word(p, last, WORDS_AUXILIARY), is_passive = false;
    while (k < e->inner.end) {
        uint32_t next = k;
        bool is_helper = is_open && !is_being && !is_word(p, last, "has") && !is_word(p, last, "have") && !is_word(p, last, "had");
        while (next < e->inner.end && (clause_has_word(p, next, WORDS_ADVERB) || clause_is_manner(p, next) || p->tokens[next].flags & TOKEN_NEGATION))
            next++;
        bool is_to = is_word(p, next, "to") && next + 1 < e->inner.end && ((forms_at(p, next + 1) & VERB_BASE) || is_word(p, next + 1, "be") || is_word(p, next + 1, "have"));
        next += is_to;
        bool is_verb = forms_at(p, next) & (VERB_PARTICIPLE | VERB_GERUND | VERB_BASE) || clause_has_word(p, next, WORDS_BEING) || is_word(p, next, "be");
        bool is_doing = is_being && next < e->inner.end && str_ends(token_text(p, &p->tokens[next]), STR("ing")); /* "is speculating" */
        bool is_unlisted = (is_helper || is_doing) && next < e->inner.end && p->tokens[next].kind == TOKEN_WORD; /* "will", "don't": a verb follows */
        if (!is_to && !(is_open && is_verb) && !is_unlisted)
            break;
        is_passive = is_being && (forms_at(p, next) & VERB_PARTICIPLE) && !is_to;
        is_being = clause_has_word(p, next, WORDS_BEING) || is_word(p, next, "be");
        is_open = is_being || is_word(p, next, "have");
        last = next;
        k = next + 1;
    }
    e->group_end = k;
    e->may_be_bare = is_passive || clause_has_word(p, last, WORDS_LONE);
}

/* --- what is said --- */

/* It names whom it was said to: "told the committee that". */
static bool tells(const struct passage *p, uint32_t verb)
{
    return is_word(p, verb, "told") || is_word(p, verb, "tells") || is_word(p, verb, "warned") || is_word(p, verb, "warns");
}

static bool only_says(const struct passage *p, uint32_t verb)
{
    return is_word(p, verb, "said") || is_word(p, verb, "says") || is_word(p, verb, "say");
}

/* The clause that the verb governs. False where it must have one and none is seen. */
static bool descend(struct ending *e)
{
    const struct passage *p = e->passage;
    uint32_t verb = e->group_end - 1, from = e->group_end, end = e->inner.end;
    bool is_saying = clause_has_word(p, verb, WORDS_SAYING);
    if (e->may_be_bare || (!is_saying && !clause_has_word(p, verb, WORDS_CLAUSAL)))
        return true;
    bool has_that = false;
    uint32_t behind = is_saying && !tells(p, verb) ? clause_behind_day(p, from, end) : from;
    if (behind < end && p->tokens[behind].kind == TOKEN_WORD && !clause_has_word(p, behind, WORDS_PREPOSITION))
        from = behind;
    for (uint32_t k = from; k < end && k < from + THAT_WITHIN; k++) {
        if (draft_is_quote_mark(p, k) && k > from && has_finite(p, from, k)) /* "said the yard had "no plan"" */
            break;
        if (draft_is_quote_mark(p, k)) /* the words themselves, if they are a sentence */
            return k == from ? has_finite(p, k + 1, end) : !is_saying;
        bool is_aside = clause_has_word(p, from, WORDS_PREPOSITION) || clause_has_word(p, from, WORDS_DAY) || clause_has_word(p, from, WORDS_DAYLEAD) ||
                        (clause_has_word(p, from, WORDS_SELF) && !looks_finite(p, from + 1));
        if (is_word(p, k, "that") && (k == from || (is_saying && (is_aside || tells(p, verb))))) {
            has_that = true;
            from = k + 1;
            break;
        }
    }
    struct clause next;
    bool is_found = from < end && clause_find(p, from, end, &next), has_comma = false;
    for (uint32_t k = from; is_found && !has_that && !only_says(p, verb) && k < next.verb; k++) {
        has_comma = draft_is_mark(p, k, ',');
        is_found = !has_comma && !clause_has_word(p, k, WORDS_RELATIVE) && !clause_has_word(p, k, WORDS_SUBORDINATOR);
    }
    if (is_saying && has_comma) /* "reported some of the crew, who ..., might be" */
        return false;
    if (!is_found) {
        return !has_that && !only_says(p, verb) && !clause_has_word(p, from, WORDS_PREPOSITION) && !clause_has_word(p, from, WORDS_RELATIVE) &&
               !clause_has_word(p, from, WORDS_SUBORDINATOR) && !is_word(p, from, "to");
    }
    e->inner = next;
    e->is_nested = true;
    return true;
}

/* --- the hard end --- */

/* "Brandt, Ilves and Okafor", "12, 14 and 20" */
static bool is_list(const struct passage *p, uint32_t comma, uint32_t end)
{
    if (comma + 1 >= end || !comma)
        return false;
    bool names = (p->tokens[comma - 1].flags & TOKEN_IN_NAME) && (p->tokens[comma + 1].flags & TOKEN_IN_NAME);
    bool numbers = p->tokens[comma + 1].kind == TOKEN_NUMBER;
    uint32_t within = names ? LIST_LONGEST : 12;
    uint32_t item = comma + 1;
    while (item < end && item < comma + 3 && p->tokens[item].kind == TOKEN_WORD && !(p->tokens[item].flags & TOKEN_STOP) && !forms_at(p, item))
        item++;
    if (item > comma + 1 && (is_word(p, item, "and") || is_word(p, item, "or")) && !ending_second_verb(p, item, end)) /* "salt, grain and timber" */
        return true;
    for (uint32_t k = comma + 1; k < end && k < comma + within; k++) {
        if (is_word(p, k, "and") || is_word(p, k, "or"))
            return (names || numbers || draft_is_mark(p, k - 1, ',')) && !(k + 1 < end && clause_has_word(p, k + 1, WORDS_DETERMINER) && !names);
        bool is_plain = p->tokens[k].kind == TOKEN_WORD && !(p->tokens[k].flags & (TOKEN_IN_NAME | TOKEN_STOP));
        if (is_plain && k >= comma + 12)
            return false;
    }
    return false;
}

uint32_t ending_second_verb(const struct passage *p, uint32_t k, uint32_t end)
{
    if (!is_word(p, k, "and") && !is_word(p, k, "but"))
        return 0;
    for (uint32_t i = k + 1; i < end && i < k + SECOND_CLAUSE_WITHIN; i++) {
        bool is_third = is_word(p, i, "and") && looks_finite(p, i + 1); /* "owner and captain of the ferry and serves" */
        if (is_third || p->tokens[i].kind == TOKEN_PUNCTUATION || clause_has_word(p, i, WORDS_RELATIVE) || clause_has_word(p, i, WORDS_SUBORDINATOR))
            return 0;
        if (looks_finite(p, i))
            return i;
    }
    return 0;
}

/* "a day | after" leaves "a day", "rose | largely because" the "largely": they go with what they measure. */
static uint32_t behind_measure(const struct passage *p, uint32_t k, uint32_t least)
{
    bool is_measured = is_word(p, k, "after") || is_word(p, k, "before") || is_word(p, k, "since") || is_word(p, k, "as");
    while (k > least && (clause_has_word(p, k - 1, WORDS_ADVERB) || clause_is_manner(p, k - 1) ||
                         (is_measured && (p->tokens[k - 1].kind == TOKEN_NUMBER || clause_has_word(p, k - 1, WORDS_UNIT) ||
                                          clause_has_word(p, k - 1, WORDS_ARTICLE) || clause_has_word(p, k - 1, WORDS_FIXED)))))
        k--;
    return k;
}

static uint32_t hard_end(const struct ending *e)
{
    const struct passage *p = e->passage;
    size_t words = 0;
    bool in_quote = false;
    for (uint32_t k = e->inner.verb + 1; k < e->inner.end; k++) {
        if (draft_is_quote_mark(p, k)) {
            in_quote = !in_quote;
            if (!in_quote && draft_is_mark(p, k - 1, ',') && k > e->group_end + 1 && k + 1 < e->inner.end)
                return k + 1; /* ..., had "hurt the yard," and ... */
        }
        if (in_quote)
            continue;
        if (draft_is_mark(p, k, ';') || draft_is_mark(p, k, ':') || draft_is_dash(p, k))
            return k;
        if (draft_is_mark(p, k, ',') && (words >= 2 || k > e->group_end) && !is_list(p, k, e->inner.end))
            return k;
        uint32_t second = words ? ending_second_verb(p, k, e->inner.end) : 0;
        if (second > k + 1 && k > e->group_end && !clause_has_word(p, second - 1, WORDS_ADVERB))
            return k;
        bool is_phrase = is_word(p, k, "as") && !has_finite(p, k + 1, k + AS_WITHIN < e->inner.end ? k + AS_WITHIN : e->inner.end);
        if (words >= 3 && k > e->group_end && clause_has_word(p, k, WORDS_SUBORDINATOR) && !is_phrase) /* "an example of Brandt as a hero" */
            return behind_measure(p, k, e->group_end);
        words += p->tokens[k].kind != TOKEN_PUNCTUATION && !(p->tokens[k].flags & TOKEN_STOP);
    }
    return e->inner.end;
}

bool ending_open(const struct passage *p, const struct clause *c, struct ending *out)
{
    *out = (struct ending){.passage = p, .inner = *c};
    take_group(out);
    for (int depth = 0; depth < SAYING_DEPTH; depth++) {
        uint32_t verb = out->inner.verb;
        if (!descend(out))
            return false;
        if (out->inner.verb == verb)
            break;
        for (uint32_t k = verb; k < out->inner.verb; k++)
            if (draft_is_mark(p, k, ';') || draft_is_mark(p, k, ':') || draft_is_dash(p, k))
                return false;
        take_group(out);
    }
    bool breaks_off = clause_has_word(p, out->group_end - 1, WORDS_MODAL) && out->group_end < p->token_count && p->tokens[out->group_end].kind == TOKEN_PUNCTUATION;
    if (breaks_off) /* "can, in effect, leave" */
        return false;
    out->hard = hard_end(out);
    if (draft_is_dash(out->passage, out->hard)) /* "said men held there - nine of them - were freed": "held" is not the verb */
        for (uint32_t k = out->hard + 1; k + 1 < out->inner.end; k++)
            if (draft_is_dash(out->passage, k) && looks_finite(out->passage, k + 1))
                return false;
    return true;
}

/* --- ends --- */

/* "at risk", but not "at the time", "the body of a third" */
static bool is_whole_phrase(const struct passage *p, uint32_t k)
{
    return k && !clause_has_word(p, k, WORDS_FIXED) && !clause_has_word(p, k, WORDS_POINTING) && !is_word(p, k - 1, "the") && !clause_has_word(p, k - 1, WORDS_SELF);
}

/* A word that cannot be the last; what asks for a phrase can where the sentence itself ends ("at risk"). */
static bool leans_forward(const struct ending *e, uint32_t k, bool ends_here)
{
    static const unsigned lists[] = {WORDS_DETERMINER, WORDS_DANGLING, WORDS_BOUND, WORDS_RELATIVE, WORDS_SELF, WORDS_MODAL, WORDS_OUTSIDER};
    const struct passage *p = e->passage;
    const struct token *t = &p->tokens[k];
    if (t->kind == TOKEN_PUNCTUATION)
        return !(t->flags & TOKEN_IN_QUOTE) && !draft_is_quote_mark(p, k) && !draft_is_mark(p, k, ')') && !draft_is_mark(p, k, '%') && !draft_is_mark(p, k, '.');
    if (t->kind == TOKEN_WORD && t->length == 1) /* "Ilves v" */
        return true;
    bool is_particle = clause_has_word(p, k, WORDS_PARTICLE) && k && forms_at(p, k - 1);
    for (size_t i = 0; i < sizeof lists / sizeof *lists && !(t->flags & TOKEN_IN_NAME); i++)
        if (clause_has_word(p, k, lists[i]) && !is_particle && !(lists[i] == WORDS_BOUND && ends_here && is_whole_phrase(p, k)))
            return true;
    bool is_clause_word = clause_has_word(p, k, WORDS_PREPOSITION) || clause_has_word(p, k, WORDS_SUBORDINATOR);
    return (is_clause_word && !is_particle) || (clause_is_manner(p, k) && k >= e->group_end) || is_word(p, k, "'s") || is_word(p, k, "\xE2\x80\x99s");
}

static bool opens_clause(const struct passage *p, uint32_t k)
{
    if (p->tokens[k].flags & TOKEN_IN_QUOTE)
        return false;
    if (clause_has_word(p, k, WORDS_SELF) && !clause_has_word(p, k, WORDS_DETERMINER))
        return looks_finite(p, k + 1) || (clause_has_word(p, k + 1, WORDS_ADVERB) && looks_finite(p, k + 2)); /* "the report he ordered" */
    return clause_has_word(p, k, WORDS_OPENS) || clause_has_word(p, k, WORDS_SUBORDINATOR);
}

/* "was instrumental | in the sale": an adjective that asks for its phrase. */
static bool is_bare_complement(const struct ending *e, uint32_t last, uint32_t k)
{
    const struct passage *p = e->passage;
    if (last != e->group_end || k >= p->token_count || !clause_has_word(p, k, WORDS_PREPOSITION) || !clause_has_word(p, e->group_end - 1, WORDS_BEING))
        return false;
    return p->tokens[last].kind == TOKEN_WORD && !(p->tokens[last].flags & TOKEN_CAPITALISED);
}

/* "was a senator and Ilves, just freed, was": a second clause may begin before the comma. */
static bool is_second_subject(const struct ending *e, uint32_t last, uint32_t k)
{
    const struct passage *p = e->passage;
    uint32_t and = last;
    if (!draft_is_mark(p, k, ','))
        return false;
    while (and > e->group_end && and + 6 > last && !is_word(p, and, "and"))
        and--;
    uint32_t close = k + 1;
    while (is_word(p, and, "and") && close < e->inner.end && !draft_is_mark(p, close, ','))
        close++;
    return is_word(p, and, "and") && close + 1 < e->inner.end && (looks_finite(p, close + 1) || looks_finite(p, close + 2));
}

/* The last word is a verb that asks for more: "to box", "was dealing", "he described". */
static bool is_hungry(const struct ending *e, uint32_t k, bool has_phrase_behind)
{
    const struct passage *p = e->passage;
    unsigned forms = forms_at(p, k);
    if (k > e->group_end && (is_word(p, k - 1, "to") || p->tokens[k - 1].flags & TOKEN_MODAL) && !(p->tokens[k].flags & TOKEN_CAPITALISED) &&
        p->tokens[k].kind == TOKEN_WORD)
        return !clause_has_word(p, k, WORDS_LONE);
    if (!forms || k < e->group_end || clause_has_word(p, k, WORDS_LONE))
        return false;
    uint32_t b = k - 1;
    if (clause_has_word(p, b, WORDS_DETERMINER) || is_word(p, b, "'s") || is_word(p, b, "\xE2\x80\x99s"))
        return false;
    if ((is_word(p, b, "and") || is_word(p, b, "or") || is_word(p, b, "but")) && forms & (VERB_PAST | VERB_THIRD | VERB_GERUND))
        return true; /* "is chief of the yard and serves" */
    if (forms & VERB_GERUND && k + 1 < e->inner.end && (opens_clause(p, k + 1) || clause_has_word(p, k + 1, WORDS_DETERMINER)))
        return true; /* "a memo addressing | why" */
    bool behind_verb = clause_has_word(p, b, WORDS_MODAL) || clause_has_word(p, b, WORDS_SELF) || clause_has_word(p, b, WORDS_RELATIVE) ||
                       clause_has_word(p, b, WORDS_ADVERB) || clause_is_manner(p, b) || clause_has_word(p, b, WORDS_AUXILIARY);
    if (behind_verb)
        return !(forms & VERB_PARTICIPLE && clause_has_word(p, b, WORDS_BEING));
    bool is_noun = forms & (VERB_BASE | VERB_THIRD) && !(forms & VERB_PAST);
    if (is_noun)
        return false;
    return has_phrase_behind || (forms & VERB_GERUND && (clause_has_word(p, b, WORDS_PREPOSITION) || forms_at(p, b)));
}

/* How far the clause that begins at r may reach: "came as Brandt and others | left the hall". */
static uint32_t clause_limit(const struct ending *e, uint32_t r)
{
    uint32_t k = r + 1;
    while (k < e->inner.end && k < r + OPEN_CLAUSE_WITHIN && !draft_is_mark(e->passage, k, ',') && !draft_is_mark(e->passage, k, ';') &&
           !draft_is_dash(e->passage, k))
        k++;
    return k > e->hard ? k : e->hard;
}

static bool leaves_clause_open(const struct ending *e, uint32_t k)
{
    const struct passage *p = e->passage;
    for (uint32_t r = e->group_end; r < k; r++) {
        if (!opens_clause(p, r))
            continue;
        bool has_verb = has_finite(p, r + 1, clause_has_word(p, r, WORDS_SUBORDINATOR) ? clause_limit(e, r) : e->hard);
        if (has_verb ? k < e->hard || !has_finite(p, r + 1, e->hard) : clause_has_word(p, r, WORDS_OPENS))
            return true;
    }
    return false;
}

/* "the crew that pulled", but not "he told the crew that", "so dark that" */
static bool is_restriction(const struct ending *e, uint32_t k)
{
    const struct passage *p = e->passage;
    uint32_t verb = e->group_end - 1, noun = k - 1;
    bool governs = tells(p, verb) || only_says(p, verb) || clause_has_word(p, verb, WORDS_CLAUSAL) || noun < e->group_end;
    return !governs && p->tokens[noun].kind == TOKEN_WORD && !(p->tokens[noun].flags & TOKEN_STOP) && !clause_is_manner(p, noun) &&
           !(forms_at(p, noun) & (VERB_PAST | VERB_PARTICIPLE | VERB_GERUND));
}

/* "rejects a request | to open the dam", but not "asks the court | to open", "plans | to open" */
static bool is_purpose(const struct ending *e, uint32_t k)
{
    const struct passage *p = e->passage;
    if (!is_word(p, k, "to") || k < e->group_end + 2 || !(forms_at(p, k + 1) & VERB_BASE) || p->tokens[k - 1].flags & TOKEN_STOP || forms_at(p, k - 1))
        return false;
    for (uint32_t i = e->inner.verb; i < e->group_end; i++)
        if (clause_has_word(p, i, WORDS_CONTROL) || clause_has_word(p, i, WORDS_BEING))
            return false;
    return p->tokens[k - 1].kind == TOKEN_WORD;
}

/* "overturns an order | suspending the ban", "a fund | meant for widows" */
static bool is_participle_behind_noun(const struct ending *e, uint32_t k)
{
    const struct passage *p = e->passage;
    bool is_noun = k > e->group_end + 1 && p->tokens[k - 1].kind == TOKEN_WORD && !(p->tokens[k - 1].flags & TOKEN_STOP) && !clause_is_manner(p, k - 1) &&
                   !(forms_at(p, k - 1) & (VERB_PAST | VERB_PARTICIPLE | VERB_GERUND));
    bool has_object = clause_has_word(p, k + 1, WORDS_DETERMINER) || clause_has_word(p, k + 1, WORDS_SELF) || clause_has_word(p, k + 1, WORDS_PREPOSITION);
    bool is_participle = forms_at(p, k) & VERB_PARTICIPLE && (clause_has_word(p, k + 1, WORDS_PREPOSITION) || is_word(p, k + 1, "to"));
    return is_noun && ((has_object && forms_at(p, k) == VERB_GERUND) || is_participle) && !clause_has_word(p, e->group_end - 1, WORDS_CONTROL);
}

static bool may_leave_off(const struct ending *e, uint32_t k)
{
    const struct passage *p = e->passage;
    for (uint32_t i = e->group_end; clause_has_word(p, k, WORDS_RELATIVE) && i < k; i++)
        if (is_word(p, i, "only") || clause_has_word(p, i, WORDS_POINTING)) /* "the only crew | that stayed" */
            return false;
    if (is_word(p, k, "that"))
        return is_restriction(e, k);
    for (uint32_t i = e->inner.verb; is_word(p, k, "until") && i < k; i++)
        if (p->tokens[i].flags & TOKEN_NEGATION) /* "had never lost | until Tuesday" */
            return false;
    if (ending_second_verb(p, k, e->hard) == k + 1)
        return !draft_is_mark(p, k - 2, ',') && !draft_is_mark(p, k - 3, ','); /* not "remembered, mourned | and praised" */
    if (p->tokens[k].flags & TOKEN_IN_NAME && !clause_has_word(p, k, WORDS_PREPOSITION))
        return false;
    bool is_in_title = p->tokens[k - 1].flags & TOKEN_CAPITALISED && k + 1 < p->token_count && p->tokens[k + 1].flags & TOKEN_CAPITALISED;
    if (is_in_title && (is_word(p, k, "for") || is_word(p, k, "on")) && !clause_has_word(p, k + 1, WORDS_DAY))
        return false; /* "Fund | for Better Harbours" */
    bool is_measure = clause_has_word(p, k - 1, WORDS_UNIT) && clause_has_word(p, k, WORDS_SUBORDINATOR);
    if (is_measure && (p->tokens[k - 2].kind == TOKEN_NUMBER || clause_has_word(p, k - 2, WORDS_FIXED) || clause_has_word(p, k - 2, WORDS_DETERMINER) || forms_at(p, k - 2) || is_word(p, k - 2, "one")))
        return false; /* "fell one month | after" */
    if (is_purpose(e, k) || is_participle_behind_noun(e, k))
        return true;
    bool begins = clause_has_word(p, k, WORDS_PREPOSITION) || clause_has_word(p, k, WORDS_SUBORDINATOR) || clause_has_word(p, k, WORDS_RELATIVE) ||
                  draft_is_mark(p, k, ',') || draft_is_dash(p, k) || opens_clause(p, k);
    return begins && !clause_has_word(p, k, WORDS_RIDER);
}

/* "gave Brandt | the prize", "described the dam | as a danger": what the verb asks for is behind the end. */
static bool lacks_complement(const struct ending *e, uint32_t k)
{
    const struct passage *p = e->passage;
    uint32_t verb = e->group_end - 1;
    bool names_only = true;
    if (k < e->hard && clause_has_word(p, verb, WORDS_CONTROL) && is_word(p, e->group_end, "for"))
        return true; /* "called for the contract | to be void" */
    if (k < e->inner.end && clause_has_word(p, verb, WORDS_CONTROL) && clause_has_word(p, k, WORDS_RELATIVE))
        return true; /* "asked the owners | who run the mill to sell" */
    bool gives = draft_is_mark(p, e->hard, ',') && clause_has_word(p, verb, WORDS_GIVING);
    for (uint32_t i = e->hard + 1; gives && i + 1 < e->inner.end && i < e->hard + 2 * AS_WITHIN; i++)
        if (draft_is_mark(p, i, ',') && is_word(p, i + 1, "to"))
            return true; /* "will send the bill, which ..., | to the assembly" */
    for (uint32_t i = e->group_end; i < k; i++)
        names_only &= (p->tokens[i].flags & TOKEN_IN_NAME) != 0;
    if (names_only && clause_has_word(p, verb, WORDS_GIVING))
        return true;
    for (uint32_t i = k; i < e->inner.end && i < k + AS_WITHIN; i++)
        if (is_word(p, i, "as"))
            for (uint32_t v = e->inner.verb; v < k; v++)
                if (clause_has_word(p, v, WORDS_SEEING) && (v <= verb || forms_at(p, v) & VERB_GERUND))
                    return true;
    return false;
}

/* "will look at the decision | to sail", "welcomed the decision": what it is about stands behind the end, or elsewhere. */
static bool lacks_matter(const struct ending *e, uint32_t last, uint32_t k)
{
    const struct passage *p = e->passage;
    if (!clause_has_word(p, last, WORDS_ABSTRACT) || p->tokens[last].flags & TOKEN_IN_QUOTE || last == e->group_end - 1)
        return false;
    bool is_left_off = k < e->inner.end && p->tokens[k].kind == TOKEN_WORD && !clause_has_word(p, k, WORDS_SUBORDINATOR) && !clause_has_word(p, k, WORDS_DAY);
    bool is_indefinite = is_word(p, last - 1, "a") || is_word(p, last - 1, "an");
    if (clause_has_word(p, last - 1, WORDS_DETERMINER))
        return is_left_off || !is_indefinite;
    bool is_bare = last == e->group_end || clause_has_word(p, last - 1, WORDS_PREPOSITION) || clause_has_word(p, last - 1, WORDS_ADVERB) || forms_at(p, last - 1);
    return is_bare && is_left_off;
}

bool ending_may(const struct ending *e, const struct draft *d, uint32_t k)
{
    const struct passage *p = e->passage;
    if (k > e->hard || k < e->group_end || (k < e->hard && !may_leave_off(e, k)) || leaves_clause_open(e, k))
        return false;
    uint32_t last = k;
    while (last > e->group_end && !draft_has(d, last - 1))
        last--;
    if (last == e->group_end)
        return e->may_be_bare && !leans_forward(e, last - 1, false);
    bool has_object = false, behind_verb = clause_has_word(p, e->group_end - 1, WORDS_SAYING) || clause_has_word(p, e->group_end - 1, WORDS_CLAUSAL);
    if (!e->may_be_bare && behind_verb && clause_has_word(p, e->group_end, WORDS_PREPOSITION))
        return false;
    for (uint32_t i = e->group_end; i < last; i++)
        has_object |= draft_has(d, i) && is_content(p, i);
    last--;
    bool has_phrase_behind = k < p->token_count && clause_has_word(p, k, WORDS_PREPOSITION);
    return (has_object || e->may_be_bare) && !leans_forward(e, last, last + 1 == e->inner.end && k == e->inner.end) && !is_hungry(e, last, has_phrase_behind) &&
           !is_bare_complement(e, last, k) && !lacks_complement(e, k) && !is_second_subject(e, last, k) &&
           !lacks_matter(e, last, k);
}
