/* picture.h - what people would rather look at than read, as inline SVG: no script, no request, no fixed colours.
 *
 * Each appends one <figure>, or nothing where a picture would tell nothing (a story with one article). Positions are
 * percentages of the width, so a picture fits a phone and a desk with the same size of letters. A picture is an image to
 * a screen reader, named by its <title> and <desc>; what it shows also stands in words: in the table behind it, or in
 * the list that it stands above. The size is bounded whatever the story's.
 *
 * Colours and letters are classes of assets/style.css. Thread-safe.
 */
#ifndef NUTGRAF_RENDER_PICTURE_H
#define NUTGRAF_RENDER_PICTURE_H

#include "base/buf.h"
#include "brief/brief.h"

/* When each outlet reported, who was first. Wants two articles whose times differ. */
void picture_coverage(const struct brief *brief, struct buf *out);

/* The timeline as a line; distances grow with the logarithm of the days between, so that 1974 and this week both fit.
 * A month or a year is a bar, a day a dot. Wants three entries. */
void picture_timeline(const struct brief *brief, struct buf *out);

/* For each sentence of the page, which sources say it. Wants three independent reports (of two, the citations tell as
 * much) and a fifth of the sentences in two of them or more. */
void picture_agreement(const struct brief *brief, struct buf *out);

/* The name under which a source's sentence can be linked to: "said-2-1", sections and sentences from 1. */
void picture_sentence_id(size_t section, size_t sentence, struct buf *out);

#endif
