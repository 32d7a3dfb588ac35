/* The writer is asked once, for all units of a page; sentences are judged first, then the headline, then the headings, none
 * of which says what stands above it. */
#include "brief/reword.h"

#include "base/arena.h"
#include "brief/headline.h"
#include "brief/proposal.h"

enum { FACTS_MOST = 8, TITLES_MOST = 4, SENTENCE_LONGEST = 420, SPARE_PERCENT = 140 };

struct place {
    enum writer_part part;
    size_t section, sentence;
};

struct rewording {
    struct arena *a;
    const struct story *story;
    const struct writer *writer;
    struct brief *brief;
    struct guard guard;
    struct writer_unit *units;
    struct place *places;
    struct proposal_terms *terms; /* of the units as they stand */
    size_t count;
    struct writer_figures figures;
};

static struct unit_text *text_at(const struct rewording *r, const struct place *p)
{
    struct brief *b = r->brief;
    return p->part == WRITER_HEADLINE  ? &b->headline
           : p->part == WRITER_HEADING ? &b->sections[p->section].heading
                                       : &b->sections[p->section].sentences[p->sentence];
}

static struct writer_unit *add_unit(struct rewording *r, struct place place, size_t longest)
{
    struct writer_unit *u = &r->units[r->count];
    r->places[r->count++] = place;
    *u = (struct writer_unit){.part = place.part, .wording = text_at(r, &place)->text, .longest = longest};
    u->facts = arena_alloc(r->a, FACTS_MOST * sizeof *u->facts);
    return u;
}

static void add_fact(struct writer_unit *u, struct writer_fact fact)
{
    for (size_t i = 0; i < u->fact_count; i++)
        if (str_eq(u->facts[i].text, fact.text))
            return;
    if (u->fact_count < FACTS_MOST && fact.text.n)
        u->facts[u->fact_count++] = fact;
}

/* The whole sentences that the support touches, as the check takes them. */
static void add_sources(const struct rewording *r, const struct unit_text *text, struct writer_unit *u)
{
    for (size_t i = 0; i < text->support_count; i++) {
        const struct support *s = &text->support[i];
        const struct analysis *source = r->story->reports[s->source].analysis;
        for (size_t k = 0; k < source->body.sentence_count; k++) {
            const struct sentence *x = &source->body.sentences[k];
            if (x->at.begin < s->at.end && x->at.end > s->at.begin)
                add_fact(u, (struct writer_fact){str_span(source->body.text, x->at), source->article->outlet, source->article->published});
        }
    }
}

static void add_sentences(const struct brief *b, size_t first, size_t end, struct writer_unit *u)
{
    for (size_t i = first; i < end; i++)
        for (size_t k = 0; k < b->sections[i].sentence_count; k++)
            add_fact(u, (struct writer_fact){.text = b->sections[i].sentences[k].text});
}

/* The check lets a headline draw on them. */
static void add_titles(const struct brief *b, struct writer_unit *u)
{
    for (size_t i = 0; i < b->source_count && u->fact_count < TITLES_MOST; i++)
        if (b->sources[i].copy_of == NO_INDEX && !b->sources[i].is_background)
            add_fact(u, (struct writer_fact){.text = b->sources[i].article->title, .outlet = b->sources[i].article->outlet});
}

static size_t longest_of(struct str wording)
{
    size_t longest = wording.n * SPARE_PERCENT / 100;
    return longest < SENTENCE_LONGEST ? longest : wording.n > SENTENCE_LONGEST ? wording.n : SENTENCE_LONGEST;
}

static void gather(struct rewording *r)
{
    const struct brief *b = r->brief;
    size_t most = 1;
    for (size_t i = 0; i < b->section_count; i++)
        most += b->sections[i].sentence_count + 1;
    r->units = arena_zero(r->a, most * sizeof *r->units);
    r->places = arena_zero(r->a, most * sizeof *r->places);
    r->terms = arena_zero(r->a, most * sizeof *r->terms);
    for (size_t i = 0; i < b->section_count; i++)
        for (size_t k = 0; k < b->sections[i].sentence_count; k++) {
            const struct unit_text *text = &b->sections[i].sentences[k];
            add_sources(r, text, add_unit(r, (struct place){WRITER_SENTENCE, i, k}, longest_of(text->text)));
        }
    struct writer_unit *headline = add_unit(r, (struct place){.part = WRITER_HEADLINE}, HEADLINE_LONGEST);
    add_titles(b, headline);
    add_sentences(b, 0, b->section_count, headline);
    for (size_t i = 0; i < b->section_count; i++)
        add_sentences(b, i, i + 1, add_unit(r, (struct place){WRITER_HEADING, i, 0}, HEADING_LONGEST));
    for (size_t i = 0; i < r->count; i++)
        proposal_terms(r->a, r->units[i].wording, b->language, &r->terms[i]);
}

