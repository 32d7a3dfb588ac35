#include "lib/page_json.h"

#include <jansson.h>

#include "base/arena.h"
#include "base/map.h"

struct reader {
    struct arena *a;
    const struct article *articles;
    struct map by_id; /* hash of id -> index + 1 */
    struct page *out;
    size_t fault_capacity, units;
};

static void fault(struct reader *r, struct str where, const char *why)
{
    struct page *p = r->out;
    p->faults = arena_grow(r->a, p->faults, p->fault_count, &r->fault_capacity, sizeof *p->faults);
    p->faults[p->fault_count++] = (struct page_fault){where, str_of(why)};
}

static struct str text_of(struct reader *r, const json_t *object, const char *key, struct str where)
{
    const json_t *v = json_object_get(object, key);
    if (!v || json_is_null(v))
        return STR("");
    if (!json_is_string(v)) {
        fault(r, where, "a field that should be a text is none");
        return STR("");
    }
    return str_copy(r->a, (struct str){json_string_value(v), json_string_length(v)});
}

/* A list, or NULL (and a fault when something else stands there). */
static const json_t *list_of(struct reader *r, const json_t *object, const char *key, struct str where)
{
    const json_t *v = json_object_get(object, key);
    if (!v || json_is_null(v))
        return NULL;
    if (json_is_array(v)) {
        r->units += json_array_size(v);
        return v;
    }
    fault(r, where, str_format(r->a, "\"%s\" is no list", key).p);
    return NULL;
}

static int32_t source_of_article(const struct reader *r, const json_t *id)
{
    const struct brief *b = &r->out->brief;
    struct str wanted = {json_string_value(id), json_string_length(id)};
    for (size_t i = 0; wanted.p && i < b->source_count; i++)
        if (b->sources[i].article && str_eq(b->sources[i].article->id, wanted))
            return (int32_t)i;
    return NO_INDEX;
}

static bool offset_of(const json_t *object, const char *key, uint32_t *out)
{
    const json_t *v = json_object_get(object, key);
    if (!json_is_integer(v) || json_integer_value(v) < 0 || json_integer_value(v) > UINT32_MAX)
        return false;
    *out = (uint32_t)json_integer_value(v);
    return true;
}

static void read_cites(struct reader *r, const json_t *object, struct str where, struct unit_text *out)
{
    const json_t *cites = list_of(r, object, "cites", where);
    size_t n = json_array_size(cites);
    out->cites = arena_alloc(r->a, (n + 1) * sizeof *out->cites);
    for (size_t i = 0; i < n; i++) {
        const json_t *c = json_array_get(cites, i);
        bool sane = json_is_integer(c) && json_integer_value(c) >= 1 && json_integer_value(c) <= INT32_MAX;
        if (!sane)
            fault(r, where, "a cite that is no number of a source");
        else
            out->cites[out->cite_count++] = (int32_t)json_integer_value(c) - 1;
    }
}

static void read_support(struct reader *r, const json_t *object, struct str where, struct unit_text *out)
{
    const json_t *support = list_of(r, object, "support", where);
    size_t n = json_array_size(support);
    out->support = arena_alloc(r->a, (n + 1) * sizeof *out->support);
    for (size_t i = 0; i < n; i++) {
        const json_t *s = json_array_get(support, i);
        struct support *x = &out->support[out->support_count];
        *x = (struct support){.source = source_of_article(r, json_object_get(s, "article"))};
        if (x->source == NO_INDEX)
            fault(r, where, "its support names an article that is no source of the page or was not given");
        else if (!offset_of(s, "begin", &x->at.begin) || !offset_of(s, "end", &x->at.end))
            fault(r, where, "its support has no \"begin\" and \"end\" in bytes");
        else
            out->support_count++;
    }
}

static void read_unit(struct reader *r, const json_t *object, const char *key, struct str where, struct unit_text *out)
{
    *out = (struct unit_text){.text = STR("")};
    if (!json_is_object(object)) {
        fault(r, where, "no JSON object");
        return;
    }
    out->text = text_of(r, object, key, where);
    read_cites(r, object, where, out);
    read_support(r, object, where, out);
}

static int32_t find_article(const struct reader *r, struct str id)
{
    const uint64_t *at = map_get(&r->by_id, str_hash(id));
    return at && str_eq(r->articles[*at - 1].id, id) ? (int32_t)*at - 1 : NO_INDEX;
}

static void read_sources(struct reader *r, const json_t *root)
{
    struct brief *b = &r->out->brief;
    const json_t *sources = list_of(r, root, "sources", STR("page"));
    b->source_count = json_array_size(sources);
    b->sources = arena_zero(r->a, (b->source_count + 1) * sizeof *b->sources);
    r->out->articles = arena_alloc(r->a, (b->source_count + 1) * sizeof *r->out->articles);
    for (size_t i = 0; i < b->source_count; i++) { /* first who they are: support names articles */
        const json_t *o = json_array_get(sources, i), *n = json_object_get(o, "n");
        struct str where = str_format(r->a, "source %zu", i + 1);
        struct str id = text_of(r, o, "article", where);
        r->out->articles[i] = find_article(r, id);
        b->sources[i] = (struct source){.copy_of = NO_INDEX, .note.text = STR("")};
        if (r->out->articles[i] != NO_INDEX)
            b->sources[i].article = &r->articles[r->out->articles[i]];
        if (n && (!json_is_integer(n) || json_integer_value(n) != (json_int_t)i + 1))
            fault(r, where, "its number is not its place in the list");
    }
    for (size_t i = 0; i < b->source_count; i++) {
        const json_t *o = json_array_get(sources, i);
        struct source *s = &b->sources[i];
        if (!json_is_object(o))
            continue;
        struct str where = str_format(r->a, "source %zu note", i + 1);
        s->note.text = text_of(r, o, "note", where);
        read_support(r, o, where, &s->note);
        s->note.cites = arena_alloc(r->a, sizeof *s->note.cites);
        s->note.cites[0] = (int32_t)i;
        s->note.cite_count = 1;
    }
}

