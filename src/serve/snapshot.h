/* snapshot.h - the site's lists at one moment: made by the editor, read by any number of threads, never changed. */
#ifndef NUTGRAF_SERVE_SNAPSHOT_H
#define NUTGRAF_SERVE_SNAPSHOT_H

#include <stdatomic.h>

#include "render/served.h"
#include "store/stories.h"

struct round_figures {
    int64_t at; /* when the last round ended; 0: none yet */
    size_t new_articles, changed_articles, feeds_failed, pages_failed, pages_written;
    double seconds;
};

enum { SNAPSHOT_NAMES = 4 };

struct snapshot {
    struct arena *arena; /* owns all below */
    atomic_int uses;
    uint64_t number;     /* of the snapshot, from 1 */
    struct edition edition;
    struct name_group names[SNAPSHOT_NAMES];
    struct store_counts counts;
    struct round_figures round;
};

struct snapshot *snapshot_create(void); /* empty, with one use */
struct snapshot *snapshot_use(struct snapshot *s);
void snapshot_drop(struct snapshot *s); /* the last one frees it; NULL is fine */

#endif
