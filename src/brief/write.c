/* A page from a story: its facts in the words of its sources. Each sentence is a source's own, without dateline and
 * leading connective; the headline is a source's title. Wordings are cuts of their support and nothing else. */
#include <stdlib.h>

#include "brief/guard.h"
#include "brief/plan.h"
#include "brief/timeline.h"

enum { HEADLINE_LONGEST = 110, CITES_MAX = 12 };

static void cite(struct arena *a, struct unit_text *u, int32_t source, struct span at)
{
    u->support = arena_grow(a, u->support, u->support_count, &(size_t){u->support_count}, sizeof *u->support);
    u->support[u->support_count++] = (struct support){.source = source, .at = at};
    size_t k = 0;
    while (k < u->cite_count && u->cites[k] < source)
        k++;
    if (k < u->cite_count && u->cites[k] == source)
        return;
    u->cites = arena_grow(a, u->cites, u->cite_count, &(size_t){u->cite_count}, sizeof *u->cites);
    memmove(u->cites + k + 1, u->cites + k, (u->cite_count - k) * sizeof *u->cites);
    u->cites[k] = source;
    u->cite_count++;
}

static struct str with_capital(struct arena *a, struct str s)
{
    if (!s.n || s.p[0] < 'a' || s.p[0] > 'z')
        return s;
    s = str_copy(a, s);
    *(char *)(uintptr_t)s.p = (char)(s.p[0] - 32);
    return s;
}

static void write_sentence(struct arena *a, const struct material *m, const struct fact *f, struct unit_text *out)
{
    *out = (struct unit_text){.text = with_capital(a, m->lines[f->lines[0]].text)};
    for (size_t i = 0; i < f->line_count && i < CITES_MAX; i++)
        cite(a, out, m->lines[f->lines[i]].report, m->lines[f->lines[i]].sentence->at);
}

static double title_likeness(const struct passage *x, const struct passage *y)
{
    size_t shared = 0;
    for (size_t i = 0; i < x->token_count; i++)
        for (size_t k = 0; k < y->token_count; k++)
            if (x->tokens[i].kind != TOKEN_PUNCTUATION && x->tokens[i].term == y->tokens[k].term) {
                shared++;
                break;
            }
    return x->token_count + y->token_count ? 2.0 * (double)shared / (double)(x->token_count + y->token_count) : 0;
}

/* The title that most of what the others and the lead say agrees with; titles that ask or address the reader lose. */
static void write_headline(struct arena *a, const struct story *story, const struct plan *plan, const struct material *m,
                           struct brief *out)
{
    double most = -1;
    size_t sample = story->report_count < 60 ? story->report_count : 60;
    for (size_t i = 0; i < story->report_count; i++) {
        const struct passage *title = &story->reports[i].analysis->title;
        struct str text = str_trim(title->text);
        if (!text.n || text.n > HEADLINE_LONGEST || story->reports[i].is_background)
            continue;
        double agreement = 0.01;
        for (size_t k = 0; k < sample; k++)
            agreement += k == i ? 0 : title_likeness(title, &story->reports[k].analysis->title);
        if (plan->section_count) {
            const struct line *lead = &m->lines[m->facts[plan->facts[0][0]].lines[0]];
            for (size_t k = 0; k < title->token_count; k++)
                agreement += bsearch(&title->tokens[k].term, lead->terms, lead->term_count, sizeof(uint64_t), facts_compare_terms)
                                 ? 1.0 / (double)(title->token_count + 8) : 0;
        }
        if (text.p[text.n - 1] == '?')
            agreement *= 0.5;
        if (agreement > most) {
            most = agreement;
            out->headline.text = text;
        }
    }
    if (most < 0 && plan->section_count)
        out->headline.text = m->lines[m->facts[plan->facts[0][0]].lines[0]].text;
    for (size_t i = 0; i < out->section_count; i++)
        for (size_t k = 0; k < out->sections[i].sentence_count; k++)
            for (size_t n = 0; n < out->sections[i].sentences[k].support_count; n++)
                cite(a, &out->headline, out->sections[i].sentences[k].support[n].source, out->sections[i].sentences[k].support[n].at);
}

