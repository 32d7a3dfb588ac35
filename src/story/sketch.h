/* sketch.h - what the story room keeps of an article while its story is open: compact vectors; private to the room.
 *
 * A few kilobytes in one block of the stream's pool. Weights are those of the moment the article came.
 */
#ifndef NUTGRAF_STORY_SKETCH_H
#define NUTGRAF_STORY_SKETCH_H

#include "story/pool.h"
#include "story/stream.h"
#include "story/terms.h"
#include "story/vector.h"
#include "text/analysis.h"
#include "text/marker.h"

enum sketch_part {
    PART_TITLE,
    PART_LEAD,
    PART_BODY,    /* all words, title and lead among them */
    PART_FOCUS,   /* the same, each mention weighing less the later it comes */
    PART_NAMES,   /* full names */
    PART_WORDS,   /* the words that names are made of: "Okafor" alone meets "Lena Okafor" */
    PART_NUMBERS, /* figures with their units; no dates */
    PART_PLACES,
    PART_COUNT
};

enum {
    SKETCH_TOKENS_MAX = 1000, /* of the body: news says early what it is about */
    SKETCH_LEAD_TOKENS = 110,
    SKETCH_KEYS_MAX = 40,
    SKETCH_SHINGLE_WORDS = 5,
    SKETCH_SHINGLE_SAMPLE = 8, /* one in so many is kept (mod-p sampling; Broder 1997), by its hash: texts agree which */
    SKETCH_SHINGLES_MAX = 160,
};
extern const size_t sketch_limits[PART_COUNT]; /* terms kept of each part, SKETCH_TERMS_MAX together */
enum { SKETCH_TERMS_MAX = 384 };

/* What tells how likely another report tells of the same event (links.c). */
enum { LINKS_MAX = 24, NO_EVENT_DAY = INT32_MIN, EVENT_SENTENCES = 8 };
struct link {
    uint32_t article;
    float rest;  /* log odds of all but what comes */
    float alike; /* cosine of all words: what it weighs depends on what else there is by now */
    float least; /* ... at least (pair_least_greatest) */
};

struct sketch {
    struct weight *items;
    uint16_t begin[PART_COUNT + 1];
    uint16_t key_count, shingle_count;
    uint32_t *keys;     /* terms it can be found by, the heaviest first */
    uint32_t *shingles; /* ascending */
    float length[PART_COUNT]; /* factor from unit length back to tf-idf weights */
    int32_t event_day; /* when what it tells first happened: of the first of its first sentences that says, or NO_EVENT_DAY */
    int32_t day, came; /* of publication; of the stream when it came: nobody can date that ahead */
    uint32_t outlet; /* number of the stream's */
    uint8_t language;
    uint8_t marker; /* enum marker of the title; its words are in no vector */
    float greatest; /* cosine of all words with any report but copies and versions; the caller's */
    float topics[TOPIC_COUNT], newsworth;
    uint8_t link_count;
    struct link *links; /* LINKS_MAX of the pool's, or NULL; the stream's */
};

/* A sketch whose parts are not in its own block yet. */
struct draft {
    struct sketch sketch; /* its pointers lead to: */
    struct weight items[SKETCH_TERMS_MAX];
    uint32_t keys[SKETCH_KEYS_MAX], shingles[SKETCH_SHINGLES_MAX];
};
void draft_begin(struct draft *d);
struct sketch *draft_pack(const struct draft *d, struct pool *pool);

/* Memory that making sketches needs; one for each stream. */
struct sketcher {
    struct pool pool; /* of all sketches of the stream */
    struct draft *draft;
    struct terms terms;
    uint32_t *distinct; /* story terms of the article, for background_count */
    size_t distinct_count;
    struct weight *work;
};
void sketcher_free(struct sketcher *k);

/* `day`, `came`, `outlet`, `topics` and `newsworth` are the caller's. The terms seen are left in k->distinct. */
struct sketch *sketch_make(struct sketcher *k, struct background *b, const struct analysis *x);
void sketch_destroy(struct sketcher *k, struct sketch *s); /* NULL is fine */

/* The story terms of a word, a name, a figure; for explanations. */
uint32_t sketch_word_term(size_t language, uint64_t term);
uint32_t sketch_name_term(size_t language, uint64_t key);
uint32_t sketch_number_term(size_t language, const struct passage *p, const struct number *n); /* 0: tells nothing */

static inline struct vector sketch_vector(const struct sketch *s, enum sketch_part part)
{
    return (struct vector){s->items + s->begin[part], (size_t)(s->begin[part + 1] - s->begin[part])};
}

#endif
