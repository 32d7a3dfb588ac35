/* Which day a weekday is was decided when the text was read (text/timex.h); here it is decided whether the sentence is plain
 * enough to say so, and in which form: "on Feb. 18", "the Feb. 18 vote", "since the morning of Feb. 18", "in September". */
#include "brief/dates.h"

#include "brief/clause.h"
#include "brief/verbs.h"
#include "brief/words.h"

/* A weekday six days back is the day after publication, too: a slip of a time zone makes one of the other. */
enum { DAYS_BACK = 5, DAYS_AHEAD = 6, NAMED_BACK = 13, NAMED_AHEAD = 13, OBJECT_LONGEST = 5, YEARS_BACK = 15 };

static const char *const months[] = {"Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."};
static const char *const full_months[] = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                                          "November", "December"};

/* A time expression taken to pieces: the tokens to replace, and how they stand in the sentence. */
struct phrase {
    uint32_t from, to; /* exclusive */
    struct str edge;   /* "early" */
    struct str part;   /* "morning" */
    bool is_possessive, is_day;
};

static struct str word_at(const struct draft *d, uint32_t k)
{
    return token_text(d->passage, &d->passage->tokens[k]);
}

static bool has(const struct draft *d, uint32_t k, enum word_list list)
{
    return k >= d->first && k < d->end && clause_has_word(d->passage, k, list);
}

static bool is_word(const struct draft *d, uint32_t k, struct str word)
{
    return k >= d->first && k < d->end && str_eq_nocase(word_at(d, k), word);
}

/* "'s" of its own, or at the end of the token. */
static bool is_possessive(const struct draft *d, uint32_t end)
{
    struct str text = d->passage->text;
    struct str rest = {text.p + end, text.n - end};
    return str_starts(rest, STR("'s")) || str_starts(rest, STR("\xE2\x80\x99s"));
}

static bool take_apart(const struct draft *d, const struct timex *t, struct phrase *out)
{
    const struct passage *p = d->passage;
    uint32_t from = draft_token_at(p, t->at.begin), to = draft_token_at(p, t->at.end - 1) + 1, day = to;
    *out = (struct phrase){.from = from, .to = to, .is_possessive = is_possessive(d, t->at.end)};
    if (from < d->first || to > d->end || p->tokens[from].flags & TOKEN_IN_QUOTE)
        return false;
    for (uint32_t k = from; k < to; k++) {
        if (!draft_has(d, k) || p->tokens[k].flags & TOKEN_IN_NAME)
            return false;
        day = has(d, k, WORDS_SOMEDAY) && day == to ? k : day;
        if (t->grain < GRAIN_DAY && is_word(d, k, STR("of")))
            out->from = k + 1; /* "the end of this year" */
    }
    if (t->grain < GRAIN_DAY || day == to)
        return true;
    out->is_day = true;
    bool is_led = day > from && (has(d, day - 1, WORDS_DAYEDGE) || has(d, day - 1, WORDS_DAYLEAD));
    out->from = is_led ? day - 1 : day;
    bool is_edge = is_led && has(d, day - 1, WORDS_DAYEDGE) && !is_word(d, day - 1, STR("earlier")) && !is_word(d, day - 1, STR("later"));
    out->edge = is_edge ? word_at(d, day - 1) : STR(""); /* "later" than what is told elsewhere goes with the weekday */
    bool is_parted = day + 1 < to && has(d, day + 1, WORDS_DAYPART);
    out->part = is_parted ? word_at(d, day + 1) : is_word(d, day, STR("tonight")) ? STR("night") : STR("");
    out->to = day + 1 + is_parted;
    out->is_possessive &= out->to == to;
    return true;
}

/* A weekday is the one just past only in a sentence that looks back throughout: "the vote on Tuesday will trigger a recount"
 * may mean either. */
static bool looks_ahead(const struct draft *d)
{
    for (uint32_t k = d->first; k < d->end; k++)
        if (d->passage->tokens[k].flags & TOKEN_MODAL || has(d, k, WORDS_MODAL) || has(d, k, WORDS_AHEAD))
            return true;
    return false;
}

static bool has_present(const struct draft *d)
{
    static const char *const words[] = {"is", "are", "has", "have", "do", "does"};
    for (uint32_t k = d->first; k < d->end; k++)
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (is_word(d, k, str_of(words[i])))
                return true;
    return false;
}

