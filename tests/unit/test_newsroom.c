/* The newsroom over months: stories that the stream has forgotten are still listed, and written anew when their articles
 * change; stories that split. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "harness.h"
#include "lib/newsroom_inside.h"
#include "story/stream_state.h"

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

static void put_three(struct store *s, unsigned of, const char *title, const char *const texts[3], unsigned from, unsigned to)
{
    static const char *const outlets[] = {"Wire", "Post", "Courier"};
    for (unsigned i = from; i < to; i++)
        put(s, str_z(arena, str_format(arena, "split%u-%u", of, i)), outlets[i], OCTOBER + 60 * DAY + i * 3600, str_of(title), str_of(texts[i]));
}

/* Two stories that were taken for one and turn out to be two: the store follows. */
static void check_split(struct store *s, struct newsroom *n)
{
    static const char *const strikes[3] = {
        "Dockers of Ravenmoor went on strike on Friday over the pay of crane drivers, union leader Bram Ostrick said.",
        "A strike of crane drivers shut the docks of Ravenmoor. Bram Ostrick of the union said pay was the reason.",
        "Ravenmoor's docks stood still: crane drivers were on strike for pay, and Bram Ostrick said the union would go on."};
    static const char *const floods[3] = {
        "Rain flooded the Harl valley. Mayor Oda Brenn of Oskenford said 200 people had left their houses beside the weir.",
        "People of Oskenford left their houses when the Harl flooded the valley. Mayor Oda Brenn said the weir gave way to rain.",
        "The weir at Oskenford broke in the rain and flooded the Harl valley, mayor Oda Brenn said. 200 people left their houses."};
    put_three(s, 1, "Strike shuts Ravenmoor docks", strikes, 0, 2);
    put_three(s, 2, "Harl floods Oskenford", floods, 0, 2);
    struct newsroom_figures f = update(n, OCTOBER + 61 * DAY);
    CHECK(f.new_stories == 2, "two stories: %zu", f.new_stories);
    size_t begun = n->stream->plot_count - 2;
    struct str one = stream_plot_name(arena, &n->stream->plots[begun]), other = stream_plot_name(arena, &n->stream->plots[begun + 1]);
    plot_merge(n->stream, (uint32_t)begun, (uint32_t)begun + 1);
    struct status st = store_merge_story(s, other, one);
    CHECK(is_ok(&st), "told as one: %s", st.message);
    put_three(s, 1, "Strike shuts Ravenmoor docks", strikes, 2, 3);
    put_three(s, 2, "Harl floods Oskenford", floods, 2, 3);
    f = update(n, OCTOBER + 61 * DAY);
    CHECK(f.split == 1 && f.placed == 2, "they are two: %zu, %zu", f.split, f.placed);
    for (int i = 0; i < 2; i++) {
        struct stored_story story;
        struct stored_member *members;
        struct stored_version page;
        size_t count = 0;
        bool found = false;
        st = store_get_story(s, arena, i ? other : one, &story, &found);
        CHECK(is_ok(&st) && found && !story.merged_into.n && story.articles == 3, "the store has it as one of its own: %zu", story.articles);
        st = store_story_members(s, arena, story.id, &members, &count);
        CHECK(is_ok(&st) && count == 3, "with its articles: %zu", count);
        st = store_get_version(s, arena, story.id, 0, &page, &found);
        CHECK(is_ok(&st) && found && str_has(page.page, STR("Oskenford")) != str_has(page.page, STR("Ravenmoor")), "and a page of its own");
    }
}

/* Its outlet puts a report higher after it was placed; a crash and a start later that is still known. */
static void check_promotion(struct store *s, struct newsroom **n)
{
    int64_t when = OCTOBER + 70 * DAY;
    char stored[ARTICLE_ID_LIMIT];
    enum store_outcome outcome;
    struct story_record record;
    struct article article = {.id = STR("ferry"), .outlet = STR("Wire"), .title = STR("Ferry to Oske resumes"), .url = STR("https://Wire.example/ferry"),
                              .text = STR("The ferry from Oskenford to Oske sails again, captain Ilva Trenk said."), .place = {8, 20}};
    article.published = (struct moment){.seconds = when, .is_set = true, .has_time = true, .has_zone = true};
    struct store_entry e = {.article = &article, .feed = STR("https://Wire.example/feed"), .seen = when};
    struct status st = store_put_entry(s, &e, &outcome, stored);
    CHECK(is_ok(&st) && update(*n, when + 60).placed == 1, "placed: %s", st.message);
    struct str story = stream_story_of((*n)->stream, arena, STR("ferry"));
    CHECK(stream_story((*n)->stream, arena, story, &record) && record.members[0].place.at == 8, "with its place");
    st = newsroom_close(*n);
    CHECK(is_ok(&st), "closed: %s", st.message);
    *n = open_newsroom(s);
    article.place = (struct feed_place){1, 20};
    st = store_put_entry(s, &e, &outcome, stored);
    CHECK(is_ok(&st) && outcome == STORE_KNOWN && update(*n, when + 120).placed == 0, "nothing new but a place: %s", st.message);
    CHECK(stream_story((*n)->stream, arena, story, &record) && record.members[0].place.at == 1, "the stream knows of it");
    stream_destroy((*n)->stream); /* a crash: nothing is saved */
    (*n)->stream = NULL;
    (*n)->is_ahead = true;
    st = newsroom_close(*n);
    *n = open_newsroom(s);
    CHECK(is_ok(&st) && stream_story((*n)->stream, arena, story, &record) && record.members[0].place.at == 8, "the saved state does not");
    update(*n, when + 180);
    CHECK(stream_story((*n)->stream, arena, story, &record) && record.members[0].place.at == 1, "it is told again");
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

    check_split(s, n);
    check_promotion(s, &n);
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
