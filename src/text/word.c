#include "text/word.h"

#include <libstemmer.h>
#include <pthread.h>
#include <stdlib.h>
#include <unicode/uchar.h>

#include "base/arena.h"

/* Words repeat (Zipf): a direct-mapped cache a thread saves folding, stemming and look-ups for nearly all of them. */
enum { CACHE_SLOTS = 1 << 15, FOLD_ROOM = WORD_FOLD_LIMIT * 2 };

struct slot {
    uint64_t key;
    struct word word;
};

struct workshop {
    struct sb_stemmer *stemmers[LEXICON_LANGUAGES_MAX];
    struct slot cache[CACHE_SLOTS];
};

static pthread_key_t workshop_key;
static pthread_once_t workshop_once = PTHREAD_ONCE_INIT;
static _Thread_local struct workshop *workshop;

static void workshop_destroy(void *p)
{
    struct workshop *w = p;
    for (size_t i = 0; i < LEXICON_LANGUAGES_MAX; i++)
        if (w->stemmers[i])
            sb_stemmer_delete(w->stemmers[i]);
    free(w);
}

static void workshop_prepare(void)
{
    pthread_key_create(&workshop_key, workshop_destroy);
}

static struct workshop *workshop_get(void)
{
    if (!workshop) {
        pthread_once(&workshop_once, workshop_prepare);
        workshop = xcalloc(1, sizeof *workshop);
        pthread_setspecific(workshop_key, workshop); /* so that a thread's end frees it */
    }
    return workshop;
}

/* Lower case, with one form of apostrophe and without the dots of "U.S." and soft hyphens. */
static size_t fold(struct str s, char *out, struct word *w)
{
    size_t n = 0;
    unsigned letters = 0, uppers = 0;
    bool first = true;
    for (size_t i = 0; i < s.n;) {
        unsigned char b = (unsigned char)s.p[i];
        if (b < 0x80) {
            i++;
            bool upper = b >= 'A' && b <= 'Z';
            bool letter = upper || (b >= 'a' && b <= 'z');
            letters += letter;
            uppers += upper;
            if (first && letter)
                w->is_capitalised = upper, first = false;
            if (b != '.')
                out[n++] = (char)(upper ? b + 32 : b);
            continue;
        }
        UChar32 c = (UChar32)utf8_next(s, &i);
        if (c == 0xAD || (c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF)
            continue;
        if (c == 0x2019) {
            out[n++] = '\'';
            continue;
        }
        bool upper = u_isupper(c) || u_istitle(c);
        letters++;
        uppers += upper;
        if (first)
            w->is_capitalised = upper, first = false;
        n += utf8_put(out + n, (uint32_t)u_tolower(c));
    }
    w->is_upper = letters >= 2 && uppers == letters;
    return n;
}

static struct str stem_of(const struct lexicon *l, struct str folded)
{
    if (!l->stemmer)
        return folded;
    struct workshop *shop = workshop_get();
    struct sb_stemmer **stemmer = &shop->stemmers[l->id];
    if (!*stemmer && !(*stemmer = sb_stemmer_new(l->stemmer, "UTF_8")))
        return folded;
    const sb_symbol *stem = sb_stemmer_stem(*stemmer, (const sb_symbol *)folded.p, (int)folded.n);
    return stem ? (struct str){(const char *)stem, (size_t)sb_stemmer_length(*stemmer)} : folded;
}

/* "US", "WHO", "IT" are not "us", "who", "it": a word in capitals that folds to a function word keeps its capitals. */
static bool is_acronym(const struct lexicon *l, struct str surface, struct str folded, const struct word *w)
{
    if (!w->is_upper || surface.n < 2 || surface.n > 8)
        return false;
    return memchr(surface.p, '.', surface.n) || (lexicon_word(l, str_hash(folded)).flags & LEX_BIT(LEX_STOP));
}

static struct str fold_word(const struct lexicon *l, struct str surface, char out[FOLD_ROOM], struct word *w)
{
    struct str folded = {out, fold(surface, out, w)};
    if (!is_acronym(l, surface, folded, w))
        return folded;
    bool keeps_capitals = lexicon_word(l, str_hash(folded)).flags & LEX_BIT(LEX_STOP);
    size_t n = 0;
    for (size_t i = 0; keeps_capitals && i < surface.n; i++)
        if (surface.p[i] != '.')
            out[n++] = surface.p[i];
    return keeps_capitals ? (struct str){out, n} : folded;
}

void word_read(const struct lexicon *l, struct str surface, struct word *out)
{
    uint64_t key = str_hash(surface) + l->id * 0x9E3779B97F4A7C15U;
    struct slot *slot = &workshop_get()->cache[key % CACHE_SLOTS];
    if (slot->key == key && key) {
        *out = slot->word;
        return;
    }
    struct word w = {.term = key, .lower = key};
    if (surface.n <= WORD_FOLD_LIMIT) {
        char room[FOLD_ROOM];
        struct str folded = fold_word(l, surface, room, &w);
        w.lower = str_hash(folded);
        w.term = str_hash(stem_of(l, folded));
        w.lex = lexicon_word(l, w.lower).flags;
    }
    *slot = (struct slot){key, w};
    *out = w;
}

uint64_t word_lower_hash(const struct lexicon *l, struct str surface)
{
    char room[FOLD_ROOM];
    struct word w = {0};
    return str_hash(surface.n > WORD_FOLD_LIMIT ? surface : fold_word(l, surface, room, &w));
}

size_t word_stem(const struct lexicon *l, struct str surface, char *out)
{
    if (surface.n > WORD_FOLD_LIMIT)
        return 0;
    char room[FOLD_ROOM];
    struct word w = {0};
    struct str stem = stem_of(l, fold_word(l, surface, room, &w));
    size_t n = stem.n < FOLD_ROOM ? stem.n : FOLD_ROOM;
    memcpy(out, stem.p, n);
    return n;
}
