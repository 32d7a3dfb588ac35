#include "brief/shorten.h"

#include "brief/ending.h"
#include "brief/surname.h"
#include "brief/verbs.h"
#include "brief/words.h"

enum { SHORTEST = 14, TOKENS_MAX = 120 };

static bool is_any(struct str word, const char *const *words, size_t count)
{
    while (count-- > 0)
        if (str_eq_nocase(word, str_of(words[count])))
            return true;
    return false;
}

/* --- cutting the clause down --- */

static void cut_between_commas(struct draft *d, const struct clause *c)
{
    uint32_t open = 0, first = 0, commas = 0;
    for (uint32_t k = c->subject; k < c->verb; k++)
        if (draft_is_mark(d->passage, k, ',')) {
            first = first ? first : k;
            commas++;
        }
    if (commas > 2 && draft_is_mark(d->passage, c->verb - 1, ',')) { /* ", speaking in Tarn, Norlane, said" */
        draft_cut(d, first, c->verb);
        return;
    }
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

/* "last week", "Tuesday": only the day of publication says when. */
static bool is_loose_time(const struct passage *p, const struct timex *t, const struct draft *d)
{
    static const char *const relative[] = {"last", "this", "next", "past", "coming", "ago"};
    if (t->is_explicit || !t->has_interval || t->grain < GRAIN_YEAR)
        return false;
    for (uint32_t k = draft_token_at(p, t->at.begin); k < p->token_count && p->tokens[k].begin < t->at.end; k++) {
        bool is_loose = clause_has_word(p, k, WORDS_SOMEDAY) || is_any(token_text(p, &p->tokens[k]), relative, sizeof relative / sizeof *relative);
        if (is_loose && (!d || draft_has(d, k)) && !(p->tokens[k].flags & TOKEN_IN_QUOTE))
            return true;
    }
    return false;
}

/* "on Tuesday", "late Monday", "this week": a headline is of its day. */
void shorten_cut_days(struct draft *d, uint32_t verb, bool is_title)
{
    const struct passage *p = d->passage;
    for (size_t i = 0; i < p->time_count; i++) {
        const struct timex *t = &p->times[i];
        if (t->at.begin < p->tokens[d->first].begin || t->is_explicit || t->grain < GRAIN_YEAR || !t->has_interval)
            continue;
        if (t->at.begin > p->tokens[d->end - 1].begin)
            break;
        if (is_title && !is_loose_time(p, t, NULL)) /* "Father's Day" */
            continue;
        uint32_t from = draft_token_at(p, t->at.begin), to = draft_token_at(p, t->at.end);
        if (to < d->end && p->tokens[to].begin < t->at.end)
            to++;
        if (p->tokens[from].flags & TOKEN_IN_QUOTE)
            continue;
        struct str next = to < d->end ? token_text(p, &p->tokens[to]) : STR("");
        if (str_eq(next, STR("'s")) || str_eq(next, STR("\xE2\x80\x99s")))
            continue;
        static const char *const leads[] = {"on", "late", "early", "earlier"};
        bool is_free = from > d->first && !clause_has_word(p, from - 1, WORDS_DAYQUALITY) && !clause_has_word(p, from - 1, WORDS_PREPOSITION) && !clause_has_word(p, from - 1, WORDS_DETERMINER);
        for (size_t n = 0; n < 4; n++)
            if (from > d->first && str_eq_nocase(token_text(p, &p->tokens[from - 1]), str_of(leads[n]))) {
                is_free = true;
                from--;
                break;
            }
        /* "the raid that began on Friday is": not "that began is" */
        bool is_bare_verb = is_free && to <= verb && from > d->first && verbs_forms(token_text(p, &p->tokens[from - 1])) & VERB_PAST && !clause_has_word(p, to, WORDS_PREPOSITION);
        bool ends = to >= d->end || p->tokens[to].kind == TOKEN_PUNCTUATION || clause_has_word(p, to, WORDS_PREPOSITION);
        if (is_free && !is_bare_verb && (ends || (!is_title && !(p->tokens[to].flags & TOKEN_IN_NAME))))
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
    static const char *const halvers[] = {"half", "such", "quite", "rather", "what", "many", "than", "once"};
    if (is_any(token_text(p, &p->tokens[k - 1]), halvers, sizeof halvers / sizeof *halvers))
        return true;
    if (p->tokens[k - 1].kind == TOKEN_NUMBER && !(p->tokens[k + 1].flags & TOKEN_CAPITALISED)) /* "$800 a metric ton" */
        return true;
    bool is_behind_noun =
                          (p->tokens[k - 1].kind == TOKEN_WORD && !(p->tokens[k - 1].flags & TOKEN_STOP) && !clause_has_word(p, k - 1, WORDS_PREPOSITION));
    return clause_has_word(p, k + 1, WORDS_UNIT) && is_behind_noun;
}

void shorten_cut_articles(struct draft *d)
{
    for (uint32_t k = d->first; k < d->end; k++) {
        bool is_in_quote = (d->passage->tokens[k].flags & TOKEN_IN_QUOTE) != 0;
        bool in_name = (d->passage->tokens[k].flags & TOKEN_IN_NAME) != 0;
        if (!is_in_quote && !in_name && clause_has_word(d->passage, k, WORDS_ARTICLE) && !is_bound_article(d->passage, k))
            draft_cut(d, k, k + 1);
    }
}

/* Another name in the draft has it, too: "Ann Roe sued Carl Roe". */
static bool is_shared_surname(const struct draft *d, const struct name *n, uint32_t surname)
{
    const struct passage *p = d->passage;
    for (size_t i = 0; i < p->name_count && p->names[i].at.begin < p->tokens[d->end - 1].begin; i++)
        if (p->names[i].at.begin >= p->tokens[d->first].begin && p->names[i].key != n->key)
            for (uint32_t k = draft_token_at(p, p->names[i].at.begin); k < d->end && p->tokens[k].begin < p->names[i].at.end; k++)
                if (p->tokens[k].term == p->tokens[surname].term)
                    return true;
    return false;
}

/* "Senate Majority Leader": the words before a person's name that stand for him. */
static uint32_t role_before(const struct draft *d, const struct name *n, uint32_t from)
{
    const struct passage *p = d->passage;
    if (n->role.begin == n->role.end || n->role.end > n->at.begin || n->role.begin < p->tokens[d->first].begin)
        return from;
    uint32_t role = draft_token_at(p, n->role.begin);
    if (role > d->first && p->tokens[role - 1].kind == TOKEN_WORD && !(p->tokens[role - 1].flags & TOKEN_STOP) && !clause_has_word(p, role - 1, WORDS_SAYING))
        return from; /* "human rights activist", of which the role is the last word */
    for (uint32_t k = role; k < from; k++)
        if (p->tokens[k].kind != TOKEN_WORD || clause_has_word(p, k, WORDS_PREPOSITION))
            return from;
    if (role > d->first && clause_has_word(p, role - 1, WORDS_DETERMINER) && !clause_has_word(p, role - 1, WORDS_ARTICLE))
        return from;
    bool is_owned = role > d->first && (p->tokens[role - 1].flags & TOKEN_IN_NAME || str_starts(token_text(p, &p->tokens[role - 1]), STR("'")) ||
                                        (unsigned char)p->text.p[p->tokens[role - 1].begin] >= 0x80);
    return is_owned ? from : role;
}

/* "Mr." */
static void cut_honorifics(struct draft *d)
{
    const struct passage *p = d->passage;
    for (uint32_t k = d->first; k + 1 < d->end; k++) {
        uint32_t name = k + 1 + draft_is_mark(p, k + 1, '.');
        bool is_honorific = clause_has_word(p, k, WORDS_HONORIFIC) && !(p->tokens[k].flags & TOKEN_IN_QUOTE);
        if (is_honorific && name < d->end && p->tokens[name].flags & TOKEN_CAPITALISED)
            draft_cut(d, k, name);
    }
}

/* A person whom the titles call by surname alone; in headings every person. */
static void shorten_names(struct draft *d, const struct shortening *how)
{
    const struct passage *p = d->passage;
    const struct map *surnames = how->surnames;
    for (size_t i = 0; (surnames || how->calls_by_surname) && i < p->name_count; i++) {
        const struct name *n = &p->names[i];
        if (n->at.begin < p->tokens[d->first].begin || n->kind != NAME_PERSON)
            continue;
        if (n->at.begin >= p->tokens[d->end - 1].begin)
            break;
        uint32_t from = draft_token_at(p, n->at.begin), last = draft_token_at(p, n->at.end - 1);
        if (last >= d->end || p->tokens[from].flags & TOKEN_IN_QUOTE)
            continue;
        static const char *const generations[] = {"Jr", "Jr.", "Sr", "Sr.", "II", "III"};
        if (last == from || is_any(token_text(p, &p->tokens[last]), generations, sizeof generations / sizeof *generations) ||
            (last + 1 < d->end && is_any(token_text(p, &p->tokens[last + 1]), generations, sizeof generations / sizeof *generations)))
            continue;
        uint32_t role = role_before(d, n, from);
        bool is_joined = role > d->first && (str_eq(token_text(p, &p->tokens[role - 1]), STR("and")) || (role < from && str_eq(token_text(p, &p->tokens[role - 1]), STR("of"))) || draft_is_mark(p, role - 1, ')'));
        bool is_bare = role == d->first || (p->tokens[role - 1].kind != TOKEN_WORD && !is_joined) || (p->tokens[role - 1].flags & TOKEN_STOP && (!is_joined || role == from)) ||
                       verbs_forms(token_text(p, &p->tokens[role - 1])) || clause_has_word(p, role - 1, WORDS_HONORIFIC);
        uint32_t surname = surname_token(p, n);
        if (surname == from)
            continue;
        if (how->calls_by_surname && is_bare && !is_shared_surname(d, n, surname))
            draft_cut(d, role, surname);
        else if (surnames && map_get(surnames, p->tokens[surname].term))
            draft_cut(d, from, surname);
    }
}

/* --- the verb --- */

static struct str capital(struct arena *a, struct str word)
{
    char *copy = (char *)(uintptr_t)str_copy(a, word).p;
    copy[0] = copy[0] >= 'a' && copy[0] <= 'z' ? (char)(copy[0] - 32) : copy[0];
    return (struct str){copy, word.n};
}

/* The present of the verb at a token, capitalised; empty where a reader would not find it in the source ("began", "begins"). */
static struct str present_at(struct arena *a, const struct passage *p, uint32_t k, bool is_many)
{
    enum { ALIKE = 4 }; /* letters */
    struct str verb = token_text(p, &p->tokens[k]), present = verbs_present(verb, is_many);
    size_t alike = 0;
    while (alike < present.n && alike < verb.n && alike < ALIKE && present.p[alike] == (verb.p[alike] | 0x20))
        alike++;
    return present.n && (alike == ALIKE || present.n <= ALIKE) ? capital(a, present) : STR("");
}

/* "formerly worked", "in 1998": what is long past stays so. `end`: behind what the verb governs itself. */
static bool is_long_past(const struct passage *p, const struct clause *c, uint32_t end)
{
    for (uint32_t k = c->subject + 1; k < end; k++)
        if (clause_has_word(p, k, WORDS_PAST) && !(p->tokens[k].flags & (TOKEN_IN_QUOTE | TOKEN_IN_NAME)))
            return true;
    for (size_t i = 0; i < p->time_count; i++)
        if (p->times[i].is_explicit && p->times[i].has_interval && p->times[i].at.begin > p->tokens[c->subject].begin && p->times[i].at.begin <= p->tokens[end - 1].begin)
            return true;
    return false;
}

/* "has urged" -> "Urges", "has been found" -> "Found". `next`: the token behind "has" and adverbs. */
static void set_perfect(struct arena *a, struct draft *d, const struct clause *c, uint32_t next)
{
    const struct passage *p = d->passage;
    unsigned forms = next < c->end ? verbs_forms(token_text(p, &p->tokens[next])) : 0;
    if (next < c->end && str_eq_nocase(token_text(p, &p->tokens[next]), STR("been"))) {
        unsigned passive = next + 1 < c->end ? verbs_forms(token_text(p, &p->tokens[next + 1])) : 0;
        if (passive & VERB_PARTICIPLE && !(passive & VERB_GERUND))
            draft_cut(d, c->verb, next + 1);
        return;
    }
    struct str present = forms & VERB_PARTICIPLE ? present_at(a, p, next, c->is_many) : STR("");
    if (!present.n)
        return;
    draft_cut(d, c->verb, next);
    draft_put(d, next, present);
}

/* "urged" -> "Urges", "has urged" -> "Urges", "was killed" -> "Killed", "is suing" -> "Sues". */
static void set_tense(struct arena *a, struct draft *d, const struct clause *c, const struct ending *e)
{
    const struct passage *p = d->passage;
    if (c->is_uncertain || is_long_past(p, c, e->is_nested ? e->inner.subject : c->end))
        return;
    struct str verb = token_text(p, &p->tokens[c->verb]);
    unsigned forms = verbs_forms(verb);
    uint32_t next = c->verb + 1;
    while (next < c->end && clause_has_word(p, next, WORDS_ADVERB) && !(p->tokens[next].flags & TOKEN_NEGATION))
        next++;
    unsigned following = next < c->end && p->tokens[next].kind == TOKEN_WORD ? verbs_forms(token_text(p, &p->tokens[next])) : 0;
    bool has_relative = false;
    for (uint32_t k = c->subject; k < c->subject_end; k++)
        has_relative |= clause_has_word(p, k, WORDS_RELATIVE);
    if (clause_has_word(p, c->verb, WORDS_BEING) && has_relative) /* not "the raid that began believed" */
        return;
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
        set_perfect(a, d, c, next);
        return;
    }
    if (clause_has_word(p, c->verb, WORDS_AUXILIARY) || !(forms & VERB_PAST))
        return;
    struct str present = present_at(a, p, c->verb, c->is_many);
    if (!present.n)
        return;
    draft_put(d, c->verb, present);
    if (e->is_nested) /* the verbs behind it are of what is said */
        return;
    for (uint32_t k = c->verb + 1; k < c->end && !clause_has_word(p, k, WORDS_RELATIVE); k++) {
        uint32_t second = ending_second_verb(p, k, c->end);
        struct str also = second == k + 1 ? present_at(a, p, second, c->is_many) : STR("");
        if (also.n)
            draft_put(d, second, also);
        bool is_row = draft_is_mark(p, k, ',') && k + 1 < c->end && p->tokens[k + 1].kind == TOKEN_WORD && !(p->tokens[k + 1].flags & TOKEN_CAPITALISED) &&
                      (verbs_forms(token_text(p, &p->tokens[k + 1])) & VERB_PAST || str_ends(token_text(p, &p->tokens[k + 1]), STR("ed")));
        if ((second && !also.n) || is_row) /* "rises and fell", "march, lighted fires" */
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
    uint32_t k = clause_behind_day(p, c->verb + 1, c->end);
    if (k > c->verb + 1 && (k >= c->end || p->tokens[k].kind != TOKEN_WORD || clause_has_word(p, k, WORDS_PREPOSITION)))
        k = c->verb + 1;
    draft_cut(d, c->verb + 1, k);
    if (is_any(verb, what, 3) && !(k < c->end && draft_is_quote_mark(p, k)) && !has_finite(p, k, c->end))
        return false;
    bool is_aside = clause_has_word(p, k, WORDS_PREPOSITION) || (clause_has_word(p, k, WORDS_SELF) && !has_finite(p, k + 1, k + 2));
    if (k >= c->end || !is_aside) {
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
    if (straight % 2 || curly || s.n < SHORTEST || str_has(s, STR("Not Only")) /* without its "but also" */ ||
        str_has(s, STR("\xE2\x80\x99S ")) || str_has(s, STR("'S ")) || str_has(s, STR(" 's ")) || str_has(s, STR(" \xE2\x80\x99s "))) /* a possessive that was cut from its name */
        return false;
    bool is_first = true;
    while (rest.n) {
        word = str_cut(&rest, ' ');
        bool leans = is_first ? words_has(WORDS_SELF, word) : words_has(WORDS_OUTSIDER, word);
        if (leans && !str_eq(word, STR("US")) && !str_eq(word, STR("There")))
            return false;
        is_first = false;
    }
    if (word.n && (word.p[word.n - 1] == ',' || word.p[word.n - 1] == ':' || word.p[word.n - 1] == ';'))
        return false;
    return !words_has(WORDS_DANGLING, word) && !words_has(WORDS_DETERMINER, word);
}

/* "describes it as", "to stop them": what is meant stands in another sentence. Behind a verb of saying it is the speaker. */
/* The first that is left, the draft's end where there is none. What stands behind a token does not change whether it is one. */
static uint32_t loose_pronoun(const struct draft *d)
{
    static const char *const objects[] = {"it", "them", "him", "this", "that", "these", "those", "they", "he", "she", "they're", "it's", "he's", "she's"};
    const struct passage *p = d->passage;
    bool has_said = false;
    for (uint32_t k = d->first; k < d->end; k++) {
        if (!draft_has(d, k) || p->tokens[k].flags & TOKEN_IN_QUOTE || p->tokens[k].kind != TOKEN_WORD)
            continue;
        struct str word = token_text(p, &p->tokens[k]);
        bool is_subject = k + 1 < d->end && (clause_has_word(p, k + 1, WORDS_AUXILIARY) || verbs_forms(token_text(p, &p->tokens[k + 1])) & (VERB_PAST | VERB_THIRD));
        bool is_clause_word = str_eq(word, STR("that")) && (has_said || clause_has_word(p, k + 1, WORDS_AUXILIARY));
        bool is_loose = is_any(word, objects, sizeof objects / sizeof *objects) && !is_clause_word && !(is_subject && has_said);
        if (is_loose && clause_has_word(p, k, WORDS_DETERMINER) && k + 1 < d->end && p->tokens[k + 1].kind == TOKEN_WORD &&
            !(p->tokens[k + 1].flags & TOKEN_STOP) && k > d->first)
            is_loose = false; /* "those voters" */
        if (is_loose || (str_eq(word, STR("both")) && clause_has_word(p, k + 1, WORDS_PREPOSITION)))
            return k;
        has_said |= clause_has_word(p, k, WORDS_SAYING) || clause_has_word(p, k, WORDS_CLAUSAL);
    }
    return d->end;
}

/* "since last week", "until Tuesday": past, on a page read later. What stands freely has been cut. NULL where none is left. */
static const struct timex *loose_time(const struct draft *d)
{
    const struct passage *p = d->passage;
    for (size_t i = draft_time_at(p, p->tokens[d->first].begin); i < p->time_count && p->times[i].at.begin <= p->tokens[d->end - 1].begin; i++)
        if (is_loose_time(p, &p->times[i], d))
            return &p->times[i];
    return NULL;
}

static uint32_t loose_day(const struct draft *d)
{
    const struct timex *t = loose_time(d);
    return t ? draft_token_at(d->passage, t->at.begin) : d->end;
}

int32_t shorten_loose_until(const struct draft *d)
{
    const struct timex *t = loose_time(d);
    return t ? t->last_day : INT32_MAX;
}

/* Likewise: a word for a person whom nothing before it names. */
static uint32_t stranger(const struct draft *d)
{
    bool has_person = false;
    for (uint32_t k = d->first; k < d->end; k++) {
        if (!draft_has(d, k))
            continue;
        has_person |= (d->passage->tokens[k].flags & TOKEN_IN_NAME) != 0;
        if (d->passage->tokens[k].flags & TOKEN_IN_QUOTE)
            continue;
        if (clause_has_word(d->passage, k, WORDS_BACKWARD) && !has_person)
            return k;
    }
    return d->end;
}

/* "The town careened into ruin after its bank | failed": the first verb was not seen. */
static bool is_clause_in_subject(const struct passage *p, uint32_t k)
{
    static const char *const openers[] = {"after", "before", "when", "because", "while", "as", "until", "although"};
    struct str word = token_text(p, &p->tokens[k]), before = token_text(p, &p->tokens[k - 1]);
    return is_any(word, openers, sizeof openers / sizeof *openers) && !(p->tokens[k].flags & TOKEN_CAPITALISED) && !is_any(before, (const char *const[]){"such", "well", "known", "many"}, 4);
}

/* Not what only looks like a subject: "Brilliant moves for ...", "Organized by ...", "The meeting but ...". */
static bool subject_reads_well(const struct passage *p, const struct clause *c)
{
    unsigned forms = p->tokens[c->subject].kind == TOKEN_WORD ? verbs_forms(token_text(p, &p->tokens[c->subject])) : 0;
    bool in_name = (p->tokens[c->subject].flags & TOKEN_IN_NAME) != 0;
    if (forms & VERB_PARTICIPLE && clause_has_word(p, c->subject + 1, WORDS_PREPOSITION) && !in_name)
        return false;
    if (str_eq_nocase(token_text(p, &p->tokens[c->subject]), STR("of"))) /* "Of the nine boats, two" */
        return false;
    if (forms && p->tokens[c->subject].flags & TOKEN_UPPER && !in_name)
        return false;
    if (clause_has_word(p, c->subject, WORDS_MEDIA) && p->tokens[c->subject].flags & TOKEN_UPPER && clause_has_word(p, c->subject + 1, WORDS_ARTICLE))
        return false; /* "REUTERS A lorry": a caption */
    if (verbs_forms(token_text(p, &p->tokens[c->subject])) & VERB_PARTICIPLE && clause_has_word(p, c->verb, WORDS_BEING) && c->subject_end == c->subject + 1)
        return false; /* "Included are" */
    for (uint32_t k = c->subject; k + 1 < c->subject_end; k++)
        if (draft_is_mark(p, k, ',') && (str_eq(token_text(p, &p->tokens[k + 1]), STR("and")) || str_eq(token_text(p, &p->tokens[k + 1]), STR("or"))))
            return false; /* a list, not an aside */
    bool is_aside = false;
    for (uint32_t k = c->subject + 1; k < c->subject_end; k++) {
        is_aside ^= draft_is_mark(p, k, ',');
        if ((!is_aside && is_clause_in_subject(p, k)) || str_eq(token_text(p, &p->tokens[k]), STR("but")) || str_eq(token_text(p, &p->tokens[k]), STR("yet")))
            return false;
    }
    unsigned verb = verbs_forms(token_text(p, &p->tokens[c->verb]));
    bool is_guess = (verb & VERB_THIRD) && !(verb & VERB_PAST) && !clause_has_word(p, c->verb, WORDS_AUXILIARY);
    return !is_guess || (!c->is_many && (c->subject_end > c->subject + 1 || in_name)); /* "plans" of many is no verb */
}

/* What is lost where the sentence ends before token k: nothing, where and when, or what its verb or noun asks for. */
static double wholeness_at(const struct passage *p, const struct ending *e, uint32_t k)
{
    if (k == e->hard)
        return 1;
    if (ending_second_verb(p, k, e->hard) == k + 1)
        return 0.9;
    if (k == e->group_end && str_eq(token_text(p, &p->tokens[k]), STR("by"))) /* "was attended" */
        return 0.4;
    bool is_dated = clause_has_word(p, k + 1, WORDS_DAY) || (k + 1 < p->token_count && p->tokens[k + 1].kind == TOKEN_NUMBER);
    bool is_adjunct = clause_has_word(p, k, WORDS_ADJUNCT) || (is_dated && str_eq(token_text(p, &p->tokens[k]), STR("on")));
    if (is_adjunct)
        return k > e->group_end + 1 || e->may_be_bare ? 0.85 : 0.6;
    return clause_has_word(p, k, WORDS_PREPOSITION) || p->tokens[k].kind == TOKEN_WORD ? 0.6 : 0.5;
}

/* Ends in a comma within its last quotation: "a "slime ball,"" */
static struct str without_inner_comma(struct arena *a, struct str text)
{
    const struct str marks[] = {STR(",\xE2\x80\x9D"), STR(",\"")};
    for (size_t i = 0; i < 2; i++)
        if (str_ends(text, marks[i]))
            return str_format(a, "%.*s%s", (int)(text.n - marks[i].n), text.p, marks[i].p + 1);
    return text;
}

/* The fullest ending that fits; of equals the longest. */
static struct str best_ending(struct arena *a, struct draft *d, const struct ending *e, const struct shortening *how, double *wholeness)
{
    struct str best = STR("");
    *wholeness = 0;
    uint32_t loose = loose_pronoun(d), strange = stranger(d), day = loose_day(d);
    for (uint32_t k = e->hard; k >= e->group_end; k--) {
        draft_cut(d, k, e->hard);
        double worth = how->wholeness ? wholeness_at(d->passage, e, k) : 1;
        if (worth <= *wholeness || loose < k || strange < k || day < k || !ending_may(e, d, k))
            continue;
        struct str text = without_inner_comma(a, draft_text(a, d));
        if (!text.n || text.n > how->longest || word_count(text) < how->fewest_words + (worth < 1 && how->wholeness))
            continue;
        best = text;
        *wholeness = worth;
    }
    return best;
}

struct str shorten_sentence(struct arena *a, const struct passage *p, const struct sentence *s, uint32_t first,
                            const struct shortening *how)
{
    return shorten_clause(a, p, first, s->first_token + s->token_count, how);
}

struct str shorten_clause(struct arena *a, const struct passage *p, uint32_t first, uint32_t end, const struct shortening *how)
{
    struct clause c;
    const struct str none = STR("");
    if (end - first > TOKENS_MAX || !clause_find(p, first, end, &c))
        return none;
    bool is_there = str_eq_nocase(token_text(p, &p->tokens[c.subject]), STR("there")) && clause_has_word(p, c.verb, WORDS_BEING);
    if ((clause_has_word(p, c.subject, WORDS_SELF) && !is_there) || clause_has_word(p, c.subject, WORDS_OUTSIDER) || c.subject_end <= c.subject)
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
    shorten_cut_days(&d, c.verb, false);
    shorten_cut_articles(&d);
    shorten_names(&d, how);
    if (how->calls_by_surname)
        cut_honorifics(&d);
    bool is_saying = e.is_nested && clause_has_word(p, c.verb, WORDS_SAYING);
    if (!how->keeps_tense || is_saying) /* what somebody says is said now, whatever it is about */
        set_tense(a, &d, &c, &e);
    if (!cut_to_what_was_said(&d, &c))
        return none;
    double wholeness;
    struct str text = best_ending(a, &d, &e, how, &wholeness);
    if (how->wholeness)
        *how->wholeness = wholeness;
    if (!text.n || !shorten_reads_well(text))
        return none;
    return text;
}
