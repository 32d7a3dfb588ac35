/* stories.h - what lasts of the editor's work: where each article was placed, the stories, every version of their pages,
 * the stream's own state, names, and saved searches.
 *
 * Placements are numbered in the order in which they were made. The state of the stream is kept together with the number
 * of the last placement it knows of; placements behind it are made again from the same articles in the same order, so
 * that a crash between two saves loses nothing. All of it is written by the one writer, in its transactions.
 */
#ifndef NUTGRAF_STORE_STORIES_H
#define NUTGRAF_STORE_STORIES_H

#include "base/buf.h"
#include "store/store.h"

/* --- placements --- */

struct stored_placement {
    int64_t number; /* of the article, in order of arrival */
    struct str story;
    int64_t sequence; /* from 1 */
    uint32_t revision;
    bool is_copy; /* it carries another's report, or is an earlier version of one */
};

struct placed_article {
    struct stored_article stored;
    int64_t number;
    struct stored_placement placement; /* story empty where there is none yet */
};

struct placement_reader {
    void *context;
    struct arena *(*arena)(void *context); /* memory for the next article */
    bool (*article)(void *context, const struct placed_article *article); /* false: stop */
};

/* The number of the first article without a place that is not below `from`; one more than the last where there is none. */
struct status store_first_unplaced(struct store *s, int64_t from, int64_t *number) MUST_CHECK;
/* Articles without a place, oldest arrival first, from a number on, at most `most`. Those whose page is still to be fetched wait for it
 * until an hour has passed. */
struct status store_each_unplaced(struct store *s, int64_t from, int64_t now, size_t most,
                                  const struct placement_reader *reader) MUST_CHECK;
/* Placed articles behind a sequence number, in the order in which they were placed, with the words they had then. */
struct status store_each_placed(struct store *s, int64_t after, const struct placement_reader *reader) MUST_CHECK;
/* Placed articles whose newest words are not those that are searched, at most `most`. */
struct status store_each_revised(struct store *s, size_t most, const struct placement_reader *reader) MUST_CHECK;

/* Articles that their outlets have put higher since they came, behind a number, in the order of the numbers; the newest
 * place of each. *last: the highest number there is. */
struct promoted_article {
    struct str id;
    struct feed_place place;
};
struct status store_each_promoted(struct store *s, struct arena *a, int64_t after, struct promoted_article **out, size_t *count,
                                  int64_t *last) MUST_CHECK;
struct status store_forget_promoted(struct store *s, int64_t last) MUST_CHECK; /* up to that number */

/* Records the place and makes the article findable. */
struct status store_put_placement(struct store *s, const struct stored_placement *p, const struct article *a) MUST_CHECK;
/* It belongs to another story from now on. */
struct status store_move_placement(struct store *s, struct str article, struct str story) MUST_CHECK;
/* The newest words are searched from now on. */
struct status store_put_revised(struct store *s, int64_t number, uint32_t revision) MUST_CHECK;
struct status store_last_sequence(struct store *s, int64_t *out) MUST_CHECK;

/* One wording of one article. */
struct status store_get_revision(struct store *s, struct arena *a, struct str id, uint32_t revision,
                                 struct stored_article *out, bool *found) MUST_CHECK;

/* --- stories --- */

struct stored_story {
    struct str id;
    struct str merged_into; /* the story that went on, or empty */
    uint32_t version;       /* of its page; 0: none yet */
    struct str headline, lead, topic;
    int64_t first, last;    /* publication of its oldest and newest report */
    int64_t changed;        /* when its page last changed */
    size_t articles, outlets, independents;
    struct str outlet;      /* the outlet that reported it first */
    struct str neighbours;  /* ids of stories beside it, the nearest first, one a line */
};

/* Everything but headline, lead and version, which come with a page; says that the page is to be written. */
struct status store_put_story(struct store *s, const struct stored_story *story) MUST_CHECK;
struct status store_merge_story(struct store *s, struct str id, struct str into) MUST_CHECK;
/* A story that had merged is one of its own again; nothing changes for one that had not, or is not there yet. */
struct status store_revive_story(struct store *s, struct str id) MUST_CHECK;
struct status store_mark_due(struct store *s, struct str id) MUST_CHECK;
struct status store_get_story(struct store *s, struct arena *a, struct str id, struct stored_story *out, bool *found) MUST_CHECK;
/* Those whose newest report is the newest come first. */
struct status store_due_stories(struct store *s, struct arena *a, size_t most, struct str **ids, size_t *count) MUST_CHECK;
struct status store_clear_due(struct store *s, struct str id) MUST_CHECK; /* written, and nothing new to tell */

