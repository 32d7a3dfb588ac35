/* Who counts what: of each voice the highest count of a quantity (data/brief/quantities.txt) in sentences about the days
 * of the report. Voices that published within a few hours of each other and give different counts disagree; later ones
 * know more: who counts again after those hours settles what was disputed before. Bounds and roundings that leave room for
 * the other value ("at least 17") are no disagreement. */
#include "brief/disagreements.h"

#include <math.h>
#include <stdlib.h>

#include "base/embedded.h"
#include "brief/draft.h"
#include "brief/unit.h"
#include "brief/verbs.h"
#include "brief/words.h"

enum {
    QUANTITIES_MAX = 16,
    REACH = 4,               /* tokens between a number and the word that shows what it counts */
    SAME_TIME = 8 * 3600,    /* seconds between reports that could know the same */
    DAYS_BACK = 3,
    CLAIMS_MAX = 64,
    MENTIONS_MAX = 512,
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

/* A sentence with a count, be it the highest of its report or not. */
struct mention {
    int32_t report, sentence;
    double value;
};

struct quantity {
    struct str what;
    struct map words; /* hash of a lower-case word */
    struct count counts[CLAIMS_MAX];
    struct mention mentions[MENTIONS_MAX];
    size_t count, mention_count;
};

/* What can be counted, and words that say how it is. */
struct quantities {
    struct quantity items[QUANTITIES_MAX];
    size_t count;
    struct map counting, anybody, further, tally;
};

static void load_quantities(struct quantities *out)
{
    struct str rest = embedded_get("data/brief/quantities.txt"), line;
    out->count = 0;
    out->counting = out->anybody = out->further = out->tally = (struct map){0};
    while (out->count < QUANTITIES_MAX && embedded_line(&rest, &line)) {
        struct str what = str_trim(str_cut(&line, ':'));
        struct map *words = str_eq(what, STR("counting"))  ? &out->counting
                            : str_eq(what, STR("anybody")) ? &out->anybody
                            : str_eq(what, STR("further")) ? &out->further
                            : str_eq(what, STR("tally"))   ? &out->tally
                                                           : NULL;
        if (!words) {
            struct quantity *q = &out->items[out->count++];
            q->what = what;
            q->words = (struct map){0};
            q->count = q->mention_count = 0;
            words = &q->words;
        }
        while (line.n)
            *map_put(words, str_hash(str_trim(str_cut(&line, ';')))) = 1;
    }
}

static void release_quantities(struct quantities *all)
{
    for (size_t i = 0; i < all->count; i++)
        map_free(&all->items[i].words);
    map_free(&all->counting);
    map_free(&all->anybody);
    map_free(&all->further);
    map_free(&all->tally);
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
static bool is_told_as_total(const struct quantities *all, const struct quantity *q, const struct passage *p, const struct sentence *s, uint32_t first)
{
    if (first < s->first_token + 3 || !has_word(&all->counting, p, first - 2))
        return false;
    for (uint32_t k = s->first_token; k + 2 < first; k++)
        if (has_word(&q->words, p, k))
            return true;
    return false;
}

/* The word in reach behind the number that says what it counts; NULL where there is none before the next clause. */
static const struct quantity *named_behind(const struct quantities *all, const struct passage *p, uint32_t last, uint32_t end)
{
    for (uint32_t k = last + 1; k < end && k <= last + REACH && p->tokens[k].kind == TOKEN_WORD; k++) {
        if (words_has(WORDS_COORDINATOR, token_text(p, &p->tokens[k])))
            return NULL; /* "killed 59 people and injured ..." */
        for (size_t i = 0; i < all->count; i++)
            if (has_word(&all->items[i].words, p, k))
                return &all->items[i];
    }
    return NULL;
}

/* Does a word in reach of the number show that it counts the quantity? One behind it is nearer to it: "killed and 11 injured". */
static bool counts(const struct quantities *all, const struct quantity *q, const struct passage *p, const struct sentence *s, const struct number *n)
{
    uint32_t first = token_at(p, s, n->at.begin), last = token_at(p, s, n->at.end - 1), end = s->first_token + s->token_count;
    if (p->tokens[first].flags & TOKEN_IN_QUOTE || (last + 1 < end && has_word(&all->further, p, last + 1)))
        return false;
    const struct quantity *named = named_behind(all, p, last, end);
    if (named)
        return named == q;
    for (uint32_t k = first; k-- > s->first_token && k + REACH / 2 >= first && p->tokens[k].kind == TOKEN_WORD;)
        if (has_word(&q->words, p, k))
            return true;
    return is_told_as_total(all, q, p, s, first);
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

/* "11 police officers": a noun made of two words. */
static uint32_t noun_end(const struct passage *p, uint32_t k, uint32_t end)
{
    const struct token *next = &p->tokens[k + 1];
    struct str word = k + 1 < end ? token_text(p, next) : STR("");
    bool goes_on = word.n && next->kind == TOKEN_WORD && !(next->flags & (TOKEN_STOP | TOKEN_CAPITALISED)) && str_ends(word, STR("s")) &&
                   !verbs_forms(word) && !words_has(WORDS_PREPOSITION, word);
    const struct token *last = goes_on ? next : &p->tokens[k];
    return last->begin + last->length;
}

static void take(struct quantity *q, const struct material *m, int32_t r, const struct number *n, const struct sentence *s)
{
    const struct analysis *x = m->story->reports[r].analysis;
    const struct passage *p = &x->body;
    struct span at = {n->at.begin, n->at.end};
    if (n->counted != NO_INDEX && p->tokens[n->counted].begin >= at.end && p->tokens[n->counted].begin < s->at.end)
        at.end = noun_end(p, (uint32_t)n->counted, s->first_token + s->token_count);
    struct count new = {n, at, r, x->article->published.seconds};
    if (q->count && q->counts[q->count - 1].report == r) {
        if (n->value > q->counts[q->count - 1].number->value)
            q->counts[q->count - 1] = new;
    } else if (q->count < CLAIMS_MAX) {
        q->counts[q->count++] = new;
    }
}

static bool has_value(const struct quantity *q, double value)
{
    for (size_t i = 0; i < q->count; i++)
        if (q->counts[i].number->value == value)
            return true;
    return false;
}

static void remember(struct quantity *q, int32_t report, const struct number *n)
{
    if (q->mention_count < MENTIONS_MAX)
        q->mentions[q->mention_count++] = (struct mention){report, n->sentence, n->value};
}

/* "kept its figure at 17", "put the toll at 17": what is counted has been said before. */
static bool is_tally(const struct quantities *all, const struct passage *p, const struct sentence *s, const struct number *n)
{
    uint32_t first = token_at(p, s, n->at.begin);
    if (n->counted != NO_INDEX || first < s->first_token + 2 || !str_eq(token_text(p, &p->tokens[first - 1]), STR("at")))
        return false;
    for (uint32_t k = s->first_token; k < first; k++)
        if (has_word(&all->tally, p, k))
            return true;
    return false;
}

static void gather(struct quantities *all, const struct material *m)
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
            bool is_counted = s->is_fragment || !is_of_these_days(report->analysis, s), is_open = !is_counted && is_tally(all, p, s, x);
            for (size_t k = 0; k < all->count && !is_counted; k++) {
                if (counts(all, &all->items[k], p, s, x)) {
                    take(&all->items[k], m, (int32_t)r, x, s);
                    remember(&all->items[k], (int32_t)r, x);
                } else if (is_open && has_value(&all->items[k], x->value)) {
                    remember(&all->items[k], (int32_t)r, x);
                }
            }
        }
    }
}

