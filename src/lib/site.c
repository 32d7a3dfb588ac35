#include "lib/site.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/file.h"
#include "lib/assemble.h"
#include "lib/lists.h"
#include "lib/parallel.h"
#include "render/forms.h"
#include "render/html.h"
#include "story/storyline.h"

/* Articles are analysed BATCH at once before the stream takes them in order: that feeds the threads. Analyses are kept
 * for the writing as far as KEPT_LIMIT bytes reach; the others are made once more. */
enum { BATCH = 128, KEPT_LIMIT = 512 * 1024 * 1024, THREADS_MOST = 64 };

struct background {
    struct story_member *members;
    size_t count;
};

struct site {
    const struct input *in;
    const struct site_options *options;
    const char *directory;
    struct arena *arena; /* what lasts until the end: records, cards, lists */
    pthread_mutex_t lock; /* of the fields below that workers write: status, pages, done */
    struct status status;
    struct site_summary summary;
    size_t done;
    const struct article **order;
    struct map by_id; /* article id -> index in `order` + 1 */
    struct stream *stream;
    struct story_record *records;
    struct background *backgrounds; /* of the records */
    size_t record_count, first; /* first: the record that ranks highest */
    struct edition edition;
    struct arena *scratch[THREADS_MOST];
    const struct analysis **analyses; /* by index in `order`; NULL: not kept */
    struct arena *kept[BATCH], *passing[BATCH];
    bool keeps;
    size_t batch_start;
    struct analysis *batch[BATCH];
    struct status analysed[BATCH];
};

static void progress(struct site *s, const char *what, size_t done, size_t total)
{
    if (s->options->progress)
        s->options->progress(s->options->context, what, done, total);
}

static void problem(struct site *s, const struct status *why)
{
    pthread_mutex_lock(&s->lock);
    if (s->options->problem)
        s->options->problem(s->options->context, why);
    pthread_mutex_unlock(&s->lock);
}

static int by_time(const void *a, const void *b)
{
    const struct article *x = *(const struct article *const *)a, *y = *(const struct article *const *)b;
    if (x->published.seconds != y->published.seconds)
        return x->published.seconds < y->published.seconds ? -1 : 1;
    return str_compare(x->id, y->id);
}

static void analyse_one(void *context, size_t index, unsigned worker)
{
    struct site *s = context;
    struct arena *a = s->keeps ? s->kept[index] : s->passing[index];
    (void)worker;
    if (!s->keeps)
        arena_reset(a);
    s->batch[index] = arena_alloc(a, sizeof *s->batch[index]);
    s->analysed[index] = analyse(a, s->order[s->batch_start + index], s->batch[index]);
    if (s->keeps && is_ok(&s->analysed[index]))
        s->analyses[s->batch_start + index] = s->batch[index];
}

static bool has_room(const struct site *s)
{
    size_t held = 0;
    for (size_t i = 0; i < BATCH; i++)
        held += arena_bytes(s->kept[i]);
    return held < KEPT_LIMIT;
}

/* Each article into its story: analysed side by side, placed one after the other. */
static void group(struct site *s)
{
    struct arena *a = arena_create();
    size_t total = s->in->count;
    s->analyses = arena_zero(s->arena, (total + 1) * sizeof *s->analyses);
    for (size_t i = 0; i < BATCH; i++) {
        s->kept[i] = arena_create();
        s->passing[i] = arena_create();
    }
    for (s->batch_start = 0; s->batch_start < total; s->batch_start += BATCH) {
        size_t n = total - s->batch_start < BATCH ? total - s->batch_start : BATCH;
        s->keeps = has_room(s);
        parallel_each(s->options->threads, n, analyse_one, s);
        for (size_t i = 0; i < n; i++) {
            struct placement where;
            struct status status = s->analysed[i];
            if (is_ok(&status))
                status = stream_add(s->stream, a, s->batch[i], &where);
            if (!is_ok(&status))
                problem(s, &status);
        }
        arena_reset(a);
        progress(s, "grouping", s->batch_start + n, total);
    }
    for (size_t i = 0; i < BATCH; i++)
        arena_destroy(s->passing[i]);
    arena_destroy(a);
}

static size_t add_part(const struct site *s, struct part *parts, size_t n, const struct story_member *m, bool is_background)
{
    const uint64_t *at = map_get(&s->by_id, str_hash(m->article));
    if (!at)
        return n;
    int32_t copy_of = m->revised_by != NO_INDEX ? m->revised_by : m->copy_of;
    parts[n++] = (struct part){.article = s->order[*at - 1],
                               .analysis = s->analyses[*at - 1],
                               .copy_of = is_background ? NO_INDEX : copy_of,
                               .is_background = is_background};
    return n;
}

