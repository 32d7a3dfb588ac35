#include "brief/timeline.h"

#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/map.h"
#include "brief/facts.h"
#include "brief/guard.h"
#include "brief/timeline_clause.h"
#include "brief/timeline_date.h"
#include "brief/timeline_terms.h"
#include "brief/timeline_wording.h"
#include "text/idf.h"

enum {
    TIMELINE_DEFAULT = 20,
    TIMELINE_DATE_MAX = 3, /* entries under one date; two where few report */
    FEW_VOICES = 6,
    COMPARED_MAX = 48,     /* candidates of one date that are compared with one another, best first */
    LEAD_SENTENCES = 4,    /* where a report says what it is about */
    SAYING_SENTENCES = 8,  /* what is said further down, and by one report alone, is no event */
    FAR = 8,               /* days before the first report: a date of the background, with one entry */
    CITES_MAX = 8,
};

/* Shares of weight in common. */
static const double ONE_EVENT = 0.4;    /* of the smaller sentence, under one date; less with three terms in common */
static const double ONE_EVENT_TERMS = 0.28;
static const double ONE_EVENT_ANY = 0.85; /* whatever the dates */
static const double SAYS_SAME = 0.6, SAYS_SAME_BACK = 0.4; /* what may be cited for what */
static const double SALIENT = 0.15;     /* of the best entry's worth */
static const double SALIENT_REMARK = 0.25; /* of what is said, or a figure of a year */
static const double SALIENT_BESIDE = 0.6; /* of the best one's under the same date */

struct candidate {
    int32_t report, index;
    const struct analysis *analysis;
    const struct sentence *sentence;
    struct str text;
    struct dating dating;
    struct terms terms;
    bool is_cut;     /* tells a clause of the sentence */
    struct timeline_cut cut;
    bool is_assumed; /* the publication day stands in */
    double worth;
};

struct bench {
    struct arena *arena;
    const struct story *story;
    struct candidate *items;
    size_t count, capacity;
    const struct material *material; /* knows which sentences can stand alone */
    size_t line; /* of the material: the next one */
    struct map usage; /* term -> voices that use it */
    int32_t first_report, last_report; /* days of publication */
};

static bool is_voice(const struct report *r)
{
    return r->copy_of == NO_INDEX;
}

/* How many voices use a term, so that what the story turns on weighs more. A title counts twice. */
static void count_usage(struct bench *b)
{
    struct map last = {0};
    for (size_t r = 0; r < b->story->report_count; r++) {
        if (!is_voice(&b->story->reports[r]) || b->story->reports[r].is_background)
            continue;
        const struct passage *parts[] = {&b->story->reports[r].analysis->title, &b->story->reports[r].analysis->body};
        for (size_t k = 0; k < 2; k++)
            for (size_t i = 0; i < parts[k]->token_count; i++) {
                const struct token *t = &parts[k]->tokens[i];
                if (t->kind == TOKEN_PUNCTUATION || t->flags & TOKEN_STOP)
                    continue;
                uint64_t *seen = map_put(&last, t->term);
                if (k == 1 && *seen == r + 1)
                    continue;
                *seen = r + 1;
                *map_put(&b->usage, t->term) += k == 0 ? 2 : 1;
            }
    }
    map_free(&last);
}

static void know_days(struct bench *b)
{
    b->first_report = INT32_MAX, b->last_report = INT32_MIN;
    for (size_t r = 0; r < b->story->report_count; r++) {
        const struct report *k = &b->story->reports[r];
        if (k->is_background || !k->analysis->article->published.is_set)
            continue;
        int32_t day = moment_day(k->analysis->article->published);
        b->first_report = day < b->first_report ? day : b->first_report;
        b->last_report = day > b->last_report ? day : b->last_report;
    }
}

static double centrality(const struct bench *b, const struct terms *t)
{
    double sum = 0;
    for (size_t i = 0; i < t->count; i++) {
        const uint64_t *n = map_get(&b->usage, t->items[i]);
        sum += idf_background(t->items[i]) * log(1 + (n ? (double)(*n) : 0));
    }
    return sum / pow((double)t->count + 6, 0.8);
}

/* "France spent 1.9 percent in 2017": a figure of a year rather than an event. */
static bool has_percentage(const struct candidate *c)
{
    return str_has(c->text, STR("percent")) || str_has(c->text, STR("per cent")) || str_has(c->text, STR("%"));
}