/* "on Tuesday refused to ..." */
static bool precedes_past(const struct draft *d, uint32_t k)
{
    k += has(d, k, WORDS_ADVERB) || (k < d->end && str_ends(word_at(d, k), STR("ly")));
    return k < d->end && d->passage->tokens[k].kind == TOKEN_WORD && verbs_forms(word_at(d, k)) & VERB_PAST;
}

/* "will see a duty applied on Monday": the nearest verb is not the one that governs. */
static bool is_led_by_modal(const struct draft *d, uint32_t end)
{
    for (uint32_t k = d->first; k < end; k++)
        if (has(d, k, WORDS_MODAL) && !is_word(d, k, STR("to")) && !(d->passage->tokens[k].flags & TOKEN_IN_QUOTE))
            return true;
    return false;
}

/* "recovered the last body that divers could reach on Sunday", "was free until Sunday": what looks ahead did so from a day
 * that is past, unless somebody said or planned it. */
static bool looked_ahead_then(const struct draft *d, uint32_t day)
{
    struct clause c;
    if (!clause_find(d->passage, d->first, d->end, &c) || c.verb >= day)
        return false;
    struct str verb = word_at(d, c.verb);
    bool is_past = is_word(d, c.verb, STR("was")) || is_word(d, c.verb, STR("were")) || is_word(d, c.verb, STR("had")) || verbs_forms(verb) & VERB_PAST;
    for (uint32_t k = c.verb; k < day && is_past; k++)
        is_past = !(has(d, k, WORDS_SAYING) || has(d, k, WORDS_CLAUSAL) || has(d, k, WORDS_PLANNED) || is_word(d, k, STR("will")) ||
                    (is_word(d, k, STR("to")) && !is_word(d, day - 1, STR("until"))));
    return is_past;
}

/* A finite verb in the past: not "would be told", "the debate was to be held", "having said". */
static bool is_past_verb(const struct draft *d, uint32_t k)
{
    if (k < d->first || k >= d->end || d->passage->tokens[k].kind != TOKEN_WORD || !(verbs_forms(word_at(d, k)) & VERB_PAST))
        return false;
    k -= k > d->first && has(d, k - 1, WORDS_ADVERB);
    return k == d->first || !(has(d, k - 1, WORDS_AUXILIARY) || has(d, k - 1, WORDS_BEING) || has(d, k - 1, WORDS_MODAL) || has(d, k - 1, WORDS_ARTICLE) ||
                              is_word(d, k - 1, STR("be")) || is_word(d, k - 1, STR("having")));
}

/* "told Reuters on Tuesday", "passed a motion Monday": the verb governs the day, whatever else the sentence looks ahead to.
 * Not "called a hearing on Monday": what is to come may be on that day. */
static bool follows_past(const struct draft *d, const struct phrase *f)
{
    uint32_t end = f->from;
    while (end > d->first && (is_word(d, end - 1, STR("on")) || has(d, end - 1, WORDS_DAYEDGE) || has(d, end - 1, WORDS_DAYLEAD)))
        end--;
    if (end == d->first || has(d, end - 1, WORDS_OCCASION))
        return false;
    for (uint32_t k = end; k-- > d->first && k + OBJECT_LONGEST >= end;) {
        if (is_past_verb(d, k))
            return (has(d, k, WORDS_SAYING) && k + 1 == end) || !is_led_by_modal(d, k);
        if (d->passage->tokens[k].kind != TOKEN_WORD || verbs_forms(word_at(d, k)) & (VERB_THIRD | VERB_GERUND) || has(d, k, WORDS_AUXILIARY) ||
            has(d, k, WORDS_MODAL) || has(d, k, WORDS_PREPOSITION) || has(d, k, WORDS_SUBORDINATOR) || has(d, k, WORDS_RELATIVE) ||
            has(d, k, WORDS_COORDINATOR) || has(d, k, WORDS_AHEAD) || has(d, k, WORDS_OCCASION) || is_word(d, k, STR("that")))
            return false;
    }
    return false;
}

/* "called a hearing on Monday to decide ...": in the past, of what may be to come. */
static bool calls_occasion(const struct draft *d, const struct phrase *f)
{
    uint32_t end = f->from - (f->from > d->first && is_word(d, f->from - 1, STR("on")));
    if (end == d->first || !has(d, end - 1, WORDS_OCCASION))
        return false;
    for (uint32_t k = end - 1; k-- > d->first && k + OBJECT_LONGEST >= end;)
        if (verbs_forms(word_at(d, k)) & VERB_PAST)
            return has(d, k, WORDS_SAYING) || has(d, k, WORDS_CLAUSAL) || has(d, k, WORDS_PLANNED) || is_word(d, k, STR("called"));
    return false;
}

