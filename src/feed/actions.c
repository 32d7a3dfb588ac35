/* What each kind of element does (data/feed/elements.txt names the kinds). */
#include "base/arena.h"
#include "feed/dates.h"
#include "feed/extras.h"
#include "feed/links.h"
#include "feed/people.h"
#include "feed/vocabulary.h"

/* ---- the document's frame ---- */

static void start_root(struct builder *b, struct frame *f, const struct element *e)
{
    struct str kind = f->word->key, version = element_attribute(e, "version");
    if (str_eq(kind, STR("rss")) && !str_starts(b->version, STR("rss"))) {
        static const char *const versions[][2] = {
            {"0.91", "rss091u"}, {"0.92", "rss092"}, {"0.93", "rss093"}, {"0.94", "rss094"}};
        b->version = str_starts(version, STR("2.")) ? STR("rss20") : STR("rss");
        for (size_t i = 0; i < sizeof versions / sizeof *versions; i++)
            if (str_eq(version, str_of(versions[i][0])))
                b->version = str_of(versions[i][1]);
    } else if (str_eq(kind, STR("sitemap"))) {
        b->version = STR("sitemap");
        b->in_feed = true;
    }
    if (f->language.n)
        record_set(b->a, b->feed, STR("language"), value_text(f->language));
}

/* CDF says in attributes what others say in elements. */
static void read_cdf(struct builder *b, const struct element *e)
{
    struct str changed = element_attribute(e, "lastmod"), href = element_attribute(e, "href");
    struct record *context = builder_context(b);
    if (changed.n) {
        record_set(b->a, context, STR("updated"), value_text(str_copy(b->a, changed)));
        struct moment m;
        if (date_parse(changed, &m))
            record_set(b->a, context, STR("updated_parsed"), (struct value){.kind = VALUE_MOMENT, .moment = m});
    }
    if (!href.n)
        return;
    struct str url = builder_resolve(b, str_copy(b->a, href));
    record_set(b->a, context, STR("link"), value_text(url));
    struct record *link = record_append_record(b->a, record_list(b->a, context, STR("links")));
    record_set(b->a, link, STR("rel"), value_text(STR("alternate")));
    record_set(b->a, link, STR("type"), value_text(STR("text/html")));
    record_set(b->a, link, STR("href"), value_text(url));
}

static void start_feed(struct builder *b, struct frame *f, const struct element *e)
{
    b->in_feed = true;
    if (str_eq(f->word->key, STR("atom"))) {
        static const char *const versions[][2] = {{"0.1", "atom01"}, {"0.2", "atom02"}, {"0.3", "atom03"}};
        struct str version = element_attribute(e, "version");
        bool is_known = b->version.n;
        for (size_t i = 0; !is_known && i < sizeof versions / sizeof *versions; i++)
            if (str_eq(version, str_of(versions[i][0])))
                b->version = str_of(versions[i][1]);
        if (!b->version.n)
            b->version = STR("atom");
        if (f->language.n)
            record_set(b->a, b->feed, STR("language"), value_text(f->language));
        return;
    }
    if (!b->version.n && b->depth == 1)
        b->version = STR("cdf");
    if (!b->entry)
        read_cdf(b, e);
}

static void start_entry(struct builder *b, struct frame *f, const struct element *e)
{
    if (b->entry_count == BUILD_ENTRY_LIMIT) {
        b->limit = "more than 100000 entries";
        b->is_full = true;
        return;
    }
    b->entries = arena_grow(b->a, b->entries, b->entry_count, &b->entry_capacity, sizeof *b->entries);
    b->entry = record_create(b->a);
    b->entries[b->entry_count++] = (struct built_entry){.record = b->entry, .line = e->line};
    b->in_feed = true;
    b->guid_is_name = b->has_full_text = false;
    b->title_depth = -1;
    b->inner = NULL;
    builder_push(b, f, STR("item"), false);
    struct str about = element_attribute(e, "rdf:about");
    if (about.n)
        record_set(b->a, b->entry, STR("id"), value_text(str_copy(b->a, about)));
    read_cdf(b, e);
}

