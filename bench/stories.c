/* How fast articles are placed as a stream grows, analysis left out:
 * bench_stories ARTICLES.jsonl COUNT [WORLDS].
 *
 * The stream is the file's, WORLDS times side by side: each world has words of its own (rare words and all names are
 * exchanged, everyday words stay), begins on another day of the file, and begins anew with other words where the file
 * ends. So stories have the sizes, the lengths and the distances in time that they have in the file, and no world's story
 * is another's; 1 world keeps the file's rate, more make a busier press. The stream forgets what is closed, as that of a
 * living site. Prints articles a second, processor time an article and the heap by tenths, the heap by open story, the
 * share of articles in stories of more than one world, what the saved state takes, and hashes of it and of all placements:
 * two programs that place alike print the same. */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/table.h"
#include "lib/input.h"
#include "story/stream_state.h"
#include "text/idf.h"

/* Words that so many of the documents hold, and that are not mostly written with a capital, stay. */
static const double EVERYDAY_SHARE = 0.02;
enum { NAME_PERCENT = 50, REMEMBERED = 50000, TENTHS = 10 };

/* What the stream forgets of a story. */
struct mixture {
    uint32_t world;
    bool is_mixed;
    size_t articles;
};

struct bench {
    struct input *in;
    struct analysis *analyses;
    int32_t first, last; /* days of the file */
    size_t *begin;       /* [day - first]: its first article; articles are in order of time */
    struct stream *stream;
    struct arena *scratch;
    uint64_t where; /* hash of all placements: whether two programs place alike */
    struct map by_story; /* hash of its id -> index into mixtures */
    struct mixture *mixtures;
    size_t mixture_count, mixture_capacity;
    struct arena *lasting;
    size_t placed, wanted;
    double before, tenths[TENTHS], heaps[TENTHS];
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static size_t if_huge(size_t bytes)
{
    return bytes < TABLE_HUGE ? 0 : bytes;
}

/* With the stream's large tables, which malloc does not know of. */
static double heap_mb(const struct stream *s)
{
    struct mallinfo2 m = mallinfo2();
    const struct postings *indexes[] = {&s->by_key, &s->by_shingle, &s->by_profile, &s->by_url};
    const struct map *maps[] = {&s->by_id, &s->by_plot_id};
    size_t bytes = m.uordblks + m.hblkhd + if_huge(s->background.capacity * sizeof *s->background.slots);
    for (size_t i = 0; i < sizeof indexes / sizeof *indexes; i++)
        bytes += if_huge(indexes[i]->capacity * sizeof *indexes[i]->slots);
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
        bytes += if_huge(maps[i]->capacity * sizeof *maps[i]->slots);
    return (double)(bytes + if_huge(pool_bytes(&s->sketcher.pool))) / (1024 * 1024);
}

static void *copy(struct arena *a, const void *items, size_t size)
{
    void *made = arena_alloc(a, size ? size : 1);
    if (size)
        memcpy(made, items, size);
    return made;
}

static bool is_everyday(const struct token *t)
{
    return t->kind != TOKEN_WORD ||
           (idf_background_count(t->term) >= EVERYDAY_SHARE * idf_background_documents() &&
            idf_capital_percent(t->term) < NAME_PERCENT);
}

static struct passage exchanged(struct arena *a, const struct passage *of, uint64_t world)
{
    struct passage p = *of;
    if (!world)
        return p;
    p.tokens = copy(a, of->tokens, of->token_count * sizeof *of->tokens);
    p.names = copy(a, of->names, of->name_count * sizeof *of->names);
    for (size_t i = 0; i < p.token_count; i++)
        if (!is_everyday(&p.tokens[i]))
            p.tokens[i].term ^= world;
    for (size_t i = 0; i < p.name_count; i++)
        p.names[i].key ^= world;
    return p;
}

static struct mixture *mixture_of(struct bench *b, struct str story, uint32_t world)
{
    uint64_t *at = map_put(&b->by_story, str_hash(story));
    if (!*at) {
        b->mixtures = arena_grow(b->lasting, b->mixtures, b->mixture_count, &b->mixture_capacity, sizeof *b->mixtures);
        b->mixtures[b->mixture_count++] = (struct mixture){.world = world};
        *at = b->mixture_count;
    }
    return &b->mixtures[*at - 1];
}

static void note_where(struct bench *b, struct str story)
{
    b->where = (b->where ^ str_hash(story)) * UINT64_C(0x9E3779B97F4A7C15) + (b->where >> 31);
}

static void note(struct bench *b, const struct placement *where, uint32_t world)
{
    const struct str told[] = {where->story, where->copy_of, where->revises};
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        note_where(b, told[i]);
    struct mixture *m = mixture_of(b, where->story, world);
    m->is_mixed = m->is_mixed || m->world != world;
    m->articles++;
    for (size_t i = 0; i < where->change_count; i++) {
        const struct story_change *c = &where->changes[i];
        struct mixture from = *mixture_of(b, c->from, world);
        note_where(b, c->article);
        note_where(b, c->to);
        size_t moved = c->article.n ? 1 : from.articles;
        m = mixture_of(b, c->to, from.world);
        m->is_mixed = m->is_mixed || from.is_mixed || from.world != m->world;
        m->articles += moved;
        mixture_of(b, c->from, world)->articles -= moved;
    }
}

static void place(struct bench *b, size_t index, int32_t day, size_t world, size_t round)
{
    struct article article = b->in->articles[index];
    struct analysis x = b->analyses[index];
    struct placement where;
    uint64_t words = (world * 4096 + round) * UINT64_C(0xD6E8FEB86659FD93);
    arena_reset(b->scratch);
    x.title = exchanged(b->scratch, &x.title, words);
    x.body = exchanged(b->scratch, &x.body, words);
    x.article = &article;
    article.id = str_format(b->scratch, "b%zu", b->placed);
    article.url = (struct str){0};
    article.published = moment_of_day(day);
    double begin = now();
    struct status s = stream_add(b->stream, b->scratch, &x, &where);
    size_t tenth = b->placed * TENTHS / b->wanted;
    b->tenths[tenth] += now() - begin;
    if (!is_ok(&s)) {
        fprintf(stderr, "bench_stories: %s\n", s.message);
        exit(1);
    }
    note(b, &where, (uint32_t)words);
    b->placed++;
    if (b->placed * TENTHS / b->wanted != tenth)
        b->heaps[tenth] = heap_mb(b->stream) - b->before;
}

/* Articles that share a story with another world's, in percent. */
static double mixed(const struct bench *b)
{
    size_t count = 0;
    for (size_t i = 0; i < b->mixture_count; i++)
        count += b->mixtures[i].is_mixed ? b->mixtures[i].articles : 0;
    return 100 * (double)count / (double)b->placed;
}

static void publish(struct bench *b, size_t worlds)
{
    size_t days = (size_t)(b->last - b->first) + 1;
    for (size_t day = 0; b->placed < b->wanted; day++) {
        for (size_t world = 0; world < worlds; world++) {
            size_t at = day + world * days / worlds, of = at % days;
            for (size_t i = b->begin[of]; i < b->begin[of + 1] && b->placed < b->wanted; i++)
                place(b, i, b->first + (int32_t)day, world, at / days);
        }
    }
}

static void find_days(struct bench *b, struct arena *a)
{
    b->first = moment_day(b->in->articles[0].published);
    b->last = moment_day(b->in->articles[b->in->count - 1].published);
    size_t days = (size_t)(b->last - b->first) + 1;
    b->begin = arena_zero(a, (days + 1) * sizeof *b->begin);
    for (size_t day = 0, i = 0; day <= days; day++) {
        while (i < b->in->count && moment_day(b->in->articles[i].published) < b->first + (int32_t)day)
            i++;
        b->begin[day] = i;
    }
}

static void print_tenths(const char *name, const double *tenths, double unit)
{
    printf(", \"%s\": [", name);
    for (size_t i = 0; i < TENTHS; i++)
        printf("%s%.0f", i ? ", " : "", tenths[i] / unit);
    putchar(']');
}

static void print_saved(const struct stream *s)
{
    struct buf state = {0};
    double begin = now();
    stream_save(s, &state);
    printf(", \"state_mb\": %.1f, \"state_seconds\": %.2f", (double)state.n / (1024 * 1024), now() - begin);
    printf(", \"state\": \"%016llx\"", (unsigned long long)str_hash(buf_str(&state)));
    buf_free(&state);
}

int main(int argc, char **argv)
{
    struct arena *a = arena_create();
    struct bench b = {.in = input_create(), .scratch = arena_create(), .stream = stream_create()};
    size_t worlds = argc > 3 ? strtoul(argv[3], NULL, 10) : 1;
    b.wanted = argc > 2 ? strtoul(argv[2], NULL, 10) : 10000;
    input_read(b.in, argc > 1 ? argv[1] : "-");
    if (!b.in->count || !b.wanted || !worlds) {
        fprintf(stderr, "usage: bench_stories ARTICLES.jsonl COUNT [WORLDS]; the articles in order of time\n");
        return 2;
    }
    b.lasting = a;
    stream_forget_closed(b.stream, REMEMBERED);
    b.analyses = arena_alloc(a, b.in->count * sizeof *b.analyses);
    double begin = now();
    for (size_t i = 0; i < b.in->count; i++) {
        struct status s = analyse(a, &b.in->articles[i], &b.analyses[i]);
        if (!is_ok(&s))
            return 1;
    }
    double analysed = now() - begin, total = 0, each = (double)b.wanted / 1e7;
    find_days(&b, a);
    b.before = heap_mb(b.stream);
    publish(&b, worlds);
    for (size_t i = 0; i < TENTHS; i++)
        total += b.tenths[i];
    double open = (double)(b.stream->open_count ? b.stream->open_count : 1);
    printf("{\"articles\": %zu, \"worlds\": %zu, \"stories\": %zu, \"open\": %zu, \"per_second\": %.0f, \"analysed_per_second\": %.0f, "
           "\"heap_kb_by_open_story\": %.1f, \"mixed_percent\": %.2f",
           b.placed, worlds, b.mixture_count, b.stream->open_count, (double)b.placed / total, (double)b.in->count / analysed,
           b.heaps[TENTHS - 1] * 1024 / open, mixed(&b));
    print_saved(b.stream);
    printf(", \"placements\": \"%016llx\"", (unsigned long long)b.where);
    print_tenths("us_by_tenth", b.tenths, each);
    print_tenths("heap_mb_by_tenth", b.heaps, 1);
    printf(", \"growth\": %.2f, \"growth_from_second\": %.2f}\n", b.tenths[TENTHS - 1] / b.tenths[0],
           b.tenths[TENTHS - 1] / b.tenths[1]);
    map_free(&b.by_story);
    stream_destroy(b.stream);
    input_destroy(b.in);
    arena_destroy(b.scratch);
    arena_destroy(a);
    return 0;
}
