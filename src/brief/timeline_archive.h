/* timeline_archive.h - the days that mattered in an archive of thousands of articles, and a few sentences for each.
 *
 * A day matters when articles come back to it: ln(1 + the sum, over the publication days from then on, of ln(1 + how far
 * that day's articles that name it are about the archive's topic)), so that a single day's noise counts little and lasting
 * reference much. A sentence whose own date the day is counts more than one that names it in passing, a long one less; what is
 * still named a month later counts again, and a day beside a great one has to stand out (after the
 * date selection of Tran et al., "Predicting relevant news events for timeline summaries", WWW 2013, and of Gholipour
 * Ghalandari and Ifrim, "Examining the state-of-the-art in news timeline summarization", ACL 2020). A day's sentences are
 * those that name it and the tops of what was published on it; shown are the ones nearest to their weighted mean (the
 * PM-mean of the latter paper) that repeat nothing shown before.
 *
 * An archive owns copies of what it needs, so analyses may be dropped at once; memory grows with the sentences that name
 * a day or stand at the top. One thread at a time.
 */
#ifndef NUTGRAF_BRIEF_TIMELINE_ARCHIVE_H
#define NUTGRAF_BRIEF_TIMELINE_ARCHIVE_H

#include "text/analysis.h"

struct archive;

struct archive_sentence {
    struct str text;    /* as the article has it, without dateline */
    struct str article; /* id */
    struct span at;     /* of the article's text */
};

struct archive_date {
    int32_t day;
    struct archive_sentence *sentences;
    size_t sentence_count;
};

struct archive_timeline {
    struct archive_date *dates; /* ascending; in the archive's memory */
    size_t count;
};

struct archive *archive_create(int32_t from, int32_t to); /* civil days, both inclusive */
void archive_destroy(struct archive *a);
/* False, and nothing added, for an article without a publication date. */
bool archive_add(struct archive *a, const struct analysis *x);
/* At most `dates` days with at most `sentences` sentences each. */
struct archive_timeline archive_write(struct archive *a, size_t dates, size_t sentences);

#endif
