/* The headline: of the sources' titles and the cores of their first sentences, the one that covers most of the story in
 * the fewest words. A term counts by how many voices use it, so no single outlet's angle wins. */
#include "brief/headline.h"

#include <math.h>
#include <stdlib.h>

#include "brief/shorten.h"
#include "brief/unit.h"
#include "brief/voice.h"
#include "brief/words.h"
#include "text/idf.h"
#include "text/marker.h"
#include "text/word.h"

enum { REPORTS_MAX = 60, LEADS_MAX = 3, CANDIDATES_MAX = REPORTS_MAX * (LEADS_MAX + 1), TERMS_MAX = 48, LEAD_FACTS = 4 };
#define COVERED_WORTH 0.02
#define DAY_SECONDS 86400.0
#define MOVED_DAYS 2.0   /* between the first report and the newest, for the story to have moved on */
#define LATER_FACT 0.25  /* of each lead fact behind the first, in such a story */
#define OVER_WORTH 0.01  /* of "on Thursday" on Friday: rather any other */
#define FORECAST_WORTH 0.4 /* of what an older report says is to come */
#define LEAD_WORTH 0.6 /* of a cut sentence next to a title: editors wrote the titles */

struct candidate {
    struct str text;
    double score;
};

/* The terms of a wording that tell something, sorted, each once. */
struct terms {
    uint64_t items[TERMS_MAX];
    size_t count, words;
    double mass;
};

struct contest {
    const struct lexicon *lexicon;
    struct candidate all[CANDIDATES_MAX];
    size_t count;
    struct terms titles[REPORTS_MAX];
    int32_t title_reports[REPORTS_MAX];
    const struct line *leads[LEAD_FACTS];
    size_t title_count, lead_count;
    struct moment oldest, newest; /* reports of the story */
    double voices[REPORTS_MAX];   /* of each report, where the story has moved on: opinion is no development */
    bool has_moved;               /* on, over days: the newest development is the story, what was said before it is over */
};

/* How much a report's words weigh in a story that has moved on: half after a day. Else all weigh the same. */
static double freshness(const struct contest *c, const struct material *m, int32_t report)
{
    struct moment at = m->story->reports[report].analysis->article->published;
    if (!c->has_moved || !at.is_set || report >= REPORTS_MAX)
        return 1;
    return c->voices[report] / (1 + (double)(c->newest.seconds - at.seconds) / DAY_SECONDS);
}

static bool is_letter_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0xC3;
}

static void enter(struct contest *c, struct candidate x)
{
    if (x.text.n && c->count < CANDIDATES_MAX)
        c->all[c->count++] = x;
}

/* Names of one word, or of several that hyphens tie: surnames that titles use without the first name. */
static void find_surnames(const struct story *story, struct map *out)
{
    for (size_t r = 0; r < story->report_count && r < REPORTS_MAX; r++) {
        const struct passage *title = &story->reports[r].analysis->title;
        for (size_t i = 0; i < title->name_count; i++) {
            struct str name = str_span(title->text, title->names[i].at);
            uint32_t first = draft_token_at(title, title->names[i].at.begin);
            if (first < title->token_count && !str_has(name, STR(" ")))
                ++*map_put(out, title->tokens[first].term);
        }
    }
}

static void terms_add(struct terms *t, uint64_t term)
{
    if (t->count < TERMS_MAX && !bsearch(&term, t->items, t->count, sizeof term, facts_compare_terms)) {
        size_t k = t->count++;
        for (; k && t->items[k - 1] > term; k--)
            t->items[k] = t->items[k - 1];
        t->items[k] = term;
        t->mass += idf_background(term);
    }
}

static void terms_of_text(const struct lexicon *l, struct str text, struct terms *out)
{
    *out = (struct terms){0};
    while (text.n) {
        struct str word = str_cut(&text, ' ');
        struct word w;
        while (word.n && !is_letter_byte(word.p[0]))
            word.p++, word.n--;
        while (word.n && !is_letter_byte(word.p[word.n - 1]))
            word.n--;
        if (str_ends(word, STR("'s")))
            word.n -= 2;
        else if (str_ends(word, STR("\xE2\x80\x99s")))
            word.n -= 4;
        if (!word.n)
            continue;
        out->words++;
        word_read(l, word, &w);
        if (!(w.lex & LEX_BIT(LEX_STOP)))
            terms_add(out, w.term);
    }
}

