/* harness.h - the whole test framework: a check prints one TAP line, a program ends with tap_done().
 *
 * Use: CHECK(condition, "what is expected, with %s of the case", ...). The checks of one case share a name by saying it.
 */
#ifndef NUTGRAF_TESTS_HARNESS_H
#define NUTGRAF_TESTS_HARNESS_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

static int tap_count, tap_failed;

__attribute__((format(printf, 2, 3), unused)) static bool tap_check(bool passed, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    for (char *c = text; *c; c++)
        if (*c == '\n' || *c == '#')
            *c = ' '; /* both mean something to TAP */
    printf("%s %d - %s\n", passed ? "ok" : "not ok", ++tap_count, text);
    tap_failed += !passed;
    return passed;
}

#define CHECK(condition, ...) tap_check((condition), __VA_ARGS__)

__attribute__((unused)) static int tap_done(void)
{
    printf("1..%d\n", tap_count);
    return tap_failed != 0;
}

#endif
