/* state.h - numbers and bytes of a saved stream, in little-endian order on every machine; private to the story room. */
#ifndef NUTGRAF_STORY_STATE_H
#define NUTGRAF_STORY_STATE_H

#include "base/buf.h"

/* Each version is read by those that come after it; only the newest is written. */
enum { STATE_VERSION = 6 };
#define STATE_MAGIC "nutgraf stream 6\n"
/* Version 5 does not know where outlets put their reports, and of a link only how likely it was when it was found. */
#define STATE_MAGIC_5 "nutgraf stream 5\n"
/* Version 4 knows of a report neither its links, its focus nor its event's day; 3 knows no topics of single reports. */
#define STATE_MAGIC_4 "nutgraf stream 4\n"
#define STATE_MAGIC_3 "nutgraf stream 3\n"
/* Versions 1 and 2 hold everything ever placed, ids in one text; 1 knows no kinds of titles. */
#define STATE_MAGIC_2 "nutgraf stream 2\n"
#define STATE_MAGIC_1 "nutgraf stream 1\n"

enum state_flag {
    STATE_IS_SET = 1,
    STATE_HAS_TIME = 2,
    STATE_HAS_ZONE = 4,
    STATE_HAS_SKETCH = 8,
    STATE_HAS_LINKS = 16, /* an address, a copied or a later article; versions 1 and 2 always have them */
    STATE_HAS_PLACE = 32,
};

static inline void state_put(struct buf *out, uint64_t v, size_t bytes)
{
    char raw[8];
    for (size_t i = 0; i < bytes; i++)
        raw[i] = (char)(v >> (8 * i) & 0xFF);
    buf_add(out, (struct str){raw, bytes});
}

/* Sums of a damaged state's weights may pass what state_get_float takes; such a state must load again. */
static inline void state_put_float(struct buf *out, float v)
{
    const float most = 9e8f;
    uint32_t bits;
    v = v > most ? most : v > -most ? v : -most;
    memcpy(&bits, &v, sizeof bits);
    state_put(out, bits, 4);
}

static inline void state_put_double(struct buf *out, double v)
{
    uint64_t bits;
    memcpy(&bits, &v, sizeof bits);
    state_put(out, bits, 8);
}

/* Reading: whatever is wrong makes `bad` true and every later value 0; checked once at the end of each part. */
struct state_reader {
    struct str rest;
    bool bad;
    const char *why;
    int version;
};

static inline void state_fail(struct state_reader *r, const char *why)
{
    if (!r->bad)
        r->why = why;
    r->bad = true;
}

static inline uint64_t state_get(struct state_reader *r, size_t bytes)
{
    uint64_t v = 0;
    if (r->rest.n < bytes)
        state_fail(r, "it ends too early");
    if (r->bad)
        return 0;
    for (size_t i = 0; i < bytes; i++)
        v |= (uint64_t)(unsigned char)r->rest.p[i] << (8 * i);
    r->rest = (struct str){r->rest.p + bytes, r->rest.n - bytes};
    return v;
}

static inline float state_get_float(struct state_reader *r)
{
    uint32_t bits = (uint32_t)state_get(r, 4);
    float v;
    memcpy(&v, &bits, sizeof v);
    if (!(v > -1e9f && v < 1e9f)) {
        state_fail(r, "a weight that is no number");
        return 0;
    }
    return v;
}

static inline double state_get_double(struct state_reader *r)
{
    uint64_t bits = state_get(r, 8);
    double v;
    memcpy(&v, &bits, sizeof v);
    if (!(v > -1e15 && v < 1e15)) {
        state_fail(r, "a count that is no number");
        return 0;
    }
    return v;
}

/* A count of things that take at least `least` bytes each: never more than the bytes that are left can hold. */
static inline size_t state_get_count(struct state_reader *r, size_t least)
{
    uint64_t n = state_get(r, 4);
    if (n > r->rest.n / least) {
        state_fail(r, "a count larger than the file");
        return 0;
    }
    return (size_t)n;
}

static inline void state_check(struct state_reader *r, bool holds, const char *why)
{
    if (!holds)
        state_fail(r, why);
}

#endif
