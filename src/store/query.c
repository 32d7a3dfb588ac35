/* What is typed into the search box, read into an expression that holds quoted words and our own operators, and nothing
 * else. Whatever is typed has a meaning: a lone quote, a bracket or the word NEAR is text like any other. */
#include <unicode/uchar.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/civil.h"
#include "store/search.h"
#include "store/sql.h"

enum { DAY = 86400 };

struct reading {
    struct search *out;
    struct buf wanted, unwanted;             /* over articles */
    struct buf story_wanted, story_unwanted; /* over stories */
    bool has_fields;
    size_t terms;
    struct status status;
};

struct term {
    struct str field, words;
    bool is_absent, is_beginning;
};

static struct str take_words(struct str *rest, bool *is_quoted)
{
    *is_quoted = rest->n && rest->p[0] == '"';
    if (*is_quoted) {
        *rest = (struct str){rest->p + 1, rest->n - 1};
        return str_cut(rest, '"');
    }
    size_t n = 0;
    while (n < rest->n && (unsigned char)rest->p[n] > ' ' && rest->p[n] != '"')
        n++;
    struct str words = {rest->p, n};
    size_t taken = n || !rest->n ? n : 1; /* a control character is passed over */
    *rest = (struct str){rest->p + taken, rest->n - taken};
    return words;
}

static bool take_field(struct str *rest, struct str *field)
{
    static const char *const names[] = {"outlet", "title", "name", "after", "before", "on"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t n = strlen(names[i]);
        if (rest->n > n + 1 && rest->p[n] == ':' && (unsigned char)rest->p[n + 1] > ' ' &&
            str_eq_nocase((struct str){rest->p, n}, str_of(names[i]))) {
            *field = str_of(names[i]);
            *rest = (struct str){rest->p + n + 1, rest->n - n - 1};
            return true;
        }
    }
    return false;
}

static bool has_letter_or_digit(struct str s)
{
    for (size_t i = 0; i < s.n;)
        if (u_isalnum((UChar32)utf8_next(s, &i)))
            return true;
    return false;
}

static bool is_digits(struct str s, size_t n)
{
    bool all = s.n == n;
    for (size_t i = 0; i < s.n; i++)
        all = all && s.p[i] >= '0' && s.p[i] <= '9';
    return all;
}

static int number(struct str s)
{
    int n = 0;
    for (size_t i = 0; i < s.n; i++)
        n = n * 10 + (s.p[i] - '0');
    return n;
}

/* "2025", "2025-10", "2025-10-07": the first day, and the day behind the last. */
static bool read_days(struct str s, int32_t *first, int32_t *behind)
{
    struct str rest = s, year = str_cut(&rest, '-'), month = str_cut(&rest, '-');
    if (!is_digits(year, 4) || (month.n && !is_digits(month, 2)) || (rest.n && !is_digits(rest, 2)) || number(year) < 1)
        return false;
    int y = number(year), m = month.n ? number(month) : 1, d = rest.n ? number(rest) : 1;
    if (!civil_exists(y, m, d))
        return false;
    *first = civil_day(y, m, d);
    *behind = rest.n ? *first + 1 : month.n ? civil_day(y, m + 1, 1) : civil_day(y + 1, 1, 1);
    return true;
}

static struct status add_days(struct search *out, const struct term *t)
{
    int32_t first, behind;
    if (!read_days(t->words, &first, &behind))
        return status_error(STATUS_BAD_INPUT, "%.*s: is not a day; want one as in 2025-10-07, 2025-10 or 2025",
                            STR_ARG(utf8_cut(t->words, 40)));
    bool is_on = str_eq(t->field, STR("on"));
    if ((is_on || str_eq(t->field, STR("after"))) && (int64_t)first * DAY > out->after)
        out->after = (int64_t)first * DAY;
    if (is_on && (int64_t)behind * DAY < out->before)
        out->before = (int64_t)behind * DAY;
    if (str_eq(t->field, STR("before")) && (int64_t)first * DAY < out->before)
        out->before = (int64_t)first * DAY;
    out->has_days = true;
    return status_ok();
}

static void add_quoted(struct buf *out, struct str words)
{
    buf_add_byte(out, '"');
    for (size_t i = 0; i < words.n; i++) {
        unsigned char c = (unsigned char)words.p[i];
        if (c == '"')
            buf_add_byte(out, '"');
        buf_add_byte(out, c < ' ' || c == 127 ? ' ' : (char)c);
    }
    buf_add_byte(out, '"');
}

static void add_term(struct buf *out, const struct term *t, const char *column)
{
    if (out->n)
        buf_add_z(out, t->is_absent ? " OR " : " AND ");
    buf_add_z(out, column);
    add_quoted(out, t->words);
    if (t->is_beginning)
        buf_add_z(out, " *");
}

