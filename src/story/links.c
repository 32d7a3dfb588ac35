/* How likely pairs of reports tell of the same event, as found when the later one came: what settling goes by.
 *
 * A report keeps the likeliest of its links. A link is dead when the other's sketch is gone; dead links tell nothing, so
 * that it makes no difference when they are taken out.
 */
#include "story/stream_state.h"

bool link_is_dead(const struct stream *s, const struct link *l)
{
    return !s->articles[l->article].sketch;
}

static void add(struct stream *s, uint32_t from, uint32_t to, float likely)
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
        k->links[k->link_count++] = (struct link){to, likely};
        return;
    }
    for (size_t i = 1; i < kept; i++)
        if (k->links[i].likely < k->links[least].likely)
            least = i;
    if (k->links[least].likely < likely)
        k->links[least] = (struct link){to, likely};
}

void links_add(struct stream *s, uint32_t article)
{
    for (size_t i = 0; i < s->compared_count; i++) {
        const struct link *c = &s->compared[i];
        if (c->likely < LINK_LEAST)
            continue;
        add(s, article, c->article, c->likely);
        add(s, c->article, article, c->likely);
    }
}

void links_renumber(struct sketch *k, const uint32_t *numbers)
{
    size_t kept = 0;
    for (size_t i = 0; i < k->link_count; i++)
        if (numbers[k->links[i].article] != UINT32_MAX)
            k->links[kept++] = (struct link){numbers[k->links[i].article], k->links[i].likely};
    k->link_count = (uint8_t)kept;
}
