/* A story in all its forms and versions, and the articles it cites. */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "brief/changes.h"
#include "render/escape.h"
#include "render/read.h"
#include "serve/answer.h"
#include "serve/image.h"

enum { NEIGHBOURS = 5, VERSIONS_SHOWN = 20 };

/* The words that were cited are those of the revision it was then. */
static struct status read_texts(struct store *store, struct arena *a, struct story_page *page)
{
    struct str rest = page->version.revisions;
    struct status s = status_ok();
    for (size_t i = 0; i < page->brief.source_count && is_ok(&s); i++) {
        struct str digits = str_cut(&rest, ' ');
        uint32_t revision = (uint32_t)strtoul(digits.n ? digits.p : "0", NULL, 10);
        struct stored_article stored;
        bool found;
        s = store_get_revision(store, a, page->brief.sources[i].article->id, revision, &stored, &found);
        if (is_ok(&s) && found) {
            struct article *article = arena_zero(a, sizeof *article);
            *article = stored.article;
            page->brief.sources[i].article = article;
        }
    }
    brief_trim_support(&page->brief);
    return s;
}

struct status story_read(struct store *store, struct arena *a, struct str id, uint32_t version, struct story_page *page, bool *found)
{
    struct status s = store_get_story(store, a, id, &page->story, found);
    if (is_ok(&s) && *found && !page->story.merged_into.n)
        s = store_get_version(store, a, id, version, &page->version, found);
    if (!is_ok(&s) || !*found || page->story.merged_into.n)
        return s;
    struct str where = str_format(a, "story %.*s", STR_ARG(utf8_cut(id, 80)));
    s = brief_from_json(a, page->version.page, where.p, &page->brief);
    return is_ok(&s) ? read_texts(store, a, page) : s;
}

bool story_load(const struct request *r, struct response *out, struct str id, uint32_t version, struct story_page *page)
{
    bool found;
    struct status s = story_read(r->store, r->arena, id, version, page, &found);
    if (answer_failed(r, out, &s))
        return false;
    if (!found) {
        answer_problem(r, out, 404, "There is no such story, or no such version of it.");
        return false;
    }
    if (page->story.merged_into.n) {
        struct buf to = {0};
        buf_add_z(&to, str_starts(r->path, STR("/api/")) ? "/api/v1/stories/" : "/story/");
        escape_url(&to, page->story.merged_into);
        out->code = 301;
        out->location = str_copy(r->arena, buf_str(&to));
        buf_free(&to);
        return false;
    }
    return true;
}

static struct version_entry *read_versions(const struct request *r, struct str id, size_t *count, struct status *s)
{
    struct stored_version *stored = NULL;
    *s = store_list_versions(r->store, r->arena, id, &stored, count);
    struct version_entry *entries = arena_zero(r->arena, (*count + 1) * sizeof *entries);
    for (size_t i = 0; i < *count; i++)
        entries[i] = (struct version_entry){stored[i].version, {.seconds = stored[i].made, .is_set = true, .has_time = true, .has_zone = true}, stored[i].headline};
    return entries;
}

static struct status read_neighbours(const struct request *r, const struct stored_story *story, struct card **cards, size_t *count)
{
    struct stored_story *found = arena_zero(r->arena, NEIGHBOURS * sizeof *found);
    struct status s = status_ok();
    *count = 0;
    for (struct str rest = story->neighbours; rest.n && *count < NEIGHBOURS && is_ok(&s);) {
        bool is_there;
        s = store_get_story(r->store, r->arena, str_cut(&rest, '\n'), &found[*count], &is_there);
        *count += is_there && found[*count].version && !found[*count].merged_into.n;
    }
    *cards = cards_of(r, found, *count);
    return s;
}

static bool show_changes_since(const struct request *r, struct response *out, struct story_page *page, uint32_t since)
{
    struct story_page *was = arena_zero(r->arena, sizeof *was);
    if (!story_load(r, out, page->story.id, since, was))
        return false;
    struct moment at = {.seconds = page->version.made, .is_set = true, .has_time = true, .has_zone = true};
    brief_compare(r->arena, &was->brief, &page->brief, at);
    return true;
}

