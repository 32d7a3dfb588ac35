/* courier.h - carries what goes out (deliver.h) in a thread of its own: a mail server may be slow, and the editor has
 * other things to do. Few things are on their way at once: what finds no room is refused, and the caller says so. */
#ifndef NUTGRAF_LIB_COURIER_H
#define NUTGRAF_LIB_COURIER_H

#include "lib/deliver.h"

enum { COURIER_MOST = 16 };

struct courier;

/* What became of something. A note has the ticket 0. */
struct courier_result {
    int64_t ticket;
    struct status status;
};

struct courier *courier_create(void);
/* False: no room. All strings are copied. */
bool courier_note(struct courier *c, const char *url, const char *ca_file, struct str json);
bool courier_mail(struct courier *c, const struct deliver_mail *mail, int64_t ticket); /* ticket: not 0 */
/* The next result, in the order of delivery; false when there is none yet. */
bool courier_result(struct courier *c, struct courier_result *out);
/* Waits until all is delivered or has failed. */
void courier_finish(struct courier *c);
/* What is under way is finished, what waits is dropped. */
void courier_destroy(struct courier *c); /* NULL is fine */

#endif
