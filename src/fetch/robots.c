#define _GNU_SOURCE /* memmem */
#include "fetch/robots.h"

#include "base/arena.h"
#include "base/buf.h"

/* Which groups' rules are being read: those for us by name, those for everyone, or others'. */
struct reader {
    struct arena *arena;
    struct str agent;
    struct robots_rule *named, *any;
    size_t named_count, named_capacity, any_count, any_capacity;
    bool in_named, in_any, has_named;
    bool after_agent; /* the last line of note was a user-agent: the next one joins its group */
};

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 32);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_unreserved(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

/* One spelling for one path (RFC 9309, 2.2.2): escapes that need not be are undone, bytes that need escapes get
 * them, hexadecimal digits are upper case. */
static struct str normalise(struct arena *a, struct str s)
{
    static const char digits[] = "0123456789ABCDEF";
    char *out = arena_alloc(a, s.n * 3 + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool is_escape = c == '%' && i + 2 < s.n && hex_value(s.p[i + 1]) >= 0 && hex_value(s.p[i + 2]) >= 0;
        if (is_escape) {
            c = (unsigned char)(hex_value(s.p[i + 1]) * 16 + hex_value(s.p[i + 2]));
            i += 2;
        }
        if (is_escape ? !is_unreserved(c) : (c >= 128 || c <= 32)) {
            out[n++] = '%';
            out[n++] = digits[c >> 4];
            out[n++] = digits[c & 15];
        } else {
            out[n++] = (char)c;
        }
    }
    out[n] = '\0';
    return (struct str){out, n};
}

/* The product token at the beginning of a value: "nutgraf/2.0 (...)" is "nutgraf". */
static struct str product_of(struct str value)
{
    size_t n = 0;
    while (n < value.n &&
           (value.p[n] == '-' || value.p[n] == '_' || ((value.p[n] | 32) >= 'a' && (value.p[n] | 32) <= 'z')))
        n++;
    return (struct str){value.p, n};
}

static void read_agent(struct reader *r, struct str value)
{
    if (!r->after_agent)
        r->in_named = r->in_any = false;
    r->after_agent = true;
    if (value.n && value.p[0] == '*')
        r->in_any = true;
    else if (value.n && str_eq_nocase(product_of(value), r->agent))
        r->in_named = r->has_named = true;
}

static void read_rule(struct reader *r, struct str value, bool allows)
{
    r->after_agent = false;
    if (!value.n) /* "Disallow:" forbids nothing */
        return;
    struct robots_rule rule = {normalise(r->arena, value), allows};
    if (r->in_named) {
        r->named = arena_grow(r->arena, r->named, r->named_count, &r->named_capacity, sizeof rule);
        r->named[r->named_count++] = rule;
    }
    if (r->in_any) {
        r->any = arena_grow(r->arena, r->any, r->any_count, &r->any_capacity, sizeof rule);
        r->any[r->any_count++] = rule;
    }
}

static void read_line(struct reader *r, struct str line)
{
    struct str value = str_cut(&line, '#'); /* comments */
    if (!value.n || !memchr(value.p, ':', value.n))
        return;
    struct str key = str_trim(str_cut(&value, ':'));
    value = str_trim(value);
    if (str_eq_nocase(key, STR("user-agent")))
        read_agent(r, value);
    else if (str_eq_nocase(key, STR("allow")))
        read_rule(r, value, true);
    else if (str_eq_nocase(key, STR("disallow")))
        read_rule(r, value, false);
}

void robots_parse(struct arena *a, struct str bytes, struct str agent, struct robots *out)
{
    struct reader r = {.arena = a, .agent = agent};
    if (bytes.n > ROBOTS_BYTE_LIMIT)
        bytes.n = ROBOTS_BYTE_LIMIT;
    if (str_starts(bytes, STR("\xef\xbb\xbf")))
        bytes = (struct str){bytes.p + 3, bytes.n - 3};
    for (size_t i = 0, begin = 0; i <= bytes.n; i++) {
        if (i < bytes.n && bytes.p[i] != '\n' && bytes.p[i] != '\r')
            continue;
        read_line(&r, (struct str){bytes.p + begin, i - begin});
        begin = i + 1;
    }
    *out = (struct robots){r.has_named ? r.named : r.any, r.has_named ? r.named_count : r.any_count, false};
}

void robots_from_answer(struct arena *a, long http_status, struct str bytes, struct str agent, struct robots *out)
{
    *out = (struct robots){0};
    if (http_status >= 200 && http_status < 300)
        robots_parse(a, bytes, agent, out);
    else if (http_status < 400 || http_status >= 500)
        out->refuses_all = true;
}

/* Pieces between stars are looked for from left to right, each as early as possible: if that fails, so does
 * every other way. A final "$" ties the last piece to the end. */
static bool matches(struct str pattern, struct str path)
{
    bool is_tied = pattern.n && pattern.p[pattern.n - 1] == '$';
    pattern.n -= is_tied;
    struct str piece = str_cut(&pattern, '*');
    bool has_star = piece.p + piece.n < pattern.p; /* a star was cut, even when nothing follows it */
    if (!str_starts(path, piece))
        return false;
    path = (struct str){path.p + piece.n, path.n - piece.n};
    if (!has_star)
        return !is_tied || !path.n;
    while (pattern.n && memchr(pattern.p, '*', pattern.n)) {
        piece = str_cut(&pattern, '*');
        const char *hit = piece.n ? memmem(path.p, path.n, piece.p, piece.n) : path.p;
        if (!hit)
            return false;
        path = (struct str){hit + piece.n, path.n - (size_t)(hit - path.p) - piece.n};
    }
    if (!pattern.n)
        return true;
    return is_tied ? str_ends(path, pattern) : str_has(path, pattern);
}

bool robots_allow(struct arena *scratch, const struct robots *r, struct str target)
{
    if (str_eq(target, STR("/robots.txt")))
        return true;
    if (r->refuses_all)
        return false;
    struct str path = normalise(scratch, target);
    size_t longest = 0;
    bool allows = true;
    for (size_t i = 0; i < r->rule_count; i++) {
        const struct robots_rule *rule = &r->rules[i];
        bool decides = rule->pattern.n > longest || (rule->pattern.n == longest && rule->allows);
        if (decides && matches(rule->pattern, path)) {
            longest = rule->pattern.n;
            allows = rule->allows;
        }
    }
    return allows;
}
