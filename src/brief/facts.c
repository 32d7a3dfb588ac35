#include "brief/facts.h"

#include <math.h>
#include <stdlib.h>

#include "base/map.h"
#include "brief/draft.h"
#include "brief/standing.h"
#include "brief/voice.h"
#include "text/idf.h"

/* Lines are compared when they share a term that at most so many lines have; longer lists tell nothing. */
enum { POSTINGS_MAX = 48, TITLE_WEIGHT = 2, FEWEST_COPIED = 3, COPIED_TENTHS = 7 };
#define ALONE 0.3      /* added to a term's voices before the logarithm: what one voice alone uses weighs so little */
#define RARE_SHARE 0.2 /* of a line's mass: less in common, and comparing is not worth while */

int32_t facts_voice(const struct story *story, int32_t report)
{
    for (size_t hops = 0; hops < story->report_count && story->reports[report].copy_of != NO_INDEX; hops++)
        report = story->reports[report].copy_of;
    return report;
}

bool facts_is_version(const struct story *story, size_t report)
{
    int32_t of = story->reports[report].copy_of;
    struct str outlet = story->reports[report].analysis->article->outlet;
    return of != NO_INDEX && outlet.n && str_eq(outlet, story->reports[of].analysis->article->outlet);
}

size_t facts_voice_count(const struct story *story)
{
    size_t n = 0;
    for (size_t i = 0; i < story->report_count; i++)
        n += story->reports[i].copy_of == NO_INDEX && !story->reports[i].is_background;
    return n ? n : 1;
}

