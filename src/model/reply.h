/* reply.h - private to the model room: what comes back, read as proposals. Any bytes; bounded work.
 *
 * Models wrap their JSON in prose or code fences, think aloud before it, and are cut off: every object with a unit's number and
 * a text is taken wherever it stands. Nothing here decides what is true or fit to print; brief/writer.h says who does. */
#ifndef NUTGRAF_MODEL_REPLY_H
#define NUTGRAF_MODEL_REPLY_H

#include "base/status.h"
#include "base/str.h"

enum { REPLY_TEXT_LONGEST = 4000 }; /* of one proposal: longer ones are none */

/* `body`: of an answer with code 200. Fills proposals[number - 1] (in `a`) for numbers 1 to `count`, the first of each; *found
 * says how many. Fails where the answer is no chat completion, or no unit is in it. */
struct status reply_read(struct arena *a, struct str body, struct str *proposals, size_t count, size_t *found) MUST_CHECK;

/* The same of the model's own words, without the chat completion around them; false where there is no unit and no list of units. */
bool reply_objects(struct arena *a, struct str text, struct str *proposals, size_t count, size_t *found);

/* What an answer with another code says of the reason, made fit for one line; may be empty. */
struct str reply_reason(struct arena *a, struct str body);

#endif
