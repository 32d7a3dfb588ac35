/* Stories, the versions of their pages, and the stream's state. */
#include "store/stories.h"

#include "base/arena.h"
#include "store/sql.h"

#define STORY_COLUMNS                                                                                              \
    "s.id, s.merged_into, s.version, s.headline, s.lead, s.topic, s.first, s.last, s.changed, s.articles, s.outlets, " \
    "s.independents, s.outlet, s.neighbours "

static void read_story(struct arena *a, sqlite3_stmt *q, struct stored_story *out)
{
    *out = (struct stored_story){
        .id = sql_str(a, q, 0),
        .merged_into = sql_str(a, q, 1),
        .version = (uint32_t)sqlite3_column_int64(q, 2),
        .headline = sql_str(a, q, 3),
        .lead = sql_str(a, q, 4),
        .topic = sql_str(a, q, 5),
        .first = sqlite3_column_int64(q, 6),
        .last = sqlite3_column_int64(q, 7),
        .changed = sqlite3_column_int64(q, 8),
        .articles = (size_t)sqlite3_column_int64(q, 9),
        .outlets = (size_t)sqlite3_column_int64(q, 10),
        .independents = (size_t)sqlite3_column_int64(q, 11),
        .outlet = sql_str(a, q, 12),
        .neighbours = sql_str(a, q, 13),
    };
}

struct status store_put_story(struct store *s, const struct stored_story *x)
{
    return sql_do(s,
                  "INSERT INTO stories(id, merged_into, version, headline, lead, said, topic, first, last, changed, articles, "
                  "outlets, independents, outlet, neighbours, is_due) VALUES(?1,'',0,'','','',?2,?3,?4,0,?5,?6,?7,?8,?9,1) "
                  "ON CONFLICT(id) DO UPDATE SET topic = ?2, first = ?3, last = ?4, articles = ?5, outlets = ?6, "
                  "independents = ?7, outlet = ?8, neighbours = ?9, is_due = 1",
                  "ssiiiiiss", x->id, x->topic, x->first, x->last, (int64_t)x->articles, (int64_t)x->outlets,
                  (int64_t)x->independents, x->outlet, x->neighbours);
}

static struct status add_story_words(struct store *s, struct str id)
{
    return sql_do(s,
                  "INSERT INTO story_words(rowid, headline, said) SELECT number, headline, said FROM stories "
                  "WHERE id = ?1 AND version > 0 AND merged_into = ''",
                  "s", id);
}

static struct status drop_story_words(struct store *s, struct str id)
{
    return sql_do(s,
                  "INSERT INTO story_words(story_words, rowid, headline, said) SELECT 'delete', number, headline, said "
                  "FROM stories WHERE id = ?1 AND version > 0 AND merged_into = ''",
                  "s", id);
}

struct status store_merge_story(struct store *s, struct str id, struct str into)
{
    struct status st = drop_story_words(s, id);
    if (is_ok(&st))
        st = sql_do(s, "UPDATE stories SET merged_into = ?2, is_due = 0 WHERE id = ?1", "ss", id, into);
    if (is_ok(&st))
        st = sql_do(s, "UPDATE stories SET merged_into = ?2 WHERE merged_into = ?1", "ss", id, into);
    return is_ok(&st) ? sql_do(s, "UPDATE placements SET story = ?2 WHERE story = ?1", "ss", id, into) : st;
}

struct status store_revive_story(struct store *s, struct str id)
{
    struct status st = sql_do(s,
                              "INSERT INTO story_words(rowid, headline, said) SELECT number, headline, said FROM stories "
                              "WHERE id = ?1 AND version > 0 AND merged_into <> ''",
                              "s", id);
    return is_ok(&st) ? sql_do(s, "UPDATE stories SET merged_into = '' WHERE id = ?1 AND merged_into <> ''", "s", id) : st;
}

struct status store_mark_due(struct store *s, struct str id)
{
    return sql_do(s, "UPDATE stories SET is_due = 1 WHERE id = ?1 AND merged_into = ''", "s", id);
}

struct status store_clear_due(struct store *s, struct str id)
{
    return sql_do(s, "UPDATE stories SET is_due = 0 WHERE id = ?1", "s", id);
}

struct status store_get_story(struct store *s, struct arena *a, struct str id, struct stored_story *out, bool *found)
{
    sqlite3_stmt *q;
    *found = false;
    struct status st = sql_query(s, "SELECT " STORY_COLUMNS "FROM stories s WHERE s.id = ?1", &q, "s", id);
    if (is_ok(&st))
        st = sql_step(s, q, found);
    if (*found) {
        read_story(a, q, out);
        sqlite3_reset(q);
    }
    return st;
}

