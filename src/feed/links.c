#include "feed/links.h"

#include <stdlib.h>

#include "base/arena.h"
#include "feed/vocabulary.h"

void link_start(struct builder *b, struct frame *f, const struct element *e)
{
    struct record *context = builder_context(b);
    struct record *link = builder_attributes(b, e, true);
    if (!record_find(link, STR("rel")))
        record_set(b->a, link, STR("rel"), value_text(STR("alternate")));
    struct str rel = record_text(link, STR("rel")), href = record_text(link, STR("href"));
    if (!record_find(link, STR("type")))
        record_set(b->a, link, STR("type"),
                   value_text(str_eq(rel, STR("self")) ? STR("application/atom+xml") : STR("text/html")));
    struct record *links = record_list(b->a, context, STR("links"));
    if (!builder_has_room(b, links))
        return;
    if (!(b->entry && b->in_image))
        record_append(b->a, links, value_record(link));
    if (!href.p || !record_find(link, STR("href"))) {
        builder_push(b, f, STR("link"), true);
        f->fills = builder_takes_text(b);
        return;
    }
    struct str type = record_text(link, STR("type"));
    bool is_page = str_eq(type, STR("text/html")) || str_eq(type, STR("application/xhtml+xml"));
    if (str_eq(rel, STR("alternate")) && is_page)
        record_set(b->a, context, STR("link"), value_text(href));
}

void guid_start(struct builder *b, struct frame *f, const struct element *e)
{
    struct str permanent = element_attribute(e, "ispermalink");
    b->guid_is_name = permanent.p && !str_eq_nocase(permanent, STR("true"));
    builder_push(b, f, STR("id"), true);
}

void guid_end(struct builder *b, struct frame *f)
{
    struct str value = builder_pop(b, f);
    bool is_link = !b->guid_is_name && !record_find(builder_context(b), STR("link"));
    builder_save(b, STR("guidislink"), (struct value){.kind = VALUE_BOOLEAN, .truth = is_link}, true);
    if (!b->guid_is_name)
        builder_save(b, STR("link"), value_text(value), false);
}

void enclosure_start(struct builder *b, struct frame *f, const struct element *e)
{
    (void)f;
    struct record *link = builder_attributes(b, e, true), *links = record_list(b->a, builder_context(b), STR("links"));
    record_set(b->a, link, STR("rel"), value_text(STR("enclosure")));
    if (builder_has_room(b, links))
        record_append(b->a, links, value_record(link));
}

static void add_license(struct builder *b, struct str href)
{
    struct record *links = record_list(b->a, builder_context(b), STR("links"));
    if (!builder_has_room(b, links))
        return;
    struct record *link = record_append_record(b->a, links);
    record_set(b->a, link, STR("rel"), value_text(STR("license")));
    if (href.n)
        record_set(b->a, link, STR("href"), value_text(href));
}

void license_start(struct builder *b, struct frame *f, const struct element *e)
{
    if (f->word->key.n && str_eq(f->word->key, STR("rdf:resource")))
        add_license(b, str_copy(b->a, element_attribute(e, "rdf:resource")));
    else
        builder_push(b, f, STR("license"), false);
}

void license_end(struct builder *b, struct frame *f)
{
    if (f->is_pushed)
        add_license(b, builder_pop(b, f));
}

void generator_start(struct builder *b, struct frame *f, const struct element *e)
{
    if (e->attribute_count)
        builder_save(b, STR("generator_detail"), value_record(builder_attributes(b, e, true)), true);
    builder_push(b, f, STR("generator"), true);
}

void generator_end(struct builder *b, struct frame *f)
{
    struct str value = builder_pop(b, f);
    struct record *detail = record_inner(builder_context(b), STR("generator_detail"));
    if (detail)
        record_set(b->a, detail, STR("name"), value_text(value));
}

void resource_start(struct builder *b, struct frame *f, const struct element *e)
{
    struct str value = str_copy(b->a, element_attribute(e, "rdf:resource"));
    builder_save(b, f->word->key, value_text(value), true);
    if (!str_eq(f->word->key, STR("generator")))
        return;
    struct record *detail = record_create(b->a);
    record_set(b->a, detail, STR("href"), value_text(value));
    builder_save(b, STR("generator_detail"), value_record(detail), true);
}

void picture_start(struct builder *b, struct frame *f, const struct element *e)
{
    builder_push(b, f, STR("itunes_image"), false);
    struct str href = element_attribute(e, "href");
    if (!href.n)
        href = element_attribute(e, "url");
    if (!href.n)
        return;
    struct record *image = record_create(b->a);
    record_set(b->a, image, STR("href"), value_text(builder_resolve(b, str_copy(b->a, href))));
    builder_save(b, STR("image"), value_record(image), true);
}

void size_end(struct builder *b, struct frame *f)
{
    struct str value = builder_pop(b, f);
    if (b->in_image)
        builder_save(b, f->key, (struct value){.kind = VALUE_NUMBER, .number = (double)atol(value.p)}, true);
}

void size_start(struct builder *b, struct frame *f, const struct element *e)
{
    builder_push(b, f, str_copy(b->a, e->name), false);
}
