/* The stream of stories: restarts anywhere, damaged state, copies and later versions, languages, merging, closing,
 * neighbours, ranking. The reports are those of samples/, or written here. */
#include <stdlib.h>

#include "harness.h"
#include "lib/input.h"
#include "story/state.h"
#include "story/stream_state.h"

static struct arena *arena;
static struct analysis *reports; /* of samples/, by time */
static size_t report_count;

static int by_time(const void *a, const void *b)
{
    const struct article *x = a, *y = b;
    if (x->published.seconds != y->published.seconds)
        return x->published.seconds < y->published.seconds ? -1 : 1;
    return str_compare(x->id, y->id);
}

static void read_samples(struct input *in)
{
    input_read(in, "samples");
    qsort(in->articles, in->count, sizeof *in->articles, by_time);
    report_count = in->count;
    reports = arena_zero(arena, report_count * sizeof *reports);
    for (size_t i = 0; i < report_count; i++) {
        struct status s = analyse(arena, &in->articles[i], &reports[i]);
        CHECK(is_ok(&s), "%.*s is analysed", STR_ARG(in->articles[i].id));
    }
}

static struct placement add(struct stream *s, const struct analysis *x)
{
    struct placement p = {0};
    struct status st = stream_add(s, arena, x, &p);
    CHECK(is_ok(&st), "%.*s is placed: %s", STR_ARG(x->article->id), st.message);
    return p;
}

static struct stream *reload(struct stream *s)
{
    struct buf saved = {0};
    struct stream *again;
    stream_save(s, &saved);
    struct status st = stream_load(buf_str(&saved), "saved", &again);
    CHECK(is_ok(&st), "a saved stream loads: %s", st.message);
    buf_free(&saved);
    stream_destroy(s);
    return again;
}

static void test_restart(void)
{
    struct buf whole = {0};
    struct stream *s = stream_create();
    for (size_t i = 0; i < report_count; i++)
        add(s, &reports[i]);
    stream_save(s, &whole);
    stream_destroy(s);
    for (size_t step = 1; step < 9; step += 3) {
        struct buf parts = {0};
        s = reload(stream_create());
        for (size_t i = 0; i < report_count; i++) {
            if (i % step == 0)
                s = reload(s);
            add(s, &reports[i]);
        }
        stream_save(s, &parts);
        CHECK(str_eq(buf_str(&whole), buf_str(&parts)), "restarted every %zu reports: the same state, byte for byte", step);
        buf_free(&parts);
        stream_destroy(s);
    }
    buf_free(&whole);
}

/* Damage with a checksum that fits, so that every number's own check is what stands in the way. */
static void seal(struct str bytes)
{
    uint64_t sum = str_hash((struct str){bytes.p, bytes.n - 8});
    for (size_t i = 0; i < 8; i++)
        ((char *)bytes.p)[bytes.n - 8 + i] = (char)(sum >> (8 * i));
}

static void test_damage(void)
{
    struct buf saved = {0};
    struct stream *s = stream_create(), *out;
    for (size_t i = 0; i < 8; i++)
        add(s, &reports[i]);
    stream_save(s, &saved);
    stream_destroy(s);
    size_t refused = 0, cuts = 0, survived = 0;
    for (size_t n = 0; n < saved.n; n += 97, cuts++) {
        struct status st = stream_load((struct str){saved.p, n}, "cut", &out);
        refused += st.code == STATUS_BAD_INPUT && !out;
    }
    CHECK(refused == cuts, "cut anywhere: %zu of %zu refused", refused, cuts);
    for (size_t at = strlen(STATE_MAGIC); at + 8 < saved.n; at += 31) {
        char *bytes = malloc(saved.n);
        memcpy(bytes, saved.p, saved.n);
        bytes[at] = (char)(bytes[at] ^ (1 << at % 8));
        struct status plain = stream_load((struct str){bytes, saved.n}, "flip", &out);
        if (is_ok(&plain))
            CHECK(false, "a flipped bit at %zu is found", at);
        seal((struct str){bytes, saved.n});
        plain = stream_load((struct str){bytes, saved.n}, "flip", &out);
        if (is_ok(&plain)) { /* a weight or a time changed: all must still work */
            struct placement p;
            plain = stream_add(out, arena, &reports[9], &p);
            survived++;
            stream_destroy(out);
        }
        free(bytes);
    }
    CHECK(survived > 0, "bits flipped and sealed: what is refused is refused, the rest works (%zu)", survived);
    memset(saved.p + saved.n - 4 * 8, 0xFF, 8); /* how many times were read */
    seal((struct str){saved.p, saved.n});
    struct status st = stream_load(buf_str(&saved), "times", &out);
    CHECK(st.code == STATUS_BAD_INPUT && !out, "more times than can have been read: refused (%s)", st.message);
    buf_free(&saved);
}

