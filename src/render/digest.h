/* digest.h - the stories of a list as one e-mail, ready to be handed to a mail server (RFC 5322, CRLF line ends). */
#ifndef NUTGRAF_RENDER_DIGEST_H
#define NUTGRAF_RENDER_DIGEST_H

#include "base/status.h"
#include "render/edition.h"

struct digest {
    struct str from, to; /* mail addresses: name@host.example */
    struct str subject;
    struct moment date;
    const struct edition *edition; /* its title is the sender's name, its address makes the links */
    const struct list *list;       /* NULL: Top Headlines */
    size_t most;                   /* stories; 0: EDITION_TOP */
};

/* Appends the message. STATUS_MISUSE, and nothing appended, where an address is none. */
struct status render_digest(const struct digest *digest, struct buf *out) MUST_CHECK;

#endif
