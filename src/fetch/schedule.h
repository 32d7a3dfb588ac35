/* schedule.h - when a feed is asked again. Pure arithmetic: times come in, a time comes out. Seconds everywhere. */
#ifndef NUTGRAF_FETCH_SCHEDULE_H
#define NUTGRAF_FETCH_SCHEDULE_H

#include <stdbool.h>
#include <stdint.h>

struct schedule_rules {
    int64_t interval;       /* between two visits when all is well */
    int64_t longest;        /* no wait is longer, whatever a feed or a server asks */
    int64_t first_back_off; /* after the first failure; doubles with each */
    uint64_t seed;          /* of the jitter, which spreads feeds that fail together */
};

struct schedule_visit {
    int64_t now;
    int64_t ttl;         /* the feed's own wish, 0 when it has none */
    int64_t retry_after; /* the server's wish, -1 when it has none */
    uint32_t failures;   /* in a row, this visit counted; 0 when it went well */
    uint64_t feed;       /* hash of the feed's URL */
};

/* Never before what the server or the feed asks for, up to `longest`. Jitter lengthens a wait by up to 10 % when all is
 * well, and by up to 50 % when backing off. */
int64_t schedule_next(const struct schedule_rules *rules, const struct schedule_visit *visit);

/* Is a feed due? A last visit that lies in the future means that the clock was set back: then yes. */
bool schedule_is_due(int64_t now, int64_t last_visit, int64_t next_visit);

#endif