/* "On Wednesday, four members said ...", "In a statement on Friday, the mayor said ...": it says when what the main verb tells was. */
static bool opens_past(const struct draft *d, const struct phrase *f)
{
    struct clause c;
    bool is_led = f->from > d->first && is_word(d, f->from - 1, STR("on"));
    uint32_t before = f->from - is_led;
    if (!clause_find(d->passage, d->first, d->end, &c) || c.subject < f->to || !is_past_verb(d, c.verb) || (before > d->first && has(d, before - 1, WORDS_OCCASION)))
        return false;
    for (uint32_t k = d->first; k < f->from; k++)
        if (has(d, k, WORDS_AHEAD) || has(d, k, WORDS_MODAL) || is_word(d, k, STR("before")) || is_word(d, k, STR("for")))
            return false;
    return true;
}

/* "Three years ago": not "a year ago", which may be a day, nor "one hundred years ago" and "about five", which are rounded. */
static bool is_plain_years_ago(const struct draft *d, const struct timex *t, const struct phrase *f, int32_t away)
{
    bool is_counted = f->to - f->from == 3 && is_word(d, f->to - 2, STR("years")) && !has(d, f->from, WORDS_ARTICLE) && !t->mod[0];
    return is_counted && away > -YEARS_BACK * 366 && !has(d, f->from - 1, WORDS_PREPOSITION) && !is_word(d, f->from - 1, STR("over")) &&
           !is_word(d, f->from - 1, STR("some"));
}

/* Is it plain which day or month is meant? */
static bool is_plain(const struct draft *d, const struct timex *t, const struct phrase *f, int32_t published)
{
    int32_t away = t->first_day - published;
    bool is_rule_of_period = str_eq(str_of(t->rule), STR("period"));
    if (!f->is_day && t->grain == GRAIN_WEEK) /* a month is no beginning: "since last week" */
        return is_rule_of_period && !is_word(d, f->from - 1, STR("since")) && has(d, f->to - 2, WORDS_DAYLEAD) && is_word(d, f->to - 2, STR("last"));
    if (t->grain == GRAIN_YEAR && str_eq(str_of(t->rule), STR("ago")))
        return is_plain_years_ago(d, t, f, away);
    if (!f->is_day) /* "the last day" is no date */
        return (is_rule_of_period && t->grain < GRAIN_DAY) || str_eq(str_of(t->rule), STR("dir-month")) || str_eq(str_of(t->rule), STR("on-the-day"));
    if (t->first_day != t->last_day)
        return false;
    if (str_eq(str_of(t->rule), STR("relday"))) {
        bool is_today = away == 0 && !f->part.n;
        bool is_name = d->passage->tokens[f->from].flags & TOKEN_CAPITALISED && f->from != d->first; /* the "Today" show */
        return !is_name && (!(is_today && (looks_ahead(d) || has_present(d))) || follows_past(d, f));
    }
    if (has(d, f->from, WORDS_DAYLEAD) && !has(d, f->from, WORDS_DAYEDGE))
        return away >= -NAMED_BACK && away <= NAMED_AHEAD && (away < 0) == is_word(d, f->from, STR("last"));
    bool is_near_past = away <= 0 && away >= -DAYS_BACK;
    if (is_word(d, f->to, STR("of"))) /* "on Monday of last week"; not "offered a new view on Monday of the plan" */
        return is_near_past && follows_past(d, f) && !has(d, f->to + 1, WORDS_DAYLEAD) && !is_word(d, f->to + 1, STR("that"));
    if (f->is_possessive)
        return is_near_past && !(f->from > d->first && (has(d, f->from - 1, WORDS_AHEAD) || is_word(d, f->from - 1, STR("of")) || is_word(d, f->from - 1, STR("for")) ||
                                                         is_word(d, f->from - 1, STR("before"))));
    if (!looks_ahead(d) || follows_past(d, f) || opens_past(d, f))
        return is_near_past && t->tense <= 0;
    if ((away == 0 && t->tense) || (is_near_past && precedes_past(d, f->to)))
        return true;
    bool opens_clause = f->to < d->end && (has(d, f->to, WORDS_AUXILIARY) || has(d, f->to, WORDS_MODAL)) && !is_word(d, f->to, STR("to"));
    if (t->tense < 0)
        return is_near_past && !opens_clause && !is_led_by_modal(d, f->from) && !calls_occasion(d, f); /* "said the vote on Tuesday would ..." */
    return t->tense > 0 && away > 0 && away <= DAYS_AHEAD && !opens_clause && !looked_ahead_then(d, f->from);
}

