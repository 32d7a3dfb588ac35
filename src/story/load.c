/* A stream out of bytes that nobody vouches for: every number is checked before it is used. */
#include <math.h>
#include <stdlib.h>

#include "story/state.h"
#include "story/stream_state.h"

enum { DAYS_MAX = 10000000 }; /* no report is of another day, and days so near can be subtracted */
static const int64_t SECONDS_MAX = INT64_C(86400) * DAYS_MAX;

static bool is_calendar_day(int64_t day)
{
    return day >= -DAYS_MAX && day <= DAYS_MAX;
}

static int64_t get_seconds(struct state_reader *r)
{
    int64_t v = (int64_t)state_get(r, 8);
    state_check(r, v >= -SECONDS_MAX && v <= SECONDS_MAX, "a time beyond all calendars");
    return r->bad ? 0 : v;
}

static void load_numbers(struct state_reader *r, uint32_t *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        numbers[i] = (uint32_t)state_get(r, 4);
}

static uint32_t *load_list(struct state_reader *r, size_t count)
{
    uint32_t *numbers = xcalloc(count ? count : 1, sizeof *numbers);
    load_numbers(r, numbers, count);
    return numbers;
}

static void load_days(struct state_reader *r, struct background *b)
{
    b->day = (int64_t)state_get(r, 8);
    state_check(r, is_calendar_day(b->day), "a day beyond all calendars");
    for (size_t i = 0; i < BACKGROUND_DAYS && !r->bad; i++) {
        struct background_day *d = &b->days[i];
        for (size_t k = 0; k < b->language_count; k++) {
            d->documents[k] = state_get_double(r);
            state_check(r, d->documents[k] >= 0, "a negative count");
            b->recent[k] += d->documents[k];
        }
        d->count = d->capacity = state_get_count(r, 4);
        d->terms = load_list(r, d->count);
        for (size_t k = 0; k < d->count && !r->bad; k++)
            background_recent(b, background_at(b, d->terms[k]));
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

static void load_draft(struct state_reader *r, const struct stream *s, struct draft *d)
{
    struct sketch *k = &d->sketch;
    draft_begin(d);
    for (size_t i = 1; i <= PART_COUNT; i++) {
        bool is_there = r->version > 4 || i - 1 != PART_FOCUS;
        k->begin[i] = is_there ? (uint16_t)state_get(r, 2) : k->begin[i - 1];
        state_check(r, k->begin[i] >= k->begin[i - 1] && (size_t)(k->begin[i] - k->begin[i - 1]) <= sketch_limits[i - 1],
                    "a vector that is too long");
        if (r->bad)
            k->begin[i] = k->begin[i - 1];
    }
    for (size_t i = 0; i < PART_COUNT; i++)
        load_weights(r, k->items + k->begin[i], (size_t)(k->begin[i + 1] - k->begin[i]));
    for (size_t i = 0; i < PART_COUNT; i++)
        k->length[i] = r->version > 4 || i != PART_FOCUS ? state_get_float(r) : 0;
    k->key_count = (uint16_t)state_get(r, 2);
    state_check(r, k->key_count <= SKETCH_KEYS_MAX, "too many keys");
    k->key_count = r->bad ? 0 : k->key_count;
    load_numbers(r, k->keys, k->key_count);
    k->shingle_count = (uint16_t)state_get(r, 2);
    state_check(r, k->shingle_count <= SKETCH_SHINGLES_MAX, "too many shingles");
    k->shingle_count = r->bad ? 0 : k->shingle_count;
    load_numbers(r, k->shingles, k->shingle_count);
    k->day = (int32_t)state_get(r, 4);
    k->came = r->version > 2 ? (int32_t)state_get(r, 4) : k->day;
    state_check(r, is_calendar_day(k->day) && is_calendar_day(k->came), "a day of a report beyond all calendars");
    k->language = (uint8_t)state_get(r, 1);
    k->marker = r->version > 1 ? (uint8_t)state_get(r, 1) : MARKER_NONE;
    state_check(r, k->marker <= MARKER_FLASH, "a kind of title that is none");
    k->greatest = state_get_float(r);
    for (size_t i = 0; i < TOPIC_COUNT && r->version > 3; i++)
        k->topics[i] = state_get_float(r);
    k->newsworth = r->version > 3 ? state_get_float(r) : 0;
    k->event_day = r->version > 4 ? (int32_t)state_get(r, 4) : NO_EVENT_DAY;
    state_check(r, k->language < s->background.language_count, "a language that is not there");
}

static void load_likely(struct state_reader *r, struct stream *s, struct sketch *k, size_t articles)
{
    size_t count = state_get(r, 1);
    state_check(r, count <= LINKS_MAX, "too many links");
    if (r->bad || !count)
        return;
    k->links = pool_take(&s->sketcher.pool, LINKS_MAX * sizeof *k->links);
    for (size_t i = 0; i < count; i++) {
        struct link l = {.article = (uint32_t)state_get(r, 4), .rest = state_get_float(r)};
        if (r->version > 5)
            l.alike = state_get_float(r);
        else
            l.rest = logf(l.rest / (1 - l.rest)); /* was how likely: it stays so */
        l.least = r->version > 5 ? state_get_float(r) : 1;
        state_check(r, l.article < articles, "a link to what is not there");
        state_check(r, link_is_sensible(&l), "a link that weighs nothing sensible");
        if (!r->bad)
            k->links[k->link_count++] = l;
    }
}

/* Never NULL, also when something was wrong. */
static struct sketch *load_sketch(struct state_reader *r, struct stream *s, size_t articles)
{
    struct draft *d = xcalloc(1, sizeof *d);
    load_draft(r, s, d);
    struct sketch *k = draft_pack(d, &s->sketcher.pool);
    free(d);
    if (r->version > 4)
        load_likely(r, s, k, articles);
    return k;
}

/* A text of the state, into the stream's. Versions 1 and 2 have them all in one piece. */
static void load_text(struct state_reader *r, struct stream *s, uint32_t *at, uint32_t *length)
{
    *at = r->version > 2 ? (uint32_t)s->strings.n : (uint32_t)state_get(r, 4);
    *length = (uint32_t)state_get(r, r->version > 2 ? 2 : 4);
    state_check(r, *length <= STREAM_TEXT_LIMIT, "a text that is too long");
    if (r->version > 2) {
        state_check(r, *length <= r->rest.n, "it ends too early");
        *length = r->bad ? 0 : *length;
        buf_add(&s->strings, (struct str){r->rest.p, *length});
        r->rest = (struct str){r->rest.p + *length, r->rest.n - *length};
    }
    state_check(r, (uint64_t)*at + *length <= s->strings.n, "a text outside the text");
}

static void load_links(struct state_reader *r, struct placed *p, size_t number, size_t count)
{
    p->copy_of = (int32_t)state_get(r, 4);
    state_check(r, p->copy_of >= NO_INDEX && (p->copy_of == NO_INDEX || (size_t)p->copy_of < number),
                "a copy of what came later");
    p->revised_by = (int32_t)state_get(r, 4);
    state_check(r, p->revised_by == NO_INDEX || (p->revised_by > 0 && (size_t)p->revised_by > number &&
                                                 (size_t)p->revised_by < count), "a revision that came earlier");
}

static void load_place(struct state_reader *r, struct feed_place *out)
{
    out->at = (uint16_t)state_get(r, 2);
    out->of = (uint16_t)state_get(r, 2);
    state_check(r, out->at && out->at <= out->of, "a place that is none");
}

static void load_article(struct state_reader *r, struct stream *s, size_t number, size_t count)
{
    struct placed p = {.published.seconds = get_seconds(r), .copy_of = NO_INDEX, .revised_by = NO_INDEX};
    p.published.offset_minutes = (int32_t)state_get(r, 4);
    state_check(r, p.published.offset_minutes > -1441 && p.published.offset_minutes < 1441, "a zone that is none");
    unsigned flags = (unsigned)state_get(r, 1);
    bool has_links = r->version < 3 || flags & STATE_HAS_LINKS;
    p.published.is_set = flags & STATE_IS_SET;
    p.published.has_time = flags & STATE_HAS_TIME;
    p.published.has_zone = flags & STATE_HAS_ZONE;
    if (r->version < 3)
        p.url = state_get(r, 8);
    load_text(r, s, &p.id_at, &p.id_length);
    p.outlet = (uint32_t)state_get(r, 4);
    state_check(r, p.outlet < s->outlet_count, "an outlet that is not there");
    p.plot = (uint32_t)state_get(r, 4);
    state_check(r, p.plot != UINT32_MAX, "a story that is not there"); /* whether it is: check_places */
    if (r->version > 2 && has_links)
        p.url = state_get(r, 8);
    if (has_links)
        load_links(r, &p, number, count);
    if (r->version > 5 && flags & STATE_HAS_PLACE)
        load_place(r, &p.place);
    if (r->bad)
        return;
    if (flags & STATE_HAS_SKETCH)
        p.sketch = load_sketch(r, s, count);
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

/* A voice of an open plot has a sketch, and no article of a closed one; each article is in one plot. */
static void check_member(struct state_reader *r, struct stream *s, const struct plot *p, uint32_t plot, uint32_t article,
                         bool is_voice)
{
    state_check(r, article < s->article_count, "a member that is not there");
    if (r->bad)
        return;
    const struct placed *x = &s->articles[article];
    state_check(r, x->plot == plot, "a member that belongs elsewhere");
    state_check(r, p->stage == PLOT_OPEN ? !is_voice || x->sketch : !x->sketch, "a member whose vectors do not fit");
}

static void load_members(struct state_reader *r, struct stream *s, struct plot *p, uint32_t number)
{
    size_t count = state_get_count(r, 4);
    state_check(r, count || p->stage == PLOT_REMEMBERED || p->stage == PLOT_MERGED, "a story without members");
    state_check(r, p->stage != PLOT_REMEMBERED || count <= STREAM_FIRST_REPORTS, "too many first reports");
    p->members = load_list(r, r->bad ? 0 : count);
    p->member_count = p->member_capacity = r->bad ? 0 : (uint32_t)count;
    for (size_t i = 0; i < p->member_count; i++)
        check_member(r, s, p, number, p->members[i], false);
    p->voice_count = (uint8_t)state_get(r, 1);
    state_check(r, p->voice_count <= STREAM_VOICES_MAX && (p->stage == PLOT_OPEN) == (p->voice_count > 0), "too many voices");
    p->voice_count = r->bad ? 0 : p->voice_count;
    for (size_t i = 0; i < p->voice_count; i++) {
        p->voices[i] = (uint32_t)state_get(r, 4);
        check_member(r, s, p, number, p->voices[i], true);
    }
}

static enum plot_stage stage_of(struct state_reader *r, uint64_t byte, bool is_merged)
{
    state_check(r, byte < PLOT_FORGOTTEN && (r->version > 2 || byte <= PLOT_OPEN), "a story in no stage");
    state_check(r, r->version < 3 || is_merged == (byte == PLOT_MERGED), "a story merged and not merged");
    state_check(r, !is_merged || byte != PLOT_OPEN, "a merged story that is open");
    return is_merged ? PLOT_MERGED : (enum plot_stage)byte;
}

static void load_plot_rest(struct state_reader *r, struct stream *s, struct plot *p, uint32_t number)
{
    p->active = get_seconds(r);
    p->began = r->version > 2 ? get_seconds(r) : 0;
    load_members(r, s, p, number);
    if (r->version < 3 && p->member_count && !r->bad) /* the members are there */
        p->began = s->articles[p->members[0]].published.seconds;
    p->profile_count = (uint8_t)state_get(r, 1);
    state_check(r, p->profile_count <= PROFILE_TERMS, "a profile that is too long");
    p->profile_count = r->bad ? 0 : p->profile_count;
    load_weights(r, p->profile, p->profile_count);
    for (size_t i = 0; i < TOPIC_COUNT; i++)
        p->topics[i] = state_get_float(r);
    p->newsworth = state_get_float(r);
}

static void load_plot(struct state_reader *r, struct stream *s, uint32_t number)
{
    struct plot *p = &s->plots[number];
    *p = (struct plot){.id = state_get(r, 8)};
    s->plot_count = number + 1;
    if (r->version < 3)
        p->version = (uint32_t)state_get(r, 4);
    uint64_t stage = r->version > 2 ? state_get(r, 1) : 0;
    p->merged_into = (uint32_t)state_get(r, 4);
    state_check(r, p->merged_into < s->plot_capacity, "a story merged into none");
    if (r->version < 3)
        stage = state_get(r, 1);
    p->stage = stage_of(r, stage, p->merged_into != number);
    if (r->bad)
        p->stage = PLOT_FORGOTTEN;
    if (r->version > 2 && p->stage != PLOT_MERGED)
        p->version = (uint32_t)state_get(r, 4);
    if (r->version < 3 || p->stage != PLOT_MERGED)
        load_plot_rest(r, s, p, number);
    state_check(r, p->stage != PLOT_MERGED || (!p->member_count && !p->profile_count), "a merged story with members");
    state_check(r, !map_get(&s->by_plot_id, p->id), "a story twice");
    *map_put(&s->by_plot_id, p->id) = number;
}

static void load_outlets(struct state_reader *r, struct stream *s)
{
    if (r->version < 3) {
        size_t n = state_get_count(r, 1);
        buf_add(&s->strings, (struct str){r->rest.p, n});
        r->rest = (struct str){r->rest.p + n, r->rest.n - n};
    }
    s->outlet_count = s->outlet_capacity = state_get_count(r, r->version > 2 ? 2 : 8);
    s->outlets = xcalloc(s->outlet_count ? s->outlet_count : 1, sizeof *s->outlets);
    for (size_t i = 0; i < s->outlet_count && !r->bad; i++) {
        load_text(r, s, &s->outlets[i].at, &s->outlets[i].length);
        if (r->bad)
            return;
        uint64_t key = str_hash(stream_outlet_name(s, (uint32_t)i));
        while (map_get(&s->by_outlet, key))
            key++;
        *map_put(&s->by_outlet, key) = i;
    }
}

/* Where a story has gone is a story that has gone nowhere, or leads to one. */
static void check_merged(struct state_reader *r, const struct stream *s)
{
    uint32_t *seen_from = xcalloc(s->plot_count ? s->plot_count : 1, sizeof *seen_from);
    for (uint32_t i = 0; i < s->plot_count && !r->bad; i++)
        for (uint32_t k = i; s->plots[k].merged_into != k && !r->bad; k = s->plots[k].merged_into) {
            state_check(r, seen_from[k] != i + 1, "stories merged in a circle");
            if (seen_from[k])
                break; /* from here on it has been followed before */
            seen_from[k] = i + 1;
        }
    for (size_t i = 0; i < s->plot_count; i++)
        state_check(r, s->plots[i].stage != PLOT_MERGED || s->plots[i].merged_into != i, "a story merged into itself");
    free(seen_from);
}

/* Each article is a member of one plot, which is its own, and copies and later versions are in the plot of what they copy. */
static void check_places(struct state_reader *r, const struct stream *s)
{
    bool *seen = xcalloc(s->article_count ? s->article_count : 1, sizeof *seen);
    size_t members = 0;
    for (size_t i = 0; i < s->plot_count; i++) {
        for (size_t k = 0; k < s->plots[i].member_count; k++) {
            state_check(r, !seen[s->plots[i].members[k]], "an article in two stories");
            seen[s->plots[i].members[k]] = true;
        }
        members += s->plots[i].member_count;
    }
    state_check(r, members == s->article_count, "articles in no story");
    for (size_t i = 0; i < s->plot_count; i++)
        for (size_t k = 0; k < s->plots[i].voice_count; k++) {
            const struct placed *x = &s->articles[s->plots[i].voices[k]];
            state_check(r, x->copy_of == NO_INDEX && x->revised_by == NO_INDEX, "a copy among the reports that are compared");
        }
    for (size_t i = 0; i < s->article_count; i++) {
        const struct placed *x = &s->articles[i];
        state_check(r, (x->copy_of == NO_INDEX || s->articles[x->copy_of].plot == x->plot) &&
                           (x->revised_by == NO_INDEX || s->articles[x->revised_by].plot == x->plot),
                    "a copy in another story");
    }
    free(seen);
}

static void index_all(struct stream *s)
{
    for (size_t i = 0; i < s->article_count; i++)
        if (s->articles[i].sketch)
            plot_index_article(s, (uint32_t)i);
    for (size_t i = 0; i < s->plot_count; i++) {
        const struct plot *p = &s->plots[i];
        for (size_t k = 0; k < p->voice_count; k++)
            plot_index_voice(s, p->voices[k]);
        plot_index_profile(s, (uint32_t)i);
        if (p->stage == PLOT_OPEN)
            plots_list(&s->open, (uint32_t)i);
        if (p->stage == PLOT_RESTS)
            plots_list(&s->resting, (uint32_t)i);
        s->open_count += p->stage == PLOT_OPEN;
        s->remembered_count += p->stage == PLOT_REMEMBERED;
    }
}

static void load_clock(struct state_reader *r, struct stream *s)
{
    for (size_t i = 0; i < STREAM_CLOCK_READINGS; i++)
        s->readings[i] = get_seconds(r);
    s->reading_count = state_get(r, 8);
    state_check(r, s->reading_count < UINT64_C(1) << 48, "more times than can have been read");
    s->clock = get_seconds(r);
    s->swept = get_seconds(r);
    int32_t today = (int32_t)(s->clock / 86400);
    for (size_t i = 0; i < s->article_count; i++) /* versions 1 and 2 do not know it; nothing came after now */
        if (s->articles[i].sketch && s->articles[i].sketch->came > today)
            s->articles[i].sketch->came = today;
}

static void load_all(struct state_reader *r, struct stream *s)
{
    load_background(r, &s->background);
    load_outlets(r, s);
    size_t articles = state_get_count(r, r->version > 2 ? 23 : 41);
    s->articles = xcalloc(articles ? articles : 1, sizeof *s->articles);
    s->article_capacity = articles;
    for (size_t i = 0; i < articles && !r->bad; i++)
        load_article(r, s, i, articles);
    size_t plots = state_get_count(r, r->version > 2 ? 13 : 30);
    s->plots = xcalloc(plots ? plots : 1, sizeof *s->plots);
    s->plot_capacity = plots;
    for (size_t i = 0; i < plots && !r->bad; i++)
        load_plot(r, s, (uint32_t)i);
    load_clock(r, s);
    if (!r->bad)
        check_merged(r, s);
    if (!r->bad)
        check_places(r, s);
}

struct status stream_load(struct str bytes, const char *where, struct stream **out)
{
    struct state_reader r = {.rest = bytes};
    struct stream *s = stream_create();
    struct str magic = str_of(STATE_MAGIC);
    *out = NULL;
    r.version = str_starts(bytes, magic)                     ? STATE_VERSION
                : str_starts(bytes, str_of(STATE_MAGIC_5)) ? 5
                : str_starts(bytes, str_of(STATE_MAGIC_4)) ? 4
                : str_starts(bytes, str_of(STATE_MAGIC_3)) ? 3
                : str_starts(bytes, str_of(STATE_MAGIC_2)) ? 2
                : str_starts(bytes, str_of(STATE_MAGIC_1)) ? 1
                                                           : 0;
    if (!r.version || bytes.n < magic.n + 8) {
        stream_destroy(s);
        return status_error(STATUS_BAD_INPUT, "%s: no stream that this version can read; begin a new one", where);
    }
    struct state_reader sum = {.rest = {bytes.p + bytes.n - 8, 8}};
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
