/* train_idf: counts a background table from articles: in how many a stem occurs, and how often it is capitalised
 * where nothing forces it. Only counts leave this program, no text.
 *
 * usage: train_idf ARTICLES.jsonl > data/idf.txt    (ninja -C build train_idf builds it)
 * Only articles in English count. The stems are the text room's own, so that table and terms agree.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/lines.h"
#include "base/map.h"
#include "text/analysis.h"
#include "text/word.h"

enum { KEPT = 40000, LEAST_DOCUMENTS = 4 };

struct entry {
    char *stem;
    unsigned long documents, mentions, capitals, last;
};

static struct entry *entries;
static size_t count, capacity;

static struct entry *entry_for(struct map *index, const struct lexicon *l, struct str word, uint64_t term)
{
    uint64_t *at = map_put(index, term);
    if (*at)
        return &entries[*at - 1];
    if (count == capacity) {
        capacity = capacity ? capacity * 2 : 1024;
        entries = xrealloc(entries, capacity * sizeof *entries);
    }
    char stem[WORD_FOLD_LIMIT * 2 + 1];
    stem[word_stem(l, word, stem)] = '\0';
    entries[count] = (struct entry){.stem = xstrdup(stem)};
    *at = ++count;
    return &entries[count - 1];
}

static void count_sentence(struct map *index, const struct lexicon *l, const struct passage *p,
                           const struct sentence *s, unsigned long document)
{
    for (size_t k = s->first_token; k < s->first_token + s->token_count; k++) {
        const struct token *t = &p->tokens[k];
        if (t->kind != TOKEN_WORD || t->length > 24 || memchr(p->text.p + t->begin, ' ', t->length))
            continue;
        struct entry *e = entry_for(index, l, token_text(p, t), t->term);
        if (e->last != document) {
            e->last = document;
            e->documents++;
        }
        if (k == s->first_token || p->tokens[k - 1].kind != TOKEN_WORD || s->is_fragment)
            continue;
        e->mentions++;
        e->capitals += (t->flags & TOKEN_CAPITALISED) != 0;
    }
}

static int by_documents(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (x->documents != y->documents)
        return x->documents < y->documents ? 1 : -1;
    return strcmp(x->stem, y->stem);
}

int main(int argc, char **argv)
{
    struct lines lines;
    struct status s = lines_open(&lines, argc > 1 ? argv[1] : "-", ARTICLE_LINE_LIMIT);
    struct arena *a = arena_create();
    struct map index = {0};
    unsigned long documents = 0;
    while (is_ok(&s) && lines_next(&lines, &s)) {
        struct article article;
        struct analysis analysis;
        arena_reset(a);
        s = article_from_json(a, lines.line, "line", &article);
        if (is_ok(&s))
            s = analyse(a, &article, &analysis);
        if (!is_ok(&s) || strcmp(analysis.language, "en") != 0)
            continue;
        documents++;
        for (size_t i = 0; i < analysis.body.sentence_count; i++)
            count_sentence(&index, lexicon_for(STR("en")), &analysis.body, &analysis.body.sentences[i], documents);
    }
    if (!is_ok(&s)) {
        fprintf(stderr, "train_idf: %s\n", s.message);
        return 1;
    }
    qsort(entries, count, sizeof *entries, by_documents);
    printf("# Background document frequencies of English stems: \"stem documents capitals\", the last in percent of the mentions\n"
           "# where no sentence start forces a capital. Counted by tools/train_idf.c over %lu news articles of 2016-2018 from\n"
           "# many outlets (the development half of the stories evaluation set). Counts only: no text of the articles is here,\n"
           "# and counts are facts that no one owns. Licence of this table: MIT, as the program.\n"
           "documents %lu\n", documents, documents);
    for (size_t i = 0, kept = 0; i < count && kept < KEPT && entries[i].documents >= LEAST_DOCUMENTS; i++) {
        const struct entry *e = &entries[i];
        if (!e->stem[0] || e->stem[0] == '#')
            continue;
        printf("%s %lu %lu\n", e->stem, e->documents, e->mentions ? e->capitals * 100 / e->mentions : 0);
        kept++;
    }
    return 0;
}
