/* A section's heading: of the cores of its facts, what is said in them and the titles of its sources, the one that tells most
 * of the section. None where none is well-formed and supported. */
#include "brief/headline.h"

#include "brief/clause.h"
#include "brief/kinds.h"
#include "brief/said.h"
#include "brief/shorten.h"
#include "brief/unit.h"
#include "brief/words.h"

enum { CANDIDATES_MAX = 64, CHECKED_MAX = 16, HEADING_SHORT = 22, HEADING_COMFORTABLE = 64 };
#define SAID_WORTH 0.8
#define TITLE_WORTH 0.8
#define LATER_WORTH 0.85 /* of each fact next to the one before it */
#define BEHIND_LEAD 0.45 /* of the page's second fact next to its first: what the first section tells is its lead */
#define DEFINITE_WORTH 0.85
#define EARLIER_TITLE 0.4

/* Without what is no letter and no digit around it. */
static struct str bare_word(struct str word)
{
    while (word.n && (word.p[0] == '"' || word.p[0] == '(' || (unsigned char)word.p[0] >= 0x80))
        word.p++, word.n--;
    while (word.n && !((word.p[word.n - 1] | 0x20) >= 'a' && (word.p[word.n - 1] | 0x20) <= 'z') && !(word.p[word.n - 1] >= '0' && word.p[word.n - 1] <= '9'))
        word.n--;
    return word;
}

static size_t common_words(struct str x, struct str y, size_t *words)
{
    size_t common = 0;
    *words = 0;
    while (x.n) {
        struct str word = bare_word(str_cut(&x, ' ')), rest = y;
        if (!word.n || words_has(WORDS_SMALL, word))
            continue;
        ++*words;
        bool is_common = false;
        while (rest.n && !is_common)
            is_common = str_eq_nocase(bare_word(str_cut(&rest, ' ')), word);
        common += is_common;
    }
    return common;
}

static bool repeats(struct str text, struct str other)
{
    size_t words, common = common_words(text, other, &words);
    return common * 10 >= words * 7;
}

static bool is_new(const struct brief *b, size_t section, struct str text)
{
    for (size_t i = 0; i < section; i++)
        if (repeats(text, b->sections[i].heading.text))
            return false;
    size_t words, common = common_words(b->headline.text, text, &words); /* a long heading may say all of the headline, and more */
    return !repeats(text, b->headline.text) && common * 10 < words * 6;
}

/* Does a word of the sentence begin so? Five letters carry over the endings ("sinks", "sinking"). */
static bool is_told_in(struct str sentence, struct str word)
{
    enum { STEM = 5 };
    word.n = word.n < STEM ? word.n : STEM;
    while (sentence.n) {
        struct str told = bare_word(str_cut(&sentence, ' '));
        if (told.n >= word.n && str_eq_nocase((struct str){told.p, word.n}, word))
            return true;
    }
    return false;
}

/* A title speaks of the whole story, and may be older than the section ("Nine Dead"): most of its words must be told there. */
static bool speaks_of(const struct section *s, struct str title)
{
    size_t words = 0, told = 0;
    while (title.n) {
        struct str word = bare_word(str_cut(&title, ' '));
        bool is_told = false;
        if (!word.n || words_has(WORDS_SMALL, word))
            continue;
        for (size_t i = 0; i < s->sentence_count && !is_told; i++)
            is_told = is_told_in(s->sentences[i].text, word);
        words++;
        told += is_told;
    }
    return told * 10 >= words * 7;
}

/* --- candidates --- */

struct contest {
    struct arena *arena;
    const struct material *m;
    const struct brief *b;
    size_t section;
    int32_t first_day; /* of the story */
    struct candidate {
        struct str text;
        double worth;
    } all[CANDIDATES_MAX];
    size_t count;
};

/* "He", "that": not "their", which the subject explains. */
static bool has_pronoun(struct str text)
{
    while (text.n) {
        struct str word = str_cut(&text, ' ');
        bool is_owner = words_has(WORDS_DETERMINER, word) && !str_starts(word, STR("Th")) && !str_starts(word, STR("th"));
        if (words_has(WORDS_OUTSIDER, word) || (words_has(WORDS_SELF, word) && !is_owner && !str_eq_nocase(word, STR("their"))))
            return true;
    }
    return false;
}

/* How well it stands for the section: its words are told in several sentences, it is neither a stub nor long, its subject says
 * something by itself. */
static double worth_of(const struct contest *c, struct str text)
{
    const struct section *s = &c->b->sections[c->section];
    size_t words = 0, told = 0;
    struct str rest = text, first = str_cut(&rest, ' ');
    double worth = words_has(WORDS_FAINT, first) && !str_starts(rest, STR("of ")) ? 0.5 : 1;
    for (rest = text; rest.n;) {
        struct str word = bare_word(str_cut(&rest, ' '));
        if (!word.n || words_has(WORDS_SMALL, word))
            continue;
        words++;
        for (size_t i = 0; i < s->sentence_count; i++)
            told += is_told_in(s->sentences[i].text, word);
    }
    if (text.n < HEADING_SHORT)
        worth *= 0.8;
    if (text.n > HEADING_COMFORTABLE)
        worth *= (double)HEADING_COMFORTABLE / (double)text.n;
    if (has_pronoun(text))
        worth *= 0.7;
    return words ? worth * (0.5 + (double)told / (double)(words * s->sentence_count)) : 0;
}

