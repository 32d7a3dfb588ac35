/* nutgraf run - one process that fetches, groups, writes and serves, for months. */
#include <errno.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "cmd/command.h"
#include "cmd/network.h"
#include "lib/deliver.h"
#include "lib/newsroom.h"
#include "lib/wire.h"
#include "serve/serve.h"

enum { NEWS_MOST = 200 };    /* stories in one note */
enum { EDITOR_NICE = 5 };
enum { RETRY_SECONDS = 5, RETRY_MOST = 300 }; /* after a failure of the store */
enum { EDITION_MS = 10000 };  /* while a round goes on, at least so long between two editions */
enum { LOOK_NS = 100000000 };
enum { RANK_SECONDS = 300 }; /* ranks change with time, also when nothing comes in */

struct site {
    struct arena *arena; /* of all configurations read: few, and the server may still look at the first */
    const char *config_path;
    struct config config;
    int64_t port; /* -1: the configuration's */
    bool once, quiet, no_fetch;
    struct store *store;
    struct newsroom_options editing;
    struct newsroom *newsroom;
    struct server *server;
    struct client_options image_client;
    struct wire *wire;
    int64_t edition_ticks; /* when the last edition was done */
    json_t *news; /* for the webhook: since the last note */
    struct round_figures round;
    int64_t published; /* when the snapshot was made */
    atomic_bool has_failed;
};

static atomic_int reload_wanted;

static void on_hangup(int number)
{
    reload_wanted = number;
}

static void say(const struct site *site, const char *text)
{
    if (!site->quiet)
        fprintf(stderr, "nutgraf: %s\n", text);
}

/* From any thread: one call, one line. */
static void on_problem(void *context, const struct status *why)
{
    (void)context;
    fprintf(stderr, "nutgraf: %s\n", why->message);
}

static void on_event(void *context, const struct fetch_event *e)
{
    struct site *site = context;
    bool is_failure = e->result == FETCH_FAILED || e->result == FETCH_GONE || e->result == FETCH_PAGE_FAILED;
    if (is_failure) {
        site->has_failed = true;
        fprintf(stderr, "nutgraf: %s: %s\n", e->url, e->why ? e->why : "failed");
    }
}

/* One note a round, whatever it holds. */
static void on_news(void *context, const struct newsroom_news *news)
{
    struct site *site = context;
    if (!site->config.serve.webhook || json_array_size(site->news) >= NEWS_MOST)
        return;
    json_t *o = json_object();
    const struct {
        const char *key;
        struct str value;
    } fields[] = {{"id", news->id}, {"headline", news->headline}, {"lead", news->lead}};
    for (size_t i = 0; i < 3; i++)
        json_object_set_new(o, fields[i].key, json_stringn(fields[i].value.p ? fields[i].value.p : "", fields[i].value.n));
    json_object_set_new(o, "version", json_integer(news->version));
    json_array_append_new(site->news, o);
}

static void tell_webhook(struct site *site)
{
    if (!json_array_size(site->news))
        return;
    json_t *note = json_pack("{s:O}", "stories", site->news);
    char *text = json_dumps(note, JSON_COMPACT);
    struct status s = deliver_note(site->config.serve.webhook, site->config.ca_file, str_of(text));
    if (!is_ok(&s))
        on_problem(site, &s);
    free(text);
    json_decref(note);
    json_array_clear(site->news);
}

static struct fetch_options fetch_options(struct site *site)
{
    return (struct fetch_options){
        .config = &site->config,
        .user_agent = network_user_agent(site->arena, site->config.contact),
        .stop = &network_stop,
        .now = network_now,
        .ticks = network_ticks,
        .context = site,
        .event = on_event,
    };
}

static struct status create_wire(struct site *site)
{
    struct wire_options options = {.store = site->store, .fetch = fetch_options(site), .problem = on_problem};
    struct config *config = arena_alloc(site->arena, sizeof *config);
    *config = site->config;
    options.fetch.config = config;
    return wire_create(&options, &site->wire);
}

static struct str site_address(struct arena *a, const char *address)
{
    struct str s = str_of(address);
    return !s.n || s.p[s.n - 1] == '/' ? s : str_format(a, "%s/", address);
}