static void terms_of_tokens(const struct passage *p, struct terms *out)
{
    *out = (struct terms){0};
    for (size_t i = 0; i < p->token_count; i++)
        if (p->tokens[i].kind != TOKEN_PUNCTUATION && !(p->tokens[i].flags & TOKEN_STOP))
            terms_add(out, p->tokens[i].term);
}

/* Dice's coefficient, each term weighed by how much it tells. */
static double likeness(const struct terms *x, const uint64_t *y, size_t count, double mass)
{
    double shared = 0;
    for (size_t i = 0; i < count; i++)
        if (bsearch(&y[i], x->items, x->count, sizeof y[i], facts_compare_terms))
            shared += idf_background(y[i]);
    return x->mass + mass > 0 ? 2 * shared / (x->mass + mass) : 0;
}

/* What others' titles and the page's first facts agree with, and how much of the story's terms stands in few words. */
static double worth_of(const struct contest *c, const struct material *m, const struct terms *t, int32_t report)
{
    double titles = 0, facts = 0, covered = 0, others = 0, weights = 0;
    for (size_t i = 0; i < c->title_count; i++) {
        if (c->title_reports[i] == report)
            continue;
        double weight = freshness(c, m, c->title_reports[i]);
        titles += weight * likeness(t, c->titles[i].items, c->titles[i].count, c->titles[i].mass);
        others += weight;
    }
    for (size_t i = 0; i < c->lead_count; i++) {
        double weight = c->has_moved && i ? LATER_FACT : 1;
        facts += weight * likeness(t, c->leads[i]->terms, c->leads[i]->term_count, c->leads[i]->mass);
        weights += weight;
    }
    for (size_t i = 0; i < t->count; i++)
        covered += facts_weight(m, t->items[i]);
    return freshness(c, m, report) * ((others > 0 ? titles / others : 0) + (weights > 0 ? facts / weights : 0) +
                                      COVERED_WORTH * covered / pow((double)t->words + 4, 0.7));
}

/* "to run again", "will leave": in a report before the newest, what was to come has come, or has not. */
static double foresight(const struct contest *c, const struct material *m, struct str text, int32_t report)
{
    bool is_ahead = false;
    if (freshness(c, m, report) > 0.5)
        return 1;
    while (text.n) {
        struct str word = str_cut(&text, ' ');
        is_ahead |= words_has(WORDS_MODAL, word) || words_has(WORDS_AHEAD, word);
    }
    return is_ahead ? FORECAST_WORTH : 1;
}

/* Questions, addresses to the reader and quotations without speaker are one desk's way to sell a story. */
static double neutrality(struct str text)
{
    double worth = 1;
    struct str rest = text;
    while (rest.n) {
        struct str word = str_cut(&rest, ' ');
        if (words_has(WORDS_TEASER, word))
            worth *= 0.8;
    }
    if (text.n && text.p[text.n - 1] == '?')
        worth *= 0.6;
    if (text.n && text.p[text.n - 1] == '!')
        worth *= 0.8;
    return worth;
}

static void enter_titles(struct arena *a, const struct material *m, struct contest *c)
{
    for (size_t r = 0; r < m->story->report_count && r < REPORTS_MAX; r++) {
        const struct report *report = &m->story->reports[r];
        const struct passage *title = &report->analysis->title;
        if (report->is_background || m->story->reports[r].copy_of != NO_INDEX)
            continue;
        int32_t until = INT32_MAX;
        struct str text = shorten_title(a, title, report->analysis->article->outlet, &until);
        if (!text.n || text.n > HEADLINE_LONGEST)
            continue;
        struct terms t;
        terms_of_text(c->lexicon, text, &t);
        double worth = worth_of(c, m, &t, (int32_t)r) * neutrality(text) * foresight(c, m, text, (int32_t)r);
        enter(c, (struct candidate){text, until < moment_day(c->newest) ? worth * OVER_WORTH : worth});
    }
}

