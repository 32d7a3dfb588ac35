/* story.h - reports of the same event, grouped: what the story room hands to the brief room.
 *
 * A view: it owns nothing. Reports are in order of publication (then id); the analyses must outlive it.
 */
#ifndef NUTGRAF_STORY_STORY_H
#define NUTGRAF_STORY_STORY_H

#include "text/analysis.h"

struct report {
    const struct analysis *analysis;
    int32_t copy_of;    /* index of the report that this one repeats (syndicated or lightly edited), or NO_INDEX */
    bool is_background; /* an older or neighbouring article of the storyline: for background and timeline only */
};

struct story {
    struct str id; /* stable: survives restarts and growth */
    const struct report *reports;
    size_t report_count;
    uint32_t version; /* counts changes from 1 */
};

#endif
