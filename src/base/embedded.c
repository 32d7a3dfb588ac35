#include "base/embedded.h"

#include <stdio.h>
#include <stdlib.h>

struct str embedded_get(const char *name)
{
    for (const struct embedded *e = embedded_files; e->name; e++)
        if (strcmp(e->name, name) == 0)
            return e->bytes;
    fprintf(stderr, "nutgraf: the build carries no file %s\n", name);
    abort();
}

bool embedded_line(struct str *rest, struct str *line)
{
    while (rest->n) {
        *line = str_trim(str_cut(rest, '\n'));
        if (line->n && line->p[0] != '#')
            return true;
    }
    return false;
}
