/* Sentences are told apart by their words: the same text is the same sentence wherever it stands; one that shares most of
 * its words with a sentence that is gone revises it. */
#include "brief/changes.h"

#include "base/arena.h"
#include "base/map.h"

enum { WORDS_MOST = 64, REVISED_PERCENT = 55 };

struct units {
    struct str *texts;
    bool *is_matched;
    size_t count;
};

static void gather(struct arena *a, const struct brief *b, struct units *out)
{
    size_t most = 1 + b->timeline_count;
    for (size_t i = 0; i < b->section_count; i++)
        most += b->sections[i].sentence_count;
    *out = (struct units){arena_zero(a, most * sizeof(struct str)), arena_zero(a, most * sizeof(bool)), 0};
    if (b->headline.text.n)
        out->texts[out->count++] = b->headline.text;
    for (size_t i = 0; i < b->section_count; i++)
        for (size_t k = 0; k < b->sections[i].sentence_count; k++)
            out->texts[out->count++] = b->sections[i].sentences[k].text;
    for (size_t i = 0; i < b->timeline_count; i++)
        out->texts[out->count++] = b->timeline[i].what.text;
}

static size_t words_of(struct str s, uint64_t words[WORDS_MOST])
{
    size_t n = 0;
    for (struct str rest = s; rest.n && n < WORDS_MOST;) {
        struct str word = str_cut(&rest, ' ');
        while (word.n && strchr(".,;:!?\"'()", word.p[word.n - 1]))
            word.n--;
        if (word.n > 3)
            words[n++] = str_hash(word);
    }
    return n;
}

static unsigned shared_percent(struct str x, struct str y)
{
    uint64_t p[WORDS_MOST], q[WORDS_MOST];
    size_t n = words_of(x, p), m = words_of(y, q), shared = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < m; k++)
            if (p[i] == q[k]) {
                q[k] = 0;
                shared++;
                break;
            }
    size_t longer = n > m ? n : m;
    return longer ? (unsigned)(shared * 100 / longer) : 0;
}

static void match_same(struct units *was, struct units *now)
{
    struct map by_text = {0};
    for (size_t i = 0; i < was->count; i++)
        *map_put(&by_text, str_hash(was->texts[i])) = i + 1;
    for (size_t i = 0; i < now->count; i++) {
        const uint64_t *at = map_get(&by_text, str_hash(now->texts[i]));
        if (at)
            now->is_matched[i] = was->is_matched[*at - 1] = true;
    }
    /* The same sentence twice on the old page is one sentence. */
    for (size_t i = 0; i < was->count; i++)
        if (was->is_matched[*map_get(&by_text, str_hash(was->texts[i])) - 1])
            was->is_matched[i] = true;
    map_free(&by_text);
}

void brief_compare(struct arena *a, const struct brief *before, struct brief *after, struct moment at)
{
    struct units was, now;
    gather(a, before, &was);
    gather(a, after, &now);
    match_same(&was, &now);
    struct change *changes = arena_zero(a, (was.count + now.count + 1) * sizeof *changes);
    size_t count = 0;
    for (size_t i = 0; i < now.count; i++) {
        if (now.is_matched[i])
            continue;
        size_t best = was.count;
        unsigned most = REVISED_PERCENT - 1;
        for (size_t k = 0; k < was.count; k++) {
            unsigned shared = was.is_matched[k] ? 0 : shared_percent(was.texts[k], now.texts[i]);
            if (shared > most) {
                most = shared;
                best = k;
            }
        }
        changes[count++] = (struct change){.kind = best < was.count ? CHANGE_REVISED : CHANGE_ADDED, .text = now.texts[i],
                                           .was = best < was.count ? was.texts[best] : STR(""), .at = at};
        if (best < was.count)
            was.is_matched[best] = true;
    }
    for (size_t k = 0; k < was.count; k++)
        if (!was.is_matched[k])
            changes[count++] = (struct change){.kind = CHANGE_WITHDRAWN, .text = STR(""), .was = was.texts[k], .at = at};
    after->changes = changes;
    after->change_count = count;
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
