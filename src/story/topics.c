/* Topics, by weighted words and by what the outlet itself says (its section, its URL's path); data/story/topics.txt. */
#include <pthread.h>
#include <stdlib.h>

#include "base/embedded.h"
#include "story/stream_state.h"
#include "text/word.h"

static const char *const names[TOPIC_COUNT] = {"",       "world",  "politics", "business", "technology",
                                               "science", "health", "sport",    "culture",  "local"};
struct topic_term {
    enum topic topic;
    float weight;
};
static struct topic_term *terms;
static size_t term_count;
static struct map words, sections; /* term -> index of the first of a run in terms, and its length << 32 */
static pthread_once_t once = PTHREAD_ONCE_INIT;
enum { TOPIC_TOKENS_MAX = 400, TITLE_WEIGHT = 4 };
static const double SECTION_WEIGHT = 3, TOPIC_LEAST = 0.5;

const char *topic_name(enum topic t)
{
    return t < TOPIC_COUNT ? names[t] : "";
}

static enum topic topic_of(struct str name)
{
    for (int t = TOPIC_NONE + 1; t < TOPIC_COUNT; t++)
        if (str_eq(name, str_of(names[t])))
            return (enum topic)t;
    abort(); /* a fault of the data file */
}

static uint64_t lower_key(struct str s)
{
    char lower[64];
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < sizeof lower; i++)
        lower[n++] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] | 0x20) : s.p[i];
    return str_hash((struct str){lower, n});
}

/* Lines: "word WORD topic weight [topic weight]..." with any form of the word, and "section NAME topic". */
static void load(void)
{
    struct str rest = embedded_get("data/story/topics.txt"), line;
    const struct lexicon *english = lexicon_for(STR("en"));
    size_t capacity = 0;
    while (embedded_line(&rest, &line)) {
        struct str kind = str_cut(&line, ' '), name = str_cut(&line, ' ');
        bool is_word = str_eq(kind, STR("word"));
        size_t first = term_count;
        while (line.n) {
            struct topic_term t = {.topic = topic_of(str_cut(&line, ' '))};
            t.weight = is_word ? strtof(str_cut(&line, ' ').p, NULL) : 1;
            if (term_count == capacity) {
                capacity = capacity ? capacity * 2 : 1024;
                terms = xrealloc(terms, capacity * sizeof *terms);
            }
            terms[term_count++] = t;
        }
        struct word read;
        word_read(english, name, &read);
        *map_put(is_word ? &words : &sections, is_word ? read.term : str_hash(name)) = first | (uint64_t)(term_count - first) << 32;
    }
}

static void add_run(const uint64_t *run, double by, float out[TOPIC_COUNT])
{
    if (!run)
        return;
    size_t first = (uint32_t)*run, count = (size_t)(*run >> 32);
    for (size_t i = first; i < first + count; i++)
        out[terms[i].topic] += (float)(by * (double)terms[i].weight);
}

static void add_words(const struct passage *p, double by, float out[TOPIC_COUNT])
{
    for (size_t i = 0; i < p->token_count && i < TOPIC_TOKENS_MAX; i++)
        if (p->tokens[i].kind == TOKEN_WORD && !(p->tokens[i].flags & TOKEN_STOP))
            add_run(map_get(&words, p->tokens[i].term), by, out);
}

/* A section ("World / Europe"), or the directories of a URL's path. */
static void add_sections(struct str path, double by, float out[TOPIC_COUNT])
{
    size_t begin = 0;
    for (size_t i = 0; path.n && i <= path.n; i++) {
        if (i < path.n && path.p[i] != '/' && path.p[i] != '>' && path.p[i] != ',')
            continue;
        struct str part = str_trim((struct str){path.p + begin, i - begin});
        if (part.n)
            add_run(map_get(&sections, lower_key(part)), by, out);
        begin = i + 1;
    }
}

static struct str url_directories(struct str url)
{
    size_t begin = 0, end = url.n;
    for (int slashes = 0; begin < url.n && slashes < 3; begin++)
        slashes += url.p[begin] == '/';
    while (end > begin && url.p[end - 1] != '/')
        end--;
    return begin < end ? (struct str){url.p + begin, end - begin} : (struct str){0};
}

/* Evidence as shares: a long report has no louder voice than a short one. */
void topics_weigh(const struct analysis *x, float out[TOPIC_COUNT])
{
    pthread_once(&once, load);
    float found[TOPIC_COUNT] = {0};
    if (!strcmp(x->language, "en")) {
        add_words(&x->title, TITLE_WEIGHT, found);
        add_words(&x->body, 1, found);
    }
    double sum = 1e-9;
    for (size_t t = 0; t < TOPIC_COUNT; t++)
        sum += (double)found[t];
    for (size_t t = 0; t < TOPIC_COUNT; t++)
        out[t] = (float)((double)found[t] / (sum + 10));
    add_sections(x->article->section, SECTION_WEIGHT, out);
    add_sections(url_directories(x->article->url), SECTION_WEIGHT / 2, out);
}

enum topic topics_best(const float evidence[TOPIC_COUNT])
{
    enum topic best = TOPIC_NONE;
    double sum = 0;
    for (int t = TOPIC_NONE + 1; t < TOPIC_COUNT; t++) {
        sum += (double)evidence[t];
        if (best == TOPIC_NONE || evidence[t] > evidence[best])
            best = (enum topic)t;
    }
    return sum > 0 && (double)evidence[best] >= TOPIC_LEAST * sum / 2 ? best : TOPIC_NONE;
}
