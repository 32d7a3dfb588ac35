/* Stories as they grow: members, voices, profile; opening, closing, merging. */
#include <stdlib.h>
#include <string.h>

#include "story/stream_state.h"

enum { HOUR = 3600, DAY = 86400 };
static const double PROFILE_SHARE = 0.3; /* of the newest report */

uint32_t plot_begin(struct stream *s, uint64_t wanted_id)
{
    if (s->plot_count == s->plot_capacity) {
        s->plot_capacity = s->plot_capacity ? s->plot_capacity * 2 : 256;
        s->plots = xrealloc(s->plots, s->plot_capacity * sizeof *s->plots);
    }
    uint32_t number = (uint32_t)s->plot_count++;
    while (map_get(&s->by_plot_id, wanted_id))
        wanted_id++;
    s->plots[number] = (struct plot){.id = wanted_id, .merged_into = number, .stage = PLOT_OPEN};
    *map_put(&s->by_plot_id, wanted_id) = number;
    plots_list(&s->open, number);
    s->open_count++;
    return number;
}

void plots_list(struct plot_list *l, uint32_t plot)
{
    if (l->count == l->capacity) {
        l->capacity = l->capacity ? l->capacity * 2 : 256;
        l->items = xrealloc(l->items, l->capacity * sizeof *l->items);
    }
    l->items[l->count++] = plot;
}

void plot_index_article(struct stream *s, uint32_t article)
{
    const struct placed *p = &s->articles[article];
    if (p->url)
        postings_add(&s->by_url, (uint32_t)p->url, article);
    if (p->copy_of != NO_INDEX)
        return; /* the original stands for it */
    for (size_t i = 0; i < p->sketch->shingle_count; i++)
        postings_expect(&s->by_shingle, p->sketch->shingles[i]);
    for (size_t i = 0; i < p->sketch->shingle_count; i++)
        postings_add(&s->by_shingle, p->sketch->shingles[i], article);
}

void plot_index_voice(struct stream *s, uint32_t article)
{
    const struct sketch *k = s->articles[article].sketch;
    for (size_t i = 0; i < k->key_count; i++)
        postings_expect(&s->by_key, k->keys[i]);
    for (size_t i = 0; i < k->key_count; i++)
        postings_add(&s->by_key, k->keys[i], article);
}

static void silence(struct stream *s, uint32_t article)
{
    const struct sketch *k = s->articles[article].sketch;
    for (size_t i = 0; i < k->key_count; i++)
        postings_expect(&s->by_key, k->keys[i]);
    for (size_t i = 0; i < k->key_count; i++)
        postings_remove(&s->by_key, k->keys[i], article);
}

void plot_index_profile(struct stream *s, uint32_t plot)
{
    const struct plot *p = &s->plots[plot];
    for (size_t i = 0; i < p->profile_count; i++)
        postings_add(&s->by_profile, p->profile[i].term, plot);
}

void plot_unindex_profile(struct stream *s, uint32_t plot)
{
    const struct plot *p = &s->plots[plot];
    for (size_t i = 0; i < p->profile_count; i++)
        postings_remove(&s->by_profile, p->profile[i].term, plot);
}

static void profile_set(struct stream *s, uint32_t plot, struct weight *items, size_t count)
{
    struct plot *p = &s->plots[plot];
    count = vector_heaviest(items, count, PROFILE_TERMS);
    vector_sort(items, count);
    plot_unindex_profile(s, plot);
    for (size_t i = 0; i < count; i++)
        p->profile[i] = items[i];
    p->profile_count = (uint8_t)count;
    plot_index_profile(s, plot);
}

/* The profile follows the story slowly: a mean over its reports, of which the newest counts most. */
static void profile_add(struct stream *s, uint32_t plot, const struct sketch *k, double share)
{
    struct plot *p = &s->plots[plot];
    struct vector words = sketch_vector(k, PART_WORDS);
    struct weight scaled[64], sum[64 + PROFILE_TERMS], old[PROFILE_TERMS];
    for (size_t i = 0; i < words.count; i++)
        scaled[i] = (struct weight){words.items[i].term, words.items[i].weight * k->length[PART_WORDS]};
    for (size_t i = 0; i < p->profile_count; i++)
        old[i] = (struct weight){p->profile[i].term, (float)((double)p->profile[i].weight * (1 - share))};
    size_t n = vector_sum((struct vector){old, p->profile_count}, share, (struct vector){scaled, words.count}, sum);
    profile_set(s, plot, sum, n);
}

