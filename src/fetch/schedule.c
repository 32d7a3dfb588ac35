#include "fetch/schedule.h"

enum { CLOCK_SLACK = 300 };

/* SplitMix64 (Steele, Lea, Flood 2014): a well-mixed number from any other, so that jitter needs no state. */
static uint64_t mix(uint64_t x)
{
    x += UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

int64_t schedule_next(const struct schedule_rules *rules, const struct schedule_visit *visit)
{
    int64_t wait = visit->ttl > rules->interval ? visit->ttl : rules->interval;
    int64_t jitter_part = 10;
    if (visit->failures) {
        wait = rules->first_back_off;
        for (uint32_t i = 1; i < visit->failures && wait < rules->longest; i++)
            wait *= 2;
        jitter_part = 2;
    }
    if (visit->retry_after > wait)
        wait = visit->retry_after;
    if (wait > rules->longest)
        wait = rules->longest;
    if (wait < 1)
        wait = 1;
    uint64_t random = mix(rules->seed ^ mix(visit->feed ^ visit->failures));
    return visit->now + wait + (int64_t)(random % (uint64_t)(wait / jitter_part + 1));
}

bool schedule_is_due(int64_t now, int64_t last_visit, int64_t next_visit)
{
    return now >= next_visit || last_visit > now + CLOCK_SLACK;
}
