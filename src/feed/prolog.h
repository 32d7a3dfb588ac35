/* prolog.h - what stands before a document's first element, taken out of it: XML declaration and DOCTYPE become blanks of
 * the same number of lines, so that the XML parser never sees a DTD. Of the entities that a DTD declares, those that are
 * plain text are kept; the others (nested, external, parameter entities) are left undeclared. This makes entity bombs
 * and external entities impossible rather than bounded. */
#ifndef NUTGRAF_FEED_PROLOG_H
#define NUTGRAF_FEED_PROLOG_H

#include "base/str.h"

enum {
    PROLOG_ENTITY_LIMIT = 100,                /* entities of a document's own */
    PROLOG_ENTITY_BYTES = 1000,               /* of text in one; longer ones are not kept */
    PROLOG_EXPANSION_LIMIT = 4 * 1024 * 1024, /* bytes that entities may add to a document */
};

struct prolog {
    struct str text;        /* without declaration and DOCTYPE, entities replaced */
    struct str doctype;     /* as written, or empty */
    struct str problem;     /* the first entity that is not declared, or that was refused; or empty */
    size_t problem_line;
};

struct prolog prolog_remove(struct arena *a, struct str text);
/* The character or characters of an HTML entity ("eacute", as in HTML 4), in `out`; 0 where there is none. */
size_t prolog_html_entity(struct str name, char out[4]);

#endif
