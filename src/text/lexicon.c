#include "text/lexicon.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/embedded.h"
#include "text/scan.h"
#include "text/word.h"

static const char *const lex_names[LEX_COUNT] = {
    "stop", "negation", "modal", "abbreviation", "abbreviation-final", "abbreviation-number", "said", "pronoun",
    "person-pronoun", "honorific", "role", "particle", "org-end", "org-head", "place-end", "given", "calendar",
    "place", "organisation", "demonym", "number", "tens", "magnitude", "ordinal", "currency", "currency-sign",
    "percent", "length", "mass", "temperature", "at-least", "at-most", "about", "countable", "furniture",
    "sentence-adverb", "agency", "according", "count-skip",
};

static struct lexicon lexicons[LEXICON_LANGUAGES_MAX]; /* 0: "und", which is also what all languages share */
static size_t lexicons_count;
static struct map stop_languages; /* lower-case hash -> a bit for each language that has it as a function word */
static pthread_once_t lexicons_once = PTHREAD_ONCE_INIT;

uint64_t lexicon_phrase_add(uint64_t phrase, uint64_t lower)
{
    return (phrase ^ lower) * 0x9E3779B97F4A7C15U + 0x632BE59BD9B4E019U + (phrase >> 29);
}

static struct lexeme *lexeme_put(struct lexicon *l, struct map *m, uint64_t hash)
{
    uint64_t *index = map_put(m, hash);
    if (!*index) {
        if (l->lexeme_count == l->lexeme_capacity) {
            l->lexeme_capacity = l->lexeme_capacity ? l->lexeme_capacity * 2 : 256;
            l->lexemes = xrealloc(l->lexemes, l->lexeme_capacity * sizeof *l->lexemes);
        }
        if (!l->lexeme_count)
            l->lexemes[l->lexeme_count++] = (struct lexeme){0}; /* index 0 means: not there */
        l->lexemes[l->lexeme_count] = (struct lexeme){0};
        *index = l->lexeme_count++;
    }
    return &l->lexemes[*index];
}

/* Names are listed in English, where "US" is not "us": the stop list of the language decides that (word.c). */
static const struct lexicon *acronyms_of(const struct lexicon *l)
{
    for (size_t i = 1; l == &lexicons[0] && i < lexicons_count; i++)
        if (strcmp(lexicons[i].language, "en") == 0)
            return &lexicons[i];
    return l;
}

/* The words of an item as the scanner cuts running text, so that list and text agree. What it begins with is marked in
 * `owner`, so that who looks for phrases knows where to stop; NULL: is not. */
static uint64_t item_phrase(const struct lexicon *l, struct lexicon *owner, struct str item, uint64_t *only_word, size_t *word_count)
{
    uint64_t phrase = 0;
    *word_count = 0;
    struct scan scan = {.text = item};
    struct token token;
    while (scan_next(&scan, &token)) {
        if (token.kind != TOKEN_WORD && !(token.kind == TOKEN_PUNCTUATION && item.n <= 4))
            continue;
        if (owner && *word_count)
            lexeme_put(owner, &owner->phrases, phrase)->flags |= LEX_BEGINS;
        *only_word = word_lower_hash(l, (struct str){item.p + token.begin, token.length});
        phrase = lexicon_phrase_add(phrase, *only_word);
        ++*word_count;
    }
    return phrase;
}

static void lexeme_mark(struct lexeme *e, unsigned category, struct str value)
{
    e->flags |= LEX_BIT(category);
    if (!value.n)
        return;
    if (category == LEX_CURRENCY || category == LEX_CURRENCY_SIGN)
        memcpy(e->code, value.p, value.n < sizeof e->code ? value.n : sizeof e->code - 1);
    else
        e->value = strtod(value.p, NULL);
}

static void read_items(struct lexicon *l, unsigned category, struct str items)
{
    while (items.n) {
        struct str value = str_trim(str_cut(&items, ';'));
        struct str item = str_trim(str_cut(&value, '='));
        uint64_t word = 0;
        size_t words;
        uint64_t phrase = item_phrase(acronyms_of(l), l, item, &word, &words);
        if (!words)
            continue;
        lexeme_mark(lexeme_put(l, &l->phrases, phrase), category, str_trim(value));
        if (words == 1)
            lexeme_mark(lexeme_put(l, &l->words, word), category, str_trim(value));
    }
}

static void read_aliases(struct lexicon *l, struct str items)
{
    while (items.n) {
        struct str full = str_trim(str_cut(&items, ';'));
        struct str shorter = str_trim(str_cut(&full, '='));
        uint64_t word = 0;
        size_t n, m;
        uint64_t from = item_phrase(acronyms_of(l), NULL, shorter, &word, &n), to = item_phrase(acronyms_of(l), NULL, str_trim(full), &word, &m);
        if (n && m)
            *map_put(&l->aliases, from) = to;
    }
}

