#include "brief/timeline_clause.h"

#include "base/arena.h"
#include "brief/timeline_event.h"
#include "brief/timeline_reader.h"
#include "brief/timeline_wording.h"
#include "brief/verbs.h"
#include "brief/words.h"

enum {
    CUT_REACH = 40,    /* tokens before a date in which its clause begins */
    FEWEST_WORDS = 5,  /* of the sentence that comes out */
    MOST_BYTES = 300,
    SUBJECT_LONGEST = 7,
};

/* A clause being looked at: tokens [from, end), the date's are [first, last). */
struct piece {
    const struct reader *r;
    size_t time, first, last;
    size_t subject, subject_end; /* equal where the clause has its own */
    size_t from, end;
    size_t verb;
    bool is_many, needs_being;
};

static bool is_word(const struct reader *r, size_t token, const char *word)
{
    return token < r->end && str_eq_nocase(word_at(r, token), str_of(word));
}

static bool opens_relative(const struct reader *r, size_t token)
{
    return is_word(r, token, "which") || is_word(r, token, "who");
}

static bool joins(const struct reader *r, size_t token)
{
    return is_word(r, token, "and") || is_word(r, token, "but");
}

/* "it", "this", "we": what is meant stands elsewhere, or is the writer. */
static bool is_stranger(const struct reader *r, size_t token)
{
    struct str word = word_at(r, token);
    return in_list(r, token, TIMELINE_CLAUSE_SUBJECT) || in_list(r, token, TIMELINE_PERSON_OBJECT) || in_list(r, token, TIMELINE_DEMONSTRATIVE) ||
           words_has(WORDS_OUTSIDER, word) || words_has(WORDS_SOMEDAY, word) || str_eq_nocase(word, STR("here"));
}

static bool is_negated_or_open(const struct token *t)
{
    return t->flags & (TOKEN_NEGATION | TOKEN_IN_QUOTE);
}

/* Where the clause ends: at a mark or the sentence's end. SIZE_MAX where what follows is not its own. */
static size_t clause_end(const struct reader *r, size_t last)
{
    bool is_joined = false, is_open = false;
    size_t opener = SIZE_MAX; /* of a clause whose verb is not found yet: "after Okafor, a clerk, was dismissed" */
    for (size_t i = last; i < r->end; i++) {
        if (is_mark(r, i, ".,;") && (i + 1 == r->end || !is_mark(r, i, ".")))
            return is_open && is_mark(r, i, ",") ? opener : i;
        if (r->p->tokens[i].flags & TOKEN_IN_QUOTE || is_mark(r, i, "?!:()[]\"") || (is_dash(r, i) && !is_hyphen(r, i)))
            return SIZE_MAX;
        if (joins(r, i) || in_list(r, i, TIMELINE_SUBORDINATOR) || in_list(r, i, TIMELINE_RELATIVE))
            is_joined = is_open = true, opener = in_list(r, i, TIMELINE_FACTIVE) ? i : SIZE_MAX;
        if (!is_joined && is_finite(r, i))
            return SIZE_MAX; /* "after the yard collapsed in 2008 the state took over" */
        is_open &= !is_finite(r, i);
    }
    return SIZE_MAX;
}

/* "Brandt", "the Aldous shipyard", "Saltry's old bakery": nothing in it leads elsewhere. Gives where it begins, `end` if nowhere. */
static size_t noun_phrase(const struct reader *r, size_t end)
{
    size_t i = end;
    bool has_name = false;
    while (i > r->begin && end - i < SUBJECT_LONGEST) {
        const struct token *t = &r->p->tokens[i - 1];
        bool is_owner = t->kind == TOKEN_WORD && r->p->text.p[t->begin] == '\'';
        bool is_named = t->flags & TOKEN_IN_NAME;
        bool belongs = is_owner || is_named || (t->kind == TOKEN_WORD && !(t->flags & TOKEN_STOP) && !is_finite(r, i - 1) && !is_saying(r, i - 1)) || is_hyphen(r, i - 1);
        if (!belongs)
            break;
        has_name |= is_named;
        i--;
    }
    if (i == end)
        return end;
    if (i > r->begin && is_word(r, i - 1, "the"))
        return i - 1;
    bool is_determined = i > r->begin && (in_list(r, i - 1, TIMELINE_DETERMINER) || r->p->tokens[i - 1].kind == TOKEN_NUMBER);
    bool begins_named = r->p->tokens[i].flags & TOKEN_IN_NAME;
    return has_name && begins_named && !is_determined ? i : end;
}

