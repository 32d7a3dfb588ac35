#include "text/analysis.h"

#include "text/anchor.h"
#include "text/language.h"
#include "text/reading.h"
#include "text/timex_place.h"

static void *keep(struct arena *a, const void *items, size_t count, size_t size)
{
    if (!count)
        return NULL;
    return memcpy(arena_alloc(a, count * size), items, count * size);
}

/* Times, which numbers stand in them, and what happened when. A text without a publication moment has none: relative
 * expressions would be guesses. */
static struct status read_times(struct reading *r, struct moment published)
{
    struct passage *p = r->out;
    struct timex_context context = {.published = published, .language = str_of(r->lexicon->language)};
    if (!published.is_set)
        return status_ok();
    struct timex_list list;
    struct status s = timex_find(r->scratch, p->text, &context, &list);
    if (!is_ok(&s))
        return s;
    p->times = list.items;
    p->time_count = list.count;
    size_t t = 0;
    for (size_t i = 0; i < p->number_count; i++) {
        while (t < p->time_count && p->times[t].at.end <= p->numbers[i].at.begin)
            t++;
        p->numbers[i].in_time = t < p->time_count && p->times[t].at.begin < p->numbers[i].at.end;
    }
    return status_ok();
}

/* Runs all steps over out->text; what lasts goes to `a`, the rest stays in `scratch`. */
static struct status read_passage(struct arena *a, struct arena *scratch, const struct lexicon *lexicon,
                                  struct moment published, struct name_index *names, bool is_title, struct passage *out)
{
    struct reading r = {.scratch = scratch, .lexicon = lexicon, .out = out, .names = names, .is_title = is_title};
    reading_tokens(&r);
    reading_sentences(&r);
    reading_quotes(&r);
    reading_names(&r);
    reading_numbers(&r);
    reading_speakers(&r);
    reading_furniture(&r);
    struct status s = read_times(&r, published);
    if (!is_ok(&s))
        return s;
    anchor_sentences(out, &(struct timex_context){.published = published, .language = str_of(lexicon->language)});
    out->tokens = keep(a, out->tokens, out->token_count, sizeof *out->tokens);
    out->sentences = keep(a, out->sentences, out->sentence_count, sizeof *out->sentences);
    out->times = keep(a, out->times, out->time_count, sizeof *out->times);
    out->names = keep(a, out->names, out->name_count, sizeof *out->names);
    out->numbers = keep(a, out->numbers, out->number_count, sizeof *out->numbers);
    out->quotes = keep(a, out->quotes, out->quote_count, sizeof *out->quotes);
    return status_ok();
}

static struct status too_long(struct str text, const char *what)
{
    if (text.n <= ARTICLE_TEXT_LIMIT)
        return status_ok();
    return status_error(STATUS_LIMIT, "a %s of %zu bytes; the limit is %d", what, text.n, ARTICLE_TEXT_LIMIT);
}

static void article_language(const struct article *article, char out[12])
{
    if (article->language.n) {
        struct str rest = article->language;
        struct str primary = str_cut(&rest, '-');
        primary = str_cut(&primary, '_');
        bool sane = primary.n >= 2 && primary.n <= 3;
        for (size_t i = 0; sane && i < primary.n; i++) {
            out[i] = (char)(primary.p[i] | 0x20);
            sane = out[i] >= 'a' && out[i] <= 'z';
        }
        if (sane) {
            out[primary.n] = '\0';
            return;
        }
    }
    language_guess(article->text, out);
    if (strcmp(out, "und") == 0)
        language_guess(article->title, out);
}

struct status analyse(struct arena *a, const struct article *article, struct analysis *out)
{
    *out = (struct analysis){.article = article, .title = {.text = article->title}, .body = {.text = article->text}};
    struct status s = too_long(article->text, "text");
    if (is_ok(&s))
        s = too_long(article->title, "title");
    if (!is_ok(&s))
        return s;
    article_language(article, out->language);
    const struct lexicon *lexicon = lexicon_for(str_of(out->language));
    struct arena *scratch = arena_create();
    struct name_index names = {0};
    /* The body first: it shows which of a headline's capitals are names, and whose surname stands there. */
    struct moment published = timex_place_published(article->text, article->url, article->published);
    s = read_passage(a, scratch, lexicon, published, &names, false, &out->body);
    if (is_ok(&s))
        s = read_passage(a, scratch, lexicon, published, &names, true, &out->title);
    name_index_free(&names);
    arena_destroy(scratch);
    return s;
}

struct status analyse_passage(struct arena *a, struct str text, struct str language, struct moment published,
                              struct passage *out)
{
    *out = (struct passage){.text = text};
    struct status s = too_long(text, "passage");
    if (!is_ok(&s))
        return s;
    struct arena *scratch = arena_create();
    struct name_index names = {0};
    s = read_passage(a, scratch, lexicon_for(language), published, &names, false, out);
    name_index_free(&names);
    arena_destroy(scratch);
    return s;
}