/* Worth of a sentence as the wording of its event: central, said early, itself a happening and not a saying. */
static double worth(const struct bench *b, const struct candidate *c)
{
    double w = centrality(b, &c->terms) * (0.5 + 0.5 / (1 + 0.1 * c->index));
    if (c->dating.role == DATE_SAYING)
        w *= 0.55;
    if (c->is_assumed)
        w *= 0.6;
    if (c->dating.grain < GRAIN_DAY && has_percentage(c))
        w *= 0.5;
    if (c->text.n > 220)
        w *= 220.0 / (double)c->text.n;
    return b->story->reports[c->report].is_background ? w * 0.8 : w;
}

/* "We will hold them to it," Brandt wrote on Tuesday: what happened is that it was said. */
static bool opens_with_quote(struct str text)
{
    return str_starts(text, STR("\"")) || str_starts(text, STR("\xE2\x80\x9C"));
}

static void add(struct bench *b, struct candidate c)
{
    if (opens_with_quote(c.text))
        c.dating.role = DATE_SAYING;
    if (c.dating.role == DATE_SAYING && c.dating.grain < GRAIN_DAY)
        return;
    if (c.dating.is_planned && c.dating.last_day < b->last_report)
        return; /* a plan whose day has passed: what came of it is told, or is not known */
    struct span part = c.sentence->at;
    if (c.is_cut)
        part = (struct span){c.cut.subject.end ? c.cut.subject.begin : c.cut.clause.begin, c.cut.clause.end};
    c.terms = timeline_terms(b->arena, &c.analysis->body, c.sentence, part);
    c.worth = worth(b, &c);
    b->items = arena_grow(b->arena, b->items, b->count, &b->capacity, sizeof *b->items);
    b->items[b->count++] = c;
}

/* A lead without a date of its own is about the day it was published on, where it tells what happened. */
static bool can_assume(const struct analysis *x, const struct sentence *s)
{
    size_t time = timeline_first_time(&x->body, s);
    bool has_time = time < x->body.time_count && x->body.times[time].at.begin < s->at.end; /* "in recent weeks" */
    return s->when.grain != GRAIN_NONE && s->when.time == NO_INDEX && !has_time && timeline_tells_past(x, s);
}

static bool tells_more_dates(const struct analysis *x, const struct sentence *s, const struct timeline_cut *cut)
{
    for (size_t i = timeline_first_time(&x->body, s); i < x->body.time_count && x->body.times[i].at.begin < s->at.end; i++)
        if (x->body.times[i].at.begin >= cut->clause.end && x->body.times[i].has_interval)
            return true;
    return false;
}

/* The clauses of the sentence in `c` that tell events of their own. True where one of them tells the sentence's own event better than
 * the whole does, which goes on to another day. */
static bool add_cuts(struct bench *b, struct candidate c, bool is_dated, int32_t published)
{
    struct timeline_cut cuts[TIMELINE_CUTS_MAX];
    size_t n = timeline_cut_clauses(c.analysis, c.sentence, published, cuts);
    bool replaces = false;
    for (size_t i = 0; i < n; i++) {
        bool is_own = is_dated && cuts[i].dating.time == c.dating.time;
        bool is_told = is_dated && cuts[i].dating.first_day == c.dating.first_day && cuts[i].dating.grain == c.dating.grain;
        if (is_own ? !cuts[i].is_main || !cuts[i].goes_on || !tells_more_dates(c.analysis, c.sentence, &cuts[i]) : is_told)
            continue;
        replaces |= is_own;
        struct candidate part = c;
        part.is_cut = true;
        part.cut = cuts[i];
        part.dating = cuts[i].dating;
        part.text = str_span(c.analysis->body.text, cuts[i].clause);
        add(b, part);
    }
    return replaces;
}

/* The sentence as it stands alone, empty where it cannot. Asked for sentence after sentence, as the material's lines are. */
static struct str standing_of(struct bench *b, int32_t report, int32_t index)
{
    const struct material *m = b->material;
    while (b->line < m->line_count && (m->lines[b->line].report < report || (m->lines[b->line].report == report && m->lines[b->line].index < index)))
        b->line++;
    bool stands = b->line < m->line_count && m->lines[b->line].report == report && m->lines[b->line].index == index;
    return stands ? m->lines[b->line].text : STR("");
}

