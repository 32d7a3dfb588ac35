#include "story/sketch.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

const size_t sketch_limits[PART_COUNT] = {[PART_TITLE] = 24, [PART_LEAD] = 64,    [PART_BODY] = 128, [PART_FOCUS] = 64, [PART_NAMES] = 32,
                                          [PART_WORDS] = 40, [PART_NUMBERS] = 16, [PART_PLACES] = 16};
static_assert(sizeof(struct sketch) + SKETCH_TERMS_MAX * sizeof(struct weight) +
                      (SKETCH_KEYS_MAX + SKETCH_SHINGLES_MAX) * sizeof(uint32_t) <= POOL_BLOCK_MAX,
              "a sketch is one block");
static_assert((int)PART_COUNT == (int)TERMS_PARTS, "a term is counted in every part");
static const float TITLE_IN_BODY = 2; /* a title's word counts as so many mentions */
static const float FADING = 0.99336f; /* of a mention, with each token before it: exp(-1/150) */

void sketcher_free(struct sketcher *k)
{
    terms_free(&k->terms);
    pool_end(&k->pool);
    free(k->draft);
    free(k->distinct);
    free(k->work);
    *k = (struct sketcher){0};
}

uint32_t sketch_name_term(size_t language, uint64_t key)
{
    return background_term(language, key ^ UINT64_C(0x6E616D65)) | 1; /* never a word's: words are even */
}

uint32_t sketch_number_term(size_t language, const struct passage *p, const struct number *n)
{
    if (n->in_time || n->unit == UNIT_ORDINAL)
        return 0;
    uint64_t h = (uint64_t)llround(n->value * 100) * UINT64_C(0x9E3779B97F4A7C15) + (uint64_t)n->unit;
    if (n->unit == UNIT_COUNT && n->value < 13) { /* "three people": the noun must be the same; "one" tells nothing */
        if (n->counted < 0 || n->value < 2)
            return 0;
        h ^= p->tokens[n->counted].term;
    }
    return background_term(language, h ^ UINT64_C(0x6E756D)) | 1;
}

struct reading_state {
    struct terms *terms;
    struct background *b;
    size_t language;
};

uint32_t sketch_word_term(size_t language, uint64_t term)
{
    return background_term(language, term) & ~UINT32_C(1);
}

static bool is_content(const struct token *t)
{
    return t->kind == TOKEN_WORD && !(t->flags & TOKEN_STOP) && t->length > 1;
}

/* `within` the text; what stands outside are labels. */
static void read_tokens(struct reading_state *r, const struct passage *p, struct span within, bool is_title)
{
    size_t lead = SKETCH_LEAD_TOKENS;
    float worth = is_title ? TITLE_IN_BODY : 1;
    for (size_t i = 0; i < p->sentence_count; i++) {
        const struct sentence *s = &p->sentences[i];
        if (s->first_token >= SKETCH_TOKENS_MAX)
            break;
        for (size_t k = s->first_token; k < s->first_token + s->token_count && k < p->token_count; k++) {
            const struct token *t = &p->tokens[k];
            worth *= is_title ? 1 : FADING;
            if (!is_content(t) || t->begin < s->body_begin || t->begin < within.begin || t->begin >= within.end)
                continue;
            bool is_new;
            struct term_count *term = terms_at(r->terms, sketch_word_term(r->language, t->term), &is_new);
            if (!term)
                return;
            term->word = t->term;
            term->counts[PART_BODY] += is_title ? TITLE_IN_BODY : 1;
            term->counts[PART_FOCUS] += worth;
            term->counts[PART_TITLE] += is_title;
            term->counts[PART_LEAD] += !is_title && lead && !s->is_fragment;
            if (t->flags & TOKEN_IN_NAME)
                term->counts[PART_WORDS] += is_title ? TITLE_IN_BODY : 1;
        }
        if (!is_title && !s->is_fragment)
            lead = lead > s->token_count ? lead - s->token_count : 0;
    }
}

/* A name tells at least as much as its rarest word; what the stream knows of it counts on top. */
static double name_floor(const struct reading_state *r, const struct passage *p, const struct name *n, size_t *token)
{
    double least = 1e9;
    while (*token < p->token_count && p->tokens[*token].begin < n->at.begin)
        ++*token;
    for (size_t k = *token; k < p->token_count && p->tokens[k].begin < n->at.end; k++) {
        if (p->tokens[k].kind != TOKEN_WORD)
            continue;
        double count = background_shipped(r->b, r->language, p->tokens[k].term);
        least = count < least ? count : least;
    }
    return least > 1e8 ? 0 : least;
}

