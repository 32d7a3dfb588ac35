#include "brief/verbs.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/embedded.h"
#include "base/map.h"
#include "brief/word_shapes.h"
#include "brief/words.h"

struct verb {
    struct str base, third;
};

static struct verb *verbs;
static size_t verb_count, verb_capacity;
static struct map table; /* hash of a form -> index of its verb << 8 | forms */
static struct word_shapes shapes;
static struct arena *memory;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static bool is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

static void add_form(struct str form, unsigned kind)
{
    uint64_t *at = map_put(&table, str_hash(form));
    word_shapes_add(&shapes, form, 1);
    if (*at && *at >> 8 != verb_count - 1) /* "found": the verb whose own form it is comes first */
        kind = 0;
    *at = *at ? *at | kind : (uint64_t)(verb_count - 1) << 8 | kind;
}

static struct str stem_with(struct str base, size_t n, const char *ending)
{
    return str_format(memory, "%.*s%s", (int)n, base.p, ending);
}

static struct str third_of(struct str b)
{
    char last = b.p[b.n - 1], before = b.n > 1 ? b.p[b.n - 2] : 'a';
    if (last == 'y' && !is_vowel(before))
        return stem_with(b, b.n - 1, "ies");
    bool hisses = last == 's' || last == 'x' || last == 'z' || last == 'o' || (last == 'h' && (before == 's' || before == 'c'));
    return stem_with(b, b.n, hisses ? "es" : "s");
}

static void add_verb(struct str base)
{
    verbs = arena_grow(memory, verbs, verb_count, &verb_capacity, sizeof *verbs);
    struct str third = str_eq(base, STR("be")) ? STR("is") : str_eq(base, STR("have")) ? STR("has") : third_of(base);
    verbs[verb_count++] = (struct verb){base, third};
    add_form(base, VERB_BASE);
    add_form(third, VERB_THIRD);
    char last = base.p[base.n - 1];
    add_form(stem_with(base, last == 'e' && base.n > 2 ? base.n - 1 : base.n, "ing"), VERB_GERUND);
}

static void add_regular(struct str base, bool doubles)
{
    base = str_copy(memory, base);
    add_verb(base);
    char last = base.p[base.n - 1], before = base.n > 1 ? base.p[base.n - 2] : 'a';
    if (last == 'e')
        add_form(stem_with(base, base.n, "d"), VERB_PAST | VERB_PARTICIPLE);
    else if (last == 'y' && !is_vowel(before))
        add_form(stem_with(base, base.n - 1, "ied"), VERB_PAST | VERB_PARTICIPLE);
    else
        add_form(stem_with(base, base.n, "ed"), VERB_PAST | VERB_PARTICIPLE);
    if (doubles) {
        char ed[] = {last, 'e', 'd', 0}, ing[] = {last, 'i', 'n', 'g', 0};
        add_form(stem_with(base, base.n, ed), VERB_PAST | VERB_PARTICIPLE);
        add_form(stem_with(base, base.n, ing), VERB_GERUND);
    }
}

static void load(void)
{
    struct str rest = embedded_get("data/brief/verbs.txt"), line;
    memory = arena_create();
    while (embedded_line(&rest, &line)) {
        bool is_regular = str_eq(str_cut(&line, ':'), STR("regular"));
        while (line.n) {
            struct str item = str_trim(str_cut(&line, ';'));
            if (is_regular) {
                bool doubles = item.p[item.n - 1] == '+';
                add_regular((struct str){item.p, item.n - doubles}, doubles);
            } else {
                add_verb(str_copy(memory, str_cut(&item, '/')));
                add_form(str_cut(&item, '/'), VERB_PAST);
                add_form(item, VERB_PARTICIPLE);
            }
        }
    }
}

static const uint64_t *find(struct str word)
{
    char lower[WORDS_LONGEST];
    pthread_once(&once, load);
    if (!word_shapes_of(&shapes, word))
        return NULL;
    size_t n = words_fold(word, lower);
    return n ? map_get(&table, str_hash((struct str){lower, n})) : NULL;
}

unsigned verbs_forms(struct str word)
{
    const uint64_t *found = find(word);
    return found ? (unsigned)(*found & 0xFF) : 0;
}

struct str verbs_present(struct str word, bool is_many)
{
    const uint64_t *found = find(word);
    if (!found)
        return STR("");
    const struct verb *v = &verbs[*found >> 8];
    if (is_many)
        return str_eq(v->base, STR("be")) ? STR("are") : v->base;
    return v->third;
}
