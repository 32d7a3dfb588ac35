/* Each rule knows one kind of scrap by its form. What is taken for a scrap and is none costs a page one sentence; a caption
 * told as news costs it the reader's trust. */
#include "brief/scrap.h"

#include "brief/draft.h"
#include "brief/verbs.h"
#include "brief/words.h"

enum { CAPTION_LONGEST = 36, PICTURE_REACH = 8, BYLINE_LONGEST = 6, CREDIT_BYTES = 48, SHOUTED_FEWEST = 4, RUNDOWN_FEWEST = 2 };

/* "President TrumpMayor says no MORE": links of the page that its text has swallowed. */
static bool has_glued_links(const struct passage *body, uint32_t first, uint32_t end)
{
    bool is_glued = false, has_more = false;
    for (uint32_t i = first; i < end; i++) {
        struct str word = token_text(body, &body->tokens[i]);
        has_more |= str_eq(word, STR("MORE"));
        for (size_t k = 3; k + 1 < word.n && !is_glued; k++)
            is_glued = word.p[k] >= 'A' && word.p[k] <= 'Z' && word.p[k - 1] >= 'a' && word.p[k - 1] <= 'z';
    }
    return is_glued && has_more;
}

/* "Clinton2020 Democrats": a link's words run into the next one's. */
static bool has_glued_number(struct str s)
{
    for (size_t i = 3; i + 3 < s.n; i++) {
        bool is_word = s.p[i] >= '0' && s.p[i] <= '9', is_year = is_word;
        for (size_t k = 0; k < 4 && is_word; k++) {
            is_word &= k == 3 || (s.p[i - 1 - k] >= 'a' && s.p[i - 1 - k] <= 'z');
            is_year &= s.p[i + k] >= '0' && s.p[i + k] <= '9';
        }
        if (is_word && is_year)
            return true;
    }
    return false;
}

/* "CLOSE The program ...", "FILE - The lodge ...": a button or label before the words of a picture or film. */
static bool follows_button(const struct passage *body, uint32_t first)
{
    const struct token *t = &body->tokens[first], *next = t + 1;
    return first + 1 < body->token_count && t->kind == TOKEN_WORD && t->flags & TOKEN_UPPER &&
           verbs_forms(token_text(body, t)) & VERB_BASE &&
           (next->kind == TOKEN_PUNCTUATION || (next->kind == TOKEN_WORD && next->flags & TOKEN_CAPITALISED));
}

/* "By Ann Lee and Bo Roe, correspondents.", "By the Wire Staff The council ..." */
static bool is_byline(const struct passage *body, uint32_t first, uint32_t end)
{
    if (!str_eq(token_text(body, &body->tokens[first]), STR("By")) || first + 1 >= end)
        return false;
    for (uint32_t i = first + 1; i < end && i < first + BYLINE_LONGEST; i++)
        if (words_has(WORDS_DESK, token_text(body, &body->tokens[i])) && body->tokens[i].flags & TOKEN_CAPITALISED)
            return true;
    if (!(body->tokens[first + 1].flags & TOKEN_IN_NAME))
        return false;
    for (uint32_t i = first; i < end; i++) {
        struct str word = token_text(body, &body->tokens[i]);
        if (words_has(WORDS_AUXILIARY, word) || (!(body->tokens[i].flags & TOKEN_IN_NAME) && verbs_forms(word) & (VERB_PAST | VERB_THIRD)))
            return false;
    }
    return true;
}


/* A calendar day that is not ahead of the report: "March 1, 2018". */
static bool is_past_day(const struct analysis *x, const struct timex *t)
{
    bool has_digit = false;
    for (uint32_t k = t->at.begin; k < t->at.end; k++)
        has_digit |= x->body.text.p[k] >= '0' && x->body.text.p[k] <= '9';
    return has_digit && t->grain == GRAIN_DAY && t->first_day <= moment_day(x->article->published);
}

