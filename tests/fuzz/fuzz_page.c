/* Any bytes as a page and as a fragment. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "page/extract.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_create();
    struct str html = {(const char *)data, size};
    struct extract_options o = {.url = STR("https://lantern.example/a/b"), .where = "fuzz"};
    struct article x;
    struct status s = extract_page(a, html, &o, &x);
    if (is_ok(&s) && !utf8_is_valid(x.text, NULL))
        abort();
    struct str t = extract_fragment(a, html);
    if (!utf8_is_valid(t, NULL))
        abort();
    arena_destroy(a);
    return 0;
}
