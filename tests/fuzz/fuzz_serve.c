/* What strangers send to a running site: request targets, searches, messages of assistants; and pages out of the store. */
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "brief/changes.h"
#include "render/read.h"
#include "render/served.h"
#include "serve/answer.h"
#include "serve/mcp.h"
#include "store/search.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct store *store;

static void open_store(void)
{
    char path[] = "/tmp/nutgraf-fuzz-XXXXXX";
    int file = mkstemp(path);
    if (file < 0)
        abort();
    close(file);
    struct status s = store_open(path, STORE_WRITE, &store);
    struct article a = {.id = STR("a"), .url = STR("http://a.example/"), .outlet = STR("Post"), .title = STR("Ferry sinks"),
                        .text = STR("The ferry sank off Saltry on Monday. Nobody was hurt.")};
    enum store_outcome outcome;
    char id[ARTICLE_ID_LIMIT];
    struct store_entry e = {.article = &a, .feed = STR("f"), .seen = 1};
    if (is_ok(&s))
        s = store_put_entry(store, &e, &outcome, id);
    if (is_ok(&s))
        s = store_put_placement(store, &(struct stored_placement){.number = 1, .story = STR("s"), .sequence = 1, .revision = 1}, &a);
    if (!is_ok(&s))
        abort();
}

static void target(struct arena *a, struct str input)
{
    struct request r = {.arena = a};
    int code;
    if (request_read_target(&r, input, &code)) {
        if (!r.path.n || r.path.p[0] != '/' || memchr(r.path.p, '\0', r.path.n) || !utf8_is_valid(r.path, NULL))
            abort();
        request_number(&r, "page", 1, 50);
    } else if (code < 400) {
        abort();
    }
}

/* Whatever is typed is a search or a message to the reader, never a complaint of the search engine. */
static void search(struct arena *a, struct str input)
{
    struct search search;
    struct search_hit *hits;
    struct stored_story *stories;
    struct str *ids;
    size_t count;
    bool more;
    struct status s = search_parse(a, input, &search);
    if (is_ok(&s)) {
        s = search_articles(store, a, &search, 0, 5, &hits, &count, &more);
        if (is_ok(&s))
            s = search_stories(store, a, &search, 5, &stories, &count);
        if (!is_ok(&s))
            abort();
    }
    if (utf8_is_valid(input, NULL)) {
        s = search_like(store, a, input, 5, &ids, &count);
        if (!is_ok(&s))
            abort();
    }
}

static void page(struct arena *a, struct str input)
{
    struct brief b, again;
    struct buf out = {0};
    struct render_options look = {.live = true};
    struct status s = brief_from_json(a, input, "fuzz", &b);
    if (is_ok(&s)) {
        brief_trim_support(&b);
        render_brief(&b, FORMAT_HTML, &look, &out);
        render_brief(&b, FORMAT_MARKDOWN, &look, &out);
        served_extras(&(struct story_extras){.brief = &b}, &look, &out);
        buf_clear(&out);
        render_brief(&b, FORMAT_JSON, &look, &out);
        s = brief_from_json(a, buf_str(&out), "again", &again);
        if (!is_ok(&s))
            abort();
        brief_compare(a, &b, &again, (struct moment){0});
    }
    buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!store)
        open_store();
    if (!size)
        return 0;
    struct arena *a = arena_create();
    struct str input = {(const char *)data + 1, size - 1};
    struct buf out = {0};
    if (data[0] % 4 == 0)
        target(a, input);
    else if (data[0] % 4 == 1)
        search(a, input);
    else if (data[0] % 4 == 2)
        page(a, input);
    else
        mcp_answer(&(struct mcp){.store = store, .arena = a, .version = "0"}, input, &out);
    buf_free(&out);
    arena_destroy(a);
    return 0;
}
