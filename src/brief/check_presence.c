/* What the wording has, the source must have: every word that carries meaning, every number and date as what it denotes,
 * every name. Small words may come and go, unless they turn the meaning. */
#include "brief/check_items.h"

#include <math.h>
#include <stdio.h>

#include "text/lexicon.h"
#include "text/word.h"

static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

static void day_text(const struct timex *t, char out[48])
{
    struct civil c = civil_of_day(t->first_day);
    if (!t->has_interval)
        snprintf(out, 48, "%s", t->value);
    else if (t->grain >= GRAIN_DAY)
        snprintf(out, 48, "%s %d, %d", months[c.month - 1], c.day, (int)c.year);
    else if (t->grain == GRAIN_MONTH)
        snprintf(out, 48, "%s %d", months[c.month - 1], (int)c.year);
    else
        snprintf(out, 48, "%s", t->value);
}

/* "Feb 19, 2025", "Wednesday, Feb 18, 2025". */
static struct str date_text(struct arena *a, const struct check_text *t, const struct item *i)
{
    char day[48];
    struct str words = item_text(t, i);
    day_text(&t->passage->times[i->index], day);
    bool digits = false;
    for (size_t k = 0; k < words.n; k++)
        digits |= words.p[k] >= '0' && words.p[k] <= '9';
    return digits ? str_format(a, "%s", day) : str_format(a, "%.*s, %s", STR_ARG(words), day);
}

/* What the source has of that kind: the first that the wording leaves out, else the first. */
static const struct item *other_of(const struct pairing *p, enum item_kind kind)
{
    const struct item *any = NULL;
    for (size_t k = 0; k < p->source->count; k++) {
        const struct item *s = &p->source->items[k];
        if (s->kind != kind)
            continue;
        if (p->to_wording[k] < 0)
            return s;
        any = any ? any : s;
    }
    return any;
}

static struct verdict other_date(struct arena *a, const struct pairing *p, const struct item *i)
{
    struct str mine = date_text(a, p->wording, i);
    const struct item *other = other_of(p, ITEM_DATE);
    if (!other)
        return check_fault(a, CHECK_DATE, "the page says %.*s; the source gives no date there", STR_ARG(mine));
    return check_fault(a, CHECK_DATE, "the page says %.*s; the source says %.*s", STR_ARG(mine),
                       STR_ARG(date_text(a, p->source, other)));
}

static struct verdict other_number(struct arena *a, const struct pairing *p, const struct item *i)
{
    struct str mine = item_text(p->wording, i);
    const struct item *other = other_of(p, ITEM_NUMBER);
    if (!other)
        return check_fault(a, CHECK_NUMBER, "the page says %.*s; the source gives no number there", STR_ARG(mine));
    return check_fault(a, CHECK_NUMBER, "the page says %.*s; the source says %.*s", STR_ARG(mine),
                       STR_ARG(item_text(p->source, other)));
}

static bool has_word(struct str text, struct str word)
{
    for (size_t i = 0; i + word.n <= text.n; i++) {
        bool begins = i == 0 || text.p[i - 1] == ' ' || text.p[i - 1] == '-';
        bool ends = i + word.n == text.n || text.p[i + word.n] == ' ' || text.p[i + word.n] == '-' || text.p[i + word.n] == '.';
        if (begins && ends && str_eq_nocase((struct str){text.p + i, word.n}, word))
            return true;
    }
    return false;
}

/* Does any mention of the name, wherever in the article, have the word in its fullest form or its role? */
static bool mention_has(const struct passage *body, uint64_t key, struct str word)
{
    for (size_t n = 0; n < body->name_count; n++)
        if (body->names[n].key == key && (has_word(str_span(body->text, body->names[n].at), word) ||
                                          has_word(str_span(body->text, body->names[n].role), word)))
            return true;
    return false;
}

/* The run of the wording's name that the item belongs to. */
static struct span run_of(const struct check_text *w, size_t i)
{
    size_t begin = i, end = i + 1;
    while (begin > 0 && w->items[begin - 1].flags & TOKEN_IN_NAME)
        begin--;
    while (end < w->count && w->items[end].flags & TOKEN_IN_NAME)
        end++;
    return (struct span){(uint32_t)begin, (uint32_t)end};
}

/* The source's name at the item, NULL if it is in none. */
static const struct name *name_at(const struct check_text *s, size_t k)
{
    for (size_t n = 0; n < s->passage->name_count; n++)
        if (s->passage->names[n].at.begin <= s->items[k].at.begin && s->items[k].at.begin < s->passage->names[n].at.end)
            return &s->passage->names[n];
    return NULL;
}

