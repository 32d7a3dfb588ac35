/* json.h - slices and moments into JSON objects (jansson). What is not valid UTF-8 becomes an empty string. */
#ifndef NUTGRAF_BASE_JSON_H
#define NUTGRAF_BASE_JSON_H

#include <jansson.h>

#include "base/buf.h"
#include "base/civil.h"

void json_add_str(json_t *object, const char *key, struct str s);
void json_add_moment(json_t *object, const char *key, struct moment m); /* ISO 8601; "" where it is not set */
/* The value's text appended to *out, and a newline; takes the value. Flags are jansson's (JSON_COMPACT, JSON_INDENT(1)). */
void json_put(json_t *value, size_t flags, struct buf *out);

#endif
