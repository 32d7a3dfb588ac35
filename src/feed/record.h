/* record.h - everything a feed says, as ordered properties: text, yes or no, moments, records in records, lists. The typed
 * view (feed.h) is read off it, and `nutgraf feed` prints it.
 *
 * Keys are those of the Universal Feed Parser's result, so that one set of expectations fits both. All in the arena.
 */
#ifndef NUTGRAF_FEED_RECORD_H
#define NUTGRAF_FEED_RECORD_H

#include "base/civil.h"
#include "base/str.h"

struct arena;
struct record;

enum value_kind { VALUE_TEXT, VALUE_NULL, VALUE_BOOLEAN, VALUE_NUMBER, VALUE_MOMENT, VALUE_RECORD, VALUE_LIST };

struct value {
    enum value_kind kind;
    union {
        struct str text;
        bool truth;
        double number;
        struct moment moment;
        struct record *record; /* of a list: the items are its properties, without keys */
    };
};

struct property {
    struct str key;
    struct value value;
    int depth; /* of the element it comes from; shallower ones win */
    struct property *next;
};

struct record {
    struct property *first, *last;
    size_t count;
};

struct record *record_create(struct arena *a);
/* NULL where the key is not there. */
struct property *record_find(const struct record *r, struct str key);
/* Writes over what the key had. Keys and text are kept as they are, not copied. */
struct property *record_set(struct arena *a, struct record *r, struct str key, struct value v);
void record_remove(struct record *r, struct str key);
/* Empty, or NULL, where the key is absent or of another kind. */
struct str record_text(const struct record *r, struct str key);
struct record *record_inner(const struct record *r, struct str key); /* a record */
struct record *record_items(const struct record *r, struct str key); /* a list */
struct record *record_of(const struct property *item);               /* a list's item, also where `item` is NULL */
bool record_holds_more(const struct record *r, struct str key);      /* than text: a record or a list */
/* The list at `key`, made where there is none; and a new item at a list's end. */
struct record *record_list(struct arena *a, struct record *r, struct str key);
void record_append(struct arena *a, struct record *list, struct value v);
struct record *record_append_record(struct arena *a, struct record *list);
bool record_equal(const struct record *a, const struct record *b); /* same text properties, in any order */

static inline struct value value_text(struct str s)
{
    return (struct value){.kind = VALUE_TEXT, .text = s};
}

static inline struct value value_record(struct record *r)
{
    return (struct value){.kind = VALUE_RECORD, .record = r};
}

#endif
