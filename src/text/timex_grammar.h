/* timex_grammar.h - a language's words and rules for time expressions, compiled from data/timex/LANGUAGE.txt; private
 * to the time expressions (timex.h).
 *
 * A word stands in classes, in each with a value ("may": MONTH 5). A rule is a pattern of classes with the action that
 * makes a meaning of what was matched. Compiled once a process; read-only and thread-safe after that.
 */
#ifndef NUTGRAF_TEXT_TIMEX_GRAMMAR_H
#define NUTGRAF_TEXT_TIMEX_GRAMMAR_H

#include "base/map.h"
#include "text/timex.h"

/* Classes from the form of a token (first line), of words that bear a meaning, of function words, of verbs; END:
 * nothing or a mark follows; OUTSIDE: "since"; RELATIVE: "which"; NUMBERED: "flight"; DEADLINE: "by". */
#define TIMEX_CLASSES(X)                                                                                               \
    X(NUM)                                                                                                             \
    X(DAY)                                                                                                             \
    X(YEAR)                                                                                                            \
    X(YY)                                                                                                              \
    X(DECADE)                                                                                                          \
    X(CLOCK) X(ISO) X(YEARS) X(COMMA) X(DASH) X(SLASH) X(OPEN) X(FRACTION) X(MONTH) X(WEEKDAY) X(WEEKDAYS) X(UNIT)     \
        X(UNITS) X(TENS) X(MAGNITUDE) X(ORD) X(RELDAY) X(PART) X(NOON) X(DIR) X(SPAN) X(AGO) X(EARLIER) X(LATER)       \
            X(EVERY) X(SETWORD) X(REF) X(VAGUE) X(HOLIDAY) X(MERIDIEM) X(ZONE) X(FISCAL) X(HALF) X(SEASON) X(EDGE)     \
                X(BOUND) X(DECADEWORD) X(BC) X(A) X(THE) X(THAT) X(SAME) X(OF) X(ON) X(IN) X(AND) X(TO) X(FOR) X(PREP) \
                    X(FUTURE) X(PAST) X(PRESENT) X(PROSPECT) X(COUNTED) X(END) X(OUTSIDE) X(RELATIVE) X(NUMBERED)      \
                        X(DEADLINE)

enum timex_class {
#define X(name) CLASS_##name,
    TIMEX_CLASSES(X)
#undef X
        CLASS_COUNT
};
_Static_assert(CLASS_COUNT <= 64, "classes are bits of a word");

#define CLASS_BIT(c) (UINT64_C(1) << CLASS_##c)

enum { TIMEX_PATTERN_MAX = 10, TIMEX_SENSES_MAX = 4, TIMEX_LITERALS_MAX = 8, TIMEX_PHRASE_WORDS = 4 };

struct timex_sense {
    int32_t value;    /* numbers as they are; a single letter as its character */
    const char *text; /* the value as written in the data; static */
    uint8_t class;
};

struct timex_word {
    uint64_t classes;
    struct timex_sense senses[TIMEX_SENSES_MAX];
    uint8_t sense_count;
    bool begins_phrase; /* "new" of "new year's day" */
    bool is_doubtful;   /* "May", "Sun": also something else */
};

struct timex_element {
    uint64_t classes;                      /* any of these */
    uint32_t literals[TIMEX_LITERALS_MAX]; /* or any of these words (index + 1) */
    bool is_optional, is_context;          /* context is looked at, not taken in */
};

struct timex_rule {
    const char *name;
    int action, argument;
    struct timex_element before; /* what must stand in front; matches all when empty */
    bool has_before;
    struct timex_element elements[TIMEX_PATTERN_MAX];
    size_t element_count;
};

/* A token of the grammar fits an element if they share a class or a word; words are bits by their index. */
struct timex_mask {
    uint64_t classes, words;
};

/* What a rule cannot do without, to pass it over unwalked: the words it may begin with, and two of its elements. */
struct timex_needs {
    uint64_t first_words;
    struct timex_mask elements[2];
};

struct timex_suffix {
    const char *text;
    size_t length;
    uint64_t classes;
};

struct timex_grammar {
    const char *language;
    struct map words; /* timex_hash of the word -> index + 1; phrases by timex_hash_join */
    struct timex_word *items;
    size_t item_count, item_capacity;
    struct timex_rule *rules;
    struct timex_needs *needs; /* by rule */
    size_t rule_count, rule_capacity;
    uint16_t *by_class[CLASS_COUNT + 1]; /* rules that may begin with a class, ended by UINT16_MAX; last: literals */
    uint64_t starters;                   /* classes that begin any rule */
    uint64_t capitalised;                /* classes whose words count only when capitalised */
    struct timex_suffix suffixes[32];    /* of verbs */
    size_t suffix_count;
    bool day_first;   /* 7/10/2025 is the 7th of October */
    bool elides;      /* l'année: two words */
    bool point_dates; /* "7. Oktober": a full stop behind a number makes an ordinal */
};

/* For a BCP 47 language; English where none is known, numeric dates alone where it has no file. Never NULL. */
const struct timex_grammar *timex_grammar_for(struct str language);

/* The classes of a word, by its ending where the grammar does not have it; 0 when that says nothing. */
uint64_t timex_word_classes(const struct timex_grammar *g, struct str word);

/* FNV-1a over lower-case bytes: the scanner computes it while it reads. */
#define TIMEX_HASH_START UINT64_C(14695981039346656037)
static inline uint64_t timex_hash_byte(uint64_t h, unsigned char c)
{
    return (h ^ c) * UINT64_C(1099511628211);
}

static inline uint64_t timex_hash_join(uint64_t phrase, uint64_t word)
{
    return (phrase * UINT64_C(0x9E3779B97F4A7C15)) ^ (word + (phrase >> 29));
}

static inline uint64_t timex_word_bit(const struct timex_grammar *g, const struct timex_word *w)
{
    return w ? UINT64_C(1) << ((size_t)(w - g->items) & 63) : 0;
}

static inline const struct timex_sense *timex_sense(const struct timex_word *w, enum timex_class class)
{
    for (size_t i = 0; w && i < w->sense_count; i++)
        if (w->senses[i].class == class)
            return &w->senses[i];
    return NULL;
}

#endif
