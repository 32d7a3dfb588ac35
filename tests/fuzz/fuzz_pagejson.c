/* A page as JSON from anywhere, read and held against a small article: any bytes, and no unit is passed that has nothing
 * behind it. */
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "brief/review.h"
#include "lib/page_json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void count(void *context, struct str where, struct str text, const struct verdict *v)
{
    (void)where, (void)text;
    if ((v->reason == CHECK_SUPPORTED) != (v->why.n == 0))
        abort();
    ++*(size_t *)context;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct str text = STR("VELMERE, Oct 7 (HT) - A ferry carrying 140 passengers ran aground off the island of Velmere on Tuesday morning, "
                                       "the coast guard said.\n\nHowever, no passenger was injured, according to harbour master Lena Okafor.\n\n"
                                       "\"The captain did everything right,\" Okafor told the Courier. She may leave if the port is sold for $3.2 million.");
    struct article article = {.id = STR("a"), .title = STR("Ferry Aground Off Velmere"), .language = STR("en"), .text = text};
    moment_parse_iso(STR("2025-10-07T14:00:00Z"), &article.published);
    struct arena *a = arena_create();
    struct analysis analysis;
    struct page page;
    struct status s = analyse(a, &article, &analysis);
    if (s.code != STATUS_OK)
        abort();
    s = page_from_json(a, (struct str){(const char *)data, size}, "fuzz", &article, 1, &page);
    if (s.code == STATUS_OK) {
        const struct analysis **sources = arena_zero(a, (page.brief.source_count + 1) * sizeof(const struct analysis *));
        for (size_t i = 0; i < page.brief.source_count; i++)
            sources[i] = page.articles[i] == NO_INDEX ? NULL : &analysis;
        struct guard guard = {sources, page.brief.source_count};
        size_t units = 0;
        if (review_brief(&guard, &page.brief, &(struct review_handler){&units, count}) > units)
            abort();
    }
    arena_destroy(a);
    return 0;
}
