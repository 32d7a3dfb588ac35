/* vocabulary.h - data/feed/elements.txt as a table: what each element means. Loaded once, read by all threads. */
#ifndef NUTGRAF_FEED_VOCABULARY_H
#define NUTGRAF_FEED_VOCABULARY_H

#include "feed/build.h"

struct action {
    const char *name;
    void (*start)(struct builder *b, struct frame *f, const struct element *e);
    void (*end)(struct builder *b, struct frame *f); /* NULL: nothing but the end of what was pushed */
};

struct word {
    const struct action *action;
    struct str key, type; /* what the line says behind the action's name; empty if nothing */
};

extern const struct action feed_actions[]; /* actions.c; ends with a NULL name */

const struct word *vocabulary_find(struct str name); /* NULL for an unknown element */
/* The usual prefix of a namespace: "dc", "" for the feed's own; NULL data where the namespace is not known. */
struct str vocabulary_prefix(struct str uri);
/* Whether the property of this name holds an address; whether its text may hold markup. */
bool vocabulary_is_address(struct str key);
bool vocabulary_is_markup(struct str key);

#endif
