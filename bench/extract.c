/* bench_extract - the whole extraction next to libxml2's bare parse of the same pages, in one process.
 * usage: bench_extract ROUNDS FILE... ; prints milliseconds a page for both, best of the rounds. */
#include <libxml/HTMLparser.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "base/file.h"
#include "page/extract.h"

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double bare_round(const struct buf *pages, int count)
{
    double begin = now();
    for (int i = 0; i < count; i++)
        xmlFreeDoc(htmlReadMemory(pages[i].p, (int)pages[i].n, NULL, "UTF-8",
                                  HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET));
    return (now() - begin) / count;
}

static double extract_round(struct arena *a, const struct buf *pages, int count, size_t *bytes)
{
    double begin = now();
    for (int i = 0; i < count; i++) {
        struct article x;
        struct extract_options o = {.where = "bench"};
        struct status s = extract_page(a, buf_str(&pages[i]), &o, &x);
        *bytes += is_ok(&s) ? x.text.n : 0;
        arena_reset(a);
    }
    return (now() - begin) / count;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fputs("usage: bench_extract ROUNDS FILE...\n", stderr);
        return 2;
    }
    int rounds = atoi(argv[1]), count = argc - 2;
    struct buf *pages = xcalloc((size_t)count, sizeof *pages);
    for (int i = 0; i < count; i++) {
        struct status s = file_read(argv[i + 2], PAGE_BYTE_LIMIT, &pages[i]);
        if (!is_ok(&s)) {
            fprintf(stderr, "%s\n", s.message);
            return 1;
        }
    }
    struct arena *a = arena_create();
    double bare = 1e9, extract = 1e9;
    size_t bytes = 0;
    for (int r = 0; r < rounds; r++) {
        double b = bare_round(pages, count), e = extract_round(a, pages, count, &bytes);
        bare = b < bare ? b : bare;
        extract = e < extract ? e : extract;
    }
    printf("{\"pages\": %d, \"bare_ms\": %.3f, \"extract_ms\": %.3f, \"text_bytes\": %zu}\n", count, bare, extract,
           bytes / (size_t)(rounds > 0 ? rounds : 1));
    arena_destroy(a);
    for (int i = 0; i < count; i++)
        buf_free(&pages[i]);
    free(pages);
    return 0;
}
