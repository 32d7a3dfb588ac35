#include "lib/lists.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/map.h"
#include "render/escape.h"

static int by_bytes(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static void fill_outlets(struct arena *a, const struct story_record *record, struct card *out)
{
    struct str *names = arena_alloc(a, (record->member_count + 1) * sizeof *names);
    size_t n = 0;
    for (size_t i = 0; i < record->member_count; i++)
        if (record->members[i].outlet.n)
            names[n++] = record->members[i].outlet;
    qsort(names, n, sizeof *names, by_bytes);
    out->outlets = names;
    for (size_t i = 0; i < n; i++)
        if (!out->outlet_count || !str_eq(names[out->outlet_count - 1], names[i]))
            names[out->outlet_count++] = str_copy(a, names[i]);
}

void lists_fill_card(struct arena *a, const struct story_record *record, const struct brief *brief, struct moment now,
                     struct card *out)
{
    struct ranking ranking = stream_rank(record, now);
    struct buf why = {0};
    ranking_explain(&ranking, &why);
    minority_explain(record, now, &why);
    *out = (struct card){
        .id = str_copy(a, record->id),
        .headline = str_copy(a, brief->headline.text),
        .lead = brief->section_count ? str_copy(a, brief->sections[0].sentences[0].text) : STR(""),
        .topic = str_of(topic_name(record->topic)),
        .why = str_copy(a, buf_str(&why)),
        .updated = brief->updated,
        .article_count = record->report_count,
        .independent_count = record->independent_count,
    };
    fill_outlets(a, record, out);
    buf_free(&why);
}

/* --- rank order --- */

struct ranked {
    double score;
    size_t index; /* among the cards as they came */
    struct str id;
};

static int by_score(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return str_compare(x->id, y->id);
}

/* --- lists --- */

struct membership {
    struct str name;
    double score; /* orders the cards of a list, highest first */
    size_t card;
};

static int by_name_and_score(const void *a, const void *b)
{
    const struct membership *x = a, *y = b;
    int order = str_compare(x->name, y->name);
    if (order)
        return order;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return x->card < y->card ? -1 : x->card > y->card;
}

/* Two names may give one slug ("C+" and "C-"): the later one is told apart by a number. */
static struct str file_name(struct arena *a, const char *folder, struct str name, struct map *taken)
{
    struct buf slug = {0}, file = {0};
    slug_add(&slug, name);
    buf_format(&file, "%s/%s.html", folder, slug.p);
    for (int n = 2; map_get(taken, str_hash(buf_str(&file))); n++) {
        buf_clear(&file);
        buf_format(&file, "%s/%s-%d.html", folder, slug.p, n);
    }
    *map_put(taken, str_hash(buf_str(&file))) = 1;
    struct str kept = str_copy(a, buf_str(&file));
    buf_free(&slug);
    buf_free(&file);
    return kept;
}

/* Memberships of one kind, in any order, become one list a name. */
static struct list *make_lists(struct arena *a, const char *folder, struct membership *all, size_t count, size_t *list_count)
{
    struct list *lists = arena_zero(a, (count + 1) * sizeof *lists);
    size_t *cards = arena_alloc(a, (count + 1) * sizeof *cards);
    struct map taken = {0};
    *list_count = 0;
    if (count)
        qsort(all, count, sizeof *all, by_name_and_score);
    for (size_t i = 0; i < count; i++) {
        if (!i || !str_eq(all[i].name, all[i - 1].name))
            lists[(*list_count)++] = (struct list){
                .name = all[i].name, .file = file_name(a, folder, all[i].name, &taken), .cards = cards + i};
        cards[i] = all[i].card;
        lists[*list_count - 1].card_count++;
    }
    map_free(&taken);
    return lists;
}

void lists_make(struct arena *a, struct edition *edition, const struct story_record *records)
{
    size_t n = edition->card_count, by_outlet = 0, by_topic = 0, alone = 0, most = 1;
    struct ranked *order = arena_alloc(a, (n + 1) * sizeof *order);
    struct card *cards = arena_alloc(a, (n + 1) * sizeof *cards);
    for (size_t i = 0; i < n; i++) {
        order[i] = (struct ranked){stream_rank(&records[i], edition->now).score, i, edition->cards[i].id};
        most += edition->cards[i].outlet_count;
    }
    if (n)
        qsort(order, n, sizeof *order, by_score);
    struct membership *outlets = arena_alloc(a, most * sizeof *outlets);
    struct membership *topics = arena_alloc(a, (n + 1) * sizeof *topics), *minority = arena_alloc(a, (n + 1) * sizeof *minority);
    for (size_t i = 0; i < n; i++) {
        const struct card *c = &edition->cards[order[i].index];
        cards[i] = *c;
        for (size_t k = 0; k < c->outlet_count; k++)
            outlets[by_outlet++] = (struct membership){c->outlets[k], order[i].score, i};
        if (c->topic.n)
            topics[by_topic++] = (struct membership){c->topic, order[i].score, i};
        double worth = stream_minority(&records[order[i].index], edition->now);
        if (worth > 0 && c->outlet_count == 1)
            minority[alone++] = (struct membership){c->outlets[0], worth, i};
    }
    edition->cards = cards;
    edition->outlets = make_lists(a, "outlet", outlets, by_outlet, &edition->outlet_count);
    edition->topics = make_lists(a, "topic", topics, by_topic, &edition->topic_count);
    edition->minority = make_lists(a, "minority", minority, alone, &edition->minority_count);
}
