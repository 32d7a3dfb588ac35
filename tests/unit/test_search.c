/* Places, stories, versions, names and search: what is put is found again; whatever is typed is a search. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "harness.h"
#include "store/search.h"

static struct arena *arena;
static struct store *store;

static struct article make(const char *id, const char *outlet, const char *title, const char *text, const char *day)
{
    struct article a = {.id = str_of(id), .outlet = str_of(outlet), .title = str_of(title), .text = str_of(text)};
    moment_parse_iso(str_of(day), &a.published);
    return a;
}

static void put(const struct article *a, int64_t number, const char *story)
{
    enum store_outcome outcome;
    char id[ARTICLE_ID_LIMIT];
    struct store_entry e = {.article = a, .feed = STR("http://f/"), .seen = 100};
    struct status st = store_put_entry(store, &e, &outcome, id);
    struct stored_placement p = {.number = number, .story = str_of(story), .sequence = number, .revision = 1};
    if (is_ok(&st))
        st = store_put_placement(store, &p, a);
    CHECK(is_ok(&st), "%s is placed: %s", a->id.p, st.message);
}

static size_t find(const char *query, char *ids, size_t room)
{
    struct search search;
    struct search_hit *hits = NULL;
    size_t count = 0;
    bool more;
    ids[0] = '\0';
    struct status st = search_parse(arena, str_of(query), &search);
    if (is_ok(&st))
        st = search_articles(store, arena, &search, 0, 10, &hits, &count, &more);
    for (size_t i = 0; is_ok(&st) && i < count; i++)
        snprintf(ids + strlen(ids), room - strlen(ids), "%s%.*s", i ? " " : "", STR_ARG(hits[i].id));
    if (!is_ok(&st))
        snprintf(ids, room, "! %.40s", st.message);
    return count;
}

static void test_language(void)
{
    static const struct {
        const char *query, *found;
    } cases[] = {
        {"ferry", "c a"}, {"FERRIES", "c a"}, {"\"bow door\"", "a"}, {"\"door bow\"", ""}, {"ferry -harbour", "c"}, {"harb*", "b a"},
        {"outlet:lantern", "b"}, {"outlet:\"Harrow Lantern\" quay", "b"}, {"title:quay", "b"}, {"ferry after:2025-10-08", "c"},
        {"ferry before:2025-10-08", "a"}, {"on:2025-10", "c b a"}, {"on:2025-10-07", "b a"}, {"after:2026", ""},
        {"café", "c"}, {"cafe", "c"}, {"unheard", ""}, {"-ferry", "! Say also what is to be found, not only what "},
        {"", "! Type a word to look for"}, {"!!! ???", "! Type a word to look for"}, {"after:soon", "! soon: is not a day; want one as in 2025-1"},
        {"on:2025-02-31", "! 2025-02-31: is not a day; want one as in"},
        /* FTS5's own language is text like any other */
        {"ferry OR", ""}, {"ferry AND NOT door", ""}, {"NEAR(ferry door)", ""}, {"title : ferry", ""}, {"ferry\"", "c a"}, {"\"\"\"", "! Type a word to look for"},
        {"{title text} : ferry", ""}, {"ferry)", "c a"}, {"(ferry", "c a"}, {"^ferry", "c a"}, {"words:ferry", ""}, {"*", "! Type a word to look for"},
        {"ferry'; DROP TABLE words; --", ""}, {"a\tferry\n", "c"}, {"\x01", "! Type a word to look for"}, {"ferry\x01\x02 \x7f", "c a"}, {"- ferry", "c a"}, {"outlet:\x01", ""},
    };
    char ids[128];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        find(cases[i].query, ids, sizeof ids);
        bool same = cases[i].found[0] == '!' ? strncmp(ids, cases[i].found, 30) == 0 : strcmp(ids, cases[i].found) == 0;
        CHECK(same, "[%s] finds [%s], got [%s]", cases[i].query, cases[i].found, ids);
    }
    char *longest = arena_alloc(arena, 2000);
    memset(longest, 'a', 1999);
    longest[1999] = '\0';
    find(longest, ids, sizeof ids);
    CHECK(strncmp(ids, "! A search of 1999 bytes", 24) == 0, "too long: %s", ids);
    find("a b c d e f g h i j k l m n o p q", ids, sizeof ids);
    CHECK(strncmp(ids, "! More than 16", 14) == 0, "too many words: %s", ids);
}

static void test_marks(void)
{
    struct search search;
    struct search_hit *hits = NULL;
    struct stored_story *stories;
    size_t count;
    bool more;
    struct status st = search_parse(arena, STR("door"), &search);
    if (is_ok(&st))
        st = search_articles(store, arena, &search, 0, 10, &hits, &count, &more);
    CHECK(is_ok(&st) && count == 1 && str_has(hits[0].excerpt, STR("\x02" "door" "\x03")), "what was found is marked");
    CHECK(str_eq(hits[0].story, STR("s1")) && str_eq(hits[0].headline, STR("The ferry sank")), "with its story");
    st = search_stories(store, arena, &search, 5, &stories, &count);
    CHECK(is_ok(&st) && count == 0, "no story's page says door");
    st = search_parse(arena, STR("ferry"), &search);
    if (is_ok(&st))
        st = search_articles(store, arena, &search, 1, 1, &hits, &count, &more);
    CHECK(is_ok(&st) && count == 1 && !more && str_eq(hits[0].id, STR("a")), "the second of two");
    st = search_stories(store, arena, &search, 5, &stories, &count);
    CHECK(is_ok(&st) && count == 1 && str_eq(stories[0].id, STR("s1")), "the story is found: %s", st.message);
}

