#define _GNU_SOURCE /* memmem */
#include "feed/prolog.h"

#include <libxml/HTMLparser.h>

#include "base/arena.h"
#include "base/buf.h"

struct entity {
    struct str name, value;
};

struct reader {
    struct arena *a;
    struct prolog *out;
    struct entity *entities;
    size_t count, capacity;
    size_t added; /* bytes by expansion */
};

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' ||
           c == ':' || (unsigned char)c >= 128;
}

static size_t line_of(struct str text, size_t at)
{
    size_t line = 1;
    for (size_t i = 0; i < at; i++)
        line += text.p[i] == '\n';
    return line;
}

static void complain(struct reader *r, struct str text, size_t at, const char *what, struct str name)
{
    if (r->out->problem.n)
        return;
    r->out->problem = str_format(r->a, "the entity \"%.*s\" %s", STR_ARG(utf8_cut(name, 60)), what);
    r->out->problem_line = line_of(text, at);
}

/* Only at the front: what follows may be long, and is looked at again and again. */
static struct str skip_space(struct str s)
{
    while (s.n && (unsigned char)*s.p <= ' ')
        s = (struct str){s.p + 1, s.n - 1};
    return s;
}

static struct str quoted(struct str *rest)
{
    *rest = skip_space(*rest);
    if (!rest->n || (*rest->p != '"' && *rest->p != '\''))
        return (struct str){0};
    char quote = *rest->p;
    *rest = (struct str){rest->p + 1, rest->n - 1};
    return str_cut(rest, quote);
}

/* <!ENTITY name "text">: kept if it is one, and the text is plain. */
static void declare(struct reader *r, struct str subset, size_t at)
{
    struct str rest = skip_space((struct str){subset.p + at, subset.n - at});
    size_t n = 0;
    while (n < rest.n && is_name_byte(rest.p[n]))
        n++;
    struct str name = {rest.p, n};
    rest = (struct str){rest.p + n, rest.n - n};
    struct str value = quoted(&rest);
    if (!n || !value.p || value.n > PROLOG_ENTITY_BYTES || r->count >= PROLOG_ENTITY_LIMIT)
        return;
    for (size_t i = 0; i < value.n; i++)
        if (value.p[i] == '%' || value.p[i] == '<' || (value.p[i] == '&' && !(i + 1 < value.n && value.p[i + 1] == '#')))
            return;
    r->entities = arena_grow(r->a, r->entities, r->count, &r->capacity, sizeof *r->entities);
    r->entities[r->count++] = (struct entity){name, value};
}

/* Where a DOCTYPE that begins at `at` ends: quotes and the internal subset may hold ">". */
static size_t doctype_end(struct str text, size_t at)
{
    bool in_subset = false;
    for (size_t i = at; i < text.n; i++) {
        char c = text.p[i];
        if (c == '"' || c == '\'') {
            const char *end = memchr(text.p + i + 1, c, text.n - i - 1);
            if (!end)
                return text.n;
            i = (size_t)(end - text.p);
        } else if (c == '-' && i >= 3 && memcmp(text.p + i - 3, "<!--", 4) == 0) {
            const char *end = memmem(text.p + i + 1, text.n - i - 1, "-->", 3);
            if (!end)
                return text.n;
            i = (size_t)(end - text.p) + 2;
        } else if (c == '[') {
            in_subset = true;
        } else if (c == ']') {
            in_subset = false;
        } else if (c == '>' && !in_subset) {
            return i + 1;
        }
    }
    return text.n;
}

static void read_doctype(struct reader *r, struct str doctype)
{
    r->out->doctype = doctype;
    for (size_t i = 0; i + 8 < doctype.n && r->count < PROLOG_ENTITY_LIMIT; i++)
        if (memcmp(doctype.p + i, "<!ENTITY", 8) == 0)
            declare(r, doctype, i + 8);
}

/* The offset behind the first `what` from `at` on, or the text's end. */
static size_t after(struct str text, size_t at, struct str what)
{
    const char *found = memmem(text.p + at, text.n - at, what.p, what.n);
    return found ? (size_t)(found - text.p) + what.n : text.n;
}

static void blank(char *p, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++)
        if (p[i] != '\n')
            p[i] = ' ';
}

