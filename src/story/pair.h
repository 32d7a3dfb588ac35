/* pair.h - how alike two articles are, as numbers that a model weighs; private to the story room. */
#ifndef NUTGRAF_STORY_PAIR_H
#define NUTGRAF_STORY_PAIR_H

#include "story/sketch.h"

/* Cosines where nothing else is said, all 0-1 or nearly. The names in data and explanations are in pair.c. */
enum pair_feature {
    PAIR_TITLE,
    PAIR_LEAD,
    PAIR_BODY,           /* of what stands first and foremost (PART_FOCUS) */
    PAIR_ALL_WORDS,      /* of all words: only what else there is goes by it */
    PAIR_NAMES,
    PAIR_WORDS,
    PAIR_NUMBERS,
    PAIR_PLACES,
    PAIR_TITLE_LEAD,     /* each title with the other's lead, mean */
    PAIR_CONTAINED,      /* share of a title's weight that the other's body has: the lesser of both */
    PAIR_CONTAINED_MOST, /* ... the greater */
    PAIR_RAREST,         /* the rarest word of a name that both dwell on, tf-idf / 20 */
    PAIR_RARE_SHARED,    /* rare words that both dwell on, ln(1 + n) / 4 */
    PAIR_GAP,            /* days between them, at most 3, / 3; what goes beyond 8 on top */
    PAIR_NEXT_DAY,       /* a day between them, */
    PAIR_SECOND_DAY,     /* two days, */
    PAIR_OTHER_EVENT,    /* both say when what they tell happened, and they differ */
    PAIR_EVENT_AGE,      /* days from the newcomer's event to its publication, -1 to 3, / 3; unknown: 1 / 3 */
    PAIR_SAME_OUTLET,
    PAIR_NEAREST, /* the cosine of all words over each one's greatest with any report, mean; it falls when a liker one comes */
    PAIR_CROWD,   /* reports that are nearly as like the newcomer, ln(1 + n) / 4 */
    PAIR_SCARCE,  /* fewer reports these days than where the model was learned: ln of how many times, 0-0.5 */
    PAIR_FEATURE_COUNT
};
extern const double PAIR_NEARLY; /* times the cosine: nearly as like */
extern const char *const pair_feature_names[PAIR_FEATURE_COUNT];

/* One side of many comparisons: its terms with their weights in every part, in a hash table that fits the nearest cache,
 * behind a filter that turns away most of what the other side has alone. Some 13 KB, on the stack; lives as long as the
 * sketch it was made of. */
enum { PAIR_SLOTS = 1024, PAIR_FILTER_BITS = 8192 };
struct pair_side {
    const struct sketch *of;
    size_t count;
    uint64_t filter[PAIR_FILTER_BITS / 64];
    uint16_t slots[PAIR_SLOTS]; /* index into terms + 1, or 0 */
    struct pair_term {
        uint32_t term;
        float weights[PART_COUNT]; /* 0 where the part has not got it */
    } terms[SKETCH_TERMS_MAX];
};
void pair_side_make(struct pair_side *side, const struct sketch *of);

/* All but the last three: those need to know what else there is. */
void pair_compare(const struct pair_side *a, const struct sketch *b, double out[PAIR_FEATURE_COUNT]);
/* The last three. In a week in which everybody writes about one thing, likeness must be more than elsewhere; and of two out of
 * few reports it was likelier from the beginning that they belong together than of two out of many. */
struct surroundings {
    size_t among;  /* reports compared */
    size_t crowd;
    double recent; /* reports of the last days in the language (background.h) */
};
/* The greatest cosine that counts as great: among a few reports, in a young stream, a small one does not. */
double pair_least_greatest(size_t among);
void pair_relate(double features[PAIR_FEATURE_COUNT], double greatest_of_a, double greatest_of_b,
                 const struct surroundings *around);
/* Of two days or more between the newcomer and a running story, PAIR_GAP keeps 1 - `own`: how much of the names that the story
 * turns on are its own, and the newcomer's. */
void pair_follow(double features[PAIR_FEATURE_COUNT], double own);
/* PAIR_NEAREST of a cosine. */
double pair_nearest(double alike, double greatest_of_a, double greatest_of_b, double least_greatest);

#endif
