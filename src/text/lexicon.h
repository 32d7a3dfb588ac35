/* lexicon.h - what the word lists of data/ say about a word: one lexicon a language, and what all languages share.
 *
 * Read from data/lexicon/LANGUAGE.txt, data/stopwords/LANGUAGE.txt and data/gazetteer.txt on first use, then constant
 * and shared by all threads. Words are known by the hash of their lower-case form (word_read of word.h).
 */
#ifndef NUTGRAF_TEXT_LEXICON_H
#define NUTGRAF_TEXT_LEXICON_H

#include "base/map.h"
#include "base/str.h"

/* What a word or phrase can be. The names in the data files are in lexicon.c, in this order. */
enum lex {
    LEX_STOP,
    LEX_NEGATION,
    LEX_MODAL,
    LEX_ABBREVIATION,        /* with a full stop, which then never ends the sentence: "Mr", "Gen" */
    LEX_ABBREVIATION_FINAL,  /* the full stop may also end the sentence: "Inc", "p.m" */
    LEX_ABBREVIATION_NUMBER, /* an abbreviation before a number: "No", "Feb" */
    LEX_SAID,                /* a verb of saying */
    LEX_PRONOUN,             /* leans on what stands before, at the beginning of a sentence */
    LEX_PERSON_PRONOUN,      /* he, she, they */
    LEX_HONORIFIC,
    LEX_ROLE,          /* president, minister, spokesman */
    LEX_PARTICLE,      /* inside a name: "de", "van", "bin" */
    LEX_ORG_END,       /* the last word of an organisation's name: "Inc", "University" */
    LEX_ORG_HEAD,      /* goes on with "of": "Bank of England", "University of X" */
    LEX_PLACE_END,     /* "County", "River" */
    LEX_GIVEN,         /* a given name */
    LEX_CALENDAR,      /* weekdays and months: capitalised, no names */
    LEX_PLACE,
    LEX_ORGANISATION,
    LEX_DEMONYM,
    LEX_NUMBER,        /* has a value */
    LEX_TENS,          /* twenty ... ninety: another number may follow */
    LEX_MAGNITUDE,     /* hundred, thousand, million: multiplies */
    LEX_ORDINAL,
    LEX_CURRENCY,      /* has a code */
    LEX_CURRENCY_SIGN, /* stands before the number */
    LEX_PERCENT,
    LEX_LENGTH,
    LEX_MASS,
    LEX_TEMPERATURE,
    LEX_AT_LEAST, /* phrases before a number */
    LEX_AT_MOST,
    LEX_ABOUT,
    LEX_COUNTABLE,  /* counted nouns that no plural ending shows: "people", "dead" */
    LEX_FURNITURE,  /* a sentence that begins so is not part of the report: "Read more" */
    LEX_SENTENCE_ADVERB, /* "Meanwhile", "However": capitalised at a sentence's beginning, no name */
    LEX_AGENCY,     /* in datelines: "Reuters" */
    LEX_ACCORDING,  /* "according to": names the speaker */
    LEX_COUNT_SKIP, /* between a number and what it counts: "more", "other" */
    LEX_COUNT
};
#define LEX_BIT(c) (UINT64_C(1) << (c))
#define LEX_BEGINS LEX_BIT(LEX_COUNT) /* of a phrase: a longer one begins so */

struct lexeme {
    uint64_t flags; /* LEX_BIT */
    double value;   /* of number words */
    char code[4];   /* ISO 4217, of currency words and signs */
};

struct lexicon {
    const char *language; /* "en"; "und" for the one that knows no language */
    const char *stemmer;  /* libstemmer's name, NULL if it has none */
    unsigned id;
    bool elides;        /* l'eau, dell'arte: two words */
    struct map words;   /* hash of the lower-case word -> index into lexemes */
    struct map phrases; /* hash of words (lexicon_phrase_add) -> index into lexemes */
    struct map aliases; /* phrase -> phrase of the name that both mean */
    struct lexeme *lexemes;
    size_t lexeme_count, lexeme_capacity;
};

enum { LEXICON_LANGUAGES_MAX = 32, PHRASE_WORDS_MAX = 6 };

/* The lexicon of a BCP 47 language ("en-GB" is "en"); "und"'s where there is none. Never NULL. Thread-safe. */
const struct lexicon *lexicon_for(struct str language);
size_t lexicon_count(void);
const struct lexicon *lexicon_at(size_t index);

/* A bit (1 << id) for each language of which the word is a function word. After a call of lexicon_count. */
uint64_t lexicon_stop_languages(uint64_t lower);

/* What is known of a word (its lower-case hash), in the language and for all languages. */
struct lexeme lexicon_word(const struct lexicon *l, uint64_t lower);
struct lexeme lexicon_phrase(const struct lexicon *l, uint64_t phrase);
uint64_t lexicon_alias(const struct lexicon *l, uint64_t phrase); /* `phrase` itself when it has no alias */

/* A phrase's hash grows word by word, from 0. A single word's phrase differs from the word's own hash. */
uint64_t lexicon_phrase_add(uint64_t phrase, uint64_t lower);

#endif
