/* A source's note: the best of what it alone tells and the page has not told, be it in other words; none where it has nothing
 * else. A copy says whose report it carries. */
#include "brief/notes.h"

#include <math.h>

#include "brief/kinds.h"
#include "brief/novelty.h"
#include "brief/wording.h"

enum { NOTE_LONGEST = 260 };
#define NEW_SHARE 0.3    /* of a line's mass, that the page has not */
#define QUOTED_WORTH 0.6 /* a note says what a source tells rather than what it has somebody say */
#define LEANING_WORTH 0.5

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

/* The terms of what the page tells. */
static struct map gather_told(const struct material *m, const bool *is_told)
{
    struct map told = {0};
    for (size_t i = 0; i < m->line_count; i++)
        if (is_told[i] && m->facts[m->lines[i].fact].lines[0] == (int32_t)i)
            novelty_tell(&told, &m->lines[i]);
    return told;
}

/* By source the fact that it alone tells and that says most beside the page. */
static int32_t *best_facts(struct arena *a, const struct material *m, const struct brief *b)
{
    int32_t *best = arena_alloc(a, (b->source_count + 1) * sizeof *best);
    double *most = arena_zero(a, (b->source_count + 1) * sizeof *most);
    const bool *is_told = told_lines(a, m, b);
    struct map told = gather_told(m, is_told);
    for (size_t i = 0; i < b->source_count; i++)
        best[i] = NO_INDEX;
    for (size_t i = 0; i < m->fact_count; i++) {
        const struct line *line = &m->lines[m->facts[i].lines[0]];
        if (m->facts[i].line_count != 1 || line->text.n > NOTE_LONGEST || m->facts[i].score <= most[line->report] || is_told[m->facts[i].lines[0]])
            continue;
        double share = novelty_share(&told, line), worth = share < NEW_SHARE ? 0 : m->facts[i].score * share;
        worth *= (kinds_leans_back(line) ? LEANING_WORTH : 1) * (novelty_is_quoted(line) ? QUOTED_WORTH : 1);
        if (worth > most[line->report]) {
            most[line->report] = worth;
            best[line->report] = (int32_t)i;
        }
    }
    map_free(&told);
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
