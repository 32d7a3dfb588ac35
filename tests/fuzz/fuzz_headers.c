/* Heads of answers line by line, the values that are understood, and URLs as Location headers bring them. */
#include <stdlib.h>

#include "base/arena.h"
#include "fetch/headers.h"
#include "fetch/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_create();
    struct str rest = {(const char *)data, size};
    struct headers h = {0};
    while (rest.n) {
        struct status s = headers_line(a, &h, str_cut(&rest, '\n'));
        if (!is_ok(&s))
            break;
    }
    int64_t wait = header_retry_after(a, h.retry_after, 1000000000);
    if (wait < -1 || wait > 7 * 24 * 3600)
        abort();
    if (header_charset(h.content_type).n > 64)
        abort();
    struct url base, next, again;
    struct status s = url_parse(a, STR("https://a.example/b/c?d"), &base);
    if (!is_ok(&s))
        abort();
    s = url_resolve(a, &base, h.location, &next);
    if (is_ok(&s)) { /* what was read once must read the same again */
        s = url_parse(a, next.text, &again);
        if (!is_ok(&s) || !str_eq(again.text, next.text) || next.user.n || next.password.n)
            abort();
    }
    arena_destroy(a);
    return 0;
}