static void test_stories(void)
{
    struct stored_story s1 = {.id = STR("s1"), .topic = STR("world"), .first = 1759795200, .last = 1759900000, .articles = 2, .outlets = 2,
                              .independents = 2, .outlet = STR("Wire")};
    struct stored_story s2 = s1, got;
    s2.id = STR("s2");
    struct status st = store_put_story(store, &s1);
    if (is_ok(&st))
        st = store_put_story(store, &s2);
    CHECK(is_ok(&st), "stories are put: %s", st.message);
    struct str *due;
    size_t count;
    bool found;
    st = store_due_stories(store, arena, 10, &due, &count);
    CHECK(is_ok(&st) && count == 2 && str_eq(due[0], s1.id), "their pages are to be written");
    struct stored_version v = {.version = 1, .made = 5, .headline = STR("A ferry sank"), .page = STR("{}"), .revisions = STR("1"), .said = STR("It sank.")};
    st = store_put_version(store, s1.id, &v);
    v.version = 2;
    v.headline = STR("The ferry sank");
    if (is_ok(&st))
        st = store_put_version(store, s1.id, &v);
    CHECK(is_ok(&st), "two versions: %s", st.message);
    struct stored_version old, *all;
    st = store_get_version(store, arena, s1.id, 1, &old, &found);
    CHECK(is_ok(&st) && found && str_eq(old.headline, STR("A ferry sank")), "the first is kept");
    st = store_get_version(store, arena, s1.id, 0, &old, &found);
    CHECK(is_ok(&st) && found && old.version == 2, "the newest is the page");
    st = store_get_version(store, arena, s1.id, 3, &old, &found);
    CHECK(is_ok(&st) && !found, "there is no third");
    st = store_list_versions(store, arena, s1.id, &all, &count);
    CHECK(is_ok(&st) && count == 2 && all[0].version == 2, "both are listed");
    st = store_due_stories(store, arena, 10, &due, &count);
    CHECK(is_ok(&st) && count == 1 && str_eq(due[0], s2.id), "one page is left to write");
    st = store_get_story(store, arena, s1.id, &got, &found);
    CHECK(is_ok(&st) && found && got.version == 2 && got.outlets == 2 && str_eq(got.headline, v.headline), "the story knows its page");
}

static void test_merge(void)
{
    struct stored_story got, *list;
    bool found;
    size_t count;
    char ids[64];
    struct status st = store_merge_story(store, STR("s2"), STR("s1"));
    CHECK(is_ok(&st), "merged: %s", st.message);
    st = store_get_story(store, arena, STR("s2"), &got, &found);
    CHECK(is_ok(&st) && found && str_eq(got.merged_into, STR("s1")), "the old id leads on");
    struct story_choice choice = {.order = STORIES_BY_OUTLET, .value = STR("The Harrow Lantern"), .most = 5};
    st = store_list_stories(store, arena, &choice, &list, &count);
    CHECK(is_ok(&st) && count == 1 && str_eq(list[0].id, STR("s1")), "the outlet's report went along");
    choice = (struct story_choice){.order = STORIES_BY_NAME, .value = STR("Lena Okafor"), .kind = 1, .most = 5};
    st = store_put_name(store, 1, 1759795200, 1, STR("Lena Okafor"));
    if (is_ok(&st))
        st = store_list_stories(store, arena, &choice, &list, &count);
    CHECK(is_ok(&st) && count == 1, "found by a name");
    struct stored_name *names;
    st = store_top_names(store, arena, 1, 0, 5, &names, &count);
    CHECK(is_ok(&st) && count == 1 && names[0].articles == 1 && str_eq(names[0].name, STR("Lena Okafor")), "the name is listed");
    struct outlet_figures figures;
    st = store_get_outlet(store, STR("Wire"), &figures);
    CHECK(is_ok(&st) && figures.articles == 1 && figures.stories == 1 && figures.first == 1, "an outlet's figures");
    struct article changed = make("a", "Wire", "Ferry sinks", "The corrected words speak of a hatch.", "2025-10-07T08:00:00Z");
    enum store_outcome outcome;
    char id[ARTICLE_ID_LIMIT];
    struct store_entry e = {.article = &changed, .feed = STR("http://f/"), .seen = 200};
    st = store_put_entry(store, &e, &outcome, id);
    if (is_ok(&st))
        st = store_put_revised(store, 1, 2);
    find("bow", ids, sizeof ids);
    CHECK(is_ok(&st) && ids[0] == '\0', "words that were corrected away are not found: %s %s", ids, st.message);
    CHECK(find("hatch", ids, sizeof ids) == 1, "the new ones are");
}

