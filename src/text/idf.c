#include "text/idf.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/embedded.h"
#include "base/map.h"

/* data/idf.txt: "documents N", then "stem df capitals", capitals in percent of the mentions where nothing forced them. */
static struct map table; /* term -> df << 8 | percent */
static double documents;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void)
{
    struct str rest = embedded_get("data/idf.txt"), line;
    while (embedded_line(&rest, &line)) {
        struct str stem = str_cut(&line, ' ');
        char *end;
        unsigned long df = strtoul(line.p, &end, 10); /* embedded bytes end with a NUL */
        if (str_eq(stem, STR("documents")) && documents <= 0) {
            documents = (double)df;
            continue;
        }
        *map_put(&table, str_hash(stem)) = df << 8 | (strtoul(end, NULL, 10) & 0x7F);
    }
}

double idf_background_count(uint64_t term)
{
    pthread_once(&once, load);
    const uint64_t *entry = map_get(&table, term);
    return entry ? (double)(*entry >> 8) : 0;
}

double idf_background_documents(void)
{
    pthread_once(&once, load);
    return documents;
}

double idf_background(uint64_t term)
{
    double df = idf_background_count(term); /* loads the table */
    double idf = log((documents + 1) / (df + 0.5));
    return idf > 0 ? idf : 0;
}

int idf_capital_percent(uint64_t term)
{
    pthread_once(&once, load);
    const uint64_t *entry = map_get(&table, term);
    return entry ? (int)(*entry & 0x7F) : -1;
}
