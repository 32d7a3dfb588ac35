#include "text/timex_meaning.h"

static const char *const kind_names[] = {
    [KIND_DAY] = "day",
    [KIND_DAY_AGAIN] = "day-again",
    [KIND_DAY_AHEAD] = "day-ahead",
    [KIND_WEEKDAY] = "weekday",
    [KIND_NTH_WEEKDAY] = "nth-weekday",
    [KIND_RELDAY] = "relday",
    [KIND_MONTH] = "month",
    [KIND_YEAR] = "year",
    [KIND_YEARS] = "years",
    [KIND_DECADE] = "decade",
    [KIND_CENTURY] = "century",
    [KIND_QUARTER] = "quarter",
    [KIND_HALF] = "half",
    [KIND_SEASON] = "season",
    [KIND_HOLIDAY] = "holiday",
    [KIND_ANNIVERSARY] = "anniversary",
    [KIND_WEEK_OF] = "week-of",
    [KIND_PERIOD] = "period",
    [KIND_WEEK_NUMBER] = "week-number",
    [KIND_NARRATIVE] = "narrative",
    [KIND_OFFSET] = "offset",
    [KIND_SHIFT] = "shift",
    [KIND_DURATION] = "duration",
    [KIND_SET] = "set",
    [KIND_REF] = "ref",
    [KIND_CLOCK] = "clock",
    [KIND_PART] = "part",
    [KIND_NOTHING] = "nothing",
};

int timex_action_of(struct str name)
{
    for (size_t i = 0; i < sizeof kind_names / sizeof *kind_names; i++)
        if (str_eq(name, str_of(kind_names[i])))
            return (int)i;
    return -1;
}

/* One way through a rule: which token each element took (SIZE_MAX: left out). */
struct path {
    size_t token[TIMEX_PATTERN_MAX];
    size_t end;
};

static bool element_fits(const struct timex_scanner *s, const struct timex_element *e, const struct timex_token *t)
{
    if (e->classes & t->classes)
        return true;
    for (size_t i = 0; i < TIMEX_LITERALS_MAX && e->literals[i]; i++)
        if (t->word == &s->g->items[e->literals[i] - 1])
            return true;
    return false;
}

static bool ends_here(const struct timex_scanner *s, size_t i)
{
    const uint64_t marks = CLASS_BIT(COMMA) | CLASS_BIT(DASH) | CLASS_BIT(OPEN);
    return i >= s->count || s->tokens[i].is_break || (s->tokens[i].classes & marks);
}

/* Elements k.. of the rule from token i on; the first way found takes optional elements where it can. */
static bool walk(const struct timex_scanner *s, const struct timex_rule *r, size_t k, size_t i, struct path *p)
{
    for (; k < r->element_count; k++) {
        const struct timex_element *e = &r->elements[k];
        if (e->classes & CLASS_BIT(END)) {
            if (!ends_here(s, i))
                return false;
            p->token[k] = SIZE_MAX;
            continue;
        }
        bool fits = i < s->count && element_fits(s, e, &s->tokens[i]) && !(s->tokens[i].is_break && k > 0);
        if (!fits && !e->is_optional)
            return false;
        if (fits && e->is_optional) {
            p->token[k] = i;
            if (walk(s, r, k + 1, i + 1, p))
                return true;
        }
        if (fits && !e->is_optional) {
            p->token[k] = i++;
            continue;
        }
        p->token[k] = SIZE_MAX;
    }
    p->end = i;
    return true;
}