static void voice_add(struct stream *s, struct plot *p, uint32_t article)
{
    if (p->voice_count == STREAM_VOICES_MAX) { /* the first stays: what began the story */
        silence(s, p->voices[1]);
        for (size_t i = 2; i < p->voice_count; i++)
            p->voices[i - 1] = p->voices[i];
        p->voice_count--;
    }
    p->voices[p->voice_count++] = article;
    plot_index_voice(s, article);
}

static void voice_replace(struct stream *s, struct plot *p, uint32_t old, uint32_t article)
{
    for (size_t i = 0; i < p->voice_count; i++) {
        if (p->voices[i] != old)
            continue;
        silence(s, old);
        for (size_t k = i + 1; k < p->voice_count; k++)
            p->voices[k - 1] = p->voices[k];
        p->voice_count--;
        break;
    }
    voice_add(s, p, article);
}

static void touch(struct stream *s, struct plot *p)
{
    p->active = p->active > s->clock ? p->active : s->clock;
    p->version++;
}

static void member_add(struct plot *p, uint32_t article)
{
    if (p->member_count == p->member_capacity) {
        p->member_capacity = p->member_capacity ? p->member_capacity * 2 : 1;
        p->members = xrealloc(p->members, p->member_capacity * sizeof *p->members);
    }
    p->members[p->member_count++] = article;
}

void plot_join(struct stream *s, uint32_t plot, uint32_t article)
{
    struct plot *p = &s->plots[plot];
    struct placed *x = &s->articles[article];
    x->plot = plot;
    if (!p->member_count)
        p->began = x->published.seconds;
    member_add(p, article);
    touch(s, p);
    plot_index_article(s, article);
    if (x->copy_of != NO_INDEX)
        return; /* it says nothing that is not there */
    uint32_t older = UINT32_MAX;
    for (size_t i = p->member_count; i-- > 0 && older == UINT32_MAX;)
        if (s->articles[p->members[i]].revised_by == (int32_t)article)
            older = p->members[i];
    if (older == UINT32_MAX)
        voice_add(s, p, article);
    else
        voice_replace(s, p, older, article);
    profile_add(s, plot, x->sketch, p->member_count > 1 ? PROFILE_SHARE : 1);
    for (size_t i = 0; i < TOPIC_COUNT; i++)
        p->topics[i] += x->sketch->topics[i];
    p->newsworth = x->sketch->newsworth > p->newsworth ? x->sketch->newsworth : p->newsworth;
}

void plot_merge(struct stream *s, uint32_t into, uint32_t from)
{
    struct plot *p = &s->plots[into], *q = &s->plots[from];
    struct weight sum[2 * PROFILE_TERMS];
    double share = (double)q->member_count / (double)(p->member_count + q->member_count);
    struct weight scaled[PROFILE_TERMS];
    for (size_t i = 0; i < p->profile_count; i++)
        scaled[i] = (struct weight){p->profile[i].term, (float)((double)p->profile[i].weight * (1 - share))};
    size_t n = vector_sum((struct vector){scaled, p->profile_count}, share,
                          (struct vector){q->profile, q->profile_count}, sum);
    plot_unindex_profile(s, from);
    q->profile_count = 0;
    profile_set(s, into, sum, n);
    for (size_t i = 0; i < q->voice_count; i++)
        silence(s, q->voices[i]);
    for (size_t i = 0; i < q->voice_count; i++)
        voice_add(s, p, q->voices[i]);
    for (size_t i = 0; i < q->member_count; i++) {
        s->articles[q->members[i]].plot = into;
        member_add(p, q->members[i]);
    }
    for (size_t i = 0; i < TOPIC_COUNT; i++)
        p->topics[i] += q->topics[i];
    p->newsworth = q->newsworth > p->newsworth ? q->newsworth : p->newsworth;
    free(q->members);
    q->members = NULL;
    q->member_count = q->member_capacity = q->voice_count = 0;
    q->stage = PLOT_MERGED;
    q->merged_into = into;
    p->version = p->version > q->version ? p->version : q->version; /* for whom it parts from again: no version comes twice */
    s->open_count--;
    touch(s, p);
    plot_note_move(s, UINT32_MAX, from, into);
}