static void read_names(struct reading_state *r, const struct passage *p, struct span within, float by)
{
    size_t token = 0;
    for (size_t i = 0; i < p->name_count; i++) {
        const struct name *n = &p->names[i];
        if (p->sentences[n->sentence].first_token >= SKETCH_TOKENS_MAX)
            break;
        if (n->at.end <= within.begin || n->at.begin >= within.end)
            continue;
        bool is_new;
        struct term_count *term = terms_at(r->terms, sketch_name_term(r->language, n->key), &is_new);
        if (!term)
            return;
        if (is_new) {
            if (token && p->tokens[token - 1].begin >= n->at.begin)
                token = 0;
            term->floor = name_floor(r, p, n, &token);
        }
        term->counts[PART_NAMES] += by;
        if (n->kind == NAME_PLACE)
            term->counts[PART_PLACES] += by;
    }
    for (size_t i = 0; i < p->number_count; i++) {
        if (p->sentences[p->numbers[i].sentence].first_token >= SKETCH_TOKENS_MAX)
            break;
        if (p->numbers[i].at.begin < within.begin || p->numbers[i].at.begin >= within.end)
            continue;
        uint32_t number = sketch_number_term(r->language, p, &p->numbers[i]);
        bool is_new;
        struct term_count *term = number ? terms_at(r->terms, number, &is_new) : NULL;
        if (term)
            term->counts[PART_NUMBERS]++;
    }
}

static size_t weigh(struct sketcher *k, enum sketch_part part, struct weight *out, float *length)
{
    size_t n = 0;
    for (size_t i = 0; i < k->terms.count; i++) {
        const struct term_count *t = &k->terms.items[i];
        float count = t->counts[part];
        if (count <= 0 || t->idf <= 0 || t->lasting <= 0)
            continue;
        double idf = part == PART_TITLE || part == PART_FOCUS ? t->lasting : t->idf;
        double weight = part == PART_FOCUS ? (double)count * idf : count > 1 ? (1 + log((double)count)) * idf : idf;
        k->work[n++] = (struct weight){t->term, (float)weight};
    }
    size_t kept = vector_finish(k->work, n, sketch_limits[part], length);
    memcpy(out, k->work, kept * sizeof *out);
    return kept;
}

/* What it can be found by: the heaviest terms of title and lead, and the heaviest of all. */
static void choose_keys(struct sketch *s)
{
    struct weight all[3 * SKETCH_KEYS_MAX];
    size_t n = 0;
    static const enum sketch_part parts[] = {PART_TITLE, PART_LEAD, PART_BODY};
    static const size_t quota[] = {10, 14, 24};
    for (size_t i = 0; i < 3; i++) {
        struct vector v = sketch_vector(s, parts[i]);
        struct weight heavy[SKETCH_TERMS_MAX];
        memcpy(heavy, v.items, v.count * sizeof *heavy);
        size_t count = vector_heaviest(heavy, v.count, quota[i]);
        for (size_t k = 0; k < count && n < sizeof all / sizeof *all; k++)
            all[n++] = heavy[k];
    }
    for (size_t i = 0; i < n && s->key_count < SKETCH_KEYS_MAX; i++) {
        bool is_new = true;
        for (size_t k = 0; k < s->key_count; k++)
            is_new = is_new && s->keys[k] != all[i].term;
        if (is_new)
            s->keys[s->key_count++] = all[i].term;
    }
}

