/* nutgraf.h - from news articles to story pages a reader can trust, as a library.
 *
 * Read articles, then write one page from all of them (nutgraf_brief) or group them into stories and write a site
 * (nutgraf_site). Every sentence of a page is traceable to the bytes of the source that say it, and was checked against
 * them before it was written; the JSON form carries these bytes' offsets.
 *
 *     struct nutgraf *n = nutgraf_create();
 *     nutgraf_read(n, "articles.jsonl");
 *     char *page;
 *     if (nutgraf_brief(n, &(struct nutgraf_brief_options){.format = "markdown"}, &page) == NUTGRAF_DONE)
 *         fputs(page, stdout);
 *     nutgraf_free(page);
 *     nutgraf_destroy(n);
 *
 * Ownership: a nutgraf owns what it reads; what it hands out is the caller's and goes back through nutgraf_free. Threads:
 * one thread at a time for each nutgraf; any number of them beside each other. Errors: functions give 0 (NUTGRAF_DONE), or
 * another code with nutgraf_error() saying for a person what happened and what to do. Single articles that cannot be read are no error:
 * each is a problem, told to the function given to nutgraf_on_problem, and the rest goes on. Text is UTF-8, times are
 * ISO 8601. Out of memory aborts the process. No function reads a clock.
 */
#ifndef NUTGRAF_H
#define NUTGRAF_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct nutgraf;

enum nutgraf_code {
    NUTGRAF_DONE,
    NUTGRAF_FAILED, /* no article, or a file or directory cannot be read or written */
    NUTGRAF_MISUSE, /* an option that makes no sense */
};

struct nutgraf *nutgraf_create(void);
void nutgraf_destroy(struct nutgraf *n); /* NULL is fine */
const char *nutgraf_error(const struct nutgraf *n); /* of the last call that failed; valid until the next call */

/* `problem` is called once for each thing that could not be read, with a message that names file and line. */
void nutgraf_on_problem(struct nutgraf *n, void (*problem)(void *context, const char *message), void *context);
/* `progress` is called now and then during long work; `what` is a verb ("grouping", "writing"). */
void nutgraf_on_progress(struct nutgraf *n, void (*progress)(void *context, const char *what, size_t done, size_t total),
                         void *context);

/* Articles of a file (article JSON lines, a saved HTML page, a feed, a database that `nutgraf fetch` filled), of all
 * such files below a directory, or of standard input ("-"). May be called again and again. Gives the number of
 * articles held now. */
size_t nutgraf_read(struct nutgraf *n, const char *path);

/* A language model behind an OpenAI-compatible endpoint that words the pages, too. Nothing it writes is shown unless the check
 * passes it for the unit's own sources; what fails keeps the sources' words, and so does all when the endpoint fails, which is
 * one problem. This alone makes the library use the network. */
struct nutgraf_writer_options {
    const char *url;   /* the endpoint's base, "http://127.0.0.1:11434/v1"; https, but for this machine */
    const char *model; /* as the endpoint names it */
    const char *key;   /* NULL: none */
    int seconds;       /* for one page, retries included; 0: 120 */
};
enum nutgraf_code nutgraf_use_writer(struct nutgraf *n, const struct nutgraf_writer_options *options);
/* One line on what became of its words in the last page or site, for nutgraf_free; NULL when there is nothing to say. */
char *nutgraf_writer_report(const struct nutgraf *n);

struct nutgraf_brief_options {
    const char *format; /* "text" (when NULL), "markdown", "html", "json", "atom" */
    const char *now;    /* the reader's clock, ISO 8601; NULL: the newest article's time */
    int width;          /* columns of text; 0: 80 */
    int colour;         /* not 0: text with ANSI bold and dim */
    const char *since;  /* a file with an earlier page of the story as JSON: the page then says what changed; may be NULL */
};

/* One story page from all articles read. *page: NUL-terminated, for nutgraf_free; NULL where that failed. */
enum nutgraf_code nutgraf_brief(struct nutgraf *n, const struct nutgraf_brief_options *options, char **page);

/* How many sentences, headings, notes and entries of that page its sources did not say: they are left out of it. */
size_t nutgraf_refused(const struct nutgraf *n);

struct nutgraf_site_options {
    const char *now;     /* when the site is made, ISO 8601; NULL: the newest article's time */
    const char *title;   /* NULL: "nutgraf" */
    const char *address; /* where it will stand, "https://news.example/"; NULL: unknown, feeds then carry no links */
    unsigned threads;    /* 0 and 1: one. The bytes written are the same with any number */
    char **first;        /* receives the page of the first story as text, for nutgraf_free; may be NULL */
    int width, colour;   /* of that text, as for nutgraf_brief */
};

struct nutgraf_site_summary {
    size_t articles, stories, pages; /* pages: files written */
};

/* All articles grouped into stories, as a static site below `directory` (made where it is missing). */
enum nutgraf_code nutgraf_site(struct nutgraf *n, const char *directory, const struct nutgraf_site_options *options,
                               struct nutgraf_site_summary *summary);

void nutgraf_free(char *p);

#ifdef __cplusplus
}
#endif
#endif
