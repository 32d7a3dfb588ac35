/* edition.h - what a whole site shows: its stories as cards, ranked, and the lists they appear in.
 *
 * Made by lib/site.h from stories and their briefs; everything in it lives in the caller's arena.
 */
#ifndef NUTGRAF_RENDER_EDITION_H
#define NUTGRAF_RENDER_EDITION_H

#include "render/render.h"

/* One story in a list: enough to decide whether to open it. */
struct card {
    struct str id, headline, lead; /* lead: the page's first sentence */
    struct str topic;              /* "world", ..., or empty */
    struct str why;                /* how its rank came about, in words; may be empty */
    struct moment updated;
    size_t article_count, outlet_count, independent_count;
    struct str *outlets; /* distinct, sorted; NULL: only their number is known */
};

/* A named selection of cards: an outlet, a topic, Minority Reports. */
struct list {
    struct str name;  /* "Harbour Times", "business" */
    struct str file;  /* "outlet/harbour-times.html" */
    size_t *cards;    /* indexes into edition.cards, in rank order */
    size_t card_count;
};

struct edition {
    struct str title;   /* of the site */
    struct str address; /* where it will stand, "https://news.example/", for Atom ids; may be empty */
    struct moment now;  /* when it was made */
    struct card *cards; /* in rank order: Top Headlines */
    size_t card_count;
    struct list *outlets, *topics, *minority; /* sorted by name; minority: by outlet */
    size_t outlet_count, topic_count, minority_count;
    struct list *searches; /* saved ones, of a running site: `file` is where they lead, cards they have none */
    size_t search_count;
};

enum { EDITION_TOP = 60 }; /* stories on the front page and in a feed; all others are in their lists */

/* One story as an entry of a list; `level` is its heading's element, "h2" or "h3". */
void edition_card(const struct card *card, const char *level, const struct render_options *options, struct buf *out);
void edition_index(const struct edition *edition, const struct render_options *options, struct buf *out);
void edition_feeds(const struct edition *edition, const struct render_options *options, struct buf *out);
void edition_minority(const struct edition *edition, const struct render_options *options, struct buf *out);
void edition_list(const struct edition *edition, const struct list *list, const struct render_options *options, struct buf *out);

/* Atom (RFC 4287) of the first EDITION_TOP cards of a selection; `list` NULL: Top Headlines. */
void edition_atom(const struct edition *edition, const struct list *list, struct buf *out);

#endif
