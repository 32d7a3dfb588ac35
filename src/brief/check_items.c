#include "brief/check_items.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "brief/draft.h"
#include "text/word.h"

struct verdict check_fault(struct arena *a, enum check_reason reason, const char *format, ...)
{
    char text[480];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    struct str cut = utf8_cut(str_of(text), sizeof text - 1);
    return (struct verdict){reason, utf8_repair(a, str_copy(a, cut))};
}

static char mark_of(struct str s)
{
    size_t at = 0;
    uint32_t c = utf8_next(s, &at);
    switch (c) {
    case 0x2013:
    case 0x2014:
    case 0x2015:
        return ';'; /* a dash parts clauses; a hyphen joins words */
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0xAB:
    case 0xBB:
        return '"';
    case 0x2018:
    case 0x2019:
        return '\'';
    case 0x2010:
    case 0x2011:
        return '-';
    default:
        return c == '-' && s.n > 1 ? ';' : c < 0x80 ? (char)c : '?';
    }
}

static uint64_t number_key(double value, bool ordinal)
{
    char text[40];
    int n = snprintf(text, sizeof text, "%s%.9g", ordinal ? "nth " : "", value);
    return str_hash((struct str){text, (size_t)n});
}

/* "couldn't" is "could" and "not": gives the bytes of the ending, 0 for any other word. */
static size_t negated_ending(struct str s)
{
    if (str_eq_nocase(s, STR("cannot")))
        return 3;
    return s.n > 3 && str_ends(s, STR("n't")) ? 3 : s.n > 5 && str_ends(s, STR("n\xE2\x80\x99t")) ? 5 : 0;
}

static void read_word(const struct lexicon *l, const struct check_text *t, const struct token *token, struct str text, struct item *out)
{
    struct word w;
    word_read(l, text, &w);
    out->kind = ITEM_WORD;
    out->lex = w.lex;
    out->classes = check_word_classes(t->language, w.lower);
    out->key = check_word_key(t->language, w.lower, text.n == token->length ? token->term : w.term);
    out->is_content = !(out->flags & TOKEN_STOP) || (out->flags & (TOKEN_IN_NAME | TOKEN_NEGATION));
}

/* The verb and the "not" of "won't", as two items. */
static void read_contraction(const struct lexicon *l, struct check_text *t, const struct token *token, size_t ending)
{
    struct item *verb = &t->items[t->count - 1], *not = &t->items[t->count++];
    struct str text = token_text(t->passage, token), base = {text.p, text.n - ending};
    *not = *verb;
    not->flags = (uint8_t)(verb->flags & ~(unsigned)(TOKEN_MODAL | TOKEN_CAPITALISED)) | TOKEN_NEGATION | TOKEN_STOP;
    verb->flags = (uint8_t)(verb->flags & ~(unsigned)TOKEN_NEGATION) | TOKEN_STOP;
    if (str_eq_nocase(base, STR("wo")))
        base = STR("will");
    else if (str_eq_nocase(base, STR("ca")))
        base = STR("can");
    read_word(l, t, token, base, verb);
    read_word(l, t, token, STR("not"), not);
    verb->flags |= verb->lex & LEX_BIT(LEX_MODAL) ? TOKEN_MODAL : 0;
}

