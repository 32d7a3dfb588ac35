/* mcp.h - the archive for assistants: Model Context Protocol (JSON-RPC 2.0), a message in, a message out.
 *
 * Tools: search_articles, list_stories, read_story (every sentence with the words of its sources), check_claim. All only
 * read. The same code answers over standard input and output and over HTTP. */
#ifndef NUTGRAF_SERVE_MCP_H
#define NUTGRAF_SERVE_MCP_H

#include "base/buf.h"
#include "store/stories.h"

enum { MCP_MESSAGE_LIMIT = 256 * 1024 };

struct mcp {
    struct store *store;
    struct arena *arena; /* for one message */
    const char *version; /* of the program */
    struct str address;  /* of the site, for links; may be empty */
};

/* Appends the answer, one line without its end; nothing for a notification. Never fails: a failure is an answer. */
void mcp_answer(const struct mcp *m, struct str message, struct buf *out);

#endif
