/* question.h - private to the model room: what is sent. */
#ifndef NUTGRAF_MODEL_QUESTION_H
#define NUTGRAF_MODEL_QUESTION_H

#include "base/buf.h"
#include "brief/writer.h"

/* One unit as JSON, without a number: what the answer depends on. */
struct str question_unit(struct arena *a, const struct writer_unit *unit, struct str language);

/* The request's body for the units (question_unit's texts), numbered from 1. What does not fit into a request is left out;
 * gives how many are in it. */
size_t question_body(struct str model, bool json_mode, struct str language, const struct str *units, size_t count, struct buf *out);

/* What the model is told beforehand; the same bytes for all. */
struct str question_prompt(void);

#endif
