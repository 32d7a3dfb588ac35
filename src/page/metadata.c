#include "page/metadata.h"

#include <libxml/HTMLparser.h>
#include <libxml/uri.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/embedded.h"
#include "feed/dates.h"

enum { BYLINE_BYTES = 160 };

/* The names listed for `kind` in data/page/fields.txt. */
static struct str names_of(const char *kind)
{
    struct str rest = embedded_get("data/page/fields.txt"), line;
    while (embedded_line(&rest, &line)) {
        struct str names = line;
        if (str_eq(str_cut(&names, ':'), str_of(kind)))
            return str_trim(names);
    }
    return STR("");
}

/* The values the page states under these names, the most trusted name first; *at counts through them. */
static struct str field_next(const struct markup *m, const char *kind, size_t *at)
{
    struct str names = names_of(kind);
    size_t seen = 0;
    while (names.n) {
        struct str name = str_cut(&names, ' ');
        for (size_t i = 0; i < m->field_count; i++)
            if (str_eq(m->fields[i].name, name) && seen++ == *at) {
                ++*at;
                return m->fields[i].value;
            }
    }
    return STR("");
}

static struct str field_first(const struct markup *m, const char *kind)
{
    size_t at = 0;
    return field_next(m, kind, &at);
}

static struct str field_named(const struct markup *m, const char *name)
{
    for (size_t i = 0; i < m->field_count; i++)
        if (str_eq(m->fields[i].name, str_of(name)))
            return m->fields[i].value;
    return STR("");
}

/* Metadata often holds entities and even tags that were escaped twice: read as a fragment, on one line. */
static struct str plain(struct arena *a, struct str s)
{
    if (!memchr(s.p ? s.p : "", '&', s.n) && !memchr(s.p ? s.p : "", '<', s.n))
        return str_trim(s);
    struct markup m;
    struct status status = markup_read(a, s, "metadata", &m);
    if (!is_ok(&status))
        return str_trim(s);
    char *p = str_z(a, str_trim(m.text));
    for (char *c = p; *c; c++)
        if (*c == '\n')
            *c = ' ';
    return str_of(p);
}

static struct str host_of(struct str url)
{
    size_t at = 0;
    for (; at + 2 < url.n; at++)
        if (memcmp(url.p + at, "://", 3) == 0)
            break;
    if (at + 2 >= url.n)
        return STR("");
    struct str rest = {url.p + at + 3, url.n - at - 3};
    size_t n = 0;
    while (n < rest.n && !strchr("/?#:", rest.p[n]))
        n++;
    return (struct str){rest.p, n};
}

/* The part of a host name that one owner holds: the last two labels, three under short second levels such as co.uk. */
static struct str site_of(struct str host)
{
    size_t dots = 0, label = 0, last = 0;
    for (size_t i = host.n; i > 0; i--) {
        label++;
        if (host.p[i - 1] != '.')
            continue;
        dots++;
        if (dots == 1)
            last = label - 1;
        if (dots == 2 && !(last == 2 && label - 1 <= 3))
            return (struct str){host.p + i, host.n - i};
        if (dots == 3)
            return (struct str){host.p + i, host.n - i};
        label = 0;
    }
    return host;
}

static bool is_web(struct str url)
{
    return (str_starts(url, STR("http://")) || str_starts(url, STR("https://"))) && host_of(url).n;
}

static struct str resolve(struct arena *a, struct str url, struct str base)
{
    if (!url.n || url.n > 4000)
        return STR("");
    if (is_web(url))
        return url;
    xmlChar *built = base.n ? xmlBuildURI((const xmlChar *)str_z(a, url), (const xmlChar *)str_z(a, base)) : NULL;
    struct str result = built ? str_copy(a, str_of((const char *)built)) : STR("");
    xmlFree(built);
    return is_web(result) ? result : STR("");
}

/* The canonical address, unless it leads to another site: a page may not pass itself off as another's. */
static struct str canonical(struct arena *a, const struct markup *m, const struct jsonld *ld, struct str url)
{
    struct str candidates[] = {field_named(m, "link canonical"), field_first(m, "url"), ld->url};
    for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++) {
        struct str c = resolve(a, candidates[i], url);
        if (c.n && (!url.n || str_eq_nocase(site_of(host_of(c)), site_of(host_of(url)))))
            return c;
    }
    return is_web(url) ? url : STR("");
}

struct stamps {
    struct moment at[24];
    size_t n;
};

static void add_stamp(struct stamps *s, struct str text)
{
    struct moment m = {0};
    text = str_trim(text);
    if (s->n < sizeof s->at / sizeof *s->at && text.n && (moment_parse_iso(text, &m) || date_parse(text, &m)))
        s->at[s->n++] = m;
}

static struct moment settle(const struct stamps *s)
{
    if (!s->n)
        return (struct moment){0};
    struct moment best = s->at[0];
    for (size_t i = 1; i < s->n; i++) {
        const struct moment *other = &s->at[i];
        bool says_more = (!best.has_time && other->has_time) || (best.has_time && !best.has_zone && other->has_zone);
        if (says_more && moment_day(*other) == moment_day(best))
            best = *other;
    }
    return best;
}

