#include "brief/check.h"

#include "brief/check_items.h"
#include "text/lexicon.h"

enum {
    CHECK_SOURCES_MAX = 64,    /* sentences of support that are looked at, the first ones */
    CHECK_WORDING_MAX = 16384, /* bytes; a unit of a page is far shorter */
    JOINTS_MAX = 8,            /* where a wording of two facts is tried to be parted */
    JOINED_SOURCES_MAX = 16,   /* and of how many sentences its parts may be */
};

const char *check_reason_name(enum check_reason reason)
{
    static const char *const names[] = {"supported", "cites", "quotation", "number", "date", "name", "negation",
                                        "modality", "attribution", "roles", "words"};
    return reason < CHECK_REASON_COUNT ? names[reason] : "?";
}

/* One sentence of the support, or the title of an article that a headline cites. */
struct source_text {
    const struct analysis *analysis;
    const struct passage *passage;
    struct span at;  /* with its dateline */
    uint32_t body;   /* where it begins behind that */
    int32_t sentence;
    struct check_text *text; /* read when first needed */
};

struct job {
    struct arena *a, *scratch;
    struct str text;
    enum check_form form;
    const struct check_span *support;
    size_t support_count;
    struct source_text sources[CHECK_SOURCES_MAX];
    size_t source_count;
    struct passage wording; /* read with `moment` */
    struct moment moment;
    struct str language;
    bool is_read;
};

static void add_source(struct job *job, const struct source_text *s)
{
    for (size_t i = 0; i < job->source_count; i++)
        if (job->sources[i].passage == s->passage && job->sources[i].at.begin == s->at.begin)
            return;
    if (job->source_count < CHECK_SOURCES_MAX)
        job->sources[job->source_count++] = *s;
}

/* The whole sentences that a span touches: what is cut off a sentence may turn it. */
static void add_sentences(struct job *job, const struct check_span *span)
{
    const struct passage *body = &span->analysis->body;
    size_t low = 0, high = body->sentence_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (body->sentences[mid].at.end <= span->at.begin)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < body->sentence_count && body->sentences[low].at.begin < span->at.end; low++) {
        const struct sentence *s = &body->sentences[low];
        add_source(job, &(struct source_text){span->analysis, body, s->at, s->body_begin, (int32_t)low, NULL});
    }
}

static void gather(struct job *job)
{
    for (size_t i = 0; i < job->support_count && job->form == CHECK_HEADLINE; i++) {
        const struct passage *title = &job->support[i].analysis->title;
        if (title->text.n && job->source_count < CHECK_SOURCES_MAX / 2)
            add_source(job, &(struct source_text){job->support[i].analysis, title, {0, (uint32_t)title->text.n}, 0, NO_INDEX, NULL});
    }
    for (size_t i = 0; i < job->support_count; i++)
        add_sentences(job, &job->support[i]);
}

/* Times of the wording are read as the source's reader would: "Wednesday" is the same day in both. */
static bool read_wording(struct job *job, const struct analysis *source)
{
    struct moment m = source->article->published;
    struct str language = str_of(source->language);
    if (job->is_read && m.seconds == job->moment.seconds && m.is_set == job->moment.is_set && str_eq(language, job->language))
        return true;
    struct status s = analyse_passage(job->scratch, job->text, language, m, &job->wording);
    job->moment = m;
    job->language = language;
    return job->is_read = is_ok(&s);
}

static bool has_dateline(const struct job *job, struct span piece)
{
    for (size_t i = 0; i < job->wording.sentence_count; i++)
        if (job->wording.sentences[i].at.begin == piece.begin)
            return job->wording.sentences[i].body_begin != piece.begin;
    return false;
}

static const struct check_text *read_source(struct job *job, struct source_text *source, bool with_dateline)
{
    if (source->text && !with_dateline)
        return source->text;
    struct check_text *s = arena_alloc(job->scratch, sizeof *s);
    check_read(job->scratch, source->passage, job->language, (struct span){with_dateline ? source->at.begin : source->body, source->at.end}, s);
    s->analysis = source->analysis;
    s->sentence = source->sentence;
    source->text = with_dateline ? source->text : s;
    return s;
}

/* Everything at once, for a piece of the wording against one sentence. */
static struct verdict check_piece(struct job *job, struct span piece, struct source_text *source, struct pairing *out)
{
    struct check_text *w = arena_alloc(job->scratch, sizeof *w);
    check_read(job->scratch, &job->wording, job->language, piece, w);
    check_pair(job->scratch, w, read_source(job, source, has_dateline(job, piece)), out);
    check_voice(out);
    struct verdict v = check_numbers(job->a, out);
    if (v.reason == CHECK_SUPPORTED)
        v = check_presence(job->a, out, job->form);
    if (v.reason == CHECK_SUPPORTED && job->form != CHECK_VALUE)
        v = check_meaning(job->a, out, job->form);
    if (v.reason == CHECK_SUPPORTED && job->form != CHECK_VALUE)
        v = check_saying(job->a, out);
    if (v.reason == CHECK_SUPPORTED && job->form != CHECK_VALUE)
        v = check_places(job->a, out);
    return v;
}

