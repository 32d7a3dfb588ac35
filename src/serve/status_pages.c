/* Is it well, and how much does it do: for monitors (Prometheus text format 0.0.4). */
#include <stdio.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/json.h"
#include "serve/answer.h"
#include "serve/image.h"

/* What an operator must see to; NULL when nothing. A feed that fails now and then is no such thing. */
static const char *ailment(const struct serve_health *h, const struct store_counts *counts)
{
    if (h->held_since)
        return "nothing can be stored";
    if (h->fetches && counts->feeds && counts->feeds_lost == counts->feeds)
        return "no feed can be had";
    return NULL;
}

static void add_time(json_t *object, const char *key, int64_t seconds)
{
    struct moment m = {.seconds = seconds, .is_set = seconds > 0, .has_time = true, .has_zone = true};
    if (m.is_set)
        json_add_moment(object, key, m);
    else
        json_object_set_new(object, key, json_null());
}

static void add_count(json_t *object, const char *key, size_t count)
{
    json_object_set_new(object, key, json_integer((json_int_t)count));
}

void page_health(const struct request *r, struct response *out)
{
    struct stored_story *stories;
    size_t count;
    struct story_choice choice = {.order = STORIES_BY_LAST, .since = INT64_MIN, .most = 1};
    struct status s = store_list_stories(r->store, r->arena, &choice, &stories, &count);
    if (answer_failed(r, out, &s))
        return;
    const struct snapshot *shot = r->snapshot;
    struct serve_health h = server_health(r->server);
    const char *what = ailment(&h, &shot->counts);
    json_t *o = json_object();
    json_add_str(o, "status", str_of(what ? what : "ok"));
    if (h.held_since) {
        json_add_str(o, "why", str_of(h.held_why.message));
        add_time(o, "since", h.held_since);
    }
    json_add_str(o, "version", str_of(r->options->version));
    add_time(o, "last_fetch", h.last_fetch);
    add_time(o, "last_edition", h.last_edition);
    add_time(o, "last_digest", h.last_digest);
    add_count(o, "articles", shot->counts.articles);
    add_count(o, "stories", shot->counts.stories);
    add_count(o, "feeds", shot->counts.feeds);
    add_count(o, "feeds_failing", shot->counts.feeds_failing);
    add_count(o, "snapshot", shot->number);
    json_put(o, JSON_COMPACT, &out->body);
    out->code = what ? 503 : 200;
    out->type = "application/json";
    out->is_private = true;
}

static void metric(struct buf *out, const char *name, const char *kind, const char *help, double value)
{
    buf_format(out, "# HELP nutgraf_%s %s\n# TYPE nutgraf_%s %s\nnutgraf_%s %.17g\n", name, help, name, kind, name, value);
}

static double resident_bytes(void)
{
    long size = 0, resident = 0;
    FILE *f = fopen("/proc/self/statm", "re");
    if (!f)
        return 0;
    if (fscanf(f, "%ld %ld", &size, &resident) != 2)
        resident = 0;
    fclose(f);
    return (double)resident * (double)sysconf(_SC_PAGESIZE);
}

void page_metrics(const struct request *r, struct response *out)
{
    const struct snapshot *s = r->snapshot;
    struct server_counters *c = server_counters(r->server);
    struct serve_health h = server_health(r->server);
    struct buf *b = &out->body;
    out->type = "text/plain; version=0.0.4; charset=utf-8";
    out->is_private = true;
    buf_add_z(b, "# HELP nutgraf_http_requests_total Requests answered, by class of status code.\n# TYPE nutgraf_http_requests_total counter\n");
    for (int i = 1; i < 6; i++)
        buf_format(b, "nutgraf_http_requests_total{code=\"%dxx\"} %llu\n", i, (unsigned long long)atomic_load(&c->by_class[i]));
    metric(b, "http_not_modified_total", "counter", "Requests answered with 304.", (double)atomic_load(&c->not_modified));
    metric(b, "http_cache_hits_total", "counter", "Requests answered from memory.", (double)atomic_load(&c->from_cache));
    metric(b, "http_rate_limited_total", "counter", "Requests refused with 429.", (double)atomic_load(&c->refused_rate));
    metric(b, "http_body_bytes_total", "counter", "Bytes of bodies handed out.", (double)atomic_load(&c->bytes));
    metric(b, "uptime_seconds", "gauge", "Since the server began.", (double)server_uptime(r->server) / 1000);
    metric(b, "resident_bytes", "gauge", "Memory of the process.", resident_bytes());
    metric(b, "snapshot", "gauge", "Number of the snapshot that is shown.", (double)s->number);
    metric(b, "articles", "gauge", "Articles in the store.", (double)s->counts.articles);
    metric(b, "articles_placed", "gauge", "Articles in a story.", (double)s->counts.placed);
    metric(b, "stories", "gauge", "Stories.", (double)s->counts.stories);
    metric(b, "page_versions", "gauge", "Versions of story pages.", (double)s->counts.versions);
    metric(b, "feeds", "gauge", "Feeds known.", (double)s->counts.feeds);
    metric(b, "feeds_failing", "gauge", "Feeds whose last visit failed.", (double)s->counts.feeds_failing);
    metric(b, "feeds_lost", "gauge", "Feeds that are gone, or failed three times in a row.", (double)s->counts.feeds_lost);
    metric(b, "held_up", "gauge", "1 while nothing can be stored.", h.held_since ? 1 : 0);
    metric(b, "held_up_since_timestamp_seconds", "gauge", "Since when; 0: it can.", (double)h.held_since);
    metric(b, "units_refused_total", "counter", "Sentences and other units of pages that the last check left out.", (double)h.units_refused);
    metric(b, "held_up_total", "counter", "How often that has begun.", (double)h.times_held);
    metric(b, "last_fetch_timestamp_seconds", "gauge", "When the last round of fetching ended.", (double)h.last_fetch);
    metric(b, "last_edition_timestamp_seconds", "gauge", "When the last edition was done.", (double)h.last_edition);
    metric(b, "last_digest_timestamp_seconds", "gauge", "When the last daily e-mail was due that was sent.", (double)h.last_digest);
    metric(b, "digests_failed_total", "counter", "Tries to send it that failed.", (double)h.digests_failed);
    metric(b, "webhook_notes_total", "counter", "Notes that the webhook took.", (double)h.notes);
    metric(b, "webhook_notes_failed_total", "counter", "Notes that it did not take.", (double)h.notes_failed);
    if (server_images(r->server)) {
        struct image_figures i = images_figures(server_images(r->server));
        metric(b, "images_fetched_total", "counter", "Images of articles that were had.", (double)i.fetched);
        metric(b, "images_failed_total", "counter", "Images that could not be had or are not shown.", (double)i.failed);
        metric(b, "images_turned_away_total", "counter", "Requests for images that were told to come back.", (double)i.turned_away);
        metric(b, "images_bytes", "gauge", "Memory that images are kept in.", (double)i.bytes);
        metric(b, "images_waiting", "gauge", "Images that are under way or in line.", (double)i.waiting);
    }
    metric(b, "last_edition_seconds", "gauge", "How long it took.", s->round.seconds);
    metric(b, "last_edition_new_articles", "gauge", "Articles that came in with it.", (double)s->round.new_articles);
    metric(b, "last_edition_pages_written", "gauge", "Story pages that were written.", (double)s->round.pages_written);
}
