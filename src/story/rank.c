/* What matters: ranking of stories, and what only one outlet has. Each figure is made of counts that can be said. */
#include <math.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/map.h"
#include "story/stream_state.h"

static const double OUTLETS_WEIGHT = 1, GROWTH_WEIGHT = 0.5, RECENCY_WEIGHT = 2, PROMINENCE_WEIGHT = 0.4,
                    PLACE_WEIGHT = 0.5;
static const double RECENCY_HOURS = 16; /* after so long, recency has fallen to a third; what a place says, likewise */
static const double MINORITY_FADES_HOURS = 72;

static double hours_between(struct moment earlier, struct moment later)
{
    double hours = ((double)later.seconds - (double)earlier.seconds) / 3600;
    if (!earlier.has_time)
        hours -= 12; /* only the day is known: noon stands for it */
    return hours > 0 ? hours : 0;
}

static bool is_report(const struct story_member *m)
{
    return m->revised_by == NO_INDEX;
}

/* Each outlet's best place counts, of whichever report, version or copy: it is the outlet's own judgement. */
static void weigh_places(const struct story_record *story, struct moment now, struct ranking *r)
{
    struct map outlets = {0}; /* hash of the name -> index into `best` + 1 */
    double *best = NULL, most = 0, sum = 0;
    size_t capacity = 0;
    for (size_t i = 0; i < story->member_count; i++) {
        const struct story_member *m = &story->members[i];
        if (!m->place.at || !m->published.is_set)
            continue;
        uint64_t *index = map_put(&outlets, str_hash(m->outlet));
        if (!*index) {
            if (r->placing_outlets == capacity) {
                capacity = capacity ? capacity * 2 : 8;
                best = xrealloc(best, capacity * sizeof *best);
            }
            best[r->placing_outlets] = 0;
            *index = ++r->placing_outlets;
        }
        double weight = place_weight(m->place) * exp(-hours_between(m->published, now) / RECENCY_HOURS);
        double more = weight - best[*index - 1];
        if (more <= 0)
            continue;
        sum += more;
        best[*index - 1] = weight;
        if (weight <= most)
            continue;
        most = weight;
        r->best = m->place;
        r->placed_by = m->outlet;
    }
    r->place = PLACE_WEIGHT * log2(1 + sum);
    free(best);
    map_free(&outlets);
}

struct ranking stream_rank(const struct story_record *story, struct moment now)
{
    struct ranking r = {0};
    struct map outlets = {0};
    size_t carried = 0;
    r.age_hours = 1e6;
    for (size_t i = 0; i < story->member_count; i++) {
        const struct story_member *m = &story->members[i];
        double age = m->published.is_set ? hours_between(m->published, now) : 1e6;
        if (!is_report(m))
            continue;
        r.age_hours = age < r.age_hours ? age : r.age_hours;
        r.new_reports += age < RANKING_GROWTH_HOURS && m->copy_of == NO_INDEX;
        uint64_t *seen = map_put(&outlets, str_hash(m->outlet));
        if (m->copy_of != NO_INDEX || *seen)
            carried++; /* an editor thought it worth a second report, or an agency's whole text */
        else
            *seen = 1;
    }
    for (size_t i = 0; i < outlets.capacity; i++)
        r.outlet_count += outlets.slots[i].key && outlets.slots[i].value;
    map_free(&outlets);
    r.outlets = OUTLETS_WEIGHT * log2(1 + (double)r.outlet_count);
    r.growth = GROWTH_WEIGHT * log2(1 + (double)r.new_reports);
    r.recency = RECENCY_WEIGHT * exp(-r.age_hours / RECENCY_HOURS);
    r.prominence = PROMINENCE_WEIGHT * log2(1 + (double)carried);
    weigh_places(story, now, &r);
    r.score = r.outlets + r.growth + r.recency + r.prominence + r.place;
    return r;
}

static const char *ordinal_ending(unsigned n)
{
    static const char *const endings[] = {"th", "st", "nd", "rd"};
    return n / 10 % 10 != 1 && n % 10 < 4 ? endings[n % 10] : "th";
}

static void explain_place(const struct ranking *r, struct buf *out)
{
    buf_format(out, ", placed %u%s of %u by %.*s", (unsigned)r->best.at, ordinal_ending(r->best.at), (unsigned)r->best.of,
               STR_ARG(utf8_cut(r->placed_by.n ? r->placed_by : STR("an unnamed outlet"), 80)));
    if (r->placing_outlets > 1)
        buf_format(out, " and placed by %zu more", r->placing_outlets - 1);
    buf_format(out, " (%.2f)", r->place);
}

void ranking_explain(const struct ranking *r, struct buf *out)
{
    buf_format(out, "%zu independent %s (%.2f), %zu new %s in %d hours (%.2f)", r->outlet_count,
               r->outlet_count == 1 ? "outlet" : "outlets", r->outlets, r->new_reports,
               r->new_reports == 1 ? "report" : "reports", RANKING_GROWTH_HOURS, r->growth);
    if (r->age_hours < 1e6)
        buf_format(out, ", newest %.0f %s old (%.2f)", r->age_hours, round(r->age_hours) == 1 ? "hour" : "hours", r->recency);
    if (r->best.at)
        explain_place(r, out);
    if (r->prominence > 0)
        buf_format(out, ", carried and taken up again (%.2f)", r->prominence);
    buf_format(out, ": %.2f", r->score);
}

/* What others usually take up, and did not: that is what the word says. Oddity counts for nothing. */
double stream_minority(const struct story_record *story, struct moment now)
{
    if (story->outlet_count != 1 || !story->independent_count || !story->first.is_set || story->newsworth <= 0)
        return 0;
    double age = hours_between(story->first, now);
    if (age < MINORITY_AGE_HOURS)
        return 0;
    double follows = 0; /* stands beside stories in the news */
    for (size_t i = 0; i < story->neighbour_count; i++)
        follows = story->neighbours[i].weight > follows ? story->neighbours[i].weight : follows;
    double stays = log2((double)story->independent_count) / 2; /* the outlet stays with it */
    double worth = 0.8 * story->newsworth + 0.1 * follows + 0.1 * (stays < 1 ? stays : 1);
    double fresh = exp(-(age - MINORITY_AGE_HOURS) / MINORITY_FADES_HOURS);
    return worth * (0.3 + 0.7 * fresh);
}

void minority_explain(const struct story_record *story, struct moment now, struct buf *out)
{
    double score = stream_minority(story, now);
    if (score > 0)
        buf_format(out, "; one outlet's alone, and so likely are others to take up such a report: %.2f (%.2f)", story->newsworth, score);
}
