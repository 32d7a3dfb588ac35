/* compress.h - private to the brief room: a long sentence without what it can do without.
 *
 * What stands between brackets, an apposition of a person whom the page has introduced, a clause that only adds to a noun
 * (", who ...,", ", which ..."). Only between two marks, never where a number, a negation, a quotation or the one who says it would
 * go, and only in sentences of more than 30 words. Tails of other kinds (", leaving ...", ", while ...") stay: they are often
 * the news.
 */
#ifndef NUTGRAF_BRIEF_COMPRESS_H
#define NUTGRAF_BRIEF_COMPRESS_H

#include "base/map.h"
#include "brief/draft.h"

struct compression {
    const struct map *people; /* keys of the names that the page has introduced */
    bool (*is_supported)(void *context, struct str text);
    void *context;
};

/* Cuts in the draft; each cut was supported. True where anything was cut. */
bool compress_draft(struct arena *a, struct draft *d, const struct compression *how);

#endif
