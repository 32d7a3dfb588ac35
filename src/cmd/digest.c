/* nutgraf digest - the day's stories by e-mail. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "cmd/command.h"
#include "fetch/config.h"
#include "lib/deliver.h"
#include "render/digest.h"
#include "render/when.h"
#include "store/stories.h"

enum { DAY = 86400 };

static int by_outlets(const void *a, const void *b)
{
    const struct stored_story *x = a, *y = b;
    if (x->outlets != y->outlets)
        return x->outlets > y->outlets ? -1 : 1;
    if (x->last != y->last)
        return x->last > y->last ? -1 : 1;
    return str_compare(x->id, y->id);
}

/* The stories of the last day, those of most outlets first. Ranks need the stream, which belongs to the running site. */
static struct status read_edition(struct arena *a, const struct config *c, int64_t now, struct edition *out)
{
    struct store *store;
    struct stored_story *stories = NULL;
    size_t count = 0;
    struct status s = store_open(c->store_path, STORE_READ, &store);
    struct story_choice choice = {.order = STORIES_BY_LAST, .since = now - DAY, .most = 2000};
    if (is_ok(&s))
        s = store_list_stories(store, a, &choice, &stories, &count);
    store_close(store);
    *out = (struct edition){.title = str_of(c->serve.title), .now = {.seconds = now, .is_set = true, .has_time = true, .has_zone = true}};
    struct str address = str_of(c->serve.address);
    out->address = !address.n || address.p[address.n - 1] == '/' ? address : str_format(a, "%s/", c->serve.address);
    out->cards = arena_zero(a, (count + 1) * sizeof *out->cards);
    if (count)
        qsort(stories, count, sizeof *stories, by_outlets);
    for (size_t i = 0; i < count; i++)
        out->cards[out->card_count++] = (struct card){.id = stories[i].id, .headline = stories[i].headline, .lead = stories[i].lead,
                                                      .article_count = stories[i].articles, .outlet_count = stories[i].outlets,
                                                      .updated = {.seconds = stories[i].last, .is_set = true, .has_time = true, .has_zone = true}};
    return s;
}

static struct status send_digest(struct arena *a, const struct config *c, int64_t now, bool prints)
{
    const struct config_digest *d = &c->digest;
    if (!d->from || !d->to || (!d->server && !prints))
        return status_error(STATUS_MISUSE, "%s: [digest] wants server, from and to", c->path);
    struct edition edition;
    struct buf subject = {0}, message = {0};
    struct status s = read_edition(a, c, now, &edition);
    buf_format(&subject, "%s, ", c->serve.title);
    when_day(&subject, edition.now);
    struct digest digest = {.from = str_of(d->from), .to = str_of(d->to), .subject = buf_str(&subject), .date = edition.now, .edition = &edition,
                            .most = (size_t)d->stories};
    if (is_ok(&s))
        s = render_digest(&digest, &message);
    if (is_ok(&s) && prints)
        fwrite(message.p, 1, message.n, stdout);
    else if (is_ok(&s))
        s = deliver_mail(&(struct deliver_mail){d->server, d->user, d->password, d->from, d->to, c->ca_file, buf_str(&message)});
    buf_free(&subject);
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
            "HTML part, by the section [digest] of the configuration (docs/CONFIGURATION.md). For cron; the site may be running.\n\n"
            "  --print      print the message instead\n"
            "  --now TIME   another end of the 24 hours (ISO 8601)\n\n"
            "example, in a crontab:\n"
            "  0 7 * * *  nutgraf digest /etc/nutgraf.ini\n",
    .run = run,
};
