#include "story/topics.h"

#include <stdlib.h>

/* The outlet's word against the likelihoods of a report's words, which add up to 1. */
static const double SECTION_WEIGHT = 2;
/* Calibrated (docs/STORIES.md): below, an article has no topic rather than a wrong one. */
static const double TOPIC_LEAST = 0.4;

static const char *const names[TOPIC_COUNT] = {"",       "world",  "politics", "business", "technology",
                                               "science", "health", "sport",    "culture",  "local"};

const char *topic_name(enum topic t)
{
    return t < TOPIC_COUNT ? names[t] : "";
}

enum topic topic_named(struct str name)
{
    for (int t = TOPIC_NONE + 1; t < TOPIC_COUNT; t++)
        if (str_eq(name, str_of(names[t])))
            return (enum topic)t;
    abort();
}

void topics_weigh(const struct analysis *x, float out[TOPIC_COUNT])
{
    double said[TOPIC_COUNT] = {0}, words[TOPIC_COUNT] = {0};
    topic_sections_weigh(x->article, said);
    topic_words_weigh(x, words);
    for (size_t t = 0; t < TOPIC_COUNT; t++)
        out[t] = (float)(SECTION_WEIGHT * said[t] + words[t]);
}

enum topic topics_best(const float evidence[TOPIC_COUNT])
{
    enum topic best = TOPIC_NONE + 1;
    double sum = 0;
    for (int t = TOPIC_NONE + 1; t < TOPIC_COUNT; t++) {
        sum += (double)evidence[t];
        if (evidence[t] > evidence[best])
            best = (enum topic)t;
    }
    return sum > 0 && (double)evidence[best] >= TOPIC_LEAST * sum ? best : TOPIC_NONE;
}

void topics_explain(const struct analysis *x, struct buf *out)
{
    double said[TOPIC_COUNT] = {0}, words[TOPIC_COUNT] = {0};
    float both[TOPIC_COUNT];
    topics_weigh(x, both);
    enum topic told = topics_best(both), shown = told;
    bool has_section = topic_sections_weigh(x->article, said), has_words = topic_words_weigh(x, words);
    for (int t = TOPIC_NONE + 1; t < TOPIC_COUNT && told == TOPIC_NONE; t++)
        if (both[t] > both[shown] || shown == TOPIC_NONE)
            shown = (enum topic)t;
    buf_format(out, "  topic: %s%s", told == TOPIC_NONE ? "none is sure" : topic_name(told), has_section ? "; its outlet says" : "");
    for (int t = TOPIC_NONE + 1; t < TOPIC_COUNT; t++)
        if (said[t] > 0)
            buf_format(out, " %s", names[t]);
    if (has_words) {
        struct topic_reason reasons[TOPIC_REASONS_MAX];
        size_t n = topic_words_reasons(x, shown, reasons);
        buf_format(out, "; by its words %s %.2f:", topic_name(shown), words[shown]);
        for (size_t i = 0; i < n; i++)
            buf_format(out, "%s %.*s %+.2f", i ? "," : "", STR_ARG(utf8_cut(reasons[i].word, 40)), reasons[i].weight);
    }
    buf_add_byte(out, '\n');
}
