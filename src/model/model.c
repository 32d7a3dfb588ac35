#include "model/model.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"
#include "model/endpoint.h"
#include "model/memory.h"
#include "model/question.h"
#include "model/reply.h"

/* After so many pages in a row without an answer the endpoint is left alone, but for one page in so many that tries again. */
enum { FAILURES_MOST = 3, PROBE = 50, NAME_LONGEST = 200 };

struct round {
    size_t pages, requests, attempts, failed, skipped; /* pages: written; failed, skipped: without an answer they should have had */
    struct writer_figures figures;
    struct status failure; /* the first */
};

struct model {
    struct writer writer;
    struct endpoint *endpoint;
    struct model_options options;
    struct str name;
    uint64_t identity;    /* of model, endpoint and prompt: what is remembered is remembered of them */
    pthread_mutex_t lock; /* of what follows; not held while the endpoint is asked */
    struct memory memory;
    size_t failures; /* in a row */
    size_t since_open;
    struct round round;
};

/* The units of a page that are still to be asked. */
struct inquiry {
    struct str *texts;
    uint64_t *keys;
    size_t *places; /* in the task */
    size_t count;
};

static void gather(struct model *m, struct arena *a, const struct writer_task *task, struct str *proposals, struct inquiry *out)
{
    *out = (struct inquiry){arena_alloc(a, (task->count + 1) * sizeof *out->texts), arena_alloc(a, (task->count + 1) * sizeof *out->keys),
                            arena_alloc(a, (task->count + 1) * sizeof *out->places), 0};
    for (size_t i = 0; i < task->count; i++) {
        struct str text = question_unit(a, &task->units[i], task->language);
        uint64_t key = str_hash(text) ^ m->identity;
        if (memory_recall(&m->memory, a, key, &proposals[i]))
            continue;
        out->texts[out->count] = text;
        out->keys[out->count] = key;
        out->places[out->count++] = i;
    }
}

static bool is_stopped(const struct model *m)
{
    return m->options.stop && *m->options.stop;
}

/* May this page ask? Called with the lock held. */
static bool may_ask(struct model *m)
{
    if (is_stopped(m))
        return false;
    if (m->options.pages && m->round.requests >= m->options.pages)
        return false;
    bool is_open = m->failures >= FAILURES_MOST;
    if (is_open && ++m->since_open % PROBE) {
        m->round.skipped++;
        return false;
    }
    m->round.requests++;
    return true;
}

static void take_answers(struct model *m, const struct inquiry *q, size_t asked, const struct str *answers, struct str *proposals)
{
    for (size_t i = 0; i < asked; i++) {
        memory_keep(&m->memory, q->keys[i], answers[i]);
        proposals[q->places[i]] = answers[i];
    }
}

static void propose(void *context, struct arena *a, const struct writer_task *task, struct str *proposals)
{
    struct model *m = context;
    struct inquiry q;
    pthread_mutex_lock(&m->lock);
    gather(m, a, task, proposals, &q);
    bool goes = q.count && may_ask(m);
    pthread_mutex_unlock(&m->lock);
    if (!goes)
        return;
    struct buf question = {0};
    struct endpoint_answer answer;
    struct str *answers = arena_zero(a, q.count * sizeof *answers);
    size_t found, asked = question_body(m->name, m->options.json_mode, task->language, q.texts, q.count, &question);
    struct status s = endpoint_ask(m->endpoint, buf_str(&question), &answer);
    if (is_ok(&s))
        s = reply_read(a, buf_str(&answer.body), answers, asked, &found);
    pthread_mutex_lock(&m->lock);
    m->round.attempts += answer.attempts;
    if (is_ok(&s)) {
        m->failures = m->since_open = 0;
        take_answers(m, &q, asked, answers, proposals);
    } else if (!is_stopped(m)) {
        m->failures = answer.is_final ? FAILURES_MOST : m->failures + 1;
        m->round.failed++;
        if (is_ok(&m->round.failure))
            m->round.failure = s;
    }
    pthread_mutex_unlock(&m->lock);
    buf_free(&question);
    buf_free(&answer.body);
}

static void judged(void *context, const struct writer_figures *figures)
{
    struct model *m = context;
    pthread_mutex_lock(&m->lock);
    m->round.pages++;
    for (size_t i = 0; i < WRITER_OUTCOMES; i++)
        m->round.figures.outcomes[i] += figures->outcomes[i];
    for (size_t i = 0; i < CHECK_REASON_COUNT; i++)
        m->round.figures.unsupported[i] += figures->unsupported[i];
    pthread_mutex_unlock(&m->lock);
}