static size_t gather_parts(const struct site *s, size_t index, struct part *parts)
{
    const struct story_record *record = &s->records[index];
    size_t n = 0;
    for (size_t i = 0; i < record->member_count; i++)
        n = add_part(s, parts, n, &record->members[i], false);
    for (size_t i = 0; i < s->backgrounds[index].count; i++)
        n = add_part(s, parts, n, &s->backgrounds[index].members[i], true);
    return n;
}

/* The first failure to write is kept, and the rest is still tried. */
static void write_file(struct site *s, const char *folder, struct str name, const char *ending, const struct buf *bytes)
{
    struct buf path = {0};
    buf_format(&path, "%s/%s%.*s%s", s->directory, folder, STR_ARG(name), ending);
    struct status status = file_write(path.p, buf_str(bytes));
    buf_free(&path);
    pthread_mutex_lock(&s->lock);
    if (is_ok(&status))
        s->summary.pages++;
    else if (is_ok(&s->status))
        s->status = status;
    pthread_mutex_unlock(&s->lock);
}

static void write_story(void *context, size_t index, unsigned worker)
{
    struct site *s = context;
    struct arena *a = s->scratch[worker];
    const struct story_record *record = &s->records[index];
    arena_reset(a);
    struct part *parts = arena_alloc(a, (record->member_count + STORYLINE_MOST) * sizeof *parts);
    struct story story;
    struct brief brief;
    struct assembly how = {.id = record->id, .version = record->version};
    assemble_story(a, &how, parts, gather_parts(s, index, parts), &story);
    struct status status = brief_write(a, &story, &(struct brief_options){.now = s->edition.now, .writer = s->options->writer}, &brief);
    if (!is_ok(&status)) {
        problem(s, &status);
        return;
    }
    static const struct {
        enum format format;
        const char *ending;
    } forms[] = {{FORMAT_HTML, ".html"}, {FORMAT_MARKDOWN, ".md"}, {FORMAT_JSON, ".json"}, {FORMAT_ATOM, ".atom"}};
    /* No "2 hours ago" on a page that will be read at any time. */
    struct render_options look = {.site = s->edition.title, .root = STR("../"), .address = s->edition.address};
    struct buf out = {0};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        buf_clear(&out);
        render_brief(&brief, forms[i].format, &look, &out);
        write_file(s, "story/", record->id, forms[i].ending, &out);
    }
    buf_clear(&out);
    if (render_calendar(&brief, s->edition.address, &out))
        write_file(s, "story/", record->id, ".ics", &out);
    buf_free(&out);
    if (index == s->first && s->options->first)
        render_brief(&brief, FORMAT_TEXT,
                     &(struct render_options){.width = s->options->width, .colour = s->options->colour, .now = s->edition.now},
                     s->options->first);
    pthread_mutex_lock(&s->lock);
    lists_fill_card(s->arena, record, &brief, s->edition.now, &s->edition.cards[index]);
    progress(s, "writing", ++s->done, s->record_count);
    pthread_mutex_unlock(&s->lock);
}

static void take_records(struct site *s)
{
    struct str *ids;
    stream_stories(s->stream, s->arena, &ids, &s->record_count);
    s->records = arena_zero(s->arena, (s->record_count + 1) * sizeof *s->records);
    s->backgrounds = arena_zero(s->arena, (s->record_count + 1) * sizeof *s->backgrounds);
    double most = -1;
    for (size_t i = 0; i < s->record_count; i++) {
        stream_story(s->stream, s->arena, ids[i], &s->records[i]);
        s->backgrounds[i].members = arena_alloc(s->arena, STORYLINE_MOST * sizeof *s->backgrounds[i].members);
        s->backgrounds[i].count = storyline_background(s->stream, s->arena, &s->records[i], s->backgrounds[i].members);
        double score = stream_rank(&s->records[i], s->edition.now).score;
        if (score > most) {
            most = score;
            s->first = i;
        }
    }
    s->edition.cards = arena_zero(s->arena, (s->record_count + 1) * sizeof *s->edition.cards);
    s->edition.card_count = s->record_count;
}

static void write_stories(struct site *s)
{
    unsigned threads = s->options->threads < 1 ? 1 : s->options->threads;
    for (unsigned i = 0; i < threads && i < THREADS_MOST; i++)
        s->scratch[i] = arena_create();
    parallel_each(threads, s->record_count, write_story, s);
    for (unsigned i = 0; i < threads && i < THREADS_MOST; i++)
        arena_destroy(s->scratch[i]);
}

