/* What a client asks for, taken apart. Percent escapes are decoded once; what is then no clean text is refused. */
#include "base/arena.h"
#include "serve/answer.h"

static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool decode(struct arena *a, struct str s, bool is_query, struct str *out)
{
    char *p = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '%') {
            int high = i + 2 < s.n ? hex(s.p[i + 1]) : -1, low = i + 2 < s.n ? hex(s.p[i + 2]) : -1;
            if (high < 0 || low < 0)
                return false;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && is_query) {
            c = ' ';
        }
        bool is_control = ((unsigned char)c < ' ' && !(is_query && (c == '\t' || c == '\n' || c == '\r'))) || c == 127;
        if (is_control)
            return false;
        p[n++] = c;
    }
    p[n] = '\0';
    *out = (struct str){p, n};
    return utf8_is_valid(*out, NULL);
}

bool request_read_target(struct request *r, struct str target, int *code)
{
    *code = 400;
    if (target.n > TARGET_LIMIT) {
        *code = 414;
        return false;
    }
    if (!target.n || target.p[0] != '/') { /* the absolute form, as to a proxy (RFC 9112, 3.2.2): the host is not ours to judge */
        struct str rest = target, scheme = str_cut(&rest, '/');
        if (!str_eq_nocase(scheme, STR("http:")) || !rest.n || rest.p[0] != '/')
            return false;
        str_cut(&rest, '/');
        const char *slash = memchr(rest.p, '/', rest.n);
        target = slash ? (struct str){slash, rest.n - (size_t)(slash - rest.p)} : STR("/");
    }
    struct str query = target, path = str_cut(&query, '?');
    if (!decode(r->arena, path, false, &r->path))
        return false;
    while (query.n) {
        struct str value = str_cut(&query, '&'), key = str_cut(&value, '=');
        if (r->param_count == PARAM_LIMIT)
            return false;
        struct param *p = &r->params[r->param_count];
        if (!decode(r->arena, key, true, &p->key) || !decode(r->arena, value, true, &p->value))
            return false;
        r->param_count++;
    }
    return true;
}

struct str request_param(const struct request *r, const char *key)
{
    for (size_t i = 0; i < r->param_count; i++)
        if (str_eq(r->params[i].key, str_of(key)))
            return r->params[i].value;
    return STR("");
}

size_t request_number(const struct request *r, const char *key, size_t standard, size_t most)
{
    struct str s = request_param(r, key);
    size_t n = 0;
    if (!s.n || s.n > 9)
        return standard;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return standard;
        n = n * 10 + (size_t)(s.p[i] - '0');
    }
    return n > most ? most : n;
}
