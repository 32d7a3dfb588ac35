/* Who counts what: of each voice the highest count of a quantity (data/brief/quantities.txt) in sentences about the days
 * of the report. Voices that published within a few hours of each other and give different counts disagree; later ones
 * know more. Bounds and roundings that leave room for the other value ("at least 17") are no disagreement. */
#include "brief/disagreements.h"

#include <math.h>
#include <stdlib.h>

#include "base/embedded.h"
#include "brief/unit.h"

enum {
    QUANTITIES_MAX = 16,
    REACH = 4,               /* tokens between a number and the word that shows what it counts */
    SAME_TIME = 8 * 3600,    /* seconds between reports that could know the same */
    DAYS_BACK = 3,
    CLAIMS_MAX = 64,
    VALUES_MAX = 6,
};
#define SUPERSEDED 0.0 /* of its score is left to a fact with an old count */
#define OTHER_THING 3.0 /* times: counts further apart count something else */

struct count {
    const struct number *number;
    struct span at; /* from the number to what is counted */
    int32_t report;
    int64_t seconds;
};

struct quantity {
    struct str what;
    struct map words; /* hash of a lower-case word */
    struct count counts[CLAIMS_MAX];
    size_t count;
};

static size_t load_quantities(struct quantity *out)
{
    struct str rest = embedded_get("data/brief/quantities.txt"), line;
    size_t n = 0;
    while (n < QUANTITIES_MAX && embedded_line(&rest, &line)) {
        out[n].what = str_trim(str_cut(&line, ':'));
        while (line.n)
            *map_put(&out[n].words, str_hash(str_trim(str_cut(&line, ';')))) = 1;
        n++;
    }
    return n;
}

static uint32_t token_at(const struct passage *p, const struct sentence *s, uint32_t at)
{
    uint32_t k = s->first_token;
    while (k + 1 < s->first_token + s->token_count && p->tokens[k].begin + p->tokens[k].length <= at)
        k++;
    return k;
}

static bool has_word(const struct map *words, const struct passage *p, uint32_t k)
{
    return p->tokens[k].kind == TOKEN_WORD && map_get(words, str_hash(token_text(p, &p->tokens[k])));
}

/* "The number of dead rose to 17". */
static bool is_told_as_total(const struct quantity *q, const struct quantity *counting, const struct passage *p,
                             const struct sentence *s, uint32_t first)
{
    if (first < s->first_token + 3 || !has_word(&counting->words, p, first - 2))
        return false;
    for (uint32_t k = s->first_token; k + 2 < first; k++)
        if (has_word(&q->words, p, k))
            return true;
    return false;
}

/* Does a word in reach of the number show that it counts the quantity, with no other number nearer to it? */
static bool counts(const struct quantity *q, const struct quantity *counting, const struct passage *p,
                   const struct sentence *s, const struct number *n)
{
    uint32_t first = token_at(p, s, n->at.begin), last = token_at(p, s, n->at.end - 1), end = s->first_token + s->token_count;
    for (uint32_t k = last + 1; k < end && k <= last + REACH && p->tokens[k].kind != TOKEN_NUMBER && p->tokens[k].kind != TOKEN_PUNCTUATION; k++)
        if (has_word(&q->words, p, k))
            return true;
    for (uint32_t k = first; k-- > s->first_token && k + REACH / 2 >= first && p->tokens[k].kind == TOKEN_WORD;)
        if (has_word(&q->words, p, k))
            return true;
    return is_told_as_total(q, counting, p, s, first);
}

/* No other time is spoken of: "the worst since 1974, when 46 died". */
static bool is_of_these_days(const struct analysis *x, const struct sentence *s)
{
    int32_t day = moment_day(x->article->published);
    if (s->when.grain == GRAIN_NONE || s->when.first_day < day - DAYS_BACK || s->when.last_day > day + 1)
        return false;
    for (size_t i = 0; i < x->body.time_count && x->body.times[i].at.begin < s->at.end; i++) {
        const struct timex *t = &x->body.times[i];
        if (t->at.begin >= s->at.begin && t->has_interval && t->last_day < day - DAYS_BACK)
            return false;
    }
    return true;
}

static void take(struct quantity *q, const struct material *m, int32_t r, const struct number *n, const struct sentence *s)
{
    const struct analysis *x = m->story->reports[r].analysis;
    const struct passage *p = &x->body;
    struct span at = {n->at.begin, n->at.end};
    if (n->counted != NO_INDEX && p->tokens[n->counted].begin >= at.end && p->tokens[n->counted].begin < s->at.end)
        at.end = p->tokens[n->counted].begin + p->tokens[n->counted].length;
    struct count new = {n, at, r, x->article->published.seconds};
    if (q->count && q->counts[q->count - 1].report == r) {
        if (n->value > q->counts[q->count - 1].number->value)
            q->counts[q->count - 1] = new;
    } else if (q->count < CLAIMS_MAX) {
        q->counts[q->count++] = new;
    }
}

