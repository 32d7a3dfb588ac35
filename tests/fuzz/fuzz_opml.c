/* Any bytes as OPML; what was read and written comes back the same. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "feed/opml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_create();
    struct opml first, again;
    struct buf out = {0};
    struct status s = opml_read(a, (struct str){(const char *)data, size}, "fuzz", &first);
    if (is_ok(&s)) {
        opml_write(&out, first.title, first.feeds, first.count);
        s = opml_read(a, buf_str(&out), "again", &again);
        if (!is_ok(&s) || again.count != first.count || again.problem.n)
            abort();
        for (size_t i = 0; i < first.count; i++)
            if (!str_eq(first.feeds[i].url, again.feeds[i].url))
                abort();
    }
    buf_free(&out);
    arena_destroy(a);
    return 0;
}
