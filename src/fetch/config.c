#include "fetch/config.h"

#include <ini.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/embedded.h"
#include "base/file.h"
#include "base/map.h"
#include "text/timex_place.h"

enum kind { TEXT, PATH, NUMBER, BYTES, DURATION, YES_NO, CLOCK, PLACE, ADDRESSES, FEEDS, ZONE };

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE };

/* Every key there is. Numbers have a default and a range, in bytes or milliseconds. */
static const struct key {
    const char *section, *name;
    enum kind kind;
    size_t offset;
    int64_t standard, least, most;
} keys[] = {
    {"store", "path", PATH, offsetof(struct config, store_path), 0, 0, 0},
    {"fetch", "contact", TEXT, offsetof(struct config, contact), 0, 0, 0},
    {"fetch", "connections", NUMBER, offsetof(struct config, connections), 32, 1, 1024},
    {"fetch", "connections_per_host", NUMBER, offsetof(struct config, connections_per_host), 2, 1, 16},
    {"fetch", "host_delay", DURATION, offsetof(struct config, host_delay), SECOND, 0, HOUR},
    {"fetch", "timeout", DURATION, offsetof(struct config, timeout), 60 * SECOND, 100, HOUR},
    {"fetch", "connect_timeout", DURATION, offsetof(struct config, connect_timeout), 15 * SECOND, 100, HOUR},
    {"fetch", "slow_bytes", BYTES, offsetof(struct config, slow_bytes), 100, 1, 1 << 30},
    {"fetch", "slow_time", DURATION, offsetof(struct config, slow_time), 15 * SECOND, SECOND, HOUR},
    {"fetch", "feed_bytes", BYTES, offsetof(struct config, feed_bytes), 16 << 20, 1024, 64 << 20},
    {"fetch", "page_bytes", BYTES, offsetof(struct config, page_bytes), 8 << 20, 1024, 32 << 20},
    {"fetch", "header_bytes", BYTES, offsetof(struct config, header_bytes), 64 << 10, 1024, 1 << 20},
    {"fetch", "redirects", NUMBER, offsetof(struct config, redirects), 10, 0, 50},
    {"fetch", "interval", DURATION, offsetof(struct config, interval), 30 * MINUTE, SECOND, INT64_C(7) * 24 * HOUR},
    {"fetch", "longest_wait", DURATION, offsetof(struct config, longest_wait), 24 * HOUR, SECOND,
     INT64_C(30) * 24 * HOUR},
    {"fetch", "back_off", DURATION, offsetof(struct config, back_off), 10 * MINUTE, SECOND, 24 * HOUR},
    {"fetch", "pages", YES_NO, offsetof(struct config, pages), 1, 0, 1},
    {"fetch", "pages_per_round", NUMBER, offsetof(struct config, pages_per_round), 500, 0, 100000},
    {"fetch", "seed", NUMBER, offsetof(struct config, seed), 1, 0, INT64_MAX},
    {"fetch", "ca_file", PATH, offsetof(struct config, ca_file), 0, 0, 0},
    {"fetch", "allow", ADDRESSES, 0, 0, 0, 0},
    {"serve", "host", TEXT, offsetof(struct config, serve.host), 0, 0, 0},
    {"serve", "port", NUMBER, offsetof(struct config, serve.port), 8117, 0, 65535},
    {"serve", "title", TEXT, offsetof(struct config, serve.title), 0, 0, 0},
    {"serve", "address", TEXT, offsetof(struct config, serve.address), 0, 0, 0},
    {"serve", "token", TEXT, offsetof(struct config, serve.token), 0, 0, 0},
    {"serve", "webhook", TEXT, offsetof(struct config, serve.webhook), 0, 0, 0},
    {"serve", "threads", NUMBER, offsetof(struct config, serve.threads), 2, 2, 64},
    {"serve", "connections", NUMBER, offsetof(struct config, serve.connections), 2000, 10, 50000},
    {"serve", "idle", DURATION, offsetof(struct config, serve.idle), 15 * SECOND, SECOND, HOUR},
    {"serve", "rate", NUMBER, offsetof(struct config, serve.rate), 50, 0, 100000},
    {"serve", "window", DURATION, offsetof(struct config, serve.window), INT64_C(7) * 24 * HOUR, HOUR, INT64_C(365) * 24 * HOUR},
    {"serve", "images", YES_NO, offsetof(struct config, serve.images), 0, 0, 1},
    {"digest", "server", TEXT, offsetof(struct config, digest.server), 0, 0, 0},
    {"digest", "user", TEXT, offsetof(struct config, digest.user), 0, 0, 0},
    {"digest", "password", TEXT, offsetof(struct config, digest.password), 0, 0, 0},
    {"digest", "from", TEXT, offsetof(struct config, digest.from), 0, 0, 0},
    {"digest", "to", TEXT, offsetof(struct config, digest.to), 0, 0, 0},
    {"digest", "at", CLOCK, offsetof(struct config, digest.at), -1, 0, 0},
    {"digest", "zone", PLACE, offsetof(struct config, digest.zone), 0, 0, 0},
    {"digest", "stories", NUMBER, offsetof(struct config, digest.stories), 20, 1, 60},
    {"writer", "url", TEXT, offsetof(struct config, writer.url), 0, 0, 0},
    {"writer", "model", TEXT, offsetof(struct config, writer.model), 0, 0, 0},
    {"writer", "key_file", PATH, offsetof(struct config, writer.key_file), 0, 0, 0},
    {"writer", "timeout", DURATION, offsetof(struct config, writer.timeout), 120 * SECOND, 100, HOUR},
    {"writer", "requests", NUMBER, offsetof(struct config, writer.requests), 2, 1, 32},
    {"writer", "reply_bytes", BYTES, offsetof(struct config, writer.reply_bytes), 1 << 20, 1024, 16 << 20},
    {"writer", "pages_per_round", NUMBER, offsetof(struct config, writer.pages_per_round), 30, 0, 100000},
    {"writer", "json_mode", YES_NO, offsetof(struct config, writer.json_mode), 0, 0, 1},
    {"feeds", "feed", FEEDS, 0, 0, 0, 0},
    {"feeds", "zone", ZONE, 0, 0, 0, 0},
};
enum { KEYS = sizeof keys / sizeof *keys };

