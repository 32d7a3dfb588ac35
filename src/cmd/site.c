/* nutgraf site - a static site from articles, grouped into stories. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/command.h"
#include "cmd/terminal.h"
#include "cmd/writer.h"
#include "nutgraf.h"

struct arguments {
    const char *out, *threads;
    bool shows;
    char *first;
    struct nutgraf_site_options site;
    struct writer_arguments writer;
};

static int misuse(const char *what, const char *word)
{
    fprintf(stderr, "nutgraf site: %s '%s'; see `nutgraf site --help`\n", what, word);
    return EXIT_MISUSE;
}

static int parse(int argc, char **argv, struct arguments *out, int *first)
{
    for (*first = 1; *first < argc && argv[*first][0] == '-' && argv[*first][1]; ++*first) {
        const struct {
            const char *name;
            const char **value;
        } options[] = {{"--out", &out->out},
                       {"--now", &out->site.now},
                       {"--title", &out->site.title},
                       {"--address", &out->site.address},
                       {"--threads", &out->threads}};
        const char **value = writer_option(&out->writer, argv[*first]);
        if (strcmp(argv[*first], "--show") == 0) {
            out->shows = true;
            continue;
        }
        for (size_t i = 0; i < sizeof options / sizeof *options && !value; i++)
            if (strcmp(argv[*first], options[i].name) == 0)
                value = options[i].value;
        if (!value)
            return misuse("no option", argv[*first]);
        if (*first + 1 == argc)
            return misuse("a value is missing behind", argv[*first]);
        *value = argv[++*first];
    }
    long online = sysconf(_SC_NPROCESSORS_ONLN), threads = online > 0 ? online : 1;
    char *end = NULL;
    if (out->threads && ((threads = strtol(out->threads, &end, 10)) < 1 || threads > 64 || *end))
        return misuse("--threads takes 1 to 64, not", out->threads);
    out->site.threads = (unsigned)threads;
    out->site.width = terminal_width();
    out->site.colour = terminal_has_colour();
    out->site.first = out->shows ? &out->first : NULL;
    if (!out->out) {
        fputs("nutgraf site: say where to write with --out DIR; see `nutgraf site --help`\n", stderr);
        return EXIT_MISUSE;
    }
    if (*first == argc) {
        fputs("nutgraf site: no FILE or DIR to read; see `nutgraf site --help`\n", stderr);
        return EXIT_MISUSE;
    }
    return EXIT_DONE;
}

static int run(int argc, char **argv)
{
    struct arguments arguments = {0};
    int first;
    int exit_code = parse(argc, argv, &arguments, &first);
    if (exit_code != EXIT_DONE)
        return exit_code;
    struct terminal terminal;
    struct nutgraf_site_summary summary;
    struct nutgraf *n = nutgraf_create();
    enum nutgraf_code code = writer_begin(n, &arguments.writer, "site");
    if (code != NUTGRAF_DONE) {
        nutgraf_destroy(n);
        return code == NUTGRAF_MISUSE ? EXIT_MISUSE : EXIT_SKIPPED;
    }
    terminal_begin(&terminal, "site");
    nutgraf_on_problem(n, terminal_problem, &terminal);
    nutgraf_on_progress(n, terminal_progress, &terminal);
    for (int i = first; i < argc; i++)
        nutgraf_read(n, argv[i]);
    code = nutgraf_site(n, arguments.out, &arguments.site, &summary);
    if (arguments.first)
        printf("%s\n", arguments.first);
    if (code == NUTGRAF_DONE)
        printf("%zu articles, %zu stories: %s/index.html\n", summary.articles, summary.stories, arguments.out);
    writer_end(n, "site");
    exit_code = terminal_end(&terminal, n, code);
    nutgraf_free(arguments.first);
    nutgraf_destroy(n);
    return exit_code;
}

const struct command site_command = {
    .name = "site",
    .summary = "a static site from articles, grouped into stories",
    .help = "usage: nutgraf site --out DIR [OPTION...] FILE|DIR...\n\n"
            "Groups articles into stories and writes a site that any web server can serve, or a browser can open as files:\n"
            "Top Headlines, Feeds (by topic and by outlet), Minority Reports (what only one outlet covers), each list as Atom\n"
            "and JSON Feed, too, and for each story a page as HTML, Markdown, JSON and an Atom entry, its timeline as a\n"
            "calendar (docs/FORMATS.md). Reads what `nutgraf brief` reads. What cannot be read is said\n"
            "on standard error, the rest is still written, and the exit code is then 1.\n\n"
            "  --out DIR        where to write; made where it is missing. Files that would not change\n"
            "                   keep their time, others that are there stay\n"
            "  --now TIME       the time the ranking is made for, ISO 8601; else the newest article's\n"
            "  --title TEXT     name of the site\n"
            "  --address URL    where the site will stand (https://news.example/): feeds need it to link to pages, feeds.opml is only written with it\n"
            "  --show           print the first story's page as text, too\n"
            "  --threads N      1 to 64; else as many as there are processors. The result is the same with any number\n"
            WRITER_USAGE "\n"
            "  nutgraf site --out site samples && xdg-open site/index.html\n",
    .run = run,
};
