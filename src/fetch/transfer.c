#include "fetch/transfer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/arena.h"

static size_t on_header(char *bytes, size_t size, size_t count, void *context)
{
    struct transfer *t = context;
    struct str line = {bytes, size * count};
    struct status s = headers_line(t->arena, &t->headers, line);
    if (is_ok(&s) && t->headers.bytes > t->options->header_limit)
        s = status_error(STATUS_LIMIT, "more than %zu bytes of headers", t->options->header_limit);
    if (!is_ok(&s)) {
        t->refused = s;
        return 0;
    }
    return line.n;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *context)
{
    struct transfer *t = context;
    size_t n = size * count;
    size_t room = t->request.body_limit - t->body.n;
    if (n > room && t->request.cuts_body) {
        buf_add(&t->body, (struct str){bytes, room});
        t->is_cut = true;
        return 0;
    }
    if (n > room) {
        t->refused = status_error(STATUS_LIMIT, "more than %zu bytes (decompressed)", t->request.body_limit);
        return 0;
    }
    buf_add(&t->body, (struct str){bytes, n});
    return n;
}

/* The guard. What it lets through is what the socket is opened for: nothing is looked up again in between. */
static curl_socket_t on_open(void *context, curlsocktype purpose, struct curl_sockaddr *to)
{
    struct transfer *t = context;
    const struct client_options *o = t->options;
    struct status s = purpose == CURLSOCKTYPE_IPCXN
                          ? address_check(&to->addr, o->allowed, o->allowed_count)
                          : status_error(STATUS_UNSUPPORTED, "a connection that nobody asked for");
    address_format(&to->addr, t->address);
    if (!is_ok(&s)) {
        t->blocked = s;
        return CURL_SOCKET_BAD;
    }
    ++*t->connections;
    if (o->network.open) {
        int fd = o->network.open(o->network.context, &to->addr, &to->addrlen);
        to->family = to->addr.sa_family;
        return fd < 0 ? CURL_SOCKET_BAD : fd;
    }
    return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

static struct status resolve(struct transfer *t)
{
    const struct client_options *o = t->options;
    struct sockaddr_storage literal;
    if (t->url.is_address) { /* said before anything is opened, and whatever the resolver would make of it */
        if (!address_parse(t->url.host.p, t->url.port, &literal))
            return status_error(STATUS_BAD_INPUT, "not an address");
        return address_check((const struct sockaddr *)&literal, o->allowed, o->allowed_count);
    }
    if (!o->network.resolve)
        return status_ok();
    char addresses[512];
    if (!o->network.resolve(o->network.context, t->url.host.p, addresses, sizeof addresses))
        return status_error(STATUS_IO, "no such host: %s", t->url.host.p);
    struct str entry = str_format(t->arena, "%s:%d:%s", t->url.host.p, t->url.port, addresses);
    t->resolved = curl_slist_append(NULL, entry.p);
    return status_ok();
}

static void add_line(struct transfer *t, const char *name, struct str value)
{
    if (header_is_sendable(value))
        t->lines = curl_slist_append(t->lines, str_format(t->arena, "%s: %.*s", name, STR_ARG(value)).p);
}

struct status transfer_begin(struct transfer *t, CURL *easy)
{
    const struct client_options *o = t->options;
    t->headers = (struct headers){0};
    buf_clear(&t->body);
    t->refused = t->blocked = status_ok();
    t->is_cut = false;
    t->address[0] = t->problem[0] = '\0';
    t->lines = t->resolved = NULL;
    struct status s = resolve(t);
    if (!is_ok(&s))
        return s;
    t->easy = easy;
    curl_easy_reset(easy);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, t);
    curl_easy_setopt(easy, CURLOPT_URL, t->url.text.p);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    curl_easy_setopt(easy, CURLOPT_PIPEWAIT,
                     1L); /* rather a stream of the connection there is than another connection */
    curl_easy_setopt(easy, CURLOPT_HTTP09_ALLOWED, 0L);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, o->user_agent);
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)o->timeout_ms);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)o->connect_timeout_ms);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, (long)o->slow_bytes);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)o->slow_seconds);
    if (!t->request.cuts_body)
        curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)t->request.body_limit);
    curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, 16384L);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, t);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, t);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_open);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, t);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, t->problem);
    if (o->ca_file)
        curl_easy_setopt(easy, CURLOPT_CAINFO, o->ca_file);
    if (t->resolved)
        curl_easy_setopt(easy, CURLOPT_RESOLVE, t->resolved);
    if ((t->first.user.n || t->first.password.n) && str_eq(t->url.origin, t->first.origin)) {
        curl_easy_setopt(easy, CURLOPT_USERNAME, t->first.user.p);
        curl_easy_setopt(easy, CURLOPT_PASSWORD, t->first.password.p);
    }
    add_line(t, "Accept", t->request.accept.n ? t->request.accept : STR("*/*"));
    add_line(t, "If-None-Match", t->request.etag);
    add_line(t, "If-Modified-Since", t->request.last_modified);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, t->lines);
    return status_ok();
}

