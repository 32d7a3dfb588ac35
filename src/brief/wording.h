/* wording.h - private to the brief room: how a fact is worded on a page: its source's sentence, mended for readers who come
 * later and have read what stands above it. */
#ifndef NUTGRAF_BRIEF_WORDING_H
#define NUTGRAF_BRIEF_WORDING_H

#include "brief/unit.h"

/* What the page has said so far. Begin with zeros; ends with wording_release. */
struct wording_memory {
    struct map people; /* keys of names that have been introduced */
};

/* Fills *out: text, cites, support. Every change passes the check, or the sentence stays as its source wrote it. */
void wording_write(struct arena *a, const struct material *m, const struct fact *f, int32_t page_year,
                   struct wording_memory *memory, struct unit_text *out);
void wording_release(struct wording_memory *memory);

#endif
