#include "brief/timeline_wording.h"

#include "base/arena.h"
#include "base/buf.h"
#include "brief/timeline_date.h"
#include "brief/timeline_words.h"
#include "text/timex_grammar.h"

/* As news style writes months before a day, and alone. */
static const char *const month_names[] = {"Jan.", "Feb.", "March",  "April", "May",  "June",
                                          "July", "Aug.", "Sept.", "Oct.",  "Nov.", "Dec."};
static const char *const full_months[] = {"January", "February", "March",     "April",   "May",      "June",
                                          "July",    "August",   "September", "October", "November", "December"};

/* An expression taken to pieces: "last Tuesday morning" is a direction, a weekday and a part of the day. */
struct pieces {
    uint64_t classes;
    bool is_possessive, has_other;
    struct str part;   /* "morning" */
    struct str season; /* "fall" */
    struct str edge;   /* "early", "late", "earlier", "later" */
};

static bool cut_possessive(struct str *word)
{
    if (str_ends(*word, STR("'s")))
        word->n -= 2;
    else if (str_ends(*word, STR("\xE2\x80\x99s")))
        word->n -= 4;
    else
        return false;
    return true;
}

static struct pieces take_apart(const struct timex_grammar *g, struct str surface)
{
    const uint64_t known = CLASS_BIT(DIR) | CLASS_BIT(WEEKDAY) | CLASS_BIT(RELDAY) | CLASS_BIT(MONTH) | CLASS_BIT(UNIT) |
                           CLASS_BIT(UNITS) | CLASS_BIT(PART) | CLASS_BIT(AGO) | CLASS_BIT(NUM) | CLASS_BIT(A) | CLASS_BIT(TENS) | CLASS_BIT(SEASON) | CLASS_BIT(OF);
    struct pieces p = {0};
    p.is_possessive = cut_possessive(&surface);
    for (bool is_first = true; surface.n; is_first = false) {
        struct str word = str_cut(&surface, ' ');
        uint64_t classes = timex_word_classes(g, word);
        if (p.edge.n && classes & (CLASS_BIT(ON) | CLASS_BIT(IN)))
            continue; /* "late on Tuesday" */
        if (is_first && timeline_word_is(TIMELINE_EDGE, word)) {
            p.edge = word;
            continue;
        }
        if (classes & CLASS_BIT(PART) && !(classes & CLASS_BIT(RELDAY)))
            p.part = word;
        if (classes & CLASS_BIT(SEASON))
            p.season = word;
        p.classes |= classes & known;
        p.has_other |= !(classes & known);
    }
    return p;
}

/* "Feb. 18", "October 2025", "2022": the date itself, without a preposition. Empty: this one stays as it is. */
static struct str date_itself(struct arena *a, const struct timex *t, const struct pieces *p, int32_t year)
{
    struct civil c = civil_of_day(t->first_day);
    bool is_day = t->first_day == t->last_day && t->grain >= GRAIN_DAY;
    if (p->has_other)
        return STR("");
    if (is_day && !(p->classes & ~(CLASS_BIT(DIR) | CLASS_BIT(WEEKDAY) | CLASS_BIT(RELDAY) | CLASS_BIT(PART))) &&
        p->classes & (CLASS_BIT(WEEKDAY) | CLASS_BIT(RELDAY))) {
        struct str day = c.year == year ? str_format(a, "%s %d", month_names[c.month - 1], c.day)
                                        : str_format(a, "%s %d, %d", month_names[c.month - 1], c.day, (int)c.year);
        return p->part.n && !p->is_possessive ? str_format(a, "the %.*s of %.*s", STR_ARG(p->part), STR_ARG(day)) : day;
    }
    if (t->grain == GRAIN_MONTH && p->classes & CLASS_BIT(DIR) && p->classes & (CLASS_BIT(MONTH) | CLASS_BIT(UNIT)))
        return c.year == year ? str_of(full_months[c.month - 1]) : str_format(a, "%s %d", full_months[c.month - 1], (int)c.year);
    if (t->grain == GRAIN_SEASON && p->season.n && p->classes & CLASS_BIT(DIR) && civil_of_day(t->last_day).year == c.year)
        return str_format(a, "the %.*s of %d", STR_ARG(p->season), (int)c.year);
    if (t->grain == GRAIN_YEAR && p->classes & (CLASS_BIT(UNIT) | CLASS_BIT(UNITS)) && p->classes & (CLASS_BIT(DIR) | CLASS_BIT(AGO)))
        return str_format(a, "%d", (int)c.year);
    return STR("");
}

