/* Facts are chosen by what they tell, then parted by what they are to the story (kinds.h), then by what they speak of. */
#include "brief/plan.h"

#include "brief/kinds.h"

enum { SECTION_FEWEST = 2, SECONDS_A_DAY = 86400 };
#define STALE_PER_DAY 0.15 /* an older report's fact is told only when it tells that much more */
#define OPENING 1.7        /* worth as a lead of what a report itself begins with */
#define REPEATED 0.8      /* of a fact's mass: what the page has told is told no more */
#define OVERTAKEN 0.3      /* worth of what was ahead and is over */

struct planning {
    const struct material *m;
    enum fact_kind *kinds; /* by fact */
    struct moment newest;  /* report of the story itself */
};

struct group {
    int32_t facts[PLAN_FACTS_MAX]; /* the best first */
    size_t count;
};

static const struct line *wording(const struct material *m, int32_t fact)
{
    return &m->lines[m->facts[fact].lines[0]];
}

static struct moment newest_of(const struct material *m)
{
    struct moment newest = {0};
    for (size_t i = 0; i < m->story->report_count; i++) {
        struct moment at = m->story->reports[i].analysis->article->published;
        if (!m->story->reports[i].is_background && at.is_set && (!newest.is_set || at.seconds > newest.seconds))
            newest = at;
    }
    return newest;
}

/* How much less a fact tells for its age: news grows old, and what was ahead when it was written may be over. */
static double freshness(const struct planning *p, int32_t fact)
{
    const struct line *line = wording(p->m, fact);
    struct moment at = line->analysis->article->published;
    if (p->kinds[fact] == FACT_BACKGROUND || !p->newest.is_set || !at.is_set || at.seconds >= p->newest.seconds)
        return 1;
    double days = (double)(p->newest.seconds - at.seconds) / SECONDS_A_DAY;
    const struct when *when = &line->sentence->when;
    bool is_over = p->kinds[fact] == FACT_NEXT && moment_day(at) < moment_day(p->newest) &&
                   (when->time == NO_INDEX || when->grain == GRAIN_NONE || when->first_day <= moment_day(p->newest));
    return (is_over ? OVERTAKEN : 1) / (1 + STALE_PER_DAY * days);
}

/* The best facts, none that repeats another. Gives their number. */
static size_t choose(struct arena *a, const struct planning *p, size_t wanted, int32_t chosen[PLAN_FACTS_MAX])
{
    const struct material *m = p->m;
    double *worths = arena_alloc(a, (m->fact_count + 1) * sizeof *worths);
    for (size_t i = 0; i < m->fact_count; i++)
        worths[i] = m->facts[i].score * freshness(p, (int32_t)i);
    double *penalty = arena_zero(a, (m->fact_count + 1) * sizeof *penalty);
    size_t n = 0;
    while (n < wanted) {
        int32_t best = NO_INDEX;
        double most = 0;
        for (size_t i = 0; i < m->fact_count; i++) {
            double worth = penalty[i] > REPEATED ? 0 : worths[i] * (1 - penalty[i]);
            if (worth > most) {
                most = worth;
                best = (int32_t)i;
            }
        }
        if (best == NO_INDEX)
            break;
        chosen[n++] = best;
        penalty[best] = 1;
        for (size_t i = 0; i < m->fact_count; i++) {
            double overlap = facts_overlap(wording(m, (int32_t)i), wording(m, best));
            penalty[i] = overlap > penalty[i] ? overlap : penalty[i];
        }
    }
    return n;
}

/* How well two facts read in one section: shared terms, or neighbours in one report. */
static double closeness(const struct material *m, int32_t x, int32_t y)
{
    const struct line *p = wording(m, x), *q = wording(m, y);
    int32_t gap = p->index > q->index ? p->index - q->index : q->index - p->index;
    return facts_overlap(p, q) + (p->report == q->report ? 0.5 / (1 + gap) : 0);
}

/* What happened first, told as the reports tell it; what is older or still to come, behind it, by its day. */
static bool comes_before(const struct planning *p, int32_t x, int32_t y)
{
    const struct line *a = wording(p->m, x), *b = wording(p->m, y);
    bool older[2] = {p->kinds[x] == FACT_BACKGROUND, p->kinds[y] == FACT_BACKGROUND};
    if (older[0] != older[1])
        return older[1];
    bool dated = p->kinds[x] == p->kinds[y] && (older[0] || p->kinds[x] == FACT_NEXT) && a->sentence->when.time != NO_INDEX &&
                 b->sentence->when.time != NO_INDEX;
    if (dated && a->sentence->when.first_day != b->sentence->when.first_day)
        return a->sentence->when.first_day < b->sentence->when.first_day;
    return a->report < b->report || (a->report == b->report && a->index < b->index);
}

static void arrange(const struct planning *p, int32_t *facts, size_t n, size_t fixed)
{
    for (size_t i = fixed + 1; i < n; i++) {
        int32_t moved = facts[i];
        size_t k = i;
        for (; k > fixed && comes_before(p, moved, facts[k - 1]); k--)
            facts[k] = facts[k - 1];
        facts[k] = moved;
    }
}

