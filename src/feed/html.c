#define _GNU_SOURCE /* memmem */
#include "feed/html.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/charset.h"
#include "base/embedded.h"
#include "base/map.h"
#include "feed/address.h"
#include "feed/prolog.h"

enum { WORD_BYTES = 40, ATTRIBUTES = 64 };

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct map words; /* hash -> bits of enum html_list */

static void load(void)
{
    static const char *const lists[] = {"elements", "attributes", "void", "dropped", "links", "styles", "keywords",
                                        "empty", "addresses", "drawing", "drawing-attributes"};
    struct str rest = embedded_get("data/feed/html.txt"), line;
    while (embedded_line(&rest, &line)) {
        struct str names = line;
        struct str list = str_cut(&names, ':');
        unsigned bit = 0;
        for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
            if (str_eq(list, str_of(lists[i])))
                bit = 1u << i;
        if (!bit)
            abort();
        for (names = str_trim(names); names.n;)
            *map_put(&words, str_hash(str_cut(&names, ' '))) |= bit;
    }
}

bool html_has(struct str word, enum html_list list)
{
    char lower[WORD_BYTES];
    pthread_once(&once, load);
    if (word.n > sizeof lower)
        return false;
    for (size_t i = 0; i < word.n; i++)
        lower[i] = (char)(word.p[i] >= 'A' && word.p[i] <= 'Z' ? word.p[i] + 32 : word.p[i]);
    const uint64_t *bits = map_get(&words, str_hash((struct str){lower, word.n}));
    return bits && *bits & list;
}

static bool has_no_end(struct str element)
{
    return html_has(element, HTML_VOID) || html_has(element, HTML_EMPTY);
}

void html_escape(struct buf *out, struct str text, bool is_attribute)
{
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '&')
            buf_add(out, STR("&amp;"));
        else if (c == '<')
            buf_add(out, STR("&lt;"));
        else if (c == '>')
            buf_add(out, STR("&gt;"));
        else if (c == '"' && is_attribute)
            buf_add(out, STR("&quot;"));
        else
            buf_add_byte(out, c);
    }
}

