#include "brief/timeline_words.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/embedded.h"
#include "base/map.h"
#include "brief/word_shapes.h"

enum { WORD_LONGEST = 24 };

static const char *const names[TIMELINE_LIST_COUNT] = {"adverbial",    "bounding",  "appointed", "determiner",
                                                       "subordinator", "auxiliary", "subject", "edge", "speculative", "perfect", "spanning", "having", "long", "adverb", "factive", "simultaneous", "person-subject", "person-object", "clause-subject",
                                                           "demonstrative", "relative"};
static struct map table; /* hash of the lower-case word -> bits of the lists it is in */
static struct word_shapes shapes;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void)
{
    struct str rest = embedded_get("data/brief/timeline.txt"), line;
    while (embedded_line(&rest, &line)) {
        struct str category = str_cut(&line, ':');
        unsigned list = 0;
        while (list < TIMELINE_LIST_COUNT && !str_eq(category, str_of(names[list])))
            list++;
        if (list == TIMELINE_LIST_COUNT)
            abort(); /* a fault of the data file: caught by the first test that runs */
        while (line.n) {
            struct str word = str_trim(str_cut(&line, ';'));
            *map_put(&table, str_hash(word)) |= UINT64_C(1) << list;
            word_shapes_add(&shapes, word, UINT64_C(1) << list);
        }
    }
}

bool timeline_word_is(enum timeline_list list, struct str word)
{
    char lower[WORD_LONGEST];
    pthread_once(&once, load);
    if (word.n > sizeof lower || !(word_shapes_of(&shapes, word) >> list & 1))
        return false;
    for (size_t i = 0; i < word.n; i++)
        lower[i] = word.p[i] >= 'A' && word.p[i] <= 'Z' ? (char)(word.p[i] | 0x20) : word.p[i];
    const uint64_t *bits = map_get(&table, str_hash((struct str){lower, word.n}));
    return bits && (*bits >> list & 1);
}
