/* The fetch room without a network: address guard, URLs, robots.txt, headers, schedule, configuration; and the client
 * with the test's own resolver and sockets in place of the system's, so that nothing leaves loopback. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include <netinet/in.h>

#include "base/arena.h"
#include "base/file.h"
#include "fetch/client.h"
#include "fetch/config.h"
#include "fetch/discover.h"
#include "fetch/headers.h"
#include "fetch/robots.h"
#include "fetch/schedule.h"
#include "harness.h"

static struct arena *arena;

static struct str read_cases(const char *path)
{
    struct buf bytes = {0};
    struct status s = file_read(path, 1 << 20, &bytes);
    CHECK(is_ok(&s), "%s: %s", path, s.message);
    struct str copy = str_copy(arena, buf_str(&bytes));
    buf_free(&bytes);
    return copy;
}

static void test_addresses(void)
{
    struct str rest = read_cases("tests/fetch/addresses.txt");
    while (rest.n) {
        struct str want = str_cut(&rest, '\n');
        if (!want.n || want.p[0] == '#')
            continue;
        char *address = str_z(arena, str_cut(&want, '\t'));
        struct sockaddr_storage at;
        bool is_read = address_parse(address, 80, &at);
        const char *got = is_read ? address_reserved((struct sockaddr *)&at) : "unreadable";
        CHECK(str_eq(str_of(got ? got : "public"), want), "%s is %.*s (got %s)", address, STR_ARG(want),
              got ? got : "public");
    }
    struct sockaddr_storage at;
    struct address_range allowed[2];
    CHECK(address_range_parse(STR("127.0.0.0/30"), &allowed[0]) && address_range_parse(STR("fd00::/9"), &allowed[1]),
          "ranges are read");
    static const struct {
        const char *address;
        bool ok;
    } cases[] = {{"127.0.0.3", true}, {"127.0.0.4", false}, {"::ffff:127.0.0.1", false},
                 {"fd7f::1", true},   {"fd80::1", false},   {"10.0.0.1", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        address_parse(cases[i].address, 80, &at);
        struct status s = address_check((struct sockaddr *)&at, allowed, 2);
        CHECK(is_ok(&s) == cases[i].ok, "%s with 127.0.0.0/30 and fd00::/9 allowed: %s", cases[i].address, s.message);
    }
    static const char *const bad[] = {"",  "127.0.0.1/33", "127.0.0.1/",  "127.0.0.1/-1", "127.0.0/8", "::1/129",
                                      "x", "127.0.0.1/8x", "1.2.3.4/0008"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK(!address_range_parse(str_of(bad[i]), &allowed[0]), "'%s' is no range", bad[i]);
}

static void test_urls(void)
{
    struct str rest = read_cases("tests/fetch/urls.txt");
    while (rest.n) {
        struct str line = str_cut(&rest, '\n'), whole = line;
        if (!line.n || line.p[0] == '#')
            continue;
        struct str base_text = str_cut(&line, '\t'), reference = str_cut(&line, '\t'), want = line;
        struct url base, url;
        struct status s = status_ok();
        bool has_base = !str_eq(base_text, STR("-"));
        if (has_base)
            s = url_parse(arena, base_text, &base);
        if (is_ok(&s))
            s = has_base ? url_resolve(arena, &base, reference, &url) : url_parse(arena, reference, &url);
        if (want.n && want.p[0] == '!')
            CHECK(!is_ok(&s) && str_has(str_of(s.message), (struct str){want.p + 2, want.n - 2}), "%.*s: got %s",
                  STR_ARG(whole), is_ok(&s) ? url.text.p : s.message);
        else
            CHECK(is_ok(&s) && str_eq(url.text, want), "%.*s: got %s", STR_ARG(whole),
                  is_ok(&s) ? url.text.p : s.message);
        CHECK(!str_has(str_of(s.message), STR("secret")) && (!is_ok(&s) || !str_has(url.text, STR("secret"))),
              "no password in what comes out of %.*s", STR_ARG(base_text));
    }
    struct url url;
    struct status s = url_parse(arena, STR("http://ann:s%65cret@example.org/x?y"), &url);
    CHECK(is_ok(&s) && str_eq(url.user, STR("ann")) && str_eq(url.password, STR("secret")) &&
              str_eq(url.origin, STR("http://example.org:80")) && str_eq(url.target, STR("/x?y")),
          "credentials, origin and target are taken apart");
    s = url_parse(arena, STR("http://ann:secret@exa mple.org/x"), &url);
    CHECK(!is_ok(&s) && !str_has(str_of(s.message), STR("secret")),
          "an unreadable URL is named without its password: %s", s.message);
    s = url_parse(arena, STR("http://a.example/\r\nHost: evil"), &url);
    CHECK(!is_ok(&s) && str_has(str_of(s.message), STR("control")), "line ends in a URL: %s", s.message);
    char *longest = arena_alloc(arena, 20001);
    memset(longest, 'a', 20000);
    memcpy(longest, "http://a.example/", 17);
    s = url_parse(arena, (struct str){longest, 20000}, &url);
    CHECK(s.code == STATUS_LIMIT, "a URL of 20000 bytes: %s", s.message);
}

static struct str unescape(struct str line)
{
    char *out = arena_alloc(arena, line.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < line.n; i++) {
        if (line.p[i] == '\\' && i + 1 < line.n && line.p[i + 1] == 'r') {
            out[n++] = '\r';
            i++;
        } else if (line.p[i] == '\\' && i + 3 < line.n && line.p[i + 1] == 'x') {
            char hex[3] = {line.p[i + 2], line.p[i + 3], 0};
            out[n++] = (char)strtol(hex, NULL, 16);
            i += 3;
        } else {
            out[n++] = line.p[i];
        }
    }
    return (struct str){out, n};
}

static void test_robots(void)
{
    struct str rest = read_cases("tests/fetch/robots.txt");
    struct str name = STR("");
    struct buf file = {0};
    struct robots robots = {0};
    bool in_file = false;
    str_cut(&rest, '\n'); /* the comment on the format */
    while (rest.n) {
        struct str line = str_cut(&rest, '\n');
        if (str_starts(line, STR("== "))) {
            name = line;
            buf_clear(&file);
            in_file = true;
        } else if (in_file && str_eq(line, STR("--"))) {
            robots_parse(arena, str_copy(arena, buf_str(&file)), STR("nutgraf"), &robots);
            in_file = false;
        } else if (in_file) {
            buf_add(&file, unescape(line));
            buf_add_byte(&file, '\n');
        } else if (line.n) {
            struct str path = line;
            bool want = str_eq(str_cut(&path, ' '), STR("yes"));
            CHECK(robots_allow(arena, &robots, path) == want, "robots %.*s: %.*s", STR_ARG(name), STR_ARG(line));
        }
    }
    buf_free(&file);
    static const struct {
        long code;
        bool allows;
    } answers[] = {{200, false}, {404, true},  {403, true}, {429, true},
                   {500, false}, {503, false}, {0, false},  {301, false}};
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        robots_from_answer(arena, answers[i].code, STR("User-agent: *\nDisallow: /"), STR("nutgraf"), &robots);
        CHECK(robots_allow(arena, &robots, STR("/x")) == answers[i].allows, "robots.txt answered with %ld",
              answers[i].code);
    }
    size_t size = 4 << 20;
    char *big = arena_alloc(arena, size);
    for (size_t i = 0; i + 16 <= size; i += 16)
        memcpy(big + i, "Disallow:*a*a*b\n", 16);
    memcpy(big, "User-agent: *\n:\n", 16);
    char *path = arena_alloc(arena, 8000);
    memset(path, 'a', 8000);
    clock_t begin = clock();
    robots_parse(arena, (struct str){big, size}, STR("nutgraf"), &robots);
    CHECK(robots.rule_count <= ROBOTS_BYTE_LIMIT / 16, "only 500 KiB are read: %zu rules", robots.rule_count);
    CHECK(robots_allow(arena, &robots, (struct str){path, 8000}), "stars that never match");
    CHECK((double)(clock() - begin) / CLOCKS_PER_SEC < 5, "take bounded time (%.2f s)",
          (double)(clock() - begin) / CLOCKS_PER_SEC);
}

