/* facts.h - private to the brief room: the sentences of a story, and which of them say the same.
 *
 * A line is a sentence that can stand on a page. Lines of different reports that say the same become one fact, with all
 * of them as its support. Candidates come from an index of the rarer terms, so the work grows with the text and not with
 * its square. Syndicated copies speak with one voice.
 */
#ifndef NUTGRAF_BRIEF_FACTS_H
#define NUTGRAF_BRIEF_FACTS_H

#include "base/arena.h"
#include "base/map.h"
#include "brief/guard.h"

struct line {
    int32_t report;          /* index into the story's reports */
    int32_t index;           /* of the sentence in its body */
    int32_t rank;            /* among the lines of its report, from 0 */
    const struct analysis *analysis;
    const struct sentence *sentence;
    struct str text;         /* without dateline */
    uint32_t first_token;    /* that the text begins with */
    uint64_t *terms;         /* distinct content terms, sorted */
    size_t term_count;
    float *weights;          /* of the terms */
    double mass;             /* sum of the terms' weights */
    int32_t fact;
};

struct fact {
    int32_t *lines;          /* the first is the one that is worded */
    size_t line_count;
    size_t voices;           /* independent reports that say it */
    double score;
};

struct material {
    const struct story *story; /* with copies that were found here */
    struct line *lines;
    size_t line_count;
    struct fact *facts;
    size_t fact_count;
    struct guard guard;
    struct story own;
    struct map usage; /* term -> voices that use it, titles counting more */
};

/* Ends with facts_release. */
void facts_gather(struct arena *a, const struct story *story, struct material *out);
void facts_release(struct material *m);

/* What a term tells here: rare in the world, common among the voices of this story. */
double facts_weight(const struct material *m, uint64_t term);
double facts_overlap(const struct line *a, const struct line *b); /* shared mass over the smaller one's, 0-1 */
size_t facts_voice_count(const struct story *story);              /* reports that are no copies and no background */
bool facts_is_version(const struct story *story, size_t report);  /* an older (or newer) text of an article of the same outlet */
/* The report whose words a report carries: itself, or the original at the end of its chain of copies. */
int32_t facts_voice(const struct story *story, int32_t report);

int facts_compare_terms(const void *a, const void *b); /* for bsearch in line.terms */

#endif
