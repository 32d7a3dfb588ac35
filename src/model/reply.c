#include "model/reply.h"

#include <jansson.h>
#include <unicode/uchar.h>

#include "base/arena.h"

enum {
    NUMBER_LONGEST = 4,
    REASON_LONGEST = 160,
    WORK = 8, /* bytes read at most, as a multiple of the text: "{{{{" and its like begin an object at every byte */
};

struct reading {
    struct arena *a;
    struct str *proposals;
    size_t count, found;
    bool has_list; /* of units, even an empty one: there was nothing to better */
};

/* 7 or "7". */
static size_t number_of(const json_t *o)
{
    static const char *const names[] = {"unit", "n", "number", "id"};
    const json_t *v = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names && !v; i++)
        v = json_object_get(o, names[i]);
    if (json_is_integer(v))
        return json_integer_value(v) > 0 ? (size_t)json_integer_value(v) : 0;
    size_t number = 0, n = json_string_length(v);
    for (size_t i = 0; n <= NUMBER_LONGEST && i < n; i++) {
        char c = json_string_value(v)[i];
        if (c < '0' || c > '9')
            return 0;
        number = number * 10 + (size_t)(c - '0');
    }
    return number;
}

static void take_unit(struct reading *r, const json_t *o)
{
    const json_t *text = json_object_get(o, "text");
    size_t number = number_of(o), n = json_string_length(text);
    if (!number || number > r->count || !n || n > REPLY_TEXT_LONGEST || r->proposals[number - 1].n)
        return;
    r->proposals[number - 1] = str_copy(r->a, (struct str){json_string_value(text), n});
    r->found++;
}

static void take_object(struct reading *r, const json_t *o)
{
    const json_t *units = json_object_get(o, "units");
    r->has_list = r->has_list || json_is_array(units);
    for (size_t i = 0; i < json_array_size(units); i++)
        take_unit(r, json_array_get(units, i));
    take_unit(r, o);
}

/* Every object in the text, the outermost that is whole; of one that is cut off, the whole ones within. */
bool reply_objects(struct arena *a, struct str text, struct str *proposals, size_t count, size_t *found)
{
    struct reading r = {.a = a, .proposals = proposals, .count = count};
    size_t left = WORK * text.n + 1;
    for (size_t at = 0; at < text.n && left;) {
        const char *brace = memchr(text.p + at, '{', text.n - at);
        if (!brace)
            break;
        at = (size_t)(brace - text.p);
        json_error_t error;
        json_t *o = json_loadb(brace, text.n - at, JSON_DISABLE_EOF_CHECK, &error);
        size_t read = error.position > 0 ? (size_t)error.position : 1;
        if (o)
            take_object(&r, o);
        at += o ? read : 1;
        left -= read < left ? read : left;
        json_decref(o);
    }
    *found = r.found;
    return r.found || r.has_list;
}

/* The message's text: a string, or a list of parts. */
static struct str content_of(struct arena *a, const json_t *body)
{
    const json_t *message = json_object_get(json_array_get(json_object_get(body, "choices"), 0), "message");
    const json_t *content = json_object_get(message, "content");
    if (json_is_string(content))
        return (struct str){json_string_value(content), json_string_length(content)};
    struct str all = STR("");
    for (size_t i = 0; i < json_array_size(content) && i < 8; i++) {
        const json_t *part = json_object_get(json_array_get(content, i), "text");
        if (json_is_string(part))
            all = str_format(a, "%.*s%.*s", STR_ARG(all), (int)json_string_length(part), json_string_value(part));
    }
    return all;
}

/* What a terminal shows as it stands: no control and no format characters. */
static struct str one_line(struct arena *a, struct str s)
{
    s = utf8_cut(s, REASON_LONGEST);
    char *line = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t at = 0, from = 0; at < s.n; from = at) {
        bool is_shown = u_isprint((UChar32)utf8_next(s, &at));
        memcpy(line + n, is_shown ? s.p + from : " ", is_shown ? at - from : 1);
        n += is_shown ? at - from : 1;
    }
    return str_trim((struct str){line, n});
}

struct str reply_reason(struct arena *a, struct str body)
{
    json_t *o = json_loadb(body.p ? body.p : "", body.n, 0, NULL);
    const json_t *error = json_object_get(o, "error"), *message = json_object_get(error, "message");
    const json_t *told = json_is_string(message) ? message : json_is_string(error) ? error : json_object_get(o, "message");
    struct str reason = STR("");
    if (json_is_string(told))
        reason = one_line(a, (struct str){json_string_value(told), json_string_length(told)});
    json_decref(o);
    return reason;
}

struct status reply_read(struct arena *a, struct str body, struct str *proposals, size_t count, size_t *found)
{
    struct status s = status_ok();
    *found = 0;
    json_t *o = json_loadb(body.p ? body.p : "", body.n, 0, NULL);
    struct str text = content_of(a, o);
    if (!json_is_array(json_object_get(o, "choices"))) {
        struct str reason = reply_reason(a, body);
        s = status_error(STATUS_BAD_INPUT, "the answer is no chat completion%s%.*s", reason.n ? ": " : "", STR_ARG(reason));
    } else if (!reply_objects(a, text, proposals, count, found)) {
        s = status_error(STATUS_BAD_INPUT, "the model's answer (%zu bytes) is not the JSON it was asked for", text.n);
    }
    json_decref(o);
    return s;
}
