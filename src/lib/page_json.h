/* page_json.h - a story page as JSON, from nutgraf or from anywhere, read back into a brief for checking.
 *
 * The fields are those of docs/FORMATS.md; unknown ones are ignored, and so is everything the check does not need. What is
 * ill-formed in part becomes a fault that names its place, and the rest is read. Strings are copied into the arena.
 */
#ifndef NUTGRAF_LIB_PAGE_JSON_H
#define NUTGRAF_LIB_PAGE_JSON_H

#include "brief/brief.h"

enum {
    PAGE_BYTE_LIMIT = 8 * 1024 * 1024,
    PAGE_UNIT_LIMIT = 4000, /* sources, sentences, entries and claims together */
};

struct page_fault {
    struct str where; /* "section 2 sentence 1" */
    struct str why;
};

struct page {
    struct brief brief;
    int32_t *articles; /* of each source: index into the given articles, NO_INDEX where it is not there */
    struct page_fault *faults;
    size_t fault_count;
};

/* `where` names the file in messages. Fails when it is not one JSON object, is too long or has too many units. */
struct status page_from_json(struct arena *a, struct str bytes, const char *where, const struct article *articles,
                             size_t article_count, struct page *out) MUST_CHECK;

#endif
