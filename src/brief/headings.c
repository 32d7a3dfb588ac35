/* A section's heading: the core of one of its facts, in headline style; where none is well-formed, whom it is about. */
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

/* The two names that stand most often in the section's sentences: "Norlane and Velmere". */
static struct str about_whom(struct arena *a, const struct material *m, const struct section *s)
{
    struct str names[16];
    size_t counts[16] = {0}, n = 0;
    for (size_t i = 0; i < s->sentence_count; i++) {
        const struct support *behind = &s->sentences[i].support[0];
        const struct passage *p = &m->story->reports[behind->source].analysis->body;
        for (size_t k = 0; k < p->name_count; k++) {
            const struct name *x = &p->names[k];
            struct str text = str_span(p->text, x->at);
            if (x->at.begin < behind->at.begin || x->at.end > behind->at.end || !str_has(s->sentences[i].text, text))
                continue;
            size_t at = 0;
            while (at < n && !str_eq(names[at], text))
                at++;
            if (at == n && n < 16)
                names[n++] = text;
            if (at < 16)
                counts[at]++;
        }
    }
    size_t first = n, second = n;
    for (size_t i = 0; i < n; i++)
        first = first == n || counts[i] > counts[first] ? i : first;
    for (size_t i = 0; i < n; i++)
        if (i != first && !str_has(names[first], names[i]) && !str_has(names[i], names[first]))
            second = second == n || counts[i] > counts[second] ? i : second;
    if (first == n)
        return STR("");
    return second == n ? names[first] : str_format(a, "%.*s and %.*s", STR_ARG(names[first]), STR_ARG(names[second]));
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
        if (!text.n) {
            u->text = about_whom(a, m, &b->sections[i]);
            if (u->text.n && is_new(b, i, u->text) && unit_is_supported(a, &m->guard, u, CHECK_HEADLINE))
                text = u->text;
        }
        u->text = text;
    }
}
