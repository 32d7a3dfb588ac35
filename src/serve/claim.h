/* claim.h - does the archive say so? A sentence from anywhere is held against the articles that are most like it. */
#ifndef NUTGRAF_SERVE_CLAIM_H
#define NUTGRAF_SERVE_CLAIM_H

#include "brief/check.h"
#include "store/search.h"

enum { CLAIM_LIMIT = 1000, CLAIM_ARTICLES = 16, CLAIM_SENTENCES = 6 };

struct claim_sentence {
    const struct article *article;
    struct span at;
};

struct claim_answer {
    bool is_supported;
    struct str reason, why;   /* "number", "the claim says 33; the source says 31"; empty when supported */
    struct claim_sentence sentences[CLAIM_SENTENCES]; /* what supports it, or what comes nearest */
    size_t sentence_count;
};

/* STATUS_LIMIT for a claim that is too long, STATUS_BAD_INPUT for none. */
struct status claim_check(struct store *store, struct arena *a, struct str claim, struct claim_answer *out) MUST_CHECK;

#endif