static size_t first_token(const struct passage *p, uint32_t at)
{
    size_t low = 0, high = p->token_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (p->tokens[mid].begin < at)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static size_t first_number(const struct passage *p, uint32_t at)
{
    size_t low = 0, high = p->number_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (p->numbers[mid].at.end <= at)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* A time or number that begins at the token and stays within the span: gives its end, 0 if there is none. */
static uint32_t whole_at(const struct check_text *t, const struct token *token, size_t *time, size_t *number, struct item *out)
{
    const struct passage *p = t->passage;
    while (*time < p->time_count && p->times[*time].at.begin < token->begin)
        ++*time;
    while (*number < p->number_count && p->numbers[*number].at.begin < token->begin)
        ++*number;
    if (*time < p->time_count && p->times[*time].at.begin == token->begin && p->times[*time].at.end <= t->at.end) {
        const struct timex *x = &p->times[*time];
        *out = (struct item){.kind = ITEM_DATE, .key = str_hash(str_of(x->value)), .index = (int32_t)*time, .at = x->at};
        return x->at.end;
    }
    if (*number < p->number_count && p->numbers[*number].at.begin == token->begin && p->numbers[*number].at.end <= t->at.end) {
        const struct number *n = &p->numbers[*number];
        *out = (struct item){.kind = ITEM_NUMBER, .index = (int32_t)*number, .at = n->at};
        out->key = number_key(n->value, n->unit == UNIT_ORDINAL);
        return n->at.end;
    }
    return 0;
}

void check_read(struct arena *scratch, const struct passage *p, struct str language, struct span at, struct check_text *out)
{
    *out = (struct check_text){.passage = p, .language = language, .at = at, .sentence = NO_INDEX};
    const struct lexicon *l = lexicon_for(language);
    size_t k = first_token(p, at.begin), end = first_token(p, at.end);
    size_t time = draft_time_at(p, at.begin), number = first_number(p, at.begin);
    size_t limit = end - k < CHECK_ITEMS_MAX ? end - k : CHECK_ITEMS_MAX;
    out->items = arena_alloc(scratch, (2 * limit + 1) * sizeof *out->items); /* a contraction makes two */
    while (k < end && out->count + 1 < 2 * limit + 1) {
        const struct token *token = &p->tokens[k];
        struct item *item = &out->items[out->count++];
        *item = (struct item){.at = {token->begin, token->begin + token->length}, .index = NO_INDEX};
        uint32_t whole = whole_at(out, token, &time, &number, item);
        item->token = (uint32_t)k;
        item->flags = token->flags;
        item->is_content = item->is_content || whole;
        if (whole) {
            while (k < end && p->tokens[k].begin < whole)
                k++;
            continue;
        }
        k++;
        if (token->kind == TOKEN_PUNCTUATION) {
            item->kind = ITEM_MARK;
            item->mark = mark_of(item_text(out, item));
        } else {
            size_t ending = token->flags & TOKEN_NEGATION ? negated_ending(item_text(out, item)) : 0;
            if (ending)
                read_contraction(l, out, token, ending);
            else
                read_word(l, out, token, item_text(out, item), item);
            item->is_content |= token->kind == TOKEN_NUMBER;
        }
    }
}

static bool is_part(const struct timex *t)
{
    return strcmp(t->mod, "START") == 0 || strcmp(t->mod, "MID") == 0 || strcmp(t->mod, "END") == 0;
}

/* The same time, or for the wording (x) a coarser one that holds it: "February" for "Feb. 18". "More than" a time stays
 * so; "late on Thursday" may lose its "late". */
static bool same_time(const struct timex *x, const struct timex *y)
{
    bool same_mod = strcmp(x->mod, y->mod) == 0;
    if (!x->has_interval || !y->has_interval)
        return !x->has_interval && !y->has_interval && same_mod && strcmp(x->value, y->value) == 0;
    if (!same_mod && (x->mod[0] || !is_part(y)))
        return false;
    if (x->first_day == y->first_day && x->last_day == y->last_day)
        return x->grain != GRAIN_TIME || (y->grain == GRAIN_TIME && strcmp(x->value, y->value) == 0);
    return x->grain < y->grain && x->first_day <= y->first_day && x->last_day >= y->last_day;
}

/* "1200" reads like a year where "1,200" does not. */
static bool same_digits(struct str p, struct str q)
{
    size_t i = 0, k = 0;
    while (i < p.n && k < q.n) {
        i += p.p[i] == ',';
        k += k < q.n && q.p[k] == ',';
        if (i >= p.n || k >= q.n || p.p[i] != q.p[k] || p.p[i] < '0' || p.p[i] > '9')
            return false;
        i++, k++;
    }
    return i == p.n && k == q.n && p.n;
}

/* Of two durations of one length, "the first 100 days" is not "the last 100 days". */
static uint64_t turn_of(const struct check_text *t, const struct item *i)
{
    const struct lexicon *l = lexicon_for(t->language);
    uint64_t turn = 0;
    for (size_t k = i->token; k < t->passage->token_count && t->passage->tokens[k].begin < i->at.end; k++) {
        uint64_t lower = word_lower_hash(l, token_text(t->passage, &t->passage->tokens[k]));
        uint32_t classes = check_word_classes(t->language, lower);
        turn += classes & CLASS_WEIGHTY && !(classes & CLASS_GOVERNOR) ? lower : 0;
    }
    return turn;
}

static bool turned_alike(const struct check_text *x, const struct item *i, const struct check_text *y, const struct item *k)
{
    return x->passage->times[i->index].has_interval || turn_of(x, i) == turn_of(y, k);
}

bool check_same_value(const struct check_text *x, const struct item *i, const struct check_text *y, const struct item *k)
{
    if (i->kind == ITEM_MARK || k->kind == ITEM_MARK)
        return false;
    if (i->kind == ITEM_DATE && k->kind == ITEM_DATE && turned_alike(x, i, y, k) &&
        same_time(&x->passage->times[i->index], &y->passage->times[k->index]))
        return true;
    if (i->kind == k->kind && i->kind != ITEM_DATE)
        return i->key == k->key;
    struct str p = item_text(x, i), q = item_text(y, k); /* the same words, read as a date here and as a number there */
    return str_eq_nocase(p, q) || (i->kind != k->kind && same_digits(p, q));
}

static int weight_of(const struct item *i)
{
    if (i->kind == ITEM_MARK)
        return 0;
    if (i->kind == ITEM_NUMBER || i->kind == ITEM_DATE)
        return 12;
    return i->flags & TOKEN_IN_NAME ? 10 : i->is_content ? 8 : item_is(i, CLASS_WEIGHTY) ? 4 : 2;
}

/* Heaviest common subsequence; neighbours that stay neighbours count a little more, so that of two "of" the right one is
 * taken. `joined` is the best that ends with a pair, `best` the best up to here. */
struct cell {
    int32_t best, joined;
};

enum { MOVES_MAX = 8 };

static void align(const struct pairing *p)
{
    const struct check_text *w = p->wording, *s = p->source;
    size_t width = s->count + 1;
    struct cell *cells = xmalloc((w->count + 1) * width * sizeof *cells);
    memset(cells, 0, width * sizeof *cells);
    for (size_t i = 1; i <= w->count; i++) {
        const struct item *x = &w->items[i - 1];
        const struct cell *above = &cells[(i - 1) * width];
        struct cell *row = &cells[i * width];
        int32_t weight = weight_of(x);
        row[0] = (struct cell){0};
        for (size_t k = 1; k <= s->count; k++) {
            const struct item *y = &s->items[k - 1];
            const struct cell *before = &above[k - 1];
            int32_t best = above[k].best > row[k - 1].best ? above[k].best : row[k - 1].best, joined = -1;
            if (x->kind == ITEM_MARK) {
                joined = y->kind == ITEM_MARK && x->mark == y->mark ? before->joined : -1;
            } else if (check_same_item(w, x, s, y)) {
                joined = (before->joined > 0 && before->joined + 1 > before->best ? before->joined + 1 : before->best) + weight;
                best = joined > best ? joined : best;
            }
            row[k] = (struct cell){best, joined};
        }
    }
    bool is_joined = false; /* the path that was counted goes on with a pair here */
    for (size_t i = w->count, k = s->count; i && k;) {
        const struct cell *c = &cells[i * width + k];
        if (!is_joined && c->best == cells[(i - 1) * width + k].best) {
            i--;
        } else if (!is_joined && c->best == cells[i * width + k - 1].best) {
            k--;
        } else {
            i--, k--;
            const struct cell *before = &cells[i * width + k];
            is_joined = before->joined > 0 && before->joined + 1 > before->best;
            if (w->items[i].kind == ITEM_MARK)
                continue;
            p->to_source[i] = (int32_t)k;
            p->to_wording[k] = (int32_t)i;
        }
    }
    free(cells);
}

/* What has no place in order may stand elsewhere: the longest runs first, so that a clause moves as one. */
static void find_moved(const struct pairing *p)
{
    const struct check_text *w = p->wording, *s = p->source;
    for (int rounds = 0; rounds < MOVES_MAX; rounds++) {
        size_t best_i = 0, best_k = 0, longest = 0;
        for (size_t i = 0; i < w->count; i++) {
            if (p->to_source[i] >= 0 || w->items[i].kind == ITEM_MARK)
                continue;
            for (size_t k = 0; k < s->count; k++) {
                size_t n = 0, weight = 0;
                while (i + n < w->count && k + n < s->count && p->to_source[i + n] < 0 && p->to_wording[k + n] < 0 &&
                       check_same_item(w, &w->items[i + n], s, &s->items[k + n]))
                    weight += (size_t)weight_of(&w->items[i + n++]);
                if (weight > longest)
                    longest = weight, best_i = i, best_k = k;
            }
        }
        if (!longest)
            return;
        for (size_t i = best_i, k = best_k; i < w->count && k < s->count && p->to_source[i] < 0 && p->to_wording[k] < 0 &&
                                            check_same_item(w, &w->items[i], s, &s->items[k]); i++, k++) {
            p->to_source[i] = (int32_t)k;
            p->to_wording[k] = (int32_t)i;
            p->is_moved[i] = true;
        }
    }
}

void check_pair(struct arena *scratch, const struct check_text *wording, const struct check_text *source, struct pairing *out)
{
    *out = (struct pairing){.wording = wording, .source = source};
    out->to_source = arena_alloc(scratch, (wording->count + 1) * sizeof *out->to_source);
    out->to_wording = arena_alloc(scratch, (source->count + 1) * sizeof *out->to_wording);
    out->is_moved = arena_zero(scratch, wording->count + 1);
    for (size_t i = 0; i < wording->count; i++)
        out->to_source[i] = -1;
    for (size_t k = 0; k < source->count; k++)
        out->to_wording[k] = -1;
    align(out);
    int total = 0, covered = 0;
    for (size_t i = 0; i < wording->count; i++) {
        total += weight_of(&wording->items[i]);
        covered += out->to_source[i] >= 0 ? weight_of(&wording->items[i]) : 0;
    }
    out->covered = total ? (double)covered / total : 0;
    if (covered * 4 > total)
        find_moved(out);
}