static struct analysis *report(const char *id, const char *outlet, const char *when, const char *title, const char *text)
{
    struct article *article = arena_zero(arena, sizeof *article);
    struct analysis *x = arena_zero(arena, sizeof *x);
    *article = (struct article){.id = str_of(id), .outlet = str_of(outlet), .title = str_of(title), .text = str_of(text)};
    moment_parse_iso(str_of(when), &article->published);
    struct status s = analyse(arena, article, x);
    CHECK(is_ok(&s), "%s is analysed", id);
    return x;
}

static const char mill[] =
    "A fire destroyed the Corvane paper mill in Dunmarrow on Monday night, the Dunmarrow fire brigade said. Eleven workers "
    "were treated for smoke at Saint Orla hospital. Chief officer Petra Lindqvar said the fire began in the drying hall, "
    "where 40 tonnes of pulp were stored. The mill employs 320 people and is the town's largest employer.";
static const char mill_other[] =
    "Fire has gutted the paper mill at Dunmarrow that has fed the town for a century. Eleven Corvane workers were in "
    "Saint Orla hospital on Tuesday after breathing smoke. Petra Lindqvar, who led the brigade through the night, said "
    "pulp in the drying hall had caught first.";
static const char mill_german[] =
    "Ein Feuer hat in der Nacht zum Dienstag die Papierfabrik Corvane in Dunmarrow zerstört. Elf Arbeiter wurden wegen "
    "einer Rauchvergiftung im Krankenhaus Saint Orla behandelt, sagte Petra Lindqvar von der Feuerwehr. Das Feuer war in "
    "der Trockenhalle ausgebrochen, in der vierzig Tonnen Zellstoff lagerten.";

static void test_copies(void)
{
    struct stream *s = stream_create();
    struct placement p = add(s, report("m1", "Wire", "2025-10-07T06:00Z", "Fire destroys Dunmarrow paper mill", mill));
    CHECK(p.is_new_story && !p.copy_of.n && !p.revises.n, "the first report begins a story");
    struct str story = p.story;
    p = add(s, report("m2", "Courier", "2025-10-07T08:00Z", "Dunmarrow mill burns down", mill));
    CHECK(str_eq(p.copy_of, STR("m1")) && str_eq(p.story, story), "the same text elsewhere is a copy");
    p = add(s, report("m3", "Wire", "2025-10-07T09:00Z", "UPDATE 1: Fire destroys Dunmarrow paper mill", mill));
    CHECK(str_eq(p.revises, STR("m1")) && str_eq(p.story, story), "the same outlet's next version is a revision");
    p = add(s, report("m4", "Herald", "2025-10-07T10:00Z", "Fire guts Dunmarrow's paper mill", mill_other));
    CHECK(!p.copy_of.n && str_eq(p.story, story), "another's own report joins as such");
    p = add(s, report("m5", "Abendblatt", "2025-10-07T10:30Z", "Feuer zerstört Papierfabrik in Dunmarrow", mill_german));
    CHECK(p.is_new_story, "another language begins a story of its own");

    struct story_record r;
    CHECK(stream_story(s, arena, story, &r), "the story is found");
    CHECK(r.member_count == 4 && r.report_count == 3 && r.independent_count == 2 && r.outlet_count == 3,
          "4 members, 3 reports, 2 independent, 3 outlets: %zu %zu %zu %zu", r.member_count, r.report_count,
          r.independent_count, r.outlet_count);
    CHECK(r.members[1].copy_of == 0 && r.members[0].revised_by == 2, "members point to one another");
    CHECK(r.version == 4, "version counts changes: %u", r.version);
    struct placement again = {0};
    struct status st = stream_add(s, arena, report("m1", "Wire", "2025-10-08", "x", "y"), &again);
    CHECK(st.code == STATUS_MISUSE, "an id twice is misuse: %s", st.message);
    CHECK(!stream_story(s, arena, STR("s0123456789abcdef"), &r) && !stream_story(s, arena, STR("../x"), &r),
          "no such story");
    CHECK(!stream_story_of(s, arena, STR("nobody")).n, "no such article");
    stream_destroy(s);
}

