#include "model/endpoint.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "fetch/address.h"
#include "fetch/headers.h"
#include "fetch/url.h"
#include "model/reply.h"

enum {
    REQUESTS_MOST = 32,
    ATTEMPTS_MOST = 3,
    CONNECT_MS = 10000,
    BACK_OFF_MS = 500,    /* before the second attempt; doubles */
    WAIT_MOST_MS = 20000, /* a server that asks for more is not waited for */
    HEAD_LIMIT = 64 * 1024,
    STEP_MS = 50,
};

struct endpoint {
    struct arena *arena;
    struct model_options options;
    const char *url;
    bool is_plain; /* no TLS: loopback alone */
    struct curl_slist *lines;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t released;
    CURL *handles[REQUESTS_MOST]; /* free ones first; their connections stay open */
    unsigned free_count;
};

/* One attempt. */
struct exchange {
    struct endpoint *endpoint;
    struct buf *body;
    char retry_after[32];
    size_t head_bytes;
    struct status refused; /* by us */
    char problem[CURL_ERROR_SIZE];
    long code;
    int64_t took_ms;
};

static bool is_loopback(const struct sockaddr *address)
{
    const char *block = address_reserved(address);
    return block && strcmp(block, "loopback") == 0;
}

static bool names_loopback(const struct url *url)
{
    struct sockaddr_storage address;
    if (!url->is_address)
        return str_eq(url->host, STR("localhost"));
    return address_parse(url->host.p, url->port, &address) && is_loopback((const struct sockaddr *)&address);
}

static struct status check_key(const char *key)
{
    size_t n = strlen(key);
    for (size_t i = 0; i < n; i++)
        if (key[i] <= ' ' || key[i] > '~')
            return status_error(STATUS_MISUSE, "the writer's key holds a character that no key has (byte %zu); want its one line alone", i + 1);
    if (n > MODEL_KEY_LONGEST)
        return status_error(STATUS_MISUSE, "the writer's key has %zu bytes; the limit is %d", n, MODEL_KEY_LONGEST);
    return status_ok();
}

static struct status read_url(struct endpoint *e, const char *text)
{
    struct url url;
    struct str shown = url_redact(e->arena, utf8_cut(str_of(text), 120));
    shown = str_cut(&shown, '?');
    struct status s = url_parse(e->arena, str_of(text), &url);
    if (!is_ok(&s))
        return status_error(STATUS_MISUSE, "the writer's address %.*s: %.200s", STR_ARG(shown), s.message);
    if (url.user.n || url.password.n)
        return status_error(STATUS_MISUSE, "the writer's address %.*s has a name or password in it; a key goes into a file", STR_ARG(shown));
    if (memchr(url.target.p, '?', url.target.n))
        return status_error(STATUS_MISUSE, "the writer's address %.*s has a query; want the base alone, as in https://api.example/v1", STR_ARG(shown));
    e->is_plain = !url.is_https;
    if (e->is_plain && !names_loopback(&url))
        return status_error(STATUS_MISUSE, "the writer's address %.*s: want https; http is for a server on this machine (localhost, 127.0.0.1, [::1])", STR_ARG(shown));
    struct str base = url.text;
    while (base.n && base.p[base.n - 1] == '/')
        base.n--;
    bool is_whole = str_ends(base, STR("/chat/completions"));
    e->url = str_format(e->arena, "%.*s%s", STR_ARG(base), is_whole ? "" : "/chat/completions").p;
    return status_ok();
}

struct status endpoint_create(const struct model_options *options, struct endpoint **out)
{
    struct endpoint *e = xcalloc(1, sizeof *e);
    *out = e;
    e->arena = arena_create();
    e->options = *options;
    pthread_mutex_init(&e->lock, NULL);
    pthread_cond_init(&e->released, NULL);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    struct status s = read_url(e, options->url ? options->url : "");
    const char *key = options->key && *options->key ? options->key : NULL;
    if (is_ok(&s) && key)
        s = check_key(key);
    if (!is_ok(&s)) {
        endpoint_destroy(e);
        *out = NULL;
        return s;
    }
    e->options.key = key ? str_z(e->arena, str_of(key)) : NULL;
    e->options.ca_file = options->ca_file ? str_z(e->arena, str_of(options->ca_file)) : NULL;
    e->lines = curl_slist_append(e->lines, "Content-Type: application/json");
    e->lines = curl_slist_append(e->lines, "Accept: application/json");
    e->lines = curl_slist_append(e->lines, "Expect:");
    if (key)
        e->lines = curl_slist_append(e->lines, str_format(e->arena, "Authorization: Bearer %s", key).p);
    e->free_count = options->requests < REQUESTS_MOST ? options->requests : REQUESTS_MOST;
    return s;
}

