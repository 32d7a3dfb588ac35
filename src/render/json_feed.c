/* JSON Feed 1.1 of a selection of stories. Ids are the tag URIs of the Atom feeds. */
#include "base/json_write.h"
#include "render/escape.h"
#include "render/forms.h"

/* JSON escapes what it must; what hides text from readers is left out as everywhere. */
static void write_clean(struct json_write *w, const char *key, struct str s)
{
    struct buf b = {0};
    escape_plain(&b, s);
    json_write_str(w, key, buf_str(&b));
    buf_free(&b);
}

static void write_joined(struct json_write *w, const char *key, struct str a, const char *b, struct str c, const char *d)
{
    struct buf whole = {0};
    buf_add(&whole, a);
    buf_add_z(&whole, b);
    buf_add(&whole, c);
    buf_add_z(&whole, d);
    write_clean(w, key, buf_str(&whole));
    buf_free(&whole);
}

static void write_item(struct json_write *w, const struct edition *edition, const struct card *c)
{
    struct moment updated = c->updated;
    updated.has_time = true; /* RFC 3339 wants a time: midnight where only the day is known */
    json_write_begin(w, NULL, '{');
    write_joined(w, "id", STR("tag:nutgraf,2026:story/"), "", c->id, "");
    if (web_url(edition->address).n)
        write_joined(w, "url", edition->address, "story/", c->id, ".html");
    write_clean(w, "title", c->headline);
    write_clean(w, "content_text", c->lead.n ? c->lead : c->headline);
    if (updated.is_set)
        json_write_moment(w, "date_modified", updated);
    if (c->topic.n) {
        json_write_begin(w, "tags", '[');
        write_clean(w, NULL, c->topic);
        json_write_end(w, ']');
    }
    json_write_begin(w, "_nutgraf", '{'); /* extensions begin with an underscore */
    json_write_integer(w, "articles", (int64_t)c->article_count);
    json_write_integer(w, "independent", (int64_t)c->independent_count);
    json_write_begin(w, "outlets", '[');
    for (size_t i = 0; i < c->outlet_count; i++)
        write_clean(w, NULL, c->outlets[i]);
    json_write_end(w, ']');
    json_write_end(w, '}');
    json_write_end(w, '}');
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
    struct json_write w = {.out = out};
    json_write_begin(&w, NULL, '{');
    json_write_str(&w, "version", STR("https://jsonfeed.org/version/1.1"));
    write_joined(&w, "title", edition->title, " - ", list ? list->name : STR("Top Headlines"), "");
    if (web_url(edition->address).n) {
        write_joined(&w, "home_page_url", edition->address, "", list ? list->file : STR("index.html"), "");
        write_joined(&w, "feed_url", edition->address, "", list ? stem(list->file) : STR("feed"), ".json");
    }
    json_write_begin(&w, "authors", '[');
    json_write_begin(&w, NULL, '{');
    json_write_str(&w, "name", STR("nutgraf"));
    json_write_end(&w, '}');
    json_write_end(&w, ']');
    json_write_begin(&w, "items", '[');
    for (size_t i = 0; i < count && i < EDITION_TOP; i++)
        write_item(&w, edition, &edition->cards[list ? list->cards[i] : i]);
    json_write_end(&w, ']');
    json_write_end(&w, '}');
    buf_add_byte(out, '\n');
}