static void write_lists_of(struct site *s, const struct list *lists, size_t count)
{
    struct render_options look = {.site = s->edition.title, .root = STR("../")};
    struct buf out = {0};
    for (size_t i = 0; i < count; i++) {
        struct str stem = lists[i].file;
        stem.n -= str_ends(stem, STR(".html")) ? strlen(".html") : 0;
        edition_list(&s->edition, &lists[i], &look, &out);
        write_file(s, "", stem, ".html", &out);
        buf_clear(&out);
        edition_atom(&s->edition, &lists[i], &out);
        write_file(s, "", stem, ".atom", &out);
        buf_clear(&out);
        edition_feed_json(&s->edition, &lists[i], &out);
        write_file(s, "", stem, ".json", &out);
        buf_clear(&out);
    }
    buf_free(&out);
}

static void write_front(struct site *s)
{
    static const struct {
        const char *name;
        void (*write)(const struct edition *edition, const struct render_options *options, struct buf *out);
    } fronts[] = {{"index", edition_index}, {"feeds", edition_feeds}, {"minority", edition_minority}};
    struct render_options look = {.site = s->edition.title, .root = STR("")};
    struct buf out = {0};
    for (size_t i = 0; i < sizeof fronts / sizeof *fronts; i++) {
        fronts[i].write(&s->edition, &look, &out);
        write_file(s, "", str_of(fronts[i].name), ".html", &out);
        buf_clear(&out);
    }
    edition_atom(&s->edition, NULL, &out);
    write_file(s, "", STR("feed"), ".atom", &out);
    buf_clear(&out);
    edition_feed_json(&s->edition, NULL, &out);
    write_file(s, "", STR("feed"), ".json", &out);
    buf_clear(&out);
    if (s->edition.address.n) {
        edition_opml(&s->edition, &out);
        write_file(s, "", STR("feeds"), ".opml", &out);
        buf_clear(&out);
    }
    buf_add(&out, html_style());
    write_file(s, "", STR("style"), ".css", &out);
    buf_free(&out);
}

static void write_lists(struct site *s)
{
    struct edition *e = &s->edition;
    lists_make(s->arena, e, s->records);
    write_lists_of(s, e->outlets, e->outlet_count);
    write_lists_of(s, e->topics, e->topic_count);
    write_lists_of(s, e->minority, e->minority_count);
    write_front(s);
}

static struct status make_directories(const char *directory)
{
    static const char *const folders[] = {"story", "outlet", "topic", "minority"};
    struct status status = status_ok();
    for (size_t i = 0; i < sizeof folders / sizeof *folders && is_ok(&status); i++) {
        struct buf path = {0};
        buf_format(&path, "%s/%s", directory, folders[i]);
        status = file_make_directory(path.p);
        buf_free(&path);
    }
    return status;
}

static void take_articles(struct site *s)
{
    s->order = arena_alloc(s->arena, (s->in->count + 1) * sizeof *s->order);
    for (size_t i = 0; i < s->in->count; i++)
        s->order[i] = &s->in->articles[i];
    if (s->in->count)
        qsort(s->order, s->in->count, sizeof *s->order, by_time);
    for (size_t i = 0; i < s->in->count; i++)
        *map_put(&s->by_id, str_hash(s->order[i]->id)) = i + 1;
    if (!s->edition.now.is_set && s->in->count)
        s->edition.now = s->order[s->in->count - 1]->published;
}

struct status site_write(const struct input *in, const char *directory, const struct site_options *options,
                         struct site_summary *out)
{
    *out = (struct site_summary){0};
    struct status status = make_directories(directory);
    if (!is_ok(&status))
        return status;
    struct site *s = xcalloc(1, sizeof *s);
    *s = (struct site){.in = in, .options = options, .directory = directory, .arena = arena_create(),
                       .stream = stream_create(), .status = status_ok()};
    s->edition = (struct edition){.title = options->title.n ? options->title : STR("nutgraf"),
                                  .address = options->address, .now = options->now};
    pthread_mutex_init(&s->lock, NULL);
    take_articles(s);
    group(s);
    take_records(s);
    write_stories(s);
    write_lists(s);
    s->summary.articles = in->count;
    s->summary.stories = s->record_count;
    *out = s->summary;
    status = s->status;
    pthread_mutex_destroy(&s->lock);
    for (size_t i = 0; i < BATCH; i++)
        arena_destroy(s->kept[i]);
    map_free(&s->by_id);
    stream_destroy(s->stream);
    arena_destroy(s->arena);
    free(s);
    return status;
}
