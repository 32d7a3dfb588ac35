/* build.h - from a document's elements, in order, to records: what RSS, RDF, Atom, CDF and sitemaps have in common is a
 * feed, entries in it, and properties of either. Which element says which property stands in data/feed/elements.txt;
 * what is named nowhere becomes a property under its own name.
 *
 * Semantics (which of two contradicting elements counts, what is a permanent link, which text is markup) follow the
 * public behaviour of the Universal Feed Parser, whose tests are the yardstick of the field.
 */
#ifndef NUTGRAF_FEED_BUILD_H
#define NUTGRAF_FEED_BUILD_H

#include "base/buf.h"
#include "feed/record.h"

enum {
    BUILD_ENTRY_LIMIT = 100000,
    BUILD_DEPTH_LIMIT = 260, /* libxml2 stops at 256 */
    BUILD_PROPERTY_LIMIT = 500, /* of one record under names of their own, and items of one list */
};

struct attribute {
    struct str name, value; /* "xml:base", in lower case; the value as written, entities resolved */
    struct str local;       /* the name as written, without prefix */
};

struct element {
    struct str name;  /* "dc:creator": the usual prefix of its namespace, all in lower case; "" for the feed's own */
    struct str local; /* as written, without prefix */
    struct str uri;   /* of its namespace, or empty */
    const struct attribute *attributes;
    size_t attribute_count;
    size_t line;
};

struct built_entry {
    struct record *record;
    struct str id; /* as given: the record's may have been made absolute, and would change with the feed's address */
    size_t line;
};

struct frame { /* one open element */
    const struct word *word; /* what it means; NULL for an unknown one */
    struct str key;          /* the property it fills */
    struct str base, language;
    size_t text;             /* where its text begins in the builder's */
    bool is_pushed;          /* collects text */
    bool fills;              /* stores it at its end, or only hands it to the action */
    bool is_content;
    bool is_dropped;         /* its tags are left out of the content it lies in */
};

struct content { /* text that may hold markup */
    struct str type, language, base, src;
    bool is_open, is_base64;
    int depth; /* of its element */
};

struct builder {
    struct arena *a;
    struct str version;
    struct record *feed, *entry, *source;
    struct record *inner; /* <image> or <textinput> of the feed that is open, or NULL */
    struct built_entry *entries;
    size_t entry_count, entry_capacity;
    struct frame frames[BUILD_DEPTH_LIMIT];
    int depth;
    struct buf text;
    struct content content;
    int in_author, in_contributor, in_publisher, in_image;
    int title_depth;      /* of the title that was taken, -1: none yet */
    bool in_feed;
    bool guid_is_name; /* isPermaLink="false": no address, and left as it is */
    bool has_full_text; /* of the entry: what is called summary beside it is one */
    struct record *chapters;  /* the open list of them, or NULL (extras.h) */
    struct str place_shape;
    int place_dimensions;
    bool place_is_projected;
    bool is_full;             /* of entries: what follows is passed over */
    const char *limit;        /* the limit that was hit, or NULL */
    struct str base, language; /* of the document */
};

/* `base` and `language` as HTTP gives them. Nothing is owned but the text buffer: builder_finish frees it. */
void builder_begin(struct builder *b, struct arena *a, struct str base, struct str language);
void builder_start(struct builder *b, const struct element *e);
void builder_text(struct builder *b, struct str text);
void builder_end(struct builder *b);
void builder_finish(struct builder *b);

/* For the actions (actions.c). */
struct record *builder_context(struct builder *b);
bool builder_takes_text(const struct builder *b); /* inside of a feed, entry or source */
struct str element_attribute(const struct element *e, const char *name); /* NULL data where it is absent */
void builder_push(struct builder *b, struct frame *f, struct str key, bool fills);
void builder_push_content(struct builder *b, struct frame *f, const struct element *e, struct str key, struct str type);
struct str builder_pop(struct builder *b, struct frame *f);
struct str builder_resolve(const struct builder *b, struct str url);
void builder_save(struct builder *b, struct str key, struct value v, bool overwrites);
/* A record of the element's attributes, url or uri become href when `as_link`. */
struct record *builder_attributes(struct builder *b, const struct element *e, bool as_link);
/* Room in a list or record for one more? Says so in `limit` if not. */
bool builder_has_room(struct builder *b, const struct record *r);

#endif
