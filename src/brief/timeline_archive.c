#include "brief/timeline_archive.h"

#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/embedded.h"
#include "brief/standing.h"
#include "brief/timeline_date.h"
#include "brief/timeline_parts.h"
#include "text/idf.h"

static struct weights read_weights(void)
{
    struct weights w = {0};
    const struct {
        struct str name;
        double *at;
    } fields[] = {{STR("publication"), &w.publication}, {STR("publication_end"), &w.publication_end},
                  {STR("lead"), &w.lead}, {STR("next"), &w.next}, {STR("next_lead"), &w.next_lead}, {STR("repeats"), &w.repeats},
                  {STR("full"), &w.full},               {STR("shortest"), &w.shortest}, {STR("longest"), &w.longest},
                  {STR("leaning"), &w.leaning}, {STR("opening"), &w.opening}, {STR("own"), &w.own},
                  {STR("crowded"), &w.crowded}, {STR("foreseen"), &w.foreseen}, {STR("lasting"), &w.lasting},
                  {STR("lasting_days"), &w.lasting_days}, {STR("beside"), &w.beside}, {STR("topical"), &w.topical}};
    struct str rest = embedded_get("data/brief/archive.txt"), line;
    while (embedded_line(&rest, &line)) {
        char number[32] = "";
        struct str name = str_cut(&line, ' ');
        memcpy(number, line.p, line.n < sizeof number ? line.n : sizeof number - 1);
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
            if (str_eq(fields[i].name, name))
                *fields[i].at = strtod(number, NULL);
    }
    return w;
}

struct archive *archive_create(int32_t from, int32_t to)
{
    struct archive *a = xcalloc(1, sizeof *a);
    *a = (struct archive){.arena = arena_create(), .weights = read_weights(), .from = from, .to = to};
    return a;
}

void archive_destroy(struct archive *a)
{
    if (!a)
        return;
    map_free(&a->usage);
    arena_destroy(a->arena);
    free(a);
}

static int by_term(const void *a, const void *b)
{
    uint64_t x = ((const struct entry *)a)->term, y = ((const struct entry *)b)->term;
    return x < y ? -1 : x > y;
}

static void make_vector(struct archive *a, const struct passage *p, const struct sentence *s, struct sample *out)
{
    double square = 0;
    size_t n = 0;
    out->entries = arena_alloc(a->arena, (s->token_count + 1) * sizeof *out->entries);
    for (uint32_t i = 0; i < s->token_count; i++) {
        const struct token *t = &p->tokens[s->first_token + i];
        if (t->kind != TOKEN_PUNCTUATION && !(t->flags & TOKEN_STOP) && t->begin >= s->body_begin)
            out->entries[n++] = (struct entry){t->term, 1};
    }
    qsort(out->entries, n, sizeof *out->entries, by_term);
    for (size_t i = 0; i < n; i++) {
        if (out->entry_count && out->entries[out->entry_count - 1].term == out->entries[i].term)
            out->entries[out->entry_count - 1].weight++;
        else
            out->entries[out->entry_count++] = out->entries[i];
    }
    for (size_t i = 0; i < out->entry_count; i++) {
        struct entry *e = &out->entries[i];
        e->weight = (1 + log(e->weight)) * idf_background(e->term);
        square += e->weight * e->weight;
    }
    for (size_t i = 0; i < out->entry_count && square > 0; i++)
        out->entries[i].weight /= sqrt(square);
}

static bool can_show(const struct archive *a, const struct passage *p, const struct sentence *s)
{
    size_t words = 0;
    for (uint32_t i = 0; i < s->token_count; i++)
        words += p->tokens[s->first_token + i].kind != TOKEN_PUNCTUATION;
    char first = p->text.p[s->body_begin], last = p->text.p[s->at.end - 1];
    return !s->is_fragment && !s->is_question && (double)words >= a->weights.shortest && (double)words <= a->weights.longest &&
           first != '"' && (last == '.' || last == '"');
}

static int32_t keep(struct archive *a, const struct analysis *x, const struct sentence *s)
{
    struct str text = {x->body.text.p + s->body_begin, s->at.end - s->body_begin};
    a->samples = arena_grow(a->arena, a->samples, a->sample_count, &a->sample_capacity, sizeof *a->samples);
    struct sample *k = &a->samples[a->sample_count];
    *k = (struct sample){.can_show = can_show(a, &x->body, s)};
    make_vector(a, &x->body, s, k);
    if (k->can_show) {
        k->can_stand = standing_text(x, s).n > 0;
        k->what = (struct archive_sentence){.text = str_copy(a->arena, text), .article = str_copy(a->arena, x->article->id), .at = s->at};
    }
    return (int32_t)a->sample_count++;
}