void plot_note_move(struct stream *s, uint32_t article, uint32_t from, uint32_t to)
{
    if (s->move_count == s->move_capacity) {
        s->move_capacity = s->move_capacity ? s->move_capacity * 2 : 64;
        s->moves = xrealloc(s->moves, s->move_capacity * sizeof *s->moves);
    }
    s->moves[s->move_count++] = (struct move){article, from, to};
}

/* Whether it is `report`, an earlier version of it, or a copy of either. */
static bool stands_for(const struct stream *s, const struct plot *p, uint32_t article, uint32_t report)
{
    for (size_t hops = 0; article != report && hops < p->member_count; hops++) {
        const struct placed *x = &s->articles[article];
        int32_t next = x->revised_by != NO_INDEX ? x->revised_by : x->copy_of;
        if (next == NO_INDEX)
            return false;
        article = (uint32_t)next;
    }
    return article == report;
}

/* Profile, topics and newsworth of what speaks for it. `before`: of the story it was part of. */
static void describe_again(struct stream *s, uint32_t plot, const struct plot *before)
{
    struct plot *p = &s->plots[plot];
    float topics[TOPIC_COUNT] = {0}, newsworth = 0;
    bool is_known = false; /* not of reports that an older state held */
    plot_unindex_profile(s, plot);
    p->profile_count = 0;
    for (size_t i = 0; i < p->voice_count; i++) {
        const struct sketch *k = s->articles[p->voices[i]].sketch;
        profile_add(s, plot, k, i ? PROFILE_SHARE : 1);
        newsworth = k->newsworth > newsworth ? k->newsworth : newsworth;
        for (size_t t = 0; t < TOPIC_COUNT; t++) {
            topics[t] += k->topics[t];
            is_known = is_known || k->topics[t] != 0;
        }
    }
    is_known = is_known || newsworth > 0;
    memcpy(p->topics, is_known ? topics : before->topics, sizeof topics);
    p->newsworth = is_known ? newsworth : before->newsworth;
    if (p->member_count)
        p->began = s->articles[p->members[0]].published.seconds;
}

/* A story that once merged into this one gets its id back; else it is a new one. */
uint32_t plot_begin_part(struct stream *s, uint32_t plot, uint64_t wanted_id)
{
    const uint64_t *at = map_get(&s->by_plot_id, wanted_id);
    if (!at || s->plots[*at].stage != PLOT_MERGED || stream_plot_of(s, (uint32_t)*at) != plot)
        return plot_begin(s, wanted_id);
    struct plot *q = &s->plots[*at];
    q->merged_into = (uint32_t)*at;
    q->version = s->plots[plot].version;
    q->stage = PLOT_OPEN;
    plots_list(&s->open, (uint32_t)*at);
    s->open_count++;
    return (uint32_t)*at;
}

/* What an article copies is in its story, or it counts as its own: a later version of a copy may have gone its own way. */
static void part_from_originals(struct stream *s, const struct plot *p)
{
    for (size_t i = 0; i < p->member_count; i++) {
        struct placed *x = &s->articles[p->members[i]];
        if (x->copy_of != NO_INDEX && s->articles[x->copy_of].plot != x->plot)
            x->copy_of = NO_INDEX;
    }
}

void plot_move(struct stream *s, uint32_t article, uint32_t to)
{
    uint32_t from = s->articles[article].plot;
    struct plot *p = &s->plots[from], *q = &s->plots[to];
    const struct plot before = *p;
    p->member_count = p->voice_count = 0;
    for (size_t i = 0; i < before.voice_count; i++)
        if (p->voices[i] != article)
            p->voices[p->voice_count++] = p->voices[i];
    for (size_t i = 0; i < before.member_count; i++) {
        uint32_t member = p->members[i];
        if (!stands_for(s, &before, member, article)) {
            p->members[p->member_count++] = member;
            continue;
        }
        s->articles[member].plot = to;
        member_add(q, member);
        plot_note_move(s, member, from, to);
    }
    part_from_originals(s, p);
    part_from_originals(s, q);
    voice_add(s, q, article);
    describe_again(s, from, &before);
    describe_again(s, to, &before);
    p->version++;
    touch(s, q);
}