static void test_headers(void)
{
    static const struct {
        const char *value;
        int64_t seconds;
    } waits[] = {{"120", 120},
                 {" 0 ", 0},
                 {"-5", -1},
                 {"", -1},
                 {"soon", -1},
                 {"5.5", -1},
                 {"1e9", -1},
                 {"99999999999999999999", 604800},
                 {"604801", 604800},
                 {"Thu, 01 Jan 1970 02:00:00 GMT", 7200 - 1000},
                 {"Thu Jan  1 02:00:00 1970", 6200},
                 {"Thu, 01 Jan 1970 00:00:00 GMT", 0},
                 {"Fri, 01 Jan 2100 00:00:00 GMT", 604800},
                 {"\x01\x02", -1}};
    for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
        int64_t got = header_retry_after(arena, str_of(waits[i].value), 1000);
        CHECK(got == waits[i].seconds, "Retry-After: %s is %lld (got %lld)", waits[i].value,
              (long long)waits[i].seconds, (long long)got);
    }
    static const struct {
        const char *type, *charset;
    } types[] = {{"text/xml; charset=utf-8", "utf-8"},
                 {"text/xml;CHARSET=\"ISO-8859-1\"; x=y", "ISO-8859-1"},
                 {"text/xml", ""},
                 {"", ""},
                 {"text/xml; charset=", ""},
                 {"text/xml; xcharset=a; charset='b'", "b"}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        struct str got = header_charset(str_of(types[i].type));
        CHECK(str_eq(got, str_of(types[i].charset)), "charset of '%s' is '%s' (got '%.*s')", types[i].type,
              types[i].charset, STR_ARG(got));
    }
    struct headers h = {0};
    static const char *const lines[] = {
        "HTTP/1.1 100 Continue\r\n", "ETag: \"old\"\r\n",       "\r\n",         "HTTP/1.1 200 OK\r\n",
        "etag:  W/\"x\" \r\n",       "LAST-MODIFIED: then\r\n", "no colon\r\n", "Content-Length: 5\r\n",
        "Content-Length: 5\r\n"};
    struct status s = status_ok();
    for (size_t i = 0; i < sizeof lines / sizeof *lines && is_ok(&s); i++)
        s = headers_line(arena, &h, str_of(lines[i]));
    CHECK(is_ok(&s) && str_eq(h.etag, STR("W/\"x\"")) && str_eq(h.last_modified, STR("then")) && h.count == 9,
          "a head is read, the last one counts");
    s = headers_line(arena, &h, STR("Content-Length: 6\r\n"));
    CHECK(!is_ok(&s), "two lengths: %s", s.message);
    CHECK(header_is_sendable(STR("\"a\"")) && !header_is_sendable(STR("a\nb")) && !header_is_sendable(STR("")),
          "what may be sent back");
}