/* Does it tell what another unit of its kind tells, as the wording did not? A heading repeats no headline either. */
static bool repeats(const struct rewording *r, size_t at, const struct proposal_terms *terms)
{
    for (size_t i = 0; i < r->count; i++) {
        bool is_sentence = r->places[at].part == WRITER_SENTENCE;
        if (i != at && is_sentence == (r->places[i].part == WRITER_SENTENCE) && proposal_repeats(terms, &r->terms[i]) &&
            !proposal_repeats(&r->terms[at], &r->terms[i]))
            return true;
    }
    return false;
}

/* The guard's verdict on the page with the proposal in its place; a heading must stand on its own fact and on its section. */
static struct verdict guarded(const struct rewording *r, const struct place *p)
{
    if (p->part == WRITER_SENTENCE)
        return guard_unit(r->a, &r->guard, text_at(r, p), CHECK_SENTENCE);
    if (p->part == WRITER_HEADLINE)
        return guard_headline(r->a, &r->guard, r->brief);
    struct unit_text *heading = text_at(r, p), own = *heading;
    struct verdict v = guard_heading(r->a, &r->guard, r->brief, p->section);
    heading->support_count = 0; /* as whoever reads the page from its JSON holds it */
    if (v.reason == CHECK_SUPPORTED)
        v = guard_heading(r->a, &r->guard, r->brief, p->section);
    *heading = own;
    return v;
}

static enum writer_outcome judge(struct rewording *r, size_t at, struct str proposal)
{
    struct place *place = &r->places[at];
    struct str language = r->brief->language;
    struct str text = proposal_mend(r->a, place->part, language, proposal);
    enum writer_outcome outcome = proposal_judge(r->a, &r->units[at], language, text);
    if (outcome != WRITER_TAKEN)
        return outcome;
    struct proposal_terms terms;
    proposal_terms(r->a, text, language, &terms);
    if (repeats(r, at, &terms))
        return WRITER_REPETITION;
    struct unit_text *unit = text_at(r, place), before = *unit;
    unit->text = str_copy(r->a, text);
    struct verdict v = guarded(r, place);
    if (v.reason != CHECK_SUPPORTED) {
        *unit = before;
        r->figures.unsupported[v.reason]++;
        return WRITER_UNSUPPORTED;
    }
    unit->writer = r->writer->name;
    r->terms[at] = terms;
    return WRITER_TAKEN;
}

void reword(struct arena *a, const struct story *story, const struct writer *writer, struct brief *b)
{
    struct rewording r = {.a = a, .story = story, .writer = writer, .brief = b, .guard = guard_of_story(a, story)};
    gather(&r);
    struct str *proposals = arena_zero(a, r.count * sizeof *proposals);
    writer->propose(writer->context, a, &(struct writer_task){b->language, r.units, r.count}, proposals);
    for (size_t i = 0; i < r.count; i++)
        r.figures.outcomes[judge(&r, i, proposals[i])]++;
    if (writer->judged)
        writer->judged(writer->context, &r.figures);
}

const char *writer_outcome_name(enum writer_outcome outcome)
{
    static const char *const names[] = {
        [WRITER_TAKEN] = "taken",       [WRITER_SILENT] = "no answer",  [WRITER_SAME] = "no other words",
        [WRITER_MARKUP] = "markup",     [WRITER_LENGTH] = "length",     [WRITER_SHAPE] = "shape",
        [WRITER_LANGUAGE] = "language", [WRITER_LEANING] = "leaning",   [WRITER_LOSS] = "loss",
        [WRITER_REPETITION] = "repetition", [WRITER_UNSUPPORTED] = "unsupported",
    };
    return names[outcome];
}
