#include "cmd/writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "cmd/network.h"
#include "model/model.h"

enum { KEY_FILE_LIMIT = 16 * 1024 };

const char **writer_option(struct writer_arguments *w, const char *name)
{
    return strcmp(name, "--writer") == 0            ? &w->url
           : strcmp(name, "--writer-model") == 0    ? &w->model
           : strcmp(name, "--writer-key-file") == 0 ? &w->key_file
           : strcmp(name, "--writer-seconds") == 0  ? &w->seconds
                                                    : NULL;
}

static struct status read_key(const char *key_file, struct buf *out)
{
    struct buf bytes = {0};
    struct status s = status_ok();
    if (key_file)
        s = file_read(key_file, KEY_FILE_LIMIT, &bytes);
    else
        buf_add(&bytes, str_of(getenv("NUTGRAF_WRITER_KEY")));
    buf_add(out, str_trim(buf_str(&bytes)));
    if (is_ok(&s) && key_file && !out->n)
        s = status_error(STATUS_BAD_INPUT, "%s: no key in it", key_file);
    buf_free(&bytes);
    return s;
}

enum nutgraf_code writer_begin(struct nutgraf *n, const struct writer_arguments *w, const char *command)
{
    if (!w->url && !w->model && !w->key_file && !w->seconds)
        return NUTGRAF_DONE;
    char *end = NULL;
    long seconds = w->seconds ? strtol(w->seconds, &end, 10) : 0;
    if (w->seconds && (*end || seconds < 1 || seconds > 3600)) {
        fprintf(stderr, "nutgraf %s: --writer-seconds takes 1 to 3600, not '%.40s'\n", command, w->seconds);
        return NUTGRAF_MISUSE;
    }
    if (!w->url || !w->model) {
        fprintf(stderr, "nutgraf %s: a writer needs both --writer URL and --writer-model NAME; see `nutgraf %s --help`\n", command, command);
        return NUTGRAF_MISUSE;
    }
    struct buf key = {0};
    struct status s = read_key(w->key_file, &key);
    if (!is_ok(&s)) {
        fprintf(stderr, "nutgraf %s: %s\n", command, s.message);
        buf_free(&key);
        return NUTGRAF_FAILED;
    }
    enum nutgraf_code code = nutgraf_use_writer(n, &(struct nutgraf_writer_options){.url = w->url, .model = w->model, .key = key.p, .seconds = (int)seconds});
    if (code != NUTGRAF_DONE)
        fprintf(stderr, "nutgraf %s: %s\n", command, nutgraf_error(n));
    buf_free(&key);
    return code;
}

void writer_end(const struct nutgraf *n, const char *command)
{
    char *report = nutgraf_writer_report(n);
    if (report)
        fprintf(stderr, "nutgraf %s: %s\n", command, report);
    nutgraf_free(report);
}

struct status writer_create(const struct config *config, struct model **out)
{
    const struct config_writer *c = &config->writer;
    struct buf key = {0};
    *out = NULL;
    if (!c->url && !c->model && !c->key_file)
        return status_ok();
    if (!c->url || !c->model)
        return status_error(STATUS_MISUSE, "%s: [writer] wants both url and model", config->path);
    struct status s = read_key(c->key_file, &key);
    const struct model_options options = {
        .url = c->url,
        .name = c->model,
        .key = key.p,
        .ca_file = config->ca_file,
        .timeout_ms = c->timeout,
        .requests = (unsigned)c->requests,
        .reply_bytes = (size_t)c->reply_bytes,
        .pages = (size_t)c->pages_per_round,
        .json_mode = c->json_mode,
        .stop = &network_stop,
    };
    if (is_ok(&s))
        s = model_create(&options, out);
    buf_free(&key);
    return s;
}

bool writer_tell(struct model *m, bool is_quiet)
{
    struct buf report = {0};
    struct status why;
    bool has_failed = model_failure(m, &why);
    if (has_failed)
        fprintf(stderr, "nutgraf: %s\n", why.message);
    model_report(m, &report);
    if (report.n && !is_quiet)
        fprintf(stderr, "nutgraf: %s\n", report.p);
    buf_free(&report);
    return !has_failed;
}
