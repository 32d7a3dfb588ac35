/* Where a report that nobody copied goes, and what goes elsewhere because of it.
 *
 * A newcomer shows the reports around it in a new light: two that stood together may each belong with others. So the
 * voices of all stories that it may belong to are grouped anew, by average linkage (Sokal & Michener 1958): each alone
 * at first, the two groups with the likeliest mean link become one, until no mean reaches `join`. Whatever the order in
 * which the reports of a day came, nearly the same stories come out. Reports older than two days keep together.
 *
 * Each group goes on as the story that most of it comes from; a group without a story begins one; a story without a
 * group has become part of another.
 */
#include <string.h>

#include "story/stream_state.h"

enum {
    SETTLED_DAYS = 2, /* older, a report stays with the others of its story that are */
    ITEMS_MAX = PLOTS_MAX * STREAM_VOICES_MAX + 1,
    NO_GROUP = ITEMS_MAX,
};

struct settling {
    size_t item_count, plot_count;
    uint32_t plots[PLOTS_MAX];      /* the newcomer's possible stories, the likeliest first */
    uint32_t items[ITEMS_MAX];      /* the newcomer, then their voices */
    uint32_t from[ITEMS_MAX];       /* the story of each, UINT32_MAX for the newcomer */
    uint8_t group[ITEMS_MAX];       /* by the first item in it */
    uint8_t size[ITEMS_MAX];        /* of the group that begins here; 0: none does */
    float sum[ITEMS_MAX][ITEMS_MAX]; /* of the links between two groups */
    uint32_t to[ITEMS_MAX];         /* of each group, or UINT32_MAX */
};

static void gather(const struct stream *s, uint32_t x, struct settling *t)
{
    int32_t today = s->articles[x].sketch->day;
    t->items[0] = x;
    t->from[0] = UINT32_MAX;
    t->item_count = 1;
    t->plot_count = 0;
    for (size_t i = 0; i < s->compared_count; i++) {
        uint32_t plot = s->articles[s->compared[i].article].plot;
        bool is_new = t->plot_count < PLOTS_MAX && link_likely(s, x, &s->compared[i]) >= LINK_NEAR;
        for (size_t k = 0; k < t->plot_count; k++)
            is_new = is_new && t->plots[k] != plot;
        if (is_new)
            t->plots[t->plot_count++] = plot;
    }
    for (size_t i = 0; i < ITEMS_MAX; i++)
        t->size[i] = 0;
    t->group[0] = 0;
    t->size[0] = 1;
    for (size_t i = 0; i < t->plot_count; i++) {
        const struct plot *p = &s->plots[t->plots[i]];
        size_t settled = NO_GROUP;
        for (size_t k = 0; k < p->voice_count; k++) {
            size_t n = t->item_count++;
            t->items[n] = p->voices[k];
            t->from[n] = t->plots[i];
            t->group[n] = (uint8_t)n;
            if (today - s->articles[p->voices[k]].sketch->day > SETTLED_DAYS) {
                settled = settled == NO_GROUP ? n : settled;
                t->group[n] = (uint8_t)settled;
            }
            t->size[t->group[n]]++;
        }
    }
}

static size_t item_of(const struct stream *s, const struct settling *t, uint32_t article)
{
    uint32_t plot = s->articles[article].plot;
    for (size_t i = 1; i < t->item_count; i++)
        if (t->from[i] == plot && t->items[i] == article)
            return i;
    return article == t->items[0] ? 0 : NO_GROUP;
}

/* Either side may have let a link go for likelier ones. */
static void sum_links(const struct stream *s, struct settling *t)
{
    for (size_t i = 0; i < t->item_count; i++)
        memset(t->sum[i], 0, t->item_count * sizeof *t->sum[i]);
    for (size_t i = 0; i < t->item_count; i++) {
        const struct sketch *k = s->articles[t->items[i]].sketch;
        for (size_t l = 0; l < k->link_count; l++) {
            size_t other = item_of(s, t, k->links[l].article);
            if (other != NO_GROUP && t->sum[i][other] <= 0)
                t->sum[i][other] = t->sum[other][i] = link_likely(s, t->items[i], &k->links[l]);
        }
    }
    for (size_t i = 0; i < t->item_count; i++) { /* what keeps together is one from the beginning */
        size_t into = t->group[i];
        if (into == i)
            continue;
        for (size_t k = 0; k < t->item_count; k++)
            t->sum[into][k] += t->sum[i][k];
        for (size_t k = 0; k < t->item_count; k++)
            t->sum[k][into] += t->sum[k][i];
    }
}

