/* timex_number.h - what digits and number words can be in a time expression; private to the time expressions. */
#ifndef NUTGRAF_TEXT_TIMEX_NUMBER_H
#define NUTGRAF_TEXT_TIMEX_NUMBER_H

#include "text/timex_scan.h"

struct timex_number {
    uint64_t classes; /* 0: no part of a time expression (3.5, 4x4, 1:2:3) */
    int32_t value, extra[2];
    size_t skip;       /* bytes behind it that are part of neither number: the T of 2025-10-07T14:05 */
    size_t apostrophe; /* bytes of an apostrophe before it that belong to it: '90s, '68 */
};

/* Reads the number at text.p[at], which is a digit, with what hangs on it (3rd, 1990s, 10:35, 2011-12); gives its end.
 */
size_t timex_number_read(const struct timex_grammar *g, struct str text, size_t at, struct timex_number *out);

/* "twenty-five", "two hundred", "nineteen ninety-four", "5 1/2": neighbours that make one number become one token. */
void timex_number_join(struct timex_scanner *s);

#endif
