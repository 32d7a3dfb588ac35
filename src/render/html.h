/* html.h - private to the render room: the shell that every HTML page shares. */
#ifndef NUTGRAF_RENDER_HTML_H
#define NUTGRAF_RENDER_HTML_H

#include "render/render.h"

struct html_page {
    struct str title;       /* of the document, unescaped */
    struct str description; /* for search engines and previews; may be empty */
    struct str language;    /* BCP 47; empty: "en" */
    const char *current;    /* file name of the entry in the navigation that this page is, or "" */
    const char *alternates; /* <link> elements, ready HTML, or "" */
};

void html_begin(const struct html_page *page, const struct render_options *options, struct buf *out);
void html_end(const struct render_options *options, struct buf *out);

/* <time datetime="...">text</time>; nothing when not set. */
void html_time(struct moment m, bool with_time, struct buf *out);
/* ' lang="fr"' for text that is not in the page's own language, which is English; nothing where it is not known. */
void html_language(struct str language, struct buf *out);
/* Whether the language is written from left to right. */
bool html_is_rightward(struct str language);
/* The bytes of the style sheet. */
struct str html_style(void);

#endif