static void read_sections(struct reader *r, const json_t *root)
{
    struct brief *b = &r->out->brief;
    const json_t *sections = list_of(r, root, "sections", STR("page"));
    b->section_count = json_array_size(sections);
    b->sections = arena_zero(r->a, (b->section_count + 1) * sizeof *b->sections);
    for (size_t i = 0; i < b->section_count; i++) {
        const json_t *o = json_array_get(sections, i);
        struct section *s = &b->sections[i];
        struct str where = str_format(r->a, "section %zu", i + 1);
        s->heading.text = STR("");
        if (!json_is_object(o)) {
            fault(r, where, "no JSON object");
            continue;
        }
        s->heading.text = text_of(r, o, "heading", where);
        const json_t *sentences = list_of(r, o, "sentences", where);
        s->sentence_count = json_array_size(sentences);
        s->sentences = arena_zero(r->a, (s->sentence_count + 1) * sizeof *s->sentences);
        for (size_t k = 0; k < s->sentence_count && r->units <= PAGE_UNIT_LIMIT * 8; k++)
            read_unit(r, json_array_get(sentences, k), "text", str_format(r->a, "section %zu sentence %zu", i + 1, k + 1),
                      &s->sentences[k]);
    }
}

static void read_timeline(struct reader *r, const json_t *root)
{
    struct brief *b = &r->out->brief;
    const json_t *timeline = list_of(r, root, "timeline", STR("page"));
    b->timeline_count = json_array_size(timeline);
    b->timeline = arena_zero(r->a, (b->timeline_count + 1) * sizeof *b->timeline);
    for (size_t i = 0; i < b->timeline_count; i++) {
        const json_t *o = json_array_get(timeline, i);
        struct str where = str_format(r->a, "timeline %zu", i + 1), date = text_of(r, o, "date", where);
        struct timeline_entry *e = &b->timeline[i];
        if (date.n >= sizeof e->date)
            date = utf8_cut(date, sizeof e->date - 1); /* and then no date at all, which the check says */
        memcpy(e->date, date.p, date.n);
        read_unit(r, o, "text", where, &e->what);
    }
}

static void read_disagreements(struct reader *r, const json_t *root)
{
    struct brief *b = &r->out->brief;
    const json_t *all = list_of(r, root, "disagreements", STR("page"));
    b->disagreement_count = json_array_size(all);
    b->disagreements = arena_zero(r->a, (b->disagreement_count + 1) * sizeof *b->disagreements);
    for (size_t i = 0; i < b->disagreement_count; i++) {
        const json_t *o = json_array_get(all, i);
        struct disagreement *d = &b->disagreements[i];
        struct str where = str_format(r->a, "disagreement %zu", i + 1);
        d->what = text_of(r, o, "what", where);
        const json_t *claims = list_of(r, o, "claims", where);
        d->claim_count = json_array_size(claims);
        d->claims = arena_zero(r->a, (d->claim_count + 1) * sizeof *d->claims);
        for (size_t k = 0; k < d->claim_count; k++) {
            read_unit(r, json_array_get(claims, k), "value", str_format(r->a, "disagreement %zu claim %zu", i + 1, k + 1),
                      &d->claims[k].behind);
            d->claims[k].value = d->claims[k].behind.text;
        }
    }
}

struct status page_from_json(struct arena *a, struct str bytes, const char *where, const struct article *articles,
                             size_t article_count, struct page *out)
{
    *out = (struct page){0};
    struct reader r = {.a = a, .articles = articles, .out = out};
    if (bytes.n > PAGE_BYTE_LIMIT)
        return status_error(STATUS_LIMIT, "%s: a page of %zu bytes; the limit is %d", where, bytes.n, PAGE_BYTE_LIMIT);
    json_error_t error;
    json_t *root = json_loadb(bytes.p ? bytes.p : "", bytes.n, JSON_REJECT_DUPLICATES, &error);
    if (!root)
        return status_error(STATUS_BAD_INPUT, "%s:%d: not a page as JSON: %s; give what `nutgraf brief --format json` prints",
                            where, error.line, error.text);
    struct status s = status_ok();
    for (size_t i = article_count; i-- > 0;)
        *map_put(&r.by_id, str_hash(articles[i].id)) = i + 1;
    if (!json_is_object(root)) {
        s = status_error(STATUS_BAD_INPUT, "%s: not a page as JSON: no object", where);
        goto done;
    }
    out->brief.headline.text = text_of(&r, root, "headline", STR("headline"));
    read_sources(&r, root);
    read_sections(&r, root);
    read_timeline(&r, root);
    read_disagreements(&r, root);
    if (r.units > PAGE_UNIT_LIMIT * 8)
        s = status_error(STATUS_LIMIT, "%s: a page of %zu parts; the limit is %d", where, r.units, PAGE_UNIT_LIMIT * 8);
done:
    map_free(&r.by_id);
    json_decref(root);
    return s;
}
