/* terms.h - the terms of one article, each counted in every part at once; private to the story room.
 *
 * Made anew for each article in memory that stays: emptied in constant time. What a term tells (background.h) is looked
 * up once, whatever the parts that hold it.
 */
#ifndef NUTGRAF_STORY_TERMS_H
#define NUTGRAF_STORY_TERMS_H

#include "story/background.h"

enum { TERMS_PARTS = 8, TERMS_MAX = 4096 }; /* distinct terms; what comes behind is not counted */

struct term_count {
    uint32_t term;
    uint64_t word; /* the text room's term, 0: a name or a figure */
    double floor;  /* of a name: documents of the shipped table that count for it */
    double idf, lasting; /* after terms_weigh: by these days' documents, and by all ever seen */
    float counts[TERMS_PARTS];
};

struct terms {
    struct { uint16_t round, index; } *slots;
    struct term_count *items; /* in order of arrival */
    size_t count, mask;       /* mask: of the slots used this time; few, so that the nearest cache holds them */
    uint16_t round;
};

void terms_begin(struct terms *t, size_t expected); /* for so many at most */
void terms_free(struct terms *t);
/* The term's counts, made with 0 if it is new (*is_new); NULL when there are too many. */
struct term_count *terms_at(struct terms *t, uint32_t term, bool *is_new);
void terms_weigh(struct terms *t, const struct background *b, size_t language);

#endif
