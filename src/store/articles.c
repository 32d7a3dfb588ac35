/* Articles and their revisions. */
#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "store/sql.h"

struct known {
    int64_t number;
    bool is_elsewhere; /* came from another feed and links to another site */
    int64_t entry_hash;
    uint32_t revision;
    struct feed_place place;
    char id[ARTICLE_ID_LIMIT];
};

/* What makes a revision: the words. A changed date or image alone does not. */
static int64_t entry_hash(const struct article *a)
{
    struct buf words = {0};
    buf_add(&words, a->title);
    buf_add_byte(&words, '\0');
    buf_add(&words, a->byline);
    buf_add_byte(&words, '\0');
    buf_add(&words, a->text);
    uint64_t hash = str_hash(buf_str(&words));
    buf_free(&words);
    return (int64_t)hash;
}

static struct str site_of(struct str url)
{
    struct str scheme = str_cut(&url, '/');
    str_cut(&url, '/');
    return scheme.n ? str_cut(&url, '/') : scheme;
}

static struct status find(struct store *s, sqlite3_stmt *statement, const struct store_entry *e, struct known *out,
                          bool *found)
{
    struct status st = sql_step(s, statement, found);
    if (!is_ok(&st) || !*found)
        return st;
    out->number = sqlite3_column_int64(statement, 0);
    out->entry_hash = sqlite3_column_int64(statement, 1);
    out->revision = (uint32_t)sqlite3_column_int64(statement, 2);
    snprintf(out->id, sizeof out->id, "%s", (const char *)sqlite3_column_text(statement, 3));
    struct str feed = str_of((const char *)sqlite3_column_text(statement, 4));
    struct str url = str_of((const char *)sqlite3_column_text(statement, 5));
    out->place = (struct feed_place){(uint16_t)sqlite3_column_int(statement, 6), (uint16_t)sqlite3_column_int(statement, 7)};
    out->is_elsewhere = e && !str_eq(feed, e->feed) && !str_eq_nocase(site_of(url), site_of(e->article->url));
    sqlite3_reset(statement);
    return st;
}

static struct status find_by_id(struct store *s, struct str id, const struct store_entry *e, struct known *out,
                                bool *found)
{
    sqlite3_stmt *q;
    struct status st =
        sql_prepare(s, "SELECT number, entry_hash, revision, id, feed, url, place, places FROM articles WHERE id = ?1", &q);
    if (!is_ok(&st))
        return st;
    sql_bind_str(q, 1, id);
    return find(s, q, e, out, found);
}

/* A feed that makes up a new guid on every visit still links to the same page under the same title. */
static struct status find_by_link(struct store *s, const struct store_entry *e, struct known *out, bool *found)
{
    *found = false;
    if (!e->is_link_unique || !e->article->url.n)
        return status_ok();
    sqlite3_stmt *q;
    struct status st = sql_prepare(
        s,
        "SELECT number, entry_hash, revision, id, feed, url, place, places FROM articles WHERE feed = ?1 AND url = ?2 AND title = ?3 "
        "ORDER BY number LIMIT 1",
        &q);
    if (!is_ok(&st))
        return st;
    sql_bind_str(q, 1, e->feed);
    sql_bind_str(q, 2, e->article->url);
    sql_bind_str(q, 3, e->article->title);
    return find(s, q, e, out, found);
}

static struct status add_revision(struct store *s, int64_t number, uint32_t revision, int64_t seen, bool from_page,
                                  const struct article *a)
{
    sqlite3_stmt *q;
    struct status st =
        sql_prepare(s, "INSERT INTO revisions VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16)", &q);
    if (!is_ok(&st))
        return st;
    char published[MOMENT_TEXT], modified[MOMENT_TEXT];
    moment_format_iso(a->published, published);
    moment_format_iso(a->modified, modified);
    sqlite3_bind_int64(q, 1, number);
    sqlite3_bind_int64(q, 2, revision);
    sqlite3_bind_int64(q, 3, seen);
    sqlite3_bind_int(q, 4, from_page);
    sqlite3_bind_int(q, 5, (int)a->kind);
    const struct str texts[] = {a->url,      a->outlet, a->title, a->byline,       str_of(published), str_of(modified),
                                a->language, a->text,   a->image, a->image_credit, a->section};
    for (int i = 0; i < (int)(sizeof texts / sizeof *texts); i++)
        sql_bind_str(q, 6 + i, texts[i]);
    st = sql_run(s, q);
    if (is_ok(&st) && revision > 1)
        st = sql_do(s, "INSERT OR IGNORE INTO revised SELECT article FROM placements WHERE article = ?1", "i", number);
    return st;
}