/* The longer form of the name that the reader of the article met last, up to the sentence, has the word too. */
static bool is_last_form(const struct passage *body, int32_t sentence, struct str last, struct str word)
{
    bool found = false;
    for (size_t n = 0; n < body->name_count && body->names[n].sentence <= sentence; n++) {
        struct str full = str_span(body->text, body->names[n].at);
        if (full.n <= last.n + 1 || !str_ends(full, last) || full.p[full.n - last.n - 1] != ' ')
            continue;
        found = has_word(full, word) || has_word(str_span(body->text, body->names[n].role), word);
    }
    return found;
}

/* Does the source have a pronoun where the wording has the name? */
static bool replaces_pronoun(const struct pairing *p, struct span run)
{
    int32_t from = -1, to = (int32_t)p->source->count;
    for (size_t i = run.begin; i-- > 0 && from < 0;)
        from = p->is_moved[i] ? -1 : p->to_source[i];
    for (size_t i = run.end; i < p->wording->count && to == (int32_t)p->source->count; i++)
        to = p->to_source[i] >= 0 && !p->is_moved[i] ? p->to_source[i] : to;
    for (int32_t k = from + 1; k < to; k++)
        if (item_is(&p->source->items[k], CLASS_PRONOUN) && p->to_wording[k] < 0)
            return true;
    return false;
}

/* "Lena Okafor" for "Okafor", "Finance Minister Okafor" for "she": the article itself has told who that is. */
bool check_name_is_known(const struct pairing *p, size_t item)
{
    const struct check_text *w = p->wording, *s = p->source;
    if (!s->analysis || s->sentence == NO_INDEX)
        return false;
    const struct passage *body = &s->analysis->body;
    struct str word = item_text(w, &w->items[item]);
    size_t at = item;
    for (size_t n = 1; n <= 5 && !(w->items[at].flags & TOKEN_IN_NAME); n++) /* a role: the name that it stands by */
        at = item + n < w->count && w->items[item + n].flags & TOKEN_IN_NAME ? item + n
             : n <= item && w->items[item - n].flags & TOKEN_IN_NAME         ? item - n
                                                                              : item;
    struct span run = run_of(w, at);
    for (size_t i = run.begin; i < run.end && w->items[at].flags & TOKEN_IN_NAME; i++) {
        const struct name *name = p->to_source[i] >= 0 ? name_at(s, (size_t)p->to_source[i]) : NULL;
        if (name && (mention_has(body, name->key, word) || is_last_form(body, s->sentence, item_text(w, &w->items[run.end - 1]), word)))
            return true;
    }
    if (!replaces_pronoun(p, run))
        return false;
    uint64_t person = 0;
    for (size_t n = 0; n < body->name_count && body->names[n].sentence < s->sentence; n++)
        if (body->names[n].sentence + 2 >= s->sentence && body->names[n].kind == NAME_PERSON)
            person = !person || person == body->names[n].key ? body->names[n].key : 1; /* of two, it could be either */
    return person > 1 && mention_has(body, person, word);
}

/* Beside a name: within three items, nothing but small words and marks between. */
static bool stands_by_name(const struct check_text *t, size_t i)
{
    for (size_t k = i + 1; k < t->count && k <= i + 5; k++)
        if (t->items[k].flags & TOKEN_IN_NAME)
            return true;
    for (size_t n = 1; n <= 5 && n <= i; n++)
        if (t->items[i - n].flags & TOKEN_IN_NAME)
            return true;
    return false;
}

/* Headlines put into the present and make nouns of verbs: "Resigns" for "resignation". */
static bool is_related(const struct check_text *x, const struct item *i, const struct check_text *y)
{
    struct str p = item_text(x, i);
    for (size_t k = 0; k < y->count; k++) {
        struct str q = item_text(y, &y->items[k]);
        size_t shorter = p.n < q.n ? p.n : q.n, n = 0;
        while (n < shorter && (p.p[n] | 0x20) == (q.p[n] | 0x20))
            n++;
        if (y->items[k].kind == ITEM_WORD && n >= 5 && n * 10 >= shorter * 7)
            return true;
    }
    return false;
}

/* A headline's capitals hide its dates ("Resign Next Week"): the word stands in one that the source has. */
static bool is_of_date(const struct pairing *p, struct str word)
{
    for (size_t k = 0; k < p->source->count; k++)
        if (p->source->items[k].kind == ITEM_DATE && p->to_wording[k] < 0 && has_word(item_text(p->source, &p->source->items[k]), word))
            return true;
    return false;
}