struct reader {
    struct arena *arena;
    struct config *out;
    struct str rest;
    size_t line;
    bool in_line; /* the rest begins inside a line */
    size_t given_at[KEYS];
    size_t feed_capacity, allowed_capacity;
    struct map feeds; /* hash of URL -> line */
    struct str zone;  /* for the feeds that follow */
    struct status status;
};

void config_defaults(struct config *out)
{
    *out = (struct config){.store_path = "nutgraf.db", .serve = {.host = "127.0.0.1", .title = "nutgraf"}};
    for (size_t i = 0; i < KEYS; i++) {
        char *at = (char *)out + keys[i].offset;
        if (keys[i].kind == YES_NO)
            *(bool *)(void *)at = keys[i].standard != 0;
        else if (keys[i].kind == NUMBER || keys[i].kind == BYTES || keys[i].kind == DURATION || keys[i].kind == CLOCK)
            *(int64_t *)(void *)at = keys[i].standard;
    }
}

static int64_t unit_of(enum kind kind, struct str unit)
{
    static const struct {
        const char *name;
        enum kind kind;
        int64_t value;
    } units[] = {
        {"", NUMBER, 1},         {"", BYTES, 1},        {"K", BYTES, 1 << 10},
        {"M", BYTES, 1 << 20},   {"ms", DURATION, 1},   {"s", DURATION, SECOND},
        {"m", DURATION, MINUTE}, {"h", DURATION, HOUR}, {"d", DURATION, 24 * HOUR},
    };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (units[i].kind == kind && str_eq(unit, str_of(units[i].name)))
            return units[i].value;
    return 0;
}

