/* A page from a story: its facts in the words of its sources, then what stands around them. */
#include "brief/disagreements.h"
#include "brief/headline.h"
#include "brief/notes.h"
#include "brief/plan.h"
#include "brief/reword.h"
#include "brief/timeline.h"
#include "brief/wording.h"

static void write_sections(struct arena *a, const struct material *m, const struct plan *plan, struct brief *out)
{
    out->sections = arena_zero(a, (plan->section_count + 1) * sizeof *out->sections);
    out->section_count = plan->section_count;
    struct wording_memory memory = {0};
    int32_t year = civil_of_day(moment_day(out->updated)).year;
    for (size_t i = 0; i < plan->section_count; i++) {
        struct section *s = &out->sections[i];
        s->sentences = arena_zero(a, plan->sizes[i] * sizeof *s->sentences);
        s->sentence_count = plan->sizes[i];
        for (size_t k = 0; k < plan->sizes[i]; k++) {
            const struct fact *f = &m->facts[plan->facts[i][k]];
            wording_write(a, m, f, year, &memory, &s->sentences[k]);
        }
    }
    wording_release(&memory);
}

static void describe(struct arena *a, const struct material *m, struct brief *out)
{
    const struct story *story = m->story;
    out->id = story->id;
    out->version = story->version;
    out->source_count = out->related_count = story->report_count;
    out->sources = arena_zero(a, story->report_count * sizeof *out->sources);
    out->related = arena_zero(a, story->report_count * sizeof *out->related);
    out->independent_count = facts_voice_count(m->story);
    struct map outlets = {0};
    for (size_t i = 0; i < story->report_count; i++) {
        const struct report *r = &story->reports[i];
        const struct article *x = r->analysis->article;
        if (!r->is_background)
            *map_put(&outlets, str_hash(x->outlet)) = 1;
        out->article_count += !r->is_background && !facts_is_version(story, i);
        out->sources[i] = (struct source){.article = x, .copy_of = r->copy_of, .is_background = r->is_background};
        out->related[story->report_count - 1 - i] = x;
        struct moment at = x->modified.is_set ? x->modified : x->published;
        if (!r->is_background && at.is_set && (!out->updated.is_set || at.seconds > out->updated.seconds))
            out->updated = at;
    }
    out->outlet_count = outlets.count;
    map_free(&outlets);
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
    facts_gather(a, story, &m);
    describe(a, &m, out);
    disagreements_write(a, &m, out);
    plan_make(a, &m, options ? options->max_sections : 0, &plan);
    write_sections(a, &m, &plan, out);
    headline_write(a, &m, &plan, out);
    headings_write(a, &m, &plan, out);
    notes_write(a, &m, out);
    timeline_write(a, story, &m, options ? options->max_timeline : 0, out);
    out->refused = guard_brief(a, &m.guard, out);
    if (options && options->writer)
        reword(a, story, options->writer, out);
    facts_release(&m);
    return status_ok();
}