void transfer_end_hop(struct transfer *t)
{
    curl_slist_free_all(t->lines);
    curl_slist_free_all(t->resolved);
    t->lines = t->resolved = NULL;
    t->easy = NULL;
}

struct status transfer_result(const struct transfer *t, CURLcode code)
{
    const struct client_options *o = t->options;
    const char *why = t->problem[0] ? t->problem : curl_easy_strerror(code);
    if (!is_ok(&t->refused))
        return t->refused;
    if (code == CURLE_COULDNT_CONNECT && !is_ok(&t->blocked))
        return t->blocked;
    if (t->is_cut)
        return status_ok();
    switch (code) {
    case CURLE_OK:
        return status_ok();
    case CURLE_OPERATION_TIMEDOUT:
        return status_error(STATUS_IO, "too slow: %s (limits: %lld s in all, %lld s to connect, %lld bytes a second)",
                            why, (long long)o->timeout_ms / 1000, (long long)o->connect_timeout_ms / 1000,
                            (long long)o->slow_bytes);
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_ISSUER_ERROR:
        return status_error(STATUS_IO, "TLS: the server cannot be trusted: %s", why);
    case CURLE_COULDNT_RESOLVE_HOST:
        return status_error(STATUS_IO, "no such host: %s", t->url.host.p);
    case CURLE_FILESIZE_EXCEEDED:
        return status_error(STATUS_LIMIT, "more than %zu bytes", t->request.body_limit);
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
        return status_error(STATUS_IO, "the connection ended in the middle of the answer: %s", why);
    case CURLE_GOT_NOTHING:
        return status_error(STATUS_IO, "the server closed the connection without an answer");
    case CURLE_BAD_CONTENT_ENCODING:
        return status_error(STATUS_BAD_INPUT, "the compressed answer cannot be unpacked: %s", why);
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
        return status_error(STATUS_BAD_INPUT, "the answer is not HTTP as it should be: %s", why);
    default:
        return status_error(STATUS_IO, "%s", why);
    }
}

bool transfer_redirect(struct transfer *t, long code, struct status *s)
{
    *s = status_ok();
    if (code != 301 && code != 302 && code != 303 && code != 307 && code != 308)
        return false;
    if (!t->headers.location.n) {
        *s = status_error(STATUS_BAD_INPUT, "a redirect (%ld) that does not say where to", code);
        return false;
    }
    if (t->redirects >= t->options->redirect_limit) {
        *s = status_error(STATUS_LIMIT, "more than %d redirects", t->options->redirect_limit);
        return false;
    }
    struct url next;
    struct status read = url_resolve(t->arena, &t->url, t->headers.location, &next);
    if (is_ok(&read) && t->url.is_https && !next.is_https)
        read = status_error(STATUS_UNSUPPORTED, "from https to http (%s), which gives up encryption", next.text.p);
    if (!is_ok(&read)) {
        *s = status_error(read.code, "redirected to what is not followed: %s", read.message);
        return false;
    }
    t->is_permanent_so_far = t->is_permanent_so_far && (code == 301 || code == 308);
    if (t->is_permanent_so_far)
        t->permanent = next.text;
    t->redirects++;
    t->url = next;
    return true;
}
