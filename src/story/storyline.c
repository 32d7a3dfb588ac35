#include "story/storyline.h"

/* Below this two stories share a subject ("the election"), not a course of events. */
static const double BACKGROUND_LEAST = 0.35;

size_t storyline_background(const struct stream *s, struct arena *a, const struct story_record *record,
                            struct story_member out[STORYLINE_MOST])
{
    size_t count = 0, stories = 0;
    for (size_t i = 0; i < record->neighbour_count && stories < STORYLINE_STORIES; i++) {
        const struct story_neighbour *n = &record->neighbours[i];
        struct story_record older;
        if (!n->is_older || n->weight < BACKGROUND_LEAST || !stream_story(s, a, n->story, &older))
            continue;
        size_t taken = 0;
        for (size_t k = 0; k < older.member_count && taken < STORYLINE_REPORTS; k++) {
            if (older.members[k].copy_of != NO_INDEX || older.members[k].revised_by != NO_INDEX)
                continue;
            out[count++] = older.members[k];
            taken++;
        }
        stories++;
    }
    return count;
}
