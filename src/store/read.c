/* Reading the store back out: articles, revisions, counts. */
#include "base/arena.h"
#include "store/sql.h"

#define FROM_ARTICLES "SELECT " ARTICLE_COLUMNS "FROM articles a JOIN revisions r ON r.article = a.number "

struct moment read_moment(sqlite3_stmt *q, int column)
{
    struct moment m = {0};
    const char *text = (const char *)sqlite3_column_text(q, column);
    if (text)
        moment_parse_iso(str_of(text), &m);
    return m;
}

void read_article(struct arena *a, sqlite3_stmt *q, struct stored_article *out)
{
    int kind = sqlite3_column_int(q, 5);
    *out = (struct stored_article){
        .feed = sql_str(a, q, 1),
        .first_seen = sqlite3_column_int64(q, 2),
        .revision = (uint32_t)sqlite3_column_int64(q, 3),
        .seen = sqlite3_column_int64(q, 4),
        .article =
            {
                .id = sql_str(a, q, 0),
                .kind = kind >= ARTICLE_FULL && kind <= ARTICLE_MEDIA ? (enum article_kind)kind : ARTICLE_SUMMARY,
                .url = sql_str(a, q, 6),
                .outlet = sql_str(a, q, 7),
                .title = sql_str(a, q, 8),
                .byline = sql_str(a, q, 9),
                .published = read_moment(q, 10),
                .modified = read_moment(q, 11),
                .language = sql_str(a, q, 12),
                .text = sql_str(a, q, 13),
                .image = sql_str(a, q, 14),
                .image_credit = sql_str(a, q, 15),
                .section = sql_str(a, q, 16),
                .place = {(uint16_t)sqlite3_column_int(q, 17), (uint16_t)sqlite3_column_int(q, 18)},
            },
    };
}

static struct status each(struct store *s, sqlite3_stmt *q, const struct store_reader *reader)
{
    struct status st;
    for (bool row; st = sql_step(s, q, &row), is_ok(&st) && row;) {
        struct stored_article article;
        read_article(reader->arena(reader->context), q, &article);
        if (!reader->article(reader->context, &article)) {
            sqlite3_reset(q);
            break;
        }
    }
    return st;
}

struct status store_each_article(struct store *s, const struct store_reader *reader)
{
    sqlite3_stmt *q;
    struct status st = sql_prepare(s, FROM_ARTICLES "AND r.revision = a.revision ORDER BY a.number", &q);
    return is_ok(&st) ? each(s, q, reader) : st;
}

struct status store_get_article(struct store *s, struct arena *a, struct str id, struct stored_article *out,
                                bool *found)
{
    sqlite3_stmt *q;
    *found = false;
    struct status st = sql_prepare(s, FROM_ARTICLES "AND r.revision = a.revision WHERE a.id = ?1", &q);
    if (!is_ok(&st))
        return st;
    sql_bind_str(q, 1, id);
    st = sql_step(s, q, found);
    if (*found) {
        read_article(a, q, out);
        sqlite3_reset(q);
    }
    return st;
}

struct status store_each_revision(struct store *s, struct str id, const struct store_reader *reader)
{
    sqlite3_stmt *q;
    struct status st = sql_prepare(s, FROM_ARTICLES "WHERE a.id = ?1 ORDER BY r.revision", &q);
    if (!is_ok(&st))
        return st;
    sql_bind_str(q, 1, id);
    return each(s, q, reader);
}

struct status store_count_articles(struct store *s, size_t *articles, size_t *revisions)
{
    sqlite3_stmt *q;
    bool row = false;
    struct status st = sql_prepare(s, "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM revisions)", &q);
    if (is_ok(&st))
        st = sql_step(s, q, &row);
    *articles = row ? (size_t)sqlite3_column_int64(q, 0) : 0;
    *revisions = row ? (size_t)sqlite3_column_int64(q, 1) : 0;
    if (row)
        sqlite3_reset(q);
    return st;
}
