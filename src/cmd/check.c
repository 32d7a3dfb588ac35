/* nutgraf check - does a page say only what its articles say? */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "brief/review.h"
#include "cmd/command.h"
#include "lib/input.h"
#include "lib/page_json.h"

struct printer {
    bool is_quiet;
    size_t units;
};

static void print_unit(void *context, struct str where, struct str text, const struct verdict *v)
{
    struct printer *p = context;
    p->units++;
    if (v->reason != CHECK_SUPPORTED)
        printf("%.*s: %s: %.*s\n", STR_ARG(where), check_reason_name(v->reason), STR_ARG(v->why));
    else if (!p->is_quiet)
        printf("%.*s: supported\n", STR_ARG(where));
    (void)text;
}

/* The analyses of the page's sources, NULL where an article is missing. */
static const struct analysis **analyse_sources(struct arena *a, const struct page *page, const struct input *in, bool *is_whole)
{
    const struct analysis **sources = arena_zero(a, (page->brief.source_count + 1) * sizeof(const struct analysis *));
    for (size_t i = 0; i < page->brief.source_count; i++) {
        if (page->articles[i] == NO_INDEX)
            continue;
        for (size_t k = 0; k < i && !sources[i]; k++)
            if (page->articles[k] == page->articles[i])
                sources[i] = sources[k];
        if (sources[i])
            continue;
        struct analysis *x = arena_alloc(a, sizeof *x);
        struct status s = analyse(a, &in->articles[page->articles[i]], x);
        if (is_ok(&s)) {
            sources[i] = x;
        } else {
            fprintf(stderr, "nutgraf check: %s\n", s.message);
            *is_whole = false;
        }
    }
    return sources;
}

static int check_page(struct arena *a, const char *path, const struct input *in, bool is_quiet)
{
    struct buf bytes = {0};
    struct page page;
    bool is_whole = !in->problem_count;
    struct status s = file_read(path, PAGE_BYTE_LIMIT, &bytes);
    if (is_ok(&s))
        s = page_from_json(a, buf_str(&bytes), path, in->articles, in->count, &page);
    buf_free(&bytes);
    if (!is_ok(&s)) {
        fprintf(stderr, "nutgraf check: %s\n", s.message);
        return EXIT_SKIPPED;
    }
    struct printer printer = {.is_quiet = is_quiet};
    struct guard guard = {analyse_sources(a, &page, in, &is_whole), page.brief.source_count};
    for (size_t i = 0; i < page.fault_count; i++)
        printf("%.*s: cites: %.*s\n", STR_ARG(page.faults[i].where), STR_ARG(page.faults[i].why));
    size_t unsupported = review_brief(&guard, &page.brief, &(struct review_handler){&printer, print_unit});
    printf("%zu units checked, %zu unsupported", printer.units, unsupported);
    if (page.fault_count)
        printf(", %zu faults of form", page.fault_count);
    putchar('\n');
    return is_whole && !unsupported && !page.fault_count ? EXIT_DONE : EXIT_SKIPPED;
}

static int misuse(const char *what, const char *word)
{
    fprintf(stderr, "nutgraf check: %s%s%s; see `nutgraf check --help`\n", what, *word ? " " : "", word);
    return EXIT_MISUSE;
}

static int run(int argc, char **argv)
{
    bool is_quiet = false;
    const char *page = NULL;
    int articles = 0;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--quiet") == 0)
            is_quiet = true;
        else if (argv[i][0] == '-' && argv[i][1])
            return misuse("no option", argv[i]);
        else if (!page)
            page = argv[i];
        else
            articles++;
    }
    if (!page || !articles)
        return misuse(page ? "no articles are given to check the page with" : "no page is given", "");
    struct arena *a = arena_create();
    struct input *in = input_create();
    for (int i = 1, skipped = 0; i < argc; i++)
        if (argv[i][0] != '-' || !argv[i][1]) {
            if (skipped)
                input_read(in, argv[i]);
            skipped = 1;
        }
    for (size_t i = 0; i < in->problem_count; i++)
        fprintf(stderr, "nutgraf check: %s\n", in->problems[i].message);
    int code = check_page(a, page, in, is_quiet);
    input_destroy(in);
    arena_destroy(a);
    return code;
}

const struct command check_command = {
    .name = "check",
    .summary = "does a page say only what its articles say?",
    .help = "usage: nutgraf check [--quiet] PAGE.json ARTICLES...\n\n"
            "Holds every unit of a story page against the sentences that are given as its support: headline, headings,\n"
            "sentences, notes, timeline entries with their dates, the claims of a disagreement. The page is JSON as\n"
            "`nutgraf brief --format json` prints it, from nutgraf or from any other writer; a unit without \"support\" is\n"
            "held against the nearest sentences of the articles it cites. ARTICLES are article JSON lines, saved pages,\n"
            "feeds or a database of nutgraf fetch; - is standard input. A line a unit:\n\n"
            "  section 1 sentence 1: supported\n"
            "  section 2 sentence 1: date: the page says Feb 19, 2026; the source says Wednesday, Feb 18, 2026\n\n"
            "What is looked for: cites, quotation, number, date, name, negation, modality, attribution, roles (who did\n"
            "what to whom), words that the source does not have. The last line counts. Exit code 0: all supported; 1:\n"
            "something is not, or could not be read; 2: misuse.\n\n"
            "  --quiet   print only what is not supported, and the count\n\n"
            "  nutgraf brief --format json articles.jsonl >page.json\n"
            "  nutgraf check page.json articles.jsonl\n",
    .run = run,
};
