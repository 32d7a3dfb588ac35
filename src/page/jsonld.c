#include "page/jsonld.h"

#include <jansson.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buf.h"

enum { WALK_DEPTH = 12, AUTHORS = 12 };

/* The faults that templates make: raw control characters in strings, a comma before a bracket, comment or CDATA wrappers. */
static struct str mend(struct arena *a, struct str s)
{
    s = str_trim(s);
    for (size_t i = 0; i < s.n && i < 64; i++)
        if (s.p[i] == '{' || s.p[i] == '[') {
            if (s.n > i + 8 && memcmp(s.p + i, "[CDATA[", 7) == 0) {
                i += 6;
                continue;
            }
            s = (struct str){s.p + i, s.n - i};
            break;
        }
    char *out = arena_alloc(a, s.n * 2 + 1);
    size_t n = 0;
    bool in_string = false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (in_string && c == '\\' && i + 1 < s.n) {
            if (strchr("\"\\/bfnrtu", s.p[i + 1]))
                out[n++] = c;
            out[n++] = s.p[++i];
        } else if (in_string && (unsigned char)c < ' ') {
            out[n++] = ' ';
        } else if (!in_string && (c == '}' || c == ']')) {
            while (n && (out[n - 1] == ',' || out[n - 1] == ' ' || out[n - 1] == '\n'))
                n--;
            out[n++] = c;
        } else {
            if (c == '"')
                in_string = !in_string;
            out[n++] = c;
        }
    }
    return (struct str){out, n};
}

static struct str text_of(struct arena *a, const json_t *v)
{
    if (!json_is_string(v))
        return STR("");
    return str_trim(str_copy(a, (struct str){json_string_value(v), json_string_length(v)}));
}

/* A string, or the first thing in an array, or an object's name or url. */
static struct str value_of(struct arena *a, const json_t *v, const char *inner)
{
    if (json_is_array(v))
        v = json_array_get(v, 0);
    if (json_is_object(v))
        v = json_object_get(v, inner);
    if (json_is_array(v))
        v = json_array_get(v, 0);
    return text_of(a, v);
}

static struct str authors_of(struct arena *a, const json_t *v)
{
    if (!json_is_array(v))
        return value_of(a, v, "name");
    struct buf names = {0};
    for (size_t i = 0; i < json_array_size(v) && i < AUTHORS; i++) {
        struct str name = value_of(a, json_array_get(v, i), "name");
        if (name.n && names.n)
            buf_add(&names, STR(", "));
        buf_add(&names, name);
    }
    struct str all = str_copy(a, buf_str(&names));
    buf_free(&names);
    return all;
}

static bool type_has(const json_t *type, const char *word)
{
    if (json_is_string(type))
        return strstr(json_string_value(type), word) != NULL;
    for (size_t i = 0; json_is_array(type) && i < json_array_size(type); i++)
        if (type_has(json_array_get(type, i), word) && json_is_string(json_array_get(type, i)))
            return true;
    return false;
}

static void take(struct arena *a, const json_t *o, struct jsonld *out)
{
    out->is_article = true;
    out->headline = value_of(a, json_object_get(o, "headline"), "name");
    if (!out->headline.n)
        out->headline = text_of(a, json_object_get(o, "name"));
    out->publisher = value_of(a, json_object_get(o, "publisher"), "name");
    out->author = authors_of(a, json_object_get(o, "author"));
    out->published = text_of(a, json_object_get(o, "datePublished"));
    out->modified = text_of(a, json_object_get(o, "dateModified"));
    out->language = value_of(a, json_object_get(o, "inLanguage"), "alternateName");
    out->url = value_of(a, json_object_get(o, "mainEntityOfPage"), "@id");
    if (!out->url.n)
        out->url = text_of(a, json_object_get(o, "url"));
    const json_t *image = json_object_get(o, "image");
    out->image = value_of(a, image, "url");
    const json_t *first = json_is_array(image) ? json_array_get(image, 0) : image;
    if (json_is_object(first)) {
        out->credit = value_of(a, json_object_get(first, "creditText"), "name");
        if (!out->credit.n)
            out->credit = value_of(a, json_object_get(first, "copyrightHolder"), "name");
    }
    out->body = text_of(a, json_object_get(o, "articleBody"));
    out->section = value_of(a, json_object_get(o, "articleSection"), "name");
    const json_t *is_free = json_object_get(o, "isAccessibleForFree");
    out->is_closed = json_is_false(is_free) ||
                     (json_is_string(is_free) && strcasecmp(json_string_value(is_free), "false") == 0);
}

static void walk(struct arena *a, const json_t *v, int depth, struct jsonld *out)
{
    if (depth > WALK_DEPTH || out->is_article)
        return;
    if (json_is_array(v)) {
        for (size_t i = 0; i < json_array_size(v); i++)
            walk(a, json_array_get(v, i), depth + 1, out);
        return;
    }
    if (!json_is_object(v))
        return;
    const json_t *type = json_object_get(v, "@type");
    out->is_media |= type_has(type, "VideoObject") || type_has(type, "ImageGallery");
    if ((type_has(type, "Article") || type_has(type, "BlogPosting") || type_has(type, "Report")) &&
        (json_object_get(v, "headline") || json_object_get(v, "articleBody") || json_object_get(v, "datePublished"))) {
        take(a, v, out);
        return;
    }
    walk(a, json_object_get(v, "@graph"), depth + 1, out);
    walk(a, json_object_get(v, "mainEntity"), depth + 1, out);
    walk(a, json_object_get(v, "mainEntityOfPage"), depth + 1, out);
}

struct jsonld jsonld_read(struct arena *a, const struct markup *m)
{
    struct jsonld out = {0};
    for (size_t i = 0; i < m->script_count && !out.is_article; i++) {
        json_error_t why;
        json_t *root = json_loadb(m->scripts[i].p, m->scripts[i].n, 0, &why);
        if (!root) {
            struct str mended = mend(a, m->scripts[i]);
            root = json_loadb(mended.p, mended.n, JSON_DISABLE_EOF_CHECK, &why);
        }
        walk(a, root, 0, &out);
        json_decref(root);
    }
    return out;
}
