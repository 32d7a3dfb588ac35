/* timeline_reader.h - private to the timeline: the tokens of a sentence and what kind of word each is.
 *
 * A reader borrows from the analysis and lives on the stack. Thread-safe.
 */
#ifndef NUTGRAF_BRIEF_TIMELINE_READER_H
#define NUTGRAF_BRIEF_TIMELINE_READER_H

#include <string.h>

#include "brief/timeline_words.h"
#include "text/analysis.h"
#include "text/lexicon.h"
#include "text/timex_grammar.h"
#include "text/word.h"

struct reader {
    const struct passage *p;
    const struct sentence *s;
    const struct lexicon *lexicon;
    const struct timex_grammar *grammar;
    int32_t published;
    size_t begin, end; /* tokens of the sentence behind its dateline */
};

static inline struct str word_at(const struct reader *r, size_t token)
{
    return token_text(r->p, &r->p->tokens[token]);
}

static inline bool in_list(const struct reader *r, size_t token, enum timeline_list list)
{
    return token >= r->begin && token < r->end && r->p->tokens[token].kind == TOKEN_WORD &&
           timeline_word_is(list, word_at(r, token));
}

static inline bool is_mark(const struct reader *r, size_t token, const char *marks)
{
    const struct token *t = &r->p->tokens[token];
    return t->kind == TOKEN_PUNCTUATION && t->length == 1 && strchr(marks, r->p->text.p[t->begin]);
}

/* A dash that parts clauses: one or more hyphens, an en or em dash. */
static inline bool is_dash(const struct reader *r, size_t token)
{
    const struct token *t = &r->p->tokens[token];
    struct str mark = word_at(r, token);
    return t->kind == TOKEN_PUNCTUATION && (mark.p[0] == '-' || str_eq(mark, STR("\xE2\x80\x93")) ||
                                            str_eq(mark, STR("\xE2\x80\x94")) || str_eq(mark, STR("\xE2\x80\x95")));
}

/* "Port-Aldous", "grant-funded": no white space on either side. */
static inline bool is_hyphen(const struct reader *r, size_t token)
{
    const struct token *t = &r->p->tokens[token];
    return t->length == 1 && r->p->text.p[t->begin] == '-' && token > r->begin && token + 1 < r->end &&
           t[-1].begin + t[-1].length == t->begin && t->begin + 1 == t[1].begin;
}

static inline uint64_t classes(const struct reader *r, size_t token)
{
    const struct token *t = &r->p->tokens[token];
    if (t->kind != TOKEN_WORD)
        return 0;
    struct str word = word_at(r, token);
    uint64_t found = timex_word_classes(r->grammar, word);
    for (size_t i = 0; i < r->grammar->suffix_count; i++) {
        struct str suffix = {r->grammar->suffixes[i].text, r->grammar->suffixes[i].length};
        if (word.n > suffix.n + 2 && str_ends(word, suffix))
            found |= r->grammar->suffixes[i].classes;
    }
    return found;
}

static inline bool is_past(const struct reader *r, size_t token)
{
    return !(r->p->tokens[token].flags & (TOKEN_IN_NAME | TOKEN_CAPITALISED)) && classes(r, token) & CLASS_BIT(PAST);
}

/* "the ballyhooed meeting", "grant-funded" */
static inline bool is_adjective(const struct reader *r, size_t token)
{
    if (token > r->begin + 1 && is_hyphen(r, token - 1))
        return true;
    return str_ends(word_at(r, token), STR("ed")) && token > r->begin && in_list(r, token - 1, TIMELINE_DETERMINER) &&
           !str_eq_nocase(word_at(r, token - 1), STR("that"));
}

static inline bool is_finite(const struct reader *r, size_t token)
{
    return !(r->p->tokens[token].flags & (TOKEN_IN_NAME | TOKEN_CAPITALISED)) &&
           r->p->text.p[r->p->tokens[token].begin] != '\'' && /* "the bridge's cables" */
           !str_starts(word_at(r, token), STR("\xE2\x80\x99")) && !is_adjective(r, token) &&
           classes(r, token) & (CLASS_BIT(PAST) | CLASS_BIT(PRESENT) | CLASS_BIT(FUTURE));
}

static inline bool is_saying(const struct reader *r, size_t token)
{
    const struct token *t = &r->p->tokens[token];
    return t->kind == TOKEN_WORD && !(t->flags & TOKEN_IN_NAME) &&
           lexicon_word(r->lexicon, word_lower_hash(r->lexicon, word_at(r, token))).flags & LEX_BIT(LEX_SAID);
}

static inline bool is_participle(const struct reader *r, size_t token)
{
    const struct token *t = &r->p->tokens[token];
    struct str word = word_at(r, token);
    return t->kind == TOKEN_WORD && !(t->flags & (TOKEN_CAPITALISED | TOKEN_STOP)) &&
           (str_ends(word, STR("ing")) || is_past(r, token));
}

/* Tokens [first, last) of a span. */
static inline size_t token_from(const struct reader *r, uint32_t at)
{
    size_t low = r->begin, high = r->end;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (r->p->tokens[mid].begin + r->p->tokens[mid].length <= at)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static inline struct reader reader_of(const struct analysis *x, const struct sentence *s, int32_t published)
{
    struct reader r = {&x->body, s, lexicon_for(str_of(x->language)), timex_grammar_for(str_of(x->language)), published,
                       s->first_token, s->first_token + s->token_count};
    while (r.begin < r.end && x->body.tokens[r.begin].begin < s->body_begin)
        r.begin++;
    return r;
}

#endif
