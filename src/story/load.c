/* A stream out of bytes that nobody vouches for: every number is checked before it is used. */
#include <stdlib.h>

#include "story/state.h"
#include "story/stream_state.h"

static const int64_t SECONDS_MAX = INT64_C(180000000000000); /* what a day count of 32 bits can hold */

static int64_t get_seconds(struct state_reader *r)
{
    int64_t v = (int64_t)state_get(r, 8);
    state_check(r, v >= -SECONDS_MAX && v <= SECONDS_MAX, "a time beyond all calendars");
    return r->bad ? 0 : v;
}

static uint32_t *load_numbers(struct state_reader *r, size_t count)
{
    uint32_t *numbers = xcalloc(count ? count : 1, sizeof *numbers);
    for (size_t i = 0; i < count; i++)
        numbers[i] = (uint32_t)state_get(r, 4);
    return numbers;
}

static void load_days(struct state_reader *r, struct background *b)
{
    b->day = (int64_t)state_get(r, 8);
    state_check(r, b->day >= -SECONDS_MAX / 86400 && b->day <= SECONDS_MAX / 86400, "a day beyond all calendars");
    for (size_t i = 0; i < BACKGROUND_DAYS && !r->bad; i++) {
        struct background_day *d = &b->days[i];
        for (size_t k = 0; k < b->language_count; k++) {
            d->documents[k] = state_get_double(r);
            state_check(r, d->documents[k] >= 0, "a negative count");
            b->recent[k] += d->documents[k];
        }
        d->count = d->capacity = state_get_count(r, 4);
        d->terms = load_numbers(r, d->count);
        for (size_t k = 0; k < d->count && !r->bad; k++)
            background_at(b, d->terms[k])->recent++;
    }
}

static void load_background(struct state_reader *r, struct background *b)
{
    size_t languages = state_get_count(r, 20);
    state_check(r, languages <= BACKGROUND_LANGUAGES_MAX, "too many languages");
    for (size_t i = 0; i < languages && !r->bad; i++) {
        for (size_t k = 0; k < sizeof b->languages[i]; k++)
            b->languages[i][k] = (char)state_get(r, 1);
        b->languages[i][sizeof b->languages[i] - 1] = '\0';
        b->documents[i] = state_get_double(r);
        state_check(r, b->documents[i] >= 0, "a negative count");
        b->language_count = i + 1;
    }
    load_days(r, b);
    size_t terms = state_get_count(r, 8);
    for (size_t i = 0; i < terms && !r->bad; i++) {
        uint32_t key = (uint32_t)state_get(r, 4);
        background_at(b, key)->all += (uint32_t)state_get(r, 4); /* the days have put what is recent */
    }
}

static size_t load_weights(struct state_reader *r, struct weight *items, size_t count)
{
    for (size_t i = 0; i < count && !r->bad; i++) {
        items[i].term = (uint32_t)state_get(r, 4);
        items[i].weight = state_get_float(r);
        state_check(r, !i || items[i].term > items[i - 1].term, "terms out of order");
    }
    return r->bad ? 0 : count;
}

/* Never NULL; the caller owns it also when something was wrong. */
static struct sketch *load_sketch(struct state_reader *r, const struct stream *s)
{
    struct sketch *k = xcalloc(1, sizeof *k);
    for (size_t i = 1; i <= PART_COUNT; i++) {
        k->begin[i] = (uint16_t)state_get(r, 2);
        state_check(r, k->begin[i] >= k->begin[i - 1] && (size_t)(k->begin[i] - k->begin[i - 1]) <= sketch_limits[i - 1],
                    "a vector that is too long");
        if (r->bad)
            k->begin[i] = k->begin[i - 1];
    }
    k->items = xcalloc(k->begin[PART_COUNT] ? k->begin[PART_COUNT] : 1, sizeof *k->items);
    for (size_t i = 0; i < PART_COUNT; i++)
        load_weights(r, k->items + k->begin[i], (size_t)(k->begin[i + 1] - k->begin[i]));
    for (size_t i = 0; i < PART_COUNT; i++)
        k->length[i] = state_get_float(r);
    k->key_count = (uint16_t)state_get(r, 2);
    state_check(r, k->key_count <= SKETCH_KEYS_MAX, "too many keys");
    k->key_count = r->bad ? 0 : k->key_count;
    k->keys = load_numbers(r, k->key_count);
    k->shingle_count = (uint16_t)state_get(r, 2);
    state_check(r, k->shingle_count <= SKETCH_SHINGLES_MAX, "too many shingles");
    k->shingle_count = r->bad ? 0 : k->shingle_count;
    k->shingles = load_numbers(r, k->shingle_count);
    k->day = (int32_t)state_get(r, 4);
    k->language = (uint8_t)state_get(r, 1);
    k->marker = (uint8_t)state_get(r, 1);
    state_check(r, k->marker <= MARKER_FLASH, "a kind of title that is none");
    k->greatest = state_get_float(r);
    state_check(r, k->language < s->background.language_count, "a language that is not there");
    return k;
}

