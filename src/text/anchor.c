#include "text/anchor.h"

#include "text/lexicon.h"
#include "text/timex_grammar.h"
#include "text/word.h"

/* How far a date is from being the time of the main clause's event; the least wins, the first among equals. */
enum {
    COST_SUBCLAUSE = 20, /* between commas, behind "which" */
    COST_SAYING = 30,    /* "said on Friday": still better than a date that bounds */
    COST_DEADLINE = 40,  /* "will cut 300 jobs by 2027" */
    COST_BACKGROUND = 2, /* coarser than a month */
    COST_OUTSIDE = 100,  /* "since 2019": never the event's time */
    COST_LIMIT = 100,
    SAYING_REACH = 9,   /* words from the verb of saying to its date: "said in a statement late on" */
    SUBJECT_REACH = 16, /* from a date that opens the sentence to its first verb */
    CLAUSE_REACH = 60,  /* tokens of a clause that are looked at, so that time stays linear */
};

struct reader {
    const struct passage *p;
    const struct lexicon *lexicon;
    const struct timex_grammar *grammar;
};

static bool is_saying(const struct reader *r, const struct token *t)
{
    return t->kind == TOKEN_WORD && !(t->flags & TOKEN_IN_NAME) &&
           (lexicon_word(r->lexicon, word_lower_hash(r->lexicon, token_text(r->p, t))).flags & LEX_BIT(LEX_SAID));
}

static uint64_t classes(const struct reader *r, const struct token *t)
{
    return timex_word_classes(r->grammar, token_text(r->p, t));
}

static bool is_mark(const struct reader *r, const struct token *t, char c)
{
    return t->kind == TOKEN_PUNCTUATION && r->p->text.p[t->begin] == c;
}

