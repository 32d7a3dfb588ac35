#include "feed/json.h"

#include <jansson.h>

#include "base/arena.h"
#include "feed/address.h"
#include "feed/dates.h"
#include "feed/html.h"

/* Keys of JSON Feed and the properties that they are. */
struct pair {
    const char *key, *property;
};
static const struct pair feed_pairs[] = {{"title", "title"}, {"description", "subtitle"}, {"language", "language"},
                                         {"icon", "icon"}, {"favicon", "logo"}, {"user_comment", "info"}};
static const struct pair entry_pairs[] = {{"title", "title"}, {"summary", "summary"}, {"language", "language"}};

static struct str text_of(struct builder *b, const json_t *v)
{
    if (json_is_string(v))
        return str_copy(b->a, utf8_repair(b->a, (struct str){json_string_value(v), json_string_length(v)}));
    if (json_is_integer(v))
        return str_format(b->a, "%lld", (long long)json_integer_value(v));
    if (json_is_real(v))
        return str_format(b->a, "%.17g", json_real_value(v));
    return STR("");
}

static struct str member(struct builder *b, const json_t *object, const char *key)
{
    return text_of(b, json_object_get(object, key));
}

static void set(struct builder *b, struct record *r, const char *key, struct str value)
{
    if (value.n)
        record_set(b->a, r, str_of(key), value_text(value));
}

static void set_all(struct builder *b, struct record *r, const json_t *object, const struct pair *pairs, size_t count)
{
    for (size_t i = 0; i < count; i++)
        set(b, r, pairs[i].property, str_trim(member(b, object, pairs[i].key)));
}

static void set_date(struct builder *b, struct record *r, const json_t *item, const char *key, const char *property)
{
    struct str given = member(b, item, key);
    struct moment m;
    set(b, r, property, given);
    if (given.n)
        record_set(b->a, r, str_format(b->a, "%s_parsed", property),
                   date_parse(given, &m) ? (struct value){.kind = VALUE_MOMENT, .moment = m}
                                         : (struct value){.kind = VALUE_NULL});
}

static struct str safe(struct builder *b, struct str url)
{
    return url.n ? address_safe(b->a, b->base, url) : url;
}

static void add_link(struct builder *b, struct record *r, const char *rel, struct str type, struct str href)
{
    if (!href.n)
        return;
    struct record *link = record_append_record(b->a, record_list(b->a, r, STR("links")));
    set(b, link, "rel", str_of(rel));
    set(b, link, "type", type);
    set(b, link, "href", href);
}

/* "authors" of 1.1 is a list, "author" of 1.0 one object; some write a bare name. */
static void set_authors(struct builder *b, struct record *r, const json_t *object)
{
    const json_t *many = json_object_get(object, "authors"), *one = json_object_get(object, "author");
    size_t count = json_is_array(many) ? json_array_size(many) : one != NULL;
    for (size_t i = 0; i < count && i < BUILD_PROPERTY_LIMIT; i++) {
        const json_t *author = json_is_array(many) ? json_array_get(many, i) : one;
        struct str name = json_is_object(author) ? member(b, author, "name") : text_of(b, author);
        struct str url = json_is_object(author) ? safe(b, member(b, author, "url")) : STR("");
        if (!name.n && !url.n)
            continue;
        struct record *person = record_append_record(b->a, record_list(b->a, r, STR("authors")));
        set(b, person, "name", name);
        set(b, person, "href", url);
        if (!record_find(r, STR("author_detail")))
            record_set(b->a, r, STR("author_detail"), value_record(person));
        struct str known = record_text(r, STR("author"));
        set(b, r, "author", known.n && name.n ? str_format(b->a, "%.*s, %.*s", STR_ARG(known), STR_ARG(name)) : name.n ? name : known);
    }
}

static void add_content(struct builder *b, struct record *r, const char *type, struct str value)
{
    if (!value.n)
        return;
    struct record *content = record_append_record(b->a, record_list(b->a, r, STR("content")));
    bool is_html = strcmp(type, "text/html") == 0;
    set(b, content, "type", str_of(type));
    set(b, content, "base", b->base);
    record_set(b->a, content, STR("value"), value_text(is_html ? html_clean(b->a, value, b->base) : value));
}

