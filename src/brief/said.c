#include "brief/said.h"

#include "base/buf.h"
#include "brief/clause.h"
#include "brief/ending.h"
#include "brief/surname.h"
#include "brief/verbs.h"
#include "brief/words.h"

enum { SPEAKER_WORDS = 6, SPEAKER_LONGEST = 34, TAIL_LONGEST = 48, NAME_LONGEST = 8, TO_WHOM_LONGEST = 12, QUOTE_FEWEST = 4, QUOTE_OPENER = 4 };

struct said {
    uint32_t from, to;                 /* tokens of what is said; in a quotation those between its marks */
    uint32_t speaker_from, speaker_to; /* tokens of the one who says it */
    bool is_quote;
};

static bool is_saying(const struct passage *p, uint32_t k)
{
    return clause_has_word(p, k, WORDS_SAYING) && !(p->tokens[k].flags & (TOKEN_IN_QUOTE | TOKEN_CAPITALISED));
}

static bool is_word(const struct passage *p, uint32_t k, const char *word)
{
    return k < p->token_count && str_eq(token_text(p, &p->tokens[k]), str_of(word));
}

static uint32_t without_marks(const struct passage *p, uint32_t from, uint32_t to)
{
    while (to > from && p->tokens[to - 1].kind == TOKEN_PUNCTUATION)
        to--;
    return to;
}

/* --- who says it --- */

/* The person named there, by the last part of the name; NULL where there is none or more than one. */
static const struct name *person_in(const struct passage *p, uint32_t from, uint32_t to)
{
    const struct name *found = NULL;
    for (size_t i = 0; i < p->name_count && from < to; i++) {
        const struct name *n = &p->names[i];
        if (n->at.begin < p->tokens[from].begin || n->at.begin > p->tokens[to - 1].begin)
            continue;
        if (p->names[n->canonical].kind != NAME_PERSON)
            continue;
        if (found)
            return NULL;
        found = n;
    }
    return found;
}

/* The person that "he" is, where the analysis knows the speaker of a quotation in what is said; NULL where not. */
static const struct name *speaker_of_quotes(const struct passage *p, const struct said *x)
{
    for (size_t i = 0; i < p->quote_count; i++) {
        const struct quote *q = &p->quotes[i];
        if (q->at.begin >= p->tokens[x->from].begin && q->at.begin < p->tokens[x->to - 1].begin && q->speaker_name != NO_INDEX &&
            p->names[q->speaker_name].kind == NAME_PERSON)
            return &p->names[q->speaker_name];
    }
    return NULL;
}

/* "Limbaugh", "Police", "Court Filing": how a headline calls the speaker. */
static struct str speaker_text(struct arena *a, const struct passage *p, const struct said *x, bool *is_many)
{
    uint32_t from = x->speaker_from, to = x->speaker_to;
    struct draft d;
    for (uint32_t k = from; k < to; k++)
        if (draft_is_mark(p, k, ','))
            to = k; /* ", a friend of Brandt,": an apposition */
    const struct name *person = to == from + 1 && clause_has_word(p, from, WORDS_BACKWARD) ? speaker_of_quotes(p, x) : person_in(p, from, to);
    bool is_meant = person && to == from + 1 && clause_has_word(p, from, WORDS_BACKWARD);
    uint32_t last = person ? draft_token_at(p, person->at.end - 1) : 0;
    bool is_sure = person && (last + 1 == to || is_meant || surname_token(p, person) < last || person->role.begin < person->role.end);
    if (is_sure) { /* else "Velmere's Harbour Wire agency", which is called in full */
        if ((last + 1 != to && !is_meant) || is_word(p, last - (last > 0), "and"))
            return STR("");
        *is_many = false;
        draft_open(a, p, surname_token(p, person), last + 1, &d);
        d.is_title_case = true;
        struct str text = draft_text(a, &d);
        return text.n <= SPEAKER_LONGEST ? text : STR("");
    }
    bool is_abbreviation = draft_is_mark(p, to, '.') && to + 1 < p->token_count && !(p->tokens[to + 1].flags & TOKEN_SENTENCE_START);
    if (is_abbreviation && !person) /* "said Sen. | Roe" */
        return STR("");
    bool has_article = clause_has_word(p, from, WORDS_ARTICLE);
    while (from < to && clause_has_word(p, from, WORDS_ARTICLE))
        from++;
    for (uint32_t k = from + 1; k < to; k++)
        if (clause_has_word(p, k, WORDS_PREPOSITION) || clause_has_word(p, k, WORDS_RELATIVE) || clause_has_word(p, k, WORDS_DAY) ||
            clause_has_word(p, k, WORDS_DAYLEAD) ||
            (verbs_forms(token_text(p, &p->tokens[k])) & VERB_PARTICIPLE && !(p->tokens[k].flags & TOKEN_CAPITALISED)))
            to = k; /* "a poll of voters", "a report released on Monday" */
    if (from >= to || to - from > SPEAKER_WORDS)
        return STR("");
    draft_open(a, p, from, to, &d);
    d.is_title_case = true;
    for (uint32_t k = from; k < to; k++) {
        const struct token *t = &p->tokens[k];
        bool is_owner = k > from && k + 1 < to && (is_word(p, k, "'s") || is_word(p, k, "\xE2\x80\x99s"));
        bool is_noun = t->kind == TOKEN_WORD && (!(t->flags & TOKEN_STOP) || is_owner) && !clause_has_word(p, k, WORDS_SELF) &&
                       !clause_has_word(p, k, WORDS_OUTSIDER) && !clause_has_word(p, k, WORDS_ADVERB) && (!is_saying(p, k) || (k + 1 == to && is_word(p, k, "reports")));
        if (!is_noun)
            return STR("");
    }
    struct str noun = token_text(p, &p->tokens[to - 1]), text = draft_text(a, &d);
    bool ends_in_s = noun.n > 3 && noun.p[noun.n - 1] == 's' && noun.p[noun.n - 2] != 's' && noun.p[noun.n - 2] != 'u' && noun.p[noun.n - 2] != 'i';
    bool is_name = (p->tokens[to - 1].flags & TOKEN_IN_NAME) != 0;
    *is_many = words_has(WORDS_PLURAL, noun) || (ends_in_s && !is_name);
    if (ends_in_s && is_name && has_article) /* "the Orlan Games": one or many; "Velmere Waters" is one */
        return STR("");
    return text.n <= SPEAKER_LONGEST ? text : STR("");
}

