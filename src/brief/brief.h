/* brief.h - the content of a story page, before it has a format.
 *
 * Every unit of text carries its support: the very words of the sources that say it. Nothing is on a page that
 * brief_write has not checked (check.h). A brief lives in the arena it was made in.
 */
#ifndef NUTGRAF_BRIEF_BRIEF_H
#define NUTGRAF_BRIEF_BRIEF_H

#include "story/story.h"

struct writer;

struct support {
    int32_t source; /* index into brief.sources */
    struct span at; /* bytes of that article's text */
};

/* A heading, sentence, note or entry, with what stands behind it. */
struct unit_text {
    struct str text;
    int32_t *cites; /* indexes into brief.sources, ascending; printed + 1 */
    size_t cite_count;
    struct support *support;
    size_t support_count;
    struct str writer; /* who worded it (writer.h); empty: the program, from its sources' words */
};

struct section {
    struct unit_text heading; /* text may be empty: no heading */
    struct unit_text *sentences;
    size_t sentence_count;
};

struct source {
    const struct article *article;
    struct unit_text note;
    int32_t copy_of; /* index into sources, or NO_INDEX */
    bool is_background;
};

struct timeline_entry {
    char date[20]; /* "1974", "2025-10", "2025-10-07" */
    int32_t first_day;
    enum grain grain;
    struct unit_text what;
};

struct claim {
    struct str value; /* "18", "11 police officers" */
    struct unit_text behind;
};

struct disagreement {
    struct str what; /* "dead" */
    struct claim *claims;
    size_t claim_count;
};

/* In the order in which a page lists them. */
enum change_kind {
    CHANGE_ADDED,     /* told for the first time */
    CHANGE_REVISED,   /* told otherwise: another figure, a new turn */
    CHANGE_CONFIRMED, /* the same words, now from one more independent source */
    CHANGE_WITHDRAWN, /* its own sources, as they stand now, do not say it any more */
    CHANGE_LEFT_OUT,  /* its sources still say it; the page has made room for something else */
    CHANGE_KINDS
};

struct change {
    enum change_kind kind;
    struct unit_text unit; /* as the page says it now; no text where it is withdrawn or left out */
    struct str was;        /* as the page said it; empty where it is new */
    struct moment at;      /* when the newer page was made */
};

struct brief {
    struct str id;
    uint32_t version;
    struct unit_text headline;
    struct moment updated; /* the newest report's publication (or modification) */
    size_t article_count;  /* reports of the story itself, background not counted */
    size_t independent_count, outlet_count;
    struct section *sections;
    size_t section_count;
    struct source *sources;
    size_t source_count;
    struct timeline_entry *timeline;
    size_t timeline_count;
    struct disagreement *disagreements;
    size_t disagreement_count;
    struct change *changes;
    size_t change_count;
    struct moment since; /* `updated` of the page that the changes are told against; not set: there was none */
    size_t refused; /* units that the last check took out of the page or replaced; 0 as long as the writers ask it themselves */
    struct str language;
    const struct article **related; /* all related articles, newest first; their ids are in sources or stories linked */
    size_t related_count;
};

struct brief_options {
    struct moment now; /* the reader's clock; not set: the newest report's time */
    size_t max_sections, max_timeline; /* 0: the defaults (5, 20) */
    const struct writer *writer; /* NULL: the page stays in its sources' words */
};

struct status brief_write(struct arena *a, const struct story *story, const struct brief_options *options,
                          struct brief *out) MUST_CHECK;

#endif
