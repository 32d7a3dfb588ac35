/* encoding.h - a feed's bytes as UTF-8: byte order mark, then the shape of the first bytes, the HTTP header and the XML
 * declaration (RFC 7303; text types without a charset that hold ASCII alone are named as RFC 3023 named them), and where
 * none of these can be true, what the bytes are: UTF-8 if they are valid UTF-8, else a guess (ICU). */
#ifndef NUTGRAF_FEED_ENCODING_H
#define NUTGRAF_FEED_ENCODING_H

#include "base/str.h"

struct encoding {
    struct str text;    /* valid UTF-8 without NUL and without a mark; what cannot be decoded is U+FFFD */
    struct str name;    /* lower case as declared, or ICU's name for a guess */
    struct str problem; /* why the document is not what it declares to be, or empty */
};

/* `http_type` "text/xml" and `http_charset` may be empty. Everything in `a`; `text` may be `bytes` itself. */
struct encoding encoding_decode(struct arena *a, struct str bytes, struct str http_type, struct str http_charset);

/* Text that went through the wrong charset before it got here: UTF-8 taken for Latin-1, or windows-1252 for Unicode. Only
 * where control characters that no text holds give it away; else `s` itself. */
struct str encoding_repair_text(struct arena *a, struct str s);

#endif
