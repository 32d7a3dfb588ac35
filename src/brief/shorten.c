#include "brief/shorten.h"

#include "brief/clause.h"
#include "brief/verbs.h"
#include "brief/words.h"

enum { SHORTEST = 14, TOKENS_MAX = 120 };

/* --- cutting the clause down --- */

static void cut_between_commas(struct draft *d, const struct clause *c)
{
    uint32_t open = 0;
    for (uint32_t k = c->subject; k < c->verb; k++) {
        if (!draft_is_mark(d->passage, k, ','))
            continue;
        if (open)
            draft_cut(d, open, k + 1);
        open = open ? 0 : k;
    }
    if (open) /* ", who was there at noon, said": the second comma stands before the verb */
        draft_cut(d, open, c->verb);
}

static void cut_brackets(struct draft *d)
{
    for (uint32_t k = d->first; k < d->end; k++) {
        uint32_t close = k;
        if (!draft_is_mark(d->passage, k, '(') && !draft_is_mark(d->passage, k, '['))
            continue;
        while (close < d->end && !draft_is_mark(d->passage, close, ')') && !draft_is_mark(d->passage, close, ']'))
            close++;
        draft_cut(d, k, close + 1);
        k = close;
    }
}

/* "on Tuesday", "late Monday", "this week": a headline is of its day. */
static void cut_days(struct draft *d)
{
    const struct passage *p = d->passage;
    for (size_t i = 0; i < p->time_count; i++) {
        const struct timex *t = &p->times[i];
        if (t->at.begin < p->tokens[d->first].begin || t->is_explicit || t->grain < GRAIN_WEEK || !t->has_interval)
            continue;
        if (t->at.begin >= p->tokens[d->end - 1].begin)
            break;
        uint32_t from = draft_token_at(p, t->at.begin), to = draft_token_at(p, t->at.end);
        if (to < d->end && p->tokens[to].begin < t->at.end)
            to++;
        if (p->tokens[from].flags & TOKEN_IN_QUOTE)
            continue;
        struct str next = to < d->end ? token_text(p, &p->tokens[to]) : STR("");
        if (str_eq(next, STR("'s")) || str_eq(next, STR("\xE2\x80\x99s")))
            continue;
        static const char *const leads[] = {"on", "late", "early", "earlier"};
        bool is_free = from > d->first && !clause_has_word(p, from - 1, WORDS_PREPOSITION) && !clause_has_word(p, from - 1, WORDS_DETERMINER);
        for (size_t n = 0; n < 4; n++)
            if (from > d->first && str_eq_nocase(token_text(p, &p->tokens[from - 1]), str_of(leads[n]))) {
                is_free = true;
                from--;
                break;
            }
        if (is_free && (to >= d->end || p->tokens[to].kind == TOKEN_PUNCTUATION || !(p->tokens[to].flags & TOKEN_IN_NAME) || clause_has_word(p, to, WORDS_PREPOSITION)))
            draft_cut(d, from, to);
    }
}

static void cut_articles(struct draft *d)
{
    for (uint32_t k = d->first; k < d->end; k++) {
        bool is_in_quote = (d->passage->tokens[k].flags & TOKEN_IN_QUOTE) != 0;
        bool in_name = (d->passage->tokens[k].flags & TOKEN_IN_NAME) != 0;
        if (!is_in_quote && !in_name && clause_has_word(d->passage, k, WORDS_ARTICLE))
            draft_cut(d, k, k + 1);
    }
}

/* A person whom the titles call by surname alone. */
static void shorten_names(struct draft *d, const struct map *surnames)
{
    const struct passage *p = d->passage;
    for (size_t i = 0; surnames && i < p->name_count; i++) {
        const struct name *n = &p->names[i];
        if (n->at.begin < p->tokens[d->first].begin || n->kind != NAME_PERSON)
            continue;
        if (n->at.begin >= p->tokens[d->end - 1].begin)
            break;
        uint32_t from = draft_token_at(p, n->at.begin), last = draft_token_at(p, n->at.end - 1);
        if (last >= d->end || last == from || p->tokens[from].flags & TOKEN_IN_QUOTE)
            continue;
        if (map_get(surnames, p->tokens[last].term))
            draft_cut(d, from, last);
    }
}

/* --- the verb --- */

