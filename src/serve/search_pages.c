/* Search, as a page and as a feed to follow. */
#include "base/arena.h"
#include "render/escape.h"
#include "serve/answer.h"
#include "store/search.h"

enum { HITS = 20, STORY_HITS = 5, PAGES_MOST = 50 };

static struct status look_for(const struct request *r, const struct search *search, struct search_page *page)
{
    struct search_hit *hits;
    struct stored_story *stories;
    struct status s = search_articles(r->store, r->arena, search, (page->page - 1) * HITS, HITS, &hits, &page->article_count, &page->has_more);
    if (is_ok(&s) && page->page == 1)
        s = search_stories(r->store, r->arena, search, STORY_HITS, &stories, &page->story_count);
    if (!is_ok(&s))
        return s;
    if (page->page == 1)
        page->stories = cards_of(r, stories, page->story_count);
    page->articles = arena_zero(r->arena, (page->article_count + 1) * sizeof *page->articles);
    for (size_t i = 0; i < page->article_count; i++)
        page->articles[i] = (struct found_article){hits[i].id, hits[i].url, hits[i].outlet, hits[i].published, hits[i].title, hits[i].excerpt,
                                                   hits[i].story, hits[i].headline};
    page->has_more = page->has_more && page->page < PAGES_MOST;
    return s;
}

static struct str without_marks(struct arena *a, struct str s)
{
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != MARK_BEGIN && s.p[i] != MARK_END)
            p[n++] = s.p[i];
    return (struct str){p, n};
}

/* The stories of the articles that were found, each once, as a feed. */
static void write_atom(const struct request *r, struct response *out, const struct search_page *page)
{
    struct card *cards = arena_zero(r->arena, (page->article_count + 1) * sizeof *cards);
    size_t *all = arena_zero(r->arena, (page->article_count + 1) * sizeof *all), n = 0;
    for (size_t i = 0; i < page->article_count; i++) {
        const struct found_article *x = &page->articles[i];
        bool is_known = !x->headline.n;
        for (size_t k = 0; k < n && !is_known; k++)
            is_known = str_eq(cards[k].id, x->story);
        if (is_known)
            continue;
        all[n] = n;
        cards[n++] = (struct card){.id = x->story, .headline = x->headline, .lead = without_marks(r->arena, x->excerpt), .updated = x->published};
    }
    struct buf file = {0};
    buf_add_z(&file, "search?q=");
    escape_url(&file, page->query);
    struct edition edition = {.title = r->options->title, .address = r->options->address, .now = r->snapshot->edition.now, .cards = cards, .card_count = n};
    struct list list = {.name = page->query, .file = buf_str(&file), .cards = all, .card_count = n};
    out->type = "application/atom+xml; charset=utf-8";
    edition_atom(&edition, &list, &out->body);
    buf_free(&file);
}

void page_search(const struct request *r, struct response *out)
{
    struct search_page page = {.query = str_trim(request_param(r, "q")), .page = request_number(r, "page", 1, PAGES_MOST)};
    struct search search;
    page.page = page.page ? page.page : 1;
    if (page.query.n) {
        struct status s = search_parse(r->arena, page.query, &search);
        if (!is_ok(&s))
            page.problem = str_copy(r->arena, str_of(s.message));
        else
            s = look_for(r, &search, &page);
        if (!page.problem.n && answer_failed(r, out, &s))
            return;
    }
    if (page.problem.n)
        out->code = 400;
    if (page.query.n > SEARCH_QUERY_LIMIT)
        page.query = utf8_cut(page.query, SEARCH_QUERY_LIMIT);
    struct render_options look = answer_look(r);
    if (str_ends(r->path, STR(".atom")))
        write_atom(r, out, &page);
    else
        served_search(&page, &look, &out->body);
}
