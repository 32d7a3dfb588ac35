/* check_words.h - private to the check: what data/check/LANGUAGE.txt says about a word. Thread-safe. */
#ifndef NUTGRAF_BRIEF_CHECK_WORDS_H
#define NUTGRAF_BRIEF_CHECK_WORDS_H

#include "base/str.h"

/* Names and meaning stand in the data file. */
enum check_class {
    CLASS_GOVERNOR = 1 << 0,
    CLASS_RELATIVE = 1 << 1,
    CLASS_WEIGHTY = 1 << 2,
    CLASS_QUALIFIER = 1 << 3,
    CLASS_NOT_REALLY = 1 << 4,
    CLASS_NEUTRAL = 1 << 5,
    CLASS_ASKING = 1 << 6,
    CLASS_CONDITIONAL = 1 << 7,
    CLASS_BE = 1 << 8,
    CLASS_HAVE = 1 << 9,
    CLASS_JOINT = 1 << 10,
    CLASS_SELF = 1 << 11,
    CLASS_PRONOUN = 1 << 12,
    CLASS_FREE = 1 << 13,
    CLASS_FINDING = 1 << 14,
    CLASS_VERB = 1 << 15, /* a form of an irregular verb */
};

/* The classes of a word (its lower-case hash), 0 for languages without a list. */
uint32_t check_word_classes(struct str language, uint64_t lower);
/* What stands for the word and its irregular forms; `term` where it has none. */
uint64_t check_word_key(struct str language, uint64_t lower, uint64_t term);
/* 0 Monday ... 6 Sunday, -1 for any other word. */
int check_weekday(struct str language, uint64_t lower);
/* Is it one of the program's own sentences ("Carries the same report as [2].")? *number: the source's, 0 if not given. */
bool check_is_template(struct str wording, long *number);

#endif