/* Is the clause whose own verb is `v` told as done, in plain words? */
static bool is_done(const struct reader *r, size_t v)
{
    struct str word = word_at(r, v);
    return is_past(r, v) && !in_list(r, v, TIMELINE_PERFECT) && !is_saying(r, v) && !in_list(r, v, TIMELINE_SPECULATIVE) &&
           !words_has(WORDS_CLAUSAL, word) && !(v > r->begin && in_list(r, v - 1, TIMELINE_HAVING));
}

/* "a fire destroyed the yard", "the yard was sold", "the yard collapsed": not "the law passed", which may only describe a noun. */
static bool is_surely_finite(const struct reader *r, size_t v, size_t first)
{
    struct str word = word_at(r, v), next = v + 1 < r->end ? word_at(r, v + 1) : STR("");
    bool is_being = is_word(r, v, "was") || is_word(r, v, "were");
    bool has_object = v + 1 < first && (in_list(r, v + 1, TIMELINE_DETERMINER) || (v + 1 < r->end && r->p->tokens[v + 1].flags & (TOKEN_IN_NAME | TOKEN_CAPITALISED)));
    unsigned forms = verbs_forms(word);
    return is_being || has_object || words_has(WORDS_LONE, word) || (forms & VERB_PAST && !(forms & VERB_PARTICIPLE)) ||
           (v + 2 < first && words_has(WORDS_PARTICLE, next)); /* not "passed in 2015" */
}

/* Between the verb and the date stands no other that the date could belong to: "appeared to be larger than the march on Friday". */
static bool is_of_verb(const struct reader *r, size_t verb, size_t first)
{
    for (size_t i = verb + 1; i < first; i++) {
        bool is_led = joins(r, i - 1) || in_list(r, i - 1, TIMELINE_AUXILIARY) || in_list(r, i - 1, TIMELINE_ADVERB) ||
                      str_ends(word_at(r, i - 1), STR("ly")) || str_ends(word_at(r, i - 1), STR("later"));
        bool is_adjectival = in_list(r, i - 1, TIMELINE_DETERMINER);
        if (is_word(r, i, "than") || (is_word(r, i, "to") && i + 1 < first && verbs_forms(word_at(r, i + 1)) & VERB_BASE))
            return false;
        if ((is_finite(r, i) || is_participle(r, i)) && !is_led && !is_adjectival)
            return false;
    }
    return true;
}

static bool has_own_subject(const struct reader *r, size_t from, size_t verb)
{
    const struct token *t = &r->p->tokens[from];
    if (verb <= from || in_list(r, from, TIMELINE_CLAUSE_SUBJECT))
        return false;
    if (in_list(r, from, TIMELINE_DETERMINER))
        return is_word(r, from, "the") || is_word(r, from, "a") || is_word(r, from, "an");
    for (size_t i = from; i < verb; i++)
        if (is_mark(r, i, ","))
            return false;
    return t->flags & TOKEN_IN_NAME || t->kind == TOKEN_NUMBER || !(t->flags & TOKEN_STOP);
}

/* The clause has its subject: behind "after", "when", "and", or at the sentence's beginning. */
static bool read_full(struct piece *p, size_t from)
{
    const struct reader *r = p->r;
    p->from = from;
    for (p->verb = from; p->verb < p->first && !is_finite(r, p->verb);)
        p->verb++;
    if (p->verb >= p->first || !has_own_subject(r, from, p->verb) || !is_done(r, p->verb))
        return false;
    return is_surely_finite(r, p->verb, p->first);
}

