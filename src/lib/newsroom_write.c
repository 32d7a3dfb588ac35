/* Pages out: every story that is due is written, compared with what its page said before, and kept when it says something
 * new. Pages are written side by side; the store is read before and written after by the editor alone. */
#include <stdlib.h>

#include "base/arena.h"
#include "brief/changes.h"
#include "lib/assemble.h"
#include "lib/newsroom_inside.h"
#include "lib/parallel.h"
#include "render/read.h"
#include "story/storyline.h"

/* A page is made from so many reports at most: those that repeat others are left out first, then the oldest but one in
 * the middle of the story. */
enum { REPORTS_MOST = 120 };

struct page_work {
    struct newsroom *newsroom;
    struct arena *arena;
    struct str id;
    int64_t now;
    struct part *parts;
    uint32_t *revisions; /* of the parts */
    size_t part_count;
    bool finds_copies; /* which parts are copies of which is not known any more */
    struct stored_version before;
    bool has_before;
    /* the outcome */
    struct status status;
    bool is_same;
    size_t refused;
    struct stored_version page;
};

struct writing {
    struct page_work works[NEWSROOM_PAGES];
    size_t count;
};

static struct status add_part(struct page_work *w, const struct story_member *m, bool is_background, int32_t *index)
{
    struct stored_article *stored = arena_zero(w->arena, sizeof *stored);
    bool found;
    *index = NO_INDEX;
    struct status s = store_get_article(w->newsroom->store, w->arena, m->article, stored, &found);
    if (!is_ok(&s) || !found)
        return s;
    *index = (int32_t)w->part_count;
    w->revisions[w->part_count] = stored->revision;
    w->parts[w->part_count++] = (struct part){.article = &stored->article, .copy_of = NO_INDEX, .is_background = is_background};
    return s;
}

/* Which members make the page when there are too many: those that say something of their own, the first and the last. */
static bool *choose(struct arena *a, const struct story_record *record)
{
    bool *chosen = arena_zero(a, (record->member_count + 1) * sizeof *chosen);
    size_t own = 0, left = REPORTS_MOST;
    for (size_t i = 0; i < record->member_count; i++)
        own += record->members[i].copy_of == NO_INDEX && record->members[i].revised_by == NO_INDEX;
    size_t skipped = own > REPORTS_MOST ? own - REPORTS_MOST : 0, seen = 0;
    for (size_t i = 0; i < record->member_count; i++) {
        if (record->members[i].copy_of != NO_INDEX || record->members[i].revised_by != NO_INDEX)
            continue;
        seen++;
        if (seen > REPORTS_MOST / 3 && seen <= REPORTS_MOST / 3 + skipped)
            continue;
        chosen[i] = true;
        left--;
    }
    for (size_t i = 0; i < record->member_count && left; i++) {
        left -= !chosen[i];
        chosen[i] = true;
    }
    return chosen;
}

static struct status read_members(struct page_work *w, const struct story_record *record)
{
    const bool *chosen = choose(w->arena, record);
    int32_t *index = arena_alloc(w->arena, (record->member_count + 1) * sizeof *index);
    struct status s = status_ok();
    for (size_t i = 0; i < record->member_count && is_ok(&s); i++) {
        index[i] = NO_INDEX;
        if (chosen[i])
            s = add_part(w, &record->members[i], false, &index[i]);
    }
    for (size_t i = 0; i < record->member_count && is_ok(&s); i++) {
        const struct story_member *m = &record->members[i];
        int32_t original = m->revised_by != NO_INDEX ? m->revised_by : m->copy_of;
        if (index[i] != NO_INDEX && original != NO_INDEX)
            w->parts[index[i]].copy_of = index[original];
    }
    return s;
}

static struct status read_background(struct page_work *w, const struct story_record *record)
{
    struct story_member older[STORYLINE_MOST];
    size_t count = storyline_background(w->newsroom->stream, w->arena, record, older);
    struct status s = status_ok();
    for (size_t i = 0; i < count && is_ok(&s); i++)
        s = add_part(w, &older[i], true, &(int32_t){NO_INDEX});
    return s;
}

static struct status read_work(struct page_work *w)
{
    struct story_record record;
    w->part_count = 0;
    w->has_before = false;
    bool found, is_whole;
    struct status s = newsroom_record(w->newsroom, w->arena, w->id, &record, &found, &is_whole);
    if (!is_ok(&s) || !found)
        return s;
    w->finds_copies = !is_whole;
    size_t most = REPORTS_MOST + STORYLINE_MOST + 1;
    w->parts = arena_zero(w->arena, most * sizeof *w->parts);
    w->revisions = arena_zero(w->arena, most * sizeof *w->revisions);
    s = read_members(w, &record);
    if (is_ok(&s))
        s = read_background(w, &record);
    if (is_ok(&s))
        s = store_get_version(w->newsroom->store, w->arena, w->id, 0, &w->before, &w->has_before);
    return s;
}

