/* analysis.h - an article taken apart: sentences, tokens, names, times, numbers, quotations.
 *
 * Everything is a span into one of the article's two texts (title, body); nothing is copied. An analysis lives in the
 * arena it was made in, together with (or shorter than) its article, is never changed once made, and may be read by
 * any number of threads.
 */
#ifndef NUTGRAF_TEXT_ANALYSIS_H
#define NUTGRAF_TEXT_ANALYSIS_H

#include "page/article.h"
#include "text/timex.h"

enum { NO_INDEX = -1 };

enum token_kind { TOKEN_WORD, TOKEN_NUMBER, TOKEN_PUNCTUATION };

enum token_flag {
    TOKEN_STOP = 1,        /* a function word of the language */
    TOKEN_CAPITALISED = 2, /* first letter upper case */
    TOKEN_UPPER = 4,       /* all letters upper case, two or more */
    TOKEN_SENTENCE_START = 8,
    TOKEN_IN_QUOTE = 16,
    TOKEN_NEGATION = 32,   /* "not", "n't", "never", "no", "denied", ... */
    TOKEN_MODAL = 64,      /* "may", "could", "plans", "alleged", ... */
    TOKEN_IN_NAME = 128,
};

struct token {
    uint64_t term;   /* hash of the lower-cased stem (words) or of the normalised digits (numbers) */
    uint32_t begin;  /* byte offset */
    uint16_t length; /* bytes; longer runs are split */
    uint8_t kind;    /* enum token_kind */
    uint8_t flags;   /* enum token_flag */
};

enum name_kind { NAME_OTHER, NAME_PERSON, NAME_PLACE, NAME_ORGANISATION };

struct name {
    struct span at;      /* the name itself, without honorific */
    uint64_t key;        /* hash of the canonical form (folded case): "Ms. Okafor" and "Lena Okafor" share it */
    int32_t canonical;   /* index of the fullest mention of the same name in this passage (may be itself) */
    int32_t sentence;    /* index of the sentence it stands in */
    enum name_kind kind;
    struct span role;    /* "Prime Minister", "finance chief of Acme"; empty span when none */
};

enum unit { UNIT_COUNT, UNIT_PERCENT, UNIT_MONEY, UNIT_LENGTH, UNIT_MASS, UNIT_TEMPERATURE, UNIT_ORDINAL, UNIT_OTHER };

struct number {
    struct span at;       /* "$1.2 million", "eighteen", "3,400" */
    double value;         /* 1200000, 18, 3400 */
    enum unit unit;
    char currency[4];     /* ISO 4217 where unit is money */
    int8_t bound;         /* -1 "at most", 0, +1 "at least" */
    bool approximate;     /* "about", "some", "nearly" */
    int32_t counted;      /* token index of the noun that is counted ("people" in "18 people"), or NO_INDEX */
    int32_t sentence;
    bool in_time;         /* part of a time expression */
};

struct quote {
    struct span at;       /* between the marks */
    struct span speaker;  /* as written, empty when nobody is named */
    int32_t speaker_name; /* index into names, or NO_INDEX */
    int32_t sentence;     /* the sentence it begins in */
    bool is_partial;      /* a fragment within the sentence, not a sentence of its own */
};

/* When the event of a sentence's main clause happened. */
struct when {
    int32_t first_day, last_day; /* inclusive */
    enum grain grain;            /* GRAIN_NONE: unknown */
    int32_t time;                /* index into times, or NO_INDEX where the publication day stands in */
};

struct sentence {
    struct span at;             /* without white space around it */
    uint32_t first_token, token_count;
    uint32_t paragraph;         /* from 0 */
    uint32_t body_begin;        /* byte where the sentence begins behind a dateline ("SEOUL, Oct 7 (KN) - "), else at.begin */
    bool is_fragment;           /* no finite sentence: caption, list item, heading, advert, credit line */
    bool starts_with_pronoun;   /* "He", "They", "This", "It": needs what stands before it */
    bool is_question;
    struct when when;
};

/* One text taken apart: the title or the body. */
struct passage {
    struct str text;
    struct token *tokens;
    struct sentence *sentences;
    struct name *names;
    struct timex *times;
    struct number *numbers;
    struct quote *quotes;
    size_t token_count, sentence_count, name_count, time_count, number_count, quote_count;
    uint32_t paragraph_count;
};

struct analysis {
    const struct article *article;
    char language[12]; /* BCP 47 primary language, "und" if unknown */
    struct passage title, body;
};

/* The article and `a` must outlive *out. */
struct status analyse(struct arena *a, const struct article *article, struct analysis *out) MUST_CHECK;

/* Taking a single piece of text apart, for wordings that are to be checked. `language` as in analysis. */
struct status analyse_passage(struct arena *a, struct str text, struct str language, struct moment published,
                              struct passage *out) MUST_CHECK;

static inline struct str token_text(const struct passage *p, const struct token *t)
{
    return (struct str){p->text.p + t->begin, t->length};
}

#endif
