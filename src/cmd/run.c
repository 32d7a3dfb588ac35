/* nutgraf run - one process that fetches, groups, writes and serves, for months. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "cmd/command.h"
#include "cmd/living.h"
#include "cmd/network.h"

static struct status read_arguments(struct living_options *o, int argc, char **argv, int64_t *now)
{
    struct moment moment;
    for (int i = 1; i < argc; i++) {
        const char *arg = argv[i];
        if (strcmp(arg, "--once") == 0)
            o->once = true;
        else if (strcmp(arg, "--quiet") == 0)
            o->quiet = true;
        else if (strcmp(arg, "--no-fetch") == 0)
            o->no_fetch = true;
        else if (strcmp(arg, "--now") == 0 && i + 1 < argc) {
            if (!moment_parse_iso(str_of(argv[++i]), &moment))
                return status_error(STATUS_MISUSE, "--now %.60s: want ISO 8601, as in 2031-03-18T12:00:00Z", argv[i]);
            *now = moment.seconds;
        } else if (strcmp(arg, "--speed") == 0 && i + 1 < argc) {
            char *end;
            long times = strtol(argv[++i], &end, 10);
            if (*end || times < 1 || times > 1000000)
                return status_error(STATUS_MISUSE, "--speed %.20s: want a number from 1 to 1000000", argv[i]);
            network_hurry(times);
        } else if (strcmp(arg, "--port") == 0 && i + 1 < argc) {
            char *end;
            o->port = strtol(argv[++i], &end, 10);
            if (*end || o->port < 0 || o->port > 65535)
                return status_error(STATUS_MISUSE, "--port %.20s: want a number from 0 to 65535", argv[i]);
        } else if (arg[0] == '-')
            return status_error(STATUS_MISUSE, "no option '%.60s', or its value is missing; `nutgraf run --help` lists them", arg);
        else if (o->config_path)
            return status_error(STATUS_MISUSE, "two configurations, %.80s and %.80s: want one", o->config_path, arg);
        else
            o->config_path = arg;
    }
    if (!o->config_path)
        return status_error(STATUS_MISUSE, "which configuration? `nutgraf run --help` has an example");
    return status_ok();
}

static int run(int argc, char **argv)
{
    struct living_options options = {.port = -1};
    int64_t now = 0;
    bool has_failed = false;
    struct status s = read_arguments(&options, argc, argv, &now);
    bool is_misuse = s.code == STATUS_MISUSE;
    if (is_ok(&s)) {
        network_begin(now);
        s = living_run(&options, &has_failed);
    }
    if (!is_ok(&s))
        fprintf(stderr, "nutgraf: %s\n", s.message);
    return is_misuse ? EXIT_MISUSE : !is_ok(&s) || (options.once && has_failed) ? EXIT_SKIPPED : EXIT_DONE;
}

extern const struct command run_command;

const struct command run_command = {
    .name = "run",
    .summary = "the living site: fetch, group, write and serve",
    .help = "usage: nutgraf run [OPTION...] CONFIG\n\n"
            "Fetches the feeds of the configuration as they are due, groups what comes in into stories, writes their pages\n"
            "and serves them, until it is stopped: SIGTERM or Ctrl-C end it after what is under way is stored, SIGHUP reads\n"
            "the configuration again. The section [serve] says where the site stands (docs/CONFIGURATION.md); without it\n"
            "that is http://127.0.0.1:8117/, for this machine alone. docs/SERVING.md tells the rest.\n"
            "[writer] names a language model that words the pages, too; what it writes is checked (docs/WRITING.md).\n\n"
            "  --once        one round without a server, then end: for cron\n"
            "  --no-fetch    ask no feed: show what the database holds\n"
            "  --port N      listen at this port; 0 for any that is free\n"
            "  --quiet       failures only\n"
            "  --now TIME    begin the clock at this time (ISO 8601), for tests\n"
            "  --speed N     let the clock run N times as fast, for tests\n\n"
            "Ends with 0 when all went well, 1 when something failed (standard error says what and why), 2 on misuse.\n\n"
            "example:\n"
            "  nutgraf add nutgraf.ini https://example.org/ && nutgraf run nutgraf.ini\n",
    .run = run,
};
