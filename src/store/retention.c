#include "store/retention.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/buf.h"
#include "store/sql.h"

enum { PAGES_A_STEP = 4096 };

static struct status copy_into(struct store *s, const char *path)
{
    sqlite3 *to = NULL;
    int code = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    sqlite3_backup *backup = code == SQLITE_OK ? sqlite3_backup_init(to, "main", s->db, "main") : NULL;
    while (backup && ((code = sqlite3_backup_step(backup, PAGES_A_STEP)) == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED))
        if (code != SQLITE_OK)
            sqlite3_sleep(50);
    sqlite3_backup_finish(backup);
    struct status st = backup && code == SQLITE_DONE
                           ? status_ok()
                           : status_error(STATUS_IO, "%s: not copied: %s", path, sqlite3_errmsg(to ? to : s->db));
    sqlite3_close(to);
    return st;
}

struct status store_backup(struct store *s, const char *path)
{
    if (access(path, F_OK) == 0)
        return status_error(STATUS_MISUSE, "%s: is there already; a backup does not overwrite", path);
    struct buf beside = {0};
    buf_format(&beside, "%s.part", path);
    unlink(beside.p);
    struct status st = copy_into(s, beside.p);
    if (is_ok(&st) && rename(beside.p, path) != 0)
        st = status_error(STATUS_IO, "%s: cannot be written: %s", path, strerror(errno));
    if (!is_ok(&st))
        unlink(beside.p);
    buf_free(&beside);
    return st;
}

#define OLD_STORIES "SELECT id FROM stories WHERE last < ?1 AND merged_into = ''"
#define OLD_ARTICLES "SELECT article FROM placements WHERE story IN (" OLD_STORIES ") OR (story = '' AND published < ?1)"

static const char *const forgetting[] = {
    "INSERT INTO words(words, rowid, title, text, outlet) SELECT 'delete', number, title, text, outlet FROM searched WHERE number IN (" OLD_ARTICLES ")",
    "INSERT INTO story_words(story_words, rowid, headline, said) SELECT 'delete', number, headline, said FROM stories "
    "WHERE version > 0 AND id IN (" OLD_STORIES ")",
    "DELETE FROM names WHERE article IN (" OLD_ARTICLES ")",
    "DELETE FROM revised WHERE article IN (" OLD_ARTICLES ")",
    "DELETE FROM promoted WHERE article IN (" OLD_ARTICLES ")",
    "DELETE FROM pages WHERE article IN (" OLD_ARTICLES ")",
    "DELETE FROM revisions WHERE article IN (" OLD_ARTICLES ")",
    "CREATE TEMP TABLE going AS " OLD_ARTICLES,
    "DELETE FROM placements WHERE article IN (SELECT article FROM going)",
    "DELETE FROM articles WHERE number IN (SELECT article FROM going)",
    "DELETE FROM versions WHERE story IN (" OLD_STORIES ") OR story IN (SELECT id FROM stories WHERE merged_into IN (" OLD_STORIES "))",
    "DELETE FROM stories WHERE merged_into IN (" OLD_STORIES ")",
    "DELETE FROM stories WHERE last < ?1 AND merged_into = ''",
    "DROP TABLE temp.going",
};

/* The temporary table is made in the middle: statements are prepared one after the other, not kept. */
static struct status run_all(struct store *s, int64_t before, struct forgotten *out)
{
    for (size_t i = 0; i < sizeof forgetting / sizeof *forgetting; i++) {
        sqlite3_stmt *q;
        int code = sqlite3_prepare_v2(s->db, forgetting[i], -1, &q, NULL);
        if (code == SQLITE_OK) {
            sqlite3_bind_int64(q, 1, before);
            code = sqlite3_step(q);
            sqlite3_finalize(q);
        }
        if (code != SQLITE_DONE)
            return sql_problem(s, sqlite3_extended_errcode(s->db));
        size_t changed = (size_t)sqlite3_changes(s->db);
        if (str_starts(str_of(forgetting[i]), STR("DELETE FROM articles")))
            out->articles += changed;
        else if (str_starts(str_of(forgetting[i]), STR("DELETE FROM stories WHERE last")))
            out->stories += changed;
        else if (str_starts(str_of(forgetting[i]), STR("DELETE FROM versions")))
            out->versions += changed;
    }
    return status_ok();
}

struct status store_forget(struct store *s, int64_t before, struct forgotten *out)
{
    *out = (struct forgotten){0};
    struct status st = store_begin(s);
    if (is_ok(&st))
        st = run_all(s, before, out);
    if (is_ok(&st))
        st = store_commit(s);
    if (!is_ok(&st))
        store_rollback(s);
    return st;
}

struct status store_tidy(struct store *s)
{
    static const char sql[] = "INSERT INTO words(words) VALUES('optimize');INSERT INTO story_words(story_words) VALUES('optimize');"
                              "PRAGMA optimize;VACUUM;PRAGMA wal_checkpoint(TRUNCATE)";
    int code = sqlite3_exec(s->db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? status_ok() : sql_problem(s, sqlite3_extended_errcode(s->db));
}