/* Is the item in the subject of the wording: the name or noun phrase that it begins with? */
static bool is_in_subject(const struct check_text *w, size_t item)
{
    bool named = false;
    for (size_t i = 0; i < w->count && i <= item; i++) {
        const struct item *x = &w->items[i];
        bool in_name = x->flags & TOKEN_IN_NAME || (x->kind == ITEM_WORD && x->lex & LEX_BIT(LEX_ROLE));
        if (i == item)
            return !named || in_name;
        if (item_is_boundary(x) || item_is(x, CLASS_GOVERNOR | CLASS_BE | CLASS_HAVE | CLASS_NEUTRAL) || (named && !in_name))
            return false;
        named |= in_name;
    }
    return false;
}

/* The one person whom the sentences before speak of, when a pronoun stands for it; NULL where it could be two. */
static const struct name *antecedent(const struct check_text *s)
{
    const struct passage *body = s->passage;
    const struct name *found = NULL;
    for (size_t n = 0; s->sentence != NO_INDEX && n < body->name_count && body->names[n].sentence < s->sentence; n++) {
        const struct name *x = &body->names[n];
        if (x->sentence + 2 < s->sentence || x->kind != NAME_PERSON)
            continue;
        if (found && found->key != x->key)
            return NULL;
        found = x;
    }
    return found;
}

static bool is_owner(const struct check_text *s, size_t k)
{
    struct str next = k + 1 < s->count ? item_text(s, &s->items[k + 1]) : STR("");
    return str_eq(next, STR("'s")) || str_eq(next, STR("\xE2\x80\x99s"));
}

/* Is the item, or the person that it stands for, in the subject of the first part? */
static bool is_subject_of(const struct pairing *first, const struct check_text *s, const struct item *i, const struct name *person)
{
    const struct check_text *w = first->wording;
    for (size_t n = 0; n < w->count; n++) {
        const struct item *x = &w->items[n];
        bool same = person ? x->is_content && str_ends(str_span(s->passage->text, person->at), item_text(w, x))
                           : check_same_item(w, x, s, i);
        if (same && first->to_source[n] >= 0 && is_in_subject(w, n))
            return true;
    }
    return false;
}

/* Where a wording of two facts is joined, the second part needs a subject of its own, or the subject of its source, left
 * out, must be that of the first part. */
static bool parts_meet(const struct pairing *first, const struct pairing *second)
{
    const struct check_text *s = second->source;
    bool is_left_out = false, is_same = false;
    for (size_t k = 0; k < s->count; k++) {
        const struct item *i = &s->items[k];
        if (second->to_wording[k] >= 0 && i->is_content && i->kind != ITEM_DATE)
            break; /* the predicate begins, or the subject itself */
        if (item_is(i, CLASS_JOINT) && !item_is(i, CLASS_GOVERNOR))
            is_left_out = is_same = false; /* another clause, another subject */
        const struct name *person = item_is(i, CLASS_PRONOUN) ? antecedent(s) : NULL;
        if (i->kind != ITEM_WORD || (!i->is_content && !item_is(i, CLASS_PRONOUN)))
            continue;
        is_left_out = true;
        is_same |= !is_owner(s, k) && is_subject_of(first, s, i, person);
    }
    return is_same || !is_left_out;
}

/* Joins a wording of two facts: at each joint word, the parts are checked by themselves. */
static struct verdict check_joined(struct job *job, struct span piece)
{
    struct check_text w;
    check_read(job->scratch, &job->wording, job->language, piece, &w);
    size_t sources = job->source_count < JOINED_SOURCES_MAX ? job->source_count : JOINED_SOURCES_MAX, joints = 0;
    for (size_t i = 2; i + 1 < w.count && joints < JOINTS_MAX; i++) {
        const struct item *x = &w.items[i];
        bool is_mark = item_is_boundary(x) && strchr(";,:", x->mark);
        if (!is_mark && !item_is(x, CLASS_JOINT))
            continue;
        joints++;
        uint32_t second = is_mark ? w.items[i + 1].at.begin : x->at.begin;
        struct span parts[2] = {{piece.begin, x->at.begin}, {second, piece.end}};
        struct pairing first = {0}, other;
        bool found = false;
        for (size_t k = 0; k < sources && !found; k++)
            found = read_wording(job, job->sources[k].analysis) &&
                    check_piece(job, parts[0], &job->sources[k], &first).reason == CHECK_SUPPORTED;
        for (size_t k = 0; k < sources && found; k++) {
            if (read_wording(job, job->sources[k].analysis) &&
                check_piece(job, parts[1], &job->sources[k], &other).reason == CHECK_SUPPORTED && parts_meet(&first, &other))
                return (struct verdict){0};
        }
    }
    return (struct verdict){CHECK_WORDS, STR("")};
}

