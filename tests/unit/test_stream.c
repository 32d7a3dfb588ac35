/* A stream that lives for long: what is closed is forgotten, and nothing else changes; states of older versions. The
 * reports are made here, of invented words. */
#include <stdlib.h>

#include "base/file.h"
#include "harness.h"
#include "story/state.h"
#include "story/storyline.h"
#include "story/stream_state.h"

enum { DAYS = 120, SERIES = 8, REMEMBERED = 160 };

static struct arena *arena;

static struct analysis *report(const char *id, const char *outlet, struct moment when, struct str title, struct str text)
{
    struct article *article = arena_zero(arena, sizeof *article);
    struct analysis *x = arena_zero(arena, sizeof *x);
    *article = (struct article){.id = str_of(id), .outlet = str_of(outlet), .title = title, .text = text, .published = when};
    article->url = str_format(arena, "https://%s.example/%s", outlet, id);
    struct status s = analyse(arena, article, x);
    if (!is_ok(&s))
        CHECK(false, "%s is analysed: %s", id, s.message);
    return x;
}

/* A series is one person's affairs: a story every few days, each with figures and words of its own. */
static const struct analysis *made(size_t day, size_t series, size_t which)
{
    static const char *const outlets[] = {"Wire", "Courier", "Herald"};
    unsigned s = (unsigned)series, d = (unsigned)day;
    struct moment when = moment_of_day((int32_t)(20000 + day));
    const char *id = str_z(arena, str_format(arena, "r%u-%u-%zu", d, s, which));
    struct str title = str_format(arena, "Resmar%uok opens vexal%ux in Dunmar%u", s, d * 31 + s, s);
    unsigned thing = d * 31 + s, cost = d * 7 + 100, body = d * 17 + s;
    struct str text = which == 1
        ? str_format(arena, "Hanna Resmar%uok said in Dunmar%u that the vexal%ux would cost %u million crowns. The brol%uy agreed.",
                     s, s, thing, cost, body)
        : str_format(arena, "The vexal%ux was opened by Hanna Resmar%uok, who told the brol%uy that %u million crowns were spent "
                            "in Dunmar%u.", thing, s, body, cost, s);
    return report(id, outlets[which % 3], when, title, text);
}

static const struct analysis **stream_of(size_t *count)
{
    const struct analysis **all = arena_alloc(arena, (size_t)DAYS * SERIES * 3 * sizeof *all);
    *count = 0;
    for (size_t day = 0; day < DAYS; day++)
        for (size_t series = day % 3; series < SERIES; series += 3)
            for (size_t which = 0; which < 3; which++)
                all[(*count)++] = made(day, series, which);
    return all;
}

static struct stream *reload(struct stream *s, size_t remembered)
{
    struct buf saved = {0};
    struct stream *again;
    stream_save(s, &saved);
    struct status st = stream_load(buf_str(&saved), "saved", &again);
    if (!is_ok(&st)) {
        CHECK(false, "a saved stream loads: %s", st.message);
        exit(1);
    }
    stream_forget_closed(again, remembered);
    buf_free(&saved);
    stream_destroy(s);
    return again;
}

static size_t saved_size(const struct stream *s)
{
    struct buf saved = {0};
    stream_save(s, &saved);
    size_t n = saved.n;
    buf_free(&saved);
    return n;
}

