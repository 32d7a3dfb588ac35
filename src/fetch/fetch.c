#include "fetch/fetch.h"

#include <stdlib.h>

#include "base/arena.h"
#include "fetch/round.h"

enum { POLL_MS = 200, PAGE_BATCH = 256 };

struct event_node {
    struct event_node *next;
    struct fetch_event event;
};

struct event_list {
    struct event_node *first, *last;
};

struct client_options fetch_client_options(const struct fetch_options *o)
{
    const struct config *c = o->config;
    return (struct client_options){
        .user_agent = o->user_agent,
        .ca_file = c->ca_file,
        .allowed = c->allowed,
        .allowed_count = c->allowed_count,
        .connections = (int)c->connections,
        .connections_per_host = (int)c->connections_per_host,
        .host_delay_ms = c->host_delay,
        .timeout_ms = c->timeout,
        .connect_timeout_ms = c->connect_timeout,
        .slow_bytes = c->slow_bytes,
        .slow_seconds = c->slow_time / 1000,
        .header_limit = (size_t)c->header_bytes,
        .redirect_limit = (int)c->redirects,
        .network = o->network,
        .ticks = o->ticks,
    };
}

struct fetch *fetch_create(const struct fetch_options *options)
{
    struct fetch *f = xcalloc(1, sizeof *f);
    const struct config *c = options->config;
    f->options = *options;
    f->config = c;
    f->store = options->store;
    f->events = xcalloc(1, sizeof *f->events);
    f->rules = (struct schedule_rules){
        .interval = c->interval / 1000,
        .longest = c->longest_wait / 1000,
        .first_back_off = c->back_off / 1000,
        .seed = (uint64_t)c->seed,
    };
    struct client_options limits = fetch_client_options(options);
    f->client = client_create(&limits);
    if (options->hop)
        client_on_hop(f->client, options->context, options->hop);
    return f;
}

static void drop_events(struct fetch *f)
{
    for (struct event_node *n = f->events->first, *next; n; n = next) {
        next = n->next;
        free(n);
    }
    *f->events = (struct event_list){0};
}

void fetch_destroy(struct fetch *f)
{
    if (!f)
        return;
    client_destroy(f->client);
    pages_forget_robots(f);
    map_free(&f->gates);
    drop_events(f);
    free(f->events);
    free(f);
}

bool round_ok(struct fetch *f, struct status s)
{
    if (!is_ok(&s) && is_ok(&f->status))
        f->status = s;
    return is_ok(&f->status);
}

bool round_begin_writing(struct fetch *f)
{
    if (is_ok(&f->status) && !f->in_transaction)
        f->in_transaction = round_ok(f, store_begin(f->store));
    return is_ok(&f->status);
}

bool round_is_stopped(const struct fetch *f)
{
    return !is_ok(&f->status) || (f->options.stop && *f->options.stop);
}

void round_event(struct fetch *f, struct fetch_event event)
{
    const char **const texts[] = {&event.url, &event.id, &event.why};
    size_t n = 0;
    for (size_t i = 0; i < 3; i++)
        n += *texts[i] ? strlen(*texts[i]) + 1 : 0;
    struct event_node *node = xmalloc(sizeof *node + n);
    char *at = (char *)(node + 1);
    for (size_t i = 0; i < 3; i++) {
        if (!*texts[i])
            continue;
        size_t length = strlen(*texts[i]) + 1;
        *texts[i] = memcpy(at, *texts[i], length);
        at += length;
    }
    *node = (struct event_node){NULL, event};
    if (f->events->last)
        f->events->last->next = node;
    else
        f->events->first = node;
    f->events->last = node;
}

/* Everything that came in since the last time becomes lasting in one transaction, and only then is it told. */
static void flush(struct fetch *f)
{
    if (f->in_transaction && is_ok(&f->status) && round_ok(f, store_commit(f->store)))
        f->in_transaction = false;
    if (f->in_transaction) {
        store_rollback(f->store);
        f->in_transaction = false;
        drop_events(f);
        return;
    }
    for (struct event_node *n = f->events->first; n; n = n->next)
        f->options.event(f->options.context, &n->event);
    drop_events(f);
}

