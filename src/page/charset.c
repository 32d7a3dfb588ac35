#include "page/charset.h"

#include <strings.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include "base/arena.h"

enum { DECLARED_WITHIN = 4096, GUESS_FROM = 65536 };

static struct str convert(struct arena *a, struct str bytes, const char *charset)
{
    /* Pages that say Latin-1 mean windows-1252 (WHATWG Encoding). */
    if (strcasecmp(charset, "iso-8859-1") == 0 || strcasecmp(charset, "latin1") == 0 || strcasecmp(charset, "us-ascii") == 0)
        charset = "windows-1252";
    UErrorCode error = U_ZERO_ERROR;
    UConverter *from = ucnv_open(charset, &error);
    UConverter *to = ucnv_open("UTF-8", &error);
    struct str result = {0};
    if (U_SUCCESS(error)) {
        size_t capacity = bytes.n * 3 + 16;
        char *out = arena_alloc(a, capacity);
        char *target = out;
        const char *source = bytes.p;
        ucnv_convertEx(to, from, &target, out + capacity, &source, bytes.p + bytes.n, NULL, NULL, NULL, NULL, true, true,
                       &error);
        if (U_SUCCESS(error) || error == U_STRING_NOT_TERMINATED_WARNING)
            result = (struct str){out, (size_t)(target - out)};
    }
    if (from)
        ucnv_close(from);
    if (to)
        ucnv_close(to);
    return result.p ? utf8_repair(a, result) : utf8_repair(a, bytes);
}

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
    return name;
}

struct str charset_to_utf8(struct arena *a, struct str bytes, struct str http_charset)
{
    if (str_starts(bytes, STR("\xEF\xBB\xBF")))
        return utf8_repair(a, (struct str){bytes.p + 3, bytes.n - 3});
    if (str_starts(bytes, STR("\xFF\xFE")))
        return convert(a, bytes, "UTF-16");
    if (str_starts(bytes, STR("\xFE\xFF")))
        return convert(a, bytes, "UTF-16");
    bool has_nul = bytes.n && memchr(bytes.p, 0, bytes.n);
    if (utf8_is_valid(bytes, NULL) && !has_nul)
        return bytes;
    struct str name = str_trim(http_charset);
    if (!name.n)
        name = declared(bytes);
    if (!name.n || str_eq_nocase(name, STR("utf-8")) || str_eq_nocase(name, STR("utf8"))) {
        if (name.n)
            return utf8_repair(a, bytes);
        name = guess(a, bytes);
    }
    return convert(a, bytes, str_z(a, name));
}
