/* render.h - a brief in the form a reader wants it. Each format is one small file behind this table.
 *
 * Output is appended to *out and is always valid UTF-8; everything from outside is escaped for the format it goes into.
 * Thread-safe.
 */
#ifndef NUTGRAF_RENDER_RENDER_H
#define NUTGRAF_RENDER_RENDER_H

#include "base/buf.h"
#include "brief/brief.h"

enum format { FORMAT_TEXT, FORMAT_MARKDOWN, FORMAT_HTML, FORMAT_JSON, FORMAT_ATOM, FORMAT_COUNT };

struct render_options {
    int width;          /* columns for text; 0: 80 */
    bool colour;        /* ANSI bold and dim for text */
    struct moment now;  /* "Updated 2 hours ago" needs it; not set: absolute times only */
    struct str site;    /* title of the site for HTML; empty: "nutgraf" */
    struct str root;    /* relative path from this page to the site's root ("", "../"); HTML only */
    struct str address; /* where the site stands, for Atom's links; may be empty */
    bool standalone;    /* HTML: style sheet inlined, no links to other pages of a site */
    bool live;          /* HTML: served by the program, which has search, articles and names, and sends the policy headers */
    bool open_changes;  /* HTML: what changed is unfolded, for a reader who asked for it */
    bool images;        /* HTML: pictures of articles are had at image/ID of this site */
    struct str extra;   /* HTML: ready-made, put behind the story; may be empty */
};

void render_brief(const struct brief *brief, enum format format, const struct render_options *options, struct buf *out);

/* When the newest of a claim's sources was published (or changed): "19 [5], as of Oct 8". Not set where none says. */
struct moment render_as_of(const struct brief *brief, const struct claim *claim);

bool format_parse(struct str name, enum format *out); /* "text", "markdown"/"md", "html", "json", "atom" */

#endif
