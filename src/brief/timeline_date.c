#include "brief/timeline_date.h"

#include <stdio.h>

#include "brief/timeline_event.h"
#include "brief/timeline_reader.h"
#include "brief/verbs.h"

enum {
    CLAUSE_REACH = 80, /* tokens that are looked at on either side, so that time stays linear */
    SAYING_REACH = 7,
    TIMES_MAX = 12,    /* of one sentence; a sentence with more is a table */
};

/* "the moderate Tuesday Group": a name that begins with a day. */
static bool names_group(const struct reader *r, size_t first, size_t last)
{
    const struct token *before = &r->p->tokens[first - 1], *next = &r->p->tokens[last];
    return next->kind == TOKEN_WORD && next->flags & TOKEN_CAPITALISED && before->kind == TOKEN_WORD &&
           !(before->flags & (TOKEN_STOP | TOKEN_IN_NAME)) && !is_finite(r, first - 1) && !is_participle(r, first - 1);
}

/* The date only names a thing, or is an end or a measure. */
static bool is_attributive(const struct reader *r, const struct timex *t, size_t first, size_t last)
{
    bool has_next = last < r->end, has_before = first > r->begin;
    if (r->p->tokens[first].flags & TOKEN_IN_QUOTE)
        return true;
    if (str_has(str_span(r->p->text, t->at), STR("'")) || str_has(str_span(r->p->text, t->at), STR("\xE2\x80\x99")))
        return true;
    if (has_next) {
        struct str next = word_at(r, last);
        if (next.p[0] == '\'' || str_starts(next, STR("\xE2\x80\x99")) || is_mark(r, last, "-"))
            return true;
        if (in_list(r, last, TIMELINE_SPANNING) || (!has_before && is_finite(r, last))) /* "Tuesday marked the end" */
            return true;
        if (t->grain >= GRAIN_DAY && !t->is_explicit && has_before && names_group(r, first, last))
            return true;
        bool is_noun = r->p->tokens[last].kind == TOKEN_WORD && !(r->p->tokens[last].flags & TOKEN_STOP) &&
                       !is_finite(r, last) && !is_participle(r, last);
        if (is_noun && has_before && in_list(r, first - 1, TIMELINE_DETERMINER))
            return true;
        if (is_noun && t->grain >= GRAIN_DAY && has_before && str_eq_nocase(word_at(r, first - 1), STR("in")))
            return true; /* "in Tuesday sessions" */
        if (is_noun && t->grain < GRAIN_MONTH && has_before && !in_list(r, first - 1, TIMELINE_ADVERBIAL) && t->is_explicit)
            return true;
    }
    if (!has_before)
        return t->grain < GRAIN_MONTH && t->is_explicit; /* "2014 was a good year" */
    if (in_list(r, first - 1, TIMELINE_BOUNDING))
        return !(str_eq(word_at(r, first - 1), STR("for")) && first >= r->begin + 2 &&
                 (in_list(r, first - 2, TIMELINE_APPOINTED) ||
                  (first >= r->begin + 3 && in_list(r, first - 3, TIMELINE_APPOINTED))));
    size_t governor = in_list(r, first - 1, TIMELINE_ADVERBIAL) && first >= r->begin + 2 ? first - 2 : first - 1;
    if (in_list(r, first - 1, TIMELINE_DETERMINER) || str_ends(word_at(r, governor), STR("ing"))) /* "the year ending Sept. 30" */
        return true;
    bool is_bare_month = t->grain == GRAIN_MONTH && last == first + 1; /* "will enter September" */
    if ((t->is_explicit || is_bare_month) && t->grain < GRAIN_DAY) /* "in 1974", "early in March 2015"; never a bare number */
        return !in_list(r, first - 1, TIMELINE_ADVERBIAL);
    return false;
}

struct clause {
    enum date_role role;
    size_t verb;  /* the nearest verb before the date, or the first behind it; SIZE_MAX if none */
    bool is_infinitive, has_future, has_comma; /* a comma before the date, behind the verb */
};

/* "that" behind a verb of saying (with its date or its hearer between) begins what was said; behind a noun it does not. */
static bool begins_content(const struct reader *r, size_t that)
{
    if (that == r->begin)
        return false;
    const struct token *before = &r->p->tokens[that - 1];
    bool is_noun = before->kind == TOKEN_WORD && !(before->flags & (TOKEN_STOP | TOKEN_CAPITALISED)) &&
                   !is_saying(r, that - 1) && !(classes(r, that - 1) & (CLASS_BIT(RELDAY) | CLASS_BIT(PART)));
    if (is_noun)
        return false;
    for (size_t n = 1; n <= SAYING_REACH && that >= r->begin + n; n++) {
        if (is_mark(r, that - n, ",;:"))
            return false;
        if (is_saying(r, that - n))
            return true;
    }
    return false;
}

