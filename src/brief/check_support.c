/* Support for wordings that name none: the sentences that share most of their telling words. */
#include "brief/check.h"

#include <stdlib.h>

#include "base/map.h"
#include "text/idf.h"

struct candidate {
    double score;
    const struct analysis *analysis;
    struct span at;
    size_t order;
};

static int by_score(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

/* What the sentence shares with the wording, each term once. */
static double shared(const struct passage *p, const struct sentence *s, const struct map *terms, struct map *seen)
{
    double sum = 0;
    map_clear(seen);
    for (uint32_t i = 0; i < s->token_count; i++) {
        const struct token *t = &p->tokens[s->first_token + i];
        if (t->kind == TOKEN_PUNCTUATION || !map_get(terms, t->term) || map_get(seen, t->term))
            continue;
        *map_put(seen, t->term) = 1;
        sum += t->flags & TOKEN_STOP ? 0.05 : 1 + idf_background(t->term);
    }
    return sum;
}

size_t check_find_support(struct arena *a, struct str wording, const struct analysis *const *articles, size_t article_count,
                          struct check_span *out, size_t limit)
{
    struct arena *scratch = arena_create();
    struct map terms = {0}, seen = {0};
    struct candidate *found = NULL;
    size_t count = 0, capacity = 0;
    (void)a;
    for (size_t i = 0; i < article_count; i++) {
        const struct passage *body = &articles[i]->body;
        struct passage w;
        struct status s = analyse_passage(scratch, wording, str_of(articles[i]->language), articles[i]->article->published, &w);
        if (!is_ok(&s))
            break;
        map_clear(&terms);
        for (size_t k = 0; k < w.token_count; k++)
            if (w.tokens[k].kind != TOKEN_PUNCTUATION)
                *map_put(&terms, w.tokens[k].term) = 1;
        for (size_t k = 0; k < body->sentence_count; k++) {
            double score = shared(body, &body->sentences[k], &terms, &seen);
            if (score <= 0)
                continue;
            found = arena_grow(scratch, found, count, &capacity, sizeof *found);
            found[count] = (struct candidate){score, articles[i], body->sentences[k].at, count};
            count++;
        }
    }
    if (count)
        qsort(found, count, sizeof *found, by_score);
    limit = count < limit ? count : limit;
    for (size_t i = 0; i < limit; i++)
        out[i] = (struct check_span){found[i].analysis, found[i].at};
    map_free(&terms);
    map_free(&seen);
    arena_destroy(scratch);
    return limit;
}
