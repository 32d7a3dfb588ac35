#include "brief/unit.h"

void unit_cite(struct arena *a, struct unit_text *u, int32_t source, struct span at)
{
    if (u->support_count >= UNIT_SUPPORT_MAX)
        return;
    for (size_t i = 0; i < u->support_count; i++)
        if (u->support[i].source == source && u->support[i].at.begin == at.begin)
            return;
    if (!u->support) {
        u->support = arena_alloc(a, UNIT_SUPPORT_MAX * sizeof *u->support);
        u->cites = arena_alloc(a, UNIT_SUPPORT_MAX * sizeof *u->cites);
    }
    u->support[u->support_count++] = (struct support){.source = source, .at = at};
    size_t k = 0;
    while (k < u->cite_count && u->cites[k] < source)
        k++;
    if (k < u->cite_count && u->cites[k] == source)
        return;
    memmove(u->cites + k + 1, u->cites + k, (u->cite_count - k) * sizeof *u->cites);
    u->cites[k] = source;
    u->cite_count++;
}

void unit_cite_all(struct arena *a, struct unit_text *u, const struct unit_text *from)
{
    for (size_t i = 0; i < from->support_count; i++)
        unit_cite(a, u, from->support[i].source, from->support[i].at);
}

void unit_cite_fact(struct arena *a, const struct material *m, struct unit_text *u, const struct fact *f)
{
    int32_t last = NO_INDEX;
    for (size_t i = 0; i < f->line_count && u->cite_count < UNIT_CITES_MAX; i++) {
        const struct line *line = &m->lines[f->lines[i]];
        if (line->report != last) /* what a report says twice counts once */
            unit_cite(a, u, line->report, line->sentence->at);
        last = line->report;
    }
}

struct str unit_capital(struct arena *a, struct str s)
{
    if (!s.n || s.p[0] < 'a' || s.p[0] > 'z')
        return s;
    s = str_copy(a, s);
    *(char *)(uintptr_t)s.p = (char)(s.p[0] - 32);
    return s;
}

bool unit_is_supported(struct arena *a, const struct guard *g, const struct unit_text *u, enum check_form form)
{
    return guard_unit(a, g, u, form).reason == CHECK_SUPPORTED;
}
