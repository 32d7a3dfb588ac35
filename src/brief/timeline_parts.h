/* timeline_parts.h - private to the archive's timeline: what an archive keeps, shared by the files that fill it
 * (timeline_archive.c) and that rank its days (timeline_days.c). Memory: the archive's arena, but for `usage`.
 */
#ifndef NUTGRAF_BRIEF_TIMELINE_PARTS_H
#define NUTGRAF_BRIEF_TIMELINE_PARTS_H

#include "base/map.h"
#include "brief/timeline_archive.h"

struct weights {
    double publication, publication_end, lead, next, next_lead, repeats, full, shortest, longest, leaning;
    double opening, own, crowded, foreseen, lasting, lasting_days, beside, topical;
};

struct entry {
    uint64_t term;
    double weight;
};

/* A sentence as a vector of length 1. */
struct sample {
    struct archive_sentence what;
    struct entry *entries;
    size_t entry_count;
    double topicality; /* 0 to 1, known once the archive is complete */
    bool can_show, can_stand, is_shown;
};

/* `published` NOT_NAMED: the sentence stands at the top of an article of the day, or of the next, and names no day. */
enum { NOT_NAMED = INT32_MIN };

struct mention {
    int32_t day, published;
    int32_t article, sample;
    double weight; /* for the choice of sentences */
    double pointed; /* for the worth of the day */
};

struct archive {
    struct arena *arena;
    struct weights weights;
    int32_t from, to, article_count;
    struct sample *samples;
    struct mention *mentions;
    struct map usage; /* term -> last article that opens with it, and how many do (usage_*) */
    size_t sample_count, sample_capacity, mention_count, mention_capacity;
};

struct day {
    int32_t day;
    size_t first, last; /* mentions */
    double worth, score, volume;
};

/* Counts the terms of an article's title and first sentences: what most articles open with is the archive's topic. */
void archive_count_usage(struct archive *a, const struct analysis *x);

/* The days of the sorted mentions, the most important first; in the archive's memory. */
struct day *archive_rank_days(struct archive *a, size_t *count);

#endif
