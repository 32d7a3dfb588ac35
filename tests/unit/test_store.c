/* The store: what is put is there, the same again changes nothing, revisions, pages, feeds, migration, errors. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "store/sql.h"
#include "store/stories.h"
#include "harness.h"

static struct arena *arena;
static char directory[] = "/tmp/nutgraf-store-XXXXXX";

static char *path_of(const char *name)
{
    return str_z(arena, str_format(arena, "%s/%s", directory, name));
}

static struct store *open_store(const char *path, enum store_mode mode)
{
    struct store *s;
    struct status st = store_open(path, mode, &s);
    CHECK(is_ok(&st), "%s opens: %s", path, st.message);
    return s;
}

static enum store_outcome put(struct store *s, const char *feed, const struct article *a, bool wants_page,
                              char id[ARTICLE_ID_LIMIT])
{
    enum store_outcome outcome = STORE_KNOWN;
    struct store_entry e = {
        .article = a, .feed = str_of(feed), .seen = 100, .wants_page = wants_page, .is_link_unique = true};
    struct status st = store_put_entry(s, &e, &outcome, id);
    CHECK(is_ok(&st), "put: %s", st.message);
    return outcome;
}

struct collected {
    struct stored_article items[16];
    size_t count;
};

static struct arena *memory(void *context)
{
    (void)context;
    return arena;
}

static bool collect(void *context, const struct stored_article *article)
{
    struct collected *c = context;
    c->items[c->count++] = *article;
    return c->count < 16;
}

static const struct article full = {.id = {"one", 3},
                                    .url = {"http://a.example/1", 18},
                                    .outlet = {"Post", 4},
                                    .title = {"Title", 5},
                                    .byline = {"Ann", 3},
                                    .published = {.seconds = 86400 * 365 + 3600,
                                                  .offset_minutes = 90,
                                                  .is_set = true,
                                                  .has_time = true,
                                                  .has_zone = true},
                                    .modified = {.seconds = 86400, .is_set = true},
                                    .language = {"en", 2},
                                    .text = {"First.\n\nSecond.", 15},
                                    .image = {"http://a.example/i", 18},
                                    .image_credit = {"Bo", 2},
                                    .section = {"World", 5},
                                    .kind = ARTICLE_SUMMARY};

static bool same_article(const struct article *a, const struct article *b)
{
    return str_eq(a->id, b->id) && str_eq(a->url, b->url) && str_eq(a->outlet, b->outlet) &&
           str_eq(a->title, b->title) && str_eq(a->byline, b->byline) &&
           memcmp(&a->published.seconds, &b->published.seconds, 12) == 0 &&
           a->published.has_zone == b->published.has_zone && a->modified.seconds == b->modified.seconds &&
           a->modified.has_time == b->modified.has_time && str_eq(a->language, b->language) &&
           str_eq(a->text, b->text) && str_eq(a->image, b->image) && str_eq(a->image_credit, b->image_credit) &&
           str_eq(a->section, b->section) && a->kind == b->kind;
}

static void test_articles(void)
{
    char *path = path_of("articles.db"), id[ARTICLE_ID_LIMIT];
    struct store *s = open_store(path, STORE_WRITE);
    struct status st = store_begin(s);
    CHECK(put(s, "http://a.example/feed", &full, false, id) == STORE_NEW && strcmp(id, "one") == 0, "a new article");
    CHECK(put(s, "http://a.example/feed", &full, false, id) == STORE_KNOWN, "the same again is known");
    CHECK(put(s, "http://a.example/other", &full, false, id) == STORE_KNOWN, "from another feed of the site, too");
    struct article changed = full;
    changed.text = STR("First.\n\nSecond, corrected.");
    CHECK(put(s, "http://a.example/feed", &changed, false, id) == STORE_CHANGED, "changed words are a revision");
    struct article later = changed;
    later.modified.seconds += 5;
    CHECK(put(s, "http://a.example/feed", &later, false, id) == STORE_KNOWN, "a changed date alone is none");
    struct article renamed = changed;
    renamed.id = STR("made up");
    CHECK(put(s, "http://a.example/feed", &renamed, false, id) == STORE_KNOWN && strcmp(id, "one") == 0,
          "a new guid for the same link and title is known");
    struct article foreign = full;
    foreign.url = STR("http://b.example/9");
    CHECK(put(s, "http://b.example/feed", &foreign, false, id) == STORE_NEW && strcmp(id, "one") != 0,
          "the same guid on another site is another article");
    char again[ARTICLE_ID_LIMIT];
    CHECK(put(s, "http://b.example/feed", &foreign, false, again) == STORE_KNOWN && strcmp(id, again) == 0,
          "which is known the next time");
    st = store_commit(s);
    CHECK(is_ok(&st), "commit: %s", st.message);
    store_close(s);

    s = open_store(path, STORE_READ);
    struct collected got = {.count = 0};
    struct store_reader reader = {&got, memory, collect};
    st = store_each_article(s, &reader);
    CHECK(is_ok(&st) && got.count == 2 && got.items[0].revision == 2 && same_article(&got.items[0].article, &changed),
          "read back as it was put");
    CHECK(str_eq(got.items[0].feed, STR("http://a.example/feed")) && got.items[0].first_seen == 100,
          "with its feed and time");
    got.count = 0;
    st = store_each_revision(s, STR("one"), &reader);
    CHECK(is_ok(&st) && got.count == 2 && same_article(&got.items[0].article, &full), "the first wording is kept");
    enum store_outcome outcome;
    struct store_entry e = {.article = &full, .feed = STR("x")};
    st = store_put_entry(s, &e, &outcome, id);
    struct article another = full;
    another.id = STR("two");
    another.url = STR("http://c.example/");
    e.article = &another;
    st = store_put_entry(s, &e, &outcome, id);
    CHECK(!is_ok(&st) && strstr(st.message, path), "a store opened for reading is not written: %s", st.message);
    store_close(s);
}

static void check_promoted(struct store *s, int64_t after, size_t expected, int64_t *last)
{
    struct promoted_article *articles;
    size_t count;
    struct status st = store_each_promoted(s, arena, after, &articles, &count, last);
    CHECK(is_ok(&st) && count == expected, "%zu promoted: %zu", expected, count);
}

static void check_place(struct store *s, unsigned at, unsigned of)
{
    struct stored_article got;
    bool found;
    struct status st = store_get_article(s, arena, STR("one"), &got, &found);
    CHECK(is_ok(&st) && found && got.article.place.at == at && got.article.place.of == of, "its place is %u of %u: %u of %u", at, of,
          got.article.place.at, got.article.place.of);
}

/* The best place stays, and who reads the store is told of better ones. */
static void test_places(void)
{
    char id[ARTICLE_ID_LIMIT];
    int64_t last = 0, behind;
    struct store *s = open_store(path_of("places.db"), STORE_WRITE);
    struct article article = full;
    put(s, "http://a.example/feed", &article, false, id);
    check_place(s, 0, 0);
    check_promoted(s, 0, 0, &last);
    article.place = (struct feed_place){9, 30};
    CHECK(put(s, "http://a.example/feed", &article, false, id) == STORE_KNOWN, "a place is no revision");
    check_place(s, 9, 30);
    article.place = (struct feed_place){2, 30};
    put(s, "http://a.example/feed", &article, false, id);
    check_promoted(s, 0, 1, &last);
    article.place = (struct feed_place){30, 30};
    put(s, "http://a.example/feed", &article, false, id);
    article.place = (struct feed_place){0};
    put(s, "http://a.example/feed", &article, false, id);
    check_place(s, 2, 30);
    check_promoted(s, last, 0, &behind);
    struct status st = store_forget_promoted(s, last);
    CHECK(is_ok(&st), "forgotten: %s", st.message);
    check_promoted(s, 0, 0, &behind);
    article.place = (struct feed_place){1, 30};
    put(s, "http://a.example/feed", &article, false, id);
    check_promoted(s, last, 1, &behind);
    CHECK(behind > last, "numbers are never given twice");
    store_close(s);
}

