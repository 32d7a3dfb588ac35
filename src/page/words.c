#include "page/words.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/embedded.h"
#include "base/map.h"

enum { PHRASE_BYTES = 48, NAME_BYTES = 40 };

static pthread_once_t words_once = PTHREAD_ONCE_INIT;
static struct map roles, evidence, phrases; /* hash of the name -> value */

struct name_value {
    const char *name;
    unsigned value;
};

static const struct name_value role_names[] = {
    {"block", ROLE_BLOCK}, {"paragraph", ROLE_PARAGRAPH}, {"heading", ROLE_HEADING}, {"item", ROLE_ITEM},
    {"quote", ROLE_QUOTE}, {"verbatim", ROLE_VERBATIM}, {"cell", ROLE_CELL}, {"article", ROLE_ARTICLE},
    {"main", ROLE_MAIN}, {"aside", ROLE_ASIDE}, {"navigation", ROLE_NAVIGATION}, {"footer", ROLE_FOOTER},
    {"header", ROLE_HEADER}, {"form", ROLE_FORM}, {"figure", ROLE_FIGURE}, {"caption", ROLE_CAPTION},
    {"skip", ROLE_SKIP}, {"break", ROLE_BREAK}, {"link", ROLE_LINK}, {"title", ROLE_TITLE}, {"media", ROLE_MEDIA},
    {NULL, 0},
};
static const struct name_value evidence_names[] = {
    {"away", EVIDENCE_AWAY}, {"body", EVIDENCE_BODY}, {"author", EVIDENCE_AUTHOR}, {"credit", EVIDENCE_CREDIT},
    {"hidden", EVIDENCE_HIDDEN}, {NULL, 0},
};
static const struct name_value phrase_names[] = {
    {"short", PHRASE_SHORT}, {"any", PHRASE_ANY}, {"entire", PHRASE_ENTIRE}, {"end", PHRASE_END}, {NULL, 0},
};

static unsigned value_of(const struct name_value *table, struct str name)
{
    for (; table->name; table++)
        if (str_eq(name, str_of(table->name)))
            return table->value;
    abort(); /* a data file that the build carries has an unknown kind */
}

/* Lines of "kind: words"; `whole` takes what follows the colon as one phrase. Bits of the same word add up. */
static void load(struct map *into, const char *file, const struct name_value *kinds, bool whole)
{
    struct str rest = embedded_get(file), line;
    while (embedded_line(&rest, &line)) {
        struct str words = line;
        struct str kind = str_cut(&words, ':');
        unsigned value = value_of(kinds, str_trim(kind));
        words = str_trim(words);
        while (words.n) {
            struct str word = whole ? words : str_cut(&words, ' ');
            if (word.n)
                *map_put(into, str_hash(word)) |= value;
            if (whole)
                break;
        }
    }
}

static void words_load(void)
{
    load(&roles, "data/page/elements.txt", role_names, false);
    load(&evidence, "data/page/evidence.txt", evidence_names, false);
    load(&phrases, "data/page/phrases.txt", phrase_names, true);
}

enum page_role words_role(struct str element_name)
{
    pthread_once(&words_once, words_load);
    const uint64_t *found = map_get(&roles, str_hash(element_name));
    return found ? (enum page_role)*found : ROLE_INLINE;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static unsigned look_up(const char *p, size_t n)
{
    const uint64_t *found = map_get(&evidence, str_hash((struct str){p, n}));
    return found ? (unsigned)*found : 0;
}

unsigned words_evidence(struct str name)
{
    pthread_once(&words_once, words_load);
    unsigned bits = 0;
    char pair[2 * NAME_BYTES + 2]; /* "previous-current" */
    size_t previous = 0;
    for (size_t i = 0; i < name.n;) {
        if (!is_letter(name.p[i])) {
            if (name.p[i] == ' ')
                previous = 0; /* another class */
            i++;
            continue;
        }
        size_t begin = i;
        while (i < name.n && is_letter(name.p[i]) && (i == begin || !is_upper(name.p[i]) || is_upper(name.p[i - 1])))
            i++;
        size_t n = i - begin;
        if (n > NAME_BYTES) {
            previous = 0;
            continue;
        }
        if (previous)
            pair[previous++] = '-';
        for (size_t k = 0; k < n; k++)
            pair[previous + k] = (char)(is_upper(name.p[begin + k]) ? name.p[begin + k] + 32 : name.p[begin + k]);
        bits |= look_up(pair + previous, n);
        if (previous)
            bits |= look_up(pair, previous + n);
        memmove(pair, pair + previous, n);
        previous = n;
    }
    return bits;
}

/* Phrases are looked up at each word's end within the first bytes, so a line costs the same however many there are. */
enum page_phrase words_phrase(struct str line)
{
    pthread_once(&words_once, words_load);
    char low[PHRASE_BYTES];
    size_t n = line.n < PHRASE_BYTES ? line.n : PHRASE_BYTES;
    for (size_t i = 0; i < n; i++)
        low[i] = (char)(is_upper(line.p[i]) ? line.p[i] + 32 : line.p[i]);
    enum page_phrase best = PHRASE_NONE;
    for (size_t end = 1; end <= n; end++) {
        if (end < line.n && is_letter(line.p[end]) && is_letter(line.p[end - 1]))
            continue;
        const uint64_t *found = map_get(&phrases, str_hash((struct str){low, end}));
        if (!found)
            continue;
        bool entire = end == line.n || (end + 1 == line.n && !is_letter(line.p[end]));
        if ((*found != PHRASE_ENTIRE || entire) && (enum page_phrase)*found > best)
            best = (enum page_phrase)*found;
    }
    return best;
}
