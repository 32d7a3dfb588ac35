/* Why an article went where it did, for a person. */
#include <stdlib.h>

#include "story/stream_state.h"

/* How much of both a term is, where both have it; 0 where not. */
static float shared_weight(const struct sketch *x, const struct sketch *m, enum sketch_part part, uint32_t term)
{
    float a = vector_at(sketch_vector(x, part), term), b = vector_at(sketch_vector(m, part), term);
    a *= x->length[part];
    b *= m->length[part];
    return a < b ? a : b;
}

/* Keeps the heaviest of each kind. */
static void keep(struct explanation *e, enum shared_kind kind, float weight, struct str text)
{
    static const size_t most[] = {[SHARED_NAME] = 7, [SHARED_NUMBER] = 5, [SHARED_WORD] = 8};
    size_t of_kind = 0, lightest = 0;
    struct str cut = utf8_cut(text, SHARED_TEXT);
    if (weight <= 0 || !cut.n)
        return;
    for (size_t i = 0; i < e->shared_count; i++) {
        if (e->shared[i].kind != kind)
            continue;
        if (e->shared[i].weight == weight && e->shared[i].length == cut.n) /* most likely the same again */
            return;
        if (!of_kind++ || e->shared[i].weight < e->shared[lightest].weight)
            lightest = i;
    }
    size_t at = e->shared_count;
    if (of_kind == most[kind]) {
        if (e->shared[lightest].weight >= weight)
            return;
        at = lightest;
    } else {
        e->shared_count++;
    }
    e->shared[at].kind = kind;
    e->shared[at].weight = weight;
    e->shared[at].length = (uint8_t)cut.n;
    memcpy(e->shared[at].text, cut.p, cut.n);
}

static void share_passage(struct explanation *e, const struct passage *p, const struct sketch *x, const struct sketch *m)
{
    for (size_t i = 0; i < p->name_count; i++) {
        uint32_t term = sketch_name_term(x->language, p->names[i].key);
        keep(e, SHARED_NAME, shared_weight(x, m, PART_NAMES, term), str_span(p->text, p->names[i].at));
    }
    for (size_t i = 0; i < p->number_count; i++) {
        uint32_t term = sketch_number_term(x->language, p, &p->numbers[i]);
        if (term)
            keep(e, SHARED_NUMBER, shared_weight(x, m, PART_NUMBERS, term), str_span(p->text, p->numbers[i].at));
    }
    for (size_t i = 0; i < p->token_count && i < SKETCH_TOKENS_MAX; i++) {
        const struct token *t = &p->tokens[i];
        if (t->kind == TOKEN_WORD && !(t->flags & (TOKEN_STOP | TOKEN_IN_NAME)))
            keep(e, SHARED_WORD, shared_weight(x, m, PART_BODY, sketch_word_term(x->language, t->term)),
                 token_text(p, t));
    }
}

static int compare_shared(const void *a, const void *b)
{
    const struct shared_text *x = a, *y = b;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    return str_compare((struct str){x->text, x->length}, (struct str){y->text, y->length});
}

void explain_shared(struct explanation *e, const struct analysis *x, const struct sketch *sx, const struct sketch *sm)
{
    share_passage(e, &x->title, sx, sm);
    share_passage(e, &x->body, sx, sm);
    qsort(e->shared, e->shared_count, sizeof *e->shared, compare_shared);
}

void stream_keep_shared(struct stream *s, bool wanted)
{
    s->keeps_shared = wanted;
}

static void list_shared(const struct explanation *e, struct buf *out)
{
    static const char *const heads[] = {[SHARED_NAME] = "  shared names:", [SHARED_NUMBER] = "  shared figures:",
                                        [SHARED_WORD] = "  shared words:"};
    for (int kind = SHARED_NAME; kind <= SHARED_WORD; kind++) {
        size_t n = 0;
        for (size_t i = 0; i < e->shared_count; i++) {
            if ((int)e->shared[i].kind != kind)
                continue;
            buf_add_z(out, n ? "; " : heads[kind]);
            if (!n++)
                buf_add_byte(out, ' ');
            buf_add(out, (struct str){e->shared[i].text, e->shared[i].length});
            buf_format(out, " (%.1f)", (double)e->shared[i].weight);
        }
        if (n)
            buf_add_byte(out, '\n');
    }
}

static void describe(const struct stream *s, struct arena *a, const struct candidate *c, struct buf *out)
{
    struct str name = stream_plot_name(a, &s->plots[c->plot]), likest = stream_article_id(s, c->likest);
    buf_format(out, "%.*s, mean of all its reports %.3f (likest report %.*s %.3f)\n", STR_ARG(name), c->mean,
               STR_ARG(likest), c->most);
}

static void describe_move(const struct stream *s, struct arena *a, const struct move *m, struct buf *out)
{
    struct str from = stream_plot_name(a, &s->plots[m->from]), to = stream_plot_name(a, &s->plots[m->to]);
    if (m->article == UINT32_MAX)
        buf_format(out, "  showed %.*s to be part of %.*s\n", STR_ARG(from), STR_ARG(to));
    else
        buf_format(out, "  showed %.*s to belong in %.*s, not in %.*s\n", STR_ARG(stream_article_id(s, m->article)), STR_ARG(to),
                   STR_ARG(from));
}

static void list_features(const struct candidate *c, struct buf *out)
{
    double parts[PAIR_FEATURE_COUNT];
    model_parts(c->features, parts);
    buf_add_z(out, "  evidence (feature value -> log odds):");
    for (size_t i = 0; i < PAIR_FEATURE_COUNT; i++)
        buf_format(out, "%s %s %.2f -> %+.2f", i ? "," : "", pair_feature_names[i], c->features[i], parts[i]);
    buf_add_byte(out, '\n');
}

void stream_explain_last(const struct stream *s, struct buf *out)
{
    const struct explanation *e = &s->last;
    if (e->article >= s->article_count)
        return;
    struct arena *a = arena_create();
    const struct placed *x = &s->articles[e->article];
    buf_format(out, "%.*s -> %.*s: ", STR_ARG(stream_article_id(s, e->article)),
               STR_ARG(stream_plot_name(a, &s->plots[x->plot])));
    if (e->by == JOINED_COPY)
        buf_format(out, "carries the report of %.*s (%.0f%% of the shorter text)\n",
                   STR_ARG(stream_article_id(s, (uint32_t)x->copy_of)), e->overlap * 100);
    else if (e->by == JOINED_REVISION)
        buf_add_z(out, "a later version of a report of the same outlet\n");
    else if (e->by == JOINED_SCORE)
        buf_format(out, "fits it best; the mean over its pairs of reports is at or above %.3f\n", model_setting(MODEL_JOIN));
    else
        buf_format(out, "a new story; %s\n", e->best.plot == UINT32_MAX ? "no open story shares its rarer words"
                                                                        : "no open story fits well enough");
    buf_add(out, buf_str(&s->about_why));
    if (e->best.plot != UINT32_MAX) {
        buf_add_z(out, "  best: ");
        describe(s, a, &e->best, out);
        list_features(&e->best, out);
        list_shared(e, out);
    }
    if (e->second.plot != UINT32_MAX) {
        buf_add_z(out, "  runner-up: ");
        describe(s, a, &e->second, out);
    }
    for (size_t i = 0; i < s->move_count; i++)
        describe_move(s, a, &s->moves[i], out);
    arena_destroy(a);
}