static struct status read_number(const struct reader *r, const struct key *key, struct str value, int64_t *out)
{
    static const char *const wants[] = {[NUMBER] = "a whole number",
                                        [BYTES] = "bytes, as in 65536, 64K or 16M",
                                        [DURATION] = "a time, as in 500ms, 15s, 30m, 2h or 1d"};
    size_t digits = 0;
    int64_t number = 0;
    while (digits < value.n && digits < 18 && value.p[digits] >= '0' && value.p[digits] <= '9')
        number = number * 10 + (value.p[digits++] - '0');
    int64_t unit = unit_of(key->kind, str_trim((struct str){value.p + digits, value.n - digits}));
    if (!digits || !unit)
        return status_error(STATUS_BAD_INPUT, "%s:%zu: %s = %.*s: want %s", r->out->path, r->line, key->name,
                            STR_ARG(utf8_cut(value, 60)), wants[key->kind]);
    if (__builtin_mul_overflow(number, unit, out) || *out < key->least || *out > key->most)
        return status_error(STATUS_BAD_INPUT, "%s:%zu: %s = %.*s: want %s between %lld and %lld%s", r->out->path,
                            r->line, key->name, STR_ARG(utf8_cut(value, 60)), wants[key->kind], (long long)key->least,
                            (long long)key->most, key->kind == DURATION ? " ms" : "");
    return status_ok();
}

static struct status check_zone(const struct reader *r, struct str value)
{
    if (timex_place_zone(value, &(struct moment){0}))
        return status_ok();
    return status_error(STATUS_BAD_INPUT, "%s:%zu: zone = %.*s: want a city or an offset, as in Asia/Seoul or +09:00", r->out->path, r->line,
                        STR_ARG(utf8_cut(value, 60)));
}

/* "07:00", in minutes. */
static struct status read_clock(const struct reader *r, const struct key *key, struct str value, int64_t *out)
{
    struct moment m;
    char text[24];
    snprintf(text, sizeof text, "1970-01-01T%.*s", STR_ARG(utf8_cut(value, 6)));
    if (value.n != 5 || !moment_parse_iso(str_of(text), &m) || m.seconds >= 86400)
        return status_error(STATUS_BAD_INPUT, "%s:%zu: %s = %.*s: want a time of day, as in 07:00", r->out->path, r->line, key->name,
                            STR_ARG(utf8_cut(value, 60)));
    *out = m.seconds / 60;
    return status_ok();
}

static const char *beside(struct arena *a, const char *file, struct str name)
{
    const char *slash = strrchr(file, '/');
    if (name.p[0] == '/' || !slash)
        return str_z(a, name);
    return str_format(a, "%.*s/%.*s", (int)(slash - file), file, STR_ARG(name)).p;
}

static void add_feed(struct reader *r, struct str url)
{
    uint64_t *known = map_put(&r->feeds, str_hash(url));
    if (*known)
        return;
    *known = r->line;
    struct config *c = r->out;
    c->feeds = arena_grow(r->arena, c->feeds, c->feed_count, &r->feed_capacity, sizeof *c->feeds);
    c->feeds[c->feed_count++] = (struct config_feed){str_copy(r->arena, url), r->zone, r->line};
}

