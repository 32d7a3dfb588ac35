/* Articles in: analysed side by side, placed one after the other, recorded in one transaction a batch. */
#include <stdlib.h>

#include "base/arena.h"
#include "lib/newsroom_inside.h"
#include "lib/parallel.h"

enum { NAMES_PER_ARTICLE = 40, NAME_BYTES = 80 };

struct batch {
    struct newsroom *newsroom;
    size_t count;
    struct placed_article articles[NEWSROOM_BATCH]; /* in the order of arrival; each in the arena of its index */
    const struct placed_article *order[NEWSROOM_BATCH];
    struct analysis analyses[NEWSROOM_BATCH]; /* of `order` */
    struct status analysed[NEWSROOM_BATCH];
};

static struct arena *next_arena(void *context)
{
    struct batch *b = context;
    struct arena *a = b->newsroom->arenas[b->count];
    arena_reset(a);
    return a;
}

static bool take(void *context, const struct placed_article *x)
{
    struct batch *b = context;
    b->articles[b->count++] = *x;
    return b->count < NEWSROOM_BATCH;
}

static void analyse_one(void *context, size_t index, unsigned worker)
{
    struct batch *b = context;
    (void)worker;
    const struct placed_article *x = b->order[index];
    b->analysed[index] = analyse(b->newsroom->arenas[x - b->articles], &x->stored.article, &b->analyses[index]);
}

