#include "base/json_flat.h"

#include "base/arena.h"

enum { INTEGER_DIGITS = 18 };

struct reader {
    struct arena *arena;
    struct str rest;
};

static void skip(struct reader *r, size_t n)
{
    r->rest.p += n;
    r->rest.n -= n;
}

static void skip_space(struct reader *r)
{
    while (r->rest.n && (r->rest.p[0] == ' ' || r->rest.p[0] == '\t' || r->rest.p[0] == '\n' || r->rest.p[0] == '\r'))
        skip(r, 1);
}

/* The character, with white space around it. */
static bool take(struct reader *r, char c)
{
    skip_space(r);
    if (!r->rest.n || r->rest.p[0] != c)
        return false;
    skip(r, 1);
    skip_space(r);
    return true;
}

static bool hex4(struct str s, uint32_t *out)
{
    *out = 0;
    for (size_t i = 0; i < 4; i++) {
        char c = i < s.n ? s.p[i] : 'x', lower = c | 0x20;
        bool is_digit = c >= '0' && c <= '9';
        if (!is_digit && (lower < 'a' || lower > 'f'))
            return false;
        *out = *out << 4 | (uint32_t)(is_digit ? c - '0' : lower - 'a' + 10);
    }
    return true;
}

/* What stands behind "\u": the bytes taken, 0 for what is no character or is NUL. */
static size_t read_code(struct str s, uint32_t *code)
{
    uint32_t low;
    if (!hex4(s, code) || !*code || (*code >= 0xDC00 && *code <= 0xDFFF))
        return 0;
    if (*code < 0xD800 || *code > 0xDBFF)
        return 4;
    if (s.n < 10 || s.p[4] != '\\' || s.p[5] != 'u' || !hex4((struct str){s.p + 6, s.n - 6}, &low) || low < 0xDC00 || low > 0xDFFF)
        return 0;
    *code = 0x10000 + ((*code - 0xD800) << 10) + (low - 0xDC00);
    return 10;
}

/* Without escapes, which are never shorter than what they stand for. `out`: room for raw.n bytes. */
static bool unescape(struct str raw, char *out, size_t *length)
{
    static const char names[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    size_t n = 0;
    while (raw.n) {
        const char *escape = memchr(raw.p, '\\', raw.n), *name;
        size_t plain = escape ? (size_t)(escape - raw.p) : raw.n, taken;
        memcpy(out + n, raw.p, plain);
        n += plain;
        if (!escape)
            break;
        raw = (struct str){escape + 2, raw.n - plain - 2}; /* a backslash is never the last byte */
        uint32_t code;
        if (escape[1] == 'u') {
            if (!(taken = read_code(raw, &code)))
                return false;
            raw = (struct str){raw.p + taken, raw.n - taken};
            n += utf8_put(out + n, code);
        } else if ((name = memchr(names, escape[1], sizeof names - 1))) {
            out[n++] = meant[name - names];
        } else {
            return false;
        }
    }
    *length = n;
    return true;
}

/* The string's bytes as they stand between its marks. */
static bool read_raw(struct reader *r, struct str *raw, bool *has_escape)
{
    if (!r->rest.n || r->rest.p[0] != '"')
        return false;
    const char *p = r->rest.p + 1, *end = r->rest.p + r->rest.n;
    for (*has_escape = false; p < end && *p != '"'; p++) {
        if ((unsigned char)*p < 0x20)
            return false;
        if (*p == '\\') {
            *has_escape = true;
            if (++p == end || (unsigned char)*p < 0x20)
                return false;
        }
    }
    if (p == end)
        return false;
    *raw = (struct str){r->rest.p + 1, (size_t)(p - r->rest.p) - 1};
    skip(r, raw->n + 2);
    return true;
}

static bool read_string(struct reader *r, struct str *out)
{
    struct str raw;
    bool has_escape;
    if (!read_raw(r, &raw, &has_escape))
        return false;
    if (!has_escape) {
        *out = str_copy(r->arena, raw);
        return true;
    }
    char *text = arena_alloc(r->arena, raw.n + 1);
    *out = (struct str){text, 0};
    if (!unescape(raw, text, &out->n))
        return false;
    text[out->n] = '\0';
    return true;
}

static bool read_integer(struct reader *r, struct str *out)
{
    struct str digits = r->rest;
    bool is_negative = digits.n && digits.p[0] == '-';
    size_t n = is_negative;
    while (n < digits.n && digits.p[n] >= '0' && digits.p[n] <= '9')
        n++;
    size_t count = n - is_negative;
    bool is_zero = count && digits.p[is_negative] == '0';
    if (!count || count > INTEGER_DIGITS || (is_zero && (count > 1 || is_negative)))
        return false;
    *out = str_copy(r->arena, (struct str){digits.p, n});
    skip(r, n); /* a fraction or exponent behind it is neither "," nor "}" */
    return true;
}

static bool read_value(struct reader *r, struct str *out)
{
    static const char *const words[] = {"true", "false", "null"};
    if (r->rest.n && r->rest.p[0] == '"')
        return read_string(r, out);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_starts(r->rest, str_of(words[i]))) {
            *out = STR("");
            skip(r, strlen(words[i]));
            return true;
        }
    return read_integer(r, out);
}

bool json_flat_read(struct arena *a, struct str object, json_flat_place *place, void *context)
{
    struct reader r = {a, object};
    if (!take(&r, '{'))
        return false;
    for (bool is_first = true; is_first || take(&r, ','); is_first = false) {
        struct str key, unwanted;
        bool has_escape;
        if (is_first && r.rest.n && r.rest.p[0] == '}')
            break;
        if (!read_raw(&r, &key, &has_escape) || has_escape || !take(&r, ':'))
            return false;
        struct str *out = place(context, key);
        if (!read_value(&r, out ? out : &unwanted))
            return false;
    }
    return take(&r, '}') && !r.rest.n;
}