/* The first token of the sentence that does not end before `at`. */
static size_t token_at(const struct passage *p, const struct sentence *s, uint32_t at)
{
    size_t low = s->first_token, high = s->first_token + s->token_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (p->tokens[mid].begin + p->tokens[mid].length <= at)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static bool is_verb(const struct reader *r, const struct token *t)
{
    return !(t->flags & TOKEN_IN_NAME) && (classes(r, t) & (CLASS_BIT(PAST) | CLASS_BIT(FUTURE) | CLASS_BIT(PRESENT)));
}

/* The first token behind the date that opens the sentence that is a verb: is it one of saying? "On Friday, the minister
 * said that". Else only right behind the date: "the minister on Friday said". */
static bool saying_follows(const struct reader *r, const struct sentence *s, size_t first, size_t last)
{
    size_t reach = first < s->first_token + 3 ? SUBJECT_REACH : 2, end = s->first_token + s->token_count;
    for (size_t n = 0; n < reach && last + n < end; n++) {
        if (is_saying(r, &r->p->tokens[last + n]))
            return true;
        if (is_verb(r, &r->p->tokens[last + n]))
            return false;
    }
    return false;
}

/* "said on Friday", "told reporters Monday", "said in a statement on Monday": the date of a saying. What was said
 * begins with "that", with a verb, or with a subject whose date has its own verb ("said a fire Monday killed"). */
static bool dates_a_saying(const struct reader *r, const struct sentence *s, const struct timex *t)
{
    size_t first = token_at(r->p, s, t->at.begin), last = token_at(r->p, s, t->at.end);
    size_t end = s->first_token + s->token_count;
    for (size_t n = 1; n <= SAYING_REACH && first >= s->first_token + n; n++) {
        const struct token *w = &r->p->tokens[first - n];
        if (is_saying(r, w))
            return n == 1 || !(last < end && is_verb(r, &r->p->tokens[last]));
        if ((is_mark(r, w, ',') && n > 1) || is_verb(r, w) || (classes(r, w) & CLASS_BIT(THAT)))
            break;
    }
    return saying_follows(r, s, first, last);
}

/* "the man accused of setting the fire in May was freed", "the talks that began in March ended": a verb before the date
 * in its clause and the finite one right behind it. */
static bool stands_before_main_verb(const struct reader *r, const struct sentence *s, size_t first, size_t last)
{
    if (last >= s->first_token + s->token_count || !is_verb(r, &r->p->tokens[last]))
        return false;
    for (size_t n = 1; n <= SUBJECT_REACH && first >= s->first_token + n; n++) {
        const struct token *w = &r->p->tokens[first - n];
        if (w->kind == TOKEN_PUNCTUATION)
            return false;
        if (is_verb(r, w))
            return true;
    }
    return false;
}

/* "After the vote on Sunday, ...": the clause that the date stands in opens with a word that sets it apart. */
static bool clause_is_set_apart(const struct reader *r, const struct sentence *s, size_t first)
{
    for (size_t n = 1; n <= SUBJECT_REACH && first >= s->first_token + n; n++) {
        const struct token *w = &r->p->tokens[first - n];
        if (w->kind == TOKEN_PUNCTUATION)
            return false;
        if (n > 1 && (classes(r, w) & CLASS_BIT(OUTSIDE)))
            return true;
    }
    return false;
}

/* Is the token within a clause between commas that begins with a relative word or a participle: ", held Tuesday,"? */
static bool stands_in_subclause(const struct reader *r, const struct sentence *s, size_t token)
{
    size_t floor = token > s->first_token + CLAUSE_REACH ? token - CLAUSE_REACH : s->first_token;
    for (size_t i = token; i-- > floor;) {
        const struct token *t = &r->p->tokens[i];
        if (classes(r, t) & CLASS_BIT(RELATIVE))
            return true;
        if (!is_mark(r, t, ','))
            continue;
        const struct token *begins = &r->p->tokens[i + 1];
        size_t end = s->first_token + s->token_count;
        for (size_t k = token; k < end && k < token + CLAUSE_REACH; k++)
            if (is_mark(r, &r->p->tokens[k], ','))
                return begins->kind == TOKEN_WORD && !(begins->flags & (TOKEN_STOP | TOKEN_CAPITALISED)) &&
                       i + 1 < token;
        return false;
    }
    return false;
}

static int cost_of(const struct reader *r, const struct sentence *s, const struct timex *t)
{
    size_t token = token_at(r->p, s, t->at.begin), last = token_at(r->p, s, t->at.end);
    int cost = t->grain < GRAIN_MONTH ? COST_BACKGROUND : 0;
    uint64_t before = token > s->first_token ? classes(r, &r->p->tokens[token - 1]) : 0;
    if (before & CLASS_BIT(OUTSIDE))
        return COST_OUTSIDE;
    if ((before & CLASS_BIT(DEADLINE)) && t->grain < GRAIN_MONTH)
        cost += COST_DEADLINE;
    if (dates_a_saying(r, s, t))
        return cost + COST_SAYING;
    bool is_aside = stands_in_subclause(r, s, token) || stands_before_main_verb(r, s, token, last) ||
                    clause_is_set_apart(r, s, token);
    return cost + (is_aside ? COST_SUBCLAUSE : 0);
}

static bool can_anchor(const struct timex *t)
{
    return t->has_interval && !t->looks_back && (t->type == TIMEX_DATE || t->type == TIMEX_TIME);
}

static void anchor_one(const struct reader *r, struct sentence *s, size_t first_time, int32_t published)
{
    int best = COST_LIMIT;
    s->when = (struct when){.first_day = published, .last_day = published, .grain = GRAIN_DAY, .time = NO_INDEX};
    for (size_t i = first_time; i < r->p->time_count && r->p->times[i].at.begin < s->at.end; i++) {
        const struct timex *t = &r->p->times[i];
        if (!can_anchor(t) || t->at.begin < s->body_begin)
            continue;
        int cost = cost_of(r, s, t);
        if (cost >= best)
            continue;
        best = cost;
        s->when =
            (struct when){.first_day = t->first_day, .last_day = t->last_day, .grain = t->grain, .time = (int32_t)i};
    }
}

static struct reader reader_of(const struct passage *p, const struct timex_context *context)
{
    return (struct reader){p, lexicon_for(context->language), timex_grammar_for(context->language)};
}

void anchor_sentences(struct passage *p, const struct timex_context *context)
{
    struct reader r = reader_of(p, context);
    int32_t published = context->published.is_set ? moment_day(context->published) : 0;
    size_t time = 0;
    for (size_t i = 0; i < p->sentence_count; i++) {
        struct sentence *s = &p->sentences[i];
        while (time < p->time_count && p->times[time].at.begin < s->at.begin)
            time++;
        anchor_one(&r, s, time, published);
        if (!context->published.is_set && s->when.time == NO_INDEX)
            s->when = (struct when){.grain = GRAIN_NONE, .time = NO_INDEX};
    }
}

int32_t anchor_saying(const struct passage *p, const struct sentence *s, const struct timex_context *context)
{
    struct reader r = reader_of(p, context);
    size_t low = 0, high = p->time_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (p->times[mid].at.begin < s->body_begin)
            low = mid + 1;
        else
            high = mid;
    }
    for (size_t i = low; i < p->time_count && p->times[i].at.begin < s->at.end; i++)
        if (can_anchor(&p->times[i]) && dates_a_saying(&r, s, &p->times[i]))
            return (int32_t)i;
    return NO_INDEX;
}