static void take_number(struct timex_meaning *m, enum timex_class c, const struct timex_token *t)
{
    switch (c) {
    case CLASS_NUM:
        m->quantity = t->number;
        break;
    case CLASS_DAY:
        m->day = t->number;
        m->has_day = true;
        break;
    case CLASS_ORD:
        m->ordinal = t->number;
        m->has_ordinal = true;
        break;
    case CLASS_YEAR:
    case CLASS_DECADE:
        m->year = t->number;
        m->has_year = true;
        break;
    case CLASS_YY:
        m->year = t->number < 50 ? 2000 + t->number : 1900 + t->number;
        m->has_year = true;
        break;
    case CLASS_YEARS:
        m->year = t->number;
        m->last_year = t->extra[0];
        m->has_year = true;
        break;
    case CLASS_ISO:
        m->year = t->number;
        m->month = t->extra[0];
        m->day = t->extra[1];
        m->has_year = m->has_month = m->has_day = true;
        break;
    case CLASS_CLOCK:
        m->hour = t->number;
        m->minute = t->extra[0];
        m->second = t->extra[1];
        m->has_clock = true;
        break;
    case CLASS_FRACTION:
        m->has_half = true;
        break;
    default:
        break;
    }
}

static void take_word(struct timex_meaning *m, enum timex_class c, const struct timex_sense *v)
{
    switch (c) {
    case CLASS_MONTH:
        m->month = v->value;
        m->has_month = true;
        break;
    case CLASS_WEEKDAYS:
        m->is_plural = true;
        /* fall through */
    case CLASS_WEEKDAY:
        m->weekday = v->value;
        m->has_weekday = true;
        break;
    case CLASS_UNITS:
        m->is_plural = true;
        /* fall through */
    case CLASS_UNIT:
        m->unit = (char)v->value;
        break;
    case CLASS_SPAN:
        m->is_span = true;
        /* fall through */
    case CLASS_DIR:
    case CLASS_RELDAY:
        m->dir = v->value;
        m->has_dir = true;
        break;
    case CLASS_A:
        if (!m->quantity && !m->has_half)
            m->quantity = 1;
        break;
    case CLASS_VAGUE:
        m->is_vague = true;
        break;
    case CLASS_EVERY:
        m->is_every = true;
        m->quantity = m->quantity ? m->quantity : 1;
        break;
    case CLASS_PART:
        m->part = v->text;
        break;
    case CLASS_NOON:
        m->hour = v->value;
        m->minute = 0;
        m->second = -1;
        m->has_clock = true;
        break;
    case CLASS_EDGE:
        m->mod = v->text;
        break;
    case CLASS_BC:
        m->is_bc = v->value == 0;
        break;
    case CLASS_DECADEWORD:
        m->year = v->value;
        m->has_year = true;
        break;
    case CLASS_HALF:
        m->has_half = true;
        if (v->value) { /* "the latter half" */
            m->ordinal = v->value;
            m->has_ordinal = true;
        }
        break;
    case CLASS_REF:
    case CLASS_SEASON:
    case CLASS_HOLIDAY:
    case CLASS_SETWORD:
        m->text = v->text;
        break;
    default:
        break;
    }
}

/* Noon and midnight by the half of the day: 12 a.m. is 0:00, 12 p.m. is 12:00. */
static void take_meridiem(struct timex_meaning *m, int half)
{
    if (!m->has_clock) {
        m->hour = m->quantity;
        m->minute = 0;
        m->second = -1;
        m->has_clock = true;
    }
    if (half == 1 && m->hour < 12)
        m->hour += 12;
    else if (half == 0 && m->hour == 12)
        m->hour = 0;
}