/* One sentence of the wording. The verdict is that of the source sentence that has most of it. */
static struct verdict check_one(struct job *job, struct span piece)
{
    struct verdict best = check_fault(job->a, CHECK_WORDS, "no sentence of its sources says it");
    struct check_text w;
    double most = -1;
    check_read(job->scratch, &job->wording, job->language, piece, &w);
    if (w.count > CHECK_WORDING_ITEMS_MAX)
        return check_fault(job->a, CHECK_WORDS, "a sentence of more than %d words; a page's sentence is shorter", CHECK_WORDING_ITEMS_MAX);
    for (size_t k = 0; k < job->source_count; k++) {
        struct pairing p;
        if (!read_wording(job, job->sources[k].analysis))
            return check_fault(job->a, CHECK_WORDS, "too long to be checked");
        struct verdict v = check_piece(job, piece, &job->sources[k], &p);
        if (v.reason == CHECK_SUPPORTED)
            return v;
        if (p.covered > most) {
            most = p.covered;
            best = v;
        }
    }
    if (job->source_count > 1 && check_joined(job, piece).reason == CHECK_SUPPORTED)
        return (struct verdict){0};
    if (most < 0.34)
        return check_fault(job->a, CHECK_WORDS, "no sentence of its sources says it");
    return best;
}

/* `said` of the passage is the wording, as it was read with the source's date and language. */
static struct verdict check_every_cite(struct job *job, const struct passage *passage, struct span said)
{
    bool several = false;
    for (size_t k = 1; k < job->source_count && !several; k++)
        several = job->sources[k].analysis != job->sources[0].analysis;
    if (!several)
        return (struct verdict){0};
    struct check_text w, *texts = arena_alloc(job->scratch, job->source_count * sizeof *texts);
    check_read(job->scratch, passage, job->language, said, &w);
    for (size_t k = 0; k < job->source_count; k++) {
        const struct source_text *s = &job->sources[k];
        check_read(job->scratch, s->passage, job->language, s->at, &texts[k]);
        texts[k].analysis = s->analysis;
    }
    return check_cited(job->a, &w, texts, job->source_count);
}

static struct verdict check_job(struct job *job)
{
    const struct check_text all = {.passage = &job->wording, .at = {0, (uint32_t)job->text.n}};
    struct verdict v = check_quotations(job->a, &all, job->support, job->support_count);
    for (size_t i = 0; i < job->wording.sentence_count && v.reason == CHECK_SUPPORTED; i++)
        v = check_one(job, job->wording.sentences[i].at);
    return v.reason == CHECK_SUPPORTED && job->form == CHECK_SENTENCE
               ? check_every_cite(job, &job->wording, (struct span){0, (uint32_t)job->text.n}) : v;
}

static bool is_in_wider_quote(const struct passage *p, struct span at)
{
    for (size_t i = 0; i < p->quote_count && p->quotes[i].at.begin < at.end; i++)
        if (p->quotes[i].at.end > at.begin && (p->quotes[i].at.begin < at.begin || p->quotes[i].at.end > at.end))
            return true;
    return false;
}

/* The sentence that the wording repeats letter by letter; NULL if none does. Words out of a longer quotation are no repetition:
 * without its marks they would be the page's own. */
static const struct source_text *repeated(const struct job *job)
{
    for (size_t k = 0; k < job->source_count && job->form == CHECK_SENTENCE; k++) {
        const struct source_text *s = &job->sources[k];
        for (int with_dateline = 0; with_dateline < 2; with_dateline++) {
            struct span at = {with_dateline ? s->at.begin : s->body, s->at.end};
            if (str_eq(str_span(s->passage->text, at), job->text) && !is_in_wider_quote(s->passage, at))
                return s;
        }
    }
    return NULL;
}

static struct verdict check_repeated(struct job *job, const struct source_text *s)
{
    job->language = str_of(s->analysis->language);
    return check_every_cite(job, s->passage, (struct span){s->at.end - (uint32_t)job->text.n, s->at.end});
}

