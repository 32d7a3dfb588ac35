/* draft.h - private to the brief room: a sentence while it is being cut and mended, token by token.
 *
 * A draft begins as the source's own words. What is cut or put instead is a token's business; spaces and commas around it
 * are mended when the text is made. */
#ifndef NUTGRAF_BRIEF_DRAFT_H
#define NUTGRAF_BRIEF_DRAFT_H

#include "base/arena.h"
#include "text/analysis.h"

struct draft {
    const struct passage *passage;
    uint32_t first, end;    /* tokens of the passage, end exclusive */
    struct str *instead;    /* by token from `first`: p NULL: as it stands; n 0: cut */
    bool is_title_case;
};

void draft_open(struct arena *a, const struct passage *p, uint32_t first, uint32_t end, struct draft *out);
void draft_cut(struct draft *d, uint32_t from, uint32_t to); /* tokens of the passage, `to` exclusive */
void draft_put(struct draft *d, uint32_t token, struct str text);
bool draft_has(const struct draft *d, uint32_t token); /* it has not been cut */
struct str draft_text(struct arena *a, const struct draft *d);

/* Token k (of the passage) is the ASCII mark c. */
static inline bool draft_is_mark(const struct passage *p, uint32_t k, char c)
{
    return k < p->token_count && p->tokens[k].kind == TOKEN_PUNCTUATION && p->text.p[p->tokens[k].begin] == c;
}

bool draft_is_quote_mark(const struct passage *p, uint32_t k);
bool draft_is_dash(const struct passage *p, uint32_t k); /* between words, not within one */
/* The first token of the passage that ends behind byte `at`. */
uint32_t draft_token_at(const struct passage *p, uint32_t at);
/* The first time expression of the passage that ends behind byte `at`. */
size_t draft_time_at(const struct passage *p, uint32_t at);

#endif
