#include "serve/mcp_tools.h"

#include "base/arena.h"
#include "render/escape.h"
#include "render/when.h"
#include "serve/answer.h"
#include "serve/claim.h"
#include "store/search.h"

static struct str text_of(const json_t *arguments, const char *key)
{
    const json_t *v = json_object_get(arguments, key);
    return json_is_string(v) ? (struct str){json_string_value(v), json_string_length(v)} : STR("");
}

static size_t number_of(const json_t *arguments, const char *key, size_t standard, size_t most)
{
    const json_t *v = json_object_get(arguments, key);
    json_int_t n = json_integer_value(v);
    return !json_is_integer(v) || n < 1 ? standard : (size_t)n > most ? most : (size_t)n;
}

/* A line of text from outside: no control character ends it early. */
static void put(struct buf *out, struct str s)
{
    escape_plain(out, s);
}

static void put_source(struct buf *out, const struct article *x)
{
    put(out, x->outlet);
    buf_add_z(out, ", ");
    when_day(out, x->published);
    buf_add_z(out, ", ");
    put(out, x->url);
}

static struct str plain(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != SEARCH_MARK_BEGIN && s.p[i] != SEARCH_MARK_END)
            p[n++] = s.p[i];
    return (struct str){p, n};
}

static struct status search_tool(const struct mcp *m, const json_t *arguments, struct buf *out)
{
    struct search search;
    struct search_hit *hits;
    size_t count;
    bool more;
    struct status s = search_parse(m->arena, text_of(arguments, "query"), &search);
    if (is_ok(&s))
        s = search_articles(m->store, m->arena, &search, 0, number_of(arguments, "limit", 10, 50), &hits, &count, &more);
    if (!is_ok(&s))
        return s;
    for (size_t i = 0; i < count; i++) {
        buf_format(out, "%zu. ", i + 1);
        put(out, plain(m->arena, hits[i].title));
        buf_add_z(out, "\n   ");
        put_source(out, &(struct article){.outlet = hits[i].outlet, .published = hits[i].published, .url = hits[i].url});
        buf_add_z(out, "\n   ");
        put(out, plain(m->arena, hits[i].excerpt));
        if (hits[i].headline.n) {
            buf_format(out, "\n   story %.*s: ", STR_ARG(hits[i].story));
            put(out, hits[i].headline);
        }
        buf_add_byte(out, '\n');
    }
    buf_add_z(out, !count ? "Nothing was found.\n" : more ? "There are more.\n" : "");
    return s;
}

static struct status list_tool(const struct mcp *m, const json_t *arguments, struct buf *out)
{
    struct str outlet = text_of(arguments, "outlet");
    struct story_choice choice = {.order = outlet.n ? STORIES_BY_OUTLET : STORIES_BY_LAST, .value = outlet, .since = INT64_MIN,
                                  .most = number_of(arguments, "limit", 20, 50)};
    struct stored_story *stories;
    size_t count;
    struct status s = store_list_stories(m->store, m->arena, &choice, &stories, &count);
    for (size_t i = 0; is_ok(&s) && i < count; i++) {
        buf_format(out, "story %.*s: ", STR_ARG(stories[i].id));
        put(out, stories[i].headline);
        buf_add_z(out, "\n   ");
        put(out, stories[i].lead);
        buf_format(out, "\n   %zu articles, %zu outlets, newest ", stories[i].articles, stories[i].outlets);
        when_time(out, (struct moment){.seconds = stories[i].last, .is_set = true, .has_time = true, .has_zone = true});
        buf_add_byte(out, '\n');
    }
    if (is_ok(&s) && !count)
        buf_add_z(out, "There are no stories.\n");
    return s;
}

static void put_unit(struct buf *out, const struct brief *b, const struct unit_text *u)
{
    put(out, u->text);
    buf_add_byte(out, '\n');
    for (size_t i = 0; i < u->support_count; i++) {
        const struct article *x = b->sources[u->support[i].source].article;
        buf_format(out, "   [%d] \"", u->support[i].source + 1);
        put(out, str_span(x->text, u->support[i].at));
        buf_add_z(out, "\" (");
        put(out, x->outlet);
        buf_add_z(out, ")\n");
    }
}

