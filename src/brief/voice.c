#include "brief/voice.h"

#include "brief/words.h"

enum { FEWEST_SENTENCES = 6 };
#define ESSAY_SHARE 0.2   /* of sentences in the writer's own voice: an essay */
#define CHATTY_SHARE 0.1
#define ESSAY_WEIGHT 0.4
#define CHATTY_WEIGHT 0.7

/* "OPINION: ...", "Column | ..." */
static bool is_labelled(const struct passage *title)
{
    for (size_t k = 0; k + 1 < title->token_count && k < 3; k++) {
        struct str next = token_text(title, &title->tokens[k + 1]);
        if (words_has(WORDS_COLUMN, token_text(title, &title->tokens[k])) && (str_eq(next, STR(":")) || str_eq(next, STR("|"))))
            return true;
    }
    return false;
}

/* A part of the address's path: "/opinion/", "/blogs/". */
static bool is_filed_as_opinion(struct str url)
{
    struct str rest = url;
    str_cut(&rest, '/');
    str_cut(&rest, '/');
    str_cut(&rest, '/');
    while (rest.n) {
        struct str part = str_cut(&rest, '/');
        if (rest.n && words_has(WORDS_COLUMN, part))
            return true;
    }
    return false;
}

static bool speaks_for_itself(const struct passage *p, const struct sentence *s)
{
    bool is_own = s->is_question;
    for (uint32_t k = s->first_token; k < s->first_token + s->token_count; k++) {
        const struct token *t = &p->tokens[k];
        if (t->flags & TOKEN_IN_QUOTE)
            is_own &= !s->is_question;
        else if (t->kind == TOKEN_WORD && !(t->flags & TOKEN_UPPER && t->length > 1) && words_has(WORDS_OUTSIDER, token_text(p, t)))
            return true;
    }
    return is_own;
}

double voice_weight(const struct analysis *x)
{
    if (is_labelled(&x->title) || is_filed_as_opinion(x->article->url))
        return ESSAY_WEIGHT;
    size_t own = 0, all = 0;
    for (size_t i = 0; i < x->body.sentence_count; i++) {
        all += !x->body.sentences[i].is_fragment;
        own += !x->body.sentences[i].is_fragment && speaks_for_itself(&x->body, &x->body.sentences[i]);
    }
    double share = all >= FEWEST_SENTENCES ? (double)own / (double)all : 0;
    return share >= ESSAY_SHARE ? ESSAY_WEIGHT : share >= CHATTY_SHARE ? CHATTY_WEIGHT : 1;
}
