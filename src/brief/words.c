#include "brief/words.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/embedded.h"
#include "base/map.h"
#include "brief/word_shapes.h"

static const char *const names[WORDS_COUNT] = {
    "connective", "leaning", "leanfirst", "outsider", "backward", "dangling", "small", "article", "determiner", "preposition", "opener",
    "subordinator", "relative", "auxiliary", "being", "plural", "modal", "adverb", "media", "label", "teaser",
    "saying", "clausal", "bound", "lone", "rider", "particle",
    "unit", "fixed", "opens", "lynoun", "portion", "place", "past", "self", "day", "daypart", "daylead", "ahead", "coordinator",
    "coming", "planned", "pointing", "gesture", "faint", "honorific", "adjunct", "control",
    "picture", "showing", "desk", "personal", "opining", "giving", "seeing", "uttering",
    "someday", "dayedge", "dayquality", "column", "pictured", "occasion", "expletive", "abstract"};
_Static_assert(WORDS_COUNT <= 64, "lists are bits of a word");
static struct map table; /* hash of the lower-case word -> bits of the lists it is in */
static struct word_shapes shapes;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void)
{
    struct str rest = embedded_get("data/brief/words.txt"), line;
    while (embedded_line(&rest, &line)) {
        struct str category = str_cut(&line, ':');
        unsigned list = 0;
        while (list < WORDS_COUNT && !str_eq(category, str_of(names[list])))
            list++;
        if (list == WORDS_COUNT)
            abort(); /* a fault of the data file: caught by the first test that runs */
        while (line.n) {
            struct str word = str_trim(str_cut(&line, ';'));
            *map_put(&table, str_hash(word)) |= WORDS_BIT(list);
            word_shapes_add(&shapes, word, WORDS_BIT(list));
        }
    }
}

size_t words_fold(struct str word, char lower[WORDS_LONGEST])
{
    size_t n = 0;
    for (size_t i = 0; i < word.n; i++) {
        if (n == WORDS_LONGEST)
            return 0;
        char c = word.p[i];
        if (c == '\xE2' && i + 2 < word.n && word.p[i + 1] == '\x80' && word.p[i + 2] == '\x99') { /* typographic apostrophe */
            c = '\'';
            i += 2;
        }
        lower[n++] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
    }
    return n;
}

static uint64_t look_up(struct str word)
{
    char lower[WORDS_LONGEST];
    size_t n = words_fold(word, lower);
    const uint64_t *bits = n ? map_get(&table, str_hash((struct str){lower, n})) : NULL;
    return bits ? *bits : 0;
}

bool words_has(enum word_list list, struct str word)
{
    pthread_once(&once, load);
    return (word_shapes_of(&shapes, word) >> list & 1) && (look_up(word) >> list & 1);
}

uint64_t words_lists(struct str word)
{
    pthread_once(&once, load);
    return word_shapes_of(&shapes, word) ? look_up(word) : 0;
}
