#include "lib/wire.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"

enum { LOOK_MS = 100, RETRY_MS = 5000, RETRY_MOST_MS = 300000 };

struct wire {
    struct wire_options options;
    struct store *store;
    struct fetch *fetch; /* the thread's, once it runs */
    pthread_t thread;
    bool is_running;
    atomic_int stop; /* the thread's own: options.fetch.stop says it for the whole program */
    pthread_mutex_t lock; /* of all below */
    struct wire_report report;
    struct fetch_options next; /* where its configuration is set: for the next round */
};

static bool is_stopped(const struct wire *w)
{
    const atomic_int *all = w->options.fetch.stop;
    return w->stop || (all && *all);
}

/* --- the thread's side --- */

static void on_event(void *context, const struct fetch_event *e)
{
    struct wire *w = context;
    if (e->result == FETCH_UPDATED || e->result == FETCH_PAGE) {
        pthread_mutex_lock(&w->lock);
        w->report.has_news = true;
        pthread_mutex_unlock(&w->lock);
    }
    if (w->options.fetch.event)
        w->options.fetch.event(w->options.fetch.context, e);
}

static int64_t now(void *context)
{
    struct wire *w = context;
    return w->options.fetch.now(w->options.fetch.context);
}

static void begin_fetch(struct wire *w, const struct fetch_options *given)
{
    struct fetch_options options = *given;
    options.store = w->store;
    options.context = w;
    options.event = on_event;
    options.now = now;
    options.hop = NULL;
    if (w->is_running)
        options.stop = &w->stop;
    fetch_destroy(w->fetch);
    w->fetch = fetch_create(&options);
}

static void take_configuration(struct wire *w)
{
    pthread_mutex_lock(&w->lock);
    struct fetch_options next = w->next;
    w->next.config = NULL;
    pthread_mutex_unlock(&w->lock);
    if (next.config || !w->fetch)
        begin_fetch(w, next.config ? &next : &w->options.fetch);
}

static bool has_configuration(struct wire *w)
{
    pthread_mutex_lock(&w->lock);
    bool has = w->next.config != NULL;
    pthread_mutex_unlock(&w->lock);
    return has;
}

static void add_summary(struct fetch_summary *sum, const struct fetch_summary *one)
{
    const struct fetch_summary before = *sum;
    *sum = *one;
    sum->visited += before.visited;
    sum->updated += before.updated;
    sum->unchanged += before.unchanged;
    sum->failed += before.failed;
    sum->gone += before.gone;
    sum->new_articles += before.new_articles;
    sum->changed_articles += before.changed_articles;
    sum->pages += before.pages;
    sum->pages_failed += before.pages_failed;
    sum->pages_refused += before.pages_refused;
}

static struct status round_once(struct wire *w, int64_t *next_visit)
{
    struct fetch_summary summary;
    take_configuration(w);
    struct status s = fetch_round(w->fetch, &summary);
    *next_visit = summary.next_visit;
    pthread_mutex_lock(&w->lock);
    add_summary(&w->report.fetched, &summary);
    w->report.status = s;
    w->report.rounds++;
    if (is_ok(&s))
        w->report.last_round = now(w);
    pthread_mutex_unlock(&w->lock);
    return s;
}

static void doze(void)
{
    nanosleep(&(struct timespec){.tv_nsec = LOOK_MS * 1000000L}, NULL);
}

/* Until a feed is due, or there are other feeds. 0: none will ever be due. */
static void wait_until(struct wire *w, int64_t due)
{
    while (!is_stopped(w) && !has_configuration(w) && (!due || now(w) < due))
        doze();
}

static void wait_out(struct wire *w, const struct status *why, int64_t wait)
{
    struct status next = status_error(why->code, "nothing is fetched until that is over; tried again in %lld s", (long long)wait / 1000);
    w->options.problem(w->options.fetch.context, why);
    w->options.problem(w->options.fetch.context, &next);
    for (int64_t end = w->options.fetch.ticks() + wait; !is_stopped(w) && w->options.fetch.ticks() < end;)
        doze();
}

static void *work(void *context)
{
    struct wire *w = context;
    for (int64_t due, wait = RETRY_MS; !is_stopped(w);) {
        struct status s = round_once(w, &due);
        if (is_ok(&s)) {
            wait = RETRY_MS;
            wait_until(w, due);
        } else if (s.code == STATUS_IO) {
            wait_out(w, &s, wait);
            wait = wait * 2 < RETRY_MOST_MS ? wait * 2 : RETRY_MOST_MS;
        } else {
            break;
        }
    }
    return NULL;
}

/* --- the editor's side --- */

struct status wire_create(const struct wire_options *options, struct wire **out)
{
    struct wire *w = xcalloc(1, sizeof *w);
    w->options = *options;
    w->report.status = status_ok();
    pthread_mutex_init(&w->lock, NULL);
    struct status s = store_open_beside(options->store, &w->store);
    if (!is_ok(&s)) {
        wire_destroy(w);
        w = NULL;
    }
    *out = w;
    return s;
}

struct status wire_round(struct wire *w)
{
    int64_t due;
    return round_once(w, &due);
}

struct status wire_start(struct wire *w)
{
    w->is_running = true;
    int code = pthread_create(&w->thread, NULL, work, w);
    if (code == 0)
        return status_ok();
    w->is_running = false;
    return status_error(STATUS_LIMIT, "no thread could be started for fetching: %s", strerror(code));
}

void wire_configure(struct wire *w, const struct config *config, const char *user_agent)
{
    pthread_mutex_lock(&w->lock);
    w->next = w->options.fetch;
    w->next.config = config;
    w->next.user_agent = user_agent;
    pthread_mutex_unlock(&w->lock);
}

static void look(struct wire *w, bool takes, struct wire_report *out)
{
    pthread_mutex_lock(&w->lock);
    *out = w->report;
    if (takes) {
        w->report.fetched = (struct fetch_summary){0};
        w->report.rounds = 0;
        w->report.has_news = false;
    }
    pthread_mutex_unlock(&w->lock);
}

void wire_look(struct wire *w, struct wire_report *out)
{
    look(w, false, out);
}

void wire_take(struct wire *w, struct wire_report *out)
{
    look(w, true, out);
}

void wire_destroy(struct wire *w)
{
    if (!w)
        return;
    w->stop = 1;
    if (w->is_running)
        pthread_join(w->thread, NULL);
    fetch_destroy(w->fetch);
    store_close(w->store);
    pthread_mutex_destroy(&w->lock);
    free(w);
}
