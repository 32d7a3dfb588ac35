/* html.h - markup inside of feeds, made safe to show: elements and attributes that are on no list are left out (the text
 * of scripts and styles with them), style properties filtered, addresses made absolute and checked. Linear in its input.
 * The lists stand in data/feed/html.txt. Loaded once, read by all threads. */
#ifndef NUTGRAF_FEED_HTML_H
#define NUTGRAF_FEED_HTML_H

#include "base/buf.h"

struct arena;

struct str html_clean(struct arena *a, struct str html, struct str base);
/* Whether text that claims to be plain is markup: it has an end tag or an entity, and all its tags are HTML's. */
bool html_looks_like(struct str text);
/* Text with "&", "<" and ">" (and quotes, for attributes) escaped. */
void html_escape(struct buf *out, struct str text, bool is_attribute);

/* Is `word` in the list `list` of data/feed/html.txt? ASCII case does not count. HTML_VOID: has no end tag, and no meaning of
 * its own in feeds (<br>, <img>); HTML_EMPTY: the others without an end tag. */
enum html_list { HTML_ELEMENT = 1, HTML_ATTRIBUTE = 2, HTML_VOID = 4, HTML_DROPPED = 8, HTML_LINK = 16, HTML_STYLE = 32,
                 HTML_KEYWORD = 64, HTML_EMPTY = 128, HTML_ADDRESS = 256, HTML_DRAWING = 512,
                 HTML_DRAWING_ATTRIBUTE = 1024 };
bool html_has(struct str word, enum html_list list);
/* The declarations of a style attribute that may stay; empty if none. */
struct str html_clean_style(struct arena *a, struct str style);

#endif
