#include "brief/shorten.h"

#include "brief/ending.h"
#include "brief/verbs.h"
#include "brief/words.h"
#include "text/marker.h"

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
        if (t->at.begin < p->tokens[d->first].begin || t->is_explicit || t->grain < GRAIN_MONTH || !t->has_interval)
            continue;
        if (t->at.begin > p->tokens[d->end - 1].begin)
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

/* "a few", "half a metre", "two metres a day": the article says more than that a noun follows. */
static bool is_bound_article(const struct passage *p, uint32_t k)
{
    bool is_one = str_eq_nocase(token_text(p, &p->tokens[k]), STR("a")) || str_eq_nocase(token_text(p, &p->tokens[k]), STR("an"));
    if (!is_one)
        return false;
    if (clause_has_word(p, k + 1, WORDS_FIXED))
        return true;
    if (!k)
        return false;
    if (clause_has_word(p, k - 1, WORDS_HALVER))
        return true;
    bool is_behind_noun = p->tokens[k - 1].kind == TOKEN_NUMBER ||
                          (p->tokens[k - 1].kind == TOKEN_WORD && !(p->tokens[k - 1].flags & TOKEN_STOP) && !clause_has_word(p, k - 1, WORDS_PREPOSITION));
    return clause_has_word(p, k + 1, WORDS_UNIT) && is_behind_noun;
}

static void cut_articles(struct draft *d)
{
    for (uint32_t k = d->first; k < d->end; k++) {
        bool is_in_quote = (d->passage->tokens[k].flags & TOKEN_IN_QUOTE) != 0;
        bool in_name = (d->passage->tokens[k].flags & TOKEN_IN_NAME) != 0;
        if (!is_in_quote && !in_name && clause_has_word(d->passage, k, WORDS_ARTICLE) && !is_bound_article(d->passage, k))
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

/* "formerly worked", "in 1998": what is long past stays so. */
static bool is_long_past(const struct passage *p, const struct clause *c)
{
    for (uint32_t k = c->subject + 1; k < c->end; k++)
        if (clause_has_word(p, k, WORDS_PAST) && !(p->tokens[k].flags & (TOKEN_IN_QUOTE | TOKEN_IN_NAME)))
            return true;
    for (size_t i = 0; i < p->time_count; i++)
        if (p->times[i].is_explicit && p->times[i].has_interval && p->times[i].at.begin > p->tokens[c->subject].begin && p->times[i].at.begin <= p->tokens[c->end - 1].begin)
            return true;
    return false;
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
        } else if (following & VERB_GERUND && !(next + 1 < c->end && str_eq(token_text(p, &p->tokens[next + 1]), STR("or")))) {
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
    if (!present.n)
        return;
    draft_put(d, c->verb, present);
    for (uint32_t k = c->verb + 1; k < c->end && !clause_has_word(p, k, WORDS_RELATIVE); k++) {
        uint32_t second = ending_second_verb(p, k, c->end);
        struct str also = second == k + 1 ? present_at(a, p, second, c->is_many) : STR("");
        if (also.n)
            draft_put(d, second, also);
        else if (second) /* "rises and fell" */
            draft_put(d, c->verb, (struct str){0});
    }
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

/* --- does it read --- */

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
    if (straight % 2 || curly || s.n < SHORTEST || str_has(s, STR("Not Only"))) /* without its "but also" */
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

/* Not what only looks like a subject: "Brilliant moves for ...", "Organized by ...", "The meeting but ...". */
static bool subject_reads_well(const struct passage *p, const struct clause *c)
{
    unsigned forms = p->tokens[c->subject].kind == TOKEN_WORD ? verbs_forms(token_text(p, &p->tokens[c->subject])) : 0;
    bool in_name = (p->tokens[c->subject].flags & TOKEN_IN_NAME) != 0;
    if (forms & VERB_PARTICIPLE && clause_has_word(p, c->subject + 1, WORDS_PREPOSITION) && !in_name)
        return false;
    if (forms && p->tokens[c->subject].flags & TOKEN_UPPER && !in_name)
        return false;
    for (uint32_t k = c->subject + 1; k < c->subject_end; k++)
        if (str_eq(token_text(p, &p->tokens[k]), STR("but")) || str_eq(token_text(p, &p->tokens[k]), STR("yet")))
            return false;
    unsigned verb = verbs_forms(token_text(p, &p->tokens[c->verb]));
    bool is_guess = (verb & VERB_THIRD) && !(verb & VERB_PAST) && !clause_has_word(p, c->verb, WORDS_AUXILIARY);
    return !is_guess || (!c->is_many && (c->subject_end > c->subject + 1 || in_name)); /* "plans" of many is no verb */
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
    struct ending e;
    if (!subject_reads_well(p, &c) || !ending_open(p, &c, &e))
        return none;
    c.end = e.hard;
    struct draft d;
    draft_open(a, p, c.subject, c.end, &d);
    d.is_title_case = true;
    cut_between_commas(&d, &c);
    if (e.is_nested)
        cut_between_commas(&d, &e.inner);
    cut_brackets(&d);
    cut_days(&d);
    cut_articles(&d);
    shorten_names(&d, how->surnames);
    if (!how->keeps_tense && !c.is_uncertain && !is_long_past(p, &c))
        set_tense(a, &d, &c);
    if (!cut_to_what_was_said(&d, &c))
        return none;
    struct str text = STR("");
    for (uint32_t k = e.hard; k >= e.group_end && !text.n; k--) {
        draft_cut(&d, k, e.hard);
        if (!ending_may(&e, &d, k))
            continue;
        text = draft_text(a, &d);
        if (text.n > how->longest)
            text = none;
    }
    if (!text.n || word_count(text) < how->fewest_words || has_stranger(&d) || !shorten_reads_well(text))
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
    struct str text = without_label(marker_strip(title->text, NULL), outlet);
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

bool shorten_is_plain_title(struct str title)
{
    if (!shorten_reads_well(title) || str_has(title, STR(":")) || str_has(title, STR("?")) || str_has(title, STR("!")) || str_has(title, STR("...")) ||
        str_has(title, STR("\xE2\x80\xA6")) || str_has(title, STR("|")))
        return false;
    while (title.n)
        if (words_has(WORDS_TEASER, str_cut(&title, ' ')))
            return false;
    return true;
}
