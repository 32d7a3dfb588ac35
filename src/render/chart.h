/* chart.h - private to the render room: what the pictures share. Lengths along the page are in thousandths of its width. */
#ifndef NUTGRAF_RENDER_CHART_H
#define NUTGRAF_RENDER_CHART_H

#include "base/buf.h"
#include "base/civil.h"

enum { CHART_WIDTH = 1000 };

struct chart {
    const char *kind;  /* "coverage": class of the figure, and part of its ids */
    const char *title; /* for screen readers: what is shown */
    struct str says;   /* for screen readers: what is to be seen; escaped here */
    int height;        /* pixels */
};

void chart_begin(const struct chart *chart, struct buf *out);
void chart_end(struct buf *out); /* closes the drawing; the figure is left open for caption and table */

void chart_line(int from, int to, int y, const char *class, struct buf *out);
void chart_rise(int at, int top, int bottom, const char *class, struct buf *out); /* a vertical line */
void chart_dot(int at, int y, int radius, const char *class, struct buf *out);
void chart_bar(int from, int to, int y, int height, const char *class, struct buf *out);
/* Letters stand to the right of `at` near the left edge, to its left near the right edge, else around it. */
void chart_label(int at, int y, const char *class, struct str text, struct buf *out);
/* Whether a label at `at` keeps clear of what was drawn up to *end in its row, on a phone, too; moves *end behind it. */
bool chart_label_fits(int at, int *end);

/* At most `most` characters, and "…" where more were left out. */
void chart_short(struct str text, size_t most, struct buf *out);

/* "2 hours", "3 days": a length of time in the largest unit that gives at least two, rounded down. */
void chart_duration(int64_t seconds, struct buf *out);

/* Moments on an axis, marked at round times. */
struct axis {
    int64_t begin, end; /* seconds; begin < end */
};
int axis_place(const struct axis *axis, int64_t seconds);
void axis_draw(const struct axis *axis, int y, struct buf *out);

#endif
