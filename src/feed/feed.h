/* feed.h - a syndication document read into one shape, whatever its dialect: RSS 0.9x, 1.0 (RDF), 2.0, Atom 0.3, 1.0,
 * JSON Feed 1.x, CDF, news sitemaps. Ill-formed documents are read as far as they can be and say so (`bozo`, `bozo_reason`).
 *
 * Ownership: everything lives in the arena given to feed_parse. Thread-safe. Limits (FEED_*) end in STATUS_LIMIT with
 * the number; what was read before the limit is still in the feed.
 */
#ifndef NUTGRAF_FEED_FEED_H
#define NUTGRAF_FEED_FEED_H

#include "base/civil.h"
#include "base/status.h"
#include "base/str.h"

struct record; /* record.h: all that was said, also what the fields here leave out */

enum { FEED_BYTE_LIMIT = 64 * 1024 * 1024 }; /* more limits: build.h, mend.h, prolog.h */

/* Text that may hold markup: feeds disagree on which it is, so the value and its kind travel together. */
struct feed_text {
    struct str value;
    bool is_html; /* false: plain text */
};

struct feed_entry {
    struct str id;   /* guid / atom:id / JSON id, as given */
    struct str link; /* the page, absolute where a base is known, http(s) only */
    struct feed_text title, summary, content;
    struct str author;
    struct moment published, updated;
    struct str published_text, updated_text; /* as given, also when it could not be read */
    struct str language;
    struct str image;         /* enclosure or media image */
    struct str image_credit;
    struct str source_title;  /* RSS source / atom:source: whom it was taken from */
    struct str *categories;
    size_t category_count;
    size_t line; /* in the document, for messages; 0 when unknown */
    const struct record *record;
};

struct feed {
    struct str version;  /* "rss20", "rss10", "rss090"-"rss094", "atom03", "atom10", "json1", "json11", "cdf",
                            * "sitemap" (of news), or "" */
    struct str encoding; /* of the bytes as they came: "utf-8", "windows-1252", ... */
    bool bozo;
    struct str bozo_reason;
    struct str title, subtitle, link, id, language, author, icon;
    struct moment updated;
    bool is_edited;  /* the entries' order is the editors' own, and not that of time (order.h) */
    int ttl_minutes; /* ttl, or sy:updatePeriod and updateFrequency; 0 when not said */
    struct feed_entry *entries;
    size_t entry_count;
    const struct record *record;
};

struct feed_options {
    struct str base_url;     /* where the document came from, or empty */
    struct str http_charset; /* of the Content-Type header, or empty */
    struct str http_type;    /* "text/xml", or empty */
    struct str language;     /* of the Content-Language header, or empty */
    const char *where;       /* file or URL, for messages */
};

/* True if the bytes look like one of the dialects: enough to choose a parser, not a promise that it will succeed. */
bool feed_detect(struct str bytes);

struct status feed_parse(struct arena *a, struct str bytes, const struct feed_options *options,
                         struct feed *out) MUST_CHECK;

#endif
