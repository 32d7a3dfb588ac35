/* nutgraf fetch - the feeds of a configuration into its database. */
#include "cmd/command.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "cmd/network.h"

struct run {
    bool once, all, quiet, verbose;
    const char *config_path, *store_path, *contact, *log_path;
    int64_t now;
    struct str *urls;
    size_t url_count, url_capacity;
    struct arena *arena;
    FILE *log;
    struct status *failures; /* message only, each with its URL */
    size_t failure_count, failure_capacity;
    struct arena *round; /* memory of the failures */
    bool has_failed;
};

static void log_line(struct run *run, json_t *line)
{
    if (line && json_dumpf(line, run->log, JSON_COMPACT | JSON_PRESERVE_ORDER) == 0 && fputc('\n', run->log) != EOF)
        fflush(run->log);
    json_decref(line);
}

static void on_hop(void *context, const struct client_hop *hop)
{
    struct run *run = context;
    json_t *line = json_pack("{s:s, s:I, s:I, s:s#, s:s, s:I, s:I, s:I}", "event", "request", "at_ms",
                             (json_int_t)hop->began_ms, "took_ms", (json_int_t)hop->took_ms, "url", hop->url.p,
                             hop->url.n, "address", hop->address, "code", (json_int_t)hop->code, "header_bytes",
                             (json_int_t)hop->header_bytes, "body_bytes", (json_int_t)hop->body_bytes);
    if (hop->etag.n)
        json_object_set_new(line, "if_none_match", json_stringn_nocheck(hop->etag.p, hop->etag.n));
    if (hop->last_modified.n)
        json_object_set_new(line, "if_modified_since",
                            json_stringn_nocheck(hop->last_modified.p, hop->last_modified.n));
    if (!is_ok(hop->status))
        json_object_set_new(line, "problem", json_string(hop->status->message));
    log_line(run, line);
}

static void keep_failure(struct run *run, const struct fetch_event *e)
{
    run->failures =
        arena_grow(run->round, run->failures, run->failure_count, &run->failure_capacity, sizeof *run->failures);
    run->failures[run->failure_count++] = status_error(STATUS_IO, "%.150s: %s", e->url, e->why);
}

static void on_event(void *context, const struct fetch_event *e)
{
    static const char *const names[] = {[FETCH_UPDATED] = "updated",
                                        [FETCH_UNCHANGED] = "unchanged",
                                        [FETCH_FAILED] = "failed",
                                        [FETCH_GONE] = "gone",
                                        [FETCH_PAGE] = "page",
                                        [FETCH_PAGE_FAILED] = "page-failed",
                                        [FETCH_PAGE_REFUSED] = "page-refused",
                                        [FETCH_ARTICLE] = "article",
                                        [FETCH_NOTE] = "note"};
    struct run *run = context;
    if (run->log) {
        json_t *line =
            json_pack("{s:s, s:s, s:s*, s:s*}", "event", names[e->result], "url", e->url, "id", e->id, "why", e->why);
        if (e->result == FETCH_ARTICLE)
            json_object_set_new(line, "revision", json_boolean(e->is_revision));
        log_line(run, line);
    }
    if (e->result == FETCH_FAILED || e->result == FETCH_GONE || e->result == FETCH_PAGE_FAILED)
        keep_failure(run, e);
    if (!run->verbose || e->result == FETCH_ARTICLE)
        return;
    if (e->result == FETCH_UPDATED)
        fprintf(stderr, "%-12s %4zu new %3zu changed  %s\n", names[e->result], e->new_articles, e->changed_articles,
                e->url);
    else
        fprintf(stderr, "%-12s                       %s%s%s\n", names[e->result], e->url, e->why ? ": " : "",
                e->why ? e->why : "");
}

