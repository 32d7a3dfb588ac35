#include "page/extract.h"

#include "base/arena.h"
#include "base/buf.h"
#include "page/body.h"
#include "page/decode.h"
#include "page/metadata.h"

enum { ARTICLE_PROSE = 120, SUMMARY_PROSE = 700, SNIFF = 1024, FEWEST_CARDS = 3 };

/* What the first bytes say when they are no web page at all. */
static const char *other_format(struct str bytes)
{
    static const struct {
        const char *magic;
        size_t n;
        const char *name;
    } formats[] = {
        {"%PDF-", 5, "a PDF file"}, {"\x89PNG", 4, "a PNG image"}, {"\xFF\xD8\xFF", 3, "a JPEG image"},
        {"GIF8", 4, "a GIF image"}, {"PK\x03\x04", 4, "a ZIP archive"}, {"\x1F\x8B", 2, "gzip data (unpack it first)"},
        {"RIFF", 4, "a RIFF media file"},
    };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (str_starts(bytes, (struct str){formats[i].magic, formats[i].n}))
            return formats[i].name;
    struct str head = {bytes.p, bytes.n < SNIFF ? bytes.n : SNIFF};
    bool is_utf16 = str_starts(bytes, STR("\xFF\xFE")) || str_starts(bytes, STR("\xFE\xFF"));
    size_t controls = 0; /* white space and the shifts of ISO 2022 are text */
    for (size_t i = 0; i < head.n; i++)
        controls += (unsigned char)head.p[i] < ' ' && !strchr("\t\n\v\f\r\x0e\x0f\x1b", head.p[i] ? head.p[i] : 1);
    return controls > 8 && !is_utf16 ? "binary data" : NULL;
}

/* A body that stands only in JSON-LD: paragraphs at line ends, markup removed. */
static struct str body_of_jsonld(struct arena *a, struct str body)
{
    if (memchr(body.p, '<', body.n))
        return extract_fragment(a, body);
    struct buf out = {0};
    for (struct str rest = body; rest.n;) {
        struct str line = str_trim(str_cut(&rest, '\n'));
        if (line.n && out.n)
            buf_add(&out, STR("\n\n"));
        buf_add(&out, line);
    }
    struct str text = str_copy(a, buf_str(&out));
    buf_free(&out);
    return text;
}

/* A heading that is a link: what stands below it is told in full elsewhere. */
static bool has_linked_heading(const struct markup *m, const struct markup_element *e)
{
    for (uint32_t i = e->block; i < e->block_end; i++) {
        const struct markup_block *b = &m->blocks[i];
        if (m->elements[b->element].role == ROLE_HEADING)
            return b->link_bytes * 4 > (b->at.end - b->at.begin) * 3;
    }
    return false;
}

/* Several <article> elements of which each leads elsewhere, and that are most of the page: a front page, not a report. */
static bool is_list_of_articles(const struct markup *m, size_t text)
{
    size_t cards = 0, bytes = 0;
    for (size_t i = 0; i < m->element_count; i++) {
        const struct markup_element *e = &m->elements[i];
        if (e->role != ROLE_ARTICLE || e->evidence & EVIDENCE_AWAY || !has_linked_heading(m, e))
            continue;
        cards++;
        for (uint32_t k = e->block; k < e->block_end; k++)
            bytes += m->blocks[k].at.end - m->blocks[k].at.begin;
    }
    return cards >= FEWEST_CARDS && bytes * 5 > text * 3;
}

static enum article_kind kind_of(const struct markup *m, const struct jsonld *ld, const struct body *body, size_t text)
{
    if (body->prose < ARTICLE_PROSE && text < SUMMARY_PROSE && body->link_blocks > 20 && body->link_blocks * 2 > body->blocks)
        return ARTICLE_LIST;
    if (!ld->is_article && is_list_of_articles(m, text))
        return ARTICLE_LIST;
    if (text < SUMMARY_PROSE && (m->media_count || ld->is_media))
        return ARTICLE_MEDIA;
    return text < SUMMARY_PROSE / 2 || (ld->is_closed && text < 3 * SUMMARY_PROSE) ? ARTICLE_SUMMARY : ARTICLE_FULL;
}

struct status extract_page(struct arena *a, struct str html, const struct extract_options *options, struct article *out)
{
    *out = (struct article){.kind = ARTICLE_SUMMARY};
    const char *where = options->where ? options->where : "page";
    if (html.n > PAGE_BYTE_LIMIT)
        return status_error(STATUS_LIMIT, "%s: a page of %zu bytes; the limit is %d", where, html.n, PAGE_BYTE_LIMIT);
    const char *format = other_format(html);
    if (format)
        return status_error(STATUS_BAD_INPUT, "%s: this is %s, not a web page", where, format);
    struct markup m;
    struct status s = markup_read(a, page_decode(a, html, options->http_charset), where, &m);
    if (!is_ok(&s))
        return s;
    struct jsonld ld = jsonld_read(a, &m);
    metadata_read(a, &m, &ld, options->url, out);
    struct body body = body_find(a, &m, out->title, out->byline);
    out->text = body.text;
    if (ld.body.n > 200 && body.text.n * 3 < ld.body.n)
        out->text = body_of_jsonld(a, ld.body);
    out->kind = kind_of(&m, &ld, &body, out->text.n);
    if (out->text.n > ARTICLE_TEXT_LIMIT)
        return status_error(STATUS_LIMIT, "%s: a text of %zu bytes; the limit is %d", where, out->text.n, ARTICLE_TEXT_LIMIT);
    out->id = article_make_id(a, out->url.n ? out->url : str_format(a, "%.*s\n%.*s", STR_ARG(out->title), STR_ARG(out->text)));
    if (!out->text.n)
        return status_error(STATUS_BAD_INPUT, "%s: no article on this page: no running text outside of links, menus and notes",
                            where);
    return status_ok();
}

struct str extract_fragment(struct arena *a, struct str html)
{
    html = utf8_repair(a, html);
    struct markup m;
    struct status s = markup_read(a, html, "fragment", &m);
    if (!is_ok(&s) && s.code != STATUS_LIMIT)
        return STR("");
    return body_whole(a, &m);
}
