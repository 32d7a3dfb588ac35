#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "brief/timeline_parts.h"
#include "text/idf.h"

enum {
    USAGE_SHIFT = 32, /* above: the last article, from 1; below: how many articles */
    BESIDE_REACH = 3,
};

/* What of a day's worth counts against one that lies so many days off; with both sides they sum to 1. */
static const double BESIDE[BESIDE_REACH] = {0.25, 0.15, 0.1};

static void count_passage(struct archive *a, const struct passage *p, size_t sentences)
{
    uint64_t article = (uint64_t)a->article_count + 1;
    for (size_t i = 0; i < p->sentence_count && i < sentences; i++)
        for (uint32_t k = 0; k < p->sentences[i].token_count; k++) {
            const struct token *t = &p->tokens[p->sentences[i].first_token + k];
            if (t->kind == TOKEN_PUNCTUATION || t->flags & TOKEN_STOP)
                continue;
            uint64_t *seen = map_put(&a->usage, t->term);
            if (*seen >> USAGE_SHIFT != article)
                *seen = article << USAGE_SHIFT | ((*seen & UINT32_MAX) + 1);
        }
}

void archive_count_usage(struct archive *a, const struct analysis *x)
{
    count_passage(a, &x->title, SIZE_MAX);
    count_passage(a, &x->body, (size_t)a->weights.opening);
}

/* The share of articles that open with a term, as a mean over the sentence's terms by their weight. */
static void know_topicality(struct archive *a)
{
    for (size_t i = 0; i < a->sample_count; i++) {
        struct sample *s = &a->samples[i];
        double sum = 0, weight = 0;
        for (size_t k = 0; k < s->entry_count; k++) {
            const uint64_t *seen = map_get(&a->usage, s->entries[k].term);
            sum += s->entries[k].weight * (seen ? (double)(*seen & UINT32_MAX) : 0);
            weight += s->entries[k].weight;
        }
        s->topicality = weight > 0 ? sum / weight / (double)a->article_count : 0;
    }
}

static int by_day(const void *a, const void *b)
{
    const struct mention *x = a, *y = b;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    if (x->published != y->published)
        return x->published < y->published ? -1 : 1;
    if (x->article != y->article)
        return x->article - y->article;
    if (x->sample != y->sample)
        return x->sample - y->sample;
    return x->weight > y->weight ? -1 : x->weight < y->weight;
}

/* The articles of one publication day that name it: how many, and how much they are about the archive's topic. */
static void score_publication(const struct archive *a, struct day *d, size_t first, size_t last, double *named, double *lasting)
{
    double articles = 0, topical = 0;
    for (size_t i = first, k; i < last; i = k) {
        double most = 0;
        for (k = i; k < last && a->mentions[k].article == a->mentions[i].article; k++)
            most = fmax(most, a->mentions[k].pointed * a->samples[a->mentions[k].sample].topicality);
        articles++;
        topical += most;
    }
    if (a->mentions[first].published >= d->day)
        *named += log1p(topical);
    if (a->mentions[first].published >= d->day + (int32_t)a->weights.lasting_days)
        *lasting += log1p(articles);
    d->volume += log1p(articles);
}

static void weigh_day(const struct archive *a, struct day *d)
{
    double named = 0, lasting = 0, foreseen = 0;
    for (size_t i = d->first, k; i < d->last; i = k) {
        for (k = i + 1; k < d->last && a->mentions[k].published == a->mentions[i].published;)
            k++;
        if (a->mentions[i].published != NOT_NAMED)
            score_publication(a, d, i, k, &named, &lasting);
        foreseen += a->mentions[i].published != NOT_NAMED && a->mentions[i].published < d->day;
    }
    d->worth = log1p(named) + a->weights.lasting * log1p(lasting) - a->weights.foreseen * log1p(foreseen);
}

/* Days beside a great one are named for what it brought: they have to stand out. */
static void score_day(const struct archive *a, struct day *days, size_t count, size_t at)
{
    double beside = 0;
    for (size_t n = 1; n <= BESIDE_REACH; n++) {
        if (at >= n && days[at].day - days[at - n].day <= BESIDE_REACH)
            beside += BESIDE[days[at].day - days[at - n].day - 1] * days[at - n].worth;
        if (at + n < count && days[at + n].day - days[at].day <= BESIDE_REACH)
            beside += BESIDE[days[at + n].day - days[at].day - 1] * days[at + n].worth;
    }
    days[at].score = days[at].worth - a->weights.beside * beside;
}

/* What is never named afterwards is told apart by how much names it at all. */
static int by_score(const void *a, const void *b)
{
    const struct day *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    if (x->volume != y->volume)
        return x->volume > y->volume ? -1 : 1;
    return x->day < y->day ? -1 : x->day > y->day;
}

struct day *archive_rank_days(struct archive *a, size_t *count)
{
    struct day *days = NULL;
    size_t n = 0, capacity = 0;
    know_topicality(a);
    if (a->mention_count)
        qsort(a->mentions, a->mention_count, sizeof *a->mentions, by_day);
    for (size_t i = 0, k; i < a->mention_count; i = k) {
        for (k = i + 1; k < a->mention_count && a->mentions[k].day == a->mentions[i].day;)
            k++;
        days = arena_grow(a->arena, days, n, &capacity, sizeof *days);
        days[n] = (struct day){.day = a->mentions[i].day, .first = i, .last = k};
        weigh_day(a, &days[n++]);
    }
    for (size_t i = 0; i < n; i++)
        score_day(a, days, n, i);
    if (n)
        qsort(days, n, sizeof *days, by_score);
    *count = n;
    return days;
}
