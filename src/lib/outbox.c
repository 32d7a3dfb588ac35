#include "lib/outbox.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/json.h"
#include "lib/courier.h"
#include "lib/mailing.h"

enum { NEWS_MOST = 200 }; /* stories in one note */
/* An e-mail that could not be sent is tried again; one that is half a day late is left out. */
enum { RETRY_SECONDS = 600, LATE_SECONDS = 12 * 3600 };

static const char mark_name[] = "digest";

struct outbox {
    struct outbox_options options;
    struct courier *courier;
    json_t *news; /* for the webhook: since the last note */
    bool knows_mark;
    int64_t handled;  /* the due time of the last e-mail that needs nothing more, or is under way */
    int64_t next_try; /* seconds since 1970 */
    struct outbox_figures figures;
};

struct outbox *outbox_create(const struct outbox_options *options)
{
    struct outbox *o = xcalloc(1, sizeof *o);
    o->options = *options;
    o->courier = courier_create();
    o->news = json_array();
    return o;
}

void outbox_configure(struct outbox *o, const struct config *config)
{
    o->options.config = config;
}

void outbox_destroy(struct outbox *o)
{
    if (!o)
        return;
    courier_destroy(o->courier);
    json_decref(o->news);
    free(o);
}

static void tell(const struct outbox *o, struct status why)
{
    o->options.problem(o->options.context, &why);
}

/* --- the webhook --- */

void outbox_add(struct outbox *o, const struct newsroom_news *news)
{
    if (!o->options.config->serve.webhook || json_array_size(o->news) >= NEWS_MOST)
        return;
    json_t *story = json_object();
    json_add_str(story, "id", news->id);
    json_add_str(story, "headline", news->headline);
    json_add_str(story, "lead", news->lead);
    json_object_set_new(story, "version", json_integer(news->version));
    json_array_append_new(o->news, story);
}

void outbox_send(struct outbox *o)
{
    const struct config *c = o->options.config;
    if (!json_array_size(o->news) || !c->serve.webhook)
        return;
    struct buf text = {0};
    json_t *note = json_object();
    json_object_set(note, "stories", o->news);
    json_put(note, JSON_COMPACT, &text);
    if (!courier_note(o->courier, c->serve.webhook, c->ca_file, buf_str(&text))) {
        o->figures.notes_failed++;
        tell(o, status_error(STATUS_LIMIT, "%.100s: %d notes wait already; the one of %zu stories is left out", c->serve.webhook, COURIER_MOST,
                             json_array_size(o->news)));
    }
    buf_free(&text);
    json_array_clear(o->news);
}

/* --- the e-mail --- */

static struct status put_mark(struct outbox *o, int64_t due, const char *what)
{
    struct status s = store_begin(o->options.store);
    if (is_ok(&s))
        s = store_put_mark(o->options.store, mark_name, &(struct stored_mark){due, str_of(what)});
    if (is_ok(&s))
        s = store_commit(o->options.store);
    if (!is_ok(&s))
        store_rollback(o->options.store);
    return s;
}

/* Where there has never been one, the first is the next that falls due. */
static struct status read_mark(struct outbox *o, struct arena *a, int64_t due)
{
    struct stored_mark mark;
    bool found;
    struct status s = store_get_mark(o->options.store, a, mark_name, &mark, &found);
    if (is_ok(&s) && !found)
        s = put_mark(o, due, "none before");
    if (!is_ok(&s))
        return s;
    o->knows_mark = true;
    o->handled = !found ? due : str_eq(mark.what, STR("failed")) ? mark.at - 1 : mark.at;
    if (found && str_eq(mark.what, STR("under way")))
        tell(o, status_error(STATUS_IO, "the last e-mail was under way when nutgraf ended; as it may have arrived, it is not sent again"));
    return s;
}

static struct status send_digest(struct outbox *o, struct arena *a, int64_t due)
{
    const struct config *c = o->options.config;
    struct buf message = {0};
    struct status s = mailing_compose(a, o->options.store, c, due, &message);
    if (is_ok(&s))
        s = put_mark(o, due, "under way");
    struct deliver_mail mail = mailing_delivery(c, buf_str(&message));
    bool is_off = is_ok(&s) && courier_mail(o->courier, &mail, due);
    if (s.code == STATUS_MISUSE) { /* an address that is none: the next configuration may be better */
        tell(o, s);
        s = status_ok();
    }
    if (is_ok(&s)) {
        o->handled = is_off ? due : due - 1;
        o->next_try = is_off ? 0 : o->options.now(o->options.context) + RETRY_SECONDS;
    }
    buf_free(&message);
    return s;
}

static struct status send_what_is_due(struct outbox *o, struct arena *a)
{
    const struct config_digest *d = &o->options.config->digest;
    int64_t now = o->options.now(o->options.context), due = d->at < 0 ? 0 : mailing_last_due(d, now);
    struct status s = status_ok();
    if (d->at < 0 || now < o->next_try)
        return s;
    if (!o->knows_mark)
        s = read_mark(o, a, due);
    if (!is_ok(&s) || due <= o->handled)
        return s;
    if (now - due <= LATE_SECONDS)
        return send_digest(o, a, due);
    o->handled = due;
    tell(o, status_error(STATUS_IO, "the daily e-mail is more than %d hours late and is left out; the next one comes", LATE_SECONDS / 3600));
    return put_mark(o, due, "left out");
}

static struct status note_digest(struct outbox *o, const struct courier_result *r)
{
    o->figures.digests += is_ok(&r->status);
    o->figures.digests_failed += !is_ok(&r->status);
    if (is_ok(&r->status)) {
        o->figures.last_digest = r->ticket;
        return put_mark(o, r->ticket, "sent");
    }
    bool may_have_arrived = r->status.code != STATUS_IO;
    tell(o, status_error(r->status.code, "the daily e-mail: %.250s; %s", r->status.message, may_have_arrived ? "not tried again" : "tried again in ten minutes"));
    if (may_have_arrived)
        return put_mark(o, r->ticket, "uncertain");
    o->handled = r->ticket - 1;
    o->next_try = o->options.now(o->options.context) + RETRY_SECONDS;
    return put_mark(o, r->ticket, "failed");
}

static struct status take_results(struct outbox *o)
{
    struct status s = status_ok();
    for (struct courier_result r; is_ok(&s) && courier_result(o->courier, &r);) {
        if (r.ticket) {
            s = note_digest(o, &r);
        } else {
            *(is_ok(&r.status) ? &o->figures.notes : &o->figures.notes_failed) += 1;
            if (!is_ok(&r.status))
                tell(o, r.status);
        }
    }
    return s;
}

struct status outbox_look(struct outbox *o)
{
    struct arena *a = arena_create();
    struct status s = take_results(o);
    if (is_ok(&s))
        s = send_what_is_due(o, a);
    arena_destroy(a);
    return s;
}

void outbox_finish(struct outbox *o)
{
    courier_finish(o->courier);
    struct status s = take_results(o);
    if (!is_ok(&s))
        tell(o, s);
}

struct outbox_figures outbox_figures(const struct outbox *o)
{
    return o->figures;
}
