#include "cmd/living.h"

#include <malloc.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "cmd/network.h"
#include "cmd/writer.h"
#include "lib/newsroom.h"
#include "lib/outbox.h"
#include "lib/wire.h"
#include "model/model.h"
#include "serve/serve.h"

enum { EDITOR_NICE = 5 };
enum { RETRY_SECONDS = 5, RETRY_MOST = 300 }; /* after a failure of the store */
enum { EDITION_MS = 10000 };                  /* while a round goes on, at least so long between two editions */
enum { RANK_SECONDS = 300 };                  /* ranks change with time, also when nothing comes in */
enum { TRIM_MS = 30000 };
enum { LOOK_NS = 100000000 };

struct site {
    const struct living_options *options;
    struct arena *arena; /* of all configurations read: few, and the server may still look at the first */
    const struct config *config;
    struct store *store;
    struct newsroom_options editing;
    struct newsroom *newsroom;
    struct model *writer; /* NULL: none */
    struct server *server; /* NULL with --once */
    struct client_options image_client;
    struct wire *wire;
    struct outbox *outbox;
    struct round_figures round;
    int64_t published;     /* when the snapshot was made */
    int64_t edition_ticks; /* when the last edition was done */
    int64_t trim_ticks;    /* when memory was last given back */
    bool has_more;         /* it left something for the next one */
    struct serve_health health;
    atomic_bool has_failed;
};

static atomic_int reload_wanted;

static void on_hangup(int number)
{
    reload_wanted = number;
}

static void say(const struct site *site, const char *text)
{
    if (!site->options->quiet)
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
    if (e->result == FETCH_FAILED || e->result == FETCH_GONE || e->result == FETCH_PAGE_FAILED) {
        site->has_failed = true;
        fprintf(stderr, "nutgraf: %s: %s\n", e->url, e->why ? e->why : "failed");
    }
}

static void on_news(void *context, const struct newsroom_news *news)
{
    struct site *site = context;
    outbox_add(site->outbox, news);
}

/* --- the parts --- */

static struct fetch_options fetch_options(struct site *site)
{
    return (struct fetch_options){
        .config = site->config,
        .user_agent = network_user_agent(site->arena, site->config->contact),
        .stop = &network_stop,
        .now = network_now,
        .ticks = network_ticks,
        .context = site,
        .event = on_event,
    };
}

static struct str site_address(struct arena *a, const char *address)
{
    struct str s = str_of(address);
    return !s.n || s.p[s.n - 1] == '/' ? s : str_format(a, "%s/", address);
}

