#include "feed/build.h"

#include "base/arena.h"
#include "feed/address.h"
#include "feed/encoding.h"
#include "feed/html.h"
#include "feed/vocabulary.h"

void builder_begin(struct builder *b, struct arena *a, struct str base, struct str language)
{
    *b = (struct builder){.a = a, .feed = record_create(a), .base = base, .language = language, .title_depth = -1};
    if (language.n)
        record_set(a, b->feed, STR("language"), value_text(language));
}

void builder_finish(struct builder *b)
{
    while (b->depth)
        builder_end(b);
    buf_free(&b->text);
}

struct record *builder_context(struct builder *b)
{
    if (b->source)
        return b->source;
    if (b->inner && !b->entry)
        return b->inner;
    return b->entry ? b->entry : b->feed;
}

bool builder_takes_text(const struct builder *b)
{
    return b->in_feed || b->entry || b->source;
}

struct str element_attribute(const struct element *e, const char *name)
{
    for (size_t i = 0; i < e->attribute_count; i++)
        if (str_eq(e->attributes[i].name, str_of(name)))
            return e->attributes[i].value.p ? e->attributes[i].value : STR("");
    return (struct str){0};
}

bool builder_has_room(struct builder *b, const struct record *r)
{
    if (r->count < BUILD_PROPERTY_LIMIT)
        return true;
    b->limit = "more than 500 properties of one entry";
    return false;
}

struct record *builder_attributes(struct builder *b, const struct element *e, bool as_link)
{
    struct record *r = record_create(b->a);
    struct str href = {0};
    static const char *const names[] = {"url", "uri", "href"};
    for (size_t i = 0; as_link && i < sizeof names / sizeof *names && !href.p; i++)
        href = element_attribute(e, names[i]);
    for (size_t i = 0; i < e->attribute_count; i++) {
        struct str name = e->attributes[i].name;
        bool is_href = str_eq(name, STR("url")) || str_eq(name, STR("uri")) || str_eq(name, STR("href"));
        if (href.p && is_href)
            continue;
        record_set(b->a, r, str_copy(b->a, name), value_text(str_copy(b->a, e->attributes[i].value)));
    }
    if (href.p)
        record_set(b->a, r, STR("href"), value_text(builder_resolve(b, str_copy(b->a, href))));
    return r;
}

struct str builder_resolve(const struct builder *b, struct str url)
{
    return address_safe(b->a, b->depth ? b->frames[b->depth - 1].base : b->base, url);
}

void builder_save(struct builder *b, struct str key, struct value v, bool overwrites)
{
    struct record *r = builder_context(b);
    if (!overwrites && record_find(r, key))
        return;
    if (builder_has_room(b, r))
        record_set(b->a, r, key, v);
}

void builder_push(struct builder *b, struct frame *f, struct str key, bool fills)
{
    f->key = key;
    f->fills = fills;
    f->is_pushed = true;
    f->text = b->text.n;
}

/* The names that feeds give to the three kinds of text, as media types. */
static struct str media_type(struct arena *a, struct str type)
{
    char *p = str_z(a, str_trim(type));
    for (char *c = p; *c; c++)
        *c = (char)(*c >= 'A' && *c <= 'Z' ? *c + 32 : *c);
    struct str lower = str_of(p);
    if (str_eq(lower, STR("text")) || str_eq(lower, STR("plain")))
        return STR("text/plain");
    if (str_eq(lower, STR("html")))
        return STR("text/html");
    if (str_eq(lower, STR("xhtml")))
        return STR("application/xhtml+xml");
    return lower;
}

static bool is_xhtml(struct str type)
{
    return str_eq(type, STR("application/xhtml+xml"));
}

void builder_push_content(struct builder *b, struct frame *f, const struct element *e, struct str key, struct str type)
{
    struct str given = element_attribute(e, "type"), mode = element_attribute(e, "mode");
    struct content *c = &b->content;
    *c = (struct content){.language = f->language, .base = f->base, .is_open = true, .depth = b->depth};
    c->type = media_type(b->a, given.n ? given : type);
    bool is_text = str_starts(c->type, STR("text/")) || str_ends(c->type, STR("xml"));
    c->is_base64 = str_eq(mode, STR("base64")) || !is_text;
    f->is_content = true;
    builder_push(b, f, key, true);
}

