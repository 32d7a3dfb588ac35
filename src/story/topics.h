/* topics.h - what an article is about, as one of nine topics; private to the story room.
 *
 * Two kinds of evidence: what the outlet itself says (its section, its address; data/story/topics.txt), and a linear model of
 * the words of title and beginning (data/story/topic-words.txt, made by tools/train_topics.py; docs/STORIES.md). Tables are
 * read on first use and then shared by all threads. */
#ifndef NUTGRAF_STORY_TOPICS_H
#define NUTGRAF_STORY_TOPICS_H

#include "base/buf.h"
#include "story/stream.h"

/* Evidence for each topic: the outlet's word counts more than all others together, the words' likelihoods add up to 1. */
void topics_weigh(const struct analysis *x, float out[TOPIC_COUNT]);
/* The topic of the sum of such evidence over reports; TOPIC_NONE where none has enough of it. */
enum topic topics_best(const float evidence[TOPIC_COUNT]);
/* One line for a person: the topic, what the outlet says, the words that told most. */
void topics_explain(const struct analysis *x, struct buf *out);

/* The topic of that name; aborts where there is none (a fault of a data file). */
enum topic topic_named(struct str name);

/* topic_sections.c: what the outlet says: for each topic how much of it, 0-1. False: nothing. */
bool topic_sections_weigh(const struct article *x, double out[TOPIC_COUNT]);

/* topic_words.c: how likely each topic is, by the words; false where no word is known. */
enum { TOPIC_REASONS_MAX = 8 };
struct topic_reason {
    struct str word; /* as it stands in the article */
    double weight;   /* what it adds to the topic's log odds, less the mean over topics */
};
bool topic_words_weigh(const struct analysis *x, double out[TOPIC_COUNT]);
/* The words that speak most for a topic, the strongest first. */
size_t topic_words_reasons(const struct analysis *x, enum topic t, struct topic_reason out[TOPIC_REASONS_MAX]);

#endif
