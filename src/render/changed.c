#include "render/changed.h"

#include "render/escape.h"
#include "render/formats.h"
#include "render/when.h"

enum { WORDS_MOST = 100 }; /* of a wording whose words are told apart; a longer one is shown as a whole */

const char *changed_label(enum change_kind kind)
{
    static const char *const labels[CHANGE_KINDS] = {"New", "Revised", "Confirmed by more", "Withdrawn", "No longer told here"};
    return kind < CHANGE_KINDS ? labels[kind] : "";
}

static size_t count_of(const struct brief *brief, enum change_kind kind)
{
    size_t n = 0;
    for (size_t i = 0; i < brief->change_count; i++)
        n += brief->changes[i].kind == kind;
    return n;
}

void changed_title(const struct brief *brief, struct buf *out)
{
    buf_add_z(out, count_of(brief, CHANGE_ADDED) ? "New since " : "Changed since ");
    if (brief->since.is_set)
        when_time(out, brief->since);
    else
        buf_add_z(out, "the version before");
}

void changed_counts(const struct brief *brief, struct buf *out)
{
    static const char *const names[CHANGE_KINDS] = {"new", "revised", "confirmed by more", "withdrawn", "no longer told here"};
    bool is_first = true;
    for (enum change_kind kind = 0; kind < CHANGE_KINDS; kind++) {
        size_t n = count_of(brief, kind);
        if (n)
            buf_format(out, "%s%zu %s", is_first ? "" : ", ", n, names[kind]);
        is_first = is_first && !n;
    }
}

bool changed_is_new(const struct brief *brief, const struct unit_text *unit)
{
    for (size_t i = 0; i < brief->change_count; i++)
        if (brief->changes[i].kind == CHANGE_ADDED && str_eq(brief->changes[i].unit.text, unit->text))
            return true;
    return false;
}

static size_t split(struct str text, struct str words[WORDS_MOST + 1])
{
    size_t n = 0;
    while (text.n && n <= WORDS_MOST) {
        struct str word = str_cut(&text, ' ');
        if (word.n)
            words[n++] = word;
    }
    return n;
}

static void marked(const char *element, const struct str *words, size_t count, struct buf *out)
{
    if (!count)
        return;
    buf_format(out, "<%s>", element);
    for (size_t i = 0; i < count; i++) {
        buf_add_z(out, i ? " " : "");
        escape_markup(out, words[i]);
    }
    buf_format(out, "</%s> ", element);
}

/* The longest common subsequence of the words: what is not in it went or came. */
void changed_words(struct str was, struct str now, struct buf *out)
{
    struct str old[WORDS_MOST + 1], new[WORDS_MOST + 1];
    size_t n = split(was, old), m = split(now, new);
    if (n > WORDS_MOST || m > WORDS_MOST) {
        marked("del", &was, 1, out);
        marked("ins", &now, 1, out);
        return;
    }
    unsigned char longest[WORDS_MOST + 1][WORDS_MOST + 1] = {0}; /* of the words from i and from k on */
    for (size_t i = n; i-- > 0;)
        for (size_t k = m; k-- > 0;)
            longest[i][k] = str_eq(old[i], new[k])                      ? (unsigned char)(longest[i + 1][k + 1] + 1)
                            : longest[i + 1][k] > longest[i][k + 1] ? longest[i + 1][k]
                                                                    : longest[i][k + 1];
    size_t i = 0, k = 0;
    while (i < n || k < m) {
        size_t gone = i, come = k;
        while (i < n && k < m && !str_eq(old[i], new[k])) {
            if (longest[i + 1][k] >= longest[i][k + 1])
                i++;
            else
                k++;
        }
        if (i == n || k == m)
            i = n, k = m;
        marked("del", old + gone, i - gone, out);
        marked("ins", new + come, k - come, out);
        for (; i < n && k < m && str_eq(old[i], new[k]); i++, k++) {
            escape_markup(out, new[k]);
            buf_add_byte(out, ' ');
        }
    }
}
