#include "base/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 256 * 1024 };

struct status lines_open(struct lines *l, const char *path, size_t limit)
{
    *l = (struct lines){.limit = limit, .path = path, .is_stdin = strcmp(path, "-") == 0};
    l->fd = l->is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (l->fd < 0)
        return status_error(STATUS_IO, "%s: cannot open: %s", path, strerror(errno));
    struct stat info;
    if (fstat(l->fd, &info) == 0 && S_ISDIR(info.st_mode)) {
        lines_close(l);
        return status_error(STATUS_IO, "%s: is a directory, not a file", path);
    }
    return status_ok();
}

void lines_close(struct lines *l)
{
    if (!l->is_stdin && l->fd >= 0)
        close(l->fd);
    l->fd = -1;
    buf_free(&l->held);
}

/* Reads one more chunk behind what is held; false at the end of the file or on an error. */
static bool fill(struct lines *l, struct status *s)
{
    if (l->at_end)
        return false;
    if (l->at) { /* what was consumed makes room first */
        memmove(l->held.p, l->held.p + l->at, l->held.n - l->at);
        l->held.n -= l->at;
        l->at = 0;
    }
    buf_reserve(&l->held, CHUNK);
    ssize_t n;
    do
        n = read(l->fd, l->held.p + l->held.n, CHUNK);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        *s = status_error(STATUS_IO, "%s: cannot read: %s", l->path, strerror(errno));
    if (n <= 0) {
        l->at_end = true;
        return false;
    }
    l->held.n += (size_t)n;
    return true;
}

bool lines_next(struct lines *l, struct status *s)
{
    *s = status_ok();
    l->is_too_long = false;
    l->length = 0;
    size_t searched = 0; /* bytes from l->at that hold no line end */
    for (;;) {
        struct str left = {l->held.p ? l->held.p + l->at : "", l->held.n - l->at};
        const char *end = left.n > searched ? memchr(left.p + searched, '\n', left.n - searched) : NULL;
        if (end || (l->at_end && left.n + l->length > 0)) {
            size_t n = end ? (size_t)(end - left.p) : left.n;
            l->length += n;
            l->is_too_long = l->is_too_long || n > l->limit;
            l->line = l->is_too_long ? STR("") : (struct str){left.p, n};
            if (l->line.n && l->line.p[l->line.n - 1] == '\r')
                l->line.n--;
            l->at += n + (end ? 1 : 0);
            l->number++;
            return true;
        }
        if (l->at_end)
            return false;
        searched = left.n;
        if (left.n > l->limit) { /* keep counting, drop the bytes */
            l->is_too_long = true;
            l->length += left.n;
            l->at = l->held.n;
            searched = 0;
        }
        if (!fill(l, s) && !is_ok(s))
            return false;
    }
}

struct str lines_peek(struct lines *l, size_t n, struct status *s)
{
    *s = status_ok();
    while (l->held.n - l->at < n && fill(l, s))
        continue;
    size_t left = l->held.n - l->at;
    return (struct str){l->held.p ? l->held.p + l->at : "", left < n ? left : n};
}

struct status lines_rest(struct lines *l, size_t limit, struct buf *out)
{
    struct status s = status_ok();
    while (is_ok(&s) && l->held.n - l->at <= limit && fill(l, &s))
        continue;
    if (!is_ok(&s))
        return s;
    if (l->held.n - l->at > limit)
        return status_error(STATUS_LIMIT, "%s: larger than the limit of %zu bytes", l->path, limit);
    buf_add(out, (struct str){l->held.p ? l->held.p + l->at : "", l->held.n - l->at});
    l->at = l->held.n;
    return s;
}
