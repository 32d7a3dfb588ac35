/* Names: runs of capitalised words, without the honorifics and roles before them, and which of them are the same.
 *
 * Whether a capital means a name is plain inside a sentence. At its beginning, and in headlines that capitalise every
 * word, the rest of the text decides, then the gazetteers, then how the word is mostly written in the background
 * table (truecasing; Lita et al. 2003).
 */
#include "text/idf.h"
#include "text/reading.h"
#include "text/names.h"

struct run {
    size_t begin, end; /* tokens */
    size_t name;       /* where the name itself begins, behind honorific and role */
};

static bool is_capitalised_word(const struct reading *r, size_t k)
{
    return k < r->out->token_count && r->out->tokens[k].kind == TOKEN_WORD && (r->out->tokens[k].flags & TOKEN_CAPITALISED);
}

static bool is_adjacent(const struct reading *r, size_t k) /* nothing stands between k - 1 and k */
{
    return !r->marks[k].before;
}

static const uint64_t NAMELIKE = LEX_BIT(LEX_PLACE) | LEX_BIT(LEX_GIVEN) | LEX_BIT(LEX_ORGANISATION) | LEX_BIT(LEX_DEMONYM) | LEX_BIT(LEX_HONORIFIC);

/* A word that had to be capitalised: would it be elsewhere? */
static bool is_name_word(const struct reading *r, size_t k)
{
    const struct mark *m = &r->marks[k];
    if (m->lex & (LEX_BIT(LEX_STOP) | LEX_BIT(LEX_SENTENCE_ADVERB)))
        return false;
    const uint64_t *lower = map_get(&r->names->seen_lower, m->lower), *name = map_get(&r->names->seen_name, m->lower);
    if (lower || name)
        return (name ? *name : 0) > (lower ? *lower : 0) || (name && (m->lex & NAMELIKE));
    if (m->lex & NAMELIKE)
        return true;
    if (m->lex & (LEX_BIT(LEX_ROLE) | LEX_BIT(LEX_NUMBER)))
        return false;
    int capitals = idf_capital_percent(r->out->tokens[k].term);
    return capitals < 0 || capitals >= 60;
}

/* Headlines and headings: nearly every word that can be is capitalised. */
static bool is_title_cased(const struct reading *r, const struct sentence *s)
{
    size_t words = 0, capitals = 0;
    if (reading_is(r, s->first_token + s->token_count - 1, '.'))
        return false; /* "The World Health Organization warned." */
    for (size_t k = s->first_token; k < s->first_token + s->token_count; k++) {
        const struct token *t = &r->out->tokens[k];
        if (t->kind != TOKEN_WORD || (t->flags & TOKEN_STOP))
            continue;
        words++;
        capitals += (t->flags & TOKEN_CAPITALISED) != 0;
    }
    return words >= 3 && capitals * 10 >= words * 8;
}

static bool is_forced(const struct reading *r, size_t k)
{
    if (r->out->tokens[k].flags & TOKEN_SENTENCE_START)
        return true;
    if (!k || r->out->tokens[k - 1].kind != TOKEN_PUNCTUATION)
        return false;
    return reading_quote_mark(r, k - 1) != QUOTE_NONE || reading_is(r, k - 1, ':') || reading_is(r, k - 1, '*') ||
           (unsigned char)r->out->text.p[r->out->tokens[k - 1].begin] >= 0x80;
}

static void see_words(struct reading *r)
{
    const struct passage *p = r->out;
    for (size_t i = 0; i < p->sentence_count; i++) {
        const struct sentence *s = &p->sentences[i];
        if (is_title_cased(r, s))
            continue;
        for (size_t k = s->first_token; k < s->first_token + s->token_count; k++) {
            const struct token *t = &p->tokens[k];
            if (t->kind != TOKEN_WORD || (t->flags & TOKEN_STOP))
                continue;
            if (!(t->flags & TOKEN_CAPITALISED))
                ++*map_put(&r->names->seen_lower, r->marks[k].lower);
            else if (!is_forced(r, k))
                ++*map_put(&r->names->seen_name, r->marks[k].lower);
        }
    }
}

