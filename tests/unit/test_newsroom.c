/* The newsroom over months: stories that the stream has forgotten are still listed, and written anew when their articles
 * change. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "harness.h"
#include "lib/newsroom_inside.h"

static struct arena *arena;
static char directory[] = "/tmp/nutgraf-newsroom-XXXXXX";

enum { DAY = 86400 };
static const int64_t OCTOBER = 1759795200; /* 2025-10-07 */

static const char mill[] =
    "A fire destroyed the Corvane paper mill in Dunmarrow on Monday night, the Dunmarrow fire brigade said. Eleven workers "
    "were treated for smoke at Saint Orla hospital. Chief officer Petra Lindqvar said the fire began in the drying hall, "
    "where 40 tonnes of pulp were stored. The mill employs 320 people and is the town's largest employer.";
static const char mill_other[] =
    "Fire has gutted the paper mill at Dunmarrow that has fed the town for a century. Eleven Corvane workers were in "
    "Saint Orla hospital on Tuesday after breathing smoke. Petra Lindqvar, who led the brigade through the night, said "
    "pulp in the drying hall had caught first.";
static const char mill_corrected[] =
    "Fire has gutted the paper mill at Dunmarrow that has fed the town for a century. Twelve Corvane workers were in "
    "Saint Orla hospital on Tuesday after breathing smoke. Petra Lindqvar, who led the brigade through the night, said "
    "pulp in the drying hall had caught first.";

static void problem(void *context, const struct status *why)
{
    (void)context;
    CHECK(false, "no problem: %s", why->message);
}

static void put(struct store *s, const char *id, const char *outlet, int64_t when, struct str title, struct str text)
{
    struct article article = {.id = str_of(id), .outlet = str_of(outlet), .title = title, .text = text};
    char stored[ARTICLE_ID_LIMIT];
    enum store_outcome outcome;
    article.url = str_format(arena, "https://%s.example/%s", outlet, id);
    article.published = (struct moment){.seconds = when, .is_set = true, .has_time = true, .has_zone = true};
    struct store_entry e = {.article = &article, .feed = str_format(arena, "https://%s.example/feed", outlet), .seen = when};
    struct status st = store_put_entry(s, &e, &outcome, stored);
    if (!is_ok(&st))
        CHECK(false, "put: %s", st.message);
}

static struct newsroom *open_newsroom(struct store *s)
{
    struct newsroom *n;
    struct newsroom_options options = {.store = s, .threads = 1, .title = STR("Test"), .window = (int64_t)365 * DAY, .problem = problem};
    struct status st = newsroom_open(&options, &n);
    CHECK(is_ok(&st), "opens: %s", st.message);
    return n;
}

static struct newsroom_figures update(struct newsroom *n, int64_t now)
{
    struct newsroom_figures f;
    struct status st = newsroom_update(n, now, &f);
    if (!is_ok(&st))
        CHECK(false, "updated: %s", st.message);
    return f;
}

static const struct card *find_card(const struct snapshot *shot, struct str id)
{
    for (size_t i = 0; i < shot->edition.card_count; i++)
        if (str_eq(shot->edition.cards[i].id, id))
            return &shot->edition.cards[i];
    return NULL;
}

static void fill_months(struct store *s, struct newsroom *n)
{
    for (unsigned day = 1; day < 60; day++) {
        for (unsigned k = 0; k < 3; k++) {
            const char *id = str_z(arena, str_format(arena, "day%u-%u", day, k));
            put(s, id, "Herald", OCTOBER + day * DAY, str_format(arena, "Vexal%u%u opens in Brol%u", day, k, day * 3 + k),
                str_format(arena, "The vexal%u%u of Brol%u was opened by Hanna Resmar%u%u, who spoke of %u crowns.", day, k, day * 3 + k,
                           k, day, day * 7 + k));
        }
        update(n, OCTOBER + day * DAY);
    }
}

int main(void)
{
    arena = arena_create();
    struct store *s;
    struct snapshot *shot;
    struct stored_version page;
    struct story_record record;
    bool found;
    if (!mkdtemp(directory))
        return 1;
    struct status st = store_open(str_z(arena, str_format(arena, "%s/store", directory)), STORE_WRITE, &s);
    CHECK(is_ok(&st), "a store: %s", st.message);
    struct newsroom *n = open_newsroom(s);
    put(s, "m1", "Wire", OCTOBER + 21600, STR("Fire destroys Dunmarrow paper mill"), str_of(mill));
    put(s, "m2", "Courier", OCTOBER + 28800, STR("Dunmarrow mill burns down"), str_of(mill));
    put(s, "m4", "Post", OCTOBER + 36000, STR("Fire guts Dunmarrow's paper mill"), str_of(mill_other));
    struct newsroom_figures f = update(n, OCTOBER + 40000);
    CHECK(f.placed == 3 && f.pages_written == 1, "three reports, one page: %zu, %zu", f.placed, f.pages_written);
    struct str *ids;
    size_t count;
    stream_stories(n->stream, arena, &ids, &count);
    struct str story = ids[0];
    fill_months(s, n);
    CHECK(!stream_story(n->stream, arena, story, &record), "two months later the stream does not know its members");

    st = newsroom_snapshot(n, OCTOBER + 60 * DAY, &(struct round_figures){0}, &shot);
    CHECK(is_ok(&st), "a snapshot: %s", st.message);
    const struct card *card = find_card(shot, story);
    CHECK(card && card->article_count == 3 && card->independent_count == 2 && card->outlet_count == 3, "it is listed as it was");
    snapshot_drop(shot);

    put(s, "m4", "Post", OCTOBER + 36000, STR("Fire guts Dunmarrow's paper mill"), str_of(mill_corrected));
    f = update(n, OCTOBER + 60 * DAY);
    CHECK(f.revised == 1 && f.pages_written == 1, "a late correction is taken in: %zu, %zu", f.revised, f.pages_written);
    st = store_get_version(s, arena, story, 0, &page, &found);
    CHECK(is_ok(&st) && found && page.version == 2 && str_has(page.page, STR("Twelve")), "its page says so, in a second version");
    CHECK(str_has(page.page, STR("Courier")), "with all its outlets");

    st = newsroom_close(n);
    CHECK(is_ok(&st), "closed: %s", st.message);
    n = open_newsroom(s);
    CHECK(n->sequence == n->saved_sequence, "and opened where it was");
    st = newsroom_close(n);
    CHECK(is_ok(&st), "closed: %s", st.message);
    store_close(s);
    static const char *const files[] = {"store", "store-wal", "store-shm", "store.lock"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        unlink(str_z(arena, str_format(arena, "%s/%s", directory, files[i])));
    rmdir(directory);
    arena_destroy(arena);
    return tap_done();
}