static const char mill_flash[] = "A fire has broken out at the Corvane paper mill in Dunmarrow, the fire brigade said on Monday night.";
static const char mill_later[] =
    "The fire that destroyed the Corvane paper mill in Dunmarrow was under control by Tuesday noon, the fire brigade said. "
    "Nineteen workers are now at Saint Orla hospital, two of them badly burned. Chief officer Petra Lindqvar said a spark from "
    "a dryer was the likely cause. Mayor Oda Brenn promised that none of the 320 workers would go unpaid this winter.";
static const char mill_wrap[] =
    "Dunmarrow woke on Tuesday to the ruin of the Corvane paper mill, while floods closed the Harl valley road and the council "
    "put off its vote on the harbour. The fire brigade under Petra Lindqvar fought all night; nineteen workers are in Saint "
    "Orla hospital. In the Harl valley two bridges are gone. The vote on the harbour is now to be held in November.";

static void check_counts(struct stream *s, struct str story, size_t members, size_t written, size_t independent, size_t outlets)
{
    struct story_record r = {0};
    CHECK(stream_story(s, arena, story, &r) && r.member_count == members && r.report_count == written &&
              r.independent_count == independent && r.outlet_count == outlets,
          "%zu members, %zu reports, %zu independent, %zu outlets: %zu %zu %zu %zu", members, written, independent, outlets,
          r.member_count, r.report_count, r.independent_count, r.outlet_count);
}

static void test_versions(void)
{
    struct stream *s = stream_create();
    struct placement p = add(s, report("a", "Wire", "2025-10-06T22:00Z", "BREAKING: Fire at Dunmarrow paper mill", mill_flash));
    struct str story = p.story;
    p = add(s, report("b", "Wire", "2025-10-06T23:00Z", "Fire destroys Dunmarrow paper mill", mill));
    CHECK(str_eq(p.revises, STR("a")), "the report replaces the flash: %.*s", STR_ARG(p.revises));
    p = add(s, report("c", "Herald", "2025-10-07T08:00Z", "Fire guts Dunmarrow's paper mill", mill_other));
    CHECK(!p.revises.n && str_eq(p.story, story), "another outlet's report replaces nothing");
    p = add(s, report("d", "Wire", "2025-10-07T12:00Z", "UPDATE 2-Fire at Dunmarrow paper mill under control", mill_later));
    CHECK(str_eq(p.revises, STR("b")) && !p.copy_of.n, "an update with other words and facts replaces it: %.*s", STR_ARG(p.revises));
    p = add(s, report("e", "Courier", "2025-10-07T12:30Z", "(LEAD) Fire at Dunmarrow paper mill under control", mill_later));
    CHECK(str_eq(p.copy_of, STR("d")) && !p.revises.n, "the update in another outlet is its copy");
    check_counts(s, story, 5, 3, 2, 3);
    p = add(s, report("f", "Wire", "2025-10-07T13:00Z", "WRAPUP 1-Fire at Dunmarrow mill, floods in Harl valley", mill_wrap));
    CHECK(!p.revises.n, "a round-up replaces no report");
    p = add(s, report("g", "Wire", "2025-10-07T15:00Z", "WRAPUP 2-Fire at Dunmarrow mill, floods in Harl valley", mill_wrap));
    CHECK(str_eq(p.revises, STR("f")), "but the round-up before it");
    p = add(s, report("h", "Herald", "2025-10-07T16:00Z", "Spark from a dryer was the cause, brigade says", mill_later));
    CHECK(!p.revises.n, "without a label, and other words: a report of its own, or a copy");
    stream_destroy(s);

    s = stream_create();
    add(s, report("a", "", "2025-10-06T23:00Z", "Fire destroys Dunmarrow paper mill", mill));
    p = add(s, report("b", "", "2025-10-07T12:00Z", "UPDATE 2-Fire destroys Dunmarrow paper mill", mill));
    CHECK(!p.revises.n && str_eq(p.copy_of, STR("a")), "two unknown outlets are not one");
    stream_destroy(s);
}

