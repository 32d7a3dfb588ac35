/* A source's note: the best of what it alone tells and the page has not told yet. A copy says whose report it carries. */
#include "brief/notes.h"

#include <math.h>

#include "brief/kinds.h"
#include "brief/wording.h"

enum { NOTE_LONGEST = 260 };
#define REPEATED 0.6    /* of a line's mass that the page tells */
#define TOLD_WORTH 0.02 /* of what the page tells: only where a source has nothing else */

struct told {
    const bool *is_told;
    int32_t *lines;
    size_t count;
};

/* The lines that the page tells, by index. */
static bool *told_lines(struct arena *a, const struct material *m, const struct brief *b)
{
    bool *told = arena_zero(a, (m->line_count + 1) * sizeof *told);
    struct map at = {0}; /* report and byte -> line + 1 */
    for (size_t i = 0; i < m->line_count; i++)
        *map_put(&at, (uint64_t)m->lines[i].report << 32 | m->lines[i].sentence->at.begin) = i + 1;
    for (size_t i = 0; i < b->section_count; i++)
        for (size_t k = 0; k < b->sections[i].sentence_count; k++)
            for (size_t n = 0; n < b->sections[i].sentences[k].support_count; n++) {
                const struct support *s = &b->sections[i].sentences[k].support[n];
                const uint64_t *line = map_get(&at, (uint64_t)s->source << 32 | s->at.begin);
                if (line)
                    told[*line - 1] = true;
            }
    map_free(&at);
    return told;
}

/* What the page says already, in these or in other words, is no news beside it. */
static double newness(const struct material *m, const struct told *told, int32_t line)
{
    double most = told->is_told[line] ? 1 : 0;
    for (size_t i = 0; i < told->count && most < 1; i++) {
        double overlap = facts_overlap(&m->lines[line], &m->lines[told->lines[i]]);
        most = overlap > most ? overlap : most;
    }
    return most > REPEATED ? TOLD_WORTH : 1 - most;
}

/* A number in a note reads as a figure of its source: it is used where the source has that figure anyhow. */
static bool has_figure(const struct analysis *x, double value)
{
    const struct passage *texts[] = {&x->body, &x->title};
    for (size_t n = 0; n < 2; n++)
        for (size_t i = 0; i < texts[n]->number_count; i++)
            if (texts[n]->numbers[i].unit != UNIT_ORDINAL && fabs(texts[n]->numbers[i].value - value) < 1e-9)
                return true;
    return false;
}

static struct str copy_note(struct arena *a, const struct analysis *x, int32_t copy_of)
{
    return has_figure(x, copy_of + 1) ? str_format(a, "Carries the same report as [%d].", copy_of + 1)
                                      : STR("Carries the same report as another source.");
}

static struct told gather_told(struct arena *a, const struct material *m, const struct brief *b)
{
    bool *is_told = told_lines(a, m, b);
    struct told told = {is_told, arena_alloc(a, (m->line_count + 1) * sizeof *told.lines), 0};
    for (size_t i = 0; i < m->line_count; i++)
        if (is_told[i] && m->facts[m->lines[i].fact].lines[0] == (int32_t)i)
            told.lines[told.count++] = (int32_t)i;
    return told;
}

/* By source the fact that it alone tells and that says most beside the page. */
static int32_t *best_facts(struct arena *a, const struct material *m, const struct brief *b)
{
    int32_t *best = arena_alloc(a, (b->source_count + 1) * sizeof *best);
    double *most = arena_zero(a, (b->source_count + 1) * sizeof *most);
    struct told told = gather_told(a, m, b);
    for (size_t i = 0; i < b->source_count; i++)
        best[i] = NO_INDEX;
    for (size_t i = 0; i < m->fact_count; i++) {
        const struct line *line = &m->lines[m->facts[i].lines[0]];
        if (m->facts[i].line_count != 1 || line->text.n > NOTE_LONGEST || m->facts[i].score <= most[line->report])
            continue;
        double worth = m->facts[i].score * newness(m, &told, m->facts[i].lines[0]) * (kinds_leans_back(line) ? 0.5 : 1);
        if (worth > most[line->report]) {
            most[line->report] = worth;
            best[line->report] = (int32_t)i;
        }
    }
    return best;
}

void notes_write(struct arena *a, const struct material *m, struct brief *b)
{
    int32_t *best = best_facts(a, m, b), year = civil_of_day(moment_day(b->updated)).year;
    for (size_t i = 0; i < b->source_count; i++) {
        struct source *s = &b->sources[i];
        if (s->copy_of != NO_INDEX) {
            s->note.text = copy_note(a, m->story->reports[i].analysis, s->copy_of);
            unit_cite(a, &s->note, (int32_t)i, (struct span){0, (uint32_t)s->article->text.n});
            if (guard_note(a, &m->guard, b, i).reason == CHECK_SUPPORTED)
                continue;
            s->note = (struct unit_text){0};
        }
        if (best[i] != NO_INDEX) {
            struct wording_memory memory = {0}; /* a note is read by itself */
            wording_write(a, m, &m->facts[best[i]], year, &memory, &s->note);
            wording_release(&memory);
        }
    }
}
