/* transfer.h - one request on its way, hop by hop; private to the fetch room (client.c owns them). */
#ifndef NUTGRAF_FETCH_TRANSFER_H
#define NUTGRAF_FETCH_TRANSFER_H

#include <curl/curl.h>

#include "fetch/client.h"
#include "fetch/headers.h"

struct arena;
struct client_host;

struct transfer {
    const struct client_options *options;
    struct arena *arena; /* from the first hop on: a queued request is small */
    char *copies;        /* the strings of request and first */
    struct request request;
    struct url first; /* its credentials are for its origin alone */
    struct url url;   /* of this hop */
    struct str permanent;
    bool is_permanent_so_far;
    int redirects;
    CURL *easy; /* while a hop is under way */
    struct curl_slist *lines, *resolved;
    struct headers headers;
    struct buf body;
    struct status refused; /* by us, during the hop: limits, contradictions */
    struct status blocked; /* the last address that the guard refused; another of the same name may have passed */
    bool is_cut;           /* request.cuts_body happened */
    char address[ADDRESS_TEXT];
    char problem[CURL_ERROR_SIZE];
    int64_t began_ms;
    struct client_host *host;
    struct transfer *next; /* in the host's queue */
    size_t *connections;   /* the client's count */
};

/* Sets `easy` up for the hop to t->url. Fails when the guard or the resolver refuses at once. */
struct status transfer_begin(struct transfer *t, CURL *easy) MUST_CHECK;
/* After the hop: OK, or why there is no answer, in words. */
struct status transfer_result(const struct transfer *t, CURLcode code);
/* If the answer sends us elsewhere, turns t to the next hop and says true; *s is not OK when it must not be followed.
 */
bool transfer_redirect(struct transfer *t, long code, struct status *s);
void transfer_end_hop(struct transfer *t); /* what the hop held, except body and headers */

#endif
