/* address.h - which addresses may be connected to: the public internet, and what the user allows.
 *
 * The blocks are those of the IANA special-purpose address registries (RFC 6890 and its successors). Of IPv6 only
 * global unicast (2000::/3) is public, and of that not the ranges that carry an IPv4 address inside. Thread-safe. */
#ifndef NUTGRAF_FETCH_ADDRESS_H
#define NUTGRAF_FETCH_ADDRESS_H

#include <sys/socket.h>

#include "base/status.h"
#include "base/str.h"

struct address_range {
    unsigned char bytes[16];
    int family; /* AF_INET or AF_INET6 */
    int bits;
};

enum { ADDRESS_TEXT = 64 };

/* "127.0.0.0/8", "::1", "fd00::/8". */
bool address_range_parse(struct str text, struct address_range *out);
/* NULL for a public address, else the name of the block it is in. */
const char *address_reserved(const struct sockaddr *address);
/* STATUS_UNSUPPORTED, with the address and how to allow it, when it must not be connected to. */
struct status address_check(const struct sockaddr *address, const struct address_range *allowed,
                            size_t count) MUST_CHECK;
void address_format(const struct sockaddr *address, char out[ADDRESS_TEXT]);
/* An address from its usual text. False if it is not one. */
bool address_parse(const char *text, int port, struct sockaddr_storage *out);

#endif
