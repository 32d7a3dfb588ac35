/* sql.h - SQLite as the store room uses it: statements prepared once, errors in words. Private to the room. */
#ifndef NUTGRAF_STORE_SQL_H
#define NUTGRAF_STORE_SQL_H

#include <sqlite3.h>

#include "store/store.h"

enum { STORE_STATEMENTS = 96 };

/* Who writes at the moment, among the stores of one process that share a database. */
struct pen;

struct store {
    sqlite3 *db;
    char *path;
    struct pen *pen; /* NULL: only reads */
    bool has_pen;    /* from store_begin to the end of the transaction */
    int64_t patience;
    struct {
        const char *sql; /* string literals: known by their address */
        sqlite3_stmt *statement;
    } statements[STORE_STATEMENTS];
    size_t statement_count;
};

/* What SQLite's last complaint means and what to do about it. */
struct status sql_problem(const struct store *s, int code);
/* The statement, ready for binding. Prepared at its first use and kept. */
struct status sql_prepare(struct store *s, const char *sql, sqlite3_stmt **out) MUST_CHECK;
void sql_bind_str(sqlite3_stmt *statement, int at, struct str value); /* the bytes must outlive the step */
struct str sql_str(struct arena *a, sqlite3_stmt *statement, int column);
/* Steps a statement that gives no rows. */
struct status sql_run(struct store *s, sqlite3_stmt *statement) MUST_CHECK;
/* Steps; *row is false at the end, and the statement is then reset. */
struct status sql_step(struct store *s, sqlite3_stmt *statement, bool *row) MUST_CHECK;

/* Prepares and binds in order: 's' takes a struct str, 'i' an int64_t. */
struct status sql_query(struct store *s, const char *sql, sqlite3_stmt **out, const char *kinds, ...) MUST_CHECK;
/* The same for a statement that gives no rows. */
struct status sql_do(struct store *s, const char *sql, const char *kinds, ...) MUST_CHECK;

/* read.c: the columns of an article `a` in a revision `r`, 19 of them, and what they say. */
#define ARTICLE_COLUMNS                                                                                                \
    "a.id, a.feed, a.first_seen, r.revision, r.seen, r.kind, r.url, r.outlet, r.title, r.byline, r.published, "        \
    "r.modified, r.language, r.text, r.image, r.image_credit, r.section, a.place, a.places "
enum { ARTICLE_COLUMN_COUNT = 19 };
void read_article(struct arena *a, sqlite3_stmt *q, struct stored_article *out);
struct moment read_moment(sqlite3_stmt *q, int column);

/* query.c: an FTS5 expression for any of the text's longer words; where it has names, for one of them and another word. */
struct str search_any(struct arena *a, struct str text, size_t most);

/* schema.c */
struct status schema_check(struct store *s) MUST_CHECK;   /* ours, and of a version that can be read */
struct status schema_migrate(struct store *s) MUST_CHECK; /* to the newest version */
enum { SCHEMA_APPLICATION = 0x4e757467 };                 /* "Nutg" */
int schema_newest(void);
const char *schema_step(int version); /* the SQL that leads from version - 1 to it */

#endif