/* "a dozen" is a rounding, too. */
static bool is_dozen(const struct passage *p, const struct number *x)
{
    for (uint32_t k = draft_token_at(p, x->at.begin); k < p->token_count && p->tokens[k].begin < x->at.end; k++)
        if (str_eq_nocase(token_text(p, &p->tokens[k]), STR("dozen")))
            return true;
    return false;
}

static bool leaves_room(const struct number *x, const struct number *y, bool is_dozen)
{
    if ((x->bound > 0 && y->value >= x->value) || (x->bound < 0 && y->value <= x->value))
        return true;
    return (x->approximate || is_dozen) && fabs(x->value - y->value) <= 0.1 * x->value;
}

static bool shares_noun(const struct passage *p, const struct number *x, const struct passage *q, const struct number *y)
{
    for (uint32_t i = (uint32_t)x->counted; i < p->token_count && i < (uint32_t)x->counted + 2; i++)
        for (uint32_t k = (uint32_t)y->counted; k < q->token_count && k < (uint32_t)y->counted + 2; k++)
            if (p->tokens[i].kind == TOKEN_WORD && p->tokens[i].term == q->tokens[k].term)
                return true;
    return false;
}

/* "17 people" and "18 dead", "43 demonstrators" and "40 demonstrators"; but of 18 people two may be officers. */
static bool count_alike(const struct quantities *all, const struct passage *p, const struct number *x, const struct passage *q, const struct number *y)
{
    const struct passage *of[2] = {p, q};
    const struct number *n[2] = {x, y};
    bool is_anybody[2] = {false, false};
    for (size_t i = 0; i < 2; i++) {
        if (n[i]->counted == NO_INDEX || of[i]->tokens[n[i]->counted].begin < n[i]->at.end)
            return true; /* a bare number */
        is_anybody[i] = has_word(&all->anybody, of[i], (uint32_t)n[i]->counted);
        for (size_t k = 0; k < all->count; k++)
            is_anybody[i] |= has_word(&all->items[k].words, of[i], (uint32_t)n[i]->counted);
    }
    if (is_anybody[0] && is_anybody[1])
        return true;
    return !is_anybody[0] && !is_anybody[1] && shares_noun(p, x, q, y);
}

