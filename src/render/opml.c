/* OPML 2.0 of a site's feeds, to be read by any feed reader. */
#include "render/escape.h"
#include "render/forms.h"

static void outline(const struct edition *edition, struct str name, struct str file, const char *feed, struct buf *out)
{
    struct str stem = file;
    if (str_ends(stem, STR(".html")))
        stem.n -= strlen(".html");
    buf_add_z(out, "<outline type=\"rss\" text=\"");
    escape_markup(out, name);
    buf_add_z(out, "\" xmlUrl=\"");
    escape_markup(out, edition->address);
    if (feed)
        buf_add_z(out, feed);
    else
        escape_markup(out, stem);
    buf_add_z(out, ".atom\" htmlUrl=\"");
    escape_markup(out, edition->address);
    escape_markup(out, file);
    buf_add_z(out, "\"/>\n");
}

static void group(const struct edition *edition, const char *heading, const struct list *lists, size_t count, struct buf *out)
{
    if (!count)
        return;
    buf_format(out, "<outline text=\"%s\">\n", heading);
    for (size_t i = 0; i < count; i++)
        outline(edition, lists[i].name, lists[i].file, NULL, out);
    buf_add_z(out, "</outline>\n");
}

void edition_opml(const struct edition *edition, struct buf *out)
{
    buf_add_z(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<opml version=\"2.0\">\n<head>\n<title>");
    escape_markup(out, edition->title);
    buf_add_z(out, "</title>\n</head>\n<body>\n");
    outline(edition, STR("Top Headlines"), STR("index.html"), "feed", out);
    group(edition, "Topics", edition->topics, edition->topic_count, out);
    group(edition, "Outlets", edition->outlets, edition->outlet_count, out);
    group(edition, "Minority Reports", edition->minority, edition->minority_count, out);
    buf_add_z(out, "</body>\n</opml>\n");
}
