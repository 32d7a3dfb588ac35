/* lead_words.h - the words of an article's title and beginning, as linear models of words read them; private to the story
 * room. As tools/train_topics.py and tools/train_pickup.py have it: a word of the title counts three times, weighs 1 +
 * ln(count), and the words together have unit length (few known words less: they are not made to say as much as many). */
#ifndef NUTGRAF_STORY_LEAD_WORDS_H
#define NUTGRAF_STORY_LEAD_WORDS_H

#include "base/map.h"
#include "text/analysis.h"

enum { LEAD_TITLE_TOKENS = 100, LEAD_BODY_TOKENS = 300, LEAD_WORDS_MAX = LEAD_TITLE_TOKENS + LEAD_BODY_TOKENS };

struct lead_word {
    uint32_t number; /* the model's own */
    uint32_t count;
    struct str text; /* where it stands first */
    double value;
};

struct lead_words {
    struct lead_word words[LEAD_WORDS_MAX];
    size_t count;
};

uint64_t lead_words_key(uint64_t term, struct str language); /* the term, exclusive-or what is the language's */
/* `known`: key -> number + 1. Persons' names are left out, with leaves_names all names. Thread-safe. */
void lead_words_read(const struct analysis *x, const struct map *known, bool leaves_names, struct lead_words *out);

#endif
