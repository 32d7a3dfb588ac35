#include "text/timex_grammar.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/embedded.h"
#include "text/timex_meaning.h"

static const char *const class_names[] = {
#define X(name) #name,
    TIMEX_CLASSES(X)
#undef X
};

static const char *const languages[] = {"en", "de", "es", "fr", "und"};
enum { LANGUAGES = sizeof languages / sizeof *languages };

static struct timex_grammar grammars[LANGUAGES];
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* The data are part of the program: a line that makes no sense is a fault of the build, as in embedded_get. */
static _Noreturn void bad_data(const struct timex_grammar *g, struct str line)
{
    fprintf(stderr, "nutgraf: data/timex/%s.txt: cannot read: %.*s\n", g->language, STR_ARG(line));
    abort();
}

static int class_of(struct str name)
{
    for (int i = 0; i < CLASS_COUNT; i++)
        if (str_eq(name, str_of(class_names[i])))
            return i;
    return -1;
}

static char *keep(struct str s)
{
    char *z = xmalloc(s.n + 1);
    memcpy(z, s.p, s.n);
    z[s.n] = '\0';
    return z;
}

static uint64_t hash_word(struct str word)
{
    uint64_t h = TIMEX_HASH_START;
    for (size_t i = 0; i < word.n; i++)
        h = timex_hash_byte(h, (unsigned char)word.p[i]);
    return h;
}

static size_t word_index(struct timex_grammar *g, uint64_t hash)
{
    uint64_t *place = map_put(&g->words, hash);
    if (!*place) {
        if (g->item_count == g->item_capacity) {
            g->item_capacity = g->item_capacity ? g->item_capacity * 2 : 512;
            g->items = xrealloc(g->items, g->item_capacity * sizeof *g->items);
        }
        g->items[g->item_count++] = (struct timex_word){0};
        *place = g->item_count;
    }
    return (size_t)*place - 1;
}

/* "new_year's_day" is a phrase of three words; its words must begin it for the scanner to try. */
static size_t phrase_index(struct timex_grammar *g, struct str phrase)
{
    struct str first = str_cut(&phrase, '_');
    uint64_t h = hash_word(first);
    if (!phrase.n)
        return word_index(g, h);
    size_t head = word_index(g, h); /* may move the items */
    g->items[head].begins_phrase = true;
    while (phrase.n)
        h = timex_hash_join(h, hash_word(str_cut(&phrase, '_')));
    return word_index(g, h);
}

/* "MONTH 10 october oct", "REF PRESENT_REF now currently" */
static void add_words(struct timex_grammar *g, int class, struct str line)
{
    struct str whole = line, value = str_cut(&line, ' ');
    char *text = keep(value), *end;
    long number = strtol(text, &end, 10);
    if (*end)
        number = value.n == 1 ? value.p[0] : 0;
    while (line.n) {
        struct str word = str_cut(&line, ' ');
        if (!word.n)
            continue;
        size_t index = phrase_index(g, word);
        struct timex_word *w = &g->items[index];
        if (w->sense_count == TIMEX_SENSES_MAX)
            bad_data(g, whole);
        w->classes |= UINT64_C(1) << class;
        w->senses[w->sense_count++] =
            (struct timex_sense){.value = (int32_t)number, .text = text, .class = (uint8_t) class};
    }
}

static struct timex_element read_element(struct timex_grammar *g, struct str part, struct str whole)
{
    struct timex_element e = {.is_context = str_starts(part, STR("~"))};
    size_t literals = 0;
    if (e.is_context)
        part = (struct str){part.p + 1, part.n - 1};
    e.is_optional = str_ends(part, STR("?"));
    part.n -= e.is_optional;
    while (part.n) {
        struct str name = str_cut(&part, '|');
        if (name.n > 2 && name.p[0] == '\'') {
            if (literals == TIMEX_LITERALS_MAX)
                bad_data(g, whole);
            e.literals[literals++] = (uint32_t)phrase_index(g, (struct str){name.p + 1, name.n - 2}) + 1;
            continue;
        }
        int class = class_of(name);
        if (class < 0)
            bad_data(g, whole);
        e.classes |= UINT64_C(1) << class;
    }
    return e;
}

/* "NAME = MONTH DAY COMMA? YEAR|YY -> action argument" */
static void add_rule(struct timex_grammar *g, struct str line)
{
    struct str whole = line;
    struct timex_rule r = {.name = keep(str_cut(&line, ' ')), .action = -1};
    while (line.n) {
        struct str part = str_cut(&line, ' ');
        if (!part.n || str_eq(part, STR("=")))
            continue;
        if (str_eq(part, STR("->"))) {
            line = str_trim(line);
            r.action = timex_action_of(str_cut(&line, ' '));
            char *argument = keep(line);
            r.argument = atoi(argument);
            free(argument);
            break;
        }
        if (r.element_count == TIMEX_PATTERN_MAX)
            bad_data(g, whole);
        r.elements[r.element_count++] = read_element(g, part, whole);
    }
    if (r.element_count && r.elements[0].is_context) { /* looked back at, so that it takes no word from other rules */
        r.before = r.elements[0];
        r.has_before = true;
        memmove(r.elements, r.elements + 1, --r.element_count * sizeof *r.elements);
    }
    if (r.action < 0 || !r.element_count)
        bad_data(g, whole);
    if (g->rule_count == g->rule_capacity) {
        g->rule_capacity = g->rule_capacity ? g->rule_capacity * 2 : 128;
        g->rules = xrealloc(g->rules, g->rule_capacity * sizeof *g->rules);
    }
    g->rules[g->rule_count++] = r;
}

