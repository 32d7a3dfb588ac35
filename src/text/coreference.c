/* Which mentions are the same name: "Okafor" and "Ms. Okafor" after "Lena Okafor", "WHO" and "World Health
 * Organization", "Acme" and "Acme Corp." A short form means the full name that has it as its last word (people), its
 * first word (organisations) or its initials; of several, the one last met. */
#include "text/names.h"

static bool is_uncertain(enum name_kind k)
{
    return k == NAME_PERSON || k == NAME_OTHER;
}

/* Places, peoples and organisations that everybody knows by this very name. */
static bool is_listed(const struct reading *r, uint64_t phrase)
{
    const uint64_t known = LEX_BIT(LEX_PLACE) | LEX_BIT(LEX_DEMONYM) | LEX_BIT(LEX_ORGANISATION);
    return lexicon_phrase(r->lexicon, phrase).flags & known;
}

void name_index_free(struct name_index *n)
{
    map_free(&n->by_phrase);
    map_free(&n->by_last);
    map_free(&n->by_first);
    map_free(&n->by_initials);
    map_free(&n->kinds);
    map_free(&n->seen_lower);
    map_free(&n->seen_name);
}

static uint64_t initials_of(const struct reading *r, size_t begin, size_t end)
{
    char letters[12];
    size_t n = 0;
    for (size_t k = begin; k < end && n < sizeof letters; k++) {
        char c = r->out->text.p[r->out->tokens[k].begin];
        if (c >= 'A' && c <= 'Z' && r->out->tokens[k].length > 1)
            letters[n++] = (char)(c + 32);
    }
    return n >= 2 ? str_hash((struct str){letters, n}) : 0;
}

void names_register(struct reading *r, struct name *n, size_t begin, size_t end, uint64_t phrase)
{
    struct name_index *index = r->names;
    n->key = lexicon_alias(r->lexicon, phrase);
    size_t words = 0, first = begin, last = begin;
    for (size_t k = begin; k < end; k++)
        if (r->out->tokens[k].kind == TOKEN_WORD)
            words++, last = k;
    uint64_t *kind = map_put(&index->kinds, n->key);
    if (!*kind)
        *kind = n->kind;
    if (words < 2)
        return;
    *map_put(&index->by_phrase, phrase) = n->key;
    if (is_uncertain(n->kind) && !is_listed(r, phrase))
        *map_put(&index->by_last, r->marks[last].lower) = n->key;
    if (n->kind == NAME_ORGANISATION && !reading_has(r, first, LEX_PLACE) && !reading_has(r, first, LEX_DEMONYM) && !reading_has(r, first, LEX_ORG_HEAD))
        *map_put(&index->by_first, r->marks[first].lower) = n->key;
    uint64_t initials = words > 1 ? initials_of(r, begin, end) : 0;
    if (initials && n->kind != NAME_PERSON)
        *map_put(&index->by_initials, initials) = n->key;
}

static uint64_t initials_hash(struct str text)
{
    char letters[12];
    size_t n = 0;
    for (size_t i = 0; i < text.n && n < sizeof letters; i++)
        if (text.p[i] >= 'A' && text.p[i] <= 'Z')
            letters[n++] = (char)(text.p[i] + 32);
    return str_hash((struct str){letters, n});
}

/* The full name a short mention stands for, as the text has introduced it up to its end; 0 if none. */
static uint64_t full_key(const struct reading *r, const struct name *n, struct str text)
{
    if (memchr(text.p, ' ', text.n))
        return 0;
    struct word w;
    word_read(r->lexicon, text, &w);
    const uint64_t *key = NULL;
    if (is_listed(r, lexicon_phrase_add(0, w.lower)) && !w.is_upper)
        return 0;
    if (w.is_upper && text.n <= 12 && (key = map_get(&r->names->by_initials, initials_hash(text))))
        return *key;
    if (is_uncertain(n->kind) && (key = map_get(&r->names->by_last, w.lower)))
        return *key;
    if (n->kind != NAME_PERSON && (key = map_get(&r->names->by_first, w.lower)))
        return *key;
    return 0;
}

void names_link(struct reading *r)
{
    struct passage *p = r->out;
    struct map fullest = {0}; /* key -> index + 1 of its longest mention */
    for (size_t i = 0; i < p->name_count; i++) {
        struct name *n = &p->names[i];
        struct str text = str_span(p->text, n->at);
        uint64_t full = full_key(r, n, text);
        if (full)
            n->key = full;
        uint64_t *kind = map_put(&r->names->kinds, n->key);
        if (*kind == NAME_OTHER)
            *kind = n->kind;
        uint64_t *best = map_put(&fullest, n->key);
        if (!*best || p->names[*best - 1].at.end - p->names[*best - 1].at.begin < text.n)
            *best = i + 1;
    }
    for (size_t i = 0; i < p->name_count; i++) {
        struct name *n = &p->names[i];
        n->canonical = (int32_t)*map_get(&fullest, n->key) - 1;
        n->kind = (enum name_kind)*map_get(&r->names->kinds, n->key);
    }
    map_free(&fullest);
}
