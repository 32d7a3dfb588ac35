/* Tokens, paragraphs and sentences of a passage. Sentence ends are decided by rules over the tokens on both sides of a
 * full stop (in the manner of Kiss & Strunk 2006's token types, with listed abbreviations for learned ones). */
#include "text/reading.h"

#include <unicode/uchar.h>

/* Hard-wrapped text breaks lines inside sentences: all lines short, and most of them ending in mid-sentence. */
static bool is_hard_wrapped(struct str text)
{
    size_t lines = 0, open = 0, longest = 0;
    while (text.n) {
        struct str line = str_trim(str_cut(&text, '\n'));
        if (!line.n)
            continue;
        lines++;
        longest = line.n > longest ? line.n : longest;
        open += !strchr(".!?:\"'", line.p[line.n - 1]) && line.n > 30;
    }
    return lines >= 4 && longest <= 120 && open * 2 > lines;
}

static uint8_t flags_of(const struct word *w, struct str surface, const struct lexicon *l)
{
    unsigned f = 0;
    f |= w->lex & LEX_BIT(LEX_STOP) ? TOKEN_STOP : 0;
    f |= w->lex & LEX_BIT(LEX_NEGATION) ? TOKEN_NEGATION : 0;
    f |= w->lex & LEX_BIT(LEX_MODAL) ? TOKEN_MODAL : 0;
    f |= w->is_capitalised ? TOKEN_CAPITALISED : 0;
    f |= w->is_upper ? TOKEN_UPPER : 0;
    if (str_eq(str_of(l->language), STR("en")) && surface.n > 3 && (surface.p[surface.n - 1] | 0x20) == 't' &&
        (str_ends(surface, STR("n't")) || str_ends(surface, STR("n\xE2\x80\x99t"))))
        f |= TOKEN_NEGATION | TOKEN_STOP;
    if (surface.p[0] == '\'' || (unsigned char)surface.p[0] == 0xE2)
        f |= TOKEN_STOP; /* 's */
    return (uint8_t)f;
}

/* "3,400" and "3400" are one term; so are "1.50" and "1.50" only as written. */
static uint64_t number_term(struct str digits)
{
    char plain[64];
    size_t n = 0;
    for (size_t i = 0; i < digits.n && n < sizeof plain; i++)
        if (digits.p[i] != ',')
            plain[n++] = digits.p[i];
    return str_hash((struct str){plain, n});
}

void reading_tokens(struct reading *r)
{
    struct passage *p = r->out;
    struct scan scan = {.text = p->text, .elides = r->lexicon->elides};
    bool wrapped = is_hard_wrapped(p->text);
    struct token t;
    while (scan_next(&scan, &t)) {
        p->tokens = arena_grow(r->scratch, p->tokens, p->token_count, &r->token_capacity, sizeof *p->tokens);
        r->marks = arena_grow(r->scratch, r->marks, p->token_count, &r->mark_capacity, sizeof *r->marks);
        struct mark *m = &r->marks[p->token_count];
        *m = (struct mark){.before = (uint8_t)scan.before};
        m->paragraph = !p->token_count || (scan.before & (wrapped ? SCAN_BLANK_LINE : SCAN_NEWLINE));
        struct str surface = token_text(p, &t);
        struct word w = {0};
        if (t.kind == TOKEN_NUMBER)
            t.term = number_term(surface);
        if (t.kind != TOKEN_PUNCTUATION || t.length <= 4)
            word_read(r->lexicon, surface, &w);
        if (t.kind == TOKEN_WORD) {
            t.term = w.term;
            t.flags = flags_of(&w, surface, r->lexicon);
        }
        m->lower = w.lower;
        m->lex = w.lex;
        p->tokens[p->token_count++] = t;
    }
}

static bool is_terminal(const struct reading *r, size_t k)
{
    const struct token *t = &r->out->tokens[k];
    if (t->kind != TOKEN_PUNCTUATION)
        return t->length > 2 && r->out->text.p[t->begin + t->length - 1] == '.'; /* "U.S.", "p.m." */
    size_t at = t->begin;
    uint32_t c = utf8_next(r->out->text, &at);
    return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0x0964 ||
           c == 0x061F || c == 0x06D4;
}

static bool is_unspaced_terminal(const struct reading *r, size_t k)
{
    unsigned char b = (unsigned char)r->out->text.p[r->out->tokens[k].begin];
    return b == 0xE3 || b == 0xEF || b == 0xE0; /* the full stops of Chinese, Japanese and Hindi */
}

static bool is_closer(const struct reading *r, size_t k)
{
    const struct mark *m = &r->marks[k];
    if (r->out->tokens[k].kind != TOKEN_PUNCTUATION || (m->before & SCAN_SPACE))
        return false;
    enum quote_mark q = reading_quote_mark(r, k);
    if (q == QUOTE_CLOSES || q == QUOTE_STRAIGHT)
        return true;
    size_t at = r->out->tokens[k].begin;
    uint32_t c = utf8_next(r->out->text, &at);
    return c == ')' || c == ']' || c == '\'' || c == 0x2019;
}

