/* Which handler answers what: a table. */
#include "base/arena.h"
#include "serve/answer.h"

enum { ALLOW_READ = 1, ALLOW_CHANGE = 2, ALLOW_POST = 4 };

static const struct route {
    const char *path;
    bool is_prefix; /* what follows is for the handler */
    int allows;
    bool needs_store;
    void (*handle)(const struct request *r, struct response *out);
} routes[] = {
    {"/", false, ALLOW_READ, false, page_index},
    {"/index.html", false, ALLOW_READ, false, page_index},
    {"/feeds", false, ALLOW_READ, false, page_feeds},
    {"/feeds.html", false, ALLOW_READ, false, page_feeds},
    {"/minority", false, ALLOW_READ, false, page_minority},
    {"/minority.html", false, ALLOW_READ, false, page_minority},
    {"/names", false, ALLOW_READ, false, page_names},
    {"/names.html", false, ALLOW_READ, false, page_names},
    {"/name/", true, ALLOW_READ, true, page_name},
    {"/outlet/", true, ALLOW_READ, true, page_list},
    {"/topic/", true, ALLOW_READ, true, page_list},
    {"/minority/", true, ALLOW_READ, true, page_list},
    {"/feed.atom", false, ALLOW_READ, false, page_feed},
    {"/feed.json", false, ALLOW_READ, false, page_feed},
    {"/feeds.opml", false, ALLOW_READ, false, page_opml},
    {"/story/", true, ALLOW_READ, true, page_story},
    {"/article/", true, ALLOW_READ, true, page_article},
    {"/image/", true, ALLOW_READ, true, page_image},
    {"/search", false, ALLOW_READ, true, page_search},
    {"/search.atom", false, ALLOW_READ, true, page_search},
    {"/style.css", false, ALLOW_READ, false, page_asset},
    {"/nutgraf.js", false, ALLOW_READ, false, page_asset},
    {"/robots.txt", false, ALLOW_READ, false, page_asset},
    {"/health", false, ALLOW_READ, true, page_health},
    {"/metrics", false, ALLOW_READ, false, page_metrics},
    {"/api/v1/openapi.json", false, ALLOW_READ, false, api_description},
    {"/api/v1/stories", false, ALLOW_READ, false, api_stories},
    {"/api/v1/stories/", true, ALLOW_READ, true, api_story},
    {"/api/v1/search", false, ALLOW_READ, true, api_search},
    {"/api/v1/check", false, ALLOW_READ, true, api_check},
    {"/mcp", false, ALLOW_POST, true, api_mcp},
    {"/api/v1/searches", false, ALLOW_READ | ALLOW_CHANGE, true, api_searches},
};

static const struct route *find(struct str path, struct str *rest)
{
    const struct route *best = NULL;
    for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
        struct str own = str_of(routes[i].path);
        bool fits = routes[i].is_prefix ? path.n > own.n && str_starts(path, own) : str_eq(path, own);
        if (fits && (!best || strlen(best->path) < own.n))
            best = &routes[i];
    }
    if (best)
        *rest = (struct str){path.p + strlen(best->path), path.n - strlen(best->path)};
    return best;
}

void answer(struct request *r, struct response *out)
{
    *out = (struct response){.code = 200, .type = "text/html; charset=utf-8"};
    const struct route *route = find(r->path, &r->rest);
    if (!route) {
        answer_problem(r, out, 404, "There is nothing at this address.");
        return;
    }
    const char *allow = route->allows & ALLOW_CHANGE ? "GET, HEAD, OPTIONS, POST, DELETE"
                        : route->allows & ALLOW_POST ? "OPTIONS, POST"
                                                     : "GET, HEAD, OPTIONS";
    bool is_reading = r->method == METHOD_GET || r->method == METHOD_HEAD;
    bool is_change = r->method == METHOD_POST || r->method == METHOD_DELETE;
    if (r->method == METHOD_OPTIONS) {
        out->code = 204;
        out->allow = allow;
    } else if (!(is_reading && route->allows & ALLOW_READ) && !(is_change && route->allows & ALLOW_CHANGE) &&
               !(r->method == METHOD_POST && route->allows & ALLOW_POST)) {
        answer_problem(r, out, 405, "This address cannot be asked in that way.");
        out->allow = allow;
    } else if (route->needs_store && !r->store) {
        answer_problem(r, out, 503, "The archive cannot be read at the moment. Try again in a minute.");
    } else {
        route->handle(r, out);
    }
}

struct render_options answer_look(const struct request *r)
{
    size_t depth = 0;
    for (size_t i = 1; i < r->path.n; i++)
        depth += r->path.p[i] == '/';
    struct buf root = {0};
    for (size_t i = 0; i < depth && i < 64; i++)
        buf_add_z(&root, "../");
    struct render_options look = {.site = r->options->title, .live = true, .images = r->options->images != NULL, .root = str_copy(r->arena, buf_str(&root))};
    buf_free(&root);
    return look;
}

void answer_problem(const struct request *r, struct response *out, int code, const char *what)
{
    struct render_options look = answer_look(r);
    buf_clear(&out->body);
    out->code = code;
    out->location = STR("");
    out->file_name = NULL;
    if (str_starts(r->path, STR("/api/"))) {
        out->type = "application/json";
        buf_format(&out->body, "{\"error\": \"%s\"}\n", what);
    } else {
        out->type = "text/html; charset=utf-8";
        served_problem(code, str_of(what), &look, &out->body);
    }
}

bool answer_failed(const struct request *r, struct response *out, const struct status *s)
{
    if (is_ok(s))
        return false;
    if (s->code == STATUS_LIMIT) {
        answer_problem(r, out, 400, "This would take too long to answer; ask for less.");
        return true;
    }
    r->options->problem(r->options->context, s);
    answer_problem(r, out, 503, "The archive cannot be read at the moment. Try again in a minute.");
    return true;
}
