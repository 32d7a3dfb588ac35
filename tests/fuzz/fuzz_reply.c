/* A model's answer: any bytes, and whatever is taken from them onto a page is supported by its sources, and the page is whole. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "brief/reword.h"
#include "brief/review.h"
#include "model/reply.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
    struct str bytes;
    struct writer_figures figures;
};

static void ignore(void *context, struct str where, struct str text, const struct verdict *v)
{
    (void)context, (void)where, (void)text, (void)v;
}

/* The bytes as the whole answer, and, where that is none, as what the model said in a well-formed one. */
static void propose(void *context, struct arena *a, const struct writer_task *task, struct str *proposals)
{
    const struct input *in = context;
    size_t found;
    struct status s = reply_read(a, in->bytes, proposals, task->count, &found);
    if (s.code != STATUS_OK)
        reply_objects(a, in->bytes, proposals, task->count, &found);
    for (size_t i = 0; i < task->count; i++)
        if (proposals[i].n > REPLY_TEXT_LONGEST || !utf8_is_valid(proposals[i], NULL))
            abort();
}

static void judged(void *context, const struct writer_figures *figures)
{
    ((struct input *)context)->figures = *figures;
}

/* The story and its page in the words of its source: made once. */
static struct brief page;
static struct story story;

static void begin(void)
{
    static struct article article;
    article = (struct article){.id = STR("a"), .title = STR("Ferry Aground Off Velmere"), .language = STR("en")};
    article.text = STR("VELMERE, Oct 7 (HT) - A ferry carrying 140 passengers ran aground off the island of Velmere on Tuesday morning, the coast guard said.\n\n"
                       "No passenger was injured, according to harbour master Lena Okafor.\n\n"
                       "\"The captain did everything right,\" Okafor told the Courier. She may leave if the port is sold for $3.2 million.");
    static struct analysis analysis;
    static struct report report = {.analysis = &analysis, .copy_of = NO_INDEX};
    struct arena *a = arena_create(); /* for as long as the program runs */
    moment_parse_iso(STR("2025-10-07T14:00:00Z"), &article.published);
    story = (struct story){.id = STR("s"), .reports = &report, .report_count = 1, .version = 1};
    if (analyse(a, &article, &analysis).code != STATUS_OK || brief_write(a, &story, NULL, &page).code != STATUS_OK || !page.section_count)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!page.section_count)
        begin();
    struct input in = {.bytes = {(const char *)data, size}};
    const struct writer writer = {.name = STR("fuzz"), .context = &in, .propose = propose, .judged = judged};
    struct arena *a = arena_create();
    struct brief brief = page;
    brief.sections = arena_alloc(a, page.section_count * sizeof *brief.sections);
    for (size_t i = 0; i < page.section_count; i++) {
        brief.sections[i] = page.sections[i];
        brief.sections[i].sentences = arena_alloc(a, page.sections[i].sentence_count * sizeof(struct unit_text));
        memcpy(brief.sections[i].sentences, page.sections[i].sentences, page.sections[i].sentence_count * sizeof(struct unit_text));
    }
    reword(a, &story, &writer, &brief);
    struct guard guard = guard_of_story(a, &story);
    if (in.figures.outcomes[WRITER_TAKEN] && review_brief(&guard, &brief, &(struct review_handler){NULL, ignore}))
        abort();
    for (size_t i = 0; i < brief.section_count; i++)
        for (size_t k = 0; k < brief.sections[i].sentence_count; k++)
            if (!brief.sections[i].sentences[k].text.n || !brief.headline.text.n)
                abort();
    arena_destroy(a);
    return 0;
}
