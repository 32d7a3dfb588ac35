/* What is closed leaves the stream: first the members of a story, then the story, and now and then the gaps in the numbers.
 *
 * What is forgotten and when follows from the state alone, so that a restart changes nothing; only when gaps are closed up
 * depends on how long the process has run, and nothing else depends on that.
 */
#include <stdlib.h>

#include "story/stream_state.h"

enum { DAY = 86400, GAPS_LEAST = 64 };

/* --- numbers without gaps --- */

void numbering_make(const struct stream *s, struct numbering *out)
{
    *out = (struct numbering){
        .articles = xcalloc(s->article_count + 1, sizeof *out->articles),
        .plots = xcalloc(s->plot_count + 1, sizeof *out->plots),
        .outlets = xcalloc(s->outlet_count + 1, sizeof *out->outlets),
        .outlets_in_order = xcalloc(s->outlet_count + 1, sizeof *out->outlets_in_order),
    };
    for (size_t i = 0; i < s->outlet_count; i++)
        out->outlets[i] = UINT32_MAX;
    for (size_t i = 0; i < s->article_count; i++) {
        const struct placed *x = &s->articles[i];
        out->articles[i] = x->plot == UINT32_MAX ? UINT32_MAX : out->article_count++;
        if (x->plot == UINT32_MAX || out->outlets[x->outlet] != UINT32_MAX)
            continue;
        out->outlets_in_order[out->outlet_count] = x->outlet;
        out->outlets[x->outlet] = out->outlet_count++;
    }
    for (size_t i = 0; i < s->plot_count; i++)
        out->plots[i] = s->plots[i].stage == PLOT_FORGOTTEN ? UINT32_MAX : out->plot_count++;
}

void numbering_free(struct numbering *n)
{
    free(n->articles);
    free(n->plots);
    free(n->outlets);
    free(n->outlets_in_order);
}

static int32_t renumbered(const struct numbering *n, int32_t article)
{
    return article == NO_INDEX ? NO_INDEX : (int32_t)n->articles[article];
}

static void close_up_articles(struct stream *s, const struct numbering *n, struct buf *strings)
{
    map_clear(&s->by_id);
    for (size_t i = 0; i < s->article_count; i++) {
        struct placed x = s->articles[i];
        if (x.plot == UINT32_MAX)
            continue;
        struct str id = stream_article_id(s, (uint32_t)i);
        x.id_at = (uint32_t)strings->n;
        buf_add(strings, id);
        x.plot = n->plots[x.plot];
        x.outlet = n->outlets[x.outlet];
        x.copy_of = renumbered(n, x.copy_of);
        x.revised_by = renumbered(n, x.revised_by);
        if (x.sketch) {
            x.sketch->outlet = x.outlet;
            links_renumber(x.sketch, n->articles);
        }
        s->articles[n->articles[i]] = x;
        uint64_t key = str_hash(id);
        while (map_get(&s->by_id, key))
            key++;
        *map_put(&s->by_id, key) = n->articles[i];
    }
    s->article_count = n->article_count;
}

static void close_up_outlets(struct stream *s, const struct numbering *n, struct buf *strings)
{
    struct outlet_name *outlets = xcalloc(n->outlet_count + 1, sizeof *outlets);
    map_clear(&s->by_outlet);
    for (uint32_t i = 0; i < n->outlet_count; i++) {
        struct str name = stream_outlet_name(s, n->outlets_in_order[i]);
        outlets[i].at = (uint32_t)strings->n;
        outlets[i].length = (uint32_t)name.n;
        buf_add(strings, name);
        uint64_t key = str_hash(name);
        while (map_get(&s->by_outlet, key))
            key++;
        *map_put(&s->by_outlet, key) = i;
    }
    free(s->outlets);
    s->outlets = outlets;
    s->outlet_count = n->outlet_count;
    s->outlet_capacity = (size_t)n->outlet_count + 1;
}

static void close_up_plots(struct stream *s, const struct numbering *n)
{
    map_clear(&s->by_plot_id);
    for (size_t i = 0; i < s->plot_count; i++) {
        struct plot p = s->plots[i];
        if (p.stage == PLOT_FORGOTTEN)
            continue;
        p.merged_into = n->plots[p.merged_into];
        for (size_t k = 0; k < p.member_count; k++)
            p.members[k] = n->articles[p.members[k]];
        for (size_t k = 0; k < p.voice_count; k++)
            p.voices[k] = n->articles[p.voices[k]];
        s->plots[n->plots[i]] = p;
        *map_put(&s->by_plot_id, p.id) = n->plots[i];
    }
    s->plot_count = n->plot_count;
    for (size_t i = 0; i < s->open.count; i++)
        s->open.items[i] = n->plots[s->open.items[i]];
    for (size_t i = 0; i < s->resting.count; i++)
        s->resting.items[i] = n->plots[s->resting.items[i]];
}

