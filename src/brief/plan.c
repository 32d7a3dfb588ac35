/* Facts are chosen by what they tell, then parted by what they are to the story (kinds.h), then by what they speak of. The page
 * opens with what says most of the story; what follows must tell something that the page has not told. */
#include "brief/plan.h"

#include "brief/kinds.h"
#include "brief/novelty.h"

enum { SECTION_FEWEST = 2, SECONDS_A_DAY = 86400, OPENING_WORDS = 60, OPENING_FACTS = 3, BEGINNING_LINES = 2 };
#define STALE_PER_DAY 0.15 /* an older report's fact is told only when it tells that much more */
#define OPENING 1.7        /* worth as a lead of what a report itself begins with */
#define REPEATED 0.8      /* of a fact's mass: what the page has told is told no more */
#define NEW_SHARE 0.45     /* of a fact's mass, for all that stands behind the opening */
#define NEW_OPENING 0.62   /* of what another report begins with, which mostly is the same news */
#define NEW_BEGINNING 0.1  /* of what the story began with days before, told once: the news takes it for known */
#define OVERTAKEN 0.3      /* worth of what was ahead and is over */

struct planning {
    const struct material *m;
    enum fact_kind *kinds; /* by fact */
    struct moment newest;  /* report of the story itself */
    bool has_beginning;    /* the page tells what the story began with */
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

static bool begins_report(const struct material *m, int32_t fact);

/* What a report of an earlier day opens with. */
static bool is_beginning(const struct planning *p, const struct line *line)
{
    struct moment at = line->analysis->article->published;
    return !p->m->story->reports[line->report].is_background && line->rank < BEGINNING_LINES && at.is_set && p->newest.is_set && p->newest.seconds - at.seconds > SECONDS_A_DAY;
}

/* Does it tell what the page has not told, of what the page has told of? */
static bool is_news(const struct planning *p, const struct map *told, int32_t fact)
{
    const struct line *line = wording(p->m, fact);
    uint64_t needed = kinds_term_needed(line);
    if (needed && !map_get(told, needed))
        return false;
    bool is_first = !p->has_beginning && is_beginning(p, line), opens = begins_report(p->m, fact) && !is_beginning(p, line);
    return novelty_share(told, line) >= (is_first ? NEW_BEGINNING : opens ? NEW_OPENING : NEW_SHARE);
}

/* What a chosen fact tells is worth that much less in others. */
static void penalise(const struct planning *p, int32_t chosen, double *penalty)
{
    for (size_t i = 0; i < p->m->fact_count; i++) {
        double overlap = facts_overlap(wording(p->m, (int32_t)i), wording(p->m, chosen));
        penalty[i] = overlap > penalty[i] ? overlap : penalty[i];
    }
    penalty[chosen] = 1;
}

static void tell(struct planning *p, struct map *told, int32_t fact, bool is_opening)
{
    const struct line *line = wording(p->m, fact);
    p->has_beginning |= is_beginning(p, line) && (is_opening || novelty_share(told, line) < NEW_SHARE);
    novelty_tell(told, line);
}

/* The best facts behind the first `n`, none that repeats another; with `told`, none but news. Gives their number. */
static size_t choose(struct arena *a, struct planning *p, size_t wanted, int32_t chosen[PLAN_FACTS_MAX], size_t n, struct map *told)
{
    const struct material *m = p->m;
    double *worths = arena_alloc(a, (m->fact_count + 1) * sizeof *worths);
    for (size_t i = 0; i < m->fact_count; i++)
        worths[i] = m->facts[i].score * freshness(p, (int32_t)i);
    double *penalty = arena_zero(a, (m->fact_count + 1) * sizeof *penalty);
    for (size_t i = 0; i < n; i++)
        penalise(p, chosen[i], penalty);
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
        penalty[best] = 1;
        if (told && !is_news(p, told, best))
            continue;
        chosen[n++] = best;
        penalise(p, best, penalty);
        if (told)
            tell(p, told, best, false);
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

/* Takes the group's first facts, `kept` of them, and those nearest to the first out of it into a new section. */
static void cut_section(const struct planning *p, struct group *g, size_t size, size_t kept, struct plan *out)
{
    int32_t *facts = out->facts[out->section_count];
    for (size_t k = 0; k < size; k++) {
        size_t best = 0;
        double most = -1;
        for (size_t i = 0; i < g->count && k >= kept; i++) {
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
    /* The page's opening stays as it is; so does the best of what follows from it. */
    arrange(p, facts, size, out->section_count == 0 ? kept : p->kinds[facts[0]] == FACT_REACTION);
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

/* A lead of what is planned or said takes its kin of the same report into the first section. */
static void group(const struct planning *p, const int32_t *chosen, size_t n, size_t kept, size_t max_sections, struct group groups[FACT_KINDS])
{
    for (size_t i = 0; i < n; i++) {
        bool is_kin = p->kinds[chosen[i]] == p->kinds[chosen[0]] && wording(p->m, chosen[i])->report == wording(p->m, chosen[0])->report;
        struct group *g = &groups[i < kept || is_kin ? FACT_HAPPENED : p->kinds[chosen[i]]];
        g->facts[g->count++] = chosen[i];
    }
    balance(groups, max_sections && max_sections < PLAN_SECTIONS_MAX ? max_sections : PLAN_SECTIONS_MAX);
}

/* How many facts of the first section fill the page's first words, which say most of the story. */
static size_t opening_of(const struct planning *p, const struct plan *plan)
{
    size_t words = 0, n = 0;
    for (; n < plan->sizes[0] && n < OPENING_FACTS && words < OPENING_WORDS; n++)
        words += wording(p->m, plan->facts[0][n])->sentence->token_count;
    return n;
}

static void cut_group(const struct planning *p, struct group *g, size_t kept, struct plan *out)
{
    for (size_t parts = (g->count + PLAN_SECTION_SIZE - 1) / PLAN_SECTION_SIZE; parts; parts--) {
        size_t size = (g->count + parts - 1) / parts;
        cut_section(p, g, size > kept ? size : kept, kept, out);
        kept = 1;
    }
}

/* The facts of the page's opening, the lead first. Gives their number. */
static size_t open_page(struct arena *a, struct planning *p, size_t wanted, size_t max_sections, int32_t opening[PLAN_FACTS_MAX])
{
    size_t n = choose(a, p, wanted, opening, 0, NULL), lead = n ? find_lead(p, opening, n) : 0;
    struct plan first = {0};
    struct group groups[FACT_KINDS] = {0};
    if (!n)
        return 0;
    int32_t moved = opening[lead];
    memmove(opening + 1, opening, lead * sizeof *opening);
    opening[0] = moved;
    group(p, opening, n, 1, max_sections, groups);
    cut_group(p, &groups[FACT_HAPPENED], 1, &first);
    memcpy(opening, first.facts[0], sizeof first.facts[0]);
    return opening_of(p, &first);
}

void plan_make(struct arena *a, const struct material *m, size_t max_sections, struct plan *out)
{
    int32_t chosen[PLAN_FACTS_MAX];
    size_t wanted = 4 + 3 * facts_voice_count(m->story);
    wanted = wanted < PLAN_FACTS_MAX ? wanted : PLAN_FACTS_MAX;
    *out = (struct plan){0};
    struct planning p = {.m = m, .kinds = arena_zero(a, (m->fact_count + 1) * sizeof *p.kinds), .newest = newest_of(m)};
    int32_t first_day = kinds_first_day(m);
    for (size_t i = 0; i < m->fact_count; i++)
        p.kinds[i] = kinds_of_fact(m, &m->facts[i], first_day);
    size_t kept = open_page(a, &p, wanted, max_sections, chosen);
    struct map told = {0};
    for (size_t i = 0; i < kept; i++)
        tell(&p, &told, chosen[i], true);
    size_t n = kept ? choose(a, &p, wanted, chosen, kept, &told) : 0;
    map_free(&told);
    struct group groups[FACT_KINDS] = {0};
    group(&p, chosen, n, kept, max_sections, groups);
    for (size_t i = 0; i < FACT_KINDS; i++)
        cut_group(&p, &groups[i], i == FACT_HAPPENED ? kept : 1, out);
}