static struct verdict check_text_of(struct arena *a, struct arena *scratch, struct str wording, enum check_form form,
                                    const struct check_span *support, size_t support_count, struct job **out)
{
    struct job *job = *out = arena_zero(scratch, sizeof *job);
    *job = (struct job){.a = a, .scratch = scratch, .text = wording, .form = form, .support = support, .support_count = support_count};
    if (wording.n > CHECK_WORDING_MAX)
        return check_fault(a, CHECK_WORDS, "%zu bytes; a unit that can be checked has at most %d", wording.n, CHECK_WORDING_MAX);
    if (!support_count)
        return check_fault(a, CHECK_CITES, "nothing is given that supports it");
    gather(job);
    if (!job->source_count)
        return check_fault(a, CHECK_CITES, "its support holds no sentence");
    const struct source_text *same = repeated(job);
    if (same)
        return check_repeated(job, same);
    if (!read_wording(job, job->sources[0].analysis) || !job->wording.token_count)
        return check_fault(a, CHECK_WORDS, "there is nothing to check");
    return check_job(job);
}

struct verdict check_wording(struct arena *a, struct str wording, enum check_form form, const struct check_span *support,
                             size_t support_count)
{
    struct arena *scratch = arena_create();
    struct job *job;
    struct verdict v = check_text_of(a, scratch, wording, form, support, support_count, &job);
    arena_destroy(scratch);
    return v;
}

/* The date of an entry as days and grain: "1974", "2025-10", "2025-10-07". */
static bool parse_date(struct str s, struct timex *out)
{
    int numbers[3] = {0}, n = 0;
    size_t i = 0;
    for (; n < 3 && i < s.n; n++) {
        size_t digits = 0;
        for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && digits < 5; i++, digits++)
            numbers[n] = numbers[n] * 10 + (s.p[i] - '0');
        if (digits != (n ? 2u : 4u) || (i < s.n && s.p[i] != '-'))
            return false;
        i += i < s.n && n < 2;
    }
    if (i < s.n || !n || !civil_exists(numbers[0], n > 1 ? numbers[1] : 1, n > 2 ? numbers[2] : 1))
        return false;
    *out = (struct timex){.has_interval = true, .grain = n == 1 ? GRAIN_YEAR : n == 2 ? GRAIN_MONTH : GRAIN_DAY};
    out->first_day = civil_day(numbers[0], n > 1 ? numbers[1] : 1, n > 2 ? numbers[2] : 1);
    out->last_day = n == 1 ? civil_day(numbers[0] + 1, 1, 1) - 1 : n == 2 ? civil_day(numbers[0], numbers[1] + 1, 1) - 1 : out->first_day;
    return true;
}

/* Does the entry's date hold the event's, without being finer? */
static bool holds(const struct timex *entry, const struct when *when)
{
    bool is_finer = entry->last_day - entry->first_day < when->last_day - when->first_day;
    return when->grain != GRAIN_NONE && !is_finer && entry->first_day <= when->first_day && entry->last_day >= when->last_day;
}

static struct verdict entry_fault(struct job *job, struct str date, const struct source_text *s)
{
    const struct when *when = &s->passage->sentences[s->sentence].when;
    struct civil c = civil_of_day(when->first_day);
    if (when->grain == GRAIN_NONE)
        return check_fault(job->a, CHECK_DATE, "the page says %.*s; the source gives no date", STR_ARG(date));
    struct str words = when->time == NO_INDEX ? STR("published") : str_span(s->passage->text, s->passage->times[when->time].at);
    return check_fault(job->a, CHECK_DATE, "the page says %.*s; the source says \"%.*s\", which is %04d-%02d-%02d%s", STR_ARG(date),
                       STR_ARG(words), (int)c.year, c.month, c.day, when->first_day < when->last_day ? " or later" : "");
}

/* The event's date as the wording tells it, or as its support does. */
static struct verdict check_date(struct job *job, struct str date)
{
    struct timex entry;
    if (!parse_date(date, &entry))
        return check_fault(job->a, CHECK_DATE, "\"%.*s\" is no date; write 1974, 2025-10 or 2025-10-07", STR_ARG(utf8_cut(date, 40)));
    for (size_t k = 0; k < job->source_count; k++) {
        const struct source_text *s = &job->sources[k];
        if (s->sentence != NO_INDEX && holds(&entry, &s->passage->sentences[s->sentence].when))
            return (struct verdict){0};
        if (!read_wording(job, s->analysis))
            continue;
        for (size_t i = 0; i < job->wording.sentence_count; i++)
            if (job->wording.sentences[i].when.time != NO_INDEX && holds(&entry, &job->wording.sentences[i].when))
                return (struct verdict){0};
    }
    return entry_fault(job, date, &job->sources[0]);
}

struct verdict check_entry(struct arena *a, struct str wording, struct str date, const struct check_span *support, size_t support_count)
{
    struct arena *scratch = arena_create();
    struct job *job;
    struct verdict v = check_text_of(a, scratch, wording, CHECK_SENTENCE, support, support_count, &job);
    if (v.reason == CHECK_SUPPORTED)
        v = check_date(job, date);
    arena_destroy(scratch);
    return v;
}
