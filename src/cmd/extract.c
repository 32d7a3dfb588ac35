/* nutgraf extract - the article on a web page, as JSON: one line a page. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "cmd/command.h"
#include "cmd/network.h"
#include "page/extract.h"

static bool extract_file(struct arena *a, const char *path, struct str url)
{
    struct buf bytes = {0};
    struct article article = {.kind = ARTICLE_SUMMARY};
    struct extract_options options = {.url = url, .where = path};
    struct status s;
    if (network_is_url(path)) {
        struct response r;
        s = network_get(a, path, true, &r);
        if (is_ok(&s)) {
            buf_add(&bytes, r.body);
            options.url = r.url;
            options.http_charset = r.charset;
        }
    } else {
        s = file_read(path, PAGE_BYTE_LIMIT, &bytes);
    }
    if (is_ok(&s)) {
        s = extract_page(a, buf_str(&bytes), &options, &article);
    }
    struct buf line = {0};
    article_to_json(&article, &line);
    fwrite(line.p, 1, line.n, stdout);
    buf_free(&line);
    if (!is_ok(&s))
        fprintf(stderr, "nutgraf: %s\n", s.message);
    buf_free(&bytes);
    return is_ok(&s);
}

static int run(int argc, char **argv)
{
    struct str url = STR("");
    int exit_code = EXIT_DONE, files = 0;
    struct arena *a = arena_create();
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--url") == 0 && i + 1 < argc) {
            url = str_of(argv[++i]);
            continue;
        }
        if (argv[i][0] == '-' && argv[i][1]) {
            fprintf(stderr, "nutgraf extract: no option '%s'; `nutgraf extract --help` lists them\n", argv[i]);
            arena_destroy(a);
            return EXIT_MISUSE;
        }
        files++;
        if (!extract_file(a, argv[i], url))
            exit_code = EXIT_SKIPPED;
        arena_reset(a);
    }
    if (!files && !extract_file(a, "-", url))
        exit_code = EXIT_SKIPPED;
    arena_destroy(a);
    return exit_code;
}

const struct command extract_command = {
    .name = "extract",
    .summary = "the article on a web page, as JSON",
    .help = "usage: nutgraf extract [--url URL] [FILE|URL...]\n\n"
            "Prints one JSON object a page: title, outlet, byline, published, modified, language, url, image,\n"
            "image_credit, kind (full, summary, list, media) and text. Reads standard input where FILE is - or absent.\n"
            "A page without an article prints an object with an empty text, and the exit code is 1.\n\n"
            "  --url URL   where the page came from: resolves its links and guards its canonical address\n\n"
            "  nutgraf extract samples/pages/*.html\n",
    .run = run,
};
