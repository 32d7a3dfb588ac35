#include "render/escape.h"

/* Characters that change how text looks without being seen (UTS #39, "Trojan Source"), and those XML 1.0 forbids. */
static bool is_unwanted(uint32_t c)
{
    return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069) || (c >= 0xE0000 && c <= 0xE0FFF) || c == 0xFEFF || (c & 0xFFFE) == 0xFFFE;
}

typedef void put_character(struct buf *out, uint32_t c, struct str bytes, bool at_start);

/* What no format treats in a special way: most of a text, copied in runs. */
static bool is_harmless(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ' || c == ',' || c == '.';
}

static void each_character(struct buf *out, struct str s, put_character *put)
{
    for (size_t i = 0; i < s.n;) {
        size_t was = i;
        while (i < s.n && is_harmless(s.p[i]))
            i++;
        if (i > was) {
            buf_add(out, (struct str){s.p + was, i - was});
            continue;
        }
        uint32_t c = utf8_next(s, &i);
        if (is_unwanted(c))
            continue;
        struct str bytes = {s.p + was, i - was};
        if (c == 0xFFFD && bytes.n == 1)
            bytes = STR("\xEF\xBF\xBD");
        put(out, c, bytes, was == 0);
    }
}

static void put_markup(struct buf *out, uint32_t c, struct str bytes, bool at_start)
{
    (void)at_start;
    switch (c) {
    case '&':
        buf_add_z(out, "&amp;");
        break;
    case '<':
        buf_add_z(out, "&lt;");
        break;
    case '>':
        buf_add_z(out, "&gt;");
        break;
    case '"':
        buf_add_z(out, "&quot;");
        break;
    case '\'':
        buf_add_z(out, "&#39;");
        break;
    default:
        buf_add(out, bytes);
    }
}

static void put_markdown(struct buf *out, uint32_t c, struct str bytes, bool at_start)
{
    if (c == '\n' || c == '\t') {
        buf_add_byte(out, ' ');
        return;
    }
    bool special = c < 0x80 && strchr("\\`*_[]<>|~&", (int)c);
    bool starts_block = at_start && c < 0x80 && strchr("#+-=", (int)c);
    if (c && (special || starts_block))
        buf_add_byte(out, '\\');
    buf_add(out, bytes);
}

static void put_plain(struct buf *out, uint32_t c, struct str bytes, bool at_start)
{
    (void)at_start;
    if (c == '\n' || c == '\t')
        buf_add_byte(out, ' ');
    else
        buf_add(out, bytes);
}

void escape_markup(struct buf *out, struct str s)
{
    each_character(out, s, put_markup);
}

void escape_markdown(struct buf *out, struct str s)
{
    /* "1. Januar" at a line's start would open a list: the full stop is escaped too. */
    size_t digits = 0;
    while (digits < s.n && digits < 9 && s.p[digits] >= '0' && s.p[digits] <= '9')
        digits++;
    if (digits && digits < s.n && (s.p[digits] == '.' || s.p[digits] == ')')) {
        buf_add(out, (struct str){s.p, digits});
        buf_add_byte(out, '\\');
        buf_add_byte(out, s.p[digits]);
        s.p += digits + 1;
        s.n -= digits + 1;
    }
    each_character(out, s, put_markdown);
}

void escape_plain(struct buf *out, struct str s)
{
    each_character(out, s, put_plain);
}

struct str web_url(struct str url)
{
    bool is_web = (url.n > 8 && str_eq_nocase((struct str){url.p, 8}, STR("https://"))) ||
                  (url.n > 7 && str_eq_nocase((struct str){url.p, 7}, STR("http://")));
    for (size_t i = 0; is_web && i < url.n; i++)
        if ((unsigned char)url.p[i] <= ' ' || strchr("<>\"\\`", url.p[i]))
            is_web = false; /* would end an attribute or a Markdown destination: not a URL as RFC 3986 has it */
    return is_web ? url : STR("");
}

void escape_url(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("-._~", c));
        if (is_plain)
            buf_add_byte(out, c);
        else
            buf_format(out, "%%%02X", (unsigned char)c);
    }
}

void slug_add(struct buf *out, struct str name)
{
    size_t start = out->n;
    bool is_plain = name.n > 0 && name.n <= 60;
    for (size_t i = 0; i < name.n && out->n - start < 60; i++) {
        char c = name.p[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c + 32);
        bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (kept)
            buf_add_byte(out, c);
        else if (out->n > start && out->p[out->n - 1] != '-')
            buf_add_byte(out, '-');
        is_plain = is_plain && (kept || c == ' ');
    }
    while (out->n > start && out->p[out->n - 1] == '-')
        out->p[--out->n] = '\0';
    if (!is_plain || out->n == start)
        buf_format(out, "%s%08llx", out->n > start ? "-" : "", (unsigned long long)(str_hash(name) & 0xFFFFFFFFU));
}
