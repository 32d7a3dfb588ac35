/* names.h - which mentions are the same name; private to the text room. */
#ifndef NUTGRAF_TEXT_NAMES_H
#define NUTGRAF_TEXT_NAMES_H

#include "text/reading.h"

/* Takes a mention (tokens begin to end) into the index; n->key is the phrase's own key until names_link. */
void names_register(struct reading *r, struct name *n, size_t begin, size_t end, uint64_t phrase);
/* Gives every mention its fullest form: key, canonical, kind. */
void names_link(struct reading *r);

#endif
