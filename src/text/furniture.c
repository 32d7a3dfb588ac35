/* What is not the report's own prose: datelines, headings, captions, credits, calls to subscribe; and how a sentence
 * leans on what stands before it. */
#include "text/reading.h"

enum { DATELINE_TOKENS = 24, DATELINE_PARAGRAPHS = 3 };

static bool is_dash(const struct reading *r, size_t k)
{
    if (r->out->tokens[k].kind != TOKEN_PUNCTUATION)
        return false;
    size_t at = r->out->tokens[k].begin;
    uint32_t c = utf8_next(r->out->text, &at);
    return ((c == '-' && r->marks[k].before) || c == 0x2013 || c == 0x2014 || c == 0x2015) && k + 1 < r->out->token_count &&
           (c != '-' || r->marks[k + 1].before);
}

/* "SEOUL, Oct 7 (KN) - ", "LONDON (Reuters) -", "(CNN) ": gives the first token behind it, 0 if there is none. */
static size_t dateline_end(const struct reading *r, const struct sentence *s)
{
    size_t begin = s->first_token, end = begin + s->token_count, k = begin, open = begin;
    bool upper = false, bracket = false;
    for (; k < end && k < begin + DATELINE_TOKENS; k++) {
        const struct token *t = &r->out->tokens[k];
        if (is_dash(r, k) && k > begin)
            return (upper || bracket) && k + 1 < end ? k + 1 : 0;
        if (reading_is(r, k, '(')) {
            open = bracket ? open : k;
            bracket = true;
        } else if (reading_is(r, k, ')')) {
            bool whole = bracket && k <= open + 4 && k + 1 < end;
            if (whole && !is_dash(r, k + 1)) /* "(CNN) The", "Paris (CNN) The", not "Allied Press (AP) says" */
                return reading_has(r, open + 1, LEX_AGENCY) && (open == begin || r->out->tokens[k + 1].flags & TOKEN_CAPITALISED) ? k + 1 : 0;
        } else if (t->kind == TOKEN_WORD) {
            if (!(t->flags & TOKEN_CAPITALISED) && !bracket && !(t->flags & TOKEN_STOP))
                return 0;
            upper = upper || ((t->flags & TOKEN_UPPER) && k < begin + 4);
        } else if (t->kind == TOKEN_PUNCTUATION && !strchr(",./-", r->out->text.p[t->begin])) {
            return 0;
        }
    }
    return 0;
}

static bool ends_as_sentence(const struct reading *r, const struct sentence *s)
{
    for (size_t k = s->first_token + s->token_count; k > s->first_token; k--) {
        const struct token *t = &r->out->tokens[k - 1];
        size_t at = t->begin;
        uint32_t c = utf8_next(r->out->text, &at);
        if (t->kind == TOKEN_WORD)
            return r->out->text.p[token_end(t) - 1] == '.';
        if (t->kind == TOKEN_NUMBER)
            return false;
        if (c == '.' && t->length > 1)
            return false; /* "...": cut off */
        if (c == 0x2026)
            return false;
        if (strchr(".!?", (int)(c < 0x80 ? c : ' ')) || c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0x0964 || c == 0x061F || c == 0x06D4)
            return true;
        if (c == ';' || c == ':' || c == ',')
            return false;
    }
    return false;
}

static bool is_fragment(const struct reading *r, const struct sentence *s, size_t first_word)
{
    size_t begin = s->first_token, end = begin + s->token_count, words = 0;
    for (size_t k = begin; k < end && words < 3; k++)
        words += r->out->tokens[k].kind == TOKEN_WORD;
    if (words < 3 || !ends_as_sentence(r, s))
        return true;
    size_t at = r->out->tokens[begin].begin;
    uint32_t c = utf8_next(r->out->text, &at);
    if (c == 0x2022 || c == 0x25CF || c == 0x25AA || c == 0x2023 || c == '*' || c == '|' || c == '#' || c == '[' || c == '>')
        return true;
    if (c == '(' && reading_is(r, end - 1, ')'))
        return true;
    for (size_t k = begin; k < end && k < begin + 60; k++)
        if (reading_is(r, k, '|'))
            return true;
    return reading_phrase_at(r, first_word, end, LEX_FURNITURE) > 0;
}

void reading_furniture(struct reading *r)
{
    struct passage *p = r->out;
    size_t told = 0; /* sentences before that are no headings or items of a list */
    for (size_t i = 0; i < p->sentence_count; i++) {
        struct sentence *s = &p->sentences[i];
        size_t first = s->first_token, end = first + s->token_count;
        bool opens = i == 0 || p->sentences[i - 1].paragraph != s->paragraph;
        if (opens && (s->paragraph < DATELINE_PARAGRAPHS || !told) && !r->is_title) {
            size_t body = dateline_end(r, s);
            if (body) {
                s->body_begin = p->tokens[body].begin;
                first = body;
            }
        }
        while (first < end && p->tokens[first].kind != TOKEN_WORD)
            first++;
        s->starts_with_pronoun = reading_has(r, first, LEX_PRONOUN) && first < end;
        for (size_t k = end; k > s->first_token && p->tokens[k - 1].kind == TOKEN_PUNCTUATION; k--)
            s->is_question = s->is_question || p->text.p[p->tokens[k - 1].begin] == '?' ||
                             str_starts(token_text(p, &p->tokens[k - 1]), STR("\xEF\xBC\x9F")) || str_starts(token_text(p, &p->tokens[k - 1]), STR("\xD8\x9F"));
        s->is_fragment = !r->is_title && is_fragment(r, s, first);
        told += !s->is_fragment;
    }
}