/* The next word of a name that has come to token k (inclusive), or 0. */
static size_t run_next(const struct reading *r, size_t begin, size_t k, size_t end)
{
    size_t n = k + 1;
    bool initial = r->out->tokens[k].length == 1 || reading_has(r, k, LEX_ABBREVIATION);
    if (initial && n < end && reading_is(r, n, '.') && is_adjacent(r, n))
        n++;
    if (n < end && (reading_is(r, n, '-') || reading_is(r, n, '&')) && n + 1 < end && is_capitalised_word(r, n + 1) &&
        (reading_is(r, n, '&') || is_adjacent(r, n + 1)))
        return n + 1;
    if (n < end && is_capitalised_word(r, n) && !reading_has(r, n, LEX_CALENDAR))
        return reading_has(r, n, LEX_STOP) && r->out->tokens[n].length > 1 && !(r->out->tokens[n].flags & TOKEN_UPPER) ? 0 : n;
    size_t p = n;
    bool head = false;
    for (size_t i = begin; i <= k && i < begin + 4; i++)
        head = head || reading_has(r, i, LEX_ORG_HEAD);
    while (p < end && p < n + 3 && r->out->tokens[p].kind == TOKEN_WORD && !(r->out->tokens[p].flags & TOKEN_CAPITALISED)) {
        struct str t = token_text(r->out, &r->out->tokens[p]);
        bool joins = reading_has(r, p, LEX_PARTICLE) ||
                     (head && (str_eq(t, STR("of")) || str_eq(t, STR("the")) || str_eq(t, STR("for")) || str_eq(t, STR("and"))));
        if (!joins)
            return 0;
        p++;
        if (p < end && reading_is(r, p, '-') && is_adjacent(r, p))
            p++;
    }
    return p > n && p < end && is_capitalised_word(r, p) && !reading_has(r, p, LEX_CALENDAR) ? p : 0;
}

/* Lower-case words of a role just before a name: "finance minister". */
static size_t role_begin(const struct reading *r, size_t name, size_t floor)
{
    size_t k = name;
    while (k > floor && name - k < 4 && r->out->tokens[k - 1].kind == TOKEN_WORD &&
           (reading_has(r, k - 1, LEX_ROLE) || (k < name && !(r->out->tokens[k - 1].flags & TOKEN_STOP) && !reading_has(r, k - 1, LEX_SAID))))
        k--;
    while (k < name && !reading_has(r, k, LEX_ROLE) && !(r->out->tokens[k].flags & TOKEN_CAPITALISED))
        k++;
    return k;
}

/* Moves run->name behind honorifics and roles; leaves it at end when nothing else is there. */
static bool run_strip(const struct reading *r, struct run *run)
{
    bool person = false;
    run->name = run->begin;
    size_t k = run->begin, last_role = run->begin;
    for (; k < run->end; k++) {
        if (r->out->tokens[k].kind == TOKEN_PUNCTUATION)
            continue;
        bool title = reading_has(r, k, LEX_HONORIFIC) || reading_has(r, k, LEX_ROLE);
        if (title) {
            last_role = k + 1;
            person = true;
        } else if (!(reading_has(r, k, LEX_DEMONYM) && last_role == k) && !(k == run->begin && k + 1 < run->end && reading_has(r, k + 1, LEX_ROLE))) {
            break;
        }
    }
    if (person) {
        run->name = last_role;
        if (run->name < run->end && reading_is(r, run->name, '.'))
            run->name++;
    }
    return person;
}

static uint64_t run_phrase(const struct reading *r, size_t begin, size_t end, bool without_initials)
{
    uint64_t phrase = 0;
    for (size_t k = begin; k < end; k++) {
        const struct token *t = &r->out->tokens[k];
        if (t->kind == TOKEN_PUNCTUATION && !reading_is(r, k, '&'))
            continue;
        if (without_initials && t->length == 1 && k > begin && k + 1 < end)
            continue;
        phrase = lexicon_phrase_add(phrase, r->marks[k].lower);
    }
    return phrase;
}

static enum name_kind run_kind(const struct reading *r, const struct run *run, bool titled)
{
    size_t words = 0, last = run->name;
    for (size_t k = run->name; k < run->end; k++)
        if (r->out->tokens[k].kind == TOKEN_WORD)
            words++, last = k;
    uint64_t phrase = run_phrase(r, run->name, run->end, false);
    uint64_t flags = lexicon_phrase(r->lexicon, phrase).flags;
    if (titled && !(flags & LEX_BIT(LEX_PLACE)))
        return NAME_PERSON;
    if (flags & LEX_BIT(LEX_PLACE))
        return NAME_PLACE;
    if (flags & LEX_BIT(LEX_ORGANISATION))
        return NAME_ORGANISATION;
    if (flags & LEX_BIT(LEX_DEMONYM))
        return NAME_OTHER;
    if (reading_has(r, last, LEX_ORG_END) && words > 1)
        return NAME_ORGANISATION;
    if (reading_has(r, run->name, LEX_ORG_HEAD) && words > 1 && !is_capitalised_word(r, run->name + 1))
        return NAME_ORGANISATION;
    if (reading_has(r, last, LEX_PLACE_END) && words > 1)
        return NAME_PLACE;
    if (reading_has(r, run->name, LEX_GIVEN) && words <= 4)
        return NAME_PERSON;
    if (words == 1 && (r->out->tokens[last].flags & TOKEN_UPPER) && r->out->tokens[last].length <= 6)
        return NAME_ORGANISATION;
    if (words >= 2 && words <= 3 && reading_has(r, run->end, LEX_SAID))
        return NAME_PERSON;
    return NAME_OTHER;
}

