/* formats.h - private to the render room: one function and one file a format. */
#ifndef NUTGRAF_RENDER_FORMATS_H
#define NUTGRAF_RENDER_FORMATS_H

#include "render/render.h"

void render_text(const struct brief *brief, const struct render_options *options, struct buf *out);
void render_markdown(const struct brief *brief, const struct render_options *options, struct buf *out);
void render_html(const struct brief *brief, const struct render_options *options, struct buf *out);
void render_json(const struct brief *brief, struct buf *out);

/* How the JSON names kinds of change, by enum change_kind. */
extern const char *const json_change_kinds[CHANGE_KINDS];

/* "5 articles", "1 article". */
void render_count(struct buf *out, size_t n, const char *one, const char *many);
/* "Updated Oct 7, 2025, 14:05 UTC (5 articles)" and, where it tells more, "4 independent reports, 5 outlets". */
void render_updated(const struct brief *brief, const struct render_options *options, struct buf *out);
/* ", as of Oct 8, 2025, 11:05 UTC+1" behind a claim and its cites; nothing where the time is not known. */
void render_claim_time(const struct brief *brief, const struct claim *claim, struct buf *out);
/* A source's note, for people: a copy's names its original by number. Lasts as long as `room` and the brief. */
enum { RENDER_NOTE_ROOM = 64 };
struct str render_note(const struct source *source, char room[RENDER_NOTE_ROOM]);
/* A source's name for people: its outlet, else the host of its URL, else its title. */
struct str render_outlet(const struct article *article);

#endif