/* ", which opened in 1958": the noun before the comma is its subject, where no other could be. */
static bool read_relative(struct piece *p, size_t comma)
{
    const struct reader *r = p->r;
    size_t begin = noun_phrase(r, comma), verb = comma + 2;
    if (verb < p->first && in_list(r, verb, TIMELINE_ADVERB))
        verb++;
    if (begin == comma || verb >= p->first || !is_finite(r, verb) || !is_done(r, verb))
        return false;
    bool is_first = begin == r->begin, is_object = begin > r->begin && (is_past(r, begin - 1) || verbs_forms(word_at(r, begin - 1)) & VERB_BASE);
    bool is_person = r->p->tokens[begin].flags & TOKEN_IN_NAME && r->p->tokens[comma - 1].flags & TOKEN_IN_NAME;
    if (!is_first && !is_object && !(is_word(r, comma + 1, "who") && is_person))
        return false;
    p->subject = begin, p->subject_end = comma;
    p->from = comma + 2, p->verb = verb;
    return true;
}

/* "The ferry, built in 1998, ...": of the sentence's subject. */
static bool read_reduced(struct piece *p, size_t comma)
{
    const struct reader *r = p->r;
    size_t begin = noun_phrase(r, comma), verb = comma + 1;
    if (in_list(r, verb, TIMELINE_ADVERB))
        verb++;
    if (begin != r->begin || begin == comma || verb >= p->first)
        return false;
    struct str word = word_at(r, verb), head = word_at(r, comma - 1);
    bool is_participle_form = str_ends(word, STR("ed")) || verbs_forms(word) & VERB_PARTICIPLE || is_word(r, verb, "born") || is_word(r, verb, "built");
    if (!is_participle_form || !is_past(r, verb) || is_saying(r, verb) || in_list(r, verb, TIMELINE_AUXILIARY) || str_ends(word, STR("ing")))
        return false;
    bool is_named = r->p->tokens[comma - 1].flags & TOKEN_IN_NAME;
    bool ends_many = str_ends(head, STR("s")) && !str_ends(head, STR("ss"));
    if (is_named && ends_many && is_word(r, begin, "the"))
        return false; /* "the Netherlands", "the Lanterns" */
    p->is_many = !is_named && (ends_many || words_has(WORDS_PLURAL, head));
    p->needs_being = true;
    p->subject = begin, p->subject_end = comma;
    p->from = comma + 1, p->verb = verb;
    return true;
}

/* Finds where the clause of the date begins, and its subject. */
static bool find_clause(struct piece *p)
{
    const struct reader *r = p->r;
    size_t floor = p->first > r->begin + CUT_REACH ? p->first - CUT_REACH : r->begin, commas = 0;
    for (size_t i = p->first; i-- > floor;) {
        if (r->p->tokens[i].flags & TOKEN_IN_QUOTE || is_mark(r, i, ";:()[]\"") || (is_dash(r, i) && !is_hyphen(r, i)))
            return false;
        if (opens_relative(r, i) && i > floor && is_mark(r, i - 1, ","))
            return read_relative(p, i - 1);
        if (is_mark(r, i, ",")) {
            if (joins(r, i + 1))
                return i + 2 < p->first && read_full(p, i + 2);
            size_t begins = in_list(r, i + 1, TIMELINE_ADVERB) ? i + 2 : i + 1;
            if (begins < p->first && is_participle(r, begins) && !in_list(r, begins, TIMELINE_AUXILIARY))
                return read_reduced(p, i);
            if (++commas > 1)
                return false;
        } else if (in_list(r, i, TIMELINE_FACTIVE)) {
            return i + 1 < p->first && read_full(p, i + 1);
        } else if (in_list(r, i, TIMELINE_SUBORDINATOR) || in_list(r, i, TIMELINE_RELATIVE)) {
            return false;
        }
    }
    return floor == r->begin && !commas && read_full(p, r->begin);
}

