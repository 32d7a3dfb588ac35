/* The public library, as a stranger uses it: only nutgraf.h. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness.h"
#include "nutgraf.h"

static const char articles[] =
    "{\"id\":\"a\",\"outlet\":\"Orrin Post\",\"title\":\"Bridge at Orrin Falls reopens\",\"published\":\"2025-10-07T10:00:00Z\","
    "\"text\":\"The bridge at Orrin Falls reopened to traffic on Tuesday after repairs that cost 4 million crowns. "
    "The mayor of Orrin Falls, Petra Lund, cut the ribbon before some 300 people.\"}\n"
    "not an article\n"
    "{\"id\":\"b\",\"outlet\":\"Valley Times\",\"title\":\"Orrin Falls bridge open again\",\"published\":\"2025-10-07T12:00:00Z\","
    "\"text\":\"Traffic crossed the bridge at Orrin Falls again on Tuesday after repairs that cost 4 million crowns.\"}\n";

static void count_problem(void *context, const char *message)
{
    if (strstr(message, ":2"))
        ++*(int *)context;
}

static void count_progress(void *context, const char *what, size_t done, size_t total)
{
    if (*what && done <= total)
        ++*(int *)context;
}

static void check_brief(struct nutgraf *n)
{
    char *page = NULL;
    CHECK(nutgraf_brief(n, &(struct nutgraf_brief_options){.format = "markdown"}, &page) == NUTGRAF_DONE && page &&
              strstr(page, "4 million crowns") && strstr(page, "(2 articles)"),
          "a page from two articles");
    nutgraf_free(page);
    CHECK(nutgraf_brief(n, &(struct nutgraf_brief_options){.format = "pdf"}, &page) == NUTGRAF_MISUSE && !page &&
              strstr(nutgraf_error(n), "pdf"),
          "no such format: %s", nutgraf_error(n));
    CHECK(nutgraf_brief(n, &(struct nutgraf_brief_options){.now = "noon"}, &page) == NUTGRAF_MISUSE, "no such time: %s",
          nutgraf_error(n));
}

static void check_site(struct nutgraf *n, const char *folder)
{
    struct nutgraf_site_summary summary;
    char *first = NULL;
    int progress = 0;
    nutgraf_on_progress(n, count_progress, &progress);
    CHECK(nutgraf_site(n, folder, &(struct nutgraf_site_options){.first = &first, .threads = 2}, &summary) == NUTGRAF_DONE,
          "a site: %s", nutgraf_error(n));
    CHECK(summary.articles == 2 && summary.stories == 1 && summary.pages > 6, "of 2 articles and 1 story, in %zu files",
          summary.pages);
    CHECK(first && strstr(first, "Orrin Falls"), "the first story's page is handed out");
    CHECK(progress > 0, "progress is told");
    nutgraf_free(first);
}

int main(void)
{
    char folder[] = "/tmp/nutgraf-library-XXXXXX", path[64];
    if (!mkdtemp(folder))
        return 1;
    snprintf(path, sizeof path, "%s/articles.jsonl", folder);
    FILE *f = fopen(path, "w");
    if (!f)
        return 1;
    fputs(articles, f);
    fclose(f);

    int problems = 0;
    char *page;
    struct nutgraf *n = nutgraf_create();
    nutgraf_on_problem(n, count_problem, &problems);
    CHECK(nutgraf_brief(n, &(struct nutgraf_brief_options){0}, &page) == NUTGRAF_FAILED, "nothing read: %s", nutgraf_error(n));
    CHECK(nutgraf_read(n, path) == 2 && problems == 1, "two articles and one problem that names its line");
    check_brief(n);
    check_site(n, folder);
    nutgraf_destroy(n);

    char command[96];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    CHECK(system(command) == 0, "cleaned up");
    return tap_done();
}