static struct str word_before(struct str text, size_t at)
{
    while (at && text.p[at - 1] == ' ')
        at--;
    size_t end = at;
    while (at && text.p[at - 1] != ' ')
        at--;
    return (struct str){text.p + at, end - at};
}

/* "On the memorable Friday night when the storm came": the day is described. */
static bool is_described(struct str text, struct str before)
{
    if (!before.n || before.p == text.p)
        return false;
    struct str second = word_before(text, (size_t)(before.p - text.p)), third = word_before(text, (size_t)(second.p - text.p));
    return third.p == text.p && timeline_word_is(TIMELINE_DETERMINER, second) && str_eq(third, STR("On"));
}

/* Behind the expression comes a noun: "in Tuesday elections". A date said outright would break it. */
static bool names_a_noun(const struct passage *p, const struct sentence *s, uint32_t end)
{
    for (uint32_t i = 0; i < s->token_count; i++) {
        const struct token *t = &p->tokens[s->first_token + i];
        if (t->begin < end)
            continue;
        struct str word = token_text(p, t);
        return t->begin == end + 1 && t->kind == TOKEN_WORD && !(t->flags & TOKEN_STOP) && !str_ends(word, STR("ed")) &&
               !str_ends(word, STR("ing")) && !str_ends(word, STR("ly"));
    }
    return false;
}

/* Writes the date in the place of the expression; false where the sentence is better left as it is. */
static bool replace(struct arena *a, struct buf *out, const struct timex_grammar *g, struct str text, size_t at,
                    const struct passage *body, const struct sentence *s, const struct timex *t, int32_t year)
{
    struct pieces p = take_apart(g, str_span(body->text, t->at));
    struct str date = date_itself(a, t, &p, year), before = word_before(text, at);
    if (!date.n)
        return false;
    struct str rest = {text.p + at + (t->at.end - t->at.begin), text.n - at - (t->at.end - t->at.begin)};
    bool owns = p.is_possessive || str_starts(rest, STR("'s")) || str_starts(rest, STR("\xE2\x80\x99s"));
    bool is_determined = timeline_word_is(TIMELINE_DETERMINER, before) && before.p >= text.p;
    bool is_bound = timeline_word_is(TIMELINE_BOUNDING, before);
    if (owns) {
        if (!p.is_possessive || is_determined || p.part.n)
            return false;
        buf_add_z(out, at ? "the " : "The ");
        buf_add(out, date);
        return true;
    }
    bool may_modify = !p.edge.n && !(!at && p.classes & CLASS_BIT(DIR)) && /* "Last fall Brandt said" */ !(timex_word_classes(g, before) & CLASS_BIT(PAST)) && !str_ends(before, STR("ed")) &&
                      !str_eq(before, STR("On")); /* "On Tuesday Sheriff Brandt said" */
    if (is_determined || is_described(text, before) || (may_modify && names_a_noun(body, s, t->at.end)))
        return false;
    const char *preposition = t->first_day == t->last_day && t->grain >= GRAIN_DAY ? "on " : "in ";
    bool has_preposition = str_eq_nocase(before, STR("on")) || str_eq_nocase(before, STR("in")) || is_bound;
    if (has_preposition && p.edge.n)
        return false;
    if (str_ends(p.edge, STR("er"))) /* "earlier Tuesday": than what stands in the report, not here */
        p.edge = STR("");
    if (p.edge.n)
        buf_format(out, "%.*s ", STR_ARG(p.edge));
    if (!has_preposition && !at && !p.edge.n)
        buf_add_z(out, *preposition == 'o' ? "On " : "In ");
    else if (!has_preposition)
        buf_add_z(out, preposition);
    buf_add(out, date);
    return true;
}

