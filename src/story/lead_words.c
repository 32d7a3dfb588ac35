#include "story/lead_words.h"

#include <math.h>

static const double LENGTH_LEAST = 6;
enum { TITLE_TIMES = 3, PLACES = 1024 }; /* PLACES: a power of two, well above LEAD_WORDS_MAX */

/* Where a word stands in the list: open addressing, in the nearest cache. */
struct places {
    uint16_t slots[PLACES]; /* index into words + 1, or 0 */
};

uint64_t lead_words_key(uint64_t term, struct str language)
{
    return term ^ str_hash(language) * 2;
}

/* `*name` walks along with the tokens. */
static bool is_person(const struct passage *p, const struct token *t, size_t *name)
{
    while (*name < p->name_count && p->names[*name].at.end <= t->begin)
        ++*name;
    return *name < p->name_count && p->names[*name].at.begin <= t->begin && p->names[*name].kind == NAME_PERSON;
}

static struct lead_word *word_at(struct lead_words *out, struct places *places, uint32_t number)
{
    size_t at = number * UINT32_C(0x9E3779B1) >> 16 & (PLACES - 1);
    while (places->slots[at] && out->words[places->slots[at] - 1].number != number)
        at = (at + 1) & (PLACES - 1);
    if (!places->slots[at]) {
        out->words[out->count] = (struct lead_word){.number = number};
        places->slots[at] = (uint16_t)++out->count;
    }
    return &out->words[places->slots[at] - 1];
}

static void count_passage(struct lead_words *out, struct places *places, const struct passage *p, const struct map *known,
                          struct str language, bool leaves_names, size_t most, uint32_t times)
{
    size_t name = 0;
    uint64_t of_language = lead_words_key(0, language);
    for (size_t i = 0; i < p->token_count && i < most; i++) {
        const struct token *t = &p->tokens[i];
        if (t->kind != TOKEN_WORD || t->flags & TOKEN_STOP || t->length < 2)
            continue;
        if (leaves_names ? (t->flags & TOKEN_IN_NAME) != 0 : is_person(p, t, &name))
            continue;
        const uint64_t *number = map_get(known, t->term ^ of_language);
        if (!number)
            continue;
        struct lead_word *word = word_at(out, places, (uint32_t)*number - 1);
        if (!word->count)
            word->text = token_text(p, t);
        word->count += times;
    }
}

void lead_words_read(const struct analysis *x, const struct map *known, bool leaves_names, struct lead_words *out)
{
    struct places places = {{0}};
    struct str language = str_of(x->language);
    double square = 0;
    out->count = 0;
    count_passage(out, &places, &x->title, known, language, leaves_names, LEAD_TITLE_TOKENS, TITLE_TIMES);
    count_passage(out, &places, &x->body, known, language, leaves_names, LEAD_BODY_TOKENS, 1);
    for (size_t i = 0; i < out->count; i++) {
        out->words[i].value = 1 + log((double)out->words[i].count);
        square += out->words[i].value * out->words[i].value;
    }
    double length = sqrt(square) > LENGTH_LEAST ? sqrt(square) : LENGTH_LEAST;
    for (size_t i = 0; i < out->count; i++)
        out->words[i].value /= length;
}
