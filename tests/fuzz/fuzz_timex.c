/* Time expressions in any bytes and any language: spans in order and within the text, intervals in order. */
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "text/timex.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const languages[] = {"en", "de", "es", "fr", "fi"};
    if (size < 6)
        return 0;
    struct timex_context context = {.language = str_of(languages[data[0] % 5]), .published = {.is_set = true}};
    context.published.has_time = data[0] & 0x40;
    context.published.offset_minutes = data[0] & 0x80 ? 0 : 540;
    context.published.seconds = ((int64_t)data[1] << 24 | data[2] << 16 | data[3] << 8 | data[4]) * 40 - 60000000000;
    struct str text = {(const char *)data + 5, size - 5};
    struct arena *a = arena_create();
    struct timex_list list;
    struct status s = timex_find(a, text, &context, &list);
    if (s.code != STATUS_OK)
        abort();
    uint32_t end = 0;
    for (size_t i = 0; i < list.count; i++) {
        const struct timex *t = &list.items[i];
        if (t->at.begin < end || t->at.end <= t->at.begin || t->at.end > text.n || !t->value[0] || !t->rule)
            abort();
        if (t->has_interval && t->first_day > t->last_day)
            abort();
        end = t->at.end;
    }
    arena_destroy(a);
    return 0;
}
