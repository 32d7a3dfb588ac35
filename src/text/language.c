#include "text/language.h"

#include <stdio.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "text/scan.h"
#include "text/word.h"

enum { LOOK_BYTES = 2000, WORDS_NEEDED = 3 };

/* Scripts that (nearly) only one language of the news writes in. */
static const struct { UScriptCode script; const char *language; } by_script[] = {
    {USCRIPT_HIRAGANA, "ja"}, {USCRIPT_KATAKANA, "ja"}, {USCRIPT_HANGUL, "ko"}, {USCRIPT_HAN, "zh"},
    {USCRIPT_ARABIC, "ar"}, {USCRIPT_GREEK, "el"}, {USCRIPT_HEBREW, "he"}, {USCRIPT_DEVANAGARI, "hi"},
    {USCRIPT_THAI, "th"}, {USCRIPT_ARMENIAN, "hy"}, {USCRIPT_GEORGIAN, "ka"}, {USCRIPT_TAMIL, "ta"},
    {USCRIPT_BENGALI, "bn"},
};
enum { SCRIPTS = sizeof by_script / sizeof *by_script };

static const char *guess_by_script(struct str text)
{
    size_t counts[SCRIPTS] = {0}, letters = 0;
    for (size_t at = 0; at < text.n;) {
        UChar32 c = (UChar32)utf8_next(text, &at);
        if (c < 0x80 || !u_isalpha(c)) {
            letters += (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
            continue;
        }
        letters++;
        if (c < 0x370)
            continue;
        UErrorCode error = U_ZERO_ERROR;
        UScriptCode script = uscript_getScript(c, &error);
        for (size_t i = 0; i < SCRIPTS; i++)
            counts[i] += by_script[i].script == script;
    }
    for (size_t i = 0; i < SCRIPTS; i++) /* kana before Han: Japanese mixes them */
        if (counts[i] * (i < 2 ? 10 : 2) > letters)
            return by_script[i].language;
    return NULL;
}

void language_guess(struct str text, char out[12])
{
    text = utf8_cut(text, LOOK_BYTES);
    const size_t count = lexicon_count();
    const char *language = guess_by_script(text);
    double best = 0, second = 0, scores[LEXICON_LANGUAGES_MAX] = {0};
    size_t words = 0, winner = 0;
    struct scan scan = {.text = text, .elides = true};
    struct token t;
    while (!language && scan_next(&scan, &t)) {
        if (t.kind != TOKEN_WORD)
            continue;
        words++;
        uint64_t lower = word_lower_hash(lexicon_at(0), (struct str){text.p + t.begin, t.length});
        uint64_t languages = lexicon_stop_languages(lower);
        unsigned shared = 0;
        for (size_t i = 1; languages >> i; i++)
            shared += (unsigned)(languages >> i & 1);
        for (size_t i = 1; languages >> i; i++)
            scores[i] += languages >> i & 1 ? 1.0 / shared + 0.25 : 0; /* shared words tell less */
    }
    for (size_t i = 1; i < count; i++) {
        if (scores[i] > best)
            second = best, best = scores[i], winner = i;
        else if (scores[i] > second)
            second = scores[i];
    }
    if (!language && best >= 1.25 && best * 12 > (double)words && best > second * 1.1 && words >= WORDS_NEEDED)
        language = lexicon_at(winner)->language;
    snprintf(out, 12, "%s", language ? language : "und");
}
