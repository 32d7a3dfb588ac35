/* A stream as bytes. What follows from the rest (the indexes) is not written; load.c makes it again. What is gone has no
 * number: the bytes are the same whether gaps have been closed up or not. */
#include <stdlib.h>

#include "story/state.h"
#include "story/stream_state.h"

static int compare_slots(const void *a, const void *b)
{
    const struct background_slot *x = a, *y = b;
    return x->term < y->term ? -1 : x->term > y->term;
}

static void save_background(const struct background *b, struct buf *out)
{
    state_put(out, b->language_count, 4);
    for (size_t i = 0; i < b->language_count; i++) {
        buf_add(out, (struct str){b->languages[i], sizeof b->languages[i]});
        state_put_double(out, b->documents[i]);
    }
    state_put(out, (uint64_t)b->day, 8);
    for (size_t i = 0; i < BACKGROUND_DAYS; i++) {
        const struct background_day *d = &b->days[i];
        for (size_t k = 0; k < b->language_count; k++)
            state_put_double(out, d->documents[k]);
        state_put(out, d->count, 4);
        for (size_t k = 0; k < d->count; k++)
            state_put(out, d->terms[k], 4);
    }
    struct background_slot *slots = xcalloc(b->count ? b->count : 1, sizeof *slots);
    size_t n = 0;
    for (size_t i = 0; i < b->capacity; i++)
        if (b->slots[i].used)
            slots[n++] = b->slots[i];
    qsort(slots, n, sizeof *slots, compare_slots);
    state_put(out, n, 4);
    for (size_t i = 0; i < n; i++) {
        state_put(out, slots[i].term, 4);
        state_put(out, slots[i].all, 4);
    }
    free(slots);
}

static void save_weights(const struct weight *items, size_t count, struct buf *out)
{
    for (size_t i = 0; i < count; i++) {
        state_put(out, items[i].term, 4);
        state_put_float(out, items[i].weight);
    }
}

static void save_likely(const struct stream *s, const struct numbering *n, const struct sketch *k, struct buf *out)
{
    size_t at = out->n;
    uint64_t count = 0;
    state_put(out, 0, 1);
    for (size_t i = 0; i < k->link_count; i++) {
        if (link_is_dead(s, &k->links[i]))
            continue;
        state_put(out, n->articles[k->links[i].article], 4);
        state_put_float(out, k->links[i].rest);
        state_put_float(out, k->links[i].alike);
        state_put_float(out, k->links[i].least);
        count++;
    }
    out->p[at] = (char)count;
}

static void save_sketch(const struct stream *s, const struct numbering *n, const struct sketch *k, struct buf *out)
{
    for (size_t i = 1; i <= PART_COUNT; i++)
        state_put(out, k->begin[i], 2);
    save_weights(k->items, k->begin[PART_COUNT], out);
    for (size_t i = 0; i < PART_COUNT; i++)
        state_put_float(out, k->length[i]);
    state_put(out, k->key_count, 2);
    for (size_t i = 0; i < k->key_count; i++)
        state_put(out, k->keys[i], 4);
    state_put(out, k->shingle_count, 2);
    for (size_t i = 0; i < k->shingle_count; i++)
        state_put(out, k->shingles[i], 4);
    state_put(out, (uint32_t)k->day, 4);
    state_put(out, (uint32_t)k->came, 4);
    state_put(out, k->language, 1);
    state_put(out, k->marker, 1);
    state_put_float(out, k->greatest);
    for (size_t i = 0; i < TOPIC_COUNT; i++)
        state_put_float(out, k->topics[i]);
    state_put_float(out, k->newsworth);
    state_put(out, (uint32_t)k->event_day, 4);
    save_likely(s, n, k, out);
}

static void save_text(struct str text, struct buf *out)
{
    state_put(out, text.n, 2);
    buf_add(out, text);
}

