#include "render/read.h"

#include <jansson.h>
#include <stdio.h>

#include "base/arena.h"
#include "render/formats.h"

static struct str text(struct arena *a, const json_t *o, const char *key)
{
    const json_t *v = json_object_get(o, key);
    return json_is_string(v) ? str_copy(a, (struct str){json_string_value(v), json_string_length(v)}) : STR("");
}

static struct moment moment_value(const json_t *o, const char *key)
{
    struct moment m = {0};
    const char *s = json_string_value(json_object_get(o, key));
    if (s)
        moment_parse_iso(str_of(s), &m);
    return m;
}

static size_t size_value(const json_t *o, const char *key)
{
    json_int_t n = json_integer_value(json_object_get(o, key));
    return n > 0 ? (size_t)n : 0;
}

/* The elements of an array as structs; zero of them for anything else. */
static void *elements(struct arena *a, const json_t *o, const char *key, size_t size, const json_t **array, size_t *count)
{
    *array = json_object_get(o, key);
    *count = json_array_size(*array);
    return arena_zero(a, (*count + 1) * size);
}

static struct article *read_article(struct arena *a, const json_t *o)
{
    struct article *x = arena_zero(a, sizeof *x);
    x->id = text(a, o, "article");
    x->outlet = text(a, o, "outlet");
    x->title = text(a, o, "title");
    x->url = text(a, o, "url");
    x->text = STR("");
    x->published = moment_value(o, "published");
    return x;
}

static void read_sources(struct arena *a, const json_t *page, struct brief *b)
{
    const json_t *array;
    b->sources = elements(a, page, "sources", sizeof *b->sources, &array, &b->source_count);
    for (size_t i = 0; i < b->source_count; i++) {
        const json_t *o = json_array_get(array, i);
        json_int_t copy = json_integer_value(json_object_get(o, "copy_of"));
        b->sources[i] = (struct source){
            .article = read_article(a, o),
            .copy_of = copy >= 1 && (size_t)copy <= b->source_count ? (int32_t)copy - 1 : NO_INDEX,
            .is_background = json_is_true(json_object_get(o, "background")),
        };
    }
}

static int32_t source_of(const struct brief *b, const char *id)
{
    for (size_t i = 0; id && i < b->source_count; i++)
        if (str_eq(b->sources[i].article->id, str_of(id)))
            return (int32_t)i;
    return NO_INDEX;
}

/* Wants the sources to be there. */
static void read_behind(struct arena *a, const json_t *o, const struct brief *b, struct unit_text *u)
{
    const json_t *array;
    size_t count;
    u->cites = elements(a, o, "cites", sizeof *u->cites, &array, &count);
    for (size_t i = 0; i < count; i++) {
        json_int_t n = json_integer_value(json_array_get(array, i));
        if (n >= 1 && (size_t)n <= b->source_count)
            u->cites[u->cite_count++] = (int32_t)n - 1;
    }
    u->support = elements(a, o, "support", sizeof *u->support, &array, &count);
    for (size_t i = 0; i < count; i++) {
        const json_t *s = json_array_get(array, i);
        int32_t source = source_of(b, json_string_value(json_object_get(s, "article")));
        json_int_t begin = json_integer_value(json_object_get(s, "begin")), end = json_integer_value(json_object_get(s, "end"));
        if (source != NO_INDEX && begin >= 0 && begin < end && end <= ARTICLE_TEXT_LIMIT)
            u->support[u->support_count++] = (struct support){source, {(uint32_t)begin, (uint32_t)end}};
    }
}

static void read_sections(struct arena *a, const json_t *page, struct brief *b)
{
    const json_t *array, *sentences;
    b->sections = elements(a, page, "sections", sizeof *b->sections, &array, &b->section_count);
    for (size_t i = 0; i < b->section_count; i++) {
        struct section *s = &b->sections[i];
        const json_t *o = json_array_get(array, i);
        s->heading.text = text(a, o, "heading");
        s->sentences = elements(a, o, "sentences", sizeof *s->sentences, &sentences, &s->sentence_count);
        for (size_t k = 0; k < s->sentence_count; k++) {
            const json_t *unit = json_array_get(sentences, k);
            s->sentences[k].text = text(a, unit, "text");
            s->sentences[k].writer = text(a, unit, "writer");
            read_behind(a, unit, b, &s->sentences[k]);
        }
    }
}

/* The first day and the grain follow from the date's form; what has another one ("2020s") has no day. */
static void read_date(struct timeline_entry *e, struct str date)
{
    int year = 0, month = 1, day = 1;
    snprintf(e->date, sizeof e->date, "%.*s", STR_ARG(utf8_cut(date, sizeof e->date - 1)));
    e->first_day = INT32_MIN;
    int end = 0;
    if (date.n == 10 && sscanf(e->date, "%4d-%2d-%2d%n", &year, &month, &day, &end) == 3 && end == 10)
        e->grain = GRAIN_DAY;
    else if (date.n == 7 && sscanf(e->date, "%4d-%2d%n", &year, &month, &end) == 2 && end == 7)
        e->grain = GRAIN_MONTH;
    else if (date.n == 4 && sscanf(e->date, "%4d%n", &year, &end) == 1 && end == 4)
        e->grain = GRAIN_YEAR;
    else
        return;
    if (civil_exists(year, month, day))
        e->first_day = civil_day(year, month, day);
}

