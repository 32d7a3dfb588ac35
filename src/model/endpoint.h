/* endpoint.h - private to the model room: one question to the endpoint, and what it answers (libcurl).
 *
 * Bounded in time (all attempts and waits together), in bytes (the answer is cut while it comes in) and in how many go at once; who
 * comes when all are under way waits. Redirects are not followed: the key belongs to the address that the user wrote. The
 * key is in no message. Thread-safe, but for create and destroy. */
#ifndef NUTGRAF_MODEL_ENDPOINT_H
#define NUTGRAF_MODEL_ENDPOINT_H

#include "model/model.h"

struct endpoint;

struct status endpoint_create(const struct model_options *options, struct endpoint **out) MUST_CHECK;
void endpoint_destroy(struct endpoint *e); /* NULL is fine */
const char *endpoint_url(const struct endpoint *e); /* ".../chat/completions" */

struct endpoint_answer {
    struct buf body; /* the caller's to free */
    size_t attempts;
    bool is_final;   /* it failed in a way that the next question will, too: wrong key, no such model */
};

struct status endpoint_ask(struct endpoint *e, struct str question, struct endpoint_answer *out) MUST_CHECK;

#endif