/* Does the verb at `v` only describe the noun before it: "the treaty signed in 2015"? */
static bool is_reduced(const struct reader *r, size_t v, size_t floor, size_t last)
{
    if (v == floor || !is_past(r, v) || is_saying(r, v) || in_list(r, v - 1, TIMELINE_AUXILIARY) ||
        in_list(r, v - 1, TIMELINE_SUBJECT) || (v >= floor + 2 && in_list(r, v - 1, TIMELINE_ADVERB) && in_list(r, v - 2, TIMELINE_AUXILIARY)) || in_list(r, v, TIMELINE_AUXILIARY) || str_ends(word_at(r, v - 1), STR("ly")))
        return false;
    if ((last < r->end && str_eq(word_at(r, last), STR("by"))) || str_eq(word_at(r, v + 1), STR("by")))
        return true;
    for (size_t i = v; i-- > floor;)
        if (is_finite(r, i) && !is_saying(r, i))
            return true;
    for (size_t i = last; i < r->end && i < last + 3; i++) {
        if (is_mark(r, i, ",;:.") || in_list(r, i, TIMELINE_SUBJECT) || in_list(r, i, TIMELINE_SUBORDINATOR) ||
            in_list(r, i, TIMELINE_ADVERBIAL) || in_list(r, i, TIMELINE_BOUNDING) || in_list(r, i, TIMELINE_DETERMINER))
            break;
        if (is_finite(r, i))
            return true;
    }
    /* "The text approved on Monday, written by two senators, would forbid it": the verb comes behind a comma. */
    for (size_t i = last; v + 5 >= last && i + 1 < r->end && i < last + CLAUSE_REACH; i++)
        if (is_mark(r, i, ",") && (is_finite(r, i + 1) || verbs_forms(word_at(r, i + 1)) & VERB_THIRD || in_list(r, i + 1, TIMELINE_PERFECT)) && !is_saying(r, i + 1))
            return true;
    return false;
}

/* "rules the council passed in 2015", "a poll the union held in May": a clause that only describes the noun before it. */
static bool is_object_clause(const struct reader *r, size_t verb, size_t floor)
{
    size_t i = verb;
    while (i > floor && r->p->tokens[i - 1].kind == TOKEN_WORD && r->p->tokens[i - 1].flags & (TOKEN_IN_NAME | TOKEN_CAPITALISED))
        i--;
    if (i == verb && i > floor && !(r->p->tokens[i - 1].flags & TOKEN_STOP))
        i--; /* one plain noun behind its article */
    if (verb > floor && in_list(r, verb - 1, TIMELINE_CLAUSE_SUBJECT))
        i = verb - 1;
    else if (i > floor && in_list(r, i - 1, TIMELINE_DETERMINER))
        i--;
    else
        return false; /* "director Ivo Brandt closed": the noun is a name's title */
    if (i == verb || i <= floor)
        return false;
    const struct token *noun = &r->p->tokens[i - 1];
    return noun->kind == TOKEN_WORD && !(noun->flags & (TOKEN_STOP | TOKEN_CAPITALISED | TOKEN_IN_NAME)) && !is_finite(r, i - 1) &&
           !is_saying(r, i - 1) && !str_ends(word_at(r, i - 1), STR("ly")) && !str_ends(word_at(r, i - 1), STR("ing")) &&
           !(classes(r, i - 1) & (CLASS_BIT(RELDAY) | CLASS_BIT(PART) | CLASS_BIT(WEEKDAY) | CLASS_BIT(UNIT) | CLASS_BIT(UNITS) | CLASS_BIT(AGO)));
}

/* "Nine were killed when a storm flooded the port on Tuesday": both happened then. */
static bool tells_past_before(const struct reader *r, size_t token)
{
    size_t floor = token > r->begin + CLAUSE_REACH ? token - CLAUSE_REACH : r->begin;
    for (size_t i = token; i-- > floor;) {
        if (in_list(r, i, TIMELINE_HAVING) || in_list(r, i, TIMELINE_SUBORDINATOR))
            return false;
        if (is_finite(r, i))
            return is_past(r, i) && !is_saying(r, i);
    }
    return false;
}

