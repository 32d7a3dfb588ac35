#include "text/timex_number.h"

enum { YEAR_FIRST = 1000, YEAR_LAST = 2199 };

struct cursor {
    struct str text;
    size_t at;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (unsigned)((c | 0x20) - 'a') < 26 || (unsigned char)c >= 0xC3;
}

static char peek(const struct cursor *c, size_t offset)
{
    return c->at + offset < c->text.n ? c->text.p[c->at + offset] : '\0';
}

/* Does a word go on here? Dashes and quotation marks (U+2000 to U+207F) are none. */
static bool is_letter_at(const struct cursor *c, size_t offset)
{
    bool is_mark = peek(c, offset) == '\xE2' && ((unsigned char)peek(c, offset + 1) & 0xFE) == 0x80;
    return is_letter(peek(c, offset)) && !is_mark;
}

/* A run of digits; values of more than nine stay at what nine say. */
static int32_t digits(struct cursor *c, size_t *count)
{
    int32_t v = 0;
    size_t n = 0;
    for (; is_digit(peek(c, 0)); n++, c->at++)
        if (n < 9)
            v = v * 10 + (peek(c, 0) - '0');
    *count = n;
    return v;
}

/* Two digits of a year: the century that keeps it from 50 years back to 49 on is not known here, so 1950 to 2049. */
static int32_t full_year(int32_t v, size_t n)
{
    return n == 4 ? v : v < 50 ? 2000 + v : 1900 + v;
}

/* "T14:05Z" behind an ISO date is left to be a token of its own; here the date: 2025-10-07, 7/10/2025, 07.10.25. */
static bool numeric_date(const struct timex_grammar *g, struct cursor *c, int32_t first, size_t n1,
                         struct timex_number *out)
{
    char mark = peek(c, 0);
    if ((mark != '-' && mark != '/' && mark != '.') || !is_digit(peek(c, 1)))
        return false;
    struct cursor was = *c;
    size_t n2, n3 = 0;
    c->at++;
    int32_t second = digits(c, &n2), third = 0;
    if (n2 <= 2 && peek(c, 0) == mark && is_digit(peek(c, 1))) {
        c->at++;
        third = digits(c, &n3);
    }
    bool is_iso = n1 == 4 && n3 > 0 && n3 <= 2 && (mark == '-' || mark == '/');
    bool has_year = n1 <= 2 && (n3 == 4 || (n3 == 2 && mark != '-'));
    bool day_first = g->day_first || mark == '.' || first > 12;
    int32_t year = is_iso ? first : full_year(third, n3);
    int32_t month = is_iso ? second : day_first ? second : first;
    int32_t day = is_iso ? third : day_first ? first : second;
    if ((!is_iso && !has_year) || !civil_exists(year, month, day) || is_digit(peek(c, 0)) ||
        (peek(c, 0) == mark && is_digit(peek(c, 1)))) {
        *c = was;
        return false;
    }
    if (peek(c, 0) == 'T' && is_digit(peek(c, 1)))
        out->skip = 1; /* the time that follows joins the day like any other */
    out->classes = CLASS_BIT(ISO);
    out->value = year;
    out->extra[0] = month;
    out->extra[1] = day;
    return true;
}

/* 10:35, 10:35:07, 10h35, 24:00; more parts are no time of day. */
static bool clock_time(const struct timex_grammar *g, struct cursor *c, int32_t hour, size_t n,
                       struct timex_number *out)
{
    char mark = peek(c, 0);
    bool is_mark = mark == ':' || mark == 'h' || (mark == '.' && g->point_dates); /* 14.30 Uhr */
    if (!is_mark || n > 2 || hour > 24 || !is_digit(peek(c, 1)) || !is_digit(peek(c, 2)) || is_digit(peek(c, 3)))
        return false;
    struct cursor was = *c;
    size_t n2, n3;
    c->at++;
    out->extra[0] = digits(c, &n2);
    out->extra[1] = -1;
    if (peek(c, 0) == ':' && is_digit(peek(c, 1)) && is_digit(peek(c, 2)) && !is_digit(peek(c, 3))) {
        c->at++;
        out->extra[1] = digits(c, &n3);
    }
    if (out->extra[0] > 59 || out->extra[1] > 60 || (hour == 24 && out->extra[0]) || peek(c, 0) == ':') {
        *c = was;
        return false;
    }
    out->classes = CLASS_BIT(CLOCK);
    return true;
}

