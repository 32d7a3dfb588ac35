/* story_days: a stream of articles as its editor sees it, for measuring ranking and for learning what others take up
 * (tools/train_pickup.py, bench/ranking.py). Two kinds of lines of fields parted by tabs:
 *
 *   first ID STORY SUBSTANCE NEIGHBOUR NAMES QUOTES NUMBERS SENTENCES   a report that began a story, when it came
 *   day DAY STORY OUTLETS REPORTS NEW AGE SCORE MINORITY FIRST    at the end of each day, each story of the last days
 *
 * usage: story_days DAYS ARTICLES.jsonl    (ninja -C build story_days builds it). Articles in order of time. */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/lines.h"
#include "base/map.h"
#include "story/stream.h"
#include "story/stream_state.h"

struct seen {
    struct str article;
    int32_t day;
};
static struct seen *seen;
static size_t count, capacity;

static void print_first(const struct stream *s, struct arena *a, const struct analysis *x, struct str story)
{
    struct story_record r;
    double parts[REPORT_PARTS];
    if (!stream_story(s, a, story, &r))
        return;
    report_count_parts(x, parts);
    printf("first\t%.*s\t%.*s\t%.4f\t%.4f", STR_ARG(x->article->id), STR_ARG(story), report_substance(x),
           r.neighbour_count ? r.neighbours[0].weight : 0);
    for (size_t i = 0; i < REPORT_PARTS; i++)
        printf("\t%.0f", parts[i]);
    putchar('\n');
}

static void print_day(const struct stream *s, struct arena *a, int32_t day, int32_t days)
{
    struct map done = {0};
    struct moment now = {.seconds = ((int64_t)day + 1) * 86400, .has_time = true, .is_set = true};
    for (size_t i = count; i-- && seen[i].day > day - days;) {
        struct str id = stream_story_of(s, a, seen[i].article);
        struct story_record r;
        if (map_get(&done, str_hash(id)) || !stream_story(s, a, id, &r))
            continue;
        *map_put(&done, str_hash(id)) = 1;
        struct ranking k = stream_rank(&r, now);
        printf("day\t%d\t%.*s\t%zu\t%zu\t%zu\t%.0f\t%.4f\t%.4f\t%.*s\n", day, STR_ARG(id), k.outlet_count, r.independent_count,
               k.new_reports, k.age_hours, k.score, stream_minority(&r, now), STR_ARG(r.members[0].article));
    }
    map_free(&done);
}

int main(int argc, char **argv)
{
    struct lines l;
    struct status s = lines_open(&l, argc > 2 ? argv[2] : "-", ARTICLE_LINE_LIMIT);
    struct arena *a = arena_create(), *lasting = arena_create();
    struct stream *stream = stream_create();
    int32_t today = INT32_MIN, days = argc > 1 ? atoi(argv[1]) : 3;
    while (is_ok(&s) && lines_next(&l, &s)) {
        struct article article;
        struct analysis x;
        struct placement where;
        arena_reset(a);
        s = article_from_json(a, l.line, "line", &article);
        if (is_ok(&s))
            s = analyse(a, &article, &x);
        if (!is_ok(&s) || !article.published.is_set)
            break;
        int32_t day = moment_day(article.published);
        if (day > today && count)
            print_day(stream, a, today, days);
        today = day > today ? day : today;
        s = stream_add(stream, a, &x, &where);
        if (!is_ok(&s))
            break;
        if (where.is_new_story)
            print_first(stream, a, &x, where.story);
        if (count == capacity) {
            capacity = capacity ? capacity * 2 : 1024;
            seen = xrealloc(seen, capacity * sizeof *seen);
        }
        seen[count++] = (struct seen){str_copy(lasting, article.id), day};
    }
    if (!is_ok(&s))
        fprintf(stderr, "story_days: %s\n", s.message);
    else if (count)
        print_day(stream, a, today, days);
    return !is_ok(&s);
}
