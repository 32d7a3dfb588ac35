/* robots.txt: the first line is the path that is asked for, the rest the file. What is allowed must not depend on how
 * often one asks, and /robots.txt itself is always allowed. */
#include <stdlib.h>

#include "base/arena.h"
#include "fetch/robots.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_create();
    struct str rest = {(const char *)data, size};
    struct str path = str_cut(&rest, '\n');
    struct robots robots;
    robots_parse(a, rest, STR("nutgraf"), &robots);
    bool first = robots_allow(a, &robots, path);
    if (first != robots_allow(a, &robots, path) || !robots_allow(a, &robots, STR("/robots.txt")))
        abort();
    if (!robots.rule_count && !first)
        abort();
    arena_destroy(a);
    return 0;
}