static struct status start_server(struct site *site)
{
    const struct config_serve *c = &site->config->serve;
    struct fetch_options fetching = fetch_options(site);
    site->image_client = fetch_client_options(&fetching);
    struct serve_options options = {
        .host = c->host,
        .port = (uint16_t)(site->options->port >= 0 ? site->options->port : c->port),
        .store_path = site->config->store_path,
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
    if (is_ok(&s) && !site->options->quiet)
        fprintf(stderr, strchr(c->host, ':') ? "nutgraf: http://[%s]:%u/\n" : "nutgraf: http://%s:%u/\n", c->host, server_port(site->server));
    return s;
}

static struct status read_config(struct site *site, const struct config **out)
{
    struct config *config = arena_alloc(site->arena, sizeof *config);
    *out = config;
    return config_read(site->arena, site->options->config_path, config);
}

/* The new configuration counts from the next round on; where it cannot be read, the old one stays. */
static void reload(struct site *site)
{
    const struct config *config;
    reload_wanted = 0;
    struct status s = read_config(site, &config);
    if (is_ok(&s) && strcmp(config->store_path, site->config->store_path) != 0)
        s = status_error(STATUS_MISUSE, "%s: [store] path has changed; stop and start for that", site->options->config_path);
    if (!is_ok(&s)) {
        fprintf(stderr, "nutgraf: not reloaded: %s\n", s.message);
        return;
    }
    site->config = config;
    wire_configure(site->wire, config, network_user_agent(site->arena, config->contact));
    outbox_configure(site->outbox, config);
    say(site, "configuration read again ([serve] and [writer] stay as they were until the next start)");
}

/* --- how it is --- */

/* `trouble`: why the editor cannot write at this moment; NULL when he can. */
static void tell_health(struct site *site, const struct wire_report *in, const struct status *trouble)
{
    struct serve_health *h = &site->health;
    const struct status *why = trouble ? trouble : !is_ok(&in->status) ? &in->status : NULL;
    struct outbox_figures out = outbox_figures(site->outbox);
    if (why && !h->held_since) {
        h->held_since = network_now(NULL);
        h->times_held++;
        h->held_why = *why;
    } else if (!why) {
        h->held_since = 0;
    }
    h->last_fetch = in->last_round;
    h->last_edition = site->round.at;
    h->last_digest = out.last_digest;
    h->digests_failed = out.digests_failed;
    h->notes = out.notes;
    h->notes_failed = out.notes_failed;
    if (site->server)
        server_tell_health(site->server, h);
}

static void tell(const struct site *site, const struct fetch_summary *f, const struct newsroom_figures *n)
{
    if (site->options->quiet || (!f->visited && !n->placed && !n->revised && !n->pages_written))
        return;
    fprintf(stderr,
            "nutgraf: %zu feeds asked, %zu failed; %zu articles new, %zu changed, %zu pages read; "
            "%zu new stories, %zu merged; %zu story pages written, %zu unchanged; %.1f s\n",
            f->visited, f->failed, f->new_articles, f->changed_articles, f->pages, n->new_stories, n->merged, n->pages_written,
            n->pages_unchanged, site->round.seconds);
}

/* --- editions --- */

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

static struct status do_action(struct site *site, const struct serve_action *action)
{
    bool found;
    struct status s = store_begin(site->store);
    if (is_ok(&s))
        s = action->kind == ACTION_SAVE_SEARCH ? store_put_search(site->store, action->name, action->query, network_now(NULL))
                                               : store_drop_search(site->store, action->name, &found);
    if (is_ok(&s))
        s = store_commit(site->store);
    if (!is_ok(&s))
        store_rollback(site->store);
    return s;
}

static struct status run_actions(struct site *site)
{
    struct arena *a = arena_create();
    struct serve_action action;
    struct status s = status_ok();
    bool is_any = false;
    while (site->server && is_ok(&s) && server_take_action(site->server, a, &action)) {
        s = do_action(site, &action);
        is_any = true;
    }
    arena_destroy(a);
    return is_ok(&s) && is_any ? publish(site) : s;
}

/* Gives back what past editions needed. Seldom: the server's threads have to find new memory afterwards. */
static void trim(struct site *site)
{
    if (site->edition_ticks - site->trim_ticks < TRIM_MS)
        return;
    site->trim_ticks = site->edition_ticks;
    malloc_trim(0);
}

/* Takes in what the wire has brought, writes, publishes. */
static struct status go_edition(struct site *site)
{
    struct wire_report in;
    struct newsroom_figures figures;
    int64_t began = network_ticks();
    wire_take(site->wire, &in);
    if (site->writer)
        model_begin_round(site->writer);
    struct status s = newsroom_update(site->newsroom, network_now(NULL), &figures);
    if (!is_ok(&s))
        return s;
    const struct fetch_summary *f = &in.fetched;
    site->round = (struct round_figures){network_now(NULL), f->new_articles,     f->changed_articles,   f->failed,
                                         f->pages_failed,   figures.pages_written, (double)(network_ticks() - began) / 1000};
    site->edition_ticks = network_ticks();
    site->has_more = figures.has_more;
    site->health.units_refused += figures.units_refused;
    tell(site, f, &figures);
    if (site->writer && !writer_tell(site->writer, site->options->quiet))
        site->has_failed = true;
    bool is_news = figures.placed || figures.revised || figures.pages_written || !site->published;
    if (is_news || site->round.at - site->published >= RANK_SECONDS)
        s = publish(site);
    outbox_send(site->outbox);
    trim(site);
    return s;
}

static bool is_edition_due(struct site *site, const struct wire_report *in)
{
    bool is_long_ago = network_ticks() - site->edition_ticks >= EDITION_MS;
    return site->has_more || in->rounds > 0 || (in->has_news && is_long_ago) || network_now(NULL) - site->round.at >= RANK_SECONDS;
}

/* Until there is something for an edition. Fails also when the wire has failed for good. */
static struct status wait_for_news(struct site *site)
{
    struct status s = status_ok();
    while (!network_stop && !reload_wanted && is_ok(&s)) {
        struct wire_report in;
        wire_look(site->wire, &in);
        tell_health(site, &in, NULL);
        if (!is_ok(&in.status) && in.status.code != STATUS_IO)
            return in.status;
        s = run_actions(site);
        if (is_ok(&s))
            s = outbox_look(site->outbox);
        if (!is_ok(&s) || is_edition_due(site, &in))
            break;
        nanosleep(&(struct timespec){.tv_nsec = LOOK_NS}, NULL);
    }
    return s;
}

static void pause_for(struct site *site, int64_t seconds, const struct status *why)
{
    for (int64_t end = network_ticks() + seconds * 1000; !network_stop && network_ticks() < end;) {
        struct wire_report in;
        wire_look(site->wire, &in);
        tell_health(site, &in, why);
        nanosleep(&(struct timespec){.tv_nsec = LOOK_NS}, NULL);
    }
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
        pause_for(site, wait, &s);
        s = newsroom_open(&site->editing, &site->newsroom);
    }
    return s;
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
    struct status s = site->options->no_fetch ? status_ok() : wire_round(site->wire);
    if (is_ok(&s))
        s = go_edition(site);
    outbox_finish(site->outbox);
    return s;
}