/* The same places as a stream that keeps everything, byte by byte the same state wherever it was restarted. */
static void test_forgetting(const struct analysis **all, size_t count)
{
    struct stream *keeps = stream_create(), *forgets = stream_create(), *restarted = stream_create();
    struct buf whole = {0}, parts = {0};
    size_t differing = 0, most_articles = 0, half = 0;
    stream_forget_closed(forgets, REMEMBERED);
    stream_forget_closed(restarted, REMEMBERED);
    for (size_t i = 0; i < count; i++) {
        struct placement p[3];
        struct stream *streams[3] = {keeps, forgets, restarted};
        for (size_t k = 0; k < 3; k++) {
            struct status st = stream_add(streams[k], arena, all[i], &p[k]);
            if (!is_ok(&st))
                CHECK(false, "placed: %s", st.message);
        }
        differing += !str_eq(p[0].story, p[1].story) || !str_eq(p[0].story, p[2].story);
        most_articles = forgets->article_count > most_articles ? forgets->article_count : most_articles;
        half = i == count / 2 ? saved_size(forgets) : half;
        if (i % 7 == 0)
            restarted = reload(restarted, REMEMBERED);
    }
    CHECK(!differing, "forgetting places every article where remembering does");
    stream_save(forgets, &whole);
    stream_save(restarted, &parts);
    CHECK(str_eq(buf_str(&whole), buf_str(&parts)), "and after restarts the state is the same, byte for byte");
    CHECK(saved_size(forgets) < half + half / 4, "a state does not grow: %zu, %zu bytes", half, saved_size(forgets));
    CHECK(forgets->remembered_count <= REMEMBERED && forgets->remembered_count >= REMEMBERED / 2,
          "so many closed stories are remembered: %zu", forgets->remembered_count);
    CHECK(forgets->article_count - forgets->articles_gone < count / 2, "most articles are gone: %zu of %zu",
          forgets->article_count - forgets->articles_gone, count);
    buf_free(&whole);
    buf_free(&parts);
    stream_destroy(keeps);
    stream_destroy(forgets);
    stream_destroy(restarted);
}

/* What a page of today tells of before is the same, whether the older stories' members are known or forgotten. */
static void test_background(const struct analysis **all, size_t count)
{
    struct stream *keeps = stream_create(), *forgets = stream_create();
    struct str first = {0}, last = {0};
    size_t same = 0, told = 0;
    stream_forget_closed(forgets, 10000);
    for (size_t i = 0; i < count; i++) {
        struct placement p, q;
        struct status st = stream_add(keeps, arena, all[i], &p), again = stream_add(forgets, arena, all[i], &q);
        if (!is_ok(&st) || !is_ok(&again))
            CHECK(false, "placed: %s%s", st.message, again.message);
        first = i ? first : p.story;
        last = p.story;
    }
    struct story_record r, q;
    struct story_member before[STORYLINE_MOST], after[STORYLINE_MOST];
    CHECK(stream_story(keeps, arena, last, &r) && stream_story(forgets, arena, last, &q), "both know the last story");
    told = storyline_background(keeps, arena, &r, before);
    size_t told_too = storyline_background(forgets, arena, &q, after);
    for (size_t i = 0; i < told && i < told_too; i++)
        same += str_eq(before[i].article, after[i].article) && str_eq(before[i].outlet, after[i].outlet);
    CHECK(told > 0 && told == told_too && same == told, "the same reports of older stories: %zu, %zu, %zu", told, told_too, same);
    CHECK(stream_story(keeps, arena, first, &r) && !stream_story(forgets, arena, first, &q), "the first story's members are gone");
    CHECK(stream_remembers(forgets, arena, first, &q) && q.topic == r.topic && q.neighbour_count == r.neighbour_count,
          "what is left of it: topic and neighbours");
    CHECK(stream_first_reports(forgets, arena, first, before, 2) == 2, "and its first reports");
    CHECK(!stream_story_of(forgets, arena, STR("r0-0-2")).n && stream_story_of(forgets, arena, STR("r0-0-0")).n,
          "an article is known while it is a first report");
    struct str *ids;
    size_t listed;
    stream_stories(forgets, arena, &ids, &listed);
    for (size_t i = 0; i < listed; i++)
        if (!stream_story(forgets, arena, ids[i], &r))
            CHECK(false, "a listed story has members");
    CHECK(listed > 0 && listed < 60, "only stories with members are listed: %zu", listed);
    stream_destroy(keeps);
    stream_destroy(forgets);
}

