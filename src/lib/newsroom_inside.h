/* newsroom_inside.h - what the newsroom's parts share; private to newsroom*.c.
 *
 * newsroom.c holds the life of it, newsroom_place.c takes articles in, newsroom_write.c writes pages,
 * newsroom_lists.c makes snapshots, newsroom_record.c looks up stories. */
#ifndef NUTGRAF_LIB_NEWSROOM_INSIDE_H
#define NUTGRAF_LIB_NEWSROOM_INSIDE_H

#include "lib/newsroom.h"
#include "story/stream.h"

enum { NEWSROOM_BATCH = 128, NEWSROOM_PAGES = 16, NEWSROOM_REMEMBERED = 50000 /* closed stories */ };
/* What an update takes in where it goes in portions. */
enum { PORTION_ARTICLES = 1024, PORTION_PAGES = 256 };

struct newsroom {
    struct newsroom_options options;
    struct store *store;
    struct stream *stream;
    struct newsroom_figures figures;
    int64_t sequence;       /* of the last placement */
    int64_t saved_sequence; /* ... that the saved state knows of */
    int64_t promoted_last;  /* the last of the store's promotions that the stream knows of */
    int64_t unplaced_from;  /* all articles of lower numbers are placed */
    bool is_ahead;          /* the stream knows of placements that the store has not taken: its state is not to be saved */
    uint64_t snapshots;
    struct arena *arenas[NEWSROOM_BATCH]; /* one for each article or page at work */
    struct arena *scratch;                /* of the editor's own work on one batch */
};

bool newsroom_is_stopped(const struct newsroom *n);
/* Places again what the store knows beyond the stream's state. */
struct status newsroom_replay(struct newsroom *n) MUST_CHECK;
struct status newsroom_place(struct newsroom *n, int64_t now) MUST_CHECK;
struct status newsroom_write(struct newsroom *n, int64_t now) MUST_CHECK;
/* A story's record: the stream's, or what the store holds of one whose members the stream has forgotten (`is_whole` is then
 * false: of its copies only that they are is known, and how full its reports are only while the stream remembers it). */
struct status newsroom_record(struct newsroom *n, struct arena *a, struct str id, struct story_record *out, bool *found,
                              bool *is_whole) MUST_CHECK;
/* The store's row of a story follows from the stream's record; its page is then due. */
struct status newsroom_put_story(struct newsroom *n, struct str id) MUST_CHECK;

#endif
