#include "fetch/client.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/map.h"
#include "fetch/transfer.h"

/* One host's queue. Pacing counts by host name, whatever the port and scheme: it is one machine to be nice to. */
struct client_host {
    struct transfer *first, *last;
    int active;
    int64_t next_tick; /* not before */
    struct client_host *next_waiting;
    bool is_waiting; /* in the client's list of hosts with a queue */
};

struct client {
    struct client_options options;
    CURLM *multi;
    struct map hosts;                           /* hash of the name -> struct client_host * */
    struct client_host *waiting, *last_waiting; /* hosts with a queue, each once */
    size_t waiting_count;
    CURL **idle; /* easy handles to use again */
    size_t idle_count, idle_capacity;
    struct transfer **active;
    size_t active_count, active_capacity;
    size_t queued, most, connections;
    void *hop_context;
    void (*hop)(void *context, const struct client_hop *hop);
};

struct client *client_create(const struct client_options *options)
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
    struct client *c = xcalloc(1, sizeof *c);
    c->options = *options;
    c->multi = curl_multi_init();
    if (!c->multi)
        abort(); /* out of memory, as everywhere */
    curl_multi_setopt(c->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, (long)options->connections);
    curl_multi_setopt(c->multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)options->connections_per_host);
    curl_multi_setopt(c->multi, CURLMOPT_MAXCONNECTS, (long)options->connections);
    return c;
}

static void transfer_free(struct transfer *t)
{
    transfer_end_hop(t);
    buf_free(&t->body);
    arena_destroy(t->arena);
    free(t->copies);
    free(t);
}

static void drop(struct transfer *t)
{
    if (t->request.dropped)
        t->request.dropped(t->request.context);
    transfer_free(t);
}

void client_drop(struct client *c)
{
    for (size_t i = 0; i < c->active_count; i++) {
        struct transfer *t = c->active[i];
        curl_multi_remove_handle(c->multi, t->easy);
        curl_easy_cleanup(t->easy);
        drop(t);
    }
    for (size_t i = 0; i < c->hosts.capacity; i++) {
        if (!c->hosts.slots[i].key)
            continue;
        struct client_host *h = (struct client_host *)(uintptr_t)c->hosts.slots[i].value;
        for (struct transfer *t = h->first, *next; t; t = next) {
            next = t->next;
            drop(t);
        }
        free(h);
    }
    map_clear(&c->hosts);
    c->waiting = c->last_waiting = NULL;
    c->waiting_count = c->active_count = c->queued = 0;
}

void client_destroy(struct client *c)
{
    if (!c)
        return;
    client_drop(c);
    for (size_t i = 0; i < c->idle_count; i++)
        curl_easy_cleanup(c->idle[i]);
    curl_multi_cleanup(c->multi);
    map_free(&c->hosts);
    free(c->idle);
    free(c->active);
    free(c);
}

void client_on_hop(struct client *c, void *context, void (*hop)(void *context, const struct client_hop *hop))
{
    c->hop_context = context;
    c->hop = hop;
}

void client_count(const struct client *c, size_t *connections, size_t *most)
{
    *connections = c->connections;
    *most = c->most;
}

static void wait_in_line(struct client *c, struct client_host *h)
{
    if (h->is_waiting)
        return;
    h->is_waiting = true;
    h->next_waiting = NULL;
    if (c->waiting)
        c->last_waiting->next_waiting = h;
    else
        c->waiting = h;
    c->last_waiting = h;
    c->waiting_count++;
}

static void enqueue(struct client *c, struct transfer *t, bool is_first)
{
    uint64_t *slot = map_put(&c->hosts, str_hash(t->url.host));
    if (!*slot)
        *slot = (uint64_t)(uintptr_t)xcalloc(1, sizeof(struct client_host));
    struct client_host *h = (struct client_host *)(uintptr_t)*slot;
    t->host = h;
    t->next = is_first ? h->first : NULL;
    if (is_first || !h->first) {
        h->first = t;
        h->last = t->next ? h->last : t;
    } else {
        h->last->next = t;
        h->last = t;
    }
    c->queued++;
    wait_in_line(c, h);
}

/* Moves a request's strings into one block of the transfer's own, each followed by a NUL. */
static void copy_strings(struct transfer *t, const struct request *request)
{
    t->request = *request;
    t->first = *request->url;
    struct url *u = &t->first;
    struct str *const all[] = {&u->text,           &u->origin,       &u->host,
                               &u->target,         &u->user,         &u->password,
                               &t->request.accept, &t->request.etag, &t->request.last_modified};
    size_t n = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        n += all[i]->n + 1;
    char *at = t->copies = xmalloc(n);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (all[i]->n)
            memcpy(at, all[i]->p, all[i]->n);
        at[all[i]->n] = '\0';
        all[i]->p = at;
        at += all[i]->n + 1;
    }
    t->request.url = &t->first;
    t->url = t->first;
}

void client_get(struct client *c, const struct request *request)
{
    struct transfer *t = xcalloc(1, sizeof *t);
    t->options = &c->options;
    t->connections = &c->connections;
    t->is_permanent_so_far = true;
    copy_strings(t, request);
    enqueue(c, t, false);
}

static void report_hop(struct client *c, const struct transfer *t, long code, const struct status *s)
{
    if (!c->hop)
        return;
    struct client_hop hop = {
        .url = t->url.text,
        .address = t->address,
        .etag = t->request.etag,
        .last_modified = t->request.last_modified,
        .code = code,
        .body_bytes = t->body.n,
        .header_bytes = t->headers.bytes,
        .began_ms = t->began_ms,
        .took_ms = c->options.ticks() - t->began_ms,
        .status = s,
    };
    c->hop(c->hop_context, &hop);
}

