#include "text/timex_scan.h"

#include "text/timex_number.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_ascii_letter(char c)
{
    return (unsigned)((c | 0x20) - 'a') < 26;
}

static bool is_letter(char c)
{
    return is_ascii_letter(c) || (unsigned char)c >= 0x80;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static char peek(const struct timex_scanner *s, size_t offset)
{
    return s->at + offset < s->text.n ? s->text.p[s->at + offset] : '\0';
}

static struct timex_token *push(struct timex_scanner *s, size_t begin, size_t end, uint64_t classes)
{
    struct timex_token *t = &s->tokens[s->count++];
    *t = (struct timex_token){.begin = (uint32_t)begin,
                              .end = (uint32_t)end,
                              .classes = classes,
                              .is_break = s->breaks,
                              .is_glued = s->is_glued,
                              .is_money = s->is_money};
    s->breaks = s->is_glued = s->is_money = false;
    return t;
}

/* Stands a letter before the place? Not a dash, a quotation mark or a hard space: U+0080 to U+00BF, U+2000 to U+207F.
 */
static bool hangs_on_letter(const struct timex_scanner *s)
{
    const char *p = s->text.p + s->at;
    if (!s->at || (!is_letter(p[-1]) && p[-1] != '_'))
        return false;
    bool is_latin = s->at >= 2 && p[-2] == '\xC2';
    bool is_general = s->at >= 3 && p[-3] == '\xE2' && ((unsigned char)p[-2] & 0xFE) == 0x80;
    return !is_latin && !is_general;
}

/* "Q3", "FY2026", "FY26": digits that hang on a short word of the grammar. */
static uint64_t code_classes(const struct timex_scanner *s, size_t begin, size_t end, const struct timex_number *n)
{
    const struct timex_token *before = s->count ? &s->tokens[s->count - 1] : NULL;
    if (!before || !before->word || before->end != begin || before->end - before->begin > 2 || !before->is_capitalised)
        return 0;
    if (before->classes & CLASS_BIT(FISCAL))
        return end - begin == 2 ? CLASS_BIT(YY) : n->classes & CLASS_BIT(YEAR);
    return end - begin == 1 ? CLASS_BIT(ORD) : 0;
}

static void scan_number(struct timex_scanner *s)
{
    struct timex_number n = {0};
    bool behind_iso =
        s->count && (s->tokens[s->count - 1].classes & CLASS_BIT(ISO)) && s->tokens[s->count - 1].end + 1 == s->at;
    bool is_part = hangs_on_letter(s) && !behind_iso;
    size_t begin = s->at, end = timex_number_read(s->g, s->text, begin, &n);
    s->at = end + n.skip;
    struct timex_token *t = push(s, begin - n.apostrophe, end, is_part ? code_classes(s, begin, end, &n) : n.classes);
    t->number = n.value;
    t->extra[0] = n.extra[0];
    t->extra[1] = n.extra[1];
    t->is_digits = true;
    t->is_money = t->is_money || peek(s, 0) == '%';
}

/* Punctuation of three bytes (U+2000 to U+206F): dashes, quotation marks, the apostrophe, odd spaces. */
static void scan_general_punctuation(struct timex_scanner *s)
{
    size_t begin = s->at;
    unsigned char c = (unsigned char)peek(s, 2);
    s->at = begin + 3 < s->text.n ? begin + 3 : s->text.n;
    if (c >= 0x90 && c <= 0x95)
        push(s, begin, s->at, CLASS_BIT(DASH));
    else if (c == 0xA6)
        s->breaks = true;
}

static bool is_general_punctuation(const struct timex_scanner *s)
{
    return (unsigned char)peek(s, 0) == 0xE2 && ((unsigned char)peek(s, 1) & 0xFE) == 0x80;
}

/* The length of an apostrophe at an offset: 1 for ASCII, 3 for U+2019, else 0. */
static size_t apostrophe(const struct timex_scanner *s, size_t offset)
{
    if (peek(s, offset) == '\'')
        return 1;
    return peek(s, offset) == '\xE2' && peek(s, offset + 1) == '\x80' && peek(s, offset + 2) == '\x99' ? 3 : 0;
}

/* One byte of a word in lower case: ASCII, and the letters of Latin-1 behind 0xC3. */
static unsigned char lower(unsigned char c, unsigned char before)
{
    if (c >= 'A' && c <= 'Z')
        return (unsigned char)(c + 32);
    return before == 0xC3 && c >= 0x80 && c <= 0x9E && c != 0x97 ? (unsigned char)(c + 32) : c;
}

static void look_up(const struct timex_grammar *g, struct timex_token *t, struct str word)
{
    const uint64_t *found = map_get(&g->words, t->hash);
    if (found) {
        t->word = &g->items[*found - 1];
        t->classes = t->word->classes;
        if (!t->is_capitalised)
            t->classes &= ~g->capitalised;
        const struct timex_sense *sense = timex_sense(t->word, CLASS_NUM);
        if (!sense)
            sense = timex_sense(t->word, CLASS_TENS);
        if (!sense)
            sense = timex_sense(t->word, CLASS_ORD);
        if (sense)
            t->number = sense->value;
        if (t->classes & CLASS_BIT(TENS))
            t->classes |= CLASS_BIT(NUM);
    }
    if (t->classes || t->is_capitalised || word.n < 4)
        return;
    for (size_t i = 0; i < g->suffix_count; i++) {
        const struct timex_suffix *x = &g->suffixes[i];
        if (word.n > x->length + 1 && memcmp(word.p + word.n - x->length, x->text, x->length) == 0) {
            t->classes |= x->classes;
            return;
        }
    }
}

static void scan_word(struct timex_scanner *s)
{
    size_t begin = s->at, letters = 0, upper = 0;
    uint64_t h = TIMEX_HASH_START;
    unsigned char before = 0;
    while (s->at < s->text.n) {
        unsigned char c = (unsigned char)s->text.p[s->at];
        size_t mark = 0;
        if (is_ascii_letter((char)c)) { /* most of most texts */
            letters++;
            upper += c <= 'Z';
            h = timex_hash_byte(h, c | 0x20);
            before = c;
            s->at++;
            continue;
        }
        if (!is_letter((char)c)) {
            /* "p.m.", "U.S.": single letters with full stops; "won't": an apostrophe within; "o'clock" */
            bool abbreviates = c == '.' && letters == 1 && is_letter(peek(s, 1)) && !is_letter(peek(s, 2)) &&
                               (unsigned char)peek(s, 1) < 0x80;
            mark = apostrophe(s, 0);
            bool contracts = mark && is_letter(peek(s, mark)) && !s->g->elides &&
                             !((peek(s, mark) | 0x20) == 's' && !is_letter(peek(s, mark + 1)));
            if (!abbreviates && !contracts)
                break;
            letters = 0;
            c = contracts ? '\'' : 0;
        } else if (is_general_punctuation(s)) {
            mark = apostrophe(s, 0);
            if (!mark || s->g->elides || !is_letter(peek(s, 3)) || (unsigned char)peek(s, 3) >= 0x80 ||
                ((peek(s, 3) | 0x20) == 's' && !is_letter(peek(s, 4))))
                break;
            c = '\'';
        } else if (c == 0xC2) {
            break;
        } else {
            letters++;
            upper += c >= 'A' && c <= 'Z';
        }
        if (c) {
            h = timex_hash_byte(h, lower(c, before));
            before = c;
        }
        s->at += mark ? mark : 1;
    }
    if (s->at == begin) {
        s->at++;
        return;
    }
    struct timex_token *t = push(s, begin, s->at, 0);
    unsigned char first = (unsigned char)s->text.p[begin];
    t->hash = h;
    t->is_word = true;
    t->is_capitalised = (first >= 'A' && first <= 'Z') ||
                        (first == 0xC3 && begin + 1 < s->text.n && (unsigned char)s->text.p[begin + 1] <= 0x9E);
    t->is_upper = upper > 1 && upper == letters;
    look_up(s->g, t, (struct str){s->text.p + begin, s->at - begin});
    size_t mark = apostrophe(s, 0);
    if (mark && s->g->elides && is_letter(peek(s, mark))) {
        s->at += mark;
    } else if (mark && (peek(s, mark) | 0x20) == 's' && !is_letter(peek(s, mark + 1))) {
        t->is_possessive = true;
        s->at += mark + 1;
    } else if (mark && t->end && s->text.p[t->end - 1] == 's') {
        t->is_possessive = true;
        s->at += mark;
    }
}

/* Does the full stop just read end the sentence? Not behind a short abbreviation, not before a small letter. */
static bool ends_sentence(const struct timex_scanner *s)
{
    if (s->at < s->text.n && !is_space(s->text.p[s->at]))
        return false;
    const struct timex_token *last = s->count ? &s->tokens[s->count - 1] : NULL;
    if (last && last->is_word && last->end + 1 == s->at && last->end - last->begin <= 5 &&
        (last->is_capitalised || (last->classes & CLASS_BIT(MERIDIEM)))) {
        const struct timex_word *w = last->word;
        bool is_short = last->end - last->begin <= 3 && !(w && (w->classes & (CLASS_BIT(YEAR) | CLASS_BIT(RELDAY))));
        if (is_short || (w && (w->classes & (CLASS_BIT(MONTH) | CLASS_BIT(WEEKDAY) | CLASS_BIT(MERIDIEM))) &&
                         last->end - last->begin < 5))
            return false;
    }
    if (s->g->point_dates && last && last->is_digits && last->end + 1 == s->at && last->end - last->begin <= 2)
        return false;
    size_t i = s->at;
    while (i < s->text.n && is_space(s->text.p[i]) && i < s->at + 8)
        i++;
    return i >= s->text.n || !(s->text.p[i] >= 'a' && s->text.p[i] <= 'z');
}

/* A mark of one byte; true when the sentence ends with it. */
static bool scan_mark(struct timex_scanner *s)
{
    char c = peek(s, 0);
    size_t begin = s->at++;
    switch (c) {
    case ',':
        push(s, begin, s->at, CLASS_BIT(COMMA));
        return false;
    case '.':
        return ends_sentence(s);
    case '!':
    case '?':
        return s->at >= s->text.n || is_space(s->text.p[s->at]);
    case '-': {
        bool between = begin && !is_space(s->text.p[begin - 1]) && !is_space(peek(s, 0)) && peek(s, 0) != '-';
        if (between && (is_letter(s->text.p[begin - 1]) || is_letter(peek(s, 0))))
            s->is_glued = true;
        else
            push(s, begin, s->at, CLASS_BIT(DASH));
        return false;
    }
    case '/':
        push(s, begin, s->at, CLASS_BIT(SLASH));
        return false;
    case '(':
        push(s, begin, s->at, CLASS_BIT(OPEN));
        return false;
    case '$':
    case '#':
        s->is_money = true;
        return false;
    case '\'':
    case '"':
    case '`':
    case '_':
    case '*':
        return false;
    default:
        s->breaks = true;
        return false;
    }
}

/* "New Year's Day", "more than": the longest phrase of the grammar becomes one token. */
static void join_phrases(struct timex_scanner *s)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->count; i++) {
        struct timex_token t = s->tokens[i];
        if (t.word && t.word->begins_phrase) {
            uint64_t h = t.hash;
            for (size_t n = 1; n < TIMEX_PHRASE_WORDS + 1 && i + n < s->count; n++) {
                const struct timex_token *next = &s->tokens[i + n];
                if (!next->is_word || next->is_break)
                    break;
                h = timex_hash_join(h, next->hash);
                struct timex_token whole = s->tokens[i];
                whole.hash = h;
                whole.end = next->end;
                whole.classes = 0;
                whole.word = NULL;
                const uint64_t *found = map_get(&s->g->words, h);
                if (!found)
                    continue;
                whole.is_possessive = next->is_possessive;
                if (s->tokens[i].word->is_doubtful) /* "a brisk May day" is no May Day */
                    whole.is_capitalised = whole.is_capitalised && next->is_capitalised;
                look_up(s->g, &whole, (struct str){NULL, 0});
                if (whole.classes || !whole.word->sense_count) {
                    t = whole;
                    t.extra[0] = (int32_t)n; /* how many tokens to skip: see below */
                }
            }
            if (t.hash != s->tokens[i].hash) {
                i += (size_t)t.extra[0];
                t.extra[0] = 0;
            }
        }
        s->tokens[kept++] = t;
    }
    s->count = kept;
}

void timex_scan_begin(struct timex_scanner *s, const struct timex_grammar *g, struct str text)
{
    s->g = g;
    s->text = text;
    s->at = s->count = 0;
    s->breaks = s->is_glued = s->is_money = false;
}

bool timex_scan_next(struct timex_scanner *s)
{
    s->count = 0;
    s->breaks = s->is_glued = s->is_money = false;
    size_t newlines = 0;
    bool ends = false;
    while (s->at < s->text.n && !ends && s->count < TIMEX_SENTENCE_TOKENS) {
        char c = s->text.p[s->at];
        if (is_space(c)) {
            newlines += c == '\n';
            s->at++;
            s->is_glued = false;
            ends = newlines > 1 && s->count;
            continue;
        }
        newlines = 0;
        if (is_digit(c))
            scan_number(s);
        else if (is_general_punctuation(s))
            scan_general_punctuation(s);
        else if (c == '\xC2') /* a hard space, guillemets: as if it were not there */
            s->at += s->at + 1 < s->text.n ? 2 : 1;
        else if (is_letter(c))
            scan_word(s);
        else
            ends = scan_mark(s);
    }
    if (!s->count)
        return s->at < s->text.n;
    join_phrases(s);
    timex_number_join(s);
    return true;
}
