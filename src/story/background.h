/* background.h - how much a term tells this week, learned as the stream goes; private to the story room.
 *
 * What everybody writes about these days tells little of which report belongs to which: a term's share of the last days'
 * documents, smoothed by its share of all documents ever seen (Dirichlet smoothing), gives its weight.
 *
 * Document frequencies of the stream on top of the shipped table (text/idf.h), one count a language, so that a rare
 * language's everyday words are not taken for rare words. When a day begins with the table beyond its limit, and most of it
 * not of these days, all counts are halved and what falls to zero is forgotten: memory follows the last days' news, and old news fades. A day with
 * more words than any press writes is counted up to a limit of its own.
 */
#ifndef NUTGRAF_STORY_BACKGROUND_H
#define NUTGRAF_STORY_BACKGROUND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/table.h"

enum { BACKGROUND_LANGUAGES_MAX = 64, BACKGROUND_TERMS_MAX = 1 << 20, BACKGROUND_DAYS = 5,
       BACKGROUND_NEW_MAX = 1 << 22,    /* terms in the table: beyond, new ones are not counted until the next day */
       BACKGROUND_DAY_MAX = 1 << 24 };  /* terms of one day's documents, with repetition: beyond, they are not recent */

/* The terms that one day's documents held, with repetition: what is taken away again when the day is over. */
struct background_day {
    uint32_t *terms;
    size_t count, capacity;
    double documents[BACKGROUND_LANGUAGES_MAX];
};

struct background_slot {
    uint32_t term, all, recent; /* documents ever seen, and those of the last days */
    bool used;
};

struct background {
    char languages[BACKGROUND_LANGUAGES_MAX][12]; /* [0] "und", and whatever comes when the table is full */
    double documents[BACKGROUND_LANGUAGES_MAX];
    size_t language_count;
    struct background_slot *slots; /* open addressing; capacity: a power of two, or 0 */
    size_t count, capacity, recent_count; /* recent_count: terms of the last days */
    double recent[BACKGROUND_LANGUAGES_MAX]; /* documents of the last days */
    struct background_day days[BACKGROUND_DAYS]; /* [day % BACKGROUND_DAYS] */
    int64_t day;
};

void background_free(struct background *b);
size_t background_language(struct background *b, const char language[12]); /* its number */

static inline size_t background_home(const struct background *b, uint32_t story_term)
{
    return (story_term * UINT64_C(0x9E3779B97F4A7C15) >> 32) & (b->capacity - 1);
}

/* A term of the text room as the story room knows it: 32 bits, different in each language. */
static inline uint32_t background_term(size_t language, uint64_t term)
{
    uint64_t h = (term + language) * UINT64_C(0x9E3779B97F4A7C15);
    return (uint32_t)(h >> 32);
}

/* The term's counts, made with 0 if it is new; until the next call that makes one. */
struct background_slot *background_at(struct background *b, uint32_t story_term);
void background_recent(struct background *b, struct background_slot *seen); /* one document of the last days more */
/* Asks for the memory that background_idf will want soon. */
static inline void background_expect(const struct background *b, uint32_t story_term)
{
    if (b->capacity)
        table_expect(&b->slots[background_home(b, story_term)]);
}

/* -ln of the smoothed share; *lasting: of the share of all documents ever seen, whatever they write about this week. `term` is the text room's, 0 where only the stream can know it (names, figures),
 * and then `floor` documents of the shipped table count for it. */
double background_idf(const struct background *b, size_t language, uint64_t term, uint32_t story_term, double floor,
                      double *lasting);
uint32_t background_seen(const struct background *b, uint32_t story_term); /* documents that ever had it */
double background_shipped(const struct background *b, size_t language, uint64_t term); /* count in the shipped table */

/* Days since 1970, never going back: what is older than BACKGROUND_DAYS is no longer recent. */
void background_tell_day(struct background *b, int64_t day);
/* Counts one document's distinct story terms. */
void background_count(struct background *b, size_t language, const uint32_t *terms, size_t count);

#endif