static struct str capital(struct arena *a, struct str word)
{
    char *copy = (char *)(uintptr_t)str_copy(a, word).p;
    copy[0] = copy[0] >= 'a' && copy[0] <= 'z' ? (char)(copy[0] - 32) : copy[0];
    return (struct str){copy, word.n};
}

/* The present of the verb at a token, capitalised; empty where it would no longer be the source's word ("began", "begins"). */
static struct str present_at(struct arena *a, const struct passage *p, uint32_t k, bool is_many)
{
    struct str verb = token_text(p, &p->tokens[k]), present = verbs_present(verb, is_many);
    size_t alike = 0;
    while (alike < present.n && alike < verb.n && alike < 4 && present.p[alike] == (verb.p[alike] | 0x20))
        alike++;
    return present.n && (alike == 4 || present.n <= 4) ? capital(a, present) : STR("");
}

/* "urged" -> "Urges", "has urged" -> "Urges", "was killed" -> "Killed", "is suing" -> "Sues". */
static void set_tense(struct arena *a, struct draft *d, const struct clause *c)
{
    const struct passage *p = d->passage;
    struct str verb = token_text(p, &p->tokens[c->verb]);
    unsigned forms = verbs_forms(verb);
    uint32_t next = c->verb + 1;
    while (next < c->end && clause_has_word(p, next, WORDS_ADVERB) && !(p->tokens[next].flags & TOKEN_NEGATION))
        next++;
    unsigned following = next < c->end && p->tokens[next].kind == TOKEN_WORD ? verbs_forms(token_text(p, &p->tokens[next])) : 0;
    if (clause_has_word(p, c->verb, WORDS_BEING)) {
        if ((following & VERB_PARTICIPLE) && !(following & VERB_GERUND)) {
            draft_cut(d, c->verb, next);
        } else if (following & VERB_GERUND) {
            struct str present = present_at(a, p, next, c->is_many);
            if (!present.n)
                return;
            draft_cut(d, c->verb, next);
            draft_put(d, next, present);
        }
        return;
    }
    if (str_eq_nocase(verb, STR("has")) || str_eq_nocase(verb, STR("have"))) {
        struct str present = following & VERB_PARTICIPLE ? present_at(a, p, next, c->is_many) : STR("");
        if (present.n && !str_eq_nocase(token_text(p, &p->tokens[next]), STR("been"))) {
            draft_cut(d, c->verb, next);
            draft_put(d, next, present);
        }
        return;
    }
    if (clause_has_word(p, c->verb, WORDS_AUXILIARY) || !(forms & VERB_PAST))
        return;
    struct str present = present_at(a, p, c->verb, c->is_many);
    if (present.n)
        draft_put(d, c->verb, present);
}

static bool has_finite(const struct passage *p, uint32_t k, uint32_t end)
{
    for (; k < end; k++)
        if (clause_has_word(p, k, WORDS_AUXILIARY) || (p->tokens[k].kind == TOKEN_WORD && !(p->tokens[k].flags & TOKEN_CAPITALISED) &&
                                                       verbs_forms(token_text(p, &p->tokens[k])) & (VERB_PAST | VERB_THIRD)))
            return true;
    return false;
}

static bool is_any(struct str word, const char *const *words, size_t count)
{
    while (count-- > 0)
        if (str_eq_nocase(word, str_of(words[count])))
            return true;
    return false;
}

/* "said in a statement on Friday that": what was said is what counts. False where nothing was, or where whom it was said to
 * would be left: "told a committee". */
static bool cut_to_what_was_said(struct draft *d, const struct clause *c)
{
    static const char *const to_whom[] = {"told", "tells"}, *const what[] = {"said", "says", "say"};
    const struct passage *p = d->passage;
    struct str verb = token_text(p, &p->tokens[c->verb]);
    if (!clause_has_word(p, c->verb, WORDS_SAYING))
        return true;
    if (is_any(verb, to_whom, 2))
        return false;
    uint32_t k = c->verb + 1;
    if (is_any(verb, what, 3) && !(k < c->end && draft_is_quote_mark(p, k)) && !has_finite(p, k, c->end))
        return false;
    if (k >= c->end || !(clause_has_word(p, k, WORDS_PREPOSITION) || clause_has_word(p, k, WORDS_SELF))) {
        if (k < c->end && str_eq(token_text(p, &p->tokens[k]), STR("that")))
            draft_cut(d, k, k + 1);
        return k + 2 < c->end;
    }
    while (k < c->end && !str_eq(token_text(p, &p->tokens[k]), STR("that")) && !draft_is_quote_mark(p, k))
        k++;
    if (k + 3 >= c->end)
        return false;
    draft_cut(d, c->verb + 1, draft_is_quote_mark(p, k) ? k : k + 1);
    return true;
}