void endpoint_destroy(struct endpoint *e)
{
    if (!e)
        return;
    for (size_t i = 0; i < REQUESTS_MOST; i++)
        if (e->handles[i])
            curl_easy_cleanup(e->handles[i]);
    curl_slist_free_all(e->lines);
    pthread_cond_destroy(&e->released);
    pthread_mutex_destroy(&e->lock);
    arena_destroy(e->arena);
    free(e);
}

const char *endpoint_url(const struct endpoint *e)
{
    return e->url;
}

static bool is_stopped(const struct endpoint *e)
{
    return e->options.stop && *e->options.stop;
}

static size_t on_head(char *bytes, size_t size, size_t count, void *context)
{
    struct exchange *x = context;
    struct str line = {bytes, size * count}, name = STR("retry-after:");
    x->head_bytes += line.n;
    if (x->head_bytes > HEAD_LIMIT) {
        x->refused = status_error(STATUS_LIMIT, "more than %d bytes of headers", HEAD_LIMIT);
        return 0;
    }
    if (line.n > name.n && str_eq_nocase((struct str){line.p, name.n}, name)) {
        struct str value = str_trim((struct str){line.p + name.n, line.n - name.n});
        size_t n = value.n < sizeof x->retry_after ? value.n : sizeof x->retry_after - 1;
        memcpy(x->retry_after, value.p, n);
        x->retry_after[n] = '\0';
    }
    return line.n;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *context)
{
    struct exchange *x = context;
    size_t n = size * count, limit = x->endpoint->options.reply_bytes;
    if (n > limit - x->body->n) {
        x->refused = status_error(STATUS_LIMIT, "more than %zu bytes of answer", limit);
        return 0;
    }
    buf_add(x->body, (struct str){bytes, n});
    return n;
}

static int on_progress(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    const struct exchange *x = context;
    (void)a, (void)b, (void)c, (void)d;
    return is_stopped(x->endpoint);
}

/* Without TLS nothing leaves this machine, whatever the name resolves to. */
static curl_socket_t on_open(void *context, curlsocktype purpose, struct curl_sockaddr *to)
{
    struct exchange *x = context;
    if (purpose != CURLSOCKTYPE_IPCXN || (x->endpoint->is_plain && !is_loopback(&to->addr))) {
        x->refused = status_error(STATUS_UNSUPPORTED, "its name leads away from this machine, and http is for this machine alone");
        return CURL_SOCKET_BAD;
    }
    return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

static void set_up(CURL *c, struct exchange *x, struct str question, int64_t left_ms)
{
    const struct endpoint *e = x->endpoint;
    curl_easy_reset(c);
    curl_easy_setopt(c, CURLOPT_URL, e->url);
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(c, CURLOPT_HTTP09_ALLOWED, 0L);
    curl_easy_setopt(c, CURLOPT_PROXY, "");
    curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_USERAGENT, "nutgraf");
    curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)left_ms);
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    curl_easy_setopt(c, CURLOPT_POSTFIELDS, question.p);
    curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)question.n);
    curl_easy_setopt(c, CURLOPT_HTTPHEADER, e->lines);
    curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_head);
    curl_easy_setopt(c, CURLOPT_HEADERDATA, x);
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, x);
    curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, on_open);
    curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, x);
    curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(c, CURLOPT_XFERINFODATA, x);
    curl_easy_setopt(c, CURLOPT_ERRORBUFFER, x->problem);
    if (e->options.ca_file)
        curl_easy_setopt(c, CURLOPT_CAINFO, e->options.ca_file);
}

