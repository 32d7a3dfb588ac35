/* Forms for other readers: OPML 2.0, and a story's own changes as Atom. */
#include "render/escape.h"
#include "render/served.h"

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
