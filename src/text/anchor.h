/* anchor.h - when the event of each sentence's main clause happened.
 *
 * A date belongs to what it stands by: in "The minister said on Friday that the talks, held Tuesday, had failed",
 * Friday is when it was said. The sentence's time is the expression that governs the main clause; a date of saying, of
 * a clause between commas, or behind "since" and "until" stands back; where nothing is left, the publication day stands
 * in.
 */
#ifndef NUTGRAF_TEXT_ANCHOR_H
#define NUTGRAF_TEXT_ANCHOR_H

#include "text/analysis.h"

/* Fills sentence.when of every sentence. Needs tokens, sentences and times. Thread-safe. */
void anchor_sentences(struct passage *p, const struct timex_context *context);

/* The expression that says when something was said ("said on Friday"): an index into times, or NO_INDEX. */
int32_t anchor_saying(const struct passage *p, const struct sentence *s, const struct timex_context *context);

#endif
