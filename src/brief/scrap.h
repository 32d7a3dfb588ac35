/* scrap.h - private to the brief room: what a page's text holds beside its report: captions, credits, buttons, bylines,
 * transcripts, links that ran into a sentence. By form, not by outlet. Thread-safe. */
#ifndef NUTGRAF_BRIEF_SCRAP_H
#define NUTGRAF_BRIEF_SCRAP_H

#include "text/analysis.h"

/* `first`: the token at which the sentence proper begins, behind dateline and title. */
bool scrap_is(const struct analysis *x, const struct sentence *s, uint32_t first);

#endif
