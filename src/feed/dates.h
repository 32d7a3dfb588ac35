/* dates.h - the dates of feeds: RFC 822 and 2822, W3CDTF and ISO 8601 (also shortened), asctime, and what tools and people
 * write in their place: names of months in many languages, Korean and Chinese forms, missing zones, two-digit years.
 * Words stand in data/feed/dates.txt. A day that does not exist, or a form that could be two days, is not read. */
#ifndef NUTGRAF_FEED_DATES_H
#define NUTGRAF_FEED_DATES_H

#include "base/civil.h"

/* False, and *out untouched, where the text gives no date. Thread-safe. */
bool date_parse(struct str text, struct moment *out);

#endif
