#include "serve/image.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"
#include "fetch/client.h"
#include "serve/image_gate.h"
#include "serve/image_kind.h"

enum { POLL_MS = 50 };

enum entry_state { ENTRY_FREE, ENTRY_QUEUED, ENTRY_UNDER_WAY, ENTRY_READY, ENTRY_FAILED };

struct entry {
    enum entry_state state;
    uint64_t hash;
    char *url;
    size_t url_n;
    char *hop; /* what is asked at the moment: the URL, or where a redirect led */
    int hops;
    struct buf body;
    const char *type;
    int64_t made, used; /* ticks */
    struct MHD_Connection **waiters;
    size_t waiter_count, waiter_capacity;
    struct images *owner;
};

struct images {
    struct image_options options;
    struct client *client; /* the thread's */
    struct gates *gates;
    pthread_t thread;
    pthread_mutex_t lock; /* of all below */
    pthread_cond_t work;
    bool is_stopping, is_joined;
    size_t bytes, waiting, queued;
    struct image_figures figures;
    struct entry entries[IMAGE_KEPT];
};

/* --- the entries, under the lock --- */

static void clear(struct images *m, struct entry *e)
{
    m->bytes -= e->body.n;
    buf_free(&e->body);
    free(e->url);
    free(e->hop);
    free(e->waiters);
    *e = (struct entry){.owner = m};
}

static bool is_waited_for(const struct entry *e)
{
    return e->state == ENTRY_QUEUED || e->state == ENTRY_UNDER_WAY;
}

static struct entry *find(struct images *m, struct str url)
{
    uint64_t hash = str_hash(url);
    for (size_t i = 0; i < IMAGE_KEPT; i++) {
        struct entry *e = &m->entries[i];
        if (e->state == ENTRY_FREE || e->hash != hash || !str_eq((struct str){e->url, e->url_n}, url))
            continue;
        int64_t age = m->options.ticks() - e->made;
        bool is_old = !is_waited_for(e) && age > (e->state == ENTRY_FAILED ? IMAGE_RETRY_MS : IMAGE_FRESH_MS);
        if (is_old)
            clear(m, e);
        return is_old ? NULL : e;
    }
    return NULL;
}

/* The entry that was asked for the longest ago, of those that nobody waits for; NULL when there is none. */
static struct entry *oldest(struct images *m, bool with_body)
{
    struct entry *best = NULL;
    for (size_t i = 0; i < IMAGE_KEPT; i++) {
        struct entry *e = &m->entries[i];
        if (e->state == ENTRY_FREE && !with_body)
            return e;
        if (e->state != ENTRY_FREE && !is_waited_for(e) && (!with_body || e->body.n) && (!best || e->used < best->used))
            best = e;
    }
    return best;
}

static struct entry *add(struct images *m, struct str url)
{
    struct entry *e = m->waiting < IMAGE_WAITING ? oldest(m, false) : NULL;
    if (!e) {
        m->figures.turned_away++;
        return NULL;
    }
    clear(m, e);
    e->state = ENTRY_QUEUED;
    e->hash = str_hash(url);
    e->url = xmalloc(url.n + 1);
    memcpy(e->url, url.p, url.n);
    e->url[url.n] = '\0';
    e->url_n = url.n;
    m->waiting++;
    m->queued++;
    pthread_cond_signal(&m->work);
    return e;
}

/* The end of waiting: everyone who waits asks again. */
static void settle(struct images *m, struct entry *e, enum entry_state state)
{
    m->waiting--;
    m->queued -= e->state == ENTRY_QUEUED;
    e->state = state;
    e->made = e->used = m->options.ticks();
    for (size_t i = 0; i < e->waiter_count; i++)
        MHD_resume_connection(e->waiters[i]);
    free(e->waiters);
    e->waiters = NULL;
    e->waiter_count = e->waiter_capacity = 0;
}

enum image_state images_get(struct images *m, struct str url, struct buf *out, const char **type)
{
    pthread_mutex_lock(&m->lock);
    struct entry *e = find(m, url);
    enum image_state state = !e || is_waited_for(e) ? IMAGE_UNKNOWN : e->state == ENTRY_READY ? IMAGE_READY : IMAGE_FAILED;
    if (state == IMAGE_READY) {
        buf_add(out, buf_str(&e->body));
        *type = e->type;
        e->used = m->options.ticks();
    }
    pthread_mutex_unlock(&m->lock);
    return state;
}

