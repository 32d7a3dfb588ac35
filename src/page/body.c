#include "page/body.h"

#include "base/arena.h"
#include "base/buf.h"

enum { PROSE_BYTES = 50, CARD_PROSE = 300, SHORT_LINE = 90, LINK_LINE = 240 };

struct view {
    const struct markup *m;
    struct arena *a;
    struct str title, byline;
    double *prose;  /* sums of prose before block i */
    double *value;  /* sums of value before block i */
    double *bytes, *links, *quoted;
    bool *away;     /* an element, or one around it, is not the report */
};

static struct str block_text(const struct markup *m, size_t i)
{
    return str_span(m->text, m->blocks[i].at);
}

static size_t block_bytes(const struct markup_block *b)
{
    return b->at.end - b->at.begin;
}

static double link_share(const struct markup_block *b)
{
    return (double)b->link_bytes / (double)(block_bytes(b) + 1);
}

static bool ends_sentence(struct str s)
{
    while (s.n && strchr("\"')]", s.p[s.n - 1]))
        s.n--;
    if (!s.n)
        return false;
    if (strchr(".!?:;", s.p[s.n - 1]))
        return true;
    static const char *const marks[] = {"”", "’", "…", "»", "。", "！", "？", "।", "؟", "“"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_ends(s, str_of(marks[i])))
            return true;
    return false;
}

static uint8_t block_role(const struct markup *m, size_t i)
{
    return m->elements[m->blocks[i].element].role;
}

/* Running text: long enough, few links, and either a paragraph or punctuated like one. */
static bool is_prose(const struct markup *m, size_t i)
{
    const struct markup_block *b = &m->blocks[i];
    struct str text = block_text(m, i);
    uint8_t role = block_role(m, i);
    double links = role == ROLE_PARAGRAPH ? 0.7 : 0.5;
    if (role == ROLE_HEADING || text.n < PROSE_BYTES || link_share(b) > links)
        return false;
    return text.n > 200 || ends_sentence(text) || (role == ROLE_PARAGRAPH && text.n > 80);
}

static double between(const double *sums, const struct markup_element *e)
{
    return sums[e->block_end] - sums[e->block];
}

/* A card: a linked headline with hardly any text of its own, as lists of other reports are made of. */
static bool is_card(const struct view *v, const struct markup_element *e)
{
    if (e->role == ROLE_HEADING || e->role == ROLE_PARAGRAPH || between(v->prose, e) > CARD_PROSE ||
        e->block_end - e->block > 8)
        return false;
    for (size_t i = e->block; i < e->block_end; i++)
        if (block_role(v->m, i) == ROLE_HEADING && link_share(&v->m->blocks[i]) > 0.8 &&
            block_bytes(&v->m->blocks[i]) > 20)
            return true;
    return false;
}

/* A word in a class may be wrong: what holds a good part of the page's running text is not set aside for it. */
static bool is_away(const struct view *v, const struct markup_element *e, double all_prose)
{
    double prose = between(v->prose, e);
    switch ((enum page_role)e->role) {
    case ROLE_CAPTION:
        return true;
    case ROLE_FIGURE:
        return prose < 0.3 * all_prose;
    case ROLE_NAVIGATION:
    case ROLE_ASIDE:
    case ROLE_FOOTER:
    case ROLE_FORM:
    case ROLE_HEADER:
        return prose < 0.4 * all_prose;
    default:
        break;
    }
    if (e->is_article_body || e->evidence & EVIDENCE_BODY || e->role == ROLE_MAIN)
        return false;
    if (e->role == ROLE_QUOTE) /* a post from a network, quoted */
        return false;
    if (e->evidence & EVIDENCE_AWAY && between(v->quoted, e) > 0.5 * between(v->bytes, e))
        return false;
    if (e->evidence & EVIDENCE_AWAY)
        return prose < (e->role == ROLE_ARTICLE ? 0.2 : 0.4) * all_prose;
    return is_card(v, e);
}

