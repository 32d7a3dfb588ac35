/* opml.h - lists of feeds as programs exchange them: OPML 1.0 and 2.0 (opml.org), also ill-formed. Thread-safe. */
#ifndef NUTGRAF_FEED_OPML_H
#define NUTGRAF_FEED_OPML_H

#include "base/buf.h"

struct arena;

enum { OPML_BYTE_LIMIT = 16 * 1024 * 1024, OPML_FEED_LIMIT = 50000 };

struct opml_feed {
    struct str url;    /* http or https */
    struct str title;  /* or empty */
    struct str folder; /* the outlines around it, outermost first, parted by "/"; or empty */
    size_t line;
};

struct opml {
    struct str title;
    struct opml_feed *feeds; /* in the document's order, each URL once */
    size_t count;
    size_t skipped;          /* outlines with an address that is not of the web */
    struct str problem;      /* why the document is ill-formed, or empty: all that could be read is there */
};

/* Everything in `a`. STATUS_BAD_INPUT where it is no OPML, STATUS_LIMIT with what was read so far. */
struct status opml_read(struct arena *a, struct str bytes, const char *where, struct opml *out) MUST_CHECK;
/* An OPML 2.0 document of the feeds, folders nested. */
void opml_write(struct buf *out, struct str title, const struct opml_feed *feeds, size_t count);

#endif
