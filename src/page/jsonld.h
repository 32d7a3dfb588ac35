/* jsonld.h - what a page's JSON-LD scripts say about the report (schema.org NewsArticle and its kin): objects, arrays and
 * @graph, nested; scripts with the common faults are mended, others skipped. Strings live in the arena, empty if absent. */
#ifndef NUTGRAF_PAGE_JSONLD_H
#define NUTGRAF_PAGE_JSONLD_H

#include "page/markup.h"

struct jsonld {
    struct str headline, publisher, author, published, modified, language, url, image, credit, body, section;
    bool is_article, is_media, is_closed; /* a paywall: isAccessibleForFree is false */
};

struct jsonld jsonld_read(struct arena *a, const struct markup *m);

#endif