static void write_html(const struct request *r, struct response *out, struct story_page *page, bool open_changes)
{
    struct story_extras extras = {.brief = &page->brief, .newest = page->story.version};
    struct card *neighbours;
    size_t versions;
    struct status s;
    extras.versions = read_versions(r, page->story.id, &versions, &s);
    extras.version_count = versions < VERSIONS_SHOWN ? versions : VERSIONS_SHOWN;
    if (answer_failed(r, out, &s))
        return;
    s = read_neighbours(r, &page->story, &neighbours, &extras.neighbour_count);
    if (answer_failed(r, out, &s))
        return;
    extras.neighbours = neighbours;
    struct render_options look = answer_look(r);
    struct buf extra = {0};
    served_extras(&extras, &look, &extra);
    look.extra = buf_str(&extra);
    look.open_changes = open_changes;
    render_brief(&page->brief, FORMAT_HTML, &look, &out->body);
    buf_free(&extra);
}

static bool take_ending(struct str *s, const char *ending)
{
    if (!str_ends(*s, str_of(ending)))
        return false;
    s->n -= strlen(ending);
    return true;
}

void page_story(const struct request *r, struct response *out)
{
    struct str id = r->rest;
    bool is_atom = take_ending(&id, "/feed.atom");
    bool is_entry = !is_atom && take_ending(&id, ".atom"), is_calendar = !is_atom && take_ending(&id, ".ics"), is_markdown = !is_atom && !is_calendar && take_ending(&id, ".md");
    bool is_json = !is_atom && !is_calendar && !is_markdown && take_ending(&id, ".json");
    if (!is_atom && !is_entry && !is_calendar && !is_markdown && !is_json)
        take_ending(&id, ".html");
    uint32_t since = (uint32_t)request_number(r, "since", 0, UINT32_MAX);
    struct story_page *page = arena_zero(r->arena, sizeof *page);
    if (!story_load(r, out, id, (uint32_t)request_number(r, "version", 0, UINT32_MAX), page))
        return;
    if (since && !show_changes_since(r, out, page, since))
        return;
    if (is_atom) {
        size_t count;
        struct status s;
        const struct version_entry *versions = read_versions(r, id, &count, &s);
        if (answer_failed(r, out, &s))
            return;
        out->type = "application/atom+xml; charset=utf-8";
        story_atom(&page->brief, r->options->address, versions, count, &out->body);
    } else if (is_entry) {
        out->type = "application/atom+xml; charset=utf-8; type=entry";
        render_atom_entry(&page->brief, r->options->address, &out->body);
    } else if (is_calendar) {
        out->type = "text/calendar; charset=utf-8";
        out->file_name = "timeline.ics";
        if (!render_calendar(&page->brief, r->options->address, &out->body))
            answer_problem(r, out, 404, "this story's timeline has no date that is a day, so there is no calendar");
    } else if (is_markdown) {
        struct render_options look = answer_look(r);
        out->type = "text/markdown; charset=utf-8";
        render_brief(&page->brief, FORMAT_MARKDOWN, &look, &out->body);
    } else if (is_json) {
        out->type = "application/json";
        render_brief(&page->brief, FORMAT_JSON, &(struct render_options){0}, &out->body);
    } else {
        write_html(r, out, page, since);
    }
}

static int by_begin(const void *a, const void *b)
{
    const struct span *x = a, *y = b;
    return x->begin != y->begin ? (x->begin < y->begin ? -1 : 1) : (x->end > y->end) - (x->end < y->end);
}

struct cited {
    struct span *spans;
    size_t count, capacity;
};

static void add_cited(const struct request *r, const struct brief *b, const struct unit_text *u, struct str article, struct cited *out)
{
    for (size_t i = 0; i < u->support_count; i++) {
        if (!str_eq(b->sources[u->support[i].source].article->id, article))
            continue;
        out->spans = arena_grow(r->arena, out->spans, out->count, &out->capacity, sizeof *out->spans);
        out->spans[out->count++] = u->support[i].at;
    }
}

