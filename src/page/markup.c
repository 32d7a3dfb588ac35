#include "page/markup.h"

#include <libxml/HTMLparser.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buf.h"

/* What is open at this point of the page. */
struct frame {
    uint8_t role;
    bool has_element, is_link, is_hidden, is_script;
    uint8_t capture; /* enum capture */
    uint32_t text_begin;
};

enum capture { CAPTURE_NONE, CAPTURE_HEADING, CAPTURE_AUTHOR, CAPTURE_CREDIT, CAPTURE_TIME, CAPTURE_ITEM };

struct reader {
    struct arena *a;
    htmlParserCtxtPtr parser;
    struct markup *out;
    struct frame *frames;
    size_t depth, frame_capacity, element_capacity, block_capacity, field_capacity;
    struct buf text, title, script;
    struct str item_name;       /* itemprop being captured */
    uint32_t current;           /* innermost element */
    size_t links, hidden, skip; /* how many such frames are open */
    uint32_t block_begin, block_links;
    size_t breaks;              /* <br> in a row */
    bool in_title, space_due;
};

static const char *attribute(const xmlChar **attributes, const char *name)
{
    for (size_t i = 0; attributes && attributes[i]; i += 2)
        if (strcasecmp((const char *)attributes[i], name) == 0)
            return attributes[i + 1] ? (const char *)attributes[i + 1] : "";
    return NULL;
}

static void stop(struct reader *r, const char *what, size_t limit)
{
    if (!r->out->stopped.n)
        r->out->stopped = str_format(r->a, "more than %zu %s", limit, what);
    xmlStopParser(r->parser);
}

static struct str lower(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        p[i] = (char)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] + 32 : s.p[i]);
    p[s.n] = 0;
    return (struct str){p, s.n};
}

static void add_field(struct reader *r, struct str name, struct str value)
{
    struct markup *m = r->out;
    value = str_trim(value);
    if (!value.n || !name.n || name.n > 100 || value.n > 4000 || m->field_count >= 4000)
        return;
    m->fields = arena_grow(r->a, m->fields, m->field_count, &r->field_capacity, sizeof *m->fields);
    m->fields[m->field_count++] = (struct markup_field){lower(r->a, name), str_copy(r->a, value)};
}

static void end_block(struct reader *r)
{
    struct markup *m = r->out;
    uint32_t end = (uint32_t)r->text.n;
    if (end > r->block_begin) {
        m->blocks = arena_grow(r->a, m->blocks, m->block_count, &r->block_capacity, sizeof *m->blocks);
        m->blocks[m->block_count++] =
            (struct markup_block){.element = r->current, .at = {r->block_begin, end}, .link_bytes = r->block_links};
        buf_add_byte(&r->text, '\n');
    }
    r->block_begin = (uint32_t)r->text.n;
    r->block_links = 0;
    r->space_due = false;
    r->breaks = 0;
}

static void open_element(struct reader *r, uint8_t role, unsigned evidence, bool is_body)
{
    struct markup *m = r->out;
    if (m->element_count >= MARKUP_ELEMENT_LIMIT) {
        stop(r, "elements", MARKUP_ELEMENT_LIMIT);
        return;
    }
    m->elements = arena_grow(r->a, m->elements, m->element_count, &r->element_capacity, sizeof *m->elements);
    m->elements[m->element_count] = (struct markup_element){
        .parent = r->current, .block = (uint32_t)m->block_count, .role = role, .evidence = (uint8_t)evidence,
        .is_article_body = is_body};
    r->current = (uint32_t)m->element_count++;
}

static void close_element(struct reader *r)
{
    struct markup_element *e = &r->out->elements[r->current];
    e->last = (uint32_t)r->out->element_count - 1;
    e->block_end = (uint32_t)r->out->block_count;
    r->current = e->parent;
}

/* Text that a reader of the page does not see must not be read for him (HOSTILE: hidden text). */
static bool is_hidden(const xmlChar **attributes, unsigned evidence)
{
    const char *style = attribute(attributes, "style");
    if (attribute(attributes, "hidden") || evidence & EVIDENCE_HIDDEN)
        return true;
    const char *aria = attribute(attributes, "aria-hidden");
    if (aria && strcasecmp(aria, "true") == 0)
        return true;
    if (!style)
        return false;
    char flat[512];
    size_t n = 0;
    for (; *style && n + 1 < sizeof flat; style++)
        if (*style != ' ' && *style != '\t' && *style != '\n')
            flat[n++] = (char)(*style >= 'A' && *style <= 'Z' ? *style + 32 : *style);
    flat[n] = 0;
    static const char *const invisible[] = {"display:none", "visibility:hidden", "font-size:0;", "font-size:0px",
                                            "opacity:0;", "text-indent:-9"};
    for (size_t i = 0; i < sizeof invisible / sizeof *invisible; i++)
        if (strstr(flat, invisible[i]))
            return true;
    static const char *const white[] = {"color:#fff;", "color:#ffffff", "color:white"};
    for (size_t i = 0; i < sizeof white / sizeof *white; i++) {
        const char *at = strstr(flat, white[i]);
        if (at && (at == flat || at[-1] == ';') && !strstr(flat, "background"))
            return true;
    }
    return n > 11 && strcmp(flat + n - 11, "font-size:0") == 0;
}