/* Behind "in 2017", "July 10" would be read as a day of that year. */
static bool follows_other_year(const struct draft *d, const struct phrase *f, int32_t year)
{
    const struct passage *p = d->passage;
    for (size_t i = 0; i < p->time_count && p->times[i].at.begin < p->tokens[f->from].begin; i++) {
        const struct timex *t = &p->times[i];
        if (t->at.begin > p->tokens[d->first].begin && t->is_explicit && t->has_interval && civil_of_day(t->first_day).year != year &&
            is_word(d, draft_token_at(p, t->at.begin) - 1, STR("in")))
            return true;
    }
    return false;
}

/* "Feb. 18", "the morning of Feb. 18", "September 2017", "2018"; empty where it has no such form. */
static struct str date_text(struct arena *a, const struct draft *d, const struct timex *t, const struct phrase *f, int32_t page_year)
{
    struct civil c = civil_of_day(t->first_day), last = civil_of_day(t->last_day);
    if (t->grain >= GRAIN_DAY) {
        struct str day = c.year == page_year && !follows_other_year(d, f, c.year) ? str_format(a, "%s %d", months[c.month - 1], c.day)
                                             : str_format(a, "%s %d, %d", months[c.month - 1], c.day, c.year);
        return f->part.n ? str_format(a, "the %.*s of %.*s", STR_ARG(f->part), STR_ARG(day)) : day;
    }
    if (t->grain == GRAIN_YEAR)
        return str_format(a, "%d", c.year);
    if ((t->grain != GRAIN_MONTH && t->grain != GRAIN_WEEK) || c.month != last.month)
        return STR("");
    return c.year == page_year ? str_of(full_months[c.month - 1]) : str_format(a, "%s %d", full_months[c.month - 1], c.year);
}

/* What stands behind goes with the clause and not with the day: "on Tuesday said", not "the Tuesday vote". */
static bool follows_well(const struct draft *d, uint32_t k)
{
    static const enum word_list lists[] = {WORDS_PREPOSITION, WORDS_AUXILIARY, WORDS_RELATIVE, WORDS_SAYING, WORDS_DETERMINER, WORDS_COORDINATOR,
                                           WORDS_SUBORDINATOR, WORDS_MODAL, WORDS_SELF, WORDS_ADVERB};
    if (k >= d->end || d->passage->tokens[k].kind == TOKEN_PUNCTUATION)
        return k >= d->end || !draft_is_mark(d->passage, k, '-');
    struct str word = word_at(d, k);
    bool is_doing = verbs_forms(word) & VERB_GERUND && !has(d, k, WORDS_OCCASION) && k > d->first + 1 && !has(d, k - 2, WORDS_PREPOSITION) &&
                    !has(d, k - 2, WORDS_DETERMINER) && !has(d, k - 2, WORDS_ARTICLE);
    bool is_free = is_doing || str_eq(word, STR("that")) || str_ends(word, STR("ly")) || str_ends(word, STR("ed")) ||
                   verbs_forms(word) & VERB_PAST;
    for (size_t i = 0; i < sizeof lists / sizeof *lists && !is_free; i++)
        is_free = has(d, k, lists[i]);
    return is_free && d->passage->tokens[k].kind == TOKEN_WORD;
}

/* "the Feb. 18 vote" for "Tuesday's vote"; another word before it would be torn from its noun. */
static bool put_possessive(struct arena *a, struct draft *d, const struct phrase *f, struct str date)
{
    bool is_first = f->from == d->first, begins = is_first || draft_is_mark(d->passage, f->from - 1, ',');
    begins |= !is_first && (has(d, f->from - 1, WORDS_PREPOSITION) || has(d, f->from - 1, WORDS_COORDINATOR) || has(d, f->from - 1, WORDS_SUBORDINATOR) ||
                            verbs_forms(word_at(d, f->from - 1)) || str_eq(word_at(d, f->from - 1), STR("that")));
    if (!begins || f->part.n || f->edge.n || f->to >= d->end)
        return false;
    struct str next = word_at(d, f->to);
    bool is_mark = str_eq(next, STR("'s")) || str_eq(next, STR("\xE2\x80\x99s"));
    draft_cut(d, f->from, f->to + is_mark);
    draft_put(d, f->from, str_format(a, "%s %.*s", is_first ? "The" : "the", STR_ARG(date)));
    return true;
}

