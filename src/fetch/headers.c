#include "fetch/headers.h"

#include <curl/curl.h>

#include "base/arena.h"

enum { LONGEST_WAIT = 7 * 24 * 3600, SENDABLE_LIMIT = 1024 };

static struct status take(struct arena *a, struct str name, struct str value, struct str *into)
{
    if (value.n > HEADER_VALUE_LIMIT)
        return status_error(STATUS_LIMIT, "a %.*s header of %zu bytes; the limit is %d", STR_ARG(name), value.n,
                            HEADER_VALUE_LIMIT);
    *into = str_copy(a, value);
    return status_ok();
}

/* Of headers that decide what the answer means, a second one must agree (RFC 9112, 6.3: a sign of smuggling). */
static struct status take_once(struct arena *a, struct str name, struct str value, struct str *into)
{
    if (into->p && !str_eq(*into, value))
        return status_error(STATUS_BAD_INPUT, "two %.*s headers that contradict each other", STR_ARG(name));
    return take(a, name, value, into);
}

struct status headers_line(struct arena *a, struct headers *h, struct str line)
{
    h->bytes += line.n;
    h->count++;
    if (str_starts(line, STR("HTTP/"))) {
        *h = (struct headers){.bytes = h->bytes, .count = h->count};
        return status_ok();
    }
    struct str value = line;
    struct str name = str_trim(str_cut(&value, ':'));
    if (name.n + 1 > line.n)
        return status_ok();
    value = str_trim(value);
    if (str_eq_nocase(name, STR("etag")))
        return take(a, name, value, &h->etag);
    if (str_eq_nocase(name, STR("last-modified")))
        return take(a, name, value, &h->last_modified);
    if (str_eq_nocase(name, STR("content-type")))
        return take(a, name, value, &h->content_type);
    if (str_eq_nocase(name, STR("retry-after")))
        return take(a, name, value, &h->retry_after);
    if (str_eq_nocase(name, STR("location")))
        return take_once(a, name, value, &h->location);
    if (str_eq_nocase(name, STR("content-length")))
        return take_once(a, name, value, &h->content_length);
    return status_ok();
}

struct str header_charset(struct str content_type)
{
    str_cut(&content_type, ';');
    while (content_type.n) {
        struct str value = str_cut(&content_type, ';');
        struct str name = str_trim(str_cut(&value, '='));
        value = str_trim(value);
        if (value.n >= 2 && (value.p[0] == '"' || value.p[0] == '\'') && value.p[value.n - 1] == value.p[0])
            value = (struct str){value.p + 1, value.n - 2};
        if (str_eq_nocase(name, STR("charset")) && value.n && value.n <= 64)
            return value;
    }
    return STR("");
}

int64_t header_retry_after(struct arena *scratch, struct str value, int64_t now)
{
    value = str_trim(value);
    if (!value.n || value.n > 64)
        return -1;
    bool is_number = true;
    int64_t seconds = 0;
    for (size_t i = 0; i < value.n && is_number; i++) {
        is_number = value.p[i] >= '0' && value.p[i] <= '9';
        if (is_number && seconds <= LONGEST_WAIT)
            seconds = seconds * 10 + (value.p[i] - '0');
    }
    if (!is_number) {
        if (value.p[0] == '-' || (value.p[0] >= '0' && value.p[0] <= '9'))
            return -1; /* "-1", "1e9", "5.5": no HTTP date begins so */
        int64_t at = (int64_t)curl_getdate(str_z(scratch, value), NULL);
        if (at < 0)
            return -1;
        seconds = at > now ? at - now : 0;
    }
    return seconds < LONGEST_WAIT ? seconds : LONGEST_WAIT;
}

bool header_is_sendable(struct str value)
{
    if (!value.n || value.n > SENDABLE_LIMIT)
        return false;
    for (size_t i = 0; i < value.n; i++)
        if ((unsigned char)value.p[i] < 32 || value.p[i] == 127)
            return false;
    return true;
}
