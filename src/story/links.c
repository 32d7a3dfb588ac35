/* How likely pairs of reports tell of the same event: what settling goes by.
 *
 * Pairs are compared once, when the later report comes. One thing changes afterwards: how like each of both is to
 * what else there is. When a report comes that is liker, the links to others become less likely.
 *
 * A report keeps the likeliest of its links. A link is dead when the other's sketch is gone; dead links tell nothing, so
 * that it makes no difference when they are taken out.
 */
#include "story/stream_state.h"

bool link_is_dead(const struct stream *s, const struct link *l)
{
    return !s->articles[l->article].sketch;
}

bool link_is_sensible(const struct link *l)
{
    static const float most = 1e6f;
    return l->rest > -most && l->rest < most && l->alike >= 0 && l->alike <= most && l->least > 0;
}

float link_likely(const struct stream *s, uint32_t article, const struct link *l)
{
    const struct sketch *a = s->articles[article].sketch, *b = s->articles[l->article].sketch;
    double nearest = pair_nearest((double)l->alike, (double)a->greatest, (double)b->greatest, (double)l->least);
    return (float)model_with_nearest((double)l->rest, nearest);
}

static void add(struct stream *s, uint32_t from, struct link link)
{
    struct sketch *k = s->articles[from].sketch;
    if (!k->links)
        k->links = pool_take(&s->sketcher.pool, LINKS_MAX * sizeof *k->links);
    size_t kept = 0, least = 0;
    for (size_t i = 0; i < k->link_count; i++)
        if (!link_is_dead(s, &k->links[i]))
            k->links[kept++] = k->links[i];
    k->link_count = (uint8_t)kept;
    if (kept < LINKS_MAX) {
        k->links[k->link_count++] = link;
        return;
    }
    float least_likely = 1;
    for (size_t i = 0; i < kept; i++) {
        float likely = link_likely(s, from, &k->links[i]);
        if (likely >= least_likely)
            continue;
        least_likely = likely;
        least = i;
    }
    if (least_likely < link_likely(s, from, &link))
        k->links[least] = link;
}

static void note_greatest(struct sketch *k, float alike)
{
    k->greatest = k->greatest < alike ? alike : k->greatest;
}

/* A state that was tampered with can make two sketches as unlike all else as no number tells: such a pair has no link. */
static void keep_sensible(struct stream *s)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->compared_count; i++)
        if (link_is_sensible(&s->compared[i]))
            s->compared[kept++] = s->compared[i];
    s->compared_count = kept;
}

void links_add(struct stream *s, uint32_t article)
{
    keep_sensible(s);
    for (size_t i = 0; i < s->compared_count; i++)
        note_greatest(s->articles[s->compared[i].article].sketch, s->compared[i].alike);
    for (size_t i = 0; i < s->compared_count; i++) {
        struct link c = s->compared[i];
        if (link_likely(s, article, &c) < LINK_LEAST)
            continue;
        add(s, article, c);
        add(s, c.article, (struct link){article, c.rest, c.alike, c.least});
    }
}

void links_renumber(struct sketch *k, const uint32_t *numbers)
{
    size_t kept = 0;
    for (size_t i = 0; i < k->link_count; i++)
        if (numbers[k->links[i].article] != UINT32_MAX) {
            k->links[kept] = k->links[i];
            k->links[kept++].article = numbers[k->links[i].article];
        }
    k->link_count = (uint8_t)kept;
}