/* All that the page cites of one article, in order, merged where it overlaps. */
static void gather_cited(const struct request *r, const struct brief *b, struct str article, struct cited *out)
{
    for (size_t i = 0; i < b->section_count; i++)
        for (size_t k = 0; k < b->sections[i].sentence_count; k++)
            add_cited(r, b, &b->sections[i].sentences[k], article, out);
    for (size_t i = 0; i < b->timeline_count; i++)
        add_cited(r, b, &b->timeline[i].what, article, out);
    for (size_t i = 0; i < b->source_count; i++)
        add_cited(r, b, &b->sources[i].note, article, out);
    if (out->count)
        qsort(out->spans, out->count, sizeof *out->spans, by_begin);
    size_t kept = 0;
    for (size_t i = 0; i < out->count; i++) {
        if (kept && out->spans[i].begin < out->spans[kept - 1].end) {
            if (out->spans[i].end > out->spans[kept - 1].end)
                out->spans[kept - 1].end = out->spans[i].end;
        } else {
            out->spans[kept++] = out->spans[i];
        }
    }
    out->count = kept;
}

/* "120-240", within the text and on the boundaries of characters; else an empty span. */
static struct span read_span(struct str s, struct str text)
{
    unsigned begin, end;
    char copy[32];
    snprintf(copy, sizeof copy, "%.*s", s.n < 31 ? (int)s.n : 31, s.p ? s.p : "");
    if (sscanf(copy, "%9u-%9u", &begin, &end) != 2 || begin >= end || end > text.n)
        return (struct span){0, 0};
    bool splits = ((unsigned char)text.p[begin] & 0xC0) == 0x80 || (end < text.n && ((unsigned char)text.p[end] & 0xC0) == 0x80);
    return splits ? (struct span){0, 0} : (struct span){begin, end};
}

void page_article(const struct request *r, struct response *out)
{
    struct stored_article stored;
    bool found;
    struct status s = store_get_article(r->store, r->arena, r->rest, &stored, &found);
    if (answer_failed(r, out, &s))
        return;
    if (!found) {
        answer_problem(r, out, 404, "There is no such article in the archive.");
        return;
    }
    struct article_page page = {.article = &stored.article, .revision = stored.revision, .newest = stored.revision};
    struct str story = request_param(r, "story");
    struct story_page *from = arena_zero(r->arena, sizeof *from);
    struct cited cited = {0};
    if (story.n) {
        s = story_read(r->store, r->arena, story, (uint32_t)request_number(r, "version", 0, UINT32_MAX), from, &found);
        if (answer_failed(r, out, &s))
            return;
        for (size_t i = 0; found && i < from->brief.source_count; i++) {
            if (!str_eq(from->brief.sources[i].article->id, stored.article.id) || !from->brief.sources[i].article->text.n)
                continue;
            struct str rest = from->version.revisions, digits = STR("");
            for (size_t k = 0; k <= i; k++)
                digits = str_cut(&rest, ' ');
            page.article = from->brief.sources[i].article;
            page.revision = (uint32_t)strtoul(digits.n ? digits.p : "0", NULL, 10);
            page.story = from->story.id;
            page.headline = from->story.headline;
            gather_cited(r, &from->brief, stored.article.id, &cited);
        }
    }
    page.cited = cited.spans;
    page.cited_count = cited.count;
    page.at = read_span(request_param(r, "at"), page.article->text);
    struct render_options look = answer_look(r);
    served_article(&page, &look, &out->body);
}

/* The image of an article in the store: its address comes from there, never from the request. */
void page_image(const struct request *r, struct response *out)
{
    struct stored_article stored;
    bool found;
    struct images *images = server_images(r->server);
    struct status s = store_get_article(r->store, r->arena, r->rest, &stored, &found);
    if (answer_failed(r, out, &s))
        return;
    if (!images || !found || !stored.article.image.n) {
        answer_problem(r, out, 404, images ? "There is no such image." : "This site shows no images.");
        return;
    }
    switch (images_get(images, stored.article.image, &out->body, &out->type)) {
    case IMAGE_READY:
        out->is_lasting = true;
        break;
    case IMAGE_UNKNOWN:
        out->image = stored.article.image;
        break;
    case IMAGE_FAILED:
        answer_problem(r, out, 404, "This image could not be had.");
        break;
    }
}