static void test_pages(void)
{
    char id[ARTICLE_ID_LIMIT];
    struct store *s = open_store(path_of("pages.db"), STORE_WRITE);
    put(s, "http://a.example/feed", &full, true, id);
    struct store_page *pages;
    size_t count, articles, revisions;
    struct status st = store_pages_wanted(s, arena, 99, 10, &pages, &count);
    CHECK(is_ok(&st) && count == 0, "not before its time");
    st = store_pages_wanted(s, arena, 100, 10, &pages, &count);
    CHECK(is_ok(&st) && count == 1 && str_eq(pages[0].url, full.url) && pages[0].failures == 0, "the page is wanted");
    st = store_put_page_failure(s, STR("one"), 500);
    CHECK(is_ok(&st), "a failure: %s", st.message);
    st = store_pages_wanted(s, arena, 499, 10, &pages, &count);
    CHECK(is_ok(&st) && count == 0, "it waits");
    st = store_pages_wanted(s, arena, 500, 10, &pages, &count);
    CHECK(is_ok(&st) && count == 1 && pages[0].failures == 1, "then it is wanted again");
    struct article page = full;
    page.text = STR("First.\n\nSecond.\n\nMuch more.");
    page.kind = ARTICLE_FULL;
    st = store_put_page(s, STR("one"), &page, 600);
    CHECK(is_ok(&st), "the page: %s", st.message);
    st = store_pages_wanted(s, arena, 9999, 10, &pages, &count);
    CHECK(is_ok(&st) && count == 0, "wanted no more");
    CHECK(put(s, "http://a.example/feed", &full, true, id) == STORE_KNOWN,
          "the entry as before is known, though the page said more");
    struct stored_article got;
    bool found;
    st = store_get_article(s, arena, STR("one"), &got, &found);
    CHECK(is_ok(&st) && found && got.revision == 2 && same_article(&got.article, &page),
          "the page's text is the article");
    st = store_count_articles(s, &articles, &revisions);
    CHECK(is_ok(&st) && articles == 1 && revisions == 2, "one article, two revisions");
    store_close(s);
}

