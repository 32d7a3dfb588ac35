/* nutgraf digest - the day's stories by e-mail. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "cmd/command.h"
#include "lib/mailing.h"

static struct status send_digest(struct arena *a, const struct config *c, int64_t now, bool prints)
{
    struct store *store = NULL;
    struct buf message = {0};
    if (!c->digest.server && !prints)
        return status_error(STATUS_MISUSE, "%s: [digest] wants server, from and to", c->path);
    struct status s = store_open(c->store_path, STORE_READ, &store);
    if (is_ok(&s))
        s = mailing_compose(a, store, c, now, &message);
    store_close(store);
    struct deliver_mail mail = mailing_delivery(c, buf_str(&message));
    if (is_ok(&s) && prints)
        fwrite(message.p, 1, message.n, stdout);
    else if (is_ok(&s))
        s = deliver_mail(&mail);
    buf_free(&message);
    return s;
}

static int run(int argc, char **argv)
{
    const char *path = NULL;
    bool prints = false, is_misuse = false;
    int64_t now = (int64_t)time(NULL);
    struct moment moment;
    for (int i = 1; i < argc && !is_misuse; i++) {
        if (strcmp(argv[i], "--print") == 0)
            prints = true;
        else if (strcmp(argv[i], "--now") == 0 && i + 1 < argc) {
            is_misuse = !moment_parse_iso(str_of(argv[++i]), &moment);
            now = is_misuse ? 0 : moment.seconds;
        } else {
            is_misuse = path || argv[i][0] == '-';
            path = argv[i];
        }
    }
    if (is_misuse || !path) {
        fputs("nutgraf digest: which configuration? `nutgraf digest --help` has an example\n", stderr);
        return EXIT_MISUSE;
    }
    struct arena *a = arena_create();
    struct config config;
    struct status s = config_read(a, path, &config);
    if (is_ok(&s))
        s = send_digest(a, &config, now, prints);
    if (!is_ok(&s))
        fprintf(stderr, "nutgraf: %s\n", s.message);
    arena_destroy(a);
    return is_ok(&s) ? EXIT_DONE : EXIT_SKIPPED;
}

extern const struct command digest_command;

const struct command digest_command = {
    .name = "digest",
    .summary = "the day's stories by e-mail",
    .help = "usage: nutgraf digest [--print] [--now TIME] CONFIG\n\n"
            "Sends the stories with a report in the last 24 hours, those of most outlets first, as one e-mail with a plain and an\n"
            "HTML part, by the section [digest] of the configuration (docs/CONFIGURATION.md). For cron; the site may be running.\n"
            "A running site sends it by itself where [digest] at says when; then nothing belongs into the crontab.\n\n"
            "  --print      print the message instead\n"
            "  --now TIME   another end of the 24 hours (ISO 8601)\n\n"
            "example, in a crontab:\n"
            "  0 7 * * *  nutgraf digest /etc/nutgraf.ini\n",
    .run = run,
};
