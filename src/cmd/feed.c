/* nutgraf feed - a feed as one JSON object, whatever its dialect. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "cmd/command.h"
#include "cmd/network.h"
#include "feed/address.h"
#include "feed/feed.h"
#include "feed/record.h"
#include "fetch/headers.h"

static json_t *text(struct str s)
{
    return json_stringn(s.p ? s.p : "", s.n);
}

/* Nine numbers in UTC, as in the C library's struct tm: year, month, day, hour, minute, second, weekday, day of the year. */
static json_t *moment_json(struct moment m)
{
    int64_t seconds = m.seconds;
    int32_t day = (int32_t)((seconds >= 0 ? seconds : seconds - 86399) / 86400);
    struct civil c = civil_of_day(day);
    int rest = (int)(seconds - (int64_t)day * 86400);
    return json_pack("[iiiiiiiii]", (int)c.year, c.month, c.day, rest / 3600, rest / 60 % 60, rest % 60, civil_weekday(day),
                     (int)(day - civil_day(c.year, 1, 1)) + 1, 0);
}

static json_t *record_json(const struct record *r, bool is_list);

static json_t *value_json(const struct value *v)
{
    switch (v->kind) {
    case VALUE_TEXT:
        return text(v->text);
    case VALUE_NULL:
        return json_null();
    case VALUE_BOOLEAN:
        return json_boolean(v->truth);
    case VALUE_NUMBER:
        return v->number == (double)(long)v->number ? json_integer((json_int_t)v->number) : json_real(v->number);
    case VALUE_MOMENT:
        return moment_json(v->moment);
    case VALUE_RECORD:
    case VALUE_LIST:
        return record_json(v->record, v->kind == VALUE_LIST);
    }
    return json_null();
}

static json_t *record_json(const struct record *r, bool is_list)
{
    json_t *out = is_list ? json_array() : json_object();
    for (const struct property *p = r ? r->first : NULL; p; p = p->next) {
        if (is_list)
            json_array_append_new(out, value_json(&p->value));
        else
            json_object_setn_new_nocheck(out, p->key.p ? p->key.p : "", p->key.n, value_json(&p->value));
    }
    return out;
}

static void print_feed(const struct feed *f, size_t indent)
{
    json_t *o = json_object(), *entries = json_array();
    for (size_t i = 0; i < f->entry_count; i++)
        json_array_append_new(entries, record_json(f->entries[i].record, false));
    json_object_set_new(o, "version", text(f->version));
    json_object_set_new(o, "encoding", text(f->encoding));
    json_object_set_new(o, "bozo", json_boolean(f->bozo));
    json_object_set_new(o, "bozo_reason", text(f->bozo_reason));
    json_object_set_new(o, "feed", record_json(f->record, false));
    json_object_set_new(o, "entries", entries);
    json_dumpf(o, stdout, JSON_INDENT(indent));
    putchar('\n');
    json_decref(o);
}

struct request_options {
    struct feed_options feed;
    bool is_indented;
};

static struct status get(struct arena *a, const char *url, struct buf *bytes, struct feed_options *options)
{
    struct response r;
    struct status s = network_get(a, url, false, &r);
    if (!is_ok(&s))
        return s;
    buf_add(bytes, r.body);
    options->base_url = r.url;
    options->http_charset = r.charset;
    return s;
}

static bool show(struct arena *a, const char *name, const struct request_options *given)
{
    struct buf bytes = {0};
    struct feed feed = {0};
    struct feed_options options = given->feed;
    options.where = name;
    struct status s = network_is_url(name) ? get(a, name, &bytes, &options) : file_read(name, FEED_BYTE_LIMIT, &bytes);
    if (is_ok(&s)) {
        s = feed_parse(a, buf_str(&bytes), &options, &feed);
        if (!is_ok(&s) && !feed.bozo) {
            feed.bozo = true;
            feed.bozo_reason = str_of(s.message);
        }
        print_feed(&feed, given->is_indented ? 1 : 0);
    }
    if (!is_ok(&s))
        fprintf(stderr, "nutgraf: %s\n", s.message);
    buf_free(&bytes);
    return is_ok(&s);
}

/* "Content-Type: text/xml; charset=utf-8" and its like, as a server would have sent them with the file. */
static bool take_header(struct arena *a, struct str line, struct feed_options *o)
{
    struct str value = line;
    struct str name = str_trim(str_cut(&value, ':'));
    value = str_trim(value);
    if (str_eq_nocase(name, STR("Content-Type"))) {
        o->http_charset = header_charset(value);
        o->http_type = str_trim(str_cut(&value, ';'));
    } else if (str_eq_nocase(name, STR("Content-Location"))) {
        struct str url = address_safe(a, o->base_url, value);
        o->base_url = url.n ? url : o->base_url;
    } else if (str_eq_nocase(name, STR("Content-Language"))) {
        o->language = value;
    } else {
        return false;
    }
    return true;
}

static int run(int argc, char **argv)
{
    int exit_code = EXIT_DONE, shown = 0;
    struct arena *a = arena_create(), *kept = arena_create();
    struct request_options options = {0};
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--url") == 0 && i + 1 < argc) {
            options.feed.base_url = str_of(argv[++i]);
        } else if (strcmp(argv[i], "--header") == 0 && i + 1 < argc) {
            take_header(kept, str_of(argv[++i]), &options.feed);
        } else if (strcmp(argv[i], "--indent") == 0) {
            options.is_indented = true;
        } else if (argv[i][0] == '-' && argv[i][1]) {
            fprintf(stderr, "nutgraf feed: no option '%s'; `nutgraf feed --help` lists them\n", argv[i]);
            exit_code = EXIT_MISUSE;
            break;
        } else {
            shown++;
            if (!show(a, argv[i], &options))
                exit_code = EXIT_SKIPPED;
            arena_reset(a);
        }
    }
    if (!shown && exit_code != EXIT_MISUSE && !show(a, "-", &options))
        exit_code = EXIT_SKIPPED;
    arena_destroy(a);
    arena_destroy(kept);
    return exit_code;
}

const struct command feed_command = {
    .name = "feed",
    .summary = "a feed of any dialect, as JSON",
    .help = "usage: nutgraf feed [--url URL] [--header LINE]... [--indent] [FILE|URL...]\n\n"
            "Prints one JSON object a feed: version (rss20, atom10, json11, ...), encoding, bozo (true if the feed is ill-\n"
            "formed) and bozo_reason, feed and entries with all their properties, under the names that the Universal Feed\n"
            "Parser gives them. Markup is made safe to show, links are absolute, dates are also nine numbers in UTC. Reads\n"
            "standard input where FILE is - or absent; a URL is fetched as `nutgraf fetch` would.\n\n"
            "  --url URL       where the file came from: its links are made absolute against it\n"
            "  --header LINE   a header it came with: Content-Type, Content-Location or Content-Language\n"
            "  --indent        for people\n\n"
            "  nutgraf feed --indent samples/feeds/daily-tessel.xml\n",
    .run = run,
};
