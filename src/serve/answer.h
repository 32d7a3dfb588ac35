/* answer.h - a request and its answer, apart from sockets; private to the serve room.
 *
 * A handler looks at the request, adds bytes to the response's body and sets its code. It may fail with problem(). */
#ifndef NUTGRAF_SERVE_ANSWER_H
#define NUTGRAF_SERVE_ANSWER_H

#include "serve/serve.h"

enum { TARGET_LIMIT = 8192, PARAM_LIMIT = 16, BODY_LIMIT = 256 * 1024 };

enum method { METHOD_GET, METHOD_HEAD, METHOD_POST, METHOD_DELETE, METHOD_OPTIONS, METHOD_OTHER };

struct param {
    struct str key, value;
};

struct request {
    struct arena *arena; /* of this request */
    struct server *server;
    const struct serve_options *options;
    const struct snapshot *snapshot;
    struct store *store; /* opened before a handler is called that needs it */
    enum method method;
    struct str path; /* decoded, begins with a slash */
    struct param params[PARAM_LIMIT];
    size_t param_count;
    struct str body, authorization, origin; /* origin: the header, of a browser's page */
    struct str rest; /* of the path, behind the route's own part */
};

struct response {
    int code;
    const char *type;      /* content type */
    struct buf body;
    struct str location;   /* of a redirect, within this site */
    const char *allow;     /* methods, for 405 and OPTIONS */
    const char *file_name; /* for saving, or NULL */
    bool is_private;       /* not to be stored by anyone, and not by us */
    bool is_lasting;       /* may be kept for a day by the reader, and is not kept by the answer cache */
    struct str image;      /* URL of the image to wait for: then the request is handled again */
};

/* Splits and decodes a request target ("/path?query"). False for one that is malformed; *code then says 400 or 414. */
bool request_read_target(struct request *r, struct str target, int *code);
struct str request_param(const struct request *r, const char *key); /* empty where there is none */
size_t request_number(const struct request *r, const char *key, size_t standard, size_t most);

/* Finds the route and answers. Never fails: a failure is an answer. */
void answer(struct request *r, struct response *out);
void answer_problem(const struct request *r, struct response *out, int code, const char *what);
/* A failure of the store: 503 for the client, the reason for the log. True when s is a failure. */
bool answer_failed(const struct request *r, struct response *out, const struct status *s);

/* How a page from this path reaches the site's root: "", "../", "../../". */
struct render_options answer_look(const struct request *r);

/* Cards of stories out of the store. */
struct card *cards_of(const struct request *r, const struct stored_story *stories, size_t count);

/* A story's page out of the store, its sources' texts read in. False when it has been answered (404, 301, 503). */
struct story_page {
    struct stored_story story;
    struct stored_version version;
    struct brief brief;
};
bool story_load(const struct request *r, struct response *out, struct str id, uint32_t version, struct story_page *page);
struct status story_read(struct store *store, struct arena *a, struct str id, uint32_t version, struct story_page *page,
                         bool *found) MUST_CHECK;

/* Handlers, by file. */
void page_index(const struct request *r, struct response *out);
void page_feeds(const struct request *r, struct response *out);
void page_minority(const struct request *r, struct response *out);
void page_names(const struct request *r, struct response *out);
void page_name(const struct request *r, struct response *out);
void page_list(const struct request *r, struct response *out);
void page_opml(const struct request *r, struct response *out);
void page_feed(const struct request *r, struct response *out);
void page_asset(const struct request *r, struct response *out);
void page_story(const struct request *r, struct response *out);
void page_image(const struct request *r, struct response *out);
void page_article(const struct request *r, struct response *out);
void page_search(const struct request *r, struct response *out);
void page_health(const struct request *r, struct response *out);
void page_metrics(const struct request *r, struct response *out);
void api_stories(const struct request *r, struct response *out);
void api_story(const struct request *r, struct response *out);
void api_search(const struct request *r, struct response *out);
void api_searches(const struct request *r, struct response *out);
void api_check(const struct request *r, struct response *out);
void api_mcp(const struct request *r, struct response *out);
void api_description(const struct request *r, struct response *out);

/* Counters, for metrics. */
struct server_counters {
    atomic_ullong requests, by_class[6], not_modified, from_cache, refused_rate, bytes;
};
struct server_counters *server_counters(struct server *s);
struct images;
struct images *server_images(struct server *s); /* NULL: none are shown */
struct serve_health server_health(struct server *s);
int64_t server_uptime(const struct server *s); /* milliseconds */
void server_add_action(struct server *s, const struct serve_action *action, bool *is_full);

#endif