static void read_times(const struct markup *m, const struct jsonld *ld, struct article *out)
{
    struct stamps published = {0}, modified = {0};
    add_stamp(&published, ld->published);
    add_stamp(&modified, ld->modified);
    size_t at = 0;
    for (struct str v; (v = field_next(m, "published", &at)).n;)
        add_stamp(&published, v);
    at = 0;
    for (struct str v; (v = field_next(m, "modified", &at)).n;)
        add_stamp(&modified, v);
    out->published = settle(&published);
    out->modified = settle(&modified);
    if (out->published.is_set && out->modified.is_set && out->published.seconds > out->modified.seconds &&
        out->published.has_time && out->modified.has_time) {
        struct moment later = out->published;
        out->published = out->modified;
        out->modified = later;
    }
}

/* "By Ann Lee and Bo Chan | Staff" -> "Ann Lee and Bo Chan"; addresses of profiles are no names. */
static struct str clean_byline(struct arena *a, struct str s)
{
    s = plain(a, s);
    struct str line = s;
    s = str_trim(str_cut(&line, '\n'));
    if (s.n > 3 && str_eq_nocase((struct str){s.p, 3}, STR("by ")))
        s = str_trim((struct str){s.p + 3, s.n - 3});
    struct str rest = s;
    s = str_trim(str_cut(&rest, '|'));
    if (!s.n || s.n > BYLINE_BYTES || str_has(s, STR("://")) || str_has(s, STR("@")))
        return STR("");
    return s;
}

static struct str read_byline(struct arena *a, const struct markup *m, const struct jsonld *ld)
{
    struct str found = clean_byline(a, ld->author);
    size_t at = 0;
    for (struct str v; !found.n && (v = field_next(m, "author", &at)).n;)
        found = clean_byline(a, v);
    for (size_t i = 0; !found.n && i < m->field_count; i++)
        if (str_eq(m->fields[i].name, STR("visible author")))
            found = clean_byline(a, m->fields[i].value);
    return found;
}

/* Splits "Headline | Outlet" at its last separator; *outlet is what follows it. */
static struct str split_title(struct str title, struct str *outlet)
{
    static const char *const separators[] = {" | ", " - ", " – ", " — ", " · ", " :: ", " » "};
    *outlet = STR("");
    for (size_t i = title.n; i-- > 0;) {
        struct str tail = {title.p + i, title.n - i};
        for (size_t k = 0; k < sizeof separators / sizeof *separators; k++) {
            struct str separator = str_of(separators[k]);
            if (!str_starts(tail, separator) || tail.n - separator.n > 40 || i < 15)
                continue;
            *outlet = str_trim((struct str){tail.p + separator.n, tail.n - separator.n});
            return str_trim((struct str){title.p, i});
        }
    }
    return title;
}

static void read_names(struct arena *a, const struct markup *m, const struct jsonld *ld, struct article *out)
{
    struct str suffix, title = plain(a, m->title);
    struct str head = split_title(title, &suffix);
    struct str h1 = plain(a, m->heading);
    out->outlet = plain(a, ld->publisher);
    size_t at = 0;
    for (struct str v; !out->outlet.n && (v = field_next(m, "outlet", &at)).n;)
        if (!is_web(v))
            out->outlet = plain(a, v);
    if (!out->outlet.n)
        out->outlet = suffix;
    out->title = plain(a, ld->headline);
    /* The visible headline is what a reader saw, if the page's own title agrees that it is the headline. */
    if (h1.n && str_has(title, h1) && h1.n > 15)
        out->title = h1;
    if (!out->title.n)
        out->title = plain(a, field_first(m, "title"));
    if (!out->title.n)
        out->title = h1.n ? h1 : suffix.n && str_eq_nocase(suffix, out->outlet) ? head : title;
    struct str tail, front = split_title(out->title, &tail);
    if (tail.n && str_eq_nocase(tail, out->outlet))
        out->title = front;
}

static struct str read_language(struct arena *a, const struct markup *m, const struct jsonld *ld)
{
    struct str given = m->language.n ? m->language : ld->language.n ? ld->language : field_first(m, "language");
    given = str_trim(given);
    if (given.n < 2 || given.n > 12)
        return STR("");
    char *tag = str_z(a, given);
    for (char *c = tag; *c; c++)
        *c = *c == '_' ? '-' : *c;
    return str_of(tag);
}

void metadata_read(struct arena *a, const struct markup *m, const struct jsonld *ld, struct str url, struct article *out)
{
    read_names(a, m, ld, out);
    read_times(m, ld, out);
    out->byline = read_byline(a, m, ld);
    out->language = read_language(a, m, ld);
    out->url = canonical(a, m, ld, url);
    struct str base = out->url.n ? out->url : url;
    out->image = resolve(a, ld->image.n ? ld->image : field_first(m, "image"), base);
    if (out->image.n)
        out->image_credit = plain(a, ld->credit.n ? ld->credit : field_named(m, "visible credit"));
    out->section = plain(a, ld->section.n ? ld->section : field_named(m, "article:section"));
}