void plot_drop_sketch(struct stream *s, uint32_t article)
{
    struct placed *x = &s->articles[article];
    if (!x->sketch)
        return;
    if (x->url)
        postings_remove(&s->by_url, (uint32_t)x->url, article);
    for (size_t k = 0; k < x->sketch->shingle_count; k++)
        postings_expect(&s->by_shingle, x->sketch->shingles[k]);
    for (size_t k = 0; k < x->sketch->shingle_count; k++)
        postings_remove(&s->by_shingle, x->sketch->shingles[k], article);
    sketch_destroy(&s->sketcher, x->sketch);
    x->sketch = NULL;
}

static void close_plot(struct stream *s, struct plot *p)
{
    for (size_t i = 0; i < p->voice_count; i++)
        silence(s, p->voices[i]);
    p->voice_count = 0;
    for (size_t i = 0; i < p->member_count; i++)
        plot_drop_sketch(s, p->members[i]);
    p->stage = PLOT_RESTS;
    plots_list(&s->resting, (uint32_t)(p - s->plots));
    s->open_count--;
}

static bool is_voice(const struct plot *p, uint32_t article)
{
    for (size_t i = 0; i < p->voice_count; i++)
        if (p->voices[i] == article)
            return true;
    return false;
}

/* A story may go on for months; of its old reports only those are compared with that speak for it. */
static void drop_old_sketches(struct stream *s, const struct plot *p)
{
    int64_t today = s->clock / DAY;
    if (p->member_count <= STREAM_VOICES_MAX)
        return;
    for (size_t i = 0; i < p->member_count; i++) {
        const struct sketch *k = s->articles[p->members[i]].sketch;
        if (k && today - k->came > STREAM_SKETCH_DAYS && !is_voice(p, p->members[i]))
            plot_drop_sketch(s, p->members[i]);
    }
}

static int compare_times(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

/* Where too many are open, so long may the silent ones have been silent at most. */
static int64_t oldest_allowed(const struct stream *s)
{
    if (s->open_count <= STREAM_OPEN_MAX)
        return INT64_MIN;
    int64_t *times = xcalloc(s->open.count, sizeof *times);
    size_t n = 0;
    for (size_t i = 0; i < s->open.count; i++)
        if (s->plots[s->open.items[i]].stage == PLOT_OPEN)
            times[n++] = s->plots[s->open.items[i]].active;
    qsort(times, n, sizeof *times, compare_times);
    int64_t limit = times[n / 10] + 1;
    free(times);
    return limit;
}

static void sweep(struct stream *s)
{
    int64_t limit = oldest_allowed(s);
    size_t kept = 0;
    for (size_t i = 0; i < s->open.count; i++) {
        struct plot *p = &s->plots[s->open.items[i]];
        if (p->stage != PLOT_OPEN)
            continue;
        int64_t more = (p->member_count - 1) / 2;
        int64_t days = STREAM_WINDOW_DAYS + (more < STREAM_WINDOW_MORE_DAYS ? more : STREAM_WINDOW_MORE_DAYS);
        if (s->clock - p->active > days * DAY || p->active < limit) {
            close_plot(s, p);
            continue;
        }
        drop_old_sketches(s, p);
        s->open.items[kept++] = s->open.items[i];
    }
    s->open.count = kept;
    s->swept = s->clock;
    if (s->forgets)
        forget_old(s);
}

/* The clock is the median of the last publication times, and never goes back: one article dated next year moves
 * nothing. */
void plots_tell_time(struct stream *s, struct moment published)
{
    if (published.is_set) {
        s->readings[s->reading_count++ % STREAM_CLOCK_READINGS] = published.seconds;
        int64_t sorted[STREAM_CLOCK_READINGS];
        size_t n = s->reading_count < STREAM_CLOCK_READINGS ? s->reading_count : STREAM_CLOCK_READINGS;
        for (size_t i = 0; i < n; i++)
            sorted[i] = s->readings[i];
        qsort(sorted, n, sizeof *sorted, compare_times);
        int64_t median = sorted[(n - 1) / 2];
        s->clock = median > s->clock || s->reading_count == 1 ? median : s->clock;
    }
    background_tell_day(&s->background, s->clock / DAY);
    if (s->clock - s->swept >= HOUR || s->clock < s->swept || s->open_count > STREAM_OPEN_MAX)
        sweep(s);
}
