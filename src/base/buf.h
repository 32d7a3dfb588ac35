/* buf.h - bytes that grow at the end. Owned by whoever declares it: start with `struct buf b = {0}`, end with
 * buf_free. The bytes are always followed by a NUL that does not count, so buf.p can go where a C string is wanted. */
#ifndef NUTGRAF_BASE_BUF_H
#define NUTGRAF_BASE_BUF_H

#include "base/status.h"
#include "base/str.h"

struct buf {
    char *p;
    size_t n, capacity;
};

void buf_free(struct buf *b);  /* and ready for use again */
void buf_clear(struct buf *b); /* empty, memory kept */
void buf_reserve(struct buf *b, size_t more);
void buf_add(struct buf *b, struct str s);
void buf_add_z(struct buf *b, const char *z);
void buf_add_byte(struct buf *b, char c);
void buf_format(struct buf *b, const char *format, ...) PRINTF_LIKE(2, 3);

static inline struct str buf_str(const struct buf *b)
{
    return (struct str){b->p ? b->p : "", b->n};
}

#endif
