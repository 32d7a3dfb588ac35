/* timeline_terms.h - private to the timeline: the content terms of a sentence, or a part of it, dates left out. Thread-safe. */
#ifndef NUTGRAF_BRIEF_TIMELINE_TERMS_H
#define NUTGRAF_BRIEF_TIMELINE_TERMS_H

#include "text/analysis.h"

struct terms {
    uint64_t *items; /* distinct, sorted */
    size_t count;
    double mass; /* sum of the background weights */
};

struct terms timeline_terms(struct arena *a, const struct passage *p, const struct sentence *s, struct span part);
double timeline_terms_shared(const struct terms *x, const struct terms *y); /* weight of what both have */
size_t timeline_terms_common(const struct terms *x, const struct terms *y); /* number of what both have */
/* Shared weight over the smaller one's, 0-1. */
double timeline_terms_overlap(const struct terms *x, const struct terms *y);

#endif