static void weigh(struct view *v)
{
    const struct markup *m = v->m;
    size_t n = m->block_count;
    v->prose = arena_zero(v->a, (n + 1) * sizeof(double));
    v->value = arena_zero(v->a, (n + 1) * sizeof(double));
    v->bytes = arena_zero(v->a, (n + 1) * sizeof(double));
    v->links = arena_zero(v->a, (n + 1) * sizeof(double));
    v->quoted = arena_zero(v->a, (n + 1) * sizeof(double));
    v->away = arena_zero(v->a, m->element_count * sizeof(bool));
    double *trust = arena_zero(v->a, m->element_count * sizeof(double)); /* what is said of the elements around */
    bool *in_quote = arena_zero(v->a, m->element_count * sizeof(bool));
    trust[0] = 1;
    for (size_t e = 1; e < m->element_count; e++) {
        const struct markup_element *el = &m->elements[e];
        double own = el->is_article_body ? 4 : el->evidence & EVIDENCE_BODY ? 1.5 : 1;
        trust[e] = trust[el->parent] > own ? trust[el->parent] : own;
        in_quote[e] = in_quote[el->parent] || el->role == ROLE_QUOTE;
    }
    for (size_t i = 0; i < n; i++) {
        size_t bytes = block_bytes(&m->blocks[i]);
        v->prose[i + 1] = v->prose[i] + (is_prose(m, i) ? (double)bytes : 0);
        v->bytes[i + 1] = v->bytes[i] + (double)bytes;
        v->quoted[i + 1] = v->quoted[i] + (in_quote[m->blocks[i].element] ? (double)bytes : 0);
        v->links[i + 1] = v->links[i] + m->blocks[i].link_bytes;
    }
    for (size_t e = 1; e < m->element_count; e++)
        v->away[e] = v->away[m->elements[e].parent] || is_away(v, &m->elements[e], v->prose[n]);
    for (size_t i = 0; i < n; i++) {
        const struct markup_block *b = &m->blocks[i];
        double bytes = (double)block_bytes(b), value;
        if (v->away[b->element])
            value = 0;
        else if (is_prose(m, i))
            value = trust[b->element] * (bytes * (1 - link_share(b)) - 20);
        else if (link_share(b) > 0.5)
            value = -40;
        else if (block_role(m, i) == ROLE_CELL)
            value = bytes * 0.5;
        else
            value = block_role(m, i) == ROLE_HEADING || block_role(m, i) == ROLE_ITEM ? 0 : -10;
        v->value[i + 1] = v->value[i] + value;
    }
}

/* The element whose blocks are worth most; within it, one that says of itself that it is the body, if it has most of it. */
static size_t best_element(const struct view *v)
{
    const struct markup *m = v->m;
    size_t best = 0;
    for (size_t e = 0; e < m->element_count; e++)
        if (!v->away[e] && between(v->value, &m->elements[e]) >= between(v->value, &m->elements[best]))
            best = e;
    double worth = between(v->value, &m->elements[best]);
    size_t chosen = best;
    double chosen_worth = 0;
    for (size_t e = best + 1; e <= m->elements[best].last; e++) {
        const struct markup_element *el = &m->elements[e];
        double w = between(v->value, el);
        double want = el->is_article_body ? 0.5 : el->evidence & EVIDENCE_BODY ? 0.8 : 0.6;
        bool speaks = el->is_article_body || el->evidence & EVIDENCE_BODY || el->role == ROLE_ARTICLE || el->role == ROLE_MAIN;
        if (speaks && !v->away[e] && w >= want * worth && w >= 0.9 * chosen_worth) {
            chosen = e;
            chosen_worth = w;
        }
    }
    return chosen;
}

/* A list of links, or a line that is one. */
static bool is_link_line(const struct view *v, size_t i)
{
    const struct markup_block *b = &v->m->blocks[i];
    double share = link_share(b);
    if (block_role(v->m, i) == ROLE_ITEM) {
        const struct markup_element *list = &v->m->elements[v->m->elements[b->element].parent];
        return share > 0.6 && between(v->links, list) > 0.6 * between(v->bytes, list);
    }
    if (block_role(v->m, i) == ROLE_HEADING)
        return false;
    return share > 0.8 && block_bytes(b) < LINK_LINE;
}

