/* when.h - dates and times as people write them. English; "Oct 7, 2025". */
#ifndef NUTGRAF_RENDER_WHEN_H
#define NUTGRAF_RENDER_WHEN_H

#include "base/buf.h"
#include "base/civil.h"

void when_day(struct buf *out, struct moment m);  /* "Oct 7, 2025"; nothing when not set */
void when_time(struct buf *out, struct moment m); /* "Oct 7, 2025, 14:05 UTC+2"; the day alone when only it is known */
void when_ago(struct buf *out, struct moment m, struct moment now); /* "2 hours ago"; nothing when it cannot be said */
/* A timeline's date at its own granularity: "1974" as it is, "2025-10" -> "Oct 2025", "2025-10-07" -> "Oct 7, 2025". */
void when_date(struct buf *out, struct str iso);

#endif
