/* markup.h - an HTML page read into two flat arrays: elements in document order and the blocks of text they hold, with
 * what the head says. Built from libxml2's SAX events without a tree, so that depth and count are bounded while reading.
 * All in the given arena; read-only once made. */
#ifndef NUTGRAF_PAGE_MARKUP_H
#define NUTGRAF_PAGE_MARKUP_H

#include "base/status.h"
#include "base/str.h"
#include "page/words.h"

enum {
    /* As browsers do (512 in Blink). libxml2 walks the open elements for each stray end tag, so depth is time, too. */
    MARKUP_DEPTH_LIMIT = 512,
    MARKUP_ELEMENT_LIMIT = 4000000,
    MARKUP_SCRIPT_LIMIT = 64, /* JSON-LD scripts read; more are left unread */
};

struct markup_element { /* block-level elements, and inline ones whose class says something */
    uint32_t parent;      /* index; the first element is its own parent */
    uint32_t last;        /* index of its last descendant (itself if it has none) */
    uint32_t block, block_end; /* the blocks it holds */
    uint8_t role, evidence;
    bool is_article_body; /* itemprop="articleBody" */
};

struct markup_block { /* a run of text that no block-level element's edge breaks */
    uint32_t element;      /* the innermost it lies in */
    struct span at;        /* in markup.text, white space collapsed, trimmed */
    uint32_t link_bytes;   /* of them inside links */
};

struct markup_field { /* something the page says about itself: <meta>, itemprop, <time>, <link> */
    struct str name, value; /* name in lower case; "" never */
};

struct markup {
    struct str text;
    struct markup_element *elements;
    size_t element_count;
    struct markup_block *blocks;
    size_t block_count;
    struct markup_field *fields;
    size_t field_count;
    struct str scripts[MARKUP_SCRIPT_LIMIT]; /* JSON-LD, as written */
    size_t script_count;
    size_t media_count;   /* video, audio */
    struct str title, heading, language; /* <title>, first <h1>, html lang */
    struct str stopped;   /* why reading stopped before the end, or empty */
};

/* `html` is UTF-8. STATUS_LIMIT, with what was read so far in *out, where a limit ends the reading. */
struct status markup_read(struct arena *a, struct str html, const char *where, struct markup *out) MUST_CHECK;

#endif
