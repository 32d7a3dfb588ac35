/* Who says what: a column for each sentence of the page, as high as the number of independent reports that say it.
 * Folded behind it, each sentence with a square for each source, filled where it says so: a table to begin with, so that
 * it reads without the squares, "3 of 5". Copies are not counted: they are no voices of their own. */
#include "render/chart.h"
#include "render/escape.h"
#include "render/picture.h"

enum { SQUARES_MOST = 16, SENTENCES_MOST = 24, SQUARE = 11, STEP = 14, COLUMN = 36, VOICES_WANTED = 3, SHARE_WANTED = 5 };

static bool is_voice(const struct source *s)
{
    return !s->is_background && s->copy_of == NO_INDEX;
}

static size_t count_voices(const struct brief *brief)
{
    size_t n = 0;
    for (size_t i = 0; i < brief->source_count; i++)
        n += is_voice(&brief->sources[i]);
    return n;
}

static bool is_cited(const struct unit_text *unit, size_t source)
{
    for (size_t i = 0; i < unit->cite_count; i++)
        if ((size_t)unit->cites[i] == source)
            return true;
    return false;
}

void picture_sentence_id(size_t section, size_t sentence, struct buf *out)
{
    buf_format(out, "said-%zu-%zu", section + 1, sentence + 1);
}

/* The squares stand in the order of the sources; where there are too many, they show a share. */
static void squares(const struct brief *brief, const struct unit_text *unit, size_t voices, size_t saying, struct buf *out)
{
    bool is_share = voices > SQUARES_MOST;
    size_t shown = is_share ? SQUARES_MOST : voices, filled = (saying * SQUARES_MOST + voices - 1) / voices, n = 0;
    buf_format(out, "<svg aria-hidden=\"true\" width=\"%zu\" height=\"%d\">", shown * STEP - (STEP - SQUARE), SQUARE);
    for (int is_on = 0; is_on < 2; is_on++) {
        buf_format(out, "<path class=\"%s\" d=\"", is_on ? "on" : "off");
        n = 0;
        for (size_t i = 0; is_share ? i < shown : i < brief->source_count; i++) {
            if (!is_share && !is_voice(&brief->sources[i]))
                continue;
            bool says = is_share ? i < filled : is_cited(unit, i);
            if (says == (bool)is_on)
                buf_format(out, "M%zu 0h%dv%dh-%dz", n * STEP, SQUARE, SQUARE, SQUARE);
            n++;
        }
        buf_add_z(out, "\"/>");
    }
    buf_add_z(out, "</svg>");
}

static size_t count_saying(const struct brief *brief, const struct unit_text *unit)
{
    size_t n = 0;
    for (size_t i = 0; i < brief->source_count; i++)
        n += is_voice(&brief->sources[i]) && is_cited(unit, i);
    return n;
}

static void line(const struct brief *brief, size_t section, size_t sentence, size_t voices, struct buf *out)
{
    const struct unit_text *unit = &brief->sections[section].sentences[sentence];
    size_t saying = count_saying(brief, unit);
    struct buf text = {0};
    chart_short(unit->text, 100, &text);
    buf_add_z(out, "<tr><th scope=\"row\"><a href=\"#");
    picture_sentence_id(section, sentence, out);
    buf_add_z(out, "\">");
    escape_markup(out, buf_str(&text));
    buf_add_z(out, "</a></th><td>");
    squares(brief, unit, voices, saying, out);
    buf_format(out, " %zu of %zu</td></tr>\n", saying, voices);
    buf_free(&text);
}

static void table(const struct brief *brief, size_t voices, struct buf *out)
{
    size_t shown = 0;
    buf_add_z(out, "<details><summary>Sentence by sentence</summary>\n<table class=\"agreement\"><thead><tr>"
                   "<th scope=\"col\">Sentence</th><th scope=\"col\">Said by</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < brief->section_count; i++)
        for (size_t k = 0; k < brief->sections[i].sentence_count && shown < SENTENCES_MOST; k++, shown++)
            line(brief, i, k, voices, out);
    buf_add_z(out, "</tbody></table>\n<p>The squares stand in the order of the sources.</p></details>\n");
}

static void columns(const struct brief *brief, size_t voices, size_t sentences, struct buf *out)
{
    size_t shown = sentences < SENTENCES_MOST ? sentences : SENTENCES_MOST, at = 0;
    int step = CHART_WIDTH / (int)(shown < 10 ? 10 : shown);
    for (size_t i = 0; i < brief->section_count; i++)
        for (size_t k = 0; k < brief->sections[i].sentence_count && at < shown; k++, at++) {
            size_t saying = count_saying(brief, &brief->sections[i].sentences[k]);
            int left = (int)at * step, high = saying ? (int)(saying * COLUMN / voices) : 0;
            chart_bar(left, left + step - 12, 0, COLUMN, "off", out);
            if (high)
                chart_bar(left, left + step - 12, COLUMN - (high < 3 ? 3 : high), high < 3 ? 3 : high, "on", out);
        }
}

void picture_agreement(const struct brief *brief, struct buf *out)
{
    size_t voices = count_voices(brief), sentences = 0, shared = 0;
    for (size_t i = 0; i < brief->section_count; i++)
        for (size_t k = 0; k < brief->sections[i].sentence_count; k++, sentences++)
            shared += count_saying(brief, &brief->sections[i].sentences[k]) > 1;
    if (voices < VOICES_WANTED || !sentences || shared * SHARE_WANTED < sentences)
        return; /* where each says something else there is no agreement to show */
    struct buf says = {0};
    buf_format(&says, "%zu of the %zu sentences above %s in two or more of the %zu independent reports.", shared, sentences,
               shared == 1 ? "stands" : "stand", voices);
    chart_begin(&(struct chart){"says", "How many reports say each sentence", buf_str(&says), COLUMN}, out);
    columns(brief, voices, sentences, out);
    chart_end(out);
    buf_format(out, "<figcaption>%s A column is a sentence, in the page's order.</figcaption>\n", says.p);
    table(brief, voices, out);
    buf_add_z(out, "</figure>\n");
    buf_free(&says);
}
