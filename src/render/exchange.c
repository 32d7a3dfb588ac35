/* Forms for other readers: JSON Feed 1.1, OPML 2.0, and a story's own changes as Atom. */
#include <jansson.h>
#include <stdlib.h>

#include "render/escape.h"
#include "render/served.h"

/* Text for JSON: without what is unseen (escape.h), and valid UTF-8. */
static void set(json_t *object, const char *key, struct str s)
{
    struct buf plain = {0};
    escape_plain(&plain, s);
    json_t *value = json_stringn(plain.p ? plain.p : "", plain.n);
    json_object_set_new(object, key, value ? value : json_string(""));
    buf_free(&plain);
}

static void set_moment(json_t *object, const char *key, struct moment m)
{
    char iso[MOMENT_TEXT];
    if (!m.is_set)
        return;
    m.has_time = true; /* RFC 3339 wants a time */
    moment_format_iso(m, iso);
    json_object_set_new(object, key, json_string(iso));
}

static json_t *item(const struct edition *edition, const struct card *c)
{
    json_t *o = json_object();
    struct buf text = {0};
    buf_format(&text, "tag:nutgraf,2026:story/%.*s", STR_ARG(c->id));
    set(o, "id", buf_str(&text));
    if (edition->address.n) {
        buf_clear(&text);
        buf_add(&text, edition->address);
        buf_add_z(&text, "story/");
        escape_url(&text, c->id);
        buf_add_z(&text, ".html");
        set(o, "url", buf_str(&text));
    }
    buf_free(&text);
    set(o, "title", c->headline);
    set(o, "content_text", c->lead.n ? c->lead : c->headline);
    set_moment(o, "date_modified", c->updated);
    if (c->topic.n) {
        json_t *tags = json_array();
        json_array_append_new(tags, json_stringn(c->topic.p, c->topic.n));
        json_object_set_new(o, "tags", tags);
    }
    return o;
}

void edition_feed_json(const struct edition *edition, const struct list *list, struct buf *out)
{
    json_t *feed = json_object(), *items = json_array();
    struct buf title = {0};
    size_t count = list ? list->card_count : edition->card_count;
    buf_format(&title, "%.*s - %.*s", STR_ARG(edition->title), STR_ARG(list ? list->name : STR("Top Headlines")));
    json_object_set_new(feed, "version", json_string("https://jsonfeed.org/version/1.1"));
    set(feed, "title", buf_str(&title));
    if (edition->address.n)
        set(feed, "home_page_url", edition->address);
    for (size_t i = 0; i < count && i < EDITION_TOP; i++)
        json_array_append_new(items, item(edition, &edition->cards[list ? list->cards[i] : i]));
    json_object_set_new(feed, "items", items);
    char *text = json_dumps(feed, JSON_INDENT(1));
    if (text)
        buf_add_z(out, text);
    buf_add_byte(out, '\n');
    free(text);
    json_decref(feed);
    buf_free(&title);
}

void render_opml(struct str title, const struct opml_entry *entries, size_t count, struct buf *out)
{
    buf_add_z(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<opml version=\"2.0\">\n<head><title>");
    escape_markup(out, title);
    buf_add_z(out, "</title></head>\n<body>\n");
    for (size_t i = 0; i < count; i++) {
        struct str url = web_url(entries[i].url);
        if (!url.n)
            continue;
        buf_add_z(out, "<outline type=\"rss\" text=\"");
        escape_markup(out, entries[i].title.n ? entries[i].title : url);
        buf_add_z(out, "\" xmlUrl=\"");
        escape_markup(out, url);
        buf_add_z(out, "\"/>\n");
    }
    buf_add_z(out, "</body>\n</opml>\n");
}

static void moment_element(const char *name, struct moment m, struct buf *out)
{
    char iso[MOMENT_TEXT];
    m.has_time = m.is_set = true;
    moment_format_iso(m, iso);
    buf_format(out, "<%s>%s</%s>\n", name, iso, name);
}

void story_atom(const struct brief *b, struct str address, const struct version_entry *versions, size_t count, struct buf *out)
{
    buf_add_z(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>");
    escape_markup(out, b->headline.text);
    buf_add_z(out, "</title>\n<id>tag:nutgraf,2026:changes/");
    escape_markup(out, b->id);
    buf_add_z(out, "</id>\n");
    moment_element("updated", count ? versions[0].made : b->updated, out);
    buf_add_z(out, "<author><name>nutgraf</name></author>\n");
    for (size_t i = 0; i < count; i++) {
        buf_add_z(out, "<entry>\n<title>");
        escape_markup(out, versions[i].headline);
        buf_format(out, " (version %u)</title>\n<id>tag:nutgraf,2026:changes/", versions[i].version);
        escape_markup(out, b->id);
        buf_format(out, "/%u</id>\n", versions[i].version);
        moment_element("updated", versions[i].made, out);
        if (address.n) {
            buf_add_z(out, "<link rel=\"alternate\" type=\"text/html\" href=\"");
            escape_markup(out, address);
            buf_add_z(out, "story/");
            escape_url(out, b->id);
            buf_format(out, ".html?version=%u\"/>\n", versions[i].version);
        }
        buf_add_z(out, "<summary>");
        escape_markup(out, versions[i].headline);
        buf_add_z(out, "</summary>\n</entry>\n");
    }
    buf_add_z(out, "</feed>\n");
}