static void close_up(struct stream *s)
{
    struct numbering n;
    struct buf strings = {0};
    numbering_make(s, &n);
    close_up_outlets(s, &n, &strings);
    close_up_articles(s, &n, &strings);
    close_up_plots(s, &n);
    buf_free(&s->strings);
    s->strings = strings;
    struct postings *of_articles[] = {&s->by_key, &s->by_shingle, &s->by_url};
    for (size_t i = 0; i < sizeof of_articles / sizeof *of_articles; i++)
        postings_renumber(of_articles[i], n.articles);
    postings_renumber(&s->by_profile, n.plots);
    s->articles_gone = s->plots_gone = 0;
    s->last.article = UINT32_MAX; /* its numbers are no longer right */
    numbering_free(&n);
}

/* --- forgetting --- */

static bool is_own_report(const struct placed *x)
{
    return x->copy_of == NO_INDEX && x->revised_by == NO_INDEX;
}

static bool is_earlier(const struct stream *s, uint32_t a, uint32_t b)
{
    int64_t x = s->articles[a].published.seconds, y = s->articles[b].published.seconds;
    return x != y ? x < y : str_compare(stream_article_id(s, a), stream_article_id(s, b)) < 0;
}

/* The earliest reports of its own, the oldest first. */
size_t forget_choose_first(const struct stream *s, const struct plot *p, uint32_t out[STREAM_FIRST_REPORTS])
{
    size_t n = 0;
    for (size_t i = 0; i < p->member_count; i++) {
        uint32_t article = p->members[i];
        if (!is_own_report(&s->articles[article]))
            continue;
        size_t at = n;
        while (at && is_earlier(s, article, out[at - 1]))
            at--;
        if (at == STREAM_FIRST_REPORTS)
            continue;
        n += n < STREAM_FIRST_REPORTS;
        for (size_t k = n - 1; k > at; k--)
            out[k] = out[k - 1];
        out[at] = article;
    }
    return n;
}

static void forget_article(struct stream *s, uint32_t article)
{
    s->articles[article].plot = UINT32_MAX;
    s->articles_gone++;
}

static void forget_plot(struct stream *s, uint32_t plot)
{
    struct plot *p = &s->plots[plot];
    s->remembered_count -= p->stage == PLOT_REMEMBERED;
    s->plots_gone++;
    plot_unindex_profile(s, plot);
    for (size_t i = 0; i < p->member_count; i++)
        forget_article(s, p->members[i]);
    free(p->members);
    map_remove(&s->by_plot_id, p->id);
    *p = (struct plot){.merged_into = plot, .stage = PLOT_FORGOTTEN};
}

/* Its first reports are what a later story's page may tell of it. */
static void forget_members(struct stream *s, struct plot *p)
{
    uint32_t first[STREAM_FIRST_REPORTS];
    size_t kept = forget_choose_first(s, p, first);
    for (size_t i = 0; i < p->member_count; i++)
        forget_article(s, p->members[i]);
    for (size_t i = 0; i < kept; i++) {
        s->articles[first[i]].plot = (uint32_t)(p - s->plots);
        s->articles[first[i]].url = 0;
        s->articles_gone--;
        p->members[i] = first[i];
    }
    p->members = xrealloc(p->members, (kept ? kept : 1) * sizeof *p->members);
    p->member_count = p->member_capacity = (uint32_t)kept;
    p->stage = PLOT_REMEMBERED;
    s->remembered_count++;
}

struct aged {
    int64_t active;
    uint32_t plot;
};

static int compare_aged(const void *a, const void *b)
{
    const struct aged *x = a, *y = b;
    if (x->active != y->active)
        return x->active < y->active ? -1 : 1;
    return x->plot < y->plot ? -1 : x->plot > y->plot;
}

/* An id that leads to a story is known as long as the story is. */
static void forget_merged(struct stream *s)
{
    for (size_t i = 0; i < s->plot_count; i++)
        if (s->plots[i].stage == PLOT_MERGED && s->plots[stream_plot_of(s, (uint32_t)i)].stage == PLOT_FORGOTTEN)
            forget_plot(s, (uint32_t)i);
}

/* An eighth more than must go: sorting is not for every hour. */
static void forget_oldest(struct stream *s)
{
    struct aged *order = xcalloc(s->remembered_count, sizeof *order);
    size_t n = 0, kept = s->remembered_most - s->remembered_most / 8;
    for (size_t i = 0; i < s->plot_count; i++)
        if (s->plots[i].stage == PLOT_REMEMBERED)
            order[n++] = (struct aged){s->plots[i].active, (uint32_t)i};
    qsort(order, n, sizeof *order, compare_aged);
    for (size_t i = 0; i + kept < n; i++)
        forget_plot(s, order[i].plot);
    free(order);
    forget_merged(s);
}

void forget_old(struct stream *s)
{
    size_t left = 0;
    for (size_t i = 0; i < s->resting.count; i++) {
        uint32_t plot = s->resting.items[i];
        if (s->clock - s->plots[plot].active > STREAM_RECORD_DAYS * DAY)
            forget_members(s, &s->plots[plot]);
        else
            s->resting.items[left++] = plot;
    }
    s->resting.count = left;
    if (s->remembered_count > s->remembered_most)
        forget_oldest(s);
    if (s->articles_gone > GAPS_LEAST + s->article_count / 4 || s->plots_gone > GAPS_LEAST + s->plot_count / 4)
        close_up(s);
}
