#include "feed/encoding.h"

#include "base/arena.h"
#include "base/charset.h"

enum { DECLARED_WITHIN = 1024, NAME_BYTES = 40 };

/* How a document without a mark begins when its units are wider than a byte: "<" or "<?" (XML 1.0, appendix F). */
static const struct shape {
    const char *bytes;
    size_t n, mark;
    const char *name;
} shapes[] = {
    {"\xFF\xFE\0\0", 4, 4, "utf-32le"}, {"\0\0\xFE\xFF", 4, 4, "utf-32be"}, {"\xFE\xFF", 2, 2, "utf-16be"},
    {"\xFF\xFE", 2, 2, "utf-16le"},     {"\xEF\xBB\xBF", 3, 3, "utf-8"},    {"\0\0\0<", 4, 0, "utf-32be"},
    {"<\0\0\0", 4, 0, "utf-32le"},      {"\0<\0", 3, 0, "utf-16be"},        {"<\0", 2, 0, "utf-16le"},
};

static const struct shape *shape_of(struct str bytes)
{
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        if (str_starts(bytes, (struct str){shapes[i].bytes, shapes[i].n}))
            return &shapes[i];
    return NULL;
}

/* A charset's name as one compares it; empty for what cannot be one. */
static struct str lower_name(struct arena *a, struct str name)
{
    name = str_trim(name);
    if (name.n && (*name.p == '"' || *name.p == '\''))
        name = (struct str){name.p + 1, name.n - 1 - (name.n > 1 && name.p[name.n - 1] == *name.p)};
    char *p = str_z(a, name);
    for (char *c = p; *c; c++) {
        if ((unsigned char)*c <= ' ' || (unsigned char)*c >= 127)
            return STR("");
        *c = (char)(*c >= 'A' && *c <= 'Z' ? *c + 32 : *c);
    }
    return str_eq(str_of(p), STR("gb2312")) ? STR("gb18030") : str_of(p);
}

/* encoding="..." of the XML declaration, which may stand in bytes of any width. */
static struct str declared(struct arena *a, struct str bytes)
{
    char head[DECLARED_WITHIN];
    size_t n = 0;
    for (size_t i = 0; i < bytes.n && i < sizeof head * 4 && n < sizeof head; i++)
        if (bytes.p[i])
            head[n++] = bytes.p[i];
    struct str rest = {head, n};
    for (size_t i = 0; i + 5 < n && memcmp(rest.p, "<?xml", 5) != 0; i++)
        rest = (struct str){head + i + 1, n - i - 1};
    struct str declaration = str_cut(&rest, '>');
    for (size_t i = 0; i + 8 < declaration.n; i++) {
        if (memcmp(declaration.p + i, "encoding", 8) != 0)
            continue;
        struct str value = str_trim((struct str){declaration.p + i + 8, declaration.n - i - 8});
        if (!value.n || *value.p != '=')
            continue;
        value = str_trim((struct str){value.p + 1, value.n - 1});
        if (!value.n || (*value.p != '"' && *value.p != '\''))
            continue;
        char quote = *value.p;
        value = (struct str){value.p + 1, value.n - 1};
        return lower_name(a, str_cut(&value, quote));
    }
    return STR("");
}

static bool is_ascii(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 128)
            return false;
    return true;
}

static bool is_utf8(struct str name)
{
    return !name.n || str_eq(name, STR("utf-8")) || str_eq(name, STR("utf8")) || str_eq(name, STR("us-ascii"));
}