/* One attempt; *again says whether another may do better. */
static struct status attempt(struct endpoint *e, CURL *c, struct str question, int64_t left_ms, struct exchange *x, bool *again)
{
    set_up(c, x, question, left_ms);
    CURLcode code = curl_easy_perform(c);
    curl_off_t took = 0;
    curl_easy_getinfo(c, CURLINFO_TOTAL_TIME_T, &took);
    x->took_ms = took / 1000;
    *again = false;
    if (!is_ok(&x->refused))
        return x->refused;
    if (is_stopped(e))
        return status_error(STATUS_IO, "stopped");
    if (code == CURLE_OPERATION_TIMEDOUT)
        return status_error(STATUS_LIMIT, "no whole answer within %.1f s", (double)e->options.timeout_ms / 1000);
    if (code != CURLE_OK) {
        *again = code == CURLE_COULDNT_CONNECT || code == CURLE_GOT_NOTHING || code == CURLE_RECV_ERROR || code == CURLE_SEND_ERROR ||
                 code == CURLE_PARTIAL_FILE;
        return status_error(STATUS_IO, "%s", *x->problem ? x->problem : curl_easy_strerror(code));
    }
    curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &x->code);
    if (x->code == 200)
        return status_ok();
    *again = x->code == 429 || x->code == 408 || x->code >= 500;
    return status_error(STATUS_IO, "the server answered %ld", x->code);
}

/* How long before the next attempt; more than WAIT_MOST_MS: there is none. */
static int64_t wait_before(const struct exchange *x, size_t attempts)
{
    struct arena *scratch = arena_create();
    int64_t asked = *x->retry_after ? header_retry_after(scratch, str_of(x->retry_after), 0) : -1;
    arena_destroy(scratch);
    return asked >= 0 ? asked * 1000 : (int64_t)BACK_OFF_MS << (attempts - 1);
}

static void pause_for(const struct endpoint *e, int64_t ms)
{
    for (; ms > 0 && !is_stopped(e); ms -= STEP_MS)
        nanosleep(&(struct timespec){.tv_nsec = (ms < STEP_MS ? ms : STEP_MS) * 1000000L}, NULL);
}

/* A server's words for its refusal are shown, but for the key, should it repeat that. */
static struct status explained(const struct endpoint *e, struct status s, struct str body)
{
    struct arena *scratch = arena_create();
    struct str reason = reply_reason(scratch, body);
    const char *key = e->options.key;
    bool has_key = key && (str_has(body, str_of(key)) || str_has(reason, str_of(key))); /* before it is cut, and without JSON's escapes */
    if (reason.n && !has_key)
        s = status_error(s.code, "%.100s: %.*s", s.message, STR_ARG(reason));
    arena_destroy(scratch);
    return s;
}

static struct status try_all(struct endpoint *e, CURL *c, struct str question, struct endpoint_answer *out)
{
    struct status s = status_ok();
    int64_t left = e->options.timeout_ms;
    for (bool again = true; again && left > 0;) {
        struct exchange x = {.endpoint = e, .body = &out->body, .refused = status_ok()};
        buf_clear(&out->body);
        out->attempts++;
        s = attempt(e, c, question, left, &x, &again);
        left -= x.took_ms;
        if (is_ok(&s))
            return s;
        out->is_final = x.code >= 300 && x.code < 500 && !again;
        int64_t wait = wait_before(&x, out->attempts);
        bool is_over = !again || out->attempts == ATTEMPTS_MOST || wait > WAIT_MOST_MS || wait >= left || is_stopped(e);
        if (x.code && is_over)
            s = explained(e, s, buf_str(&out->body));
        if (is_over)
            return s;
        pause_for(e, wait);
        left -= wait;
    }
    return s;
}

struct status endpoint_ask(struct endpoint *e, struct str question, struct endpoint_answer *out)
{
    *out = (struct endpoint_answer){0};
    pthread_mutex_lock(&e->lock);
    while (!e->free_count)
        pthread_cond_wait(&e->released, &e->lock);
    CURL *c = e->handles[--e->free_count];
    e->handles[e->free_count] = NULL;
    pthread_mutex_unlock(&e->lock);

    if (!c)
        c = curl_easy_init();
    struct status s = c ? try_all(e, c, question, out) : status_error(STATUS_IO, "libcurl did not start");

    pthread_mutex_lock(&e->lock);
    e->handles[e->free_count++] = c;
    pthread_cond_signal(&e->released);
    pthread_mutex_unlock(&e->lock);
    return s;
}