/* A merged story's id leads to the story as long as that is known, and an id that is gone may come again. */
static void test_ids(const struct analysis **all)
{
    struct stream *s = stream_create();
    struct placement p, q;
    struct story_record r;
    stream_forget_closed(s, 4);
    struct status st = stream_add(s, arena, all[0], &p);
    CHECK(is_ok(&st), "placed");
    st = stream_add(s, arena, made(0, 7, 0), &q);
    CHECK(is_ok(&st) && !str_eq(p.story, q.story), "two stories");
    plot_merge(s, 0, 1);
    for (size_t i = 200; i < 480; i++) {
        struct placement other;
        st = stream_add(s, arena, all[i], &other);
        if (i == 201) {
            s = reload(s, 4);
            CHECK(stream_story(s, arena, q.story, &r) && str_eq(r.id, p.story), "merged: the id leads on, after a restart too");
        }
    }
    CHECK(!stream_remembers(s, arena, p.story, &r) && !stream_remembers(s, arena, q.story, &r), "both ids are forgotten");
    st = stream_add(s, arena, all[0], &p);
    CHECK(is_ok(&st) && p.is_new_story, "the id of a forgotten article may come again: %s", st.message);
    s = reload(s, 4);
    CHECK(str_eq(stream_story_of(s, arena, all[0]->article->id), p.story), "and is known");
    stream_destroy(s);
}

/* A story that goes on for weeks keeps the vectors of what speaks for it and of what is new. */
static void test_long_story(void)
{
    struct stream *s = stream_create();
    stream_forget_closed(s, 10);
    struct str story = {0};
    size_t sketches = 0, others = 0;
    for (size_t day = 0; day < 60; day++) {
        struct placement p;
        const char *id = str_z(arena, str_format(arena, "long%zu", day));
        struct str text = str_format(arena, "Hanna Resmarok told the brolya of Dunmarrow that the vexalux strike goes into day %zu. "
                                            "Petra Lindqvar of the Dunmarrow dockers said the vexalux offer %zu was poor.", day, day * 13);
        struct analysis *x = report(id, day % 2 ? "Wire" : "Herald", moment_of_day((int32_t)(20000 + day)),
                                    STR("Vexalux strike in Dunmarrow: Resmarok and Lindqvar"), text);
        struct status st = stream_add(s, arena, x, &p);
        story = day ? story : p.story;
        others += !is_ok(&st) || !str_eq(story, p.story);
        if (day % 9 == 0)
            s = reload(s, 10);
    }
    for (size_t i = 0; i < s->article_count; i++)
        sketches += s->articles[i].sketch != NULL;
    struct story_record r;
    bool found = stream_story(s, arena, story, &r);
    CHECK(!others && found && r.member_count == 60, "one story of 60 days: %zu", r.member_count);
    CHECK(sketches < 30, "with the vectors of its voices and of the last days: %zu", sketches);
    stream_destroy(s);
}

static struct moment hour(unsigned h)
{
    struct moment m = moment_of_day(20000);
    m.seconds += (int64_t)h * 3600;
    m.has_time = m.has_zone = true;
    return m;
}

#define FIRE \
    "A fire destroyed the Corvane paper mill in Dunmarrow on Monday night, the Dunmarrow fire brigade said. Eleven workers " \
    "were treated for smoke at Saint Orla hospital. Chief officer Petra Lindqvar said the fire began in the drying hall, " \
    "where 40 tonnes of pulp were stored. The mill employs 320 people and is the town's largest employer."