static int base64_digit(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* The text itself where it is no base64 after all. */
static struct str decode_base64(struct arena *a, struct str s)
{
    char *out = arena_alloc(a, s.n + 1);
    size_t n = 0;
    unsigned bits = 0, held = 0;
    for (size_t i = 0; i < s.n; i++) {
        int digit = base64_digit(s.p[i]);
        if (digit < 0 && s.p[i] != '=' && (unsigned char)s.p[i] > ' ')
            return s;
        if (digit < 0)
            continue;
        bits = (bits << 6 | (unsigned)digit) & 0xFFFFFF;
        held += 6;
        if (held >= 8) {
            held -= 8;
            out[n++] = (char)(bits >> held & 0xFF);
        }
    }
    return utf8_repair(a, (struct str){out, n});
}

/* The <div> that Atom wants around XHTML is packaging: taken off if it holds all there is. */
static struct str without_div(struct str s)
{
    if (!(str_starts(s, STR("<div>")) || str_starts(s, STR("<div "))) || !str_ends(s, STR("</div>")))
        return s;
    size_t depth = 0, first_end = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '<')
            continue;
        const char *close = memchr(s.p + i, '>', s.n - i);
        if (!close)
            return s;
        size_t end = (size_t)(close - s.p);
        if (!first_end)
            first_end = end + 1;
        bool is_end = s.p[i + 1] == '/';
        if (!is_end && s.p[end - 1] != '/')
            depth++;
        else if (is_end && --depth == 0 && end + 1 < s.n)
            return s;
        i = end;
    }
    return (struct str){s.p + first_end, s.n - first_end - 6};
}

static struct str finish_markup(struct builder *b, struct frame *f, struct str text)
{
    struct content *c = &b->content;
    bool is_atom = str_starts(b->version, STR("atom"));
    if (!is_atom && f->is_content && str_eq(c->type, STR("text/plain")) && html_looks_like(text))
        c->type = STR("text/html");
    bool is_html = !f->is_content || str_eq(c->type, STR("text/html")) || is_xhtml(c->type);
    return is_html && vocabulary_is_markup(f->key) ? html_clean(b->a, text, f->base) : text;
}

static struct record *detail(struct builder *b, struct str value)
{
    const struct content *c = &b->content;
    struct record *r = record_create(b->a);
    record_set(b->a, r, STR("type"), value_text(c->type));
    record_set(b->a, r, STR("language"), c->language.n ? value_text(c->language) : (struct value){.kind = VALUE_NULL});
    record_set(b->a, r, STR("base"), value_text(c->base));
    if (c->src.n)
        record_set(b->a, r, STR("src"), value_text(c->src));
    record_set(b->a, r, STR("value"), value_text(value));
    return r;
}

static void store_link(struct builder *b, struct record *context, struct str url)
{
    if (b->entry && !b->source && b->in_image)
        return;
    struct record *links = record_items(context, STR("links"));
    struct record *last = links ? record_of(links->last) : NULL;
    if (url.n && last)
        record_set(b->a, last, STR("href"), value_text(url));
    if (!last || str_eq(record_text(last, STR("rel")), STR("alternate")))
        record_set(b->a, context, STR("link"), value_text(url));
}

/* Puts a property into the entry, source or feed that is open. Of two elements of one name in an entry, the one that
 * lies less deep counts: a thumbnail's title is not the entry's. */
static void store(struct builder *b, struct frame *f, struct str text)
{
    struct record *context = builder_context(b);
    struct str key = f->key;
    bool is_entry = b->entry && !b->source;
    if (str_eq(key, STR("link"))) {
        store_link(b, context, text);
        return;
    }
    if (is_entry && str_eq(key, STR("content"))) {
        struct record *list = record_list(b->a, context, key);
        if (builder_has_room(b, list))
            record_append(b->a, list, value_record(detail(b, text)));
        return;
    }
    if (str_eq(key, STR("description")))
        key = is_entry ? STR("summary") : STR("subtitle");
    struct property *known = record_find(context, key);
    if (record_holds_more(context, key)) /* an element that is called like a list ("links") is not one */
        return;
    if (!known && !builder_has_room(b, context))
        return;
    if (!is_entry || !known || known->value.kind != VALUE_TEXT || b->depth <= known->depth || !known->depth)
        record_set(b->a, context, key, value_text(text))->depth = b->depth;
    if (f->is_content)
        record_set(b->a, context, str_format(b->a, "%.*s_detail", STR_ARG(key)), value_record(detail(b, text)));
}

