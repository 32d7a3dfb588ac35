/* A headline that somebody else worded: one of the titles or sentences behind it, made shorter. The check lets headlines drop and move more
 * than sentences; so here its words keep the order of their source, and it ends where a headline may. */
#include "base/arena.h"
#include "brief/check_words.h"
#include "brief/proposal.h"
#include "brief/words.h"
#include "text/word.h"

enum { FEWEST_WORDS = 3, WORDS_MOST = 160 };

/* May a headline end before the word? Where the sources go on with anything else, the word before asks for it. */
static bool may_end_before(struct str word)
{
    static const enum word_list lists[] = {WORDS_PREPOSITION, WORDS_SMALL, WORDS_RELATIVE, WORDS_SUBORDINATOR, WORDS_AUXILIARY,
                                           WORDS_MODAL, WORDS_COORDINATOR, WORDS_SAYING, WORDS_DAY};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (words_has(lists[i], word))
            return true;
    return false;
}

/* Does the source end there, or go on with what a headline can do without? The stop of "Sen." is no end. */
static bool may_end_after(const struct passage *p, size_t token)
{
    if (token + 1 == p->token_count)
        return true;
    const struct token *next = &p->tokens[token + 1];
    if (next->kind != TOKEN_PUNCTUATION)
        return may_end_before(token_text(p, next));
    bool is_stop = p->text.p[next->begin] == '.' && token + 2 < p->token_count;
    return !is_stop || (p->tokens[token + 2].flags & TOKEN_SENTENCE_START);
}

/* "Norlane Suspends" of "Norlane suspended all sailings": wherever the last word stands, something belongs to it. */
bool proposal_breaks_off(struct arena *a, const struct writer_unit *unit, struct str language, const struct token *last)
{
    bool is_found = false;
    for (size_t i = 0; i < unit->fact_count; i++) {
        struct passage p;
        if (!proposal_read(a, unit->facts[i].text, language, (struct moment){0}, &p))
            continue;
        for (size_t k = 0; k < p.token_count; k++) {
            if (p.tokens[k].term != last->term || p.tokens[k].kind == TOKEN_PUNCTUATION)
                continue;
            is_found = true;
            if (may_end_after(&p, k))
                return false;
        }
    }
    return is_found;
}

/* The telling words, forms of one verb as one. */
static size_t read_keys(const struct passage *p, struct str language, uint64_t keys[WORDS_MOST])
{
    const struct lexicon *l = lexicon_for(language);
    size_t n = 0;
    for (size_t i = 0; i < p->token_count && n < WORDS_MOST; i++)
        if (proposal_tells(&p->tokens[i]))
            keys[n++] = check_word_key(language, word_lower_hash(l, token_text(p, &p->tokens[i])), p->tokens[i].term);
    return n;
}

/* Are the words of `x` words of `y`, in its order? */
static bool is_within(const uint64_t *x, size_t n, const uint64_t *y, size_t m)
{
    size_t found = 0;
    for (size_t i = 0; i < m && found < n; i++)
        found += x[found] == y[i];
    return found == n;
}

static bool follows(struct arena *a, struct str text, struct str language, const uint64_t *keys, size_t count)
{
    uint64_t source[WORDS_MOST];
    struct passage p;
    return proposal_read(a, text, language, (struct moment){0}, &p) && is_within(keys, count, source, read_keys(&p, language, source));
}

bool proposal_is_headline(struct arena *a, const struct writer_unit *unit, struct str language, const struct passage *p)
{
    uint64_t keys[WORDS_MOST];
    size_t words = 0, last = 0, count = read_keys(p, language, keys);
    for (size_t i = 0; i < p->token_count; i++)
        if (p->tokens[i].kind != TOKEN_PUNCTUATION) {
            words++;
            last = i;
        }
    bool has_stop = p->text.n && strchr(".!?:;,-", p->text.p[p->text.n - 1]);
    if (words < FEWEST_WORDS || has_stop)
        return false;
    struct str end = token_text(p, &p->tokens[last]);
    if (words_has(WORDS_DANGLING, end) || words_has(WORDS_PREPOSITION, end) || proposal_breaks_off(a, unit, language, &p->tokens[last]))
        return false;
    bool is_in_order = follows(a, unit->wording, language, keys, count);
    for (size_t i = 0; i < unit->fact_count && !is_in_order; i++)
        is_in_order = follows(a, unit->facts[i].text, language, keys, count);
    return is_in_order;
}
