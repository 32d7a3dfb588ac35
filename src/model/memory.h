/* memory.h - private to the model room: what was answered to what, so that a page that is made again asks only for what is new and
 * keeps its wording. Bounded: two generations, the older of which is forgotten when the younger is full. */
#ifndef NUTGRAF_MODEL_MEMORY_H
#define NUTGRAF_MODEL_MEMORY_H

#include "base/map.h"
#include "base/str.h"

enum { MEMORY_BYTES = 8 * 1024 * 1024 }; /* of one generation */

struct memory {
    struct map young, old; /* key -> char *, NUL-terminated */
    size_t bytes;          /* of the young */
};

/* Begin with zeros; ends with memory_release. The caller sees to it that one thread at a time is inside. */
bool memory_recall(struct memory *m, struct arena *a, uint64_t key, struct str *out);
void memory_keep(struct memory *m, uint64_t key, struct str answer); /* empty: it was asked and had nothing to say */
void memory_release(struct memory *m);

#endif
