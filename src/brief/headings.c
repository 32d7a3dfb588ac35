/* A section's heading: the core of one of its facts, in headline style; where none is well-formed, the title of
 * a source. */
#include "brief/headline.h"
#include "brief/shorten.h"
#include "brief/unit.h"
#include "brief/words.h"

static size_t common_words(struct str x, struct str y, size_t *words)
{
    size_t common = 0;
    *words = 0;
    while (x.n) {
        struct str word = str_cut(&x, ' '), rest = y;
        if (!word.n || words_has(WORDS_SMALL, word))
            continue;
        ++*words;
        bool is_common = false;
        while (rest.n && !is_common)
            is_common = str_eq_nocase(str_cut(&rest, ' '), word);
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
    return !repeats(text, b->headline.text);
}

/* Does a word begin so in the section's sentences? Five letters carry over the endings ("sinks", "sinking"). */
static bool is_told_below(const struct section *s, struct str word)
{
    enum { STEM = 5 };
    word.n = word.n < STEM ? word.n : STEM;
    for (size_t i = 0; i < s->sentence_count; i++) {
        struct str rest = s->sentences[i].text;
        while (rest.n) {
            struct str told = str_cut(&rest, ' ');
            while (told.n && (told.p[0] == '"' || told.p[0] == '(' || (unsigned char)told.p[0] >= 0x80))
                told.p++, told.n--;
            if (told.n >= word.n && str_eq_nocase((struct str){told.p, word.n}, word))
                return true;
        }
    }
    return false;
}

/* A title speaks of the whole story, and may be older than the section ("Nine Dead"): most of its words must be told there. */
static bool speaks_of(const struct section *s, struct str title)
{
    size_t words = 0, told = 0;
    while (title.n) {
        struct str word = str_cut(&title, ' ');
        while (word.n && !((word.p[word.n - 1] | 0x20) >= 'a' && (word.p[word.n - 1] | 0x20) <= 'z') && !(word.p[word.n - 1] >= '0' && word.p[word.n - 1] <= '9'))
            word.n--;
        if (!word.n || words_has(WORDS_SMALL, word))
            continue;
        words++;
        told += is_told_below(s, word);
    }
    return told * 10 >= words * 7;
}

/* The best title among the section's sources: the shortest that fits, stands for itself and is not the page's own. */
static struct str title_of(struct arena *a, const struct material *m, const struct brief *b, size_t section, struct unit_text *u)
{
    struct str best = STR("");
    for (size_t i = 0; i < u->cite_count; i++) {
        const struct analysis *source = m->story->reports[u->cites[i]].analysis;
        u->text = shorten_title(a, &source->title, source->article->outlet);
        bool fits = u->text.n && u->text.n <= HEADING_LONGEST && (!best.n || u->text.n < best.n) && shorten_is_plain_title(u->text) &&
                    speaks_of(&b->sections[section], u->text);
        if (fits && is_new(b, section, u->text) && unit_is_supported(a, &m->guard, u, CHECK_HEADLINE))
            best = u->text;
    }
    return best;
}

static struct str core_of(struct arena *a, const struct material *m, const struct brief *b, size_t section,
                          const struct fact *f, struct unit_text *u)
{
    struct shortening how = {.longest = HEADING_LONGEST, .fewest_words = 3};
    for (size_t i = 0; i < f->line_count; i++)
        for (int keeps = 0; keeps < 2; keeps++) {
            const struct line *line = &m->lines[f->lines[i]];
            how.keeps_tense = keeps;
            u->text = shorten_sentence(a, &line->analysis->body, line->sentence, line->first_token, &how);
            if (u->text.n && is_new(b, section, u->text) && unit_is_supported(a, &m->guard, u, CHECK_HEADLINE))
                return u->text;
        }
    return STR("");
}

void headings_write(struct arena *a, const struct material *m, const struct plan *plan, struct brief *b)
{
    for (size_t i = 0; i < b->section_count; i++) {
        struct unit_text *u = &b->sections[i].heading;
        for (size_t k = 0; k < b->sections[i].sentence_count; k++)
            unit_cite_all(a, u, &b->sections[i].sentences[k]);
        struct str text = STR("");
        for (size_t k = 0; k < plan->sizes[i] && !text.n; k++)
            text = core_of(a, m, b, i, &m->facts[plan->facts[i][k]], u);
        if (!text.n)
            text = title_of(a, m, b, i, u);
        u->text = text;
    }
}
