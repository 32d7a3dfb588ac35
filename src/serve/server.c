/* The server between libmicrohttpd and the handlers: one exchange a request, answers with the headers that keep a
 * browser from doing anything but show the page. */
#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "serve/answer.h"
#include "serve/cache.h"
#include "serve/image.h"
#include "serve/limit.h"

/* What a stranger's request may cost: header bytes, steps of SQLite's machine (some tenths of a second). */
enum { HEADER_MEMORY = 32 * 1024, PATIENCE = 20000000, READERS = 16, ACTIONS = 64, WAITS = 2 };
enum { CACHE_BYTES = 64 * 1024 * 1024 };

static const char policy[] = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
                             "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

struct server {
    struct serve_options options;
    struct MHD_Daemon *daemon;
    struct cache *cache;
    struct limiter *limiter;
    struct images *images; /* NULL: none are shown */
    struct server_counters counters;
    int64_t began;
    uint16_t port;
    pthread_mutex_t lock; /* of all below */
    struct snapshot *snapshot;
    struct store *readers[READERS]; /* open and not in use */
    size_t reader_count;
    struct arena *action_arena;
    struct serve_action actions[ACTIONS];
    size_t action_count;
    struct serve_health health;
};

struct exchange {
    char *target;
    struct buf body;
    bool is_seen, is_too_big;
    unsigned waits; /* for an image */
};

struct server_counters *server_counters(struct server *s)
{
    return &s->counters;
}

struct images *server_images(struct server *s)
{
    return s->images;
}

int64_t server_uptime(const struct server *s)
{
    return s->options.ticks() - s->began;
}

uint16_t server_port(const struct server *s)
{
    return s->port;
}

void server_publish(struct server *s, struct snapshot *snapshot)
{
    pthread_mutex_lock(&s->lock);
    struct snapshot *old = s->snapshot;
    s->snapshot = snapshot;
    pthread_mutex_unlock(&s->lock);
    snapshot_drop(old);
}

void server_tell_health(struct server *s, const struct serve_health *health)
{
    pthread_mutex_lock(&s->lock);
    s->health = *health;
    pthread_mutex_unlock(&s->lock);
}

struct serve_health server_health(struct server *s)
{
    pthread_mutex_lock(&s->lock);
    struct serve_health now = s->health;
    pthread_mutex_unlock(&s->lock);
    return now;
}

static struct snapshot *current(struct server *s)
{
    pthread_mutex_lock(&s->lock);
    struct snapshot *now = snapshot_use(s->snapshot);
    pthread_mutex_unlock(&s->lock);
    return now;
}

void server_add_action(struct server *s, const struct serve_action *action, bool *is_full)
{
    pthread_mutex_lock(&s->lock);
    *is_full = s->action_count == ACTIONS;
    if (!*is_full)
        s->actions[s->action_count++] = (struct serve_action){action->kind, str_copy(s->action_arena, action->name), str_copy(s->action_arena, action->query)};
    pthread_mutex_unlock(&s->lock);
}

bool server_take_action(struct server *s, struct arena *a, struct serve_action *out)
{
    pthread_mutex_lock(&s->lock);
    bool is_there = s->action_count > 0;
    if (is_there) {
        *out = (struct serve_action){s->actions[0].kind, str_copy(a, s->actions[0].name), str_copy(a, s->actions[0].query)};
        memmove(s->actions, s->actions + 1, --s->action_count * sizeof *s->actions);
        if (!s->action_count)
            arena_reset(s->action_arena);
    }
    pthread_mutex_unlock(&s->lock);
    return is_there;
}

/* --- readers of the store: one for each request at work --- */

static struct store *take_reader(struct server *s)
{
    struct store *reader = NULL;
    pthread_mutex_lock(&s->lock);
    if (s->reader_count)
        reader = s->readers[--s->reader_count];
    pthread_mutex_unlock(&s->lock);
    if (reader)
        return reader;
    struct status st = store_open(s->options.store_path, STORE_READ, &reader);
    if (!is_ok(&st))
        s->options.problem(s->options.context, &st);
    return reader;
}