/* --- beginning and end --- */

/* On Linux priority belongs to a thread: this one and those it starts from now on, which fetch, analyse and write, step
 * back behind the server's, which run already. */
static void readers_first(void)
{
    setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0) + EDITOR_NICE);
}

static struct status run_site(struct site *site)
{
    struct wire_options wire = {.store = site->store, .fetch = fetch_options(site), .problem = on_problem};
    bool is_once = site->options->once;
    struct status s = status_ok();
    if (!is_once) {
        s = start_server(site);
        readers_first();
    }
    if (is_ok(&s))
        s = publish(site); /* what is there already, before anything is fetched */
    site->published = 0;
    if (is_ok(&s))
        s = wire_create(&wire, &site->wire);
    if (is_ok(&s) && !is_once && !site->options->no_fetch)
        s = wire_start(site->wire);
    if (is_ok(&s))
        s = is_once ? run_once(site) : live(site);
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
    struct status s = store_open(site->config->store_path, STORE_WRITE, &site->store);
    if (!is_ok(&s))
        return s;
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    site->editing = (struct newsroom_options){
        .store = site->store,
        .threads = processors < 1 ? 1 : processors > 16 ? 16 : (unsigned)processors,
        .title = str_of(site->config->serve.title),
        .address = site_address(site->arena, site->config->serve.address),
        .writer = site->writer ? model_writer(site->writer) : NULL,
        .window = site->config->serve.window / 1000,
        .in_portions = !site->options->once,
        .stop = &network_stop,
        .context = site,
        .problem = on_problem,
        .news = on_news,
    };
    site->outbox = outbox_create(&(struct outbox_options){.store = site->store, .config = site->config, .now = network_now, .problem = on_problem});
    s = newsroom_open(&site->editing, &site->newsroom);
    if (is_ok(&s))
        s = run_site(site);
    /* In any case: what was placed is in the store, and the state may be saved beside it. */
    struct status closed = newsroom_close(site->newsroom);
    if (is_ok(&s))
        s = closed;
    outbox_destroy(site->outbox);
    store_close(site->store);
    return s;
}

struct status living_run(const struct living_options *options, bool *has_failed)
{
    struct site site = {.options = options, .arena = arena_create(), .health = {.fetches = !options->no_fetch}};
    struct status s = read_config(&site, &site.config);
    if (is_ok(&s))
        s = writer_create(site.config, &site.writer);
    if (is_ok(&s)) {
        sigaction(SIGHUP, &(struct sigaction){.sa_handler = on_hangup}, NULL);
        raise_limits();
        s = open_site(&site);
    }
    if (is_ok(&s) && network_stop)
        say(&site, "stopped; all is stored");
    *has_failed = site.has_failed;
    model_destroy(site.writer);
    arena_destroy(site.arena);
    return s;
}