/* "a Feb. 18 meeting" for "a Tuesday meeting". */
static bool put_attribute(struct draft *d, const struct phrase *f, struct str date)
{
    if (f->from == d->first || f->part.n || f->edge.n || f->to != f->from + 1 || !(has(d, f->from - 1, WORDS_ARTICLE) || is_word(d, f->from - 1, STR("this"))) ||
        d->passage->tokens[f->to].kind != TOKEN_WORD || d->passage->tokens[f->to].flags & TOKEN_CAPITALISED)
        return false;
    bool is_vowel = date.p[0] == 'A' || date.p[0] == 'O';
    if (is_vowel && is_word(d, f->from - 1, STR("a")))
        draft_put(d, f->from - 1, word_at(d, f->from - 1).p[0] == 'A' ? STR("An") : STR("an"));
    draft_put(d, f->from, date);
    return true;
}

/* "on Fox News Sunday": the day may belong to the name. */
static bool is_of_programme(const struct draft *d, uint32_t k)
{
    if (!(d->passage->tokens[k].flags & TOKEN_IN_NAME))
        return false;
    while (k > d->first && d->passage->tokens[k - 1].flags & TOKEN_IN_NAME)
        k--;
    return k > d->first && is_word(d, k - 1, STR("on"));
}

static bool put_adverbial(struct arena *a, struct draft *d, const struct timex *t, const struct phrase *f, struct str date)
{
    bool is_first = f->from == d->first, is_day = t->grain >= GRAIN_DAY;
    struct str lead = is_day ? STR("on ") : STR("in ");
    if (!is_first) {
        uint32_t before = f->from - 1;
        bool is_led = has(d, before, WORDS_PREPOSITION);
        if (is_word(d, before, STR("for")) && !(before > d->first && (has(d, before - 1, WORDS_PLANNED) || has(d, before - 1, WORDS_AHEAD))))
            return false; /* "all it had hoped for last year" */
        if (has(d, before, WORDS_DETERMINER) || has(d, before, WORDS_DAYQUALITY) || (has(d, before, WORDS_DAYLEAD) && !is_led) || is_of_programme(d, before) ||
            is_word(d, before, STR("than")) || is_word(d, before, STR("as")) || draft_is_mark(d->passage, before, '-'))
            return false;
        if (is_led && f->edge.n)
            return false;
        lead = is_led ? STR("") : lead;
    }
    if (is_first && !f->edge.n)
        lead = is_day ? STR("On ") : STR("In ");
    draft_cut(d, f->from, f->to);
    draft_put(d, f->from, f->edge.n ? str_format(a, "%.*s %.*s%.*s", STR_ARG(f->edge), STR_ARG(lead), STR_ARG(date))
                                    : str_format(a, "%.*s%.*s", STR_ARG(lead), STR_ARG(date)));
    return true;
}

bool dates_word(struct arena *a, struct draft *d, size_t time, int32_t published, int32_t page_year)
{
    const struct timex *t = &d->passage->times[time];
    struct phrase f;
    if (!t->has_interval || t->is_explicit || !t->rule || !take_apart(d, t, &f) || !is_plain(d, t, &f, published))
        return false;
    struct str date = date_text(a, d, t, &f, page_year);
    if (!date.n)
        return false;
    if (f.is_possessive)
        return put_possessive(a, d, &f, date);
    bool is_led_by_on = f.from > d->first && is_word(d, f.from - 1, STR("on"));
    bool is_led_by_article = f.from > d->first && has(d, f.from - 1, WORDS_ARTICLE);
    if ((!follows_well(d, f.to) || is_led_by_article) && !is_led_by_on && !(f.from == d->first && d->passage->tokens[f.to].flags & TOKEN_CAPITALISED))
        return f.is_day && put_attribute(d, &f, date);
    return put_adverbial(a, d, t, &f, date);
}