static void gather_report(struct bench *b, int32_t report)
{
    const struct report *r = &b->story->reports[report];
    const struct analysis *x = r->analysis;
    if (!x->article->published.is_set)
        return;
    int32_t published = moment_day(x->article->published), lead = NO_INDEX;
    bool has_day = false, has_lead = false;
    struct str lead_text = STR("");
    for (size_t i = 0; i < x->body.sentence_count; i++) {
        const struct sentence *s = &x->body.sentences[i];
        struct candidate c = {.report = report, .index = (int32_t)i, .analysis = x, .sentence = s};
        c.text = standing_of(b, report, (int32_t)i);
        bool is_dated = timeline_date_sentence(x, s, published, &c.dating);
        bool is_cut = (c.text.n || s->starts_with_pronoun) && add_cuts(b, c, is_dated, published);
        if (is_dated) {
            has_day |= i < LEAD_SENTENCES && c.dating.grain == GRAIN_DAY;
            if (c.text.n && !is_cut)
                add(b, c);
        } else if (!has_lead && i < LEAD_SENTENCES / 2 && can_assume(x, s) && c.text.n) {
            lead = (int32_t)i;
            lead_text = c.text;
        }
        has_lead |= !s->is_fragment;
    }
    if (has_day || lead == NO_INDEX || r->is_background || !is_voice(r))
        return;
    const struct sentence *s = &x->body.sentences[lead];
    add(b, (struct candidate){.report = report, .index = lead, .analysis = x, .sentence = s, .is_assumed = true,
                              .text = lead_text,
                              .dating = {.role = DATE_MAIN, .time = NO_INDEX, .first_day = published,
                                         .last_day = published, .grain = GRAIN_DAY}});
}

static int by_date(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->dating.first_day != y->dating.first_day)
        return x->dating.first_day < y->dating.first_day ? -1 : 1;
    if (x->dating.grain != y->dating.grain)
        return x->dating.grain < y->dating.grain ? -1 : 1;
    if (x->worth != y->worth)
        return x->worth > y->worth ? -1 : 1;
    return x->report != y->report ? x->report - y->report : x->index - y->index;
}

static bool same_date(const struct candidate *x, const struct candidate *y)
{
    return x->dating.first_day == y->dating.first_day && x->dating.grain == y->dating.grain;
}

static bool says_same(const struct candidate *x, const struct candidate *y)
{
    double shared = timeline_terms_shared(&x->terms, &y->terms);
    return shared >= SAYS_SAME * x->terms.mass && shared >= SAYS_SAME_BACK * y->terms.mass;
}

/* An event: the candidate that words it and what else speaks of it. */
struct event {
    int32_t lead;
    int32_t *others;
    size_t other_count, capacity;
    double worth;
};

struct events {
    struct event *items;
    size_t count, capacity;
};

static size_t count_voices(const struct bench *b, const struct event *e)
{
    size_t n = 1;
    for (size_t i = 0; i < e->other_count; i++) {
        int32_t voice = facts_voice(b->story, b->items[e->others[i]].report);
        bool is_new = voice != facts_voice(b->story, b->items[e->lead].report);
        for (size_t k = 0; k < i && is_new; k++)
            is_new = voice != facts_voice(b->story, b->items[e->others[k]].report);
        n += is_new;
    }
    return n;
}

/* How surely two sentences under one date tell of one event; below ONE_EVENT they do not. "Brandt fired Okafor" does so in
 * however many words. */
static double likeness(const struct candidate *x, const struct candidate *y)
{
    double overlap = timeline_terms_overlap(&x->terms, &y->terms);
    if (overlap >= ONE_EVENT)
        return overlap;
    size_t common = timeline_terms_common(&x->terms, &y->terms);
    bool same_verb = x->dating.verb && x->dating.verb == y->dating.verb && x->dating.role == DATE_MAIN && y->dating.role == DATE_MAIN;
    return common >= 3 && (same_verb || overlap >= ONE_EVENT_TERMS) ? ONE_EVENT : overlap;
}

static void add_other(const struct bench *b, struct event *e, int32_t candidate)
{
    e->others = arena_grow(b->arena, e->others, e->other_count, &e->capacity, sizeof *e->others);
    e->others[e->other_count++] = candidate;
}

