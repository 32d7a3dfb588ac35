#include "fetch/url.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <stdlib.h>
#include <unicode/uidna.h>

#include "base/arena.h"

enum { HOST_LIMIT = 255 };

/* What stands between "//" and the path, where a text has it at its beginning (behind a scheme). */
static struct str authority_of(struct str text)
{
    size_t at = 0;
    while (at < text.n && !strchr("/?#\\", text.p[at]))
        at++;
    if (at + 1 >= text.n || (text.p[at] != '/' && text.p[at] != '\\') || text.p[at + 1] != text.p[at])
        return STR("");
    if (at && text.p[at - 1] != ':')
        return STR("");
    size_t begin = at + 2, end = begin;
    while (end < text.n && !strchr("/?#\\", text.p[end]))
        end++;
    return (struct str){text.p + begin, end - begin};
}

struct str url_redact(struct arena *a, struct str text)
{
    struct str authority = authority_of(text);
    size_t at = authority.n;
    while (at && authority.p[at - 1] != '@')
        at--;
    text = utf8_cut(text, 200);
    size_t begin = (size_t)(authority.p - text.p);
    if (!at || begin > text.n)
        return utf8_repair(a, text);
    struct str rest = begin + at < text.n ? (struct str){authority.p + at, text.n - begin - at} : STR("");
    return utf8_repair(a, str_format(a, "%.*s%.*s", (int)begin, text.p, STR_ARG(rest)));
}

static struct str part_of(struct arena *a, CURLU *u, CURLUPart part, unsigned flags)
{
    char *value = NULL;
    if (curl_url_get(u, part, &value, flags) != CURLUE_OK || !value)
        return STR("");
    struct str s = str_copy(a, str_of(value));
    curl_free(value);
    return s;
}

/* Internationalised names become ASCII here and not in libcurl, whose conversion depends on the locale. */
static struct status host_to_ascii(struct arena *a, struct str host, struct str shown, struct str *out)
{
    UErrorCode code = U_ZERO_ERROR;
    UIDNA *idna = uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ, &code);
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    char ascii[HOST_LIMIT + 1];
    int32_t n =
        U_SUCCESS(code) ? uidna_nameToASCII_UTF8(idna, host.p, (int32_t)host.n, ascii, HOST_LIMIT, &info, &code) : 0;
    uidna_close(idna);
    if (U_FAILURE(code) || info.errors || n <= 0 || n > HOST_LIMIT)
        return status_error(STATUS_BAD_INPUT, "%.*s: the host is not a name that can exist (UTS 46)", STR_ARG(shown));
    *out = str_copy(a, (struct str){ascii, (size_t)n});
    return status_ok();
}

/* The host in its one spelling. Addresses must be written the usual way: 0x7f.1 and 2130706433 are how one gets
 * past a filter, not how anyone names a news site. */
static struct status read_host(struct arena *a, CURLU *u, struct str given, struct str shown, struct url *out)
{
    struct str host = part_of(a, u, CURLUPART_HOST, CURLU_URLDECODE);
    if (!host.n || host.n > HOST_LIMIT)
        return status_error(STATUS_BAD_INPUT, "%.*s: no host, or one longer than %d bytes", STR_ARG(shown), HOST_LIMIT);
    unsigned char address[16];
    if (host.p[0] == '[') {
        struct str inner = {host.p + 1, host.n >= 2 ? host.n - 2 : 0};
        out->host = str_copy(a, inner);
        out->is_address = true;
        char usual[INET6_ADDRSTRLEN];
        if (part_of(a, u, CURLUPART_ZONEID, 0).n || inet_pton(AF_INET6, out->host.p, address) != 1)
            return status_error(STATUS_BAD_INPUT, "%.*s: not an IPv6 address, or one with a zone", STR_ARG(shown));
        inet_ntop(AF_INET6, address, usual, sizeof usual);
        out->host = str_copy(a, str_of(usual));
        curl_url_set(u, CURLUPART_HOST, str_format(a, "[%s]", usual).p, 0);
        return status_ok();
    }
    struct status s = host_to_ascii(a, host, shown, &out->host);
    if (!is_ok(&s))
        return s;
    struct str name = out->host;
    for (size_t i = 0; i < name.n; i++)
        if (strchr(" %/\\?#@:<>[]^|\"'`{}", name.p[i]) || (unsigned char)name.p[i] <= 32)
            return status_error(STATUS_BAD_INPUT, "%.*s: the host holds a character that no host has", STR_ARG(shown));
    struct in_addr ignored;
    bool is_dotted = inet_pton(AF_INET, name.p, address) == 1;
    bool is_odd = !is_dotted && inet_aton(name.p, &ignored);
    struct str authority = authority_of(given);
    if (is_odd || (is_dotted && authority.n && !str_has(authority, name)))
        return status_error(STATUS_BAD_INPUT,
                            "%.*s: the host is an IPv4 address in an unusual form; write it as four decimal numbers",
                            STR_ARG(shown));
    out->is_address = is_dotted;
    CURLUcode code = curl_url_set(u, CURLUPART_HOST, name.p, 0);
    if (code != CURLUE_OK)
        return status_error(STATUS_BAD_INPUT, "%.*s: %s", STR_ARG(shown), curl_url_strerror(code));
    return status_ok();
}

