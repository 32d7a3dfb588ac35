/* A visit to one feed: what is asked, and what the answer means. */
#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "fetch/headers.h"
#include "fetch/round.h"
#include "page/entry.h"
#include "text/timex_place.h"

/* After so many failures in a row behind a remembered redirect, the configured URL is asked again. */
enum { FAILURES_BEFORE_RETURN = 3 };

struct visit {
    struct fetch *fetch;
    char *url;               /* as configured, normalised: the key in the store */
    struct str zone;         /* as configured */
    struct stored_feed feed; /* during the answer */
    struct arena *arena;
    const struct response *answer;
    int64_t now;
};

/* Sets down a failure and when to come back. */
static void fail(struct visit *v, long code, struct status why)
{
    struct fetch *f = v->fetch;
    struct stored_feed *feed = &v->feed;
    feed->failures++;
    feed->problem = str_of(why.message);
    feed->is_gone = code == 410;
    int64_t retry_after = v->answer ? header_retry_after(v->arena, v->answer->retry_after, v->now) : -1;
    feed->next_visit =
        schedule_next(&f->rules, &(struct schedule_visit){.now = v->now,
                                                          .retry_after = code == 429 || code == 503 ? retry_after : -1,
                                                          .failures = feed->failures,
                                                          .feed = str_hash(feed->url)});
    if (feed->failures >= FAILURES_BEFORE_RETURN && feed->current_url.n)
        feed->current_url = feed->etag = feed->last_modified = STR("");
    if (!round_begin_writing(f) || !round_ok(f, store_put_feed(f->store, feed)))
        return;
    *(feed->is_gone ? &f->summary.gone : &f->summary.failed) += 1;
    round_event(
        f, (struct fetch_event){
               .result = feed->is_gone ? FETCH_GONE : FETCH_FAILED, .url = v->url, .why = why.message, .code = code});
}

static void succeed(struct visit *v, size_t new_articles, size_t changed)
{
    struct fetch *f = v->fetch;
    struct stored_feed *feed = &v->feed;
    feed->failures = 0;
    feed->problem = STR("");
    feed->is_gone = false;
    feed->next_visit =
        schedule_next(&f->rules, &(struct schedule_visit){.now = v->now,
                                                          .retry_after = -1,
                                                          .ttl = feed->ttl_minutes * 60,
                                                          .feed = str_hash(feed->url)});
    if (!round_begin_writing(f) || !round_ok(f, store_put_feed(f->store, feed)))
        return;
    bool is_news = new_articles || changed;
    *(is_news ? &f->summary.updated : &f->summary.unchanged) += 1;
    f->summary.new_articles += new_articles;
    f->summary.changed_articles += changed;
    round_event(f, (struct fetch_event){.result = is_news ? FETCH_UPDATED : FETCH_UNCHANGED,
                                        .url = v->url,
                                        .new_articles = new_articles,
                                        .changed_articles = changed,
                                        .code = v->answer->code});
}

/* A guid that several entries share tells them not apart: theirs becomes guid and link together. */
static void separate_ids(struct arena *a, struct article *articles, size_t count, bool *unique_links)
{
    struct map ids = {0}, links = {0};
    for (size_t i = 0; i < count; i++) {
        ++*map_put(&ids, str_hash(articles[i].id));
        ++*map_put(&links, str_hash(articles[i].url));
    }
    for (size_t i = 0; i < count; i++) {
        struct article *one = &articles[i];
        unique_links[i] = one->url.n && *map_get(&links, str_hash(one->url)) == 1;
        if (*map_get(&ids, str_hash(one->id)) > 1 || one->id.n >= ARTICLE_ID_LIMIT)
            one->id = article_make_id(
                a, str_format(a, "%.*s\n%.*s", STR_ARG(one->id), STR_ARG(one->url.n ? one->url : one->title)));
    }
    map_free(&ids);
    map_free(&links);
}