static bool is_quoted(const struct passage *p, const struct sentence *s, uint32_t at)
{
    for (uint32_t i = 0; i < s->token_count; i++)
        if (p->tokens[s->first_token + i].begin == at)
            return p->tokens[s->first_token + i].flags & TOKEN_IN_QUOTE;
    return true; /* begins within a token: better left alone */
}

/* The "Today" show; a weekday six days back, which a wrong date of publication makes of the day after. */
static bool is_doubtful(const struct timex_grammar *g, struct str surface, const struct timex *t, int32_t published, bool is_first)
{
    struct pieces p = take_apart(g, surface);
    bool is_title = p.classes & CLASS_BIT(RELDAY) && surface.p[0] >= 'A' && surface.p[0] <= 'Z' && !is_first;
    return is_title || (p.classes & CLASS_BIT(WEEKDAY) && t->first_day <= published - 6);
}

/* "escaped in 2012, a report said on Tuesday": "Nov. 7" alone would be one of 2012. */
static bool names_other_year(const struct passage *p, const struct sentence *s, const struct timex *t)
{
    for (size_t i = timeline_first_time(p, s); i < p->time_count && p->times[i].at.begin < t->at.begin; i++)
        if (p->times[i].is_explicit && p->times[i].has_interval && civil_of_day(p->times[i].first_day).year != civil_of_day(t->first_day).year)
            return true;
    return false;
}

/* Of "9 a.m. on Thursday" the day: the hour stays as it is. */
static struct span day_within(const struct timex_grammar *g, const struct passage *p, const struct timex *t)
{
    struct str surface = str_span(p->text, t->at), rest = surface;
    struct span found = t->at;
    size_t days = 0;
    bool has_clock = false;
    while (rest.n) {
        struct str word = str_cut(&rest, ' ');
        if (word.n && timex_word_classes(g, word) & CLASS_BIT(WEEKDAY)) {
            days++;
            found.begin = t->at.begin + (uint32_t)(word.p - surface.p);
            found.end = found.begin + (uint32_t)word.n;
        }
        has_clock |= word.n && word.p[0] >= '0' && word.p[0] <= '9';
    }
    return days == 1 && has_clock && t->grain == GRAIN_TIME ? found : t->at;
}

struct str timeline_word_piece(struct arena *a, const struct analysis *x, const struct sentence *s, struct str text, int32_t year)
{
    const struct passage *body = &x->body;
    const struct timex_grammar *g = timex_grammar_for(str_of(x->language));
    struct buf out = {0};
    size_t from = (size_t)(text.p - body->text.p), done = 0;
    int32_t published = x->article->published.is_set ? moment_day(x->article->published) : 0;
    for (size_t i = timeline_first_time(body, s); i < body->time_count && body->times[i].at.end <= from + text.n; i++) {
        struct timex t = body->times[i];
        if (t.at.begin < from || !t.has_interval || t.is_explicit)
            continue;
        t.at = day_within(g, body, &t);
        if (is_quoted(body, s, t.at.begin) || is_doubtful(g, str_span(body->text, t.at), &t, published, t.at.begin == from))
            continue;
        size_t at = t.at.begin - from;
        buf_add(&out, (struct str){text.p + done, at - done});
        if (!replace(a, &out, g, text, at, body, s, &t, names_other_year(body, s, &t) ? 0 : year))
            buf_add(&out, str_span(body->text, t.at));
        done = t.at.end - from;
    }
    buf_add(&out, (struct str){text.p + done, text.n - done});
    struct str told = str_copy(a, buf_str(&out));
    buf_free(&out);
    return told;
}

struct str timeline_word(struct arena *a, const struct analysis *x, const struct sentence *s, struct str text, int32_t year)
{
    return timeline_plain(a, timeline_word_piece(a, x, s, text, year));
}

struct str timeline_plain(struct arena *a, struct str text)
{
    struct str copy = str_copy(a, text);
    char *first = (char *)(uintptr_t)copy.p;
    if (copy.n && *first >= 'a' && *first <= 'z')
        *first = (char)(*first - 32);
    return copy;
}
