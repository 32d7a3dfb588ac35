/* search.h - what a reader types into the search box, and what is found (SQLite FTS5).
 *
 * The language: words (all must be there), "phrases", word* for beginnings, -word for absence, and the fields
 * outlet:, title:, name:, after:, before:, on: (days as 2025-10-07, 2025-10 or 2025). Nothing of it is passed on as it
 * came: every word is quoted, every operator is ours, so that no input is a syntax error or a way into FTS5's language.
 */
#ifndef NUTGRAF_STORE_SEARCH_H
#define NUTGRAF_STORE_SEARCH_H

#include "store/stories.h"

enum { SEARCH_QUERY_LIMIT = 512, SEARCH_TERM_LIMIT = 16 }; /* bytes, terms */

struct search {
    struct str match;       /* an FTS5 expression over articles; empty: any article (only days were given) */
    struct str story_match; /* the same over stories; empty where a field was asked for that they do not have */
    int64_t after, before;  /* publication, seconds: [after, before) */
    bool has_days;
};

/* STATUS_BAD_INPUT, or STATUS_LIMIT for what is too long, with a message for the reader. */
struct status search_parse(struct arena *a, struct str query, struct search *out) MUST_CHECK;

/* Text in which what was found stands between SEARCH_MARK_BEGIN and SEARCH_MARK_END. */
#define SEARCH_MARK_BEGIN '\x02'
#define SEARCH_MARK_END '\x03'

struct search_hit {
    struct str id, url, outlet; /* of the article */
    struct moment published;
    struct str title, excerpt; /* marked */
    struct str story, headline; /* the story it is part of, or empty */
};
/* Newest arrivals first. *more: there are others behind skip + most. */
struct status search_articles(struct store *s, struct arena *a, const struct search *search, size_t skip, size_t most,
                              struct search_hit **out, size_t *count, bool *more) MUST_CHECK;
/* The articles that share most with a text, by its rarer words (bm25); at most `most`, the likest first. */
struct status search_like(struct store *s, struct arena *a, struct str text, size_t most, struct str **ids, size_t *count) MUST_CHECK;
/* Stories whose pages say it: the best of the newest matches. Headline and lead are marked. */
struct status search_stories(struct store *s, struct arena *a, const struct search *search, size_t most,
                             struct stored_story **out, size_t *count) MUST_CHECK;

#endif