/* 2011-12, 1998-2002, 1998/99: years that follow one another. */
static bool year_span(struct cursor *c, int32_t first, struct timex_number *out)
{
    struct cursor was = *c;
    size_t n;
    if (peek(c, 0) == '-' || peek(c, 0) == '/')
        c->at++;
    else if (peek(c, 0) == '\xE2' && peek(c, 1) == '\x80' && peek(c, 2) == '\x93')
        c->at += 3;
    else
        return false;
    int32_t last = digits(c, &n);
    last = n == 2 ? first / 100 * 100 + last : last;
    if ((n != 2 && n != 4) || last <= first || last > first + 300 || last > YEAR_LAST || is_letter_at(c, 0) ||
        peek(c, 0) == '-') {
        *c = was;
        return false;
    }
    out->classes = CLASS_BIT(YEARS);
    out->extra[0] = last;
    return true;
}

static bool is_ordinal_end(const struct cursor *c, int32_t v, size_t *length)
{
    static const char ends[][3] = {"st", "nd", "rd", "th", "er"};
    char pair[3] = {(char)(peek(c, 0) | 0x20), (char)(peek(c, 1) | 0x20), 0};
    *length = 2;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (memcmp(pair, ends[i], 2) == 0)
            return !is_letter_at(c, 2) && (pair[0] != 'e' || v == 1);
    *length = 1;
    if (pair[0] == 'e' && !is_letter_at(c, 1) && v > 1) /* 20e anniversaire */
        return true;
    *length = 2;
    /* º, ª (1º de mayo), and "1. Mai" is read by the scanner's grammar */
    return peek(c, 0) == '\xC2' && (peek(c, 1) == '\xBA' || peek(c, 1) == '\xAA');
}

/* The classes of a plain run of n digits, by what hangs on it. */
static void plain_forms(struct cursor *c, int32_t v, size_t n, bool is_short, struct timex_number *out)
{
    size_t length;
    char next = peek(c, 0);
    if (n <= 3 && is_ordinal_end(c, v, &length)) {
        c->at += length;
        out->classes = CLASS_BIT(ORD) | (v >= 1 && v <= 31 ? CLASS_BIT(DAY) : 0);
        return;
    }
    bool curly = next == '\xE2' && peek(c, 1) == '\x80' && peek(c, 2) == '\x99';
    size_t mark = next == '\'' ? 1 : curly ? 3 : 0;
    bool is_decade = v % 10 == 0 && peek(c, mark) == 's' && !is_letter_at(c, mark + 1) &&
                     ((n == 4 && v >= YEAR_FIRST && v <= YEAR_LAST) || (n == 2 && v >= 20));
    bool is_er = peek(c, 0) == 'e' && peek(c, 1) == 'r' && !is_letter_at(c, 2); /* die 1990er */
    if (is_er && v % 10 == 0 && (n == 4 || (n == 2 && v >= 20))) {
        c->at++;
        is_decade = true;
    }
    if (is_decade) {
        c->at += mark + 1;
        out->classes = CLASS_BIT(DECADE);
        out->value = n == 4 ? v : 1900 + v;
        return;
    }
    if (is_letter_at(c, 0) && !((next | 0x20) == 'a' || (next | 0x20) == 'p' || (next | 0x20) == 'h'))
        return; /* 4x4, 747s; "10am" goes on as two tokens */
    out->classes = CLASS_BIT(NUM);
    if (n <= 2 && v >= 1 && v <= 31 && !(n == 2 && is_short)) /* Oct '25 is no day */
        out->classes |= CLASS_BIT(DAY);
    if (n == 4 && v >= YEAR_FIRST && v <= YEAR_LAST && !year_span(c, v, out))
        out->classes |= CLASS_BIT(YEAR);
    if (n == 2 && is_short)
        out->classes |= CLASS_BIT(YY);
}

