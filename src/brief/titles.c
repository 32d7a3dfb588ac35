/* Titles of sources as headlines: without labels and outlets, and which of them tell rather than ask or sell. */
#include "brief/shorten.h"

#include "brief/words.h"
#include "text/marker.h"

static struct str without_last(struct str t, const char *bytes)
{
    while (t.n && strchr(bytes, t.p[t.n - 1]))
        t.n--;
    return t;
}

/* "Listen · 3:56", behind a title: a player stood there. */
static struct str without_player(struct str t)
{
    static const char digits[] = "0123456789", gap[] = " \xC2\xB7\xE2\x80\xA2";
    struct str minutes = without_last(t, digits);
    if (t.n - minutes.n != 2 || !str_ends(minutes, STR(":")))
        return t;
    minutes.n--;
    struct str before = without_last(without_last(minutes, digits), gap), word = before;
    while (word.n && word.p[word.n - 1] != ' ')
        word.n--;
    bool is_player = before.n < minutes.n && word.n && words_has(WORDS_LABEL, (struct str){before.p + word.n, before.n - word.n});
    return is_player ? str_trim(word) : t;
}

/* "Opinion: ", "UPDATE 2-", "BREAKING - ", " - The Outlet", " | Section". */
static struct str without_label(struct str t, struct str outlet)
{
    static const char *const bars[] = {" | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 "};
    for (size_t i = 0; i < sizeof bars / sizeof *bars; i++)
        for (size_t at = t.n; at-- > 20;) {
            struct str bar = str_of(bars[i]), tail = {t.p + at, t.n - at};
            if (!str_starts(tail, bar))
                continue;
            tail.p += bar.n, tail.n -= bar.n;
            if (i == 0 || str_eq_nocase(tail, outlet) || (outlet.n && str_starts(outlet, tail)))
                t.n = at;
            break;
        }
    size_t colon = 0;
    while (colon < t.n && colon < 24 && t.p[colon] != ':' && t.p[colon] != '-' && t.p[colon] != '|')
        colon++;
    if (colon < t.n && colon < 24 && colon) {
        struct str label = {t.p, colon};
        bool is_label = true;
        while (label.n && is_label) {
            struct str word = str_cut(&label, ' ');
            is_label = !word.n || words_has(WORDS_LABEL, word) || (word.p[0] >= '0' && word.p[0] <= '9');
        }
        if (is_label)
            t = str_trim((struct str){t.p + colon + 1, t.n - colon - 1});
    }
    return t;
}

struct str shorten_title(struct arena *a, const struct passage *title, struct str outlet, int32_t *until)
{
    struct str text = without_label(without_player(marker_strip(title->text, NULL)), outlet);
    if (!text.n || !title->token_count)
        return STR("");
    uint32_t from = draft_token_at(title, (uint32_t)(text.p - title->text.p));
    uint32_t to = draft_token_at(title, (uint32_t)(text.p - title->text.p + (long)text.n - 1));
    if (to >= title->token_count)
        to = (uint32_t)title->token_count - 1;
    if (from > to)
        return STR("");
    struct draft d;
    draft_open(a, title, from, to + 1, &d);
    d.is_title_case = true;
    if (draft_is_mark(title, to, '.'))
        draft_cut(&d, to, to + 1);
    if (shorten_is_plain_title(text)) {
        shorten_cut_days(&d, from, true);
        shorten_cut_articles(&d);
    }
    if (until)
        *until = shorten_loose_until(&d);
    return draft_text(a, &d);
}

bool shorten_is_plain_title(struct str title)
{
    if (!shorten_reads_well(title) || str_has(title, STR(":")) || str_has(title, STR("?")) || str_has(title, STR("!")) || str_has(title, STR("...")) ||
        str_has(title, STR("\xE2\x80\xA6")) || str_has(title, STR("|")))
        return false;
    while (title.n)
        if (words_has(WORDS_TEASER, str_cut(&title, ' ')))
            return false;
    return true;
}
