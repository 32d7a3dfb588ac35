/* timex_place.h - where a report was written, as its dateline says: the calendar that its "Thursday" is of; private to
 * the time expressions. */
#ifndef NUTGRAF_TEXT_TIMEX_PLACE_H
#define NUTGRAF_TEXT_TIMEX_PLACE_H

#include "base/civil.h"

/* The moment in the zone of the city that the text's dateline names ("SEOUL, Oct. 7 (KN) -"), when the moment was
 * written in UTC and so tells nothing of the outlet's own zone; else as it was given. */
struct moment timex_place_moment(struct str text, struct moment published);

#endif