static void test_schedule(void)
{
    const struct schedule_rules rules = {.interval = 1800, .longest = 86400, .first_back_off = 600, .seed = 7};
    const struct {
        struct schedule_visit visit;
        int64_t least, most;
        const char *name;
    } cases[] = {
        {{.now = 1000, .retry_after = -1, .feed = 1}, 1800, 1980, "all well"},
        {{.now = 1000, .retry_after = -1, .ttl = 7200, .feed = 1}, 7200, 7920, "a ttl longer than the interval"},
        {{.now = 1000, .retry_after = -1, .ttl = 60, .feed = 1}, 1800, 1980, "a ttl shorter than it"},
        {{.now = 1000, .retry_after = -1, .ttl = INT64_C(1) << 40, .feed = 1}, 86400, 95040, "an absurd ttl"},
        {{.now = 1000, .retry_after = -1, .failures = 1, .feed = 1}, 600, 900, "first failure"},
        {{.now = 1000, .retry_after = -1, .failures = 4, .feed = 1}, 4800, 7200, "fourth failure"},
        {{.now = 1000, .retry_after = -1, .failures = 4000000000u, .feed = 1}, 86400, 129600, "four billion failures"},
        {{.now = 1000, .retry_after = 5000, .failures = 1, .feed = 1},
         5000,
         7500,
         "Retry-After longer than the back-off"},
        {{.now = 1000, .retry_after = 5, .failures = 1, .feed = 1}, 600, 900, "Retry-After shorter than it"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t wait = schedule_next(&rules, &cases[i].visit) - 1000;
        CHECK(wait >= cases[i].least && wait <= cases[i].most, "%s: %lld s", cases[i].name, (long long)wait);
        CHECK(wait + 1000 == schedule_next(&rules, &cases[i].visit), "%s: the same each time", cases[i].name);
    }
    int64_t seen = 0, first = 0;
    for (uint64_t feed = 0; feed < 20; feed++) {
        int64_t next = schedule_next(&rules, &(struct schedule_visit){.retry_after = -1, .failures = 3, .feed = feed});
        seen += feed && next != first;
        first = feed ? first : next;
    }
    CHECK(seen >= 15, "feeds that fail together come back apart (%lld of 19 differ)", (long long)seen);
    CHECK(schedule_is_due(100, 50, 100) && !schedule_is_due(99, 50, 100) && schedule_is_due(99, 100000, 200000),
          "due, not due, and a clock set back");
}

static void test_config(void)
{
    struct config c;
    struct status s = config_parse(arena,
                                   STR("\xef\xbb\xbf; comment\n[store]\npath = d/x.db\n[fetch]\n  connections = 5 ; "
                                       "five\ninterval = 2h\nfeed_bytes = 64K\n"
                                       "pages = no\nallow = 10.0.0.0/8\nallow = ::1\n[feeds]\nfeed = http://a/\nfeed = "
                                       "http://b/;x\nfeed = http://a/\n"),
                                   "dir/n.ini", &c);
    CHECK(is_ok(&s), "a configuration is read: %s", s.message);
    CHECK(strcmp(c.store_path, "dir/d/x.db") == 0 && c.connections == 5 && c.interval == 7200000 &&
              c.feed_bytes == 65536 && !c.pages,
          "its values");
    CHECK(c.allowed_count == 2 && c.feed_count == 2 && c.feeds[1].line == 13 &&
              str_eq(c.feeds[1].url, STR("http://b/;x")),
          "its lists");
    s = config_parse(arena, STR("[feeds]\nfeed = http://a/\nzone = Asia/Seoul\nfeed = http://b/\nfeed = http://c/\nzone = -05:00\nfeed = http://d/\n"),
                     "n.ini", &c);
    CHECK(is_ok(&s) && !c.feeds[0].zone.n && str_eq(c.feeds[1].zone, STR("Asia/Seoul")) &&
              str_eq(c.feeds[2].zone, STR("Asia/Seoul")) && str_eq(c.feeds[3].zone, STR("-05:00")),
          "a zone holds for the feeds below it: %s", s.message);
    s = config_parse(arena, STR("[feeds]\nzone = Atlantis\n"), "n.ini", &c);
    CHECK(!is_ok(&s) && str_has(str_of(s.message), STR("n.ini:2")), "a zone that is not known is named: %s", s.message);
    struct buf out = {0};
    size_t added;
    const struct str urls[] = {STR("http://b/"), STR("http://c/"), STR("http://c/")};
    struct str text = STR("; a\n[feeds]\n; mine\nfeed = http://b/\n\n; behind\n[fetch]\ncontact = x");
    s = config_add_feeds(arena, text, "n.ini", urls, 3, &out, &added);
    CHECK(is_ok(&s) && added == 1 &&
              str_eq(buf_str(&out),
                     STR("; a\n[feeds]\n; mine\nfeed = http://b/\nfeed = http://c/\n\n; behind\n[fetch]\ncontact = x")),
          "a feed is added behind the last: %s", out.p);
    buf_clear(&out);
    s = config_add_feeds(arena, STR(""), "n.ini", urls, 1, &out, &added);
    CHECK(is_ok(&s) && added == 1 && str_has(buf_str(&out), STR("[feeds]\nfeed = http://b/\n")) &&
              str_has(buf_str(&out), STR("CONFIGURATION.md")),
          "a new file begins with the template: %s", s.message);
    buf_clear(&out);
    s = config_add_feeds(arena, STR("[fetch]\ncontact = x"), "n.ini", urls, 1, &out, &added);
    CHECK(is_ok(&s) && str_eq(buf_str(&out), STR("[fetch]\ncontact = x\n\n[feeds]\nfeed = http://b/\n")),
          "a section is made");
    buf_free(&out);
    struct str manual = read_cases("docs/CONFIGURATION.md");
    static const char *const keys[] = {"path",
                                       "contact",
                                       "connections",
                                       "connections_per_host",
                                       "host_delay",
                                       "timeout",
                                       "connect_timeout",
                                       "slow_bytes",
                                       "slow_time",
                                       "feed_bytes",
                                       "page_bytes",
                                       "header_bytes",
                                       "redirects",
                                       "interval",
                                       "longest_wait",
                                       "back_off",
                                       "pages",
                                       "pages_per_round",
                                       "seed",
                                       "ca_file",
                                       "allow",
                                       "feed"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        CHECK(str_has(manual, str_format(arena, "`%s`", keys[i])), "docs/CONFIGURATION.md explains %s", keys[i]);
}

/* --- the guard, end to end: the test's own resolver and sockets --- */

struct world {
    int server; /* listening on loopback: stands for the whole internet */
    int port;
    int opened; /* connections that the guard let through */
    char last[ADDRESS_TEXT];
    int resolutions;
    const char *answer; /* of the server */
    struct response got;
    char message[400];
};

static void *serve(void *context)
{
    struct world *w = context;
    for (int fd; (fd = accept(w->server, NULL, NULL)) >= 0; close(fd)) {
        char request[4096];
        if (read(fd, request, sizeof request) > 0 && write(fd, w->answer, strlen(w->answer)) < 0)
            continue;
    }
    return NULL;
}

/* rebind.example is public at first and private ever after: what DNS rebinding does. */
static bool resolve(void *context, const char *host, char *out, size_t capacity)
{
    static const struct {
        const char *host, *addresses;
    } names[] = {{"public.example", "93.184.216.34"},        {"inside.example", "10.0.0.1"},
                 {"metadata.example", "169.254.169.254"},    {"mapped.example", "::ffff:10.0.0.1"},
                 {"both.example", "10.0.0.1,93.184.216.34"}, {"six.example", "fd00::1"},
                 {"nat64.example", "64:ff9b::a00:1"}};
    struct world *w = context;
    w->resolutions++;
    if (strcmp(host, "rebind.example") == 0)
        return snprintf(out, capacity, "%s", w->resolutions == 1 ? "93.184.216.34" : "192.168.0.1") > 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(host, names[i].host) == 0)
            return snprintf(out, capacity, "%s", names[i].addresses) > 0;
    return false;
}

/* Whatever the address, the socket goes to the loopback server. */
static int open_socket(void *context, struct sockaddr *address, unsigned *length)
{
    struct world *w = context;
    struct sockaddr_in here = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)w->port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    w->opened++;
    address_format(address, w->last);
    memcpy(address, &here, sizeof here);
    *length = sizeof here;
    return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

static int64_t ticks(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void on_done(void *context, const struct response *r)
{
    struct world *w = context;
    w->got = *r;
    snprintf(w->message, sizeof w->message, "%s", r->status.message);
}

static void get(struct world *w, const char *text, const char *answer)
{
    struct client_options options = {.user_agent = "test",
                                     .connections = 4,
                                     .connections_per_host = 4,
                                     .timeout_ms = 5000,
                                     .connect_timeout_ms = 5000,
                                     .slow_bytes = 1,
                                     .slow_seconds = 5,
                                     .header_limit = 65536,
                                     .redirect_limit = 5,
                                     .network = {w, resolve, open_socket},
                                     .ticks = ticks};
    struct client *c = client_create(&options);
    struct url url;
    struct status s = url_parse(arena, str_of(text), &url);
    w->opened = w->resolutions = 0;
    w->got = (struct response){0};
    w->answer = answer;
    w->last[0] = '\0';
    snprintf(w->message, sizeof w->message, "%s", s.message);
    if (is_ok(&s))
        client_get(c, &(struct request){.url = &url, .body_limit = 100000, .context = w, .done = on_done});
    while (client_run(c, 100))
        continue;
    client_destroy(c);
}

static void test_guard(void)
{
    struct world w = {.server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t length = sizeof here;
    if (bind(w.server, (struct sockaddr *)&here, sizeof here) != 0 || listen(w.server, 16) != 0 ||
        getsockname(w.server, (struct sockaddr *)&here, &length) != 0) {
        CHECK(false, "a socket on loopback");
        return;
    }
    w.port = ntohs(here.sin_port);
    pthread_t thread;
    pthread_create(&thread, NULL, serve, &w);
    static const char ok[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi";
#define TO(where) "HTTP/1.1 302 X\r\nLocation: " where "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    get(&w, "http://public.example/", ok);
    CHECK(w.got.code == 200 && w.opened == 1 && strcmp(w.last, "93.184.216.34") == 0,
          "a public address is connected to: %s", w.message);
    get(&w, "http://both.example/", ok);
    CHECK(w.got.code == 200 && w.opened == 1 && strcmp(w.last, "93.184.216.34") == 0,
          "of a name with a private and a public address only the public one: %s", w.message);
    static const struct {
        const char *url, *words;
    } refused[] = {{"http://inside.example/", "10.0.0.1 (private"},
                   {"http://metadata.example/latest/", "169.254.169.254 (link-local"},
                   {"http://mapped.example/", "IPv4-mapped"},
                   {"http://six.example/", "fd00::1 (private"},
                   {"http://nat64.example/", "NAT64"},
                   {"http://10.0.0.1/", "10.0.0.1 (private"},
                   {"http://[::ffff:10.0.0.1]/", "IPv4-mapped"},
                   {"http://169.254.169.254/", "metadata"},
                   {"http://[fe80::1]/", "link-local"},
                   {"http://0.0.0.0/", "unspecified"},
                   {"http://0x7f.1/", "unusual"},
                   {"http://2130706433/", "unusual"},
                   {"http://none.example/", "no such host"}};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        get(&w, refused[i].url, ok);
        CHECK(w.opened == 0 && w.got.code == 0 && strstr(w.message, refused[i].words), "%s: refused, no socket: %s",
              refused[i].url, w.message);
    }
    static const struct {
        const char *answer, *words;
    } redirects[] = {{TO("http://127.0.0.1/"), "loopback"},
                     {TO("http://169.254.169.254/latest/meta-data/"), "metadata"},
                     {TO("http://[::ffff:10.0.0.1]/"), "IPv4-mapped"},
                     {TO("http://inside.example/"), "10.0.0.1 (private"},
                     {TO("//10.1/"), "unusual"},
                     {TO("http://2130706433/"), "unusual"},
                     {TO("file:///etc/passwd"), "only http and https"},
                     {TO("http://metadata.example/"), "metadata"}};
    for (size_t i = 0; i < sizeof redirects / sizeof *redirects; i++) {
        get(&w, "http://public.example/", redirects[i].answer);
        CHECK(w.opened == 1 && strstr(w.message, redirects[i].words), "a redirect there is not followed: %s",
              w.message);
    }
    get(&w, "http://rebind.example/", TO("http://rebind.example/again"));
    CHECK(w.opened == 1 && strstr(w.message, "192.168.0.1"), "a name that changes its address between two hops: %s",
          w.message);
    shutdown(w.server, SHUT_RDWR);
    close(w.server);
    pthread_join(thread, NULL);
}

static void test_discover(void)
{
    struct url page;
    struct str found[DISCOVER_LIMIT];
    struct status s = url_parse(arena, STR("http://a.example/dir/page"), &page);
    CHECK(is_ok(&s), "a page's URL");
    size_t n = discover_feeds(
        arena,
        STR("<link rel=alternate type=application/rss+xml href=x><link rel='alternate stylesheet' type=text/css href=y>"
            "<LINK REL=Alternate TYPE='application/atom+xml;charset=x' HREF='//b.example/'><link rel=alternate "
            "type=application/feed+json href=x>"),
        &page, found);
    CHECK(n == 2 && str_eq(found[0], STR("http://a.example/dir/x")) && str_eq(found[1], STR("http://b.example/")),
          "declared feeds, each once (%zu)", n);
    struct buf deep = {0};
    for (int i = 0; i < 100000; i++)
        buf_add_z(&deep, "<div>");
    for (int i = 0; i < 1000; i++)
        buf_format(&deep, "<link rel=alternate type=application/rss+xml href=%d>", i);
    n = discover_feeds(arena, buf_str(&deep), &page, found);
    CHECK(n <= DISCOVER_LIMIT, "a page 100,000 levels deep is survived (%zu feeds)", n);
    buf_free(&deep);
    CHECK(discover_places(arena, &page, found) >= 5, "places are tried");
}

int main(void)
{
    arena = arena_create();
    test_addresses();
    test_urls();
    test_robots();
    test_headers();
    test_schedule();
    test_config();
    test_guard();
    test_discover();
    arena_destroy(arena);
    return tap_done();
}