static bool is_letter(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static bool is_name_byte(char c)
{
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == ':' || c == '.';
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The length of an entity reference at the start of `s` ("&eacute;", "&#8217;"), or 0. */
static size_t entity_length(struct str s)
{
    size_t n = 1;
    bool is_number = s.n > 2 && s.p[1] == '#';
    n += is_number;
    while (n < s.n && n < 34 && (is_letter(s.p[n]) || (s.p[n] >= '0' && s.p[n] <= '9')))
        n++;
    return n > 1 + (size_t)is_number && n < s.n && s.p[n] == ';' ? n + 1 : 0;
}

bool html_looks_like(struct str text)
{
    bool has_mark = false;
    for (size_t i = 0; i < text.n; i++) {
        struct str rest = {text.p + i, text.n - i};
        if (*rest.p == '&') {
            size_t n = entity_length(rest);
            char unused[4];
            struct str name = {rest.p + 1, n ? n - 2 : 0};
            if (n && name.p[0] != '#' && !prolog_html_entity(name, unused))
                return false;
            has_mark |= n > 0;
        } else if (*rest.p == '<') {
            bool is_end = rest.n > 1 && rest.p[1] == '/';
            size_t begin = 1 + is_end, end = begin;
            while (end < rest.n && (is_letter(rest.p[end]) || (rest.p[end] >= '0' && rest.p[end] <= '9')))
                end++;
            if (end == begin)
                continue;
            if (!html_has((struct str){rest.p + begin, end - begin}, HTML_ELEMENT))
                return false;
            has_mark |= is_end && end < rest.n && rest.p[end] == '>';
        }
    }
    return has_mark;
}

struct cleaner {
    struct arena *a;
    struct str html, base;
    size_t at;
    bool tags_end, comments_end; /* false: no ">", or "-->", follows, which need not be looked for again */
    size_t drawings; /* <svg> and <math> that are open: what only they may hold may stay */
    struct buf out;
};

struct tag {
    struct str name;
    bool is_end, is_empty;
    struct {
        struct str name, value, given; /* given: the name in its own case, which counts in drawings */
    } attributes[ATTRIBUTES];
    size_t count;
};

static struct str lower(struct arena *a, struct str s)
{
    char *p = str_z(a, s);
    for (char *c = p; *c; c++)
        *c = (char)(*c >= 'A' && *c <= 'Z' ? *c + 32 : *c);
    return (struct str){p, s.n};
}

static struct str read_value(struct str s, size_t *at)
{
    char quote = *at < s.n && (s.p[*at] == '"' || s.p[*at] == '\'') ? s.p[*at] : 0;
    size_t begin = *at + (quote != 0), end = begin;
    while (end < s.n && (quote ? s.p[end] != quote : !is_space(s.p[end]) && s.p[end] != '>'))
        end++;
    *at = end + (quote && end < s.n);
    return (struct str){s.p + begin, end - begin};
}

/* Reads the tag at `at`; false where it is none, or has no end. */
static bool read_tag(struct cleaner *c, struct tag *t)
{
    struct str s = c->html;
    size_t at = c->at + 1;
    *t = (struct tag){.is_end = at < s.n && s.p[at] == '/'};
    at += t->is_end;
    if (at >= s.n || !is_letter(s.p[at]))
        return false;
    size_t begin = at;
    while (at < s.n && is_name_byte(s.p[at]))
        at++;
    t->name = lower(c->a, (struct str){s.p + begin, at - begin});
    while (at < s.n && s.p[at] != '>') {
        if (s.p[at] == '<')
            break; /* a tag left open: the next one ends it */
        if (!is_name_byte(s.p[at])) {
            t->is_empty = s.p[at] == '/';
            at++;
            continue;
        }
        begin = at;
        while (at < s.n && is_name_byte(s.p[at]))
            at++;
        struct str given = {s.p + begin, at - begin}, name = lower(c->a, given), value = name;
        size_t next = at;
        while (next < s.n && is_space(s.p[next]))
            next++;
        if (next < s.n && s.p[next] == '=') {
            for (next++; next < s.n && is_space(s.p[next]);)
                next++;
            value = read_value(s, &next);
            at = next;
        }
        t->is_empty = false;
        if (t->count < ATTRIBUTES) {
            t->attributes[t->count].name = name;
            t->attributes[t->count].given = given;
            t->attributes[t->count++].value = value;
        }
    }
    if (at >= s.n)
        return false;
    c->at = at + (s.p[at] == '>');
    return true;
}

static int by_name(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* What a browser sees of an address: references resolved, white space and controls gone ("java&#115;cript:", "java\tscript:"). */
static bool is_safe_address(struct arena *a, struct str value)
{
    char *seen = arena_alloc(a, value.n + 4);
    size_t n = 0;
    for (size_t i = 0; i < value.n && n < 64; i++) {
        struct str rest = {value.p + i, value.n - i};
        size_t length = *rest.p == '&' ? entity_length(rest) : 0;
        unsigned char c = (unsigned char)*rest.p;
        if (length && rest.p[1] == '#') {
            bool is_hex = (rest.p[2] | 32) == 'x';
            unsigned long v = strtoul(rest.p + 2 + is_hex, NULL, is_hex ? 16 : 10);
            c = v < 128 ? (unsigned char)v : 'x';
            i += length - 1;
        } else if (length) {
            char decoded[4];
            struct str name = {rest.p + 1, length - 2};
            c = str_eq_nocase(name, STR("colon")) ? ':' : prolog_html_entity(name, decoded) == 1 ? (unsigned char)*decoded : ' ';
            i += length - 1;
        }
        if (c > ' ')
            seen[n++] = (char)c;
    }
    return !n || address_safe(a, STR(""), (struct str){seen, n}).n;
}

static struct str clean_attribute(struct cleaner *c, const struct tag *t, struct str name, struct str value)
{
    if (str_eq(name, STR("style")))
        return html_clean_style(c->a, value);
    if (html_has(name, HTML_ADDRESS) && !is_safe_address(c->a, value))
        return STR("");
    char pair[2 * WORD_BYTES];
    if (name.n + t->name.n + 1 <= sizeof pair) {
        struct str both = str_format(c->a, "%.*s.%.*s", STR_ARG(t->name), STR_ARG(name));
        if (html_has(both, HTML_LINK))
            return address_safe(c->a, c->base, value);
    }
    return html_has(name, HTML_ADDRESS) ? address_safe(c->a, STR(""), value) : value;
}

static void add_attribute(struct tag *t, struct str name, const char *value)
{
    for (size_t i = 0; i < t->count; i++)
        if (str_eq(t->attributes[i].name, name))
            return;
    if (t->count == ATTRIBUTES)
        return;
    t->attributes[t->count].name = t->attributes[t->count].given = name;
    t->attributes[t->count++].value = str_of(value);
}

/* Taken out of its document, a drawing has to say itself what it is. */
static void declare_namespaces(struct tag *t)
{
    if (str_eq(t->name, STR("svg")))
        add_attribute(t, STR("xmlns"), "http://www.w3.org/2000/svg");
    else if (str_eq(t->name, STR("math")))
        add_attribute(t, STR("xmlns"), "http://www.w3.org/1998/Math/MathML");
    for (size_t i = 0; i < t->count; i++)
        if (str_starts(t->attributes[i].name, STR("xlink:"))) {
            add_attribute(t, STR("xmlns:xlink"), "http://www.w3.org/1999/xlink");
            return;
        }
}

static void write_start(struct cleaner *c, struct tag *t)
{
    buf_format(&c->out, "<%.*s", STR_ARG(t->name));
    if (c->drawings)
        declare_namespaces(t);
    qsort(t->attributes, t->count, sizeof *t->attributes, by_name);
    for (size_t i = 0; i < t->count; i++) {
        struct str name = t->attributes[i].name, value = t->attributes[i].value;
        bool is_allowed = html_has(name, HTML_ATTRIBUTE) || (c->drawings && html_has(name, HTML_DRAWING_ATTRIBUTE));
        if (!is_allowed || (i && str_eq(name, t->attributes[i - 1].name)))
            continue;
        struct str kept = clean_attribute(c, t, name, value);
        if (!kept.n && str_eq(name, STR("style")))
            continue;
        buf_format(&c->out, " %.*s=\"", STR_ARG(c->drawings ? t->attributes[i].given : name));
        for (size_t k = 0; k < kept.n; k++) {
            char ch = kept.p[k];
            buf_add(&c->out, ch == '<' ? STR("&lt;") : ch == '>' ? STR("&gt;") : ch == '"' ? STR("&quot;")
                                                                                          : (struct str){&kept.p[k], 1});
        }
        buf_add_byte(&c->out, '"');
    }
    buf_add(&c->out, has_no_end(t->name) ? STR(" />") : STR(">"));
    if (t->is_empty && !has_no_end(t->name))
        buf_format(&c->out, "</%.*s>", STR_ARG(t->name));
}

/* What stands between <script> and </script> is no markup: skipped to its end as a browser would find it. */
static void skip_raw(struct cleaner *c, struct str name)
{
    while (c->at < c->html.n) {
        const char *open = memchr(c->html.p + c->at, '<', c->html.n - c->at);
        if (!open)
            break;
        c->at = (size_t)(open - c->html.p) + 1;
        struct str rest = {open + 1, c->html.n - c->at};
        if (rest.n <= name.n || *rest.p != '/' || !str_eq_nocase((struct str){rest.p + 1, name.n}, name))
            continue;
        const char *close = memchr(rest.p, '>', rest.n);
        c->at = close ? (size_t)(close - c->html.p) + 1 : c->html.n;
        return;
    }
    c->at = c->html.n;
}

static void take_tag(struct cleaner *c, struct tag *t)
{
    if (html_has(t->name, HTML_DROPPED)) {
        if (!t->is_end && !t->is_empty)
            skip_raw(c, t->name);
        return;
    }
    bool is_root = str_eq(t->name, STR("svg")) || str_eq(t->name, STR("math"));
    if (!is_root && !html_has(t->name, HTML_ELEMENT) && !(c->drawings && html_has(t->name, HTML_DRAWING)))
        return;
    c->drawings += is_root && !t->is_end && !t->is_empty;
    c->drawings -= is_root && t->is_end && c->drawings;
    if (!t->is_end)
        write_start(c, t);
    else if (!has_no_end(t->name))
        buf_format(&c->out, "</%.*s>", STR_ARG(t->name));
}

/* Comments, declarations, instructions: none of them is for a reader. The offset behind it; 0 where it has no end. */
static size_t skip_declaration(struct cleaner *c)
{
    struct str rest = {c->html.p + c->at, c->html.n - c->at};
    bool is_comment = str_starts(rest, STR("<!--"));
    const char *end = is_comment && c->comments_end ? memmem(rest.p + 4, rest.n - 4, "-->", 3) : NULL;
    if (end)
        return (size_t)(end - c->html.p) + 3;
    if (is_comment)
        c->comments_end = false;
    end = memchr(rest.p, '>', rest.n); /* HTML parsers of old ended a comment here, too */
    c->tags_end = end != NULL;
    return end ? (size_t)(end - c->html.p) + 1 : is_comment ? c->html.n : 0;
}

/* A reference as it should be written: numbers that mean windows-1252's characters, "&#X41;", and a "&" that begins none. */
static size_t write_reference(struct buf *out, struct str s)
{
    size_t n = entity_length(s);
    bool is_hex = n > 3 && s.p[1] == '#' && (s.p[2] | 32) == 'x';
    if (!n) {
        bool looks_begun = s.n > 1 && (is_letter(s.p[1]) || s.p[1] == '#');
        buf_add(out, looks_begun ? STR("&amp;") : STR("&"));
        return 1;
    }
    if (s.p[1] != '#') {
        buf_add(out, (struct str){s.p, n});
        return n;
    }
    unsigned long value = strtoul(s.p + 2 + is_hex, NULL, is_hex ? 16 : 10);
    if (value == '"' || value == '\'')
        buf_add_byte(out, (char)value);
    else if (value >= 0x80 && value < 0xA0)
        buf_format(out, "&#x%x;", (unsigned)charset_c1_meaning((uint32_t)value));
    else if (is_hex)
        buf_format(out, "&#x%.*s", (int)(n - 3), s.p + 3);
    else
        buf_add(out, (struct str){s.p, n});
    return n;
}

static void text_until(struct cleaner *c, size_t end)
{
    while (c->at < end) {
        const char *reference = memchr(c->html.p + c->at, '&', end - c->at);
        size_t stop = reference ? (size_t)(reference - c->html.p) : end;
        buf_add(&c->out, (struct str){c->html.p + c->at, stop - c->at});
        c->at = stop;
        if (reference)
            c->at += write_reference(&c->out, (struct str){reference, end - stop});
    }
}

static bool is_declaration(struct str rest)
{
    return str_starts(rest, STR("<!--")) || str_starts(rest, STR("<?")) ||
           (rest.n > 9 && str_eq_nocase((struct str){rest.p, 9}, STR("<!doctype")));
}

struct str html_clean(struct arena *a, struct str html, struct str base)
{
    if (!html.n || (!memchr(html.p, '<', html.n) && !memchr(html.p, '&', html.n)))
        return html;
    struct cleaner c = {.a = a, .html = html, .base = base, .tags_end = true, .comments_end = true};
    while (c.at < html.n) {
        const char *open = memchr(html.p + c.at, '<', html.n - c.at);
        text_until(&c, open ? (size_t)(open - html.p) : html.n);
        struct tag t;
        size_t after = 0;
        if (!open)
            break;
        if (c.tags_end && is_declaration((struct str){open, html.n - c.at}) && (after = skip_declaration(&c))) {
            c.at = after;
        } else if (read_tag(&c, &t)) {
            take_tag(&c, &t);
        } else {
            buf_add(&c.out, STR("&lt;"));
            c.at++;
        }
    }
    struct str result = str_trim(str_copy(a, buf_str(&c.out)));
    buf_free(&c.out);
    return result;
}
