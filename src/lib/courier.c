#include "lib/courier.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"

struct errand {
    struct arena *arena; /* of the strings */
    bool is_mail;
    struct deliver_mail mail;
    const char *url, *ca_file;
    struct str json;
    int64_t ticket;
};

struct courier {
    pthread_t thread;
    pthread_mutex_t lock; /* of all below */
    pthread_cond_t changed;
    struct errand errands[COURIER_MOST]; /* the first may be under way */
    size_t count;
    struct courier_result results[COURIER_MOST]; /* not fetched yet; of more, the oldest are forgotten */
    size_t result_count;
    bool is_stopping;
};

static struct status deliver(const struct errand *e)
{
    return e->is_mail ? deliver_mail(&e->mail) : deliver_note(e->url, e->ca_file, e->json);
}

static void remove_first(void *items, size_t *count, size_t size)
{
    --*count;
    memmove(items, (char *)items + size, *count * size);
}

static void *work(void *context)
{
    struct courier *c = context;
    pthread_mutex_lock(&c->lock);
    for (;;) {
        while (!c->count && !c->is_stopping)
            pthread_cond_wait(&c->changed, &c->lock);
        if (c->is_stopping)
            break;
        struct errand e = c->errands[0];
        pthread_mutex_unlock(&c->lock);
        struct status s = deliver(&e);
        pthread_mutex_lock(&c->lock);
        if (c->result_count == COURIER_MOST)
            remove_first(c->results, &c->result_count, sizeof *c->results);
        c->results[c->result_count++] = (struct courier_result){e.ticket, s};
        remove_first(c->errands, &c->count, sizeof *c->errands);
        arena_destroy(e.arena);
        pthread_cond_broadcast(&c->changed);
    }
    pthread_mutex_unlock(&c->lock);
    return NULL;
}

struct courier *courier_create(void)
{
    struct courier *c = xcalloc(1, sizeof *c);
    pthread_mutex_init(&c->lock, NULL);
    pthread_cond_init(&c->changed, NULL);
    if (pthread_create(&c->thread, NULL, work, c) != 0)
        abort(); /* no memory left, as everywhere */
    return c;
}

static const char *copy(struct arena *a, const char *s)
{
    return s ? str_z(a, str_of(s)) : NULL;
}

static bool send_off(struct courier *c, const struct errand *e)
{
    pthread_mutex_lock(&c->lock);
    bool has_room = c->count < COURIER_MOST;
    if (has_room)
        c->errands[c->count++] = *e;
    pthread_cond_broadcast(&c->changed);
    pthread_mutex_unlock(&c->lock);
    if (!has_room)
        arena_destroy(e->arena);
    return has_room;
}

bool courier_note(struct courier *c, const char *url, const char *ca_file, struct str json)
{
    struct arena *a = arena_create();
    return send_off(c, &(struct errand){.arena = a, .url = copy(a, url), .ca_file = copy(a, ca_file), .json = str_copy(a, json)});
}

bool courier_mail(struct courier *c, const struct deliver_mail *m, int64_t ticket)
{
    struct arena *a = arena_create();
    return send_off(c, &(struct errand){
                           .arena = a,
                           .is_mail = true,
                           .mail = {copy(a, m->server), copy(a, m->user), copy(a, m->password), copy(a, m->from), copy(a, m->to),
                                    copy(a, m->ca_file), str_copy(a, m->message)},
                           .ticket = ticket,
                       });
}

bool courier_result(struct courier *c, struct courier_result *out)
{
    pthread_mutex_lock(&c->lock);
    bool has = c->result_count > 0;
    if (has) {
        *out = c->results[0];
        remove_first(c->results, &c->result_count, sizeof *c->results);
    }
    pthread_mutex_unlock(&c->lock);
    return has;
}

void courier_finish(struct courier *c)
{
    pthread_mutex_lock(&c->lock);
    while (c->count)
        pthread_cond_wait(&c->changed, &c->lock);
    pthread_mutex_unlock(&c->lock);
}

void courier_destroy(struct courier *c)
{
    if (!c)
        return;
    pthread_mutex_lock(&c->lock);
    c->is_stopping = true;
    pthread_cond_broadcast(&c->changed);
    pthread_mutex_unlock(&c->lock);
    pthread_join(c->thread, NULL);
    for (size_t i = 0; i < c->count; i++)
        arena_destroy(c->errands[i].arena);
    pthread_cond_destroy(&c->changed);
    pthread_mutex_destroy(&c->lock);
    free(c);
}
