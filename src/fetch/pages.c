/* The pages behind entries that lack a body, and the robots.txt that stands before them. */
#include <stdlib.h>

#include "base/arena.h"
#include "fetch/headers.h"
#include "fetch/robots.h"
#include "fetch/round.h"
#include "page/extract.h"

enum { ROBOTS_LIFE = 24 * 3600, UNREACHABLE_LIFE = 3600, PAGE_TRIES = 4 };

/* A page on its way. */
struct page {
    struct fetch *fetch;
    struct gate *gate;
    struct page *next; /* of those that wait at the same gate */
    char *id, *url;    /* the URL that is asked next */
    uint32_t failures;
    int hops;
};

/* An origin with its robots.txt. */
struct gate {
    struct fetch *fetch;
    struct arena *arena;
    struct robots robots;
    bool is_known;
    char *origin;
    struct page *waiting;
};

static void approach(struct page *p);

static void page_free(struct page *p)
{
    free(p->id);
    free(p->url);
    free(p);
}

void pages_forget_robots(struct fetch *f)
{
    for (size_t i = 0; i < f->gates.capacity; i++) {
        if (!f->gates.slots[i].key)
            continue;
        struct gate *g = (struct gate *)(uintptr_t)f->gates.slots[i].value;
        for (struct page *p = g->waiting, *next; p; p = next) {
            next = p->next;
            page_free(p);
        }
        arena_destroy(g->arena);
        free(g->origin);
        free(g);
    }
    map_clear(&f->gates);
}

/* The page is not to be had now: later (again != 0), or never. The summary from the feed stays either way. */
static void give_up(struct page *p, enum fetch_result result, long code, const char *why, bool for_good,
                    int64_t retry_after)
{
    struct fetch *f = p->fetch;
    int64_t now = f->options.now(f->options.context), again = 0;
    if (!for_good && p->failures + 1 < PAGE_TRIES)
        again = schedule_next(&f->rules, &(struct schedule_visit){.now = now,
                                                                  .retry_after = retry_after,
                                                                  .failures = p->failures + 1,
                                                                  .feed = str_hash(str_of(p->url))});
    if (round_begin_writing(f) && round_ok(f, store_put_page_failure(f->store, str_of(p->id), again))) {
        *(result == FETCH_PAGE_REFUSED ? &f->summary.pages_refused : &f->summary.pages_failed) += 1;
        round_event(f, (struct fetch_event){.result = result, .url = p->url, .id = p->id, .why = why, .code = code});
    }
    page_free(p);
}

/* What the page does not say, the entry may have said. */
static void complete(struct article *page, const struct article *entry)
{
    struct str *const into[] = {&page->url,      &page->outlet,  &page->title, &page->byline,
                                &page->language, &page->section, &page->image};
    const struct str from[] = {entry->url,      entry->outlet,  entry->title, entry->byline,
                               entry->language, entry->section, entry->image};
    for (size_t i = 0; i < sizeof from / sizeof *from; i++)
        if (!into[i]->n)
            *into[i] = from[i];
    if (!page->published.is_set)
        page->published = entry->published;
    if (!page->modified.is_set)
        page->modified = entry->modified;
}

static void read_page(struct page *p, struct arena *a, const struct response *r)
{
    struct fetch *f = p->fetch;
    struct article article = {0};
    struct extract_options options = {.url = r->url, .http_charset = r->charset, .where = p->url};
    struct status s = extract_page(a, r->body, &options, &article);
    if (is_ok(&s) && article.kind != ARTICLE_FULL)
        s = status_error(STATUS_BAD_INPUT, "the page holds no full article");
    if (!is_ok(&s)) {
        give_up(p, FETCH_PAGE_FAILED, r->code, s.message, true, -1);
        return;
    }
    struct stored_article known;
    bool found;
    if (!round_ok(f, store_get_article(f->store, a, str_of(p->id), &known, &found))) {
        page_free(p);
        return;
    }
    if (found)
        complete(&article, &known.article);
    if (found && article.text.n <= known.article.text.n) {
        give_up(p, FETCH_PAGE_FAILED, r->code, "the page says no more than the feed", true, -1);
        return;
    }
    int64_t now = f->options.now(f->options.context);
    if (round_begin_writing(f) && round_ok(f, store_put_page(f->store, str_of(p->id), &article, now))) {
        f->summary.pages++;
        round_event(f, (struct fetch_event){.result = FETCH_PAGE, .url = p->url, .id = p->id, .code = r->code});
    }
    page_free(p);
}

static void page_dropped(void *context)
{
    page_free(context);
}

static void page_answered(void *context, const struct response *r)
{
    struct page *p = context;
    struct fetch *f = p->fetch;
    struct arena *a = arena_create();
    int64_t now = f->options.now(f->options.context);
    if (!is_ok(&r->status)) {
        bool for_good = r->status.code == STATUS_UNSUPPORTED || r->status.code == STATUS_LIMIT;
        give_up(p, FETCH_PAGE_FAILED, 0, r->status.message, for_good, -1);
    } else if (r->moved.n && ++p->hops <= f->config->redirects) {
        free(p->url);
        p->url = xstrdup(str_z(a, r->moved));
        approach(p); /* another path, perhaps another site: its robots.txt counts */
    } else if (r->moved.n) {
        give_up(p, FETCH_PAGE_FAILED, r->code, "too many redirects", true, -1);
    } else if (r->code == 200) {
        read_page(p, a, r);
    } else {
        bool for_good = r->code >= 400 && r->code < 500 && r->code != 408 && r->code != 425 && r->code != 429;
        struct status s = status_error(STATUS_IO, "the server answered %ld", r->code);
        give_up(p, FETCH_PAGE_FAILED, r->code, s.message, for_good, header_retry_after(a, r->retry_after, now));
    }
    arena_destroy(a);
}

