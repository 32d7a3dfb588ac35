/* What changed is told by facts, not by sentences: another wording of the same words of a source is no news, a sentence that
 * gave way is not withdrawn while its source still says it, and an event that stands in a section and in the timeline is one. */
#include "brief/changes.h"

#include <stdlib.h>

#include "base/arena.h"

enum {
    WORDS_MOST = 64,      /* of a unit; the rest tells nothing apart */
    UNITS_MOST = 128,     /* of a page; a page of ours has some 40 */
    REVISED_PERCENT = 55, /* of the longer one's words that both have: the same fact, told otherwise */
    SAID_PERCENT = 70     /* of a wording's words that stand close together in its source: still said there */
};

struct told {
    const struct unit_text *unit;
    uint64_t words[WORDS_MOST]; /* hashes, ascending, each once */
    size_t word_count;
    bool is_settled;
};

struct page {
    const struct brief *brief;
    struct told *told; /* sentences, then timeline entries, each text once */
    size_t count;
};

static int by_hash(const void *x, const void *y)
{
    uint64_t p = *(const uint64_t *)x, q = *(const uint64_t *)y;
    return p < q ? -1 : p > q;
}

static bool is_wordly(char c)
{
    return (unsigned char)c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* The next word that tells something (longer than three bytes, or a figure); false at the end. */
static bool next_word(struct str text, size_t *at, uint64_t *hash)
{
    while (*at < text.n) {
        bool has_digit = false;
        while (*at < text.n && !is_wordly(text.p[*at]))
            ++*at;
        size_t begin = *at;
        for (; *at < text.n && is_wordly(text.p[*at]); ++*at)
            has_digit |= text.p[*at] >= '0' && text.p[*at] <= '9';
        if (*at - begin > 3 || has_digit) {
            *hash = str_hash((struct str){text.p + begin, *at - begin});
            return true;
        }
    }
    return false;
}

static void gather_unit(struct page *page, const struct unit_text *unit)
{
    for (size_t i = 0; i < page->count; i++)
        if (str_eq(page->told[i].unit->text, unit->text))
            return;
    if (!unit->text.n || page->count == UNITS_MOST)
        return;
    struct told *t = &page->told[page->count++];
    *t = (struct told){.unit = unit};
    uint64_t words[WORDS_MOST];
    size_t n = 0, at = 0;
    while (n < WORDS_MOST && next_word(unit->text, &at, &words[n]))
        n++;
    qsort(words, n, sizeof *words, by_hash);
    for (size_t i = 0; i < n; i++)
        if (!t->word_count || t->words[t->word_count - 1] != words[i])
            t->words[t->word_count++] = words[i];
}

static void gather(struct arena *a, const struct brief *b, struct page *page)
{
    *page = (struct page){b, arena_zero(a, UNITS_MOST * sizeof *page->told), 0};
    for (size_t i = 0; i < b->section_count; i++)
        for (size_t k = 0; k < b->sections[i].sentence_count; k++)
            gather_unit(page, &b->sections[i].sentences[k]);
    for (size_t i = 0; i < b->timeline_count; i++)
        gather_unit(page, &b->timeline[i].what);
}

static size_t shared_words(const struct told *x, const struct told *y)
{
    size_t n = 0;
    for (size_t i = 0, k = 0; i < x->word_count && k < y->word_count;) {
        n += x->words[i] == y->words[k];
        bool step_x = x->words[i] <= y->words[k], step_y = y->words[k] <= x->words[i];
        i += step_x;
        k += step_y;
    }
    return n;
}

static size_t shared_percent(const struct told *x, const struct told *y)
{
    size_t longer = x->word_count > y->word_count ? x->word_count : y->word_count;
    return longer ? shared_words(x, y) * 100 / longer : 0;
}

/* Do both rest on the same words of the same article? */
static bool share_support(const struct brief *b, const struct unit_text *x, const struct brief *c, const struct unit_text *y)
{
    for (size_t i = 0; i < x->support_count; i++)
        for (size_t k = 0; k < y->support_count; k++) {
            struct span p = x->support[i].at, q = y->support[k].at;
            if (p.begin < q.end && q.begin < p.end &&
                str_eq(b->sources[x->support[i].source].article->id, c->sources[y->support[k].source].article->id))
                return true;
        }
    return false;
}

static bool is_cited(const struct brief *b, const struct unit_text *unit, struct str article)
{
    for (size_t i = 0; i < unit->cite_count; i++)
        if (str_eq(b->sources[unit->cites[i]].article->id, article))
            return true;
    return false;
}

/* Does a report that is no copy stand behind it now that did not before? */
static bool has_new_source(const struct page *was, const struct told *x, const struct page *now, const struct told *y)
{
    for (size_t i = 0; i < y->unit->cite_count; i++) {
        const struct source *source = &now->brief->sources[y->unit->cites[i]];
        if (source->copy_of == NO_INDEX && !is_cited(was->brief, x->unit, source->article->id))
            return true;
    }
    return false;
}

struct found {
    struct change *changes;
    size_t count;
    struct moment at;
};

static void put(struct found *f, enum change_kind kind, const struct told *now, const struct told *was)
{
    f->changes[f->count++] = (struct change){kind, now ? *now->unit : (struct unit_text){0}, was ? was->unit->text : STR(""), f->at};
}

static void match_same(struct page *was, struct page *now, struct found *f)
{
    for (size_t i = 0; i < now->count; i++)
        for (size_t k = 0; k < was->count && !now->told[i].is_settled; k++) {
            if (!str_eq(now->told[i].unit->text, was->told[k].unit->text))
                continue;
            now->told[i].is_settled = was->told[k].is_settled = true;
            if (has_new_source(was, &was->told[k], now, &now->told[i]))
                put(f, CHANGE_CONFIRMED, &now->told[i], &was->told[k]);
        }
}

/* The same words of a source, more or fewer of them: no news. */
static void match_reworded(struct page *was, struct page *now)
{
    for (size_t i = 0; i < now->count; i++)
        for (size_t k = 0; k < was->count; k++) {
            struct told *x = &was->told[k], *y = &now->told[i];
            size_t fewer = x->word_count < y->word_count ? x->word_count : y->word_count;
            if ((!x->is_settled || !y->is_settled) && share_support(was->brief, x->unit, now->brief, y->unit) &&
                shared_words(x, y) == fewer)
                x->is_settled = y->is_settled = true;
        }
}

static void match_revised(struct page *was, struct page *now, struct found *f)
{
    for (size_t i = 0; i < now->count; i++) {
        struct told *best = NULL;
        size_t most = REVISED_PERCENT - 1;
        for (size_t k = 0; k < was->count && !now->told[i].is_settled; k++) {
            size_t shared = was->told[k].is_settled ? 0 : shared_percent(&was->told[k], &now->told[i]);
            if (shared > most) {
                most = shared;
                best = &was->told[k];
            }
        }
        if (best) {
            best->is_settled = now->told[i].is_settled = true;
            put(f, CHANGE_REVISED, &now->told[i], best);
        }
    }
}

/* An event that an earlier unit of the same page tells, too, is told with that one. */
static bool is_told_above(const struct page *page, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (share_support(page->brief, page->told[k].unit, page->brief, page->told[i].unit) ||
            shared_percent(&page->told[k], &page->told[i]) >= REVISED_PERCENT)
            return true;
    return false;
}

/* Do enough of the words stand close together anywhere in the text? */
static bool still_says(struct str text, const struct told *told)
{
    size_t last[WORDS_MOST] = {0}, window = 2 * told->word_count + 8, position = window;
    uint64_t hash;
    for (size_t at = 0; next_word(text, &at, &hash); position++) {
        const uint64_t *word = bsearch(&hash, told->words, told->word_count, sizeof hash, by_hash);
        if (!word)
            continue;
        last[word - told->words] = position;
        size_t near = 0;
        for (size_t i = 0; i < told->word_count; i++)
            near += last[i] && last[i] + window > position;
        if (near * 100 >= told->word_count * SAID_PERCENT)
            return true;
    }
    return false;
}

/* Its sources are here and none of them says it any more. One that went to another story, or whose text is not at hand, may
 * well say it still. */
static bool is_withdrawn(const struct page *was, const struct told *told, const struct page *now)
{
    size_t silent = 0;
    for (size_t i = 0; i < told->unit->support_count; i++) {
        struct str id = was->brief->sources[told->unit->support[i].source].article->id;
        for (size_t k = 0; k < now->brief->source_count; k++) {
            const struct article *article = now->brief->sources[k].article;
            if (!str_eq(article->id, id) || !article->text.n)
                continue;
            if (still_says(article->text, told))
                return false;
            silent++;
        }
    }
    return silent > 0;
}

/* By kind, each in the order of the page. */
static void in_order(struct arena *a, const struct found *f, struct brief *now)
{
    now->changes = arena_zero(a, (f->count + 1) * sizeof *now->changes);
    now->change_count = 0;
    for (enum change_kind kind = 0; kind < CHANGE_KINDS; kind++)
        for (size_t i = 0; i < f->count; i++)
            if (f->changes[i].kind == kind)
                now->changes[now->change_count++] = f->changes[i];
}

void brief_compare(struct arena *a, const struct brief *before, struct brief *after, struct moment at)
{
    struct page was, now;
    gather(a, before, &was);
    gather(a, after, &now);
    struct found f = {arena_zero(a, (2 * UNITS_MOST + 1) * sizeof *f.changes), 0, at};
    if (before->headline.text.n && after->headline.text.n && !str_eq(before->headline.text, after->headline.text))
        f.changes[f.count++] = (struct change){CHANGE_REVISED, after->headline, before->headline.text, at};
    match_same(&was, &now, &f);
    match_reworded(&was, &now);
    match_revised(&was, &now, &f);
    for (size_t i = 0; i < now.count; i++)
        if (!now.told[i].is_settled && !is_told_above(&now, i))
            put(&f, CHANGE_ADDED, &now.told[i], NULL);
    for (size_t i = 0; i < was.count; i++)
        if (!was.told[i].is_settled && !is_told_above(&was, i))
            put(&f, is_withdrawn(&was, &was.told[i], &now) ? CHANGE_WITHDRAWN : CHANGE_LEFT_OUT, NULL, &was.told[i]);
    in_order(a, &f, after);
    after->since = before->updated;
}

static bool same_unit(const struct unit_text *x, const struct unit_text *y)
{
    bool same = str_eq(x->text, y->text) && x->cite_count == y->cite_count;
    for (size_t i = 0; same && i < x->cite_count; i++)
        same = x->cites[i] == y->cites[i];
    return same;
}

static bool same_sections(const struct brief *x, const struct brief *y)
{
    bool same = x->section_count == y->section_count;
    for (size_t i = 0; same && i < x->section_count; i++) {
        const struct section *s = &x->sections[i], *t = &y->sections[i];
        same = str_eq(s->heading.text, t->heading.text) && s->sentence_count == t->sentence_count;
        for (size_t k = 0; same && k < s->sentence_count; k++)
            same = same_unit(&s->sentences[k], &t->sentences[k]);
    }
    return same;
}

bool brief_says_same(const struct brief *x, const struct brief *y)
{
    bool same = str_eq(x->headline.text, y->headline.text) && same_sections(x, y) && x->source_count == y->source_count &&
                x->related_count == y->related_count && x->timeline_count == y->timeline_count &&
                x->disagreement_count == y->disagreement_count;
    for (size_t i = 0; same && i < x->source_count; i++)
        same = str_eq(x->sources[i].article->id, y->sources[i].article->id) && str_eq(x->sources[i].note.text, y->sources[i].note.text);
    for (size_t i = 0; same && i < x->timeline_count; i++)
        same = strcmp(x->timeline[i].date, y->timeline[i].date) == 0 && same_unit(&x->timeline[i].what, &y->timeline[i].what);
    for (size_t i = 0; same && i < x->disagreement_count; i++) {
        same = str_eq(x->disagreements[i].what, y->disagreements[i].what) && x->disagreements[i].claim_count == y->disagreements[i].claim_count;
        for (size_t k = 0; same && k < x->disagreements[i].claim_count; k++)
            same = str_eq(x->disagreements[i].claims[k].value, y->disagreements[i].claims[k].value);
    }
    return same;
}
