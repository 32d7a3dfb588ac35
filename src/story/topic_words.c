/* A linear model of words: log odds of each topic (tools/train_topics.py). */
#include <math.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/embedded.h"
#include "story/lead_words.h"
#include "story/topics.h"
#include "text/word.h"

static const float SEED = 3; /* of a seed word in a language without a model: what English ones are pulled towards */

struct weighed {
    float of[TOPIC_COUNT];
};
static struct weighed *weights;
static size_t weight_count, weight_capacity;
static struct map index_of; /* lead_words_key -> number + 1 */
static double scale;
static pthread_once_t once = PTHREAD_ONCE_INIT;

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
        struct weighed *w = weighed_for(lead_words_key(str_hash(stem), STR("en")));
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
            weighed_for(lead_words_key(read.term, language))->of[t] = SEED;
        }
    }
}

static void load(void)
{
    load_learned();
    load_seeds();
}

bool topic_words_weigh(const struct analysis *x, double out[TOPIC_COUNT])
{
    struct lead_words c;
    double evidence[TOPIC_COUNT] = {0}, most = -1e9, sum = 0;
    pthread_once(&once, load);
    lead_words_read(x, &index_of, false, &c);
    for (size_t i = 0; i < c.count; i++)
        for (size_t t = TOPIC_NONE + 1; t < TOPIC_COUNT; t++)
            evidence[t] += c.words[i].value * (double)weights[c.words[i].number].of[t];
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
    struct lead_words c;
    struct topic_reason all[LEAD_WORDS_MAX];
    size_t n = 0;
    pthread_once(&once, load);
    lead_words_read(x, &index_of, false, &c);
    for (size_t i = 0; i < c.count; i++) {
        const struct weighed *w = &weights[c.words[i].number];
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
