/* mcp_tools.h - the tools of mcp.h; private to the serve room. */
#ifndef NUTGRAF_SERVE_MCP_TOOLS_H
#define NUTGRAF_SERVE_MCP_TOOLS_H

#include <jansson.h>

#include "serve/mcp.h"

/* False where there is no such tool. *s is the tool's own failure. */
bool mcp_call_tool(const struct mcp *m, const char *name, const json_t *arguments, struct buf *out, struct status *s);

#endif
