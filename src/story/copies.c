/* Near-duplicates and later versions.
 *
 * Texts are sampled by their five-word shingles: one in eight, chosen by the shingle's own hash, so that two texts
 * choose the same (Broder, "On the resemblance and containment of documents", 1997). The share of the shorter text's
 * shingles that the other has estimates containment; a copy that was cut short is still found.
 */
#include "story/stream_state.h"

static const double COPY_OVERLAP = 0.5; /* light edits touch many five-word shingles */
enum { COPY_SHINGLES_LEAST = 4, SHINGLE_ARTICLES_MAX = 64 };
static const double REVISED_TITLE = 0.85, REVISED_BODY = 0.5; /* cosines, of the same outlet */
static const double SAME_URL_BODY = 0.3;

uint32_t copies_find(struct stream *s, const struct sketch *x, double *overlap)
{
    uint32_t best = UINT32_MAX;
    double best_shared = 0;
    *overlap = 0;
    tally_begin(&s->tally, POSTINGS_BUDGET * 4);
    for (size_t i = 0; i < x->shingle_count; i++) {
        struct postings_list l = postings_get(&s->by_shingle, x->shingles[i]);
        size_t begin = l.count > SHINGLE_ARTICLES_MAX ? l.count - SHINGLE_ARTICLES_MAX : 0;
        for (size_t k = begin; k < l.count; k++) {
            double *sum = tally_at(&s->tally, l.items[k]);
            if (sum)
                ++*sum;
        }
    }
    for (size_t i = 0; i < s->tally.count; i++) {
        uint32_t article = s->tally.slots[s->tally.used[i]].key;
        double shared = s->tally.slots[s->tally.used[i]].sum;
        const struct sketch *m = s->articles[article].sketch;
        if (shared < COPY_SHINGLES_LEAST || !m || m->language != x->language)
            continue;
        double share = shared / (x->shingle_count < m->shingle_count ? x->shingle_count : m->shingle_count);
        if (share < COPY_OVERLAP || shared < best_shared || (shared == best_shared && article > best))
            continue;
        best = article;
        best_shared = shared;
        *overlap = share;
    }
    return best;
}

static bool is_revision(const struct stream *s, const struct sketch *x, uint32_t article)
{
    const struct sketch *m = s->articles[article].sketch;
    return m && m->outlet == x->outlet &&
           vector_dot(sketch_vector(x, PART_TITLE), sketch_vector(m, PART_TITLE)) >= REVISED_TITLE &&
           vector_dot(sketch_vector(x, PART_BODY), sketch_vector(m, PART_BODY)) >= REVISED_BODY;
}

uint32_t copies_find_revised(struct stream *s, const struct sketch *x, uint64_t url, uint32_t alike)
{
    struct postings_list same = url ? postings_get(&s->by_url, (uint32_t)url) : (struct postings_list){0};
    uint32_t found = UINT32_MAX;
    for (size_t i = 0; i < same.count; i++) {
        const struct placed *p = &s->articles[same.items[i]];
        if (p->url == url && p->sketch->language == x->language &&
            vector_dot(sketch_vector(x, PART_BODY), sketch_vector(p->sketch, PART_BODY)) >= SAME_URL_BODY)
            found = same.items[i];
    }
    if (found == UINT32_MAX && alike != UINT32_MAX && is_revision(s, x, alike))
        found = alike;
    while (found != UINT32_MAX && s->articles[found].revised_by != NO_INDEX)
        found = (uint32_t)s->articles[found].revised_by;
    return found;
}