/* "blamed the crew for leaving the port on Monday": the date is that of what comes first. "by leaving" happens at the same time. */
static bool is_gerund_aside(const struct reader *r, size_t token)
{
    return token > r->begin && r->p->tokens[token].kind == TOKEN_WORD && str_ends(word_at(r, token), STR("ing")) &&
           in_list(r, token - 1, TIMELINE_BOUNDING) && !str_eq_nocase(word_at(r, token - 1), STR("by")) &&
           !(r->p->tokens[token].flags & TOKEN_IN_NAME);
}

static bool has_finite_before(const struct reader *r, size_t token)
{
    for (size_t i = r->begin; i < token; i++)
        if (is_finite(r, i) || is_saying(r, i) || verbs_forms(word_at(r, i)) == (VERB_BASE))
            return true;
    return false;
}

/* "The council decides in November": the present tense of what is settled. */
static bool is_scheduled(const struct reader *r, size_t i)
{
    const struct token *t = &r->p->tokens[i];
    if (i == r->begin || t->kind != TOKEN_WORD || t->flags & (TOKEN_IN_NAME | TOKEN_CAPITALISED | TOKEN_STOP) || is_saying(r, i) || is_hyphen(r, i - 1))
        return false;
    const struct token *before = t - 1;
    return verbs_forms(word_at(r, i)) & VERB_THIRD && before->kind == TOKEN_WORD && !(before->flags & TOKEN_STOP) &&
           !str_ends(word_at(r, i - 1), STR("s")) && !has_finite_before(r, i);
}

static struct clause read_clause(const struct reader *r, size_t time, size_t first, size_t last)
{
    struct clause c = {.role = DATE_MAIN, .verb = SIZE_MAX};
    bool is_ahead = r->p->times[time].first_day > r->published && r->p->times[time].grain >= GRAIN_MONTH;
    size_t floor = first > r->begin + CLAUSE_REACH ? first - CLAUSE_REACH : r->begin, i = first;
    while (i-- > floor) {
        if (is_mark(r, i, ";:()[]") || (is_dash(r, i) && !is_hyphen(r, i))) {
            if (c.verb != SIZE_MAX)
                break;
            c.role = DATE_ASIDE;
            return c;
        }
        bool is_compared = c.verb == SIZE_MAX && str_eq(word_at(r, i), STR("than")); /* "more than in the same period in 2024" */
        if (is_compared || is_gerund_aside(r, i)) {
            c.role = DATE_ASIDE;
            return c;
        }
        if (in_list(r, i, TIMELINE_SUBORDINATOR)) {
            bool is_day = r->p->times[time].grain >= GRAIN_DAY;
            c.role = is_day && in_list(r, i, TIMELINE_SIMULTANEOUS) && tells_past_before(r, i) ? DATE_MAIN : DATE_ASIDE;
            return c;
        }
        if (str_eq_nocase(word_at(r, i), STR("that")) && i + 1 < first && !begins_content(r, i)) {
            c.role = DATE_ASIDE;
            return c;
        }
        if (is_mark(r, i, ",")) {
            size_t begins = i + 1 < first && in_list(r, i + 1, TIMELINE_ADVERB) ? i + 2 : i + 1;
            if (begins < first && is_participle(r, begins) && !in_list(r, begins, TIMELINE_AUXILIARY) &&
                (begins != c.verb || begins > i + 1)) {
                c.role = DATE_ASIDE;
                return c;
            }
            if (c.verb != SIZE_MAX)
                break;
            c.has_comma = true;
            continue;
        }
        if (c.verb == SIZE_MAX && str_eq(word_at(r, i), STR("to")) && i + 1 < first &&
            r->p->tokens[i + 1].kind == TOKEN_WORD && !(r->p->tokens[i + 1].flags & (TOKEN_CAPITALISED | TOKEN_STOP)))
            c.is_infinitive = true;
        bool is_settled = is_ahead && c.verb == SIZE_MAX && is_scheduled(r, i);
        if (is_settled || is_finite(r, i)) {
            c.has_future |= is_settled || (classes(r, i) & CLASS_BIT(FUTURE)) != 0;
            if (c.verb == SIZE_MAX)
                c.verb = i;
        }
    }
    if (c.verb != SIZE_MAX) {
        size_t from = i == SIZE_MAX ? r->begin : i;
        if (is_reduced(r, c.verb, from > floor ? from : floor, last) || is_object_clause(r, c.verb, from > floor ? from : floor)) {
            c.role = DATE_ASIDE;
        } else if (is_saying(r, c.verb) && first - c.verb <= SAYING_REACH) {
            c.role = DATE_SAYING;
        }
        return c;
    }
    for (i = last; !c.is_infinitive && i < r->end && i < last + CLAUSE_REACH; i++)
        if (is_finite(r, i)) {
            c.verb = i;
            c.has_future = (classes(r, i) & CLASS_BIT(FUTURE)) != 0;
            break;
        }
    if (c.is_infinitive) /* "plans to reopen on Saturday" */
        return c;
    bool is_opening = first <= r->begin + 2; /* "In 2012, ..." */
    if (c.verb == SIZE_MAX || (!is_opening && r->p->times[time].grain < GRAIN_DAY))
        c.role = DATE_ASIDE;
    return c;
}

