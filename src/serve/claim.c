#include "serve/claim.h"

#include "base/arena.h"

static struct status read_analyses(struct store *store, struct arena *a, const struct str *ids, size_t count, const struct analysis **out, size_t *n)
{
    struct status s = status_ok();
    *n = 0;
    for (size_t i = 0; i < count && is_ok(&s); i++) {
        struct stored_article *stored = arena_zero(a, sizeof *stored);
        struct analysis *x = arena_zero(a, sizeof *x);
        bool found;
        s = store_get_article(store, a, ids[i], stored, &found);
        if (!is_ok(&s) || !found)
            continue;
        struct status analysed = analyse(a, &stored->article, x);
        if (is_ok(&analysed)) /* one that cannot be read supports nothing */
            out[(*n)++] = x;
    }
    return s;
}

/* One sentence that says all of it is better than several that say parts; those are tried after it. */
static struct verdict judge(struct arena *a, struct str claim, const struct check_span *spans, size_t count, size_t *used, size_t *first)
{
    struct verdict best = {CHECK_WORDS, STR("nothing in the archive speaks of this")};
    *used = count;
    *first = 0;
    for (size_t i = 0; i < count; i++) {
        struct verdict v = check_wording(a, claim, CHECK_SENTENCE, &spans[i], 1);
        if (!i)
            best = v;
        if (v.reason == CHECK_SUPPORTED) {
            *used = 1;
            *first = i;
            return v;
        }
    }
    struct verdict all = count > 1 ? check_wording(a, claim, CHECK_SENTENCE, spans, count) : best;
    return all.reason == CHECK_SUPPORTED ? all : best;
}

struct status claim_check(struct store *store, struct arena *a, struct str claim, struct claim_answer *out)
{
    *out = (struct claim_answer){0};
    claim = str_trim(claim);
    if (!claim.n)
        return status_error(STATUS_BAD_INPUT, "no claim was given");
    if (claim.n > CLAIM_LIMIT || !utf8_is_valid(claim, NULL))
        return status_error(STATUS_LIMIT, "a claim is a sentence of at most %d bytes of UTF-8", CLAIM_LIMIT);
    struct str *ids;
    size_t count, n, used, first;
    struct status s = search_like(store, a, claim, CLAIM_ARTICLES, &ids, &count);
    const struct analysis **analyses = arena_zero(a, (count + 1) * sizeof *analyses);
    if (is_ok(&s))
        s = read_analyses(store, a, ids, count, analyses, &n);
    if (!is_ok(&s))
        return s;
    struct check_span spans[CLAIM_SENTENCES];
    size_t found = check_find_support(a, claim, analyses, n, spans, CLAIM_SENTENCES);
    struct verdict v = judge(a, claim, spans, found, &used, &first);
    out->is_supported = found && v.reason == CHECK_SUPPORTED;
    if (!out->is_supported) {
        out->reason = str_of(check_reason_name(v.reason));
        out->why = v.why;
    }
    for (size_t i = 0; i < used; i++)
        out->sentences[out->sentence_count++] = (struct claim_sentence){spans[first + i].analysis->article, spans[first + i].at};
    return s;
}
