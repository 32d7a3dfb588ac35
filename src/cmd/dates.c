/* nutgraf dates - the time expressions of a text, resolved: one JSON line each. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "cmd/command.h"
#include "text/timex.h"
#include "text/timex_place.h"

enum { DATES_BYTE_LIMIT = 1 << 30 };

static const char *const grain_names[] = {"none",   "century", "decade", "year",    "half", "quarter",
                                          "season", "month",   "week",   "weekend", "day",  "time"};

static void day_text(int32_t day, char out[MOMENT_TEXT])
{
    struct civil c = civil_of_day(day);
    snprintf(out, MOMENT_TEXT, c.year < 0 ? "%05d-%02d-%02d" : "%04d-%02d-%02d", (int)c.year, c.month, c.day);
}

static void print_timex(struct str text, const struct timex *t)
{
    struct str words = str_span(text, t->at);
    json_t *o = json_object();
    json_object_set_new(o, "begin", json_integer(t->at.begin));
    json_object_set_new(o, "end", json_integer(t->at.end));
    json_object_set_new(o, "text", json_stringn(words.p, words.n));
    json_object_set_new(o, "type", json_string(timex_type_name(t->type)));
    json_object_set_new(o, "value", json_string(t->value));
    if (t->mod[0])
        json_object_set_new(o, "mod", json_string(t->mod));
    if (t->has_interval) {
        char first[MOMENT_TEXT], last[MOMENT_TEXT];
        day_text(t->first_day, first);
        day_text(t->last_day, last);
        json_object_set_new(o, "grain", json_string(grain_names[t->grain]));
        json_object_set_new(o, "first", json_string(first));
        json_object_set_new(o, "last", json_string(last));
    }
    json_object_set_new(o, "rule", json_string(t->rule));
    json_dumpf(o, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(o);
}

static int print_dates(const char *path, const struct timex_context *context)
{
    struct buf bytes = {0};
    struct arena *a = arena_create();
    struct timex_list list = {0};
    struct str text = {0};
    struct status s = file_read(path, DATES_BYTE_LIMIT, &bytes);
    if (is_ok(&s)) {
        size_t bad;
        text = buf_str(&bytes);
        if (!utf8_is_valid(text, &bad))
            s = status_error(STATUS_BAD_INPUT, "%s: byte %zu is not UTF-8; convert the text first (iconv -t UTF-8)",
                             strcmp(path, "-") == 0 ? "standard input" : path, bad);
    }
    if (is_ok(&s))
        s = timex_find(a, text, context, &list);
    for (size_t i = 0; i < list.count; i++)
        print_timex(text, &list.items[i]);
    if (!is_ok(&s))
        fprintf(stderr, "nutgraf dates: %s\n", s.message);
    arena_destroy(a);
    buf_free(&bytes);
    return is_ok(&s) ? EXIT_DONE : EXIT_SKIPPED;
}

static int run(int argc, char **argv)
{
    struct timex_context context = {.language = STR("en")};
    const char *path = "-";
    struct str zone = {0};
    int files = 0;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--language") == 0 && i + 1 < argc) {
            context.language = str_of(argv[++i]);
        } else if (strcmp(argv[i], "--zone") == 0 && i + 1 < argc) {
            zone = str_of(argv[++i]);
        } else if (strcmp(argv[i], "--published") == 0 && i + 1 < argc) {
            if (!moment_parse_iso(str_of(argv[++i]), &context.published)) {
                fprintf(stderr, "nutgraf dates: --published %s is no ISO 8601 date or time, like 2025-10-07T14:05Z\n",
                        argv[i]);
                return EXIT_MISUSE;
            }
        } else if (argv[i][0] == '-' && argv[i][1]) {
            fprintf(stderr, "nutgraf dates: no option '%s'; `nutgraf dates --help` lists them\n", argv[i]);
            return EXIT_MISUSE;
        } else {
            path = argv[i];
            files++;
        }
    }
    if (!context.published.is_set || files > 1) {
        fprintf(stderr, "nutgraf dates: needs --published TIME and at most one FILE; see `nutgraf dates --help`\n");
        return EXIT_MISUSE;
    }
    if (zone.n && !timex_place_zone(zone, &context.published)) {
        fprintf(stderr,
                "nutgraf dates: --zone %.*s is not known; give a city like Asia/Seoul (docs/DATES.md) or +09:00\n",
                STR_ARG(zone));
        return EXIT_MISUSE;
    }
    return print_dates(path, &context);
}

const struct command dates_command = {
    .name = "dates",
    .summary = "the time expressions of a text, resolved to days",
    .help =
        "usage: nutgraf dates --published TIME [--zone ZONE] [--language LANGUAGE] [FILE]\n\n"
        "Prints one JSON object for each time expression: begin, end (bytes), text, type (DATE, TIME, DURATION, SET),\n"
        "value (TIMEX3), mod, and for those that denote days: grain, first, last; and the rule that found it.\n"
        "Reads standard input where FILE is - or absent.\n\n"
        "  --published TIME     when the text was published, ISO 8601, with the outlet's zone where known\n"
        "  --zone ZONE          the outlet's zone, for a time that is in UTC or says none: Asia/Seoul, -05:00\n"
        "  --language LANGUAGE  en (default), de, es, fr\n\n"
        "  echo 'The talks, held Tuesday, end next week.' | nutgraf dates --published 2025-10-08T09:00+02:00\n",
    .run = run,
};
