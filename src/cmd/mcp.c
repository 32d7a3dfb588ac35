/* nutgraf mcp - the archive for assistants, over standard input and output. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/lines.h"
#include "cmd/command.h"
#include "serve/mcp.h"

static struct status serve(struct store *store)
{
    struct lines l;
    struct arena *a = arena_create();
    struct buf out = {0};
    struct status s = lines_open(&l, "-", MCP_MESSAGE_LIMIT);
    if (is_ok(&s)) {
        while (lines_next(&l, &s)) {
            if (!l.is_too_long && !str_trim(l.line).n)
                continue;
            arena_reset(a);
            buf_clear(&out);
            struct mcp m = {.store = store, .arena = a, .version = NUTGRAF_VERSION};
            mcp_answer(&m, l.is_too_long ? STR("") : l.line, &out);
            if (!out.n)
                continue;
            buf_add_byte(&out, '\n');
            if (fwrite(out.p, 1, out.n, stdout) != out.n || fflush(stdout) != 0) {
                s = status_error(STATUS_IO, "standard output: not written");
                break;
            }
        }
        lines_close(&l);
    }
    buf_free(&out);
    arena_destroy(a);
    return s;
}

static int run(int argc, char **argv)
{
    struct store *store;
    if (argc != 2 || argv[1][0] == '-') {
        fputs("nutgraf mcp: which database? `nutgraf mcp --help` has an example\n", stderr);
        return EXIT_MISUSE;
    }
    struct status s = store_open(argv[1], STORE_READ, &store);
    if (is_ok(&s))
        s = serve(store);
    store_close(store);
    if (!is_ok(&s))
        fprintf(stderr, "nutgraf: %s\n", s.message);
    return is_ok(&s) ? EXIT_DONE : EXIT_SKIPPED;
}

extern const struct command mcp_command;

const struct command mcp_command = {
    .name = "mcp",
    .summary = "the archive for assistants (Model Context Protocol)",
    .help = "usage: nutgraf mcp DATABASE\n\n"
            "Answers Model Context Protocol messages, one a line, from standard input on standard output, until its end. The\n"
            "tools only read: search_articles, list_stories, read_story (every sentence with the words of its sources) and\n"
            "check_claim. `nutgraf run` answers the same at /mcp. An assistant's configuration names the command:\n\n"
            "  {\"mcpServers\": {\"nutgraf\": {\"command\": \"nutgraf\", \"args\": [\"mcp\", \"/var/lib/nutgraf/nutgraf.db\"]}}}\n",
    .run = run,
};
