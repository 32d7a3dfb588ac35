#include "text/scan.h"

#include <unicode/uchar.h>

enum { TOKEN_BYTES_MAX = 60000 };

enum class { CLASS_PUNCTUATION, CLASS_SPACE, CLASS_LETTER, CLASS_DIGIT, CLASS_IDEOGRAPH };

static inline bool is_ascii_letter(char c)
{
    return (unsigned)(c | 0x20) - 'a' < 26;
}

static inline enum class class_of_ascii(unsigned char c)
{
    unsigned char lower = c | 0x20;
    if (lower >= 'a' && lower <= 'z')
        return CLASS_LETTER;
    if (c <= ' ' || c == 0x7F)
        return CLASS_SPACE;
    return c >= '0' && c <= '9' ? CLASS_DIGIT : CLASS_PUNCTUATION;
}

static enum class class_of(uint32_t c)
{
    if (c < 0x80)
        return class_of_ascii((unsigned char)c);
    if (c >= 0x2010 && c <= 0x201F)
        return CLASS_PUNCTUATION;
    if (c == 0xAD || c == 0x200C || c == 0x200D)
        return CLASS_LETTER; /* invisible inside words; folding drops it */
    if (c >= 0x2E80 && (u_hasBinaryProperty((UChar32)c, UCHAR_IDEOGRAPHIC) || (c >= 0x3040 && c <= 0x30FF)))
        return CLASS_IDEOGRAPH; /* written without spaces: a token a character */
    int8_t type = u_charType((UChar32)c);
    if (type == U_DECIMAL_DIGIT_NUMBER)
        return CLASS_DIGIT;
    if (u_isUAlphabetic((UChar32)c) || type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK)
        return CLASS_LETTER;
    return u_isUWhiteSpace((UChar32)c) || type == U_FORMAT_CHAR || type == U_CONTROL_CHAR ? CLASS_SPACE
                                                                                            : CLASS_PUNCTUATION;
}

/* The class of what stands at `at`, and where it ends; the end of the text is white space. */
static inline enum class peek(struct str t, size_t at, size_t *end)
{
    *end = at;
    if (at >= t.n)
        return CLASS_SPACE;
    unsigned char b = (unsigned char)t.p[at];
    if (b < 0x80) {
        *end = at + 1;
        return class_of_ascii(b);
    }
    return class_of(utf8_next(t, end));
}

/* Bytes of an apostrophe at `at`, 0 if there is none. */
static inline size_t apostrophe(struct str t, size_t at)
{
    if (at < t.n && t.p[at] == '\'')
        return 1;
    return at + 3 <= t.n && t.p[at] == '\xE2' && t.p[at + 1] == '\x80' && t.p[at + 2] == '\x99' ? 3 : 0;
}

/* "'s" that ends a word at `at`. */
static size_t possessive(struct str t, size_t at)
{
    size_t n = apostrophe(t, at), end;
    if (!n || at + n >= t.n || (t.p[at + n] | 0x20) != 's')
        return 0;
    enum class next = peek(t, at + n + 1, &end);
    return next == CLASS_LETTER || next == CLASS_DIGIT ? 0 : n + 1;
}

static size_t scan_space(struct scan *s)
{
    size_t at = s->at, end;
    unsigned newlines = 0;
    s->before = 0;
    while (at < s->text.n) {
        if (s->text.p[at] == ' ') {
            at++;
            s->before |= SCAN_SPACE;
            continue;
        }
        if (peek(s->text, at, &end) != CLASS_SPACE)
            break;
        char c = s->text.p[at];
        newlines += c == '\n' || (c == '\r' && (end >= s->text.n || s->text.p[end] != '\n')) ||
                    (c == '\xE2' && end == at + 3 && (s->text.p[at + 2] == '\xA8' || s->text.p[at + 2] == '\xA9') &&
                     s->text.p[at + 1] == '\x80'); /* U+2028, U+2029 */
        at = end;
        s->before |= SCAN_SPACE;
    }
    s->before |= newlines ? SCAN_NEWLINE : 0;
    s->before |= newlines > 1 ? SCAN_BLANK_LINE : 0;
    return at;
}