/* The events of one date: best candidate first, each takes what speaks of the same. */
static void group_date(struct bench *b, size_t first, size_t last, struct events *out)
{
    size_t begin = out->count, compared = last - first < COMPARED_MAX ? last - first : COMPARED_MAX;
    for (size_t i = first; i < last; i++) {
        const struct candidate *c = &b->items[i];
        struct event *home = NULL;
        double most = ONE_EVENT;
        for (size_t k = begin; k < out->count; k++) {
            double overlap = likeness(c, &b->items[out->items[k].lead]);
            if (overlap >= most) {
                most = overlap;
                home = &out->items[k];
            }
        }
        if (home) {
            add_other(b, home, (int32_t)i);
        } else if (i < first + compared) {
            out->items = arena_grow(b->arena, out->items, out->count, &out->capacity, sizeof *out->items);
            out->items[out->count++] = (struct event){.lead = (int32_t)i};
        }
    }
    for (size_t k = begin; k < out->count; k++) {
        struct event *e = &out->items[k];
        e->worth = b->items[e->lead].worth * (1 + 0.5 * log((double)count_voices(b, e)));
    }
}

static int by_worth(const void *a, const void *b)
{
    const struct event *x = a, *y = b;
    if (x->worth != y->worth)
        return x->worth > y->worth ? -1 : 1;
    return x->lead - y->lead;
}

static int by_lead(const void *a, const void *b)
{
    return ((const struct event *)a)->lead - ((const struct event *)b)->lead;
}

static bool lies_within(const struct candidate *x, const struct candidate *y)
{
    return x->dating.first_day >= y->dating.first_day && x->dating.last_day <= y->dating.last_day;
}

/* A sentence and a clause of it that have different dates; a clause, short as it is, and what else is said of its subject. */
static bool tell_apart(const struct candidate *x, const struct candidate *y)
{
    bool is_part = x->is_cut || y->is_cut;
    return is_part && (x->sentence == y->sentence || !x->dating.verb || x->dating.verb != y->dating.verb);
}

/* The same happening under another date: said almost so, or a coarser date that holds the finer one. NULL: there is none. */
static struct event *told_already(const struct bench *b, struct event *chosen, size_t n, const struct candidate *c)
{
    for (size_t i = 0; i < n; i++) {
        const struct candidate *x = &b->items[chosen[i].lead];
        double overlap = tell_apart(x, c) ? 0 : likeness(x, c);
        if (overlap >= ONE_EVENT_ANY || (overlap >= ONE_EVENT && (lies_within(x, c) || lies_within(c, x))))
            return &chosen[i];
    }
    return NULL;
}

/* One entry for both, under the finer date, citing what either cites. */
static void merge(const struct bench *b, struct event *into, const struct event *e)
{
    const struct candidate *x = &b->items[into->lead], *y = &b->items[e->lead];
    bool is_finer = y->dating.grain > x->dating.grain && lies_within(y, x);
    add_other(b, into, is_finer ? into->lead : e->lead);
    for (size_t i = 0; i < e->other_count; i++)
        add_other(b, into, e->others[i]);
    if (is_finer)
        into->lead = e->lead;
}

/* May the event stand beside what is chosen under its date already? */
static bool has_room(const struct bench *b, const struct event *chosen, size_t n, const struct event *e)
{
    const struct candidate *c = &b->items[e->lead];
    size_t under_date = 0, limit = facts_voice_count(b->story) < FEW_VOICES ? TIMELINE_DATE_MAX - 1 : TIMELINE_DATE_MAX;
    if (c->is_assumed || (c->dating.grain == GRAIN_DAY && c->dating.last_day < b->first_report - FAR))
        limit = 1;
    if (c->dating.role == DATE_SAYING && c->index >= SAYING_SENTENCES && count_voices(b, e) < 2)
        return false;
    for (size_t k = 0; k < n; k++) {
        if (!same_date(&b->items[chosen[k].lead], c))
            continue;
        if (c->dating.is_planned && !b->items[chosen[k].lead].dating.is_planned)
            return false;
        if (!under_date++ && e->worth < SALIENT_BESIDE * chosen[k].worth)
            return false;
    }
    return under_date < limit;
}

