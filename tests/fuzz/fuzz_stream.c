/* A saved stream. The checksum is made to fit, so that the checks behind it are reached; what loads must save to a state
 * that loads again, and must take a report, answer questions, and forget in the months that follow. */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "story/stream.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_saved(struct stream *s)
{
    struct buf out = {0};
    struct stream *again;
    stream_save(s, &out);
    struct status st = stream_load(buf_str(&out), "again", &again);
    if (!is_ok(&st)) {
        fprintf(stderr, "%s\n", st.message);
        abort();
    }
    stream_destroy(again);
    buf_free(&out);
}

/* Enough reports of a later month to move the clock: stories close, and what is closed is forgotten. */
static void let_months_pass(struct stream *s, struct arena *a, struct article *article, const struct analysis *x)
{
    enum { MONTHS = 2, REPORTS = 6 };
    for (int i = 0; i < MONTHS * REPORTS; i++) {
        struct placement p;
        article->id = str_format(a, "later%d", i);
        article->published.seconds += i % REPORTS ? 60 : 40 * 86400;
        struct status st = stream_add(s, a, x, &p);
        (void)st; /* an id may be there already */
    }
}

static void use(struct stream *s)
{
    struct arena *a = arena_create();
    struct article article = {.id = STR("fuzz"), .outlet = STR("Wire"), .title = STR("Fire destroys Dunmarrow paper mill"),
                              .text = STR("A fire destroyed the paper mill in Dunmarrow on Monday, Petra Lindqvar said.")};
    struct analysis x;
    struct placement p;
    struct str *ids;
    size_t count;
    struct buf out = {0};
    moment_parse_iso(STR("2025-10-07T06:00Z"), &article.published);
    struct status st = analyse(a, &article, &x);
    if (!is_ok(&st))
        abort();
    stream_keep_shared(s, true);
    st = stream_add(s, a, &x, &p);
    stream_explain_last(s, &out);
    stream_stories(s, a, &ids, &count);
    for (size_t i = 0; i < count && i < 50; i++) {
        struct story_record r;
        if (!stream_story(s, a, ids[i], &r))
            abort();
        stream_rank(&r, article.published);
        stream_minority(&r, article.published);
    }
    buf_free(&out);
    check_saved(s);
    stream_forget_closed(s, 2);
    let_months_pass(s, a, &article, &x);
    check_saved(s);
    arena_destroy(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf bytes = {0};
    struct stream *s;
    buf_add(&bytes, (struct str){(const char *)data, size});
    if (size > 8) {
        uint64_t sum = str_hash((struct str){bytes.p, size - 8});
        for (size_t i = 0; i < 8; i++)
            bytes.p[size - 8 + i] = (char)(sum >> (8 * i));
    }
    struct status st = stream_load(buf_str(&bytes), "fuzz", &s);
    if (is_ok(&st))
        use(s);
    if (is_ok(&st))
        stream_destroy(s);
    buf_free(&bytes);
    return 0;
}