static void print_summary(const struct run *run, const struct fetch_summary *s)
{
    for (size_t i = 0; i < run->failure_count; i++)
        fprintf(stderr, "nutgraf: %s\n", run->failures[i].message);
    if (run->quiet)
        return;
    fprintf(stderr, "%zu feeds: %zu asked, %zu updated, %zu unchanged, %zu failed, %zu gone, %zu not due\n", s->feeds,
            s->visited, s->updated, s->unchanged, s->failed, s->gone, s->not_due);
    fprintf(stderr, "articles: %zu new, %zu changed; pages: %zu read, %zu failed, %zu refused by robots.txt\n",
            s->new_articles, s->changed_articles, s->pages, s->pages_failed, s->pages_refused);
    fprintf(stderr, "%zu connections, at most %zu requests at once\n", s->connections, s->most_at_once);
}

static void wait_until(int64_t seconds)
{
    while (!network_stop) {
        int64_t left = seconds - network_now(NULL);
        if (left <= 0)
            return;
        nanosleep(&(struct timespec){.tv_sec = left > 3600 ? 3600 : (time_t)left}, NULL); /* a signal ends it */
    }
}

static struct status fetch(struct run *run, const struct config *config)
{
    struct store *store;
    struct status s = store_open(config->store_path, STORE_WRITE, &store);
    if (!is_ok(&s))
        return s;
    struct fetch_options options = {
        .config = config,
        .store = store,
        .user_agent = network_user_agent(run->arena, config->contact),
        .ignores_schedule = run->all,
        .stop = &network_stop,
        .now = network_now,
        .ticks = network_ticks,
        .context = run,
        .event = on_event,
        .hop = run->log ? on_hop : NULL,
    };
    struct fetch *f = fetch_create(&options);
    for (bool again = true; again && is_ok(&s);) {
        struct fetch_summary summary;
        run->round = arena_create();
        run->failures = NULL;
        run->failure_count = run->failure_capacity = 0;
        s = fetch_round(f, &summary);
        run->has_failed = summary.failed || summary.pages_failed;
        if (summary.visited || run->once || !is_ok(&s))
            print_summary(run, &summary);
        arena_destroy(run->round);
        again = !run->once && !network_stop && summary.next_visit;
        if (again && is_ok(&s))
            wait_until(summary.next_visit);
        again = again && !network_stop;
    }
    fetch_destroy(f);
    store_close(store);
    return s;
}

static bool take_value(int argc, char **argv, int *i, const char *name, const char **out)
{
    if (strcmp(argv[*i], name) != 0)
        return false;
    if (*i + 1 < argc)
        *out = argv[++*i];
    return *out != NULL;
}

static struct status read_arguments(struct run *run, int argc, char **argv)
{
    const char *now = NULL;
    for (int i = 1; i < argc; i++) {
        const char *arg = argv[i];
        if (strcmp(arg, "--once") == 0)
            run->once = true;
        else if (strcmp(arg, "--all") == 0)
            run->all = true;
        else if (strcmp(arg, "--quiet") == 0)
            run->quiet = true;
        else if (strcmp(arg, "--verbose") == 0)
            run->verbose = true;
        else if (take_value(argc, argv, &i, "--store", &run->store_path) ||
                 take_value(argc, argv, &i, "--contact", &run->contact) ||
                 take_value(argc, argv, &i, "--log", &run->log_path) || take_value(argc, argv, &i, "--now", &now))
            continue;
        else if (arg[0] == '-')
            return status_error(STATUS_MISUSE,
                                "no option '%.60s', or its value is missing; `nutgraf fetch --help` lists them", arg);
        else if (strstr(arg, "://")) {
            run->urls = arena_grow(run->arena, run->urls, run->url_count, &run->url_capacity, sizeof *run->urls);
            run->urls[run->url_count++] = str_of(arg);
        } else if (run->config_path)
            return status_error(STATUS_MISUSE, "two configurations, %.80s and %.80s: want one (a URL begins with http)",
                                run->config_path, arg);
        else
            run->config_path = arg;
    }
    struct moment moment = {0};
    if (now && !moment_parse_iso(str_of(now), &moment))
        return status_error(STATUS_MISUSE, "--now %.60s: want ISO 8601, as in 2031-03-18T12:00:00Z", now);
    run->now = moment.seconds;
    if (!run->config_path && !run->url_count)
        return status_error(
            STATUS_MISUSE,
            "what to fetch? Name a configuration file or feed URLs; `nutgraf fetch --help` has an example");
    return status_ok();
}