static void read_meta(struct reader *r, const char *name, const xmlChar **attributes)
{
    const char *content = attribute(attributes, "content"), *href = attribute(attributes, "href");
    if (strcmp(name, "meta") == 0 && content) {
        static const char *const keys[] = {"property", "name", "itemprop", "http-equiv"};
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
            const char *key = attribute(attributes, keys[i]);
            if (key)
                add_field(r, str_of(key), str_of(content));
        }
    } else if (strcmp(name, "link") == 0 && href) {
        const char *rel = attribute(attributes, "rel");
        if (rel && strcasecmp(rel, "canonical") == 0)
            add_field(r, STR("link canonical"), str_of(href));
    }
}

static enum capture capture_of(struct reader *r, const char *name, const xmlChar **attributes, unsigned evidence)
{
    const char *item = attribute(attributes, "itemprop"), *stamp = attribute(attributes, "datetime");
    if (item && stamp)
        add_field(r, str_of(item), str_of(stamp));
    if (strcmp(name, "time") == 0) {
        if (stamp)
            add_field(r, STR("time"), str_of(stamp));
        return stamp ? CAPTURE_NONE : CAPTURE_TIME;
    }
    if (strcmp(name, "h1") == 0 && !r->out->heading.n)
        return CAPTURE_HEADING;
    const char *rel = attribute(attributes, "rel");
    if ((rel && strcasecmp(rel, "author") == 0) || (item && strcmp(item, "author") == 0) || evidence & EVIDENCE_AUTHOR)
        return CAPTURE_AUTHOR;
    return evidence & EVIDENCE_CREDIT ? CAPTURE_CREDIT : CAPTURE_NONE;
}

static void on_start(void *context, const xmlChar *xml_name, const xmlChar **attributes)
{
    struct reader *r = context;
    const char *name = (const char *)xml_name;
    if (r->depth >= MARKUP_DEPTH_LIMIT) {
        stop(r, "elements within one another", MARKUP_DEPTH_LIMIT);
        return;
    }
    r->frames = arena_grow(r->a, r->frames, r->depth, &r->frame_capacity, sizeof *r->frames);
    struct frame *f = &r->frames[r->depth++];
    *f = (struct frame){.role = (uint8_t)words_role(str_of(name)), .text_begin = (uint32_t)r->text.n};
    if (f->role == ROLE_SKIP) {
        r->skip++;
        const char *type = strcmp(name, "script") == 0 ? attribute(attributes, "type") : NULL;
        f->is_script = type && strstr(type, "ld+json");
        buf_clear(&r->script);
        return;
    }
    if (f->role == ROLE_TITLE) {
        r->in_title = r->title.n == 0;
        r->skip++; /* also the titles of drawings */
        return;
    }
    if (f->role == ROLE_BREAK) {
        r->space_due = true;
        if (++r->breaks >= 2 || strcmp(name, "hr") == 0)
            end_block(r);
        return;
    }
    if (!attributes && f->role == ROLE_INLINE)
        return;
    if (strcmp(name, "meta") == 0 || strcmp(name, "link") == 0) {
        read_meta(r, name, attributes);
        return;
    }
    const char *class = attribute(attributes, "class"), *id = attribute(attributes, "id");
    unsigned evidence = (class ? words_evidence(str_of(class)) : 0) | (id ? words_evidence(str_of(id)) : 0);
    bool is_root = strcmp(name, "html") == 0 || strcmp(name, "body") == 0;
    if (strcmp(name, "html") == 0) {
        const char *language = attribute(attributes, "lang");
        if (language)
            r->out->language = str_copy(r->a, str_of(language));
    }
    if (is_root)
        evidence = 0;
    if (!is_root && is_hidden(attributes, evidence)) {
        f->is_hidden = true;
        r->hidden++;
    }
    const char *item = attribute(attributes, "itemprop");
    bool is_body = item && strcasecmp(item, "articlebody") == 0;
    f->capture = (uint8_t)capture_of(r, name, attributes, evidence);
    if (f->role == ROLE_LINK) {
        f->is_link = attribute(attributes, "href") != NULL;
        r->links += f->is_link;
    }
    if (f->role == ROLE_MEDIA && strcmp(name, "video") == 0)
        r->out->media_count++;
    bool is_inline = f->role == ROLE_INLINE || f->role == ROLE_LINK || f->role == ROLE_MEDIA;
    if (!is_inline || evidence & EVIDENCE_AWAY) {
        end_block(r);
        f->text_begin = (uint32_t)r->text.n;
        f->has_element = true;
        open_element(r, f->role, evidence, is_body);
    }
}

