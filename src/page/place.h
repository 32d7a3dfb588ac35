/* place.h - where an outlet itself put a report: the 2nd of 30 entries of a feed that it keeps in an order of its own. */
#ifndef NUTGRAF_PAGE_PLACE_H
#define NUTGRAF_PAGE_PLACE_H

#include "base/buf.h"
#include "base/status.h"

struct feed_place {
    uint16_t at, of; /* from 1; at 0: not known, which is no bad place */
};
enum { PLACE_MAX = UINT16_MAX };

/* How much of an outlet's prominence a place has: 1 for the first, nearly 0 for the last, falling with the logarithm as what
 * readers see of a list does; 0 where it is not known. */
double place_weight(struct feed_place p);
/* "2/30"; nothing where it is not known. */
void place_write(struct feed_place p, struct buf *out);
/* An empty text is a place that is not known. STATUS_BAD_INPUT with `where` for what is no place. */
struct status place_read(struct str text, const char *where, struct feed_place *out) MUST_CHECK;

#endif