static struct status read_value(struct reader *r, size_t index, struct str value)
{
    const struct key *key = &keys[index];
    struct config *c = r->out;
    char *at = (char *)c + key->offset;
    bool is_list = key->kind == ADDRESSES || key->kind == FEEDS || key->kind == ZONE;
    if (!is_list && r->given_at[index])
        return status_error(STATUS_BAD_INPUT, "%s:%zu: %s is already given in line %zu", c->path, r->line, key->name,
                            r->given_at[index]);
    r->given_at[index] = r->line;
    if (!value.n)
        return status_error(STATUS_BAD_INPUT, "%s:%zu: %s has no value", c->path, r->line, key->name);
    for (size_t i = 0; i < value.n; i++)
        if ((unsigned char)value.p[i] < 32 || value.p[i] == 127)
            return status_error(STATUS_BAD_INPUT, "%s:%zu: %s holds a control character", c->path, r->line, key->name);
    switch (key->kind) {
    case TEXT:
        *(const char **)(void *)at = str_z(r->arena, value);
        return status_ok();
    case PATH:
        *(const char **)(void *)at = beside(r->arena, c->path, value);
        return status_ok();
    case YES_NO:
        if (!str_eq(value, STR("yes")) && !str_eq(value, STR("no")))
            return status_error(STATUS_BAD_INPUT, "%s:%zu: %s = %.*s: want yes or no", c->path, r->line, key->name,
                                STR_ARG(utf8_cut(value, 60)));
        *(bool *)(void *)at = str_eq(value, STR("yes"));
        return status_ok();
    case CLOCK:
        return read_clock(r, key, value, (int64_t *)(void *)at);
    case PLACE:
        *(const char **)(void *)at = str_z(r->arena, value);
        return check_zone(r, value);
    case ADDRESSES:
        c->allowed = arena_grow(r->arena, c->allowed, c->allowed_count, &r->allowed_capacity, sizeof *c->allowed);
        if (!address_range_parse(value, &c->allowed[c->allowed_count]))
            return status_error(STATUS_BAD_INPUT,
                                "%s:%zu: allow = %.*s: want an address or a range, as in 10.1.2.0/24 or ::1", c->path,
                                r->line, STR_ARG(utf8_cut(value, 60)));
        c->allowed_count++;
        return status_ok();
    case FEEDS:
        add_feed(r, value);
        return status_ok();
    case ZONE:
        r->zone = str_copy(r->arena, value);
        return check_zone(r, value);
    default:
        return read_number(r, key, value, (int64_t *)(void *)at);
    }
}

static int on_value(void *context, const char *section, const char *name, const char *value)
{
    struct reader *r = context;
    if (!is_ok(&r->status))
        return 1;
    for (size_t i = 0; i < KEYS; i++) {
        if (strcmp(keys[i].section, section) != 0 || strcmp(keys[i].name, name) != 0)
            continue;
        r->status = read_value(r, i, str_of(value));
        return 1;
    }
    r->status = status_error(STATUS_BAD_INPUT,
                             "%s:%zu: there is no key '%.40s' in section [%.40s]; docs/CONFIGURATION.md lists all",
                             r->out->path, r->line, name, section);
    return 1;
}

/* As fgets: up to a line end or `room` - 1 bytes. Counts lines, which libinih keeps to itself. */
static char *on_read(char *into, int room, void *context)
{
    struct reader *r = context;
    if (!r->rest.n || room < 2)
        return NULL;
    size_t most = (size_t)room - 1 < r->rest.n ? (size_t)room - 1 : r->rest.n;
    const char *end = memchr(r->rest.p, '\n', most);
    size_t n = end ? (size_t)(end - r->rest.p) + 1 : most;
    memcpy(into, r->rest.p, n);
    into[n] = '\0';
    r->line += !r->in_line;
    r->in_line = !end;
    r->rest = (struct str){r->rest.p + n, r->rest.n - n};
    return into;
}

static struct status check_text(struct str bytes, const char *path)
{
    size_t bad, number = 0;
    if (bytes.n > CONFIG_BYTE_LIMIT)
        return status_error(STATUS_LIMIT, "%s: %zu bytes; the limit is %d", path, bytes.n, CONFIG_BYTE_LIMIT);
    for (struct str rest = bytes; rest.n;) {
        struct str line = str_cut(&rest, '\n');
        number++;
        if (line.n > CONFIG_LINE_LIMIT)
            return status_error(STATUS_LIMIT, "%s:%zu: a line of %zu bytes; the limit is %d", path, number, line.n,
                                CONFIG_LINE_LIMIT);
        if (!utf8_is_valid(line, &bad) || (line.n && memchr(line.p, '\0', line.n)))
            return status_error(STATUS_BAD_INPUT, "%s:%zu: not text in UTF-8", path, number);
    }
    return status_ok();
}

