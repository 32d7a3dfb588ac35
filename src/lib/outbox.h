/* outbox.h - what a running site sends by itself: a note to the webhook after each edition, and the daily e-mail.
 *
 * The e-mail is sent once: the database holds which one is the last, and what became of it, before and after. One that was
 * under way when the program ended is not sent again, since it may have arrived; one that surely failed is tried again.
 * All functions are the editor's thread's; the sending is the courier's. */
#ifndef NUTGRAF_LIB_OUTBOX_H
#define NUTGRAF_LIB_OUTBOX_H

#include "fetch/config.h"
#include "lib/newsroom.h"

struct outbox;

struct outbox_options {
    struct store *store; /* the editor's; must outlive the outbox */
    const struct config *config;
    int64_t (*now)(void *context); /* seconds since 1970 */
    void *context;
    void (*problem)(void *context, const struct status *why);
};

struct outbox_figures {
    size_t notes, notes_failed;     /* of the webhook */
    size_t digests, digests_failed; /* tries */
    int64_t last_digest;            /* when the last one was due that was sent; 0: none since the start */
};

struct outbox *outbox_create(const struct outbox_options *options);
void outbox_configure(struct outbox *o, const struct config *config); /* must outlive the outbox */
void outbox_add(struct outbox *o, const struct newsroom_news *news);
/* One note of all that was added since the last one. */
void outbox_send(struct outbox *o);
/* Sends the e-mail when it is due, and takes note of what was delivered. Fails only when the store does. */
struct status outbox_look(struct outbox *o) MUST_CHECK;
void outbox_finish(struct outbox *o); /* waits until the notes are delivered or have failed */
struct outbox_figures outbox_figures(const struct outbox *o);
void outbox_destroy(struct outbox *o); /* NULL is fine */

#endif
