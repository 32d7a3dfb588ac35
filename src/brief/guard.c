#include "brief/guard.h"

#include "base/map.h"
#include "brief/check_words.h"
#include "brief/guard_memory.h"
#include "text/marker.h"

enum { GUARD_SUPPORT_MAX = 256, SHINGLE = 4 };

struct guard guard_of_story(struct arena *a, const struct story *story)
{
    const struct analysis **sources = arena_alloc(a, (story->report_count + 1) * sizeof(const struct analysis *));
    for (size_t i = 0; i < story->report_count; i++)
        sources[i] = story->reports[i].analysis;
    return (struct guard){sources, story->report_count, guard_memory_create(a)};
}

static bool is_cited(const struct unit_text *u, int32_t source)
{
    for (size_t i = 0; i < u->cite_count; i++)
        if (u->cites[i] == source)
            return true;
    return false;
}

/* The unit's support as spans of analyses; a fault where it points outside. */
static struct verdict resolve(struct arena *a, const struct guard *g, const struct unit_text *u, struct check_span *out, size_t *count)
{
    *count = 0;
    if (!u->cite_count)
        return (struct verdict){CHECK_CITES, STR("no source is cited")};
    for (size_t i = 0; i < u->cite_count; i++)
        if (u->cites[i] < 0 || (size_t)u->cites[i] >= g->source_count)
            return (struct verdict){CHECK_CITES, str_format(a, "[%ld] is no source of the page", (long)u->cites[i] + 1)};
    for (size_t i = 0; i < u->support_count && *count < GUARD_SUPPORT_MAX; i++) {
        const struct support *s = &u->support[i];
        bool exists = s->source >= 0 && (size_t)s->source < g->source_count && g->sources[s->source];
        if (!exists || !is_cited(u, s->source))
            return (struct verdict){CHECK_CITES, STR("its support lies in an article that it does not cite")};
        if (s->at.begin >= s->at.end || s->at.end > g->sources[s->source]->body.text.n)
            return (struct verdict){CHECK_CITES, STR("its support lies outside its article")};
        out[(*count)++] = (struct check_span){g->sources[s->source], s->at};
    }
    return (struct verdict){0};
}

static struct verdict ask(struct arena *a, const struct guard *g, const struct guard_question *q)
{
    const struct verdict *known = guard_memory_find(g->memory, q);
    if (known)
        return *known;
    struct verdict v = q->date.n ? check_entry(a, q->text, q->date, q->support, q->support_count)
                                 : check_wording(a, q->text, q->form, q->support, q->support_count);
    guard_memory_keep(g->memory, q, v);
    return v;
}

struct verdict guard_unit(struct arena *a, const struct guard *g, const struct unit_text *u, enum check_form form)
{
    struct check_span support[GUARD_SUPPORT_MAX];
    size_t count;
    struct verdict v = resolve(a, g, u, support, &count);
    for (size_t i = 0; form == CHECK_HEADLINE && i < u->cite_count && count < GUARD_SUPPORT_MAX; i++)
        if (g->sources[u->cites[i]])
            support[count++] = (struct check_span){.analysis = g->sources[u->cites[i]]}; /* for its title */
    return v.reason == CHECK_SUPPORTED ? ask(a, g, &(struct guard_question){u->text, STR(""), form, support, count}) : v;
}

struct verdict guard_entry(struct arena *a, const struct guard *g, const struct timeline_entry *e)
{
    struct check_span support[GUARD_SUPPORT_MAX];
    size_t count;
    struct verdict v = resolve(a, g, &e->what, support, &count);
    return v.reason == CHECK_SUPPORTED ? ask(a, g, &(struct guard_question){e->what.text, str_of(e->date), CHECK_SENTENCE, support, count}) : v;
}

static void shingles(const struct passage *p, struct map *out)
{
    for (size_t i = 0; i + SHINGLE <= p->token_count; i++) {
        uint64_t key = 0;
        for (size_t k = i; k < i + SHINGLE; k++)
            key = (key ^ p->tokens[k].term) * 0x9E3779B97F4A7C15U;
        *map_put(out, key) = 1;
    }
}

/* Half of the shorter one's runs of four words stand in the other too. */
static bool same_report(const struct analysis *x, const struct analysis *y)
{
    struct map one = {0}, two = {0};
    shingles(&x->body, &one);
    shingles(&y->body, &two);
    const struct map *small = one.count < two.count ? &one : &two, *large = small == &one ? &two : &one;
    size_t common = 0, all = small->count;
    for (size_t i = 0; i < small->capacity; i++)
        common += small->slots[i].key && map_get(large, small->slots[i].key);
    map_free(&one);
    map_free(&two);
    return all && common * 2 >= all;
}

struct verdict guard_note(struct arena *a, const struct guard *g, const struct brief *b, size_t source)
{
    const struct unit_text *note = &b->sources[source].note;
    long number;
    if (!check_is_template(note->text, &number))
        return guard_unit(a, g, note, CHECK_SENTENCE);
    for (size_t i = 0; i < g->source_count; i++) {
        bool meant = number ? (size_t)number == i + 1 : i != source;
        if (meant && i != source && g->sources[i] && g->sources[source] && same_report(g->sources[source], g->sources[i]))
            return (struct verdict){0};
    }
    return (struct verdict){CHECK_WORDS, STR("it is not the same report")};
}