struct status config_parse(struct arena *a, struct str bytes, const char *path, struct config *out)
{
    config_defaults(out);
    out->path = path;
    struct status s = check_text(bytes, path);
    if (!is_ok(&s))
        return s;
    ini_use_stack = false; /* its line buffer on the stack ends at 200 bytes; URLs do not */
    ini_allow_realloc = true;
    ini_allow_multiline = false; /* an indented key is a key */
    ini_max_line = CONFIG_LINE_LIMIT + 3;
    struct reader r = {.arena = a, .out = out, .rest = bytes};
    out->store_path = beside(a, path, STR("nutgraf.db"));
    int bad_line = ini_parse_stream(on_read, &r, on_value, &r);
    map_free(&r.feeds);
    if (!is_ok(&r.status))
        return r.status;
    if (bad_line)
        return status_error(STATUS_BAD_INPUT, "%s:%d: want [section], key = value or a comment that begins with ; or #",
                            path, bad_line);
    if (out->digest.at >= 0 && (!out->digest.server || !out->digest.from || !out->digest.to))
        return status_error(STATUS_BAD_INPUT, "%s: [digest] at wants server, from and to beside it", path);
    return status_ok();
}

struct status config_read(struct arena *a, const char *path, struct config *out)
{
    struct buf bytes = {0};
    struct status s = file_read(path, CONFIG_BYTE_LIMIT, &bytes);
    if (is_ok(&s))
        s = config_parse(a, buf_str(&bytes), str_z(a, str_of(path)), out);
    buf_free(&bytes);
    return s;
}

/* Where the line ends in which the last feed stands, or the [feeds] section begins; 0 when there is no such section. */
static size_t end_of_feeds(struct str text)
{
    bool in_feeds = false;
    size_t place = 0;
    for (struct str rest = text; rest.n;) {
        struct str line = str_trim(str_cut(&rest, '\n'));
        if (line.n && line.p[0] == '[')
            in_feeds = str_starts(line, STR("[feeds]"));
        bool is_comment = !line.n || line.p[0] == ';' || line.p[0] == '#';
        if (in_feeds && !is_comment)
            place = text.n - rest.n;
    }
    return place;
}

struct status config_add_feeds(struct arena *a, struct str bytes, const char *path, const struct str *urls,
                               size_t count, struct buf *out, size_t *added)
{
    *added = 0;
    struct config before;
    if (!bytes.n)
        bytes = embedded_get("data/nutgraf.ini");
    struct status s = config_parse(a, bytes, path, &before);
    if (!is_ok(&s))
        return s;
    size_t place = end_of_feeds(bytes);
    struct str head = {bytes.p, place ? place : bytes.n};
    buf_add(out, head);
    if (head.n && head.p[head.n - 1] != '\n')
        buf_add_byte(out, '\n');
    if (!place)
        buf_add_z(out, "\n[feeds]\n");
    for (size_t i = 0; i < count; i++) {
        bool is_known = false;
        for (size_t k = 0; k < before.feed_count && !is_known; k++)
            is_known = str_eq(before.feeds[k].url, urls[i]);
        for (size_t k = 0; k < i && !is_known; k++)
            is_known = str_eq(urls[k], urls[i]);
        if (is_known)
            continue;
        buf_format(out, "feed = %.*s\n", STR_ARG(urls[i]));
        ++*added;
    }
    buf_add(out, (struct str){bytes.p + head.n, bytes.n - head.n});
    return status_ok();
}
