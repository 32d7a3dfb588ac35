/* extract.h - the article on a web page: metadata (JSON-LD, microdata, Open Graph, meta, the visible page) and body
 * text in paragraphs, without navigation, advertising, related links or consent notes. No site-specific rules.
 * Thread-safe; everything lives in the given arena. */
#ifndef NUTGRAF_PAGE_EXTRACT_H
#define NUTGRAF_PAGE_EXTRACT_H

#include "page/article.h"

struct extract_options {
    struct str url;          /* where the page came from, or empty */
    struct str http_charset; /* of the Content-Type header, or empty */
    const char *where;       /* file or URL, for messages */
};

enum { PAGE_BYTE_LIMIT = 32 * 1024 * 1024 };

/* STATUS_BAD_INPUT where there is no article on the page (out->kind then says what there is instead). */
struct status extract_page(struct arena *a, struct str html, const struct extract_options *options,
                           struct article *out) MUST_CHECK;

/* The plain text of an HTML fragment (a feed's content or summary): paragraphs parted by "\n\n". */
struct str extract_fragment(struct arena *a, struct str html);

#endif
