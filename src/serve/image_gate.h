/* image_gate.h - what the sites of images allow (RFC 9309): the robots.txt of each origin, fetched before the first image
 * of it and remembered. Private to the serve room, and to the images' thread. */
#ifndef NUTGRAF_SERVE_IMAGE_GATE_H
#define NUTGRAF_SERVE_IMAGE_GATE_H

#include <stdbool.h>
#include <stdint.h>

struct client;
struct gates;
struct url;

enum { GATES_MOST = 64 }; /* origins remembered; of more, the one that was asked for the longest ago is forgotten */

struct gates *gates_create(struct client *client, int64_t (*ticks)(void));
/* Calls `answer` with what the site says of the URL, at once or when its robots.txt is there; `url` is copied. */
void gates_ask(struct gates *g, const struct url *url, void *context, void (*answer)(void *context, bool is_allowed));
void gates_destroy(struct gates *g); /* after the client has dropped its requests; NULL is fine */

#endif