static struct verdict missing_word(struct arena *a, const struct pairing *p, size_t n, enum check_form form)
{
    const struct check_text *w = p->wording;
    const struct item *i = &w->items[n];
    struct str text = item_text(w, i);
    if (item_is(i, CLASS_PRONOUN) && !item_is(i, CLASS_RELATIVE))
        return check_fault(a, CHECK_WORDS, "\"%.*s\" is not in the source's sentence", STR_ARG(text));
    if (i->flags & TOKEN_NEGATION)
        return check_fault(a, CHECK_NEGATION, "the page says \"%.*s\"; the source does not", STR_ARG(text));
    if (i->flags & TOKEN_MODAL && !(i->lex & LEX_BIT(LEX_SAID)))
        return check_fault(a, CHECK_MODALITY, "the page says \"%.*s\"; the source does not", STR_ARG(text));
    if (item_is(i, CLASS_NEUTRAL)) /* check_saying decides */
        return (struct verdict){0};
    if (i->lex & LEX_BIT(LEX_SAID))
        return check_fault(a, CHECK_ATTRIBUTION, "the page says \"%.*s\"; the source does not", STR_ARG(text));
    if (form == CHECK_HEADLINE && i->flags & TOKEN_CAPITALISED && is_of_date(p, text))
        return (struct verdict){0};
    if (i->flags & TOKEN_IN_NAME && !check_name_is_known(p, n))
        return check_fault(a, CHECK_NAME, "\"%.*s\" is not in the source's sentence", STR_ARG(text));
    if (i->flags & TOKEN_IN_NAME || (i->is_content && stands_by_name(w, n) && check_name_is_known(p, n)))
        return (struct verdict){0};
    if (form == CHECK_HEADLINE && i->is_content && is_related(w, i, p->source))
        return (struct verdict){0};
    if (i->is_content || item_is(i, CLASS_WEIGHTY))
        return check_fault(a, CHECK_WORDS, "\"%.*s\" is not in the source's sentence", STR_ARG(text));
    bool known_language = str_eq(w->language, STR("en"));
    if (known_language && form == CHECK_SENTENCE && !item_is(i, CLASS_FREE))
        return check_fault(a, CHECK_WORDS, "\"%.*s\" is not in the source's sentence", STR_ARG(text));
    bool before_date = n + 1 < w->count && w->items[n + 1].kind == ITEM_DATE;
    bool names_agent = str_eq_nocase(text, STR("by")) && n + 1 < w->count && w->items[n + 1].kind == ITEM_WORD; /* "Accused by Okafor" */
    if (item_is(i, CLASS_GOVERNOR) && (form == CHECK_SENTENCE || names_agent) && !before_date && !p->is_exchanged)
        return check_fault(a, CHECK_ROLES, "the page says \"%.*s\" where the source does not", STR_ARG(text));
    return (struct verdict){0};
}