static void enter(struct contest *c, struct str text, double worth)
{
    if (!text.n || c->count == CANDIDATES_MAX || !is_new(c->b, c->section, text))
        return;
    for (size_t i = 0; i < c->count; i++)
        if (str_eq(c->all[i].text, text))
            return;
    c->all[c->count++] = (struct candidate){text, worth * worth_of(c, text)};
}

/* "The village has been empty": which one, the heading does not say. */
static bool is_bare_definite(const struct line *line)
{
    const struct passage *p = &line->analysis->body;
    struct clause c;
    return clause_find(p, line->first_token, line->sentence->first_token + line->sentence->token_count, &c) && c.subject_end == c.subject + 2 &&
           str_eq_nocase(token_text(p, &p->tokens[c.subject]), STR("the")) && !(p->tokens[c.subject + 1].flags & TOKEN_IN_NAME);
}

/* Of the usual length, or of the greatest where nothing is that short. */
static struct str core_of(struct arena *a, const struct line *line, const struct shortening *how)
{
    struct shortening longer = *how;
    longer.longest = HEADING_LONGEST;
    struct str core = shorten_sentence(a, &line->analysis->body, line->sentence, line->first_token, how);
    return core.n ? core : shorten_sentence(a, &line->analysis->body, line->sentence, line->first_token, &longer);
}

static void enter_fact(struct contest *c, const struct fact *f, double worth)
{
    bool is_history = kinds_of_fact(c->m, f, c->first_day) == FACT_BACKGROUND;
    for (size_t i = 0; i < f->line_count; i++) {
        const struct line *line = &c->m->lines[f->lines[i]];
        const struct passage *p = &line->analysis->body;
        double wholeness = 1, definite = is_bare_definite(line) ? DEFINITE_WORTH : 1;
        struct shortening how = {.longest = HEADING_USUAL, .fewest_words = 3, .calls_by_surname = true, .wholeness = &wholeness};
        for (int keeps = is_history; keeps < 2; keeps++) { /* the past, too, where the present is not the source's word */
            how.keeps_tense = keeps;
            struct str core = core_of(c->arena, line, &how);
            enter(c, core, worth * wholeness * definite * (keeps > is_history ? 0.9 : 1));
        }
        how.longest = HEADING_LONGEST;
        wholeness = 1;
        struct str said = said_heading(c->arena, p, line->sentence, line->first_token, &how);
        enter(c, said, worth * wholeness * SAID_WORTH);
        worth *= 0.95;
    }
}

static void enter_title(struct contest *c, struct str text, double worth)
{
    bool fits = text.n <= HEADING_USUAL && shorten_is_plain_title(text);
    if (fits && speaks_of(&c->b->sections[c->section], text))
        enter(c, text, TITLE_WORTH * worth);
}

/* The first section tells what is newest: a title of days before is not its heading. */
static bool is_of_days_before(const struct contest *c, const struct analysis *source)
{
    enum { TWO_DAYS = 2 * 86400 };
    return !c->section && c->b->updated.is_set && source->article->published.is_set &&
           c->b->updated.seconds - source->article->published.seconds >= TWO_DAYS;
}

static void enter_titles(struct contest *c, const struct unit_text *u)
{
    for (size_t i = 0; i < u->cite_count; i++) {
        const struct analysis *source = c->m->story->reports[u->cites[i]].analysis;
        int32_t until = INT32_MAX;
        struct str text = shorten_title(c->arena, &source->title, source->article->outlet, &until);
        if (until == INT32_MAX)
            enter_title(c, text, is_of_days_before(c, source) ? EARLIER_TITLE : 1);
    }
}

/* The best candidate that the section's support says. */
static struct str best_supported(struct contest *c, struct unit_text *u)
{
    for (size_t tries = 0; tries < CHECKED_MAX; tries++) {
        size_t best = c->count;
        for (size_t i = 0; i < c->count; i++)
            if (c->all[i].worth > 0 && (best == c->count || c->all[i].worth > c->all[best].worth))
                best = i;
        if (best == c->count)
            break;
        u->text = c->all[best].text;
        if (unit_is_supported(c->arena, &c->m->guard, u, CHECK_HEADLINE))
            return u->text;
        c->all[best].worth = 0;
    }
    return STR("");
}

void headings_write(struct arena *a, const struct material *m, const struct plan *plan, struct brief *b)
{
    struct contest *c = arena_alloc(a, sizeof *c);
    for (size_t i = 0; i < b->section_count; i++) {
        *c = (struct contest){.arena = a, .m = m, .b = b, .section = i, .first_day = kinds_first_day(m)};
        struct unit_text *u = &b->sections[i].heading;
        for (size_t k = 0; k < b->sections[i].sentence_count; k++)
            unit_cite_all(a, u, &b->sections[i].sentences[k]);
        double worth = 1;
        for (size_t k = 0; k < plan->sizes[i]; k++, worth *= i || k > 1 ? LATER_WORTH : BEHIND_LEAD)
            enter_fact(c, &m->facts[plan->facts[i][k]], worth);
        enter_titles(c, u);
        u->text = best_supported(c, u);
    }
}
