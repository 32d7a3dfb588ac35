/* json.h - JSON Feed 1.0 and 1.1 (jsonfeed.org) into the records that the other dialects give. Numbers where strings should
 * be are taken as their digits; of a key that stands twice the last counts. */
#ifndef NUTGRAF_FEED_JSON_H
#define NUTGRAF_FEED_JSON_H

#include "feed/build.h"

/* `text` is UTF-8. *problem: why it is no feed, or no sound one; empty if it is. */
void json_read(struct builder *b, struct str text, struct str *problem);

#endif
