#include "text/marker.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/embedded.h"
#include "base/map.h"

enum {
    LABEL_LONGEST = 40, /* bytes */
    LABELS_MAX = 4,     /* "(URGENT) REFILE-UPDATE 2-" */
    TAG = MARKER_FLASH + 1,
};

static const char *const kinds[] = {"none", "roundup", "live", "version", "flash", "tag"};
static struct map table; /* hash of a label -> its kind */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "3", "#3", "2nd", "3." */
static bool is_count(struct str word)
{
    size_t i = word.n && word.p[0] == '#';
    size_t first = i;
    while (i < word.n && is_digit(word.p[i]))
        i++;
    struct str ending = {word.p + i, word.n - i};
    static const char *const endings[] = {"", ".", "st", "nd", "rd", "th"};
    for (size_t k = 0; i > first && k < sizeof endings / sizeof *endings; k++)
        if (str_eq_nocase(ending, str_of(endings[k])))
            return true;
    return false;
}

/* Words in lower case with one blank between, without counts: how labels stand in the table. */
static size_t fold(struct str label, char out[LABEL_LONGEST])
{
    size_t n = 0;
    if (label.n > LABEL_LONGEST)
        return 0;
    while (label.n) {
        struct str word = str_cut(&label, ' ');
        if (!word.n || is_count(word))
            continue;
        while (word.n > 1 && is_digit(word.p[word.n - 1])) /* "UPDATE3" */
            word.n--;
        if (n)
            out[n++] = ' ';
        for (size_t i = 0; i < word.n; i++)
            out[n++] = lower(word.p[i]);
    }
    return n;
}

static void load(void)
{
    struct str rest = embedded_get("data/markers.txt"), line;
    while (embedded_line(&rest, &line)) {
        struct str kind = str_cut(&line, ':');
        size_t number = 0;
        while (number < sizeof kinds / sizeof *kinds && !str_eq(kind, str_of(kinds[number])))
            number++;
        if (number == sizeof kinds / sizeof *kinds)
            abort(); /* a fault of the data file: caught by the first test that runs */
        while (line.n) {
            char label[LABEL_LONGEST];
            size_t n = fold(str_trim(str_cut(&line, ';')), label);
            if (n)
                *map_put(&table, str_hash((struct str){label, n})) = number;
        }
    }
}

static unsigned kind_of(struct str label)
{
    char folded[LABEL_LONGEST];
    size_t n = fold(str_trim(label), folded);
    const uint64_t *kind = n ? map_get(&table, str_hash((struct str){folded, n})) : NULL;
    return kind ? (unsigned)*kind : MARKER_NONE;
}

static bool is_upper(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] >= 'a' && s.p[i] <= 'z')
            return false;
    return true;
}

/* What parts a label from the title behind it. A bare hyphen is what agencies write: it also joins words. */
static size_t separator_at(struct str t, size_t at, bool *is_bare)
{
    static const char *const others[] = {":", "|", "\xE2\x80\x93", "\xE2\x80\x94", "//", "+++"};
    struct str rest = {t.p + at, t.n - at};
    *is_bare = false;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (str_starts(rest, str_of(others[i])))
            return strlen(others[i]);
    *is_bare = (t.p[at] == '-' || t.p[at] == '/') && !(at && t.p[at - 1] == ' ');
    return t.p[at] == '-' || t.p[at] == '/';
}

static struct str without(struct str t, size_t begin)
{
    return str_trim((struct str){t.p + begin, t.n - begin});
}

/* "(2nd LD) ", "[Updated] "; the rest may follow behind a colon or a dash. */
static unsigned take_bracket(struct str *t)
{
    char closing = t->p[0] == '(' ? ')' : ']';
    const char *end = memchr(t->p, closing, t->n < LABEL_LONGEST ? t->n : LABEL_LONGEST);
    unsigned kind = end ? kind_of((struct str){t->p + 1, (size_t)(end - t->p) - 1}) : MARKER_NONE;
    if (kind != MARKER_NONE) {
        *t = without(*t, (size_t)(end - t->p) + 1);
        if (t->n && (t->p[0] == ':' || t->p[0] == '-'))
            *t = without(*t, 1);
    }
    return kind;
}

static unsigned take_first(struct str *t)
{
    if (t->n && (t->p[0] == '(' || t->p[0] == '['))
        return take_bracket(t);
    if (str_starts(*t, STR("+++")))
        *t = without(*t, 3);
    for (size_t i = 1; i < t->n && i < LABEL_LONGEST; i++) {
        bool is_bare;
        size_t width = separator_at(*t, i, &is_bare);
        struct str label = {t->p, i};
        unsigned kind = width ? kind_of(label) : MARKER_NONE;
        if (kind == MARKER_NONE) /* "LIVE-TICKER:": a later one may end the label */
            continue;
        bool is_agency = kind == MARKER_VERSION || kind == MARKER_ROUNDUP || kind == TAG;
        if ((is_bare && !(is_agency && is_upper(label))) || (kind == TAG && (t->p[i] != ':' || !is_upper(label))))
            return MARKER_NONE;
        *t = without(*t, i + width);
        return kind;
    }
    return MARKER_NONE;
}

/* " (updated)", " - live updates". */
static unsigned take_last(struct str *t)
{
    char closing = t->n ? t->p[t->n - 1] : 0, opening = closing == ')' ? '(' : closing == ']' ? '[' : 0;
    for (size_t i = t->n; i-- > 1 && t->n - i < LABEL_LONGEST;) {
        struct str label = {t->p + i + 1, t->n - i - 1};
        bool is_bare;
        size_t width = separator_at(*t, i, &is_bare);
        if (opening && t->p[i] == opening)
            label.n--;
        else if (opening || !width || is_bare || t->p[i] == '/')
            continue;
        else
            label = (struct str){t->p + i + width, t->n - i - width};
        unsigned kind = kind_of(label);
        if (kind == MARKER_NONE || (kind == TAG && !opening))
            return MARKER_NONE;
        *t = str_trim((struct str){t->p, i});
        return kind;
    }
    return MARKER_NONE;
}

struct str marker_strip(struct str title, enum marker *found)
{
    unsigned least = MARKER_NONE;
    struct str left = str_trim(title);
    if (str_ends(left, STR("+++")))
        left = str_trim((struct str){left.p, left.n - 3});
    pthread_once(&once, load);
    for (size_t i = 0; i < 2 * LABELS_MAX && left.n; i++) {
        struct str before = left;
        unsigned kind = take_first(&left);
        if (kind == MARKER_NONE)
            kind = take_last(&left);
        if (kind == MARKER_NONE) {
            left = before;
            break;
        }
        kind = kind == TAG ? MARKER_VERSION : kind;
        least = least == MARKER_NONE || kind < least ? kind : least;
    }
    if (found)
        *found = left.n ? (enum marker)least : MARKER_NONE;
    return left.n ? left : title;
}