static void mention(struct archive *a, int32_t day, int32_t published, int32_t sample, double weight, double pointed)
{
    if (day < a->from || day > a->to)
        return;
    a->mentions = arena_grow(a->arena, a->mentions, a->mention_count, &a->mention_capacity, sizeof *a->mentions);
    a->mentions[a->mention_count++] = (struct mention){day, published, a->article_count, sample, weight, pointed};
}

static bool names_day(const struct timex *t)
{
    return t->has_interval && t->type <= TIMEX_TIME && t->grain >= GRAIN_DAY && t->first_day == t->last_day;
}

/* What stands at the top of an article is about the day it was published on, or the day before. */
static void mention_top(struct archive *a, const struct analysis *x, size_t index, int32_t published, bool names_it, int32_t sample)
{
    const struct weights *w = &a->weights;
    const struct sentence *s = &x->body.sentences[index];
    bool is_today = !names_it && (double)index < w->lead && published >= a->from && published <= a->to;
    bool is_before = (double)index < w->next_lead && published > a->from && published - 1 <= a->to;
    if (!is_today && !is_before)
        return;
    if (sample == NO_INDEX)
        sample = keep(a, x, s);
    if (is_today)
        mention(a, published, NOT_NAMED, sample,
                w->publication + (w->publication_end - w->publication) * (double)index / w->lead, 0);
    if (is_before)
        mention(a, published - 1, NOT_NAMED, sample, w->next, 0);
}

/* A sentence that tells what happened on the day points to it, one that says much else less. */
static double pointed(const struct archive *a, const struct analysis *x, const struct sentence *s, int32_t published, int32_t day)
{
    struct dating own;
    bool is_own = timeline_date_sentence(x, s, published, &own) && own.role == DATE_MAIN && own.first_day == day &&
                  own.grain == GRAIN_DAY;
    return (is_own ? a->weights.own : 1) * fmin(1, a->weights.crowded / s->token_count);
}

bool archive_add(struct archive *a, const struct analysis *x)
{
    if (!x->article->published.is_set)
        return false;
    int32_t published = moment_day(x->article->published);
    for (size_t i = 0, time = 0; i < x->body.sentence_count; i++) {
        const struct sentence *s = &x->body.sentences[i];
        int32_t sample = NO_INDEX;
        bool names_it = false;
        if (s->body_begin >= s->at.end)
            continue;
        while (time < x->body.time_count && x->body.times[time].at.begin < s->body_begin)
            time++;
        for (; time < x->body.time_count && x->body.times[time].at.begin < s->at.end; time++) {
            const struct timex *t = &x->body.times[time];
            if (!names_day(t) || t->first_day < a->from || t->first_day > a->to)
                continue;
            sample = sample == NO_INDEX ? keep(a, x, s) : sample;
            mention(a, t->first_day, published, sample, 1, pointed(a, x, s, published, t->first_day));
            names_it |= t->first_day == published;
        }
        mention_top(a, x, i, published, names_it, sample);
    }
    archive_count_usage(a, x);
    a->article_count++;
    return true;
}

static double cosine(const struct sample *x, const struct sample *y)
{
    double sum = 0;
    for (size_t i = 0, k = 0; i < x->entry_count && k < y->entry_count;) {
        if (x->entries[i].term == y->entries[k].term)
            sum += x->entries[i++].weight * y->entries[k++].weight;
        else if (x->entries[i].term < y->entries[k].term)
            i++;
        else
            k++;
    }
    return sum;
}

struct choice {
    int32_t sample;
    double weight, worth;
};

static int by_sample(const void *a, const void *b)
{
    const struct choice *x = a, *y = b;
    if (x->sample != y->sample)
        return x->sample - y->sample;
    return x->weight > y->weight ? -1 : x->weight < y->weight;
}

static int by_worth(const void *a, const void *b)
{
    const struct choice *x = a, *y = b;
    if (x->worth != y->worth)
        return x->worth > y->worth ? -1 : 1;
    return x->sample - y->sample;
}