/* Blanks the declaration and the DOCTYPE. Comments and instructions before the first element stay. */
static struct str cut_prolog(struct reader *r, struct str text)
{
    size_t cut_begin[2], cut_end[2], cuts = 0;
    for (size_t i = 0; i + 2 < text.n && cuts < 2;) {
        const char *open = memchr(text.p + i, '<', text.n - i);
        if (!open || (size_t)(open - text.p) + 2 >= text.n)
            break;
        i = (size_t)(open - text.p);
        struct str rest = {text.p + i, text.n - i};
        bool is_comment = str_starts(rest, STR("<!--")), is_instruction = str_starts(rest, STR("<?"));
        bool is_doctype = rest.n >= 9 && str_eq_nocase((struct str){rest.p, 9}, STR("<!DOCTYPE"));
        bool is_declaration = rest.n > 5 && str_starts(rest, STR("<?xml")) && !is_name_byte(rest.p[5]);
        size_t next;
        if (is_comment || is_instruction)
            next = after(text, i + 2, is_comment ? STR("-->") : STR("?>"));
        else if (is_doctype)
            next = doctype_end(text, i + 9);
        else
            break;
        if (is_doctype)
            read_doctype(r, (struct str){text.p + i, next - i});
        if (is_doctype || is_declaration) {
            cut_begin[cuts] = i;
            cut_end[cuts++] = next;
        }
        i = next;
    }
    if (!cuts)
        return text;
    text = str_copy(r->a, text);
    for (size_t i = 0; i < cuts; i++)
        blank((char *)text.p, cut_begin[i], cut_end[i]);
    return text;
}

size_t prolog_html_entity(struct str name, char out[4])
{
    char z[32];
    if (!name.n || name.n >= sizeof z)
        return 0;
    memcpy(z, name.p, name.n);
    z[name.n] = 0;
    const htmlEntityDesc *e = htmlEntityLookup((const xmlChar *)z);
    return e ? utf8_put(out, e->value) : 0;
}

static bool is_predefined(struct str name)
{
    static const char *const names[] = {"amp", "lt", "gt", "quot", "apos"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(name, str_of(names[i])))
            return true;
    return false;
}

/* What "&name;" stands for, as XML text; NULL data where it must stay as it is. */
static struct str meaning(struct reader *r, struct str text, size_t at, struct str name, char out[4])
{
    if (is_predefined(name))
        return (struct str){0};
    for (size_t i = 0; i < r->count; i++)
        if (str_eq(r->entities[i].name, name))
            return r->entities[i].value;
    size_t n = prolog_html_entity(name, out);
    /* A DTD elsewhere may declare what HTML declares (RSS 0.91's does); it is not fetched, and need not be. */
    if (n && !r->out->doctype.n)
        complain(r, text, at, "is not declared in this document; read as HTML means it", name);
    else if (!n)
        complain(r, text, at, r->out->doctype.n ? "is not declared as plain text and is not expanded" : "is not declared",
                 name);
    return n ? (struct str){out, n} : (struct str){0};
}

static struct str expand(struct reader *r, struct str text)
{
    struct buf out = {0};
    size_t done = 0;
    for (size_t i = 0; i < text.n;) {
        const char *at = memchr(text.p + i, '&', text.n - i);
        size_t stop = at ? (size_t)(at - text.p) : text.n;
        /* Entities mean nothing in CDATA sections and comments. */
        const char *section = memmem(text.p + i, stop - i, "<![CDATA[", 9);
        const char *comment = memmem(text.p + i, stop - i, "<!--", 4);
        if (section || comment) {
            bool is_comment = comment && (!section || comment < section);
            i = after(text, (size_t)((is_comment ? comment : section) - text.p), is_comment ? STR("-->") : STR("]]>"));
            continue;
        }
        if (!at)
            break;
        size_t n = 0;
        while (stop + 1 + n < text.n && n < 100 && is_name_byte(at[1 + n]))
            n++;
        i = stop + 1;
        struct str name = {at + 1, n};
        char bytes[4];
        if (!n || stop + 1 + n >= text.n || at[1 + n] != ';')
            continue;
        struct str value = meaning(r, text, stop, name, bytes);
        if (!value.p)
            continue;
        r->added += value.n;
        if (r->added > PROLOG_EXPANSION_LIMIT) {
            r->out->problem = str_format(r->a, "entities make the document grow by more than %d bytes; the rest of them is "
                                               "not expanded", PROLOG_EXPANSION_LIMIT);
            break;
        }
        buf_add(&out, (struct str){text.p + done, stop - done});
        buf_add(&out, value);
        i = done = stop + n + 2;
    }
    if (!out.n)
        return text;
    buf_add(&out, (struct str){text.p + done, text.n - done});
    text = str_copy(r->a, buf_str(&out));
    buf_free(&out);
    return text;
}

struct prolog prolog_remove(struct arena *a, struct str text)
{
    struct prolog out = {0};
    struct reader r = {.a = a, .out = &out};
    text = cut_prolog(&r, text);
    out.text = expand(&r, text);
    return out;
}
