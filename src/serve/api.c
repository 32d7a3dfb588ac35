/* The REST interface under /api/v1/ (docs/API.md, openapi.json). */
#include <jansson.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/embedded.h"
#include "serve/answer.h"
#include "serve/claim.h"
#include "serve/json.h"
#include "serve/mcp.h"
#include "store/search.h"

enum { LIST_STANDARD = 20, LIST_MOST = 100 };

void api_description(const struct request *r, struct response *out)
{
    (void)r;
    out->type = "application/json";
    buf_add(&out->body, embedded_get("src/serve/openapi.json"));
}

static json_t *card_json(const struct card *c)
{
    json_t *o = json_object();
    json_set_str(o, "id", c->id);
    json_set_str(o, "headline", c->headline);
    json_set_str(o, "lead", c->lead);
    json_set_str(o, "topic", c->topic);
    json_set_str(o, "why", c->why);
    json_set_moment(o, "updated", c->updated);
    json_object_set_new(o, "articles", json_integer((json_int_t)c->article_count));
    json_object_set_new(o, "independent", json_integer((json_int_t)c->independent_count));
    json_object_set_new(o, "outlets", json_integer((json_int_t)c->outlet_count));
    return o;
}

static bool has_outlet(const struct card *c, struct str outlet)
{
    for (size_t i = 0; i < c->outlet_count && c->outlets; i++)
        if (str_eq(c->outlets[i], outlet))
            return true;
    return !outlet.n;
}

/* In rank order: what Top Headlines shows, by topic and outlet where asked. */
void api_stories(const struct request *r, struct response *out)
{
    const struct edition *e = &r->snapshot->edition;
    struct str topic = request_param(r, "topic"), outlet = request_param(r, "outlet");
    size_t limit = request_number(r, "limit", LIST_STANDARD, LIST_MOST), skip = request_number(r, "offset", 0, 1000000), total = 0;
    json_t *list = json_array(), *whole = json_object();
    for (size_t i = 0; i < e->card_count; i++) {
        const struct card *c = &e->cards[i];
        if ((topic.n && !str_eq(c->topic, topic)) || !has_outlet(c, outlet))
            continue;
        if (total >= skip && json_array_size(list) < limit)
            json_array_append_new(list, card_json(c));
        total++;
    }
    json_object_set_new(whole, "total", json_integer((json_int_t)total));
    json_object_set_new(whole, "stories", list);
    json_answer(whole, out);
}

static json_t *versions_json(const struct request *r, struct str id, struct status *s)
{
    struct stored_version *versions;
    size_t count;
    json_t *list = json_array();
    *s = store_list_versions(r->store, r->arena, id, &versions, &count);
    for (size_t i = 0; is_ok(s) && i < count; i++) {
        json_t *o = json_object();
        json_object_set_new(o, "version", json_integer(versions[i].version));
        json_set_moment(o, "made", (struct moment){.seconds = versions[i].made, .is_set = true, .has_time = true, .has_zone = true});
        json_set_str(o, "headline", versions[i].headline);
        json_array_append_new(list, o);
    }
    return list;
}

void api_story(const struct request *r, struct response *out)
{
    struct str id = r->rest;
    bool wants_versions = str_ends(id, STR("/versions"));
    if (wants_versions)
        id.n -= strlen("/versions");
    struct story_page *page = arena_zero(r->arena, sizeof *page);
    if (!story_load(r, out, id, (uint32_t)request_number(r, "version", 0, UINT32_MAX), page))
        return;
    struct status s = status_ok();
    json_t *whole;
    if (wants_versions) {
        whole = json_object();
        json_object_set_new(whole, "versions", versions_json(r, id, &s));
    } else {
        whole = json_loadb(page->version.page.p, page->version.page.n, 0, NULL);
        json_add_quotes(whole, &page->brief);
    }
    if (answer_failed(r, out, &s))
        json_decref(whole);
    else
        json_answer(whole, out);
}

static struct str without_marks(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != SEARCH_MARK_BEGIN && s.p[i] != SEARCH_MARK_END)
            p[n++] = s.p[i];
    return (struct str){p, n};
}

json_t *json_hits(struct arena *a, const struct search_hit *hits, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *o = json_object();
        json_set_str(o, "article", hits[i].id);
        json_set_str(o, "outlet", hits[i].outlet);
        json_set_str(o, "title", without_marks(a, hits[i].title));
        json_set_str(o, "excerpt", without_marks(a, hits[i].excerpt));
        json_set_str(o, "url", hits[i].url);
        json_set_moment(o, "published", hits[i].published);
        json_set_str(o, "story", hits[i].story);
        json_set_str(o, "headline", hits[i].headline);
        json_array_append_new(list, o);
    }
    return list;
}

void api_search(const struct request *r, struct response *out)
{
    struct search search;
    size_t limit = request_number(r, "limit", LIST_STANDARD, LIST_MOST), skip = request_number(r, "offset", 0, 1000), count;
    bool more;
    struct status s = search_parse(r->arena, request_param(r, "q"), &search);
    if (!is_ok(&s)) {
        json_t *problem = json_object();
        json_set_str(problem, "error", str_of(s.message));
        json_answer(problem, out);
        out->code = 400;
        return;
    }
    struct search_hit *hits;
    s = search_articles(r->store, r->arena, &search, skip, limit, &hits, &count, &more);
    if (answer_failed(r, out, &s))
        return;
    json_t *whole = json_object();
    json_object_set_new(whole, "articles", json_hits(r->arena, hits, count));
    json_object_set_new(whole, "more", json_boolean(more));
    json_answer(whole, out);
}

