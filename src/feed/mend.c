#define _GNU_SOURCE /* memmem */
#include "feed/mend.h"

#include "base/arena.h"
#include "base/buf.h"
#include "feed/html.h"

struct mender {
    struct str text;
    size_t at;
    struct buf out;
    struct str open[MEND_DEPTH_LIMIT];
    size_t depth;
    const char *limit;
    bool comments_end; /* false: no "-->" follows, which need not be looked for again */
};

static bool is_name_start(char c)
{
    return ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_' || (unsigned char)c >= 128;
}

static bool is_name_byte(char c)
{
    return is_name_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':';
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Characters that XML 1.0 knows. */
static bool is_xml_number(struct str digits)
{
    bool is_hex = digits.n && (*digits.p | 32) == 'x';
    unsigned long value = 0;
    size_t i = is_hex;
    for (; i < digits.n && value <= 0x10FFFF; i++) {
        char c = digits.p[i];
        int digit = c >= '0' && c <= '9' ? c - '0' : is_hex && (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
        if (digit < 0)
            return false;
        value = value * (is_hex ? 16 : 10) + (unsigned long)digit;
    }
    return i > (size_t)is_hex &&
           (value == 9 || value == 10 || value == 13 || (value >= 32 && value < 0xD800) ||
            (value >= 0xE000 && value <= 0x10FFFF && (value & 0xFFFE) != 0xFFFE));
}

static bool is_reference(struct str name)
{
    static const char *const names[] = {"amp", "lt", "gt", "quot", "apos"};
    if (name.n > 1 && *name.p == '#')
        return is_xml_number((struct str){name.p + 1, name.n - 1});
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(name, str_of(names[i])))
            return true;
    return false;
}

static void add_text(struct buf *out, struct str s, bool is_raw)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '<') {
            buf_add(out, STR("&lt;"));
        } else if (c == '>') {
            buf_add(out, STR("&gt;"));
        } else if (c == '"') {
            buf_add(out, STR("&quot;"));
        } else if (c == '&') {
            size_t n = 0;
            while (!is_raw && i + 1 + n < s.n && n < 12 && s.p[i + 1 + n] != ';')
                n++;
            bool is_known = !is_raw && i + 1 + n < s.n && s.p[i + 1 + n] == ';' &&
                            is_reference((struct str){s.p + i + 1, n});
            buf_add(out, is_known ? STR("&") : STR("&amp;"));
            if (is_known && n > 2 && s.p[i + 2] == 'X') { /* XML knows &#x41; only */
                buf_add(out, STR("#x"));
                i += 2;
            }
        } else if (c >= 32 || c == '\n' || c == '\t' || c == '\r') {
            buf_add_byte(out, s.p[i]);
        }
    }
}

static void keep_lines(struct mender *m, size_t until)
{
    for (size_t i = m->at; i < until; i++)
        if (m->text.p[i] == '\n')
            buf_add_byte(&m->out, '\n');
    m->at = until;
}

static size_t find(const struct mender *m, size_t from, struct str what)
{
    const char *hit = memmem(m->text.p + from, m->text.n - from, what.p, what.n);
    return hit ? (size_t)(hit - m->text.p) : m->text.n;
}

static void close_one(struct mender *m)
{
    struct str name = m->open[--m->depth];
    buf_format(&m->out, "</%.*s>", STR_ARG(name));
}

/* The first element stays open to the end: what follows it is read as if it belonged to it. */
static void end_tag(struct mender *m)
{
    size_t n = 0, begin = m->at + 2;
    while (begin + n < m->text.n && is_name_byte(m->text.p[begin + n]))
        n++;
    struct str name = {m->text.p + begin, n};
    size_t end = begin + n;
    while (end < m->text.n && m->text.p[end] != '>' && m->text.p[end] != '<')
        end++;
    for (size_t i = m->depth; i-- > 1;) {
        if (!str_eq_nocase(m->open[i], name))
            continue;
        while (m->depth > i)
            close_one(m);
        break;
    }
    keep_lines(m, end < m->text.n && m->text.p[end] == '>' ? end + 1 : end);
}

/* A quoted value ends at its quote, or where the next tag begins if that comes first. */
static struct str attribute_value(const struct mender *m, size_t *at)
{
    struct str t = m->text;
    size_t i = *at;
    if (i < t.n && (t.p[i] == '"' || t.p[i] == '\'')) {
        char quote = t.p[i++];
        size_t begin = i;
        while (i < t.n && t.p[i] != quote && t.p[i] != '<')
            i++;
        if (i < t.n && t.p[i] == quote) {
            *at = i + 1;
            return (struct str){t.p + begin, i - begin};
        }
        size_t end = begin;
        while (end < i && t.p[end] != '>')
            end++;
        *at = end;
        return (struct str){t.p + begin, end - begin};
    }
    size_t begin = i;
    while (i < t.n && !is_space(t.p[i]) && t.p[i] != '>' && t.p[i] != '<')
        i++;
    *at = i;
    return (struct str){t.p + begin, i - begin};
}

