#include "story/storyline.h"

/* Below this two stories share a subject ("the election"), not a course of events. */
static const double BACKGROUND_LEAST = 0.35;

size_t storyline_background(const struct stream *s, struct arena *a, const struct story_record *record,
                            struct story_member out[STORYLINE_MOST])
{
    size_t count = 0, stories = 0;
    for (size_t i = 0; i < record->neighbour_count && stories < STORYLINE_STORIES; i++) {
        const struct story_neighbour *n = &record->neighbours[i];
        if (!n->is_older || n->weight < BACKGROUND_LEAST)
            continue;
        size_t taken = stream_first_reports(s, a, n->story, out + count, STORYLINE_REPORTS);
        count += taken;
        stories += taken > 0;
    }
    return count;
}
