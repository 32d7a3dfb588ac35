/* Finding. The newest arrivals come first because FTS5 can walk its lists in that order and stop: the cost of a page of
 * results does not grow with the archive. Days become a range of arrivals for the same reason. */
#include "store/search.h"

#include <limits.h>

#include "base/arena.h"
#include "store/sql.h"

/* Of the newest matches, so many are compared for the best. */
enum { STORIES_COMPARED = 100, ARTICLES_COMPARED = 5000 };

/* The arrivals that were published in the range. */
static struct status find_range(struct store *s, const struct search *x, int64_t *first, int64_t *last)
{
    *first = 0;
    *last = INT64_MAX;
    if (!x->has_days)
        return status_ok();
    sqlite3_stmt *q;
    bool row = false;
    struct status st = sql_query(
        s, "SELECT coalesce(min(article), 1), coalesce(max(article), 0) FROM placements WHERE published >= ?1 AND published < ?2",
        &q, "ii", x->after, x->before);
    if (is_ok(&st))
        st = sql_step(s, q, &row);
    if (row) {
        *first = sqlite3_column_int64(q, 0);
        *last = sqlite3_column_int64(q, 1);
        sqlite3_reset(q);
    }
    return st;
}

#define HIT_JOIN                                                                                                       \
    "CROSS JOIN articles a ON a.number = p.article "                                                                   \
    "CROSS JOIN revisions r ON r.article = p.article AND r.revision = p.revision "                                     \
    "LEFT JOIN stories s ON s.id = p.story "

static const char by_words[] =
    "SELECT a.id, r.url, r.outlet, r.published, highlight(words, 0, char(2), char(3)), "
    "snippet(words, 1, char(2), char(3), '\xE2\x80\xA6', 28), p.story, s.headline "
    "FROM words CROSS JOIN placements p ON p.article = words.rowid " HIT_JOIN
    "WHERE words MATCH ?1 AND words.rowid >= ?2 AND words.rowid <= ?3 AND p.published >= ?4 AND p.published < ?5 "
    "ORDER BY words.rowid DESC LIMIT ?6 OFFSET ?7";
static const char by_days[] =
    "SELECT a.id, r.url, r.outlet, r.published, r.title, substr(r.text, 1, 200), p.story, s.headline "
    "FROM placements p " HIT_JOIN "WHERE p.published >= ?1 AND p.published < ?2 ORDER BY p.published DESC, p.article DESC "
    "LIMIT ?3 OFFSET ?4";

struct status search_articles(struct store *s, struct arena *a, const struct search *x, size_t skip, size_t most,
                              struct search_hit **out, size_t *count, bool *more)
{
    sqlite3_stmt *q;
    int64_t first, last;
    *out = arena_zero(a, (most + 1) * sizeof **out);
    *count = 0;
    *more = false;
    struct status st = find_range(s, x, &first, &last);
    if (!is_ok(&st))
        return st;
    if (x->match.n)
        st = sql_query(s, by_words, &q, "siiiiii", x->match, first, last, x->after, x->before, (int64_t)most + 1, (int64_t)skip);
    else
        st = sql_query(s, by_days, &q, "iiii", x->after, x->before, (int64_t)most + 1, (int64_t)skip);
    if (!is_ok(&st))
        return st;
    for (bool row; st = sql_step(s, q, &row), is_ok(&st) && row;) {
        if (*count == most) {
            *more = true;
            sqlite3_reset(q);
            break;
        }
        (*out)[(*count)++] = (struct search_hit){
            .id = sql_str(a, q, 0),
            .url = sql_str(a, q, 1),
            .outlet = sql_str(a, q, 2),
            .published = read_moment(q, 3),
            .title = sql_str(a, q, 4),
            .excerpt = sql_str(a, q, 5),
            .story = sql_str(a, q, 6),
            .headline = sql_str(a, q, 7),
        };
    }
    return st;
}

struct status search_like(struct store *s, struct arena *a, struct str text, size_t most, struct str **ids, size_t *count)
{
    sqlite3_stmt *q;
    struct str match = search_any(a, text, SEARCH_TERM_LIMIT);
    *ids = arena_zero(a, (most + 1) * sizeof **ids);
    *count = 0;
    if (!match.n)
        return status_ok();
    struct status st = sql_query(s,
                                 "SELECT a.id FROM (SELECT rowid AS number, rank AS score FROM words WHERE words MATCH ?1 "
                                 "ORDER BY rowid DESC LIMIT ?3) m CROSS JOIN articles a ON a.number = m.number ORDER BY m.score LIMIT ?2",
                                 &q, "sii", match, (int64_t)most, (int64_t)ARTICLES_COMPARED);
    for (bool row; is_ok(&st) && (st = sql_step(s, q, &row), is_ok(&st) && row);)
        (*ids)[(*count)++] = sql_str(a, q, 0);
    return st;
}

struct status search_stories(struct store *s, struct arena *a, const struct search *x, size_t most, struct stored_story **out,
                             size_t *count)
{
    *out = arena_zero(a, (most + 1) * sizeof **out);
    *count = 0;
    if (!x->story_match.n)
        return status_ok();
    sqlite3_stmt *q;
    struct status st = sql_query(
        s,
        "SELECT s.id, m.headline, s.lead, s.first, s.last, s.articles, s.outlets, s.independents, s.topic "
        "FROM (SELECT rowid AS number, rank AS score, highlight(story_words, 0, char(2), char(3)) AS headline "
        "FROM story_words WHERE story_words MATCH ?1 ORDER BY rowid DESC LIMIT ?2) m "
        "CROSS JOIN stories s ON s.number = m.number WHERE s.last >= ?3 AND s.first < ?4 ORDER BY m.score LIMIT ?5",
        &q, "siiii", x->story_match, (int64_t)STORIES_COMPARED, x->after, x->before, (int64_t)most);
    for (bool row; is_ok(&st) && (st = sql_step(s, q, &row), is_ok(&st) && row);)
        (*out)[(*count)++] = (struct stored_story){
            .id = sql_str(a, q, 0),
            .headline = sql_str(a, q, 1),
            .lead = sql_str(a, q, 2),
            .first = sqlite3_column_int64(q, 3),
            .last = sqlite3_column_int64(q, 4),
            .articles = (size_t)sqlite3_column_int64(q, 5),
            .outlets = (size_t)sqlite3_column_int64(q, 6),
            .independents = (size_t)sqlite3_column_int64(q, 7),
            .topic = sql_str(a, q, 8),
        };
    return st;
}
