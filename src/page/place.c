#include "page/place.h"

#include <math.h>

double place_weight(struct feed_place p)
{
    return p.at && p.at <= p.of ? 1 - log((double)p.at) / log(1 + (double)p.of) : 0;
}

void place_write(struct feed_place p, struct buf *out)
{
    if (p.at)
        buf_format(out, "%u/%u", (unsigned)p.at, (unsigned)p.of);
}

static uint16_t read_number(struct str digits)
{
    uint32_t n = 0;
    for (size_t i = 0; i < digits.n; i++) {
        if (digits.p[i] < '0' || digits.p[i] > '9' || n > PLACE_MAX)
            return 0;
        n = n * 10 + (uint32_t)(digits.p[i] - '0');
    }
    return n <= PLACE_MAX ? (uint16_t)n : 0;
}

struct status place_read(struct str text, const char *where, struct feed_place *out)
{
    struct str of = text, at = str_cut(&of, '/');
    *out = (struct feed_place){read_number(at), read_number(of)};
    if (!text.n || (out->at && out->at <= out->of))
        return status_ok();
    *out = (struct feed_place){0};
    return status_error(STATUS_BAD_INPUT, "%s: \"place\" is \"%.*s\", which is no place (want one as in 2/30, the second of thirty)", where,
                        STR_ARG(utf8_cut(text, 60)));
}