static size_t read_entries(struct visit *v, const struct feed *feed, struct article *articles)
{
    size_t count = 0;
    for (size_t i = 0; i < feed->entry_count; i++) {
        struct str where = str_format(v->arena, "%s entry %zu", v->url, i + 1);
        struct status s = entry_article(v->arena, feed, &feed->entries[i], where.p, &articles[count]);
        if (is_ok(&s) && v->zone.n && articles[count].published.is_set)
            timex_place_zone(v->zone, &articles[count].published);
        if (is_ok(&s))
            count++;
        else
            round_event(v->fetch, (struct fetch_event){.result = FETCH_NOTE, .url = v->url, .why = s.message});
    }
    return count;
}

static void store_entries(struct visit *v, const struct feed *feed)
{
    struct fetch *f = v->fetch;
    struct article *articles = arena_alloc(v->arena, (feed->entry_count + 1) * sizeof *articles);
    bool *unique_links = arena_alloc(v->arena, feed->entry_count + 1);
    size_t count = read_entries(v, feed, articles), new_articles = 0, changed = 0;
    separate_ids(v->arena, articles, count, unique_links);
    if (!round_begin_writing(f))
        return;
    for (size_t i = count; i-- > 0;) { /* feeds put the newest first; the store keeps the order of arrival */
        struct store_entry entry = {
            .article = &articles[i],
            .feed = v->feed.url,
            .seen = v->now,
            .wants_page = f->config->pages && articles[i].kind != ARTICLE_FULL && articles[i].url.n,
            .is_link_unique = unique_links[i],
        };
        enum store_outcome outcome;
        char id[ARTICLE_ID_LIMIT];
        if (!round_ok(f, store_put_entry(f->store, &entry, &outcome, id)))
            return;
        if (outcome == STORE_KNOWN)
            continue;
        *(outcome == STORE_NEW ? &new_articles : &changed) += 1;
        round_event(f, (struct fetch_event){
                           .result = FETCH_ARTICLE, .url = v->url, .id = id, .is_revision = outcome == STORE_CHANGED});
    }
    succeed(v, new_articles, changed);
}

static bool looks_like_html(struct str bytes)
{
    struct str head = str_trim((struct str){bytes.p, bytes.n < 512 ? bytes.n : 512});
    if (str_starts(head, STR("\xef\xbb\xbf")))
        head = str_trim((struct str){head.p + 3, head.n - 3});
    return (head.n >= 5 && str_eq_nocase((struct str){head.p, 5}, STR("<html"))) ||
           (head.n >= 14 && str_eq_nocase((struct str){head.p, 14}, STR("<!doctype html")));
}

static void read_feed(struct visit *v)
{
    const struct response *r = v->answer;
    if (!feed_detect(r->body)) {
        fail(v, r->code,
             status_error(STATUS_BAD_INPUT,
                          looks_like_html(r->body)
                              ? "an HTML page where a feed should be (an error, sign-in or consent page?)"
                          : r->body.n ? "no feed: neither RSS, Atom nor JSON Feed"
                                      : "an empty answer"));
        return;
    }
    struct feed feed = {0};
    struct feed_options options = {.base_url = r->url, .http_charset = r->charset, .where = v->url};
    struct status s = feed_parse(v->arena, r->body, &options, &feed);
    if (!is_ok(&s) && !feed.entry_count) {
        fail(v, r->code, s);
        return;
    }
    bool is_whole = is_ok(&s) && !feed.bozo;
    if (!is_whole) {
        struct str why = is_ok(&s) ? feed.bozo_reason : str_of(s.message);
        struct str note = str_format(v->arena, "ill-formed, %zu entries could be read: %.*s", feed.entry_count,
                                     STR_ARG(utf8_cut(why, 250)));
        round_event(v->fetch, (struct fetch_event){.result = FETCH_NOTE, .url = v->url, .why = note.p});
    }
    /* Only a feed that could be read is proof that a redirect, or a validator, is what it claims to be. */
    if (r->permanent.n)
        v->feed.current_url = r->permanent;
    v->feed.etag = is_whole && header_is_sendable(r->etag) ? r->etag : STR("");
    v->feed.last_modified = is_whole && header_is_sendable(r->last_modified) ? r->last_modified : STR("");
    v->feed.ttl_minutes = feed.ttl_minutes > 0 ? feed.ttl_minutes : 0;
    if (feed.title.n)
        v->feed.title = feed.title;
    store_entries(v, &feed);
}

