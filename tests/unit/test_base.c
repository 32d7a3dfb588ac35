#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/civil.h"
#include "base/file.h"
#include "base/lines.h"
#include "base/map.h"
#include "harness.h"

static void civil_days(void)
{
    CHECK(civil_day(1970, 1, 1) == 0, "the epoch is day 0");
    CHECK(civil_day(2025, 14, 1) == civil_day(2026, 2, 1), "months overflow into the next year");
    CHECK(civil_day(2025, -1, 1) == civil_day(2024, 11, 1), "months underflow into the year before");
    CHECK(civil_day(2025, 0, 1) == civil_day(2024, 12, 1), "month 0 is December of the year before");
    bool round = true;
    for (int32_t d = -800000; d < 800000; d += 13) {
        struct civil c = civil_of_day(d);
        round = round && civil_day(c.year, c.month, c.day) == d && civil_exists(c.year, c.month, c.day);
    }
    CHECK(round, "day to civil and back over 4,000 years");
    CHECK(civil_weekday(civil_day(2026, 2, 18)) == 2, "18 Feb 2026 is a Wednesday");
    CHECK(civil_weekday(-1) == 2, "31 Dec 1969 is a Wednesday");
    int32_t year;
    CHECK(civil_iso_week(civil_day(2021, 1, 3), &year) == 53 && year == 2020, "3 Jan 2021 lies in week 53 of 2020");
    CHECK(civil_iso_week(civil_day(2018, 12, 31), &year) == 1 && year == 2019, "31 Dec 2018 lies in week 1 of 2019");
    CHECK(civil_week_monday(2020, 53) == civil_day(2020, 12, 28), "week 53 of 2020 begins on 28 Dec");
    CHECK(!civil_exists(2023, 2, 29) && civil_exists(2024, 2, 29) && !civil_exists(1900, 2, 29), "leap days");
}