static void load_article(struct state_reader *r, struct stream *s, size_t number, size_t count, size_t plots_hint)
{
    struct placed p = {.published.seconds = get_seconds(r)};
    p.published.offset_minutes = (int32_t)state_get(r, 4);
    state_check(r, p.published.offset_minutes > -1441 && p.published.offset_minutes < 1441, "a zone that is none");
    unsigned flags = (unsigned)state_get(r, 1);
    p.published.is_set = flags & 1;
    p.published.has_time = flags & 2;
    p.published.has_zone = flags & 4;
    p.url = state_get(r, 8);
    p.id_at = (uint32_t)state_get(r, 4);
    p.id_length = (uint32_t)state_get(r, 4);
    state_check(r, (uint64_t)p.id_at + p.id_length <= s->strings.n && p.id_length <= STREAM_TEXT_LIMIT,
                "an id outside the text");
    p.outlet = (uint32_t)state_get(r, 4);
    state_check(r, p.outlet < s->outlet_count, "an outlet that is not there");
    p.plot = (uint32_t)state_get(r, 4);
    state_check(r, p.plot < plots_hint, "a story that is not there");
    p.copy_of = (int32_t)state_get(r, 4);
    state_check(r, p.copy_of >= NO_INDEX && (p.copy_of == NO_INDEX || (size_t)p.copy_of < number),
                "a copy of what came later");
    p.revised_by = (int32_t)state_get(r, 4);
    state_check(r, p.revised_by == NO_INDEX || (p.revised_by > 0 && (size_t)p.revised_by > number &&
                                                (size_t)p.revised_by < count), "a revision that came earlier");
    if (r->bad)
        return;
    if (flags & 8)
        p.sketch = load_sketch(r, s);
    if (p.sketch)
        p.sketch->outlet = p.outlet;
    s->articles[number] = p;
    s->article_count = number + 1;
    uint64_t key = str_hash(stream_article_id(s, (uint32_t)number));
    for (const uint64_t *at; (at = map_get(&s->by_id, key)); key++)
        state_check(r, !str_eq(stream_article_id(s, (uint32_t)*at), stream_article_id(s, (uint32_t)number)),
                    "an article twice");
    *map_put(&s->by_id, key) = number;
}

/* An open plot's members all have sketches, a closed one's have none; each article is in one plot. */
static void check_member(struct state_reader *r, struct stream *s, const struct plot *p, uint32_t plot, uint32_t article)
{
    state_check(r, article < s->article_count, "a member that is not there");
    if (r->bad)
        return;
    const struct placed *x = &s->articles[article];
    state_check(r, x->plot == plot && p->is_open == (x->sketch != NULL), "a member that belongs elsewhere");
}

static void load_plot(struct state_reader *r, struct stream *s, uint32_t number, size_t *members)
{
    struct plot *p = &s->plots[number];
    *p = (struct plot){.id = state_get(r, 8), .version = (uint32_t)state_get(r, 4)};
    s->plot_count = number + 1;
    p->merged_into = (uint32_t)state_get(r, 4);
    state_check(r, p->merged_into <= number, "a story merged into a later one");
    p->is_open = state_get(r, 1) == 1;
    p->active = get_seconds(r);
    size_t count = state_get_count(r, 4);
    state_check(r, (count > 0) == (p->merged_into == number) && (count || !p->is_open), "a story without members");
    p->members = load_numbers(r, r->bad ? 0 : count);
    p->member_count = p->member_capacity = r->bad ? 0 : (uint32_t)count;
    for (size_t i = 0; i < p->member_count; i++)
        check_member(r, s, p, number, p->members[i]);
    *members += p->member_count;
    p->voice_count = (uint8_t)state_get(r, 1);
    state_check(r, p->voice_count <= STREAM_VOICES_MAX && (p->is_open || !p->voice_count), "too many voices");
    p->voice_count = r->bad ? 0 : p->voice_count;
    for (size_t i = 0; i < p->voice_count; i++) {
        p->voices[i] = (uint32_t)state_get(r, 4);
        check_member(r, s, p, number, p->voices[i]);
    }
    p->profile_count = (uint8_t)state_get(r, 1);
    state_check(r, p->profile_count <= PROFILE_TERMS, "a profile that is too long");
    p->profile_count = r->bad ? 0 : p->profile_count;
    load_weights(r, p->profile, p->profile_count);
    for (size_t i = 0; i < TOPIC_COUNT; i++)
        p->topics[i] = state_get_float(r);
    p->substance = state_get_float(r);
    state_check(r, !map_get(&s->by_plot_id, p->id), "a story twice");
    *map_put(&s->by_plot_id, p->id) = number;
}

