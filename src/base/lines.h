/* lines.h - a file read line by line in bounded memory, however long it or its lines are. */
#ifndef NUTGRAF_BASE_LINES_H
#define NUTGRAF_BASE_LINES_H

#include "base/buf.h"

struct lines {
    struct str line;    /* the current line without its end; valid until the next call. Empty when too long */
    size_t number;      /* of that line, from 1 */
    size_t length;      /* of that line in bytes, also when it was too long to be kept */
    bool is_too_long;   /* longer than the limit: skipped, its bytes are not in `line` */
    /* private */
    int fd;
    bool is_stdin, at_end;
    size_t limit, at;
    struct buf held;
    const char *path;
};

/* `path` "-" is standard input; it must outlive the reader. Lines longer than `limit` bytes are skipped and said so. */
struct status lines_open(struct lines *l, const char *path, size_t limit) MUST_CHECK;
/* False at the end, or when reading failed (*s then says why). */
bool lines_next(struct lines *l, struct status *s);
/* The first bytes of the file without consuming them, at most `n`; fewer at its end. */
struct str lines_peek(struct lines *l, size_t n, struct status *s);
/* All that has not been read yet, up to `limit` bytes (more is STATUS_LIMIT), appended to *out. */
struct status lines_rest(struct lines *l, size_t limit, struct buf *out) MUST_CHECK;
void lines_close(struct lines *l);

#endif