static void finish(struct transfer *t, long code, struct status s, struct str moved)
{
    struct response r = {
        .status = s,
        .code = code,
        .url = t->url.text,
        .permanent = t->permanent,
        .body = buf_str(&t->body),
        .content_type = t->headers.content_type,
        .charset = header_charset(t->headers.content_type),
        .etag = t->headers.etag,
        .last_modified = t->headers.last_modified,
        .retry_after = t->headers.retry_after,
        .moved = moved,
        .redirects = t->redirects,
    };
    t->request.done(t->request.context, &r);
    transfer_free(t);
}

/* The hop is over: on to the next, or the end. */
static void conclude(struct client *c, struct transfer *t, long code, struct status s)
{
    report_hop(c, t, code, &s);
    struct status refused = status_ok();
    struct url here = t->url;
    bool goes_on = is_ok(&s) && transfer_redirect(t, code, &refused);
    if (goes_on && !t->request.returns_redirects) {
        enqueue(c, t, true);
        return;
    }
    struct str moved = goes_on ? t->url.text : STR("");
    t->url = here;
    finish(t, code, is_ok(&s) ? refused : s, moved);
}

static void start(struct client *c, struct transfer *t)
{
    CURL *easy = c->idle_count ? c->idle[--c->idle_count] : curl_easy_init();
    if (!easy)
        abort();
    t->began_ms = c->options.ticks();
    if (!t->arena)
        t->arena = arena_create();
    struct status s = transfer_begin(t, easy);
    if (is_ok(&s) && curl_multi_add_handle(c->multi, easy) != CURLM_OK)
        s = status_error(STATUS_IO, "libcurl does not take the request");
    if (!is_ok(&s)) {
        curl_easy_cleanup(easy);
        transfer_end_hop(t);
        conclude(c, t, 0, s);
        return;
    }
    t->host->active++;
    if (c->active_count == c->active_capacity) {
        c->active_capacity = c->active_capacity ? c->active_capacity * 2 : 64;
        c->active = xrealloc(c->active, c->active_capacity * sizeof *c->active);
    }
    c->active[c->active_count++] = t;
    if (c->active_count > c->most)
        c->most = c->active_count;
}

static struct transfer *dequeue(struct client *c, struct client_host *h)
{
    struct transfer *t = h->first;
    h->first = t->next;
    if (!h->first)
        h->last = NULL;
    c->queued--;
    return t;
}

static bool is_full(const struct client *c)
{
    return c->active_count >= (size_t)c->options.connections;
}

/* Starts what may start, hosts in turn; gives the milliseconds until the next may, or -1 when only answers can change
 * that. */
static int64_t start_some(struct client *c)
{
    int64_t soonest = -1;
    for (size_t left = c->waiting_count; left && !is_full(c); left--) {
        struct client_host *h = c->waiting;
        c->waiting = h->next_waiting;
        c->waiting_count--;
        h->is_waiting = false;
        int64_t now = c->options.ticks();
        while (h->first && h->active < c->options.connections_per_host && h->next_tick <= now && !is_full(c)) {
            h->next_tick = now + c->options.host_delay_ms;
            start(c, dequeue(c, h)); /* may queue again, for this host or another */
        }
        if (!h->first)
            continue;
        if (h->active < c->options.connections_per_host) {
            int64_t wait = h->next_tick > now ? h->next_tick - now : 0;
            soonest = soonest < 0 || wait < soonest ? wait : soonest;
        }
        wait_in_line(c, h);
    }
    return is_full(c) ? -1 : soonest;
}

/* True when something came to its end. */
static bool collect(struct client *c)
{
    int left;
    bool is_any = false;
    for (CURLMsg *m; (m = curl_multi_info_read(c->multi, &left));) {
        if (m->msg != CURLMSG_DONE)
            continue;
        is_any = true;
        CURL *easy = m->easy_handle;
        CURLcode result = m->data.result;
        struct transfer *t;
        long code = 0;
        curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&t);
        curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &code);
        if (!t->address[0]) { /* an open connection was used again */
            char *ip = NULL;
            curl_easy_getinfo(easy, CURLINFO_PRIMARY_IP, &ip);
            if (ip && strlen(ip) < sizeof t->address)
                strcpy(t->address, ip);
        }
        curl_multi_remove_handle(c->multi, easy);
        if (c->idle_count == c->idle_capacity) {
            c->idle_capacity = c->idle_capacity ? c->idle_capacity * 2 : 64;
            c->idle = xrealloc(c->idle, c->idle_capacity * sizeof *c->idle);
        }
        c->idle[c->idle_count++] = easy;
        size_t at = 0;
        while (c->active[at] != t)
            at++;
        c->active[at] = c->active[--c->active_count];
        t->host->active--;
        struct status s = transfer_result(t, result);
        transfer_end_hop(t);
        conclude(c, t, is_ok(&s) ? code : 0, s);
    }
    return is_any;
}

size_t client_run(struct client *c, int wait_ms)
{
    int64_t pause = start_some(c);
    int running;
    curl_multi_perform(c->multi, &running);
    bool is_news = collect(c); /* then the caller comes first: what it keeps should not wait for the others */
    if (!is_news && (c->active_count || pause > 0)) {
        int wait = pause >= 0 && pause < wait_ms ? (int)pause : wait_ms;
        curl_multi_poll(c->multi, NULL, 0, wait, NULL);
        curl_multi_perform(c->multi, &running);
        collect(c);
    }
    return c->active_count + c->queued;
}
