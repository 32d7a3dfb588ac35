#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"

struct status file_read(const char *path, size_t limit, struct buf *out)
{
    bool is_stdin = strcmp(path, "-") == 0;
    int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return status_error(STATUS_IO, "%s: cannot open: %s", path, strerror(errno));
    struct status s = status_ok();
    struct stat info;
    if (fstat(fd, &info) == 0 && S_ISDIR(info.st_mode)) {
        s = status_error(STATUS_IO, "%s: is a directory, not a file", path);
        goto done;
    }
    size_t start = out->n;
    for (;;) {
        buf_reserve(out, 64 * 1024);
        ssize_t n = read(fd, out->p + out->n, out->capacity - out->n - 1);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            s = status_error(STATUS_IO, "%s: cannot read: %s", path, strerror(errno));
            break;
        }
        if (n == 0)
            break;
        out->n += (size_t)n;
        if (out->n - start > limit) {
            s = status_error(STATUS_LIMIT, "%s: larger than the limit of %zu bytes", path, limit);
            break;
        }
    }
    out->p[out->n] = '\0';
done:
    if (!is_stdin)
        close(fd);
    return s;
}

/* Does the file hold just these bytes? */
static bool holds(const char *path, struct str bytes)
{
    char part[16 * 1024];
    struct stat info;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool same = fd >= 0 && fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && (uint64_t)info.st_size == bytes.n;
    for (size_t at = 0; same && at < bytes.n;) {
        ssize_t n = read(fd, part, sizeof part);
        same = n > 0 && (size_t)n <= bytes.n - at && memcmp(part, bytes.p + at, (size_t)n) == 0;
        at += same ? (size_t)n : 0;
    }
    if (fd >= 0)
        close(fd);
    return same;
}

struct status file_write(const char *path, struct str bytes)
{
    if (holds(path, bytes))
        return status_ok();
    struct buf beside = {0};
    buf_format(&beside, "%s.%ld.part", path, (long)getpid());
    struct status s = status_ok();
    int fd = open(beside.p, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) {
        s = status_error(STATUS_IO, "%s: cannot write: %s", path, strerror(errno));
        goto done;
    }
    for (size_t at = 0; at < bytes.n;) {
        ssize_t n = write(fd, bytes.p + at, bytes.n - at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            s = status_error(STATUS_IO, "%s: cannot write: %s", path, strerror(errno));
            break;
        }
        at += (size_t)n;
    }
    if (close(fd) != 0 && is_ok(&s))
        s = status_error(STATUS_IO, "%s: cannot write: %s", path, strerror(errno));
    if (is_ok(&s) && rename(beside.p, path) != 0)
        s = status_error(STATUS_IO, "%s: cannot replace: %s", path, strerror(errno));
    if (!is_ok(&s))
        unlink(beside.p);
done:
    buf_free(&beside);
    return s;
}

struct status file_make_directory(const char *path)
{
    char *p = xstrdup(path);
    struct status s = status_ok();
    for (size_t i = 1; *p && is_ok(&s); i++) {
        if (p[i] != '/' && p[i] != '\0')
            continue;
        char was = p[i];
        p[i] = '\0';
        struct stat info;
        if (mkdir(p, 0777) != 0 && !(errno == EEXIST && stat(p, &info) == 0 && S_ISDIR(info.st_mode)))
            s = status_error(STATUS_IO, "%s: cannot make this directory: %s", p, strerror(errno));
        p[i] = was;
        if (was == '\0')
            break;
    }
    free(p);
    return s;
}
