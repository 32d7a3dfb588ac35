/* A source's note: the best of what it alone tells and the page has not told yet. A copy says whose report it carries. */
#include "brief/notes.h"

#include <math.h>

#include "brief/unit.h"

enum { NOTE_LONGEST = 260 };

static bool is_told(const struct brief *b, const struct line *line)
{
    for (size_t i = 0; i < b->section_count; i++)
        for (size_t k = 0; k < b->sections[i].sentence_count; k++)
            for (size_t n = 0; n < b->sections[i].sentences[k].support_count; n++) {
                const struct support *s = &b->sections[i].sentences[k].support[n];
                if (s->source == line->report && s->at.begin == line->sentence->at.begin)
                    return true;
            }
    return false;
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

void notes_write(struct arena *a, const struct material *m, struct brief *b)
{
    int32_t *best = arena_alloc(a, (b->source_count + 1) * sizeof *best);
    double *most = arena_zero(a, (b->source_count + 1) * sizeof *most);
    for (size_t i = 0; i < b->source_count; i++)
        best[i] = NO_INDEX;
    for (size_t i = 0; i < m->fact_count; i++) {
        const struct line *line = &m->lines[m->facts[i].lines[0]];
        if (m->facts[i].line_count != 1 || line->text.n > NOTE_LONGEST || m->facts[i].score <= most[line->report])
            continue;
        double worth = m->facts[i].score * (is_told(b, line) ? 0.25 : 1);
        if (worth > most[line->report]) {
            most[line->report] = worth;
            best[line->report] = (int32_t)i;
        }
    }
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
            const struct line *line = &m->lines[m->facts[best[i]].lines[0]];
            s->note.text = unit_capital(a, line->text);
            unit_cite(a, &s->note, (int32_t)i, line->sentence->at);
        }
    }
}