struct str builder_pop(struct builder *b, struct frame *f)
{
    struct str text = str_trim((struct str){b->text.p ? b->text.p + f->text : "", b->text.n - f->text});
    if (f->is_content && is_xhtml(b->content.type) && str_eq(b->version, STR("atom10")))
        text = str_trim(without_div(text));
    text = str_copy(b->a, text);
    b->text.n = f->text;
    f->is_pushed = false;
    text = encoding_repair_text(b->a, text);
    if (f->fills) {
        if (f->is_content && b->content.is_base64)
            text = decode_base64(b->a, text);
        if (str_eq(f->key, STR("id")) && b->entry && !b->source && b->entry_count)
            b->entries[b->entry_count - 1].id = text;
        if (text.n && vocabulary_is_address(f->key) && (!str_eq(f->key, STR("id")) || !b->guid_is_name))
            text = builder_resolve(b, text);
        text = finish_markup(b, f, text);
        bool is_late_title = str_eq(f->key, STR("title")) && b->title_depth > -1 && b->title_depth <= b->depth;
        if (!is_late_title && b->in_feed)
            store(b, f, text);
    }
    if (f->is_content) {
        b->content.is_open = false;
        f->is_content = false;
    }
    return text;
}

/* Markup inside of content is text of that content. */
static void write_tag(struct builder *b, struct frame *f, const struct element *e)
{
    struct content *c = &b->content;
    bool is_div = str_eq_nocase(e->local, STR("div"));
    if (!str_ends(c->type, STR("xml"))) {
        if (is_div) {
            f->is_dropped = true;
            return;
        }
        c->type = STR("application/xhtml+xml");
    }
    f->key = str_copy(b->a, e->local);
    buf_format(&b->text, "<%.*s", STR_ARG(e->local));
    bool is_root = str_eq(e->local, STR("svg")) || str_eq(e->local, STR("math"));
    if (is_root && e->uri.n)
        buf_format(&b->text, " xmlns=\"%.*s\"", STR_ARG(e->uri));
    for (size_t i = 0; i < e->attribute_count; i++) {
        const struct attribute *at = &e->attributes[i];
        size_t prefix = at->name.n - at->local.n; /* the local name keeps its case: it counts in drawings */
        buf_format(&b->text, " %.*s%.*s=\"", (int)prefix, at->name.p, STR_ARG(at->local));
        html_escape(&b->text, e->attributes[i].value, true);
        buf_add_byte(&b->text, '"');
    }
    buf_add_byte(&b->text, '>');
}

static void start_unknown(struct builder *b, struct frame *f, const struct element *e)
{
    char *key = str_z(b->a, e->name);
    for (char *c = key; *c; c++)
        *c = *c == ':' ? '_' : *c;
    size_t own = 0;
    for (size_t i = 0; i < e->attribute_count; i++)
        own += !str_starts(e->attributes[i].name, STR("xml"));
    if (!e->attribute_count)
        builder_push(b, f, str_of(key), true);
    else if (own && b->in_feed && !record_holds_more(builder_context(b), str_of(key)))
        builder_save(b, str_of(key), value_record(builder_attributes(b, e, false)), true);
}

static void inherit(struct builder *b, struct frame *f, const struct element *e)
{
    const struct frame *parent = b->depth > 1 ? f - 1 : NULL;
    f->base = parent ? parent->base : b->base;
    f->language = parent ? parent->language : b->language;
    struct str base = element_attribute(e, "xml:base");
    if (!base.p)
        base = element_attribute(e, "base");
    if (base.n) {
        struct str resolved = address_safe(b->a, f->base, str_copy(b->a, base));
        f->base = resolved.n ? resolved : f->base;
    }
    struct str language = element_attribute(e, "xml:lang");
    if (!language.p)
        language = element_attribute(e, "lang");
    if (language.p) {
        char *tag = str_z(b->a, str_trim(language));
        for (char *c = tag; *c; c++)
            *c = *c == '_' ? '-' : *c;
        f->language = str_of(tag);
    }
}

void builder_start(struct builder *b, const struct element *e)
{
    if (b->depth == BUILD_DEPTH_LIMIT) {
        b->limit = "elements more than 260 within one another";
        return;
    }
    struct frame *f = &b->frames[b->depth++];
    *f = (struct frame){0};
    if (b->is_full)
        return;
    inherit(b, f, e);
    if (b->content.is_open) {
        write_tag(b, f, e);
        return;
    }
    f->word = vocabulary_find(e->name);
    if (f->word)
        f->word->action->start(b, f, e);
    else
        start_unknown(b, f, e);
}

void builder_text(struct builder *b, struct str text)
{
    if (b->is_full)
        return;
    if (b->content.is_open && is_xhtml(b->content.type))
        html_escape(&b->text, text, false);
    else
        buf_add(&b->text, text);
}

void builder_end(struct builder *b)
{
    if (!b->depth)
        return;
    struct frame *f = &b->frames[b->depth - 1];
    if (b->content.is_open && !f->is_content) {
        if (!f->is_dropped)
            buf_format(&b->text, "</%.*s>", STR_ARG(f->key));
    } else if (f->word && f->word->action->end) {
        f->word->action->end(b, f);
    } else if (f->is_pushed) {
        builder_pop(b, f);
    }
    b->depth--;
}