/* "may return on Friday" is announced; "could close by March" is feared. */
static bool may_be(const struct reader *r, const struct timex *t, size_t verb)
{
    return t->grain >= GRAIN_DAY && str_eq(word_at(r, verb), STR("may"));
}

static bool tells_plan(const struct reader *r, const struct timex *t, size_t first, const struct clause *c)
{
    bool is_unreal = c->verb != SIZE_MAX && c->verb + 1 < r->end && in_list(r, c->verb + 1, TIMELINE_HAVING);
    if (is_unreal || (c->verb != SIZE_MAX && in_list(r, c->verb, TIMELINE_SPECULATIVE) && !may_be(r, t, c->verb)))
        return false; /* "could", "would have" */
    if (c->has_future || c->is_infinitive)
        return true;
    bool is_over = c->verb != SIZE_MAX && is_past(r, c->verb) && !in_list(r, c->verb, TIMELINE_AUXILIARY) &&
                   !in_list(r, c->verb, TIMELINE_APPOINTED) && !(classes(r, c->verb) & CLASS_BIT(PROSPECT));
    if (is_over) /* "dashed hopes on Sunday": of the day before, not of the one to come */
        return false;
    size_t floor = first > r->begin + 16 ? first - 16 : r->begin;
    for (size_t i = floor; i < r->end && i < first + 16; i++)
        if (classes(r, i) & CLASS_BIT(PROSPECT) || in_list(r, i, TIMELINE_APPOINTED))
            return true;
    return false;
}

/* "had been expected to begin in 2017": whether it did is not said. */
static bool was_expected(const struct reader *r, size_t first)
{
    size_t floor = first > r->begin + 12 ? first - 12 : r->begin;
    for (size_t i = floor; i + 1 < first; i++)
        if (in_list(r, i, TIMELINE_APPOINTED) && str_eq(word_at(r, i + 1), STR("to")))
            return true;
    return false;
}

/* What is past is told in the past, what lies ahead as a plan. */
static bool tense_fits(const struct reader *r, const struct timex *t, size_t first, const struct clause *c, bool *is_planned)
{
    *is_planned = t->first_day > r->published;
    if (*is_planned)
        return tells_plan(r, t, first, c);
    if (c->verb != SIZE_MAX && in_list(r, c->verb, TIMELINE_SPECULATIVE))
        return false;
    bool is_present = c->verb != SIZE_MAX && classes(r, c->verb) & CLASS_BIT(PRESENT) && !(classes(r, c->verb) & CLASS_BIT(PAST));
    *is_planned |= t->last_day >= r->published && c->has_future;
    if (t->last_day >= r->published) /* today, this month: told as done or as planned */
        return !is_present || tells_plan(r, t, first, c);
    if (was_expected(r, first))
        return false;
    /* "has opened an inquiry into the crash on Tuesday": the perfect takes no date of its own */
    for (size_t n = 1; n <= 2 && c->verb != SIZE_MAX && c->verb < first && c->verb >= r->begin + n; n++)
        if (in_list(r, c->verb - n, TIMELINE_HAVING))
            return false;
    bool was_done = c->is_infinitive && !c->has_comma && t->grain >= GRAIN_DAY && c->verb != SIZE_MAX && is_past(r, c->verb) &&
                    !(classes(r, c->verb) & CLASS_BIT(PROSPECT)); /* "were told to leave on Tuesday", "voted to raise the toll" */
    return !c->has_future && (!c->is_infinitive || was_done) && !is_present;
}

