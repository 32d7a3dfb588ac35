/* json.h - JSON answers; private to the serve room. */
#ifndef NUTGRAF_SERVE_JSON_H
#define NUTGRAF_SERVE_JSON_H

#include <jansson.h>

#include "serve/answer.h"
#include "store/search.h"

void json_set_str(json_t *object, const char *key, struct str s); /* without what is unseen (render/escape.h) */
void json_set_str_lines(json_t *object, const char *key, struct str s); /* and line ends are kept */
void json_set_moment(json_t *object, const char *key, struct moment m);
/* The value as the answer's body; takes the reference over. */
void json_answer(json_t *value, struct response *out);
/* Puts the words behind each {article, begin, end} of a page beside it, as "text". */
void json_add_quotes(json_t *page, const struct brief *brief);
json_t *json_hits(struct arena *a, const struct search_hit *hits, size_t count);

#endif