/* --- claims and assistants --- */

void api_check(const struct request *r, struct response *out)
{
    struct claim_answer answer;
    struct status s = claim_check(r->store, r->arena, request_param(r, "claim"), &answer);
    if (s.code == STATUS_BAD_INPUT || s.code == STATUS_LIMIT) {
        answer_problem(r, out, 400, "Want ?claim= with one sentence of at most 1000 bytes.");
        return;
    }
    if (answer_failed(r, out, &s))
        return;
    json_t *whole = json_object(), *list = json_array();
    json_object_set_new(whole, "supported", json_boolean(answer.is_supported));
    json_set_str(whole, "reason", answer.reason);
    json_set_str(whole, "why", answer.why);
    for (size_t i = 0; i < answer.sentence_count; i++) {
        const struct claim_sentence *c = &answer.sentences[i];
        json_t *o = json_object();
        json_set_str(o, "article", c->article->id);
        json_set_str(o, "outlet", c->article->outlet);
        json_set_str(o, "url", c->article->url);
        json_set_moment(o, "published", c->article->published);
        json_object_set_new(o, "begin", json_integer(c->at.begin));
        json_object_set_new(o, "end", json_integer(c->at.end));
        json_set_str(o, "text", str_span(c->article->text, c->at));
        json_array_append_new(list, o);
    }
    json_object_set_new(whole, "sentences", list);
    json_answer(whole, out);
}

/* A page elsewhere that found a way to this address (DNS rebinding) gives itself away by its origin. */
static bool is_own_origin(const struct request *r)
{
    struct str o = r->origin, address = r->options->address;
    return !o.n || (address.n && str_starts(address, o) && (address.n == o.n || address.p[o.n] == '/'));
}

/* Streamable HTTP: each message is a POST of its own, answered as JSON; there are no sessions and no streams. */
void api_mcp(const struct request *r, struct response *out)
{
    if (!is_own_origin(r)) {
        answer_problem(r, out, 403, "This address does not answer to pages of other sites.");
        return;
    }
    struct mcp m = {.store = r->store, .arena = r->arena, .version = r->options->version, .address = r->options->address};
    mcp_answer(&m, r->body, &out->body);
    out->type = "application/json";
    out->is_private = true;
    if (!out->body.n)
        out->code = 202;
}

/* --- saved searches --- */

/* A header, never a cookie: no page elsewhere can make a browser send it (CSRF). Compared in constant time. */
static bool is_admin(const struct request *r)
{
    struct str given = r->authorization, token = str_of(r->options->token);
    if (!token.n || !str_starts(given, STR("Bearer ")))
        return false;
    given = (struct str){given.p + 7, given.n - 7};
    unsigned char differs = given.n != token.n;
    for (size_t i = 0; i < given.n; i++)
        differs |= (unsigned char)(given.p[i] ^ token.p[i % token.n]);
    return !differs;
}

static void list_searches(const struct request *r, struct response *out)
{
    struct saved_search *searches;
    size_t count;
    struct status s = store_list_searches(r->store, r->arena, &searches, &count);
    if (answer_failed(r, out, &s))
        return;
    json_t *whole = json_object(), *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *o = json_object();
        json_set_str(o, "name", searches[i].name);
        json_set_str(o, "query", searches[i].query);
        json_array_append_new(list, o);
    }
    json_object_set_new(whole, "searches", list);
    json_answer(whole, out);
    out->is_private = true;
}

static void change_searches(const struct request *r, struct response *out)
{
    json_t *body = json_loadb(r->body.p, r->body.n, 0, NULL);
    const char *name = json_string_value(json_object_get(body, "name")), *query = json_string_value(json_object_get(body, "query"));
    struct search search;
    struct serve_action action = {.kind = r->method == METHOD_POST ? ACTION_SAVE_SEARCH : ACTION_DROP_SEARCH, .name = str_of(name), .query = str_of(query)};
    struct status s = status_ok();
    bool is_full = false;
    if (!name || !*name || strlen(name) > 100)
        answer_problem(r, out, 400, "Want a JSON object with a name of 1 to 100 bytes.");
    else if (action.kind == ACTION_SAVE_SEARCH && (!query || (s = search_parse(r->arena, str_of(query), &search), !is_ok(&s))))
        answer_problem(r, out, 400, "The query is missing or cannot be searched for.");
    else {
        server_add_action(r->server, &action, &is_full);
        if (is_full) {
            answer_problem(r, out, 503, "Too many changes are waiting. Try again in a minute.");
        } else {
            out->code = 202;
            out->type = "application/json";
            buf_add_z(&out->body, "{\"accepted\": true}\n");
        }
    }
    json_decref(body);
}

void api_searches(const struct request *r, struct response *out)
{
    if (r->method == METHOD_GET || r->method == METHOD_HEAD)
        list_searches(r, out);
    else if (!r->options->token)
        answer_problem(r, out, 403, "Changes are switched off: set [serve] token to allow them.");
    else if (!is_admin(r))
        answer_problem(r, out, 401, "Changes want the header Authorization: Bearer TOKEN.");
    else
        change_searches(r, out);
}
