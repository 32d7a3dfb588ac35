#define _GNU_SOURCE /* memmem */
#include "feed/html.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/embedded.h"
#include "base/map.h"
#include "feed/address.h"
#include "feed/prolog.h"

enum { WORD_BYTES = 40, ATTRIBUTES = 64 };

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct map words; /* hash -> bits of enum html_list */

static void load(void)
{
    static const char *const lists[] = {"elements", "attributes", "void", "dropped", "links", "styles", "keywords"};
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

bool html_is_void(struct str element)
{
    return html_has(element, HTML_VOID);
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
    struct buf out;
    size_t dropped; /* elements open whose text goes, too */
};

struct tag {
    struct str name;
    bool is_end, is_empty;
    struct {
        struct str name, value;
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
        struct str name = lower(c->a, (struct str){s.p + begin, at - begin}), value = name;
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

static struct str clean_attribute(struct cleaner *c, const struct tag *t, struct str name, struct str value)
{
    if (str_eq(name, STR("style")))
        return html_clean_style(c->a, value);
    char pair[2 * WORD_BYTES];
    if (name.n + t->name.n + 1 <= sizeof pair) {
        struct str both = str_format(c->a, "%.*s.%.*s", STR_ARG(t->name), STR_ARG(name));
        if (html_has(both, HTML_LINK))
            return address_safe(c->a, c->base, value);
    }
    return str_eq(name, STR("href")) || str_eq(name, STR("src")) ? address_safe(c->a, STR(""), value) : value;
}

static void write_start(struct cleaner *c, struct tag *t)
{
    buf_format(&c->out, "<%.*s", STR_ARG(t->name));
    qsort(t->attributes, t->count, sizeof *t->attributes, by_name);
    for (size_t i = 0; i < t->count; i++) {
        struct str name = t->attributes[i].name, value = t->attributes[i].value;
        if (!html_has(name, HTML_ATTRIBUTE) || (i && str_eq(name, t->attributes[i - 1].name)))
            continue;
        struct str kept = clean_attribute(c, t, name, value);
        if (!kept.n && str_eq(name, STR("style")))
            continue;
        buf_format(&c->out, " %.*s=\"", STR_ARG(name));
        for (size_t k = 0; k < kept.n; k++) {
            char ch = kept.p[k];
            buf_add(&c->out, ch == '<' ? STR("&lt;") : ch == '>' ? STR("&gt;") : ch == '"' ? STR("&quot;")
                                                                                          : (struct str){&kept.p[k], 1});
        }
        buf_add_byte(&c->out, '"');
    }
    buf_add(&c->out, html_is_void(t->name) ? STR(" />") : STR(">"));
    if (t->is_empty && !html_is_void(t->name))
        buf_format(&c->out, "</%.*s>", STR_ARG(t->name));
}

static void take_tag(struct cleaner *c, struct tag *t)
{
    if (html_has(t->name, HTML_DROPPED)) {
        if (t->is_end)
            c->dropped -= c->dropped > 0;
        else
            c->dropped += !t->is_empty;
        return;
    }
    if (c->dropped || !html_has(t->name, HTML_ELEMENT))
        return;
    if (!t->is_end)
        write_start(c, t);
    else if (!html_is_void(t->name))
        buf_format(&c->out, "</%.*s>", STR_ARG(t->name));
}

/* Comments, declarations, instructions: none of them is for a reader. Returns the offset behind it. */
static size_t skip_declaration(const struct cleaner *c)
{
    struct str rest = {c->html.p + c->at, c->html.n - c->at};
    bool is_comment = str_starts(rest, STR("<!--"));
    const char *end = is_comment ? memmem(rest.p + 4, rest.n - 4, "-->", 3) : memchr(rest.p, '>', rest.n);
    return end ? (size_t)(end - c->html.p) + (is_comment ? 3 : 1) : c->html.n;
}

static void text_until(struct cleaner *c, size_t end)
{
    if (!c->dropped)
        buf_add(&c->out, (struct str){c->html.p + c->at, end - c->at});
    c->at = end;
}

struct str html_clean(struct arena *a, struct str html, struct str base, bool is_xhtml)
{
    (void)is_xhtml;
    if (!html.n || !memchr(html.p, '<', html.n))
        return html;
    struct cleaner c = {.a = a, .html = html, .base = base};
    while (c.at < html.n) {
        const char *open = memchr(html.p + c.at, '<', html.n - c.at);
        text_until(&c, open ? (size_t)(open - html.p) : html.n);
        struct tag t;
        if (!open)
            break;
        char next = c.at + 1 < html.n ? html.p[c.at + 1] : 0;
        if (next == '!' || next == '?') {
            c.at = skip_declaration(&c);
        } else if (read_tag(&c, &t)) {
            take_tag(&c, &t);
        } else {
            if (!c.dropped)
                buf_add(&c.out, STR("&lt;"));
            c.at++;
        }
    }
    struct str result = str_trim(str_copy(a, buf_str(&c.out)));
    buf_free(&c.out);
    return result;
}
