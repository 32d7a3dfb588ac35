#include "brief/draft.h"

#include "base/buf.h"
#include "brief/words.h"

void draft_open(struct arena *a, const struct passage *p, uint32_t first, uint32_t end, struct draft *out)
{
    *out = (struct draft){.passage = p, .first = first, .end = end};
    out->instead = arena_zero(a, (end - first + 1) * sizeof *out->instead);
}

void draft_cut(struct draft *d, uint32_t from, uint32_t to)
{
    for (uint32_t k = from < d->first ? d->first : from; k < to && k < d->end; k++)
        d->instead[k - d->first] = STR("");
}

void draft_put(struct draft *d, uint32_t token, struct str text)
{
    if (token >= d->first && token < d->end)
        d->instead[token - d->first] = text;
}

bool draft_has(const struct draft *d, uint32_t token)
{
    return token >= d->first && token < d->end && (!d->instead[token - d->first].p || d->instead[token - d->first].n);
}

bool draft_is_quote_mark(const struct passage *p, uint32_t k)
{
    struct str t = token_text(p, &p->tokens[k]);
    return str_eq(t, STR("\"")) || str_eq(t, STR("\xE2\x80\x9C")) || str_eq(t, STR("\xE2\x80\x9D"));
}

bool draft_is_dash(const struct passage *p, uint32_t k)
{
    struct str t = token_text(p, &p->tokens[k]);
    if (str_eq(t, STR("\xE2\x80\x94")))
        return true;
    bool is_spaced = k && p->tokens[k - 1].begin + p->tokens[k - 1].length < p->tokens[k].begin;
    return is_spaced && (str_eq(t, STR("-")) || str_eq(t, STR("\xE2\x80\x93")));
}

uint32_t draft_token_at(const struct passage *p, uint32_t at)
{
    size_t low = 0, high = p->token_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (p->tokens[mid].begin + p->tokens[mid].length <= at)
            low = mid + 1;
        else
            high = mid;
    }
    return (uint32_t)low;
}

size_t draft_time_at(const struct passage *p, uint32_t at)
{
    size_t low = 0, high = p->time_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (p->times[mid].at.end <= at)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* "p.m." and "iPhone" keep their letters as they are. */
static bool has_own_case(struct str word)
{
    for (size_t i = 1; i < word.n; i++)
        if (word.p[i] == '.' || (word.p[i] >= 'A' && word.p[i] <= 'Z'))
            return true;
    return false;
}

static void add_word(struct buf *out, struct str word, bool is_title_case, bool is_edge)
{
    bool begins_low = word.n && word.p[0] >= 'a' && word.p[0] <= 'z' && !has_own_case(word);
    if (is_title_case && begins_low && (is_edge || !words_has(WORDS_SMALL, word))) {
        buf_add_byte(out, (char)(word.p[0] - 32));
        word.p++, word.n--;
    }
    buf_add(out, word);
}

/* Punctuation that what has been cut has made senseless: a comma after a comma, before the full stop, at the beginning. */
static bool is_superfluous(struct buf *out, char mark)
{
    bool is_stop = mark == ',' || mark == '.' || mark == ';' || mark == ':' || mark == '?';
    if (!is_stop)
        return false;
    char last = out->n ? out->p[out->n - 1] : ',';
    if (last == ',' && mark != ',' && out->n) {
        out->n--;
        return false;
    }
    return last == ',' || last == ';' || last == ':';
}

struct str draft_text(struct arena *a, const struct draft *d)
{
    const struct passage *p = d->passage;
    struct buf out = {0};
    uint32_t last_end = 0, last_kept = d->end;
    for (uint32_t k = d->first; k < d->end; k++)
        last_kept = draft_has(d, k) && p->tokens[k].kind != TOKEN_PUNCTUATION ? k : last_kept;
    for (uint32_t k = d->first; k < d->end; k++) {
        const struct token *t = &p->tokens[k];
        if (!draft_has(d, k))
            continue;
        struct str text = d->instead[k - d->first].p ? d->instead[k - d->first] : token_text(p, t);
        bool is_mark = t->kind == TOKEN_PUNCTUATION && text.p[0] == p->text.p[t->begin];
        if (is_mark && is_superfluous(&out, text.p[0]))
            continue;
        bool has_space = false;
        for (uint32_t i = last_end; out.n && i < t->begin; i++)
            has_space |= p->text.p[i] == ' ' || p->text.p[i] == '\n' || p->text.p[i] == '\t' || (unsigned char)p->text.p[i] == 0xC2;
        bool clings = is_mark && (text.p[0] == ',' || text.p[0] == '.' || text.p[0] == ';' || text.p[0] == ':' || text.p[0] == ')');
        bool follows_mark = k > d->first && p->tokens[k - 1].begin + p->tokens[k - 1].length < t->begin;
        if (has_space && (!clings || (follows_mark && draft_has(d, k - 1))))
            buf_add_byte(&out, ' ');
        char last = out.n ? out.p[out.n - 1] : ' ';
        bool begins = has_space || last == ' ' || last == '"' || last == '(' || last == '-' || (unsigned char)last >= 0x80;
        bool is_word = t->kind == TOKEN_WORD && !(t->flags & TOKEN_IN_QUOTE) && text.p[0] != '\'' && !(text.n && (unsigned char)text.p[0] >= 0x80);
        add_word(&out, text, d->is_title_case && is_word && begins, !out.n || k == last_kept);
        last_end = t->begin + t->length;
    }
    struct str made = str_copy(a, str_trim(buf_str(&out)));
    buf_free(&out);
    return made;
}
