/* timeline_wording.h - private to the timeline: a sentence with its relative dates said outright.
 *
 * "on Wednesday" becomes "on Feb. 18", "last October" "in October 2025", "three years ago" "in 2022". What cannot be put
 * so without bending the sentence stays as the source has it. Thread-safe.
 */
#ifndef NUTGRAF_BRIEF_TIMELINE_WORDING_H
#define NUTGRAF_BRIEF_TIMELINE_WORDING_H

#include "text/analysis.h"

struct wording {
    struct str text;    /* in the arena; begins with a capital, ends with a full stop */
    size_t left_vague;  /* relative dates that stayed: "last week" */
};

/* `text` is a piece of x->body.text (standing_text of the sentence). `year`: the year that needs no saying. */
struct wording timeline_word(struct arena *a, const struct analysis *x, const struct sentence *s, struct str text, int32_t year);

/* The piece as the source has it, beginning with a capital. */
struct str timeline_plain(struct arena *a, struct str text);

#endif