static void finish_capture(struct reader *r, const struct frame *f)
{
    struct str got = str_trim((struct str){buf_str(&r->text).p + f->text_begin, r->text.n - f->text_begin});
    if (!got.n || got.n > 400)
        return;
    if (f->capture == CAPTURE_HEADING && !r->out->heading.n)
        r->out->heading = str_copy(r->a, got);
    else if (f->capture == CAPTURE_AUTHOR)
        add_field(r, STR("visible author"), got);
    else if (f->capture == CAPTURE_CREDIT)
        add_field(r, STR("visible credit"), got);
    else if (f->capture == CAPTURE_TIME)
        add_field(r, STR("time"), got);
}

static void on_end(void *context, const xmlChar *name)
{
    struct reader *r = context;
    (void)name; /* libxml2 closes in order */
    if (!r->depth)
        return;
    struct frame *f = &r->frames[--r->depth];
    if (f->role == ROLE_SKIP || f->role == ROLE_TITLE) {
        r->skip--;
        r->in_title = false;
        if (f->is_script && r->script.n && r->out->script_count < MARKUP_SCRIPT_LIMIT)
            r->out->scripts[r->out->script_count++] = str_copy(r->a, buf_str(&r->script));
        return;
    }
    if (f->has_element)
        end_block(r);
    if (f->capture)
        finish_capture(r, f);
    if (f->has_element)
        close_element(r);
    r->links -= f->is_link;
    r->hidden -= f->is_hidden;
}

/* White space collapses; no-break spaces count as white space, soft hyphens and zero-width characters vanish. */
static void on_text(void *context, const xmlChar *xml_text, int length)
{
    struct reader *r = context;
    struct str s = {(const char *)xml_text, (size_t)length};
    if (r->in_title) {
        if (r->title.n < 2000)
            buf_add(&r->title, s);
        return;
    }
    if (r->skip || r->hidden)
        return;
    size_t before = r->text.n;
    for (size_t i = 0; i < s.n;) {
        unsigned char c = (unsigned char)s.p[i];
        if (c <= ' ') {
            r->space_due = true;
            i++;
            continue;
        }
        if (c == 0xC2 && i + 1 < s.n && ((unsigned char)s.p[i + 1] == 0xA0 || (unsigned char)s.p[i + 1] == 0xAD)) {
            r->space_due |= (unsigned char)s.p[i + 1] == 0xA0;
            i += 2;
            continue;
        }
        if (i + 2 < s.n && (memcmp(s.p + i, "\xE2\x80\x8B", 3) == 0 || memcmp(s.p + i, "\xEF\xBB\xBF", 3) == 0)) {
            i += 3;
            continue;
        }
        if (r->space_due && r->text.n > r->block_begin)
            buf_add_byte(&r->text, ' ');
        r->space_due = false;
        r->breaks = 0;
        size_t end = i + 1;
        while (end < s.n && (unsigned char)s.p[end] > ' ' && (unsigned char)s.p[end] != 0xC2 &&
               (unsigned char)s.p[end] != 0xE2 && (unsigned char)s.p[end] != 0xEF)
            end++;
        buf_add(&r->text, (struct str){s.p + i, end - i});
        i = end;
    }
    if (r->links)
        r->block_links += (uint32_t)(r->text.n - before);
}

static void on_script(void *context, const xmlChar *text, int length)
{
    struct reader *r = context;
    if (r->depth && r->frames[r->depth - 1].is_script && r->script.n < 2 * 1024 * 1024)
        buf_add(&r->script, (struct str){(const char *)text, (size_t)length});
}

struct status markup_read(struct arena *a, struct str html, const char *where, struct markup *out)
{
    *out = (struct markup){0};
    if (html.n == 0)
        return status_error(STATUS_BAD_INPUT, "%s: empty: there is nothing to read", where);
    struct reader r = {.a = a, .out = out};
    r.parser = htmlCreateMemoryParserCtxt(html.p, (int)html.n);
    if (!r.parser)
        return status_error(STATUS_BAD_INPUT, "%s: cannot be read as HTML", where);
    htmlCtxtUseOptions(r.parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                     HTML_PARSE_IGNORE_ENC);
    r.parser->charset = XML_CHAR_ENCODING_UTF8;
    xmlSAXHandler sax = {.startElement = on_start, .endElement = on_end, .characters = on_text,
                         .ignorableWhitespace = on_text, .cdataBlock = on_script};
    *r.parser->sax = sax;
    r.parser->userData = &r;
    open_element(&r, ROLE_BLOCK, 0, false);
    out->elements[0].parent = 0;
    htmlParseDocument(r.parser);
    htmlFreeParserCtxt(r.parser);
    while (r.depth)
        on_end(&r, NULL);
    end_block(&r);
    close_element(&r);
    out->text = str_copy(a, buf_str(&r.text));
    out->title = str_trim(str_copy(a, buf_str(&r.title)));
    buf_free(&r.text);
    buf_free(&r.title);
    buf_free(&r.script);
    if (out->stopped.n)
        return status_error(STATUS_LIMIT, "%s: reading stopped: %.*s", where, STR_ARG(out->stopped));
    return status_ok();
}
