/* The configuration file. What adding a feed makes of a readable file must be readable, with that feed in it. */
#include <stdlib.h>

#include "base/arena.h"
#include "fetch/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_create();
    struct str bytes = {(const char *)data, size};
    struct config config, after;
    struct buf out = {0};
    size_t added;
    const struct str url = STR("http://added.example/feed");
    struct status s = config_parse(a, bytes, "fuzz.ini", &config);
    if (is_ok(&s) && size) {
        s = config_add_feeds(a, bytes, "fuzz.ini", &url, 1, &out, &added);
        if (!is_ok(&s))
            abort();
        s = config_parse(a, buf_str(&out), "fuzz.ini", &after);
        if (!is_ok(&s) || after.feed_count != config.feed_count + added || after.allowed_count != config.allowed_count)
            abort();
    }
    buf_free(&out);
    arena_destroy(a);
    return 0;
}