static void gather(const struct timex_scanner *s, const struct timex_rule *r, const struct path *p,
                   struct timex_meaning *m)
{
    int meridiem = -1;
    for (size_t k = 0; k < r->element_count; k++) {
        if (p->token[k] == SIZE_MAX || r->elements[k].is_context)
            continue;
        const struct timex_token *t = &s->tokens[p->token[k]];
        uint64_t both = t->classes & r->elements[k].classes;
        if (r->action == KIND_WEEKDAY) /* "Freitagabend" */
            both |= t->classes & CLASS_BIT(PART);
        if (!both) /* a literal stands for all that its word means */
            both = t->classes;
        for (int c = 0; both; c++, both >>= 1) {
            if (!(both & 1))
                continue;
            take_number(m, (enum timex_class)c, t);
            const struct timex_sense *v = timex_sense(t->word, (enum timex_class)c);
            if (v)
                take_word(m, (enum timex_class)c, v);
            if (v && c == CLASS_MERIDIEM)
                meridiem = v->value;
        }
        if (t->classes & CLASS_BIT(FRACTION))
            m->has_half = true;
    }
    if (r->action == KIND_DECADE && !m->has_year)
        m->year = m->quantity; /* "los años 90" */
    if (r->action == KIND_YEAR && !m->has_year)
        m->year = m->quantity; /* "44 BC", "AD 79" */
    if (!m->has_ordinal && m->has_day && (r->action == KIND_QUARTER || r->action == KIND_CENTURY)) {
        m->ordinal = m->day; /* "im 20. Jahrhundert" */
        m->has_ordinal = true;
    }
    if (r->action == KIND_DURATION && m->unit && !m->is_plural && !m->quantity && !m->is_vague && !m->has_half)
        m->quantity = 1; /* "the past decade" */
    if (meridiem >= 0)
        take_meridiem(m, meridiem);
    if (r->action == KIND_CLOCK && !m->has_clock) { /* "4 in the morning", "um 17 Uhr", "las 5 de la tarde" */
        m->hour = m->quantity;
        m->minute = 0;
        m->second = -1;
        m->has_clock = true;
    }
    if (r->action == KIND_CLOCK && m->part) {
        bool is_late = strcmp(m->part, "AF") == 0 || strcmp(m->part, "EV") == 0 || strcmp(m->part, "NI") == 0;
        if (is_late && m->hour < 12 && m->hour >= (m->part[0] == 'N' ? 6 : 1))
            m->hour += 12;
        m->part = NULL;
    }
}

/* What the tokens that a rule can reach from token i have, all together. */
static struct timex_mask reach(const struct timex_scanner *s, size_t i)
{
    struct timex_mask all = {0};
    for (size_t k = i; k < s->count && k < i + TIMEX_PATTERN_MAX; k++) {
        all.classes |= s->tokens[k].classes;
        all.words |= timex_word_bit(s->g, s->tokens[k].word);
    }
    return all;
}

static bool meets(const struct timex_mask *have, const struct timex_mask *need)
{
    return (have->classes & need->classes) || (have->words & need->words);
}

struct found {
    const struct timex_rule *rule; /* NULL: none yet */
    struct path path;
    size_t length;
};

/* The rules that may begin with class c, at token i; `ahead` is what they can reach. */
static void try_rules(const struct timex_scanner *s, size_t i, int c, const struct timex_mask *ahead, struct found *best)
{
    const struct timex_token *t = &s->tokens[i];
    uint64_t word = timex_word_bit(s->g, t->word);
    for (const uint16_t *at = s->g->by_class[c]; *at != UINT16_MAX; at++) {
        const struct timex_needs *needs = &s->g->needs[*at];
        if ((c == CLASS_COUNT && !(word & needs->first_words)) || !meets(ahead, &needs->elements[0]) || !meets(ahead, &needs->elements[1]))
            continue;
        const struct timex_rule *r = &s->g->rules[*at];
        struct path p;
        bool led = !r->has_before || (i && !t->is_break && element_fits(s, &r->before, t - 1));
        if (!led || !walk(s, r, 0, i, &p))
            continue;
        if (p.end - i > best->length || (p.end - i == best->length && best->rule && r < best->rule))
            *best = (struct found){r, p, p.end - i};
    }
}

