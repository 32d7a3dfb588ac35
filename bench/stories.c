/* How fast articles are placed, analysis left out: bench_stories ARTICLES.jsonl COUNT [PER_DAY]. The stream is made of the
 * file's articles over and over, each round with half of its words and names exchanged for others, so that it has new
 * stories of the same shape and not copies; PER_DAY of them (5000) are published each day. Prints the first and the last
 * tenth's microseconds an article, articles a second, and memory. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "base/arena.h"
#include "lib/input.h"
#include "story/stream_state.h"

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static uint64_t exchange(uint64_t term, uint64_t change)
{
    return term & 0x100 ? term ^ change << 9 : term; /* the bit that decides stays as it is */
}

static void exchange_passage(struct passage *p, uint64_t change)
{
    for (size_t i = 0; i < p->token_count; i++)
        if (p->tokens[i].kind == TOKEN_WORD && !(p->tokens[i].flags & TOKEN_STOP))
            p->tokens[i].term = exchange(p->tokens[i].term, change);
    for (size_t i = 0; i < p->name_count; i++)
        p->names[i].key = exchange(p->names[i].key, change);
}

static double memory_mb(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

int main(int argc, char **argv)
{
    struct arena *a = arena_create(), *scratch = arena_create();
    struct input *in = input_create();
    size_t count = argc > 2 ? strtoul(argv[2], NULL, 10) : 10000, per_day = argc > 3 ? strtoul(argv[3], NULL, 10) : 5000;
    input_read(in, argc > 1 ? argv[1] : "-");
    struct analysis *x = arena_alloc(a, (in->count + 1) * sizeof *x);
    double begin = now();
    for (size_t i = 0; i < in->count; i++) {
        struct status s = analyse(a, &in->articles[i], &x[i]);
        if (!is_ok(&s))
            return 1;
    }
    double analysed = now() - begin, before = memory_mb(), tenths[10] = {0}, start = now();
    struct stream *stream = stream_create();
    size_t reached = 0;
    for (size_t n = 0; n < count && in->count; n++) {
        size_t i = n % in->count;
        struct article article = in->articles[i];
        struct analysis copy = x[i];
        struct placement where;
        uint64_t round = n / in->count;
        if (round) {
            uint64_t change = round ^ (round - 1); /* from the last round's exchange to this one's */
            exchange_passage(&copy.title, change);
            exchange_passage(&copy.body, change);
        }
        arena_reset(scratch);
        article.id = str_format(scratch, "b%zu", n);
        article.url = (struct str){0};
        article.published = moment_of_day((int32_t)(20000 + n / per_day));
        copy.article = &article;
        begin = now();
        struct status s = stream_add(stream, scratch, &copy, &where);
        tenths[n * 10 / count] += now() - begin;
        if (!is_ok(&s))
            return 1;
        reached = n + 1;
    }
    double total = 0;
    for (size_t i = 0; i < 10; i++)
        total += tenths[i];
    printf("{\"articles\": %zu, \"stories\": %zu, \"open\": %zu, \"per_second\": %.0f, \"first_tenth_us\": %.0f, "
           "\"last_tenth_us\": %.0f, \"analysed_per_second\": %.0f, \"memory_mb\": %.0f, \"wall\": %.1f}\n",
           reached, stream->plot_count, stream->open_count, (double)reached / total, tenths[0] * 1e7 / (double)count,
           tenths[9] * 1e7 / (double)count, (double)in->count / analysed, memory_mb() - before, now() - start);
    stream_destroy(stream);
    input_destroy(in);
    arena_destroy(scratch);
    arena_destroy(a);
    return 0;
}
