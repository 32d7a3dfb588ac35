/* The lists: Top Headlines, Feeds, Minority Reports, an outlet, a topic, names. */
#include "base/arena.h"
#include "base/embedded.h"
#include "render/escape.h"
#include "render/formats.h"
#include "render/html.h"
#include "serve/answer.h"

enum { LIST_MOST = 60 };

void page_index(const struct request *r, struct response *out)
{
    struct render_options look = answer_look(r);
    edition_index(&r->snapshot->edition, &look, &out->body);
}

void page_feeds(const struct request *r, struct response *out)
{
    struct render_options look = answer_look(r);
    edition_feeds(&r->snapshot->edition, &look, &out->body);
}

void page_minority(const struct request *r, struct response *out)
{
    struct render_options look = answer_look(r);
    edition_minority(&r->snapshot->edition, &look, &out->body);
}

void page_names(const struct request *r, struct response *out)
{
    struct render_options look = answer_look(r);
    served_names(r->snapshot->names, SNAPSHOT_NAMES, &look, &out->body);
}

struct card *cards_of(const struct request *r, const struct stored_story *stories, size_t count)
{
    struct arena *a = r->arena;
    struct card *cards = arena_zero(a, (count + 1) * sizeof *cards);
    for (size_t i = 0; i < count; i++) {
        cards[i] = (struct card){
            .id = stories[i].id,
            .headline = stories[i].headline,
            .lead = stories[i].lead,
            .topic = stories[i].topic,
            .updated = {.seconds = stories[i].last, .is_set = stories[i].last != 0, .has_time = true, .has_zone = true},
            .article_count = stories[i].articles,
            .independent_count = stories[i].independents,
        };
        struct status s = store_story_outlets(r->store, a, stories[i].id, &cards[i].outlets, &cards[i].outlet_count);
        if (!is_ok(&s)) /* a card without its outlets is still a card */
            cards[i].outlet_count = 0;
    }
    return cards;
}

/* The ending that says in which form a list is wanted; what stands before it is its name. */
enum form { FORM_HTML, FORM_ATOM, FORM_FEED_JSON };

static enum form take_form(struct str *name)
{
    static const struct {
        const char *ending;
        enum form form;
    } forms[] = {{".html", FORM_HTML}, {".atom", FORM_ATOM}, {".json", FORM_FEED_JSON}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (!str_ends(*name, str_of(forms[i].ending)))
            continue;
        name->n -= strlen(forms[i].ending);
        return forms[i].form;
    }
    return FORM_HTML;
}

static void write_list(const struct request *r, struct response *out, enum form form, const struct list_page *page)
{
    struct render_options look = answer_look(r);
    if (form == FORM_HTML) {
        served_list(page, &look, &out->body);
        return;
    }
    size_t *all = arena_alloc(r->arena, (page->card_count + 1) * sizeof *all);
    for (size_t i = 0; i < page->card_count; i++)
        all[i] = i;
    struct edition edition = {.title = r->options->title, .address = r->options->address, .now = r->snapshot->edition.now,
                              .cards = page->cards, .card_count = page->card_count};
    struct list list = {.name = page->heading, .file = str_format(r->arena, "%.*s.html", STR_ARG(page->stem)), .cards = all,
                        .card_count = page->card_count};
    out->type = form == FORM_ATOM ? "application/atom+xml; charset=utf-8" : "application/feed+json; charset=utf-8";
    if (form == FORM_ATOM)
        edition_atom(&edition, &list, &out->body);
    else
        edition_feed_json(&edition, &list, &out->body);
}

static const struct list *find_list(const struct edition *e, struct str file)
{
    const struct list *const groups[] = {e->outlets, e->topics, e->minority};
    const size_t counts[] = {e->outlet_count, e->topic_count, e->minority_count};
    for (size_t g = 0; g < 3; g++)
        for (size_t i = 0; i < counts[g]; i++)
            if (str_eq(groups[g][i].file, file))
                return &groups[g][i];
    return NULL;
}

static struct str about_outlet(const struct request *r, const struct list *list, struct status *s)
{
    struct outlet_figures f;
    *s = store_get_outlet(r->store, list->name, &f);
    size_t shared = f.stories > f.alone ? f.stories - f.alone : 0;
    struct str counted = str_format(r->arena, "%zu %s in %zu %s.", f.articles, f.articles == 1 ? "article" : "articles", f.stories,
                                    f.stories == 1 ? "story" : "stories");
    struct str alone = f.alone ? str_format(r->arena, " %zu of them %s reported by no one else.", f.alone, f.alone == 1 ? "is" : "are") : STR("");
    struct str first = shared ? str_format(r->arena, " It was first with %zu of the %zu that others report, too.", f.first, shared) : STR("");
    return str_format(r->arena, "%.*s%.*s%.*s", STR_ARG(counted), STR_ARG(alone), STR_ARG(first));
}

