#include "feed/vocabulary.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/embedded.h"
#include "base/map.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct word *words;
static size_t word_count, word_capacity;
static struct map by_name, prefixes, properties; /* hash -> word index; prefix's offset; bits */
static struct str prefix_names[256];
static size_t prefix_count;

enum { IS_ADDRESS = 1, IS_MARKUP = 2 };

static const struct action *action_named(struct str name)
{
    for (const struct action *a = feed_actions; a->name; a++)
        if (str_eq(name, str_of(a->name)))
            return a;
    fprintf(stderr, "nutgraf: data/feed/elements.txt: no action %.*s\n", STR_ARG(name));
    abort();
}

static void load_words(void)
{
    struct str rest = embedded_get("data/feed/elements.txt"), line;
    while (embedded_line(&rest, &line)) {
        struct str names = line;
        struct str head = str_trim(str_cut(&names, '='));
        struct word w = {.action = action_named(str_cut(&head, ' '))};
        w.key = str_cut(&head, ' ');
        w.type = head;
        if (word_count == word_capacity) {
            word_capacity = word_capacity ? 2 * word_capacity : 64;
            words = xrealloc(words, word_capacity * sizeof *words);
        }
        words[word_count] = w;
        for (names = str_trim(names); names.n;)
            *map_put(&by_name, str_hash(str_cut(&names, ' '))) = word_count;
        word_count++;
    }
}

static void load_prefixes(void)
{
    struct str rest = embedded_get("data/feed/namespaces.txt"), line;
    while (embedded_line(&rest, &line)) {
        struct str uris = line;
        struct str prefix = str_trim(str_cut(&uris, '='));
        if (prefix_count == sizeof prefix_names / sizeof *prefix_names)
            abort();
        prefix_names[prefix_count] = str_eq(prefix, STR("-")) ? STR("") : prefix;
        for (uris = str_trim(uris); uris.n;)
            *map_put(&prefixes, str_hash(str_cut(&uris, ' '))) = prefix_count;
        prefix_count++;
    }
}

static void load(void)
{
    load_words();
    load_prefixes();
    struct str rest = embedded_get("data/feed/properties.txt"), line;
    while (embedded_line(&rest, &line)) {
        struct str names = line;
        unsigned bit = str_eq(str_cut(&names, ':'), STR("address")) ? IS_ADDRESS : IS_MARKUP;
        for (names = str_trim(names); names.n;)
            *map_put(&properties, str_hash(str_cut(&names, ' '))) |= bit;
    }
}

const struct word *vocabulary_find(struct str name)
{
    pthread_once(&once, load);
    const uint64_t *at = map_get(&by_name, str_hash(name));
    return at ? &words[*at] : NULL;
}

/* Namespaces are compared as people write them: in any case, with or without a slash or hash at the end. */
struct str vocabulary_prefix(struct str uri)
{
    char flat[200];
    pthread_once(&once, load);
    while (uri.n && (uri.p[uri.n - 1] == '/' || uri.p[uri.n - 1] == '#'))
        uri.n--;
    if (!uri.n || uri.n > sizeof flat)
        return (struct str){0};
    for (size_t i = 0; i < uri.n; i++)
        flat[i] = (char)(uri.p[i] >= 'A' && uri.p[i] <= 'Z' ? uri.p[i] + 32 : uri.p[i]);
    struct str key = {flat, uri.n};
    if (str_starts(key, STR("https:"))) {
        memmove(flat + 4, flat + 5, key.n - 5);
        key.n--;
    }
    if (str_has(key, STR("backend.userland.com/rss")))
        return STR("");
    const uint64_t *at = map_get(&prefixes, str_hash(key));
    return at ? prefix_names[*at] : (struct str){0};
}

static bool has(struct str key, unsigned bit)
{
    pthread_once(&once, load);
    const uint64_t *at = map_get(&properties, str_hash(key));
    return at && *at & bit;
}

bool vocabulary_is_address(struct str key)
{
    return has(key, IS_ADDRESS);
}

bool vocabulary_is_markup(struct str key)
{
    return has(key, IS_MARKUP);
}