static void write_sections(struct arena *a, const struct material *m, const struct plan *plan, struct brief *out)
{
    out->sections = arena_zero(a, (plan->section_count + 1) * sizeof *out->sections);
    out->section_count = plan->section_count;
    for (size_t i = 0; i < plan->section_count; i++) {
        struct section *s = &out->sections[i];
        s->sentences = arena_zero(a, plan->sizes[i] * sizeof *s->sentences);
        s->sentence_count = plan->sizes[i];
        for (size_t k = 0; k < plan->sizes[i]; k++)
            write_sentence(a, m, &m->facts[plan->facts[i][k]], &s->sentences[k]);
    }
}

/* Each source's best sentence that nobody else has; copies say whose they are. */
static void write_notes(struct arena *a, const struct material *m, struct brief *out)
{
    int32_t *best = arena_alloc(a, (out->source_count + 1) * sizeof *best);
    for (size_t i = 0; i < out->source_count; i++)
        best[i] = NO_INDEX;
    for (size_t i = 0; i < m->fact_count; i++) {
        int32_t r = m->lines[m->facts[i].lines[0]].report;
        if (m->facts[i].voices == 1 && (best[r] == NO_INDEX || m->facts[i].score > m->facts[best[r]].score))
            best[r] = (int32_t)i;
    }
    for (size_t i = 0; i < out->source_count; i++) {
        struct source *s = &out->sources[i];
        if (s->copy_of != NO_INDEX) {
            s->note.text = STR("Carries the same report as another source.");
            cite(a, &s->note, (int32_t)i, (struct span){0, (uint32_t)s->article->text.n});
        } else if (best[i] != NO_INDEX) {
            const struct line *line = &m->lines[m->facts[best[i]].lines[0]];
            s->note.text = with_capital(a, line->text);
            cite(a, &s->note, (int32_t)i, line->sentence->at);
        }
    }
}

static void describe(struct arena *a, const struct story *story, struct brief *out)
{
    out->id = story->id;
    out->version = story->version;
    out->source_count = out->related_count = story->report_count;
    out->sources = arena_zero(a, story->report_count * sizeof *out->sources);
    out->related = arena_zero(a, story->report_count * sizeof *out->related);
    out->independent_count = facts_voice_count(story);
    for (size_t i = 0; i < story->report_count; i++) {
        const struct report *r = &story->reports[i];
        const struct article *x = r->analysis->article;
        bool is_new = true;
        for (size_t k = 0; k < i && is_new; k++)
            is_new = !str_eq(x->outlet, story->reports[k].analysis->article->outlet);
        out->outlet_count += is_new;
        out->article_count += !r->is_background;
        out->sources[i] = (struct source){.article = x, .copy_of = r->copy_of, .is_background = r->is_background};
        out->related[story->report_count - 1 - i] = x;
        struct moment at = x->modified.is_set ? x->modified : x->published;
        if (!r->is_background && at.is_set && (!out->updated.is_set || at.seconds > out->updated.seconds))
            out->updated = at;
    }
    out->language = str_of(story->reports[0].analysis->language);
}

struct status brief_write(struct arena *a, const struct story *story, const struct brief_options *options,
                          struct brief *out)
{
    *out = (struct brief){0};
    if (!story->report_count)
        return status_error(STATUS_MISUSE, "a story without reports; give at least one article");
    struct material m;
    struct plan plan;
    describe(a, story, out);
    facts_gather(a, story, &m);
    plan_make(a, &m, options ? options->max_sections : 0, &plan);
    write_sections(a, &m, &plan, out);
    write_headline(a, story, &plan, &m, out);
    write_notes(a, &m, out);
    timeline_write(a, story, options ? options->max_timeline : 0, out);
    guard_brief(a, story, out);
    return status_ok();
}