/* Reports on a fire and on a flood. */
static const struct {
    const char *id, *outlet, *title, *text;
} told[] = {
    {"f1", "Wire", "Fire destroys Corvane paper mill in Dunmarrow",
     FIRE},
    {"f2", "Herald", "Corvane mill in Dunmarrow burns down",
     "The Corvane paper mill in Dunmarrow has burned down. Fire broke out in the drying hall, said Petra Lindqvar, who led the brigade."},
    {"h1", "Wire", "Rain floods the Harl valley at Oskenford",
     "Rain flooded the Harl valley on Monday. Mayor Oda Brenn of Oskenford said 200 people had left their houses beside the weir."},
    {"h2", "Courier", "Harl valley under water, Oskenford people leave houses",
     "People of Oskenford left their houses when the Harl flooded the valley. Mayor Oda Brenn said the weir had given way to rain."},
    {"c1", "Post", "Mill destroyed",
     FIRE},
    {"f3", "Gazette", "Dunmarrow fire: Corvane paper mill lost",
     "Corvane has lost its paper mill in Dunmarrow to a fire in the drying hall. The brigade under Petra Lindqvar fought it all night."},
    {"h3", "Gazette", "Flood in Harl valley: Oskenford weir broke",
     "The weir at Oskenford broke in the rain and flooded the Harl valley, mayor Oda Brenn said. 200 people left their houses."},
};

/* A fire and a flood, told as one story by mistake, until each has reports enough. */
static void test_split(void)
{
    struct stream *s = stream_create();
    struct placement p[7];
    struct buf why = {0}, whole = {0}, parts = {0};
    for (unsigned i = 0; i < 7; i++) {
        if (i == 5) {
            CHECK(!str_eq(p[0].story, p[2].story) && s->plot_count == 2, "two stories, of which");
            plot_merge(s, 0, 1);
            s = reload(s, 10);
        }
        if (i == 6)
            stream_explain_last(s, &why);
        struct status st = stream_add(s, arena, report(told[i].id, told[i].outlet, hour(i), str_of(told[i].title), str_of(told[i].text)), &p[i]);
        if (!is_ok(&st))
            CHECK(false, "placed: %s", st.message);
    }
    CHECK(str_eq(p[5].story, p[0].story) && p[5].change_count == 2, "a report on one shows them to be two: %zu", p[5].change_count);
    CHECK(str_eq(p[5].changes[0].article, STR("h1")) && str_eq(p[5].changes[1].article, STR("h2")), "the other's reports go,");
    CHECK(str_eq(p[5].changes[0].from, p[0].story) && str_eq(p[5].changes[0].to, p[2].story), "and the one that had merged is itself again");
    CHECK(str_eq(p[6].story, p[2].story), "the last of them too");
    CHECK(str_has(buf_str(&why), STR("showed h1 to belong in")), "which can be explained: %s", why.p);
    struct story_record r, q;
    CHECK(stream_story(s, arena, p[0].story, &r) && stream_story(s, arena, p[2].story, &q) && r.member_count == 4 && q.member_count == 3 &&
              r.independent_count == 3, "both are whole; a copy stays with what it copies");
    CHECK(str_eq(stream_story_of(s, arena, STR("c1")), p[0].story) && str_eq(stream_story_of(s, arena, STR("h2")), p[2].story), "and articles know theirs");
    stream_save(s, &whole);
    s = reload(s, 10);
    stream_save(s, &parts);
    CHECK(str_eq(buf_str(&whole), buf_str(&parts)), "a restart changes nothing");
    struct placement more;
    struct status st = stream_add(s, arena, report("h4", "Herald", hour(8), STR("Oskenford: flood falls in Harl valley"),
                                                   STR("The flood in the Harl valley is falling, mayor Oda Brenn of Oskenford said at the broken weir.")), &more);
    CHECK(is_ok(&st) && str_eq(more.story, p[2].story) && !more.change_count, "each goes on for itself");
    buf_free(&why);
    buf_free(&whole);
    buf_free(&parts);
    stream_destroy(s);
}

static void tell(struct stream *s, unsigned from, unsigned end)
{
    for (unsigned i = from; i < end; i++) {
        struct placement p;
        struct status st = stream_add(s, arena, report(told[i].id, told[i].outlet, hour(i), str_of(told[i].title), str_of(told[i].text)), &p);
        if (!is_ok(&st))
            CHECK(false, "placed: %s", st.message);
    }
}