void page_list(const struct request *r, struct response *out)
{
    struct str stem = (struct str){r->path.p + 1, r->path.n - 1};
    enum form form = take_form(&stem);
    const struct edition *e = &r->snapshot->edition;
    const struct list *list = find_list(e, str_format(r->arena, "%.*s.html", STR_ARG(stem)));
    if (!list) {
        answer_problem(r, out, 404, "There is no such list, or nothing in it of late.");
        return;
    }
    size_t count = list->card_count < LIST_MOST ? list->card_count : LIST_MOST;
    struct list_page page = {.heading = list->name, .stem = stem, .card_count = count,
                             .about = str_format(r->arena, "%zu %s.", list->card_count, list->card_count == 1 ? "story" : "stories")};
    page.cards = arena_zero(r->arena, (count + 1) * sizeof *page.cards);
    for (size_t i = 0; i < count; i++)
        page.cards[i] = e->cards[list->cards[i]];
    if (str_starts(stem, STR("outlet/"))) {
        struct status s;
        page.about = about_outlet(r, list, &s);
        if (answer_failed(r, out, &s))
            return;
    } else if (str_starts(stem, STR("minority/"))) {
        page.heading = str_format(r->arena, "Only in %.*s", STR_ARG(list->name));
    }
    write_list(r, out, form, &page);
}

static int kind_of(const struct snapshot *s, struct str kind)
{
    static const int kinds[] = {NAME_PERSON, NAME_PLACE, NAME_ORGANISATION, NAME_OTHER};
    for (int i = 0; i < SNAPSHOT_NAMES; i++)
        if (s->names[i].kind && str_eq(kind, str_of(s->names[i].kind)))
            return kinds[i];
    return -1;
}

void page_name(const struct request *r, struct response *out)
{
    struct str name = r->rest, kind = str_cut(&name, '/');
    enum form form = take_form(&name);
    struct story_choice choice = {.order = STORIES_BY_NAME, .value = name, .kind = kind_of(r->snapshot, kind), .since = INT64_MIN, .most = LIST_MOST};
    struct stored_story *stories;
    size_t count = 0;
    struct status s = store_list_stories(r->store, r->arena, &choice, &stories, &count);
    if (answer_failed(r, out, &s))
        return;
    if (!count) {
        answer_problem(r, out, 404, "No story names this.");
        return;
    }
    struct buf stem = {0};
    buf_format(&stem, "name/%.*s/", STR_ARG(kind));
    escape_url(&stem, name);
    struct list_page page = {.heading = name, .about = STR("Stories that name it, the newest first."), .stem = str_copy(r->arena, buf_str(&stem)),
                             .cards = cards_of(r, stories, count), .card_count = count};
    buf_free(&stem);
    write_list(r, out, form, &page);
}

void page_feed(const struct request *r, struct response *out)
{
    bool is_atom = str_ends(r->path, STR(".atom"));
    out->type = is_atom ? "application/atom+xml; charset=utf-8" : "application/feed+json; charset=utf-8";
    if (is_atom)
        edition_atom(&r->snapshot->edition, NULL, &out->body);
    else
        edition_feed_json(&r->snapshot->edition, NULL, &out->body);
}

void page_opml(const struct request *r, struct response *out)
{
    const struct edition *e = &r->snapshot->edition;
    const struct list *const groups[] = {e->topics, e->outlets, e->minority};
    const size_t counts[] = {e->topic_count, e->outlet_count, e->minority_count};
    if (!r->options->address.n) {
        answer_problem(r, out, 404, "A list of feeds needs the site's address: set it as [serve] address.");
        return;
    }
    struct opml_entry *entries = arena_zero(r->arena, (counts[0] + counts[1] + counts[2] + 1) * sizeof *entries);
    size_t n = 0;
    entries[n++] = (struct opml_entry){STR("Top Headlines"), str_format(r->arena, "%.*sfeed.atom", STR_ARG(r->options->address))};
    for (size_t g = 0; g < 3; g++)
        for (size_t i = 0; i < counts[g]; i++) {
            struct str file = groups[g][i].file;
            file.n -= str_ends(file, STR(".html")) ? 5 : 0;
            entries[n++] = (struct opml_entry){groups[g][i].name, str_format(r->arena, "%.*s%.*s.atom", STR_ARG(r->options->address), STR_ARG(file))};
        }
    out->type = "text/x-opml; charset=utf-8";
    render_opml(r->options->title, entries, n, &out->body);
}

void page_asset(const struct request *r, struct response *out)
{
    bool is_style = str_eq(r->path, STR("/style.css")), is_script = str_eq(r->path, STR("/nutgraf.js"));
    out->type = is_style ? "text/css; charset=utf-8" : is_script ? "text/javascript; charset=utf-8" : "text/plain; charset=utf-8";
    if (is_style)
        buf_add(&out->body, html_style());
    else if (is_script)
        buf_add(&out->body, embedded_get("src/render/assets/nutgraf.js"));
    else
        buf_add_z(&out->body, "User-agent: *\nDisallow: /search\nDisallow: /article/\n");
}
