/* Any bytes as a feed: it is read or refused, in bounded memory, and all that comes out is valid UTF-8. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "feed/address.h"
#include "feed/record.h"
#include "page/entry.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(struct str s)
{
    if ((s.n && !s.p) || !utf8_is_valid(s, NULL))
        abort();
}

static void check_record(const struct record *r)
{
    for (const struct property *p = r ? r->first : NULL; p; p = p->next) {
        check(p->key);
        if (p->value.kind == VALUE_TEXT)
            check(p->value.text);
        else if (p->value.kind == VALUE_RECORD || p->value.kind == VALUE_LIST)
            check_record(p->value.record);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_create();
    struct str bytes = {(const char *)data, size};
    struct feed_options o = {.base_url = STR("https://lantern.example/feed"), .where = "fuzz"};
    struct feed feed;
    feed_detect(bytes);
    struct status s = feed_parse(a, bytes, &o, &feed);
    if (is_ok(&s) && feed.bozo != (feed.bozo_reason.n > 0))
        abort();
    check(feed.bozo_reason);
    check(feed.encoding);
    check_record(feed.record);
    for (size_t i = 0; i < feed.entry_count; i++) {
        struct article x;
        check_record(feed.entries[i].record);
        if (feed.entries[i].link.n && !address_is_web(feed.entries[i].link))
            abort();
        s = entry_article(a, &feed, &feed.entries[i], "fuzz", &x);
        if (is_ok(&s)) {
            check(x.title);
            check(x.text);
            check(x.id);
        }
    }
    arena_destroy(a);
    return 0;
}
