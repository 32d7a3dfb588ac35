#include "feed/opml.h"

#include "base/arena.h"
#include "base/map.h"
#include "feed/address.h"
#include "feed/encoding.h"
#include "feed/html.h"
#include "feed/mend.h"
#include "feed/prolog.h"
#include "feed/xml.h"

enum { FOLDER_DEPTH = 8 };

struct reader {
    struct arena *a;
    struct opml *out;
    size_t capacity;
    struct map known;
    struct str folders[BUILD_DEPTH_LIMIT]; /* of each open element: the path it gives to what lies in it */
    size_t depth, title;                   /* title: depth at which one is open, 0 if none */
    bool is_opml, is_full;
};

static void take_feed(struct reader *r, struct str url, const struct element *e, struct str folder)
{
    struct str title = element_attribute(e, "title");
    if (!title.n)
        title = element_attribute(e, "text");
    url = str_trim(url);
    if (!address_is_web(url)) {
        r->out->skipped++;
        return;
    }
    if (map_get(&r->known, str_hash(url)))
        return;
    if (r->out->count == OPML_FEED_LIMIT) {
        r->is_full = true;
        return;
    }
    *map_put(&r->known, str_hash(url)) = 1;
    r->out->feeds = arena_grow(r->a, r->out->feeds, r->out->count, &r->capacity, sizeof *r->out->feeds);
    r->out->feeds[r->out->count++] = (struct opml_feed){
        .url = str_copy(r->a, url), .title = str_copy(r->a, str_trim(title)), .folder = folder, .line = e->line};
}

static void start(void *context, const struct element *e)
{
    struct reader *r = context;
    if (r->depth == BUILD_DEPTH_LIMIT)
        return;
    struct str around = r->depth ? r->folders[r->depth - 1] : STR("");
    r->folders[r->depth++] = around;
    if (str_eq(e->name, STR("opml")))
        r->is_opml = true;
    if (str_eq(e->name, STR("title")) && !r->out->title.n)
        r->title = r->depth;
    if (!str_eq(e->name, STR("outline")))
        return;
    struct str url = element_attribute(e, "xmlurl"), text = str_trim(element_attribute(e, "text"));
    if (url.n)
        take_feed(r, url, e, around);
    else if (text.n && r->depth <= FOLDER_DEPTH)
        r->folders[r->depth - 1] = around.n ? str_format(r->a, "%.*s/%.*s", STR_ARG(around), STR_ARG(text)) : str_copy(r->a, text);
}

static void end(void *context)
{
    struct reader *r = context;
    if (r->title == r->depth)
        r->title = 0;
    r->depth -= r->depth > 0;
}

static void text(void *context, struct str s)
{
    struct reader *r = context;
    if (r->title && r->out->title.n < 1000)
        r->out->title = str_format(r->a, "%.*s%.*s", STR_ARG(r->out->title), STR_ARG(s));
}

struct status opml_read(struct arena *a, struct str bytes, const char *where, struct opml *out)
{
    *out = (struct opml){0};
    if (bytes.n > OPML_BYTE_LIMIT)
        return status_error(STATUS_LIMIT, "%s: a list of %zu bytes; the limit is %d", where, bytes.n, OPML_BYTE_LIMIT);
    struct encoding e = encoding_decode(a, bytes, STR(""), STR(""));
    struct prolog prolog = prolog_remove(a, e.text);
    struct reader r = {.a = a, .out = out};
    const struct xml_handler handler = {&r, start, end, text};
    struct xml_problem problem = {0};
    bool is_mended = mend_is_needed(prolog.text);
    if (!is_mended)
        xml_each(a, str_trim(prolog.text), false, &handler, &problem);
    if (is_mended || problem.is_fatal) {
        const char *limit = NULL;
        struct xml_problem again;
        struct str mended = mend_xml(a, prolog.text, &limit);
        map_free(&r.known);
        *out = (struct opml){0};
        r = (struct reader){.a = a, .out = out};
        xml_each(a, mended, true, &handler, &again);
        if (!problem.text.n)
            problem.text = limit ? str_of(limit) : again.text;
    }
    map_free(&r.known);
    out->title = str_trim(out->title);
    out->problem = problem.text.n ? problem.text : e.problem;
    if (r.is_full)
        return status_error(STATUS_LIMIT, "%s: more than %d feeds; the first of them were read", where, OPML_FEED_LIMIT);
    if (!r.is_opml)
        return status_error(STATUS_BAD_INPUT, "%s: no list of feeds: there is no <opml> in it%s%.*s", where,
                            out->problem.n ? "; " : "", STR_ARG(out->problem));
    return status_ok();
}

static void attribute(struct buf *out, const char *name, struct str value)
{
    buf_format(out, " %s=\"", name);
    html_escape(out, value, true);
    buf_add_byte(out, '"');
}

/* The part of a folder's path before "/" at this depth; empty behind the last. */
static struct str folder_at(struct str path, size_t depth)
{
    struct str part = STR("");
    for (size_t i = 0; i <= depth; i++)
        part = str_cut(&path, '/');
    return part;
}

static void indent(struct buf *out, size_t depth)
{
    for (size_t i = 0; i < 2 + depth; i++)
        buf_add(out, STR("  "));
}

/* Opens and closes folders so that those around the next feed are open. */
static size_t change_folder(struct buf *out, struct str from, struct str to, size_t open)
{
    size_t same = 0;
    while (same < open && folder_at(to, same).n && str_eq(folder_at(from, same), folder_at(to, same)))
        same++;
    for (; open > same; open--) {
        indent(out, open - 1);
        buf_add(out, STR("</outline>\n"));
    }
    for (struct str name; (name = folder_at(to, open)).n && open < FOLDER_DEPTH; open++) {
        indent(out, open);
        buf_add(out, STR("<outline"));
        attribute(out, "text", name);
        buf_add(out, STR(">\n"));
    }
    return open;
}

void opml_write(struct buf *out, struct str title, const struct opml_feed *feeds, size_t count)
{
    struct str folder = STR("");
    size_t open = 0;
    buf_add(out, STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n    <title>"));
    html_escape(out, title, false);
    buf_add(out, STR("</title>\n  </head>\n  <body>\n"));
    for (size_t i = 0; i < count; i++) {
        const struct opml_feed *f = &feeds[i];
        open = change_folder(out, folder, f->folder, open);
        folder = f->folder;
        indent(out, open);
        buf_add(out, STR("<outline type=\"rss\""));
        attribute(out, "text", f->title.n ? f->title : f->url);
        attribute(out, "xmlUrl", f->url);
        buf_add(out, STR("/>\n"));
    }
    change_folder(out, folder, STR(""), open);
    buf_add(out, STR("  </body>\n</opml>\n"));
}
