/* nutgraf add - finds the feeds of a page and writes them into the configuration. */
#include "cmd/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "cmd/network.h"
#include "feed/feed.h"
#include "feed/opml.h"
#include "fetch/discover.h"

struct search {
    struct arena *arena;
    struct fetch_options options;
    struct config config;
    struct str *found;
    size_t count, capacity;
};

static struct status get(struct search *s, struct str url, struct response *out)
{
    return fetch_one(s->arena, &s->options, url, (size_t)s->config.feed_bytes, out);
}

static void take(struct search *s, struct str url)
{
    s->found = arena_grow(s->arena, s->found, s->count, &s->capacity, sizeof *s->found);
    s->found[s->count++] = url;
}

/* Takes those of the candidates that really are feeds. */
static void try_all(struct search *s, const struct str *candidates, size_t count, bool only_first, bool is_declared)
{
    for (size_t i = 0; i < count && !network_stop; i++) {
        struct response r;
        struct status st = get(s, candidates[i], &r);
        if (is_ok(&st) && feed_detect(r.body)) {
            take(s, r.permanent.n ? r.permanent : candidates[i]);
            if (only_first)
                return;
        } else if (is_declared) {
            fprintf(stderr, "nutgraf: %s: declared by the page, but %s\n", candidates[i].p,
                    is_ok(&st) ? "not a feed" : st.message);
        }
    }
}

/* The feeds at or behind an address: itself, what it declares, or where feeds tend to be. */
static struct status search(struct search *s, struct str text)
{
    struct url url;
    struct status st = url_parse(s->arena, text, &url);
    if (!is_ok(&st))
        return st;
    struct response r;
    st = get(s, url.text, &r);
    if (!is_ok(&st))
        return st;
    size_t before = s->count;
    if (feed_detect(r.body)) {
        take(s, r.permanent.n ? r.permanent : url.text);
        return status_ok();
    }
    struct url page;
    struct str candidates[DISCOVER_LIMIT];
    st = url_parse(s->arena, r.url, &page);
    if (!is_ok(&st))
        return st;
    size_t count = discover_feeds(s->arena, r.body, &page, candidates);
    try_all(s, candidates, count, false, true);
    if (s->count == before) {
        count = discover_places(s->arena, &page, candidates);
        try_all(s, candidates, count, true, false);
    }
    if (s->count == before)
        return status_error(
            STATUS_BAD_INPUT,
            "%.200s: no feed: the page declares none, and none is where feeds tend to be (%zu places tried)",
            url.text.p, count);
    return status_ok();
}

static int finish(struct search *s, const char *path, struct str before, int code)
{
    size_t added;
    struct buf after = {0};
    struct status st = config_add_feeds(s->arena, before, path, s->found, s->count, &after, &added);
    if (is_ok(&st) && added)
        st = file_write(path, buf_str(&after));
    buf_free(&after);
    if (!is_ok(&st)) {
        fprintf(stderr, "nutgraf: %s\n", st.message);
        return EXIT_SKIPPED;
    }
    for (size_t i = 0; i < s->count; i++)
        printf("%s\n", s->found[i].p);
    fprintf(stderr, "%zu feeds found, %zu added to %s\n", s->count, added, path);
    return code;
}

/* Feeds from another reader's list. They are taken as they are: asking hundreds of servers is what fetch does. */
static struct status import(struct search *s, const char *path)
{
    struct buf bytes = {0};
    struct opml list;
    struct status st = file_read(path, OPML_BYTE_LIMIT, &bytes);
    if (is_ok(&st))
        st = opml_read(s->arena, buf_str(&bytes), path, &list);
    buf_free(&bytes);
    if (!is_ok(&st))
        return st;
    for (size_t i = 0; i < list.count; i++) {
        struct url url;
        struct status one = url_parse(s->arena, list.feeds[i].url, &url);
        if (is_ok(&one))
            take(s, url.text);
        else
            fprintf(stderr, "nutgraf: %s:%zu: skipped: %s\n", path, list.feeds[i].line, one.message);
    }
    if (list.problem.n)
        fprintf(stderr, "nutgraf: %s: ill-formed, %zu feeds could be read: %.*s\n", path, list.count, STR_ARG(list.problem));
    if (list.skipped)
        fprintf(stderr, "nutgraf: %s: %zu outlines skipped: their addresses are not http or https\n", path, list.skipped);
    return s->count ? status_ok() : status_error(STATUS_BAD_INPUT, "%s: a list without a single feed", path);
}