/* In order of publication, as the stream wants them; what has no time comes as it arrived. */
static int by_time(const void *a, const void *b)
{
    const struct placed_article *x = *(const struct placed_article *const *)a, *y = *(const struct placed_article *const *)b;
    int64_t p = x->stored.article.published.is_set ? x->stored.article.published.seconds : x->stored.first_seen;
    int64_t q = y->stored.article.published.is_set ? y->stored.article.published.seconds : y->stored.first_seen;
    if (p != q)
        return p < q ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

static void analyse_batch(struct batch *b, bool is_replay)
{
    for (size_t i = 0; i < b->count; i++)
        b->order[i] = &b->articles[i];
    if (!is_replay && b->count)
        qsort(b->order, b->count, sizeof *b->order, by_time);
    parallel_each(b->newsroom->options.threads, b->count, analyse_one, b);
}

static struct status put_names(struct newsroom *n, const struct placed_article *x, const struct analysis *analysis)
{
    const struct passage *body = &analysis->body;
    const struct article *a = &x->stored.article;
    struct status s = status_ok();
    size_t put = 0;
    for (size_t i = 0; i < body->name_count && put < NAMES_PER_ARTICLE && is_ok(&s); i++) {
        const struct name *name = &body->names[i];
        struct str text = str_span(body->text, name->at);
        bool is_first = name->canonical == (int32_t)i || name->canonical == NO_INDEX;
        if (!is_first || text.n < 3 || text.n > NAME_BYTES || memchr(text.p, '\n', text.n))
            continue;
        s = store_put_name(n->store, x->number, a->published.is_set ? a->published.seconds : x->stored.first_seen, (int)name->kind, text);
        put++;
    }
    return s;
}

struct status newsroom_put_story(struct newsroom *n, struct str id)
{
    struct story_record record;
    if (!stream_story(n->stream, n->scratch, id, &record))
        return status_ok();
    struct buf neighbours = {0};
    for (size_t i = 0; i < record.neighbour_count; i++)
        buf_format(&neighbours, "%.*s\n", STR_ARG(record.neighbours[i].story));
    struct stored_story story = {
        .id = record.id,
        .topic = str_of(topic_name(record.topic)),
        .first = record.first.is_set ? record.first.seconds : 0,
        .last = record.last.is_set ? record.last.seconds : 0,
        .articles = record.report_count,
        .outlets = record.outlet_count,
        .independents = record.independent_count,
        .outlet = record.member_count ? record.members[0].outlet : STR(""),
        .neighbours = buf_str(&neighbours),
    };
    struct status s = store_put_story(n->store, &story);
    buf_free(&neighbours);
    return s;
}

/* What an article showed of earlier ones: both stories' pages are to be written anew. */
static struct status put_change(struct newsroom *n, const struct story_change *change)
{
    if (!change->article.n) {
        n->figures.merged++;
        return store_merge_story(n->store, change->from, change->to);
    }
    struct status s = store_revive_story(n->store, change->to);
    if (is_ok(&s))
        s = store_move_placement(n->store, change->article, change->to);
    if (is_ok(&s))
        s = newsroom_put_story(n, change->from);
    return is_ok(&s) ? newsroom_put_story(n, change->to) : s;
}

static struct status place_one(struct newsroom *n, const struct placed_article *x, const struct analysis *analysis, struct status analysed)
{
    struct placement where = {0};
    struct status s = analysed;
    if (is_ok(&s))
        s = stream_add(n->stream, n->scratch, analysis, &where);
    bool is_in_story = is_ok(&s);
    if (!is_in_story) { /* it has no story, but it is not forgotten: it can be found, and is not tried again and again */
        n->options.problem(n->options.context, &s);
        where = (struct placement){0};
    }
    struct stored_placement placement = {.number = x->number, .story = where.story, .sequence = n->sequence + 1,
                                         .revision = x->stored.revision, .is_copy = where.copy_of.n || where.revises.n};
    s = store_put_placement(n->store, &placement, &x->stored.article);
    if (is_ok(&s) && is_in_story)
        s = put_names(n, x, analysis);
    bool has_moved = false;
    for (size_t i = 0; i < where.change_count && is_ok(&s); i++) {
        s = put_change(n, &where.changes[i]);
        has_moved = has_moved || where.changes[i].article.n;
    }
    if (is_ok(&s) && is_in_story)
        s = newsroom_put_story(n, where.story);
    n->sequence++;
    n->figures.split += has_moved;
    n->figures.placed++;
    n->figures.new_stories += where.is_new_story;
    return s;
}

static struct status place_batch(struct newsroom *n, struct batch *b)
{
    analyse_batch(b, false);
    struct status s = store_begin(n->store);
    for (size_t i = 0; i < b->count && is_ok(&s); i++) {
        arena_reset(n->scratch);
        s = place_one(n, b->order[i], &b->analyses[i], b->analysed[i]);
    }
    if (is_ok(&s))
        s = store_commit(n->store);
    if (!is_ok(&s)) {
        store_rollback(n->store);
        n->is_ahead = true;
    }
    return s;
}

/* New words of articles that have their place: searched from now on, and the story's page is to be written anew. */
static struct status take_revised(struct newsroom *n, struct batch *b)
{
    const struct placement_reader reader = {b, next_arena, take};
    do {
        b->count = 0;
        struct status s = store_each_revised(n->store, NEWSROOM_BATCH, &reader);
        if (is_ok(&s) && b->count)
            s = store_begin(n->store);
        for (size_t i = 0; i < b->count && is_ok(&s); i++) {
            s = store_put_revised(n->store, b->articles[i].number, b->articles[i].stored.revision);
            if (is_ok(&s))
                s = store_mark_due(n->store, b->articles[i].placement.story);
            n->figures.revised++;
        }
        if (is_ok(&s) && b->count)
            s = store_commit(n->store);
        if (!is_ok(&s)) {
            store_rollback(n->store);
            return s;
        }
    } while (b->count == NEWSROOM_BATCH && !newsroom_is_stopped(n));
    return status_ok();
}

/* Where outlets have put reports since these came: no place in a story changes, only ranks. Told again after a start until
 * they are in a saved state. */
static struct status take_promoted(struct newsroom *n)
{
    struct promoted_article *articles;
    size_t count;
    arena_reset(n->scratch);
    struct status s = store_each_promoted(n->store, n->scratch, n->promoted_last, &articles, &count, &n->promoted_last);
    for (size_t i = 0; i < count && is_ok(&s); i++)
        stream_note_place(n->stream, articles[i].id, articles[i].place);
    return s;
}

struct status newsroom_place(struct newsroom *n, int64_t now)
{
    struct batch *b = xcalloc(1, sizeof *b);
    b->newsroom = n;
    const struct placement_reader reader = {b, next_arena, take};
    struct status s = take_revised(n, b);
    if (is_ok(&s))
        s = take_promoted(n);
    if (is_ok(&s))
        s = store_first_unplaced(n->store, n->unplaced_from, &n->unplaced_from);
    do {
        b->count = 0;
        if (is_ok(&s))
            s = store_each_unplaced(n->store, n->unplaced_from, now, NEWSROOM_BATCH, &reader);
        if (is_ok(&s) && b->count)
            s = place_batch(n, b);
        n->figures.has_more = b->count == NEWSROOM_BATCH;
    } while (is_ok(&s) && n->figures.has_more && !newsroom_is_stopped(n) && !(n->options.in_portions && n->figures.placed >= PORTION_ARTICLES));
    free(b);
    return s;
}

/* --- after a crash --- */

struct replay {
    struct batch batch;
    struct status status;
};

static void replay_batch(struct replay *r)
{
    struct batch *b = &r->batch;
    struct newsroom *n = b->newsroom;
    analyse_batch(b, true);
    for (size_t i = 0; i < b->count && is_ok(&r->status); i++) {
        struct placement where;
        arena_reset(n->scratch);
        if (!b->order[i]->placement.story.n || !is_ok(&b->analysed[i]))
            continue;
        r->status = stream_add(n->stream, n->scratch, &b->analyses[i], &where);
    }
    b->count = 0;
}

static bool take_again(void *context, const struct placed_article *x)
{
    struct replay *r = context;
    take(&r->batch, x);
    if (r->batch.count == NEWSROOM_BATCH)
        replay_batch(r);
    return is_ok(&r->status);
}

struct status newsroom_replay(struct newsroom *n)
{
    struct replay *r = xcalloc(1, sizeof *r);
    r->batch.newsroom = n;
    r->status = status_ok();
    struct status s = store_each_placed(n->store, n->saved_sequence, &(struct placement_reader){r, next_arena, take_again});
    if (is_ok(&s) && is_ok(&r->status) && r->batch.count)
        replay_batch(r);
    if (is_ok(&s))
        s = r->status;
    free(r);
    return s;
}
