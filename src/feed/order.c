#include "feed/order.h"

/* Of the first ENTRIES_MAX; the more there are, the more may be out of order: one in LOOSE_SHARE, and one. */
enum { ENTRIES_MAX = 64, ENTRIES_LEAST = 6, LOOSE_SHARE = 8 };

/* The longest row of entries whose times never fall, each behind the one before it. */
static size_t longest_rising(const int64_t *times, size_t count)
{
    size_t longest[ENTRIES_MAX], most = 0;
    for (size_t i = 0; i < count; i++) {
        longest[i] = 1;
        for (size_t k = 0; k < i; k++)
            if (times[k] <= times[i] && longest[k] >= longest[i])
                longest[i] = longest[k] + 1;
        most = longest[i] > most ? longest[i] : most;
    }
    return most;
}

static bool follows_time(const int64_t *times, size_t count)
{
    int64_t falling[ENTRIES_MAX];
    size_t enough = count - count / LOOSE_SHARE - 1;
    for (size_t i = 0; i < count; i++)
        falling[i] = -times[i];
    return longest_rising(times, count) >= enough || longest_rising(falling, count) >= enough;
}

bool order_is_edited(const struct feed *feed)
{
    int64_t published[ENTRIES_MAX], updated[ENTRIES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < feed->entry_count && i < ENTRIES_MAX; i++) {
        const struct feed_entry *e = &feed->entries[i];
        if (!e->published.is_set && !e->updated.is_set)
            continue;
        published[count] = e->published.is_set ? e->published.seconds : e->updated.seconds;
        updated[count++] = e->updated.is_set ? e->updated.seconds : e->published.seconds;
    }
    return count >= ENTRIES_LEAST && !str_eq(feed->version, STR("sitemap")) && !follows_time(published, count) && !follows_time(updated, count);
}
