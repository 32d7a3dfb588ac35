#include "feed/view.h"

#include <stdlib.h>

#include "base/arena.h"
#include "feed/address.h"
#include "feed/order.h"

static struct moment moment_at(const struct record *r, struct str key)
{
    const struct property *p = record_find(r, key);
    return p && p->value.kind == VALUE_MOMENT ? p->value.moment : (struct moment){0};
}

static bool is_markup(const struct record *detail)
{
    struct str type = record_text(detail, STR("type"));
    return str_eq(type, STR("text/html")) || str_eq(type, STR("application/xhtml+xml"));
}

static struct feed_text text_at(const struct record *r, struct str key, struct str detail)
{
    return (struct feed_text){record_text(r, key), is_markup(record_inner(r, detail))};
}

static struct str web(struct str url)
{
    return address_is_web(url) ? url : STR("");
}

/* The first link of a relation, or empty. */
static struct str link_of(const struct record *r, const char *rel, const char *type)
{
    const struct record *links = record_items(r, STR("links"));
    for (const struct property *p = links ? links->first : NULL; p; p = p->next) {
        const struct record *link = record_of(p);
        if (str_eq(record_text(link, STR("rel")), str_of(rel)) && str_starts(record_text(link, STR("type")), str_of(type)) &&
            address_is_web(record_text(link, STR("href"))))
            return record_text(link, STR("href"));
    }
    return STR("");
}

/* A picture among the media attachments: said to be one, or of no said kind but named like one. */
static struct str media_image(const struct record *r)
{
    const struct record *list = record_items(r, STR("media_content"));
    for (const struct property *p = list ? list->first : NULL; p; p = p->next) {
        const struct record *m = record_of(p);
        struct str url = record_text(m, STR("url")), type = record_text(m, STR("type")), medium = record_text(m, STR("medium"));
        bool is_image = str_eq(medium, STR("image")) || str_starts(type, STR("image/")) ||
                        (!medium.n && !type.n && (str_ends(url, STR(".jpg")) || str_ends(url, STR(".png"))));
        if (is_image && address_is_web(url))
            return url;
    }
    const struct record *thumbnails = record_items(r, STR("media_thumbnail"));
    return thumbnails ? web(record_text(record_of(thumbnails->first), STR("url"))) : STR("");
}

static struct str image_of(const struct record *r)
{
    struct str url = media_image(r);
    if (!url.n)
        url = link_of(r, "enclosure", "image/");
    return url.n ? url : web(record_text(record_inner(r, STR("image")), STR("href")));
}

/* The longest text of the list counts as the full one; of two of one length, the marked-up one. */
static struct feed_text content_of(const struct record *r)
{
    struct feed_text best = {0};
    const struct record *list = record_items(r, STR("content"));
    for (const struct property *p = list ? list->first : NULL; p; p = p->next) {
        struct feed_text one = {record_text(record_of(p), STR("value")), is_markup(record_of(p))};
        if (one.value.n > best.value.n)
            best = one;
    }
    return best;
}

/* A summary that was given has its kind beside it; one that only repeats the content is of the content's kind. */
static struct feed_text summary_of(const struct record *r)
{
    struct feed_text summary = text_at(r, STR("summary"), STR("summary_detail")), content = content_of(r);
    if (!record_inner(r, STR("summary_detail")) && content.value.n)
        summary.is_html = content.is_html;
    return summary;
}

static struct str language_of(const struct record *r)
{
    struct str given = record_text(r, STR("language"));
    if (!given.n)
        given = record_text(record_inner(r, STR("title_detail")), STR("language"));
    return given;
}

/* "Ann Lee, Bo Chan": names where they are known, without their addresses. */
static struct str authors_of(struct arena *a, const struct record *r)
{
    struct str names = STR("");
    const struct record *authors = record_items(r, STR("authors"));
    for (const struct property *p = authors ? authors->first : NULL; p; p = p->next) {
        struct str name = record_text(record_of(p), STR("name"));
        if (name.n)
            names = names.n ? str_format(a, "%.*s, %.*s", STR_ARG(names), STR_ARG(name)) : name;
    }
    return names.n || (authors && authors->count) ? names : record_text(r, STR("author"));
}