static int compare_numbers(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void choose_shingles(struct sketch *s, const struct passage *p)
{
    uint64_t window[SKETCH_SHINGLE_WORDS] = {0};
    size_t words = 0, n = 0;
    for (size_t k = 0; k < p->token_count && n < SKETCH_SHINGLES_MAX; k++) {
        if (p->tokens[k].kind == TOKEN_PUNCTUATION)
            continue;
        window[words++ % SKETCH_SHINGLE_WORDS] = p->tokens[k].term;
        if (words < SKETCH_SHINGLE_WORDS)
            continue;
        uint64_t h = 0;
        for (size_t i = 0; i < SKETCH_SHINGLE_WORDS; i++)
            h = (h ^ window[(words + i) % SKETCH_SHINGLE_WORDS]) * UINT64_C(0x9E3779B97F4A7C15) + (h >> 31);
        h ^= h >> 32;
        if (h % SKETCH_SHINGLE_SAMPLE == 0)
            s->shingles[n++] = (uint32_t)(h >> 16);
    }
    qsort(s->shingles, n, sizeof *s->shingles, compare_numbers);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (!kept || s->shingles[kept - 1] != s->shingles[i])
            s->shingles[kept++] = s->shingles[i];
    s->shingle_count = (uint16_t)kept;
}

static size_t terms_most(const struct passage *p)
{
    return p->token_count + p->name_count + p->number_count;
}

static void read_article(struct sketcher *k, struct reading_state *r, const struct analysis *x, enum marker *marker)
{
    struct str title = x->title.text, told = marker_strip(title, marker);
    uint32_t begin = title.n ? (uint32_t)(told.p - title.p) : 0;
    struct span whole = {0, (uint32_t)x->body.text.n}, bare = {begin, begin + (uint32_t)told.n};
    terms_begin(&k->terms, terms_most(&x->title) + terms_most(&x->body));
    read_tokens(r, &x->title, bare, true);
    read_tokens(r, &x->body, whole, false);
    read_names(r, &x->title, bare, TITLE_IN_BODY);
    read_names(r, &x->body, whole, 1);
    terms_weigh(&k->terms, r->b, r->language);
    for (size_t i = 0; i < k->terms.count; i++)
        k->distinct[i] = k->terms.items[i].term;
    k->distinct_count = k->terms.count;
}

void draft_begin(struct draft *d)
{
    d->sketch = (struct sketch){.items = d->items, .keys = d->keys, .shingles = d->shingles};
}

static size_t packed_size(const struct sketch *s)
{
    return sizeof *s + s->begin[PART_COUNT] * sizeof *s->items + ((size_t)s->key_count + s->shingle_count) * sizeof *s->keys;
}

struct sketch *draft_pack(const struct draft *d, struct pool *pool)
{
    const struct sketch *from = &d->sketch;
    struct sketch *s = pool_take(pool, packed_size(from));
    *s = *from;
    s->items = (struct weight *)(s + 1);
    s->keys = (uint32_t *)(s->items + s->begin[PART_COUNT]);
    s->shingles = s->keys + s->key_count;
    memcpy(s->items, from->items, s->begin[PART_COUNT] * sizeof *s->items);
    memcpy(s->keys, from->keys, s->key_count * sizeof *s->keys);
    memcpy(s->shingles, from->shingles, s->shingle_count * sizeof *s->shingles);
    return s;
}

/* Follow-ups tell of another day than the report that they follow. */
static int32_t find_event_day(const struct passage *p)
{
    for (size_t i = 0; i < p->sentence_count && i < EVENT_SENTENCES; i++) {
        const struct sentence *s = &p->sentences[i];
        if (!s->is_fragment && s->when.time != NO_INDEX && s->when.last_day - s->when.first_day <= 1)
            return s->when.first_day;
    }
    return NO_EVENT_DAY;
}

struct sketch *sketch_make(struct sketcher *k, struct background *b, const struct analysis *x)
{
    struct reading_state r = {&k->terms, b, background_language(b, x->language)};
    if (!k->work) {
        k->work = xcalloc(TERMS_MAX, sizeof *k->work);
        k->distinct = xcalloc(TERMS_MAX, sizeof *k->distinct);
        k->draft = xcalloc(1, sizeof *k->draft);
    }
    enum marker marker;
    read_article(k, &r, x, &marker);
    draft_begin(k->draft);
    struct sketch *s = &k->draft->sketch;
    s->marker = (uint8_t)marker;
    s->language = (uint8_t)r.language;
    for (size_t i = 0; i < PART_COUNT; i++) {
        size_t n = weigh(k, (enum sketch_part)i, s->items + s->begin[i], &s->length[i]);
        s->begin[i + 1] = (uint16_t)(s->begin[i] + n);
    }
    choose_keys(s);
    choose_shingles(s, &x->body);
    s->event_day = find_event_day(&x->body);
    return draft_pack(k->draft, &k->pool);
}

void sketch_destroy(struct sketcher *k, struct sketch *s)
{
    if (s)
        pool_give(&k->pool, s->links, LINKS_MAX * sizeof *s->links);
    pool_give(&k->pool, s, s ? packed_size(s) : 0);
}
