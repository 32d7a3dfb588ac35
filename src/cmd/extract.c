/* nutgraf extract - the article on a web page, as JSON: one line a page. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "cmd/command.h"
#include "page/extract.h"

static const char *const kind_names[] = {"full", "summary", "list", "media"};

static void set(json_t *object, const char *key, struct str s)
{
    json_object_set_new(object, key, json_stringn(s.p ? s.p : "", s.n));
}

static void print_article(const struct article *x)
{
    char published[MOMENT_TEXT], modified[MOMENT_TEXT];
    moment_format_iso(x->published, published);
    moment_format_iso(x->modified, modified);
    json_t *o = json_object();
    set(o, "id", x->id);
    set(o, "title", x->title);
    set(o, "outlet", x->outlet);
    set(o, "byline", x->byline);
    set(o, "published", str_of(published));
    set(o, "modified", str_of(modified));
    set(o, "language", x->language);
    set(o, "url", x->url);
    set(o, "image", x->image);
    set(o, "image_credit", x->image_credit);
    set(o, "kind", str_of(kind_names[x->kind]));
    set(o, "text", x->text);
    json_dumpf(o, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(o);
}

static bool extract_file(struct arena *a, const char *path, struct str url)
{
    struct buf bytes = {0};
    struct article article = {.kind = ARTICLE_SUMMARY};
    struct status s = file_read(path, PAGE_BYTE_LIMIT, &bytes);
    if (is_ok(&s)) {
        struct extract_options options = {.url = url, .where = path};
        s = extract_page(a, buf_str(&bytes), &options, &article);
    }
    print_article(&article);
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
    .help = "usage: nutgraf extract [--url URL] [FILE...]\n\n"
            "Prints one JSON object a page: title, outlet, byline, published, modified, language, url, image,\n"
            "image_credit, kind (full, summary, list, media) and text. Reads standard input where FILE is - or absent.\n"
            "A page without an article prints an object with an empty text, and the exit code is 1.\n\n"
            "  --url URL   where the page came from: resolves its links and guards its canonical address\n\n"
            "  nutgraf extract samples/pages/*.html\n",
    .run = run,
};
