#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"

void buf_free(struct buf *b)
{
    free(b->p);
    *b = (struct buf){0};
}

void buf_clear(struct buf *b)
{
    b->n = 0;
    if (b->p)
        b->p[0] = '\0';
}

void buf_reserve(struct buf *b, size_t more)
{
    size_t need = b->n + more + 1;
    if (need <= b->capacity)
        return;
    size_t wider = b->capacity ? b->capacity : 64;
    while (wider < need)
        wider *= 2;
    b->p = xrealloc(b->p, wider);
    b->capacity = wider;
}

void buf_add(struct buf *b, struct str s)
{
    buf_reserve(b, s.n);
    if (s.n)
        memcpy(b->p + b->n, s.p, s.n);
    b->n += s.n;
    b->p[b->n] = '\0';
}

void buf_add_z(struct buf *b, const char *z)
{
    buf_add(b, str_of(z));
}

void buf_add_byte(struct buf *b, char c)
{
    buf_reserve(b, 1);
    b->p[b->n++] = c;
    b->p[b->n] = '\0';
}

void buf_format(struct buf *b, const char *format, ...)
{
    enum { MOSTLY = 120 };
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    buf_reserve(b, MOSTLY);
    size_t room = b->capacity - b->n;
    int n = vsnprintf(b->p + b->n, room, format, args);
    va_end(args);
    if (n > 0 && (size_t)n >= room) {
        buf_reserve(b, (size_t)n);
        vsnprintf(b->p + b->n, (size_t)n + 1, format, again);
    }
    b->n += n > 0 ? (size_t)n : 0;
    b->p[b->n] = '\0';
    va_end(again);
}
