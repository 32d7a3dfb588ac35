/* url.h - addresses of the web, read strictly: http and https only, one spelling for one place (RFC 3986; hosts by
 * UTS 46, shown as punycode so that look-alikes look different). Everything lives in the given arena. Thread-safe.
 *
 * A name and password in a URL are taken out of it: `text` never holds them, so what is logged, stored and sent on in
 * redirects does not either. */
#ifndef NUTGRAF_FETCH_URL_H
#define NUTGRAF_FETCH_URL_H

#include "base/status.h"
#include "base/str.h"

struct arena;

enum { URL_BYTE_LIMIT = 8192 };

struct url {
    struct str text;           /* normalised; no credentials, no fragment */
    struct str origin;         /* "https://host:443" */
    struct str host;           /* lower-case ASCII, IPv6 without brackets */
    struct str target;         /* path and query, as sent to the server */
    struct str user, password; /* decoded; empty when not given */
    int port;
    bool is_https;
    bool is_address; /* the host is an IPv4 or IPv6 literal */
};

struct status url_parse(struct arena *a, struct str text, struct url *out) MUST_CHECK;
/* A reference as in a Location header or a link, against the page it stood on. Its credentials are dropped. */
struct status url_resolve(struct arena *a, const struct url *base, struct str reference, struct url *out) MUST_CHECK;
/* Any text with what stands between "//" and "@" taken out, for messages about URLs that could not be read. */
struct str url_redact(struct arena *a, struct str text);

#endif
