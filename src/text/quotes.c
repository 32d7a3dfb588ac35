/* Quotations: what stands between quotation marks, straight or typographic, and who said it.
 *
 * Marks pair within a paragraph. A quotation that runs over several paragraphs has an opening mark at the beginning of
 * each and a closing one only in the last; every paragraph of it is a quotation of its own here. An opening mark
 * without a close counts only in that case: nothing is quoted that was not marked off.
 */
#include "text/reading.h"

static uint32_t first_of(const struct reading *r, size_t k)
{
    size_t at = r->out->tokens[k].begin;
    return utf8_next(r->out->text, &at);
}

enum quote_mark reading_quote_mark(const struct reading *r, size_t k)
{
    if (k >= r->out->token_count || r->out->tokens[k].kind != TOKEN_PUNCTUATION)
        return QUOTE_NONE;
    switch (first_of(r, k)) {
    case 0x201C: /* closes in German, where a low mark opens */
        return str_eq(str_of(r->lexicon->language), STR("de")) ? QUOTE_CLOSES : QUOTE_OPENS;
    case 0x201E:
    case 0xAB:
    case 0x300C:
        return QUOTE_OPENS;
    case 0x201D:
    case 0xBB:
    case 0x300D:
        return QUOTE_CLOSES;
    case '"':
        return QUOTE_STRAIGHT;
    case '`':
        return r->out->tokens[k].length == 2 ? QUOTE_OPENS : QUOTE_NONE;
    case '\'':
        return r->out->tokens[k].length == 2 ? QUOTE_CLOSES : QUOTE_NONE;
    default:
        return QUOTE_NONE;
    }
}

/* A straight mark opens when it leans on what follows. */
static bool leans_right(const struct reading *r, size_t k)
{
    bool space_before = r->marks[k].paragraph || (r->marks[k].before & SCAN_SPACE) || reading_is(r, k - 1, '(') ||
                        (r->out->tokens[k - 1].kind == TOKEN_PUNCTUATION && first_of(r, k - 1) >= 0x2010 && first_of(r, k - 1) <= 0x2018);
    bool space_after = k + 1 >= r->out->token_count || r->marks[k + 1].before;
    return space_before && !space_after;
}

static void quote_add(struct reading *r, size_t open, size_t close)
{
    struct passage *p = r->out;
    if (close <= open + 1)
        return;
    p->quotes = arena_grow(r->scratch, p->quotes, p->quote_count, &r->quote_capacity, sizeof *p->quotes);
    struct quote *q = &p->quotes[p->quote_count++];
    *q = (struct quote){.at = {token_end(&p->tokens[open]), token_end(&p->tokens[close - 1])}, .speaker_name = NO_INDEX};
    while (q->at.begin < q->at.end && p->text.p[q->at.begin] == ' ')
        q->at.begin++;
    for (size_t k = open + 1; k < close; k++)
        p->tokens[k].flags |= TOKEN_IN_QUOTE;
    const struct token *first = &p->tokens[open + 1], *last = &p->tokens[close - 1];
    char end = p->text.p[last->begin];
    bool whole = (first->flags & TOKEN_CAPITALISED) && last->kind == TOKEN_PUNCTUATION && strchr(".,!?", end);
    q->is_partial = !whole;
}

/* British style: 'quoted' or its typographic form, outside double marks. Gives the closing token or 0. */
static size_t single_close(const struct reading *r, size_t open, size_t end)
{
    for (size_t k = open + 2; k < end; k++) {
        uint32_t c = r->out->tokens[k].kind == TOKEN_PUNCTUATION && r->out->tokens[k].length <= 3 ? first_of(r, k) : 0;
        if (reading_quote_mark(r, k) != QUOTE_NONE)
            return 0;
        if ((c == '\'' || c == 0x2019) && !(r->marks[k].before & SCAN_SPACE) &&
            (k + 1 >= end || r->marks[k + 1].before || r->out->tokens[k + 1].kind == TOKEN_PUNCTUATION))
            return k;
    }
    return 0;
}

static bool is_single_open(const struct reading *r, size_t k, size_t end)
{
    const struct token *t = &r->out->tokens[k];
    if (t->kind != TOKEN_PUNCTUATION || k + 1 >= end || r->marks[k + 1].before)
        return false;
    uint32_t c = first_of(r, k);
    return c == 0x2018 || (c == '\'' && t->length == 1 && (r->marks[k].paragraph || (r->marks[k].before & SCAN_SPACE)));
}

static void quotes_of_paragraph(struct reading *r, size_t begin, size_t end)
{
    size_t open = SIZE_MAX, depth = 0;
    bool singles_end = false; /* no closing single mark is left: searching again would be quadratic */
    for (size_t k = begin; k < end; k++) {
        enum quote_mark q = reading_quote_mark(r, k);
        if (q == QUOTE_STRAIGHT)
            q = open != SIZE_MAX && !(leans_right(r, k) && depth) ? QUOTE_CLOSES : leans_right(r, k) ? QUOTE_OPENS : QUOTE_NONE;
        if (q == QUOTE_OPENS && open == SIZE_MAX) {
            open = k;
        } else if (q == QUOTE_OPENS) {
            depth++;
        } else if (q == QUOTE_CLOSES && open != SIZE_MAX) {
            if (depth && first_of(r, open) != '"') {
                depth--;
                continue;
            }
            quote_add(r, open, k);
            open = SIZE_MAX;
            depth = 0;
        } else if (open == SIZE_MAX && !singles_end && is_single_open(r, k, end)) {
            size_t close = single_close(r, k, end);
            singles_end = !close;
            if (close)
                quote_add(r, k, close), k = close;
        }
    }
    bool goes_on = end < r->out->token_count && reading_quote_mark(r, end) != QUOTE_NONE;
    if (open != SIZE_MAX && goes_on)
        quote_add(r, open, end);
}

void reading_quotes(struct reading *r)
{
    struct passage *p = r->out;
    size_t begin = 0;
    for (size_t k = 1; k <= p->token_count; k++) {
        if (k < p->token_count && !r->marks[k].paragraph)
            continue;
        quotes_of_paragraph(r, begin, k);
        begin = k;
    }
    size_t s = 0;
    for (size_t i = 0; i < p->quote_count; i++) {
        while (s + 1 < p->sentence_count && p->sentences[s].at.end <= p->quotes[i].at.begin)
            s++;
        p->quotes[i].sentence = (int32_t)s;
    }
}