static void pass(struct page *p)
{
    struct fetch *f = p->fetch;
    struct arena *a = arena_create();
    struct url url;
    struct status s = url_parse(a, str_of(p->url), &url);
    if (!is_ok(&s))
        give_up(p, FETCH_PAGE_FAILED, 0, s.message, true, -1);
    else if (!robots_allow(a, &p->gate->robots, url.target))
        give_up(p, FETCH_PAGE_REFUSED, 0,
                p->gate->robots.refuses_all ? "the site's robots.txt cannot be had: then nothing may be fetched"
                                            : "robots.txt forbids it",
                !p->gate->robots.refuses_all, -1);
    else
        client_get(f->client, &(struct request){
                                  .url = &url,
                                  .accept = STR("text/html, application/xhtml+xml, */*;q=0.1"),
                                  .body_limit = (size_t)f->config->page_bytes,
                                  .returns_redirects = true,
                                  .context = p,
                                  .done = page_answered,
                                  .dropped = page_dropped,
                              });
    arena_destroy(a);
}

static void open_gate(struct gate *g, long code, struct str body)
{
    robots_from_answer(g->arena, code, body, STR("nutgraf"), &g->robots);
    g->is_known = true;
    struct page *waiting = g->waiting;
    g->waiting = NULL;
    for (struct page *next; waiting; waiting = next) {
        next = waiting->next;
        pass(waiting);
    }
}

static void robots_answered(void *context, const struct response *r)
{
    struct gate *g = context;
    struct fetch *f = g->fetch;
    struct stored_robots kept = {
        .code = is_ok(&r->status) ? r->code : 0,
        .body = r->body,
        .fetched = f->options.now(f->options.context),
    };
    if (round_begin_writing(f))
        round_ok(f, store_put_robots(f->store, str_of(g->origin), &kept));
    open_gate(g, kept.code, kept.body);
}

static struct gate *gate_for(struct fetch *f, const struct url *url)
{
    uint64_t *slot = map_put(&f->gates, str_hash(url->origin));
    if (*slot)
        return (struct gate *)(uintptr_t)*slot;
    struct gate *g = xcalloc(1, sizeof *g);
    *slot = (uint64_t)(uintptr_t)g;
    g->fetch = f;
    g->arena = arena_create();
    g->origin = xstrdup(url->origin.p);
    struct stored_robots kept;
    bool found;
    int64_t now = f->options.now(f->options.context);
    if (!round_ok(f, store_get_robots(f->store, g->arena, url->origin, &kept, &found)))
        return g;
    int64_t age = now - kept.fetched;
    bool is_answer = kept.code >= 200 && kept.code < 500;
    if (found && age >= 0 && age < (is_answer ? ROBOTS_LIFE : UNREACHABLE_LIFE)) {
        open_gate(g, kept.code, kept.body);
        return g;
    }
    struct arena *a = arena_create();
    struct url robots;
    struct status s = url_resolve(a, url, STR("/robots.txt"), &robots);
    if (is_ok(&s))
        client_get(f->client, &(struct request){.url = &robots,
                                                .accept = STR("text/plain, */*;q=0.1"),
                                                .body_limit = ROBOTS_BYTE_LIMIT,
                                                .cuts_body = true,
                                                .context = g,
                                                .done = robots_answered});
    else
        open_gate(g, 0, STR(""));
    arena_destroy(a);
    return g;
}

/* To the gate of the page's origin: through it if its robots.txt is known, else in line before it. */
static void approach(struct page *p)
{
    struct arena *a = arena_create();
    struct url url;
    struct status s = url_parse(a, str_of(p->url), &url);
    if (!is_ok(&s)) {
        give_up(p, FETCH_PAGE_FAILED, 0, s.message, true, -1);
    } else {
        p->gate = gate_for(p->fetch, &url);
        if (p->gate->is_known) {
            pass(p);
        } else {
            p->next = p->gate->waiting;
            p->gate->waiting = p;
        }
    }
    arena_destroy(a);
}

void pages_start(struct fetch *f, size_t most, size_t *started)
{
    struct arena *a = arena_create();
    struct store_page *pages;
    *started = 0;
    if (round_ok(f, store_pages_wanted(f->store, a, f->options.now(f->options.context), most, &pages, started))) {
        for (size_t i = 0; i < *started; i++) {
            struct page *p = xcalloc(1, sizeof *p);
            p->fetch = f;
            p->id = xstrdup(pages[i].id.p);
            p->url = xstrdup(pages[i].url.p);
            p->failures = pages[i].failures;
            approach(p);
        }
    }
    arena_destroy(a);
}
