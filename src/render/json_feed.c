/* JSON Feed 1.1 of a selection of stories. Ids are the tag URIs of the Atom feeds. */
#include <jansson.h>
#include <stdlib.h>

#include "render/escape.h"
#include "render/forms.h"

/* JSON escapes what it must; what hides text from readers is left out as everywhere. */
static json_t *clean(struct str s)
{
    struct buf b = {0};
    escape_plain(&b, s);
    json_t *value = json_stringn(b.p ? b.p : "", b.n);
    buf_free(&b);
    return value ? value : json_string("");
}

static json_t *joined(struct str a, const char *b, struct str c, const char *d)
{
    struct buf whole = {0};
    buf_add(&whole, a);
    buf_add_z(&whole, b);
    buf_add(&whole, c);
    buf_add_z(&whole, d);
    json_t *value = clean(buf_str(&whole));
    buf_free(&whole);
    return value;
}

static json_t *item(const struct edition *edition, const struct card *c)
{
    json_t *o = json_object(), *about = json_object(), *outlets = json_array();
    char iso[MOMENT_TEXT];
    struct moment updated = c->updated;
    updated.has_time = true; /* RFC 3339 wants a time: midnight where only the day is known */
    moment_format_iso(updated, iso);
    json_object_set_new(o, "id", joined(STR("tag:nutgraf,2026:story/"), "", c->id, ""));
    if (web_url(edition->address).n)
        json_object_set_new(o, "url", joined(edition->address, "story/", c->id, ".html"));
    json_object_set_new(o, "title", clean(c->headline));
    json_object_set_new(o, "content_text", clean(c->lead.n ? c->lead : c->headline));
    if (updated.is_set)
        json_object_set_new(o, "date_modified", json_string(iso));
    if (c->topic.n) {
        json_t *tags = json_array();
        json_array_append_new(tags, clean(c->topic));
        json_object_set_new(o, "tags", tags);
    }
    for (size_t i = 0; i < c->outlet_count; i++)
        json_array_append_new(outlets, clean(c->outlets[i]));
    json_object_set_new(about, "articles", json_integer((json_int_t)c->article_count));
    json_object_set_new(about, "independent", json_integer((json_int_t)c->independent_count));
    json_object_set_new(about, "outlets", outlets);
    json_object_set_new(o, "_nutgraf", about); /* extensions begin with an underscore */
    return o;
}

static struct str stem(struct str file)
{
    if (str_ends(file, STR(".html")))
        file.n -= strlen(".html");
    return file;
}

void edition_feed_json(const struct edition *edition, const struct list *list, struct buf *out)
{
    size_t count = list ? list->card_count : edition->card_count;
    json_t *feed = json_object(), *items = json_array(), *authors = json_array(), *author = json_object();
    json_object_set_new(feed, "version", json_string("https://jsonfeed.org/version/1.1"));
    json_object_set_new(feed, "title", joined(edition->title, " - ", list ? list->name : STR("Top Headlines"), ""));
    if (web_url(edition->address).n) {
        json_object_set_new(feed, "home_page_url", joined(edition->address, "", list ? list->file : STR("index.html"), ""));
        json_object_set_new(feed, "feed_url", joined(edition->address, "", list ? stem(list->file) : STR("feed"), ".json"));
    }
    json_object_set_new(author, "name", json_string("nutgraf"));
    json_array_append_new(authors, author);
    json_object_set_new(feed, "authors", authors);
    for (size_t i = 0; i < count && i < EDITION_TOP; i++)
        json_array_append_new(items, item(edition, &edition->cards[list ? list->cards[i] : i]));
    json_object_set_new(feed, "items", items);
    char *text = json_dumps(feed, JSON_INDENT(1));
    if (text)
        buf_add_z(out, text);
    buf_add_byte(out, '\n');
    free(text);
    json_decref(feed);
}
