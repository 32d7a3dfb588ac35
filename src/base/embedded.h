/* embedded.h - the data files that the build put into the program (tools/embed.c), found by name. */
#ifndef NUTGRAF_BASE_EMBEDDED_H
#define NUTGRAF_BASE_EMBEDDED_H

#include "base/str.h"

struct embedded {
    const char *name; /* path from the root of the source tree: "data/idf.txt" */
    struct str bytes; /* followed by a NUL that does not count */
};

extern const struct embedded embedded_files[]; /* ends with a NULL name */

/* The bytes of a file that the build carries. Asking for one that it does not is a fault of the program: aborts. */
struct str embedded_get(const char *name);

/* Walks a text file's lines: comments (from '#' at a line's start) and empty lines are skipped, lines trimmed. */
bool embedded_line(struct str *rest, struct str *line);

#endif
