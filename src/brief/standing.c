#include "brief/standing.h"

#include "brief/words.h"

enum { SHORTEST = 45, LONGEST = 360, FEWEST_WORDS = 7 };

/* Straight and curly double quotation marks pair up, and so do brackets. */
static bool is_balanced(struct str s)
{
    long straight = 0, curly = 0, round = 0;
    for (size_t i = 0; i < s.n; i++) {
        straight += s.p[i] == '"';
        round += s.p[i] == '(' || s.p[i] == '[';
        round -= s.p[i] == ')' || s.p[i] == ']';
        if (i + 2 < s.n && !memcmp(s.p + i, "\xE2\x80\x9C", 3))
            curly++;
        if (i + 2 < s.n && !memcmp(s.p + i, "\xE2\x80\x9D", 3))
            curly--;
        if (curly < 0 || curly > 1 || round < 0)
            return false;
    }
    return straight % 2 == 0 && curly == 0 && round == 0;
}

static bool ends_well(struct str s)
{
    while (s.n && (s.p[s.n - 1] == '"' || s.p[s.n - 1] == '\'' || s.p[s.n - 1] == ')'))
        s.n--;
    if (str_ends(s, STR("\xE2\x80\x9D")) || str_ends(s, STR("\xE2\x80\x99")))
        s.n -= 3;
    return s.n > 3 && s.p[s.n - 1] == '.' && s.p[s.n - 2] != '.';
}

/* "President TrumpMayor says no MORE": links of the page that its text has swallowed. */
static bool has_glued_links(const struct passage *body, const struct sentence *s)
{
    bool is_glued = false, has_more = false;
    for (uint32_t i = 0; i < s->token_count; i++) {
        struct str word = token_text(body, &body->tokens[s->first_token + i]);
        has_more |= str_eq(word, STR("MORE"));
        for (size_t k = 3; k + 3 < word.n; k++)
            is_glued |= word.p[k - 1] >= 'a' && word.p[k - 1] <= 'z' && word.p[k] >= 'A' && word.p[k] <= 'Z';
    }
    return is_glued && has_more;
}

/* Words that belong to the writer, or to a person who is not named in the sentence. */
static bool speaks_of_strangers(const struct passage *body, const struct sentence *s)
{
    bool has_person = false;
    for (uint32_t i = 0; i < s->token_count; i++) {
        const struct token *t = &body->tokens[s->first_token + i];
        struct str word = token_text(body, t);
        has_person |= t->kind == TOKEN_WORD && (t->flags & TOKEN_IN_NAME) != 0;
        if (t->kind != TOKEN_WORD || t->flags & TOKEN_IN_QUOTE)
            continue;
        if (words_has(WORDS_OUTSIDER, word) && !(t->flags & TOKEN_UPPER)) /* "US" is a country */
            return true;
        if (!has_person && words_has(WORDS_BACKWARD, word))
            return true;
    }
    return false;
}

static bool has_lonely_quote(const struct passage *body, const struct sentence *s, int32_t index)
{
    for (size_t i = 0; i < body->quote_count; i++) {
        const struct quote *q = &body->quotes[i];
        if (q->sentence == index && (q->at.end > s->at.end || (!q->is_partial && q->speaker.begin == q->speaker.end)))
            return true;
        if (q->sentence == index && q->speaker.begin != q->speaker.end &&
            (q->speaker.begin < s->at.begin || q->speaker.end > s->at.end))
            return true;
    }
    return false;
}

struct str standing_text(const struct passage *body, const struct sentence *s)
{
    const struct str none = STR("");
    if (s->is_fragment || s->is_question || s->starts_with_pronoun)
        return none;
    uint32_t first = s->first_token, end = s->first_token + s->token_count;
    while (first < end && body->tokens[first].begin < s->body_begin)
        first++;
    if (first + FEWEST_WORDS > end)
        return none;
    if (words_has(WORDS_CONNECTIVE, token_text(body, &body->tokens[first]))) {
        first++;
        if (body->tokens[first].kind == TOKEN_PUNCTUATION && token_text(body, &body->tokens[first]).p[0] == ',')
            first++;
    }
    const struct token *t = &body->tokens[first];
    if (t->kind == TOKEN_WORD && (words_has(WORDS_LEANING, token_text(body, t)) || words_has(WORDS_CONNECTIVE, token_text(body, t))))
        return none;
    bool is_cut = t->begin != s->body_begin;
    struct str text = {body->text.p + (is_cut ? t->begin : s->body_begin), s->at.end - (is_cut ? t->begin : s->body_begin)};
    text = str_trim(text);
    unsigned char c = (unsigned char)(text.n ? text.p[0] : 0);
    bool begins_well = (c >= 'A' && c <= 'Z') || c >= 0xC3 || c == '"' || (is_cut && c >= 'a' && c <= 'z');
    if (text.n < SHORTEST || text.n > LONGEST || !begins_well || !ends_well(text) || !is_balanced(text))
        return none;
    if (str_has(text, STR("http")) || str_has(text, STR("@")) || str_has(text, STR("\n")) || str_has(text, STR("pic.twitter")) ||
        str_has(text, STR(" .")))
        return none;
    if (has_glued_links(body, s) || speaks_of_strangers(body, s) || has_lonely_quote(body, s, (int32_t)(s - body->sentences)))
        return none;
    return text;
}
