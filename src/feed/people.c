#include "feed/people.h"

#include "base/arena.h"
#include "feed/vocabulary.h"

static bool is_mail_byte(char c)
{
    return ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= '0' && c <= '9') || (c && strchr("_-.+", c));
}

/* An e-mail address with a dot in its host, and "?subject=..." behind it, as people write them into author elements. */
static struct str find_mail(struct str s)
{
    for (size_t at = 1; at + 3 < s.n; at++) {
        if (s.p[at] != '@' || !is_mail_byte(s.p[at - 1]))
            continue;
        size_t begin = at, end = at + 1;
        while (begin && is_mail_byte(s.p[begin - 1]))
            begin--;
        while (end < s.n && is_mail_byte(s.p[end]) && s.p[end] != '_' && s.p[end] != '+')
            end++;
        while (end > at + 1 && s.p[end - 1] == '.')
            end--;
        if (!memchr(s.p + at + 1, '.', end - at - 1))
            continue;
        if (end < s.n && str_starts((struct str){s.p + end, s.n - end}, STR("?subject=")))
            while (end < s.n && (unsigned char)s.p[end] > ' ')
                end++;
        return (struct str){s.p + begin, end - begin};
    }
    return (struct str){0};
}

/* What is left of "ann@example.org (Ann Lee)" without the address and what enclosed it. */
static struct str without(struct arena *a, struct str s, struct str part)
{
    size_t before = (size_t)(part.p - s.p);
    struct str head = str_trim((struct str){s.p, before});
    struct str tail = str_trim((struct str){part.p + part.n, s.n - before - part.n});
    static const struct {
        const char *open, *close;
    } pairs[] = {{"(", ")"}, {"<", ">"}, {"&lt;", "&gt;"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct str open = str_of(pairs[i].open), close = str_of(pairs[i].close);
        if (str_ends(head, open) && str_starts(tail, close)) {
            head.n -= open.n;
            tail = (struct str){tail.p + close.n, tail.n - close.n};
        }
    }
    struct str rest = str_trim(str_format(a, "%.*s %.*s", STR_ARG(head), STR_ARG(tail)));
    if (rest.n && *rest.p == '(')
        rest = (struct str){rest.p + 1, rest.n - 1};
    if (rest.n && rest.p[rest.n - 1] == ')')
        rest.n--;
    return str_trim(rest);
}

static struct record *detail_of(struct builder *b, struct str key)
{
    struct record *context = builder_context(b);
    struct str name = str_format(b->a, "%.*s_detail", STR_ARG(key));
    struct record *detail = record_inner(context, name);
    if (!detail) {
        detail = record_create(b->a);
        record_set(b->a, context, name, value_record(detail));
    }
    return detail;
}

/* Brings the text ("Ann Lee (ann@example.org)") and its parts into line, whichever was given. */
static void settle(struct builder *b, struct str key)
{
    struct record *context = builder_context(b);
    struct record *detail = record_inner(context, str_format(b->a, "%.*s_detail", STR_ARG(key)));
    struct str name = record_text(detail, STR("name")), email = record_text(detail, STR("email"));
    if (detail && detail->count) {
        if (name.n && email.n)
            record_set(b->a, context, key, value_text(str_format(b->a, "%.*s (%.*s)", STR_ARG(name), STR_ARG(email))));
        else if (name.n || email.n)
            record_set(b->a, context, key, value_text(name.n ? name : email));
        return;
    }
    struct str given = record_text(context, key);
    if (!given.n)
        return;
    struct str mail = find_mail(given);
    name = mail.n ? without(b->a, given, mail) : given;
    detail = detail_of(b, key);
    if (name.n)
        record_set(b->a, detail, STR("name"), value_text(name));
    if (mail.n)
        record_set(b->a, detail, STR("email"), value_text(mail));
    if (str_eq(key, STR("author"))) {
        struct record *authors = record_list(b->a, context, STR("authors"));
        if (authors->last)
            authors->last->value = value_record(detail);
        else
            record_append(b->a, authors, value_record(detail));
    }
}

void person_start(struct builder *b, struct frame *f, const struct element *e)
{
    (void)e;
    bool is_author = str_eq(f->word->key, STR("author"));
    *(is_author ? &b->in_author : &b->in_publisher) += 1;
    builder_push(b, f, f->word->key, true);
    if (!is_author)
        return;
    struct record *context = builder_context(b), *authors = record_list(b->a, context, STR("authors"));
    if (builder_has_room(b, authors)) {
        record_append_record(b->a, authors);
        record_remove(context, STR("author_detail"));
    }
}

void person_end(struct builder *b, struct frame *f)
{
    struct str key = f->word->key;
    struct record *detail = record_inner(builder_context(b), str_format(b->a, "%.*s_detail", STR_ARG(key)));
    if (detail && detail->count)
        f->fills = false; /* its elements have said it */
    builder_pop(b, f);
    *(str_eq(key, STR("author")) ? &b->in_author : &b->in_publisher) -= 1;
    settle(b, key);
}

void contributor_start(struct builder *b, struct frame *f, const struct element *e)
{
    (void)e;
    b->in_contributor++;
    struct record *list = record_list(b->a, builder_context(b), STR("contributors"));
    if (builder_has_room(b, list))
        record_append_record(b->a, list);
    builder_push(b, f, STR("contributor"), false);
}

void contributor_end(struct builder *b, struct frame *f)
{
    builder_pop(b, f);
    b->in_contributor--;
}

static void save_part(struct builder *b, struct str key, struct str value)
{
    struct record *context = builder_context(b);
    if (b->in_contributor) {
        struct record *list = record_items(context, STR("contributors")), *last = list ? record_of(list->last) : NULL;
        if (last)
            record_set(b->a, last, key, value_text(value));
    } else if (b->in_publisher || b->in_author) {
        struct str who = b->in_publisher ? STR("publisher") : STR("author");
        struct record *detail = detail_of(b, who);
        record_set(b->a, detail, key, value_text(value));
        struct record *authors = record_items(context, STR("authors"));
        if (!b->in_publisher && authors && authors->last)
            authors->last->value = value_record(detail);
        settle(b, who);
    } else if (b->inner) {
        record_set(b->a, b->inner, key, value_text(value));
    }
}

void contributor_start_named(struct builder *b, struct frame *f, const struct element *e)
{
    contributor_start(b, f, e);
}

void contributor_end_named(struct builder *b, struct frame *f)
{
    struct str name = builder_pop(b, f);
    save_part(b, STR("name"), name);
    b->in_contributor--;
}

void owner_start(struct builder *b, struct frame *f, const struct element *e)
{
    (void)e;
    b->in_publisher++;
    builder_push(b, f, STR("publisher"), false);
}

void owner_end(struct builder *b, struct frame *f)
{
    builder_pop(b, f);
    b->in_publisher--;
    settle(b, STR("publisher"));
}

void person_part_start(struct builder *b, struct frame *f, const struct element *e)
{
    (void)e;
    builder_push(b, f, f->word->key, false);
}

void person_part_end(struct builder *b, struct frame *f)
{
    struct str key = f->key, value = builder_pop(b, f);
    if (str_eq(key, STR("href")))
        value = builder_resolve(b, value);
    save_part(b, key, value);
}
