/* changed.h - private to the render room: how all formats tell what changed on a page (brief.changes). Thread-safe. */
#ifndef NUTGRAF_RENDER_CHANGED_H
#define NUTGRAF_RENDER_CHANGED_H

#include "base/buf.h"
#include "brief/brief.h"

/* "New", "Revised", "Confirmed by more", "Withdrawn", "No longer told here". Lives for ever. */
const char *changed_label(enum change_kind kind);

/* "New since Oct 7, 2025, 14:05 UTC"; "Changed since ..." where nothing was added. */
void changed_title(const struct brief *brief, struct buf *out);

/* "3 new, 1 revised". */
void changed_counts(const struct brief *brief, struct buf *out);

/* Is the unit one of those that were added? */
bool changed_is_new(const struct brief *brief, const struct unit_text *unit);

/* `now` as HTML, with what differs from `was` by words: <del> for words that went, <ins> for words that came. */
void changed_words(struct str was, struct str now, struct buf *out);

#endif
