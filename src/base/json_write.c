#include "base/json_write.h"

#include <stdio.h>

static void line(struct json_write *w)
{
    buf_add_byte(w->out, '\n');
    for (unsigned i = 0; i < w->depth; i++)
        buf_add_byte(w->out, ' ');
}

static void put_key(struct json_write *w, const char *key)
{
    if (w->has_before)
        buf_add_byte(w->out, ',');
    if (w->depth)
        line(w);
    w->has_before = true;
    if (!key)
        return;
    buf_add_byte(w->out, '"');
    buf_add_z(w->out, key);
    buf_add_z(w->out, "\": ");
}

void json_write_begin(struct json_write *w, const char *key, char bracket)
{
    put_key(w, key);
    buf_add_byte(w->out, bracket);
    w->depth++;
    w->has_before = false;
}

void json_write_end(struct json_write *w, char bracket)
{
    w->depth--;
    if (w->has_before)
        line(w);
    buf_add_byte(w->out, bracket);
    w->has_before = true;
}

static void put_escape(struct buf *out, char c)
{
    static const char meant[] = "\"\\\b\f\n\r\t", names[] = "\"\\bfnrt";
    const char *known = memchr(meant, c, sizeof meant - 1);
    buf_add_byte(out, '\\');
    if (known)
        buf_add_byte(out, names[known - meant]);
    else
        buf_format(out, "u%04X", (unsigned)(unsigned char)c);
}

/* Runs that need no escape are copied whole. */
static void put_text(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        size_t begin = i;
        while (i < s.n && (unsigned char)s.p[i] >= 0x20 && s.p[i] != '"' && s.p[i] != '\\')
            i++;
        buf_add(out, (struct str){s.p + begin, i - begin});
        if (i < s.n)
            put_escape(out, s.p[i]);
    }
}

void json_write_str(struct json_write *w, const char *key, struct str s)
{
    put_key(w, key);
    buf_add_byte(w->out, '"');
    if (utf8_is_valid(s, NULL))
        put_text(w->out, s);
    buf_add_byte(w->out, '"');
}

void json_write_integer(struct json_write *w, const char *key, int64_t n)
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%lld", (long long)n);
    put_key(w, key);
    buf_add(w->out, (struct str){digits, (size_t)length});
}

void json_write_bool(struct json_write *w, const char *key, bool is)
{
    put_key(w, key);
    buf_add_z(w->out, is ? "true" : "false");
}

void json_write_moment(struct json_write *w, const char *key, struct moment m)
{
    char text[MOMENT_TEXT];
    moment_format_iso(m, text);
    json_write_str(w, key, str_of(text));
}
