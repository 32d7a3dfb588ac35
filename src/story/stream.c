/* The stream: each article is drawn as a sketch, then placed - as a later version, as a copy, by score, or as the
 * beginning of a story. */
#include <stdlib.h>

#include "page/article.h"
#include "story/stream_state.h"

struct stream *stream_create(void)
{
    struct stream *s = xcalloc(1, sizeof *s);
    s->last.article = UINT32_MAX; /* nothing to explain yet */
    return s;
}

void stream_destroy(struct stream *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->plot_count; i++)
        free(s->plots[i].members);
    struct map *maps[] = {&s->by_id, &s->by_plot_id, &s->by_outlet};
    struct postings *indexes[] = {&s->by_key, &s->by_shingle, &s->by_profile, &s->by_url};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
        map_free(maps[i]);
    for (size_t i = 0; i < sizeof indexes / sizeof *indexes; i++)
        postings_free(indexes[i]);
    background_free(&s->background);
    sketcher_free(&s->sketcher);
    tally_free(&s->tally);
    buf_free(&s->strings);
    buf_free(&s->about_why);
    free(s->articles);
    free(s->moves);
    free(s->plots);
    free(s->outlets);
    free(s->open.items);
    free(s->resting.items);
    free(s);
}

struct str stream_article_id(const struct stream *s, uint32_t article)
{
    return (struct str){s->strings.p + s->articles[article].id_at, s->articles[article].id_length};
}

struct str stream_plot_name(struct arena *a, const struct plot *p)
{
    return str_format(a, "s%016llx", (unsigned long long)p->id);
}

uint32_t stream_plot_of(const struct stream *s, uint32_t plot)
{
    while (s->plots[plot].merged_into != plot)
        plot = s->plots[plot].merged_into;
    return plot;
}

struct str stream_outlet_name(const struct stream *s, uint32_t outlet)
{
    return (struct str){s->strings.p + s->outlets[outlet].at, s->outlets[outlet].length};
}

uint32_t stream_outlet(struct stream *s, struct str name)
{
    uint64_t key = str_hash(name);
    for (const uint64_t *at; (at = map_get(&s->by_outlet, key)); key++)
        if (str_eq(stream_outlet_name(s, (uint32_t)*at), name))
            return (uint32_t)*at;
    if (s->outlet_count == s->outlet_capacity) {
        s->outlet_capacity = s->outlet_capacity ? s->outlet_capacity * 2 : 64;
        s->outlets = xrealloc(s->outlets, s->outlet_capacity * sizeof *s->outlets);
    }
    s->outlets[s->outlet_count].at = (uint32_t)s->strings.n;
    s->outlets[s->outlet_count].length = (uint32_t)name.n;
    buf_add(&s->strings, name);
    *map_put(&s->by_outlet, key) = s->outlet_count;
    return (uint32_t)s->outlet_count++;
}

/* The article of that id, or UINT32_MAX; *key is then where it belongs in by_id: the place of a forgotten one, perhaps. */
static uint32_t find_article(const struct stream *s, struct str id, uint64_t *key)
{
    *key = str_hash(id);
    for (const uint64_t *at; (at = map_get(&s->by_id, *key)); ++*key)
        if (str_eq(stream_article_id(s, (uint32_t)*at), id))
            return s->articles[*at].plot == UINT32_MAX ? UINT32_MAX : (uint32_t)*at;
    return UINT32_MAX;
}

static uint32_t append(struct stream *s, const struct article *article, struct sketch *sketch)
{
    uint64_t key;
    find_article(s, article->id, &key);
    if (s->article_count == s->article_capacity) {
        s->article_capacity = s->article_capacity ? s->article_capacity * 2 : 1024;
        s->articles = xrealloc(s->articles, s->article_capacity * sizeof *s->articles);
    }
    uint32_t number = (uint32_t)s->article_count++;
    s->articles[number] = (struct placed){
        .published = article->published,
        .url = article->url.n ? str_hash(article->url) | 1 : 0,
        .id_at = (uint32_t)s->strings.n,
        .id_length = (uint32_t)article->id.n,
        .outlet = sketch->outlet,
        .place = article->place,
        .copy_of = NO_INDEX,
        .revised_by = NO_INDEX,
        .sketch = sketch,
    };
    buf_add(&s->strings, article->id);
    *map_put(&s->by_id, key) = number;
    return number;
}

/* What the indexes say of it will be asked for in a moment. */
static void expect_lists(const struct stream *s, const struct sketch *k)
{
    for (size_t i = 0; i < k->shingle_count; i++)
        postings_expect(&s->by_shingle, k->shingles[i]);
    for (size_t i = 0; i < k->key_count; i++)
        postings_expect(&s->by_key, k->keys[i]);
}

static struct sketch *draw(struct stream *s, const struct analysis *x)
{
    struct sketch *k = sketch_make(&s->sketcher, &s->background, x);
    struct moment published = x->article->published;
    expect_lists(s, k);
    k->day = published.is_set ? moment_day(published) : (int32_t)(s->clock / 86400);
    k->came = (int32_t)(s->clock / 86400);
    k->outlet = stream_outlet(s, x->article->outlet);
    topics_weigh(x, k->topics);
    buf_clear(&s->about_why);
    if (s->keeps_shared) {
        topics_explain(x, &s->about_why);
        newsworth_explain(x, &s->about_why);
    }
    k->newsworth = (float)newsworth_of(x);
    return k;
}

/* The report that an article carries, at the end of a chain of copies. */
static uint32_t original_of(const struct stream *s, uint32_t article)
{
    while (s->articles[article].copy_of != NO_INDEX)
        article = (uint32_t)s->articles[article].copy_of;
    return article;
}

