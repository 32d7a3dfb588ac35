/* read.h - a page's JSON back into a brief: the way back of render_json. What that does not write is empty. */
#ifndef NUTGRAF_RENDER_READ_H
#define NUTGRAF_RENDER_READ_H

#include "brief/brief.h"

/* `where` names the page in messages. The articles of sources and related have all but their texts; cites and support
 * that point nowhere are left out. Everything lives in `a`. */
struct status brief_from_json(struct arena *a, struct str json, const char *where, struct brief *out) MUST_CHECK;

/* Drops support that lies outside its article's text: after texts were put in, before anything is shown. */
void brief_trim_support(struct brief *brief);

#endif