static void test_feeds(void)
{
    char *path = path_of("feeds.db");
    struct store *s = open_store(path, STORE_WRITE);
    struct stored_feed got, feed = {.url = STR("http://a/"),
                                    .current_url = STR("http://b/"),
                                    .etag = STR("W/\"x\""),
                                    .last_modified = STR("then"),
                                    .title = STR("T"),
                                    .problem = STR("P"),
                                    .visited = 5,
                                    .next_visit = INT64_C(1) << 40,
                                    .failures = 3,
                                    .ttl_minutes = 77,
                                    .is_gone = true};
    bool found;
    struct status st = store_get_feed(s, arena, feed.url, &got, &found);
    CHECK(is_ok(&st) && !found && str_eq(got.url, feed.url), "a feed never seen");
    st = store_put_feed(s, &feed);
    CHECK(is_ok(&st), "put: %s", st.message);
    st = store_get_feed(s, arena, feed.url, &got, &found);
    CHECK(is_ok(&st) && found && str_eq(got.current_url, feed.current_url) && str_eq(got.etag, feed.etag) &&
              str_eq(got.last_modified, feed.last_modified) && got.next_visit == feed.next_visit && got.failures == 3 && got.ttl_minutes == 77 &&
              got.is_gone && str_eq(got.problem, feed.problem),
          "comes back whole");
    struct stored_robots robots = {.code = 200, .body = {"a\0b", 3}, .fetched = 9}, back;
    st = store_put_robots(s, STR("http://a:80"), &robots);
    CHECK(is_ok(&st), "robots: %s", st.message);
    st = store_get_robots(s, arena, STR("http://a:80"), &back, &found);
    CHECK(is_ok(&st) && found && back.code == 200 && str_eq(back.body, robots.body) && back.fetched == 9,
          "robots.txt comes back byte for byte");
    st = store_begin(s);
    feed.etag = STR("lost");
    struct status second = store_put_feed(s, &feed);
    store_rollback(s);
    struct status third = store_get_feed(s, arena, feed.url, &got, &found);
    CHECK(is_ok(&st) && is_ok(&second) && is_ok(&third) && str_eq(got.etag, STR("W/\"x\"")),
          "what is rolled back is gone");
    struct store *other;
    st = store_open(path, STORE_WRITE, &other);
    CHECK(!is_ok(&st) && !other && strstr(st.message, "another nutgraf") && strstr(st.message, path),
          "a second writer: %s", st.message);
    other = open_store(path, STORE_READ);
    st = store_get_feed(other, arena, feed.url, &got, &found);
    CHECK(is_ok(&st) && found, "a reader beside the writer");
    store_close(other);
    store_close(s);
}