static struct status start_server(struct site *site)
{
    const struct config_serve *c = &site->config.serve;
    struct fetch_options fetching = fetch_options(site);
    site->image_client = fetch_client_options(&fetching);
    struct serve_options options = {
        .host = c->host,
        .port = (uint16_t)(site->port >= 0 ? site->port : c->port),
        .store_path = site->config.store_path,
        .title = str_of(c->title),
        .address = site_address(site->arena, c->address),
        .token = c->token,
        .threads = (unsigned)c->threads,
        .connections = (unsigned)c->connections,
        .idle_seconds = (unsigned)(c->idle / 1000),
        .rate = (unsigned)c->rate,
        .images = c->images ? &site->image_client : NULL,
        .version = NUTGRAF_VERSION,
        .now = network_now,
        .ticks = network_ticks,
        .problem = on_problem,
    };
    struct status s = server_start(&options, &site->server);
    if (is_ok(&s) && !site->quiet)
        fprintf(stderr, strchr(c->host, ':') ? "nutgraf: http://[%s]:%u/\n" : "nutgraf: http://%s:%u/\n", c->host, server_port(site->server));
    return s;
}

static struct status publish(struct site *site)
{
    struct snapshot *snapshot;
    if (!site->server)
        return status_ok();
    int64_t now = network_now(NULL);
    struct status s = newsroom_snapshot(site->newsroom, now, &site->round, &snapshot);
    if (is_ok(&s))
        server_publish(site->server, snapshot);
    site->published = now;
    return s;
}

static struct status run_actions(struct site *site, bool *changed)
{
    struct arena *a = arena_create();
    struct serve_action action;
    struct status s = status_ok();
    bool found;
    while (site->server && is_ok(&s) && server_take_action(site->server, a, &action)) {
        s = store_begin(site->store);
        if (is_ok(&s))
            s = action.kind == ACTION_SAVE_SEARCH ? store_put_search(site->store, action.name, action.query, network_now(NULL))
                                                  : store_drop_search(site->store, action.name, &found);
        if (is_ok(&s))
            s = store_commit(site->store);
        if (!is_ok(&s))
            store_rollback(site->store);
        *changed = true;
    }
    arena_destroy(a);
    return s;
}

static void tell(const struct site *site, const struct fetch_summary *f, const struct newsroom_figures *n)
{
    if (site->quiet || (!f->visited && !n->placed && !n->revised && !n->pages_written))
        return;
    fprintf(stderr,
            "nutgraf: %zu feeds asked, %zu failed; %zu articles new, %zu changed, %zu pages read; "
            "%zu new stories, %zu merged; %zu story pages written, %zu unchanged; %.1f s\n",
            f->visited, f->failed, f->new_articles, f->changed_articles, f->pages, n->new_stories, n->merged, n->pages_written,
            n->pages_unchanged, site->round.seconds);
}

/* Takes in what the wire has brought, writes, publishes. */
static struct status go_edition(struct site *site)
{
    struct wire_report in;
    struct newsroom_figures figures;
    int64_t began = network_ticks();
    wire_take(site->wire, &in);
    struct status s = newsroom_update(site->newsroom, network_now(NULL), &figures);
    if (!is_ok(&s))
        return s;
    const struct fetch_summary *f = &in.fetched;
    site->round = (struct round_figures){network_now(NULL), f->new_articles,     f->changed_articles,   f->failed,
                                         f->pages_failed,   figures.pages_written, (double)(network_ticks() - began) / 1000};
    site->edition_ticks = network_ticks();
    tell(site, f, &figures);
    bool is_news = figures.placed || figures.revised || figures.pages_written || !site->published;
    if (is_news || site->round.at - site->published >= RANK_SECONDS)
        s = publish(site);
    if (is_ok(&s))
        tell_webhook(site);
    return s;
}

/* The new configuration counts from the next round on; where it cannot be read, the old one stays. */
static void reload(struct site *site)
{
    struct config config;
    reload_wanted = 0;
    struct status s = config_read(site->arena, site->config_path, &config);
    if (is_ok(&s) && strcmp(config.store_path, site->config.store_path) != 0)
        s = status_error(STATUS_MISUSE, "%s: [store] path has changed; stop and start for that", site->config_path);
    if (!is_ok(&s)) {
        fprintf(stderr, "nutgraf: not reloaded: %s\n", s.message);
        return;
    }
    site->config = config;
    struct config *fetching = arena_alloc(site->arena, sizeof *fetching); /* the wire may be at work by the one before */
    *fetching = config;
    wire_configure(site->wire, fetching, network_user_agent(site->arena, config.contact));
    say(site, "configuration read again ([serve] stays as it was until the next start)");
}

