/* escape.h - text from outside, made harmless for the format it goes into. Every renderer writes foreign text through
 * these and nothing else. Control characters, bidirectional overrides and tag characters (used to hide text from
 * readers) are left out everywhere. */
#ifndef NUTGRAF_RENDER_ESCAPE_H
#define NUTGRAF_RENDER_ESCAPE_H

#include "base/buf.h"

void escape_markup(struct buf *out, struct str s);   /* for HTML and XML text and double-quoted attributes */
void escape_markdown(struct buf *out, struct str s); /* CommonMark inline text */
void escape_plain(struct buf *out, struct str s);    /* terminals: no control or escape sequences get through */

/* An http(s) URL for an attribute or a Markdown destination; "" for anything else (javascript:, data:, ...). */
struct str web_url(struct str url);

/* A segment of a path or a value of a query (RFC 3986): all but unreserved characters as %XX. */
void escape_url(struct buf *out, struct str s);

/* "Harbour Times" -> "harbour-times": lower-case letters, digits and hyphens, never empty; for file names. What is not
 * ASCII or would clash is told apart by a hash at the end. Appended to *out. */
void slug_add(struct buf *out, struct str name);

#endif
