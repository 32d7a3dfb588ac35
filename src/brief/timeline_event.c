#include "brief/timeline_event.h"

#include "brief/timeline_reader.h"
#include "brief/words.h"

enum { VERB_REACH = 4 }; /* tokens between an auxiliary and its participle */

uint64_t timeline_main_verb(const struct reader *r, size_t token)
{
    for (size_t i = token; i < r->end && i <= token + VERB_REACH; i++) {
        if (i > token && !is_participle(r, i))
            continue;
        if (!in_list(r, i, TIMELINE_AUXILIARY))
            return r->p->tokens[i].term;
    }
    return 0;
}

/* "A plan to be released on Thursday that would close the port.": each verb belongs to a clause that leans on nothing. */
static bool lacks_main_verb(const struct reader *r)
{
    size_t verbs = 0, clauses = 0;
    bool is_led = false;
    for (size_t i = r->begin; i < r->end; i++) {
        if (i > r->begin && in_list(r, i, TIMELINE_RELATIVE)) {
            clauses++;
            is_led |= verbs == 0;
        } else if (is_finite(r, i) && !(i > r->begin && str_starts(word_at(r, i - 1), STR("be")) && in_list(r, i - 1, TIMELINE_AUXILIARY))) {
            verbs++; /* not "to be released", "been released" */
        }
    }
    return is_led && verbs <= clauses;
}

/* Before `token` something is named that a pronoun could stand for; days and places cannot. */
static size_t names_before(const struct reader *r, size_t token)
{
    uint32_t from = r->p->tokens[r->begin].begin, to = r->p->tokens[token].begin;
    size_t low = 0, high = r->p->name_count, n = 0;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (r->p->names[mid].at.begin < from)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < r->p->name_count && r->p->names[low].at.begin < to; low++)
        n += r->p->names[low].kind != NAME_PLACE;
    return n;
}

static bool has_noun_before(const struct reader *r, size_t token)
{
    const uint64_t time = CLASS_BIT(MONTH) | CLASS_BIT(WEEKDAY) | CLASS_BIT(RELDAY) | CLASS_BIT(PART) | CLASS_BIT(UNIT) | CLASS_BIT(UNITS);
    for (size_t i = r->begin; i < token; i++) {
        const struct token *t = &r->p->tokens[i];
        bool is_plain = t->kind == TOKEN_WORD && !(t->flags & (TOKEN_STOP | TOKEN_IN_NAME | TOKEN_CAPITALISED));
        if (is_plain && !is_finite(r, i) && !is_participle(r, i) && !str_ends(word_at(r, i), STR("ly")) && !(classes(r, i) & time))
            return true;
    }
    return false;
}

static bool has_person_before(const struct reader *r, size_t token)
{
    for (size_t i = r->begin; i < token; i++)
        if (words_has(WORDS_PERSONAL, word_at(r, i)))
            return true;
    return names_before(r, token) > 0 && has_noun_before(r, token);
}

/* "In November, in Vienna, they agreed"; "Brandt sat down with him again". */
static bool has_dangling_pronoun(const struct reader *r)
{
    for (size_t i = r->begin; i < r->end; i++) {
        if (r->p->tokens[i].flags & TOKEN_IN_QUOTE)
            continue;
        if (in_list(r, i, TIMELINE_PERSON_SUBJECT))
            return !names_before(r, i) && !has_noun_before(r, i);
        if (in_list(r, i, TIMELINE_PERSON_OBJECT))
            return names_before(r, i) < 2 && !(str_eq_nocase(word_at(r, i), STR("him")) ? has_person_before(r, i) : has_noun_before(r, i));
    }
    return false;
}

/* "these plans", "this attempt": told before, elsewhere. */
static bool points_back(const struct reader *r)
{
    const uint64_t time = CLASS_BIT(MONTH) | CLASS_BIT(WEEKDAY) | CLASS_BIT(PART) | CLASS_BIT(UNIT) | CLASS_BIT(UNITS) | CLASS_BIT(SEASON);
    for (size_t i = r->begin; i + 1 < r->end; i++) {
        const struct token *next = &r->p->tokens[i + 1];
        if (in_list(r, i, TIMELINE_DEMONSTRATIVE) && !(r->p->tokens[i].flags & TOKEN_IN_QUOTE) && next->kind == TOKEN_WORD &&
            !(next->flags & TOKEN_STOP) && !(classes(r, i + 1) & time) && !is_finite(r, i + 1))
            return true;
    }
    return false;
}

/* "Brandt said he won clearly in 2016". */
static bool is_own_claim(const struct reader *r, const struct dating *d)
{
    if (d->grain >= GRAIN_DAY)
        return false;
    for (size_t i = r->begin; i + 1 < r->end; i++) {
        size_t next = str_eq(word_at(r, i + 1), STR("that")) && i + 2 < r->end ? i + 2 : i + 1;
        if (is_saying(r, i) && in_list(r, next, TIMELINE_PERSON_SUBJECT))
            return true;
    }
    return false;
}

/* "Brandt declined to comment on Tuesday." */
static bool is_no_comment(const struct reader *r)
{
    for (size_t i = r->begin + 1; i < r->end; i++)
        if (str_eq(word_at(r, i), STR("comment")) && (str_eq(word_at(r, i - 1), STR("to")) || str_eq(word_at(r, i - 1), STR("for"))))
            return true;
    return false;
}

bool timeline_tells_event(const struct reader *r, const struct dating *d)
{
    return !lacks_main_verb(r) && !has_dangling_pronoun(r) && !points_back(r) && !is_own_claim(r, d) && !is_no_comment(r);
}
