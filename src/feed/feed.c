#include "feed/feed.h"

#include "base/arena.h"
#include "feed/address.h"
#include "feed/encoding.h"
#include "feed/json.h"
#include "feed/mend.h"
#include "feed/prolog.h"
#include "feed/view.h"
#include "feed/xml.h"

enum { SNIFF = 4096, LONGEST_REASON = 250 };

static struct str head_of(struct str bytes, char out[SNIFF])
{
    size_t n = 0;
    for (size_t i = 0; i < bytes.n && i < 4 * SNIFF && n < SNIFF; i++)
        if (bytes.p[i]) /* of UTF-16 and UTF-32, the ASCII half */
            out[n++] = bytes.p[i];
    return (struct str){out, n};
}

static bool has_name(struct str rest, const char *name)
{
    size_t n = strlen(name);
    if (rest.n <= n || !str_eq_nocase((struct str){rest.p, n}, (struct str){name, n}))
        return false;
    char next = rest.p[n];
    return next == ' ' || next == '>' || next == '\t' || next == '\n' || next == '\r' || next == '/';
}

bool feed_detect(struct str bytes)
{
    char buffer[SNIFF];
    struct str head = head_of(bytes, buffer);
    struct str text = head;
    while (text.n && ((unsigned char)*text.p >= 0xEF || (unsigned char)*text.p <= ' '))
        text = (struct str){text.p + 1, text.n - 1};
    if (str_starts(text, STR("\xBB\xBF")))
        text = str_trim((struct str){text.p + 2, text.n - 2});
    if (text.n && *text.p == '{')
        return str_has(text, STR("jsonfeed.org/version/"));
    static const char *const roots[] = {"rss", "feed", "rdf:RDF", "RDF", "channel", "urlset"};
    for (size_t i = 0; i + 1 < head.n; i++) {
        if (head.p[i] != '<')
            continue;
        struct str rest = {head.p + i + 1, head.n - i - 1};
        if (has_name(rest, "html"))
            return false;
        for (size_t k = 0; k < sizeof roots / sizeof *roots; k++)
            if (has_name(rest, roots[k]))
                return true;
        /* A prefix before a known root: <atom:feed>, <rss1:RDF>. */
        struct str name = {rest.p, 0};
        while (name.n < rest.n && rest.p[name.n] != ' ' && rest.p[name.n] != '>' && rest.p[name.n] != ':')
            name.n++;
        if (name.n && name.n + 1 < rest.n && rest.p[name.n] == ':' &&
            (has_name((struct str){rest.p + name.n + 1, rest.n - name.n - 1}, "feed") ||
             has_name((struct str){rest.p + name.n + 1, rest.n - name.n - 1}, "RDF")))
            return true;
    }
    return false;
}

static void complain(struct feed *out, struct str reason)
{
    if (!reason.n)
        return;
    out->bozo = true;
    if (!out->bozo_reason.n)
        out->bozo_reason = utf8_cut(reason, LONGEST_REASON);
}

static bool is_json(struct str text)
{
    text = str_trim(text);
    return text.n && *text.p == '{';
}

/* The namespaces of RSS 1.0 and 0.90 and a DOCTYPE tell versions apart that the root element does not. */
static void name_version(struct builder *b, struct str text, struct str doctype)
{
    struct str head = {text.p, text.n < SNIFF ? text.n : SNIFF};
    if (str_has(doctype, STR("etscape.com")) || str_has(doctype, STR("rss-0.91.dtd")))
        b->version = STR("rss091n");
    else if (str_has(head, STR("http://my.netscape.com/rdf/simple/0.9")))
        b->version = STR("rss090");
    else if (str_has(head, STR("http://purl.org/rss/1.0/\"")) || str_has(head, STR("http://purl.org/rss/1.0/'")))
        b->version = STR("rss10");
    else if (str_has(head, STR("http://www.w3.org/2005/Atom")) || str_has(head, STR("http://www.w3.org/2005/atom")))
        b->version = STR("atom10");
}

static void read_xml(struct builder *b, struct str text, const struct feed_options *options, struct feed *out)
{
    struct prolog prolog = prolog_remove(b->a, text);
    struct xml_problem problem = {0};
    const char *limit = NULL;
    bool is_mended = mend_is_needed(prolog.text);
    name_version(b, prolog.text, prolog.doctype);
    if (!is_mended)
        xml_read(b, str_trim(prolog.text), false, &problem);
    complain(out, problem.text);
    if (prolog.problem.n)
        complain(out, str_format(b->a, "line %zu: %.*s", prolog.problem_line, STR_ARG(prolog.problem)));
    if (is_mended || problem.is_fatal) {
        struct xml_problem again;
        struct str mended = mend_xml(b->a, prolog.text, &limit);
        builder_finish(b);
        builder_begin(b, b->a, options->base_url, options->language);
        name_version(b, prolog.text, prolog.doctype);
        if (mended.n)
            xml_read(b, mended, true, &again);
        if (mended.n && is_mended)
            complain(out, again.text);
    }
    builder_finish(b);
    if (limit && !b->limit)
        b->limit = limit;
}

/* A server that says text/plain or text/html of its feed is wrong, and browsers believe it. */
static void complain_about_type(struct arena *a, struct str type, struct feed *out)
{
    if (type.n && !str_has(type, STR("xml")) && !str_has(type, STR("json")) && !str_has(type, STR("octet-stream")))
        complain(out, str_format(a, "served as %.*s, which is no feed's type", STR_ARG(utf8_cut(type, 60))));
}

struct status feed_parse(struct arena *a, struct str bytes, const struct feed_options *options, struct feed *out)
{
    *out = (struct feed){0};
    const char *where = options->where ? options->where : "feed";
    if (bytes.n > FEED_BYTE_LIMIT)
        return status_error(STATUS_LIMIT, "%s: a feed of %zu bytes; the limit is %d", where, bytes.n, FEED_BYTE_LIMIT);
    if (!bytes.n)
        return status_error(STATUS_BAD_INPUT, "%s: empty: there is no feed in it", where);
    complain_about_type(a, options->http_type, out);
    struct encoding e = encoding_decode(a, bytes, options->http_type, options->http_charset);
    out->encoding = e.name;
    complain(out, e.problem);
    struct builder *b = arena_alloc(a, sizeof *b);
    builder_begin(b, a, options->base_url, options->language);
    if (is_json(e.text)) {
        struct str problem = {0};
        json_read(b, e.text, &problem);
        complain(out, problem);
    } else {
        read_xml(b, e.text, options, out);
    }
    view_feed(a, b, out);
    if (b->limit) {
        complain(out, str_of(b->limit));
        return status_error(STATUS_LIMIT, "%s: %s; %zu entries were read", where, b->limit, out->entry_count);
    }
    if (!out->version.n && !out->entry_count && !out->title.n)
        return status_error(STATUS_BAD_INPUT, "%s: no feed: neither RSS, Atom, JSON Feed nor a sitemap%s%.*s", where,
                            out->bozo ? "; " : "", STR_ARG(out->bozo_reason));
    return status_ok();
}