static void add_behind(struct arena *a, struct unit_text *all, const struct unit_text *u, size_t *cites, size_t *supports)
{
    for (size_t i = 0; i < u->cite_count; i++) {
        bool known = false;
        for (size_t k = 0; k < all->cite_count && !known; k++)
            known = all->cites[k] == u->cites[i];
        if (known)
            continue;
        all->cites = arena_grow(a, all->cites, all->cite_count, cites, sizeof *all->cites);
        all->cites[all->cite_count++] = u->cites[i];
    }
    for (size_t i = 0; i < u->support_count && all->support_count < GUARD_SUPPORT_MAX / 2; i++) {
        all->support = arena_grow(a, all->support, all->support_count, supports, sizeof *all->support);
        all->support[all->support_count++] = u->support[i];
    }
}

/* What stands behind a heading (one section) or the headline (all of them). */
static struct unit_text gathered(struct arena *a, const struct brief *b, struct str text, size_t first, size_t end)
{
    struct unit_text all = {.text = text};
    size_t cites = 0, supports = 0;
    for (size_t i = first; i < end; i++)
        for (size_t k = 0; k < b->sections[i].sentence_count; k++)
            add_behind(a, &all, &b->sections[i].sentences[k], &cites, &supports);
    return all;
}

struct verdict guard_heading(struct arena *a, const struct guard *g, const struct brief *b, size_t section)
{
    const struct unit_text *own = &b->sections[section].heading;
    struct unit_text u = own->support_count ? *own : gathered(a, b, own->text, section, section + 1);
    return guard_unit(a, g, &u, CHECK_HEADLINE);
}

struct verdict guard_headline(struct arena *a, const struct guard *g, const struct brief *b)
{
    struct unit_text u = gathered(a, b, b->headline.text, 0, b->section_count);
    size_t cites = u.cite_count;
    for (size_t i = 0; i < b->source_count; i++) { /* any source's title may have worded it */
        int32_t source = (int32_t)i;
        add_behind(a, &u, &(struct unit_text){.cites = &source, .cite_count = 1}, &cites, &(size_t){0});
    }
    return guard_unit(a, g, &u, CHECK_HEADLINE);
}

static bool stands(struct verdict v)
{
    return v.reason == CHECK_SUPPORTED;
}

/* A heading says what its own fact says, and the page's reader finds that fact in the section. */
static bool heading_stands(struct arena *a, const struct guard *g, struct brief *b, size_t section)
{
    struct unit_text *heading = &b->sections[section].heading, own = *heading;
    bool is_true = stands(guard_heading(a, g, b, section));
    heading->support_count = 0; /* then the section's sentences stand behind it, as on the page */
    is_true = is_true && stands(guard_heading(a, g, b, section));
    *heading = own;
    return is_true;
}

static size_t keep_sections(struct arena *a, const struct guard *g, struct brief *b)
{
    size_t dropped = 0, sections = 0;
    for (size_t i = 0; i < b->section_count; i++) {
        struct section *s = &b->sections[i];
        size_t kept = 0;
        for (size_t k = 0; k < s->sentence_count; k++)
            if (stands(guard_unit(a, g, &s->sentences[k], CHECK_SENTENCE)))
                s->sentences[kept++] = s->sentences[k];
        dropped += s->sentence_count - kept;
        s->sentence_count = kept;
        if (s->heading.text.n && kept && !heading_stands(a, g, b, i)) {
            s->heading = (struct unit_text){.text = STR("")};
            dropped++;
        }
        if (kept)
            b->sections[sections++] = *s;
    }
    b->section_count = sections;
    return dropped;
}

static size_t keep_timeline(struct arena *a, const struct guard *g, struct brief *b)
{
    size_t kept = 0, dropped = 0, disagreements = 0;
    for (size_t i = 0; i < b->timeline_count; i++)
        if (stands(guard_entry(a, g, &b->timeline[i])))
            b->timeline[kept++] = b->timeline[i];
    dropped += b->timeline_count - kept;
    b->timeline_count = kept;
    for (size_t i = 0; i < b->disagreement_count; i++) {
        struct disagreement d = b->disagreements[i];
        size_t claims = 0;
        for (size_t k = 0; k < d.claim_count; k++) {
            struct unit_text u = d.claims[k].behind;
            u.text = d.claims[k].value;
            if (stands(guard_unit(a, g, &u, CHECK_VALUE)))
                d.claims[claims++] = d.claims[k];
        }
        dropped += d.claim_count - claims;
        d.claim_count = claims;
        if (claims > 1)
            b->disagreements[disagreements++] = d;
    }
    b->disagreement_count = disagreements;
    return dropped;
}

size_t guard_brief(struct arena *a, const struct guard *g, struct brief *b)
{
    size_t dropped = keep_sections(a, g, b) + keep_timeline(a, g, b);
    for (size_t i = 0; i < b->source_count; i++)
        if (b->sources[i].note.text.n && !stands(guard_note(a, g, b, i))) {
            b->sources[i].note = (struct unit_text){.text = STR("")};
            dropped++;
        }
    bool replaced = false;
    for (size_t i = 0; !stands(guard_headline(a, g, b)) && i < b->source_count; i++) {
        b->headline.text = marker_strip(b->sources[i].article->title, NULL);
        replaced = true;
    }
    return dropped + replaced;
}
