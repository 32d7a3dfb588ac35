#include "page/entry.h"

#include "base/arena.h"
#include "base/buf.h"
#include "page/extract.h"

enum {
    FULL_CONTENT = 700,  /* bytes of text from which on a content element counts as the report */
    FULL_SUMMARY = 1500, /* the same for a description, which is more often an excerpt */
};

/* Characters that steer how a line is shown, or hide in it, without being text: bidirectional overrides and isolates,
 * zero-width characters, tags, controls. The joiners stay: Persian and emoji need them. */
static bool is_unseen(uint32_t c)
{
    return c < 32 || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x200B || c == 0x200E || c == 0x200F || c == 0x2060 ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF || (c >= 0xE0000 && c <= 0xE007F);
}

/* One paragraph: white space collapsed, unseen characters gone. */
static void add_line(struct buf *out, struct str s)
{
    bool space_due = false;
    size_t begin = out->n;
    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        uint32_t c = utf8_next(s, &at);
        if (c == ' ' || (c >= 9 && c <= 13) || c == 0xA0 || c == 0x2028 || c == 0x2029) {
            space_due = true;
        } else if (!is_unseen(c)) {
            if (space_due && out->n > begin)
                buf_add_byte(out, ' ');
            space_due = false;
            buf_add(out, (struct str){s.p + from, at - from});
        }
    }
}

static struct str one_line(struct arena *a, struct feed_text t)
{
    struct buf out = {0};
    add_line(&out, t.is_html && t.value.n ? extract_fragment(a, t.value) : t.value);
    struct str line = str_copy(a, buf_str(&out));
    buf_free(&out);
    return line;
}

static struct str line_of(struct arena *a, struct str s)
{
    return one_line(a, (struct feed_text){s, false});
}

/* Paragraphs parted by "\n\n". In plain text, empty lines part them. */
static struct str paragraphs(struct arena *a, struct feed_text t)
{
    struct str rest = t.is_html && t.value.n ? extract_fragment(a, t.value) : t.value;
    struct buf out = {0};
    while (rest.n) {
        struct str part = rest;
        for (size_t i = 0; i + 1 < rest.n; i++) {
            if (rest.p[i] != '\n')
                continue;
            size_t next = i + 1;
            while (next < rest.n && (rest.p[next] == ' ' || rest.p[next] == '\r' || rest.p[next] == '\t'))
                next++;
            if (next >= rest.n || rest.p[next] != '\n')
                continue;
            part.n = i;
            break;
        }
        rest = (struct str){rest.p + part.n, rest.n - part.n};
        while (rest.n && (unsigned char)*rest.p <= ' ')
            rest = (struct str){rest.p + 1, rest.n - 1};
        size_t before = out.n;
        if (out.n)
            buf_add(&out, STR("\n\n"));
        size_t begin = out.n;
        add_line(&out, part);
        if (out.n == begin)
            out.n = before;
    }
    struct str text = str_copy(a, buf_str(&out));
    buf_free(&out);
    return text;
}

/* An excerpt says so at its end: an ellipsis, bare or in brackets. */
static bool is_cut_off(struct str text)
{
    while (text.n && memchr(" ])>\n", text.p[text.n - 1], 5))
        text.n--;
    return str_ends(text, STR("…")) || str_ends(text, STR("..."));
}

/* Ids that are addresses hold everywhere; "4711" holds in its feed only. */
static struct str make_id(struct arena *a, const struct feed *feed, const struct feed_entry *e, const struct article *x)
{
    struct str key = e->id.n ? e->id : e->link;
    if (!key.n)
        key = str_format(a, "%.*s\n%.*s", STR_ARG(x->title), STR_ARG(utf8_cut(x->text, 500)));
    bool is_global = memchr(key.p, ':', key.n) != NULL;
    return article_make_id(a, is_global ? key : str_format(a, "%.*s\n%.*s", STR_ARG(feed->link.n ? feed->link : feed->title),
                                                          STR_ARG(key)));
}

static void read_text(struct arena *a, const struct feed_entry *e, struct article *out)
{
    struct str content = paragraphs(a, e->content), summary = paragraphs(a, e->summary);
    bool is_content = content.n >= summary.n;
    out->text = is_content ? content : summary;
    size_t enough = is_content && e->content.value.n ? FULL_CONTENT : FULL_SUMMARY;
    out->kind = out->text.n >= enough && !is_cut_off(out->text) ? ARTICLE_FULL : ARTICLE_SUMMARY;
}

/* Who collects from others places their reports, not his own. */
static struct feed_place place_of(const struct feed *feed, const struct feed_entry *e)
{
    size_t at = (size_t)(e - feed->entries) + 1;
    bool is_own = !e->source_title.n || str_eq(e->source_title, feed->title);
    if (!feed->is_edited || !is_own || feed->entry_count > PLACE_MAX)
        return (struct feed_place){0};
    return (struct feed_place){(uint16_t)at, (uint16_t)feed->entry_count};
}

struct status entry_article(struct arena *a, const struct feed *feed, const struct feed_entry *e, const char *where,
                            struct article *out)
{
    *out = (struct article){.kind = ARTICLE_SUMMARY};
    if (e->content.value.n > PAGE_BYTE_LIMIT || e->summary.value.n > PAGE_BYTE_LIMIT)
        return status_error(STATUS_LIMIT, "%s: an entry of more than %d bytes", where, PAGE_BYTE_LIMIT);
    out->title = one_line(a, e->title);
    read_text(a, e, out);
    if (out->text.n > ARTICLE_TEXT_LIMIT)
        return status_error(STATUS_LIMIT, "%s: a text of %zu bytes; the limit is %d", where, out->text.n, ARTICLE_TEXT_LIMIT);
    if (!out->title.n && !out->text.n)
        return status_error(STATUS_BAD_INPUT, "%s: an entry with neither title nor text (id \"%.*s\")", where,
                            STR_ARG(utf8_cut(e->id, 100)));
    out->id = make_id(a, feed, e, out);
    out->url = str_copy(a, e->link);
    out->outlet = line_of(a, e->source_title.n ? e->source_title : feed->title);
    out->byline = line_of(a, e->author);
    out->published = e->published.is_set ? e->published : e->updated;
    if (e->updated.is_set && e->updated.seconds != out->published.seconds)
        out->modified = e->updated;
    out->language = str_copy(a, e->language.n ? e->language : feed->language);
    out->image = str_copy(a, e->image);
    out->image_credit = e->image.n ? line_of(a, e->image_credit) : STR("");
    out->place = place_of(feed, e);
    out->section = e->category_count ? line_of(a, e->categories[0]) : STR("");
    return status_ok();
}
