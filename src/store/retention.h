/* retention.h - what keeps a store of years in shape: copies while it is in use, forgetting, tidying. */
#ifndef NUTGRAF_STORE_RETENTION_H
#define NUTGRAF_STORE_RETENTION_H

#include "store/store.h"

/* A whole and consistent copy, also while another process writes. The file appears when it is complete; one that is
 * there already is not overwritten. From a store opened in any mode. */
struct status store_backup(struct store *s, const char *path) MUST_CHECK;

struct forgotten {
    size_t articles, stories, versions;
};
/* Removes the stories whose newest report is older than `before`, with their pages, articles and all revisions. Stories
 * that go on keep everything. In one transaction. */
struct status store_forget(struct store *s, int64_t before, struct forgotten *out) MUST_CHECK;
/* Gives room back to the disk, and brings the search index into one piece. */
struct status store_tidy(struct store *s) MUST_CHECK;

#endif
