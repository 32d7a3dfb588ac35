/* robots.h - what a site asks of automatic clients (RFC 9309, "Robots Exclusion Protocol").
 *
 * Reads at most the first ROBOTS_BYTE_LIMIT bytes, as the RFC allows. Lines may end in LF, CR or both; a byte order
 * mark is skipped; what is not a rule (an HTML page, say) is ignored. Lives in the given arena. Thread-safe. */
#ifndef NUTGRAF_FETCH_ROBOTS_H
#define NUTGRAF_FETCH_ROBOTS_H

#include "base/str.h"

struct arena;

enum { ROBOTS_BYTE_LIMIT = 500 * 1024 };

struct robots_rule {
    struct str pattern; /* percent-encoding normalised */
    bool allows;
};

struct robots {
    struct robots_rule *rules; /* of all groups that are for us */
    size_t rule_count;
    bool refuses_all; /* the site could not say (5xx, unreachable): RFC 9309, 2.3.1.4 */
};

/* `agent` is our product token, "nutgraf". Groups for it are merged; without one, those for "*" count. */
void robots_parse(struct arena *a, struct str bytes, struct str agent, struct robots *out);
/* What an answer to /robots.txt means, whatever its code: 2xx is read, 4xx allows everything, the rest forbids it. */
void robots_from_answer(struct arena *a, long http_status, struct str bytes, struct str agent, struct robots *out);
/* `target` is path and query. The longest matching pattern decides, and of two as long the one that allows. */
bool robots_allow(struct arena *scratch, const struct robots *r, struct str target);

#endif
