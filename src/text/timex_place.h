/* timex_place.h - where a report was written or published: the calendar that its "Thursday" is of. Zones are those of
 * cities (data/timex/zones.txt). A moment that was written with an offset of its own is never moved: it tells the
 * outlet's zone itself. One in UTC tells nothing of the outlet and is read on the place's clocks; one without a zone is
 * taken to be written by the place's clocks. Thread-safe.
 */
#ifndef NUTGRAF_TEXT_TIMEX_PLACE_H
#define NUTGRAF_TEXT_TIMEX_PLACE_H

#include "base/civil.h"

/* In the zone of the city that the text's dateline names ("SEOUL, Oct. 7 (KN) -"); else as it was given. */
struct moment timex_place_moment(struct str text, struct moment published);

/* In the zone of the text's dateline, else of the country whose top-level domain the URL's host bears where that
 * country keeps one time ("https://news.example.kr/..."); else as it was given. */
struct moment timex_place_published(struct str text, struct str url, struct moment published);

/* In a zone by name: "+09:00", "UTC", "Asia/Seoul", "seoul", "New York". False for one that is not known. */
bool timex_place_zone(struct str zone, struct moment *published);

#endif
