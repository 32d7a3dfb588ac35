/* word_shapes.h - private to the brief room: in front of a table of words, what is known of a word by its first and last
 * byte and its length alone. Most questions put to a word list are about words that are not in it, and end here.
 */
#ifndef NUTGRAF_BRIEF_WORD_SHAPES_H
#define NUTGRAF_BRIEF_WORD_SHAPES_H

#include "base/str.h"

enum { WORD_SHAPES = 1024 };

struct word_shapes {
    uint64_t bits[WORD_SHAPES]; /* by shape: all that words of this shape may be */
};

/* Without regard to case: of letters, bit 5 says no more than that. */
static inline size_t word_shape(char first, char last, size_t length)
{
    return ((unsigned char)first & 31) ^ ((unsigned char)last & 31U) << 5 ^ (length & 31) * 33;
}

/* `word` as it stands in the list, with plain apostrophes; the typographic ones of a text are two bytes longer. */
static inline void word_shapes_add(struct word_shapes *s, struct str word, uint64_t bits)
{
    static const char typographic[] = "\xE2\x80\x99";
    size_t length = word.n;
    if (!word.n)
        return;
    s->bits[word_shape(word.p[0], word.p[word.n - 1], length)] |= bits;
    for (size_t i = 0; i < word.n; i++) {
        if (word.p[i] != '\'')
            continue;
        length += 2;
        bool is_first = i == 0, is_last = i + 1 == word.n;
        s->bits[word_shape(is_first ? typographic[0] : word.p[0], is_last ? typographic[2] : word.p[word.n - 1], length)] |= bits;
    }
}

static inline uint64_t word_shapes_of(const struct word_shapes *s, struct str word)
{
    return word.n ? s->bits[word_shape(word.p[0], word.p[word.n - 1], word.n)] : 0;
}

#endif
