/* nutgraf export - the articles of a database as JSON lines. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "cmd/command.h"
#include "store/store.h"

struct export
{
    struct arena *arena;
    bool has_failed;
};

static struct arena *next_arena(void *context)
{
    struct export *e = context;
    arena_reset(e->arena);
    return e->arena;
}

static void set(json_t *o, const char *key, struct str s)
{
    json_t *value = s.n ? json_stringn(s.p, s.n) : NULL;
    if (value)
        json_object_set_new(o, key, value);
}

static bool print(void *context, const struct stored_article *stored)
{
    struct export *e = context;
    const struct article *a = &stored->article;
    char published[MOMENT_TEXT], modified[MOMENT_TEXT];
    moment_format_iso(a->published, published);
    moment_format_iso(a->modified, modified);
    json_t *o = json_object();
    const struct {
        const char *key;
        struct str value;
    } fields[] = {{"id", a->id}, {"url", a->url}, {"outlet", a->outlet}, {"title", a->title}, {"byline", a->byline}, {"published", str_of(published)},
                  {"modified", str_of(modified)}, {"language", a->language}, {"section", a->section}, {"image", a->image},
                  {"image_credit", a->image_credit}, {"text", a->text}, {"feed", stored->feed}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        set(o, fields[i].key, fields[i].value);
    char *line = json_dumps(o, JSON_COMPACT);
    e->has_failed = !line || puts(line) < 0;
    free(line);
    json_decref(o);
    return !e->has_failed;
}

static int run(int argc, char **argv)
{
    struct store *store;
    struct export e = {.arena = arena_create()};
    if (argc != 2 || argv[1][0] == '-') {
        fputs("nutgraf export: which database? `nutgraf export --help` has an example\n", stderr);
        arena_destroy(e.arena);
        return EXIT_MISUSE;
    }
    struct status s = store_open(argv[1], STORE_READ, &store);
    if (is_ok(&s))
        s = store_each_article(store, &(struct store_reader){&e, next_arena, print});
    if (is_ok(&s) && (e.has_failed || fflush(stdout) != 0))
        s = status_error(STATUS_IO, "standard output: not written whole");
    store_close(store);
    arena_destroy(e.arena);
    if (!is_ok(&s))
        fprintf(stderr, "nutgraf: %s\n", s.message);
    return is_ok(&s) ? EXIT_DONE : EXIT_SKIPPED;
}

extern const struct command export_command;

const struct command export_command = {
    .name = "export",
    .summary = "the articles of a database as JSON lines",
    .help = "usage: nutgraf export DATABASE\n\n"
            "Prints every article as it reads now, oldest arrival first, one JSON object a line: what every other command reads,\n"
            "and what `nutgraf import` takes into another database. For all that is in a database (older wordings, stories,\n"
            "versions of pages) make a copy with `nutgraf backup`.\n\n"
            "example:\n"
            "  nutgraf export nutgraf.db | gzip > articles.jsonl.gz\n",
    .run = run,
};
