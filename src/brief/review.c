#include "brief/review.h"

enum { FOUND_MAX = 6 };

struct review {
    struct arena *arena; /* emptied after each unit */
    const struct guard *guard;
    const struct brief *brief;
    const struct review_handler *handler;
    size_t unsupported;
};

static void emit(struct review *r, struct str where, struct str text, struct verdict v)
{
    r->unsupported += v.reason != CHECK_SUPPORTED;
    r->handler->unit(r->handler->context, where, text, &v);
    arena_reset(r->arena);
}

/* The unit with support: its own, or the nearest sentences of what it cites. */
static struct unit_text with_support(struct review *r, const struct unit_text *u)
{
    struct unit_text found = *u;
    if (u->support_count || !u->cite_count)
        return found;
    const struct analysis **cited = arena_alloc(r->arena, u->cite_count * sizeof(const struct analysis *));
    struct check_span spans[FOUND_MAX];
    size_t count = 0;
    for (size_t i = 0; i < u->cite_count; i++)
        if (u->cites[i] >= 0 && (size_t)u->cites[i] < r->guard->source_count && r->guard->sources[u->cites[i]])
            cited[count++] = r->guard->sources[u->cites[i]];
    size_t n = check_find_support(r->arena, u->text, cited, count, spans, FOUND_MAX);
    found.support = arena_alloc(r->arena, (n + 1) * sizeof *found.support);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < r->guard->source_count; k++)
            if (r->guard->sources[k] == spans[i].analysis && found.support_count == i)
                found.support[found.support_count++] = (struct support){(int32_t)k, spans[i].at};
    return found;
}

static struct verdict judge(struct review *r, const struct unit_text *u, enum check_form form)
{
    struct unit_text full = with_support(r, u);
    return guard_unit(r->arena, r->guard, &full, form);
}

/* Headings stand on the section's sentences, with the support that these have or that is found for them. */
static struct verdict judge_heading(struct review *r, size_t i)
{
    struct section section = r->brief->sections[i], *all = arena_zero(r->arena, (i + 1) * sizeof *all);
    const struct unit_text *given = section.sentences;
    section.sentences = arena_alloc(r->arena, (section.sentence_count + 1) * sizeof *section.sentences);
    for (size_t k = 0; k < section.sentence_count; k++)
        section.sentences[k] = with_support(r, &given[k]);
    struct brief with = *r->brief;
    all[i] = section;
    with.sections = all;
    return guard_heading(r->arena, r->guard, &with, i);
}

static void review_sections(struct review *r)
{
    const struct brief *b = r->brief;
    for (size_t i = 0; i < b->section_count; i++) {
        const struct section *s = &b->sections[i];
        if (s->heading.text.n) {
            struct verdict v = judge_heading(r, i);
            emit(r, str_format(r->arena, "section %zu heading", i + 1), s->heading.text, v);
        }
        for (size_t k = 0; k < s->sentence_count; k++)
            emit(r, str_format(r->arena, "section %zu sentence %zu", i + 1, k + 1), s->sentences[k].text,
                 judge(r, &s->sentences[k], CHECK_SENTENCE));
    }
}

static void review_notes(struct review *r)
{
    const struct brief *b = r->brief;
    for (size_t i = 0; i < b->source_count; i++) {
        struct str where = str_format(r->arena, "source %zu", i + 1);
        if (i >= r->guard->source_count || !r->guard->sources[i]) {
            emit(r, where, STR(""), (struct verdict){CHECK_CITES, STR("its article is not among the articles given")});
        } else if (b->sources[i].note.text.n) {
            struct brief with = *b;
            struct source source = b->sources[i];
            source.note = with_support(r, &source.note);
            with.sources = arena_alloc(r->arena, (i + 1) * sizeof *with.sources);
            with.sources[i] = source;
            emit(r, str_format(r->arena, "source %zu note", i + 1), source.note.text, guard_note(r->arena, r->guard, &with, i));
        }
    }
}

static void review_timeline(struct review *r)
{
    const struct brief *b = r->brief;
    for (size_t i = 0; i < b->timeline_count; i++) {
        struct timeline_entry e = b->timeline[i];
        e.what = with_support(r, &e.what);
        emit(r, str_format(r->arena, "timeline %zu", i + 1), e.what.text, guard_entry(r->arena, r->guard, &e));
    }
    for (size_t i = 0; i < b->disagreement_count; i++)
        for (size_t k = 0; k < b->disagreements[i].claim_count; k++) {
            const struct claim *c = &b->disagreements[i].claims[k];
            struct unit_text u = c->behind;
            u.text = c->value;
            emit(r, str_format(r->arena, "disagreement %zu claim %zu", i + 1, k + 1), u.text, judge(r, &u, CHECK_VALUE));
        }
}

size_t review_brief(const struct guard *g, const struct brief *b, const struct review_handler *handler)
{
    struct review r = {.arena = arena_create(), .guard = g, .brief = b, .handler = handler};
    struct verdict v = guard_headline(r.arena, g, b);
    emit(&r, STR("headline"), b->headline.text, v);
    review_sections(&r);
    review_notes(&r);
    review_timeline(&r);
    arena_destroy(r.arena);
    return r.unsupported;
}
