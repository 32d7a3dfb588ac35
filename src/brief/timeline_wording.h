/* timeline_wording.h - private to the timeline: a sentence with its relative dates said outright.
 *
 * "on Wednesday" becomes "on Feb. 18", "last October" "in October 2025", "three years ago" "in 2022". What cannot be put
 * so without bending the sentence stays as the source has it. Thread-safe.
 */
#ifndef NUTGRAF_BRIEF_TIMELINE_WORDING_H
#define NUTGRAF_BRIEF_TIMELINE_WORDING_H

#include "text/analysis.h"

/* In the arena; begins with a capital. `text` is a piece of x->body.text (standing_text of the sentence). `year`: the year that needs no saying. */
struct str timeline_word(struct arena *a, const struct analysis *x, const struct sentence *s, struct str text, int32_t year);

/* The same of a piece that begins within a sentence: no capital is set. */
struct str timeline_word_piece(struct arena *a, const struct analysis *x, const struct sentence *s, struct str text, int32_t year);

/* The piece as the source has it, beginning with a capital. */
struct str timeline_plain(struct arena *a, struct str text);

#endif
