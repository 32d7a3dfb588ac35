/* Any bytes as a line of article JSON; what is accepted is taken apart and must keep its spans inside its text. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "text/analysis.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_passage(const struct passage *p)
{
    for (size_t i = 0; i < p->sentence_count; i++) {
        const struct sentence *s = &p->sentences[i];
        if (s->at.begin > s->at.end || s->at.end > p->text.n || s->first_token + s->token_count > p->token_count)
            abort();
    }
    for (size_t i = 0; i < p->token_count; i++)
        if ((size_t)p->tokens[i].begin + p->tokens[i].length > p->text.n)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_create();
    struct article article;
    struct status s = article_from_json(a, (struct str){(const char *)data, size}, "fuzz:1", &article);
    if (is_ok(&s)) {
        struct analysis x;
        if (!utf8_is_valid(article.text, NULL) || !utf8_is_valid(article.title, NULL))
            abort();
        s = analyse(a, &article, &x);
        if (is_ok(&s)) {
            check_passage(&x.title);
            check_passage(&x.body);
        }
    }
    arena_destroy(a);
    return 0;
}
