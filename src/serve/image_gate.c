#include "serve/image_gate.h"

#include <stdlib.h>

#include "base/arena.h"
#include "fetch/client.h"
#include "fetch/robots.h"

enum { LIFE_MS = 24 * 3600 * 1000, UNREACHABLE_LIFE_MS = 3600 * 1000 }; /* as for pages: fetch/pages.c */

struct question {
    struct question *next;
    char *target;
    void *context;
    void (*answer)(void *context, bool is_allowed);
};

struct gate {
    struct gates *gates;
    char *origin; /* NULL: the slot is free */
    struct arena *arena;
    struct robots robots;
    bool is_known;
    int64_t until, used; /* ticks */
    struct question *waiting;
};

struct gates {
    struct client *client;
    int64_t (*ticks)(void);
    struct gate gates[GATES_MOST];
};

struct gates *gates_create(struct client *client, int64_t (*ticks)(void))
{
    struct gates *g = xcalloc(1, sizeof *g);
    g->client = client;
    g->ticks = ticks;
    return g;
}

static void clear(struct gate *gate)
{
    for (struct question *q = gate->waiting, *next; q; q = next) {
        next = q->next;
        free(q->target);
        free(q);
    }
    arena_destroy(gate->arena);
    free(gate->origin);
    *gate = (struct gate){.gates = gate->gates};
}

void gates_destroy(struct gates *g)
{
    if (!g)
        return;
    for (size_t i = 0; i < GATES_MOST; i++)
        clear(&g->gates[i]);
    free(g);
}

static bool allows(const struct gate *gate, struct str target)
{
    struct arena *scratch = arena_create();
    bool is_allowed = robots_allow(scratch, &gate->robots, target);
    arena_destroy(scratch);
    return is_allowed;
}

static void open_gate(struct gate *gate, long code, struct str body)
{
    bool is_answer = code >= 200 && code < 500;
    robots_from_answer(gate->arena, code, body, STR("nutgraf"), &gate->robots);
    gate->is_known = true;
    gate->until = gate->gates->ticks() + (is_answer ? LIFE_MS : UNREACHABLE_LIFE_MS);
    struct question *waiting = gate->waiting;
    gate->waiting = NULL;
    for (struct question *next; waiting; waiting = next) {
        next = waiting->next;
        waiting->answer(waiting->context, allows(gate, str_of(waiting->target)));
        free(waiting->target);
        free(waiting);
    }
}

static void on_robots(void *context, const struct response *r)
{
    open_gate(context, is_ok(&r->status) ? r->code : 0, r->body);
}

static void fetch_robots(struct gate *gate, const struct url *url)
{
    struct arena *a = arena_create();
    struct url robots;
    struct status s = url_resolve(a, url, STR("/robots.txt"), &robots);
    if (is_ok(&s))
        client_get(gate->gates->client, &(struct request){.url = &robots, .accept = STR("text/plain, */*;q=0.1"), .body_limit = ROBOTS_BYTE_LIMIT,
                                                          .cuts_body = true, .context = gate, .done = on_robots});
    else
        open_gate(gate, 0, STR(""));
    arena_destroy(a);
}

/* NULL: every slot is waiting for an answer. */
static struct gate *slot_for(struct gates *g, const char *origin)
{
    struct gate *best = NULL;
    for (size_t i = 0; i < GATES_MOST; i++) {
        struct gate *gate = &g->gates[i];
        if (gate->origin && strcmp(gate->origin, origin) == 0)
            return gate;
        if ((!gate->origin || gate->is_known) && (!best || (best->origin && (!gate->origin || gate->used < best->used))))
            best = gate;
    }
    return best;
}

void gates_ask(struct gates *g, const struct url *url, void *context, void (*answer)(void *context, bool is_allowed))
{
    struct gate *gate = slot_for(g, url->origin.p);
    if (!gate) {
        answer(context, false);
        return;
    }
    bool is_other = !gate->origin || strcmp(gate->origin, url->origin.p) != 0, is_old = gate->is_known && g->ticks() > gate->until;
    if (is_other || is_old) {
        gate->gates = g;
        clear(gate);
        gate->origin = xstrdup(url->origin.p);
        gate->arena = arena_create();
    }
    gate->used = g->ticks();
    if (gate->is_known) {
        answer(context, allows(gate, url->target));
        return;
    }
    struct question *q = xcalloc(1, sizeof *q);
    *q = (struct question){gate->waiting, xstrdup(url->target.p), context, answer};
    gate->waiting = q;
    if (is_other || is_old)
        fetch_robots(gate, url);
}
