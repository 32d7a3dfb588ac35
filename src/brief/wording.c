#include "brief/wording.h"

#include "brief/clause.h"
#include "brief/compress.h"
#include "brief/dates.h"
#include "brief/draft.h"
#include "brief/verbs.h"
#include "brief/words.h"

enum { TAIL_LONGEST = 8, ROLE_LONGEST = 48 };

/* ", Reuters reported.": the citation says so. */
static bool cut_carrier(struct draft *d)
{
    const struct passage *p = d->passage;
    uint32_t comma = d->end;
    for (uint32_t k = d->end; k-- > d->first && k + TAIL_LONGEST > d->end;)
        if (draft_is_mark(p, k, ',')) {
            comma = k;
            break;
        }
    bool has_media = false, has_saying = false;
    for (uint32_t k = comma + 1; k < d->end; k++) {
        has_media |= clause_has_word(p, k, WORDS_MEDIA);
        has_saying |= clause_has_word(p, k, WORDS_SAYING) || str_eq(token_text(p, &p->tokens[k]), STR("according"));
        if (p->tokens[k].flags & TOKEN_IN_QUOTE || draft_is_quote_mark(p, k))
            return false;
    }
    bool is_carried = has_media && has_saying && comma > d->first + 6;
    if (is_carried)
        draft_cut(d, comma, d->end - 1);
    return is_carried;
}

/* Another word of the sentence is of the name already: "Roe's daughter Ann" is not "Ann Roe's daughter Ann", and the second
 * "Lathan" needs no introduction. */
static bool is_named_beside(const struct draft *d, uint32_t mention, const struct name *full)
{
    const struct passage *p = d->passage;
    for (uint32_t part = draft_token_at(p, full->at.begin); part < p->token_count && p->tokens[part].begin < full->at.end; part++)
        for (uint32_t k = d->first; k < d->end; k++)
            if (k != mention && p->tokens[k].kind == TOKEN_WORD && p->tokens[k].term == p->tokens[part].term &&
                (k < mention || p->tokens[k].term != p->tokens[mention].term))
                return true;
    return false;
}

/* "Obama" where the report has Barack and Michelle Obama: whom the surname means is not for us to say. */
static bool has_namesake(const struct passage *p, const struct name *mention, const struct name *full)
{
    uint64_t surname = p->tokens[draft_token_at(p, mention->at.begin)].term;
    for (size_t i = 0; i < p->name_count; i++) {
        uint32_t first = draft_token_at(p, p->names[i].at.begin), last = draft_token_at(p, p->names[i].at.end - 1);
        if (p->names[i].key != full->key && last > first && p->tokens[last].term == surname)
            return true;
    }
    return false;
}

/* "the Brandt plan", "Brandt administration tariffs": behind the name comes the thing that has it. */
static bool names_a_thing(const struct draft *d, uint32_t next)
{
    const struct passage *p = d->passage;
    static const unsigned lists[] = {WORDS_AUXILIARY, WORDS_SAYING, WORDS_PREPOSITION, WORDS_RELATIVE, WORDS_SUBORDINATOR, WORDS_ADVERB,
                                     WORDS_COORDINATOR, WORDS_ARTICLE, WORDS_DETERMINER, WORDS_SELF, WORDS_MODAL, WORDS_DAY};
    if (next >= d->end || p->tokens[next].kind != TOKEN_WORD || p->tokens[next].flags & TOKEN_STOP)
        return false;
    struct str word = token_text(p, &p->tokens[next]);
    bool is_free = verbs_forms(word) || str_ends(word, STR("ed")) || str_ends(word, STR("ly")) || word.p[0] == '\'' || (unsigned char)word.p[0] >= 0x80;
    for (size_t i = 0; i < sizeof lists / sizeof *lists && !is_free; i++)
        is_free = words_has(lists[i], word);
    return !is_free;
}

/* "White House Chief of Staff Ada Brandt", where what was taken for the name is "Staff Ada Brandt". */
static struct span with_office(const struct passage *p, const struct name *full)
{
    uint32_t from = draft_token_at(p, full->at.begin);
    if (from < 2 || !str_eq(token_text(p, &p->tokens[from - 1]), STR("of")) || !(p->tokens[from - 2].flags & TOKEN_CAPITALISED))
        return full->at;
    from -= 2;
    while (from && p->tokens[from - 1].kind == TOKEN_WORD && p->tokens[from - 1].flags & TOKEN_CAPITALISED && !(p->tokens[from].flags & TOKEN_SENTENCE_START))
        from--;
    return (struct span){p->tokens[from].begin, full->at.end};
}