static struct status configure(struct run *run, struct config *config)
{
    config_defaults(config);
    if (run->config_path) {
        struct status s = config_read(run->arena, run->config_path, config);
        if (!is_ok(&s))
            return s;
    }
    if (run->url_count) {
        config->feeds = arena_zero(run->arena, run->url_count * sizeof *config->feeds);
        config->feed_count = run->url_count;
        for (size_t i = 0; i < run->url_count; i++)
            config->feeds[i].url = run->urls[i];
        config->path = NULL;
        run->once = run->all = true;
    }
    if (run->store_path)
        config->store_path = run->store_path;
    if (run->contact)
        config->contact = run->contact;
    if (!config->contact && !run->quiet)
        fputs("nutgraf: no contact is set, so sites cannot tell who asks: write `contact = you@example.org` under "
              "[fetch], or give --contact\n",
              stderr);
    if (!config->feed_count)
        return status_error(STATUS_MISUSE, "%s: no feeds in it; `nutgraf add %s URL` adds those of a site",
                            run->config_path, run->config_path);
    if (run->log_path && !(run->log = fopen(run->log_path, "ae")))
        return status_error(STATUS_IO, "%s: cannot be written: %s", run->log_path, strerror(errno));
    return status_ok();
}

static int run_fetch(int argc, char **argv)
{
    struct run run = {.arena = arena_create(), .verbose = isatty(STDERR_FILENO) == 1};
    struct config config;
    struct status s = read_arguments(&run, argc, argv);
    if (is_ok(&s))
        s = configure(&run, &config);
    if (is_ok(&s)) {
        run.verbose = run.verbose && !run.quiet;
        network_begin(run.now);
        s = fetch(&run, &config);
    }
    if (!is_ok(&s))
        fprintf(stderr, "nutgraf: %s\n", s.message);
    if (run.log && fclose(run.log) != 0)
        fprintf(stderr, "nutgraf: %s: not written whole: %s\n", run.log_path, strerror(errno));
    arena_destroy(run.arena);
    return s.code == STATUS_MISUSE ? EXIT_MISUSE : !is_ok(&s) || run.has_failed ? EXIT_SKIPPED : EXIT_DONE;
}

extern const struct command fetch_command;

const struct command fetch_command = {
    .name = "fetch",
    .summary = "fetch feeds, and the pages their entries lack, into a database",
    .help =
        "usage: nutgraf fetch [OPTION...] CONFIG|URL...\n\n"
        "Fetches every feed of the configuration file that is due, then the pages behind entries that carry no text,\n"
        "and keeps on until it is stopped. Given URLs, fetches these feeds once (with a CONFIG before them: within "
        "its\n"
        "limits). docs/CONFIGURATION.md explains the file key by key.\n\n"
        "  --once           one round, then end\n"
        "  --all            also feeds that are not due yet\n"
        "  --store FILE     the database (default: [store] path of the configuration, else nutgraf.db)\n"
        "  --contact WHO    address or page that sites see in the User-Agent\n"
        "  --log FILE       append every request made and every article stored, as JSON lines\n"
        "  --verbose        one line a feed, also when not on a terminal\n"
        "  --quiet          failures only\n"
        "  --now TIME       begin the clock at this time (ISO 8601), for tests\n\n"
        "Ends with 0 when all went well, 1 when something failed (standard error says what and why), 2 on misuse.\n\n"
        "example:\n"
        "  nutgraf add nutgraf.ini https://example.org/ && nutgraf fetch --once nutgraf.ini\n",
    .run = run_fetch,
};
