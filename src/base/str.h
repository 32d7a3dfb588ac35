/* str.h - a slice of bytes that somebody else owns; UTF-8 unless said otherwise, not NUL-terminated. */
#ifndef NUTGRAF_BASE_STR_H
#define NUTGRAF_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena;

struct str {
    const char *p;
    size_t n;
};

/* Byte offsets into a text that does not change: the currency of provenance. `end` is one past the last byte. */
struct span {
    uint32_t begin, end;
};

#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})
#define STR_ARG(s) (int)(s).n, (s).p /* for "%.*s" */

static inline struct str str_of(const char *z)
{
    return (struct str){z, z ? strlen(z) : 0};
}

static inline bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || (a.p[0] == b.p[0] && memcmp(a.p, b.p, a.n) == 0));
}

static inline struct str str_span(struct str text, struct span at)
{
    return (struct str){text.p + at.begin, at.end - at.begin};
}

static inline bool str_starts(struct str s, struct str prefix)
{
    return s.n >= prefix.n && (prefix.n == 0 || (s.p[0] == prefix.p[0] && memcmp(s.p, prefix.p, prefix.n) == 0));
}

static inline bool str_ends(struct str s, struct str suffix)
{
    return s.n >= suffix.n && (suffix.n == 0 || str_eq((struct str){s.p + (s.n - suffix.n), suffix.n}, suffix));
}

bool str_same_nocase(const char *a, const char *b, size_t n);

/* ASCII case only */
static inline bool str_eq_nocase(struct str a, struct str b)
{
    return a.n == b.n && str_same_nocase(a.p, b.p, a.n);
}

bool str_has(struct str s, struct str part);
int str_compare(struct str a, struct str b); /* by bytes, shorter first: <0, 0, >0 */
struct str str_trim(struct str s);           /* without ASCII white space at both ends */
struct str str_cut(struct str *rest, char at); /* the part before `at` (or all); *rest is what follows it */

char *str_z(struct arena *a, struct str s);       /* NUL-terminated copy */
struct str str_copy(struct arena *a, struct str s); /* copy, also NUL-terminated */
struct str str_format(struct arena *a, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;

/* 64-bit hash, the same on every machine and in every run: story state and terms are keyed by it. */
uint64_t str_hash(struct str s);

/* UTF-8. `utf8_next` decodes the code point at *at and moves on; an invalid byte gives U+FFFD and moves by one. */
uint32_t utf8_next(struct str s, size_t *at);
size_t utf8_put(char out[4], uint32_t code_point); /* bytes written; U+FFFD for what is no scalar value */
bool utf8_is_valid(struct str s, size_t *bad);     /* *bad: offset of the first invalid byte, may be NULL */
struct str utf8_repair(struct arena *a, struct str s); /* invalid bytes and NUL become U+FFFD; s itself if valid */
struct str utf8_cut(struct str s, size_t bytes);   /* at most so many bytes, never through a character */
size_t utf8_length(struct str s);                  /* code points */

#endif
