#include "serve/json.h"

#include <stdlib.h>

#include "render/escape.h"

enum { DEPTH_MOST = 12 };

void json_set_str(json_t *object, const char *key, struct str s)
{
    struct buf plain = {0};
    escape_plain(&plain, s);
    json_t *value = json_stringn(plain.p ? plain.p : "", plain.n);
    json_object_set_new(object, key, value ? value : json_string(""));
    buf_free(&plain);
}

void json_set_str_lines(json_t *object, const char *key, struct str s)
{
    struct buf plain = {0};
    for (struct str rest = s; rest.n;) {
        escape_plain(&plain, str_cut(&rest, '\n'));
        buf_add_byte(&plain, '\n');
    }
    json_t *value = json_stringn(plain.p ? plain.p : "", plain.n);
    json_object_set_new(object, key, value ? value : json_string(""));
    buf_free(&plain);
}

void json_set_moment(json_t *object, const char *key, struct moment m)
{
    char iso[MOMENT_TEXT];
    moment_format_iso(m, iso);
    json_object_set_new(object, key, json_string(iso));
}

void json_answer(json_t *value, struct response *out)
{
    char *text = json_dumps(value, JSON_INDENT(1));
    out->type = "application/json";
    if (text)
        buf_add_z(&out->body, text);
    buf_add_byte(&out->body, '\n');
    free(text);
    json_decref(value);
}

static void add_quote(json_t *support, const struct brief *brief)
{
    const char *id = json_string_value(json_object_get(support, "article"));
    json_int_t begin = json_integer_value(json_object_get(support, "begin")), end = json_integer_value(json_object_get(support, "end"));
    for (size_t i = 0; id && i < brief->source_count; i++) {
        const struct article *x = brief->sources[i].article;
        if (!str_eq(x->id, str_of(id)) || begin < 0 || begin >= end || (size_t)end > x->text.n)
            continue;
        json_set_str(support, "text", str_span(x->text, (struct span){(uint32_t)begin, (uint32_t)end}));
        return;
    }
}

static void walk(json_t *value, const struct brief *brief, int depth)
{
    const char *key;
    json_t *inner;
    size_t i;
    if (depth > DEPTH_MOST)
        return;
    if (json_is_object(value) && json_object_get(value, "begin"))
        add_quote(value, brief);
    else if (json_is_object(value))
        json_object_foreach(value, key, inner) walk(inner, brief, depth + 1);
    else if (json_is_array(value))
        json_array_foreach(value, i, inner) walk(inner, brief, depth + 1);
}

void json_add_quotes(json_t *page, const struct brief *brief)
{
    walk(page, brief, 0);
}
