/* model.h - a language model behind an OpenAI-compatible endpoint, as a writer of pages (brief/writer.h).
 *
 * One request a page, with all units that have not been asked before; so many at once, each with a limit in time and bytes. What the
 * model answers is read as proposals and no more. An endpoint that fails costs its wording alone: the pages stay in their sources'
 * words, after a few failures in a row it is left alone for a while, and model_failure has one thing to tell.
 *
 * The writer may be used from any threads; create, begin_round and destroy belong to one. Reads no clock: limits are
 * counted in the time that requests took.
 */
#ifndef NUTGRAF_MODEL_MODEL_H
#define NUTGRAF_MODEL_MODEL_H

#include <stdatomic.h>

#include "base/buf.h"
#include "brief/writer.h"

enum {
    MODEL_SECONDS = 120,
    MODEL_REQUESTS = 2,
    MODEL_REPLY_BYTES = 1024 * 1024,
    MODEL_KEY_LONGEST = 4096,
};

struct model_options {
    const char *url;     /* the endpoint's base, "http://127.0.0.1:11434/v1"; without TLS on loopback alone */
    const char *name;    /* of the model */
    const char *key;     /* sent as bearer token; NULL or empty: none */
    const char *ca_file; /* NULL: the system's */
    int64_t timeout_ms;  /* for a page, retries and waits included; 0: MODEL_SECONDS */
    unsigned requests;   /* at once; 0: MODEL_REQUESTS */
    size_t reply_bytes;  /* 0: MODEL_REPLY_BYTES */
    size_t pages;        /* asked in a round; 0: any number */
    bool json_mode;      /* asks the endpoint for JSON (response_format), which not all know */
    const atomic_int *stop; /* not zero: give up soon; may be NULL */
};

struct model;

/* Everything is copied. STATUS_MISUSE where the address, name or key make no sense; nothing is sent. */
struct status model_create(const struct model_options *options, struct model **out) MUST_CHECK;
void model_destroy(struct model *m); /* NULL is fine */
const struct writer *model_writer(struct model *m); /* lives as long as the model */

/* A round's pages are counted anew, and an endpoint that failed gets one more chance. */
void model_begin_round(struct model *m);
/* Did it fail in this round? *why says what happened and how many pages went without it. */
bool model_failure(struct model *m, struct status *why);
/* "NAME worded 9 of 14 units; the others keep their sources' words (2 no answer, 2 words, 1 number); 1 request": of the round. Nothing
 * when no page was written. */
void model_report(struct model *m, struct buf *out);

#endif