/* What the words of a date say about how sure it is. */
enum firmness {
    DATE_FIRM,
    DATE_LOOSE,   /* "last night", "at 1 p.m.", "the next day": the day is left to the story told before */
    DATE_DOUBTFUL /* a weekday that would be six days back: more often the day after a wrong date of publication */
};

/* "Three decades ago" and "one hundred years ago" are no year. */
static bool spans_decades(const struct reader *r, size_t first, size_t last)
{
    for (size_t i = first; i < last; i++) {
        struct str word = word_at(r, i);
        const uint64_t unit = CLASS_BIT(UNIT) | CLASS_BIT(UNITS);
        bool is_long = classes(r, i) & unit && timeline_word_is(TIMELINE_LONG, word);
        if (is_long || str_eq_nocase(word, STR("hundred")))
            return true;
    }
    return first > r->begin && timex_word_classes(r->grammar, word_at(r, first - 1)) & CLASS_BIT(BOUND);
}

static enum firmness firmness_of(const struct reader *r, const struct timex *t, size_t first, size_t last)
{
    uint64_t found = 0;
    for (size_t i = first; i < last; i++) {
        uint64_t c = classes(r, i);
        bool is_title = c & CLASS_BIT(RELDAY) && r->p->tokens[i].flags & TOKEN_CAPITALISED && i > r->begin;
        if (is_title) /* the "Today" show */
            return DATE_LOOSE;
        found |= c;
    }
    bool is_named = found & (CLASS_BIT(WEEKDAY) | CLASS_BIT(RELDAY) | CLASS_BIT(MONTH));
    if (t->grain < GRAIN_YEAR || t->mod[0] == 'A' || t->mod[0] == 'M' || t->mod[0] == 'L' || spans_decades(r, first, last))
        return DATE_LOOSE;
    if (t->is_explicit || t->grain < GRAIN_DAY)
        return !t->is_explicit && !is_named && !(found & (CLASS_BIT(DIR) | CLASS_BIT(AGO))) ? DATE_LOOSE : DATE_FIRM;
    if (!is_named)
        return DATE_LOOSE;
    return found & CLASS_BIT(WEEKDAY) && !(found & CLASS_BIT(MONTH)) && t->first_day <= r->published - 6 ? DATE_DOUBTFUL
                                                                                                        : DATE_FIRM;
}

/* "June 9, 2016", "Tuesday"; not "Christmas Day, 1991" nor "9 June 2016", whose day the reader finds in the sentence. */
static bool says_day(const struct passage *p, const struct timex *t)
{
    struct str surface = str_span(p->text, t->at);
    bool has_day = false;
    for (size_t i = 0, k; i < surface.n; i = k + 1) {
        for (k = i; k < surface.n && surface.p[k] >= '0' && surface.p[k] <= '9';)
            k++;
        has_day |= k == i + 1 || k == i + 2;
    }
    return !t->is_explicit || (has_day && (surface.p[0] < '0' || surface.p[0] > '9'));
}

/* A year, month or day, whatever the expression's grain: true and no finer than what is said. A month of a far year counts
 * as its year: the sentence still says the month. False where there is none. */
static bool fit_grain(const struct passage *p, const struct timex *t, int32_t published, struct dating *d)
{
    struct civil from = civil_of_day(t->first_day), to = civil_of_day(t->last_day);
    int32_t year = civil_of_day(published).year;
    bool is_near = from.year >= year - 1 && from.year <= year + 1;
    d->first_day = t->first_day;
    d->last_day = t->last_day;
    if (from.year != to.year || from.year < 1000 || from.year > 9999)
        return false;
    if (t->first_day == t->last_day)
        d->grain = GRAIN_DAY;
    else if (t->grain == GRAIN_WEEKEND || t->grain == GRAIN_WEEK)
        return false;
    else
        d->grain = t->grain == GRAIN_MONTH && is_near ? GRAIN_MONTH : GRAIN_YEAR;
    bool is_feast = str_eq(str_of(t->rule), STR("holiday")) || str_eq(str_of(t->rule), STR("ordinal-of-month"));
    if (d->grain == GRAIN_DAY && is_feast && is_near)
        return false; /* "over the Fourth of July recess" */
    if (d->grain == GRAIN_DAY && !is_near && (is_feast || !says_day(p, t)))
        d->grain = GRAIN_YEAR;
    if (d->grain == GRAIN_YEAR && from.year == year)
        return false; /* "this summer", "earlier this year": the year would say less than nothing */
    if (d->grain == GRAIN_YEAR)
        d->first_day = civil_day(from.year, 1, 1), d->last_day = civil_day(from.year, 12, 31);
    return t->grain >= GRAIN_YEAR;
}