static struct status check_name(const char *name)
{
    struct str s = str_of(name ? name : "");
    if (!s.n || s.n > NAME_LONGEST)
        return status_error(STATUS_MISUSE, "the writer's model: want its name, 1 to %d bytes, as the endpoint lists it", NAME_LONGEST);
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7F)
            return status_error(STATUS_MISUSE, "the writer's model: its name holds a control character");
    return utf8_is_valid(s, NULL) ? status_ok() : status_error(STATUS_MISUSE, "the writer's model: its name is not UTF-8");
}

struct status model_create(const struct model_options *options, struct model **out)
{
    *out = NULL;
    struct model_options o = *options;
    o.timeout_ms = o.timeout_ms ? o.timeout_ms : MODEL_SECONDS * 1000;
    o.requests = o.requests ? o.requests : MODEL_REQUESTS;
    o.reply_bytes = o.reply_bytes ? o.reply_bytes : MODEL_REPLY_BYTES;
    struct endpoint *endpoint;
    struct status s = check_name(o.name);
    if (is_ok(&s))
        s = endpoint_create(&o, &endpoint);
    if (!is_ok(&s))
        return s;
    struct model *m = xcalloc(1, sizeof *m);
    char *name = xstrdup(o.name);
    *m = (struct model){.endpoint = endpoint, .options = o, .name = {name, strlen(name)}, .round.failure = status_ok()};
    m->options.name = name;
    m->options.url = m->options.key = m->options.ca_file = NULL; /* the endpoint has its own */
    m->writer = (struct writer){.name = m->name, .context = m, .propose = propose, .judged = judged};
    m->identity = str_hash(m->name) ^ (str_hash(str_of(endpoint_url(endpoint))) * 3) ^ (str_hash(question_prompt()) * 5);
    pthread_mutex_init(&m->lock, NULL);
    *out = m;
    return s;
}

void model_destroy(struct model *m)
{
    if (!m)
        return;
    endpoint_destroy(m->endpoint);
    memory_release(&m->memory);
    pthread_mutex_destroy(&m->lock);
    free((char *)m->name.p);
    free(m);
}

const struct writer *model_writer(struct model *m)
{
    return &m->writer;
}

void model_begin_round(struct model *m)
{
    pthread_mutex_lock(&m->lock);
    m->round = (struct round){.failure = status_ok()};
    m->since_open = 0;
    if (m->failures >= FAILURES_MOST)
        m->failures = FAILURES_MOST - 1;
    pthread_mutex_unlock(&m->lock);
}

bool model_failure(struct model *m, struct status *why)
{
    pthread_mutex_lock(&m->lock);
    bool has_failed = m->round.failed;
    if (has_failed)
        *why = status_error(m->round.failure.code, "the writer %s: %.200s; %zu of %zu pages keep their sources' words", endpoint_url(m->endpoint),
                            m->round.failure.message, m->round.failed + m->round.skipped, m->round.pages);
    pthread_mutex_unlock(&m->lock);
    return has_failed;
}

static void add_reason(struct buf *out, size_t count, const char *name, bool *is_first)
{
    if (count)
        buf_format(out, "%s%zu %s", *is_first ? " (" : ", ", count, name);
    *is_first = *is_first && !count;
}

void model_report(struct model *m, struct buf *out)
{
    pthread_mutex_lock(&m->lock);
    const struct round *r = &m->round;
    size_t all = 0;
    bool is_first = true;
    for (size_t i = 0; i < WRITER_OUTCOMES; i++)
        all += r->figures.outcomes[i];
    if (all) {
        buf_format(out, "%s worded %zu of %zu units; the others keep their sources' words", m->name.p, r->figures.outcomes[WRITER_TAKEN], all);
        for (enum writer_outcome i = WRITER_TAKEN + 1; i < WRITER_UNSUPPORTED; i++)
            add_reason(out, r->figures.outcomes[i], writer_outcome_name(i), &is_first);
        for (enum check_reason i = 0; i < CHECK_REASON_COUNT; i++)
            add_reason(out, r->figures.unsupported[i], check_reason_name(i), &is_first);
        buf_format(out, "%s; %zu request%s", is_first ? "" : ")", r->attempts, r->attempts == 1 ? "" : "s");
    }
    pthread_mutex_unlock(&m->lock);
}