/* --- what is said --- */

/* Behind a quotation more verbs say it: "posted", "joked". */
static bool says(const struct passage *p, uint32_t k, bool behind_quote)
{
    return is_saying(p, k) || (behind_quote && clause_has_word(p, k, WORDS_UTTERING));
}

/* Nothing of the claim stands behind the verb: the end, a comma, a day, "in a statement". */
static bool ends_saying(const struct passage *p, uint32_t k, uint32_t stop)
{
    return k >= stop || p->tokens[k].kind == TOKEN_PUNCTUATION || clause_has_word(p, k, WORDS_DAY) || clause_has_word(p, k, WORDS_DAYLEAD) ||
           (clause_has_word(p, k, WORDS_PREPOSITION) && !is_word(p, k, "of"));
}

/* "told reporters in Tarn", but not "told the board it sank". */
static bool only_tells_whom(const struct passage *p, uint32_t k, uint32_t stop)
{
    for (; k < stop && p->tokens[k].kind != TOKEN_PUNCTUATION; k++)
        if (clause_has_word(p, k, WORDS_RELATIVE) || clause_has_word(p, k, WORDS_AUXILIARY) || clause_has_word(p, k, WORDS_SELF) ||
            verbs_forms(token_text(p, &p->tokens[k])) & VERB_PAST)
            return false;
    return true;
}

/* A mark that ends the one who says it: not that of "Sen. Roe". */
static bool is_stop(const struct passage *p, uint32_t k)
{
    bool is_abbreviation = draft_is_mark(p, k, '.') && k + 1 < p->token_count && p->tokens[k + 1].flags & TOKEN_CAPITALISED &&
                           !(p->tokens[k + 1].flags & TOKEN_SENTENCE_START);
    return p->tokens[k].kind == TOKEN_PUNCTUATION && !is_abbreviation;
}

/* ", Brandt said on Friday", "," said the mayor of Tarn" and ", according to the court" behind the mark: who says it. */
static bool find_speaker(const struct passage *p, uint32_t mark, uint32_t stop, struct said *out)
{
    uint32_t from = mark + 1, verb = from, to = from + 1;
    if (is_word(p, from, "according") && is_word(p, from + 1, "to")) {
        for (to = from + 2; to < stop && p->tokens[to].kind != TOKEN_PUNCTUATION; to++)
            continue;
        out->speaker_from = from + 2, out->speaker_to = to;
        return to > from + 2;
    }
    bool behind_quote = draft_is_quote_mark(p, mark);
    while (verb < stop && verb < from + NAME_LONGEST && !is_stop(p, verb) && !says(p, verb, behind_quote))
        verb++;
    if (verb >= stop || !says(p, verb, behind_quote))
        return false;
    for (uint32_t k = from; k < verb; k++)
        if (clause_has_word(p, k, WORDS_AUXILIARY) && !is_word(p, k, "'s")) /* ", two more than the coast guard has confirmed" */
            return false;
    if (verb > from) {
        out->speaker_from = from, out->speaker_to = verb;
        bool ends = is_word(p, verb, "told") ? only_tells_whom(p, verb + 1, stop) : ends_saying(p, verb + 1, stop);
        return ends && !clause_has_word(p, from, WORDS_RELATIVE);
    }
    while (to < stop && to < from + NAME_LONGEST && !is_stop(p, to) && !clause_has_word(p, to, WORDS_DAY))
        to++;
    out->speaker_from = from + 1, out->speaker_to = to;
    return !clause_has_word(p, from + 1, WORDS_RELATIVE) && !is_word(p, from + 1, "to") && (to >= stop || to < from + NAME_LONGEST);
}