/* "3,400", "1.2", "21st": digits, marks between digits, an English ordinal's ending. */
static size_t scan_number(struct str t, size_t at)
{
    size_t start = at, end, beyond;
    while (at - start < TOKEN_BYTES_MAX && peek(t, at, &end) == CLASS_DIGIT) {
        at = end;
        if (at < t.n && (t.p[at] == '.' || t.p[at] == ',') && peek(t, at + 1, &beyond) == CLASS_DIGIT)
            at++;
    }
    if (at + 2 <= t.n && class_of_ascii((unsigned char)t.p[at]) == CLASS_LETTER && peek(t, at + 2, &end) != CLASS_LETTER) {
        struct str ending = {t.p + at, 2};
        if (str_eq_nocase(ending, STR("st")) || str_eq_nocase(ending, STR("nd")) || str_eq_nocase(ending, STR("rd")) ||
            str_eq_nocase(ending, STR("th")))
            at += 2;
    }
    return at;
}

/* "U.S.", "a.m.": single letters, each with its full stop; 0 if there are not two of them. */
static size_t scan_dotted(struct str t, size_t at)
{
    size_t count = 0, end, letter_end;
    while (peek(t, at, &letter_end) == CLASS_LETTER && letter_end < t.n && t.p[letter_end] == '.' && count < 8) {
        at = letter_end + 1;
        count++;
    }
    return count >= 2 && peek(t, at, &end) != CLASS_LETTER ? at : 0;
}

static size_t scan_word(struct scan *s, size_t at)
{
    struct str t = s->text;
    size_t start = at, end = at, beyond, letters = 0;
    size_t dotted = scan_dotted(t, at);
    if (dotted)
        return dotted;
    const size_t most = t.n - start < TOKEN_BYTES_MAX ? t.n : start + TOKEN_BYTES_MAX;
    while (at < most) {
        while (at < most && is_ascii_letter(t.p[at])) /* most of most texts */
            at++, letters++;
        if (at >= most)
            break;
        enum class c = peek(t, at, &end);
        if (c == CLASS_LETTER || c == CLASS_DIGIT) {
            at = end;
            letters++;
            continue;
        }
        size_t n = apostrophe(t, at);
        if (!n || peek(t, at + n, &beyond) != CLASS_LETTER || possessive(t, at))
            break;
        at += n;
        if (s->elides && letters <= 6)
            break;
    }
    return at;
}

static size_t scan_punctuation(struct str t, size_t at)
{
    size_t start = at, end, n;
    peek(t, at, &end);
    n = end - start;
    for (at = end; at + n <= t.n && at - start < TOKEN_BYTES_MAX && memcmp(t.p + at, t.p + start, n) == 0;)
        at += n;
    return at;
}

bool scan_next(struct scan *s, struct token *out)
{
    size_t at = scan_space(s), end;
    if (at >= s->text.n) {
        s->at = at;
        return false;
    }
    size_t owned = at == s->at && s->after_letter ? possessive(s->text, at) : 0;
    *out = (struct token){.begin = (uint32_t)at, .kind = TOKEN_WORD};
    enum class c = peek(s->text, at, &end);
    if (owned)
        end = at + owned;
    else if (c == CLASS_LETTER)
        end = scan_word(s, at);
    else if (c == CLASS_DIGIT)
        end = scan_number(s->text, at), out->kind = TOKEN_NUMBER;
    else if (c == CLASS_PUNCTUATION)
        end = scan_punctuation(s->text, at), out->kind = TOKEN_PUNCTUATION;
    s->after_letter = out->kind != TOKEN_PUNCTUATION;
    out->length = (uint16_t)(end - at);
    s->at = end;
    return true;
}
