/* Who did what to whom: what the wording has must stand in the order of the source, except for what may move without
 * changing the sense: the saying of a claim, the time of the event, a prepositional phrase or clause to one of the ends,
 * and subject and object when active becomes passive. */
#include "brief/check_items.h"

#include "text/lexicon.h"

static bool is_said_word(const struct item *i)
{
    return i->kind == ITEM_WORD && (i->lex & LEX_BIT(LEX_SAID) || item_is(i, CLASS_NEUTRAL | CLASS_FINDING));
}

static bool has_be_before(const struct check_text *t, size_t i)
{
    for (size_t n = 1; n <= 3 && n <= i; n++)
        if (item_is(&t->items[i - n], CLASS_BE))
            return true;
    return false;
}

static bool is_by(const struct check_text *t, size_t i)
{
    return i < t->count && t->items[i].kind == ITEM_WORD && str_eq_nocase(item_text(t, &t->items[i]), STR("by"));
}

/* "was beaten by": gives the index of "by", 0 if the verb at i is not such a passive. */
static size_t passive_by(const struct check_text *t, size_t i)
{
    if (t->items[i].kind != ITEM_WORD || !t->items[i].is_content || t->items[i].flags & TOKEN_IN_NAME || !has_be_before(t, i))
        return 0;
    return is_by(t, i + 1) ? i + 1 : is_by(t, i + 2) && !t->items[i + 1].is_content ? i + 2 : 0;
}

/* Do the items of the passive text (x) before its verb lie behind the verb of the active one, and the agent before it? */
static bool is_turned(const struct check_text *x, const int32_t *to_y, size_t verb, size_t by)
{
    int32_t there = to_y[verb];
    size_t suffering = 0, acting = 0;
    for (size_t i = verb; i-- > 0 && !item_is_boundary(&x->items[i]);) {
        if (!x->items[i].is_content || to_y[i] < 0 || x->items[i].kind == ITEM_DATE)
            continue;
        if (to_y[i] < there)
            return false;
        suffering++;
    }
    for (size_t i = by + 1; i < x->count && !item_is_boundary(&x->items[i]) && !item_is(&x->items[i], CLASS_GOVERNOR); i++) {
        if (!x->items[i].is_content || to_y[i] < 0 || x->items[i].kind == ITEM_DATE)
            continue;
        if (to_y[i] > there)
            return false;
        acting++;
    }
    return suffering && acting;
}

static bool is_exchange(const struct pairing *p)
{
    for (size_t i = 0; i < p->wording->count; i++) {
        size_t by = passive_by(p->wording, i);
        if (by && p->to_source[i] >= 0 && !passive_by(p->source, (size_t)p->to_source[i]) && is_turned(p->wording, p->to_source, i, by))
            return true;
    }
    for (size_t k = 0; k < p->source->count; k++) {
        size_t by = passive_by(p->source, k);
        if (by && p->to_wording[k] >= 0 && !passive_by(p->wording, (size_t)p->to_wording[k]) && is_turned(p->source, p->to_wording, k, by))
            return true;
    }
    return false;
}

void check_voice(struct pairing *p)
{
    p->is_exchanged = is_exchange(p);
}

/* A run of items that moved together: the same run in both. */
struct run {
    size_t begin, end;    /* in the wording */
    size_t there, there_end; /* in the source */
};

static bool next_run(const struct pairing *p, struct run *run)
{
    size_t i = run->end;
    while (i < p->wording->count && !p->is_moved[i])
        i++;
    if (i >= p->wording->count)
        return false;
    run->begin = i;
    run->there = (size_t)p->to_source[i];
    while (i + 1 < p->wording->count && p->is_moved[i + 1] && p->to_source[i + 1] == p->to_source[i] + 1)
        i++;
    run->end = i + 1;
    run->there_end = (size_t)p->to_source[i] + 1;
    return true;
}

static bool matters(const struct pairing *p, const struct run *run)
{
    for (size_t i = run->begin; i < run->end; i++)
        if (p->wording->items[i].is_content || item_is(&p->wording->items[i], CLASS_WEIGHTY))
            return true;
    return false;
}