/* An older story may merge into a younger one, and part from it again. */
static void test_merged_either_way(void)
{
    for (uint32_t into = 0; into < 2; into++) {
        struct stream *s = stream_create(), *again = stream_create();
        struct buf whole = {0}, parts = {0};
        stream_forget_closed(s, 10);
        tell(s, 0, 5);
        tell(again, 0, 5);
        plot_merge(s, into, !into);
        plot_merge(again, into, !into);
        again = reload(again, 10);
        tell(s, 5, 7);
        tell(again, 5, 7);
        stream_save(s, &whole);
        stream_save(again, &parts);
        CHECK(str_eq(buf_str(&whole), buf_str(&parts)) && s->open_count == 2,
              "story %u merged into the other, and they part again: a restart changes nothing", !into);
        buf_free(&whole);
        buf_free(&parts);
        stream_destroy(s);
        stream_destroy(again);
    }
}

/* Damage with a checksum that fits: what loads goes on working, the rest is refused. */
static void check_damaged(struct str bytes)
{
    char *p = malloc(bytes.n);
    size_t refused = 0, loaded = 0;
    for (size_t at = 17; at + 8 < bytes.n; at += 5) {
        for (int k = 0; k < 2; k++) {
            struct stream *s;
            memcpy(p, bytes.p, bytes.n);
            p[at] = (char)(k ? 0xFF : p[at] ^ 1 << at % 8);
            uint64_t sum = str_hash((struct str){p, bytes.n - 8});
            for (size_t i = 0; i < 8; i++)
                p[bytes.n - 8 + i] = (char)(sum >> (8 * i));
            struct status st = stream_load((struct str){p, bytes.n}, "damaged", &s);
            refused += !is_ok(&st);
            loaded += is_ok(&st);
            if (is_ok(&st))
                stream_destroy(reload(s, 2));
        }
    }
    free(p);
    CHECK(refused > 0 && loaded > 0, "damaged states of that version: %zu refused, %zu go on", refused, loaded);
}

/* tests/stream/version-1.state: a fire of October with a copy and a revision, closed; seven small stories of November. */
static void test_version_1(void)
{
    struct buf bytes = {0};
    struct stream *s;
    struct story_record r;
    struct status st = file_read("tests/stream/version-1.state", 1 << 20, &bytes);
    CHECK(is_ok(&st), "read: %s", st.message);
    st = stream_load(buf_str(&bytes), "version 1", &s);
    CHECK(is_ok(&st), "a state of version 1 loads: %s", st.message);
    if (!is_ok(&st))
        return;
    CHECK(stream_story(s, arena, STR("sd534c471df9611eb"), &r) && r.member_count == 3 && r.report_count == 2, "its stories are there");
    CHECK(str_eq(stream_story_of(s, arena, STR("w1")), STR("sf939dd3c2712b75b")), "and its articles");
    s = reload(s, 10);
    CHECK(stream_story(s, arena, STR("sd534c471df9611eb"), &r) && r.members[1].copy_of == 0 && r.members[0].revised_by == 2,
          "saved in the newest version, nothing is lost");
    struct moment when;
    struct placement p;
    moment_parse_iso(STR("2025-11-20T08:00Z"), &when);
    st = stream_add(s, arena, report("w2", "Wire", when, STR("Rain floods Harl valley"),
                                     STR("Rain flooded the Harl valley on Monday, mayor Oda Brenn said; nobody was hurt.")), &p);
    CHECK(is_ok(&st) && str_eq(p.story, STR("sf939dd3c2712b75b")), "and it goes on: %.*s", STR_ARG(p.story));
    stream_destroy(s);
    check_damaged(buf_str(&bytes));
    buf_free(&bytes);
}

