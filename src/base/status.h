/* status.h - the one way a function reports that it failed.
 *
 * A function that can fail returns `struct status` by value. The message is written for a person: what happened, to
 * which input (file:line, URL, id), and what to do next. It owns its text, so it may outlive the input it speaks of.
 * Out of memory is not a status: allocation aborts the process (see arena.h).
 */
#ifndef NUTGRAF_BASE_STATUS_H
#define NUTGRAF_BASE_STATUS_H

#include <stdbool.h>

enum status_code {
    STATUS_OK,
    STATUS_BAD_INPUT,   /* the input is not what it should be */
    STATUS_LIMIT,       /* the input exceeds a byte, depth, count or time limit; the message holds the number */
    STATUS_IO,          /* reading or writing failed */
    STATUS_UNSUPPORTED, /* well-formed, but not a kind that is read here */
    STATUS_MISUSE,      /* the caller or the command line asked for something that makes no sense */
};

struct status {
    enum status_code code;
    char message[344]; /* NUL-terminated, empty when OK; cut on a UTF-8 boundary when too long */
};

#if defined(__GNUC__)
#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(at, first) __attribute__((format(printf, at, first)))
#else
#define MUST_CHECK
#define PRINTF_LIKE(at, first)
#endif

struct status status_ok(void);
struct status status_error(enum status_code code, const char *format, ...) PRINTF_LIKE(2, 3);

static inline bool is_ok(const struct status *s)
{
    return s->code == STATUS_OK;
}

#endif
