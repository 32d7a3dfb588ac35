#include "story/background.h"

#include <math.h>
#include <string.h>

#include "text/idf.h"

/* What is unknown of a language without a table: as if so many documents had been seen without the term. */
static const double UNSEEN_DOCUMENTS = 1000;

void background_free(struct background *b)
{
    map_free(&b->counts);
}

size_t background_language(struct background *b, const char language[12])
{
    if (!b->language_count)
        strcpy(b->languages[b->language_count++], "und");
    for (size_t i = 0; i < b->language_count; i++)
        if (!strncmp(b->languages[i], language, sizeof b->languages[i]))
            return i;
    if (b->language_count == BACKGROUND_LANGUAGES_MAX || !language[0])
        return 0;
    memcpy(b->languages[b->language_count], language, sizeof b->languages[0]);
    b->languages[b->language_count][sizeof b->languages[0] - 1] = '\0';
    return b->language_count++;
}

static bool has_table(const struct background *b, size_t language)
{
    return !strcmp(b->languages[language], "en");
}

double background_shipped(const struct background *b, size_t language, uint64_t term)
{
    return has_table(b, language) ? idf_background_count(term) : 0;
}

double background_idf(const struct background *b, size_t language, uint64_t term, uint32_t story_term, double floor)
{
    double documents = has_table(b, language) ? idf_background_documents() : UNSEEN_DOCUMENTS;
    double count = term ? background_shipped(b, language, term) : floor;
    const uint64_t *seen = map_get(&b->counts, story_term);
    double idf = log((documents + b->documents[language] + 1) / (count + (seen ? (double)*seen : 0) + 0.5));
    return idf > 0 ? idf : 0;
}

static void halve(struct background *b)
{
    struct map old = b->counts;
    b->counts = (struct map){0};
    for (size_t i = 0; i < old.capacity; i++)
        if (old.slots[i].used && old.slots[i].value > 1)
            *map_put(&b->counts, old.slots[i].key) = old.slots[i].value / 2;
    for (size_t i = 0; i < b->language_count; i++)
        b->documents[i] /= 2;
    map_free(&old);
}

void background_count(struct background *b, size_t language, const uint32_t *terms, size_t count)
{
    for (size_t i = 0; i < count; i++)
        ++*map_put(&b->counts, terms[i]);
    b->documents[language]++;
    if (b->counts.count > BACKGROUND_TERMS_MAX)
        halve(b);
}
