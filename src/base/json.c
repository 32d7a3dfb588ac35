#include "base/json.h"

#include <stdlib.h>

void json_add_str(json_t *object, const char *key, struct str s)
{
    json_t *value = json_stringn(s.p ? s.p : "", s.n);
    json_object_set_new(object, key, value ? value : json_string(""));
}

void json_add_moment(json_t *object, const char *key, struct moment m)
{
    char text[MOMENT_TEXT];
    moment_format_iso(m, text);
    json_object_set_new(object, key, json_string(text));
}

void json_put(json_t *value, size_t flags, struct buf *out)
{
    char *text = json_dumps(value, flags);
    buf_add_z(out, text ? text : "null");
    buf_add_byte(out, '\n');
    free(text);
    json_decref(value);
}