static struct status read_parts(struct arena *a, CURLU *u, struct str given, struct str shown, struct url *out)
{
    struct str scheme = part_of(a, u, CURLUPART_SCHEME, 0);
    out->is_https = str_eq(scheme, STR("https"));
    if (!out->is_https && !str_eq(scheme, STR("http")))
        return status_error(STATUS_UNSUPPORTED, "%.*s: only http and https are fetched, not %.*s:", STR_ARG(shown),
                            STR_ARG(scheme));
    out->user = part_of(a, u, CURLUPART_USER, CURLU_URLDECODE);
    out->password = part_of(a, u, CURLUPART_PASSWORD, CURLU_URLDECODE);
    curl_url_set(u, CURLUPART_USER, NULL, 0);
    curl_url_set(u, CURLUPART_PASSWORD, NULL, 0);
    curl_url_set(u, CURLUPART_OPTIONS, NULL, 0);
    curl_url_set(u, CURLUPART_FRAGMENT, NULL, 0);
    struct status s = read_host(a, u, given, shown, out);
    if (!is_ok(&s))
        return s;
    struct str port = part_of(a, u, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    out->port = (int)strtol(port.n ? port.p : "0", NULL, 10);
    if (out->port < 1 || out->port > 65535)
        return status_error(STATUS_BAD_INPUT, "%.*s: not a port that exists", STR_ARG(shown));
    out->text = part_of(a, u, CURLUPART_URL, CURLU_NO_DEFAULT_PORT);
    if (!out->text.n || out->text.n > URL_BYTE_LIMIT)
        return status_error(STATUS_BAD_INPUT, "%.*s: not a URL", STR_ARG(shown));
    bool is_v6 = memchr(out->host.p, ':', out->host.n) != NULL;
    out->origin = str_format(a, "%s://%s%s%s:%d", out->is_https ? "https" : "http", is_v6 ? "[" : "", out->host.p,
                             is_v6 ? "]" : "", out->port);
    struct str path = part_of(a, u, CURLUPART_PATH, 0), query = part_of(a, u, CURLUPART_QUERY, 0);
    out->target = str_format(a, "%.*s%s%.*s", STR_ARG(path), query.n ? "?" : "", STR_ARG(query));
    return status_ok();
}

static struct status parse(struct arena *a, const struct url *base, struct str text, struct url *out)
{
    *out = (struct url){0};
    struct str given = str_trim(text);
    struct str shown = url_redact(a, given);
    if (given.n > URL_BYTE_LIMIT)
        return status_error(STATUS_LIMIT, "%.*s...: a URL of %zu bytes; the limit is %d", 60, shown.n ? shown.p : "",
                            given.n, URL_BYTE_LIMIT);
    for (size_t i = 0; i < given.n; i++)
        if ((unsigned char)given.p[i] < 32 || given.p[i] == 127)
            return status_error(STATUS_BAD_INPUT, "a URL with a control character (byte %d) in it",
                                (unsigned char)given.p[i]);
    if (!given.n && !base)
        return status_error(STATUS_BAD_INPUT, "an empty URL");
    CURLU *u = curl_url();
    if (!u)
        return status_error(STATUS_IO, "libcurl has no memory for a URL");
    CURLUcode code = base ? curl_url_set(u, CURLUPART_URL, base->text.p, 0) : CURLUE_OK;
    if (code == CURLUE_OK)
        code = curl_url_set(u, CURLUPART_URL, str_z(a, given), CURLU_URLENCODE);
    struct status s =
        code == CURLUE_OK
            ? read_parts(a, u, given, shown, out)
            : status_error(code == CURLUE_UNSUPPORTED_SCHEME ? STATUS_UNSUPPORTED : STATUS_BAD_INPUT,
                           "%.*s: not a URL that is fetched: %s", STR_ARG(shown), curl_url_strerror(code));
    curl_url_cleanup(u);
    return s;
}

struct status url_parse(struct arena *a, struct str text, struct url *out)
{
    return parse(a, NULL, text, out);
}

struct status url_resolve(struct arena *a, const struct url *base, struct str reference, struct url *out)
{
    struct status s = parse(a, base, reference, out);
    out->user = out->password = STR("");
    return s;
}
