/* words.h - private to the brief room: the word lists of data/brief/words.txt. Thread-safe. */
#ifndef NUTGRAF_BRIEF_WORDS_H
#define NUTGRAF_BRIEF_WORDS_H

#include "base/str.h"

enum word_list {
    WORDS_CONNECTIVE, /* "However": leans on the sentence before, and can be left out */
    WORDS_LEANING,    /* "He", "Because": a sentence that begins so cannot stand alone */
    WORDS_OUTSIDER,   /* "we", "you": the voice of a writer, not of a report */
    WORDS_BACKWARD,   /* "he", "her": a person must be named before it */
    WORDS_DANGLING,   /* a headline does not end so */
    WORDS_SMALL,      /* no capital inside a headline */
    WORDS_COUNT
};

bool words_has(enum word_list list, struct str word); /* in any case */

#endif
