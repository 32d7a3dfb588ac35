#include "text/timex_meaning.h"

/* The verb that governs a date in news is nearly always the nearest one before it, else the first one behind it: "said
 * Friday", "will meet Tuesday", "On Monday, the court ruled". How far is looked: */
enum { TENSE_BACK = 14, TENSE_AHEAD = 24, TENSE_AUXILIARY = 5, TENSE_NEAR = 6 };

/* What is a month here ("May 3") is no verb. */
static bool has(const struct timex_token *t, uint64_t classes)
{
    return (t->classes & classes) != 0 && !(t->classes & CLASS_BIT(MONTH));
}

/* Is the verb at i led by what makes it future: "will be held", "is expected to resume", "to be signed"? */
static enum timex_tense led_by(const struct timex_scanner *s, size_t i, enum timex_tense otherwise)
{
    for (size_t n = 1; n <= TENSE_AUXILIARY && n <= i; n++) {
        const struct timex_token *t = &s->tokens[i - n];
        if (s->tokens[i - n + 1].is_break || has(t, CLASS_BIT(COMMA)))
            break;
        if (has(t, CLASS_BIT(FUTURE) | CLASS_BIT(PROSPECT)))
            return TENSE_FUTURE;
        if (n <= 2 && has(t, CLASS_BIT(PRESENT)))
            return TENSE_UNKNOWN; /* "is heard" */
        if (has(t, CLASS_BIT(PAST)))
            break;
    }
    return otherwise;
}

/* The verb at i, n tokens away; a present one only speaks of the future from nearby ("meets Monday"). */
static enum timex_tense verb_at(const struct timex_scanner *s, size_t i, size_t n, bool is_before)
{
    const struct timex_token *t = &s->tokens[i];
    if (has(t, CLASS_BIT(FUTURE)) || (is_before && has(t, CLASS_BIT(PROSPECT))))
        return TENSE_FUTURE;
    if (has(t, CLASS_BIT(PAST))) {
        enum timex_tense tense = led_by(s, i, TENSE_PAST);
        return tense == TENSE_PAST && n > TENSE_NEAR ? TENSE_FAR_PAST : tense;
    }
    if (is_before && n <= 2 && has(t, CLASS_BIT(PRESENT)))
        return TENSE_FUTURE;
    return TENSE_UNKNOWN;
}

enum timex_tense timex_tense_at(const struct timex_scanner *s, size_t first, size_t last, bool *is_sure)
{
    *is_sure = false;
    if (s->tokens[last - 1].is_possessive) { /* "ahead of Sunday's vote", else what is over */
        bool is_ahead = first && !s->tokens[first].is_break && has(&s->tokens[first - 1], CLASS_BIT(PROSPECT));
        return is_ahead ? TENSE_FUTURE : TENSE_UNKNOWN;
    }
    bool is_near = true; /* what looks ahead does so within its clause */
    for (size_t n = 1; n <= TENSE_BACK && n <= first; n++) {
        if (s->tokens[first - n + 1].is_break && n > 1)
            break;
        is_near = is_near && !(n > 1 && has(&s->tokens[first - n], CLASS_BIT(COMMA)));
        bool opens = n == first && has(&s->tokens[0], CLASS_BIT(PREP)) && !has(&s->tokens[0], CLASS_BIT(PAST));
        /* "Until Thursday, they had not", but not "Since Monday" */
        enum timex_tense t = opens ? TENSE_UNKNOWN : verb_at(s, first - n, n, is_near);
        bool is_outdone = t == TENSE_FUTURE && !is_near && last < s->count && verb_at(s, last, 1, false) == TENSE_PAST;
        if (t != TENSE_UNKNOWN) { /* "could alter the rule, but a court on Monday decided" */
            *is_sure = true;
            return is_outdone ? TENSE_PAST : t;
        }
    }
    bool opens = first == 0 || (first == 1 && has(&s->tokens[0], CLASS_BIT(ON)));
    for (size_t n = 0; n < TENSE_AHEAD && last + n < s->count; n++) {
        /* a date that opens the sentence is governed by its main verb, however far that is */
        size_t i = last + n;
        bool is_main = !has(&s->tokens[last - 1], CLASS_BIT(LATER)) && first < 3 &&
                       has(&s->tokens[i], CLASS_BIT(PRESENT)) && !has(&s->tokens[i - 1], CLASS_BIT(RELATIVE));
        if (is_main && i - last <= TENSE_BACK) { /* "On Monday the leaders are meeting" */
            *is_sure = opens;
            return TENSE_FUTURE;
        }
        enum timex_tense t = verb_at(s, i, first < 3 ? 1 : n + 1, false);
        if (t == TENSE_PAST && first >= 3)
            return TENSE_FAR_PAST; /* "the electors' vote on Dec. 19 has" */
        if (t != TENSE_UNKNOWN) {
            *is_sure = t == TENSE_PAST || (t == TENSE_FUTURE && opens);
            return t;
        }
    }
    return TENSE_UNKNOWN;
}