/* A clause that only adds to the main one is passed over: gives its last token. A comma within a date does not end it. */
static uint32_t clause_end(const struct passage *p, uint32_t k, uint32_t end)
{
    for (; k < end; k++) {
        size_t time = draft_time_at(p, p->tokens[k].begin);
        bool within = time < p->time_count && p->times[time].at.begin <= p->tokens[k].begin;
        if (draft_is_mark(p, k, ',') && !within)
            return k;
    }
    return end;
}

/* What the words outside of added clauses are: a day with its year, what people do in pictures, a verb in the past. */
struct main_part {
    bool has_day, has_last_day, has_gesture, has_past;
};

/* `lists`: words_lists of the word. */
static bool is_past_verb(struct str word, uint64_t lists)
{
    return lists & (WORDS_BIT(WORDS_AUXILIARY) | WORDS_BIT(WORDS_SAYING)) || verbs_forms(word) & VERB_PAST;
}

static struct main_part read_main_part(const struct analysis *x, uint32_t first, uint32_t end)
{
    const struct passage *p = &x->body;
    struct main_part found = {0};
    for (uint32_t k = first; k < end; k++) {
        const struct token *t = &p->tokens[k];
        struct str word = token_text(p, t);
        size_t time = draft_time_at(p, t->begin);
        if (time < p->time_count && p->times[time].at.begin == t->begin && is_past_day(x, &p->times[time])) {
            found.has_day |= p->times[time].is_explicit;
            found.has_last_day |= p->times[time].at.end + 2 >= p->tokens[end - 1].begin + p->tokens[end - 1].length;
        }
        if (draft_is_mark(p, k, '(')) { /* "(left)" */
            while (k < end && !draft_is_mark(p, k, ')'))
                k++;
            continue;
        }
        if (t->kind != TOKEN_WORD || t->flags & TOKEN_IN_NAME || word.p[0] == '\'' || (unsigned char)word.p[0] == 0xE2)
            continue; /* "Tarn's": the ending may be a token */
        uint64_t lists = words_lists(word);
        if (k > first && lists & (WORDS_BIT(WORDS_RELATIVE) | WORDS_BIT(WORDS_SUBORDINATOR))) {
            k = clause_end(p, k, end);
            continue;
        }
        found.has_gesture |= (lists & WORDS_BIT(WORDS_GESTURE)) != 0;
        found.has_past = found.has_past || is_past_verb(word, lists);
    }
    return found;
}

static bool has_past(const struct passage *p, uint32_t first, uint32_t end)
{
    for (uint32_t k = first; k < end; k++) {
        struct str word = token_text(p, &p->tokens[k]);
        bool is_verb = p->tokens[k].kind == TOKEN_WORD && !(p->tokens[k].flags & TOKEN_IN_NAME) && word.p[0] != '\'' && (unsigned char)word.p[0] != 0xE2;
        if (is_verb && is_past_verb(word, words_lists(word)))
            return true;
    }
    return false;
}

/* "In this Jan. 3 photo, ...", "... in this courtroom sketch", "A picture taken ... shows" */
static bool points_to_picture(const struct passage *p, uint32_t first, uint32_t end)
{
    for (uint32_t k = first; k < end; k++) {
        if (p->tokens[k].flags & TOKEN_IN_QUOTE || !words_has(WORDS_PICTURE, token_text(p, &p->tokens[k])))
            continue;
        bool opens = k <= first + 2, shows = false, this = false;
        for (uint32_t i = k; i < end && opens; i++)
            shows |= words_has(WORDS_SHOWING, token_text(p, &p->tokens[i]));
        for (uint32_t i = k; i > first && i + PICTURE_REACH > k && !this; i--)
            this = str_eq_nocase(token_text(p, &p->tokens[i - 1]), STR("this"));
        if (shows || this)
            return true;
    }
    return false;
}