static uint32_t renumbered(const struct numbering *n, int32_t article)
{
    return article == NO_INDEX ? (uint32_t)NO_INDEX : n->articles[article];
}

static void save_article(const struct stream *s, const struct numbering *n, uint32_t article, struct buf *out)
{
    const struct placed *p = &s->articles[article];
    bool has_links = p->url || p->copy_of != NO_INDEX || p->revised_by != NO_INDEX;
    state_put(out, (uint64_t)p->published.seconds, 8);
    state_put(out, (uint32_t)p->published.offset_minutes, 4);
    state_put(out, (p->published.is_set ? STATE_IS_SET : 0u) | (p->published.has_time ? STATE_HAS_TIME : 0u) |
                       (p->published.has_zone ? STATE_HAS_ZONE : 0u) | (p->sketch ? STATE_HAS_SKETCH : 0u) |
                       (has_links ? STATE_HAS_LINKS : 0u) | (p->place.at ? STATE_HAS_PLACE : 0u), 1);
    save_text(stream_article_id(s, article), out);
    state_put(out, n->outlets[p->outlet], 4);
    state_put(out, n->plots[p->plot], 4);
    if (has_links) {
        state_put(out, p->url, 8);
        state_put(out, renumbered(n, p->copy_of), 4);
        state_put(out, renumbered(n, p->revised_by), 4);
    }
    if (p->place.at) {
        state_put(out, p->place.at, 2);
        state_put(out, p->place.of, 2);
    }
    if (p->sketch)
        save_sketch(s, n, p->sketch, out);
}

static void save_plot(const struct numbering *n, const struct plot *p, struct buf *out)
{
    state_put(out, p->id, 8);
    state_put(out, p->stage, 1);
    state_put(out, n->plots[p->merged_into], 4);
    if (p->stage == PLOT_MERGED)
        return;
    state_put(out, p->version, 4);
    state_put(out, (uint64_t)p->active, 8);
    state_put(out, (uint64_t)p->began, 8);
    state_put(out, p->member_count, 4);
    for (size_t i = 0; i < p->member_count; i++)
        state_put(out, n->articles[p->members[i]], 4);
    state_put(out, p->voice_count, 1);
    for (size_t i = 0; i < p->voice_count; i++)
        state_put(out, n->articles[p->voices[i]], 4);
    state_put(out, p->profile_count, 1);
    save_weights(p->profile, p->profile_count, out);
    for (size_t i = 0; i < TOPIC_COUNT; i++)
        state_put_float(out, p->topics[i]);
    state_put_float(out, p->newsworth);
}

static void save_clock(const struct stream *s, struct buf *out)
{
    for (size_t i = 0; i < STREAM_CLOCK_READINGS; i++)
        state_put(out, (uint64_t)s->readings[i], 8);
    state_put(out, s->reading_count, 8);
    state_put(out, (uint64_t)s->clock, 8);
    state_put(out, (uint64_t)s->swept, 8);
}

void stream_save(const struct stream *s, struct buf *out)
{
    size_t begin = out->n;
    struct numbering n;
    numbering_make(s, &n);
    buf_add_z(out, STATE_MAGIC);
    save_background(&s->background, out);
    state_put(out, n.outlet_count, 4);
    for (uint32_t i = 0; i < n.outlet_count; i++)
        save_text(stream_outlet_name(s, n.outlets_in_order[i]), out);
    state_put(out, n.article_count, 4);
    for (size_t i = 0; i < s->article_count; i++)
        if (n.articles[i] != UINT32_MAX)
            save_article(s, &n, (uint32_t)i, out);
    state_put(out, n.plot_count, 4);
    for (size_t i = 0; i < s->plot_count; i++)
        if (n.plots[i] != UINT32_MAX)
            save_plot(&n, &s->plots[i], out);
    save_clock(s, out);
    numbering_free(&n);
    state_put(out, str_hash((struct str){out->p + begin, out->n - begin}), 8);
}
