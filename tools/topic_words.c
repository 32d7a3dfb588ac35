/* topic_words: what tools/train_topics.py reads of articles: one line each, of fields parted by tabs:
 * id, language, the stems of the title, those of the first TOKENS words of the body. Function words are left out; a
 * person's name has "@" before it and any other name "^". The stems are the text room's own, so that tables and terms
 * agree.
 *
 * usage: topic_words TOKENS ARTICLES.jsonl > WORDS    (ninja -C build topic_words builds it)
 *        topic_words --stem LANGUAGE < WORDS > STEMS  a word a line
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/lines.h"
#include "text/analysis.h"
#include "text/word.h"

static char kind_of(const struct passage *p, const struct token *t)
{
    if (!(t->flags & TOKEN_IN_NAME))
        return 0;
    for (size_t i = 0; i < p->name_count; i++)
        if (t->begin >= p->names[i].at.begin && t->begin < p->names[i].at.end)
            return p->names[i].kind == NAME_PERSON ? '@' : '^';
    return '^';
}

static void print_passage(const struct lexicon *l, const struct passage *p, size_t most)
{
    char stem[WORD_FOLD_LIMIT * 2];
    putchar('\t');
    for (size_t i = 0; i < p->token_count && i < most; i++) {
        const struct token *t = &p->tokens[i];
        struct str word = token_text(p, t);
        if (t->kind != TOKEN_WORD || t->flags & TOKEN_STOP || t->length < 2 || memchr(word.p, ' ', word.n))
            continue;
        size_t n = word_stem(l, word, stem);
        char kind = kind_of(p, t);
        if (kind)
            putchar(kind);
        fwrite(stem, 1, n, stdout);
        putchar(' ');
    }
}

static int print_stems(const char *language)
{
    struct lines l;
    struct status s = lines_open(&l, "-", 1000);
    char stem[WORD_FOLD_LIMIT * 2];
    while (is_ok(&s) && lines_next(&l, &s)) {
        fwrite(stem, 1, word_stem(lexicon_for(str_of(language)), l.line, stem), stdout);
        putchar('\n');
    }
    return !is_ok(&s);
}

int main(int argc, char **argv)
{
    if (argc > 2 && strcmp(argv[1], "--stem") == 0)
        return print_stems(argv[2]);
    struct lines l;
    size_t most = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 200;
    struct status s = lines_open(&l, argc > 2 ? argv[2] : "-", ARTICLE_LINE_LIMIT);
    struct arena *a = arena_create();
    while (is_ok(&s) && lines_next(&l, &s)) {
        struct article article;
        struct analysis x;
        arena_reset(a);
        s = article_from_json(a, l.line, "line", &article);
        if (is_ok(&s))
            s = analyse(a, &article, &x);
        if (!is_ok(&s))
            break;
        const struct lexicon *lexicon = lexicon_for(str_of(x.language));
        printf("%.*s\t%s", STR_ARG(article.id), x.language);
        print_passage(lexicon, &x.title, SIZE_MAX);
        print_passage(lexicon, &x.body, most);
        putchar('\n');
    }
    if (!is_ok(&s))
        fprintf(stderr, "topic_words: %s\n", s.message);
    return !is_ok(&s);
}