static bool has_saying(const struct passage *p, uint32_t from, uint32_t to)
{
    while (from < to && !is_saying(p, from))
        from++;
    return from < to;
}

/* The saying behind what is said. Of two ("..., Brandt said, according to the court") the inner one counts. */
static bool find_behind(const struct passage *p, uint32_t first, uint32_t end, struct said *out)
{
    uint32_t stop = without_marks(p, first, end);
    for (uint32_t k = stop; k-- > first + 4 && k + TAIL_LONGEST > stop;) {
        if (!draft_is_mark(p, k, ',') && !draft_is_quote_mark(p, k))
            continue;
        *out = (struct said){.from = first, .to = without_marks(p, first, k)};
        if (out->to <= first || !find_speaker(p, k, stop, out))
            continue;
        if (!has_saying(p, first, out->to))
            return true;
        stop = k;
    }
    return false;
}

/* "According to the court, ..." */
static bool find_according(const struct passage *p, uint32_t first, uint32_t end, struct said *out)
{
    uint32_t comma = first;
    if (!is_word(p, first, "According") || !is_word(p, first + 1, "to"))
        return false;
    while (comma < end && comma < first + TO_WHOM_LONGEST && !draft_is_mark(p, comma, ','))
        comma++;
    uint32_t behind = comma + 1;
    if (clause_has_word(p, behind, WORDS_ARTICLE) && p->tokens[comma - 1].flags & TOKEN_IN_NAME) /* "Ann Roe, a clerk of the court, ..." */
        for (uint32_t k = behind; k < end && k < comma + TO_WHOM_LONGEST; k++)
            behind = behind == comma + 1 && draft_is_mark(p, k, ',') ? k + 1 : behind;
    *out = (struct said){behind, without_marks(p, first, end), first + 2, comma, false};
    return draft_is_mark(p, comma, ',') && comma > first + 2 && out->to > out->from + 2;
}

/* "Brandt said on Friday that ...", "Brandt told the board: "..."" */
static bool find_before(const struct passage *p, uint32_t first, uint32_t end, struct said *out)
{
    struct clause c;
    if (!clause_find(p, first, end, &c) || !is_saying(p, c.verb) || c.subject != first)
        return false;
    bool tells = is_word(p, c.verb, "told") || is_word(p, c.verb, "tells");
    uint32_t k = c.verb + 1, limit = k + TO_WHOM_LONGEST < c.end ? k + TO_WHOM_LONGEST : c.end;
    uint32_t behind = tells ? k : clause_behind_day(p, k, c.end);
    k = behind < c.end && p->tokens[behind].kind == TOKEN_WORD ? behind : k;
    bool is_aside = tells || clause_has_word(p, k, WORDS_PREPOSITION);
    for (uint32_t i = k; i < limit; i++) {
        if (is_word(p, i, "that") || draft_is_quote_mark(p, i)) {
            if (i == k || is_aside) {
                *out = (struct said){draft_is_quote_mark(p, i) ? i : i + 1, c.end, c.subject, c.subject_end, false};
                return true;
            }
            break;
        }
        if (i > k && clause_has_word(p, i, WORDS_SAYING))
            break;
    }
    if (is_aside || draft_is_mark(p, k, ',') || draft_is_mark(p, k, ':'))
        return false;
    *out = (struct said){k, c.end, c.subject, c.subject_end, false};
    return true;
}

/* All of it in one pair of marks: the tokens between them. */
static void take_quote(const struct passage *p, struct said *x)
{
    if (!draft_is_quote_mark(p, x->from))
        return;
    uint32_t close = x->from + 1;
    while (close < x->to && !draft_is_quote_mark(p, close))
        close++;
    for (uint32_t k = close + 1; k < x->to; k++)
        if (p->tokens[k].kind != TOKEN_PUNCTUATION)
            return;
    x->is_quote = true;
    x->from++;
    x->to = without_marks(p, x->from, close);
}

/* --- a quotation, cut short --- */

