#include "render/mime.h"

#include "render/escape.h"

static bool is_alphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Parts joined by single full stops, each of allowed characters. */
static bool is_dotted(struct str s, const char *also)
{
    bool was_dot = true;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '.' ? was_dot : !(is_alphanumeric(c) || (c && strchr(also, c))))
            return false;
        was_dot = c == '.';
    }
    return !was_dot;
}

bool mime_is_address(struct str s)
{
    struct str host = s, local = str_cut(&host, '@');
    return s.n <= 254 && local.n <= 64 && local.n < s.n && is_dotted(local, "!#$%&'*+-/=?^_`{|}~") && is_dotted(host, "-");
}

static bool is_plain(struct str text, bool is_phrase)
{
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool fine = is_phrase ? is_alphanumeric(c) || c == ' ' : c >= ' ' && c <= '~';
        if (!fine || (c == ' ' && (i == 0 || i + 1 == text.n)))
            return false;
    }
    return !str_has(text, STR("=?"));
}

/* RFC 2047: a word has at most 75 columns and never cuts through a character; a line of them at most 76. */
static void encoded_words(struct str text, size_t used, struct buf *out)
{
    static const char begin[] = "=?utf-8?Q?", end[] = "?=";
    enum { LINE = 74, FRAME = 12 };
    size_t column = used;
    bool is_open = false;
    for (size_t i = 0; i < text.n;) {
        size_t was = i;
        utf8_next(text, &i);
        size_t width = i - was == 1 && (is_alphanumeric(text.p[was]) || text.p[was] == ' ') ? 1 : 3 * (i - was);
        if (is_open && column + width + 2 > LINE) {
            buf_add_z(out, end);
            is_open = false;
            buf_add_z(out, "\r\n ");
            column = 1;
        } else if (!is_open && column + width + FRAME > LINE) {
            buf_add_z(out, "\r\n ");
            column = 1;
        }
        if (!is_open) {
            buf_add_z(out, begin);
            column += sizeof begin - 1;
            is_open = true;
        }
        for (size_t k = was; k < i; k++)
            if (width == 1)
                buf_add_byte(out, text.p[k] == ' ' ? '_' : text.p[k]);
            else
                buf_format(out, "=%02X", (unsigned char)text.p[k]);
        column += width;
    }
    if (is_open)
        buf_add_z(out, end);
}

void mime_header_text(struct str text, bool is_phrase, size_t used, struct buf *out)
{
    struct buf clean = {0};
    escape_plain(&clean, text);
    if (is_plain(buf_str(&clean), is_phrase) && used + clean.n <= 76)
        buf_add(out, buf_str(&clean));
    else
        encoded_words(buf_str(&clean), used, out);
    buf_free(&clean);
}

void mime_quoted_printable(struct str text, struct buf *out)
{
    size_t column = 0;
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c == '\n') {
            buf_add_z(out, "\r\n");
            column = 0;
            continue;
        }
        bool is_last = i + 1 == text.n || text.p[i + 1] == '\n';
        bool is_kept = (c > ' ' && c <= '~' && c != '=') || (c == ' ' && !is_last);
        size_t width = is_kept ? 1 : 3;
        if (column + width > 75) {
            buf_add_z(out, "=\r\n");
            column = 0;
        }
        if (is_kept)
            buf_add_byte(out, (char)c);
        else
            buf_format(out, "=%02X", c);
        column += width;
    }
    buf_add_z(out, "\r\n");
}