/* The revisions of the page's sources, and all that the page says, for search. */
static void fill_page(struct page_work *w, const struct brief *brief)
{
    struct buf revisions = {0}, said = {0}, json = {0};
    for (size_t i = 0; i < brief->source_count; i++) {
        uint32_t revision = 0;
        for (size_t k = 0; k < w->part_count; k++)
            if (str_eq(w->parts[k].article->id, brief->sources[i].article->id))
                revision = w->revisions[k];
        buf_format(&revisions, "%s%u", i ? " " : "", revision);
    }
    for (size_t i = 0; i < brief->section_count; i++)
        for (size_t k = 0; k < brief->sections[i].sentence_count; k++)
            buf_format(&said, "%.*s\n", STR_ARG(brief->sections[i].sentences[k].text));
    for (size_t i = 0; i < brief->timeline_count; i++)
        buf_format(&said, "%.*s\n", STR_ARG(brief->timeline[i].what.text));
    render_brief(brief, FORMAT_JSON, &(struct render_options){0}, &json);
    w->page = (struct stored_version){
        .version = brief->version,
        .made = w->now,
        .headline = str_copy(w->arena, brief->headline.text),
        .page = str_copy(w->arena, buf_str(&json)),
        .revisions = str_copy(w->arena, buf_str(&revisions)),
        .said = str_copy(w->arena, buf_str(&said)),
        .lead = brief->section_count && brief->sections[0].sentence_count ? brief->sections[0].sentences[0].text : STR(""),
    };
    buf_free(&revisions);
    buf_free(&said);
    buf_free(&json);
}

static void write_one(void *context, size_t index, unsigned worker)
{
    struct page_work *w = &((struct writing *)context)->works[index];
    (void)worker;
    struct story story;
    struct brief brief, before;
    struct moment now = {.seconds = w->now, .is_set = true, .has_time = true, .has_zone = true};
    w->is_same = !w->part_count; /* gone from the store: nothing to write */
    w->status = status_ok();
    if (!w->part_count)
        return;
    struct assembly how = {.id = w->id, .version = w->has_before ? w->before.version + 1 : 1, .finds_copies = w->finds_copies};
    assemble_story(w->arena, &how, w->parts, w->part_count, &story);
    w->status = brief_write(w->arena, &story, &(struct brief_options){.now = now, .writer = w->newsroom->options.writer}, &brief);
    if (!is_ok(&w->status))
        return;
    w->refused = brief.refused;
    if (w->has_before) {
        struct status read = brief_from_json(w->arena, w->before.page, "the page before", &before);
        w->is_same = is_ok(&read) && brief_says_same(&before, &brief);
        if (is_ok(&read) && !w->is_same)
            brief_compare(w->arena, &before, &brief, now);
    }
    if (!w->is_same)
        fill_page(w, &brief);
}

static struct status keep(struct newsroom *n, const struct writing *writing)
{
    struct status s = store_begin(n->store);
    for (size_t i = 0; i < writing->count && is_ok(&s); i++) {
        const struct page_work *w = &writing->works[i];
        if (!is_ok(&w->status) || w->is_same)
            s = store_clear_due(n->store, w->id);
        else
            s = store_put_version(n->store, w->id, &w->page);
    }
    if (is_ok(&s))
        s = store_commit(n->store);
    if (!is_ok(&s))
        store_rollback(n->store);
    return s;
}

static void tell(struct newsroom *n, const struct writing *writing)
{
    for (size_t i = 0; i < writing->count; i++) {
        const struct page_work *w = &writing->works[i];
        if (!is_ok(&w->status))
            n->options.problem(n->options.context, &w->status);
        n->figures.units_refused += w->refused;
        n->figures.pages_unchanged += is_ok(&w->status) && w->is_same;
        n->figures.pages_written += is_ok(&w->status) && !w->is_same;
        if (n->options.news && is_ok(&w->status) && !w->is_same)
            n->options.news(n->options.context, &(struct newsroom_news){w->id, w->page.headline, w->page.lead, w->page.version});
    }
}

/* Writes the pages of some stories that are due. */
static struct status write_pages(struct newsroom *n, struct writing *writing, const struct str *ids, int64_t now)
{
    struct status s = status_ok();
    for (size_t i = 0; i < writing->count && is_ok(&s); i++) {
        arena_reset(n->arenas[i]);
        writing->works[i] = (struct page_work){.newsroom = n, .arena = n->arenas[i], .id = ids[i], .now = now};
        s = read_work(&writing->works[i]);
    }
    if (!is_ok(&s))
        return s;
    parallel_each(n->options.threads, writing->count, write_one, writing);
    s = keep(n, writing);
    if (is_ok(&s))
        tell(n, writing);
    return s;
}

struct status newsroom_write(struct newsroom *n, int64_t now)
{
    struct writing *writing = xcalloc(1, sizeof *writing);
    struct arena *a = arena_create();
    struct status s = status_ok();
    size_t count;
    do {
        struct str *ids;
        arena_reset(a);
        s = store_due_stories(n->store, a, PORTION_PAGES, &ids, &count);
        for (size_t done = 0; done < count && is_ok(&s) && !newsroom_is_stopped(n); done += writing->count) {
            writing->count = count - done < NEWSROOM_PAGES ? count - done : NEWSROOM_PAGES;
            s = write_pages(n, writing, ids + done, now);
        }
    } while (is_ok(&s) && count == PORTION_PAGES && !newsroom_is_stopped(n) && !n->options.in_portions);
    n->figures.has_more = n->figures.has_more || count == PORTION_PAGES;
    arena_destroy(a);
    free(writing);
    return s;
}
