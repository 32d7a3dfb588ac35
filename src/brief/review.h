/* review.h - the check over a whole page: headline, headings, sentences, notes, timeline, disagreements.
 *
 * Units without support of their own are checked against the sentences of the articles they cite that come nearest.
 * The verdict's text and `where` live in the arena until the next unit is taken.
 */
#ifndef NUTGRAF_BRIEF_REVIEW_H
#define NUTGRAF_BRIEF_REVIEW_H

#include "brief/guard.h"

struct review_handler {
    void *context;
    /* `where`: "headline", "section 2 heading", "section 2 sentence 1", "source 3 note", "timeline 4", "disagreement 1 claim 2" */
    void (*unit)(void *context, struct str where, struct str text, const struct verdict *verdict);
};

/* Takes every unit in the order of the page; gives the number of those that are not supported. */
size_t review_brief(const struct guard *g, const struct brief *b, const struct review_handler *handler);

#endif