static void end_entry(struct builder *b, struct frame *f)
{
    if (f->is_pushed)
        builder_pop(b, f);
    b->entry = NULL;
}

static void start_inner(struct builder *b, struct frame *f, const struct element *e)
{
    (void)e;
    builder_push(b, f, f->word->key, false);
    b->in_image += str_eq(f->word->key, STR("image"));
    b->title_depth = -1;
    if (b->entry || b->source)
        return;
    struct record *known = record_inner(b->feed, f->word->key);
    b->inner = known ? known : record_create(b->a);
    record_set(b->a, b->feed, f->word->key, value_record(b->inner));
}

static void end_inner(struct builder *b, struct frame *f)
{
    builder_pop(b, f);
    b->in_image -= str_eq(f->word->key, STR("image")) && b->in_image;
    b->inner = NULL;
}

/* ---- text ---- */

static void start_content(struct builder *b, struct frame *f, const struct element *e)
{
    builder_push_content(b, f, e, f->word->key, f->word->type);
    b->content.is_open = true;
    f->fills = builder_takes_text(b);
}

static void end_content(struct builder *b, struct frame *f)
{
    bool is_title = str_eq(f->key, STR("title"));
    struct str value = builder_pop(b, f);
    if (is_title && value.n)
        b->title_depth = b->depth;
}

/* A title of something inside of the entry (a picture, a news tag) serves until the entry's own comes. */
static void end_inner_title(struct builder *b, struct frame *f)
{
    builder_pop(b, f);
}

/* The second description of an entry is its full text, as the first was taken for a summary. */
static void start_description(struct builder *b, struct frame *f, const struct element *e)
{
    bool is_second = b->entry && record_find(builder_context(b), STR("summary")) &&
                     !(b->has_full_text && str_eq(f->word->key, STR("summary")));
    struct str key = is_second ? STR("content") : f->word->key;
    builder_push_content(b, f, e, key, is_second ? STR("text/plain") : f->word->type);
    f->fills = builder_takes_text(b);
}

static bool is_text_type(struct str type)
{
    return str_eq(type, STR("text/plain")) || str_eq(type, STR("text/html")) || str_eq(type, STR("application/xhtml+xml"));
}

/* Full text stands in for a summary where there is none. */
static void end_description(struct builder *b, struct frame *f)
{
    bool is_full = str_eq(f->key, STR("content"));
    struct str value = builder_pop(b, f);
    if (is_full && is_text_type(b->content.type))
        builder_save(b, STR("summary"), value_text(value), false);
}

static void start_full(struct builder *b, struct frame *f, const struct element *e)
{
    b->has_full_text = true;
    builder_push_content(b, f, e, f->word->key, f->word->type);
    struct str src = element_attribute(e, "src");
    if (src.n)
        b->content.src = builder_resolve(b, str_copy(b->a, src));
}

static void start_text(struct builder *b, struct frame *f, const struct element *e)
{
    (void)e;
    builder_push(b, f, f->word->key, true);
}

static void end_address_text(struct builder *b, struct frame *f)
{
    struct str key = f->key;
    f->fills = false;
    struct str url = builder_pop(b, f);
    if (builder_context(b) == b->feed && url.n)
        builder_save(b, key, value_text(builder_resolve(b, url)), true);
}

static void end_date(struct builder *b, struct frame *f)
{
    struct str key = f->key, value = builder_pop(b, f);
    struct moment m;
    struct str parsed = str_format(b->a, "%.*s_parsed", STR_ARG(key));
    if (value.n)
        builder_save(b, parsed, date_parse(value, &m) ? (struct value){.kind = VALUE_MOMENT, .moment = m}
                                                      : (struct value){.kind = VALUE_NULL}, true);
}

static void start_unfilled(struct builder *b, struct frame *f, const struct element *e)
{
    (void)e;
    builder_push(b, f, f->word->key, false);
}