/* Nothing in the clause points out of it, and it has no other date. */
static bool stands_alone(const struct piece *p, size_t first_time)
{
    const struct reader *r = p->r;
    size_t words = p->subject_end - p->subject, names = 0;
    for (size_t i = p->subject; i < p->subject_end; i++)
        names += (r->p->tokens[i].flags & TOKEN_IN_NAME) != 0;
    for (size_t i = p->from; i < p->end; i++) {
        const struct token *t = &r->p->tokens[i];
        bool is_leaning = words_has(WORDS_BACKWARD, word_at(r, i)) && !names;
        if (is_negated_or_open(t) || (is_stranger(r, i) && !(i >= p->first && i < p->last)) || is_leaning || (t->flags & TOKEN_MODAL && i < p->first))
            return false;
        words += t->kind != TOKEN_PUNCTUATION;
        names += (t->flags & TOKEN_IN_NAME) != 0;
    }
    for (size_t i = first_time; i < r->p->time_count && r->p->times[i].at.begin < r->s->at.end; i++) {
        const struct timex *t = &r->p->times[i];
        bool is_inside = t->at.begin >= r->p->tokens[p->from].begin && t->at.end <= r->p->tokens[p->end].begin;
        if (i != p->time && is_inside && t->has_interval)
            return false;
    }
    return words >= FEWEST_WORDS && r->p->tokens[p->end].begin - r->p->tokens[p->from].begin <= MOST_BYTES;
}

static struct span span_of(const struct reader *r, size_t from, size_t end)
{
    const struct token *t = &r->p->tokens[end - 1];
    return (struct span){r->p->tokens[from].begin, t->begin + t->length};
}

static bool cut_at(const struct reader *r, size_t time, size_t first_time, struct timeline_cut *out)
{
    struct piece p = {.r = r, .time = time};
    if (!timeline_date_stands(r, time, &out->dating, &p.first, &p.last) || out->dating.last_day >= r->published || !find_clause(&p))
        return false;
    p.end = clause_end(r, p.last);
    if (p.end == SIZE_MAX || p.end <= p.last - 1 || !stands_alone(&p, first_time))
        return false;
    if ((p.needs_being && !is_mark(r, p.end, ",")) || !is_of_verb(r, p.verb, p.first))
        return false;
    bool is_whole = p.subject == p.subject_end && p.from == r->begin && p.end + 1 >= r->end;
    out->subject = p.subject < p.subject_end ? span_of(r, p.subject, p.subject_end) : (struct span){0};
    out->clause = span_of(r, p.from, p.end);
    out->link = !p.needs_being ? " " : p.is_many ? " were " : " was ";
    out->is_main = p.from == r->begin;
    out->goes_on = p.end + 1 < r->end && (is_mark(r, p.end, ";") || joins(r, p.end + 1));
    out->dating.role = DATE_MAIN;
    out->dating.verb = timeline_main_verb(r, p.verb);
    return !is_whole;
}

size_t timeline_cut_clauses(const struct analysis *x, const struct sentence *s, int32_t published,
                            struct timeline_cut out[TIMELINE_CUTS_MAX])
{
    struct reader r = reader_of(x, s, published);
    size_t first_time = timeline_first_time(&x->body, s), n = 0;
    if (s->is_fragment || s->is_question)
        return 0;
    for (size_t i = first_time; i < x->body.time_count && i < first_time + 2 * TIMELINE_CUTS_MAX && n < TIMELINE_CUTS_MAX &&
                                x->body.times[i].at.begin < s->at.end; i++)
        n += cut_at(&r, i, first_time, &out[n]);
    return n;
}

struct str timeline_word_cut(struct arena *a, const struct analysis *x, const struct sentence *s, const struct timeline_cut *cut,
                             bool is_plain, int32_t year)
{
    struct str clause = str_span(x->body.text, cut->clause), subject = str_span(x->body.text, cut->subject);
    struct str told = is_plain ? clause : timeline_word_piece(a, x, s, clause, year);
    return timeline_plain(a, subject.n ? str_format(a, "%.*s%s%.*s.", STR_ARG(subject), cut->link, STR_ARG(told))
                                       : str_format(a, "%.*s.", STR_ARG(told)));
}
