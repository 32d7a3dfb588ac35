#include "brief/plan.h"

static const struct line *wording(const struct material *m, int32_t fact)
{
    return &m->lines[m->facts[fact].lines[0]];
}

/* The best facts, none that repeats another. Gives their number. */
static size_t choose(struct arena *a, const struct material *m, size_t wanted, int32_t chosen[PLAN_FACTS_MAX])
{
    double *penalty = arena_zero(a, (m->fact_count + 1) * sizeof *penalty);
    size_t n = 0;
    while (n < wanted) {
        int32_t best = NO_INDEX;
        double most = 0;
        for (size_t i = 0; i < m->fact_count; i++) {
            double worth = penalty[i] > 0.8 ? 0 : m->facts[i].score * (1 - penalty[i]);
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

/* Within a section: as the reports tell it, the section's best fact first. */
static void arrange(const struct material *m, int32_t *facts, size_t n)
{
    for (size_t i = 2; i < n; i++) {
        int32_t moved = facts[i];
        size_t k = i;
        for (; k > 1; k--) {
            const struct line *before = wording(m, facts[k - 1]), *line = wording(m, moved);
            if (before->report < line->report || (before->report == line->report && before->index <= line->index))
                break;
            facts[k] = facts[k - 1];
        }
        facts[k] = moved;
    }
}

void plan_make(struct arena *a, const struct material *m, size_t max_sections, struct plan *out)
{
    int32_t chosen[PLAN_FACTS_MAX];
    size_t wanted = 4 + 3 * facts_voice_count(m->story);
    *out = (struct plan){0};
    size_t n = choose(a, m, wanted < PLAN_FACTS_MAX ? wanted : PLAN_FACTS_MAX, chosen);
    size_t left = n;
    if (!max_sections || max_sections > PLAN_SECTIONS_MAX)
        max_sections = PLAN_SECTIONS_MAX;
    while (left && out->section_count < max_sections) {
        int32_t *facts = out->facts[out->section_count];
        size_t size = 0, limit = left == PLAN_SECTION_SIZE ? PLAN_SECTION_SIZE : PLAN_SECTION_SIZE - 1;
        for (; size < limit && left; size++) {
            size_t best = n;
            double most = -1;
            for (size_t i = 0; i < n; i++) {
                if (chosen[i] == NO_INDEX)
                    continue;
                double near = size ? closeness(m, facts[0], chosen[i]) : m->facts[chosen[i]].score;
                if (near > most) {
                    most = near;
                    best = i;
                }
            }
            facts[size] = chosen[best];
            chosen[best] = NO_INDEX;
            left--;
        }
        arrange(m, facts, size);
        out->sizes[out->section_count++] = size;
    }
}