static bool is_one_of(struct str s, const char *words)
{
    for (struct str rest = str_of(words); rest.n;)
        if (str_eq(str_cut(&rest, ' '), s))
            return true;
    return false;
}

/* These flags are read to the letter, as their specification has it: " yes " says nothing. */
static struct str pop_flag(struct builder *b, struct frame *f)
{
    struct str raw = {b->text.p ? b->text.p + f->text : "", b->text.n - f->text};
    struct str trimmed = builder_pop(b, f);
    return trimmed.n == raw.n ? trimmed : STR("");
}

static void end_yes_no(struct builder *b, struct frame *f)
{
    struct str value = pop_flag(b, f);
    builder_save(b, f->word->key, (struct value){.kind = VALUE_NUMBER, .number = is_one_of(value, "yes Yes")}, true);
}

static void end_explicit(struct builder *b, struct frame *f)
{
    struct str s = pop_flag(b, f);
    struct value v = {.kind = VALUE_NULL};
    if (is_one_of(s, "yes true no false clean"))
        v = (struct value){.kind = VALUE_BOOLEAN, .truth = is_one_of(s, "yes true")};
    builder_save(b, f->word->key, v, true);
}

/* ---- where it comes from ---- */

static void start_source(struct builder *b, struct frame *f, const struct element *e)
{
    builder_push(b, f, STR("source"), false);
    struct record *context = builder_context(b);
    b->source = record_create(b->a);
    record_set(b->a, context, STR("source"), value_record(b->source));
    struct str url = element_attribute(e, "url");
    if (url.n)
        record_set(b->a, b->source, STR("href"), value_text(str_copy(b->a, url)));
    b->title_depth = -1;
}

static void end_source(struct builder *b, struct frame *f)
{
    struct str value = builder_pop(b, f);
    if (value.n && b->source)
        record_set(b->a, b->source, STR("title"), value_text(value));
    b->source = NULL;
}

/* ---- categories ---- */

static struct value text_or_null(struct str s)
{
    return s.n ? value_text(s) : (struct value){.kind = VALUE_NULL};
}

static void add_tag(struct builder *b, struct str term, struct str scheme, struct str label)
{
    struct record *tags = record_list(b->a, builder_context(b), STR("tags"));
    if ((!term.n && !scheme.n && !label.n) || !builder_has_room(b, tags))
        return;
    struct record *tag = record_create(b->a);
    record_set(b->a, tag, STR("term"), text_or_null(term));
    record_set(b->a, tag, STR("scheme"), text_or_null(scheme));
    record_set(b->a, tag, STR("label"), text_or_null(label));
    for (const struct property *p = tags->first; p; p = p->next)
        if (record_equal(record_of(p), tag))
            return;
    record_append(b->a, tags, value_record(tag));
}

static void start_category(struct builder *b, struct frame *f, const struct element *e)
{
    struct str scheme = element_attribute(e, "scheme");
    if (!scheme.p)
        scheme = element_attribute(e, "domain");
    if (!scheme.p && str_has(f->word->key, STR(":")))
        scheme = f->word->key;
    add_tag(b, str_copy(b->a, element_attribute(e, "term")), str_copy(b->a, scheme),
            str_copy(b->a, element_attribute(e, "label")));
    builder_push(b, f, STR("category"), false);
}

static void end_category(struct builder *b, struct frame *f)
{
    struct str value = builder_pop(b, f);
    if (!value.n)
        return;
    struct record *tags = record_list(b->a, builder_context(b), STR("tags"));
    struct property *term = record_find(record_of(tags->last), STR("term"));
    if (term && term->value.kind == VALUE_NULL)
        term->value = value_text(value);
    else
        add_tag(b, value, STR(""), STR(""));
}

static void start_itunes_category(struct builder *b, struct frame *f, const struct element *e)
{
    add_tag(b, str_copy(b->a, element_attribute(e, "text")), STR("http://www.itunes.com/"), STR(""));
    builder_push(b, f, STR("category"), false);
}

