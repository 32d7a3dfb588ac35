#include "base/charset.h"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include "base/arena.h"

enum { GUESS_FROM = 65536, NAME_BYTES = 40 };

/* What pages call Latin-1 is windows-1252, and what they call GB2312 is its superset (WHATWG Encoding). */
static const char *meant(const char *name)
{
    static const char *const names[][2] = {{"iso-8859-1", "windows-1252"}, {"latin1", "windows-1252"}, {"us-ascii", "windows-1252"},
                                           {"gb2312", "gb18030"},          {"euc-kr", "windows-949"},
                                           {"shift_jis", "windows-31j"},   {"iso-8859-9", "windows-1254"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq_nocase(str_of(name), str_of(names[i][0])))
            return names[i][1];
    return name;
}

bool charset_convert(struct arena *a, struct str bytes, struct str name, bool is_strict, struct str *out)
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

struct str charset_guess(struct arena *a, struct str bytes)
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

uint32_t charset_c1_meaning(uint32_t c)
{
    static const uint16_t meant[32] = {0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160,
                                       0x2039, 0x152, 0x8D, 0x17D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                       0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178};
    return c >= 0x80 && c < 0xA0 ? meant[c - 0x80] : c;
}

/* Characters beyond ASCII that are sound, against bytes that are not. */
bool charset_is_mostly_utf8(struct str s)
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

struct str charset_mend_utf8(struct arena *a, struct str s)
{
    char *out = arena_alloc(a, 3 * s.n + 4);
    size_t n = 0;
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        uint32_t c = utf8_next(s, &at);
        unsigned char byte = (unsigned char)s.p[from];
        n += utf8_put(out + n, at - from == 1 && byte >= 128 ? charset_c1_meaning(byte) : c);
    }
    return utf8_repair(a, (struct str){out, n});
}
