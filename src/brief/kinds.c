#include "brief/kinds.h"

#include "brief/draft.h"
#include "brief/verbs.h"
#include "brief/words.h"

enum { BACKGROUND_DAYS = 4, QUOTED_FEWEST = 5, PLANNED_REACH = 3, SPEAKER_REACH = 24 };

static uint32_t line_end(const struct line *line)
{
    return line->sentence->first_token + line->sentence->token_count;
}

static struct str word_at(const struct line *line, uint32_t k)
{
    return token_text(&line->analysis->body, &line->analysis->body.tokens[k]);
}

/* The first finite verb outside quotation marks; the line's end where none is known. */
static uint32_t find_verb(const struct line *line)
{
    uint32_t end = line_end(line), k = line->first_token;
    for (; k < end; k++) {
        const struct token *t = &line->analysis->body.tokens[k];
        if (t->kind != TOKEN_WORD || t->flags & (TOKEN_IN_QUOTE | TOKEN_IN_NAME))
            continue;
        if (words_has(WORDS_RELATIVE, word_at(line, k))) { /* its clause has a verb of its own */
            while (k + 1 < end && !draft_is_mark(&line->analysis->body, k + 1, ','))
                k++;
            continue;
        }
        bool after_name = k > line->first_token && line->analysis->body.tokens[k - 1].kind == TOKEN_WORD;
        if (words_has(WORDS_AUXILIARY, word_at(line, k)) || words_has(WORDS_SAYING, word_at(line, k)) ||
            (after_name && verbs_forms(word_at(line, k)) & (VERB_PAST | VERB_THIRD)))
            break;
    }
    return k;
}

static bool is_planned(const struct line *line, uint32_t verb)
{
    uint32_t end = line_end(line);
    if (verb == end)
        return false;
    struct str word = word_at(line, verb);
    if (words_has(WORDS_COMING, word))
        return true;
    for (uint32_t k = verb; words_has(WORDS_AUXILIARY, word) && k + 1 < end && k < verb + PLANNED_REACH; k++)
        if (words_has(WORDS_PLANNED, word_at(line, k)))
            return str_eq(word_at(line, k + 1), STR("to")) || str_eq(word_at(line, k + 1), STR("for")) || str_eq(word_at(line, k + 1), STR("in"));
    return words_has(WORDS_PLANNED, word) && verb + 1 < end && str_eq(word_at(line, verb + 1), STR("to"));
}

static bool is_quoting(const struct line *line)
{
    const struct passage *p = &line->analysis->body;
    uint32_t quoted = 0;
    for (uint32_t k = line->first_token; k < line_end(line); k++)
        quoted += (p->tokens[k].flags & TOKEN_IN_QUOTE) != 0;
    if (quoted < QUOTED_FEWEST)
        return false;
    for (size_t i = 0; i < p->quote_count; i++)
        if (p->quotes[i].sentence == line->index && p->quotes[i].speaker.begin != p->quotes[i].speaker.end)
            return true;
    return false;
}

static bool is_person_speaking(const struct line *line, uint32_t verb)
{
    const struct passage *p = &line->analysis->body;
    if (verb == line_end(line) || !words_has(WORDS_SAYING, word_at(line, verb)) || verb > line->first_token + SPEAKER_REACH)
        return false;
    for (size_t i = 0; i < p->name_count; i++)
        if (p->names[i].sentence == line->index && p->names[i].kind == NAME_PERSON && p->names[i].at.end <= p->tokens[verb].begin)
            return true;
    return false;
}

enum fact_kind kinds_of_fact(const struct material *m, const struct fact *f, int32_t first_day)
{
    const struct line *line = &m->lines[f->lines[0]];
    const struct when *when = &line->sentence->when;
    bool is_dated = when->time != NO_INDEX && when->grain != GRAIN_NONE;
    if (m->story->reports[line->report].is_background || (is_dated && first_day != INT32_MIN && when->last_day < first_day - BACKGROUND_DAYS))
        return FACT_BACKGROUND;
    uint32_t verb = find_verb(line);
    struct moment published = line->analysis->article->published;
    if ((is_dated && published.is_set && when->first_day > moment_day(published)) || is_planned(line, verb))
        return FACT_NEXT;
    return is_quoting(line) || is_person_speaking(line, verb) ? FACT_REACTION : FACT_HAPPENED;
}

int32_t kinds_first_day(const struct material *m)
{
    int32_t first = INT32_MIN;
    for (size_t i = 0; i < m->story->report_count; i++) {
        struct moment at = m->story->reports[i].analysis->article->published;
        if (!m->story->reports[i].is_background && at.is_set && (first == INT32_MIN || moment_day(at) < first))
            first = moment_day(at);
    }
    return first;
}

/* "had previously committed" */
static bool is_past_perfect(const struct line *line)
{
    uint32_t verb = find_verb(line), end = line_end(line), k = verb + 1;
    if (verb >= end || !str_eq(word_at(line, verb), STR("had")))
        return false;
    while (k + 1 < end && words_has(WORDS_ADVERB, word_at(line, k)))
        k++;
    return k < end && verbs_forms(word_at(line, k)) & VERB_PARTICIPLE;
}

/* "The announcement came": the noun's token, 0 where the line does not begin so. */
static uint32_t bare_subject(const struct line *line)
{
    uint32_t k = line->first_token;
    if (!str_eq(word_at(line, k), STR("The")) || k + 2 >= line_end(line))
        return 0;
    const struct token *noun = &line->analysis->body.tokens[k + 1], *next = noun + 1;
    if (noun->kind != TOKEN_WORD || noun->flags & TOKEN_CAPITALISED)
        return 0;
    struct str after = token_text(&line->analysis->body, next);
    bool is_verb = words_has(WORDS_AUXILIARY, after) || verbs_forms(after) & (VERB_PAST | VERB_THIRD) || words_has(WORDS_SAYING, after) ||
                   words_has(WORDS_ADVERB, after);
    return next->kind == TOKEN_WORD && is_verb ? k + 1 : 0;
}

bool kinds_leans_back(const struct line *line)
{
    return is_past_perfect(line) || bare_subject(line);
}

uint64_t kinds_term_needed(const struct line *line)
{
    const struct passage *p = &line->analysis->body;
    uint32_t noun = bare_subject(line);
    for (uint32_t k = 0; noun && k < line->sentence->first_token; k++)
        if (p->tokens[k].kind == TOKEN_WORD && p->tokens[k].term == p->tokens[noun].term)
            return p->tokens[noun].term;
    return 0;
}
