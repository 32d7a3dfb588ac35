/* Is it well, and how much does it do: for monitors (Prometheus text format 0.0.4). */
#include <stdio.h>
#include <unistd.h>

#include "base/arena.h"
#include "serve/answer.h"

void page_health(const struct request *r, struct response *out)
{
    struct stored_story *stories;
    size_t count;
    struct story_choice choice = {.order = STORIES_BY_LAST, .since = INT64_MIN, .most = 1};
    struct status s = store_list_stories(r->store, r->arena, &choice, &stories, &count);
    if (answer_failed(r, out, &s))
        return;
    const struct snapshot *shot = r->snapshot;
    out->type = "application/json";
    out->is_private = true;
    buf_format(&out->body, "{\"status\": \"ok\", \"version\": \"%s\", \"stories\": %zu, \"articles\": %zu, \"last_round\": %lld, \"snapshot\": %llu}\n",
               r->options->version, shot->counts.stories, shot->counts.articles, (long long)shot->round.at, (unsigned long long)shot->number);
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
    metric(b, "last_round_timestamp_seconds", "gauge", "When the last round ended.", (double)s->round.at);
    metric(b, "last_round_seconds", "gauge", "How long it took.", s->round.seconds);
    metric(b, "last_round_new_articles", "gauge", "Articles that came in with it.", (double)s->round.new_articles);
    metric(b, "last_round_pages_written", "gauge", "Story pages that were written.", (double)s->round.pages_written);
}
