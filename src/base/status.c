#include "base/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct status status_ok(void)
{
    return (struct status){.code = STATUS_OK};
}

struct status status_error(enum status_code code, const char *format, ...)
{
    struct status s = {.code = code};
    va_list args;
    va_start(args, format);
    int n = vsnprintf(s.message, sizeof s.message, format, args);
    va_end(args);
    if (n >= (int)sizeof s.message) {
        size_t cut = sizeof s.message - 1;
        while (cut > 0 && ((unsigned char)s.message[cut - 1] & 0xC0) == 0x80)
            cut--;
        if (cut > 0 && (unsigned char)s.message[cut - 1] >= 0xC0)
            cut--;
        s.message[cut] = '\0';
    }
    return s;
}
