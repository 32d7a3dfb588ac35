/* Atom (RFC 4287) of a selection of stories. Ids are tag URIs (RFC 4151) from the story's own id, so that they stay the
 * same wherever the site is moved to. */
#include "render/edition.h"
#include "render/escape.h"

static void moment_element(const char *name, struct moment m, struct buf *out)
{
    char iso[MOMENT_TEXT];
    m.has_time = true; /* RFC 3339 wants a time: midnight where only the day is known */
    moment_format_iso(m.is_set ? m : (struct moment){.is_set = true, .has_time = true}, iso);
    buf_format(out, "<%s>%s</%s>\n", name, iso, name);
}

static void element(const char *name, struct str text, struct buf *out)
{
    buf_format(out, "<%s>", name);
    escape_markup(out, text);
    buf_format(out, "</%s>\n", name);
}

static void entry(const struct edition *edition, const struct card *c, struct buf *out)
{
    buf_add_z(out, "<entry>\n");
    element("title", c->headline, out);
    buf_add_z(out, "<id>tag:nutgraf,2026:story/");
    escape_markup(out, c->id);
    buf_add_z(out, "</id>\n");
    moment_element("updated", c->updated, out);
    if (edition->address.n) {
        buf_add_z(out, "<link rel=\"alternate\" type=\"text/html\" href=\"");
        escape_markup(out, edition->address);
        buf_add_z(out, "story/");
        escape_markup(out, c->id);
        buf_add_z(out, ".html\"/>\n");
    }
    if (c->topic.n) {
        buf_add_z(out, "<category term=\"");
        escape_markup(out, c->topic);
        buf_add_z(out, "\"/>\n");
    }
    element("summary", c->lead.n ? c->lead : c->headline, out);
    buf_add_z(out, "</entry>\n");
}

void edition_atom(const struct edition *edition, const struct list *list, struct buf *out)
{
    size_t count = list ? list->card_count : edition->card_count;
    struct moment newest = {0};
    for (size_t i = 0; i < count; i++) {
        struct moment m = edition->cards[list ? list->cards[i] : i].updated;
        if (m.is_set && (!newest.is_set || m.seconds > newest.seconds))
            newest = m;
    }
    buf_add_z(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>");
    escape_markup(out, edition->title);
    buf_add_z(out, " - ");
    escape_markup(out, list ? list->name : STR("Top Headlines"));
    buf_add_z(out, "</title>\n<id>tag:nutgraf,2026:list/");
    escape_markup(out, list ? list->file : STR("index.html"));
    buf_add_z(out, "</id>\n");
    moment_element("updated", newest.is_set ? newest : edition->now, out);
    buf_add_z(out, "<author><name>nutgraf</name></author>\n");
    if (edition->address.n) {
        buf_add_z(out, "<link rel=\"alternate\" type=\"text/html\" href=\"");
        escape_markup(out, edition->address);
        escape_markup(out, list ? list->file : STR("index.html"));
        buf_add_z(out, "\"/>\n");
    }
    for (size_t i = 0; i < count && i < EDITION_TOP; i++)
        entry(edition, &edition->cards[list ? list->cards[i] : i], out);
    buf_add_z(out, "</feed>\n");
}