/* Bytes whose units are one byte wide at the least: ASCII markup can be read in them. */
static void decode_narrow(struct arena *a, struct str bytes, struct str outer, struct str inner, struct encoding *out)
{
    struct str given = outer.n ? outer : inner;
    out->name = given.n ? given : STR("utf-8");
    bool is_plain = is_ascii(bytes), is_valid = utf8_is_valid(bytes, NULL);
    struct str unused;
    bool is_known = is_utf8(given) || charset_convert(a, STR("<"), given, true, &unused);
    if (!is_known)
        out->problem = str_format(a, "the encoding \"%.*s\" is not known", STR_ARG(utf8_cut(given, NAME_BYTES)));
    /* A document of ASCII alone is one in every narrow charset but those that hide text in escapes. */
    if (is_plain && (!is_known || is_utf8(given))) {
        out->text = utf8_repair(a, bytes);
        return;
    }
    if (is_valid && !is_plain) {
        if (is_known && !str_eq(out->name, STR("utf-8")) && !str_eq(out->name, STR("utf8")))
            out->problem = str_format(a, "declared as %.*s, but it is utf-8", STR_ARG(utf8_cut(given, NAME_BYTES)));
        out->name = STR("utf-8");
        out->text = utf8_repair(a, bytes);
        return;
    }
    if (is_utf8(given) && charset_is_mostly_utf8(bytes)) {
        out->problem = STR("not valid utf-8: some bytes are of another charset, and were read as windows-1252");
        out->text = charset_mend_utf8(a, bytes);
        return;
    }
    const struct str tries[] = {given, inner, charset_guess(a, bytes), STR("windows-1252")};
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        if (!tries[i].n || is_utf8(tries[i]) || !charset_convert(a, bytes, tries[i], true, &out->text))
            continue;
        if (i && is_known)
            out->problem = str_format(a, "declared as %.*s, but read as %.*s", STR_ARG(out->name), STR_ARG(tries[i]));
        out->name = tries[i];
        out->text = utf8_repair(a, out->text);
        return;
    }
    out->problem = str_format(a, "not valid %.*s: some bytes mean nothing", STR_ARG(out->name));
    if (is_utf8(given) || !charset_convert(a, bytes, given, false, &out->text))
        out->text = bytes;
    out->text = utf8_repair(a, out->text);
}

struct encoding encoding_decode(struct arena *a, struct str bytes, struct str http_type, struct str http_charset)
{
    struct encoding out = {0};
    const struct shape *shape = shape_of(bytes);
    struct str inner = declared(a, bytes), outer = lower_name(a, http_charset);
    if (shape) {
        struct str rest = {bytes.p + shape->mark, bytes.n - shape->mark};
        out.name = str_of(shape->name);
        if (charset_convert(a, rest, out.name, true, &out.text)) {
            out.text = utf8_repair(a, out.text);
            return out;
        }
        if (str_eq(out.name, STR("utf-8"))) {
            decode_narrow(a, rest, STR(""), inner, &out);
            out.problem = STR("begins with the mark of utf-8, but is not valid utf-8");
            return out;
        }
        out.problem = str_format(a, "not valid %s: some units mean nothing", shape->name);
        if (!charset_convert(a, rest, out.name, false, &out.text))
            out.text = rest;
        out.text = utf8_repair(a, out.text);
        return out;
    }
    if (!outer.n && str_starts(http_type, STR("text/")) && is_ascii(bytes))
        outer = STR("us-ascii");
    decode_narrow(a, bytes, outer, inner, &out);
    return out;
}

struct str encoding_repair_text(struct arena *a, struct str s)
{
    bool has_c1 = false, is_narrow = true;
    for (size_t i = 0; i + 1 < s.n; i++) {
        has_c1 |= s.p[i] == (char)0xC2 && (unsigned char)s.p[i + 1] < 0xA0;
        is_narrow = is_narrow && (unsigned char)s.p[i] < 0xC4;
    }
    if (!has_c1)
        return s;
    char *out = arena_alloc(a, 2 * s.n + 4);
    size_t n = 0;
    for (size_t at = 0; is_narrow && at < s.n;)
        out[n++] = (char)utf8_next(s, &at);
    if (is_narrow && utf8_is_valid((struct str){out, n}, NULL))
        return utf8_repair(a, (struct str){out, n});
    n = 0;
    for (size_t at = 0; at < s.n;)
        n += utf8_put(out + n, charset_c1_meaning(utf8_next(s, &at)));
    return (struct str){out, n};
}
