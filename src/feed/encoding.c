#include "feed/encoding.h"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include "base/arena.h"

enum { DECLARED_WITHIN = 1024, GUESS_FROM = 65536, NAME_BYTES = 40 };

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

/* What pages call Latin-1 is windows-1252, and what they call GB2312 is its superset (WHATWG Encoding). */
static const char *meant(const char *name)
{
    static const char *const names[][2] = {{"iso-8859-1", "windows-1252"}, {"latin1", "windows-1252"},
                                           {"gb2312", "gb18030"},          {"euc-kr", "windows-949"},
                                           {"shift_jis", "windows-31j"},   {"iso-8859-9", "windows-1254"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq_nocase(str_of(name), str_of(names[i][0])))
            return names[i][1];
    return name;
}

/* False where the charset is unknown or, when strict, where a byte has no meaning in it. */
static bool convert(struct arena *a, struct str bytes, struct str name, bool is_strict, struct str *out)
{
    if (!name.n || name.n > NAME_BYTES)
        return false;
    UErrorCode error = U_ZERO_ERROR;
    UConverter *from = ucnv_open(meant(str_z(a, name)), &error);
    UConverter *to = ucnv_open("UTF-8", &error);
    if (U_SUCCESS(error) && is_strict)
        ucnv_setToUCallBack(from, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &error);
    bool is_done = false;
    if (U_SUCCESS(error)) {
        size_t capacity = bytes.n * 3 + 16;
        char *target = arena_alloc(a, capacity);
        *out = (struct str){target, 0};
        const char *source = bytes.p;
        ucnv_convertEx(to, from, &target, target + capacity, &source, bytes.p + bytes.n, NULL, NULL, NULL, NULL, true, true,
                       &error);
        is_done = U_SUCCESS(error) || error == U_STRING_NOT_TERMINATED_WARNING;
        out->n = (size_t)(target - out->p);
    }
    if (from)
        ucnv_close(from);
    if (to)
        ucnv_close(to);
    return is_done;
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

static struct str guess(struct arena *a, struct str bytes)
{
    UErrorCode error = U_ZERO_ERROR;
    UCharsetDetector *detector = ucsdet_open(&error);
    struct str name = STR("windows-1252");
    if (U_SUCCESS(error)) {
        ucsdet_setText(detector, bytes.p, (int32_t)(bytes.n < GUESS_FROM ? bytes.n : GUESS_FROM), &error);
        const UCharsetMatch *match = U_SUCCESS(error) ? ucsdet_detect(detector, &error) : NULL;
        const char *found = match && U_SUCCESS(error) ? ucsdet_getName(match, &error) : NULL;
        if (found && U_SUCCESS(error))
            name = str_copy(a, str_of(found));
    }
    ucsdet_close(detector);
    /* What is called by these names on the web is their Windows superset. */
    static const char *const supersets[][2] = {
        {"ISO-8859-1", "windows-1252"}, {"ISO-8859-8", "windows-1255"}, {"ISO-8859-8-I", "windows-1255"}, {"ISO-8859-9", "windows-1254"}};
    for (size_t i = 0; i < sizeof supersets / sizeof *supersets; i++)
        if (str_eq(name, str_of(supersets[i][0])))
            return str_of(supersets[i][1]);
    return name;
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

/* Characters beyond ASCII that are sound UTF-8, against bytes that are not: a few foreign bytes do not make it another charset. */
static bool is_mostly_utf8(struct str s)
{
    size_t sound = 0, foreign = 0;
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        utf8_next(s, &at);
        sound += at - from > 1;
        foreign += at - from == 1 && (unsigned char)s.p[from] >= 128;
    }
    return sound && sound >= foreign;
}

/* UTF-8 with the foreign bytes read as windows-1252, which is what people paste. */
static struct str decode_mixed(struct arena *a, struct str s)
{
    char *out = arena_alloc(a, 3 * s.n + 4);
    size_t n = 0;
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        uint32_t c = utf8_next(s, &at);
        unsigned char byte = (unsigned char)s.p[from];
        n += utf8_put(out + n, at - from == 1 && byte >= 128 ? encoding_c1_meaning(byte) : c);
    }
    return utf8_repair(a, (struct str){out, n});
}

/* Bytes whose units are one byte wide at the least: ASCII markup can be read in them. */
static void decode_narrow(struct arena *a, struct str bytes, struct str outer, struct str inner, struct encoding *out)
{
    struct str given = outer.n ? outer : inner;
    out->name = given.n ? given : STR("utf-8");
    bool is_plain = is_ascii(bytes), is_valid = utf8_is_valid(bytes, NULL);
    struct str unused;
    bool is_known = is_utf8(given) || convert(a, STR("<"), given, true, &unused);
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
    if (is_utf8(given) && is_mostly_utf8(bytes)) {
        out->problem = STR("not valid utf-8: some bytes are of another charset, and were read as windows-1252");
        out->text = decode_mixed(a, bytes);
        return;
    }
    const struct str tries[] = {given, inner, guess(a, bytes), STR("windows-1252")};
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        if (!tries[i].n || is_utf8(tries[i]) || !convert(a, bytes, tries[i], true, &out->text))
            continue;
        if (i && is_known)
            out->problem = str_format(a, "declared as %.*s, but read as %.*s", STR_ARG(out->name), STR_ARG(tries[i]));
        out->name = tries[i];
        out->text = utf8_repair(a, out->text);
        return;
    }
    out->problem = str_format(a, "not valid %.*s: some bytes mean nothing", STR_ARG(out->name));
    if (is_utf8(given) || !convert(a, bytes, given, false, &out->text))
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
        if (convert(a, rest, out.name, true, &out.text)) {
            out.text = utf8_repair(a, out.text);
            return out;
        }
        if (str_eq(out.name, STR("utf-8"))) {
            decode_narrow(a, rest, STR(""), inner, &out);
            out.problem = STR("begins with the mark of utf-8, but is not valid utf-8");
            return out;
        }
        out.problem = str_format(a, "not valid %s: some units mean nothing", shape->name);
        if (!convert(a, rest, out.name, false, &out.text))
            out.text = rest;
        out.text = utf8_repair(a, out.text);
        return out;
    }
    if (!outer.n && str_starts(http_type, STR("text/")) && is_ascii(bytes))
        outer = STR("us-ascii");
    decode_narrow(a, bytes, outer, inner, &out);
    return out;
}

uint32_t encoding_c1_meaning(uint32_t c)
{
    static const uint16_t meant[32] = {0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160,
                                       0x2039, 0x152, 0x8D, 0x17D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                       0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178};
    return c >= 0x80 && c < 0xA0 ? meant[c - 0x80] : c;
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
        n += utf8_put(out + n, encoding_c1_meaning(utf8_next(s, &at)));
    return (struct str){out, n};
}
