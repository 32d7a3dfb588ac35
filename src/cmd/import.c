/* nutgraf import - articles from files into a database. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "cmd/command.h"
#include "lib/input.h"
#include "store/store.h"

enum { BATCH = 500 };

struct import {
    struct store *store;
    struct arena *arena;
    int64_t now;
    const char *path;
    size_t added, changed, known, problems, in_batch;
    struct status status;
};

static struct arena *next_arena(void *context)
{
    struct import *m = context;
    arena_reset(m->arena);
    return m->arena;
}

static void on_problem(void *context, const struct status *why)
{
    struct import *m = context;
    m->problems++;
    fprintf(stderr, "nutgraf: %s\n", why->message);
}

static void commit(struct import *m)
{
    if (m->in_batch && is_ok(&m->status))
        m->status = store_commit(m->store);
    m->in_batch = 0;
}

static void on_article(void *context, const struct article *a, const char *where)
{
    struct import *m = context;
    enum store_outcome outcome;
    char id[ARTICLE_ID_LIMIT];
    (void)where;
    if (!is_ok(&m->status))
        return;
    if (!m->in_batch)
        m->status = store_begin(m->store);
    struct store_entry e = {.article = a, .feed = str_of(m->path), .seen = m->now};
    if (!is_ok(&m->status))
        return;
    struct status s = store_put_entry(m->store, &e, &outcome, id);
    m->in_batch++;
    if (s.code == STATUS_LIMIT)
        on_problem(m, &s);
    else if (!is_ok(&s))
        m->status = s;
    else {
        m->added += outcome == STORE_NEW;
        m->changed += outcome == STORE_CHANGED;
        m->known += outcome == STORE_KNOWN;
    }
    if (m->in_batch == BATCH)
        commit(m);
}

static int run(int argc, char **argv)
{
    struct import m = {.arena = arena_create(), .now = (int64_t)time(NULL), .status = status_ok()};
    bool is_misuse = argc < 3 || argv[1][0] == '-';
    if (is_misuse)
        fputs("nutgraf import: want a database, then files; `nutgraf import --help` has an example\n", stderr);
    else
        m.status = store_open(argv[1], STORE_WRITE, &m.store);
    const struct input_handler handler = {&m, next_arena, on_article, on_problem};
    for (int i = 2; i < argc && !is_misuse && is_ok(&m.status); i++) {
        m.path = argv[i];
        input_each(argv[i], &handler);
        commit(&m);
    }
    if (m.store && !is_ok(&m.status))
        store_rollback(m.store);
    store_close(m.store);
    arena_destroy(m.arena);
    if (!is_ok(&m.status))
        fprintf(stderr, "nutgraf: %s\n", m.status.message);
    else if (!is_misuse)
        printf("articles: %zu new, %zu changed, %zu known already\n", m.added, m.changed, m.known);
    return is_misuse ? EXIT_MISUSE : is_ok(&m.status) && !m.problems ? EXIT_DONE : EXIT_SKIPPED;
}

extern const struct command import_command;

const struct command import_command = {
    .name = "import",
    .summary = "articles from files into a database",
    .help = "usage: nutgraf import DATABASE FILE...\n\n"
            "Takes articles from JSON lines, saved pages, feeds or another database into this one, which is made if it is not\n"
            "there. What is known already stays as it is; the same article in other words becomes a new revision of it. The next\n"
            "`nutgraf run` groups them into stories. A FILE of - is standard input.\n\n"
            "example:\n"
            "  nutgraf export old.db | nutgraf import nutgraf.db -\n",
    .run = run,
};
