#include "feed/address.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/embedded.h"

struct parts {
    struct str scheme, authority, path, query, fragment;
    bool has_authority, has_query, has_fragment;
};

struct str address_scheme(struct str url)
{
    size_t n = 0;
    while (n < url.n && ((url.p[n] | 32) >= 'a' && (url.p[n] | 32) <= 'z'))
        n++;
    if (!n)
        return STR("");
    while (n < url.n && (((url.p[n] | 32) >= 'a' && (url.p[n] | 32) <= 'z') || (url.p[n] >= '0' && url.p[n] <= '9') ||
                         memchr("+-.", url.p[n], 3)))
        n++;
    return n < url.n && url.p[n] == ':' ? (struct str){url.p, n} : STR("");
}

static struct str until(struct str *rest, const char *ends)
{
    size_t n = 0;
    while (n < rest->n && !memchr(ends, rest->p[n], strlen(ends)))
        n++;
    struct str head = {rest->p, n};
    *rest = (struct str){rest->p + n, rest->n - n};
    return head;
}

static bool skip(struct str *rest, struct str what)
{
    if (!str_starts(*rest, what))
        return false;
    *rest = (struct str){rest->p + what.n, rest->n - what.n};
    return true;
}

static struct parts split(struct str url)
{
    struct parts u = {.scheme = address_scheme(url)};
    if (u.scheme.n)
        url = (struct str){url.p + u.scheme.n + 1, url.n - u.scheme.n - 1};
    u.has_authority = skip(&url, STR("//"));
    if (u.has_authority)
        u.authority = until(&url, "/?#");
    u.path = until(&url, "?#");
    u.has_query = skip(&url, STR("?"));
    u.query = until(&url, "#");
    u.has_fragment = skip(&url, STR("#"));
    u.fragment = url;
    return u;
}

/* Takes "." and ".." out of a path (RFC 3986, 5.2.4). */
static void add_path(struct buf *out, struct str path)
{
    size_t begin = out->n;
    while (path.n) {
        bool is_rooted = path.p[0] == '/';
        size_t n = is_rooted;
        while (n < path.n && path.p[n] != '/')
            n++;
        struct str segment = {path.p, n}, name = {path.p + is_rooted, n - is_rooted};
        path = (struct str){path.p + n, path.n - n};
        bool is_up = str_eq(name, STR(".."));
        if (!is_up && !str_eq(name, STR("."))) {
            buf_add(out, segment);
            continue;
        }
        while (is_up && out->n > begin && out->p[--out->n] != '/')
            ;
        if (!path.n && is_rooted)
            buf_add_byte(out, '/');
    }
}

static void merge(struct buf *out, const struct parts *base, struct str path)
{
    if (base->has_authority && !base->path.n) {
        buf_add_byte(out, '/');
    } else {
        size_t keep = base->path.n;
        while (keep && base->path.p[keep - 1] != '/')
            keep--;
        buf_add(out, (struct str){base->path.p, keep});
    }
    buf_add(out, path);
}

struct str address_resolve(struct arena *a, struct str base, struct str reference)
{
    reference = str_trim(reference);
    struct str scheme = address_scheme(reference);
    struct str rest = {reference.p + scheme.n, reference.n - scheme.n};
    if (scheme.n && str_starts(rest, STR(":///")) && str_starts(scheme, STR("http"))) { /* a slash too many */
        while (rest.n > 3 && rest.p[3] == '/')
            rest = (struct str){rest.p + 1, rest.n - 1};
        return str_format(a, "%.*s:%.*s", STR_ARG(scheme), STR_ARG(((struct str){rest.p + 1, rest.n - 1})));
    }
    if (!base.n || scheme.n)
        return reference;
    if (!reference.n)
        return base;
    struct parts b = split(base), r = split(reference);
    struct buf merged = {0}, out = {0};
    if (b.scheme.n)
        buf_format(&out, "%.*s:", STR_ARG(b.scheme));
    struct str authority = r.has_authority ? r.authority : b.authority;
    if (r.has_authority || b.has_authority)
        buf_format(&out, "//%.*s", STR_ARG(authority));
    if (r.has_authority || (r.path.n && r.path.p[0] == '/')) {
        add_path(&out, r.path);
    } else if (!r.path.n) {
        buf_add(&out, b.path);
        if (!r.has_query) {
            r.has_query = b.has_query;
            r.query = b.query;
        }
    } else {
        merge(&merged, &b, r.path);
        add_path(&out, buf_str(&merged));
    }
    if (r.has_query)
        buf_format(&out, "?%.*s", STR_ARG(r.query));
    if (r.has_fragment)
        buf_format(&out, "#%.*s", STR_ARG(r.fragment));
    struct str result = str_copy(a, buf_str(&out));
    buf_free(&merged);
    buf_free(&out);
    return result;
}

static bool is_safe_scheme(struct str scheme)
{
    struct str rest = embedded_get("data/feed/schemes.txt"), line;
    while (embedded_line(&rest, &line))
        while (line.n)
            if (str_eq_nocase(str_cut(&line, ' '), scheme))
                return true;
    return false;
}

struct str address_safe(struct arena *a, struct str base, struct str reference)
{
    struct str url = address_resolve(a, base, reference);
    struct str scheme = address_scheme(url);
    /* "host:8080/path" reads as a scheme; what a colon follows without one is none that is known either way. */
    return !scheme.n || is_safe_scheme(scheme) ? url : STR("");
}

bool address_is_web(struct str url)
{
    struct str scheme = address_scheme(url);
    return (str_eq_nocase(scheme, STR("http")) || str_eq_nocase(scheme, STR("https"))) &&
           str_starts((struct str){url.p + scheme.n, url.n - scheme.n}, STR("://")) && url.n > scheme.n + 3;
}
