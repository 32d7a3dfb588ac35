/* html_story.h - private to the render room: the parts of a story page that stand in files of their own. */
#ifndef NUTGRAF_RENDER_HTML_STORY_H
#define NUTGRAF_RENDER_HTML_STORY_H

#include "render/render.h"

void story_cites(const struct brief *brief, const struct unit_text *unit, struct buf *out);
void story_sources(const struct brief *brief, struct buf *out);
void story_related(const struct brief *brief, struct buf *out);
/* The article's picture with its credit, where the site shows pictures and it has one. */
bool story_picture(const struct article *article, const struct render_options *options, struct buf *out);
/* Where else the page is to be had. */
void story_forms(const struct brief *brief, struct buf *out);

#endif
