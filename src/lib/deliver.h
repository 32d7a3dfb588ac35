/* deliver.h - what goes out by itself: mail to a server, and a note to an address of the owner's choice (libcurl).
 *
 * Both block, for at most so many seconds. Nothing is tried twice: a failure is
 * told. */
#ifndef NUTGRAF_LIB_DELIVER_H
#define NUTGRAF_LIB_DELIVER_H

#include "base/status.h"
#include "base/str.h"

enum { DELIVER_SECONDS = 30 };

struct deliver_mail {
    const char *server;          /* "smtp://127.0.0.1:25", "smtps://mail.example:465"; smtp uses TLS where it is offered */
    const char *user, *password; /* NULL: none */
    const char *from, *to;       /* addresses */
    const char *ca_file;         /* NULL: the system's */
    struct str message;          /* as it goes over the wire */
};
/* STATUS_IO: it has surely not been taken; STATUS_LIMIT: all of it was handed over, and no answer came. */
struct status deliver_mail(const struct deliver_mail *mail) MUST_CHECK;

/* POSTs JSON. Redirects are not followed; an answer other than 2xx is a failure. */
struct status deliver_note(const char *url, const char *ca_file, struct str json) MUST_CHECK;

#endif