static bool same_words(struct str a, struct str b)
{
    return a.n && b.n && str_eq_nocase(str_trim(a), str_trim(b));
}

/* 0 drop, 1 keep, 2 keep if prose follows, 3 the report ends here */
static int judge(const struct view *v, size_t i)
{
    struct str text = block_text(v->m, i);
    uint8_t role = block_role(v->m, i);
    if (v->away[v->m->blocks[i].element] || is_link_line(v, i))
        return 0;
    enum page_phrase phrase = words_phrase(text);
    if (phrase == PHRASE_END && text.n < 60)
        return 3;
    if (phrase == PHRASE_ENTIRE || phrase == PHRASE_ANY || (phrase == PHRASE_SHORT && text.n < SHORT_LINE))
        return 0;
    if (role == ROLE_HEADING)
        return same_words(text, v->title) || same_words(text, v->m->heading) ? 0 : 2;
    if (is_prose(v->m, i))
        return 1;
    if (role == ROLE_CELL || role == ROLE_PARAGRAPH || role == ROLE_ITEM || role == ROLE_QUOTE || role == ROLE_VERBATIM)
        return 1;
    return ends_sentence(text) ? 1 : 0;
}

/* After the report, a few lines on who wrote it: they begin with the name in the byline. */
static bool is_about_author(const struct view *v, size_t i, const struct markup_element *region)
{
    struct str text = block_text(v->m, i);
    double all = between(v->prose, region);
    return v->byline.n > 4 && text.n < 500 && str_starts(text, v->byline) &&
           v->prose[i] - v->prose[region->block] > 0.7 * all;
}

static void add_paragraph(struct buf *out, struct str text)
{
    if (out->n)
        buf_add(out, STR("\n\n"));
    buf_add(out, text);
}

struct body body_find(struct arena *a, const struct markup *m, struct str title, struct str byline)
{
    struct body body = {0};
    struct view v = {.m = m, .a = a, .title = title, .byline = byline};
    if (!m->block_count)
        return body;
    weigh(&v);
    const struct markup_element *region = &m->elements[best_element(&v)];
    size_t first = region->block_end, last = region->block;
    double all = between(v.prose, region);
    for (size_t i = region->block; i < region->block_end; i++) {
        int verdict = judge(&v, i);
        if (verdict == 3 && v.prose[i] - v.prose[region->block] > 0.6 * all)
            break;
        if (verdict == 1 && is_prose(m, i)) {
            first = first < i ? first : i;
            last = i + 1;
        }
    }
    if (region->is_article_body || region->evidence & EVIDENCE_BODY)
        first = region->block;
    struct buf out = {0};
    size_t pending[4], pending_count = 0;
    for (size_t i = first; i < region->block_end; i++) {
        int verdict = judge(&v, i);
        if (i >= last && !(verdict == 1 && i < last + 12 && block_role(m, i) != ROLE_BLOCK))
            break;
        if (is_about_author(&v, i, region))
            continue;
        if (verdict == 2) {
            if (pending_count < 4)
                pending[pending_count++] = i;
        } else if (verdict == 1) {
            for (size_t k = 0; k < pending_count; k++)
                add_paragraph(&out, block_text(m, pending[k]));
            pending_count = 0;
            add_paragraph(&out, block_text(m, i));
            body.prose += is_prose(m, i) ? block_bytes(&m->blocks[i]) : 0;
        }
    }
    for (size_t i = 0; i < m->block_count; i++)
        body.link_blocks += link_share(&m->blocks[i]) > 0.5;
    body.blocks = m->block_count;
    body.text = str_copy(a, buf_str(&out));
    buf_free(&out);
    return body;
}

struct str body_whole(struct arena *a, const struct markup *m)
{
    struct buf out = {0};
    for (size_t i = 0; i < m->block_count; i++)
        add_paragraph(&out, block_text(m, i));
    struct str text = str_copy(a, buf_str(&out));
    buf_free(&out);
    return text;
}