/* A picture's caption tells a day that is over in the present tense, or without a verb; or what people do in pictures. */
static bool is_caption(const struct analysis *x, const struct sentence *s, uint32_t first, uint32_t end)
{
    if (points_to_picture(&x->body, first, end))
        return true;
    struct main_part part = read_main_part(x, first, end);
    bool is_seen = false; /* "Containers are seen at the quay, Feb. 3, 2026." */
    for (uint32_t k = first + 1; k < end; k++)
        is_seen |= words_has(WORDS_PICTURED, token_text(&x->body, &x->body.tokens[k])) && words_has(WORDS_BEING, token_text(&x->body, &x->body.tokens[k - 1]));
    if (is_seen && (part.has_day || part.has_last_day))
        return true;
    if (part.has_past)
        return false;
    bool is_short = s->token_count <= CAPTION_LONGEST && !has_past(&x->body, first, end);
    return part.has_day || (part.has_last_day && is_short) || (part.has_gesture && is_short);
}

/* "Tarn Press/Ann Lee The mayor ...": who took the picture, before the words of the page. */
static bool follows_credit(const struct passage *p, uint32_t first, uint32_t end)
{
    struct str text = {p->text.p + p->tokens[first].begin, p->tokens[end - 1].begin - p->tokens[first].begin};
    for (size_t i = 2; i + 1 < text.n && i < CREDIT_BYTES; i++)
        if (text.p[i] == '/' && text.p[i + 1] >= 'A' && text.p[i + 1] <= 'Z' && ((text.p[i - 1] | 0x20) >= 'a' && (text.p[i - 1] | 0x20) <= 'z'))
            return !words_has(WORDS_ARTICLE, token_text(p, &p->tokens[first]));
    return false;
}

/* "RENNER: The lodge is sold", "THIS IS A RUSH TRANSCRIPT": words of a broadcast, or a heading that ran in. */
static bool is_transcript(const struct passage *p, uint32_t first, uint32_t end)
{
    uint32_t shouted = 0;
    for (uint32_t k = first; k < end; k++) {
        bool is_upper = p->tokens[k].kind == TOKEN_WORD && p->tokens[k].flags & TOKEN_UPPER;
        shouted = is_upper ? shouted + 1 : p->tokens[k].kind == TOKEN_WORD && p->tokens[k].length == 1 ? shouted : 0;
        if (shouted >= SHOUTED_FEWEST || (is_upper && k < first + 3 && draft_is_mark(p, k + 1, ':') && shouted == k - first + 1))
            return true;
    }
    return false;
}

/* A dateline within: "... the smallest in weeks Corrie, Tarn (TW) -- Several hundred ..." */
static bool has_dateline_within(const struct passage *p, uint32_t first, uint32_t end)
{
    for (uint32_t k = first; k + 3 < end; k++)
        if (draft_is_mark(p, k, '(') && p->tokens[k + 1].flags & TOKEN_UPPER && draft_is_mark(p, k + 2, ')') &&
            (draft_is_dash(p, k + 3) || str_starts(token_text(p, &p->tokens[k + 3]), STR("--"))))
            return true;
    return false;
}

/* "In this letter: the bridge; the school; and the lodge." */
static bool is_rundown(const struct passage *p, uint32_t first, uint32_t end)
{
    uint32_t parts = 0;
    bool has_colon = false;
    for (uint32_t k = first; k < end; k++) {
        has_colon |= draft_is_mark(p, k, ':');
        parts += has_colon && draft_is_mark(p, k, ';');
    }
    return parts >= RUNDOWN_FEWEST;
}

bool scrap_is(const struct analysis *x, const struct sentence *s, uint32_t first)
{
    const struct passage *p = &x->body;
    uint32_t end = s->first_token + s->token_count;
    struct str text = {p->text.p + p->tokens[first].begin, s->at.end - p->tokens[first].begin};
    return follows_button(p, first) || follows_button(p, s->first_token) || is_byline(p, first, end) || is_caption(x, s, first, end) ||
           follows_credit(p, first, end) || is_transcript(p, first, end) || has_dateline_within(p, first, end) || is_rundown(p, first, end) ||
           has_glued_links(p, first, end) || has_glued_number(text);
}