static void read_timeline(struct arena *a, const json_t *page, struct brief *b)
{
    const json_t *array;
    b->timeline = elements(a, page, "timeline", sizeof *b->timeline, &array, &b->timeline_count);
    for (size_t i = 0; i < b->timeline_count; i++) {
        const json_t *o = json_array_get(array, i);
        read_date(&b->timeline[i], text(a, o, "date"));
        b->timeline[i].what.text = text(a, o, "text");
        read_behind(a, o, b, &b->timeline[i].what);
    }
}

static void read_disagreements(struct arena *a, const json_t *page, struct brief *b)
{
    const json_t *array, *claims;
    b->disagreements = elements(a, page, "disagreements", sizeof *b->disagreements, &array, &b->disagreement_count);
    for (size_t i = 0; i < b->disagreement_count; i++) {
        struct disagreement *d = &b->disagreements[i];
        const json_t *o = json_array_get(array, i);
        d->what = text(a, o, "what");
        d->claims = elements(a, o, "claims", sizeof *d->claims, &claims, &d->claim_count);
        for (size_t k = 0; k < d->claim_count; k++) {
            d->claims[k].value = text(a, json_array_get(claims, k), "value");
            read_behind(a, json_array_get(claims, k), b, &d->claims[k].behind);
        }
    }
}

static void read_changes(struct arena *a, const json_t *page, struct brief *b)
{
    const json_t *array;
    b->changes = elements(a, page, "changes", sizeof *b->changes, &array, &b->change_count);
    for (size_t i = 0; i < b->change_count; i++) {
        const json_t *o = json_array_get(array, i);
        struct change *c = &b->changes[i];
        struct str name = text(a, o, "kind");
        *c = (struct change){.unit.text = text(a, o, "text"), .was = text(a, o, "was"), .at = moment_value(o, "at")};
        for (enum change_kind kind = 0; kind < CHANGE_KINDS; kind++)
            if (str_eq(name, str_of(json_change_kinds[kind])))
                c->kind = kind;
        read_behind(a, o, b, &c->unit);
    }
}

static void read_page(struct arena *a, const json_t *page, struct brief *b)
{
    const json_t *array;
    *b = (struct brief){
        .id = text(a, page, "id"),
        .version = (uint32_t)size_value(page, "version"),
        .headline = {.text = text(a, page, "headline")},
        .updated = moment_value(page, "updated"),
        .since = moment_value(page, "since"),
        .article_count = size_value(page, "articles"),
        .independent_count = size_value(page, "independent"),
        .outlet_count = size_value(page, "outlets"),
        .language = text(a, page, "language"),
    };
    read_sources(a, page, b);
    for (size_t i = 0; i < b->source_count; i++) {
        const json_t *o = json_array_get(json_object_get(page, "sources"), i);
        b->sources[i].note.text = text(a, o, "note");
        read_behind(a, o, b, &b->sources[i].note);
    }
    read_sections(a, page, b);
    read_timeline(a, page, b);
    read_disagreements(a, page, b);
    read_changes(a, page, b);
    const struct article **related = elements(a, page, "related", sizeof *related, &array, &b->related_count);
    for (size_t i = 0; i < b->related_count; i++)
        related[i] = read_article(a, json_array_get(array, i));
    b->related = related;
}

struct status brief_from_json(struct arena *a, struct str json, const char *where, struct brief *out)
{
    json_error_t error;
    json_t *page = json_loadb(json.p, json.n, 0, &error);
    *out = (struct brief){0};
    if (!json_is_object(page)) {
        json_decref(page);
        return status_error(STATUS_BAD_INPUT, "%s: not a page in JSON: %s", where, page ? "no object" : error.text);
    }
    read_page(a, page, out);
    json_decref(page);
    return status_ok();
}

static void trim(const struct brief *b, struct unit_text *u)
{
    size_t kept = 0;
    for (size_t i = 0; i < u->support_count; i++)
        if (u->support[i].at.end <= b->sources[u->support[i].source].article->text.n)
            u->support[kept++] = u->support[i];
    u->support_count = kept;
}

void brief_trim_support(struct brief *b)
{
    trim(b, &b->headline);
    for (size_t i = 0; i < b->section_count; i++)
        for (size_t k = 0; k < b->sections[i].sentence_count; k++)
            trim(b, &b->sections[i].sentences[k]);
    for (size_t i = 0; i < b->source_count; i++)
        trim(b, &b->sources[i].note);
    for (size_t i = 0; i < b->timeline_count; i++)
        trim(b, &b->timeline[i].what);
    for (size_t i = 0; i < b->disagreement_count; i++)
        for (size_t k = 0; k < b->disagreements[i].claim_count; k++)
            trim(b, &b->disagreements[i].claims[k].behind);
}