/* The longest match at token i; among equals the rule that stands first. */
static bool match_at(const struct timex_scanner *s, size_t i, struct timex_meaning *best)
{
    const struct timex_token *t = &s->tokens[i];
    struct found found = {0};
    struct timex_mask ahead = reach(s, i);
    for (uint64_t left = t->classes & s->g->starters; left; left &= left - 1)
        try_rules(s, i, __builtin_ctzll(left), &ahead, &found);
    if (t->word)
        try_rules(s, i, CLASS_COUNT, &ahead, &found);
    const struct timex_rule *best_rule = found.rule;
    if (!best_rule)
        return false;
    *best = (struct timex_meaning){.kind = (enum timex_kind)best_rule->action,
                                   .rule = best_rule->name,
                                   .argument = best_rule->argument,
                                   .first = SIZE_MAX};
    size_t words = 0, doubtful = 0;
    for (size_t k = 0; k < best_rule->element_count; k++) {
        size_t token = found.path.token[k];
        if (token == SIZE_MAX || best_rule->elements[k].is_context)
            continue;
        if (best->first == SIZE_MAX)
            best->first = token;
        best->last = token + 1;
        words++;
        doubtful += s->tokens[token].word && s->tokens[token].word->is_doubtful;
    }
    best->is_doubtful = doubtful == words;
    gather(s, best_rule, &found.path, best);
    return best->first != SIZE_MAX;
}

/* A doubtful word alone ("May") needs a word before it that speaks of time, or none that follows in its sentence. */
static bool stands_as_time(const struct timex_scanner *s, const struct timex_meaning *m)
{
    const struct timex_token *before = m->first ? &s->tokens[m->first - 1] : NULL;
    const struct timex_token *after = m->last < s->count ? &s->tokens[m->last] : NULL;
    if (m->kind == KIND_MONTH && after && after->is_glued && after->is_word &&
        !(after->classes & (CLASS_BIT(MONTH) | CLASS_BIT(UNIT) | CLASS_BIT(UNITS))))
        return false; /* "Mar-a-Lago" */
    if (!m->is_doubtful)
        return true;
    const uint64_t leads = CLASS_BIT(PREP) | CLASS_BIT(IN) | CLASS_BIT(ON) | CLASS_BIT(OF) | CLASS_BIT(EDGE) |
                           CLASS_BIT(BOUND) | CLASS_BIT(DIR);
    return before && (before->classes & leads);
}

/* "the 90s", "'90s", not "in his 30s". */
static bool stands_as_decade(const struct timex_scanner *s, const struct timex_meaning *m)
{
    const struct timex_token *t = &s->tokens[m->last - 1];
    if (m->kind != KIND_DECADE || t->end - t->begin != 3 || !t->is_digits)
        return true;
    return m->first < m->last - 1 || (m->first && (t[-1].classes & CLASS_BIT(EDGE)));
}

/* Is the word behind a number what it counts: "2,000 people", "12 houses"? */
static bool counts(const struct timex_scanner *s, const struct timex_token *after)
{
    return after && after->is_word && !after->is_break && !after->is_capitalised &&
           ((!after->classes && s->text.p[after->end - 1] == 's') || (after->classes & CLASS_BIT(COUNTED)));
}