static void load_strings(struct state_reader *r, struct stream *s)
{
    size_t n = state_get_count(r, 1);
    if (r->bad)
        return;
    buf_add(&s->strings, (struct str){r->rest.p, n});
    r->rest = (struct str){r->rest.p + n, r->rest.n - n};
    s->outlet_count = s->outlet_capacity = state_get_count(r, 8);
    s->outlets = xcalloc(s->outlet_count ? s->outlet_count : 1, sizeof *s->outlets);
    for (size_t i = 0; i < s->outlet_count && !r->bad; i++) {
        s->outlets[i].at = (uint32_t)state_get(r, 4);
        s->outlets[i].length = (uint32_t)state_get(r, 4);
        state_check(r, (uint64_t)s->outlets[i].at + s->outlets[i].length <= s->strings.n, "an outlet outside the text");
        if (r->bad)
            return;
        uint64_t key = str_hash((struct str){s->strings.p + s->outlets[i].at, s->outlets[i].length});
        while (map_get(&s->by_outlet, key))
            key++;
        *map_put(&s->by_outlet, key) = i;
    }
}

static bool is_in_one_plot_each(const struct stream *s)
{
    bool *seen = xcalloc(s->article_count ? s->article_count : 1, sizeof *seen);
    bool once = true;
    for (size_t i = 0; i < s->plot_count; i++) {
        for (size_t k = 0; k < s->plots[i].member_count; k++) {
            once = once && !seen[s->plots[i].members[k]];
            seen[s->plots[i].members[k]] = true;
        }
    }
    free(seen);
    return once;
}

static void index_all(struct stream *s)
{
    for (size_t i = 0; i < s->article_count; i++)
        if (s->articles[i].sketch)
            plot_index_article(s, (uint32_t)i);
    for (size_t i = 0; i < s->plot_count; i++) {
        for (size_t k = 0; k < s->plots[i].voice_count; k++)
            plot_index_voice(s, s->plots[i].voices[k]);
        plot_index_profile(s, (uint32_t)i);
        if (s->plots[i].is_open)
            plots_list_open(s, (uint32_t)i);
    }
}

static void load_all(struct state_reader *r, struct stream *s)
{
    size_t members = 0;
    load_background(r, &s->background);
    load_strings(r, s);
    size_t articles = state_get_count(r, 41);
    s->articles = xcalloc(articles ? articles : 1, sizeof *s->articles);
    s->article_capacity = articles;
    for (size_t i = 0; i < articles && !r->bad; i++)
        load_article(r, s, i, articles, articles);
    size_t plots = state_get_count(r, 30);
    s->plots = xcalloc(plots ? plots : 1, sizeof *s->plots);
    s->plot_capacity = plots;
    for (size_t i = 0; i < plots && !r->bad; i++)
        load_plot(r, s, (uint32_t)i, &members);
    for (size_t i = 0; i < STREAM_CLOCK_READINGS; i++)
        s->readings[i] = get_seconds(r);
    s->reading_count = state_get(r, 8);
    state_check(r, s->reading_count <= s->article_count, "more times than articles");
    s->clock = get_seconds(r);
    s->swept = get_seconds(r);
    state_check(r, members == s->article_count, "articles in no story");
    if (!r->bad)
        state_check(r, is_in_one_plot_each(s), "an article in two stories");
}

struct status stream_load(struct str bytes, const char *where, struct stream **out)
{
    struct state_reader r = {bytes, false, NULL};
    struct stream *s = stream_create();
    struct str magic = str_of(STATE_MAGIC);
    *out = NULL;
    if (!str_starts(bytes, magic) || bytes.n < magic.n + 8) {
        stream_destroy(s);
        return status_error(STATUS_BAD_INPUT, "%s: no saved stream of this version; begin a new one", where);
    }
    struct state_reader sum = {{bytes.p + bytes.n - 8, 8}, false, NULL};
    if (state_get(&sum, 8) != str_hash((struct str){bytes.p, bytes.n - 8}))
        state_fail(&r, "its checksum does not fit");
    r.rest = (struct str){bytes.p + magic.n, bytes.n - magic.n - 8};
    load_all(&r, s);
    state_check(&r, !r.rest.n, "bytes left over at its end");
    if (r.bad) {
        stream_destroy(s);
        return status_error(STATUS_BAD_INPUT, "%s: a damaged stream (%s); restore an older copy or begin a new one", where,
                            r.why);
    }
    index_all(s);
    *out = s;
    return status_ok();
}
