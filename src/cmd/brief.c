/* nutgraf brief - one story page from given articles. */
#include <stdio.h>
#include <string.h>

#include "cmd/command.h"
#include "cmd/terminal.h"
#include "cmd/writer.h"
#include "nutgraf.h"

static int misuse(const char *what, const char *word)
{
    fprintf(stderr, "nutgraf brief: %s '%s'; see `nutgraf brief --help`\n", what, word);
    return EXIT_MISUSE;
}

static int run(int argc, char **argv)
{
    struct nutgraf_brief_options options = {.width = terminal_width(), .colour = terminal_has_colour()};
    struct writer_arguments writer = {0};
    int first = 1;
    for (; first < argc && argv[first][0] == '-' && argv[first][1]; first++) {
        const char **value = strcmp(argv[first], "--format") == 0 ? &options.format
                             : strcmp(argv[first], "--now") == 0  ? &options.now
                             : strcmp(argv[first], "--since") == 0 ? &options.since
                                                                  : writer_option(&writer, argv[first]);
        if (strcmp(argv[first], "--") == 0) {
            first++;
            break;
        }
        if (!value)
            return misuse("no option", argv[first]);
        if (first + 1 == argc)
            return misuse("a value is missing behind", argv[first]);
        *value = argv[++first];
    }

    struct terminal terminal;
    struct nutgraf *n = nutgraf_create();
    char *page = NULL;
    enum nutgraf_code code = writer_begin(n, &writer, "brief");
    if (code != NUTGRAF_DONE) {
        nutgraf_destroy(n);
        return code == NUTGRAF_MISUSE ? EXIT_MISUSE : EXIT_SKIPPED;
    }
    terminal_begin(&terminal, "brief");
    nutgraf_on_problem(n, terminal_problem, &terminal);
    if (first == argc)
        nutgraf_read(n, "-");
    for (int i = first; i < argc; i++)
        nutgraf_read(n, argv[i]);
    code = nutgraf_brief(n, &options, &page);
    if (page)
        fputs(page, stdout);
    if (nutgraf_refused(n))
        fprintf(stderr, "nutgraf brief: %zu units were left out: their sources do not say them\n", nutgraf_refused(n));
    writer_end(n, "brief");
    int exit_code = terminal_end(&terminal, n, code);
    nutgraf_free(page);
    nutgraf_destroy(n);
    return exit_code;
}

const struct command brief_command = {
    .name = "brief",
    .summary = "one story page from given articles",
    .help = "usage: nutgraf brief [--format text|markdown|html|json|atom] [--now TIME]\n"
            "                     [--since PAGE.json] [--writer URL --writer-model NAME] [FILE|DIR...]\n\n"
            "Writes one story page from articles: article JSON lines (id, url, outlet, title, published, text), saved HTML\n"
            "pages, feeds, a database that `nutgraf fetch` filled, or directories of these. Reads standard input where FILE\n"
            "is - or absent. Every sentence carries the numbers of its sources; the JSON form also the bytes of their texts\n"
            "that say it. What cannot be read is said on standard error, and the exit code is then 1.\n\n"
            "  --format F   text (the default, as wide as the terminal), markdown, html, json or atom\n"
            "  --now TIME   the reader's clock, ISO 8601, for \"2 hours ago\"\n"
            "  --since P    an earlier page of the story (--format json): the page then says which sentences are new, revised\n"
            "               or withdrawn since\n"
            WRITER_USAGE "\n"
            "  nutgraf brief --format markdown articles.jsonl\n"
            "  nutgraf brief --format json noon.jsonl > noon.json; nutgraf brief --since noon.json noon.jsonl evening.jsonl\n"
            "  nutgraf brief --writer http://127.0.0.1:11434/v1 --writer-model qwen3:8b articles.jsonl\n"
            "  nutgraf brief samples/pages/ledger-and-quay-ostrel-*.html samples/pages/saltry-gazette-saltry-to-*.html\n",
    .run = run,
};