static void gather(struct quantity *all, size_t n, const struct material *m)
{
    for (size_t r = 0; r < m->story->report_count; r++) {
        const struct report *report = &m->story->reports[r];
        const struct passage *p = &report->analysis->body;
        if (report->copy_of != NO_INDEX || report->is_background || !report->analysis->article->published.is_set)
            continue;
        for (size_t i = 0; i < p->number_count; i++) {
            const struct number *x = &p->numbers[i];
            if (x->unit != UNIT_COUNT || x->in_time || x->value < 2 || x->value != floor(x->value) || x->sentence < 0)
                continue;
            const struct sentence *s = &p->sentences[x->sentence];
            for (size_t k = 0; k < n && !s->is_fragment; k++)
                if (counts(&all[k], &all[n], p, s, x) && is_of_these_days(report->analysis, s))
                    take(&all[k], m, (int32_t)r, x, s);
        }
    }
}

static bool leaves_room(const struct number *x, const struct number *y)
{
    if ((x->bound > 0 && y->value >= x->value) || (x->bound < 0 && y->value <= x->value))
        return true;
    return x->approximate && fabs(x->value - y->value) <= 0.1 * x->value;
}

static bool disagree(const struct count *x, const struct count *y)
{
    const struct number *a = x->number, *b = y->number;
    int64_t gap = x->seconds > y->seconds ? x->seconds - y->seconds : y->seconds - x->seconds;
    double more = a->value > b->value ? a->value / b->value : b->value / a->value;
    return gap <= SAME_TIME && a->value != b->value && more < OTHER_THING && !leaves_room(a, b) && !leaves_room(b, a);
}

static void add_claim(struct arena *a, const struct material *m, const struct count *c, struct disagreement *d)
{
    const struct passage *p = &m->story->reports[c->report].analysis->body;
    struct str value = str_span(p->text, c->at);
    struct claim *claim = NULL;
    for (size_t i = 0; i < d->claim_count; i++)
        if (str_eq_nocase(d->claims[i].value, value))
            claim = &d->claims[i];
    if (!claim && d->claim_count < VALUES_MAX) {
        claim = &d->claims[d->claim_count++];
        claim->value = value;
    }
    if (claim)
        unit_cite(a, &claim->behind, c->report, p->sentences[c->number->sentence].at);
}

/* The newest pair of the quantity that disagrees, with all that counted at that time. */
static void compare(struct arena *a, const struct material *m, const struct quantity *q, struct brief *b)
{
    for (size_t i = q->count; i-- > 0;)
        for (size_t k = i; k-- > 0;) {
            if (!disagree(&q->counts[k], &q->counts[i]))
                continue;
            struct disagreement *d = &b->disagreements[b->disagreement_count++];
            *d = (struct disagreement){.what = q->what, .claims = arena_zero(a, VALUES_MAX * sizeof *d->claims)};
            for (size_t c = 0; c < q->count; c++)
                if (c == i || c == k || (disagree(&q->counts[c], &q->counts[i]) && c < i) ||
                    (q->counts[c].number->value == q->counts[k].number->value && llabs(q->counts[c].seconds - q->counts[i].seconds) <= SAME_TIME))
                    add_claim(a, m, &q->counts[c], d);
            return;
        }
}

/* A count that a later report has raised is told no more where something else can be. */
static void supersede(const struct quantity *q, struct material *m)
{
    for (size_t l = 0; l < m->line_count; l++) {
        struct line *line = &m->lines[l];
        if (m->facts[line->fact].lines[0] != (int32_t)l)
            continue;
        for (size_t i = 0; i < q->count; i++) {
            const struct count *old = &q->counts[i];
            if (old->report != line->report || old->number->sentence != line->index)
                continue;
            for (size_t k = 0; k < q->count; k++)
                if (q->counts[k].seconds > old->seconds + SAME_TIME && q->counts[k].number->value > old->number->value) {
                    m->facts[line->fact].score *= SUPERSEDED;
                    break;
                }
        }
    }
}

static void with_quantities(struct arena *a, struct material *m, struct brief *b)
{
    struct quantity *all = arena_zero(a, QUANTITIES_MAX * sizeof *all);
    size_t n = load_quantities(all) - 1; /* the last line says how totals are told */
    gather(all, n, m);
    for (size_t i = 0; i < n; i++) {
        compare(a, m, &all[i], b);
        supersede(&all[i], m);
    }
    for (size_t i = 0; i <= n; i++)
        map_free(&all[i].words);
}

void disagreements_write(struct arena *a, struct material *m, struct brief *b)
{
    b->disagreements = arena_zero(a, QUANTITIES_MAX * sizeof *b->disagreements);
    with_quantities(a, m, b);
}
