/* scan.h - the tokens of running text, one after the other. Where one begins follows Unicode's letters, digits and
 * white space (ICU properties), with what news needs: "3,400", "U.S.", "Okafor|'s", "don't", "21st", "l'|eau". */
#ifndef NUTGRAF_TEXT_SCAN_H
#define NUTGRAF_TEXT_SCAN_H

#include "text/analysis.h"

enum { SCAN_SPACE = 1, SCAN_NEWLINE = 2, SCAN_BLANK_LINE = 4 }; /* what stands before a token */

struct scan {
    struct str text;
    size_t at;
    bool elides;     /* the language writes l'eau */
    unsigned before; /* of the token last given */
    bool after_letter; /* the token last given is a word or number and nothing stands behind it: private */
};

/* Fills begin, length and kind of *out; false at the end. */
bool scan_next(struct scan *s, struct token *out);

#endif