static void add_words(struct reading *r, const struct term *t)
{
    if (!has_letter_or_digit(t->words))
        return; /* nothing in it that could be found */
    bool is_outlet = str_eq(t->field, STR("outlet")), is_title = str_eq(t->field, STR("title"));
    r->has_fields = r->has_fields || is_outlet || is_title;
    add_term(t->is_absent ? &r->unwanted : &r->wanted, t, is_outlet ? "outlet : " : is_title ? "title : " : "{title text} : ");
    add_term(t->is_absent ? &r->story_unwanted : &r->story_wanted, t, "");
}

static struct str join(struct arena *a, const struct buf *wanted, const struct buf *unwanted)
{
    return unwanted->n ? str_format(a, "(%s) NOT (%s)", wanted->p, unwanted->p) : str_copy(a, buf_str(wanted));
}

static void read_term(struct reading *r, struct str *rest)
{
    struct term t = {0};
    bool is_quoted;
    if (rest->p[0] == '-' && rest->n > 1 && (unsigned char)rest->p[1] > ' ') {
        t.is_absent = true;
        *rest = (struct str){rest->p + 1, rest->n - 1};
    }
    take_field(rest, &t.field);
    t.words = take_words(rest, &is_quoted);
    if (!t.words.n)
        return;
    if (++r->terms > SEARCH_TERM_LIMIT) {
        r->status = status_error(STATUS_LIMIT, "More than %d words or phrases; leave some out", SEARCH_TERM_LIMIT);
        return;
    }
    t.is_beginning = !is_quoted && t.words.n > 2 && t.words.p[t.words.n - 1] == '*';
    if (str_eq(t.field, STR("after")) || str_eq(t.field, STR("before")) || str_eq(t.field, STR("on")))
        r->status = add_days(r->out, &t);
    else
        add_words(r, &t);
}

/* The next run of letters and digits at or behind *at; empty at the end. */
static struct str next_word(struct str text, size_t *at)
{
    size_t begin = *at, end = *at;
    while (*at < text.n) {
        size_t next = *at;
        if (u_isalnum((UChar32)utf8_next(text, &next)))
            end = *at = next;
        else if (end > begin)
            break;
        else
            begin = end = *at = next;
    }
    return (struct str){text.p + begin, end - begin};
}

struct str search_any(struct arena *a, struct str text, size_t most)
{
    struct buf names = {0}, words = {0};
    size_t at = 0, count = 0;
    bool is_first = true;
    for (struct str word; count < most && (word = next_word(text, &at)).n; is_first = false) {
        size_t start = 0;
        bool is_name = !is_first && u_isupper((UChar32)utf8_next(word, &start)), is_number = word.p[0] >= '0' && word.p[0] <= '9';
        if (word.n < 4 && !is_number)
            continue;
        struct buf *out = is_name ? &names : &words;
        buf_add_z(out, out->n ? " OR " : "");
        add_quoted(out, word);
        count++;
    }
    struct str match = names.n && words.n ? str_format(a, "(%s) AND (%s)", names.p, words.p) : str_copy(a, buf_str(names.n ? &names : &words));
    buf_free(&names);
    buf_free(&words);
    return match;
}

struct status search_parse(struct arena *a, struct str query, struct search *out)
{
    *out = (struct search){.before = INT64_MAX, .after = INT64_MIN};
    if (query.n > SEARCH_QUERY_LIMIT)
        return status_error(STATUS_LIMIT, "A search of %zu bytes; the limit is %d", query.n, SEARCH_QUERY_LIMIT);
    if (!utf8_is_valid(query, NULL))
        return status_error(STATUS_BAD_INPUT, "This search is not text in UTF-8");
    struct reading r = {.out = out, .status = status_ok()};
    for (struct str rest = str_trim(query); rest.n && is_ok(&r.status); rest = str_trim(rest))
        read_term(&r, &rest);
    if (is_ok(&r.status) && !r.wanted.n && (r.unwanted.n || !out->has_days))
        r.status = status_error(STATUS_BAD_INPUT, "%s",
                                r.unwanted.n ? "Say also what is to be found, not only what is not" : "Type a word to look for");
    if (is_ok(&r.status) && r.wanted.n)
        out->match = join(a, &r.wanted, &r.unwanted);
    if (is_ok(&r.status) && r.wanted.n && !r.has_fields)
        out->story_match = join(a, &r.story_wanted, &r.story_unwanted);
    struct buf *const used[] = {&r.wanted, &r.unwanted, &r.story_wanted, &r.story_unwanted};
    for (size_t i = 0; i < sizeof used / sizeof *used; i++)
        buf_free(used[i]);
    return r.status;
}