/* Both name a place, and none in common: two events. */
static bool are_elsewhere(const struct passage *p, int32_t s, const struct passage *q, int32_t r)
{
    bool has_places = false;
    for (size_t i = 0; i < p->name_count; i++)
        for (size_t k = 0; p->names[i].sentence == s && p->names[i].kind == NAME_PLACE && k < q->name_count; k++) {
            bool is_place = q->names[k].sentence == r && q->names[k].kind == NAME_PLACE;
            if (is_place && q->names[k].key == p->names[i].key)
                return false;
            has_places |= is_place;
        }
    return has_places;
}

static bool disagree(const struct material *m, const struct quantities *all, const struct count *x, const struct count *y)
{
    const struct passage *p = &m->story->reports[x->report].analysis->body, *q = &m->story->reports[y->report].analysis->body;
    const struct number *a = x->number, *b = y->number;
    int64_t gap = x->seconds > y->seconds ? x->seconds - y->seconds : y->seconds - x->seconds;
    double more = a->value > b->value ? a->value / b->value : b->value / a->value;
    return gap <= SAME_TIME && a->value != b->value && more < OTHER_THING && !leaves_room(a, b, is_dozen(p, a)) &&
           !leaves_room(b, a, is_dozen(q, b)) && count_alike(all, p, a, q, b) && !are_elsewhere(p, a->sentence, q, b->sentence);
}

/* "1,300", "at least 17", "11 police officers": in figures; what "dead" says already is not said again. */
static struct str value_text(struct arena *a, const struct quantities *all, const struct passage *p, const struct count *c)
{
    const struct number *n = c->number;
    struct str noun = STR("");
    if (n->counted != NO_INDEX && p->tokens[n->counted].begin >= n->at.end) {
        bool is_said = has_word(&all->anybody, p, (uint32_t)n->counted);
        for (size_t i = 0; i < all->count; i++)
            is_said |= has_word(&all->items[i].words, p, (uint32_t)n->counted);
        uint32_t begin = p->tokens[n->counted].begin;
        noun = is_said || begin >= c->at.end ? noun : str_span(p->text, (struct span){begin, c->at.end});
    }
    long long value = (long long)n->value;
    struct str digits = value < 1000 ? str_format(a, "%lld", value) : value < 1000000 ? str_format(a, "%lld,%03lld", value / 1000, value % 1000)
                                                                                      : str_span(p->text, n->at);
    const char *bound = n->bound > 0 ? "at least " : n->bound < 0 ? "at most " : n->approximate ? "about " : "";
    return str_format(a, "%s%.*s%s%.*s", bound, STR_ARG(digits), noun.n ? " " : "", STR_ARG(noun));
}

