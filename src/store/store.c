#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "store/sql.h"

enum { BUSY_WAIT_MS = 2000 };

struct status sql_problem(const struct store *s, int code)
{
    const char *why = s->db ? sqlite3_errmsg(s->db) : sqlite3_errstr(code);
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return status_error(STATUS_IO,
                            "%s: the database is locked by another program (%s); end that program, then try again",
                            s->path, why);
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return status_error(
            STATUS_IO,
            "%s: the database cannot be written (%s); check its owner, its permissions and those of its directory",
            s->path, why);
    case SQLITE_CANTOPEN:
        return status_error(
            STATUS_IO,
            "%s: the database cannot be opened (%s); check that its directory exists and who may write there", s->path,
            why);
    case SQLITE_INTERRUPT:
        return status_error(STATUS_LIMIT, "%s: this would take too long; ask for less", s->path);
    case SQLITE_FULL:
        return status_error(
            STATUS_IO, "%s: the disk is full; all that was stored before is safe: make room, then run again", s->path);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return status_error(STATUS_BAD_INPUT,
                            "%s: damaged, or no database (%s); keep a copy, then save what can be with `sqlite3 '%s' "
                            ".recover | sqlite3 new.db`, "
                            "or move it away to start anew",
                            s->path, why, s->path);
    case SQLITE_IOERR:
        return status_error(
            STATUS_IO, "%s: the disk reports an error, or is full (%s, %d: %s); all that was stored before is safe",
            s->path, why, code, strerror(sqlite3_system_errno(s->db)));
    default:
        return status_error(STATUS_IO, "%s: %s", s->path, why);
    }
}

struct status sql_prepare(struct store *s, const char *sql, sqlite3_stmt **out)
{
    for (size_t i = 0; i < s->statement_count; i++) {
        if (s->statements[i].sql == sql) {
            *out = s->statements[i].statement;
            sqlite3_reset(*out);
            return status_ok();
        }
    }
    if (s->statement_count == STORE_STATEMENTS)
        abort(); /* a fault of the program: raise STORE_STATEMENTS */
    int code = sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL);
    if (code != SQLITE_OK)
        return sql_problem(s, sqlite3_extended_errcode(s->db));
    s->statements[s->statement_count].sql = sql;
    s->statements[s->statement_count++].statement = *out;
    return status_ok();
}

void sql_bind_str(sqlite3_stmt *statement, int at, struct str value)
{
    sqlite3_bind_text64(statement, at, value.p ? value.p : "", value.n, SQLITE_STATIC, SQLITE_UTF8);
}

struct str sql_str(struct arena *a, sqlite3_stmt *statement, int column)
{
    const char *p = (const char *)sqlite3_column_blob(statement, column);
    return str_copy(a, (struct str){p ? p : "", (size_t)sqlite3_column_bytes(statement, column)});
}

struct status sql_step(struct store *s, sqlite3_stmt *statement, bool *row)
{
    int code = sqlite3_step(statement);
    *row = code == SQLITE_ROW;
    if (*row)
        return status_ok();
    struct status st = code == SQLITE_DONE ? status_ok() : sql_problem(s, sqlite3_extended_errcode(s->db));
    sqlite3_reset(statement);
    return st;
}

struct status sql_run(struct store *s, sqlite3_stmt *statement)
{
    bool row;
    struct status st = sql_step(s, statement, &row);
    if (row)
        sqlite3_reset(statement);
    return st;
}

static struct status prepare_and_bind(struct store *s, const char *sql, sqlite3_stmt **out, const char *kinds, va_list values)
{
    struct status st = sql_prepare(s, sql, out);
    for (int i = 0; is_ok(&st) && kinds[i]; i++) {
        if (kinds[i] == 's')
            sql_bind_str(*out, i + 1, va_arg(values, struct str));
        else
            sqlite3_bind_int64(*out, i + 1, va_arg(values, int64_t));
    }
    return st;
}

struct status sql_query(struct store *s, const char *sql, sqlite3_stmt **out, const char *kinds, ...)
{
    va_list values;
    va_start(values, kinds);
    struct status st = prepare_and_bind(s, sql, out, kinds, values);
    va_end(values);
    return st;
}

struct status sql_do(struct store *s, const char *sql, const char *kinds, ...)
{
    sqlite3_stmt *q;
    va_list values;
    va_start(values, kinds);
    struct status st = prepare_and_bind(s, sql, &q, kinds, values);
    va_end(values);
    return is_ok(&st) ? sql_run(s, q) : st;
}