/* A number that looks like a year: not money, not what counts something, not part of a code. */
static bool stands_as_year(const struct timex_scanner *s, const struct timex_meaning *m)
{
    if (m->kind != KIND_YEAR || m->last - m->first != 1 || !s->tokens[m->first].is_digits)
        return true;
    const struct timex_token *t = &s->tokens[m->first];
    const struct timex_token *before = m->first ? t - 1 : NULL, *after = m->last < s->count ? t + 1 : NULL;
    bool is_code = m->first > 1 && (before->classes & CLASS_BIT(DASH)) && before->end == t->begin && t[-2].is_digits &&
                   t[-2].end == before->begin && !(t[-2].classes & CLASS_BIT(YEAR));
    bool is_glued = t->is_glued && !(before && (before->classes & (CLASS_BIT(PREP) | CLASS_BIT(EDGE)))); /* post-1959 */
    bool is_numbered = before && !t->is_break && (before->classes & CLASS_BIT(NUMBERED)); /* "Flight 1549" */
    if (is_code || is_numbered || t->is_money || is_glued || (after && after->is_digits && !after->is_break))
        return false;
    const uint64_t leads = CLASS_BIT(PREP) | CLASS_BIT(IN) | CLASS_BIT(OF) | CLASS_BIT(EDGE) | CLASS_BIT(BOUND) |
                           CLASS_BIT(DIR) | CLASS_BIT(MONTH) | CLASS_BIT(SEASON) | CLASS_BIT(FISCAL) | CLASS_BIT(THE);
    bool led = before && (before->classes & leads);
    if (m->year < 1700 || m->year > 2100)
        return before && (before->classes & (CLASS_BIT(IN) | CLASS_BIT(BOUND) | CLASS_BIT(EDGE))) &&
               !(after && after->is_word && !after->is_break && !after->classes);
    if (after && !after->is_break && (after->classes & (CLASS_BIT(UNITS) | CLASS_BIT(UNIT) | CLASS_BIT(MAGNITUDE))))
        return led && !(after->classes & (CLASS_BIT(UNITS) | CLASS_BIT(MAGNITUDE)));
    return led || !counts(s, after);
}

/* "USA Today", "Democracy Now", "High Noon": the end of a name; with a capital behind it too it may be a headline. */
static bool ends_name(const struct timex_scanner *s, const struct timex_meaning *m)
{
    const struct timex_token *t = &s->tokens[m->first];
    if ((m->kind != KIND_RELDAY && m->kind != KIND_REF && m->kind != KIND_PERIOD && m->kind != KIND_CLOCK) ||
        !m->first || !t->is_word || !t->is_capitalised || t->is_break)
        return false;
    const struct timex_token *after = m->last < s->count ? &s->tokens[m->last] : NULL;
    bool is_headline = after && after->is_word && after->is_capitalised && !after->is_upper && !after->is_break;
    return t[-1].is_word && t[-1].is_capitalised && !t[-1].classes && !is_headline;
}

/* "May 3 and 4", not "on May 3 and 4 people"; "on the 15th", not "on the third". */
static bool stands_as_day(const struct timex_scanner *s, const struct timex_meaning *m)
{
    const struct timex_token *t = &s->tokens[m->last - 1], *after = m->last < s->count ? t + 1 : NULL;
    if (m->kind == KIND_DAY)
        return m->has_month || t->is_digits;
    if (m->kind != KIND_DAY_AGAIN && m->kind != KIND_DAY_AHEAD)
        return true;
    if (t->is_money || (after && !after->is_break && (after->is_digits || (after->classes & CLASS_BIT(SLASH)))))
        return false;
    return !counts(s, after) &&
           !(after && !after->is_break &&
             (after->classes & (CLASS_BIT(UNITS) | CLASS_BIT(UNIT) | CLASS_BIT(MAGNITUDE) | CLASS_BIT(MONTH))));
}

size_t timex_match(const struct timex_scanner *s, struct timex_meaning *out)
{
    size_t count = 0;
    for (size_t i = 0; i < s->count;) {
        struct timex_meaning m;
        if ((!(s->tokens[i].classes & s->g->starters) && !s->tokens[i].word) || !match_at(s, i, &m)) {
            i++;
            continue;
        }
        if (m.kind == KIND_DAY_AGAIN &&
            !(count && (out[count - 1].kind == KIND_DAY || out[count - 1].kind == KIND_DAY_AGAIN) &&
              out[count - 1].last + 1 == m.first)) {
            i++;
            continue;
        }
        if (m.kind != KIND_NOTHING && !ends_name(s, &m) && stands_as_time(s, &m) && stands_as_day(s, &m) &&
            stands_as_year(s, &m) && stands_as_decade(s, &m))
            out[count++] = m;
        i = m.last > i ? m.last : i + 1;
    }
    return count;
}
