/* stream_state.h - what a stream is made of; private to the story room.
 *
 * Articles and plots (a plot is a story as the stream knows it) are numbered in the order they came. A plot is open while
 * reports may join it; then its sketches are dropped, and what is left of it goes step by step (forget.c). Numbers of what
 * is gone are closed up now and then, in order: nothing may depend on a number but on which of two is the lower. The
 * indexes follow from the rest and are not saved.
 */
#ifndef NUTGRAF_STORY_STREAM_STATE_H
#define NUTGRAF_STORY_STREAM_STATE_H

#include "base/arena.h"
#include "story/model.h"
#include "story/newsworth.h"
#include "story/stream.h"
#include "story/topics.h"

enum {
    STREAM_WINDOW_DAYS = 5,      /* a plot is open for so long after its last report, and longer when it grew: */
    STREAM_WINDOW_MORE_DAYS = 3, /* a day more for every two reports behind the first */
    STREAM_RECORD_DAYS = 10,     /* so long after its last report a stream that forgets still knows its members */
    STREAM_SKETCH_DAYS = 8,      /* so old are the reports of a long story that copies and versions are looked for among */
    STREAM_FIRST_REPORTS = 2,    /* what stays of a closed story's members when it is only remembered */
    STREAM_OPEN_MAX = 100000,    /* plots open at once; beyond, the ones longest silent close */
    STREAM_VOICES_MAX = 12,      /* reports of a plot that newcomers are compared with */
    STREAM_CLOCK_READINGS = 9,
    PROFILE_TERMS = 16,
    POSTINGS_BUDGET = 4096,      /* postings looked at for one article */
    CANDIDATES_MAX = 24,         /* articles that candidate plots are taken from */
    PLOTS_MAX = 8,              /* plots scored */
    NEIGHBOURS_MAX = 8,
    SHARED_MAX = 20,             /* shared names, figures and words kept for an explanation */
    SHARED_TEXT = 48,
    CROWD_AMONG = 12,            /* enough that likeness is not taken for scarce, where reports are compared for their stories */
    STREAM_TEXT_LIMIT = 4096,    /* bytes of an id or an outlet's name */
};

struct placed {
    struct moment published;
    uint64_t url;    /* hash, 0: none */
    uint32_t id_at, id_length; /* in stream.strings */
    uint32_t outlet; /* index into outlets */
    uint32_t plot; /* UINT32_MAX: it is forgotten */
    int32_t copy_of, revised_by; /* articles of the same plot, or NO_INDEX */
    struct feed_place place;
    struct sketch *sketch;       /* while the plot is open, and it is a voice or not old */
};

enum plot_stage {
    PLOT_RESTS,      /* closed: its members and its profile are known */
    PLOT_OPEN,
    PLOT_REMEMBERED, /* its first reports and its profile are */
    PLOT_MERGED,     /* its id leads to the story it is part of */
    PLOT_FORGOTTEN   /* its number is still to be closed up */
};

struct plot {
    uint64_t id;
    uint32_t version, merged_into; /* its own number, if it was not merged */
    enum plot_stage stage;
    uint32_t *members; /* articles, in order of arrival */
    uint32_t member_count, member_capacity;
    uint32_t voices[STREAM_VOICES_MAX]; /* articles, in order of arrival */
    uint8_t voice_count, profile_count;
    int64_t active; /* when it was last added to, by the stream's clock */
    int64_t began;  /* publication of its first report */
    float topics[TOPIC_COUNT], newsworth;
    struct weight profile[PROFILE_TERMS]; /* the rarest names and words it turns on, tf-idf, by term */
};

struct outlet_name {
    uint32_t at, length; /* in stream.strings */
};

struct plot_list {
    uint32_t *items;
    size_t count, capacity;
};

enum joined_by { JOINED_NEW, JOINED_REVISION, JOINED_COPY, JOINED_SCORE };
enum shared_kind { SHARED_NAME, SHARED_NUMBER, SHARED_WORD };

struct candidate {
    uint32_t plot, likest; /* likest: the article in it that is most like the newcomer */
    double most, mean; /* how likely its likest report and all its reports tell of the same event */
    double features[PAIR_FEATURE_COUNT]; /* of the likest */
};

struct shared_text {
    enum shared_kind kind;
    float weight;
    uint8_t length;
    char text[SHARED_TEXT];
};

/* An article that went to another story, or all of a story (article UINT32_MAX) that has become part of another. */
struct move {
    uint32_t article, from, to;
};

struct explanation {
    uint32_t article;
    enum joined_by by;
    double overlap; /* of a copy: share of the shorter text */
    struct candidate best, second; /* plot UINT32_MAX: there was none */
    struct shared_text shared[SHARED_MAX];
    size_t shared_count;
};

