#include "text/timex_meaning.h"

static bool is_daylike(const struct timex_meaning *m)
{
    if (m->has_clock && m->kind != KIND_CLOCK)
        return false;
    switch (m->kind) {
    case KIND_DAY:
    case KIND_WEEKDAY:
    case KIND_RELDAY:
    case KIND_HOLIDAY:
        return true;
    case KIND_PART:
        return m->has_dir;
    case KIND_NARRATIVE:
        return m->unit == 'D';
    default:
        return false;
    }
}

static bool is_time_of_day(const struct timex_meaning *m)
{
    return m->has_clock && (m->kind == KIND_DAY || m->kind == KIND_WEEKDAY || m->kind == KIND_RELDAY);
}

static bool is_time(const struct timex_meaning *m)
{
    return m->kind == KIND_CLOCK || (m->kind == KIND_PART && !m->has_dir);
}

static bool is_yearlike(const struct timex_meaning *m)
{
    return (m->kind == KIND_YEAR && !m->is_bc) ||
           ((m->kind == KIND_PERIOD || m->kind == KIND_NARRATIVE) && m->unit == 'Y' && !m->is_span);
}

static bool wants_year(const struct timex_meaning *m)
{
    if (m->has_year || m->has_dir || m->year_from)
        return false;
    switch (m->kind) {
    case KIND_DAY:
    case KIND_DAY_AGAIN:
    case KIND_MONTH:
    case KIND_QUARTER:
    case KIND_HALF:
    case KIND_SEASON:
    case KIND_HOLIDAY:
        return true;
    default:
        return false;
    }
}

/* What stands between: nothing (0), one token of the given classes (1), anything else (-1). */
static int gap(const struct timex_scanner *s, const struct timex_meaning *a, const struct timex_meaning *b,
               uint64_t classes)
{
    if (s->tokens[b->first].is_break)
        return -1;
    if (a->last == b->first)
        return 0;
    if (a->last + 1 != b->first || s->tokens[a->last].is_break)
        return -1;
    return s->tokens[a->last].classes & classes ? 1 : -1;
}

static void take_year(struct timex_meaning *to, const struct timex_meaning *from)
{
    if (from->kind == KIND_YEAR) {
        to->year = from->year;
        to->has_year = true;
        return;
    }
    to->year_from = from->kind == KIND_PERIOD ? 1 : 2;
    to->year_shift = from->kind == KIND_PERIOD ? from->dir : from->argument;
}

static void take_time(struct timex_meaning *to, const struct timex_meaning *from)
{
    if (from->kind == KIND_CLOCK) {
        to->hour = from->hour;
        to->minute = from->minute;
        to->second = from->second;
        to->has_clock = true;
        to->part = NULL;
    } else if (!to->part) {
        to->part = from->part;
    }
}

/* a and b as one expression in *out, if they are one. */
static bool compose_pair(const struct timex_scanner *s, const struct timex_meaning *a, const struct timex_meaning *b,
                         struct timex_meaning *out)
{
    int link = gap(s, a, b, CLASS_BIT(COMMA) | CLASS_BIT(ON) | CLASS_BIT(OF) | CLASS_BIT(IN) | CLASS_BIT(PREP));
    if (link < 0)
        return false;
    bool comma = link && (s->tokens[a->last].classes & CLASS_BIT(COMMA));
    bool of = link && (s->tokens[a->last].classes & (CLASS_BIT(OF) | CLASS_BIT(IN)));
    *out = *a;
    if (a->kind == KIND_WEEKDAY && b->kind == KIND_DAY && (!link || comma)) {
        *out = *b;
        out->part = a->part;
    } else if (a->kind == KIND_RELDAY && b->kind == KIND_DAY && comma) {
        return false;
    } else if (is_time(a) && is_daylike(b) && !(a->kind == KIND_PART && comma)) {
        *out = *b;
        take_time(out, a);
    } else if (is_daylike(a) && is_time(b) && !(b->kind == KIND_PART && comma)) {
        take_time(out, b);
    } else if (wants_year(a) && is_yearlike(b) && (!link || of || (comma && b->kind == KIND_YEAR))) {
        take_year(out, b);
    } else if (is_yearlike(a) && wants_year(b) && !link) {
        *out = *b;
        take_year(out, a);
    } else if (a->kind == KIND_WEEKDAY && !a->has_dir && b->kind == KIND_PERIOD && b->unit == 'W' && (!link || of)) {
        out->week_shift = b->dir;
        out->has_week_shift = true;
    } else if (b->kind == KIND_WEEKDAY && !b->has_dir && a->kind == KIND_PERIOD && a->unit == 'W' && !link) {
        *out = *b;
        out->week_shift = a->dir;
        out->has_week_shift = true;
    } else {
        return false;
    }
    const char *mod = a->mod ? a->mod : b->mod;
    out->mod = mod;
    out->first = a->first;
    out->last = b->last;
    out->is_doubtful = false;
    return true;
}

static void copy_year(struct timex_meaning *to, const struct timex_meaning *from)
{
    bool is_before = from->has_month && to->month > from->month; /* "Dec. 30 to Jan. 2, 2026" */
    to->has_year = from->has_year;
    to->year = from->year - is_before;
    to->year_from = from->year_from;
    to->year_shift = from->year_shift - is_before;
}

/* The first of a range lacks what is said once, at its end: the month of "3 to 7 May", the year of "May 3-7, 2025", the
 * day of "9 a.m. to 5 p.m. Friday". */
static void complete_range(struct timex_meaning *a, const struct timex_meaning *b, bool is_and)
{
    bool has_year = b->has_year || b->year_from;
    bool is_datelike = b->kind == KIND_DAY || b->kind == KIND_MONTH || b->kind == KIND_DAY_AGAIN;
    if (a->kind == KIND_DAY_AHEAD && b->kind == KIND_DAY && b->has_month) {
        a->kind = KIND_DAY;
        a->month = b->month;
        a->has_month = true;
        copy_year(a, b);
    } else if ((a->kind == KIND_DAY || a->kind == KIND_MONTH) && wants_year(a) && is_datelike && has_year) {
        copy_year(a, b);
    } else if (!is_and && a->kind == KIND_CLOCK && is_time_of_day(b)) {
        struct timex_meaning day = *b;
        day.rule = a->rule;
        day.first = a->first;
        day.last = a->last;
        take_time(&day, a);
        *a = day;
    }
}

static void complete_ranges(const struct timex_scanner *s, struct timex_meaning *m, size_t count)
{
    const uint64_t links = CLASS_BIT(TO) | CLASS_BIT(DASH) | CLASS_BIT(AND);
    for (size_t i = 0; i + 1 < count; i++) {
        bool is_glued = m[i].last == m[i + 1].first && s->tokens[m[i].last].is_glued; /* "May 30-June 2" */
        if (is_glued || gap(s, &m[i], &m[i + 1], links) == 1)
            complete_range(&m[i], &m[i + 1], !is_glued && (s->tokens[m[i].last].classes & CLASS_BIT(AND)));
    }
}

size_t timex_compose(const struct timex_scanner *s, struct timex_meaning *m, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        struct timex_meaning whole;
        if (kept && compose_pair(s, &m[kept - 1], &m[i], &whole))
            m[kept - 1] = whole;
        else
            m[kept++] = m[i];
    }
    complete_ranges(s, m, kept);
    return kept;
}
