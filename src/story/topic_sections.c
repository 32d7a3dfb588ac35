/* What an outlet says an article is about: its section or category, directories and host of its address. */
#include <pthread.h>

#include "base/embedded.h"
#include "base/map.h"
#include "story/topics.h"

static struct map sections, hosts; /* hash of the name -> topic */
static pthread_once_t once = PTHREAD_ONCE_INIT;
enum { PARTS_MAX = 16, PART_BYTES = 64 };

/* data/story/topics.txt: "section TOPIC NAME...", "host TOPIC NAME...". */
static void load(void)
{
    struct str rest = embedded_get("data/story/topics.txt"), line;
    while (embedded_line(&rest, &line)) {
        struct str kind = str_cut(&line, ' ');
        bool is_section = str_eq(kind, STR("section"));
        if (!is_section && !str_eq(kind, STR("host")))
            continue;
        enum topic topic = topic_named(str_cut(&line, ' '));
        while (line.n)
            *map_put(is_section ? &sections : &hosts, str_hash(str_cut(&line, ' '))) = topic;
    }
}

/* As the table writes names: in lower case, "White House" as "white-house". */
static uint64_t key_of(struct str s)
{
    char plain[PART_BYTES];
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < sizeof plain; i++)
        plain[n++] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] | 0x20) : s.p[i] == ' ' || s.p[i] == '_' ? '-' : s.p[i];
    return str_hash((struct str){plain, n});
}

static size_t tell(const struct map *table, struct str part, double out[TOPIC_COUNT])
{
    const uint64_t *topic = part.n && part.n <= PART_BYTES ? map_get(table, key_of(part)) : NULL;
    if (topic)
        out[*topic] += 1;
    return topic != NULL;
}

/* A section ("World / Europe"), or the directories of an address. */
static size_t tell_parts(struct str path, double out[TOPIC_COUNT])
{
    size_t begin = 0, told = 0, parts = 0;
    for (size_t i = 0; path.n && i <= path.n && parts < PARTS_MAX; i++) {
        if (i < path.n && path.p[i] != '/' && path.p[i] != '>' && path.p[i] != ',')
            continue;
        told += tell(&sections, str_trim((struct str){path.p + begin, i - begin}), out);
        begin = i + 1;
        parts++;
    }
    return told;
}

/* "https://money.example.com/a/b/c.html": its host, and "a/b/". */
static void take_apart(struct str url, struct str *host, struct str *directories)
{
    size_t begin = 0, end = url.n;
    *host = *directories = (struct str){0};
    if (!url.n)
        return;
    for (int slashes = 0; begin < url.n && slashes < 2; begin++)
        slashes += url.p[begin] == '/';
    size_t stop = begin;
    while (stop < url.n && url.p[stop] != '/' && url.p[stop] != ':' && url.p[stop] != '?')
        stop++;
    *host = (struct str){url.p + begin, stop - begin};
    while (end > stop && url.p[end - 1] != '/')
        end--;
    if (stop + 1 < end)
        *directories = (struct str){url.p + stop + 1, end - stop - 1};
}

/* The host's last two parts are the outlet ("example.com"), what stands before may be a section ("sport.example.com"). */
static size_t tell_host(struct str host, double out[TOPIC_COUNT])
{
    size_t told = 0;
    struct str rest = host;
    for (int i = 0; i < PARTS_MAX && rest.n; i++) {
        if (tell(&hosts, rest, out))
            return told + 1;
        struct str part = str_cut(&rest, '.');
        if (str_has(rest, STR(".")))
            told += tell(&sections, part, out);
    }
    return told;
}

bool topic_sections_weigh(const struct article *x, double out[TOPIC_COUNT])
{
    struct str host, directories;
    pthread_once(&once, load);
    take_apart(x->url, &host, &directories);
    size_t told = tell_parts(x->section, out) + tell_parts(directories, out);
    if (!told)
        told = tell_host(host, out);
    for (size_t t = 0; told && t < TOPIC_COUNT; t++)
        out[t] /= (double)told;
    return told > 0;
}
