/* body.h - which blocks of a page are the report. Method: each block of prose adds its length to all elements around it,
 * each block of links takes away; the element with the highest sum holds the report (in the spirit of maximum subsequence
 * segmentation, Pasternack and Roth, WWW 2009), helped by what classes and semantic elements say. */
#ifndef NUTGRAF_PAGE_BODY_H
#define NUTGRAF_PAGE_BODY_H

#include "page/markup.h"

struct body {
    struct str text;     /* paragraphs parted by "\n\n" */
    size_t prose;        /* bytes of running text in it */
    size_t link_blocks, blocks; /* of the whole page: how much of it is links */
};

/* `title` and `byline` as known from the metadata: their repetitions are no part of the text. */
struct body body_find(struct arena *a, const struct markup *m, struct str title, struct str byline);
/* Every block, in order. */
struct str body_whole(struct arena *a, const struct markup *m);

#endif
