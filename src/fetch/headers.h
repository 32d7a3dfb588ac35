/* headers.h - the parts of an HTTP answer's head that are read here (RFC 9110), each with a limit. Thread-safe. */
#ifndef NUTGRAF_FETCH_HEADERS_H
#define NUTGRAF_FETCH_HEADERS_H

#include "base/status.h"
#include "base/str.h"

struct arena;

enum { HEADER_VALUE_LIMIT = 8192 };

struct headers {
    struct str etag, last_modified; /* as given, to be sent back as given */
    struct str content_type, location, retry_after;
    struct str content_length;
    size_t bytes, count; /* of all lines, also those of answers before the last */
};

/* Takes one line of the head as it came; a status line begins a new head. STATUS_BAD_INPUT for heads that mean two
 * things (two lengths, two places to go to), STATUS_LIMIT for values over the limit. Values are copied into `a`. */
struct status headers_line(struct arena *a, struct headers *h, struct str line) MUST_CHECK;

/* "text/xml; charset=utf-8" -> "utf-8", or empty. A slice of the argument. */
struct str header_charset(struct str content_type);
/* Seconds to wait, from a number or a date; -1 when it says nothing that can be understood. Never more than a week. */
int64_t header_retry_after(struct arena *scratch, struct str value, int64_t now);
/* Can the value be sent back in a header? No control characters, not over 1 KiB. */
bool header_is_sendable(struct str value);

#endif
