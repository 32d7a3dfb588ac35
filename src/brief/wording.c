#include "brief/wording.h"

#include "brief/clause.h"
#include "brief/compress.h"
#include "brief/draft.h"
#include "brief/verbs.h"
#include "brief/words.h"

enum { TAIL_LONGEST = 8, ROLE_LONGEST = 48 };

static const char *const months[] = {"Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."};

static struct str day_text(struct arena *a, int32_t day, int32_t page_year)
{
    struct civil c = civil_of_day(day);
    if (c.year != page_year)
        return str_format(a, "%s %d, %d", months[c.month - 1], c.day, c.year);
    return str_format(a, "%s %d", months[c.month - 1], c.day);
}

/* "Tuesday" and "yesterday" mean nothing on a page that is read next week. */
static void resolve_day(struct arena *a, struct draft *d, const struct timex *t, int32_t page_year)
{
    const struct passage *p = d->passage;
    uint32_t from = draft_token_at(p, t->at.begin), last = draft_token_at(p, t->at.end - 1);
    bool is_part = last == from + 1 && clause_has_word(p, last, WORDS_DAYPART);
    if (last >= d->end || from < d->first || !clause_has_word(p, from, WORDS_DAY) || (last != from && !is_part) ||
        p->tokens[from].flags & TOKEN_IN_QUOTE)
        return;
    if (last + 1 < d->end && p->tokens[last + 1].kind == TOKEN_WORD) {
        struct str next = token_text(p, &p->tokens[last + 1]);
        bool follows_well = clause_has_word(p, last + 1, WORDS_PREPOSITION) || clause_has_word(p, last + 1, WORDS_AUXILIARY) ||
                            clause_has_word(p, last + 1, WORDS_RELATIVE) || clause_has_word(p, last + 1, WORDS_SAYING) ||
                            clause_has_word(p, last + 1, WORDS_DETERMINER) || str_eq(next, STR("and")) || str_eq(next, STR("to"));
        if (!follows_well)
            return; /* "the Tuesday vote", "Tuesday's" */
    } else if (last + 1 < d->end && p->tokens[last + 1].kind == TOKEN_NUMBER) {
        return;
    }
    bool is_first = from == d->first, after_on = !is_first && str_eq_nocase(token_text(p, &p->tokens[from - 1]), STR("on"));
    if (!is_first && !after_on && (clause_has_word(p, from - 1, WORDS_PREPOSITION) || clause_has_word(p, from - 1, WORDS_DETERMINER) ||
                                   clause_has_word(p, from - 1, WORDS_DAYLEAD)))
        return;
    struct str day = day_text(a, t->first_day, page_year), lead = after_on ? STR("") : is_first ? STR("On ") : STR("on ");
    if (is_part)
        day = str_format(a, "the %.*s of %.*s", STR_ARG(token_text(p, &p->tokens[last])), STR_ARG(day));
    draft_cut(d, from, last + 1);
    draft_put(d, from, str_format(a, "%.*s%.*s", STR_ARG(lead), STR_ARG(day)));
}

/* A weekday is the one just past only in a sentence that looks back throughout: "the vote on Tuesday will trigger a recount"
 * may mean either, and then the source's own word stands. */
static bool looks_ahead(const struct draft *d)
{
    for (uint32_t k = d->first; k < d->end; k++)
        if (d->passage->tokens[k].flags & TOKEN_MODAL || clause_has_word(d->passage, k, WORDS_MODAL) || clause_has_word(d->passage, k, WORDS_AHEAD))
            return true;
    return false;
}

static void resolve_days(struct arena *a, struct draft *d, int32_t published, int32_t page_year)
{
    const struct passage *p = d->passage;
    if (looks_ahead(d))
        return;
    uint32_t begin = p->tokens[d->first].begin, end = p->tokens[d->end - 1].begin;
    for (size_t i = 0; i < p->time_count && p->times[i].at.begin < end; i++) {
        const struct timex *t = &p->times[i];
        bool is_day = t->has_interval && !t->is_explicit && (t->grain == GRAIN_DAY || t->grain == GRAIN_TIME) && t->first_day == t->last_day &&
                      t->first_day <= published && t->first_day > published - 7;
        if (is_day && t->at.begin >= begin)
            resolve_day(a, d, t, page_year);
    }
}

