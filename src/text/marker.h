/* marker.h - labels before or behind a title that speak of the article and not of the news: "UPDATE 3-Ferry sinks",
 * "(2nd LD) Ferry sinks", "Ferry sinks - live updates". They are in data/markers.txt; thread-safe. */
#ifndef NUTGRAF_TEXT_MARKER_H
#define NUTGRAF_TEXT_MARKER_H

#include "base/str.h"

/* The least of those found: an "UPDATE 1-WRAPUP 2-" is a round-up, and a round-up is no version of what it sums up. */
enum marker {
    MARKER_NONE,
    MARKER_ROUNDUP,
    MARKER_LIVE,
    MARKER_VERSION,
    MARKER_FLASH,
};

/* The part of `title` without them; all of it where nothing else would be left. `found` may be NULL. */
struct str marker_strip(struct str title, enum marker *found);

#endif