static char *owned_z(struct str s)
{
    char *z = xcalloc(s.n + 1, 1);
    memcpy(z, s.p, s.n);
    return z;
}

/* Lines of "category: item; item=value; item". */
static void lexicon_read(struct lexicon *l, struct str bytes)
{
    struct str line;
    while (embedded_line(&bytes, &line)) {
        struct str key = str_trim(str_cut(&line, ':'));
        if (str_eq(key, STR("stemmer")))
            l->stemmer = owned_z(str_trim(line));
        else if (str_eq(key, STR("elision")))
            l->elides = true;
        else if (str_eq(key, STR("alias")))
            read_aliases(l, line);
        for (unsigned c = 0; c < LEX_COUNT; c++)
            if (str_eq(key, str_of(lex_names[c])))
                read_items(l, c, line);
    }
}

static void stopwords_read(struct lexicon *l, struct str bytes)
{
    struct str line;
    while (embedded_line(&bytes, &line)) {
        while (line.n) {
            struct str word = str_cut(&line, ' ');
            uint64_t lower = word_lower_hash(l, word);
            if (word.n)
                lexeme_mark(lexeme_put(l, &l->words, lower), LEX_STOP, STR(""));
            if (word.n)
                *map_put(&stop_languages, lower) |= UINT64_C(1) << l->id;
        }
    }
}

/* A language is what has a stop list; the order of the table is that of the build, so it is the same everywhere. */
static void lexicons_load(void)
{
    const struct str folder = STR("data/stopwords/"), words = STR("data/lexicon/");
    lexicons[0] = (struct lexicon){.language = "und"};
    lexicons_count = 1;
    for (const struct embedded *e = embedded_files; e->name && lexicons_count < LEXICON_LANGUAGES_MAX; e++) {
        struct str name = str_of(e->name);
        if (!str_starts(name, folder))
            continue;
        name.p += folder.n, name.n -= folder.n;
        struct lexicon *l = &lexicons[lexicons_count];
        *l = (struct lexicon){.language = owned_z(str_cut(&name, '.')), .id = (unsigned)lexicons_count};
        lexicons_count++;
        stopwords_read(l, e->bytes);
    }
    lexicon_read(&lexicons[0], embedded_get("data/gazetteer.txt"));
    for (const struct embedded *e = embedded_files; e->name; e++) {
        struct str name = str_of(e->name);
        if (!str_starts(name, words))
            continue;
        name.p += words.n, name.n -= words.n;
        struct str language = str_cut(&name, '.');
        for (size_t i = 1; i < lexicons_count; i++)
            if (str_eq(language, str_of(lexicons[i].language)))
                lexicon_read(&lexicons[i], e->bytes);
    }
}

uint64_t lexicon_stop_languages(uint64_t lower)
{
    const uint64_t *bits = map_get(&stop_languages, lower);
    return bits ? *bits : 0;
}

size_t lexicon_count(void)
{
    pthread_once(&lexicons_once, lexicons_load);
    return lexicons_count;
}

const struct lexicon *lexicon_at(size_t index)
{
    return &lexicons[index < lexicon_count() ? index : 0];
}

const struct lexicon *lexicon_for(struct str language)
{
    struct str primary = str_cut(&language, '-');
    primary = str_cut(&primary, '_');
    for (size_t i = 1; i < lexicon_count(); i++)
        if (str_eq_nocase(primary, str_of(lexicons[i].language)))
            return &lexicons[i];
    return lexicon_at(0);
}

static struct lexeme look_up(const struct lexicon *l, const struct map *own, const struct map *common, uint64_t hash)
{
    const uint64_t *index = map_get(own, hash);
    struct lexeme e = index ? l->lexemes[*index] : (struct lexeme){0};
    if (l == &lexicons[0] || !(index = map_get(common, hash)))
        return e;
    struct lexeme shared = lexicons[0].lexemes[*index];
    shared.flags |= e.flags;
    if (e.value != 0)
        shared.value = e.value;
    if (e.code[0])
        memcpy(shared.code, e.code, sizeof shared.code);
    return shared;
}

struct lexeme lexicon_word(const struct lexicon *l, uint64_t lower)
{
    return look_up(l, &l->words, &lexicons[0].words, lower);
}

struct lexeme lexicon_phrase(const struct lexicon *l, uint64_t phrase)
{
    return look_up(l, &l->phrases, &lexicons[0].phrases, phrase);
}

uint64_t lexicon_alias(const struct lexicon *l, uint64_t phrase)
{
    const uint64_t *to = map_get(&l->aliases, phrase);
    if (!to && l != &lexicons[0])
        to = map_get(&lexicons[0].aliases, phrase);
    return to ? *to : phrase;
}
