/* site.h - a static site from articles: grouped into stories, a page for each in every format, and the lists.
 *
 * Files below the directory: index.html, feeds.html, minority.html, feed.atom, feed.json, style.css, and
 * feeds.opml where the address is known; story/ID.html, .md, .json, .atom, and .ics where the timeline has days;
 * outlet/, topic/ and minority/ NAME.html, .atom and .json. The same articles give the same bytes with any number of threads.
 */
#ifndef NUTGRAF_LIB_SITE_H
#define NUTGRAF_LIB_SITE_H

#include "base/civil.h"
#include "lib/input.h"

struct writer;

struct site_options {
    struct moment now;  /* not set: the newest article's time */
    struct str title;   /* empty: "nutgraf" */
    struct str address; /* where it will stand; may be empty */
    const struct writer *writer; /* words the pages, too (brief/writer.h); may be NULL */
    unsigned threads;
    struct buf *first;  /* receives the page of the first story as text; may be NULL */
    int width;          /* of that text */
    bool colour;
    void *context;
    void (*problem)(void *context, const struct status *why);
    void (*progress)(void *context, const char *what, size_t done, size_t total); /* may be NULL */
};

struct site_summary {
    size_t articles, stories, pages;
};

/* Fails only where the directory cannot be written. */
struct status site_write(const struct input *in, const char *directory, const struct site_options *options,
                         struct site_summary *out) MUST_CHECK;

#endif