/* `"Why?" Smith said.` goes on: a verb of saying stands close behind the closing mark. */
static bool is_attributed(const struct reading *r, size_t next)
{
    const struct passage *p = r->out;
    for (size_t k = next; k < next + 6 && k < p->token_count && !r->marks[k].paragraph; k++) {
        if (p->tokens[k].kind == TOKEN_PUNCTUATION && !reading_is(r, k, '.'))
            return false;
        if (reading_has(r, k, LEX_SAID))
            return true;
    }
    return false;
}

/* Arabic, Hindi, Chinese: nothing tells where a sentence begins, so a full stop ends one. */
static bool is_uncased(const struct passage *p, const struct token *t)
{
    size_t at = t->begin;
    return !u_islower((UChar32)utf8_next(p->text, &at));
}

/* Does the sentence from `begin` that has a terminal mark at `k` end there? `next` is the token behind the mark and its closers. */
static bool ends_at(const struct reading *r, size_t begin, size_t k, size_t next)
{
    const struct passage *p = r->out;
    const struct token *t = &p->tokens[k], *n = &p->tokens[next];
    bool spaced = r->marks[next].before & SCAN_SPACE, closed = next > k + 1;
    bool is_stop = p->text.p[t->begin + t->length - 1] == '.';
    bool upper = n->flags & TOKEN_CAPITALISED, lower = n->kind == TOKEN_WORD && !upper;
    const struct token *w = k ? &p->tokens[k - 1] : NULL;
    if (is_unspaced_terminal(r, k))
        return true;
    if (!spaced) /* "ended.The next" is a lost space; "nutgraf.Org" hardly ever occurs */
        return is_stop && t->length == 1 && w && w->kind == TOKEN_WORD && w->length > 3 && !(w->flags & TOKEN_CAPITALISED) &&
               upper && n->length > 1 && !(n->flags & TOKEN_UPPER);
    if (lower && (n->flags & TOKEN_STOP || is_stop || closed || n->length > 1))
        return is_uncased(p, n);
    if (closed)
        return !(upper && !(n->flags & TOKEN_STOP) && (!is_stop || t->length > 1) && is_attributed(r, next)) || is_stop;
    if (!is_stop || t->length > 1) {
        bool is_acronym = t->kind == TOKEN_WORD;
        return !is_acronym || ((n->flags & TOKEN_STOP) && upper);
    }
    if (!w || (r->marks[k].before & SCAN_SPACE))
        return true;
    if (reading_has(r, k - 1, LEX_ABBREVIATION) && (w->flags & TOKEN_CAPITALISED))
        return false;
    if (reading_has(r, k - 1, LEX_ABBREVIATION_NUMBER) && n->kind == TOKEN_NUMBER)
        return false;
    if (reading_has(r, k - 1, LEX_ABBREVIATION_FINAL) || (w->length == 1 && w->kind == TOKEN_WORD && w->flags & TOKEN_CAPITALISED))
        return (n->flags & TOKEN_STOP) && upper;
    /* "1. Mix", "a. Stir": the number of a list item */
    bool is_item = w->kind == TOKEN_NUMBER && w->length <= 3 && k - 1 == begin;
    bool is_day = w->kind == TOKEN_NUMBER && w->length <= 2 && reading_has(r, next, LEX_CALENDAR); /* "am 3. Mai" */
    return !is_item && !is_day;
}

static void sentence_add(struct reading *r, size_t begin, size_t end, uint32_t paragraph)
{
    struct passage *p = r->out;
    p->sentences = arena_grow(r->scratch, p->sentences, p->sentence_count, &r->sentence_capacity, sizeof *p->sentences);
    struct sentence *s = &p->sentences[p->sentence_count++];
    *s = (struct sentence){.first_token = (uint32_t)begin, .token_count = (uint32_t)(end - begin), .paragraph = paragraph};
    s->at = (struct span){p->tokens[begin].begin, token_end(&p->tokens[end - 1])};
    s->body_begin = s->at.begin;
    s->when = (struct when){.time = NO_INDEX};
    for (size_t k = begin; k < end; k++)
        if (p->tokens[k].kind == TOKEN_WORD) {
            p->tokens[k].flags |= TOKEN_SENTENCE_START;
            break;
        }
}

void reading_sentences(struct reading *r)
{
    struct passage *p = r->out;
    size_t begin = 0;
    uint32_t paragraph = 0;
    for (size_t k = 0; k < p->token_count;) {
        size_t next = k + 1;
        bool ends = next == p->token_count || r->marks[next].paragraph;
        if (!ends && is_terminal(r, k)) {
            while (next < p->token_count && !r->marks[next].paragraph && (is_closer(r, next) || (is_terminal(r, next) && p->tokens[next].kind == TOKEN_PUNCTUATION && !(r->marks[next].before & SCAN_SPACE))))
                next++;
            ends = next == p->token_count || r->marks[next].paragraph || ends_at(r, begin, k, next);
        }
        if (ends) {
            sentence_add(r, begin, next, paragraph);
            begin = next;
            if (next < p->token_count && r->marks[next].paragraph)
                paragraph++;
        }
        k = next;
    }
    p->paragraph_count = p->sentence_count ? paragraph + 1 : 0;
}
