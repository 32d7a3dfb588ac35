/* What is known of feeds and of their sites' robots.txt. */
#include "base/arena.h"
#include "store/sql.h"

struct status store_get_feed(struct store *s, struct arena *a, struct str url, struct stored_feed *out, bool *found)
{
    *out = (struct stored_feed){.url = str_copy(a, url)};
    *found = false;
    sqlite3_stmt *q;
    struct status st =
        sql_prepare(s,
                    "SELECT current_url, etag, last_modified, title, problem, visited, next_visit, failures, gone, ttl "
                    "FROM feeds WHERE url = ?1",
                    &q);
    if (!is_ok(&st))
        return st;
    sql_bind_str(q, 1, url);
    st = sql_step(s, q, found);
    if (!is_ok(&st) || !*found)
        return st;
    out->current_url = sql_str(a, q, 0);
    out->etag = sql_str(a, q, 1);
    out->last_modified = sql_str(a, q, 2);
    out->title = sql_str(a, q, 3);
    out->problem = sql_str(a, q, 4);
    out->visited = sqlite3_column_int64(q, 5);
    out->next_visit = sqlite3_column_int64(q, 6);
    out->failures = (uint32_t)sqlite3_column_int64(q, 7);
    out->is_gone = sqlite3_column_int(q, 8) != 0;
    out->ttl_minutes = sqlite3_column_int64(q, 9);
    sqlite3_reset(q);
    return st;
}

struct status store_put_feed(struct store *s, const struct stored_feed *f)
{
    sqlite3_stmt *q;
    struct status st = sql_prepare(s, "INSERT OR REPLACE INTO feeds VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)", &q);
    if (!is_ok(&st))
        return st;
    const struct str texts[] = {f->url, f->current_url, f->etag, f->last_modified, f->title, f->problem};
    for (int i = 0; i < 6; i++)
        sql_bind_str(q, 1 + i, texts[i]);
    sqlite3_bind_int64(q, 7, f->visited);
    sqlite3_bind_int64(q, 8, f->next_visit);
    sqlite3_bind_int64(q, 9, f->failures);
    sqlite3_bind_int(q, 10, f->is_gone);
    sqlite3_bind_int64(q, 11, f->ttl_minutes);
    return sql_run(s, q);
}

struct status store_get_robots(struct store *s, struct arena *a, struct str origin, struct stored_robots *out,
                               bool *found)
{
    *out = (struct stored_robots){0};
    *found = false;
    sqlite3_stmt *q;
    struct status st = sql_prepare(s, "SELECT code, body, fetched FROM robots WHERE origin = ?1", &q);
    if (!is_ok(&st))
        return st;
    sql_bind_str(q, 1, origin);
    st = sql_step(s, q, found);
    if (!is_ok(&st) || !*found)
        return st;
    out->code = (long)sqlite3_column_int64(q, 0);
    out->body = sql_str(a, q, 1);
    out->fetched = sqlite3_column_int64(q, 2);
    sqlite3_reset(q);
    return st;
}

struct status store_put_robots(struct store *s, struct str origin, const struct stored_robots *r)
{
    sqlite3_stmt *q;
    struct status st = sql_prepare(s, "INSERT OR REPLACE INTO robots VALUES(?1,?2,?3,?4)", &q);
    if (!is_ok(&st))
        return st;
    sql_bind_str(q, 1, origin);
    sqlite3_bind_int64(q, 2, r->code);
    sqlite3_bind_blob64(q, 3, r->body.p ? r->body.p : "", r->body.n, SQLITE_STATIC);
    sqlite3_bind_int64(q, 4, r->fetched);
    return sql_run(s, q);
}
