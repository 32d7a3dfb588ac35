/* nutgraf timeline - the days that mattered in an archive, with a sentence or more for each. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "brief/timeline_archive.h"
#include "cmd/command.h"
#include "lib/input.h"

enum { DATES_DEFAULT = 20, DATES_MAX = 10000, SENTENCES_MAX = 100, DAY_LAST = INT32_MAX / 2 };

struct timeline {
    struct archive *archive;
    struct arena *arena; /* of the article being read */
    size_t problems, articles;
};

struct request {
    int32_t from, to;
    size_t dates, sentences;
    const char *format;
};

static void complain(void *context, const struct status *why)
{
    struct timeline *t = context;
    fprintf(stderr, "nutgraf timeline: %s\n", why->message);
    t->problems++;
}

static struct arena *next_arena(void *context)
{
    struct timeline *t = context;
    arena_reset(t->arena);
    return t->arena;
}

static void take(void *context, const struct article *article, const char *where)
{
    struct timeline *t = context;
    struct analysis x;
    struct status s = analyse(t->arena, article, &x);
    t->articles++;
    if (is_ok(&s) && !archive_add(t->archive, &x))
        s = status_error(STATUS_BAD_INPUT, "%s: article %.*s has no date of publication, left out; give `published`", where,
                         STR_ARG(article->id));
    if (!is_ok(&s))
        complain(t, &s);
}

static void day_text(int32_t day, char out[MOMENT_TEXT])
{
    moment_format_iso(moment_of_day(day), out);
    out[10] = '\0';
}

static json_t *json_text(struct str s)
{
    return json_stringn(s.p, s.n);
}

static void print_json(const struct archive_timeline *timeline)
{
    json_t *all = json_array();
    for (size_t i = 0; i < timeline->count; i++) {
        const struct archive_date *d = &timeline->dates[i];
        char day[MOMENT_TEXT];
        json_t *sentences = json_array(), *support = json_array();
        day_text(d->day, day);
        for (size_t k = 0; k < d->sentence_count; k++) {
            const struct archive_sentence *s = &d->sentences[k];
            json_array_append_new(sentences, json_text(s->text));
            json_array_append_new(support, json_pack("{sosIsI}", "article", json_text(s->article), "begin",
                                                     (json_int_t)s->at.begin, "end", (json_int_t)s->at.end));
        }
        json_array_append_new(all, json_pack("{sssoso}", "date", day, "sentences", sentences, "support", support));
    }
    json_dumpf(all, stdout, JSON_INDENT(1));
    putchar('\n');
    json_decref(all);
}

/* A sentence on one line, with what Markdown would read as markup escaped. */
static void print_sentence(struct str s, bool is_markdown)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (is_markdown && strchr("\\`*_[]<>#|", c) && c)
            putchar('\\');
        putchar(c < 0x20 || c == 0x7F ? ' ' : c);
    }
}

static void print_lines(const struct archive_timeline *timeline, bool is_markdown)
{
    for (size_t i = 0; i < timeline->count; i++) {
        const struct archive_date *d = &timeline->dates[i];
        char day[MOMENT_TEXT];
        day_text(d->day, day);
        printf(is_markdown ? "- **%s**" : "%s ", day);
        for (size_t k = 0; k < d->sentence_count; k++) {
            printf(is_markdown || !k ? " " : "\n            ");
            print_sentence(d->sentences[k].text, is_markdown);
        }
        putchar('\n');
    }
}

static int misuse(const char *what, const char *word)
{
    fprintf(stderr, "nutgraf timeline: %s %s; see `nutgraf timeline --help`\n", what, word);
    return EXIT_MISUSE;
}

static bool read_count(const char *word, size_t most, size_t *out)
{
    char *end;
    unsigned long n = strtoul(word, &end, 10);
    if (*word < '0' || *word > '9' || *end || n < 1 || n > most)
        return false;
    *out = n;
    return true;
}

static bool read_day(const char *word, int32_t *out)
{
    struct moment m = {0};
    if (!moment_parse_iso(str_of(word), &m))
        return false;
    *out = moment_day(m);
    return true;
}