/* A report's own first sentence tells what is new and needs nothing before it. */
static bool begins_report(const struct material *m, int32_t fact)
{
    for (size_t i = 0; i < m->facts[fact].line_count; i++)
        if (m->lines[m->facts[fact].lines[i]].rank == 0)
            return true;
    return false;
}

/* The newest development that most reports tell, near the top of one, in words that need nothing before them. */
static size_t find_lead(const struct planning *p, const int32_t *chosen, size_t n)
{
    size_t best = 0;
    double most = -1;
    for (size_t i = 0; i < n; i++) {
        const struct line *line = wording(p->m, chosen[i]);
        double worth = p->m->facts[chosen[i]].score * freshness(p, chosen[i]);
        bool opens = begins_report(p->m, chosen[i]);
        if (p->kinds[chosen[i]] == FACT_BACKGROUND) /* what has only now come to light is news, however old */
            worth *= opens ? 0.6 : 0.1;
        if (p->kinds[chosen[i]] == FACT_REACTION)
            worth *= 0.8;
        if (kinds_leans_back(line))
            worth *= 0.6;
        if (opens)
            worth *= OPENING;
        if (worth > most) {
            most = worth;
            best = i;
        }
    }
    return best;
}

/* Takes the seed and the facts nearest to it out of the group into a new section. */
static void cut_section(const struct planning *p, struct group *g, size_t size, struct plan *out)
{
    int32_t *facts = out->facts[out->section_count];
    for (size_t k = 0; k < size; k++) {
        size_t best = 0;
        double most = -1;
        for (size_t i = 0; i < g->count && k; i++) { /* the seed is the group's first */
            double near = closeness(p->m, facts[0], g->facts[i]);
            if (near > most) {
                most = near;
                best = i;
            }
        }
        facts[k] = g->facts[best];
        memmove(g->facts + best, g->facts + best + 1, (g->count - best - 1) * sizeof *g->facts);
        g->count--;
    }
    /* The page's first fact stays first; so does the best of what follows from it. */
    arrange(p, facts, size, out->section_count == 0 || p->kinds[facts[0]] == FACT_REACTION);
    out->sizes[out->section_count++] = size;
}

static void move_last(struct group *from, size_t at, struct group *to)
{
    to->facts[to->count++] = from->facts[at];
    memmove(from->facts + at, from->facts + at + 1, (from->count - at - 1) * sizeof *from->facts);
    from->count--;
}

static size_t sections_of(const struct group groups[FACT_KINDS])
{
    size_t n = 0;
    for (size_t i = 0; i < FACT_KINDS; i++)
        n += (groups[i].count + PLAN_SECTION_SIZE - 1) / PLAN_SECTION_SIZE;
    return n;
}

/* No section of one sentence, no more than `most` sections. */
static void balance(struct group groups[FACT_KINDS], size_t most)
{
    struct group *told = &groups[FACT_HAPPENED];
    for (size_t i = FACT_REACTION; i < FACT_KINDS; i++)
        while (told->count < SECTION_FEWEST && groups[i].count && i != FACT_BACKGROUND)
            move_last(&groups[i], 0, told);
    for (size_t i = FACT_REACTION; i < FACT_KINDS; i++)
        if (groups[i].count && groups[i].count < SECTION_FEWEST)
            move_last(&groups[i], 0, told);
    while (sections_of(groups) > most) {
        size_t largest = 0;
        for (size_t i = 1; i < FACT_KINDS; i++)
            if (groups[i].count > groups[largest].count)
                largest = i;
        groups[largest].count--; /* the least of its facts */
    }
}

void plan_make(struct arena *a, const struct material *m, size_t max_sections, struct plan *out)
{
    int32_t chosen[PLAN_FACTS_MAX];
    size_t wanted = 4 + 3 * facts_voice_count(m->story);
    *out = (struct plan){0};
    struct planning p = {.m = m, .kinds = arena_zero(a, (m->fact_count + 1) * sizeof *p.kinds), .newest = newest_of(m)};
    int32_t first_day = kinds_first_day(m);
    for (size_t i = 0; i < m->fact_count; i++)
        p.kinds[i] = kinds_of_fact(m, &m->facts[i], first_day);
    size_t n = choose(a, &p, wanted < PLAN_FACTS_MAX ? wanted : PLAN_FACTS_MAX, chosen);
    if (!n)
        return;
    size_t lead = find_lead(&p, chosen, n);
    struct group groups[FACT_KINDS] = {0};
    groups[FACT_HAPPENED].facts[groups[FACT_HAPPENED].count++] = chosen[lead];
    for (size_t i = 0; i < n; i++) {
        struct group *g = &groups[p.kinds[chosen[i]]];
        if (i != lead)
            g->facts[g->count++] = chosen[i];
    }
    balance(groups, max_sections && max_sections < PLAN_SECTIONS_MAX ? max_sections : PLAN_SECTIONS_MAX);
    for (size_t i = 0; i < FACT_KINDS; i++)
        for (size_t parts = (groups[i].count + PLAN_SECTION_SIZE - 1) / PLAN_SECTION_SIZE; parts; parts--)
            cut_section(&p, &groups[i], (groups[i].count + parts - 1) / parts, out);
}