static size_t choose(const struct bench *b, struct events *events, size_t max)
{
    qsort(events->items, events->count, sizeof *events->items, by_worth);
    size_t n = 0;
    for (size_t i = 0; i < events->count && n < max; i++) {
        const struct event e = events->items[i];
        const struct candidate *c = &b->items[e.lead];
        bool is_figure = c->dating.grain < GRAIN_DAY && has_percentage(c);
        if (e.worth < (c->dating.role == DATE_SAYING || is_figure ? SALIENT_REMARK : SALIENT) * events->items[0].worth)
            continue;
        struct event *told = told_already(b, events->items, n, &b->items[e.lead]);
        if (told)
            merge(b, told, &e);
        else if (has_room(b, events->items, n, &e))
            events->items[n++] = e;
    }
    qsort(events->items, n, sizeof *events->items, by_lead);
    return n;
}

static int32_t source_of(const struct brief *out, const struct article *article, int32_t hint)
{
    if ((size_t)hint < out->source_count && out->sources[hint].article == article)
        return hint;
    for (size_t i = 0; i < out->source_count; i++)
        if (out->sources[i].article == article)
            return (int32_t)i;
    return NO_INDEX;
}

static void cite(const struct brief *out, const struct candidate *c, struct unit_text *u)
{
    int32_t source = source_of(out, c->analysis->article, c->report);
    if (source == NO_INDEX || u->support_count == CITES_MAX)
        return;
    u->support[u->support_count++] = (struct support){.source = source, .at = c->sentence->at};
    size_t k = 0;
    while (k < u->cite_count && u->cites[k] < source)
        k++;
    if (k < u->cite_count && u->cites[k] == source)
        return;
    memmove(u->cites + k + 1, u->cites + k, (u->cite_count - k) * sizeof *u->cites);
    u->cites[k] = source;
    u->cite_count++;
}

/* As worded, else as the source has it, else not at all. */
static bool stands(struct bench *b, struct timeline_entry *e, struct str plain)
{
    if (guard_entry(b->arena, &b->material->guard, e).reason == CHECK_SUPPORTED)
        return true;
    if (str_eq(e->what.text, plain))
        return false;
    e->what.text = plain;
    return guard_entry(b->arena, &b->material->guard, e).reason == CHECK_SUPPORTED;
}

static struct str word(struct bench *b, const struct candidate *c, bool is_plain, int32_t year)
{
    if (c->is_cut)
        return timeline_word_cut(b->arena, c->analysis, c->sentence, &c->cut, is_plain, year);
    return is_plain ? timeline_plain(b->arena, c->text) : timeline_word(b->arena, c->analysis, c->sentence, c->text, year);
}

static void write_entry(struct bench *b, const struct event *e, int32_t year, struct brief *out)
{
    const struct candidate *c = &b->items[e->lead];
    struct timeline_entry entry = {.first_day = c->dating.first_day, .grain = c->dating.grain};
    timeline_date_text(entry.first_day, entry.grain, entry.date);
    entry.what.text = word(b, c, false, year);
    entry.what.support = arena_zero(b->arena, CITES_MAX * sizeof *entry.what.support);
    entry.what.cites = arena_zero(b->arena, CITES_MAX * sizeof *entry.what.cites);
    cite(out, c, &entry.what);
    if (!entry.what.cite_count)
        return;
    for (size_t i = 0; i < e->other_count; i++)
        if (says_same(c, &b->items[e->others[i]]))
            cite(out, &b->items[e->others[i]], &entry.what);
    if (stands(b, &entry, word(b, c, true, year)))
        out->timeline[out->timeline_count++] = entry;
}

void timeline_write(struct arena *a, const struct story *story, const struct material *m, size_t max, struct brief *out)
{
    struct bench b = {.arena = a, .story = story, .material = m};
    struct events events = {0};
    count_usage(&b);
    know_days(&b);
    for (size_t r = 0; r < story->report_count; r++)
        gather_report(&b, (int32_t)r);
    if (b.count)
        qsort(b.items, b.count, sizeof *b.items, by_date);
    for (size_t i = 0, k; i < b.count; i = k) {
        for (k = i + 1; k < b.count && same_date(&b.items[i], &b.items[k]);)
            k++;
        group_date(&b, i, k, &events);
    }
    size_t n = events.count ? choose(&b, &events, max ? max : TIMELINE_DEFAULT) : 0;
    out->timeline = arena_zero(a, (n + 1) * sizeof *out->timeline);
    int32_t year = out->updated.is_set ? civil_of_day(moment_day(out->updated)).year : 0;
    for (size_t i = 0; i < n; i++)
        write_entry(&b, &events.items[i], year, out);
    map_free(&b.usage);
}