static void end_words(struct builder *b, struct frame *f)
{
    struct str scheme = f->word->key, rest = builder_pop(b, f);
    while (rest.n) {
        struct str term = str_trim(str_cut(&rest, ','));
        if (term.n)
            add_tag(b, term, str_eq(scheme, STR("-")) ? STR("") : scheme, STR(""));
    }
}

/* ---- attributes that are the message ---- */

static void start_attributes(struct builder *b, struct frame *f, const struct element *e)
{
    builder_save(b, f->word->key, value_record(builder_attributes(b, e, false)), true);
}

static void start_attribute_list(struct builder *b, struct frame *f, const struct element *e)
{
    struct record *list = record_list(b->a, builder_context(b), f->word->key);
    if (builder_has_room(b, list))
        record_append(b->a, list, value_record(builder_attributes(b, e, false)));
    builder_push(b, f, f->word->key, false);
}

/* Text in such an element is its address (thumbnails) or what it says (credits). */
static void end_attribute_list(struct builder *b, struct frame *f)
{
    struct str key = f->key, value = builder_pop(b, f);
    struct record *list = record_items(builder_context(b), key), *last = list ? record_of(list->last) : NULL;
    if (!value.n || !last)
        return;
    bool is_address = str_eq(key, STR("media_thumbnail"));
    if (!is_address || !record_find(last, STR("url")))
        record_set(b->a, last, is_address ? STR("url") : STR("content"), value_text(value));
}

static void start_attributes_and_text(struct builder *b, struct frame *f, const struct element *e)
{
    start_attributes(b, f, e);
    builder_push(b, f, f->word->key, false);
}

static void end_attributes_and_text(struct builder *b, struct frame *f)
{
    struct str key = f->key, value = builder_pop(b, f);
    struct record *r = record_inner(builder_context(b), key);
    if (!r)
        return;
    if (!str_eq(key, STR("media_restriction"))) {
        record_set(b->a, r, STR("content"), value_text(value));
        return;
    }
    struct record *countries = record_list(b->a, r, STR("content"));
    while (value.n) {
        struct str one = str_trim(str_cut(&value, ' '));
        if (one.n && builder_has_room(b, countries))
            record_append(b->a, countries, value_text(one));
    }
}

const struct action feed_actions[] = {
    {"root", start_root, NULL},
    {"feed", start_feed, NULL},
    {"entry", start_entry, end_entry},
    {"image", start_inner, end_inner},
    {"content", start_content, end_content},
    {"inner-title", start_content, end_inner_title},
    {"description", start_description, end_description},
    {"summary", start_description, end_description},
    {"full", start_full, end_description},
    {"date", start_text, end_date},
    {"text", start_text, NULL},
    {"address-text", start_text, end_address_text},
    {"link", link_start, NULL},
    {"guid", guid_start, guid_end},
    {"author", person_start, person_end},
    {"contributor", contributor_start, contributor_end},
    {"named-contributor", contributor_start_named, contributor_end_named},
    {"owner", owner_start, owner_end},
    {"person-part", person_part_start, person_part_end},
    {"size", size_start, size_end},
    {"category", start_category, end_category},
    {"itunes-category", start_itunes_category, end_category},
    {"words", start_unfilled, end_words},
    {"attributes", start_attributes, NULL},
    {"enclosure", enclosure_start, NULL},
    {"source", start_source, end_source},
    {"generator", generator_start, generator_end},
    {"resource", resource_start, NULL},
    {"license", license_start, license_end},
    {"itunes-image", picture_start, NULL},
    {"yes-no", start_unfilled, end_yes_no},
    {"explicit", start_unfilled, end_explicit},
    {"attribute-list", start_attribute_list, end_attribute_list},
    {"attributes-and-text", start_attributes_and_text, end_attributes_and_text},
    {"place", place_start, place_end},
    {"position", position_start, position_end},
    {"chapters", chapters_start, NULL},
    {"chapter", chapter_start, NULL},
    {"validity", validity_start, validity_end},
    {NULL, NULL, NULL},
};