static bool is_edition_due(struct site *site, const struct wire_report *in)
{
    bool is_long_ago = network_ticks() - site->edition_ticks >= EDITION_MS;
    return in->rounds > 0 || (in->has_news && is_long_ago) || network_now(NULL) - site->round.at >= RANK_SECONDS;
}

/* Until there is something for an edition. Fails also when the wire has failed for good. */
static struct status wait_for_news(struct site *site)
{
    struct status s = status_ok();
    while (!network_stop && !reload_wanted && is_ok(&s)) {
        struct wire_report in;
        bool changed = false;
        wire_look(site->wire, &in);
        if (!is_ok(&in.status) && in.status.code != STATUS_IO)
            return in.status;
        s = run_actions(site, &changed);
        if (is_ok(&s) && changed)
            s = publish(site);
        if (!is_ok(&s) || is_edition_due(site, &in))
            break;
        nanosleep(&(struct timespec){.tv_nsec = LOOK_NS}, NULL);
    }
    return s;
}

static void pause_for(int64_t seconds)
{
    for (int64_t end = network_ticks() + seconds * 1000; !network_stop && network_ticks() < end;)
        nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
}

/* A database that is locked, or a disk that is full, is not for ever: the site shows what it has, and the editor begins
 * again from what is committed. */
static struct status get_over(struct site *site, struct status s)
{
    for (int64_t wait = RETRY_SECONDS; s.code == STATUS_IO && !network_stop; wait = wait * 2 < RETRY_MOST ? wait * 2 : RETRY_MOST) {
        fprintf(stderr, "nutgraf: %s\nnutgraf: nothing new until that is over; tried again in %lld s\n", s.message, (long long)wait);
        struct status closed = newsroom_close(site->newsroom);
        (void)closed; /* what it would have saved is made anew */
        site->newsroom = NULL;
        pause_for(wait);
        s = newsroom_open(&site->editing, &site->newsroom);
    }
    return s;
}

/* On Linux priority belongs to a thread: this one and those it starts from now on, which analyse and write, step back
 * behind the server's, which run already. */
static void readers_first(void)
{
    setpriority(PRIO_PROCESS, 0, EDITOR_NICE);
}

static struct status live(struct site *site)
{
    struct status s = status_ok();
    while (is_ok(&s) && !network_stop) {
        s = go_edition(site);
        if (is_ok(&s))
            s = wait_for_news(site);
        if (s.code == STATUS_IO)
            s = get_over(site, s);
        if (reload_wanted)
            reload(site);
    }
    return s;
}

static struct status run_once(struct site *site)
{
    struct status s = site->no_fetch ? status_ok() : wire_round(site->wire);
    return is_ok(&s) ? go_edition(site) : s;
}

static struct status run_site(struct site *site)
{
    struct status s = status_ok();
    if (!site->once) {
        s = start_server(site);
        readers_first();
    }
    if (is_ok(&s))
        s = publish(site); /* what is there already, before anything is fetched */
    site->published = 0;
    if (is_ok(&s))
        s = create_wire(site);
    if (is_ok(&s) && !site->once && !site->no_fetch)
        s = wire_start(site->wire);
    if (is_ok(&s))
        s = site->once ? run_once(site) : live(site);
    server_stop(site->server);
    wire_destroy(site->wire);
    return s;
}