/* Whose "it" and "they" the reader cannot know; the speaker's own "I" and "we" he can, and who is named before. */
static bool names_its_subject(const struct passage *p, const struct clause *c)
{
    bool has_noun = false;
    for (uint32_t k = c->subject; k < c->end; k++) {
        bool is_there = is_word(p, k, "there") && clause_has_word(p, k + 1, WORDS_AUXILIARY);
        bool is_link = is_word(p, k, "that") && k > c->verb;
        bool is_before_noun = k + 1 < c->end && (has_noun || k > c->subject) && clause_has_word(p, k, WORDS_DETERMINER);
        if (clause_has_word(p, k, WORDS_SELF) && !is_there && !is_link && !is_before_noun)
            return false;
        has_noun |= p->tokens[k].kind == TOKEN_WORD && !(p->tokens[k].flags & TOKEN_STOP);
    }
    return true;
}

/* "the workers|, the farmers, and the bakers" */
static bool is_in_list(const struct passage *p, uint32_t comma, uint32_t end)
{
    for (uint32_t k = comma; k + 1 < end; k++) {
        if (draft_is_mark(p, k, ',') && (is_word(p, k + 1, "and") || is_word(p, k + 1, "or")))
            return !clause_has_word(p, k + 2, WORDS_OUTSIDER) && !clause_has_word(p, k + 2, WORDS_SELF);
        if (clause_has_word(p, k, WORDS_AUXILIARY) || clause_has_word(p, k, WORDS_OUTSIDER) || clause_has_word(p, k, WORDS_SUBORDINATOR))
            return false;
    }
    return false;
}

static struct str quote_core(struct arena *a, const struct passage *p, const struct said *x, size_t longest)
{
    struct clause c;
    struct ending e;
    struct draft whole;
    bool begins = p->tokens[x->from].flags & TOKEN_CAPITALISED && !clause_has_word(p, x->from, WORDS_CONNECTIVE);
    if (!begins || !clause_find(p, x->from, x->to, &c) || c.subject > x->from + QUOTE_OPENER || c.end > x->to || !ending_open(p, &c, &e))
        return STR("");
    bool is_participle = verbs_forms(token_text(p, &p->tokens[c.verb])) & VERB_PARTICIPLE && !clause_has_word(p, c.verb, WORDS_AUXILIARY);
    if (is_participle && clause_has_word(p, c.verb + 1, WORDS_PREPOSITION) && !clause_has_word(p, c.subject, WORDS_OUTSIDER))
        return STR(""); /* "Everyone involved in the plan" */
    draft_open(a, p, x->from, x->to, &whole);
    for (uint32_t k = e.hard; k >= e.group_end; k--) {
        struct str text = str_span(p->text, (struct span){p->tokens[x->from].begin, p->tokens[k - 1].begin + p->tokens[k - 1].length});
        bool is_boundary = k == x->to || draft_is_mark(p, k, ',') || draft_is_mark(p, k, ';') || draft_is_dash(p, k) ||
                           clause_has_word(p, k, WORDS_SUBORDINATOR) || is_word(p, k, "and");
        if (draft_is_mark(p, k, ',') && is_in_list(p, k, x->to))
            continue;
        if (!is_boundary || p->tokens[k - 1].kind == TOKEN_PUNCTUATION || text.n > longest || k - x->from < QUOTE_FEWEST)
            continue;
        c.end = k;
        if (!str_has(text, STR("\n")) && names_its_subject(p, &c) && ending_may(&e, &whole, k))
            return text;
    }
    return STR("");
}

struct str said_heading(struct arena *a, const struct passage *p, const struct sentence *s, uint32_t first, const struct shortening *how)
{
    struct said x;
    uint32_t end = s->first_token + s->token_count;
    bool is_many = false;
    if (!find_according(p, first, end, &x) && !find_behind(p, first, end, &x) && !find_before(p, first, end, &x))
        return STR("");
    struct str speaker = speaker_text(a, p, &x, &is_many);
    size_t around = speaker.n + sizeof ",  Says" + 4;
    if (!speaker.n || around >= how->longest)
        return STR("");
    take_quote(p, &x);
    const char *says = is_many ? "Say" : "Says";
    if (x.is_quote) {
        struct str quote = quote_core(a, p, &x, how->longest - around);
        return quote.n ? str_format(a, "\xE2\x80\x9C%.*s,\xE2\x80\x9D %.*s %s", STR_ARG(quote), STR_ARG(speaker), says) : STR("");
    }
    struct shortening inner = *how;
    inner.longest -= around;
    inner.keeps_tense = true;
    struct str claim = shorten_clause(a, p, x.from, x.to, &inner);
    return claim.n && !str_has(claim, STR("\"")) ? str_format(a, "%.*s, %.*s %s", STR_ARG(claim), STR_ARG(speaker), says) : STR("");
}
