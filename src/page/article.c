#include "page/article.h"

#include <jansson.h>

#include "base/arena.h"

struct str article_make_id(struct arena *a, struct str key)
{
    return str_format(a, "%016llx", (unsigned long long)str_hash(key));
}

/* A string member, copied; numbers are taken as their digits, because archives number their articles. */
static struct str member(struct arena *a, const json_t *object, const char *key)
{
    const json_t *v = json_object_get(object, key);
    if (json_is_integer(v))
        return str_format(a, "%lld", (long long)json_integer_value(v));
    if (!json_is_string(v))
        return STR("");
    return str_copy(a, utf8_repair(a, (struct str){json_string_value(v), json_string_length(v)}));
}

static struct str web_url(struct str url)
{
    return str_starts(url, STR("http://")) || str_starts(url, STR("https://")) ? url : STR("");
}

static struct status read_moment(struct arena *a, const json_t *object, const char *key, const char *where,
                                 struct moment *out)
{
    struct str given = member(a, object, key);
    if (given.n && !moment_parse_iso(given, out))
        return status_error(STATUS_BAD_INPUT,
                            "%s: \"%s\" is \"%.*s\", which is not a date or time that exists (want ISO 8601, as in "
                            "2025-10-07T14:05:00+02:00)",
                            where, key, (int)(given.n < 60 ? given.n : 60), given.p);
    return status_ok();
}

struct status article_from_json(struct arena *a, struct str line, const char *where, struct article *out)
{
    *out = (struct article){0};
    if (line.n > ARTICLE_LINE_LIMIT)
        return status_error(STATUS_LIMIT, "%s: a line of %zu bytes; the limit is %d", where, line.n, ARTICLE_LINE_LIMIT);
    size_t bad;
    if (!utf8_is_valid(line, &bad))
        return status_error(STATUS_BAD_INPUT, "%s: invalid UTF-8 at byte %zu of the line", where, bad + 1);
    json_error_t why;
    json_t *object = json_loadb(line.p, line.n, JSON_ALLOW_NUL, &why);
    if (!json_is_object(object)) {
        json_decref(object);
        return status_error(STATUS_BAD_INPUT, "%s: not an article's JSON object: %s", where,
                            object ? "another JSON value" : why.text);
    }
    out->id = member(a, object, "id");
    out->url = web_url(member(a, object, "url"));
    out->outlet = member(a, object, "outlet");
    out->title = member(a, object, "title");
    out->byline = member(a, object, "byline");
    out->language = member(a, object, "language");
    out->text = member(a, object, "text");
    out->image = web_url(member(a, object, "image"));
    out->section = member(a, object, "section");
    struct status s = read_moment(a, object, "published", where, &out->published);
    if (is_ok(&s))
        s = read_moment(a, object, "modified", where, &out->modified);
    json_decref(object);
    if (!is_ok(&s))
        return s;
    if (!out->title.n && !out->text.n)
        return status_error(STATUS_BAD_INPUT, "%s: an article needs a \"title\" or a \"text\"; this one has neither", where);
    if (out->text.n > ARTICLE_TEXT_LIMIT)
        return status_error(STATUS_LIMIT, "%s: a text of %zu bytes; the limit is %d", where, out->text.n, ARTICLE_TEXT_LIMIT);
    if (!out->id.n)
        out->id = article_make_id(a, out->url.n ? out->url : str_format(a, "%.*s\n%.*s", STR_ARG(out->title), STR_ARG(out->text)));
    return status_ok();
}
