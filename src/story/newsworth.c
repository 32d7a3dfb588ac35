#include "story/newsworth.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/embedded.h"
#include "story/lead_words.h"

enum { REASONS_MAX = 8, TITLE_BYTES = 512, DIRECTORIES_MAX = 16 };
/* Without a model, a full report is as likely as reports are in the mean, an empty one half as likely. */
static const double UNKNOWN_LEAST = 0.15, UNKNOWN_MORE = 0.15;

static struct map index_of; /* lead_words_key -> number + 1 */
static float *weights;
static double bias;
static struct str *phrases; /* of titles */
static bool *begins;
static size_t phrase_count;
static struct map directories;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load_words(void)
{
    struct str rest = embedded_get("data/story/pickup.txt"), line;
    size_t capacity = 0, count = 0;
    bool has_bias = false;
    while (embedded_line(&rest, &line)) {
        struct str stem = str_cut(&line, ' ');
        double weight = strtod(line.p, NULL); /* embedded bytes end with a NUL */
        if (!has_bias) { /* the first line */
            bias = weight;
            has_bias = true;
            continue;
        }
        if (count == capacity) {
            capacity = capacity ? capacity * 2 : 2048;
            weights = xrealloc(weights, capacity * sizeof *weights);
        }
        weights[count++] = (float)weight;
        *map_put(&index_of, lead_words_key(str_hash(stem), STR("en"))) = count;
    }
}

static void load_no_news(void)
{
    struct str rest = embedded_get("data/story/no-news.txt"), line;
    size_t capacity = 0;
    while (embedded_line(&rest, &line)) {
        struct str kind = str_cut(&line, ' ');
        if (str_eq(kind, STR("path"))) {
            *map_put(&directories, str_hash(line)) = 1;
            continue;
        }
        if (phrase_count == capacity) {
            capacity = capacity ? capacity * 2 : 128;
            phrases = xrealloc(phrases, capacity * sizeof *phrases);
            begins = xrealloc(begins, capacity * sizeof *begins);
        }
        phrases[phrase_count] = line;
        begins[phrase_count++] = str_eq(kind, STR("begins"));
    }
}

static void load(void)
{
    load_words();
    load_no_news();
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c & 0x80);
}

/* `at` is where a word begins. */
static bool title_has_at(struct str title, size_t at, struct str phrase)
{
    size_t end = at + phrase.n;
    return title.p[at] == phrase.p[0] && end <= title.n && memcmp(title.p + at, phrase.p, phrase.n) == 0 &&
           (end == title.n || !is_letter(phrase.p[phrase.n - 1]) || !is_letter(title.p[end]));
}

static bool title_is_no_news(struct str title)
{
    for (size_t at = 0; at < title.n; at++)
        for (size_t i = 0; i < phrase_count && (!at || !is_letter(title.p[at - 1])); i++)
            if (!(begins[i] && at) && title_has_at(title, at, phrases[i]))
                return true;
    return false;
}

/* The directories of an address; its host and its last part are none. */
static bool path_is_no_news(struct str url)
{
    int slashes = 0;
    size_t begin = 0;
    for (size_t i = 0; i < url.n && slashes < 3 + DIRECTORIES_MAX && url.p[i] != '?'; i++) {
        if (url.p[i] != '/')
            continue;
        if (++slashes > 3 && map_get(&directories, str_hash((struct str){url.p + begin, i - begin})))
            return true;
        begin = i + 1;
    }
    return false;
}

static bool is_no_news(const struct article *x)
{
    char lower[TITLE_BYTES];
    size_t n = 0;
    for (; n < x->title.n && n < sizeof lower; n++)
        lower[n] = x->title.p[n] >= 'A' && x->title.p[n] <= 'Z' ? (char)(x->title.p[n] | 0x20) : x->title.p[n];
    return title_is_no_news((struct str){lower, n}) || path_is_no_news(x->url);
}

double newsworth_of(const struct analysis *x)
{
    struct lead_words words;
    double evidence;
    pthread_once(&once, load);
    if (is_no_news(x->article))
        return 0;
    lead_words_read(x, &index_of, true, &words);
    if (!words.count)
        return UNKNOWN_LEAST + UNKNOWN_MORE * report_substance(x);
    evidence = bias;
    for (size_t i = 0; i < words.count; i++)
        evidence += words.words[i].value * (double)weights[words.words[i].number];
    return 1 / (1 + exp(-evidence));
}

static int compare_words(const void *a, const void *b)
{
    const struct lead_word *x = a, *y = b;
    if (fabs(x->value) != fabs(y->value))
        return fabs(x->value) > fabs(y->value) ? -1 : 1;
    return str_compare(x->text, y->text);
}

void newsworth_explain(const struct analysis *x, struct buf *out)
{
    struct lead_words words;
    double worth = newsworth_of(x);
    if (worth <= 0) {
        buf_add_z(out, "  newsworthy: no report, by its title or address\n");
        return;
    }
    lead_words_read(x, &index_of, true, &words);
    for (size_t i = 0; i < words.count; i++)
        words.words[i].value *= (double)weights[words.words[i].number];
    if (words.count)
        qsort(words.words, words.count, sizeof *words.words, compare_words);
    buf_format(out, "  newsworthy: %.2f%s", worth, words.count ? ", by its words:" : ", by what it holds");
    for (size_t i = 0; i < words.count && i < REASONS_MAX; i++)
        buf_format(out, "%s %.*s %+.2f", i ? "," : "", STR_ARG(utf8_cut(words.words[i].text, 40)), words.words[i].value);
    buf_add_byte(out, '\n');
}

void report_count_parts(const struct analysis *x, double out[REPORT_PARTS])
{
    struct map names = {0};
    for (size_t i = 0; i < REPORT_PARTS; i++)
        out[i] = 0;
    for (size_t i = 0; i < x->body.name_count; i++)
        if (x->body.names[i].kind != NAME_OTHER)
            *map_put(&names, x->body.names[i].key) = 1;
    out[REPORT_NAMES] = (double)names.count;
    for (size_t i = 0; i < x->body.quote_count; i++)
        out[REPORT_QUOTES] += x->body.quotes[i].speaker.end > x->body.quotes[i].speaker.begin;
    for (size_t i = 0; i < x->body.number_count; i++)
        out[REPORT_NUMBERS] += !x->body.numbers[i].in_time;
    for (size_t i = 0; i < x->body.sentence_count; i++)
        out[REPORT_SENTENCES] += !x->body.sentences[i].is_fragment;
    map_free(&names);
}

double report_substance(const struct analysis *x)
{
    double parts[REPORT_PARTS], sum = 0;
    static const double enough[REPORT_PARTS] = {8, 4, 6, 20}, shares[REPORT_PARTS] = {0.3, 0.25, 0.2, 0.25};
    report_count_parts(x, parts);
    for (size_t i = 0; i < REPORT_PARTS; i++)
        sum += shares[i] * (parts[i] < enough[i] ? parts[i] / enough[i] : 1);
    return sum;
}