/* One article of a story, as it was placed. */
struct stored_member {
    struct str article, outlet;
    int64_t published; /* 0: unknown */
    bool is_copy;
};
/* In order of publication, then id. */
struct status store_story_members(struct store *s, struct arena *a, struct str story, struct stored_member **out,
                                  size_t *count) MUST_CHECK;

enum story_order {
    STORIES_BY_LAST,   /* newest report first */
    STORIES_BY_OUTLET, /* those with a report of one outlet, newest first */
    STORIES_BY_NAME,   /* those with an article that names one name, newest first */
};
struct story_choice {
    enum story_order order;
    struct str value;    /* outlet or name */
    int kind;            /* of the name, enum name_kind */
    int64_t since;       /* last report not before */
    size_t skip, most;
};
struct status store_list_stories(struct store *s, struct arena *a, const struct story_choice *choice,
                                 struct stored_story **out, size_t *count) MUST_CHECK;

/* The outlets that report a story, sorted. */
struct status store_story_outlets(struct store *s, struct arena *a, struct str story, struct str **out, size_t *count) MUST_CHECK;

/* --- versions of pages --- */

struct stored_version {
    uint32_t version;
    int64_t made;
    struct str headline;
    struct str page;      /* page JSON (docs/FORMATS.md) */
    struct str revisions; /* of the articles behind its sources, in their order: "1 3 1" */
    struct str lead, said; /* for lists and for search; written, not read back */
};
struct status store_put_version(struct store *s, struct str story, const struct stored_version *v) MUST_CHECK;
/* `version` 0: the newest. */
struct status store_get_version(struct store *s, struct arena *a, struct str story, uint32_t version,
                                struct stored_version *out, bool *found) MUST_CHECK;
/* Number, time and headline of all versions, newest first, at most 200. */
struct status store_list_versions(struct store *s, struct arena *a, struct str story, struct stored_version **out,
                                  size_t *count) MUST_CHECK;

/* --- the stream's state --- */

struct status store_put_state(struct store *s, int64_t sequence, struct str bytes) MUST_CHECK;
struct status store_get_state(struct store *s, struct buf *out, int64_t *sequence, bool *found) MUST_CHECK;

/* --- marks: what a part of the program wants to know after a restart --- */

struct stored_mark {
    int64_t at;
    struct str what;
};
struct status store_put_mark(struct store *s, const char *name, const struct stored_mark *mark) MUST_CHECK;
struct status store_get_mark(struct store *s, struct arena *a, const char *name, struct stored_mark *out, bool *found) MUST_CHECK;

/* --- who and where --- */

struct stored_name {
    int kind; /* enum name_kind */
    struct str name;
    size_t articles;
};
struct status store_put_name(struct store *s, int64_t article, int64_t published, int kind, struct str name) MUST_CHECK;
/* The names in articles published since, by how many articles name them. */
struct status store_top_names(struct store *s, struct arena *a, int kind, int64_t since, size_t most,
                              struct stored_name **out, size_t *count) MUST_CHECK;

/* --- outlets --- */

struct outlet_figures {
    size_t articles, stories, alone, first; /* stories it alone reports; stories of several outlets that it had first */
};
struct status store_get_outlet(struct store *s, struct str outlet, struct outlet_figures *out) MUST_CHECK;

/* --- saved searches --- */

struct saved_search {
    struct str name, query;
};
struct status store_put_search(struct store *s, struct str name, struct str query, int64_t now) MUST_CHECK;
struct status store_drop_search(struct store *s, struct str name, bool *found) MUST_CHECK;
struct status store_list_searches(struct store *s, struct arena *a, struct saved_search **out, size_t *count) MUST_CHECK;

/* --- counts for health and metrics --- */

struct store_counts {
    size_t articles, placed, stories, versions, feeds, feeds_failing;
    size_t feeds_lost; /* gone, or failed three times in a row */
};
struct status store_count(struct store *s, struct store_counts *out) MUST_CHECK;

#endif