static void read_item(struct builder *b, const json_t *item)
{
    b->entries = arena_grow(b->a, b->entries, b->entry_count, &b->entry_capacity, sizeof *b->entries);
    struct record *r = record_create(b->a);
    b->entries[b->entry_count++] = (struct built_entry){.record = r};
    set(b, r, "id", member(b, item, "id"));
    set_all(b, r, item, entry_pairs, sizeof entry_pairs / sizeof *entry_pairs);
    struct str url = safe(b, member(b, item, "url")), external = safe(b, member(b, item, "external_url"));
    set(b, r, "link", url.n ? url : external);
    add_link(b, r, "alternate", STR("text/html"), url);
    add_link(b, r, "related", STR("text/html"), external);
    set_date(b, r, item, "date_published", "published");
    set_date(b, r, item, "date_modified", "updated");
    set_authors(b, r, item);
    add_content(b, r, "text/html", member(b, item, "content_html"));
    add_content(b, r, "text/plain", member(b, item, "content_text"));
    struct str image = safe(b, member(b, item, "image")), banner = safe(b, member(b, item, "banner_image"));
    if (image.n || banner.n) {
        struct record *picture = record_create(b->a);
        set(b, picture, "href", image.n ? image : banner);
        record_set(b->a, r, STR("image"), value_record(picture));
    }
    size_t at;
    json_t *one;
    json_array_foreach(json_object_get(item, "tags"), at, one) {
        struct str term = text_of(b, one);
        if (!term.n || at >= BUILD_PROPERTY_LIMIT)
            continue;
        set(b, record_append_record(b->a, record_list(b->a, r, STR("tags"))), "term", term);
    }
    json_array_foreach(json_object_get(item, "attachments"), at, one)
        if (at < BUILD_PROPERTY_LIMIT)
            add_link(b, r, "enclosure", member(b, one, "mime_type"), safe(b, member(b, one, "url")));
}

static void read_feed(struct builder *b, const json_t *root, struct str *problem)
{
    struct str version = member(b, root, "version");
    b->version = str_has(version, STR("version/1.1")) ? STR("json11") : str_has(version, STR("version/1")) ? STR("json1") : STR("json");
    struct str feed_url = safe(b, member(b, root, "feed_url"));
    if (!b->base.n)
        b->base = feed_url;
    set_all(b, b->feed, root, feed_pairs, sizeof feed_pairs / sizeof *feed_pairs);
    struct str home = safe(b, member(b, root, "home_page_url"));
    set(b, b->feed, "link", home);
    add_link(b, b->feed, "alternate", STR("text/html"), home);
    add_link(b, b->feed, "self", STR("application/feed+json"), feed_url);
    set_authors(b, b->feed, root);
    const json_t *items = json_object_get(root, "items");
    if (!json_is_array(items))
        *problem = STR("no list of items");
    size_t at;
    json_t *item;
    json_array_foreach(items, at, item) {
        if (!json_is_object(item)) {
            if (!problem->n)
                *problem = str_format(b->a, "item %zu is not an object", at + 1);
            continue;
        }
        if (b->entry_count == BUILD_ENTRY_LIMIT) {
            b->limit = "more than 100000 entries";
            break;
        }
        read_item(b, item);
    }
}

void json_read(struct builder *b, struct str text, struct str *problem)
{
    json_error_t error;
    json_t *root = json_loadb(text.p, text.n, JSON_ALLOW_NUL | JSON_DECODE_ANY | JSON_DISABLE_EOF_CHECK, &error);
    if (!root) {
        b->version = STR("json");
        *problem = str_format(b->a, "line %d: %s", error.line, error.text);
    } else if (!json_is_object(root)) {
        *problem = STR("not an object");
    } else {
        read_feed(b, root, problem);
    }
    json_decref(root);
}