bool images_wait(struct images *m, struct str url, struct MHD_Connection *who)
{
    pthread_mutex_lock(&m->lock);
    struct entry *e = m->is_stopping ? NULL : find(m, url);
    if (!e && !m->is_stopping)
        e = add(m, url);
    if (e) {
        MHD_suspend_connection(who);
        if (!is_waited_for(e)) { /* it came in just now */
            MHD_resume_connection(who);
        } else {
            if (e->waiter_count == e->waiter_capacity) {
                e->waiter_capacity = e->waiter_capacity ? e->waiter_capacity * 2 : 4;
                e->waiters = xrealloc(e->waiters, e->waiter_capacity * sizeof(struct MHD_Connection *));
            }
            e->waiters[e->waiter_count++] = who;
        }
    }
    pthread_mutex_unlock(&m->lock);
    return e != NULL;
}

struct image_figures images_figures(struct images *m)
{
    pthread_mutex_lock(&m->lock);
    struct image_figures now = m->figures;
    now.bytes = m->bytes;
    now.waiting = m->waiting;
    pthread_mutex_unlock(&m->lock);
    return now;
}

/* --- the thread that fetches --- */

static void keep(struct images *m, struct entry *e, struct str body, const char *type)
{
    for (struct entry *old; m->bytes + body.n > IMAGE_KEPT_BYTES && (old = oldest(m, true));)
        clear(m, old);
    buf_add(&e->body, body);
    m->bytes += body.n;
    e->type = type;
}

static struct status judge(const struct response *r, const char **type)
{
    if (!is_ok(&r->status))
        return r->status;
    if (r->code != 200)
        return status_error(STATUS_IO, "the server answered %ld", r->code);
    struct image_kind kind;
    struct status s = image_kind_read(r->body, &kind);
    *type = kind.type;
    return s;
}

static void fail(struct images *m, struct entry *e, const struct status *why)
{
    struct arena *a = arena_create();
    struct str url = url_redact(a, (struct str){e->url, e->url_n});
    struct status s = status_error(why->code, "image %.200s: %s", url.p, why->message);
    m->options.problem(m->options.context, &s);
    arena_destroy(a);
}

static void finish(struct entry *e, const struct response *r)
{
    struct images *m = e->owner;
    const char *type = NULL;
    struct status s = judge(r, &type);
    if (!is_ok(&s))
        fail(m, e, &s);
    pthread_mutex_lock(&m->lock);
    if (is_ok(&s))
        keep(m, e, r->body, type);
    *(is_ok(&s) ? &m->figures.fetched : &m->figures.failed) += 1;
    settle(m, e, is_ok(&s) ? ENTRY_READY : ENTRY_FAILED);
    pthread_mutex_unlock(&m->lock);
}

static void approach(struct entry *e);

static void on_done(void *context, const struct response *r)
{
    struct entry *e = context;
    if (is_ok(&r->status) && r->moved.n && e->hops < IMAGE_REDIRECTS) {
        char *next = xmalloc(r->moved.n + 1);
        memcpy(next, r->moved.p, r->moved.n);
        next[r->moved.n] = '\0';
        free(e->hop);
        e->hop = next;
        e->hops++;
        approach(e); /* perhaps another site: its robots.txt counts */
    } else if (is_ok(&r->status) && r->moved.n) {
        finish(e, &(struct response){.status = status_error(STATUS_LIMIT, "more than %d redirects", IMAGE_REDIRECTS)});
    } else {
        finish(e, r);
    }
}

static void on_leave(void *context, bool is_allowed)
{
    struct entry *e = context;
    struct arena *a = arena_create();
    struct url url;
    struct status s = url_parse(a, str_of(e->hop), &url);
    if (is_ok(&s) && !is_allowed)
        s = status_error(STATUS_UNSUPPORTED, "the site's robots.txt forbids it, or cannot be had");
    if (is_ok(&s))
        client_get(e->owner->client, &(struct request){.url = &url, .accept = STR("image/avif,image/webp,image/png,image/jpeg,image/gif"),
                                                       .body_limit = IMAGE_BYTE_LIMIT, .returns_redirects = true, .context = e, .done = on_done});
    else
        finish(e, &(struct response){.status = s});
    arena_destroy(a);
}

