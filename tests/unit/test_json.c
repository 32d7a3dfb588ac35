/* JSON without a tree against the full parser: what is read flat is read alike, what is written reads the same. */
#include <stdlib.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/json_flat.h"
#include "base/json_write.h"
#include "harness.h"

struct pair {
    struct str title, text;
};

static struct str *place(void *context, struct str key)
{
    struct pair *p = context;
    return str_eq(key, STR("title")) ? &p->title : str_eq(key, STR("text")) ? &p->text : NULL;
}

static struct str member(struct arena *a, const json_t *object, const char *key)
{
    const json_t *v = json_object_get(object, key);
    if (json_is_integer(v))
        return str_format(a, "%lld", (long long)json_integer_value(v));
    return json_is_string(v) ? (struct str){json_string_value(v), json_string_length(v)} : STR("");
}

/* False where it was read and the full parser reads otherwise. */
static bool reads_alike(struct arena *a, struct str line, bool *was_read)
{
    struct pair flat = {STR(""), STR("")};
    *was_read = utf8_is_valid(line, NULL) && json_flat_read(a, line, place, &flat);
    if (!*was_read)
        return true;
    json_t *object = json_loadb(line.p, line.n, JSON_ALLOW_NUL, NULL);
    bool same = json_is_object(object) && str_eq(flat.title, member(a, object, "title")) && str_eq(flat.text, member(a, object, "text"));
    json_decref(object);
    return same;
}

static void flat(void)
{
    static const struct {
        const char *line;
        bool is_flat;
    } cases[] = {
        {"{}", true},
        {" {\t\"title\" : \"Quay\" ,\r\n\"text\":\"\"} ", true},
        {"{\"title\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u2019\\uD83D\\uDE00\"}", true},
        {"{\"title\":\"once\",\"title\":\"twice\"}", true},
        {"{\"title\":12,\"text\":-7,\"n\":0}", true},
        {"{\"title\":true,\"text\":null,\"n\":false}", true},
        {"{\"title\":123456789012345678}", true},
        {"{\"title\":1234567890123456789}", false},
        {"{\"title\":1.5}", false},
        {"{\"title\":1e5}", false},
        {"{\"title\":-0}", false},
        {"{\"title\":01}", false},
        {"{\"title\":truely}", false},
        {"{\"title\":[\"a\"]}", false},
        {"{\"title\":{\"a\":1}}", false},
        {"{\"ti\\u0074le\":\"a\"}", false},
        {"{\"title\":\"\\u0000\"}", false},
        {"{\"title\":\"\\uD83D\"}", false},
        {"{\"title\":\"\\uDE00\"}", false},
        {"{\"title\":\"\\uD83Dx\"}", false},
        {"{\"title\":\"\\uD83D\\u0041\"}", false},
        {"{\"title\":\"\\u00g0\"}", false},
        {"{\"title\":\"\\x\"}", false},
        {"{\"title\":\"a\nb\"}", false},
        {"{\"title\":\"a", false},
        {"{\"title\":\"a\\", false},
        {"{\"title\":\"a\\u00", false},
        {"{\"title\":\"a\"", false},
        {"{\"title\":\"a\",}", false},
        {"{,}", false},
        {"{\"title\"}", false},
        {"{\"title\":}", false},
        {"{\"title\":\"a\"} x", false},
        {"{\"title\":\"a\" \"text\":\"b\"}", false},
        {"[\"a\"]", false},
        {"", false},
    };
    struct arena *a = arena_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool was_read;
        CHECK(reads_alike(a, str_of(cases[i].line), &was_read) && was_read == cases[i].is_flat, "%s: %s", cases[i].line,
              cases[i].is_flat ? "read as the full parser reads it" : "left to the full parser");
    }
    arena_destroy(a);
}

/* Bytes of a good line changed at random: whatever is still read flat, the full parser reads the same. */
static void changed(void)
{
    static const char good[] = "{\"id\": 17, \"title\": \"The quay \\u201cholds\\u201d\", \"n\": null, \"text\": \"Two\\nlines, \\uD83D\\uDE00 \\\\ and more.\"}";
    static const char bytes[] = "\"\\{}[]:,u0D89aé-.e n\n\x01";
    struct arena *a = arena_create();
    uint64_t random = 1;
    size_t read = 0, unlike = 0;
    for (int round = 0; round < 200000; round++) {
        char line[sizeof good];
        memcpy(line, good, sizeof good);
        size_t n = sizeof good - 1;
        for (int k = 0; k < 1 + round % 3; k++) {
            random = random * 6364136223846793005U + 1442695040888963407U;
            line[(random >> 33) % n] = bytes[(random >> 20) % (sizeof bytes - 1)];
        }
        n -= round % 7 ? 0 : (random >> 50) % n;
        bool was_read;
        unlike += !reads_alike(a, (struct str){line, n}, &was_read);
        read += was_read;
        if (round % 1024 == 0)
            arena_reset(a);
    }
    CHECK(!unlike && read > 20000, "200,000 changed lines: %zu read flat, %zu of them otherwise than by the full parser", read, unlike);
    arena_destroy(a);
}

static void written(void)
{
    struct buf ours = {0}, theirs = {0};
    struct json_write w = {.out = &ours};
    const struct str odd = STR("\"q\" \\ / \b\f\n\r\t\x01\x1f\x7f \xC3\xA9 \xF0\x9F\x98\x80"), bad = STR("a\xFF");
    json_t *o = json_object(), *list = json_array(), *inner = json_object();
    json_write_begin(&w, NULL, '{');
    json_write_str(&w, "odd", odd);
    json_add_str(o, "odd", odd);
    json_write_str(&w, "bad", bad);
    json_add_str(o, "bad", bad);
    json_write_str(&w, "nul", (struct str){"a\0b", 3});
    json_add_str(o, "nul", (struct str){"a\0b", 3});
    json_write_begin(&w, "list", '[');
    json_write_integer(&w, NULL, -3);
    json_array_append_new(list, json_integer(-3));
    json_write_begin(&w, NULL, '{');
    json_write_bool(&w, "is", true);
    json_object_set_new(inner, "is", json_true());
    json_write_moment(&w, "at", (struct moment){0});
    json_add_moment(inner, "at", (struct moment){0});
    json_write_end(&w, '}');
    json_array_append_new(list, inner);
    json_write_begin(&w, NULL, '[');
    json_write_end(&w, ']');
    json_array_append_new(list, json_array());
    json_write_end(&w, ']');
    json_object_set_new(o, "list", list);
    json_write_begin(&w, "none", '{');
    json_write_end(&w, '}');
    json_object_set_new(o, "none", json_object());
    json_write_end(&w, '}');
    buf_add_byte(&ours, '\n');
    json_put(o, JSON_INDENT(1), &theirs);
    CHECK(str_eq(buf_str(&ours), buf_str(&theirs)), "written as jansson writes it");
    buf_free(&ours);
    buf_free(&theirs);
}

int main(void)
{
    flat();
    changed();
    written();
    return tap_done();
}
