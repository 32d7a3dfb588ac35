#include "base/arena.h"
#include "feed/html.h"

static bool is_name_byte(char c)
{
    return ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/* Letters, digits, lengths, colours, quoted font names and rgb(1, 2, 3): nothing that loads or computes. */
static bool is_harmless(struct str value)
{
    for (size_t i = 0; i < value.n; i++) {
        char c = value.p[i];
        if (c == '"' || c == '\'') {
            size_t end = i + 1;
            while (end < value.n && (is_name_byte(value.p[end]) || value.p[end] == ' '))
                end++;
            if (end >= value.n || value.p[end] != c)
                return false;
            i = end;
        } else if (c == '(') {
            size_t end = i + 1;
            while (end < value.n && ((value.p[end] >= '0' && value.p[end] <= '9') || strchr(", %.", value.p[end])))
                end++;
            if (end >= value.n || value.p[end] != ')')
                return false;
            i = end;
        } else if (!is_name_byte(c) && !memchr(" \t\n,#%.!", c, 8)) {
            return false;
        }
    }
    return true;
}

/* "1px", "#fff", ".5em", "rgb(0,128,0)". */
static bool is_measure(struct str word)
{
    if (word.n && *word.p == '#')
        return word.n > 1;
    if (str_starts(word, STR("rgb(")))
        return true;
    size_t i = 0;
    while (i < word.n && ((word.p[i] >= '0' && word.p[i] <= '9') || word.p[i] == '.'))
        i++;
    struct str unit = {word.p + i, word.n - i};
    static const char *const units[] = {"", "cm", "em", "ex", "in", "mm", "pc", "pt", "px", "%", ",", ")"};
    for (size_t k = 0; k < sizeof units / sizeof *units; k++)
        if (str_eq(unit, str_of(units[k])))
            return i > 0 && i <= 4; /* more digits of any unit are off every page */
    return false;
}

static bool is_shorthand(struct str property, struct str value)
{
    struct str head = str_cut(&property, '-');
    static const char *const heads[] = {"background", "border", "margin", "padding"};
    bool is_known = false;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        is_known |= str_eq_nocase(head, str_of(heads[i]));
    while (is_known && value.n) {
        struct str word = str_trim(str_cut(&value, ' '));
        if (word.n && !html_has(word, HTML_KEYWORD) && !is_measure(word))
            return false;
    }
    return is_known;
}

struct str html_clean_style(struct arena *a, struct str style)
{
    struct buf out = {0};
    while (style.n) {
        struct str value = str_cut(&style, ';');
        struct str property = str_trim(str_cut(&value, ':'));
        while (value.n && (unsigned char)*value.p <= ' ')
            value = (struct str){value.p + 1, value.n - 1};
        bool is_name = property.n > 0;
        for (size_t i = 0; i < property.n; i++)
            is_name = is_name && is_name_byte(property.p[i]);
        if (!is_name || !value.n || !is_harmless(value))
            continue;
        if (html_has(property, HTML_STYLE) || is_shorthand(property, value))
            buf_format(&out, "%s%.*s: %.*s;", out.n ? " " : "", STR_ARG(property), STR_ARG(value));
    }
    struct str result = str_copy(a, buf_str(&out));
    buf_free(&out);
    return result;
}