static struct str credit_of(const struct record *r)
{
    const struct record *credits = record_items(r, STR("media_credit"));
    struct str credit = credits ? record_text(record_of(credits->first), STR("content")) : STR("");
    return credit.n ? credit : record_text(r, STR("media_copyright"));
}

static void view_categories(struct arena *a, const struct record *r, struct feed_entry *out)
{
    const struct record *tags = record_items(r, STR("tags"));
    if (!tags || !tags->count)
        return;
    out->categories = arena_alloc(a, tags->count * sizeof *out->categories);
    for (const struct property *p = tags->first; p; p = p->next) {
        struct str label = record_text(record_of(p), STR("label")), term = record_text(record_of(p), STR("term"));
        if (label.n || term.n)
            out->categories[out->category_count++] = label.n ? label : term;
    }
}

static void view_entry(struct arena *a, const struct built_entry *from, struct feed_entry *out)
{
    const struct record *r = from->record;
    *out = (struct feed_entry){.record = r, .line = from->line};
    out->id = from->id.n ? from->id : record_text(r, STR("id"));
    out->link = web(record_text(r, STR("link")));
    if (!out->link.n)
        out->link = link_of(r, "alternate", "");
    out->title = text_at(r, STR("title"), STR("title_detail"));
    out->summary = summary_of(r);
    out->content = content_of(r);
    out->author = authors_of(a, r);
    out->published = moment_at(r, STR("published_parsed"));
    out->updated = moment_at(r, STR("updated_parsed"));
    if (!out->published.is_set)
        out->published = moment_at(r, STR("created_parsed"));
    out->published_text = record_text(r, STR("published"));
    out->updated_text = record_text(r, STR("updated"));
    out->language = language_of(r);
    out->image = image_of(r);
    out->image_credit = credit_of(r);
    out->source_title = record_text(record_inner(r, STR("source")), STR("title"));
    view_categories(a, r, out);
}

/* Minutes between two visits, as <ttl> or the syndication module ask for. */
static int ttl_of(const struct record *r)
{
    struct str ttl = record_text(r, STR("ttl")), period = record_text(r, STR("sy_updateperiod"));
    struct str frequency = record_text(r, STR("sy_updatefrequency"));
    static const struct {
        const char *name;
        long minutes;
    } periods[] = {{"hourly", 60}, {"daily", 1440}, {"weekly", 10080}, {"monthly", 43200}, {"yearly", 525600}};
    long minutes = ttl.n ? atol(ttl.p) : 0, times = frequency.n ? atol(frequency.p) : 1;
    for (size_t i = 0; !minutes && i < sizeof periods / sizeof *periods; i++)
        if (str_eq_nocase(period, str_of(periods[i].name)))
            minutes = periods[i].minutes / (times > 0 ? times : 1);
    return minutes < 0 ? 0 : minutes > 525600 ? 525600 : (int)minutes;
}

void view_feed(struct arena *a, const struct builder *b, struct feed *out)
{
    const struct record *r = b->feed;
    out->record = r;
    out->version = b->version;
    out->title = record_text(r, STR("title"));
    out->subtitle = record_text(r, STR("subtitle"));
    out->link = web(record_text(r, STR("link")));
    out->id = record_text(r, STR("id"));
    out->language = language_of(r);
    out->author = record_text(r, STR("author"));
    out->icon = web(record_text(r, STR("icon")));
    if (!out->icon.n)
        out->icon = web(record_text(record_inner(r, STR("image")), STR("href")));
    out->updated = moment_at(r, STR("updated_parsed"));
    out->ttl_minutes = ttl_of(r);
    out->entry_count = b->entry_count;
    out->entries = arena_alloc(a, (b->entry_count + 1) * sizeof *out->entries);
    for (size_t i = 0; i < b->entry_count; i++)
        view_entry(a, &b->entries[i], &out->entries[i]);
    out->is_edited = order_is_edited(out);
}
