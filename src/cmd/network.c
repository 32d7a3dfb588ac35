#include "cmd/network.h"

#include <signal.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"

atomic_int network_stop;
static int64_t start_seconds, start_ticks, speed = 1;

static void on_signal(int number)
{
    network_stop = number;
}

int64_t network_ticks(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t network_now(void *context)
{
    (void)context;
    return start_seconds + (network_ticks() - start_ticks) * speed / 1000;
}

void network_hurry(int64_t times)
{
    speed = times;
}

void network_begin(int64_t now)
{
    start_seconds = now ? now : (int64_t)time(NULL);
    start_ticks = network_ticks();
    struct sigaction action = {.sa_handler = on_signal};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a limit on file sizes is an error like a full disk */
}

const char *network_user_agent(struct arena *a, const char *contact)
{
    return str_format(a, "nutgraf/%s (news reader; contact: %s)", NUTGRAF_VERSION, contact ? contact : "not given").p;
}

bool network_is_url(const char *name)
{
    return strncmp(name, "http://", 7) == 0 || strncmp(name, "https://", 8) == 0;
}

struct status network_get(struct arena *a, const char *url, bool is_page, struct response *out)
{
    struct config config;
    config_defaults(&config);
    network_begin(0);
    const struct fetch_options options = {.config = &config,
                                          .user_agent = network_user_agent(a, config.contact),
                                          .stop = &network_stop,
                                          .now = network_now,
                                          .ticks = network_ticks};
    return fetch_one(a, &options, str_of(url), (size_t)(is_page ? config.page_bytes : config.feed_bytes), out);
}