static void test_times(void)
{
    struct stream *s = stream_create();
    add(s, report("m1", "Wire", "2025-10-07T06:00Z", "Fire destroys Dunmarrow paper mill", mill));
    add(s, report("f1", "Oracle", "9999-12-31", "A report from the future", "Nobody knows what will be."));
    struct placement p = add(s, report("m4", "Herald", "2025-10-07T10:00Z", "Fire guts Dunmarrow's paper mill", mill_other));
    CHECK(!p.is_new_story, "one absurd date closes nothing");
    struct analysis *undated = report("u1", "Wire", "", "Undated", "A text without any date at all, about nothing much.");
    CHECK(add(s, undated).is_new_story, "no date: placed all the same");
    for (int i = 0; i < 12; i++) {
        char *id = str_z(arena, str_format(arena, "q%d", i));
        char *text = str_z(arena, str_format(arena, "Quiet%d day%d passes%d without%d event%d.", i, i, i, i, i));
        add(s, report(id, "Wire", "2025-11-20T06:00Z", id, text));
    }
    CHECK(!s->articles[0].sketch && s->plots[0].stage == PLOT_RESTS, "weeks later the story is closed and its vectors are gone");
    struct story_record r;
    CHECK(stream_story(s, arena, p.story, &r) && r.member_count == 2, "and it is still found");
    p = add(s, report("m9", "Gazette", "2025-11-20T10:00Z", "Dunmarrow mill will not be rebuilt after fire",
                      "Corvane will not rebuild the paper mill in Dunmarrow, it said on Thursday. Petra Lindqvar of the fire "
                      "brigade had warned of the drying hall."));
    CHECK(p.is_new_story, "what follows weeks later is a story of its own");
    CHECK(stream_story(s, arena, p.story, &r) && r.neighbour_count && r.neighbours[0].is_older, "that follows from the first");
    stream_destroy(s);
}

static void test_addresses(void)
{
    static const char *const urls[] = {"http://x", "x", "/", "//", "http://x/", "http://x/world/a.html", ""};
    struct stream *s = stream_create();
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        struct article article = *reports[i].article;
        struct analysis x = reports[i];
        article.url = str_of(urls[i]);
        x.article = &article;
        CHECK(add(s, &x).story.n, "placed, at the address '%s'", urls[i]);
    }
    stream_destroy(s);
}

static void test_minority(const struct story_record *alone)
{
    struct story_record r = *alone;
    struct moment now = {.seconds = r.first.seconds + 2 * 86400, .has_time = true, .is_set = true};
    struct moment early = {.seconds = r.first.seconds + 3600, .has_time = true, .is_set = true};
    struct buf why = {0};
    r.newsworth = 0.5;
    r.outlet_count = 1;
    double worth = stream_minority(&r, now);
    CHECK(worth > 0 && worth <= 1, "one outlet's alone: %.3f", worth);
    CHECK(stream_minority(&r, early) == 0, "an hour later others may still have it");
    minority_explain(&r, now, &why);
    CHECK(str_has(buf_str(&why), STR("0.50")), "it is explained: %s", why.p);
    buf_free(&why);
    r.newsworth = 0.25;
    CHECK(stream_minority(&r, now) < worth, "what others rarely take up comes later");
    r.newsworth = 0;
    CHECK(stream_minority(&r, now) == 0, "and what is no report never");
    r.newsworth = 0.5;
    now.seconds += 3 * 86400;
    CHECK(stream_minority(&r, now) < worth, "it fades");
}

static void test_ranking(void)
{
    struct stream *s = stream_create();
    struct str big = {0}, small = {0}, *ids;
    size_t count;
    for (size_t i = 0; i < report_count; i++) {
        struct placement p = add(s, &reports[i]);
        if (str_eq(reports[i].article->id, STR("819a3ef0d4fd8ac6")))
            big = p.story;
        if (str_eq(reports[i].article->id, STR("78fb498ba999eab1")))
            small = p.story;
    }
    struct story_record r, q;
    struct moment now;
    moment_parse_iso(STR("2025-10-09T12:00+01:00"), &now);
    CHECK(stream_story(s, arena, big, &r) && stream_story(s, arena, small, &q), "both are there");
    struct ranking a = stream_rank(&r, now), b = stream_rank(&q, now);
    CHECK(a.score > b.score, "the sinking before a match: %.2f %.2f", a.score, b.score);
    CHECK(q.topic == TOPIC_SPORT, "a match is sport: %s", topic_name(q.topic));
    struct buf why = {0};
    ranking_explain(&a, &why);
    CHECK(str_has(buf_str(&why), STR("independent outlets")), "a score is explained: %s", why.p);
    buf_free(&why);
    CHECK(stream_minority(&r, now) == 0, "what many have is no minority report");
    test_minority(&q);
    stream_stories(s, arena, &ids, &count);
    size_t members = 0;
    for (size_t i = 0; i < count; i++)
        members += stream_story(s, arena, ids[i], &r) ? r.member_count : 0;
    CHECK(members == report_count, "every report is in exactly one listed story");
    stream_destroy(s);
}

static void rank_explained(const struct story_record *r, struct moment now, struct buf *why, struct ranking *out)
{
    buf_clear(why);
    *out = stream_rank(r, now);
    ranking_explain(out, why);
}

