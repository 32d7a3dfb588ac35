/* Where articles were placed, and what of them can be searched. */
#include "base/arena.h"
#include "store/stories.h"
#include "store/sql.h"

/* An article is not held back for ever by a page that is never fetched. */
enum { PAGE_PATIENCE = 3600 };

static struct status each(struct store *s, sqlite3_stmt *q, const struct placement_reader *reader)
{
    struct status st;
    for (bool row; st = sql_step(s, q, &row), is_ok(&st) && row;) {
        struct arena *a = reader->arena(reader->context);
        struct placed_article x = {0};
        read_article(a, q, &x.stored);
        x.number = sqlite3_column_int64(q, ARTICLE_COLUMN_COUNT);
        x.placement = (struct stored_placement){
            .number = x.number,
            .story = sql_str(a, q, ARTICLE_COLUMN_COUNT + 1),
            .sequence = sqlite3_column_int64(q, ARTICLE_COLUMN_COUNT + 2),
            .revision = (uint32_t)sqlite3_column_int64(q, ARTICLE_COLUMN_COUNT + 3),
            .is_copy = sqlite3_column_int(q, ARTICLE_COLUMN_COUNT + 4) != 0,
        };
        if (!reader->article(reader->context, &x)) {
            sqlite3_reset(q);
            break;
        }
    }
    return st;
}

struct status store_first_unplaced(struct store *s, int64_t from, int64_t *number)
{
    sqlite3_stmt *q;
    bool row = false;
    *number = from;
    struct status st = sql_query(s,
                                 "SELECT coalesce((SELECT a.number FROM articles a WHERE a.number >= ?1 AND NOT EXISTS("
                                 "SELECT 1 FROM placements p WHERE p.article = a.number) ORDER BY a.number LIMIT 1), "
                                 "(SELECT coalesce(max(number), 0) + 1 FROM articles))",
                                 &q, "i", from);
    if (is_ok(&st))
        st = sql_step(s, q, &row);
    if (row) {
        *number = sqlite3_column_int64(q, 0);
        sqlite3_reset(q);
    }
    return st;
}

struct status store_each_unplaced(struct store *s, int64_t from, int64_t now, size_t most, const struct placement_reader *reader)
{
    sqlite3_stmt *q;
    struct status st = sql_query(s,
                                 "SELECT " ARTICLE_COLUMNS ", a.number, '', 0, 0, 0 FROM articles a "
                                 "JOIN revisions r ON r.article = a.number AND r.revision = a.revision "
                                 "WHERE a.number >= ?3 AND NOT EXISTS(SELECT 1 FROM placements p WHERE p.article = a.number) "
                                 "AND (a.first_seen < ?1 OR NOT EXISTS("
                                 "SELECT 1 FROM pages w WHERE w.article = a.number AND w.failures = 0)) "
                                 "ORDER BY a.number LIMIT ?2",
                                 &q, "iii", now - PAGE_PATIENCE, (int64_t)most, from);
    return is_ok(&st) ? each(s, q, reader) : st;
}

struct status store_each_placed(struct store *s, int64_t after, const struct placement_reader *reader)
{
    sqlite3_stmt *q;
    struct status st = sql_query(s,
                                 "SELECT " ARTICLE_COLUMNS ", a.number, p.story, p.sequence, p.placed_revision, p.is_copy "
                                 "FROM placements p JOIN articles a ON a.number = p.article "
                                 "JOIN revisions r ON r.article = a.number AND r.revision = p.placed_revision "
                                 "WHERE p.sequence > ?1 ORDER BY p.sequence",
                                 &q, "i", after);
    return is_ok(&st) ? each(s, q, reader) : st;
}

struct status store_each_revised(struct store *s, size_t most, const struct placement_reader *reader)
{
    sqlite3_stmt *q;
    struct status st = sql_query(s,
                                 "SELECT " ARTICLE_COLUMNS ", a.number, p.story, p.sequence, a.revision, p.is_copy "
                                 "FROM revised n JOIN placements p ON p.article = n.article JOIN articles a ON a.number = p.article "
                                 "JOIN revisions r ON r.article = a.number AND r.revision = a.revision "
                                 "ORDER BY a.number LIMIT ?1",
                                 &q, "i", (int64_t)most);
    return is_ok(&st) ? each(s, q, reader) : st;
}

struct status store_each_promoted(struct store *s, struct arena *a, int64_t after, struct promoted_article **out, size_t *count,
                                  int64_t *last)
{
    sqlite3_stmt *q;
    size_t capacity = 0;
    *out = NULL;
    *count = 0;
    *last = after;
    struct status st = sql_query(s,
                                 "SELECT n.number, a.id, a.place, a.places FROM promoted n JOIN articles a ON a.number = n.article "
                                 "WHERE n.number > ?1 ORDER BY n.number",
                                 &q, "i", after);
    if (!is_ok(&st))
        return st;
    for (bool row; st = sql_step(s, q, &row), is_ok(&st) && row;) {
        *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
        *last = sqlite3_column_int64(q, 0);
        (*out)[(*count)++] = (struct promoted_article){
            sql_str(a, q, 1), {(uint16_t)sqlite3_column_int(q, 2), (uint16_t)sqlite3_column_int(q, 3)}};
    }
    return st;
}

