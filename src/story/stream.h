/* stream.h - stories out of a stream of articles: online, in a single pass, explainable.
 *
 * A stream owns all that is known of open and past stories: compact vectors and member lists, never the articles or
 * their analyses; of past stories as much as it is told to keep (stream_forget_closed). Each article is placed once, in about the order of publication (a few hours of disorder do no harm);
 * the same articles in the same order give the same stories, with a restart (stream_save, stream_load) anywhere between.
 * A stream belongs to one thread (the editor); analysing before it may be done by any number of threads.
 *
 * Identities: a story's id is made from its first article and never changes. A merged story's id leads to the one that
 * went on (stream_story follows it). Where a story turns out to be two,
 * the larger part keeps the id. Strings handed out live in the given arena.
 */
#ifndef NUTGRAF_STORY_STREAM_H
#define NUTGRAF_STORY_STREAM_H

#include "base/buf.h"
#include "page/place.h"
#include "story/story.h"

struct stream;

struct stream *stream_create(void);
void stream_destroy(struct stream *s); /* NULL is fine */

/* An earlier article (with its copies and versions: a change each) goes from one story to another; or, with `article`
 * empty, all that is left of a story joins another, and its id leads there from now on. */
struct story_change {
    struct str article, from, to;
};

/* Where an article went, and what it is there. Empty strings where there is nothing to say. */
struct placement {
    struct str story;      /* the story it belongs to now */
    bool is_new_story;
    struct str copy_of;    /* the article whose report it carries: syndicated, or lightly edited */
    struct str revises;    /* the article it is a later version of ("UPDATE 3", the same URL): one report, newer words */
    struct story_change *changes; /* what else it changed, in order: reports look otherwise beside a new one */
    size_t change_count;
};

/* A stream that lives for months forgets what is closed: a story's members ten days after its last report; then the newest
 * `remembered` such stories are kept as neighbours, with their first reports; the rest is gone, its articles' ids with it.
 * It places articles no differently for that. Not part of the saved state: to be said again after stream_load. */
void stream_forget_closed(struct stream *s, size_t remembered);

/* STATUS_MISUSE for an id that is already placed. */
struct status stream_add(struct stream *s, struct arena *a, const struct analysis *x, struct placement *out) MUST_CHECK;

/* Its outlet has put the article there since it was placed; only better places count. Nothing for an article not known. */
void stream_note_place(struct stream *s, struct str article, struct feed_place place);

/* Whether what the next articles share with their stories is kept for stream_explain_last; it takes time, off at first. */
void stream_keep_shared(struct stream *s, bool wanted);
/* Why the last article went where it did, for a person: scores, shared names, numbers and words, the runner-up. */
void stream_explain_last(const struct stream *s, struct buf *out);

enum topic {
    TOPIC_NONE, TOPIC_WORLD, TOPIC_POLITICS, TOPIC_BUSINESS, TOPIC_TECHNOLOGY, TOPIC_SCIENCE, TOPIC_HEALTH, TOPIC_SPORT,
    TOPIC_CULTURE, TOPIC_LOCAL, TOPIC_COUNT
};
const char *topic_name(enum topic t); /* "world", ...; "" for TOPIC_NONE */

struct story_member {
    struct str article, outlet;
    struct moment published;
    struct feed_place place; /* where its outlet put it, at its best so far */
    int32_t copy_of;    /* index into members, or NO_INDEX */
    int32_t revised_by; /* the member that carries its newer words, or NO_INDEX: such a one is not a report of its own */
};

/* A story that this one follows from or stands beside: shared principal names, places, references to its events. */
struct story_neighbour {
    struct str story;
    double weight; /* 0-1 */
    bool is_older;
};

struct story_record {
    struct str id;
    uint32_t version;             /* counts changes from 1 */
    struct story_member *members; /* by publication, then id */
    size_t member_count;
    size_t report_count;          /* members that are no earlier version of another */
    size_t independent_count;     /* ... and no copy */
    size_t outlet_count;
    struct moment first, last;    /* publication of the oldest and newest member */
    enum topic topic;
    double newsworth;             /* 0-1: how likely others take up its likeliest report; 0: what is no report (a horoscope, a ticker) */
    struct story_neighbour *neighbours; /* the nearest first, at most 8 */
    size_t neighbour_count;
};

/* False where no such story was ever placed, or its members are forgotten. Follows merges. */
bool stream_story(const struct stream *s, struct arena *a, struct str id, struct story_record *out);
/* Of a story whose members are forgotten, what is left: all but members and what is counted from them. False where nothing
 * is. Follows merges. */
bool stream_remembers(const struct stream *s, struct arena *a, struct str id, struct story_record *out);
/* The first reports of a story, also of one whose members are forgotten: none of them a copy or an earlier version of
 * another; at most `most`, the oldest first. Gives their number; what points to other members is NO_INDEX. */
size_t stream_first_reports(const struct stream *s, struct arena *a, struct str id, struct story_member *out, size_t most);
/* The ids of all stories whose members are known, in the order in which they began; merged ones are left out. */
void stream_stories(const struct stream *s, struct arena *a, struct str **ids, size_t *count);
/* The story that an article was placed in, or an empty string where it is not known (any more). */
struct str stream_story_of(const struct stream *s, struct arena *a, struct str article);

/* How much a story matters now, and what that is made of. */
enum { RANKING_GROWTH_HOURS = 6, MINORITY_AGE_HOURS = 24 };
struct ranking {
    double score;
    double outlets, growth, recency, prominence, place; /* what each adds to the score */
    size_t outlet_count, new_reports; /* what they were made from: new in the last RANKING_GROWTH_HOURS */
    double age_hours;                 /* since the newest report */
    size_t placing_outlets;           /* outlets of whose own order the story's place is known; */
    struct feed_place best;                /* the place that counts most, */
    struct str placed_by;             /* and the outlet that gave it: the record's */
};
struct ranking stream_rank(const struct story_record *story, struct moment now);
void ranking_explain(const struct ranking *r, struct buf *out); /* "5 outlets, 3 new reports in 6 hours, ..." */

/* A story of one outlet only, old enough that others could have had it; how newsworthy it is, or 0 where it is not one. */
double stream_minority(const struct story_record *story, struct moment now);
void minority_explain(const struct story_record *story, struct moment now, struct buf *out); /* nothing where it is not one */

/* The whole state as bytes, and back. Loading checks everything: damaged state is STATUS_BAD_INPUT, never a crash. */
void stream_save(const struct stream *s, struct buf *out);
struct status stream_load(struct str bytes, const char *where, struct stream **out) MUST_CHECK;

#endif