/* The configuration's feeds as OPML, under the titles that the store knows if there is one. */
static struct status export(struct search *s)
{
    struct store *store = NULL;
    const struct config *c = &s->config;
    struct opml_feed *feeds = arena_zero(s->arena, (c->feed_count + 1) * sizeof *feeds);
    bool is_filled = access(c->store_path, F_OK) == 0;
    struct status st = is_filled ? store_open(c->store_path, STORE_READ, &store) : status_ok();
    for (size_t i = 0; i < c->feed_count && is_ok(&st); i++) {
        struct stored_feed known = {0};
        struct url url;
        bool found = false;
        struct status one = url_parse(s->arena, c->feeds[i].url, &url);
        if (is_ok(&one) && store)
            st = store_get_feed(store, s->arena, url.text, &known, &found);
        feeds[i] = (struct opml_feed){.url = is_ok(&one) ? url.text : c->feeds[i].url,
                                      .title = found ? known.title : STR("")};
    }
    store_close(store);
    struct buf out = {0};
    if (is_ok(&st))
        opml_write(&out, STR("Feeds of nutgraf"), feeds, c->feed_count);
    fwrite(out.p ? out.p : "", 1, out.n, stdout);
    buf_free(&out);
    return st;
}

static int run_add(int argc, char **argv)
{
    bool imports = argc == 4 && strcmp(argv[2], "--opml") == 0, exports = argc == 3 && strcmp(argv[2], "--export") == 0;
    if (argc < 3 || (argv[2][0] == '-' && !imports && !exports) || argv[1][0] == '-' || strstr(argv[1], "://")) {
        fputs("nutgraf: want a configuration file, then URLs; `nutgraf add --help` has an example\n", stderr);
        return EXIT_MISUSE;
    }
    struct search s = {.arena = arena_create()};
    struct buf before = {0};
    int code = EXIT_DONE;
    struct status st = status_ok();
    config_defaults(&s.config);
    if (access(argv[1], F_OK) == 0) {
        st = file_read(argv[1], CONFIG_BYTE_LIMIT, &before);
        if (is_ok(&st))
            st = config_parse(s.arena, buf_str(&before), argv[1], &s.config);
    }
    if (is_ok(&st)) {
        network_begin(0);
        s.options = (struct fetch_options){.config = &s.config,
                                           .user_agent = network_user_agent(s.arena, s.config.contact),
                                           .stop = &network_stop,
                                           .now = network_now,
                                           .ticks = network_ticks};
        for (int i = imports ? 3 : 2; i < argc; i++) {
            struct status one = imports ? import(&s, argv[i]) : exports ? export(&s) : search(&s, str_of(argv[i]));
            if (!is_ok(&one)) {
                fprintf(stderr, "nutgraf: %s\n", one.message);
                code = EXIT_SKIPPED;
            }
        }
        if (s.count)
            code = finish(&s, argv[1], buf_str(&before), code);
    } else {
        fprintf(stderr, "nutgraf: %s\n", st.message);
        code = EXIT_SKIPPED;
    }
    buf_free(&before);
    arena_destroy(s.arena);
    return code;
}

extern const struct command add_command;

const struct command add_command = {
    .name = "add",
    .summary = "find the feeds of a page and add them to the configuration",
    .help =
        "usage: nutgraf add CONFIG URL...\n"
        "       nutgraf add CONFIG --opml FILE\n"
        "       nutgraf add CONFIG --export\n\n"
        "Finds the feeds that each page declares (or that stand where feeds tend to be), makes sure that they are "
        "feeds,\n"
        "and adds them under [feeds] of the configuration file. What is there already is not added again; comments "
        "and\n"
        "everything else in the file stay as they are. A file that does not exist is begun with a commented template.\n"
        "Prints the feeds found.\n\n"
        "  --opml FILE   add the feeds of another reader's list (OPML, - for standard input); nothing is asked for\n"
        "  --export      print the feeds of the configuration as OPML, for other readers\n\n"
        "example:\n"
        "  nutgraf add nutgraf.ini https://example.org/\n"
        "  nutgraf add nutgraf.ini --opml subscriptions.opml\n",
    .run = run_add,
};
