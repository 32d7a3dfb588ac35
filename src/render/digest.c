/* A digest as an e-mail: the stories of a list as plain text and as HTML, for the reader's program to choose from
 * (multipart/alternative, RFC 2046 5.1.4). No picture, no link that tells on the reader. The same digest gives the same
 * bytes: the message's id and its boundary are made from what it says. */
#include "render/digest.h"

#include "render/escape.h"
#include "render/formats.h"
#include "render/mime.h"

static const struct card *card_at(const struct digest *d, size_t i)
{
    return &d->edition->cards[d->list ? d->list->cards[i] : i];
}

static size_t card_count(const struct digest *d)
{
    size_t count = d->list ? d->list->card_count : d->edition->card_count, most = d->most ? d->most : EDITION_TOP;
    return count < most ? count : most;
}

static void story_url(const struct digest *d, const struct card *c, struct buf *out)
{
    if (!web_url(d->edition->address).n)
        return;
    buf_add(out, d->edition->address);
    buf_add_z(out, "story/");
    escape_url(out, c->id);
    buf_add_z(out, ".html");
}

static void counts(const struct card *c, struct buf *out)
{
    render_count(out, c->article_count, "article", "articles");
    buf_add_z(out, " from ");
    render_count(out, c->outlet_count, "outlet", "outlets");
}

static void plain_part(const struct digest *d, struct buf *out)
{
    escape_plain(out, d->subject);
    buf_add_z(out, "\n\n");
    for (size_t i = 0; i < card_count(d); i++) {
        const struct card *c = card_at(d, i);
        buf_format(out, "%zu. ", i + 1);
        escape_plain(out, c->headline);
        buf_add_z(out, "\n\n");
        if (c->lead.n) {
            escape_plain(out, c->lead);
            buf_add_byte(out, '\n');
        }
        counts(c, out);
        buf_add_byte(out, '\n');
        size_t was = out->n;
        story_url(d, c, out);
        buf_add_z(out, out->n > was ? "\n\n" : "\n");
    }
    if (!card_count(d))
        buf_add_z(out, "No stories.\n");
}

static void html_part(const struct digest *d, struct buf *out)
{
    buf_add_z(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
    escape_markup(out, d->subject);
    buf_add_z(out, "</title>\n</head>\n<body>\n<h1>");
    escape_markup(out, d->subject);
    buf_add_z(out, "</h1>\n<ol>\n");
    for (size_t i = 0; i < card_count(d); i++) {
        const struct card *c = card_at(d, i);
        struct buf url = {0};
        story_url(d, c, &url);
        buf_add_z(out, "<li>\n<h2>");
        if (url.n) {
            buf_add_z(out, "<a href=\"");
            escape_markup(out, buf_str(&url));
            buf_add_z(out, "\">");
        }
        escape_markup(out, c->headline);
        buf_add_z(out, url.n ? "</a></h2>\n<p>" : "</h2>\n<p>");
        escape_markup(out, c->lead);
        buf_add_z(out, "</p>\n<p><small>");
        counts(c, out);
        buf_add_z(out, "</small></p>\n</li>\n");
        buf_free(&url);
    }
    buf_add_z(out, card_count(d) ? "</ol>\n</body>\n</html>\n" : "</ol>\n<p>No stories.</p>\n</body>\n</html>\n");
}

static void date_header(struct moment m, struct buf *out)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct moment utc = {.seconds = m.seconds, .is_set = true, .has_time = true};
    int32_t day = moment_day(utc);
    struct civil c = civil_of_day(day);
    int minute = moment_minute(utc), second = (int)(((m.seconds % 60) + 60) % 60);
    buf_format(out, "Date: %s, %d %s %04d %02d:%02d:%02d +0000\r\n", days[civil_weekday(day)], c.day, months[c.month - 1],
               (int)c.year, minute / 60, minute % 60, second);
}

static void headers(const struct digest *d, unsigned long long key, struct buf *out)
{
    struct str host = d->from;
    str_cut(&host, '@');
    buf_add_z(out, "From: ");
    if (d->edition->title.n) {
        mime_header_text(d->edition->title, true, strlen("From: "), out);
        buf_add_z(out, "\r\n ");
    }
    buf_format(out, "<%.*s>\r\nTo: <%.*s>\r\nSubject: ", STR_ARG(d->from), STR_ARG(d->to));
    mime_header_text(d->subject.n ? d->subject : STR("News"), false, strlen("Subject: "), out);
    buf_add_z(out, "\r\n");
    date_header(d->date, out);
    buf_format(out, "Message-ID: <%016llx@%.*s>\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
                    "Content-Type: multipart/alternative; boundary=\"=_%016llx\"\r\n\r\n", key, STR_ARG(host), key);
}

static void part(const char *type, const struct buf *text, unsigned long long key, struct buf *out)
{
    buf_format(out, "--=_%016llx\r\nContent-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n", key, type);
    mime_quoted_printable(buf_str(text), out);
}

struct status render_digest(const struct digest *d, struct buf *out)
{
    const struct str addresses[] = {d->from, d->to};
    for (size_t i = 0; i < 2; i++)
        if (!mime_is_address(addresses[i]))
            return status_error(STATUS_MISUSE, "digest: '%.*s' is no mail address; give one like news@host.example",
                                STR_ARG(utf8_cut(addresses[i], 100)));
    struct buf plain = {0}, html = {0}, all = {0};
    plain_part(d, &plain);
    html_part(d, &html);
    buf_format(&all, "%lld ", (long long)d->date.seconds);
    buf_add(&all, d->to);
    buf_add(&all, buf_str(&plain));
    unsigned long long key = str_hash(buf_str(&all));
    headers(d, key, out); /* "=_" stands in no line of quoted-printable, so the boundary cannot appear in a part */
    part("text/plain", &plain, key, out);
    part("text/html", &html, key, out);
    buf_format(out, "--=_%016llx--\r\n", key);
    buf_free(&plain);
    buf_free(&html);
    buf_free(&all);
    return status_ok();
}