/* What somebody said, all of it, to the front: "She would stay, Okafor said". */
static bool is_claim(const struct pairing *p, const struct run *run)
{
    const struct check_text *w = p->wording, *s = p->source;
    size_t k = run->there;
    if (k > 0 && str_eq_nocase(item_text(s, &s->items[k - 1]), STR("that")))
        k--;
    bool said = k > 0 && is_said_word(&s->items[k - 1]) && p->to_wording[k - 1] >= (int32_t)run->end;
    bool closes = run->there_end >= s->count || item_is_boundary(&s->items[run->there_end]);
    return said && closes && run->begin == 0 && run->end < w->count && item_is_boundary(&w->items[run->end]);
}

/* The saying and its speaker go together, wherever they go. */
static bool is_of_saying(const struct pairing *p, const struct run *run)
{
    const struct check_text *w = p->wording, *s = p->source;
    bool here = false, there = false;
    for (size_t i = run->begin; i < run->end; i++)
        here |= is_said_word(&w->items[i]);
    if (here)
        return true;
    /* "said Okafor" - "Okafor said" */
    here = run->end < w->count && item_is(&w->items[run->end], CLASS_NEUTRAL);
    there = run->there > 0 && item_is(&s->items[run->there - 1], CLASS_NEUTRAL);
    if (here && there)
        return true;
    here = run->begin > 0 && item_is(&w->items[run->begin - 1], CLASS_NEUTRAL);
    there = run->there_end < s->count && item_is(&s->items[run->there_end], CLASS_NEUTRAL);
    return (here && there) || is_claim(p, run);
}

static bool stands_at_end(const struct check_text *t, size_t begin, size_t end)
{
    while (end < t->count && t->items[end].kind == ITEM_MARK && t->items[end].mark != ',')
        end++;
    bool front = true;
    for (size_t i = 0; i < begin; i++)
        front &= t->items[i].kind == ITEM_MARK || !t->items[i].is_content;
    return front || end >= t->count;
}

static const struct item *content_beside(const struct check_text *t, size_t i, int step)
{
    while (step < 0 ? i > 0 : i + 1 < t->count) {
        i = step < 0 ? i - 1 : i + 1;
        if (t->items[i].is_content)
            return &t->items[i];
    }
    return NULL;
}

/* A date may go where it still dates the same: the time of the main clause, or beside what it stood by. */
static bool is_time(const struct pairing *p, const struct run *run)
{
    const struct check_text *w = p->wording, *s = p->source;
    size_t date = run->begin, others = 0;
    for (size_t i = run->begin; i < run->end; i++) {
        if (w->items[i].kind == ITEM_DATE)
            date = i;
        else
            others += w->items[i].is_content;
    }
    if (w->items[date].kind != ITEM_DATE || others)
        return false;
    size_t there = (size_t)p->to_source[date];
    size_t dates = 0;
    for (size_t k = 0; k < s->count; k++)
        dates += s->items[k].kind == ITEM_DATE;
    if (dates == 1)
        return true;
    if (s->sentence != NO_INDEX && s->passage->sentences[s->sentence].when.time == s->items[there].index)
        return stands_at_end(w, run->begin, run->end);
    const struct item *x = content_beside(w, date, -1), *y = content_beside(s, there, -1);
    return x && y && check_same_item(w, x, s, y);
}

/* "In Velmere", "after the vote", a whole clause: to the front or to the end. */
static bool is_phrase(const struct pairing *p, const struct run *run)
{
    const struct check_text *w = p->wording, *s = p->source;
    const struct item *first = &w->items[run->begin];
    bool opens = first->kind == ITEM_WORD && !first->is_content && (item_is(first, CLASS_GOVERNOR) || item_is(first, CLASS_JOINT) || item_is(first, CLASS_WEIGHTY));
    bool closes = run->there_end >= s->count || item_is_boundary(&s->items[run->there_end]) || s->items[run->there_end].is_content == false;
    bool whole = (run->there == 0 || item_is_boundary(&s->items[run->there - 1])) &&
                 (run->there_end >= s->count || item_is_boundary(&s->items[run->there_end]));
    if (whole && run->end - run->begin >= 4)
        return true;
    return opens && closes && stands_at_end(w, run->begin, run->end);
}

static bool is_verb_like(const struct check_text *t, const struct item *i)
{
    struct str s = item_text(t, i);
    if (i->kind != ITEM_WORD || i->flags & TOKEN_IN_NAME)
        return false;
    return item_is(i, CLASS_BE | CLASS_HAVE | CLASS_VERB) || (s.n > 4 && str_ends(s, STR("ed"))) || is_said_word(i);
}

