/* Counts over the whole store, what an outlet does, and saved searches. */
#include "base/arena.h"
#include "store/stories.h"
#include "store/sql.h"

struct status store_get_outlet(struct store *s, struct str outlet, struct outlet_figures *out)
{
    sqlite3_stmt *q;
    bool row = false;
    *out = (struct outlet_figures){0};
    struct status st =
        sql_query(s,
                  "SELECT (SELECT count(*) FROM placements WHERE outlet = ?1),"
                  " (SELECT count(DISTINCT story) FROM placements WHERE outlet = ?1),"
                  " (SELECT count(*) FROM stories WHERE outlet = ?1 AND outlets = 1 AND merged_into = ''),"
                  " (SELECT count(*) FROM stories WHERE outlet = ?1 AND outlets > 1 AND merged_into = '')",
                  &q, "s", outlet);
    if (is_ok(&st))
        st = sql_step(s, q, &row);
    if (row) {
        *out = (struct outlet_figures){(size_t)sqlite3_column_int64(q, 0), (size_t)sqlite3_column_int64(q, 1),
                                       (size_t)sqlite3_column_int64(q, 2), (size_t)sqlite3_column_int64(q, 3)};
        sqlite3_reset(q);
    }
    return st;
}

struct status store_put_search(struct store *s, struct str name, struct str query, int64_t now)
{
    return sql_do(s, "INSERT OR REPLACE INTO searches VALUES(?1,?2,?3)", "ssi", name, query, now);
}

struct status store_drop_search(struct store *s, struct str name, bool *found)
{
    struct status st = sql_do(s, "DELETE FROM searches WHERE name = ?1", "s", name);
    *found = is_ok(&st) && sqlite3_changes(s->db) > 0;
    return st;
}

struct status store_list_searches(struct store *s, struct arena *a, struct saved_search **out, size_t *count)
{
    sqlite3_stmt *q;
    size_t capacity = 0;
    *out = NULL;
    *count = 0;
    struct status st = sql_query(s, "SELECT name, query FROM searches ORDER BY name", &q, "");
    if (!is_ok(&st))
        return st;
    for (bool row; st = sql_step(s, q, &row), is_ok(&st) && row;) {
        *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
        (*out)[(*count)++] = (struct saved_search){sql_str(a, q, 0), sql_str(a, q, 1)};
    }
    return st;
}

struct status store_count(struct store *s, struct store_counts *out)
{
    sqlite3_stmt *q;
    bool row = false;
    *out = (struct store_counts){0};
    struct status st = sql_query(s,
                                 "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM placements),"
                                 " (SELECT count(*) FROM stories WHERE merged_into = ''), (SELECT count(*) FROM versions),"
                                 " (SELECT count(*) FROM feeds), (SELECT count(*) FROM feeds WHERE failures > 0),"
                                 " (SELECT count(*) FROM feeds WHERE failures > 2 OR gone)",
                                 &q, "");
    if (is_ok(&st))
        st = sql_step(s, q, &row);
    if (row) {
        size_t *const fields[] = {&out->articles, &out->placed, &out->stories, &out->versions, &out->feeds, &out->feeds_failing, &out->feeds_lost};
        for (int i = 0; i < 7; i++)
            *fields[i] = (size_t)sqlite3_column_int64(q, i);
        sqlite3_reset(q);
    }
    return st;
}
