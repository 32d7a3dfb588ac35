/* mend.h - ill-formed XML made well-formed, so that one reader serves both: elements left open are closed, end tags
 * without a start dropped, stray "&" and "<" escaped, attributes quoted and told apart, control characters and
 * comments left out. Lines keep their numbers. Nothing that could be text is lost. */
#ifndef NUTGRAF_FEED_MEND_H
#define NUTGRAF_FEED_MEND_H

#include "base/str.h"

enum {
    MEND_DEPTH_LIMIT = 200,     /* elements within one another; the tags of deeper ones are left out */
    MEND_ATTRIBUTE_LIMIT = 64,  /* of one element; more are left out */
    MEND_NAME_BYTES = 200,      /* a longer name is no name */
};

/* `text` is UTF-8 without XML declaration and DOCTYPE (prolog.h). *limit: the limit that was hit, or NULL. */
struct str mend_xml(struct arena *a, struct str text, const char **limit);
/* Whether the text has what an XML parser may take too long over: names, attributes or depth beyond the limits. One quick
 * pass that sees tags only roughly: a text that it finds fault with is given to mend_xml first. */
bool mend_is_needed(struct str text);

#endif
