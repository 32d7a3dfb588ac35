/* The schema, as the steps that made it. A released step never changes; a change is a new step. */
#include "store/sql.h"

static const char *const steps[] = {
    /* 1: articles, their revisions, feeds */
    "CREATE TABLE articles("
    " number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, feed TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL,"
    " entry_hash INTEGER NOT NULL, revision INTEGER NOT NULL, first_seen INTEGER NOT NULL);"
    "CREATE INDEX articles_by_link ON articles(feed, url);"
    "CREATE TABLE revisions("
    " article INTEGER NOT NULL REFERENCES articles(number), revision INTEGER NOT NULL, seen INTEGER NOT NULL,"
    " from_page INTEGER NOT NULL, kind INTEGER NOT NULL, url TEXT NOT NULL, outlet TEXT NOT NULL, title TEXT NOT NULL,"
    " byline TEXT NOT NULL, published TEXT NOT NULL, modified TEXT NOT NULL, language TEXT NOT NULL, text TEXT NOT "
    "NULL,"
    " image TEXT NOT NULL, image_credit TEXT NOT NULL, section TEXT NOT NULL,"
    " PRIMARY KEY(article, revision));"
    "CREATE TABLE feeds("
    " url TEXT PRIMARY KEY, current_url TEXT NOT NULL, etag TEXT NOT NULL, last_modified TEXT NOT NULL,"
    " title TEXT NOT NULL, problem TEXT NOT NULL, visited INTEGER NOT NULL, next_visit INTEGER NOT NULL,"
    " failures INTEGER NOT NULL, gone INTEGER NOT NULL, ttl INTEGER NOT NULL) WITHOUT ROWID;",
    /* 2: pages that are still to be fetched, and what their sites allow */
    "CREATE TABLE pages("
    " article INTEGER PRIMARY KEY REFERENCES articles(number), url TEXT NOT NULL, due INTEGER NOT NULL,"
    " failures INTEGER NOT NULL);"
    "CREATE INDEX pages_by_due ON pages(due);"
    "CREATE TABLE robots("
    " origin TEXT PRIMARY KEY, code INTEGER NOT NULL, body BLOB NOT NULL, fetched INTEGER NOT NULL) WITHOUT ROWID;",
    /* 3: the editor's work: places, stories, versions of pages, what is searched, names */
    "CREATE TABLE placements("
    " article INTEGER PRIMARY KEY REFERENCES articles(number), sequence INTEGER NOT NULL UNIQUE, story TEXT NOT NULL,"
    " placed_revision INTEGER NOT NULL, revision INTEGER NOT NULL, published INTEGER NOT NULL, outlet TEXT NOT NULL,"
    " is_copy INTEGER NOT NULL);"
    "CREATE INDEX placements_by_story ON placements(story);"
    "CREATE INDEX placements_by_time ON placements(published, article);"
    "CREATE INDEX placements_by_outlet ON placements(outlet, story);"
    "CREATE TABLE revised(article INTEGER PRIMARY KEY);" /* placed, and its words have changed since */
    "CREATE TABLE stories("
    " number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, merged_into TEXT NOT NULL, version INTEGER NOT NULL,"
    " headline TEXT NOT NULL, lead TEXT NOT NULL, said TEXT NOT NULL, topic TEXT NOT NULL, first INTEGER NOT NULL,"
    " last INTEGER NOT NULL, changed INTEGER NOT NULL, articles INTEGER NOT NULL, outlets INTEGER NOT NULL,"
    " independents INTEGER NOT NULL, outlet TEXT NOT NULL, neighbours TEXT NOT NULL,"
    " is_due INTEGER NOT NULL);"
    "CREATE INDEX stories_by_last ON stories(last);"
    "CREATE INDEX stories_by_outlet ON stories(outlet);"
    "CREATE INDEX stories_due ON stories(number) WHERE is_due;"
    "CREATE TABLE versions("
    " number INTEGER PRIMARY KEY, story TEXT NOT NULL, version INTEGER NOT NULL, made INTEGER NOT NULL,"
    " headline TEXT NOT NULL, page TEXT NOT NULL, revisions TEXT NOT NULL, UNIQUE(story, version));"
    "CREATE TABLE state(name TEXT PRIMARY KEY, sequence INTEGER NOT NULL, bytes BLOB NOT NULL);"
    "CREATE TABLE names("
    " kind INTEGER NOT NULL, name TEXT NOT NULL, article INTEGER NOT NULL, published INTEGER NOT NULL,"
    " PRIMARY KEY(kind, name, article)) WITHOUT ROWID;"
    "CREATE INDEX names_by_time ON names(published, kind, name);"
    "CREATE TABLE searches(name TEXT PRIMARY KEY, query TEXT NOT NULL, made INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE VIEW searched AS SELECT p.article AS number, r.title AS title, r.text AS text, r.outlet AS outlet"
    " FROM placements p JOIN revisions r ON r.article = p.article AND r.revision = p.revision;"
    "CREATE VIRTUAL TABLE words USING fts5(title, text, outlet, content='searched', content_rowid='number',"
    " tokenize='porter unicode61 remove_diacritics 2');"
    "CREATE VIRTUAL TABLE story_words USING fts5(headline, said, content='stories', content_rowid='number',"
    " tokenize='porter unicode61 remove_diacritics 2');",
    /* 4: where outlets put reports (page/place.h), and which reports they have put higher since: number after number */
    "ALTER TABLE articles ADD COLUMN place INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE articles ADD COLUMN places INTEGER NOT NULL DEFAULT 0;"
    "CREATE TABLE promoted(number INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER NOT NULL UNIQUE);",
};

