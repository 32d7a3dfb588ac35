/* word.h - a single word: its folded form, its stem, what the lexicon knows. Results are cached a thread. */
#ifndef NUTGRAF_TEXT_WORD_H
#define NUTGRAF_TEXT_WORD_H

#include "text/lexicon.h"

struct word {
    uint64_t term;  /* hash of the lower-cased stem */
    uint64_t lower; /* hash of the lower-cased word */
    uint64_t lex;   /* LEX_BITs */
    bool is_capitalised, is_upper;
};

/* Longer words are neither folded nor stemmed: they are no words of any language. */
enum { WORD_FOLD_LIMIT = 96 };

void word_read(const struct lexicon *l, struct str surface, struct word *out);
uint64_t word_lower_hash(const struct lexicon *l, struct str surface); /* as word_read, and nothing else */
/* The stem itself, for tables that people read. `out` has room for WORD_FOLD_LIMIT * 2 bytes; gives the length. */
size_t word_stem(const struct lexicon *l, struct str surface, char *out);

#endif
