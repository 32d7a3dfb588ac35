/* A model's answer: any bytes, and whatever is taken from them onto a page is supported by its sources, and the page is whole. */
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "brief/brief.h"
#include "brief/review.h"
#include "brief/writer.h"
#include "model/reply.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ignore(void *context, struct str where, struct str text, const struct verdict *v)
{
    (void)context, (void)where, (void)text, (void)v;
}

/* The bytes as the whole answer, and, where that is none, as what the model said in a well-formed one. */
static void propose(void *context, struct arena *a, const struct writer_task *task, struct str *proposals)
{
    const struct str *bytes = context;
    size_t found;
    struct status s = reply_read(a, *bytes, proposals, task->count, &found);
    if (s.code != STATUS_OK)
        reply_objects(a, *bytes, proposals, task->count, &found);
    for (size_t i = 0; i < task->count; i++)
        if (proposals[i].n > REPLY_TEXT_LONGEST || !utf8_is_valid(proposals[i], NULL))
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct str text = STR("VELMERE, Oct 7 (HT) - A ferry carrying 140 passengers ran aground off the island of Velmere on Tuesday morning, the coast guard said.\n\n"
                                       "No passenger was injured, according to harbour master Lena Okafor.\n\n"
                                       "\"The captain did everything right,\" Okafor told the Courier. She may leave if the port is sold for $3.2 million.");
    struct str bytes = {(const char *)data, size};
    struct article article = {.id = STR("a"), .title = STR("Ferry Aground Off Velmere"), .language = STR("en"), .text = text};
    moment_parse_iso(STR("2025-10-07T14:00:00Z"), &article.published);
    struct arena *a = arena_create();
    struct analysis analysis;
    struct brief plain, brief;
    struct status s = analyse(a, &article, &analysis);
    if (s.code != STATUS_OK)
        abort();
    struct report report = {.analysis = &analysis, .copy_of = NO_INDEX};
    struct story story = {.id = STR("s"), .reports = &report, .report_count = 1, .version = 1};
    const struct writer writer = {.name = STR("fuzz"), .context = &bytes, .propose = propose};
    if (brief_write(a, &story, NULL, &plain).code != STATUS_OK ||
        brief_write(a, &story, &(struct brief_options){.writer = &writer}, &brief).code != STATUS_OK)
        abort();
    struct guard guard = guard_of_story(a, &story);
    if (review_brief(&guard, &brief, &(struct review_handler){NULL, ignore}) || brief.section_count != plain.section_count || !brief.headline.text.n)
        abort();
    for (size_t i = 0; i < brief.section_count; i++)
        if (brief.sections[i].sentence_count != plain.sections[i].sentence_count)
            abort();
    arena_destroy(a);
    return 0;
}