int facts_compare_terms(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static void line_terms(struct arena *a, struct line *line)
{
    const struct passage *body = &line->analysis->body;
    line->terms = arena_alloc(a, (line->sentence->token_count + 1) * sizeof *line->terms);
    for (uint32_t i = 0; i < line->sentence->token_count; i++) {
        const struct token *t = &body->tokens[line->sentence->first_token + i];
        if (t->kind == TOKEN_PUNCTUATION || t->flags & TOKEN_STOP || t->begin < line->sentence->body_begin)
            continue;
        line->terms[line->term_count++] = t->term;
    }
    qsort(line->terms, line->term_count, sizeof *line->terms, facts_compare_terms);
    size_t n = 0;
    for (size_t i = 0; i < line->term_count; i++)
        if (!n || line->terms[n - 1] != line->terms[i])
            line->terms[n++] = line->terms[i];
    line->term_count = n;
    line->weights = arena_alloc(a, (n + 1) * sizeof *line->weights);
    for (size_t i = 0; i < n; i++) {
        line->weights[i] = (float)idf_background(line->terms[i]);
        line->mass += line->weights[i];
    }
}

static double shared_mass(const struct line *a, const struct line *b)
{
    double shared = 0;
    for (size_t i = 0, k = 0; i < a->term_count && k < b->term_count;) {
        if (a->terms[i] == b->terms[k]) {
            shared += a->weights[i];
            i++, k++;
        } else if (a->terms[i] < b->terms[k]) {
            i++;
        } else {
            k++;
        }
    }
    return shared;
}

double facts_overlap(const struct line *a, const struct line *b)
{
    double smaller = a->mass < b->mass ? a->mass : b->mass;
    return smaller > 0 ? shared_mass(a, b) / smaller : 0;
}

static bool has_term(const struct line *line, uint64_t term)
{
    return bsearch(&term, line->terms, line->term_count, sizeof term, facts_compare_terms) != NULL;
}

/* Every number of `a`, and whether it denies, stands in `b` too. */
static bool carries(const struct line *b, const struct line *a)
{
    const struct passage *p = &a->analysis->body, *q = &b->analysis->body;
    bool denies[2] = {false, false};
    for (uint32_t i = 0; i < a->sentence->token_count; i++) {
        const struct token *t = &p->tokens[a->sentence->first_token + i];
        if (t->kind == TOKEN_NUMBER && t->begin >= a->sentence->body_begin && !has_term(b, t->term))
            return false;
        denies[0] |= (t->flags & TOKEN_NEGATION) != 0;
    }
    for (uint32_t i = 0; i < b->sentence->token_count; i++)
        denies[1] |= (q->tokens[b->sentence->first_token + i].flags & TOKEN_NEGATION) != 0;
    return denies[0] == denies[1];
}

/* The numbers of a line's sentence: a run in its passage's list. */
static const struct number *numbers_of(const struct line *line, size_t *count)
{
    const struct passage *p = &line->analysis->body;
    size_t first = 0, high = p->number_count;
    while (first < high) {
        size_t mid = first + (high - first) / 2;
        if (p->numbers[mid].at.begin < line->sentence->at.begin)
            first = mid + 1;
        else
            high = mid;
    }
    for (*count = 0; first + *count < p->number_count && p->numbers[first + *count].at.begin < line->sentence->at.end;)
        ++*count;
    return first ? p->numbers + first : p->numbers; /* no arithmetic on NULL where there is none */
}

/* Numbers in words, too: "valued at four million". Ordinals and "one" hardly ever count anything. */
static bool carries_numbers(const struct line *b, const struct line *a)
{
    size_t n, m;
    const struct number *x = numbers_of(a, &n), *y = numbers_of(b, &m);
    for (size_t i = 0; i < n; i++) {
        bool found = x[i].in_time || x[i].unit == UNIT_ORDINAL || fabs(x[i].value - 1) < 1e-9;
        for (size_t k = 0; k < m && !found; k++)
            found = fabs(x[i].value - y[k].value) <= 1e-9 * fabs(x[i].value);
        if (!found)
            return false;
    }
    return true;
}

/* Two sentences about one person share a long name and need have nothing else in common: what is told of whom is in the
 * words without a capital, two thirds of which must be shared, too. */
static bool tells_the_same(const struct line *b, const struct line *a)
{
    const struct passage *p = &a->analysis->body;
    double told = 0, shared = 0;
    for (uint32_t i = 0; i < a->sentence->token_count; i++) {
        const struct token *t = &p->tokens[a->sentence->first_token + i];
        if (t->kind == TOKEN_PUNCTUATION || t->flags & (TOKEN_STOP | TOKEN_CAPITALISED | TOKEN_IN_NAME) ||
            t->begin < a->sentence->body_begin)
            continue;
        double weight = idf_background(t->term);
        told += weight;
        shared += has_term(b, t->term) ? weight : 0;
    }
    return shared >= 0.65 * told;
}

/* `b` says what `a` says: then it may be cited for it. */
static bool says_the_same(const struct line *a, const struct line *b)
{
    double shared = shared_mass(a, b);
    return shared >= 0.62 * a->mass && shared >= 0.42 * b->mass && carries(b, a) && carries_numbers(b, a) && tells_the_same(b, a);
}

static void gather_lines(struct arena *a, struct material *m)
{
    size_t capacity = 0;
    for (size_t r = 0; r < m->story->report_count; r++) {
        const struct analysis *x = m->story->reports[r].analysis;
        int32_t rank = 0;
        for (size_t i = 0; i < x->body.sentence_count; i++) {
            const struct sentence *s = &x->body.sentences[i];
            struct str text = standing_text(x, s);
            if (!text.n)
                continue;
            m->lines = arena_grow(a, m->lines, m->line_count, &capacity, sizeof *m->lines);
            struct line *line = &m->lines[m->line_count++];
            *line = (struct line){.report = (int32_t)r, .index = (int32_t)i, .rank = rank++, .analysis = x, .sentence = s, .text = text,
                                  .first_token = draft_token_at(&x->body, (uint32_t)(text.p - x->body.text.p)), .fact = NO_INDEX};
            line_terms(a, line);
        }
    }
}

static uint64_t line_key(const struct line *line)
{
    uint64_t key = line->term_count;
    for (size_t i = 0; i < line->term_count; i++)
        key = (key ^ line->terms[i]) * 0x9E3779B97F4A7C15U;
    return key;
}

/* A report most of whose lines stand in one earlier report carries that report. */
static void find_copies(struct arena *a, struct material *m)
{
    size_t n = m->story->report_count;
    struct map first = {0}; /* line -> report that has it first, from 1 */
    size_t *shared = arena_zero(a, (n + 1) * sizeof *shared), line = 0;
    struct report *reports = arena_alloc(a, (n + 1) * sizeof *reports);
    memcpy(reports, m->story->reports, n * sizeof *reports);
    for (size_t r = 0; r < n; r++) {
        size_t begin = line, best = 0;
        for (; line < m->line_count && m->lines[line].report == (int32_t)r; line++) {
            uint64_t *owner = map_put(&first, line_key(&m->lines[line]));
            if (*owner && *owner != r + 1)
                shared[*owner - 1]++;
            else
                *owner = r + 1;
        }
        for (size_t i = begin; i < line; i++) {
            size_t owner = *map_get(&first, line_key(&m->lines[i])) - 1;
            best = owner != r && (best == 0 || shared[owner] > shared[best - 1]) ? owner + 1 : best;
        }
        if (best && reports[r].copy_of == NO_INDEX && line - begin >= FEWEST_COPIED && shared[best - 1] * 10 >= (line - begin) * COPIED_TENTHS)
            reports[r].copy_of = (int32_t)best - 1;
        for (size_t i = begin; i < line; i++)
            shared[*map_get(&first, line_key(&m->lines[i])) - 1] = 0;
    }
    map_free(&first);
    m->own = *m->story;
    m->own.reports = reports;
    m->story = &m->own;
}

/* Lists of facts by term, as chains in one array: index from 1 of the newest node. */
struct index {
    struct map heads, counts;
    struct { int32_t fact; uint64_t next; } *nodes;
    size_t node_count, capacity;
    float *shared;    /* by fact: mass that it shares with the line in hand, 0 between lines */
    int32_t *touched;
};

/* Facts that share enough of the line's rarer terms are held against it. */
static int32_t find_fact(const struct material *m, struct index *index, const struct line *line)
{
    size_t touched = 0;
    for (size_t i = 0; i < line->term_count; i++) {
        const uint64_t *count = map_get(&index->counts, line->terms[i]);
        if (!count || *count > POSTINGS_MAX)
            continue;
        for (uint64_t at = *map_get(&index->heads, line->terms[i]); at; at = index->nodes[at - 1].next) {
            int32_t f = index->nodes[at - 1].fact;
            if (index->shared[f] == 0)
                index->touched[touched++] = f;
            index->shared[f] += line->weights[i];
        }
    }
    int32_t best = NO_INDEX;
    double most = 0;
    for (size_t i = 0; i < touched; i++) {
        int32_t f = index->touched[i];
        double rare = index->shared[f];
        index->shared[f] = 0;
        if (rare < RARE_SHARE * line->mass)
            continue;
        const struct line *first = &m->lines[m->facts[f].lines[0]];
        double shared = shared_mass(first, line) / (first->mass + line->mass);
        if ((shared > most || (shared == most && f < best)) && says_the_same(first, line)) {
            most = shared;
            best = f;
        }
    }
    return best;
}

static void index_add(struct arena *a, struct index *index, const struct line *line, int32_t fact)
{
    for (size_t i = 0; i < line->term_count; i++) {
        uint64_t *count = map_put(&index->counts, line->terms[i]);
        if (++*count > POSTINGS_MAX)
            continue;
        index->nodes = arena_grow(a, index->nodes, index->node_count, &index->capacity, sizeof *index->nodes);
        uint64_t *head = map_put(&index->heads, line->terms[i]);
        index->nodes[index->node_count].fact = fact;
        index->nodes[index->node_count].next = *head;
        *head = ++index->node_count;
    }
}

static void count_voices(const struct material *m, struct fact *f)
{
    f->voices = 0;
    for (size_t i = 0; i < f->line_count; i++) {
        bool is_new = true;
        for (size_t k = 0; k < i && is_new; k++)
            is_new = facts_voice(m->story, m->lines[f->lines[k]].report) != facts_voice(m->story, m->lines[f->lines[i]].report);
        f->voices += is_new;
    }
}

static void join_lines(struct arena *a, struct material *m)
{
    struct index index = {.shared = arena_zero(a, (m->line_count + 1) * sizeof(float)),
                          .touched = arena_alloc(a, (m->line_count + 1) * sizeof(int32_t))};
    size_t capacity = 0;
    size_t *room = arena_zero(a, (m->line_count + 1) * sizeof *room);
    for (size_t i = 0; i < m->line_count; i++) {
        struct line *line = &m->lines[i];
        line->fact = find_fact(m, &index, line);
        if (line->fact == NO_INDEX) {
            m->facts = arena_grow(a, m->facts, m->fact_count, &capacity, sizeof *m->facts);
            line->fact = (int32_t)m->fact_count;
            m->facts[m->fact_count++] = (struct fact){0};
            index_add(a, &index, line, line->fact);
        }
        struct fact *f = &m->facts[line->fact];
        f->lines = arena_grow(a, f->lines, f->line_count, &room[line->fact], sizeof *f->lines);
        f->lines[f->line_count++] = (int32_t)i;
    }
    for (size_t i = 0; i < m->fact_count; i++)
        count_voices(m, &m->facts[i]);
    map_free(&index.heads);
    map_free(&index.counts);
}

/* How many voices use a term; a title counts more. A report counts once a term. */
static void count_usage(struct material *m)
{
    struct map last = {0};
    for (size_t i = 0; i < m->line_count; i++) {
        const struct line *line = &m->lines[i];
        if (m->story->reports[line->report].copy_of != NO_INDEX || m->story->reports[line->report].is_background)
            continue;
        for (size_t k = 0; k < line->term_count; k++) {
            uint64_t *seen = map_put(&last, line->terms[k]);
            if (*seen == (uint64_t)line->report + 1)
                continue;
            *seen = (uint64_t)line->report + 1;
            ++*map_put(&m->usage, line->terms[k]);
        }
    }
    for (size_t r = 0; r < m->story->report_count; r++) {
        const struct passage *title = &m->story->reports[r].analysis->title;
        for (size_t i = 0; i < title->token_count && !m->story->reports[r].is_background; i++)
            if (title->tokens[i].kind != TOKEN_PUNCTUATION && !(title->tokens[i].flags & TOKEN_STOP))
                *map_put(&m->usage, title->tokens[i].term) += TITLE_WEIGHT;
    }
    map_free(&last);
}

/* A term of one voice alone tells little of the story. */
double facts_weight(const struct material *m, uint64_t term)
{
    const uint64_t *n = map_get(&m->usage, term);
    return n ? idf_background(term) * log(ALONE + (double)*n) : 0;
}

/* Central terms, many voices, and near the beginning of a report: that is what a story is about. */
static void score_facts(struct arena *a, struct material *m)
{
    double *voices = arena_alloc(a, (m->story->report_count + 1) * sizeof *voices);
    for (size_t r = 0; r < m->story->report_count; r++)
        voices[r] = voice_weight(m->story->reports[r].analysis);
    for (size_t i = 0; i < m->fact_count; i++) {
        struct fact *f = &m->facts[i];
        const struct line *line = &m->lines[f->lines[0]];
        double sum = 0, nearest = 1e9;
        for (size_t k = 0; k < line->term_count; k++)
            sum += facts_weight(m, line->terms[k]);
        for (size_t k = 0; k < f->line_count; k++) {
            double at = m->lines[f->lines[k]].rank;
            nearest = at < nearest ? at : nearest;
        }
        f->score = sum / pow((double)line->term_count + 6, 0.8) * (0.25 + 1 / (1 + 0.2 * nearest)) *
                   (1 + 0.4 * log((double)(f->voices ? f->voices : 1))) * voices[line->report];
        if (m->story->reports[line->report].is_background)
            f->score *= 0.4;
    }
}

void facts_gather(struct arena *a, const struct story *story, struct material *out)
{
    *out = (struct material){.story = story, .guard = guard_of_story(a, story)};
    gather_lines(a, out);
    find_copies(a, out);
    join_lines(a, out);
    count_usage(out);
    score_facts(a, out);
}

void facts_release(struct material *m)
{
    map_free(&m->usage);
}