/* The day's sentences with their weights, each once. What was written before the day only foresaw it. */
static size_t gather(const struct archive *a, const struct day *d, struct choice *out)
{
    size_t n = 0, kept = 0;
    for (size_t i = d->first; i < d->last; i++) {
        const struct mention *m = &a->mentions[i];
        if (m->published >= d->day || m->published == NOT_NAMED)
            out[n++] = (struct choice){m->sample, m->weight, 0};
    }
    qsort(out, n, sizeof *out, by_sample);
    for (size_t i = 0; i < n; i++)
        if (!kept || out[kept - 1].sample != out[i].sample)
            out[kept++] = out[i];
    return kept;
}

/* How near each is to the weighted mean of all. */
static void weigh(const struct archive *a, struct choice *choices, size_t n)
{
    struct map places = {0};
    size_t capacity = 0, count = 0;
    for (size_t i = 0; i < n; i++)
        capacity += a->samples[choices[i].sample].entry_count;
    double *mean = xcalloc(capacity + 1, sizeof *mean), square = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < a->samples[choices[i].sample].entry_count; k++) {
            const struct entry *e = &a->samples[choices[i].sample].entries[k];
            uint64_t *place = map_put(&places, e->term);
            if (!*place)
                *place = ++count;
            mean[*place - 1] += choices[i].weight * e->weight;
        }
    for (size_t i = 0; i < count; i++)
        square += mean[i] * mean[i];
    for (size_t i = 0; i < n; i++) {
        const struct sample *s = &a->samples[choices[i].sample];
        for (size_t k = 0; k < s->entry_count; k++)
            choices[i].worth += s->entries[k].weight * mean[*map_get(&places, s->entries[k].term) - 1];
        double fullness = (double)s->entry_count / a->weights.full;
        choices[i].worth *= (square > 0 ? 1 / sqrt(square) : 0) * sqrt(fullness < 1 ? fullness : 1) *
                            pow(s->topicality, a->weights.topical) * (s->can_stand ? 1 : a->weights.leaning);
    }
    free(mean);
    map_free(&places);
}

static bool is_new(const struct archive *a, const int32_t *shown, size_t n, const struct sample *s)
{
    for (size_t i = 0; i < n; i++)
        if (cosine(&a->samples[shown[i]], s) >= a->weights.repeats)
            return false;
    return true;
}

struct shown {
    int32_t *samples;
    size_t count, capacity;
};

/* False where the day has no sentence to show. */
static bool summarise(struct archive *a, const struct day *d, size_t sentences, struct shown *shown, struct archive_date *out)
{
    struct choice *choices = xcalloc(d->last - d->first + 1, sizeof *choices);
    size_t n = gather(a, d, choices), capacity = 0;
    weigh(a, choices, n);
    qsort(choices, n, sizeof *choices, by_worth);
    *out = (struct archive_date){.day = d->day};
    for (size_t i = 0; i < n && out->sentence_count < sentences; i++) {
        struct sample *s = &a->samples[choices[i].sample];
        if (!s->can_show || s->is_shown || !is_new(a, shown->samples, shown->count, s))
            continue;
        s->is_shown = true;
        shown->samples = arena_grow(a->arena, shown->samples, shown->count, &shown->capacity, sizeof *shown->samples);
        shown->samples[shown->count++] = choices[i].sample;
        out->sentences = arena_grow(a->arena, out->sentences, out->sentence_count, &capacity, sizeof *out->sentences);
        out->sentences[out->sentence_count++] = s->what;
    }
    free(choices);
    return out->sentence_count > 0;
}

static int by_calendar(const void *a, const void *b)
{
    int32_t x = ((const struct archive_date *)a)->day, y = ((const struct archive_date *)b)->day;
    return x < y ? -1 : x > y;
}

struct archive_timeline archive_write(struct archive *a, size_t dates, size_t sentences)
{
    struct archive_timeline out = {0};
    struct shown shown = {0};
    size_t day_count, room = 0;
    struct day *days = archive_rank_days(a, &day_count);
    for (size_t i = 0; i < day_count && out.count < dates; i++) {
        out.dates = arena_grow(a->arena, out.dates, out.count, &room, sizeof *out.dates);
        out.count += summarise(a, &days[i], sentences, &shown, &out.dates[out.count]);
    }
    if (out.count)
        qsort(out.dates, out.count, sizeof *out.dates, by_calendar);
    return out;
}