static void make(const char *path, int version, const char *more)
{
    sqlite3 *db;
    sqlite3_open(path, &db);
    for (int i = 1; i <= version; i++)
        sqlite3_exec(db, schema_step(i), NULL, NULL, NULL);
    char *sql =
        sqlite3_mprintf("PRAGMA application_id=%d;PRAGMA user_version=%d;%s", SCHEMA_APPLICATION, version, more);
    sqlite3_exec(db, sql, NULL, NULL, NULL);
    sqlite3_free(sql);
    sqlite3_close(db);
}

static void test_migration(void)
{
    char *path = path_of("old.db");
    make(path, 1, "INSERT INTO feeds VALUES('http://a/','','\"e\"','','','',1,2,0,0,0)");
    struct store *s;
    struct status st = store_open(path, STORE_READ, &s);
    CHECK(!is_ok(&st) && strstr(st.message, "older"), "an old database is not read as it is: %s", st.message);
    s = open_store(path, STORE_WRITE);
    struct stored_feed feed;
    struct stored_robots robots;
    bool found, has_robots;
    st = store_get_feed(s, arena, STR("http://a/"), &feed, &found);
    struct status second = store_get_robots(s, arena, STR("x"), &robots, &has_robots);
    CHECK(is_ok(&st) && is_ok(&second) && found && str_eq(feed.etag, STR("\"e\"")),
          "it is brought up to date with what it holds");
    store_close(s);
    s = open_store(path, STORE_READ);
    store_close(s);
    path = path_of("placeless.db");
    make(path, 3, "INSERT INTO articles VALUES(1,'one','f','http://a.example/1','Title',5,1,9);"
                  "INSERT INTO revisions VALUES(1,1,9,0,0,'http://a.example/1','Post','Title','','','','en','Text.','','','')");
    s = open_store(path, STORE_WRITE);
    check_place(s, 0, 0);
    store_close(s);
    path = path_of("newer.db");
    make(path, schema_newest(), "PRAGMA user_version=1000");
    st = store_open(path, STORE_WRITE, &s);
    CHECK(!is_ok(&st) && strstr(st.message, "newer"), "a newer one is left alone: %s", st.message);
    st = store_open(path_of("none/x.db"), STORE_WRITE, &s);
    CHECK(!is_ok(&st) && strstr(st.message, "directory"), "a directory that is not there: %s", st.message);
    st = store_open(path_of("none.db"), STORE_READ, &s);
    CHECK(!is_ok(&st) && strstr(st.message, "none.db"), "a file that is not there: %s", st.message);
}

/* A disk that is full after so many pages: nothing that was committed is lost, what was not is gone whole. */
static void test_full(void)
{
    char *path = path_of("full.db"), id[ARTICLE_ID_LIMIT];
    struct store *s = open_store(path, STORE_WRITE);
    sqlite3_exec(s->db, "PRAGMA max_page_count=90", NULL, NULL, NULL);
    char *text = arena_alloc(arena, 8000);
    memset(text, 'x', 8000);
    size_t committed = 0;
    struct status st = status_ok();
    for (int i = 0; i < 100 && is_ok(&st); i++) {
        struct article a = full;
        enum store_outcome outcome;
        a.id = str_format(arena, "id %d", i);
        a.url = STR("");
        a.text = (struct str){text, 8000};
        struct store_entry e = {.article = &a, .feed = STR("f"), .seen = 1};
        st = store_begin(s);
        if (is_ok(&st))
            st = store_put_entry(s, &e, &outcome, id);
        if (is_ok(&st))
            st = store_commit(s);
        committed += is_ok(&st);
    }
    CHECK(!is_ok(&st) && strstr(st.message, "full") && strstr(st.message, path), "a full disk: %s", st.message);
    store_rollback(s);
    store_close(s);
    s = open_store(path, STORE_READ);
    size_t articles, revisions;
    st = store_count_articles(s, &articles, &revisions);
    CHECK(is_ok(&st) && committed > 3 && articles == committed && revisions == committed,
          "%zu were committed, %zu are there", committed, articles);
    store_close(s);
}

int main(void)
{
    arena = arena_create();
    if (!mkdtemp(directory))
        return 1;
    test_articles();
    test_pages();
    test_places();
    test_feeds();
    test_migration();
    test_full();
    char *sweep = str_z(arena, str_format(arena, "rm -rf '%s'", directory));
    CHECK(system(sweep) == 0, "swept");
    arena_destroy(arena);
    return tap_done();
}