/* Who "Lathan" is, where the page has not said so: the article's own first mention, with its support. */
static bool introduce(struct arena *a, struct draft *d, const struct line *line, struct wording_memory *memory, struct unit_text *out)
{
    const struct passage *p = d->passage;
    uint32_t begin = p->tokens[d->first].begin, end = line->sentence->at.end;
    bool is_changed = false;
    for (size_t i = 0; i < p->name_count && p->names[i].at.begin < end; i++) {
        const struct name *n = &p->names[i], *full = &p->names[n->canonical];
        if (n->at.begin < begin || full->kind != NAME_PERSON || map_get(&memory->people, full->key) || n->role.begin != n->role.end ||
            full == n || full->at.end - full->at.begin <= n->at.end - n->at.begin)
            continue;
        uint32_t from = draft_token_at(p, n->at.begin), last = draft_token_at(p, n->at.end - 1);
        if (from != last || from < d->first || last >= d->end || p->tokens[from].flags & TOKEN_IN_QUOTE || (from > d->first && draft_is_mark(p, from - 1, '.')))
            continue;
        if (draft_is_mark(p, last + 1, '-') || (from > d->first && (draft_is_mark(p, from - 1, '-') || clause_has_word(p, from - 1, WORDS_DETERMINER))))
            continue; /* "Obama-era", "the Obama administration" */
        if (is_named_beside(d, from, full) || names_a_thing(d, last + 1) || has_namesake(p, n, full))
            continue;
        struct span office = with_office(p, full);
        struct str name = str_span(p->text, office), role = str_span(p->text, full->role);
        if (name.n > ROLE_LONGEST || !str_has(name, STR(" ")) || str_has(name, STR(". ")) || str_has(name, STR("\n")))
            continue;
        if (office.begin != full->at.begin || full->role.end > full->at.begin || role.n > ROLE_LONGEST || str_has(role, STR(".")) || str_has(role, STR("\n")))
            role = STR("");
        draft_put(d, from, role.n ? str_format(a, "%.*s %.*s", STR_ARG(role), STR_ARG(name)) : name);
        unit_cite(a, out, line->report, p->sentences[full->sentence].at);
        is_changed = true;
    }
    return is_changed;
}

/* Who stands in what is left of the sentence. */
static void remember(const struct line *line, const struct draft *d, struct wording_memory *memory)
{
    const struct passage *p = &line->analysis->body;
    for (size_t i = 0; i < p->name_count && p->names[i].at.begin < line->sentence->at.end; i++)
        if (p->names[i].at.begin >= line->sentence->at.begin && (draft_has(d, draft_token_at(p, p->names[i].at.end - 1))))
            *map_put(&memory->people, p->names[p->names[i].canonical].key) = 1;
}

/* A sentence in the making: each change stands only when the check passes it. */
struct trial {
    struct arena *arena;
    const struct material *material;
    struct draft draft;
    struct unit_text unit;
};

static bool is_trial_supported(void *context, struct str text)
{
    struct trial *t = context;
    t->unit.text = unit_capital(t->arena, text);
    return unit_is_supported(t->arena, &t->material->guard, &t->unit, CHECK_SENTENCE);
}

/* What a change may have to be taken back to. */
struct state {
    struct str *instead;
    struct unit_text unit;
};

static struct state keep(const struct trial *t)
{
    size_t bytes = (t->draft.end - t->draft.first + 1) * sizeof *t->draft.instead;
    struct state s = {arena_alloc(t->arena, bytes), t->unit};
    memcpy(s.instead, t->draft.instead, bytes);
    return s;
}

static bool settle(struct trial *t, const struct state *before)
{
    if (is_trial_supported(t, draft_text(t->arena, &t->draft)))
        return true;
    memcpy(t->draft.instead, before->instead, (t->draft.end - t->draft.first + 1) * sizeof *t->draft.instead);
    t->unit = before->unit;
    return false;
}

static void word_dates(struct trial *t, const struct line *line, int32_t page_year)
{
    const struct passage *p = t->draft.passage;
    uint32_t end = p->tokens[t->draft.end - 1].begin;
    if (!line->analysis->article->published.is_set)
        return;
    int32_t published = moment_day(line->analysis->article->published);
    for (size_t i = draft_time_at(p, p->tokens[t->draft.first].begin); i < p->time_count && p->times[i].at.begin < end; i++) {
        struct state before = keep(t);
        if (dates_word(t->arena, &t->draft, i, published, page_year))
            settle(t, &before);
    }
}

static void word_english(struct trial *t, const struct line *line, int32_t page_year, struct wording_memory *memory)
{
    word_dates(t, line, page_year);
    struct state before = keep(t);
    if (cut_carrier(&t->draft))
        settle(t, &before);
    before = keep(t);
    if (introduce(t->arena, &t->draft, line, memory, &t->unit))
        settle(t, &before);
    compress_draft(t->arena, &t->draft, &(struct compression){&memory->people, is_trial_supported, t});
}

void wording_write(struct arena *a, const struct material *m, const struct fact *f, int32_t page_year,
                   struct wording_memory *memory, struct unit_text *out)
{
    const struct line *line = &m->lines[f->lines[0]];
    struct trial t = {.arena = a, .material = m};
    draft_open(a, &line->analysis->body, line->first_token, line->sentence->first_token + line->sentence->token_count, &t.draft);
    unit_cite_fact(a, m, &t.unit, f);
    t.unit.text = unit_capital(a, line->text);
    if (f->line_count > 1 && !unit_is_supported(a, &m->guard, &t.unit, CHECK_SENTENCE)) { /* not all of them say all of it */
        t.unit = (struct unit_text){0};
        unit_cite(a, &t.unit, line->report, line->sentence->at);
    }
    if (strcmp(line->analysis->language, "en") == 0) {
        word_english(&t, line, page_year, memory);
        t.unit.text = unit_capital(a, draft_text(a, &t.draft));
    } else {
        t.unit.text = unit_capital(a, line->text);
    }
    remember(line, &t.draft, memory);
    *out = t.unit;
}

void wording_release(struct wording_memory *memory)
{
    map_free(&memory->people);
}