struct status store_due_stories(struct store *s, struct arena *a, size_t most, struct str **ids, size_t *count)
{
    sqlite3_stmt *q;
    size_t capacity = 0;
    *ids = NULL;
    *count = 0;
    struct status st = sql_query(s, "SELECT id FROM stories WHERE is_due ORDER BY last DESC, number LIMIT ?1", &q, "i", (int64_t)most);
    if (!is_ok(&st))
        return st;
    for (bool row; st = sql_step(s, q, &row), is_ok(&st) && row;) {
        *ids = arena_grow(a, *ids, *count, &capacity, sizeof **ids);
        (*ids)[(*count)++] = sql_str(a, q, 0);
    }
    return st;
}

struct status store_story_outlets(struct store *s, struct arena *a, struct str story, struct str **out, size_t *count)
{
    sqlite3_stmt *q;
    size_t capacity = 0;
    *out = NULL;
    *count = 0;
    struct status st =
        sql_query(s, "SELECT DISTINCT outlet FROM placements WHERE story = ?1 AND outlet <> '' ORDER BY outlet", &q, "s", story);
    if (!is_ok(&st))
        return st;
    for (bool row; st = sql_step(s, q, &row), is_ok(&st) && row;) {
        *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
        (*out)[(*count)++] = sql_str(a, q, 0);
    }
    return st;
}

struct status store_story_members(struct store *s, struct arena *a, struct str story, struct stored_member **out, size_t *count)
{
    sqlite3_stmt *q;
    size_t capacity = 0;
    *out = NULL;
    *count = 0;
    struct status st = sql_query(s,
                                 "SELECT a.id, p.outlet, p.published, p.is_copy FROM placements p JOIN articles a "
                                 "ON a.number = p.article WHERE p.story = ?1 ORDER BY p.published, a.id",
                                 &q, "s", story);
    if (!is_ok(&st))
        return st;
    for (bool row; st = sql_step(s, q, &row), is_ok(&st) && row;) {
        *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
        (*out)[(*count)++] = (struct stored_member){.article = sql_str(a, q, 0),
                                                    .outlet = sql_str(a, q, 1),
                                                    .published = sqlite3_column_int64(q, 2),
                                                    .is_copy = sqlite3_column_int(q, 3) != 0};
    }
    return st;
}

static const char *const choices[] = {
    [STORIES_BY_LAST] = "SELECT " STORY_COLUMNS "FROM stories s WHERE s.last >= ?1 AND s.version > 0 AND s.merged_into = '' "
                        "ORDER BY s.last DESC, s.number DESC LIMIT ?2 OFFSET ?3",
    [STORIES_BY_OUTLET] = "SELECT " STORY_COLUMNS "FROM stories s WHERE s.last >= ?1 AND s.version > 0 AND s.id IN "
                          "(SELECT story FROM placements WHERE outlet = ?4) ORDER BY s.last DESC, s.number DESC LIMIT ?2 OFFSET ?3",
    [STORIES_BY_NAME] = "SELECT " STORY_COLUMNS "FROM stories s WHERE s.last >= ?1 AND s.version > 0 AND s.id IN "
                        "(SELECT p.story FROM names n JOIN placements p ON p.article = n.article WHERE n.name = ?4 AND n.kind = ?5) "
                        "ORDER BY s.last DESC, s.number DESC LIMIT ?2 OFFSET ?3",
};

struct status store_list_stories(struct store *s, struct arena *a, const struct story_choice *c, struct stored_story **out,
                                 size_t *count)
{
    static const char *const kinds[] = {"iii", "iiis", "iiisi"};
    sqlite3_stmt *q;
    size_t capacity = 0;
    *out = NULL;
    *count = 0;
    struct status st;
    if (c->order == STORIES_BY_LAST)
        st = sql_query(s, choices[c->order], &q, kinds[0], c->since, (int64_t)c->most, (int64_t)c->skip);
    else if (c->order == STORIES_BY_OUTLET)
        st = sql_query(s, choices[c->order], &q, kinds[1], c->since, (int64_t)c->most, (int64_t)c->skip, c->value);
    else
        st = sql_query(s, choices[c->order], &q, kinds[2], c->since, (int64_t)c->most, (int64_t)c->skip, c->value, (int64_t)c->kind);
    if (!is_ok(&st))
        return st;
    for (bool row; st = sql_step(s, q, &row), is_ok(&st) && row;) {
        *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
        read_story(a, q, &(*out)[(*count)++]);
    }
    return st;
}

