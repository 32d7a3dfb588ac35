/* input.h - articles from whatever a user names: article JSON lines, saved HTML pages, feed files, databases that
 * `nutgraf fetch` filled, directories of these, standard input ("-"). The kind is found by looking at the bytes, not at the name.
 *
 * Nothing is dropped silently: whatever cannot be read becomes a problem that names file and line, and the rest is
 * still read.
 */
#ifndef NUTGRAF_LIB_INPUT_H
#define NUTGRAF_LIB_INPUT_H

#include "base/map.h"
#include "page/article.h"

struct arena;

enum { INPUT_FILE_LIMIT = 64 * 1024 * 1024 }; /* bytes of one page or feed; JSON lines have no limit but the line's */

/* For streams: one article at a time. `where` is "file:line" or "file". */
struct input_handler {
    void *context;
    struct arena *(*arena)(void *context); /* memory for the next article: the handler's */
    void (*article)(void *context, const struct article *article, const char *where);
    void (*problem)(void *context, const struct status *why);
};

void input_each(const char *path, const struct input_handler *handler);

/* For what fits into memory: all articles of all files, in the order given. Ids are unique in it: a second article of
 * the same id is a problem, unless it is the same report from elsewhere (a feed's summary and the page behind it: same
 * URL), of which the fuller text stays. The same URL under another id is an update, an article of its own. */
struct input {
    struct arena *arena;
    struct article *articles;
    size_t count, capacity;
    struct status *problems;
    size_t problem_count, problem_capacity;
    size_t folded;      /* articles that were the same report from elsewhere */
    struct map by_id;   /* hash of id or URL -> index + 1 */
    const char **wheres; /* for messages: where each article came from */
    size_t where_capacity;
};

struct input *input_create(void);
void input_destroy(struct input *in);
void input_read(struct input *in, const char *path);

#endif
