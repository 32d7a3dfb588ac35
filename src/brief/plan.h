/* plan.h - private to the brief room: which facts a page tells, and in what order. */
#ifndef NUTGRAF_BRIEF_PLAN_H
#define NUTGRAF_BRIEF_PLAN_H

#include "brief/facts.h"

enum { PLAN_SECTIONS_MAX = 5, PLAN_SECTION_SIZE = 4, PLAN_FACTS_MAX = 14 };

struct plan {
    int32_t facts[PLAN_SECTIONS_MAX][PLAN_SECTION_SIZE]; /* indexes into material.facts */
    size_t sizes[PLAN_SECTIONS_MAX];
    size_t section_count;
};

void plan_make(struct arena *a, const struct material *m, size_t max_sections, struct plan *out);

#endif