static void run_until_idle(struct fetch *f)
{
    for (size_t left = 1; left && !round_is_stopped(f);) {
        left = client_run(f->client, f->in_transaction ? 0 : POLL_MS); /* nobody waits for the network with the store in hand */
        flush(f);
    }
    flush(f);
    if (round_is_stopped(f))
        client_drop(f->client);
}

struct turn {
    int64_t next_visit; /* 0: never seen */
    size_t index;
    bool is_gone;
};

static int by_turn(const void *a, const void *b)
{
    const struct turn *x = a, *y = b;
    if (x->next_visit != y->next_visit)
        return x->next_visit < y->next_visit ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

/* When each feed is due, the longest overdue first: a program that is ended again and again before a round is over would
 * else never reach the last ones. The caller frees it. */
static struct turn *turns(struct fetch *f)
{
    struct arena *a = arena_create();
    struct turn *turns = xcalloc(f->config->feed_count + 1, sizeof *turns);
    for (size_t i = 0; i < f->config->feed_count && is_ok(&f->status); i++) {
        struct stored_feed feed;
        struct url url;
        bool found;
        arena_reset(a);
        turns[i].index = i;
        struct status s = url_parse(a, f->config->feeds[i].url, &url);
        if (is_ok(&s) && round_ok(f, store_get_feed(f->store, a, url.text, &feed, &found)) && found)
            turns[i] = (struct turn){feed.next_visit, i, feed.is_gone};
    }
    qsort(turns, f->config->feed_count, sizeof *turns, by_turn);
    arena_destroy(a);
    return turns;
}

static void note_next_visit(struct fetch *f)
{
    struct turn *all = turns(f);
    for (size_t i = 0; i < f->config->feed_count && !f->summary.next_visit; i++)
        f->summary.next_visit = all[i].is_gone ? 0 : all[i].next_visit;
    free(all);
}

struct status fetch_round(struct fetch *f, struct fetch_summary *out)
{
    f->summary = (struct fetch_summary){.feeds = f->config->feed_count};
    f->status = status_ok();
    pages_forget_robots(f);
    struct turn *all = turns(f);
    for (size_t i = 0; i < f->config->feed_count && !round_is_stopped(f); i++)
        visit_start(f, &f->config->feeds[all[i].index]);
    free(all);
    run_until_idle(f);
    size_t left = f->config->pages ? (size_t)f->config->pages_per_round : 0;
    for (size_t started = 1; left && started && !round_is_stopped(f); left -= started) {
        pages_start(f, left < PAGE_BATCH ? left : PAGE_BATCH, &started);
        run_until_idle(f);
    }
    if (is_ok(&f->status))
        note_next_visit(f);
    client_count(f->client, &f->summary.connections, &f->summary.most_at_once);
    *out = f->summary;
    return f->status;
}

struct one {
    struct arena *arena;
    struct response *out;
};

static void one_done(void *context, const struct response *r)
{
    struct one *one = context;
    *one->out = *r;
    struct str *const texts[] = {&one->out->url,           &one->out->permanent,  &one->out->body,
                                 &one->out->content_type,  &one->out->etag,       &one->out->charset,
                                 &one->out->last_modified, &one->out->retry_after};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = str_copy(one->arena, *texts[i]);
}

struct status fetch_one(struct arena *a, const struct fetch_options *options, struct str text, size_t limit,
                        struct response *out)
{
    struct url url;
    *out = (struct response){0};
    struct status s = url_parse(a, text, &url);
    if (!is_ok(&s))
        return s;
    struct client_options limits = fetch_client_options(options);
    struct client *client = client_create(&limits);
    if (options->hop)
        client_on_hop(client, options->context, options->hop);
    struct one one = {a, out};
    client_get(client, &(struct request){.url = &url, .body_limit = limit, .context = &one, .done = one_done});
    while (client_run(client, POLL_MS) && !(options->stop && *options->stop))
        continue;
    client_destroy(client);
    if (!out->code && is_ok(&out->status))
        return status_error(STATUS_IO, "%s: interrupted", url.text.p);
    if (!is_ok(&out->status))
        return status_error(out->status.code, "%.200s: %s", url.text.p, out->status.message);
    if (out->code != 200)
        return status_error(STATUS_IO, "%.200s: the server answered %ld", url.text.p, out->code);
    return status_ok();
}