/* --- where it ends --- */

static bool is_name_list(const struct passage *p, uint32_t comma, uint32_t end)
{
    if (comma + 1 >= end || !comma)
        return false;
    bool names = (p->tokens[comma - 1].flags & TOKEN_IN_NAME) && (p->tokens[comma + 1].flags & TOKEN_IN_NAME);
    bool numbers = p->tokens[comma + 1].kind == TOKEN_NUMBER;
    for (uint32_t k = comma + 1; k < end && k < comma + 12; k++)
        if (str_eq_nocase(token_text(p, &p->tokens[k]), STR("and")) || str_eq_nocase(token_text(p, &p->tokens[k]), STR("or")))
            return (names || numbers || draft_is_mark(p, k - 1, ',')) && !(k + 1 < end && clause_has_word(p, k + 1, WORDS_DETERMINER) && !names);
    return false;
}

/* The first place behind the verb where the rest can be left off without loss of sense. */
static uint32_t hard_end(const struct passage *p, const struct clause *c)
{
    size_t words = 0;
    bool in_quote = false;
    for (uint32_t k = c->verb + 1; k < c->end; k++) {
        if (draft_is_quote_mark(p, k))
            in_quote = !in_quote;
        if (in_quote)
            continue;
        if (draft_is_mark(p, k, ';') || draft_is_mark(p, k, ':') || draft_is_dash(p, k))
            return k;
        if (draft_is_mark(p, k, ',') && words >= 2 && !is_name_list(p, k, c->end))
            return k;
        if (words >= 3 && clause_has_word(p, k, WORDS_SUBORDINATOR) && k > c->verb + 2)
            return k;
        words += p->tokens[k].kind != TOKEN_PUNCTUATION && !(p->tokens[k].flags & TOKEN_STOP);
    }
    return c->end;
}

static bool may_end_before(const struct passage *p, const struct clause *c, uint32_t k)
{
    return k > c->verb + 2 && (clause_has_word(p, k, WORDS_PREPOSITION) || clause_has_word(p, k, WORDS_SUBORDINATOR) ||
                               clause_has_word(p, k, WORDS_RELATIVE) || draft_is_mark(p, k, ',') || draft_is_dash(p, k)) &&
           !(p->tokens[k].flags & TOKEN_IN_NAME) && !(p->tokens[k - 1].flags & TOKEN_MODAL) &&
           !clause_has_word(p, k - 1, WORDS_PREPOSITION); /* "gusts of up | to" */
}

static size_t word_count(struct str s)
{
    size_t n = 0;
    while (s.n)
        n += str_cut(&s, ' ').n > 0;
    return n;
}

/* Quotation marks pair up, nothing dangles, and no pronoun asks for whom it stands. */
bool shorten_reads_well(struct str s)
{
    size_t straight = 0;
    long curly = 0;
    struct str rest = s, word = STR("");
    for (size_t i = 0; i < s.n; i++) {
        straight += s.p[i] == '"';
        if (i + 2 < s.n && !memcmp(s.p + i, "\xE2\x80\x9C", 3))
            curly++;
        if (i + 2 < s.n && !memcmp(s.p + i, "\xE2\x80\x9D", 3))
            curly--;
    }
    if (straight % 2 || curly || s.n < SHORTEST)
        return false;
    bool is_first = true;
    while (rest.n) {
        word = str_cut(&rest, ' ');
        bool leans = is_first ? words_has(WORDS_SELF, word) : words_has(WORDS_OUTSIDER, word);
        if (leans && !str_eq(word, STR("US")))
            return false;
        is_first = false;
    }
    if (word.n && (word.p[word.n - 1] == ',' || word.p[word.n - 1] == ':' || word.p[word.n - 1] == ';'))
        return false;
    return !words_has(WORDS_DANGLING, word) && !words_has(WORDS_DETERMINER, word);
}

