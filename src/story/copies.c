/* Near-duplicates and later versions.
 *
 * Texts are sampled by their five-word shingles: one in eight, chosen by the shingle's own hash, so that two texts
 * choose the same (Broder, "On the resemblance and containment of documents", 1997). The share of the shorter text's
 * shingles that the other has estimates containment; a copy that was cut short is still found.
 */
#include <stdlib.h>

#include "story/stream_state.h"

static const double COPY_OVERLAP = 0.5; /* light edits touch many five-word shingles */
enum { COPY_SHINGLES_LEAST = 4, SHINGLE_ARTICLES_MAX = 64 };
static const double REVISED_TITLE = 0.85, REVISED_BODY = 0.5; /* cosines, of the same outlet */
static const double LABELLED_TITLE = 0.4, LABELLED_BODY = 0.3; /* ... where a label says so: an update may tell much that is new */
static const double SAME_URL_BODY = 0.3;
enum { LABELLED_DAYS = 2 };

uint32_t copies_find(struct stream *s, const struct sketch *x, double *overlap)
{
    uint32_t best = UINT32_MAX;
    double best_shared = 0;
    *overlap = 0;
    struct postings_list lists[SKETCH_SHINGLES_MAX];
    size_t held = 0;
    for (size_t i = 0; i < x->shingle_count; i++) {
        lists[i] = postings_get(&s->by_shingle, x->shingles[i]);
        if (lists[i].count > SHINGLE_ARTICLES_MAX) { /* the newest */
            lists[i].items += lists[i].count - SHINGLE_ARTICLES_MAX;
            lists[i].count = SHINGLE_ARTICLES_MAX;
        }
        held += lists[i].count;
    }
    tally_begin(&s->tally, held);
    for (size_t i = 0; i < x->shingle_count; i++)
        for (size_t k = 0; k < lists[i].count; k++) {
            double *sum = tally_at(&s->tally, lists[i].items[k]);
            if (sum)
                ++*sum;
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

/* Whether a title's label ("UPDATE 3-", "BREAKING:") says that one of the two is a version of something. A round-up is a
 * version of an earlier round-up, and of none of the reports it sums up; a live page likewise. */
static bool is_labelled(const struct sketch *newer, const struct sketch *older)
{
    if (newer->marker == MARKER_ROUNDUP || newer->marker == MARKER_LIVE)
        return older->marker == newer->marker;
    return newer->marker == MARKER_VERSION || older->marker == MARKER_FLASH;
}

/* How surely x is a later version of the article: the cosine of the bodies, or 0. */
static double revision_likeness(const struct stream *s, const struct sketch *x, uint32_t article)
{
    const struct sketch *m = s->articles[article].sketch;
    if (!m || m->outlet != x->outlet || !s->outlets[x->outlet].length || m->language != x->language)
        return 0;
    bool is_told = is_labelled(x, m) && abs(x->day - m->day) <= LABELLED_DAYS;
    double title = vector_dot(sketch_vector(x, PART_TITLE), sketch_vector(m, PART_TITLE));
    double body = vector_dot(sketch_vector(x, PART_BODY), sketch_vector(m, PART_BODY));
    return title >= (is_told ? LABELLED_TITLE : REVISED_TITLE) && body >= (is_told ? LABELLED_BODY : REVISED_BODY) ? body : 0;
}

static uint32_t find_same_url(struct stream *s, const struct sketch *x, uint64_t url)
{
    struct postings_list same = url ? postings_get(&s->by_url, (uint32_t)url) : (struct postings_list){0};
    uint32_t found = UINT32_MAX;
    for (size_t i = 0; i < same.count; i++) {
        const struct placed *p = &s->articles[same.items[i]];
        if (p->url == url && p->sketch->language == x->language &&
            vector_dot(sketch_vector(x, PART_BODY), sketch_vector(p->sketch, PART_BODY)) >= SAME_URL_BODY)
            found = same.items[i];
    }
    return found;
}

/* The likest report of the same outlet in the stories that come into question. */
static uint32_t find_labelled(const struct stream *s, const struct sketch *x, const struct candidate *candidates, size_t count)
{
    uint32_t found = UINT32_MAX;
    double most = 0;
    for (size_t i = 0; i < count; i++) {
        const struct plot *p = &s->plots[candidates[i].plot];
        for (size_t k = 0; k < p->voice_count; k++) {
            double likeness = revision_likeness(s, x, p->voices[k]);
            if (likeness > most) {
                most = likeness;
                found = p->voices[k];
            }
        }
    }
    return found;
}

static uint32_t newest_version(const struct stream *s, uint32_t article)
{
    while (s->articles[article].revised_by != NO_INDEX)
        article = (uint32_t)s->articles[article].revised_by;
    return article;
}

uint32_t copies_find_revised(struct stream *s, const struct sketch *x, uint64_t url, uint32_t copied,
                             const struct candidate *candidates, size_t count)
{
    uint32_t found = find_same_url(s, x, url);
    if (found == UINT32_MAX && copied != UINT32_MAX && s->articles[copied].outlet == x->outlet && s->outlets[x->outlet].length)
        found = copied;
    if (found == UINT32_MAX)
        found = find_labelled(s, x, candidates, count);
    return found == UINT32_MAX ? found : newest_version(s, found);
}