int schema_newest(void)
{
    return (int)(sizeof steps / sizeof *steps);
}

const char *schema_step(int version)
{
    return steps[version - 1];
}

static struct status read_pragma(struct store *s, const char *sql, int *out)
{
    sqlite3_stmt *statement;
    int code = sqlite3_prepare_v2(s->db, sql, -1, &statement, NULL);
    if (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        *out = sqlite3_column_int(statement, 0);
        code = SQLITE_OK;
    }
    sqlite3_finalize(statement);
    return code == SQLITE_OK ? status_ok() : sql_problem(s, code);
}

static struct status read_versions(struct store *s, int *version, bool *is_empty)
{
    int application = 0, tables = 0;
    struct status st = read_pragma(s, "SELECT count(*) FROM sqlite_master", &tables);
    if (is_ok(&st))
        st = read_pragma(s, "PRAGMA application_id", &application);
    if (is_ok(&st))
        st = read_pragma(s, "PRAGMA user_version", version);
    if (!is_ok(&st))
        return st;
    *is_empty = !tables && !application;
    if (!*is_empty && application != SCHEMA_APPLICATION)
        return status_error(STATUS_BAD_INPUT,
                            "%s: a database, but not one of nutgraf's; name another file as [store] path", s->path);
    if (*version > schema_newest())
        return status_error(
            STATUS_UNSUPPORTED,
            "%s: written by a newer nutgraf (schema %d, this one knows %d); use that version or another file", s->path,
            *version, schema_newest());
    return status_ok();
}

struct status schema_check(struct store *s)
{
    int version;
    bool is_empty;
    struct status st = read_versions(s, &version, &is_empty);
    if (!is_ok(&st))
        return st;
    if (is_empty || version < schema_newest())
        return status_error(STATUS_UNSUPPORTED, "%s: %s; `nutgraf fetch` brings it up to date", s->path,
                            is_empty ? "an empty database" : "written by an older nutgraf");
    return status_ok();
}

struct status schema_migrate(struct store *s)
{
    int version;
    bool is_empty;
    struct status st = read_versions(s, &version, &is_empty);
    for (int next = is_empty ? 1 : version + 1; is_ok(&st) && next <= schema_newest(); next++) {
        char *finish =
            sqlite3_mprintf("PRAGMA application_id=%d;PRAGMA user_version=%d;COMMIT", SCHEMA_APPLICATION, next);
        int code = sqlite3_exec(s->db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
        if (code == SQLITE_OK)
            code = sqlite3_exec(s->db, schema_step(next), NULL, NULL, NULL);
        if (code == SQLITE_OK)
            code = sqlite3_exec(s->db, finish, NULL, NULL, NULL);
        sqlite3_free(finish);
        if (code != SQLITE_OK) {
            st = sql_problem(s, sqlite3_extended_errcode(s->db));
            sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
        }
    }
    return st;
}
