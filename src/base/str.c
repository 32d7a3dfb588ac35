#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool str_same_nocase(const char *a, const char *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (lower(a[i]) != lower(b[i]))
            return false;
    return true;
}

bool str_has(struct str s, struct str part)
{
    if (part.n == 0)
        return true;
    while (s.n >= part.n) {
        const char *hit = memchr(s.p, part.p[0], s.n - part.n + 1);
        if (!hit)
            return false;
        if (memcmp(hit, part.p, part.n) == 0)
            return true;
        s.n -= (size_t)(hit + 1 - s.p);
        s.p = hit + 1;
    }
    return false;
}

int str_compare(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    return order ? order : (a.n > b.n) - (a.n < b.n);
}

struct str str_trim(struct str s)
{
    while (s.n && is_space(s.p[0]))
        s.p++, s.n--;
    while (s.n && is_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

struct str str_cut(struct str *rest, char at)
{
    const char *hit = rest->n ? memchr(rest->p, at, rest->n) : NULL;
    struct str head = {rest->p, hit ? (size_t)(hit - rest->p) : rest->n};
    size_t past = head.n + (hit ? 1 : 0);
    rest->n -= past;
    if (rest->p)
        rest->p += past;
    return head;
}

char *str_z(struct arena *a, struct str s)
{
    char *z = arena_alloc(a, s.n + 1);
    if (s.n)
        memcpy(z, s.p, s.n);
    z[s.n] = '\0';
    return z;
}

struct str str_copy(struct arena *a, struct str s)
{
    return (struct str){str_z(a, s), s.n};
}

struct str str_format(struct arena *a, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    size_t size = n > 0 ? (size_t)n : 0;
    char *p = arena_alloc(a, size + 1);
    vsnprintf(p, size + 1, format, again);
    va_end(again);
    return (struct str){p, size};
}

/* Multiply-and-fold over 8-byte words (the construction of wyhash, public domain), with fixed seeds. */
static uint64_t fold(uint64_t a, uint64_t b)
{
    __extension__ typedef unsigned __int128 wide;
    wide r = (wide)a * b;
    return (uint64_t)r ^ (uint64_t)(r >> 64);
}

/* Little-endian by definition, whatever the machine: written so that compilers make one load of it. */
static uint64_t half_word_at(const char *s)
{
    const unsigned char *p = (const unsigned char *)s;
    return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24;
}

static uint64_t word_at(const char *s)
{
    const unsigned char *p = (const unsigned char *)s;
    return half_word_at(s) | (uint64_t)p[4] << 32 | (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 | (uint64_t)p[7] << 56;
}

/* The last n bytes, fewer than eight: in two or three loads that overlap. */
static uint64_t rest_at(const char *s, size_t n)
{
    const unsigned char *p = (const unsigned char *)s;
    if (n >= 4)
        return half_word_at(s) | half_word_at(s + n - 4) << (n - 4) * 8;
    return n ? (uint64_t)p[0] | (uint64_t)p[n / 2] << n / 2 * 8 | (uint64_t)p[n - 1] << (n - 1) * 8 : 0;
}

uint64_t str_hash(struct str s)
{
    const uint64_t k0 = 0xa0761d6478bd642fU, k1 = 0xe7037ed1a0b428dbU;
    uint64_t h = k0 ^ s.n;
    const char *p = s.p;
    size_t n = s.n;
    for (; n >= 8; p += 8, n -= 8)
        h = fold(h ^ word_at(p), k1);
    return fold(fold(h ^ rest_at(p, n), k1) ^ k0, k1);
}

uint32_t utf8_next(struct str s, size_t *at)
{
    const unsigned char *p = (const unsigned char *)s.p + *at;
    size_t left = s.n - *at;
    if (p[0] < 0x80) {
        *at += 1;
        return p[0];
    }
    size_t need = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : p[0] >= 0xC2 ? 2 : 0;
    if (need == 0 || p[0] > 0xF4 || left < need)
        goto invalid;
    uint32_t c = p[0] & (0x7Fu >> need);
    for (size_t i = 1; i < need; i++) {
        if ((p[i] & 0xC0) != 0x80)
            goto invalid;
        c = c << 6 | (p[i] & 0x3Fu);
    }
    if ((need == 3 && (c < 0x800 || (c >= 0xD800 && c <= 0xDFFF))) || (need == 4 && (c < 0x10000 || c > 0x10FFFF)))
        goto invalid;
    *at += need;
    return c;
invalid:
    *at += 1;
    return 0xFFFD;
}

size_t utf8_put(char out[4], uint32_t c)
{
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = 0xFFFD;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

bool utf8_is_valid(struct str s, size_t *bad)
{
    for (size_t i = 0; i < s.n;) {
        size_t was = i;
        if ((unsigned char)s.p[i] < 0x80) {
            i++;
            continue;
        }
        /* A genuine U+FFFD is three bytes long; an invalid byte moves by one. */
        if (utf8_next(s, &i) == 0xFFFD && i - was == 1) {
            if (bad)
                *bad = was;
            return false;
        }
    }
    return true;
}

struct str utf8_repair(struct arena *a, struct str s)
{
    if (utf8_is_valid(s, NULL) && (s.n == 0 || !memchr(s.p, '\0', s.n)))
        return s;
    struct buf out = {0};
    for (size_t i = 0; i < s.n;) {
        char bytes[4];
        uint32_t c = utf8_next(s, &i);
        buf_add(&out, (struct str){bytes, utf8_put(bytes, c ? c : 0xFFFD)});
    }
    struct str repaired = str_copy(a, buf_str(&out));
    buf_free(&out);
    return repaired;
}

struct str utf8_cut(struct str s, size_t bytes)
{
    if (s.n <= bytes)
        return s;
    while (bytes > 0 && ((unsigned char)s.p[bytes] & 0xC0) == 0x80)
        bytes--;
    return (struct str){s.p, bytes};
}

size_t utf8_length(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; n++)
        utf8_next(s, &i);
    return n;
}