static void add_claim(struct arena *a, const struct material *m, const struct quantities *all, const struct count *c, struct disagreement *d)
{
    const struct passage *p = &m->story->reports[c->report].analysis->body;
    struct unit_text unit = {.text = value_text(a, all, p, c)};
    struct span sentence = p->sentences[c->number->sentence].at;
    unit_cite(a, &unit, c->report, sentence);
    if (!unit_is_supported(a, &m->guard, &unit, CHECK_VALUE))
        unit.text = str_span(p->text, c->at);
    struct claim *claim = NULL;
    for (size_t i = 0; i < d->claim_count; i++)
        if (str_eq_nocase(d->claims[i].value, unit.text))
            claim = &d->claims[i];
    if (!claim && d->claim_count < VALUES_MAX) {
        claim = &d->claims[d->claim_count++];
        claim->value = unit.text;
    }
    if (claim)
        unit_cite(a, &claim->behind, c->report, sentence);
}

/* Who counted again when those two were old, and not less than both: it knew what they had said. */
static const struct count *settling(const struct quantities *all, const struct material *m, const struct quantity *q, const struct count *x,
                                    const struct count *y)
{
    int64_t later = x->seconds > y->seconds ? x->seconds : y->seconds;
    double least = x->number->value < y->number->value ? x->number->value : y->number->value;
    for (size_t i = 0; i < q->count; i++) {
        const struct count *c = &q->counts[i];
        if (c->seconds > later + SAME_TIME && c->number->value >= least &&
            count_alike(all, &m->story->reports[c->report].analysis->body, c->number, &m->story->reports[x->report].analysis->body, x->number))
            return c;
    }
    return NULL;
}

/* What a report that is overtaken said of it is told no more. Lines stand in the order of reports and sentences. */
static void tell_no_more(struct material *m, int32_t report, int32_t sentence)
{
    size_t low = 0, high = m->line_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        const struct line *line = &m->lines[mid];
        if (line->report < report || (line->report == report && line->index < sentence))
            low = mid + 1;
        else
            high = mid;
    }
    if (low < m->line_count && m->lines[low].report == report && m->lines[low].index == sentence &&
        m->facts[m->lines[low].fact].lines[0] == (int32_t)low)
        m->facts[m->lines[low].fact].score *= SUPERSEDED;
}

/* The newest pair of the quantity that disagrees, with all that counted at that time; of settled pairs nothing is told. */
static void compare(struct arena *a, struct material *m, const struct quantities *all, const struct quantity *q, struct brief *b)
{
    for (size_t i = q->count; i-- > 0;)
        for (size_t k = i; k-- > 0;) {
            if (!disagree(m, all, &q->counts[k], &q->counts[i]))
                continue;
            if (settling(all, m, q, &q->counts[k], &q->counts[i])) {
                tell_no_more(m, q->counts[k].report, q->counts[k].number->sentence);
                tell_no_more(m, q->counts[i].report, q->counts[i].number->sentence);
                continue;
            }
            struct disagreement *d = &b->disagreements[b->disagreement_count++];
            *d = (struct disagreement){.what = q->what, .claims = arena_zero(a, VALUES_MAX * sizeof *d->claims)};
            for (size_t c = 0; c < q->count; c++)
                if (c == i || c == k || (disagree(m, all, &q->counts[c], &q->counts[i]) && c < i) ||
                    (q->counts[c].number->value == q->counts[k].number->value && llabs(q->counts[c].seconds - q->counts[i].seconds) <= SAME_TIME))
                    add_claim(a, m, all, &q->counts[c], d);
            return;
        }
}

/* A count that a later report has raised is told no more. */
static void supersede(const struct quantity *q, struct material *m)
{
    for (size_t i = 0; i < q->mention_count; i++) {
        const struct mention *old = &q->mentions[i];
        int64_t seconds = m->story->reports[old->report].analysis->article->published.seconds;
        for (size_t k = 0; k < q->count; k++)
            if (q->counts[k].seconds > seconds + SAME_TIME && q->counts[k].number->value > old->value) {
                tell_no_more(m, old->report, old->sentence);
                break;
            }
    }
}

void disagreements_write(struct arena *a, struct material *m, struct brief *b)
{
    b->disagreements = arena_zero(a, QUANTITIES_MAX * sizeof *b->disagreements);
    struct quantities *all = arena_alloc(a, sizeof *all); /* large; its lists are filled before they are read */
    load_quantities(all);
    gather(all, m);
    for (size_t i = 0; i < all->count; i++) {
        compare(a, m, all, &all->items[i], b);
        supersede(&all->items[i], m);
    }
    release_quantities(all);
}