static void name_add(struct reading *r, const struct run *run, size_t role, bool titled, size_t sentence)
{
    struct passage *p = r->out;
    p->names = arena_grow(r->scratch, p->names, p->name_count, &r->name_capacity, sizeof *p->names);
    struct name *n = &p->names[p->name_count];
    *n = (struct name){.sentence = (int32_t)sentence, .canonical = (int32_t)p->name_count};
    p->name_count++;
    n->at = (struct span){p->tokens[run->name].begin, token_end(&p->tokens[run->end - 1])};
    n->kind = run_kind(r, run, titled);
    if (role < run->name)
        n->role = (struct span){p->tokens[role].begin, token_end(&p->tokens[run->name - 1])};
    for (size_t k = run->name; k < run->end; k++)
        p->tokens[k].flags |= TOKEN_IN_NAME;
    names_register(r, n, run->name, run->end, run_phrase(r, run->name, run->end, n->kind == NAME_PERSON));
}

/* Cuts words off the front that are capitalised only because the sentence begins there. */
static bool run_trim(const struct reading *r, struct run *run, bool title_cased)
{
    while (run->begin < run->end) {
        size_t k = run->begin;
        bool word = r->out->tokens[k].kind == TOKEN_WORD;
        if (word && reading_has(r, k, LEX_CALENDAR))
            run->begin++;
        else if (word && !title_cased && !is_forced(r, k))
            break;
        else if (word && (is_name_word(r, k) || (run->end > k + 1 && (reading_has(r, k, LEX_ROLE) || (reading_has(r, k, LEX_ORG_HEAD) && !is_capitalised_word(r, k + 1))))))
            break;
        else
            run->begin++;
    }
    return run->begin < run->end;
}

static bool may_begin(const struct reading *r, size_t k, bool title_cased)
{
    if (!is_capitalised_word(r, k))
        return false;
    if (reading_has(r, k, LEX_STOP) && !(r->out->tokens[k].flags & TOKEN_UPPER))
        return false;
    return !(title_cased || is_forced(r, k)) || !reading_has(r, k, LEX_SENTENCE_ADVERB);
}

static void names_of_sentence(struct reading *r, size_t index)
{
    const struct sentence *s = &r->out->sentences[index];
    size_t end = s->first_token + s->token_count, floor = s->first_token;
    bool title_cased = is_title_cased(r, s);
    for (size_t k = floor; k < end;) {
        if (!may_begin(r, k, title_cased)) {
            k++;
            continue;
        }
        struct run run = {.begin = k, .end = k + 1};
        for (size_t next = k; (next = run_next(r, k, next, end)) != 0 && (!title_cased || is_name_word(r, next) || reading_has(r, next, LEX_ROLE));)
            run.end = next + 1;
        k = run.end;
        /* "al-Assad", "de Gaulle": the particle belongs to the name */
        if (run.begin >= floor + 2 && reading_is(r, run.begin - 1, '-') && reading_has(r, run.begin - 2, LEX_PARTICLE) && is_adjacent(r, run.begin))
            run.begin -= 2;
        else if (!run_trim(r, &run, title_cased))
            continue;
        bool titled = run_strip(r, &run);
        if (run.name >= run.end || (run.end - run.name == 1 && r->out->tokens[run.name].length < 2))
            continue;
        size_t role = titled ? run.begin : run.name;
        if (!titled || run.begin > floor)
            role = titled ? role_begin(r, run.begin, floor) : role_begin(r, run.name, floor);
        name_add(r, &run, role, titled || role < run.name, index);
        floor = run.end;
    }
}

void reading_names(struct reading *r)
{
    see_words(r);
    for (size_t i = 0; i < r->out->sentence_count; i++)
        names_of_sentence(r, i);
    names_link(r);
}
