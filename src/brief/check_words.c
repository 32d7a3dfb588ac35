#include "brief/check_words.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/embedded.h"
#include "base/map.h"
#include "text/word.h"

static const char *const class_names[] = {"governor", "relative", "weighty", "qualifier", "not-really", "neutral", "asking",
                                          "conditional", "be", "have", "joint", "self", "pronoun", "free", "finding", "verb"};
enum { CLASS_COUNT = sizeof class_names / sizeof *class_names, TEMPLATES_MAX = 16 };

/* One language so far; others are checked without these lists. */
static struct map classes; /* lower-case hash -> class bits */
static struct map weekdays; /* lower-case hash -> 1 Monday ... 7 Sunday */
static struct map groups;  /* lower-case hash -> key of its forms */
static struct str templates[TEMPLATES_MAX];
static size_t template_count;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void read_groups(const struct lexicon *l, struct str line, uint64_t class)
{
    while (line.n) {
        struct str group = str_trim(str_cut(&line, ';'));
        uint64_t key = str_hash(group);
        while (group.n) {
            struct str word = str_trim(str_cut(&group, ' '));
            if (!word.n)
                continue;
            *map_put(&groups, word_lower_hash(l, word)) = key;
            *map_put(&classes, word_lower_hash(l, word)) |= class;
        }
    }
}

static void load(void)
{
    const struct lexicon *l = lexicon_for(STR("en"));
    struct str rest = embedded_get("data/check/en.txt"), line;
    while (embedded_line(&rest, &line)) {
        struct str name = str_trim(str_cut(&line, ':'));
        size_t c = 0;
        while (c < CLASS_COUNT && !str_eq(name, str_of(class_names[c])))
            c++;
        if (str_eq(name, STR("verb")) || str_eq(name, STR("alike"))) {
            read_groups(l, line, str_eq(name, STR("verb")) ? CLASS_VERB : 0);
            continue;
        }
        if (c == CLASS_COUNT && !str_eq(name, STR("template")) && !str_eq(name, STR("weekday")))
            abort(); /* a fault of the data file: caught by the first test that runs */
        for (unsigned day = 0; line.n && str_eq(name, STR("weekday")); day++)
            *map_put(&weekdays, word_lower_hash(l, str_trim(str_cut(&line, ';')))) = day % 7 + 1;
        while (line.n) {
            struct str item = str_trim(str_cut(&line, ';'));
            if (c < CLASS_COUNT)
                *map_put(&classes, word_lower_hash(l, item)) |= UINT64_C(1) << c;
            else if (str_eq(name, STR("template")) && item.n && template_count < TEMPLATES_MAX)
                templates[template_count++] = item;
        }
    }
}

static bool is_listed(struct str language)
{
    pthread_once(&once, load);
    return str_eq(language, STR("en"));
}

uint32_t check_word_classes(struct str language, uint64_t lower)
{
    const uint64_t *bits = is_listed(language) ? map_get(&classes, lower) : NULL;
    return bits ? (uint32_t)*bits : 0;
}

uint64_t check_word_key(struct str language, uint64_t lower, uint64_t term)
{
    const uint64_t *key = is_listed(language) ? map_get(&groups, lower) : NULL;
    return key ? *key : term;
}

int check_weekday(struct str language, uint64_t lower)
{
    const uint64_t *day = is_listed(language) ? map_get(&weekdays, lower) : NULL;
    return day ? (int)*day - 1 : -1;
}

/* Does the wording follow the template, a number in the place of its N? */
static bool follows(struct str wording, struct str template, long *number)
{
    *number = 0;
    size_t i = 0, k = 0;
    while (i < wording.n && k < template.n) {
        bool slot = template.p[k] == 'N' && k && template.p[k - 1] == '[';
        if (slot && wording.p[i] >= '0' && wording.p[i] <= '9') {
            for (; i < wording.n && wording.p[i] >= '0' && wording.p[i] <= '9' && *number < 1000000; i++)
                *number = *number * 10 + (wording.p[i] - '0');
            k++;
        } else if (wording.p[i++] != template.p[k++]) {
            return false;
        }
    }
    return i == wording.n && k == template.n;
}

bool check_is_template(struct str wording, long *number)
{
    pthread_once(&once, load);
    for (size_t i = 0; i < template_count; i++)
        if (follows(str_trim(wording), templates[i], number))
            return true;
    return false;
}
