/* timex_scan.h - the tokens that the rules of time expressions match on, one sentence at a time; private to them.
 *
 * A lexer of its own, because it must run over raw text at tens of megabytes a second and knows nothing but the words
 * of the grammar. A sentence here is a stretch between marks that no time expression and no clause crosses; one longer
 * than TIMEX_SENTENCE_TOKENS is cut, so that memory is bounded and time linear.
 */
#ifndef NUTGRAF_TEXT_TIMEX_SCAN_H
#define NUTGRAF_TEXT_TIMEX_SCAN_H

#include "text/timex_grammar.h"

enum { TIMEX_SENTENCE_TOKENS = 512 };

struct timex_token {
    uint32_t begin, end; /* bytes; a possessive 's is left out */
    uint64_t classes;
    uint64_t hash;                 /* of the lower-case word */
    const struct timex_word *word; /* NULL for words not in the grammar, numbers and punctuation */
    int32_t number;                /* of NUM, DAY, YEAR, ORD ...; year of ISO and YEARS; hour of CLOCK */
    int32_t extra[2];              /* month and day of ISO, minute and second of CLOCK, last year of YEARS */
    bool is_glued;                 /* a hyphen alone stands in front of it */
    bool is_capitalised, is_upper;
    bool is_possessive;
    bool is_money; /* a currency sign or '#' stands in front, or '%' behind */
    bool is_digits;
    bool is_word;
    bool is_break; /* a mark that no expression crosses stands in front */
};

struct timex_scanner {
    const struct timex_grammar *g;
    struct str text;
    size_t at;
    struct timex_token tokens[TIMEX_SENTENCE_TOKENS];
    size_t count;
    bool breaks, is_glued, is_money; /* pending for the next token */
};

void timex_scan_begin(struct timex_scanner *s, const struct timex_grammar *g, struct str text);
/* The next sentence's tokens into s->tokens; false at the end of the text. */
bool timex_scan_next(struct timex_scanner *s);

#endif