static const char *meaning_of(long code)
{
    static const struct {
        long code;
        const char *meaning;
    } meanings[] = {
        {401, "it wants a password"},
        {403, "it refuses access"},
        {404, "there is nothing at this address"},
        {410, "it is gone for good and will not be asked again; take it out of the configuration"},
        {429, "it is asked too often"},
        {451, "blocked for legal reasons"},
        {500, "the server has an error"},
        {503, "the server is overloaded or being repaired"},
    };
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (meanings[i].code == code)
            return meanings[i].meaning;
    return code >= 500 ? "the server has an error" : "not what a feed should answer";
}

static void visit_free(struct visit *v)
{
    free(v->url);
    free(v);
}

static void dropped(void *context)
{
    visit_free(context);
}

static void answered(void *context, const struct response *r)
{
    struct visit *v = context;
    struct fetch *f = v->fetch;
    bool found;
    v->answer = r;
    v->arena = arena_create();
    v->now = f->options.now(f->options.context);
    f->summary.visited++;
    if (!round_ok(f, store_get_feed(f->store, v->arena, str_of(v->url), &v->feed, &found)))
        goto done;
    v->feed.visited = v->now;
    if (!is_ok(&r->status))
        fail(v, 0, r->status);
    else if (r->code == 304 && (v->feed.etag.n || v->feed.last_modified.n))
        succeed(v, 0, 0);
    else if (r->code == 304)
        fail(v, r->code,
             status_error(STATUS_BAD_INPUT,
                          "the server answered 304 (not modified) though nothing was known of the feed"));
    else if (r->code == 200)
        read_feed(v);
    else
        fail(v, r->code, status_error(STATUS_IO, "the server answered %ld: %s", r->code, meaning_of(r->code)));
done:
    arena_destroy(v->arena);
    visit_free(v);
}

void visit_start(struct fetch *f, const struct config_feed *line)
{
    struct arena *a = arena_create();
    struct url url;
    struct stored_feed feed;
    bool found;
    struct status s = url_parse(a, line->url, &url);
    if (!is_ok(&s)) {
        if (f->config->path)
            s = status_error(s.code, "%s:%zu: %s", f->config->path, line->line, s.message);
        f->summary.failed++;
        round_event(f,
                    (struct fetch_event){.result = FETCH_FAILED, .url = url_redact(a, line->url).p, .why = s.message});
        goto done;
    }
    if (!round_ok(f, store_get_feed(f->store, a, url.text, &feed, &found)))
        goto done;
    int64_t now = f->options.now(f->options.context);
    if (feed.is_gone ||
        (found && !f->options.ignores_schedule && !schedule_is_due(now, feed.visited, feed.next_visit))) {
        *(feed.is_gone ? &f->summary.gone : &f->summary.not_due) += 1;
        goto done;
    }
    struct visit *v = xcalloc(1, sizeof *v);
    v->fetch = f;
    v->url = xstrdup(url.text.p);
    v->zone = line->zone;
    struct url target = url;
    if (feed.current_url.n) {
        s = url_parse(a, feed.current_url, &target);
        if (!is_ok(&s))
            target = url;
        else if (str_eq(target.origin, url.origin)) {
            target.user = url.user;
            target.password = url.password;
        }
    }
    client_get(
        f->client,
        &(struct request){
            .url = &target,
            .accept = STR("application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, "
                          "text/xml;q=0.9, */*;q=0.5"),
            .etag = feed.etag,
            .last_modified = feed.last_modified,
            .body_limit = (size_t)f->config->feed_bytes,
            .context = v,
            .done = answered,
            .dropped = dropped,
        });
done:
    arena_destroy(a);
}