static void moments(void)
{
    struct moment m;
    char text[MOMENT_TEXT];
    static const char *const same[] = {"2025-10-07", "2025-10-07T14:05:06Z", "2025-10-07T00:30:00+09:00",
                                       "1999-12-31T23:59:59-03:30"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        bool read = moment_parse_iso(str_of(same[i]), &m);
        if (read)
            moment_format_iso(m, text);
        CHECK(read && strcmp(text, same[i]) == 0, "%s reads and prints as it was", same[i]);
    }
    CHECK(moment_parse_iso(STR("2025-10-07T00:30:00+09:00"), &m) && moment_day(m) == civil_day(2025, 10, 7) &&
              m.seconds == (int64_t)civil_day(2025, 10, 6) * 86400 + 15 * 3600 + 30 * 60,
          "half past midnight in Seoul is still the day before in UTC");
    static const char *const wrong[] = {"", "2025", "2025-02-29", "2025-13-01", "2025-10-07T25:00", "2025-10-07T24:01",
                                        "2025-10-07X", "2025-10-07T14:05+9", "20251007"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        CHECK(!moment_parse_iso(str_of(wrong[i]), &m), "\"%s\" is refused", wrong[i]);
    CHECK(moment_parse_iso(STR("2025-12-31T24:00"), &m) && moment_day(m) == civil_day(2026, 1, 1), "24:00 is the next day");
}

static void strings(void)
{
    struct arena *a = arena_create();
    struct str rest = STR("a,b,,c");
    int parts = 0;
    while (rest.n)
        parts += str_cut(&rest, ',').n < 2;
    CHECK(parts == 4, "cut gives every part, empty ones too");
    CHECK(str_has(STR("nutgraf"), STR("tgr")) && !str_has(STR("nut"), STR("nutg")), "search within");
    CHECK(str_eq(utf8_repair(a, STR("a\xFF" "b")), STR("a\xEF\xBF\xBD" "b")), "an invalid byte becomes U+FFFD");
    CHECK(str_eq(utf8_repair(a, STR("\xC0\x80")), STR("\xEF\xBF\xBD\xEF\xBF\xBD")), "overlong NUL is two bad bytes");
    CHECK(!utf8_is_valid(STR("\xED\xA0\x80"), NULL), "a lone surrogate is invalid");
    CHECK(utf8_cut(STR("a\xC3\xA9"), 2).n == 1, "a cut never goes through a character");
    CHECK(str_hash(STR("nutgraf")) == str_hash(str_format(a, "nut%s", "graf")), "hash is of the bytes");
    struct status s = status_error(STATUS_IO, "%0400d\xC3\xA9", 0);
    CHECK(strlen(s.message) < sizeof s.message, "a long message is cut, not overrun");
    arena_destroy(a);
}

static void maps(void)
{
    struct map m = {0};
    for (uint64_t k = 0; k < 10000; k++)
        *map_put(&m, k * 0x100000000U) = k;
    for (uint64_t k = 0; k < 10000; k += 2)
        map_remove(&m, k * 0x100000000U);
    bool right = m.count == 5000;
    for (uint64_t k = 0; k < 10000; k++) {
        const uint64_t *v = map_get(&m, k * 0x100000000U);
        right = right && (k % 2 ? v && *v == k : !v);
    }
    CHECK(right, "10,000 in, every second out, the rest still found");
    map_free(&m);
}

static void files(void)
{
    struct buf b = {0};
    struct status s = file_read("no/such/file", 10, &b);
    CHECK(s.code == STATUS_IO && strstr(s.message, "no/such/file"), "a missing file is named");
    s = file_read("/dev/zero", 100000, &b);
    CHECK(s.code == STATUS_LIMIT && strstr(s.message, "100000"), "an endless file ends at the limit");
    s = file_read("/", 10, &b);
    CHECK(s.code == STATUS_IO && strstr(s.message, "directory"), "a directory is not a file");
    buf_free(&b);
    char path[] = "/tmp/nutgraf-file-XXXXXX";
    close(mkstemp(path));
    struct stat first, second, third;
    s = file_write(path, STR("a page"));
    bool written = is_ok(&s) && stat(path, &first) == 0;
    s = file_write(path, STR("a page"));
    CHECK(written && is_ok(&s) && stat(path, &second) == 0 && second.st_ino == first.st_ino, "a file with the same bytes is left as it is");
    s = file_write(path, STR("a lage"));
    written = is_ok(&s) && stat(path, &third) == 0 && third.st_ino != first.st_ino;
    s = file_read(path, 10, &b);
    CHECK(written && is_ok(&s) && str_eq(buf_str(&b), STR("a lage")), "one byte is another: a new file");
    buf_free(&b);
    unlink(path);
}

static void lines(void)
{
    char path[] = "/tmp/nutgraf-lines-XXXXXX";
    int fd = mkstemp(path);
    FILE *f = fdopen(fd, "w");
    fputs("first\r\n\n", f);
    for (int i = 0; i < 3000000; i++)
        putc('x', f);
    fputs("\nlast, without an end", f);
    fclose(f);
    struct lines l;
    struct status s = lines_open(&l, path, 1000);
    CHECK(is_ok(&s) && str_eq(lines_peek(&l, 3, &s), STR("fir")), "peeking consumes nothing");
    CHECK(lines_next(&l, &s) && str_eq(l.line, STR("first")) && l.number == 1, "a line, CR LF");
    CHECK(lines_next(&l, &s) && l.line.n == 0 && l.number == 2, "an empty line");
    CHECK(lines_next(&l, &s) && l.is_too_long && l.length == 3000000 && l.number == 3 && l.held.capacity < 2000000,
          "a line of 3 MB with a limit of 1,000 is counted, not kept");
    CHECK(lines_next(&l, &s) && str_eq(l.line, STR("last, without an end")) && l.number == 4, "reading goes on behind it");
    CHECK(!lines_next(&l, &s) && is_ok(&s), "the end");
    lines_close(&l);
    remove(path);
}

int main(void)
{
    lines();
    civil_days();
    moments();
    strings();
    maps();
    files();
    return tap_done();
}