static void enter_leads(struct arena *a, const struct material *m, const struct shortening *how, struct contest *c)
{
    int32_t report = NO_INDEX;
    size_t taken = 0;
    for (size_t i = 0; i < m->line_count; i++) {
        const struct line *line = &m->lines[i];
        taken = line->report == report ? taken + 1 : 0;
        report = line->report;
        if (taken >= LEADS_MAX || line->report >= REPORTS_MAX || m->story->reports[line->report].is_background)
            continue;
        const struct passage *p = &line->analysis->body;
        struct str text = shorten_sentence(a, p, line->sentence, line->first_token, how);
        if (!text.n)
            continue;
        struct terms t;
        terms_of_text(c->lexicon, text, &t);
        enter(c, (struct candidate){text, worth_of(c, m, &t, line->report) * neutrality(text) * foresight(c, m, text, line->report) * LEAD_WORTH * (taken ? 0.85 : 1)});
    }
}

/* What candidates are held against. */
static void set_references(const struct material *m, const struct plan *plan, struct contest *c)
{
    for (size_t r = 0; r < m->story->report_count; r++) {
        struct moment at = m->story->reports[r].analysis->article->published;
        if (m->story->reports[r].is_background || !at.is_set)
            continue;
        c->oldest = !c->oldest.is_set || at.seconds < c->oldest.seconds ? at : c->oldest;
        c->newest = !c->newest.is_set || at.seconds > c->newest.seconds ? at : c->newest;
    }
    c->has_moved = c->newest.is_set && (double)(c->newest.seconds - c->oldest.seconds) >= MOVED_DAYS * DAY_SECONDS;
    for (size_t r = 0; c->has_moved && r < m->story->report_count && r < REPORTS_MAX; r++)
        c->voices[r] = voice_weight(m->story->reports[r].analysis);
    for (size_t r = 0; r < m->story->report_count && c->title_count < REPORTS_MAX; r++)
        if (!m->story->reports[r].is_background && m->story->reports[r].copy_of == NO_INDEX) {
            c->title_reports[c->title_count] = (int32_t)r;
            terms_of_tokens(&m->story->reports[r].analysis->title, &c->titles[c->title_count++]);
        }
    for (size_t k = 0; plan->section_count && k < plan->sizes[0] && c->lead_count < LEAD_FACTS; k++)
        c->leads[c->lead_count++] = &m->lines[m->facts[plan->facts[0][k]].lines[0]];
}

static struct str best_supported(struct arena *a, const struct material *m, struct contest *c, struct brief *b)
{
    for (size_t tries = 0; tries < c->count; tries++) {
        size_t best = c->count;
        for (size_t i = 0; i < c->count; i++)
            if (c->all[i].score > 0 && (best == c->count || c->all[i].score > c->all[best].score))
                best = i;
        if (best == c->count)
            break;
        b->headline.text = c->all[best].text;
        if (guard_headline(a, &m->guard, b).reason == CHECK_SUPPORTED)
            return b->headline.text;
        c->all[best].score = 0;
    }
    return STR("");
}

void headline_write(struct arena *a, const struct material *m, const struct plan *plan, struct brief *b)
{
    struct contest *c = arena_alloc(a, sizeof *c); /* large; its lists are filled before they are read */
    c->count = c->title_count = c->lead_count = 0;
    c->oldest = c->newest = (struct moment){0};
    c->has_moved = false;
    c->lexicon = lexicon_for(b->language);
    struct map surnames = {0};
    struct unit_text *u = &b->headline;
    for (size_t i = 0; i < b->section_count; i++)
        for (size_t k = 0; k < b->sections[i].sentence_count; k++)
            unit_cite_all(a, u, &b->sections[i].sentences[k]);
    set_references(m, plan, c);
    find_surnames(m->story, &surnames);
    enter_titles(a, m, c);
    enter_leads(a, m, &(struct shortening){.longest = HEADLINE_LONGEST, .fewest_words = 4, .surnames = &surnames}, c);
    map_free(&surnames);
    struct str text = best_supported(a, m, c, b);
    for (size_t i = 0; !text.n && i < m->story->report_count; i++)
        text = utf8_cut(marker_strip(m->story->reports[i].analysis->title.text, NULL), HEADLINE_LONGEST);
    if (!text.n && b->section_count)
        text = utf8_cut(b->sections[0].sentences[0].text, HEADLINE_LONGEST);
    u->text = text;
}
