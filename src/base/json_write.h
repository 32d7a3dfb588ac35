/* json_write.h - JSON written as it is said, member by member, without a tree; a member a line, one blank a level.
 *
 * `key` is NULL for an element of a list and for the outermost value. Keys are written as they are: names, not texts. What
 * is not valid UTF-8 becomes an empty string. The bytes are those of jansson's JSON_INDENT(1).
 */
#ifndef NUTGRAF_BASE_JSON_WRITE_H
#define NUTGRAF_BASE_JSON_WRITE_H

#include "base/buf.h"
#include "base/civil.h"

struct json_write { /* begin with `struct json_write w = {.out = out}` */
    struct buf *out;
    unsigned depth;
    bool has_before; /* a member stands before, on this level */
};

void json_write_begin(struct json_write *w, const char *key, char bracket); /* '{' or '[' */
void json_write_end(struct json_write *w, char bracket);                    /* '}' or ']' */
void json_write_str(struct json_write *w, const char *key, struct str s);
void json_write_integer(struct json_write *w, const char *key, int64_t n);
void json_write_bool(struct json_write *w, const char *key, bool is);
void json_write_moment(struct json_write *w, const char *key, struct moment m); /* ISO 8601; "" where it is not set */

#endif