/* tests/stream/version-5.state: the three reports of a fire, linked, and a flood. */
static void test_version_5(void)
{
    struct buf bytes = {0};
    struct stream *s;
    struct story_record r;
    struct status st = file_read("tests/stream/version-5.state", 1 << 20, &bytes);
    CHECK(is_ok(&st), "read: %s", st.message);
    st = stream_load(buf_str(&bytes), "version 5", &s);
    CHECK(is_ok(&st), "a state of version 5 loads: %s", st.message);
    if (!is_ok(&st))
        return;
    float likely = s->articles[0].sketch->link_count ? link_likely(s, 0, &s->articles[0].sketch->links[0]) : 0;
    CHECK(likely > 0.5f && likely < 1, "its links are as likely as they were: %.3f", (double)likely);
    s = reload(s, 10);
    CHECK(link_likely(s, 0, &s->articles[0].sketch->links[0]) == likely, "saved in the newest version, too");
    CHECK(stream_story(s, arena, STR("sd534c471df9611eb"), &r) && r.member_count == 3, "its stories are there");
    stream_destroy(s);
    check_damaged(buf_str(&bytes));
    buf_free(&bytes);
}

static void place(struct stream *s, const char *id, const char *outlet, const char *when, const char *title, const char *text, struct placement *p)
{
    struct moment m;
    moment_parse_iso(str_of(when), &m);
    struct status st = stream_add(s, arena, report(id, outlet, m, str_of(title), str_of(text)), p);
    CHECK(is_ok(&st), "%s: %s", id, st.message);
}

/* The state with one byte changed and the checksum made to fit. */
static struct status load_changed(struct str bytes, size_t at, unsigned char value, struct stream **out)
{
    struct buf state = {0};
    buf_add(&state, bytes);
    state.p[at] = (char)value;
    uint64_t sum = str_hash((struct str){state.p, bytes.n - 8});
    for (size_t i = 0; i < 8; i++)
        state.p[bytes.n - 8 + i] = (char)(sum >> (8 * i));
    struct status st = stream_load(buf_str(&state), "nonsense", out);
    buf_free(&state);
    return st;
}

/* What loads must save to what loads again, and no number in it may be too large to reckon with. */
static void test_nonsense(struct str bytes)
{
    enum { A_WEIGHT = 4646, A_DAY = 7951 };
    struct buf state = {0};
    struct stream *s, *again;
    struct placement p;
    struct status st = load_changed(bytes, A_DAY, 128, &s);
    CHECK(!is_ok(&st) && strstr(st.message, "beyond all calendars"), "a report of no day is refused: %s", st.message);
    st = load_changed(bytes, A_WEIGHT, 69, &s);
    CHECK(is_ok(&st), "a term that weighs 2^14 times as much loads: %s", st.message);
    if (!is_ok(&st))
        return;
    place(s, "fuzz", "Wire", "2025-10-07T06:00Z", "Fire destroys Dunmarrow paper mill",
          "A fire destroyed the paper mill in Dunmarrow on Monday, Petra Lindqvar said.", &p);
    stream_save(s, &state);
    st = stream_load(buf_str(&state), "again", &again);
    CHECK(is_ok(&st), "what it saves loads again: %s", st.message);
    if (is_ok(&st))
        stream_destroy(again);
    stream_destroy(s);
    buf_free(&state);
}

/* Two reports of one council; then comes a third that is much liker to the first. */
static void test_nearer(void)
{
    struct stream *s = stream_create();
    struct placement p;
    place(s, "n1", "Wire", "2025-03-03T08:00Z", "Orlan council votes on harbour tax", "The council of Orlan votes on a harbour tax tonight. "
          "Skippers oppose the harbour tax of 40 crowns, harbour master Ina Tolk said.", &p);
    place(s, "n2", "Courier", "2025-03-03T09:00Z", "Council of Orlan hears of school roof", "The council of Orlan heard that the school needs a roof. "
          "Harbour master Ina Tolk was there, too.", &p);
    const struct sketch *k = s->articles[0].sketch;
    CHECK(k->link_count == 1, "both are linked");
    float before = link_likely(s, 0, &k->links[0]);
    place(s, "n3", "Herald", "2025-03-03T10:00Z", "Harbour tax: Orlan council votes tonight", "Tonight the council of Orlan votes on a harbour tax of 40 crowns, "
          "which skippers oppose, harbour master Ina Tolk said.", &p);
    k = s->articles[0].sketch;
    CHECK(k->link_count == 2 && k->links[0].article == 1, "so is the third");
    float after = link_likely(s, 0, &k->links[0]);
    CHECK(after < before, "what was liked best is liked less beside a liker one: %.3f, before %.3f", (double)after, (double)before);
    stream_destroy(s);
}

