/* writer.h - what commands that write pages share: a language model as writer, and where its key comes from. */
#ifndef NUTGRAF_CMD_WRITER_H
#define NUTGRAF_CMD_WRITER_H

#include "base/buf.h"
#include "nutgraf.h"

struct config;
struct model;

#define WRITER_USAGE "  --writer URL           a language model words the pages, too: the base of an OpenAI-compatible endpoint, such as\n" \
                     "                         http://127.0.0.1:11434/v1. What it writes is checked; what fails keeps its sources' words\n" \
                     "  --writer-model NAME    which model, as the endpoint names it\n" \
                     "  --writer-key-file F    a file with the key; else the environment's NUTGRAF_WRITER_KEY, if it is set\n" \
                     "  --writer-seconds N     how long a page may wait for it, 1 to 3600; else 120\n"

struct writer_arguments {
    const char *url, *model, *key_file, *seconds;
};

/* Where the value of such an option goes; NULL for other options. */
const char **writer_option(struct writer_arguments *w, const char *name);
/* Nothing without --writer. Says what is wrong. */
enum nutgraf_code writer_begin(struct nutgraf *n, const struct writer_arguments *w, const char *command);
/* Says on standard error what became of its words. */
void writer_end(const struct nutgraf *n, const char *command);

/* The same for `nutgraf run`, whose configuration says which; *out is NULL where it names none. */
struct status writer_create(const struct config *config, struct model **out) MUST_CHECK;
/* After a round; false when the endpoint failed in it. */
bool writer_tell(struct model *m, bool is_quiet);

#endif
