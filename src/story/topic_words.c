/* A linear model of words: log odds of each topic, from the stems of the title (TITLE times) and of the beginning. As
 * tools/train_topics.py has it: a word weighs 1 + ln(count), the article's words have unit length together. */
#include <math.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/embedded.h"
#include "base/map.h"
#include "story/topics.h"
#include "text/word.h"

enum { TITLE = 3, BODY_TOKENS = 300, TITLE_TOKENS = 100, COUNTED_MAX = BODY_TOKENS + TITLE_TOKENS };
static const double LENGTH_LEAST = 6; /* a few known words are not made to say as much as many */
static const float SEED = 3; /* of a seed word in a language without a model: what English ones are pulled towards */

struct weighed {
    float of[TOPIC_COUNT];
};
static struct weighed *weights;
static size_t weight_count, weight_capacity;
static struct map index_of; /* key_of a stem -> number + 1 */
static double scale;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static uint64_t key_of(uint64_t term, struct str language)
{
    return term ^ str_hash(language) * 2;
}

static struct weighed *weighed_for(uint64_t key)
{
    uint64_t *at = map_put(&index_of, key);
    if (*at)
        return &weights[*at - 1];
    if (weight_count == weight_capacity) {
        weight_capacity = weight_capacity ? weight_capacity * 2 : 8192;
        weights = xrealloc(weights, weight_capacity * sizeof *weights);
    }
    weights[weight_count] = (struct weighed){{0}};
    *at = ++weight_count;
    return &weights[weight_count - 1];
}

static void load_learned(void)
{
    struct str rest = embedded_get("data/story/topic-words.txt"), line;
    while (embedded_line(&rest, &line)) {
        struct str stem = str_cut(&line, ' ');
        if (str_eq(stem, STR("scale")) && scale <= 0) {
            scale = strtod(line.p, NULL); /* embedded bytes end with a NUL */
            continue;
        }
        struct weighed *w = weighed_for(key_of(str_hash(stem), STR("en")));
        while (line.n) {
            enum topic t = topic_named(str_cut(&line, ' '));
            w->of[t] = strtof(str_cut(&line, ' ').p, NULL);
        }
    }
}

/* "seed LANGUAGE TOPIC WORD..." */
static void load_seeds(void)
{
    struct str rest = embedded_get("data/story/topics.txt"), line;
    while (embedded_line(&rest, &line)) {
        if (!str_eq(str_cut(&line, ' '), STR("seed")))
            continue;
        struct str language = str_cut(&line, ' ');
        enum topic t = topic_named(str_cut(&line, ' '));
        while (line.n && !str_eq(language, STR("en"))) {
            struct word read;
            word_read(lexicon_for(language), str_cut(&line, ' '), &read);
            weighed_for(key_of(read.term, language))->of[t] = SEED;
        }
    }
}

static void load(void)
{
    load_learned();
    load_seeds();
}

struct counted {
    uint32_t word; /* number of its weights */
    uint32_t count;
    struct str text; /* where it stands first */
    double value;    /* once all are counted */
};

struct counting {
    struct counted words[COUNTED_MAX];
    size_t count;
    struct map places; /* word -> index into words, + 1 */
};

/* Persons pass, topics stay: their names are left out. `*name` walks along with the tokens. */
static bool is_person(const struct passage *p, const struct token *t, size_t *name)
{
    while (*name < p->name_count && p->names[*name].at.end <= t->begin)
        ++*name;
    return *name < p->name_count && p->names[*name].at.begin <= t->begin && p->names[*name].kind == NAME_PERSON;
}

static void count_words(struct counting *c, const struct passage *p, struct str language, size_t most, uint32_t times)
{
    size_t name = 0;
    for (size_t i = 0; i < p->token_count && i < most; i++) {
        const struct token *t = &p->tokens[i];
        if (t->kind != TOKEN_WORD || t->flags & TOKEN_STOP || t->length < 2 || is_person(p, t, &name))
            continue;
        const uint64_t *word = map_get(&index_of, key_of(t->term, language));
        if (!word)
            continue;
        uint64_t *place = map_put(&c->places, *word);
        if (!*place) {
            c->words[c->count] = (struct counted){.word = (uint32_t)*word - 1, .text = token_text(p, t)};
            *place = ++c->count;
        }
        c->words[*place - 1].count += times;
    }
}

/* The article's words at unit length; the caller frees c->places. */
static void count(struct counting *c, const struct analysis *x)
{
    struct str language = str_of(x->language);
    double square = 0;
    pthread_once(&once, load);
    c->count = 0;
    c->places = (struct map){0};
    count_words(c, &x->title, language, TITLE_TOKENS, TITLE);
    count_words(c, &x->body, language, BODY_TOKENS, 1);
    for (size_t i = 0; i < c->count; i++) {
        c->words[i].value = 1 + log((double)c->words[i].count);
        square += c->words[i].value * c->words[i].value;
    }
    double length = sqrt(square) > LENGTH_LEAST ? sqrt(square) : LENGTH_LEAST;
    for (size_t i = 0; i < c->count; i++)
        c->words[i].value /= length;
}

bool topic_words_weigh(const struct analysis *x, double out[TOPIC_COUNT])
{
    struct counting c;
    double evidence[TOPIC_COUNT] = {0}, most = -1e9, sum = 0;
    count(&c, x);
    for (size_t i = 0; i < c.count; i++)
        for (size_t t = TOPIC_NONE + 1; t < TOPIC_COUNT; t++)
            evidence[t] += c.words[i].value * (double)weights[c.words[i].word].of[t];
    map_free(&c.places);
    for (size_t t = TOPIC_NONE + 1; t < TOPIC_COUNT; t++)
        most = evidence[t] > most ? evidence[t] : most;
    for (size_t t = TOPIC_NONE + 1; t < TOPIC_COUNT; t++)
        sum += out[t] = c.count ? exp(scale * (evidence[t] - most)) : 0;
    for (size_t t = TOPIC_NONE + 1; t < TOPIC_COUNT && sum > 0; t++)
        out[t] /= sum;
    return sum > 0;
}

static int compare_reasons(const void *a, const void *b)
{
    const struct topic_reason *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    return str_compare(x->word, y->word);
}

size_t topic_words_reasons(const struct analysis *x, enum topic t, struct topic_reason out[TOPIC_REASONS_MAX])
{
    struct counting c;
    struct topic_reason all[COUNTED_MAX];
    size_t n = 0;
    count(&c, x);
    map_free(&c.places);
    for (size_t i = 0; i < c.count; i++) {
        const struct weighed *w = &weights[c.words[i].word];
        double mean = 0;
        for (size_t k = TOPIC_NONE + 1; k < TOPIC_COUNT; k++)
            mean += (double)w->of[k] / (TOPIC_COUNT - 1);
        double says = scale * c.words[i].value * ((double)w->of[t] - mean);
        if (says > 0)
            all[n++] = (struct topic_reason){c.words[i].text, says};
    }
    if (n)
        qsort(all, n, sizeof *all, compare_reasons);
    n = n < TOPIC_REASONS_MAX ? n : TOPIC_REASONS_MAX;
    for (size_t i = 0; i < n; i++)
        out[i] = all[i];
    return n;
}