/* Where outlets put their reports: kept, raised, and a part of the rank that fades. */
static void test_places(void)
{
    struct stream *s = stream_create();
    struct analysis *first = report("m1", "Wire", "2025-10-07T06:00Z", "Fire destroys Dunmarrow paper mill", mill);
    struct analysis *other = report("m4", "Herald", "2025-10-07T10:00Z", "Fire guts Dunmarrow's paper mill", mill_other);
    struct str story = add(s, first).story;
    add(s, other);
    struct buf placeless = {0}, again = {0}, why = {0};
    struct story_record r;
    struct ranking plain, placed, both, later;
    struct moment now, tomorrow;
    moment_parse_iso(STR("2025-10-07T11:00Z"), &now);
    moment_parse_iso(STR("2025-10-08T11:00Z"), &tomorrow);
    CHECK(stream_story(s, arena, story, &r) && r.member_count == 2 && !r.members[0].place.at, "no place is known");
    rank_explained(&r, now, &why, &plain);
    CHECK(plain.place == 0 && !str_has(buf_str(&why), STR("placed")), "and none is told: %s", why.p);
    stream_note_place(s, STR("m4"), (struct feed_place){22, 30});
    stream_note_place(s, STR("m4"), (struct feed_place){2, 30});
    stream_note_place(s, STR("m4"), (struct feed_place){12, 30});
    stream_note_place(s, STR("nobody"), (struct feed_place){1, 30});
    s = reload(s);
    CHECK(stream_story(s, arena, story, &r) && r.members[1].place.at == 2 && r.members[1].place.of == 30, "the best stays, also when saved");
    rank_explained(&r, now, &why, &placed);
    CHECK(placed.score > plain.score && str_has(buf_str(&why), STR("placed 2nd of 30 by Herald (0.4")), "it counts, and is told: %s", why.p);
    stream_note_place(s, STR("m1"), (struct feed_place){1, 10});
    CHECK(stream_story(s, arena, story, &r), "it is there");
    rank_explained(&r, now, &why, &both);
    CHECK(both.place > placed.place && str_has(buf_str(&why), STR("and placed by 1 more")), "another outlet's counts, too: %s", why.p);
    rank_explained(&r, tomorrow, &why, &later);
    CHECK(later.place < both.place / 2, "it fades: %.2f, a day later %.2f", both.place, later.place);
    stream_destroy(s);

    struct article here = *first->article;
    here.place = (struct feed_place){3, 7};
    struct analysis x = *first;
    x.article = &here;
    s = stream_create();
    story = add(s, &x).story;
    CHECK(stream_story(s, arena, story, &r) && r.members[0].place.at == 3, "a place that comes with the article");
    s = reload(s);
    stream_save(s, &again);
    buf_clear(&placeless);
    s = reload(s);
    stream_save(s, &placeless);
    CHECK(str_eq(buf_str(&again), buf_str(&placeless)), "and saved is the same again");
    stream_destroy(s);
    buf_free(&placeless);
    buf_free(&again);
    buf_free(&why);
}

static void test_merge(void)
{
    struct stream *s = stream_create();
    struct placement a = add(s, report("m1", "Wire", "2025-10-07T06:00Z", "Fire destroys Dunmarrow paper mill", mill));
    struct placement b = add(s, report("w1", "Post", "2025-10-07T06:30Z", "Rain floods Harl valley",
                                       "Rain flooded the Harl valley on Monday. Nobody was hurt, mayor Oda Brenn said."));
    struct placement c = add(s, report("m5", "Herald", "2025-10-07T07:00Z", "Fire guts Dunmarrow's paper mill", mill_other));
    CHECK(!str_eq(a.story, b.story) && str_eq(a.story, c.story), "two stories");
    plot_merge(s, 0, 1);
    struct story_record r;
    CHECK(stream_story(s, arena, b.story, &r) && str_eq(r.id, a.story) && r.member_count == 3,
          "a merged story's id leads to the one that went on");
    CHECK(str_eq(stream_story_of(s, arena, STR("w1")), a.story), "and so do its articles");
    s = reload(s);
    CHECK(stream_story(s, arena, b.story, &r) && str_eq(r.id, a.story), "after a restart as well");
    struct str *ids;
    size_t count;
    stream_stories(s, arena, &ids, &count);
    CHECK(count == 1 && str_eq(ids[0], a.story), "and it is not listed");
    stream_destroy(s);
}

int main(void)
{
    arena = arena_create();
    struct input *in = input_create();
    read_samples(in);
    test_restart();
    test_damage();
    test_copies();
    test_versions();
    test_times();
    test_addresses();
    test_ranking();
    test_merge();
    test_places();
    input_destroy(in);
    arena_destroy(arena);
    return tap_done();
}