size_t timeline_first_time(const struct passage *p, const struct sentence *s)
{
    size_t low = 0, high = p->time_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (p->times[mid].at.begin < s->body_begin)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* A date next to another of its kind is one of a list or the end of a span: "in 1974 and 1985", "from May to July". */
static bool is_listed(const struct passage *p, size_t index)
{
    enum { BETWEEN = 8 }; /* bytes: ", and " and a preposition */
    const struct timex *t = &p->times[index];
    bool before = index > 0 && (t - 1)->at.end + BETWEEN >= t->at.begin && (t - 1)->grain == t->grain;
    bool behind = index + 1 < p->time_count && t->at.end + BETWEEN >= (t + 1)->at.begin && (t + 1)->grain == t->grain;
    return before || behind;
}

bool timeline_tells_past(const struct analysis *x, const struct sentence *s)
{
    struct reader r = reader_of(x, s, 0);
    for (size_t i = r.begin; i < r.end && i < r.begin + CLAUSE_REACH; i++) {
        if (in_list(&r, i, TIMELINE_PERFECT))
            return false;
        if (is_finite(&r, i))
            return is_past(&r, i);
    }
    return false;
}

/* False, too, where the sentence is better left alone altogether: `is_doubtful`. */
static bool reads_date(const struct reader *r, size_t time, struct dating *d, size_t *first, size_t *last, bool *is_doubtful)
{
    const struct timex *t = &r->p->times[time];
    *is_doubtful = false;
    if (!t->has_interval || (t->type != TIMEX_DATE && t->type != TIMEX_TIME))
        return false;
    *first = token_from(r, t->at.begin);
    *last = token_from(r, t->at.end);
    *d = (struct dating){.time = (int32_t)time};
    enum firmness firmness = firmness_of(r, t, *first, *last);
    *is_doubtful = firmness == DATE_DOUBTFUL;
    return *first < *last && firmness == DATE_FIRM && fit_grain(r->p, t, r->published, d) && !is_attributive(r, t, *first, *last) &&
           !is_listed(r->p, time);
}

bool timeline_date_stands(const struct reader *r, size_t time, struct dating *d, size_t *first, size_t *last)
{
    bool is_doubtful;
    return reads_date(r, time, d, first, last, &is_doubtful);
}

bool timeline_date_sentence(const struct analysis *x, const struct sentence *s, int32_t published, struct dating *out)
{
    struct reader r = reader_of(x, s, published);
    *out = (struct dating){.time = NO_INDEX};
    size_t first_time = timeline_first_time(&x->body, s), contenders = 0;
    for (size_t i = first_time; i < x->body.time_count && x->body.times[i].at.begin < s->at.end; i++) {
        const struct timex *t = &x->body.times[i];
        if (i - first_time >= TIMES_MAX)
            return false;
        size_t first, last;
        struct dating d;
        bool is_doubtful;
        if (!reads_date(&r, i, &d, &first, &last, &is_doubtful)) {
            if (is_doubtful)
                return false;
            continue;
        }
        struct clause c = read_clause(&r, i, first, last);
        if (c.role <= DATE_ASIDE || (c.role == DATE_SAYING && d.grain != GRAIN_DAY) || !tense_fits(&r, t, first, &c, &d.is_planned))
            continue;
        d.role = c.role;
        d.verb = c.verb == SIZE_MAX ? 0 : timeline_main_verb(&r, c.verb);
        contenders += d.role == DATE_MAIN;
        if (d.role > out->role)
            *out = d;
    }
    return out->role != DATE_NONE && contenders <= 1 && timeline_tells_event(&r, out);
}

void timeline_date_text(int32_t first_day, enum grain grain, char out[20])
{
    struct civil c = civil_of_day(first_day);
    if (grain == GRAIN_YEAR)
        snprintf(out, 20, "%04d", (int)(c.year % 10000));
    else if (grain == GRAIN_MONTH)
        snprintf(out, 20, "%04d-%02d", (int)(c.year % 10000), c.month % 100);
    else
        snprintf(out, 20, "%04d-%02d-%02d", (int)(c.year % 10000), c.month % 100, c.day % 100);
}