struct stream {
    struct background background;
    struct buf strings; /* ids and outlets' names */
    struct placed *articles;
    size_t article_count, article_capacity;
    struct plot *plots;
    size_t plot_count, plot_capacity;
    struct outlet_name *outlets;
    size_t outlet_count, outlet_capacity;
    int64_t readings[STREAM_CLOCK_READINGS]; /* publication times of the last articles, in a ring */
    size_t reading_count;
    int64_t clock, swept;
    size_t open_count;
    /* follow from the above */
    struct map by_id, by_plot_id, by_outlet;
    struct postings by_key, by_shingle, by_profile, by_url;
    struct plot_list open;    /* in order of beginning; closed ones stay listed until the next sweep */
    struct plot_list resting; /* in any order */
    size_t remembered_count, articles_gone, plots_gone;
    /* work space */
    struct sketcher sketcher;
    struct tally tally;
    struct link compared[PLOTS_MAX * STREAM_VOICES_MAX]; /* the newcomer with each voice of its candidates */
    size_t compared_count;
    struct move *moves; /* that the last article brought about */
    size_t move_count, move_capacity;
    struct explanation last;
    bool keeps_shared;
    bool forgets;
    size_t remembered_most;
    struct buf about_why; /* topic and newsworth of the last article, where shared things are kept */
};

/* stream.c */
struct str stream_article_id(const struct stream *s, uint32_t article);
struct str stream_plot_name(struct arena *a, const struct plot *p);
uint32_t stream_outlet(struct stream *s, struct str name);
uint32_t stream_plot_of(const struct stream *s, uint32_t plot); /* follows merges */
struct str stream_outlet_name(const struct stream *s, uint32_t outlet);

/* copies.c: an earlier article whose text the newcomer carries, or UINT32_MAX. */
uint32_t copies_find(struct stream *s, const struct sketch *x, double *overlap);
/* ... or that it is a later version of: the same address, the same outlet's text (`copied`, or UINT32_MAX), or the same
 * outlet's report in one of the candidates, by title, body and the title's label. Gives the newest version. */
uint32_t copies_find_revised(struct stream *s, const struct sketch *x, uint64_t url, uint32_t copied,
                             const struct candidate *candidates, size_t count);

/* candidates.c: the likeliest plots, best first. Gives their number. */
size_t candidates_find(struct stream *s, struct sketch *x, struct candidate out[PLOTS_MAX]);

/* links.c: what was compared becomes links of both sides, and each knows how like the likest is. */
static const float LINK_LEAST = 0.05f; /* less likely tells nothing */
static const float LINK_NEAR = 0.1f;  /* so likely, the stories of both are looked at */
void links_add(struct stream *s, uint32_t article);
/* How likely both tell of the same event, by all that has come so far; no link of `article` may be dead. */
float link_likely(const struct stream *s, uint32_t article, const struct link *l);
bool link_is_dead(const struct stream *s, const struct link *l);
bool link_is_sensible(const struct link *l); /* numbers that a comparison can give */
void links_renumber(struct sketch *k, const uint32_t *numbers); /* UINT32_MAX: gone */

/* settle.c: finds the newcomer's story, joins it, and moves what belongs elsewhere since. Gives its plot. */
uint32_t settle(struct stream *s, uint32_t article);

/* plots.c */
uint32_t plot_begin(struct stream *s, uint64_t wanted_id);
void plot_join(struct stream *s, uint32_t plot, uint32_t article);
void plot_merge(struct stream *s, uint32_t into, uint32_t from);
/* For a part of a plot; gives back its id to a story that had merged into it. */
uint32_t plot_begin_part(struct stream *s, uint32_t plot, uint64_t wanted_id);
/* A report with its copies and earlier versions goes to another plot; what it leaves may be without a voice. */
void plot_move(struct stream *s, uint32_t article, uint32_t to);
void plot_note_move(struct stream *s, uint32_t article, uint32_t from, uint32_t to);
void plot_index_article(struct stream *s, uint32_t article); /* shingles and URL of one with a sketch; after loading */
void plot_index_voice(struct stream *s, uint32_t article);
void plot_index_profile(struct stream *s, uint32_t plot);
void plots_list(struct plot_list *l, uint32_t plot);
void plots_tell_time(struct stream *s, struct moment published); /* and closes what has been silent too long */
void plot_unindex_profile(struct stream *s, uint32_t plot);
void plot_drop_sketch(struct stream *s, uint32_t article); /* of one that is no voice, or no longer */

/* forget.c: what is closed leaves the stream. Numbers are other ones afterwards. */
void forget_old(struct stream *s);
size_t forget_choose_first(const struct stream *s, const struct plot *p, uint32_t out[STREAM_FIRST_REPORTS]);

/* The numbers that articles, plots and outlets would have if none were gone; UINT32_MAX for what is. */
struct numbering {
    uint32_t *articles, *plots, *outlets;
    uint32_t article_count, plot_count, outlet_count;
    uint32_t *outlets_in_order; /* new number -> old */
};
void numbering_make(const struct stream *s, struct numbering *out);
void numbering_free(struct numbering *n);

/* explain.c: the names, figures and words that x shares with article m. */
void explain_shared(struct explanation *e, const struct analysis *x, const struct sketch *sx, const struct sketch *sm);

#endif
