/* Quotations are verbatim. Marks may be straight or curly, the last comma or full stop may come or go, a quotation may be
 * cut short, and "..." or "[...]" may stand for words left out between parts that the source has in that order and in
 * one quotation. "[Okafor]" in brackets is the page's own word and must stand somewhere in the same article. */
#include "brief/check_items.h"

#include "base/buf.h"
#include "base/map.h"

/* Letters as they are, one blank for all white space, marks in their plain form; the same bytes for the same words. */
static void flatten(struct str s, struct buf *out)
{
    bool blank = true;
    buf_reserve(out, s.n);
    for (size_t i = 0; i < s.n;) {
        size_t begin = i;
        while (i < s.n && s.p[i] > ' ' && s.p[i] < 0x7F)
            i++;
        if (i > begin) {
            buf_add(out, (struct str){s.p + begin, i - begin});
            blank = false;
            continue;
        }
        uint32_t c = utf8_next(s, &i);
        const char *plain = NULL;
        if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == 0xA0 || c == 0x202F) {
            if (!blank)
                buf_add_byte(out, ' ');
            blank = true;
            continue;
        }
        if (c == 0x2018 || c == 0x2019)
            plain = "'";
        else if (c == 0x201C || c == 0x201D)
            plain = "\"";
        else if (c >= 0x2010 && c <= 0x2015)
            plain = "-";
        else if (c == 0x2026)
            plain = "...";
        else if (c == 0xAD || c == 0x200B)
            continue;
        if (plain)
            buf_add_z(out, plain);
        else
            buf_add(out, (struct str){s.p + begin, i - begin});
        blank = false;
    }
}

static char folded(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* Where the part stands as whole words at or behind `from`, SIZE_MAX if nowhere; only its first letter's case is free. */
static size_t find(struct str text, struct str part, size_t from)
{
    for (size_t i = from; part.n && i + part.n <= text.n; i++) {
        if (folded(text.p[i]) != folded(part.p[0]) || memcmp(text.p + i + 1, part.p + 1, part.n - 1) != 0)
            continue;
        bool begins = i == 0 || !is_letter(text.p[i - 1]) || !is_letter(part.p[0]);
        bool ends = i + part.n == text.n || !is_letter(text.p[i + part.n]) || !is_letter(part.p[part.n - 1]);
        if (begins && ends)
            return i;
    }
    return SIZE_MAX;
}

static struct str bare(struct str s)
{
    s = str_trim(s);
    while (s.n && strchr(" ,.;:!?-\"'", s.p[s.n - 1]))
        s.n--;
    while (s.n && strchr(" ,.;:-\"'", s.p[0]))
        s.p++, s.n--;
    return s;
}

/* The next part up to an ellipsis or bracket; *bracket is what stood in brackets behind it. */
static struct str next_part(struct str *rest, struct str *bracket)
{
    *bracket = STR("");
    for (size_t i = 0; i < rest->n; i++) {
        struct str part = {rest->p, i};
        if (rest->p[i] == '[') {
            struct str tail = {rest->p + i + 1, rest->n - i - 1};
            *bracket = str_trim(str_cut(&tail, ']'));
            *rest = tail;
            return part;
        }
        if (i + 3 <= rest->n && memcmp(rest->p + i, "...", 3) == 0) {
            *rest = (struct str){rest->p + i + 3, rest->n - i - 3};
            return part;
        }
    }
    struct str part = *rest;
    rest->n = 0;
    return part;
}

/* An article's body, flattened when it is first asked for: most quotations are found without it. */
struct flat_body {
    struct str text;
    struct buf flat;
    bool is_made;
};

static struct str flat_body(struct flat_body *b)
{
    if (!b->is_made)
        flatten(b->text, &b->flat);
    b->is_made = true;
    return buf_str(&b->flat);
}

static bool is_verbatim(struct str quote, struct str source, struct flat_body *article)
{
    size_t from = 0;
    while (quote.n) {
        struct str bracket, part = bare(next_part(&quote, &bracket));
        if (bracket.n && !str_eq(bracket, STR("...")) && find(flat_body(article), bracket, 0) == SIZE_MAX)
            return false;
        if (!part.n)
            continue;
        size_t at = find(source, part, from);
        if (at == SIZE_MAX)
            return false;
        from = at + part.n;
    }
    return true;
}

/* Where the article's marks do not pair: do the words stand just behind or before a mark? */
static bool stands_at_a_mark(struct str text, struct str core)
{
    for (size_t at = core.n ? find(text, core, 0) : SIZE_MAX; at != SIZE_MAX; at = find(text, core, at + 1)) {
        size_t end = at + core.n;
        while (end < text.n && strchr(",.!?;", text.p[end]))
            end++;
        if ((at > 0 && strchr("\"'", text.p[at - 1])) || (end < text.n && strchr("\"'", text.p[end])))
            return true;
    }
    return false;
}

/* Is there a quotation of the article that has it? */
static bool article_quotes(const struct analysis *x, struct str quote)
{
    const struct passage *texts[] = {&x->body, &x->title};
    struct flat_body article = {.text = x->body.text};
    struct buf source = {0};
    bool found = false;
    for (size_t n = 0; n < 2 && !found; n++)
        for (size_t i = 0; i < texts[n]->quote_count && !found; i++) {
            buf_clear(&source);
            flatten(str_span(texts[n]->text, texts[n]->quotes[i].at), &source);
            found = is_verbatim(quote, buf_str(&source), &article);
        }
    found = found || stands_at_a_mark(flat_body(&article), bare(quote));
    buf_free(&source);
    buf_free(&article.flat);
    return found;
}

struct verdict check_quotations(struct arena *a, const struct check_text *wording, const struct check_span *support, size_t support_count)
{
    const struct passage *p = wording->passage;
    for (size_t i = 0; i < p->quote_count; i++) {
        const struct quote *q = &p->quotes[i];
        if (q->at.begin < wording->at.begin || q->at.begin >= wording->at.end)
            continue;
        struct buf quote = {0};
        flatten(str_span(p->text, q->at), &quote);
        bool found = false;
        for (size_t n = 0; n < support_count && !found; n++)
            found = (n == 0 || support[n].analysis != support[n - 1].analysis) && article_quotes(support[n].analysis, buf_str(&quote));
        buf_free(&quote);
        if (!found)
            return check_fault(a, CHECK_QUOTATION, "\"%.*s\" stands in no quotation of its sources",
                               STR_ARG(utf8_cut(str_span(p->text, q->at), 120)));
    }
    return (struct verdict){0};
}