struct status store_put_version(struct store *s, struct str story, const struct stored_version *v)
{
    struct status st = drop_story_words(s, story);
    if (is_ok(&st))
        st = sql_do(s, "INSERT INTO versions(story, version, made, headline, page, revisions) VALUES(?1,?2,?3,?4,?5,?6)", "siisss",
                    story, (int64_t)v->version, v->made, v->headline, v->page, v->revisions);
    if (is_ok(&st))
        st = sql_do(s,
                    "UPDATE stories SET version = ?2, changed = ?3, headline = ?4, lead = ?5, said = ?6, is_due = 0 WHERE id = ?1",
                    "siisss", story, (int64_t)v->version, v->made, v->headline, v->lead, v->said);
    return is_ok(&st) ? add_story_words(s, story) : st;
}

struct status store_get_version(struct store *s, struct arena *a, struct str story, uint32_t version,
                                struct stored_version *out, bool *found)
{
    sqlite3_stmt *q;
    *found = false;
    *out = (struct stored_version){0};
    struct status st = sql_query(s,
                                 "SELECT version, made, headline, page, revisions FROM versions WHERE story = ?1 "
                                 "AND (?2 = 0 OR version = ?2) ORDER BY version DESC LIMIT 1",
                                 &q, "si", story, (int64_t)version);
    if (is_ok(&st))
        st = sql_step(s, q, found);
    if (*found) {
        *out = (struct stored_version){.version = (uint32_t)sqlite3_column_int64(q, 0),
                                       .made = sqlite3_column_int64(q, 1),
                                       .headline = sql_str(a, q, 2),
                                       .page = sql_str(a, q, 3),
                                       .revisions = sql_str(a, q, 4)};
        sqlite3_reset(q);
    }
    return st;
}

struct status store_list_versions(struct store *s, struct arena *a, struct str story, struct stored_version **out, size_t *count)
{
    sqlite3_stmt *q;
    size_t capacity = 0;
    *out = NULL;
    *count = 0;
    struct status st = sql_query(
        s, "SELECT version, made, headline FROM versions WHERE story = ?1 ORDER BY version DESC LIMIT 200", &q, "s", story);
    if (!is_ok(&st))
        return st;
    for (bool row; st = sql_step(s, q, &row), is_ok(&st) && row;) {
        *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
        (*out)[(*count)++] = (struct stored_version){.version = (uint32_t)sqlite3_column_int64(q, 0),
                                                     .made = sqlite3_column_int64(q, 1),
                                                     .headline = sql_str(a, q, 2)};
    }
    return st;
}

struct status store_put_state(struct store *s, int64_t sequence, struct str bytes)
{
    sqlite3_stmt *q;
    struct status st = sql_query(s, "INSERT OR REPLACE INTO state VALUES('stream', ?1, ?2)", &q, "i", sequence);
    if (!is_ok(&st))
        return st;
    sqlite3_bind_blob64(q, 2, bytes.p, bytes.n, SQLITE_STATIC);
    return sql_run(s, q);
}

struct status store_get_state(struct store *s, struct buf *out, int64_t *sequence, bool *found)
{
    sqlite3_stmt *q;
    *found = false;
    *sequence = 0;
    struct status st = sql_query(s, "SELECT sequence, bytes FROM state WHERE name = 'stream'", &q, "");
    if (is_ok(&st))
        st = sql_step(s, q, found);
    if (*found) {
        *sequence = sqlite3_column_int64(q, 0);
        const char *p = sqlite3_column_blob(q, 1);
        buf_add(out, (struct str){p ? p : "", (size_t)sqlite3_column_bytes(q, 1)});
        sqlite3_reset(q);
    }
    return st;
}

struct status store_put_mark(struct store *s, const char *name, const struct stored_mark *mark)
{
    return sql_do(s, "INSERT OR REPLACE INTO state VALUES('mark ' || ?1, ?2, ?3)", "sis", str_of(name), mark->at, mark->what);
}

struct status store_get_mark(struct store *s, struct arena *a, const char *name, struct stored_mark *out, bool *found)
{
    sqlite3_stmt *q;
    *found = false;
    struct status st = sql_query(s, "SELECT sequence, bytes FROM state WHERE name = 'mark ' || ?1", &q, "s", str_of(name));
    if (is_ok(&st))
        st = sql_step(s, q, found);
    if (*found) {
        *out = (struct stored_mark){sqlite3_column_int64(q, 0), sql_str(a, q, 1)};
        sqlite3_reset(q);
    }
    return st;
}
