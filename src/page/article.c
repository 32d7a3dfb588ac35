#include "page/article.h"

#include "base/arena.h"
#include "base/json.h"

static const char *const kind_names[] = {[ARTICLE_FULL] = "full", [ARTICLE_SUMMARY] = "summary", [ARTICLE_LIST] = "list",
                                         [ARTICLE_MEDIA] = "media"};

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

static enum article_kind read_kind(struct str name)
{
    size_t kind = sizeof kind_names / sizeof *kind_names;
    while (kind-- > 0)
        if (str_eq(name, str_of(kind_names[kind])))
            return (enum article_kind)kind;
    return ARTICLE_FULL;
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
    out->image_credit = member(a, object, "image_credit");
    out->section = member(a, object, "section");
    out->kind = read_kind(member(a, object, "kind"));
    struct status s = read_moment(a, object, "published", where, &out->published);
    if (is_ok(&s))
        s = read_moment(a, object, "modified", where, &out->modified);
    if (is_ok(&s))
        s = place_read(member(a, object, "place"), where, &out->place);
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

static void add_place(json_t *object, struct feed_place p)
{
    struct buf text = {0};
    place_write(p, &text);
    if (text.n)
        json_add_str(object, "place", buf_str(&text));
    buf_free(&text);
}

void article_to_json(const struct article *x, struct buf *out)
{
    json_t *o = json_object();
    json_add_str(o, "id", x->id);
    json_add_str(o, "title", x->title);
    json_add_str(o, "outlet", x->outlet);
    json_add_str(o, "byline", x->byline);
    json_add_moment(o, "published", x->published);
    json_add_moment(o, "modified", x->modified);
    json_add_str(o, "language", x->language);
    json_add_str(o, "url", x->url);
    json_add_str(o, "image", x->image);
    json_add_str(o, "image_credit", x->image_credit);
    json_add_str(o, "section", x->section);
    json_add_str(o, "kind", str_of(kind_names[x->kind]));
    add_place(o, x->place);
    json_add_str(o, "text", x->text);
    json_put(o, JSON_COMPACT, out);
}