static void give_reader(struct server *s, struct store *reader)
{
    pthread_mutex_lock(&s->lock);
    bool is_kept = s->reader_count < READERS;
    if (is_kept)
        s->readers[s->reader_count++] = reader;
    pthread_mutex_unlock(&s->lock);
    if (!is_kept)
        store_close(reader);
}

/* --- answers --- */

static void add_headers(struct MHD_Response *m, const struct response *r, const char *etag)
{
    MHD_add_response_header(m, "Content-Security-Policy", policy);
    MHD_add_response_header(m, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(m, "X-Frame-Options", "DENY");
    MHD_add_response_header(m, "Referrer-Policy", "no-referrer");
    MHD_add_response_header(m, "Cross-Origin-Resource-Policy", "same-origin");
    if (r->type && r->code != 204 && r->code != 304)
        MHD_add_response_header(m, "Content-Type", r->type);
    MHD_add_response_header(m, "Cache-Control", r->is_private || r->code >= 400 ? "no-store" : r->is_lasting ? "private, max-age=86400" : "no-cache");
    if (etag && *etag)
        MHD_add_response_header(m, "ETag", etag);
    if (r->location.n)
        MHD_add_response_header(m, "Location", r->location.p);
    if (r->allow)
        MHD_add_response_header(m, "Allow", r->allow);
    if (r->code == 429)
        MHD_add_response_header(m, "Retry-After", "1");
    if (r->file_name) {
        char value[80];
        snprintf(value, sizeof value, "attachment; filename=\"%s\"", r->file_name);
        MHD_add_response_header(m, "Content-Disposition", value);
    }
}

static void count(struct server *s, int code, size_t bytes)
{
    atomic_fetch_add(&s->counters.requests, 1);
    atomic_fetch_add(&s->counters.by_class[code / 100 < 6 ? code / 100 : 5], 1);
    atomic_fetch_add(&s->counters.bytes, bytes);
}

static enum MHD_Result send_empty(struct server *s, struct MHD_Connection *to, const struct response *r, const char *etag)
{
    struct MHD_Response *m = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    if (!m)
        return MHD_NO;
    add_headers(m, r, etag);
    enum MHD_Result result = MHD_queue_response(to, (unsigned)r->code, m);
    MHD_destroy_response(m);
    count(s, r->code, 0);
    return result;
}

static struct str header(struct MHD_Connection *c, const char *name)
{
    return str_of(MHD_lookup_connection_value(c, MHD_HEADER_KIND, name));
}

/* Takes the body's memory over. */
static enum MHD_Result send_response(struct server *s, struct MHD_Connection *to, struct response *r, struct str target, uint64_t snapshot, bool is_get)
{
    char etag[ETAG_BYTES] = "";
    bool is_kept = r->code == 200 && is_get && !r->is_private;
    if (is_kept)
        snprintf(etag, sizeof etag, "\"%016llx\"", (unsigned long long)str_hash(buf_str(&r->body)));
    if (is_kept && str_eq(header(to, "If-None-Match"), str_of(etag))) {
        buf_free(&r->body);
        r->code = 304;
        atomic_fetch_add(&s->counters.not_modified, 1);
        return send_empty(s, to, r, etag);
    }
    size_t bytes = r->body.n;
    struct MHD_Response *m = bytes ? MHD_create_response_from_buffer_with_free_callback(bytes, r->body.p, free)
                                   : MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    if (!m) {
        buf_free(&r->body);
        return MHD_NO;
    }
    if (!bytes)
        buf_free(&r->body);
    r->body = (struct buf){0};
    add_headers(m, r, etag);
    enum MHD_Result result = MHD_queue_response(to, (unsigned)r->code, m);
    count(s, r->code, bytes);
    if (is_kept && !r->is_lasting && result == MHD_YES)
        cache_put(s->cache, target, snapshot, m, bytes, etag);
    else
        MHD_destroy_response(m);
    return result;
}

static enum method method_of(const char *name)
{
    static const char *const names[] = {"GET", "HEAD", "POST", "DELETE", "OPTIONS"};
    for (int i = 0; i < 5; i++)
        if (strcmp(name, names[i]) == 0)
            return (enum method)i;
    return METHOD_OTHER;
}

/* True: the connection is suspended, and the library calls again once the image is there. */
static bool waits_for_image(struct server *s, struct MHD_Connection *c, struct exchange *x, const struct request *r, struct response *out)
{
    if (x->waits++ < WAITS && images_wait(s->images, out->image, c))
        return true;
    answer_problem(r, out, 503, "Too many images are being fetched. Try again in a minute.");
    return false;
}

static enum MHD_Result answer_exchange(struct server *s, struct MHD_Connection *c, struct exchange *x, enum method method,
                                       struct snapshot *snapshot, bool is_allowed)
{
    struct arena *a = arena_create();
    struct request *r = arena_zero(a, sizeof *r);
    struct response out = {.code = 200};
    int code = 200;
    struct str target = str_of(x->target);
    *r = (struct request){.arena = a, .server = s, .options = &s->options, .snapshot = snapshot, .method = method, .path = STR("/"),
                          .body = buf_str(&x->body), .authorization = header(c, "Authorization"), .origin = header(c, "Origin")};
    if (!is_allowed) {
        atomic_fetch_add(&s->counters.refused_rate, 1);
        answer_problem(r, &out, 429, "Too many requests from your address; wait a second.");
    } else if (x->is_too_big) {
        answer_problem(r, &out, 413, "The body of this request is too big.");
    } else if (!request_read_target(r, target, &code)) {
        r->path = STR("/");
        answer_problem(r, &out, code, code == 414 ? "This address is too long." : "This address is malformed.");
    } else {
        r->store = take_reader(s);
        if (r->store)
            store_set_patience(r->store, PATIENCE);
        answer(r, &out);
        if (r->store)
            give_reader(s, r->store);
    }
    if (out.image.n && waits_for_image(s, c, x, r, &out)) {
        buf_free(&out.body);
        arena_destroy(a);
        return MHD_YES;
    }
    enum MHD_Result result = send_response(s, c, &out, target, snapshot->number, method == METHOD_GET || method == METHOD_HEAD);
    arena_destroy(a);
    return result;
}

struct lengths {
    int lengths, chunked;
};

static enum MHD_Result count_length(void *context, enum MHD_ValueKind kind, const char *key, const char *value)
{
    struct lengths *n = context;
    (void)kind;
    (void)value;
    n->lengths += str_eq_nocase(str_of(key), STR("Content-Length"));
    n->chunked += str_eq_nocase(str_of(key), STR("Transfer-Encoding"));
    return MHD_YES;
}

/* Two lengths, or a length beside chunks: what one side of a proxy takes for a request's end the other may not. */
static bool is_ambiguous(struct MHD_Connection *c)
{
    struct lengths n = {0};
    MHD_get_connection_values(c, MHD_HEADER_KIND, count_length, &n);
    return n.lengths + n.chunked > 1;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *c, const char *url, const char *method_name, const char *version,
                                  const char *data, size_t *size, void **state)
{
    struct server *s = context;
    struct exchange *x = *state;
    (void)url;
    (void)version;
    if (!x)
        return MHD_NO;
    if (!x->is_seen) { /* the head is there; the body follows */
        x->is_seen = true;
        return is_ambiguous(c) ? MHD_NO : MHD_YES;
    }
    if (*size) {
        if (x->body.n + *size > BODY_LIMIT)
            x->is_too_big = true;
        else
            buf_add(&x->body, (struct str){data, *size});
        *size = 0;
        return MHD_YES;
    }
    enum method method = method_of(method_name);
    struct snapshot *snapshot = current(s);
    enum MHD_Result result = MHD_NO;
    char etag[ETAG_BYTES];
    bool not_modified, is_reading = method == METHOD_GET || method == METHOD_HEAD;
    const union MHD_ConnectionInfo *peer = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    bool is_allowed = x->waits || limiter_allows(s->limiter, peer ? peer->client_addr : NULL, s->options.ticks());
    if (is_allowed && is_reading && cache_send(s->cache, str_of(x->target), snapshot->number, header(c, "If-None-Match"), c, &result, &not_modified, etag)) {
        atomic_fetch_add(&s->counters.from_cache, 1);
        if (not_modified) {
            atomic_fetch_add(&s->counters.not_modified, 1);
            result = send_empty(s, c, &(struct response){.code = 304}, etag);
        } else {
            count(s, 200, 0);
        }
    } else {
        result = answer_exchange(s, c, x, method, snapshot, is_allowed);
    }
    snapshot_drop(snapshot);
    return result;
}

static void *on_target(void *context, const char *target, struct MHD_Connection *c)
{
    (void)context;
    (void)c;
    struct exchange *x = xcalloc(1, sizeof *x);
    x->target = xstrdup(target);
    return x;
}

static void on_completed(void *context, struct MHD_Connection *c, void **state, enum MHD_RequestTerminationCode why)
{
    (void)context;
    (void)c;
    (void)why;
    struct exchange *x = *state;
    if (!x)
        return;
    buf_free(&x->body);
    free(x->target);
    free(x);
    *state = NULL;
}

/* --- beginning and end --- */

static bool read_address(const struct serve_options *o, struct sockaddr_storage *out)
{
    struct sockaddr_in *v4 = (void *)out;
    struct sockaddr_in6 *v6 = (void *)out;
    memset(out, 0, sizeof *out);
    if (inet_pton(AF_INET, o->host, &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        v4->sin_port = htons(o->port);
        return true;
    }
    if (inet_pton(AF_INET6, o->host, &v6->sin6_addr) == 1) {
        v6->sin6_family = AF_INET6;
        v6->sin6_port = htons(o->port);
        return true;
    }
    return false;
}

static void start_daemon(struct server *s, struct sockaddr_storage *address)
{
    const struct serve_options *o = &s->options;
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_ALLOW_SUSPEND_RESUME | (address->ss_family == AF_INET6 ? MHD_USE_IPv6 : 0U);
    s->daemon = MHD_start_daemon(flags, o->port, NULL, NULL, on_request, s,
                                 MHD_OPTION_SOCK_ADDR, (struct sockaddr *)address,
                                 MHD_OPTION_THREAD_POOL_SIZE, o->threads < 2 ? 2U : o->threads,
                                 MHD_OPTION_CONNECTION_LIMIT, o->connections,
                                 MHD_OPTION_CONNECTION_TIMEOUT, o->idle_seconds,
                                 MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEADER_MEMORY,
                                 MHD_OPTION_LISTENING_ADDRESS_REUSE, 1U,
                                 MHD_OPTION_LISTEN_BACKLOG_SIZE, 1024U,
                                 MHD_OPTION_STRICT_FOR_CLIENT, 1,
                                 MHD_OPTION_URI_LOG_CALLBACK, on_target, NULL,
                                 MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL,
                                 MHD_OPTION_END);
}

struct status server_start(const struct serve_options *options, struct server **out)
{
    struct sockaddr_storage address;
    *out = NULL;
    if (!read_address(options, &address))
        return status_error(STATUS_MISUSE, "%.80s: want the address of a network interface, as in 127.0.0.1 or ::1", options->host);
    struct server *s = xcalloc(1, sizeof *s);
    s->options = *options;
    s->snapshot = snapshot_create();
    s->cache = cache_create(CACHE_BYTES);
    s->limiter = limiter_create(options->rate);
    if (options->images)
        s->images = images_create(&(struct image_options){options->images, options->ticks, options->context, options->problem});
    s->action_arena = arena_create();
    s->began = options->ticks();
    pthread_mutex_init(&s->lock, NULL);
    s->snapshot->edition.title = options->title;
    errno = 0;
    start_daemon(s, &address);
    if (!s->daemon) {
        struct status st = status_error(STATUS_IO, "cannot listen at %s, port %u: %s; choose another with [serve] port", options->host,
                                        options->port, errno ? strerror(errno) : "the server did not start");
        server_stop(s);
        return st;
    }
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_BIND_PORT);
    s->port = info ? info->port : options->port;
    *out = s;
    return status_ok();
}

void server_stop(struct server *s)
{
    if (!s)
        return;
    images_stop(s->images); /* nobody may be suspended then */
    if (s->daemon)
        MHD_stop_daemon(s->daemon);
    images_destroy(s->images);
    cache_destroy(s->cache);
    limiter_destroy(s->limiter);
    for (size_t i = 0; i < s->reader_count; i++)
        store_close(s->readers[i]);
    snapshot_drop(s->snapshot);
    arena_destroy(s->action_arena);
    pthread_mutex_destroy(&s->lock);
    free(s);
}
