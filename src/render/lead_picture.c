/* The picture of an article as its site shows it: a place of fixed proportions, so that nothing moves when it comes in, and
 * words that say whose it is. What it shows is not known here, so the alternative text says where it stands. */
#include "render/chart.h"
#include "render/escape.h"
#include "render/formats.h"
#include "render/html_story.h"

enum { WORDS_LONGEST = 200 };

static void add_short(struct str s, struct buf *out)
{
    struct buf words = {0};
    chart_short(s, WORDS_LONGEST, &words);
    escape_markup(out, buf_str(&words));
    buf_free(&words);
}

bool story_picture(const struct article *article, const struct render_options *options, struct buf *out)
{
    if (!options->images || !web_url(article->image).n)
        return false;
    buf_format(out, "<figure class=\"lead\"><img src=\"%.*simage/", STR_ARG(options->root));
    escape_url(out, article->id);
    buf_add_z(out, "\" width=\"1280\" height=\"720\" decoding=\"async\" alt=\"Picture beside the report “");
    add_short(article->title, out);
    buf_add_z(out, "”\">\n<figcaption>Picture: <bdi>");
    if (article->image_credit.n) {
        add_short(article->image_credit, out);
        buf_add_z(out, "</bdi>, <bdi>");
    }
    add_short(render_outlet(article), out);
    buf_add_z(out, "</bdi></figcaption></figure>\n");
    return true;
}
