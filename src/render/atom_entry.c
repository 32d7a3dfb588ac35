/* A story page as an Atom entry. Its id is a tag URI (RFC 4151) made from the story's, its `updated` the page's: both
 * are what the lists' feeds say. Which version of the page it is stands in an element of our own namespace. */
#include "render/escape.h"
#include "render/forms.h"
#include "render/formats.h"

static void moment_element(const char *name, struct moment m, struct buf *out)
{
    char iso[MOMENT_TEXT];
    m.has_time = true; /* RFC 3339 wants a time: midnight where only the day is known */
    moment_format_iso(m.is_set ? m : (struct moment){.is_set = true, .has_time = true}, iso);
    buf_format(out, "<%s>%s</%s>\n", name, iso, name);
}

static void links(const struct brief *brief, struct str address, struct buf *out)
{
    static const char *const kinds[][3] = {{"alternate", "text/html", "html"},
                                           {"alternate", "text/markdown", "md"},
                                           {"alternate", "application/json", "json"},
                                           {"self", "application/atom+xml;type=entry", "atom"}};
    if (!web_url(address).n)
        return;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        buf_format(out, "<link rel=\"%s\" type=\"%s\" href=\"", kinds[i][0], kinds[i][1]);
        escape_markup(out, address);
        buf_add_z(out, "story/");
        escape_url(out, brief->id);
        buf_format(out, ".%s\"/>\n", kinds[i][2]);
    }
}

/* Each outlet once, in the order of the sources. */
static void contributors(const struct brief *brief, struct buf *out)
{
    for (size_t i = 0; i < brief->source_count; i++) {
        struct str name = render_outlet(brief->sources[i].article);
        bool is_new = !brief->sources[i].is_background;
        for (size_t k = 0; k < i && is_new; k++)
            is_new = !str_eq(name, render_outlet(brief->sources[k].article));
        if (!is_new)
            continue;
        buf_add_z(out, "<contributor><name>");
        escape_markup(out, name.n ? name : STR("unnamed"));
        buf_add_z(out, "</name></contributor>\n");
    }
}

void render_atom_entry(const struct brief *brief, struct str address, struct buf *out)
{
    struct moment first = {0};
    for (size_t i = 0; i < brief->source_count; i++) {
        struct moment m = brief->sources[i].article->published;
        if (m.is_set && !brief->sources[i].is_background && (!first.is_set || m.seconds < first.seconds))
            first = m;
    }
    buf_add_z(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<entry xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"");
    escape_markup(out, brief->language.n ? brief->language : STR("en"));
    buf_add_z(out, "\">\n<title>");
    escape_markup(out, brief->headline.text);
    buf_add_z(out, "</title>\n<id>tag:nutgraf,2026:story/");
    escape_markup(out, brief->id);
    buf_add_z(out, "</id>\n");
    if (first.is_set)
        moment_element("published", first, out);
    moment_element("updated", brief->updated, out);
    buf_add_z(out, "<author><name>nutgraf</name></author>\n");
    contributors(brief, out);
    links(brief, address, out);
    buf_format(out, "<version xmlns=\"tag:nutgraf,2026:ns\">%u</version>\n<content type=\"html\">", brief->version);
    struct buf page = {0};
    render_fragment(brief, &page);
    escape_markup(out, buf_str(&page));
    buf_add_z(out, "</content>\n</entry>\n");
    buf_free(&page);
}
