#include "text/timex.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "text/timex_meaning.h"
#include "text/timex_place.h"

const char *timex_type_name(enum timex_type type)
{
    static const char *const names[] = {"DATE", "TIME", "DURATION", "SET"};
    return names[type];
}

struct finder {
    struct arena *arena;
    struct timex_scanner scanner;
    struct timex_meaning meanings[TIMEX_MEANINGS_MAX];
    struct timex_reference reference;
    struct timex *items;
    size_t count, capacity;
};

/* "about", "more than", "the", "early": words before an expression that belong to it. */
static size_t extend_left(const struct timex_scanner *s, struct timex_meaning *m, size_t limit)
{
    size_t first = m->first;
    bool is_point = m->kind == KIND_DAY || m->kind == KIND_WEEKDAY || m->kind == KIND_RELDAY || m->kind == KIND_YEAR ||
                    m->kind == KIND_MONTH || m->kind == KIND_YEARS || m->kind == KIND_REF || m->kind == KIND_CLOCK;
    bool is_the_span = s->tokens[first].classes & (CLASS_BIT(THE) | CLASS_BIT(SPAN)); /* "over the next three months" */
    is_point = is_point && !(s->tokens[first].classes & CLASS_BIT(PART));
    for (int steps = 0; steps < 4 && first > limit && !s->tokens[first].is_break; steps++) {
        const struct timex_token *t = &s->tokens[first - 1];
        const struct timex_sense *edge = timex_sense(t->word, CLASS_EDGE), *bound = timex_sense(t->word, CLASS_BOUND);
        bool is_the = t->classes & CLASS_BIT(THE);
        if (edge && (t->classes & CLASS_BIT(EDGE)) && m->kind != KIND_DURATION && m->kind != KIND_SET) {
            m->mod = edge->text;
        } else if (bound && m->kind != KIND_SET && m->kind != KIND_REF &&
                   ((!is_the_span && (m->kind == KIND_DURATION || m->kind == KIND_OFFSET)) ||
                    strcmp(bound->text, "APPROX") == 0)) {
            if (!m->mod)
                m->mod = bound->text;
        } else if (!(is_the && (!is_point || first < m->first))) {
            break;
        }
        first--;
    }
    return first;
}

/* A clock time that nothing says is one ("10:35" may be a score): wants a preposition before it. */
static bool is_bare_clock(const struct timex_scanner *s, const struct timex_meaning *m)
{
    return m->kind == KIND_CLOCK && m->argument == 1 &&
           !(m->first && (s->tokens[m->first - 1].classes &
                          (CLASS_BIT(PREP) | CLASS_BIT(IN) | CLASS_BIT(ON) | CLASS_BIT(BOUND) | CLASS_BIT(FOR))));
}

static bool wants_tense(const struct timex_meaning *m)
{
    return m->kind == KIND_DAY || m->kind == KIND_WEEKDAY || m->kind == KIND_MONTH || m->kind == KIND_QUARTER ||
           m->kind == KIND_HALF || m->kind == KIND_NTH_WEEKDAY || m->kind == KIND_SEASON || m->kind == KIND_HOLIDAY ||
           m->kind == KIND_WEEK_OF || m->kind == KIND_SHIFT;
}

/* "SEOUL, Oct. 7 (KN) --": what a report calls today is its dateline's day, when that is near to publication. */
enum { DATELINE_BYTES = 80, DATELINE_DAYS = 2 };

static void take_dateline(struct finder *f, const struct timex_meaning *m, const struct timex *t)
{
    const struct timex_scanner *s = &f->scanner;
    struct timex_reference *r = &f->reference;
    bool is_dateline = r->sentence == 1 && m->kind == KIND_DAY && t->at.end < DATELINE_BYTES && m->last < s->count &&
                       (s->tokens[m->last].classes & (CLASS_BIT(OPEN) | CLASS_BIT(DASH))) && s->tokens[0].is_upper;
    int32_t away = t->first_day - r->day;
    if (is_dateline && away <= 0 && away >= -DATELINE_DAYS)
        r->day = t->first_day;
}

static void find_in_sentence(struct finder *f)
{
    const struct timex_scanner *s = &f->scanner;
    size_t count = timex_match(s, f->meanings);
    count = timex_compose(s, f->meanings, count);
    size_t limit = 0;
    for (size_t i = 0; i < count; i++) {
        struct timex_meaning *m = &f->meanings[i];
        struct timex t = {.type = TIMEX_DATE};
        const struct timex *before = limit ? &f->items[f->count - 1] : NULL;
        size_t last = m->last;
        if (is_bare_clock(s, m))
            continue;
        uint64_t link = limit + 1 == m->first                            ? s->tokens[limit].classes
                        : limit == m->first && s->tokens[limit].is_glued ? CLASS_BIT(DASH)
                                                                         : 0;
        m->ends_range = before && before->has_interval && (link & (CLASS_BIT(TO) | CLASS_BIT(DASH)));
        m->follows_range = m->ends_range || (before && before->has_interval && (link & CLASS_BIT(AND)));
        m->is_led = m->first && (s->tokens[m->first - 1].classes & CLASS_BIT(IN));
        bool is_sure = false;
        enum timex_tense tense = wants_tense(m) ? timex_tense_at(s, m->first, m->last, &is_sure) : TENSE_UNKNOWN;
        size_t first = extend_left(s, m, limit);
        if (!timex_resolve(m, tense, &f->reference, &t))
            continue;
        t.at = (struct span){s->tokens[first].begin, s->tokens[last - 1].end};
        t.tense = !is_sure ? 0 : tense == TENSE_FUTURE ? 1 : -1;
        f->items = arena_grow(f->arena, f->items, f->count, &f->capacity, sizeof *f->items);
        f->items[f->count++] = t;
        limit = last;
        take_dateline(f, m, &t);
    }
}

struct status timex_find(struct arena *a, struct str text, const struct timex_context *context, struct timex_list *out)
{
    *out = (struct timex_list){0};
    if (text.n > UINT32_MAX)
        return status_error(STATUS_LIMIT, "a text of %zu bytes; time expressions are found in up to %u", text.n,
                            UINT32_MAX);
    if (!context->published.is_set)
        return status_error(STATUS_MISUSE, "time expressions need the moment of publication");
    struct finder *f = xmalloc(sizeof *f); /* its large arrays are filled before they are read: not cleared */
    struct moment published = timex_place_moment(text, context->published);
    int32_t day = moment_day(published);
    f->arena = a;
    f->items = NULL;
    f->count = f->capacity = 0;
    timex_scan_begin(&f->scanner, timex_grammar_for(context->language), text);
    f->reference =
        (struct timex_reference){.published = published, .day = day, .first = day, .last = day, .grain = GRAIN_DAY};
    while (timex_scan_next(&f->scanner)) {
        f->reference.sentence++;
        find_in_sentence(f);
    }
    out->items = f->items;
    out->count = f->count;
    free(f);
    return status_ok();
}