static struct status want_page(struct store *s, int64_t number, struct str url, int64_t due, uint32_t failures)
{
    sqlite3_stmt *q;
    struct status st = sql_prepare(s, "INSERT OR REPLACE INTO pages VALUES(?1,?2,?3,?4)", &q);
    if (!is_ok(&st))
        return st;
    sqlite3_bind_int64(q, 1, number);
    sql_bind_str(q, 2, url);
    sqlite3_bind_int64(q, 3, due);
    sqlite3_bind_int64(q, 4, failures);
    return sql_run(s, q);
}

static struct status add_article(struct store *s, const struct store_entry *e, int64_t hash, struct known *out)
{
    sqlite3_stmt *q;
    struct status st = sql_prepare(s,
                                   "INSERT INTO articles(id, feed, url, title, entry_hash, revision, first_seen, place, places) "
                                   "VALUES(?1,?2,?3,?4,?5,0,?6,?7,?8)",
                                   &q);
    if (!is_ok(&st))
        return st;
    sql_bind_str(q, 1, str_of(out->id));
    sql_bind_str(q, 2, e->feed);
    sql_bind_str(q, 3, e->article->url);
    sql_bind_str(q, 4, e->article->title);
    sqlite3_bind_int64(q, 5, hash);
    sqlite3_bind_int64(q, 6, e->seen);
    sqlite3_bind_int(q, 7, e->article->place.at);
    sqlite3_bind_int(q, 8, e->article->place.of);
    st = sql_run(s, q);
    out->number = sqlite3_last_insert_rowid(s->db);
    out->revision = 0;
    return st;
}

static struct status set_revision(struct store *s, const struct known *k, int64_t hash, const struct article *a)
{
    sqlite3_stmt *q;
    struct status st = sql_prepare(
        s, "UPDATE articles SET entry_hash = ?2, revision = ?3, url = ?4, title = ?5 WHERE number = ?1", &q);
    if (!is_ok(&st))
        return st;
    sqlite3_bind_int64(q, 1, k->number);
    sqlite3_bind_int64(q, 2, hash);
    sqlite3_bind_int64(q, 3, k->revision);
    sql_bind_str(q, 4, a->url);
    sql_bind_str(q, 5, a->title);
    return sql_run(s, q);
}

/* The best place that it had in any feed of its outlet at any time stays; the editor is told. */
static struct status raise_place(struct store *s, const struct known *k, struct feed_place p)
{
    if (place_weight(p) <= place_weight(k->place))
        return status_ok();
    struct status st = sql_do(s, "UPDATE articles SET place = ?2, places = ?3 WHERE number = ?1", "iii", k->number, (int64_t)p.at, (int64_t)p.of);
    return is_ok(&st) ? sql_do(s, "INSERT OR REPLACE INTO promoted(article) VALUES(?1)", "i", k->number) : st;
}

