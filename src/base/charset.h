/* charset.h - bytes of a named or guessed charset as UTF-8 (ICU's converters and detector). Names mean what the web means
 * by them (WHATWG Encoding): Latin-1 is windows-1252, GB2312 is GB18030. Thread-safe; results live in the given arena. */
#ifndef NUTGRAF_BASE_CHARSET_H
#define NUTGRAF_BASE_CHARSET_H

#include "base/str.h"

/* False where the charset is unknown or, when strict, where a byte has no meaning in it; else such bytes become U+FFFD. */
bool charset_convert(struct arena *a, struct str bytes, struct str name, bool is_strict, struct str *out);

/* The likeliest charset of bytes that are no UTF-8; windows-1252 where nothing speaks for another. */
struct str charset_guess(struct arena *a, struct str bytes);

/* Is it UTF-8 but for a few bytes of another charset? */
bool charset_is_mostly_utf8(struct str s);
/* Such text as valid UTF-8: the foreign bytes are read as windows-1252, which is what people paste. */
struct str charset_mend_utf8(struct arena *a, struct str s);

/* What a control character from U+0080 to U+009F was meant to be: windows-1252's character of that number. */
uint32_t charset_c1_meaning(uint32_t c);

#endif
