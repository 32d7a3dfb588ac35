/* How fast time expressions are found: bench_dates FILE [LANGUAGE] prints bytes, expressions, seconds and MB/s, the
 * best of three rounds by processor time, reading and printing left out. */
#include <stdio.h>
#include <time.h>

#include "base/arena.h"
#include "base/file.h"
#include "text/timex.h"

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int main(int argc, char **argv)
{
    struct buf bytes = {0};
    struct status s = file_read(argc > 1 ? argv[1] : "-", 1 << 30, &bytes);
    struct timex_context context = {.language = str_of(argc > 2 ? argv[2] : "en")};
    moment_parse_iso(STR("2025-10-08"), &context.published);
    double best = 0;
    size_t found = 0;
    for (int i = 0; i < 3 && s.code == STATUS_OK; i++) {
        struct arena *a = arena_create();
        struct timex_list list;
        double begin = now();
        s = timex_find(a, buf_str(&bytes), &context, &list);
        double seconds = now() - begin;
        best = !i || seconds < best ? seconds : best;
        found = list.count;
        arena_destroy(a);
    }
    if (s.code != STATUS_OK) {
        fprintf(stderr, "bench_dates: %s\n", s.message);
        return 1;
    }
    printf("{\"bytes\": %zu, \"found\": %zu, \"seconds\": %.4f, \"mb_per_second\": %.1f}\n", bytes.n, found, best,
           (double)bytes.n / best / 1e6);
    buf_free(&bytes);
    return 0;
}