static bool has_stranger(const struct draft *d)
{
    bool has_person = false;
    for (uint32_t k = d->first; k < d->end; k++) {
        if (!draft_has(d, k))
            continue;
        has_person |= (d->passage->tokens[k].flags & TOKEN_IN_NAME) != 0;
        if (d->passage->tokens[k].flags & TOKEN_IN_QUOTE)
            continue;
        if (clause_has_word(d->passage, k, WORDS_BACKWARD) && !has_person)
            return true;
    }
    return false;
}

struct str shorten_sentence(struct arena *a, const struct passage *p, const struct sentence *s, uint32_t first,
                            const struct shortening *how)
{
    struct clause c;
    const struct str none = STR("");
    uint32_t end = s->first_token + s->token_count;
    if (end - first > TOKENS_MAX || !clause_find(p, first, end, &c))
        return none;
    if (clause_has_word(p, c.subject, WORDS_SELF) || clause_has_word(p, c.subject, WORDS_OUTSIDER) || c.subject_end <= c.subject)
        return none;
    if (clause_has_word(p, c.subject, WORDS_DETERMINER) && !clause_has_word(p, c.subject, WORDS_ARTICLE) && c.subject_end == c.subject + 1)
        return none;
    c.end = hard_end(p, &c);
    struct draft d;
    draft_open(a, p, c.subject, c.end, &d);
    d.is_title_case = true;
    cut_between_commas(&d, &c);
    cut_brackets(&d);
    cut_days(&d);
    cut_articles(&d);
    shorten_names(&d, how->surnames);
    if (!how->keeps_tense)
        set_tense(a, &d, &c);
    if (!cut_to_what_was_said(&d, &c))
        return none;
    struct str text = draft_text(a, &d);
    for (uint32_t k = c.end; k-- > c.verb + 2 && text.n > how->longest;) {
        if (!may_end_before(p, &c, k))
            continue;
        draft_cut(&d, k, c.end);
        text = draft_text(a, &d);
    }
    if (text.n > how->longest || word_count(text) < how->fewest_words || has_stranger(&d) || !shorten_reads_well(text))
        return none;
    return text;
}

/* --- titles --- */

/* "Opinion: ", "UPDATE 2-", "BREAKING - ", " - The Outlet", " | Section". */
static struct str without_label(struct str t, struct str outlet)
{
    static const char *const bars[] = {" | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 "};
    for (size_t i = 0; i < sizeof bars / sizeof *bars; i++)
        for (size_t at = t.n; at-- > 20;) {
            struct str bar = str_of(bars[i]), tail = {t.p + at, t.n - at};
            if (!str_starts(tail, bar))
                continue;
            tail.p += bar.n, tail.n -= bar.n;
            if (i == 0 || str_eq_nocase(tail, outlet) || (outlet.n && str_starts(outlet, tail)))
                t.n = at;
            break;
        }
    size_t colon = 0;
    while (colon < t.n && colon < 24 && t.p[colon] != ':' && t.p[colon] != '-' && t.p[colon] != '|')
        colon++;
    if (colon < t.n && colon < 24 && colon) {
        struct str label = {t.p, colon};
        bool is_label = true;
        while (label.n && is_label) {
            struct str word = str_cut(&label, ' ');
            is_label = !word.n || words_has(WORDS_LABEL, word) || (word.p[0] >= '0' && word.p[0] <= '9');
        }
        if (is_label)
            t = str_trim((struct str){t.p + colon + 1, t.n - colon - 1});
    }
    return t;
}

struct str shorten_title(struct arena *a, const struct passage *title, struct str outlet)
{
    struct str text = without_label(str_trim(title->text), outlet);
    if (!text.n || !title->token_count)
        return STR("");
    uint32_t from = draft_token_at(title, (uint32_t)(text.p - title->text.p));
    uint32_t to = draft_token_at(title, (uint32_t)(text.p - title->text.p + (long)text.n - 1));
    if (to >= title->token_count)
        to = (uint32_t)title->token_count - 1;
    if (from > to)
        return STR("");
    struct draft d;
    draft_open(a, title, from, to + 1, &d);
    d.is_title_case = true;
    if (draft_is_mark(title, to, '.'))
        draft_cut(&d, to, to + 1);
    return draft_text(a, &d);
}