static void unite(struct settling *t, size_t a, size_t b)
{
    for (size_t i = 0; i < t->item_count; i++) {
        t->sum[a][i] += t->sum[b][i];
        t->sum[i][a] = t->sum[a][i];
        t->group[i] = t->group[i] == b ? (uint8_t)a : t->group[i];
    }
    t->size[a] = (uint8_t)(t->size[a] + t->size[b]);
    t->size[b] = 0;
}

static void group(struct settling *t, double join)
{
    for (;;) {
        size_t a = 0, b = 0;
        double most = join;
        for (size_t i = 0; i < t->item_count; i++)
            for (size_t k = i + 1; t->size[i] && k < t->item_count; k++) {
                if (!t->size[k])
                    continue;
                double mean = (double)t->sum[i][k] / ((double)t->size[i] * (double)t->size[k]);
                if (mean < most || (b && mean <= most))
                    continue;
                most = mean;
                a = i;
                b = k;
            }
        if (!b)
            return;
        unite(t, a, b);
    }
}

static size_t members_from(const struct settling *t, size_t group, uint32_t plot)
{
    size_t n = 0;
    for (size_t i = 0; i < t->item_count; i++)
        n += t->group[i] == group && t->from[i] == plot;
    return n;
}

/* The largest share first, so that each story goes on where most of it is; of equal ones the older story's. */
static void name_groups(struct settling *t)
{
    for (size_t i = 0; i < t->item_count; i++)
        t->to[i] = UINT32_MAX;
    bool is_taken[PLOTS_MAX] = {0};
    for (;;) {
        size_t most = 0, group = 0, plot = 0;
        for (size_t i = 0; i < t->item_count; i++)
            for (size_t k = 0; t->size[i] && t->to[i] == UINT32_MAX && k < t->plot_count; k++) {
                size_t n = is_taken[k] ? 0 : members_from(t, i, t->plots[k]);
                if (n < most || !n || (n == most && t->plots[k] >= t->plots[plot]))
                    continue;
                most = n;
                group = i;
                plot = k;
            }
        if (!most)
            return;
        t->to[group] = t->plots[plot];
        is_taken[plot] = true;
    }
}

static uint32_t destination(struct stream *s, struct settling *t, size_t item)
{
    uint32_t *to = &t->to[t->group[item]];
    uint64_t id = str_hash(stream_article_id(s, t->items[item]));
    if (*to == UINT32_MAX)
        *to = item ? plot_begin_part(s, t->from[item], id) : plot_begin(s, id);
    return *to;
}

/* What of a story is no voice any more follows where its first voice went. */
static void merge_emptied(struct stream *s, const struct settling *t)
{
    for (size_t k = 0; k < t->plot_count; k++) {
        if (s->plots[t->plots[k]].voice_count)
            continue;
        size_t first = 1;
        while (first < t->item_count && t->from[first] != t->plots[k])
            first++;
        if (first < t->item_count)
            plot_merge(s, s->articles[t->items[first]].plot, t->plots[k]);
    }
}

uint32_t settle(struct stream *s, uint32_t x)
{
    struct settling t;
    gather(s, x, &t);
    sum_links(s, &t);
    group(&t, model_setting(MODEL_JOIN));
    name_groups(&t);
    uint32_t plot = destination(s, &t, 0);
    bool is_shared = t.size[0] > 1;
    plot_join(s, plot, x);
    for (size_t i = 1; i < t.item_count; i++) {
        uint32_t to = destination(s, &t, i);
        if (to != t.from[i])
            plot_move(s, t.items[i], to);
    }
    merge_emptied(s, &t);
    s->last.by = is_shared ? JOINED_SCORE : JOINED_NEW;
    return plot;
}
