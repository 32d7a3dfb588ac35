/* forms.h - what a story and a list go out as, beside pages: calendar, Atom entry, JSON Feed, OPML, e-mail.
 *
 * `address` is where the site stands ("https://news.example/", with the slash); empty: unknown, links are left out.
 * Text from outside is data everywhere: it cannot end a line, an element or a header. Thread-safe.
 */
#ifndef NUTGRAF_RENDER_FORMS_H
#define NUTGRAF_RENDER_FORMS_H

#include "render/edition.h"

/* The days of a story's timeline as iCalendar (RFC 5545), all-day events. Dates that are coarser than a day are no
 * events: they stand in the calendar's description (RFC 7986). False, and nothing appended, where no date is a day: a
 * calendar without an event is not allowed. */
bool form_has_calendar(const struct brief *brief);
bool render_calendar(const struct brief *brief, struct str address, struct buf *out);

/* The whole page as an Atom entry (RFC 4287), a document of its own; the same id as in the lists' feeds, so that a
 * reader that follows both sees one story. */
void render_atom_entry(const struct brief *brief, struct str address, struct buf *out);

/* JSON Feed 1.1 of the first EDITION_TOP cards of a selection; `list` NULL: Top Headlines. */
void edition_feed_json(const struct edition *edition, const struct list *list, struct buf *out);

/* OPML 2.0 of all the site's feeds. Wants edition->address: OPML knows no relative links. */
void edition_opml(const struct edition *edition, struct buf *out);

/* A page as plain HTML elements, for readers that know no style sheet: Atom content, e-mail. Citations lead to the
 * sources themselves. Without the headline. */
void render_fragment(const struct brief *brief, struct buf *out);

#endif
