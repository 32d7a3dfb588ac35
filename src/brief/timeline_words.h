/* timeline_words.h - private to the timeline: the word lists of data/brief/timeline.txt. Thread-safe. */
#ifndef NUTGRAF_BRIEF_TIMELINE_WORDS_H
#define NUTGRAF_BRIEF_TIMELINE_WORDS_H

#include "base/str.h"

enum timeline_list {
    TIMELINE_ADVERBIAL,
    TIMELINE_BOUNDING,
    TIMELINE_APPOINTED,
    TIMELINE_DETERMINER,
    TIMELINE_SUBORDINATOR,
    TIMELINE_AUXILIARY,
    TIMELINE_SUBJECT,
    TIMELINE_EDGE,
    TIMELINE_SPECULATIVE,
    TIMELINE_PERFECT,
    TIMELINE_SPANNING,
    TIMELINE_HAVING,
    TIMELINE_LONG,
    TIMELINE_ADVERB,
    TIMELINE_FACTIVE,
    TIMELINE_SIMULTANEOUS,
    TIMELINE_PERSON_SUBJECT,
    TIMELINE_PERSON_OBJECT,
    TIMELINE_CLAUSE_SUBJECT,
    TIMELINE_DEMONSTRATIVE,
    TIMELINE_RELATIVE,
    TIMELINE_LIST_COUNT
};

bool timeline_word_is(enum timeline_list list, struct str word); /* in any case */

#endif