size_t timex_number_read(const struct timex_grammar *g, struct str text, size_t at, struct timex_number *out)
{
    struct cursor c = {text, at};
    bool ascii = at && text.p[at - 1] == '\'';
    bool curly = at >= 3 && memcmp(text.p + at - 3, "\xE2\x80\x99", 3) == 0;
    size_t n;
    int32_t v = digits(&c, &n);
    out->value = v;
    if (n <= 3 && peek(&c, 0) == ',' && is_digit(peek(&c, 1)) && is_digit(peek(&c, 2)) && is_digit(peek(&c, 3)) &&
        !is_digit(peek(&c, 4))) {
        while (peek(&c, 0) == ',' && is_digit(peek(&c, 1))) {
            size_t more;
            c.at++;
            int32_t low = digits(&c, &more);
            out->value = out->value < 1000000 && more == 3 ? out->value * 1000 + low : out->value;
        }
        out->classes = CLASS_BIT(NUM);
        return c.at;
    }
    if (n <= 4 && (numeric_date(g, &c, v, n, out) || clock_time(g, &c, v, n, out)))
        return c.at;
    bool is_fraction = false;
    while ((peek(&c, 0) == '.' || peek(&c, 0) == ',' || peek(&c, 0) == ':') && is_digit(peek(&c, 1))) {
        size_t more;
        c.at++;
        digits(&c, &more);
        is_fraction = true;
    }
    if (is_fraction)
        return c.at;
    plain_forms(&c, v, n, ascii || curly, out);
    if (out->classes & (CLASS_BIT(YY) | (n == 2 ? CLASS_BIT(DECADE) : 0)))
        out->apostrophe = ascii ? 1 : curly ? 3 : 0;
    return c.at;
}

static bool is_number_word(const struct timex_token *t)
{
    return t->is_word && (t->classes & CLASS_BIT(NUM));
}

/* Can `t` be taken into the number word `last`? Changes *last if so. */
static bool join(struct timex_token *last, const struct timex_token *t)
{
    if (t->is_break)
        return false;
    if ((last->classes & CLASS_BIT(NUM)) && (t->classes & CLASS_BIT(MAGNITUDE)) && last->number > 0 &&
        last->number < 1000) {
        last->number *= timex_sense(t->word, CLASS_MAGNITUDE)->value;
        last->classes = CLASS_BIT(NUM);
        last->is_digits = false;
        return true;
    }
    if (!t->is_word)
        return false;
    bool is_word = is_number_word(last);
    if (is_word && (last->classes & CLASS_BIT(TENS)) && (t->classes & (CLASS_BIT(NUM) | CLASS_BIT(ORD))) &&
        t->number > 0 && t->number < 10) {
        last->number += t->number;
        last->classes = t->classes & (CLASS_BIT(NUM) | CLASS_BIT(ORD));
        if ((last->classes & CLASS_BIT(ORD)) && last->number <= 31)
            last->classes |= CLASS_BIT(DAY);
        return true;
    }
    /* "nineteen ninety-four", "twenty twelve" */
    if (is_word && last->number >= 15 && last->number <= 20 && (t->classes & CLASS_BIT(NUM)) && t->number >= 10 &&
        t->number < 100) {
        last->number = last->number * 100 + t->number;
        last->classes = CLASS_BIT(YEAR) | (t->classes & CLASS_BIT(TENS));
        return true;
    }
    /* "nineteen ninety" + "four" */
    if ((last->classes & CLASS_BIT(YEAR)) && (last->classes & CLASS_BIT(TENS)) && t->number > 0 && t->number < 10 &&
        (t->classes & CLASS_BIT(NUM))) {
        last->number += t->number;
        last->classes = CLASS_BIT(YEAR);
        return true;
    }
    return false;
}

void timex_number_join(struct timex_scanner *s)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->count; i++) {
        struct timex_token *t = &s->tokens[i];
        struct timex_token *last = kept ? &s->tokens[kept - 1] : NULL;
        bool year_goes_on = last && (last->classes & CLASS_BIT(YEAR)) && (last->classes & CLASS_BIT(TENS));
        if (last && (t->classes & (CLASS_BIT(NUM) | CLASS_BIT(ORD) | CLASS_BIT(MAGNITUDE))) &&
            ((last->classes & CLASS_BIT(NUM)) || year_goes_on) && join(last, t)) {
            last->end = t->end;
            continue;
        }
        /* 5 1/2: a half more */
        bool is_half = last && last->is_digits && (last->classes & CLASS_BIT(NUM)) && t->is_digits && t->number == 1 &&
                       i + 2 < s->count && (s->tokens[i + 1].classes & CLASS_BIT(SLASH)) &&
                       s->tokens[i + 2].number == 2 && s->tokens[i + 2].is_digits && !t->is_break;
        if (is_half) {
            last->classes = CLASS_BIT(NUM) | CLASS_BIT(FRACTION);
            last->end = s->tokens[i + 2].end;
            i += 2;
            continue;
        }
        s->tokens[kept++] = *t;
    }
    s->count = kept;
}
