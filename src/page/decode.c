#include "page/decode.h"

#include <strings.h>

#include "base/charset.h"

enum { DECLARED_WITHIN = 4096 };

/* The name after "charset=" near the start, as <meta> states it. */
static struct str declared(struct str bytes)
{
    struct str head = {bytes.p, bytes.n < DECLARED_WITHIN ? bytes.n : DECLARED_WITHIN};
    for (size_t i = 0; i + 8 < head.n; i++) {
        if (strncasecmp(head.p + i, "charset=", 8) != 0)
            continue;
        size_t begin = i + 8;
        while (begin < head.n && (head.p[begin] == '"' || head.p[begin] == '\'' || head.p[begin] == ' '))
            begin++;
        size_t end = begin;
        while (end < head.n && end - begin < 40 && !strchr("\"' />;", head.p[end]))
            end++;
        return (struct str){head.p + begin, end - begin};
    }
    return STR("");
}

static bool is_utf8(struct str name)
{
    return str_eq_nocase(name, STR("utf-8")) || str_eq_nocase(name, STR("utf8"));
}

static struct str converted(struct arena *a, struct str bytes, struct str name)
{
    struct str out;
    return utf8_repair(a, charset_convert(a, bytes, name, false, &out) ? out : bytes);
}

struct str page_decode(struct arena *a, struct str bytes, struct str http_charset)
{
    if (str_starts(bytes, STR("\xEF\xBB\xBF")))
        return utf8_repair(a, (struct str){bytes.p + 3, bytes.n - 3});
    if (str_starts(bytes, STR("\xFF\xFE")) || str_starts(bytes, STR("\xFE\xFF")))
        return converted(a, bytes, STR("UTF-16"));
    bool has_nul = bytes.n && memchr(bytes.p, 0, bytes.n);
    if (utf8_is_valid(bytes, NULL) && !has_nul)
        return bytes;
    struct str name = str_trim(http_charset);
    if (!name.n)
        name = declared(bytes);
    if (name.n && !is_utf8(name))
        return converted(a, bytes, name);
    if (charset_is_mostly_utf8(bytes))
        return charset_mend_utf8(a, bytes);
    return name.n && has_nul ? utf8_repair(a, bytes) : converted(a, bytes, charset_guess(a, bytes));
}