static void test_state(void)
{
    struct buf bytes = {0};
    int64_t sequence;
    bool found;
    struct status st = store_get_state(store, &bytes, &sequence, &found);
    CHECK(is_ok(&st) && !found, "no state yet");
    st = store_put_state(store, 7, (struct str){"a\0b", 3});
    if (is_ok(&st))
        st = store_get_state(store, &bytes, &sequence, &found);
    CHECK(is_ok(&st) && found && sequence == 7 && bytes.n == 3 && bytes.p[2] == 'b', "the state comes back byte for byte");
    buf_free(&bytes);
    struct saved_search *searches;
    size_t count;
    st = store_put_search(store, STR("Ferries"), STR("ferry"), 1);
    if (is_ok(&st))
        st = store_list_searches(store, arena, &searches, &count);
    CHECK(is_ok(&st) && count == 1 && str_eq(searches[0].query, STR("ferry")), "a search is saved");
    st = store_drop_search(store, STR("Ferries"), &found);
    CHECK(is_ok(&st) && found, "and dropped");
    struct store_counts counts;
    st = store_count(store, &counts);
    CHECK(is_ok(&st) && counts.articles == 3 && counts.placed == 3 && counts.stories == 1 && counts.versions == 2, "counted");
}

static bool count_one(void *context, const struct placed_article *x)
{
    (void)x;
    ++*(size_t *)context;
    return true;
}

static struct arena *memory(void *context)
{
    (void)context;
    return arena;
}

static size_t count_revised(void)
{
    size_t count = 0;
    struct status st = store_each_revised(store, 10, &(struct placement_reader){&count, memory, count_one});
    CHECK(is_ok(&st), "what is revised can be read: %s", st.message);
    return count;
}

/* Fetching goes on while the editor works: new words may come in between his reading and his writing. */
static void test_meanwhile(void)
{
    struct article d = make("d", "Wire", "Mill burns", "The mill burns.", "2025-10-09T10:00:00Z");
    struct store_entry e = {.article = &d, .feed = STR("http://f/"), .seen = 100};
    struct store *beside;
    enum store_outcome outcome;
    char id[ARTICLE_ID_LIMIT], ids[128];
    struct status st = store_open_beside(store, &beside);
    CHECK(is_ok(&st), "a second writer opens: %s", st.message);
    const char *const texts[] = {"The mill burns.", "The mill burns brightly.", "The mill burned down."};
    struct stored_placement p = {.number = 4, .story = STR("s4"), .sequence = 4, .revision = 1};
    for (size_t i = 0; i < 3 && is_ok(&st); i++) {
        d.text = str_of(texts[i]);
        st = store_begin(beside);
        if (is_ok(&st))
            st = store_put_entry(beside, &e, &outcome, id);
        if (is_ok(&st))
            st = store_commit(beside);
        /* the editor has read the wording before this one */
        if (is_ok(&st) && i)
            st = store_begin(store);
        if (is_ok(&st) && i == 1)
            st = store_put_placement(store, &p, &d);
        else if (is_ok(&st) && i == 2)
            st = store_put_revised(store, 4, 2);
        if (is_ok(&st) && i)
            st = store_commit(store);
        CHECK(is_ok(&st), "step %zu: %s", i, st.message);
        CHECK(!i || count_revised() == 1, "the newer wording %zu is not forgotten", i + 1);
    }
    st = store_put_revised(store, 4, 3);
    CHECK(is_ok(&st) && count_revised() == 0, "until it is taken in");
    CHECK(find("burned down", ids, sizeof ids) == 1 && find("brightly", ids, sizeof ids) == 0, "it is what search finds");
    store_close(beside);
}

int main(void)
{
    char path[] = "/tmp/nutgraf-search-XXXXXX";
    int file = mkstemp(path);
    if (file < 0)
        return 1;
    close(file);
    arena = arena_create();
    struct status st = store_open(path, STORE_WRITE, &store);
    CHECK(is_ok(&st), "opens: %s", st.message);
    struct article a = make("a", "Wire", "Ferry sinks off the coast", "The ferry left the harbour with its bow door open.", "2025-10-07T08:00:00Z");
    struct article b = make("b", "The Harrow Lantern", "Quay closed", "The harbour master closed the quay.", "2025-10-07T09:00:00Z");
    struct article c = make("c", "Courier", "Inquiry opens", "A ferry inquiry met in a café.", "2025-10-09T09:00:00Z");
    put(&a, 1, "s1");
    put(&b, 2, "s2");
    put(&c, 3, "s1");
    test_stories();
    test_language();
    test_marks();
    test_merge();
    test_state();
    test_meanwhile();
    store_close(store);
    char *sweep = str_z(arena, str_format(arena, "rm -f %s %s-wal %s-shm %s.lock", path, path, path, path));
    CHECK(system(sweep) == 0, "swept");
    arena_destroy(arena);
    return tap_done();
}