static void put_story(struct buf *out, const struct brief *b, struct str address)
{
    put(out, b->headline.text);
    buf_format(out, "\nversion %u, %zu articles, %zu outlets, updated ", b->version, b->article_count, b->outlet_count);
    when_time(out, b->updated);
    if (address.n) {
        buf_format(out, "\n%.*sstory/", STR_ARG(address));
        escape_url(out, b->id);
        buf_add_z(out, ".html");
    }
    buf_add_z(out, "\n\n");
    for (size_t i = 0; i < b->section_count; i++) {
        if (b->sections[i].heading.text.n) {
            put(out, b->sections[i].heading.text);
            buf_add_z(out, ":\n");
        }
        for (size_t k = 0; k < b->sections[i].sentence_count; k++)
            put_unit(out, b, &b->sections[i].sentences[k]);
    }
    for (size_t i = 0; i < b->disagreement_count; i++) {
        buf_add_z(out, i ? "" : "\nWhere reports differ:\n");
        put(out, b->disagreements[i].what);
        buf_add_byte(out, '\n');
        for (size_t k = 0; k < b->disagreements[i].claim_count; k++) {
            buf_add_z(out, "- ");
            put(out, b->disagreements[i].claims[k].value);
            buf_add_byte(out, '\n');
            put_unit(out, b, &b->disagreements[i].claims[k].behind);
        }
    }
    for (size_t i = 0; i < b->timeline_count; i++) {
        buf_format(out, "%s%s: ", i ? "" : "\nTimeline:\n", b->timeline[i].date);
        put_unit(out, b, &b->timeline[i].what);
    }
    buf_add_z(out, "\nSources:\n");
    for (size_t i = 0; i < b->source_count; i++) {
        buf_format(out, "[%zu] ", i + 1);
        put(out, b->sources[i].article->title);
        buf_add_z(out, " (");
        put_source(out, b->sources[i].article);
        buf_add_z(out, ")\n");
    }
}

static struct status read_tool(const struct mcp *m, const json_t *arguments, struct buf *out)
{
    struct story_page *page = arena_zero(m->arena, sizeof *page);
    struct str id = text_of(arguments, "id");
    bool found;
    uint32_t version = (uint32_t)number_of(arguments, "version", 0, UINT32_MAX);
    struct status s = story_read(m->store, m->arena, id, version, page, &found);
    if (is_ok(&s) && found && page->story.merged_into.n)
        s = story_read(m->store, m->arena, str_copy(m->arena, page->story.merged_into), version, page, &found);
    if (is_ok(&s) && !found)
        s = status_error(STATUS_BAD_INPUT, "there is no story %.*s, or no such version of it; list_stories and search_articles name them",
                         STR_ARG(utf8_cut(id, 60)));
    if (is_ok(&s))
        put_story(out, &page->brief, m->address);
    return s;
}

static struct status claim_tool(const struct mcp *m, const json_t *arguments, struct buf *out)
{
    struct claim_answer answer;
    struct status s = claim_check(m->store, m->arena, text_of(arguments, "claim"), &answer);
    if (!is_ok(&s))
        return s;
    buf_add_z(out, answer.is_supported ? "SUPPORTED by the archive:\n" : "NOT SUPPORTED by the archive");
    if (!answer.is_supported) {
        buf_add_z(out, " (");
        put(out, answer.reason);
        buf_add_z(out, "): ");
        put(out, answer.why);
        buf_add_z(out, answer.sentence_count ? "\nThe nearest sentences:\n" : "\n");
    }
    for (size_t i = 0; i < answer.sentence_count; i++) {
        buf_add_z(out, "- \"");
        put(out, str_span(answer.sentences[i].article->text, answer.sentences[i].at));
        buf_add_z(out, "\" (");
        put_source(out, answer.sentences[i].article);
        buf_add_z(out, ")\n");
    }
    return s;
}

bool mcp_call_tool(const struct mcp *m, const char *name, const json_t *arguments, struct buf *out, struct status *s)
{
    static const struct {
        const char *name;
        struct status (*call)(const struct mcp *m, const json_t *arguments, struct buf *out);
    } tools[] = {{"search_articles", search_tool}, {"list_stories", list_tool}, {"read_story", read_tool}, {"check_claim", claim_tool}};
    for (size_t i = 0; i < sizeof tools / sizeof *tools; i++) {
        if (strcmp(tools[i].name, name) != 0)
            continue;
        *s = tools[i].call(m, arguments, out);
        return true;
    }
    return false;
}
