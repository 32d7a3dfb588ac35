/* round.h - one round of fetching, shared by its parts; private to the fetch room.
 *
 * fetch.c holds the loop, the transaction and the events; visit.c what a feed's answer means; pages.c the pages behind
 * entries and the robots.txt that stands before them. */
#ifndef NUTGRAF_FETCH_ROUND_H
#define NUTGRAF_FETCH_ROUND_H

#include "base/map.h"
#include "fetch/fetch.h"
#include "fetch/schedule.h"

struct event_list;
struct gate;

struct fetch {
    struct fetch_options options;
    const struct config *config;
    struct store *store;
    struct client *client;
    struct schedule_rules rules;
    struct fetch_summary summary;
    struct status status; /* the store's: ends the round */
    bool in_transaction;
    struct event_list *events; /* of this transaction, oldest first */
    struct map gates;          /* hash of origin -> struct gate *: what robots.txt says there */
};

/* Before the first write of a batch. False when the store fails: the round is then over. */
bool round_begin_writing(struct fetch *f);
/* Notes a failure of the store. */
bool round_ok(struct fetch *f, struct status s);
/* Tells of something as soon as the transaction is committed. Strings are copied. */
void round_event(struct fetch *f, struct fetch_event event);
bool round_is_stopped(const struct fetch *f);

void visit_start(struct fetch *f, const struct config_feed *feed);
void pages_start(struct fetch *f, size_t most, size_t *started);
void pages_forget_robots(struct fetch *f);

#endif