struct status store_put_entry(struct store *s, const struct store_entry *e, enum store_outcome *outcome,
                              char id[ARTICLE_ID_LIMIT])
{
    const struct article *a = e->article;
    if (!a->id.n || a->id.n >= ARTICLE_ID_LIMIT)
        return status_error(STATUS_LIMIT, "%.*s: an article's id has 1 to %d bytes, this one %zu",
                            STR_ARG(utf8_cut(a->url, 200)), ARTICLE_ID_LIMIT - 1, a->id.n);
    int64_t hash = entry_hash(a);
    struct known known;
    bool found;
    char own_id[ARTICLE_ID_LIMIT];
    snprintf(own_id, sizeof own_id, "%.*s", STR_ARG(a->id));
    struct status st = find_by_id(s, a->id, e, &known, &found);
    if (is_ok(&st) && found &&
        known.is_elsewhere) { /* "1" and "post-1" are guids on many sites: this one's is another */
        snprintf(own_id, sizeof own_id, "%016llx", (unsigned long long)(str_hash(a->id) ^ (str_hash(e->feed) * 3)));
        st = find_by_id(s, str_of(own_id), NULL, &known, &found);
    }
    if (is_ok(&st) && !found)
        st = find_by_link(s, e, &known, &found);
    if (!is_ok(&st))
        return st;
    *outcome = !found ? STORE_NEW : known.entry_hash != hash ? STORE_CHANGED : STORE_KNOWN;
    if (!found)
        memcpy(known.id, own_id, sizeof known.id);
    st = *outcome == STORE_NEW ? add_article(s, e, hash, &known) : raise_place(s, &known, a->place);
    if (is_ok(&st) && *outcome != STORE_KNOWN) {
        known.revision++;
        st = add_revision(s, known.number, known.revision, e->seen, false, a);
        if (is_ok(&st))
            st = set_revision(s, &known, hash, a);
        if (is_ok(&st) && e->wants_page)
            st = want_page(s, known.number, a->url, e->seen, 0);
    }
    memcpy(id, known.id, sizeof known.id);
    return st;
}

static struct status drop_page(struct store *s, int64_t number)
{
    sqlite3_stmt *q;
    struct status st = sql_prepare(s, "DELETE FROM pages WHERE article = ?1", &q);
    if (!is_ok(&st))
        return st;
    sqlite3_bind_int64(q, 1, number);
    return sql_run(s, q);
}

struct status store_put_page(struct store *s, struct str id, const struct article *page, int64_t seen)
{
    struct known known;
    bool found;
    struct status st = find_by_id(s, id, NULL, &known, &found);
    if (!is_ok(&st) || !found)
        return st;
    known.revision++;
    st = add_revision(s, known.number, known.revision, seen, true, page);
    if (is_ok(&st)) { /* the entry's hash, URL and title stay: the next visit compares with the entry, not the page */
        sqlite3_stmt *q;
        st = sql_prepare(s, "UPDATE articles SET revision = ?2 WHERE number = ?1", &q);
        if (!is_ok(&st))
            return st;
        sqlite3_bind_int64(q, 1, known.number);
        sqlite3_bind_int64(q, 2, known.revision);
        st = sql_run(s, q);
    }
    return is_ok(&st) ? drop_page(s, known.number) : st;
}

struct status store_put_page_failure(struct store *s, struct str id, int64_t again)
{
    struct known known;
    bool found;
    struct status st = find_by_id(s, id, NULL, &known, &found);
    if (!is_ok(&st) || !found)
        return st;
    if (!again)
        return drop_page(s, known.number);
    sqlite3_stmt *q;
    st = sql_prepare(s, "UPDATE pages SET due = ?2, failures = failures + 1 WHERE article = ?1", &q);
    if (!is_ok(&st))
        return st;
    sqlite3_bind_int64(q, 1, known.number);
    sqlite3_bind_int64(q, 2, again);
    return sql_run(s, q);
}

struct status store_pages_wanted(struct store *s, struct arena *a, int64_t now, size_t most, struct store_page **out,
                                 size_t *count)
{
    sqlite3_stmt *q;
    size_t capacity = 0;
    *out = NULL;
    *count = 0;
    struct status st =
        sql_prepare(s,
                    "SELECT a.id, p.url, p.failures FROM pages p JOIN articles a ON a.number = p.article "
                    "WHERE p.due <= ?1 ORDER BY p.due, p.article LIMIT ?2",
                    &q);
    if (!is_ok(&st))
        return st;
    sqlite3_bind_int64(q, 1, now);
    sqlite3_bind_int64(q, 2, (sqlite3_int64)most);
    for (bool row; st = sql_step(s, q, &row), is_ok(&st) && row;) {
        *out = arena_grow(a, *out, *count, &capacity, sizeof **out);
        (*out)[(*count)++] =
            (struct store_page){sql_str(a, q, 0), sql_str(a, q, 1), (uint32_t)sqlite3_column_int64(q, 2)};
    }
    return st;
}
