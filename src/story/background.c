#include "story/background.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "text/idf.h"

/* What is unknown of a language without a table: as if so many documents had been seen without the term. */
static const double UNSEEN_DOCUMENTS = 1000;
/* All documents ever seen weigh as much as so many of the last days. */
static const double PRIOR_DOCUMENTS = 100;

enum { RECENT_SHIFT = 32 };
static const uint64_t ALL = UINT32_MAX;

void background_free(struct background *b)
{
    map_free(&b->counts);
    for (size_t i = 0; i < BACKGROUND_DAYS; i++)
        free(b->days[i].terms);
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
    double all = (count + (seen ? (double)(*seen & ALL) : 0) + 0.5) / (documents + b->documents[language] + 1);
    double recent = seen ? (double)(*seen >> RECENT_SHIFT) : 0;
    double share = (recent + PRIOR_DOCUMENTS * all) / (b->recent[language] + PRIOR_DOCUMENTS);
    return share < 1 ? -log(share) : 0;
}

static void halve(struct background *b)
{
    struct map old = b->counts;
    b->counts = (struct map){0};
    for (size_t i = 0; i < old.capacity; i++) {
        uint64_t all = (old.slots[i].value & ALL) / 2, recent = old.slots[i].value >> RECENT_SHIFT;
        if (old.slots[i].used && (all || recent))
            *map_put(&b->counts, old.slots[i].key) = all | recent << RECENT_SHIFT;
    }
    for (size_t i = 0; i < b->language_count; i++)
        b->documents[i] /= 2;
    map_free(&old);
}

static void forget_day(struct background *b, struct background_day *d)
{
    for (size_t i = 0; i < d->count; i++) {
        uint64_t *seen = map_get(&b->counts, d->terms[i]);
        if (seen && *seen >> RECENT_SHIFT)
            *seen -= UINT64_C(1) << RECENT_SHIFT;
    }
    d->count = 0;
    for (size_t i = 0; i < b->language_count; i++) {
        b->recent[i] -= d->documents[i];
        d->documents[i] = 0;
    }
}

static struct background_day *today(struct background *b)
{
    return &b->days[((b->day % BACKGROUND_DAYS) + BACKGROUND_DAYS) % BACKGROUND_DAYS];
}

void background_tell_day(struct background *b, int64_t day)
{
    if (day <= b->day)
        return;
    if (day - b->day > BACKGROUND_DAYS)
        b->day = day - BACKGROUND_DAYS;
    while (b->day < day) {
        b->day++;
        forget_day(b, today(b));
    }
}

void background_count(struct background *b, size_t language, const uint32_t *terms, size_t count)
{
    struct background_day *d = today(b);
    if (d->count + count > d->capacity) {
        d->capacity = (d->count + count) * 2;
        d->terms = xrealloc(d->terms, d->capacity * sizeof *d->terms);
    }
    for (size_t i = 0; i < count; i++) {
        *map_put(&b->counts, terms[i]) += UINT64_C(1) | UINT64_C(1) << RECENT_SHIFT;
        d->terms[d->count++] = terms[i];
    }
    d->documents[language]++;
    b->recent[language]++;
    b->documents[language]++;
    if (b->counts.count > BACKGROUND_TERMS_MAX)
        halve(b);
}