/* Which rules may begin with a token of class c: optional elements may be left out, up to the first that may not. */
static bool begins_with(const struct timex_rule *r, int c)
{
    for (size_t k = 0; k < r->element_count; k++) {
        if (c < CLASS_COUNT ? r->elements[k].classes >> c & 1 : r->elements[k].literals[0] != 0)
            return true;
        if (!r->elements[k].is_optional)
            return false;
    }
    return false;
}

static uint64_t words_of(const struct timex_grammar *g, const struct timex_element *e)
{
    uint64_t words = 0;
    for (size_t i = 0; i < TIMEX_LITERALS_MAX && e->literals[i]; i++)
        words |= timex_word_bit(g, &g->items[e->literals[i] - 1]);
    return words;
}

static struct timex_needs needs_of(const struct timex_grammar *g, const struct timex_rule *r)
{
    struct timex_needs n = {0, {{UINT64_MAX, UINT64_MAX}, {UINT64_MAX, UINT64_MAX}}};
    size_t found = 0;
    bool leads = true;
    for (size_t k = 0; k < r->element_count; k++) {
        const struct timex_element *e = &r->elements[k];
        if (leads)
            n.first_words |= words_of(g, e);
        leads = leads && e->is_optional;
        if (!e->is_optional && !(e->classes & CLASS_BIT(END)))
            n.elements[found++ & 1] = (struct timex_mask){e->classes, words_of(g, e)};
    }
    return n;
}

static void index_rules(struct timex_grammar *g)
{
    g->needs = xmalloc((g->rule_count + 1) * sizeof *g->needs);
    for (size_t i = 0; i < g->rule_count; i++)
        g->needs[i] = needs_of(g, &g->rules[i]);
    for (int c = 0; c <= CLASS_COUNT; c++) {
        g->by_class[c] = xmalloc((g->rule_count + 1) * sizeof **g->by_class);
        size_t n = 0;
        for (size_t i = 0; i < g->rule_count; i++)
            if (begins_with(&g->rules[i], c))
                g->by_class[c][n++] = (uint16_t)i;
        g->by_class[c][n] = UINT16_MAX;
        if (n && c < CLASS_COUNT)
            g->starters |= UINT64_C(1) << c;
    }
}

static bool directive(struct timex_grammar *g, struct str kind, struct str line)
{
    if (str_eq(kind, STR("rule"))) {
        add_rule(g, line);
    } else if (str_eq(kind, STR("day-first"))) {
        g->day_first = true;
    } else if (str_eq(kind, STR("elides"))) {
        g->elides = true;
    } else if (str_eq(kind, STR("point-ordinals"))) {
        g->point_dates = true;
    } else if (str_eq(kind, STR("capitalised"))) {
        while (line.n)
            g->capitalised |= UINT64_C(1) << class_of(str_cut(&line, ' '));
    } else if (str_eq(kind, STR("doubtful"))) {
        while (line.n) {
            size_t index = phrase_index(g, str_cut(&line, ' '));
            g->items[index].is_doubtful = true;
        }
    } else if (str_eq(kind, STR("suffix"))) {
        int class = class_of(str_cut(&line, ' '));
        while (line.n) {
            struct str s = str_cut(&line, ' ');
            if (class < 0 || g->suffix_count == sizeof g->suffixes / sizeof *g->suffixes)
                bad_data(g, s);
            g->suffixes[g->suffix_count++] = (struct timex_suffix){keep(s), s.n, UINT64_C(1) << class};
        }
    } else {
        return false;
    }
    return true;
}

static void compile(struct timex_grammar *g, const char *language)
{
    char name[64];
    snprintf(name, sizeof name, "data/timex/%s.txt", language);
    g->language = language;
    struct str rest = embedded_get(name), line;
    while (embedded_line(&rest, &line)) {
        struct str all = line, kind = str_cut(&line, ' ');
        int class = class_of(kind);
        if (class >= 0)
            add_words(g, class, line);
        else if (!directive(g, kind, line))
            bad_data(g, all);
    }
    index_rules(g);
}

static void compile_all(void)
{
    for (size_t i = 0; i < LANGUAGES; i++)
        compile(&grammars[i], languages[i]);
}

const struct timex_grammar *timex_grammar_for(struct str language)
{
    pthread_once(&once, compile_all);
    for (size_t i = 0; i < LANGUAGES; i++)
        if (language.n >= 2 && strlen(languages[i]) == 2 &&
            str_eq_nocase((struct str){language.p, 2}, str_of(languages[i])) &&
            (language.n == 2 || language.p[2] == '-' || language.p[2] == '_'))
            return &grammars[i];
    /* none said: English; one that has no file: what needs no words */
    return &grammars[!language.n || str_eq(language, STR("und")) ? 0 : LANGUAGES - 1];
}

uint64_t timex_word_classes(const struct timex_grammar *g, struct str word)
{
    uint64_t h = TIMEX_HASH_START;
    for (size_t i = 0; i < word.n; i++)
        h = timex_hash_byte(h, (unsigned char)(word.p[i] >= 'A' && word.p[i] <= 'Z' ? word.p[i] + 32 : word.p[i]));
    const uint64_t *found = map_get(&g->words, h);
    if (found && g->items[*found - 1].classes)
        return g->items[*found - 1].classes;
    bool is_capital = word.n && word.p[0] >= 'A' && word.p[0] <= 'Z';
    for (size_t i = 0; i < g->suffix_count && !is_capital; i++)
        if (word.n > 3 && word.n > g->suffixes[i].length + 1 &&
            str_ends(word, (struct str){g->suffixes[i].text, g->suffixes[i].length}))
            return g->suffixes[i].classes;
    return 0;
}