struct status store_forget_promoted(struct store *s, int64_t last)
{
    return sql_do(s, "DELETE FROM promoted WHERE number <= ?1", "i", last);
}

static struct status add_words(struct store *s, int64_t number)
{
    return sql_do(s, "INSERT INTO words(rowid, title, text, outlet) SELECT number, title, text, outlet FROM searched WHERE number = ?1",
                  "i", number);
}

/* FTS5 keeps no copy of the words (external content): to forget them, it has to be told them. */
static struct status drop_words(struct store *s, int64_t number)
{
    return sql_do(s,
                  "INSERT INTO words(words, rowid, title, text, outlet) "
                  "SELECT 'delete', number, title, text, outlet FROM searched WHERE number = ?1",
                  "i", number);
}

struct status store_put_placement(struct store *s, const struct stored_placement *p, const struct article *a)
{
    int64_t published = a->published.is_set ? a->published.seconds : 0;
    struct status st = sql_do(s, "INSERT INTO placements VALUES(?1,?2,?3,?4,?4,?5,?6,?7)", "iisiisi", p->number, p->sequence,
                              p->story, (int64_t)p->revision, published, a->outlet, (int64_t)p->is_copy);
    if (is_ok(&st)) /* a revision may have come in while this one was read */
        st = sql_do(s, "INSERT OR IGNORE INTO revised SELECT number FROM articles WHERE number = ?1 AND revision > ?2", "ii", p->number,
                    (int64_t)p->revision);
    return is_ok(&st) ? add_words(s, p->number) : st;
}

struct status store_move_placement(struct store *s, struct str article, struct str story)
{
    return sql_do(s, "UPDATE placements SET story = ?2 WHERE article = (SELECT number FROM articles WHERE id = ?1)", "ss", article, story);
}

struct status store_put_revised(struct store *s, int64_t number, uint32_t revision)
{
    struct status st = drop_words(s, number);
    if (is_ok(&st))
        st = sql_do(s, "UPDATE placements SET revision = ?2 WHERE article = ?1", "ii", number, (int64_t)revision);
    if (is_ok(&st))
        st = sql_do(s, "DELETE FROM revised WHERE article = ?1 AND NOT EXISTS(SELECT 1 FROM articles WHERE number = ?1 AND revision > ?2)", "ii",
                    number, (int64_t)revision); /* not where a newer one has come in meanwhile */
    return is_ok(&st) ? add_words(s, number) : st;
}

struct status store_last_sequence(struct store *s, int64_t *out)
{
    sqlite3_stmt *q;
    bool row = false;
    *out = 0;
    struct status st = sql_query(s, "SELECT coalesce(max(sequence), 0) FROM placements", &q, "");
    if (is_ok(&st))
        st = sql_step(s, q, &row);
    if (row) {
        *out = sqlite3_column_int64(q, 0);
        sqlite3_reset(q);
    }
    return st;
}

struct status store_get_revision(struct store *s, struct arena *a, struct str id, uint32_t revision,
                                 struct stored_article *out, bool *found)
{
    sqlite3_stmt *q;
    *found = false;
    struct status st = sql_query(s,
                                 "SELECT " ARTICLE_COLUMNS "FROM articles a JOIN revisions r ON r.article = a.number "
                                 "WHERE a.id = ?1 AND r.revision = ?2",
                                 &q, "si", id, (int64_t)revision);
    if (is_ok(&st))
        st = sql_step(s, q, found);
    if (*found) {
        read_article(a, q, out);
        sqlite3_reset(q);
    }
    return st;
}

struct status store_put_name(struct store *s, int64_t article, int64_t published, int kind, struct str name)
{
    return sql_do(s, "INSERT OR IGNORE INTO names VALUES(?1,?2,?3,?4)", "isii", (int64_t)kind, name, article, published);
}

struct status store_top_names(struct store *s, struct arena *a, int kind, int64_t since, size_t most,
                              struct stored_name **out, size_t *count)
{
    sqlite3_stmt *q;
    size_t capacity = 0;
    *out = NULL;
    *count = 0;
    struct status st = sql_query(s,
                                 "SELECT kind, name, count(*) AS n FROM names WHERE published >= ?1 AND kind = ?2 "
                                 "GROUP BY name ORDER BY n DESC, name LIMIT ?3",
                                 &q, "iii", since, (int64_t)kind, (int64_t)most);
    if (!is_ok(&st))
        return st;
    for (bool row; st = sql_step(s, q, &row), is_ok(&st) && row;) {
        *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
        (*out)[(*count)++] = (struct stored_name){sqlite3_column_int(q, 0), sql_str(a, q, 1), (size_t)sqlite3_column_int64(q, 2)};
    }
    return st;
}
