/* What stands behind a story on a running site: stories beside it, and versions. */
#include "render/escape.h"
#include "render/html.h"
#include "render/served.h"

static void neighbours(const struct story_extras *x, const struct render_options *options, struct buf *out)
{
    if (!x->neighbour_count)
        return;
    buf_add_z(out, "<section>\n<h2>Stories beside this one</h2>\n<ul>\n");
    for (size_t i = 0; i < x->neighbour_count; i++) {
        buf_format(out, "<li><a href=\"%.*sstory/", STR_ARG(options->root));
        escape_url(out, x->neighbours[i].id);
        buf_add_z(out, ".html\">");
        escape_markup(out, x->neighbours[i].headline);
        buf_add_z(out, "</a></li>\n");
    }
    buf_add_z(out, "</ul>\n</section>\n");
}

static void versions(const struct story_extras *x, struct buf *out)
{
    if (x->version_count < 2)
        return;
    buf_add_z(out, "<section class=\"versions\">\n<h2>Versions of this page</h2>\n<ol>\n");
    for (size_t i = 0; i < x->version_count; i++) {
        const struct version_entry *v = &x->versions[i];
        buf_add_z(out, "<li>");
        if (v->version != x->brief->version) {
            buf_add_z(out, "<a href=\"");
            escape_url(out, x->brief->id);
            buf_format(out, ".html?version=%u\">Version %u</a> ", v->version, v->version);
        } else {
            buf_format(out, "Version %u (this one) ", v->version);
        }
        html_time(v->made, true, out);
        if (v->version < x->newest) {
            buf_add_z(out, " <a href=\"");
            escape_url(out, x->brief->id);
            buf_format(out, ".html?since=%u\">What changed since</a>", v->version);
        }
        buf_add_z(out, "</li>\n");
    }
    buf_add_z(out, "</ol>\n</section>\n");
}

void served_extras(const struct story_extras *x, const struct render_options *options, struct buf *out)
{
    neighbours(x, options, out);
    versions(x, out);
    buf_format(out, "<p class=\"meta\" id=\"versions\" data-version=\"%u\">Version %u. <a href=\"", x->brief->version, x->brief->version);
    escape_url(out, x->brief->id);
    buf_add_z(out, "/feed.atom\">Follow its changes</a> as Atom.</p>\n");
}
