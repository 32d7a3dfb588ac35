/* timeline_event.h - private to the timeline: is what a dated sentence tells an event, and can it be understood here?
 *
 * Not: sentences without a main verb, those whose pronoun has nothing before it to stand for, and what somebody claims of himself
 * about a past year. Too strict rather than wrong. Thread-safe.
 */
#ifndef NUTGRAF_BRIEF_TIMELINE_EVENT_H
#define NUTGRAF_BRIEF_TIMELINE_EVENT_H

#include "brief/timeline_date.h"

struct reader;

bool timeline_tells_event(const struct reader *r, const struct dating *d);

/* The term of the verb that says what happened: behind "was", "had been" the participle. 0 for a bare auxiliary. */
uint64_t timeline_main_verb(const struct reader *r, size_t token);

#endif
