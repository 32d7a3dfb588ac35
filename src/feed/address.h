/* address.h - references against a base (RFC 3986, section 5), as text: nothing is looked up or fetched. Characters that
 * a URL should not hold stay as they are. */
#ifndef NUTGRAF_FEED_ADDRESS_H
#define NUTGRAF_FEED_ADDRESS_H

#include "base/str.h"

struct arena;

/* `reference` made absolute against `base` (which may be empty: then it is returned as it is). */
struct str address_resolve(struct arena *a, struct str base, struct str reference);
/* The same, but empty where the result has a scheme that is none of data/feed/schemes.txt (javascript:, data:, ...). */
struct str address_safe(struct arena *a, struct str base, struct str reference);
struct str address_scheme(struct str url); /* "http", or empty where there is none */
bool address_is_web(struct str url);       /* http or https, with a host */

#endif
