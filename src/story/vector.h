/* vector.h - sparse vectors of weighted terms, and lists of what holds a term; private to the story room.
 *
 * A vector is a run of (term, weight) sorted by term, of unit length unless said otherwise; terms are 32-bit hashes.
 * Postings keep for each term the numbers of those that hold it, always in ascending order, so that their state depends
 * on what is in them and not on how it came there: a restart rebuilds them exactly.
 */
#ifndef NUTGRAF_STORY_VECTOR_H
#define NUTGRAF_STORY_VECTOR_H

#include "base/map.h"
#include "base/table.h"

struct weight {
    uint32_t term;
    float weight;
};

struct vector {
    const struct weight *items;
    size_t count;
};

double vector_dot(struct vector a, struct vector b);
/* Keeps the `most` heaviest, sorts them by term and makes them unit length. Gives the number kept; *length is what they
 * were divided by (may be NULL). */
size_t vector_finish(struct weight *items, size_t count, size_t most, float *length);
/* The `most` heaviest come to the front, heaviest first. Gives their number. */
size_t vector_heaviest(struct weight *items, size_t count, size_t most);
void vector_sort(struct weight *items, size_t count); /* by term */
float vector_at(struct vector v, uint32_t term); /* 0 where the term is not in it */
/* a + factor * b into `out` (room for both), not of unit length; gives the number of terms. */
size_t vector_sum(struct vector a, double factor, struct vector b, struct weight *out);

enum { POSTINGS_FEW = 2 };

struct postings_list {
    const uint32_t *items; /* ascending; until the next change of the postings */
    uint32_t count;
};

/* Most terms are held by one or two: these need no memory of their own. Four slots are a cache line. */
struct postings_slot {
    uint32_t term;
    uint32_t count : 26, room : 6; /* count 0: nothing here; room: log2 of the capacity, 0: the items are in `few` */
    union {
        uint32_t few[POSTINGS_FEW];
        uint32_t *many;
    } items;
};

struct postings {
    struct postings_slot *slots; /* open addressing */
    size_t count, capacity;      /* capacity: a power of two, or 0 */
};

void postings_free(struct postings *p);
void postings_add(struct postings *p, uint32_t term, uint32_t item); /* adding twice does nothing */
void postings_remove(struct postings *p, uint32_t term, uint32_t item);
static inline size_t postings_home(const struct postings *p, uint32_t term)
{
    return (term * UINT64_C(0x9E3779B97F4A7C15) >> 32) & (p->capacity - 1);
}
/* Tells the processor which memory the next call for that term will want. */
static inline void postings_expect(const struct postings *p, uint32_t term)
{
    if (p->capacity)
        table_expect(&p->slots[postings_home(p, term)]);
}
struct postings_list postings_get(const struct postings *p, uint32_t term); /* empty where there is none */

/* Items get the numbers that `numbers` has for them; the order must stay the same. */
void postings_renumber(struct postings *p, const uint32_t *numbers);

/* Sums by number, emptied in constant time: who shares most with a newcomer. */
struct tally_slot {
    uint32_t key, round;
    double sum;
};
struct tally {
    struct tally_slot *slots; /* TALLY_MAX * 2 of them, */
    size_t mask;              /* few in use where few keys are expected, so that the nearest cache holds them */
    uint32_t round;
    uint32_t *used; /* slots, in order of arrival */
    size_t count;
};
enum { TALLY_MAX = 8192 };
void tally_begin(struct tally *t, size_t expected); /* holds as many keys as expected, at most TALLY_MAX */
void tally_free(struct tally *t);
/* The key's sum, 0 at first; NULL when the tally is full and the key is new. */
double *tally_at(struct tally *t, uint32_t key);

#endif
