/* decode.h - any page's bytes as UTF-8: byte order mark, then the HTTP header, then <meta charset>, then a guess (ICU).
 * Bytes that are valid UTF-8 with a character outside ASCII are taken as UTF-8 whatever a declaration says. */
#ifndef NUTGRAF_PAGE_DECODE_H
#define NUTGRAF_PAGE_DECODE_H

#include "base/str.h"

/* Always valid UTF-8 without NUL; what cannot be decoded becomes U+FFFD. Returns `bytes` itself where they are fine. */
struct str page_decode(struct arena *a, struct str bytes, struct str http_charset);

#endif