/* Compares; gives the plot of the article that it copies or revises (*found), or UINT32_MAX where it does neither. */
static uint32_t compare(struct stream *s, struct sketch *k, uint64_t url, uint32_t *found)
{
    struct explanation *e = &s->last;
    struct candidate candidates[PLOTS_MAX];
    e->best.plot = e->second.plot = UINT32_MAX;
    e->by = JOINED_NEW;
    *found = UINT32_MAX;
    uint32_t copied = copies_find(s, k, &e->overlap);
    size_t count = candidates_find(s, k, candidates);
    if (count)
        e->best = candidates[0];
    if (count > 1)
        e->second = candidates[1];
    uint32_t revised = copies_find_revised(s, k, url, copied, candidates, count);
    if (revised != UINT32_MAX || copied != UINT32_MAX) {
        e->by = revised != UINT32_MAX ? JOINED_REVISION : JOINED_COPY;
        *found = revised != UINT32_MAX ? revised : original_of(s, copied);
        if (revised != UINT32_MAX && s->articles[revised].sketch) /* its own earlier words are not what else there is */
            k->greatest = s->articles[revised].sketch->greatest;
        return s->articles[*found].plot;
    }
    return UINT32_MAX;
}

/* What stream_add did besides placing its article. */
static void tell_moves(const struct stream *s, struct arena *a, struct placement *out)
{
    out->changes = arena_alloc(a, (s->move_count + 1) * sizeof *out->changes);
    for (size_t i = 0; i < s->move_count; i++) {
        const struct move *m = &s->moves[i];
        out->changes[out->change_count++] = (struct story_change){
            .article = m->article == UINT32_MAX ? STR("") : str_copy(a, stream_article_id(s, m->article)),
            .from = stream_plot_name(a, &s->plots[m->from]),
            .to = stream_plot_name(a, &s->plots[m->to]),
        };
    }
}

struct status stream_add(struct stream *s, struct arena *a, const struct analysis *x, struct placement *out)
{
    const struct article *article = x->article;
    uint64_t key;
    *out = (struct placement){0};
    if (find_article(s, article->id, &key) != UINT32_MAX)
        return status_error(STATUS_MISUSE, "article %.*s is already placed; a later version needs an id of its own",
                            STR_ARG(utf8_cut(article->id, 80)));
    if (article->id.n > STREAM_TEXT_LIMIT || article->outlet.n > STREAM_TEXT_LIMIT)
        return status_error(STATUS_LIMIT, "an id of %zu and an outlet's name of %zu bytes; the limit is %d",
                            article->id.n, article->outlet.n, STREAM_TEXT_LIMIT);
    if (s->strings.n > UINT32_MAX - 2 * STREAM_TEXT_LIMIT || s->article_count >= INT32_MAX)
        return status_error(STATUS_LIMIT, "the stream holds %zu articles and takes no more; begin a new one",
                            s->article_count);
    plots_tell_time(s, article->published);
    struct sketch *sketch = draw(s, x);
    uint32_t number = append(s, article, sketch), found;
    s->last = (struct explanation){.article = number};
    s->move_count = 0;
    uint32_t plot = compare(s, sketch, s->articles[number].url, &found);
    if (s->last.by == JOINED_COPY)
        s->articles[number].copy_of = (int32_t)found;
    if (s->last.by == JOINED_REVISION) {
        s->articles[found].revised_by = (int32_t)number;
        s->articles[number].copy_of = s->last.overlap > 0 ? s->articles[found].copy_of : NO_INDEX;
    }
    if (s->keeps_shared && s->last.best.plot != UINT32_MAX)
        explain_shared(&s->last, x, sketch, s->articles[s->last.best.likest].sketch);
    if (s->articles[number].copy_of == NO_INDEX)
        links_add(s, number);
    size_t plots_before = s->plot_count;
    if (plot == UINT32_MAX)
        plot = settle(s, number);
    else
        plot_join(s, plot, number);
    out->is_new_story = plot >= plots_before;
    background_count(&s->background, sketch->language, s->sketcher.distinct, s->sketcher.distinct_count);

    out->story = stream_plot_name(a, &s->plots[s->articles[number].plot]);
    if (s->last.by == JOINED_COPY)
        out->copy_of = str_copy(a, stream_article_id(s, found));
    if (s->last.by == JOINED_REVISION)
        out->revises = str_copy(a, stream_article_id(s, found));
    tell_moves(s, a, out);
    return status_ok();
}

void stream_note_place(struct stream *s, struct str article, struct feed_place place)
{
    uint64_t key;
    uint32_t number = find_article(s, article, &key);
    if (number != UINT32_MAX && place_weight(place) > place_weight(s->articles[number].place))
        s->articles[number].place = place;
}

void stream_forget_closed(struct stream *s, size_t remembered)
{
    s->forgets = true;
    s->remembered_most = remembered;
}

struct str stream_story_of(const struct stream *s, struct arena *a, struct str article)
{
    uint64_t key;
    uint32_t number = find_article(s, article, &key);
    return number == UINT32_MAX ? (struct str){0} : stream_plot_name(a, &s->plots[s->articles[number].plot]);
}

void stream_stories(const struct stream *s, struct arena *a, struct str **ids, size_t *count)
{
    *ids = arena_alloc(a, (s->plot_count ? s->plot_count : 1) * sizeof **ids);
    *count = 0;
    for (size_t i = 0; i < s->plot_count; i++)
        if (s->plots[i].stage == PLOT_OPEN || s->plots[i].stage == PLOT_RESTS)
            (*ids)[(*count)++] = stream_plot_name(a, &s->plots[i]);
}
