/* article.h - one report of one outlet, as plain text: what every later room works on.
 *
 * The text never changes once an article is made: spans point into it. A corrected article is a new revision with the
 * same id. All strings are UTF-8 without NUL bytes, live in the arena the article was made in, and are empty (never
 * NULL data with n > 0) where nothing is known.
 */
#ifndef NUTGRAF_PAGE_ARTICLE_H
#define NUTGRAF_PAGE_ARTICLE_H

#include "base/buf.h"
#include "base/civil.h"
#include "base/status.h"
#include "base/str.h"
#include "page/place.h"

enum article_kind {
    ARTICLE_FULL,    /* a text that reports */
    ARTICLE_SUMMARY, /* only a feed's summary or a paywall's first lines */
    ARTICLE_LIST,    /* a page of links */
    ARTICLE_MEDIA,   /* a video, audio or gallery page with hardly any text */
};

struct article {
    struct str id;      /* stable: as given, else derived from guid or canonical URL */
    struct str url;     /* canonical, http(s) only, or empty */
    struct str outlet;  /* the publisher's name, "" when unknown */
    struct str title;
    struct str byline;
    struct moment published, modified;
    struct str language; /* BCP 47, or empty */
    struct str text;     /* paragraphs parted by "\n\n" (JSON input: as given) */
    struct str image, image_credit;
    struct str section;  /* the outlet's own section or category for it, or empty */
    enum article_kind kind;
    struct feed_place place;  /* where the outlet put it, at its best */
};

/* Limits that hold for every article, wherever it comes from. */
enum {
    ARTICLE_TEXT_LIMIT = 2 * 1024 * 1024, /* bytes; longer is STATUS_LIMIT, never cut silently */
    ARTICLE_LINE_LIMIT = 16 * 1024 * 1024, /* bytes of one JSON line */
};

/* One line of article JSON (docs/FORMATS.md: id, url, outlet, title, published, text, ...; unknown keys
 * are ignored, missing ones are empty, but `text` or `title` must be there). `where` is "file:line" for messages.
 * Everything is copied into `a`. Thread-safe. */
struct status article_from_json(struct arena *a, struct str line, const char *where, struct article *out) MUST_CHECK;

/* The same line back, with all members and a newline: article_from_json reads it again. Appended to *out. */
void article_to_json(const struct article *article, struct buf *out);

/* The id for an article that came without one: 16 hexadecimal digits from the hash of `key` (guid or URL). */
struct str article_make_id(struct arena *a, struct str key);

#endif
