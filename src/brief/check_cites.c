/* Every source that a unit cites says some of it, and none of them says otherwise: a unit that puts "18 dead" to a source
 * that counts 21 cites it wrongly. */
#include "brief/check_items.h"

enum { TERMS_MAX = 256 };

/* How much of the wording's meaning the sentences of one article have, 0-1. */
static double share_of(const struct check_text *w, const struct check_text *sources, size_t count, const struct analysis *article)
{
    size_t all = 0, found = 0;
    for (size_t i = 0; i < w->count && i < TERMS_MAX; i++) {
        if (!w->items[i].is_content)
            continue;
        all++;
        bool has = false;
        for (size_t n = 0; n < count && !has; n++)
            for (size_t k = 0; sources[n].analysis == article && k < sources[n].count && !has; k++)
                has = check_same_item(w, &w->items[i], &sources[n], &sources[n].items[k]);
        found += has;
    }
    return all ? (double)found / (double)all : 1;
}

static uint64_t counted(const struct check_text *t, const struct number *n)
{
    return n->counted == NO_INDEX ? 0 : t->passage->tokens[n->counted].term;
}

/* A number of the article for the same thing that is another, where the wording's own is not in it. */
static const struct item *contradiction(const struct check_text *w, const struct item *i, const struct check_text *sources, size_t count,
                                        const struct analysis *article, const struct check_text **where)
{
    const struct number *mine = &w->passage->numbers[i->index];
    const struct item *other = NULL;
    if (mine->in_time || mine->unit == UNIT_ORDINAL || !counted(w, mine))
        return NULL;
    for (size_t n = 0; n < count; n++)
        for (size_t k = 0; sources[n].analysis == article && k < sources[n].count; k++) {
            const struct item *x = &sources[n].items[k];
            if (x->kind != ITEM_NUMBER)
                continue;
            const struct number *theirs = &sources[n].passage->numbers[x->index];
            if (theirs->value == mine->value)
                return NULL;
            if (theirs->unit == mine->unit && counted(&sources[n], theirs) == counted(w, mine) && !theirs->in_time)
                other = x, *where = &sources[n];
        }
    return other;
}

static struct verdict check_article(struct arena *a, const struct check_text *w, const struct check_text *sources, size_t count,
                                    const struct analysis *article)
{
    struct str outlet = article->article->outlet.n ? article->article->outlet : STR("one source");
    if (share_of(w, sources, count, article) < 0.2)
        return check_fault(a, CHECK_CITES, "what is cited of %.*s says nothing of it", STR_ARG(outlet));
    for (size_t i = 0; i < w->count; i++) {
        const struct check_text *where = NULL;
        const struct item *other = w->items[i].kind == ITEM_NUMBER ? contradiction(w, &w->items[i], sources, count, article, &where) : NULL;
        if (other)
            return check_fault(a, CHECK_NUMBER, "the page says %.*s; %.*s, which it cites too, says %.*s",
                               STR_ARG(item_text(w, &w->items[i])), STR_ARG(outlet), STR_ARG(item_text(where, other)));
    }
    return (struct verdict){0};
}

struct verdict check_cited(struct arena *a, const struct check_text *wording, const struct check_text *sources, size_t count)
{
    for (size_t n = 1; n < count; n++) {
        bool seen = false;
        for (size_t k = 0; k < n && !seen; k++)
            seen = sources[k].analysis == sources[n].analysis;
        struct verdict v = seen ? (struct verdict){0} : check_article(a, wording, sources, count, sources[n].analysis);
        if (v.reason != CHECK_SUPPORTED)
            return v;
    }
    return count > 1 && sources[0].analysis != sources[count - 1].analysis ? check_article(a, wording, sources, count, sources[0].analysis)
                                                                           : (struct verdict){0};
}