/* ", Reuters reported.": the citation says so. */
static void cut_carrier(struct draft *d)
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
            return;
    }
    if (has_media && has_saying && comma > d->first + 6)
        draft_cut(d, comma, d->end - 1);
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

/* Who "Lathan" is, where the page has not said so: the article's own first mention, with its support. */
static void introduce(struct arena *a, struct draft *d, const struct line *line, struct wording_memory *memory, struct unit_text *out)
{
    const struct passage *p = d->passage;
    uint32_t begin = p->tokens[d->first].begin, end = line->sentence->at.end;
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
        if (is_named_beside(d, from, full) || names_a_thing(d, last + 1))
            continue;
        struct str name = str_span(p->text, full->at), role = str_span(p->text, full->role);
        if (str_has(name, STR(". ")) || str_has(name, STR("\n")))
            continue;
        if (full->role.end > full->at.begin || role.n > ROLE_LONGEST || str_has(role, STR(".")) || str_has(role, STR("\n")))
            role = STR("");
        draft_put(d, from, role.n ? str_format(a, "%.*s %.*s", STR_ARG(role), STR_ARG(name)) : name);
        unit_cite(a, out, line->report, p->sentences[full->sentence].at);
    }
}

/* Who stands in what is left of the sentence; without a draft, in all of it. */
static void remember(const struct line *line, const struct draft *d, struct wording_memory *memory)
{
    const struct passage *p = &line->analysis->body;
    for (size_t i = 0; i < p->name_count && p->names[i].at.begin < line->sentence->at.end; i++)
        if (p->names[i].at.begin >= line->sentence->at.begin && (!d || draft_has(d, draft_token_at(p, p->names[i].at.end - 1))))
            *map_put(&memory->people, p->names[p->names[i].canonical].key) = 1;
}

static struct unit_text attempt(struct arena *a, const struct material *m, const struct fact *f, int32_t page_year,
                                struct wording_memory *memory, bool introduces, bool cuts_carrier, struct draft *d)
{
    const struct line *line = &m->lines[f->lines[0]];
    struct unit_text u = {0};
    draft_open(a, &line->analysis->body, line->first_token, line->sentence->first_token + line->sentence->token_count, d);
    unit_cite_fact(a, m, &u, f);
    if (line->analysis->article->published.is_set)
        resolve_days(a, d, moment_day(line->analysis->article->published), page_year);
    if (cuts_carrier)
        cut_carrier(d);
    if (introduces)
        introduce(a, d, line, memory, &u);
    u.text = unit_capital(a, draft_text(a, d));
    return u;
}

struct trial {
    struct arena *arena;
    const struct material *material;
    struct unit_text unit;
};

static bool is_trial_supported(void *context, struct str text)
{
    struct trial *t = context;
    t->unit.text = unit_capital(t->arena, text);
    return unit_is_supported(t->arena, &t->material->guard, &t->unit, CHECK_SENTENCE);
}

static void compress(struct arena *a, const struct material *m, const struct wording_memory *memory, struct draft *d, struct unit_text *u)
{
    struct trial t = {a, m, *u};
    if (compress_draft(a, d, &(struct compression){&memory->people, is_trial_supported, &t}))
        u->text = unit_capital(a, draft_text(a, d));
}

void wording_write(struct arena *a, const struct material *m, const struct fact *f, int32_t page_year,
                   struct wording_memory *memory, struct unit_text *out)
{
    const struct line *line = &m->lines[f->lines[0]];
    bool is_english = strcmp(line->analysis->language, "en") == 0;
    for (int step = 0; is_english && step < 3; step++) {
        struct draft d;
        *out = attempt(a, m, f, page_year, memory, step == 0, step < 2, &d);
        if (unit_is_supported(a, &m->guard, out, CHECK_SENTENCE)) {
            compress(a, m, memory, &d, out);
            remember(line, &d, memory);
            return;
        }
    }
    *out = (struct unit_text){.text = unit_capital(a, line->text)};
    unit_cite_fact(a, m, out, f);
    remember(line, NULL, memory);
}

void wording_release(struct wording_memory *memory)
{
    map_free(&memory->people);
}
