/* json_flat.h - a flat JSON object, member by member, without a tree: what lines of articles nearly always are.
 *
 * Reads an object of strings, integers of up to 18 digits, true, false and null. Anything else (a list, an object within, a
 * real number, an escape in a key, NUL in a text, any fault of syntax) is not read here: the caller asks a full parser, which
 * can also say what is wrong. What is read, is read as jansson does. Thread-safe.
 */
#ifndef NUTGRAF_BASE_JSON_FLAT_H
#define NUTGRAF_BASE_JSON_FLAT_H

#include "base/str.h"

/* Where the value of a key goes, NULL for a key that is not wanted. */
typedef struct str *json_flat_place(void *context, struct str key);

/* `object` is valid UTF-8. Values, an integer's as its digits and those of true, false and null as "", are copied into `a`,
 * NUL-terminated; of a key that comes twice the last one stays. False where it is no such object: places may then be filled. */
bool json_flat_read(struct arena *a, struct str object, json_flat_place *place, void *context);

#endif
