/* assemble.h - from articles to the story that brief_write takes: analysed, in order of publication, copies marked.
 *
 * Everything lives in the given arena; the articles must outlive it. Thread-safe.
 */
#ifndef NUTGRAF_LIB_ASSEMBLE_H
#define NUTGRAF_LIB_ASSEMBLE_H

#include "story/stream.h"

/* One article of a story to be. */
struct part {
    const struct article *article;
    const struct analysis *analysis; /* of the article; NULL: made here */
    int32_t copy_of; /* index into the parts of what it repeats or what replaced it, or NO_INDEX */
    bool is_background;
};

struct assembly {
    struct str id;    /* of the story; empty: the id of its first article */
    uint32_t version;
    bool finds_copies; /* the parts come from no stream: compare them here, and overwrite copy_of */
    void *context;
    void (*problem)(void *context, const struct status *why); /* a part that cannot be analysed is left out; may be NULL */
};

void assemble_story(struct arena *a, const struct assembly *how, const struct part *parts, size_t count, struct story *out);

#endif
