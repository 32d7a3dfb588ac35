#include "model/question.h"

#include "base/arena.h"
#include "base/embedded.h"
#include "base/json.h"

enum { FACT_LONGEST = 700, BODY_LONGEST = 64 * 1024 };

static const char *kind_of(enum writer_part part)
{
    return part == WRITER_SENTENCE ? "sentence" : part == WRITER_HEADLINE ? "headline" : "heading";
}

struct str question_unit(struct arena *a, const struct writer_unit *unit, struct str language)
{
    json_t *o = json_object(), *facts = json_array();
    for (size_t i = 0; i < unit->fact_count; i++) {
        const struct writer_fact *f = &unit->facts[i];
        json_t *fact = json_object();
        if (f->outlet.n)
            json_add_str(fact, "outlet", f->outlet);
        if (f->published.is_set)
            json_add_moment(fact, "published", f->published);
        json_add_str(fact, "text", utf8_cut(f->text, FACT_LONGEST));
        json_array_append_new(facts, fact);
    }
    json_add_str(o, "kind", str_of(kind_of(unit->part)));
    json_add_str(o, "language", language);
    json_object_set_new(o, "longest", json_integer((json_int_t)unit->longest));
    json_add_str(o, "wording", unit->wording);
    json_object_set_new(o, "facts", facts);
    struct buf text = {0};
    json_put(o, JSON_COMPACT, &text);
    struct str copy = str_copy(a, str_trim(buf_str(&text)));
    buf_free(&text);
    return copy;
}

struct str question_prompt(void)
{
    return embedded_get("data/model/prompt.txt");
}

static json_t *message(const char *role, const struct buf *content)
{
    json_t *o = json_object();
    json_add_str(o, "role", str_of(role));
    json_add_str(o, "content", buf_str(content));
    return o;
}

static void add_prompt(struct buf *out)
{
    struct str rest = question_prompt(), line;
    while (embedded_line(&rest, &line)) {
        buf_add(out, line);
        buf_add_byte(out, '\n');
    }
}

size_t question_body(struct str model, bool json_mode, struct str language, const struct str *units, size_t count, struct buf *out)
{
    struct buf prompt = {0}, data = {0};
    size_t n = 0;
    add_prompt(&prompt);
    buf_format(&data, "{\"language\":\"%.*s\",\"units\":[\n", STR_ARG(language));
    for (; n < count && data.n + units[n].n < BODY_LONGEST; n++) /* each unit is an object: the number goes in front */
        buf_format(&data, "%s{\"unit\":%zu,%.*s", n ? ",\n" : "", n + 1, (int)units[n].n - 1, units[n].p + 1);
    buf_add_z(&data, "\n]}");
    json_t *body = json_object(), *messages = json_array();
    json_array_append_new(messages, message("system", &prompt));
    json_array_append_new(messages, message("user", &data));
    json_add_str(body, "model", model);
    json_object_set_new(body, "temperature", json_integer(0));
    json_object_set_new(body, "stream", json_false());
    if (json_mode)
        json_object_set_new(body, "response_format", json_pack("{s:s}", "type", "json_object"));
    json_object_set_new(body, "messages", messages);
    json_put(body, JSON_COMPACT, out);
    buf_free(&prompt);
    buf_free(&data);
    return n;
}