/* Index of the first file, or -1 after saying what is wrong. */
static int read_options(int argc, char **argv, struct request *r)
{
    int i = 1;
    for (; i < argc && argv[i][0] == '-' && argv[i][1]; i += 2) {
        const char *name = argv[i], *value = i + 1 < argc ? argv[i + 1] : NULL;
        bool is_known = true, is_good = false;
        if (strcmp(name, "--") == 0)
            return i + 1;
        if (strcmp(name, "--from") == 0)
            is_good = value && read_day(value, &r->from);
        else if (strcmp(name, "--to") == 0)
            is_good = value && read_day(value, &r->to);
        else if (strcmp(name, "--dates") == 0)
            is_good = value && read_count(value, DATES_MAX, &r->dates);
        else if (strcmp(name, "--sentences") == 0)
            is_good = value && read_count(value, SENTENCES_MAX, &r->sentences);
        else if (strcmp(name, "--format") == 0)
            is_good = value && (r->format = value) &&
                      (!strcmp(value, "json") || !strcmp(value, "text") || !strcmp(value, "markdown"));
        else
            is_known = false;
        if (!is_known || !is_good) {
            fprintf(stderr, "nutgraf timeline: ");
            fprintf(stderr, is_known ? "%s does not take '%s'" : "no option '%s'", name, value ? value : "");
            fputs("; see `nutgraf timeline --help`\n", stderr);
            return -1;
        }
    }
    return i;
}

static int run(int argc, char **argv)
{
    struct request r = {.from = -DAY_LAST, .to = DAY_LAST, .dates = DATES_DEFAULT, .sentences = 1, .format = "text"};
    int first = read_options(argc, argv, &r);
    if (first < 0)
        return EXIT_MISUSE;
    if (r.from > r.to)
        return misuse("--from is later than", "--to");
    struct timeline t = {.archive = archive_create(r.from, r.to), .arena = arena_create()};
    const struct input_handler handler = {&t, next_arena, take, complain};
    if (first == argc)
        input_each("-", &handler);
    for (int i = first; i < argc; i++)
        input_each(argv[i], &handler);
    struct archive_timeline timeline = archive_write(t.archive, r.dates, r.sentences);
    if (strcmp(r.format, "json") == 0)
        print_json(&timeline);
    else
        print_lines(&timeline, strcmp(r.format, "markdown") == 0);
    if (!t.articles)
        fputs("nutgraf timeline: no article could be read; give article JSON lines, pages, feeds or a database\n", stderr);
    else if (!timeline.count)
        fputs("nutgraf timeline: no article says anything of a day between --from and --to\n", stderr);
    archive_destroy(t.archive);
    arena_destroy(t.arena);
    return t.problems || !t.articles ? EXIT_SKIPPED : EXIT_DONE;
}

const struct command timeline_command = {
    .name = "timeline",
    .summary = "the days that mattered in an archive, with a sentence for each",
    .help =
        "usage: nutgraf timeline [--from DAY] [--to DAY] [--dates N] [--sentences K] [--format text|markdown|json] [FILE|DIR...]\n\n"
        "Reads an archive, thousands of articles, and prints the N days that its later articles come back to most, each\n"
        "with the K sentences that say best what happened. Input is what `nutgraf brief` takes; standard input where FILE\n"
        "is - or absent. The JSON form gives for each sentence the article and the bytes of its text. What cannot be read,\n"
        "or has no date of publication, is said on standard error, and the exit code is then 1.\n\n"
        "  --from DAY, --to DAY  only days between these, both included: 2025-10-07 (default: any)\n"
        "  --dates N             at most N days, 1 to 10000 (default 20)\n"
        "  --sentences K         at most K sentences a day, 1 to 100 (default 1)\n"
        "  --format F            text (the default), markdown or json\n\n"
        "  nutgraf timeline --from 2025-10-01 --to 2025-10-31 --dates 10 samples/pages\n",
    .run = run,
};