static void approach(struct entry *e)
{
    struct arena *a = arena_create();
    struct url url;
    struct status s = url_parse(a, str_of(e->hop), &url);
    if (is_ok(&s))
        gates_ask(e->owner->gates, &url, e, on_leave);
    else
        finish(e, &(struct response){.status = s});
    arena_destroy(a);
}

/* An entry that is waited for stays where it is, also without the lock. */
static void start(struct images *m, struct entry *e)
{
    pthread_mutex_lock(&m->lock);
    m->queued--;
    e->state = ENTRY_UNDER_WAY;
    e->hop = xstrdup(e->url);
    pthread_mutex_unlock(&m->lock);
    approach(e);
}

static struct entry *next_queued(struct images *m, bool may_wait)
{
    struct entry *e = NULL;
    pthread_mutex_lock(&m->lock);
    while (may_wait && !m->queued && !m->is_stopping)
        pthread_cond_wait(&m->work, &m->lock);
    for (size_t i = 0; i < IMAGE_KEPT && m->queued && !m->is_stopping && !e; i++)
        if (m->entries[i].state == ENTRY_QUEUED)
            e = &m->entries[i];
    pthread_mutex_unlock(&m->lock);
    return e;
}

static bool is_stopping(struct images *m)
{
    pthread_mutex_lock(&m->lock);
    bool stops = m->is_stopping;
    pthread_mutex_unlock(&m->lock);
    return stops;
}

static void *work(void *context)
{
    struct images *m = context;
    for (size_t left = 0; !is_stopping(m);) {
        for (struct entry *e = next_queued(m, left == 0); e; e = next_queued(m, false))
            start(m, e);
        left = client_run(m->client, POLL_MS);
    }
    client_drop(m->client);
    return NULL;
}

struct images *images_create(const struct image_options *options)
{
    struct images *m = xcalloc(1, sizeof *m);
    struct client_options client = *options->client;
    client.connections = 8;
    client.connections_per_host = 2;
    client.host_delay_ms = 0;
    client.timeout_ms = IMAGE_TIMEOUT_MS;
    client.connect_timeout_ms = client.connect_timeout_ms < IMAGE_TIMEOUT_MS ? client.connect_timeout_ms : IMAGE_TIMEOUT_MS;
    client.redirect_limit = IMAGE_REDIRECTS;
    m->options = *options;
    m->client = client_create(&client);
    m->gates = gates_create(m->client, options->ticks);
    for (size_t i = 0; i < IMAGE_KEPT; i++)
        m->entries[i].owner = m;
    pthread_mutex_init(&m->lock, NULL);
    pthread_cond_init(&m->work, NULL);
    if (pthread_create(&m->thread, NULL, work, m) != 0)
        abort(); /* no memory left, as everywhere */
    return m;
}

void images_stop(struct images *m)
{
    if (!m || m->is_joined)
        return;
    pthread_mutex_lock(&m->lock);
    m->is_stopping = true;
    pthread_cond_signal(&m->work);
    pthread_mutex_unlock(&m->lock);
    pthread_join(m->thread, NULL);
    m->is_joined = true;
    pthread_mutex_lock(&m->lock);
    for (size_t i = 0; i < IMAGE_KEPT; i++)
        if (is_waited_for(&m->entries[i]))
            settle(m, &m->entries[i], ENTRY_FAILED);
    pthread_mutex_unlock(&m->lock);
}

void images_destroy(struct images *m)
{
    if (!m)
        return;
    images_stop(m);
    client_destroy(m->client);
    gates_destroy(m->gates);
    for (size_t i = 0; i < IMAGE_KEPT; i++)
        clear(m, &m->entries[i]);
    pthread_cond_destroy(&m->work);
    pthread_mutex_destroy(&m->lock);
    free(m);
}