/* A ship of which nothing else ever told, and a minister who is in every other report: both come up again after five days. */
static void test_follow_up(void)
{
    struct stream *s = stream_create();
    struct placement ship, minister, p;
    for (unsigned i = 0; i < 60; i++)
        place(s, str_z(arena, str_format(arena, "b%u", i)), i % 2 ? "Wire" : "Herald", str_z(arena, str_format(arena, "2025-05-%02uT08:00Z", i / 10 + 1)),
              str_z(arena, str_format(arena, "Vexal%u opens in brol%u", i, i * 7)),
              str_z(arena, str_format(arena, "Minister Joss Amberlin opened vexal%u in brol%u and spoke of glim%u to %u people.", i, i * 7, i * 11, i + 20)), &p);
    place(s, "s1", "Wire", "2025-05-07T08:00Z", "Trawler Silver Petrel sinks off Quarrin", "The trawler Silver Petrel sank off Quarrin in a storm on Tuesday night. "
          "Skipper Odo Fenwright was saved.", &ship);
    place(s, "s2", "Courier", "2025-05-07T09:00Z", "Silver Petrel lost in storm, skipper saved", "Skipper Odo Fenwright was saved when the trawler Silver Petrel sank in a storm "
          "off Quarrin on Tuesday night.", &ship);
    place(s, "m1", "Wire", "2025-05-07T08:00Z", "Amberlin promises dairy farmers help", "Minister Joss Amberlin promised the dairy farmers of Tarrin help after a storm on Tuesday.", &minister);
    place(s, "m2", "Courier", "2025-05-07T09:00Z", "Minister promises farmers help", "Dairy farmers of Tarrin get help after the storm, minister Joss Amberlin promised on Tuesday.", &minister);
    place(s, "s3", "Herald", "2025-05-12T08:00Z", "Inquiry into loss of Silver Petrel opens", "An inquiry into the sinking of the Silver Petrel heard skipper Odo Fenwright on "
          "Monday. The pumps of the trawler had failed, he said.", &p);
    double followed = s->last.best.features[PAIR_GAP];
    CHECK(followed < 0.6, "five days weigh less where the names are the story's own: %.2f", followed);
    CHECK(str_eq(p.story, ship.story), "what follows days later on a ship that nothing else tells of is its story");
    place(s, "m3", "Herald", "2025-05-12T08:00Z", "Amberlin hears dairy farmers", "Minister Joss Amberlin heard the complaints of dairy farmers on Monday; the price of milk had fallen, they said.", &p);
    double gap = s->last.best.features[PAIR_GAP];
    CHECK(str_eq(stream_plot_name(arena, &s->plots[s->last.best.plot]), minister.story) && gap > 0.9, "five days weigh in full where a minister is everywhere: %.2f", gap);
    stream_destroy(s);
}

int main(void)
{
    arena = arena_create();
    size_t count;
    const struct analysis **all = stream_of(&count);
    test_forgetting(all, count);
    test_background(all, count);
    test_ids(all);
    test_long_story();
    test_split();
    test_merged_either_way();
    test_version_1();
    test_version_5();
    test_nearer();
    test_follow_up();
    struct buf newest = {0};
    struct status st = file_read("tests/stream/version-4.state", 1 << 20, &newest);
    CHECK(is_ok(&st), "read: %s", st.message);
    check_damaged(buf_str(&newest));
    test_nonsense(buf_str(&newest));
    buf_free(&newest);
    arena_destroy(arena);
    return tap_done();
}