/* A connection is a file: the system's usual limit of 1024 would be ours. */
static void raise_limits(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static struct status open_site(struct site *site)
{
    struct status s = store_open(site->config.store_path, STORE_WRITE, &site->store);
    if (!is_ok(&s))
        return s;
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    site->editing = (struct newsroom_options){
        .store = site->store,
        .threads = processors < 1 ? 1 : processors > 16 ? 16 : (unsigned)processors,
        .title = str_of(site->config.serve.title),
        .address = site_address(site->arena, site->config.serve.address),
        .window = site->config.serve.window / 1000,
        .stop = &network_stop,
        .context = site,
        .problem = on_problem,
        .news = on_news,
    };
    s = newsroom_open(&site->editing, &site->newsroom);
    if (is_ok(&s))
        s = run_site(site);
    /* In any case: what was placed is in the store, and the state may be saved beside it. */
    struct status closed = newsroom_close(site->newsroom);
    if (is_ok(&s))
        s = closed;
    store_close(site->store);
    return s;
}

static struct status read_arguments(struct site *site, int argc, char **argv, int64_t *now)
{
    struct moment moment;
    for (int i = 1; i < argc; i++) {
        const char *arg = argv[i];
        if (strcmp(arg, "--once") == 0)
            site->once = true;
        else if (strcmp(arg, "--quiet") == 0)
            site->quiet = true;
        else if (strcmp(arg, "--no-fetch") == 0)
            site->no_fetch = true;
        else if (strcmp(arg, "--now") == 0 && i + 1 < argc) {
            if (!moment_parse_iso(str_of(argv[++i]), &moment))
                return status_error(STATUS_MISUSE, "--now %.60s: want ISO 8601, as in 2031-03-18T12:00:00Z", argv[i]);
            *now = moment.seconds;
        } else if (strcmp(arg, "--speed") == 0 && i + 1 < argc) {
            char *end;
            long times = strtol(argv[++i], &end, 10);
            if (*end || times < 1 || times > 1000000)
                return status_error(STATUS_MISUSE, "--speed %.20s: want a number from 1 to 1000000", argv[i]);
            network_hurry(times);
        } else if (strcmp(arg, "--port") == 0 && i + 1 < argc) {
            char *end;
            site->port = strtol(argv[++i], &end, 10);
            if (*end || site->port < 0 || site->port > 65535)
                return status_error(STATUS_MISUSE, "--port %.20s: want a number from 0 to 65535", argv[i]);
        } else if (arg[0] == '-')
            return status_error(STATUS_MISUSE, "no option '%.60s', or its value is missing; `nutgraf run --help` lists them", arg);
        else if (site->config_path)
            return status_error(STATUS_MISUSE, "two configurations, %.80s and %.80s: want one", site->config_path, arg);
        else
            site->config_path = arg;
    }
    if (!site->config_path)
        return status_error(STATUS_MISUSE, "which configuration? `nutgraf run --help` has an example");
    return config_read(site->arena, site->config_path, &site->config);
}

static int run(int argc, char **argv)
{
    struct site site = {.arena = arena_create(), .port = -1, .news = json_array()};
    int64_t now = 0;
    struct status s = read_arguments(&site, argc, argv, &now);
    bool is_misuse = s.code == STATUS_MISUSE;
    if (is_ok(&s)) {
        network_begin(now);
        sigaction(SIGHUP, &(struct sigaction){.sa_handler = on_hangup}, NULL);
        raise_limits();
        s = open_site(&site);
    }
    if (!is_ok(&s))
        fprintf(stderr, "nutgraf: %s\n", s.message);
    else if (network_stop)
        say(&site, "stopped; all is stored");
    json_decref(site.news);
    arena_destroy(site.arena);
    return is_misuse ? EXIT_MISUSE : !is_ok(&s) || (site.once && site.has_failed) ? EXIT_SKIPPED : EXIT_DONE;
}

extern const struct command run_command;

const struct command run_command = {
    .name = "run",
    .summary = "the living site: fetch, group, write and serve",
    .help = "usage: nutgraf run [OPTION...] CONFIG\n\n"
            "Fetches the feeds of the configuration as they are due, groups what comes in into stories, writes their pages\n"
            "and serves them, until it is stopped: SIGTERM or Ctrl-C end it after what is under way is stored, SIGHUP reads\n"
            "the configuration again. The section [serve] says where the site stands (docs/CONFIGURATION.md); without it\n"
            "that is http://127.0.0.1:8117/, for this machine alone. docs/SERVING.md tells the rest.\n\n"
            "  --once        one round without a server, then end: for cron\n"
            "  --no-fetch    ask no feed: show what the database holds\n"
            "  --port N      listen at this port; 0 for any that is free\n"
            "  --quiet       failures only\n"
            "  --now TIME    begin the clock at this time (ISO 8601), for tests\n"
            "  --speed N     let the clock run N times as fast, for tests\n\n"
            "Ends with 0 when all went well, 1 when something failed (standard error says what and why), 2 on misuse.\n\n"
            "example:\n"
            "  nutgraf add nutgraf.ini https://example.org/ && nutgraf run nutgraf.ini\n",
    .run = run,
};