/* "Thursday, Feb. 18" where the 18th is a Wednesday. */
static struct verdict wrong_weekday(struct arena *a, const struct check_text *w, const struct item *i)
{
    static const char *const names[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
    const struct timex *t = &w->passage->times[i->index];
    const struct lexicon *l = lexicon_for(w->language);
    if (!t->has_interval || t->first_day != t->last_day)
        return (struct verdict){0};
    for (size_t k = i->token; k < w->passage->token_count && w->passage->tokens[k].begin < i->at.end; k++) {
        int day = check_weekday(w->language, word_lower_hash(l, token_text(w->passage, &w->passage->tokens[k])));
        if (day >= 0 && day != civil_weekday(t->first_day))
            return check_fault(a, CHECK_DATE, "the page says %.*s; that is a %s", STR_ARG(item_text(w, i)), names[civil_weekday(t->first_day)]);
    }
    return (struct verdict){0};
}

struct verdict check_presence(struct arena *a, const struct pairing *p, enum check_form form)
{
    for (size_t n = 0; n < p->wording->count; n++) {
        const struct item *i = &p->wording->items[n];
        bool is_verbatim = p->to_source[n] >= 0 && str_eq_nocase(item_text(p->wording, i), item_text(p->source, &p->source->items[p->to_source[n]]));
        struct verdict v = i->kind == ITEM_DATE && !is_verbatim ? wrong_weekday(a, p->wording, i) : (struct verdict){0};
        if (v.reason != CHECK_SUPPORTED)
            return v;
        if (p->to_source[n] >= 0 || i->kind == ITEM_MARK)
            continue;
        if (i->kind == ITEM_DATE)
            v = other_date(a, p, i);
        else if (i->kind == ITEM_NUMBER)
            v = other_number(a, p, i);
        else
            v = missing_word(a, p, n, form);
        if (v.reason != CHECK_SUPPORTED)
            return v;
    }
    return (struct verdict){0};
}

/* The words of a unit behind the figure ("percentage points"), as one key; 0 if there are none. */
static uint64_t unit_key(const struct check_text *t, const struct number *n)
{
    const struct lexicon *l = lexicon_for(t->language);
    uint64_t key = 0;
    size_t low = 0;
    for (size_t high = t->passage->token_count; low < high;) {
        size_t mid = low + (high - low) / 2;
        if (t->passage->tokens[mid].begin < n->at.begin)
            low = mid + 1;
        else
            high = mid;
    }
    for (size_t k = low; k < t->passage->token_count && t->passage->tokens[k].begin < n->at.end; k++) {
        const struct token *token = &t->passage->tokens[k];
        struct str text = token_text(t->passage, token);
        uint64_t lower = word_lower_hash(l, text);
        if (lexicon_word(l, lower).flags & (LEX_BIT(LEX_NUMBER) | LEX_BIT(LEX_MAGNITUDE)) || token->kind == TOKEN_NUMBER)
            continue;
        if (str_eq_nocase(text, STR("per")) || str_eq_nocase(text, STR("and")) || str_eq(text, STR("-")))
            continue;
        if (str_eq_nocase(text, STR("cent")) || str_eq_nocase(text, STR("pc")))
            lower = word_lower_hash(l, STR("percent"));
        uint64_t same = check_word_key(t->language, lower, token->term);
        key = lexicon_phrase_add(key, same);
    }
    return key;
}

static const char *bound_text(const struct number *n)
{
    return n->bound > 0 ? "at least " : n->bound < 0 ? "at most " : n->approximate ? "about " : "exactly ";
}

static struct verdict compare_numbers(struct arena *a, const struct pairing *p, size_t i, size_t k)
{
    const struct check_text *w = p->wording, *s = p->source;
    const struct item *x = &w->items[i], *y = &s->items[k];
    const struct number *m = &w->passage->numbers[x->index], *n = &s->passage->numbers[y->index];
    struct str mine = item_text(w, x), theirs = item_text(s, y);
    bool other_currency = m->unit == UNIT_MONEY && n->unit == UNIT_MONEY && strcmp(m->currency, n->currency) != 0;
    bool other_unit = m->unit != n->unit || (m->unit != UNIT_MONEY && m->unit != UNIT_ORDINAL && unit_key(w, m) != unit_key(s, n));
    if (other_currency || (other_unit && !str_eq_nocase(mine, theirs)))
        return check_fault(a, CHECK_NUMBER, "the page says %.*s; the source says %.*s", STR_ARG(mine), STR_ARG(theirs));
    if (m->bound != n->bound || (!m->bound && m->approximate != n->approximate))
        return check_fault(a, CHECK_NUMBER, "the page says %s%.*s; the source says %s%.*s", bound_text(m), STR_ARG(mine),
                           bound_text(n), STR_ARG(theirs));
    return (struct verdict){0};
}

/* The number that the source puts to a noun: the nearest before it. */
static int64_t number_of(const struct check_text *s, size_t noun)
{
    for (size_t k = noun; k-- > 0;) {
        if (s->items[k].kind == ITEM_NUMBER)
            return (int64_t)k;
        if (item_is_boundary(&s->items[k]) || noun - k > 6)
            break;
    }
    return -1;
}

static int64_t item_of_token(const struct check_text *t, int32_t token)
{
    for (size_t i = 0; token >= 0 && i < t->count; i++)
        if (t->items[i].token == (uint32_t)token && t->items[i].kind == ITEM_WORD)
            return (int64_t)i;
    return -1;
}

/* Units, bounds, and that the number still counts the same thing. */
struct verdict check_numbers(struct arena *a, const struct pairing *p)
{
    const struct check_text *w = p->wording, *s = p->source;
    for (size_t i = 0; i < w->count; i++) {
        int32_t k = p->to_source[i];
        if (w->items[i].kind != ITEM_NUMBER || k < 0 || s->items[k].kind != ITEM_NUMBER)
            continue;
        struct verdict v = compare_numbers(a, p, i, (size_t)k);
        if (v.reason != CHECK_SUPPORTED)
            return v;
        int64_t noun = item_of_token(w, w->passage->numbers[w->items[i].index].counted);
        if (noun < 0 || p->to_source[noun] < k)
            continue;
        int64_t theirs = number_of(s, (size_t)p->to_source[noun]), mine = number_of(w, (size_t)noun);
        if (theirs >= 0 && theirs != k && mine == (int64_t)i)
            return check_fault(a, CHECK_NUMBER, "the page says %.*s %.*s; the source says %.*s %.*s",
                               STR_ARG(item_text(w, &w->items[i])), STR_ARG(item_text(w, &w->items[noun])),
                               STR_ARG(item_text(s, &s->items[theirs])), STR_ARG(item_text(s, &s->items[p->to_source[noun]])));
    }
    return (struct verdict){0};
}