/* Writes the attributes of a start tag; returns the offset of what ends it: ">", "<" or the text's end. */
static size_t attributes(struct mender *m, size_t at, bool *is_empty)
{
    struct str seen[MEND_ATTRIBUTE_LIMIT], t = m->text;
    size_t count = 0;
    *is_empty = false;
    while (at < t.n && t.p[at] != '>' && t.p[at] != '<') {
        if (!is_name_start(t.p[at])) {
            *is_empty = t.p[at] == '/' && at + 1 < t.n && t.p[at + 1] == '>';
            if (t.p[at++] == '\n')
                buf_add_byte(&m->out, '\n');
            continue;
        }
        size_t begin = at;
        while (at < t.n && is_name_byte(t.p[at]))
            at++;
        struct str name = {t.p + begin, at - begin}, value = name;
        size_t next = at;
        while (next < t.n && is_space(t.p[next]))
            next++;
        if (next < t.n && t.p[next] == '=') {
            for (next++; next < t.n && is_space(t.p[next]);)
                next++;
            value = attribute_value(m, &next);
            at = next;
        }
        bool is_new = count < MEND_ATTRIBUTE_LIMIT && name.n <= MEND_NAME_BYTES;
        for (size_t i = 0; is_new && i < count; i++)
            is_new = !str_eq(seen[i], name);
        if (count == MEND_ATTRIBUTE_LIMIT)
            m->limit = "more than 64 attributes on one element";
        if (!is_new)
            continue;
        seen[count++] = name;
        buf_format(&m->out, " %.*s=\"", STR_ARG(name));
        add_text(&m->out, value, false);
        buf_add_byte(&m->out, '"');
    }
    return at;
}

static void start_tag(struct mender *m)
{
    size_t begin = m->at + 1, end = begin, before = m->out.n;
    while (end < m->text.n && is_name_byte(m->text.p[end]))
        end++;
    struct str name = {m->text.p + begin, end - begin};
    buf_format(&m->out, "<%.*s", (int)(name.n <= MEND_NAME_BYTES ? name.n : 1), name.p);
    bool is_empty;
    m->at = attributes(m, end, &is_empty);
    if (m->at >= m->text.n) { /* cut off in the middle of a tag */
        m->out.n = before;
        return;
    }
    m->at += m->text.p[m->at] == '>';
    bool is_too_long = name.n > MEND_NAME_BYTES, is_too_deep = m->depth >= MEND_DEPTH_LIMIT;
    if (is_too_long || is_too_deep) {
        m->out.n = before;
        m->limit = is_too_deep ? "elements more than 200 within one another" : "the name of an element longer than 200 bytes";
    } else if (is_empty || html_has(name, HTML_VOID)) {
        buf_add(&m->out, STR("/>"));
    } else {
        buf_add_byte(&m->out, '>');
        m->open[m->depth++] = name;
    }
}

static void text_run(struct mender *m, size_t until, bool is_raw)
{
    if (m->depth)
        add_text(&m->out, (struct str){m->text.p + m->at, until - m->at}, is_raw);
    else
        keep_lines(m, until);
    m->at = until;
}

static void one_tag(struct mender *m)
{
    struct str rest = {m->text.p + m->at, m->text.n - m->at};
    if (str_starts(rest, STR("<![CDATA["))) {
        m->at += 9;
        size_t end = find(m, m->at, STR("]]>"));
        text_run(m, end, true);
        m->at = end < m->text.n ? end + 3 : end;
    } else if (str_starts(rest, STR("<!--"))) {
        size_t end = m->comments_end ? find(m, m->at + 4, STR("-->")) : m->text.n;
        m->comments_end = end < m->text.n;
        keep_lines(m, end < m->text.n ? end + 3 : m->at + 4);
    } else if (rest.n > 1 && (rest.p[1] == '!' || rest.p[1] == '?')) {
        size_t end = find(m, m->at, STR(">"));
        keep_lines(m, end < m->text.n ? end + 1 : end);
    } else if (rest.n > 2 && rest.p[1] == '/' && is_name_start(rest.p[2])) {
        end_tag(m);
    } else if (rest.n > 1 && is_name_start(rest.p[1])) {
        start_tag(m);
    } else {
        text_run(m, m->at + 1, false);
    }
}

struct str mend_xml(struct arena *a, struct str text, const char **limit)
{
    struct mender m = {.text = text, .comments_end = true};
    while (m.at < text.n) {
        const char *open = memchr(text.p + m.at, '<', text.n - m.at);
        text_run(&m, open ? (size_t)(open - text.p) : text.n, false);
        if (open)
            one_tag(&m);
    }
    while (m.depth)
        close_one(&m);
    struct str result = str_copy(a, buf_str(&m.out));
    buf_free(&m.out);
    *limit = m.limit;
    return result;
}

bool mend_is_needed(struct str text)
{
    size_t depth = 0;
    for (size_t i = 0; i < text.n; i++) {
        const char *open = memchr(text.p + i, '<', text.n - i);
        if (!open)
            return false;
        i = (size_t)(open - text.p) + 1;
        struct str rest = {text.p + i, text.n - i};
        bool is_section = str_starts(rest, STR("![CDATA[")), is_comment = str_starts(rest, STR("!--"));
        if (is_section || is_comment) {
            const char *end = memmem(rest.p, rest.n, is_section ? "]]>" : "-->", 3);
            if (!end)
                return false;
            i = (size_t)(end - text.p) + 2;
            continue;
        }
        if (rest.n && *rest.p == '/') {
            depth -= depth > 0;
            continue;
        }
        if (i >= text.n || !is_name_start(text.p[i]))
            continue;
        size_t equals = 0, begin = i;
        char quote = 0;
        for (; i < text.n && text.p[i] != '<' && (quote || text.p[i] != '>'); i++) {
            char c = text.p[i];
            if (quote ? c == quote : c == '"' || c == '\'')
                quote = quote ? 0 : c;
            equals += !quote && c == '=';
        }
        bool is_empty = text.p[i - 1] == '/';
        depth += !is_empty;
        if (depth > MEND_DEPTH_LIMIT || equals > MEND_ATTRIBUTE_LIMIT || (i - begin > MEND_NAME_BYTES && !equals))
            return true;
        i -= i < text.n && text.p[i] == '<';
    }
    return false;
}
