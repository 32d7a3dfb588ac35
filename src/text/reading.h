/* reading.h - a passage while it is being taken apart; private to the text room.
 *
 * Each step fills its part of `out`, in the order of the functions below. Lists grow in `scratch` and are moved to the
 * passage's arena at the end. Token indexes are size_t; `words` runs parallel to the tokens.
 */
#ifndef NUTGRAF_TEXT_READING_H
#define NUTGRAF_TEXT_READING_H

#include "base/arena.h"
#include "text/analysis.h"
#include "text/scan.h"
#include "text/word.h"

struct mark { /* what is known of a token beside struct token */
    uint64_t lower, lex;
    uint8_t before;  /* SCAN_ flags */
    bool paragraph;  /* a paragraph begins here */
};

/* Who is called what: full names by their last word and by their initials, for this passage and the one after it. */
struct name_index {
    struct map by_phrase, by_last, by_first, by_initials; /* -> key of the full name */
    struct map kinds;                                     /* key -> enum name_kind */
    struct map seen_lower, seen_name; /* words seen in lower case, and capitalised where nothing forced it */
};

struct reading {
    struct arena *scratch;
    const struct lexicon *lexicon;
    struct passage *out;
    struct mark *marks;
    size_t token_capacity, mark_capacity, sentence_capacity, name_capacity, number_capacity, quote_capacity;
    struct name_index *names;
    bool is_title;
};

void reading_tokens(struct reading *r);    /* tokens, marks, paragraphs */
void reading_sentences(struct reading *r); /* sentences */
void reading_quotes(struct reading *r);    /* quotes without speakers, TOKEN_IN_QUOTE */
void reading_names(struct reading *r);     /* names, TOKEN_IN_NAME */
void reading_numbers(struct reading *r);   /* numbers */
void reading_speakers(struct reading *r);  /* the quotes' speakers */
void reading_furniture(struct reading *r); /* datelines, fragments, pronouns, questions */

void name_index_free(struct name_index *n);

/* Is token k the ASCII character c? */
static inline bool reading_is(const struct reading *r, size_t k, char c)
{
    return k < r->out->token_count && r->out->tokens[k].kind == TOKEN_PUNCTUATION &&
           r->out->text.p[r->out->tokens[k].begin] == c;
}

static inline bool reading_has(const struct reading *r, size_t k, enum lex category)
{
    return k < r->out->token_count && (r->marks[k].lex & LEX_BIT(category));
}

static inline uint32_t token_end(const struct token *t)
{
    return t->begin + t->length;
}

/* Does a phrase of the category begin at token k? Gives its length in tokens, 0 if none. */
size_t reading_phrase_at(const struct reading *r, size_t k, size_t end, enum lex category);
/* ... or end just before token k, beginning at or behind `begin`? */
size_t reading_phrase_before(const struct reading *r, size_t k, size_t begin, enum lex category);

enum quote_mark { QUOTE_NONE, QUOTE_OPENS, QUOTE_CLOSES, QUOTE_STRAIGHT };
/* What kind of double quotation mark token k is. */
enum quote_mark reading_quote_mark(const struct reading *r, size_t k);

#endif
