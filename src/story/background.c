#include "story/background.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/table.h"
#include "text/idf.h"

/* What is unknown of a language without a table: as if so many documents had been seen without the term. */
static const double UNSEEN_DOCUMENTS = 1000;
/* All documents ever seen weigh as much as so many of the last days. */
static const double PRIOR_DOCUMENTS = 100;
enum { EXPECTED = 8 }; /* terms that memory is asked for ahead */

static struct background_slot *probe(const struct background *b, uint32_t term)
{
    size_t i = background_home(b, term);
    while (b->slots[i].used && b->slots[i].term != term)
        i = (i + 1) & (b->capacity - 1);
    return &b->slots[i];
}

static void rehash(struct background *b, size_t capacity)
{
    struct background_slot *old = b->slots;
    size_t old_capacity = b->capacity;
    b->slots = table_create(capacity * sizeof *b->slots);
    b->capacity = capacity;
    b->count = 0;
    for (size_t i = 0; i < old_capacity; i++) {
        if (!old[i].used)
            continue;
        *probe(b, old[i].term) = old[i];
        b->count++;
    }
    table_destroy(old, old_capacity * sizeof *old);
}

struct background_slot *background_at(struct background *b, uint32_t story_term)
{
    if (b->count * 3 >= b->capacity * 2)
        rehash(b, b->capacity ? b->capacity * 2 : 1024);
    struct background_slot *slot = probe(b, story_term);
    if (!slot->used) {
        *slot = (struct background_slot){.term = story_term, .used = true};
        b->count++;
    }
    return slot;
}

void background_recent(struct background *b, struct background_slot *seen)
{
    b->recent_count += !seen->recent;
    seen->recent++;
}

void background_free(struct background *b)
{
    table_destroy(b->slots, b->capacity * sizeof *b->slots);
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

uint32_t background_seen(const struct background *b, uint32_t story_term)
{
    return b->capacity ? probe(b, story_term)->all : 0;
}

double background_idf(const struct background *b, size_t language, uint64_t term, uint32_t story_term, double floor,
                      double *lasting)
{
    double documents = has_table(b, language) ? idf_background_documents() : UNSEEN_DOCUMENTS;
    double count = term ? background_shipped(b, language, term) : floor;
    struct background_slot none = {0}, *seen = b->capacity ? probe(b, story_term) : &none;
    double all = (count + seen->all + 0.5) / (documents + b->documents[language] + 1), recent = seen->recent;
    double share = (recent + PRIOR_DOCUMENTS * all) / (b->recent[language] + PRIOR_DOCUMENTS);
    *lasting = all < 1 ? -log(all) : 0;
    return share < 1 ? -log(share) : 0;
}

static void halve(struct background *b)
{
    for (size_t i = 0; i < b->capacity; i++) {
        struct background_slot *seen = &b->slots[i];
        seen->all /= 2;
        seen->used = seen->all || seen->recent;
    }
    for (size_t i = 0; i < b->language_count; i++)
        b->documents[i] /= 2;
    size_t used = 0, capacity = 1024;
    for (size_t i = 0; i < b->capacity; i++)
        used += b->slots[i].used;
    while (used * 3 >= capacity * 2)
        capacity *= 2;
    rehash(b, capacity);
}

static void forget_day(struct background *b, struct background_day *d)
{
    for (size_t i = 0; i < d->count; i++) {
        struct background_slot *seen = probe(b, d->terms[i]);
        if (i + EXPECTED < d->count)
            background_expect(b, d->terms[i + EXPECTED]);
        b->recent_count -= seen->recent == 1;
        seen->recent -= seen->recent > 0; /* 0 where it is not used */
    }
    free(d->terms); /* the next day may be a quiet one */
    d->terms = NULL;
    d->count = d->capacity = 0;
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
    if (b->count > BACKGROUND_TERMS_MAX && (b->count > 2 * b->recent_count || b->count > BACKGROUND_NEW_MAX / 2))
        halve(b);
}

void background_count(struct background *b, size_t language, const uint32_t *terms, size_t count)
{
    struct background_day *d = today(b);
    if (d->count + count > d->capacity) {
        d->capacity = (d->count + count) * 2;
        d->terms = xrealloc(d->terms, d->capacity * sizeof *d->terms);
    }
    for (size_t i = 0; i < count; i++) {
        if (b->count >= BACKGROUND_NEW_MAX && !(b->capacity && probe(b, terms[i])->used))
            continue;
        struct background_slot *seen = background_at(b, terms[i]);
        seen->all++;
        if (d->count >= BACKGROUND_DAY_MAX)
            continue;
        background_recent(b, seen);
        d->terms[d->count++] = terms[i];
    }
    d->documents[language]++;
    b->recent[language]++;
    b->documents[language]++;
}
