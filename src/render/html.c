/* The shell of every HTML page: head, skip link, navigation, foot. No script, no request to anywhere else: the style
 * sheet is the site's own file, or inside the page where the page stands alone. */
#include "render/html.h"

#include <unicode/uloc.h>

#include "base/embedded.h"
#include "render/escape.h"
#include "render/when.h"

struct str html_style(void)
{
    return embedded_get("src/render/assets/style.css");
}

static void navigation(const struct html_page *page, const struct render_options *options, struct buf *out)
{
    static const char *const entries[][2] = {
        {"index.html", "Top Headlines"}, {"feeds.html", "Feeds"}, {"minority.html", "Minority Reports"}, {"names.html", "Names"}};
    const size_t shown = options->live ? 4 : 3;
    buf_format(out, "<header class=\"site\"><nav aria-label=\"Site\"><a class=\"brand\" href=\"%.*sindex.html\">", STR_ARG(options->root));
    escape_markup(out, options->site.n ? options->site : STR("nutgraf"));
    buf_add_z(out, "</a><ul>");
    for (size_t i = 0; i < shown; i++)
        buf_format(out, "<li><a href=\"%.*s%s\"%s>%s</a></li>", STR_ARG(options->root), entries[i][0],
                   strcmp(page->current, entries[i][0]) == 0 ? " aria-current=\"page\"" : "", entries[i][1]);
    buf_add_z(out, "</ul>");
    if (options->live)
        buf_format(out, "<form class=\"find\" role=\"search\" action=\"%.*ssearch\"><input type=\"search\" name=\"q\" id=\"q\" "
                   "aria-label=\"Search\" placeholder=\"Search\" maxlength=\"512\"></form>", STR_ARG(options->root));
    buf_add_z(out, "</nav></header>\n");
}

void html_begin(const struct html_page *page, const struct render_options *options, struct buf *out)
{
    buf_add_z(out, "<!doctype html>\n<html lang=\"");
    escape_markup(out, page->language.n ? page->language : STR("en"));
    buf_add_z(out, "\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                   "<meta name=\"color-scheme\" content=\"light dark\">\n");
    if (!options->live)
        buf_add_z(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self' 'unsafe-inline'; "
                   "base-uri 'none'; form-action 'none'\">\n");
    buf_add_z(out, "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    escape_markup(out, page->title);
    buf_add_z(out, "</title>\n");
    if (page->description.n) {
        buf_add_z(out, "<meta name=\"description\" content=\"");
        escape_markup(out, utf8_cut(page->description, 300));
        buf_add_z(out, "\">\n");
    }
    buf_add_z(out, page->alternates);
    if (options->standalone) {
        buf_add_z(out, "<style>\n");
        buf_add(out, html_style());
        buf_add_z(out, "</style>\n");
    } else {
        buf_format(out, "<link rel=\"stylesheet\" href=\"%.*sstyle.css\">\n", STR_ARG(options->root));
    }
    if (options->live)
        buf_format(out, "<script src=\"%.*snutgraf.js\" defer></script>\n", STR_ARG(options->root));
    buf_add_z(out, "</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the content</a>\n");
    if (!options->standalone)
        navigation(page, options, out);
    buf_add_z(out, "<main id=\"main\">\n");
}

void html_end(const struct render_options *options, struct buf *out)
{
    buf_add_z(out, "</main>\n<footer class=\"site\"><p>Every sentence is taken from the cited sources and was checked against them "
                   "before it was shown.");
    if (!options->standalone)
        buf_format(out, " <a href=\"%.*sfeed.atom\">Atom feed</a>.", STR_ARG(options->root));
    if (options->live) /* its place is kept, so that nothing moves when the script shows it */
        buf_add_z(out, " <button type=\"button\" class=\"keys\">Single-key shortcuts: on</button>");
    buf_add_z(out, "</p></footer>\n</body>\n</html>\n");
}

void html_time(struct moment m, bool with_time, struct buf *out)
{
    if (!m.is_set)
        return;
    char iso[MOMENT_TEXT];
    if (!with_time)
        m = moment_of_day(moment_day(m));
    moment_format_iso(m, iso);
    buf_format(out, "<time datetime=\"%s\">", iso);
    when_time(out, m);
    buf_add_z(out, "</time>");
}

void html_language(struct str language, struct buf *out)
{
    if (!language.n || str_eq(language, STR("en")) || str_eq(language, STR("und")))
        return;
    buf_add_z(out, " lang=\"");
    escape_markup(out, language);
    buf_add_byte(out, '"');
}

bool html_is_rightward(struct str language)
{
    char name[16] = "";
    if (language.n >= sizeof name)
        return true;
    memcpy(name, language.p ? language.p : "", language.n);
    return !name[0] || !uloc_isRightToLeft(name);
}