static struct status execute(struct store *s, const char *sql)
{
    int code = sqlite3_exec(s->db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? status_ok() : sql_problem(s, sqlite3_extended_errcode(s->db));
}

/* The stores of one process that write the same database. SQLite would let them wait for one another, too, but by asking
 * again and again, and whoever asks at the wrong moments waits for ever. */
struct pen {
    pthread_mutex_t lock;
    atomic_uint users;
    int file; /* descriptor of the lock file */
};

static struct pen *pen_create(int file)
{
    struct pen *pen = xcalloc(1, sizeof *pen);
    pthread_mutex_init(&pen->lock, NULL);
    atomic_init(&pen->users, 1);
    pen->file = file;
    return pen;
}

static void pen_drop(struct pen *pen)
{
    if (!pen || atomic_fetch_sub(&pen->users, 1) != 1)
        return;
    close(pen->file); /* the file stays: removing it would let two writers in */
    pthread_mutex_destroy(&pen->lock);
    free(pen);
}

/* One writer: two fetching processes would ask every server twice. The lock goes with the process, however it ends. */
static struct status take_lock(struct store *s)
{
    struct buf name = {0};
    buf_format(&name, "%s.lock", s->path);
    struct status st = status_ok();
    int file = open(name.p, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0) {
        st = status_error(STATUS_IO,
                          "%s: cannot be written: %s; check that its directory exists and who may write there", name.p,
                          strerror(errno));
    } else if (flock(file, LOCK_EX | LOCK_NB) != 0) {
        char holder[24] = "";
        ssize_t n = read(file, holder, sizeof holder - 1);
        st = status_error(
            STATUS_IO,
            "%s: another nutgraf (process %.*s) is writing to this database; let it end or stop it, then try again",
            s->path, n > 0 ? (int)strcspn(holder, "\n") : 1, n > 0 ? holder : "?");
    } else {
        char holder[24];
        int n = snprintf(holder, sizeof holder, "%ld\n", (long)getpid());
        if (ftruncate(file, 0) != 0 || write(file, holder, (size_t)n) != n)
            st = status_error(STATUS_IO, "%s: cannot be written: %s", name.p, strerror(errno));
    }
    buf_free(&name);
    if (is_ok(&st))
        s->pen = pen_create(file);
    else if (file >= 0)
        close(file);
    return st;
}

static struct status connect_to(struct store *s)
{
    int flags = s->pen ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    int code = sqlite3_open_v2(s->path, &s->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
    if (code != SQLITE_OK)
        return sql_problem(s, code);
    sqlite3_busy_timeout(s->db, BUSY_WAIT_MS);
    sqlite3_extended_result_codes(s->db, 1);
    /* A database may come from elsewhere: what it holds is data, never code. */
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    return s->pen ? execute(s, "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON") : status_ok();
}

static struct store *create(const char *path)
{
    struct store *s = xcalloc(1, sizeof *s);
    s->path = xstrdup(path);
    return s;
}

static struct status give(struct store *s, struct status st, struct store **out)
{
    if (!is_ok(&st)) {
        store_close(s);
        s = NULL;
    }
    *out = s;
    return st;
}

struct status store_open(const char *path, enum store_mode mode, struct store **out)
{
    struct store *s = create(path);
    struct status st = mode == STORE_WRITE ? take_lock(s) : status_ok();
    if (is_ok(&st))
        st = connect_to(s);
    if (is_ok(&st))
        st = mode == STORE_WRITE ? schema_migrate(s) : schema_check(s);
    return give(s, st, out);
}

struct status store_open_beside(struct store *first, struct store **out)
{
    struct store *s = create(first->path);
    s->pen = first->pen;
    atomic_fetch_add(&s->pen->users, 1);
    return give(s, connect_to(s), out);
}

void store_close(struct store *s)
{
    if (!s)
        return;
    store_rollback(s);
    for (size_t i = 0; i < s->statement_count; i++)
        sqlite3_finalize(s->statements[i].statement);
    sqlite3_close(s->db);
    pen_drop(s->pen);
    free(s->path);
    free(s);
}

enum { STEPS_BETWEEN = 10000 };

static int is_out_of_patience(void *context)
{
    struct store *s = context;
    s->patience -= STEPS_BETWEEN;
    return s->patience < 0;
}

void store_set_patience(struct store *s, int64_t steps)
{
    s->patience = steps;
    sqlite3_progress_handler(s->db, STEPS_BETWEEN, is_out_of_patience, s);
}

static void lay_down_pen(struct store *s)
{
    s->has_pen = false;
    pthread_mutex_unlock(&s->pen->lock);
}

struct status store_begin(struct store *s)
{
    if (!s->pen)
        return execute(s, "BEGIN");
    pthread_mutex_lock(&s->pen->lock);
    s->has_pen = true;
    struct status st = execute(s, "BEGIN IMMEDIATE");
    if (!is_ok(&st))
        lay_down_pen(s);
    return st;
}

struct status store_commit(struct store *s)
{
    struct status st = execute(s, "COMMIT");
    if (is_ok(&st) && s->has_pen)
        lay_down_pen(s);
    return st;
}

void store_rollback(struct store *s)
{
    if (s->db && !sqlite3_get_autocommit(s->db))
        sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    if (s->has_pen)
        lay_down_pen(s);
}
