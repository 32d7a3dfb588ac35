/* pointing.h - private to the brief room: does a sentence point to what only the sentences around it say? Thread-safe.
 *
 * "It sells ..." behind an opening phrase, "that inquiry", "paid more for it", "By the fourth, ...", "About a third have ...":
 * on a page that leaves its neighbours out nobody knows what is meant. English, by word lists and order.
 */
#ifndef NUTGRAF_BRIEF_POINTING_H
#define NUTGRAF_BRIEF_POINTING_H

#include "text/analysis.h"

/* `first`, `end`: tokens of the sentence that would stand on the page. */
bool pointing_is(const struct passage *body, uint32_t first, uint32_t end);

/* The name that token k is part of, NULL where there is none. */
const struct name *pointing_name_at(const struct passage *body, uint32_t k);

#endif
