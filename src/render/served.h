/* served.h - the pages that only a running site has: search, an article with its cited sentences, names, lists of any
 * length, and versions of a story. Views: they own nothing.
 *
 * All take render_options with `live` set. Thread-safe.
 */
#ifndef NUTGRAF_RENDER_SERVED_H
#define NUTGRAF_RENDER_SERVED_H

#include "render/forms.h"

/* Found text carries marks around what was looked for; they become <mark>. */
enum { MARK_BEGIN = 2, MARK_END = 3 };

struct found_article {
    struct str id, url, outlet;
    struct moment published;
    struct str title, excerpt;  /* marked */
    struct str story, headline; /* may be empty */
};

struct search_page {
    struct str query;
    struct str problem; /* why nothing was looked for, for the reader; or empty */
    struct card *stories; /* headlines are marked */
    size_t story_count;
    struct found_article *articles;
    size_t article_count;
    size_t page; /* from 1 */
    bool has_more;
};
void served_search(const struct search_page *page, const struct render_options *options, struct buf *out);

/* An article as it was read, so that a citation can be followed to its very words. */
struct article_page {
    const struct article *article;
    uint32_t revision, newest;
    struct span at; /* what is to be seen, or empty */
    const struct span *cited; /* what a story's page cites of it, sorted, not overlapping */
    size_t cited_count;
    struct str story, headline; /* the story it is part of */
};
void served_article(const struct article_page *page, const struct render_options *options, struct buf *out);

struct name_entry {
    struct str name;
    size_t articles;
};
struct name_group {
    const char *heading, *kind; /* "People", "person" */
    struct name_entry *names;
    size_t count;
};
void served_names(const struct name_group *groups, size_t count, const struct render_options *options, struct buf *out);

struct list_page {
    struct str heading, about; /* about: a sentence for the reader */
    struct str stem;           /* "outlet/harbour-times": .atom and .json are its feeds; empty: it has none */
    struct card *cards;
    size_t card_count;
};
void served_list(const struct list_page *page, const struct render_options *options, struct buf *out);

/* A page that says what went wrong and where to go on. */
void served_problem(int code, struct str what, const struct render_options *options, struct buf *out);

struct version_entry {
    uint32_t version;
    struct moment made;
    struct str headline;
};
/* What stands behind a story on a running site: pictures, versions, other forms of the page. A fragment. */
struct story_extras {
    const struct brief *brief;
    const struct version_entry *versions; /* newest first */
    size_t version_count;
    const struct card *neighbours;
    size_t neighbour_count;
    uint32_t newest; /* version */
};
void served_extras(const struct story_extras *extras, const struct render_options *options, struct buf *out);

/* Text with marks as HTML. */
void served_marked(struct buf *out, struct str s);

/* Other forms: see forms.h, too. */
void story_atom(const struct brief *brief, struct str address, const struct version_entry *versions, size_t count, struct buf *out);
struct opml_entry {
    struct str title, url;
};
void render_opml(struct str title, const struct opml_entry *entries, size_t count, struct buf *out);

#endif
