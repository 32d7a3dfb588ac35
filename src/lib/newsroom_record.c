/* Stories by their ids, also those that the stream has forgotten: the store has their articles. */
#include "base/arena.h"
#include "lib/newsroom_inside.h"

static enum topic topic_named(struct str name)
{
    for (int t = TOPIC_NONE; t < TOPIC_COUNT; t++)
        if (str_eq(name, str_of(topic_name((enum topic)t))))
            return (enum topic)t;
    return TOPIC_NONE;
}

static struct moment moment_of(int64_t seconds)
{
    return (struct moment){.seconds = seconds, .is_set = seconds != 0, .has_time = seconds != 0, .has_zone = seconds != 0};
}

/* What a copy copies is not known: the first report stands for it. */
static struct status fill(struct newsroom *n, struct arena *a, const struct stored_story *story, struct story_record *out)
{
    struct stored_member *members;
    size_t count;
    struct status s = store_story_members(n->store, a, story->id, &members, &count);
    if (!is_ok(&s))
        return s;
    out->members = arena_zero(a, (count + 1) * sizeof *out->members);
    out->member_count = count;
    for (size_t i = 0; i < count; i++)
        out->members[i] = (struct story_member){.article = members[i].article,
                                                .outlet = members[i].outlet,
                                                .published = moment_of(members[i].published),
                                                .copy_of = members[i].is_copy && i ? 0 : NO_INDEX,
                                                .revised_by = NO_INDEX};
    out->report_count = story->articles;
    out->independent_count = story->independents;
    out->outlet_count = story->outlets;
    out->first = moment_of(story->first);
    out->last = moment_of(story->last);
    return s;
}

struct status newsroom_record(struct newsroom *n, struct arena *a, struct str id, struct story_record *out, bool *found,
                              bool *is_whole)
{
    *found = *is_whole = stream_story(n->stream, a, id, out);
    if (*found)
        return status_ok();
    struct stored_story story;
    struct status s = store_get_story(n->store, a, id, &story, found);
    if (is_ok(&s) && *found && story.merged_into.n)
        s = store_get_story(n->store, a, story.merged_into, &story, found);
    if (!is_ok(&s) || !*found)
        return s;
    if (!stream_remembers(n->stream, a, story.id, out))
        *out = (struct story_record){.id = story.id, .version = story.version, .topic = topic_named(story.topic)};
    return fill(n, a, &story, out);
}