/* "killed three and injured forty" - "killed forty": a part taken out of another clause. */
static bool crosses_clause(const struct pairing *p, size_t from, size_t to)
{
    const struct check_text *s = p->source;
    bool joint = false, verb = false, verb_before = false, subject = false;
    for (size_t k = from + 1; k < to; k++) {
        const struct item *i = &s->items[k];
        if (p->to_wording[k] >= 0 && (item_is(i, CLASS_JOINT) || i->is_content))
            return false;
        if (item_is_boundary(i)) {
            joint = verb = subject = false;
        } else if (item_is(i, CLASS_JOINT | CLASS_RELATIVE)) {
            verb_before |= verb || is_verb_like(s, &s->items[from]);
            joint = true, verb = subject = false;
        } else {
            verb |= is_verb_like(s, i);
            subject |= i->is_content;
        }
    }
    if (!joint)
        return false;
    /* "praised Brandt and Marek left" - "praised ... left": the subject of the second clause is gone */
    bool headless = verb_before && subject && !verb && is_verb_like(s, &s->items[to]);
    return verb || headless;
}

/* "criticised Brandt and Marek praised the plan" - "and praised the plan": the joint is there, the subject is not. */
static bool is_headless(const struct pairing *p, size_t i)
{
    const struct check_text *w = p->wording, *s = p->source;
    if (!i || !item_is(&w->items[i - 1], CLASS_JOINT) || p->to_source[i - 1] < 0 || !is_verb_like(w, &w->items[i]))
        return false;
    for (int32_t k = p->to_source[i - 1] + 1; k < p->to_source[i]; k++) {
        const struct item *x = &s->items[k];
        if (item_is_boundary(x))
            return false;
        if (x->kind == ITEM_WORD && x->is_content && !is_verb_like(s, x) && !str_ends(item_text(s, x), STR("ly")))
            return true;
    }
    return false;
}

static struct verdict check_cuts(struct arena *a, const struct pairing *p)
{
    const struct check_text *w = p->wording;
    size_t last = SIZE_MAX;
    for (size_t i = 0; i < w->count; i++) {
        const struct item *x = &w->items[i];
        if (item_is_boundary(x) || item_is(x, CLASS_JOINT | CLASS_RELATIVE))
            last = SIZE_MAX;
        if (!x->is_content || p->to_source[i] < 0 || p->is_moved[i])
            continue;
        if (is_headless(p, i))
            return check_fault(a, CHECK_ROLES, "who \"%.*s\" is left out", STR_ARG(item_text(w, x)));
        if (last != SIZE_MAX && p->to_source[i] > p->to_source[last] &&
            crosses_clause(p, (size_t)p->to_source[last], (size_t)p->to_source[i]))
            return check_fault(a, x->kind == ITEM_NUMBER ? CHECK_NUMBER : x->kind == ITEM_DATE ? CHECK_DATE : CHECK_ROLES,
                               "\"%.*s\" and \"%.*s\" belong to different clauses of the source",
                               STR_ARG(item_text(w, &w->items[last])), STR_ARG(item_text(w, x)));
        last = i;
    }
    return (struct verdict){0};
}

static enum check_reason reason_of(const struct check_text *w, const struct run *run)
{
    for (size_t i = run->begin; i < run->end; i++) {
        if (w->items[i].kind == ITEM_DATE)
            return CHECK_DATE;
        if (w->items[i].kind == ITEM_NUMBER)
            return CHECK_NUMBER;
        if (w->items[i].flags & TOKEN_NEGATION)
            return CHECK_NEGATION;
    }
    return CHECK_ROLES;
}

struct verdict check_places(struct arena *a, struct pairing *p)
{
    struct run run = {0};
    while (!p->is_exchanged && next_run(p, &run)) {
        if (!matters(p, &run) || is_of_saying(p, &run) || is_time(p, &run) || is_phrase(p, &run))
            continue;
        struct span at = {p->wording->items[run.begin].at.begin, p->wording->items[run.end - 1].at.end};
        return check_fault(a, reason_of(p->wording, &run), "\"%.*s\" stands in another place of the source's sentence",
                           STR_ARG(str_span(p->wording->passage->text, at)));
    }
    return check_cuts(a, p);
}
