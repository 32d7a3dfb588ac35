#include "lib/mailing.h"

#include <stdlib.h>

#include "base/arena.h"
#include "render/digest.h"
#include "render/when.h"
#include "text/timex_place.h"

enum { DAY = 86400, STORIES_MOST = 2000 };

static int by_outlets(const void *a, const void *b)
{
    const struct stored_story *x = a, *y = b;
    if (x->outlets != y->outlets)
        return x->outlets > y->outlets ? -1 : 1;
    if (x->last != y->last)
        return x->last > y->last ? -1 : 1;
    return str_compare(x->id, y->id);
}

static struct moment moment_at(int64_t seconds)
{
    return (struct moment){.seconds = seconds, .is_set = true, .has_time = true, .has_zone = true};
}

static struct status read_edition(struct arena *a, struct store *store, const struct config *c, int64_t now, struct edition *out)
{
    struct stored_story *stories = NULL;
    size_t count = 0;
    struct story_choice choice = {.order = STORIES_BY_LAST, .since = now - DAY, .most = STORIES_MOST};
    struct status s = store_list_stories(store, a, &choice, &stories, &count);
    *out = (struct edition){.title = str_of(c->serve.title), .now = moment_at(now)};
    struct str address = str_of(c->serve.address);
    out->address = !address.n || address.p[address.n - 1] == '/' ? address : str_format(a, "%s/", c->serve.address);
    out->cards = arena_zero(a, (count + 1) * sizeof *out->cards);
    if (count)
        qsort(stories, count, sizeof *stories, by_outlets);
    for (size_t i = 0; i < count; i++)
        out->cards[out->card_count++] = (struct card){.id = stories[i].id, .headline = stories[i].headline, .lead = stories[i].lead,
                                                      .article_count = stories[i].articles, .outlet_count = stories[i].outlets,
                                                      .updated = moment_at(stories[i].last)};
    return s;
}

/* The moment on the clocks of the zone; UTC where none is set. */
static struct moment on_clocks(const struct config_digest *d, struct moment m)
{
    if (!d->zone || !timex_place_zone(str_of(d->zone), &m))
        m.has_zone = true;
    return m;
}

struct status mailing_compose(struct arena *a, struct store *store, const struct config *c, int64_t now, struct buf *out)
{
    const struct config_digest *d = &c->digest;
    if (!d->from || !d->to)
        return status_error(STATUS_MISUSE, "%s: [digest] wants server, from and to", c->path);
    struct edition edition;
    struct buf subject = {0};
    struct status s = read_edition(a, store, c, now, &edition);
    buf_format(&subject, "%s, ", c->serve.title);
    when_day(&subject, on_clocks(d, (struct moment){.seconds = now, .is_set = true, .has_time = true, .has_zone = true}));
    struct digest digest = {.from = str_of(d->from), .to = str_of(d->to), .subject = buf_str(&subject), .date = edition.now, .edition = &edition,
                            .most = (size_t)d->stories};
    if (is_ok(&s))
        s = render_digest(&digest, out);
    buf_free(&subject);
    return s;
}

struct deliver_mail mailing_delivery(const struct config *c, struct str message)
{
    const struct config_digest *d = &c->digest;
    return (struct deliver_mail){d->server, d->user, d->password, d->from, d->to, c->ca_file, message};
}

int64_t mailing_last_due(const struct config_digest *d, int64_t now)
{
    int32_t today = moment_day(on_clocks(d, moment_at(now)));
    for (int32_t day = today + 1;; day--) {
        struct moment m = {.seconds = (int64_t)day * DAY + d->at * 60, .is_set = true, .has_time = true};
        m = on_clocks(d, m);
        if (m.seconds <= now)
            return m.seconds;
    }
}
