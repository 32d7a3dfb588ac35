#include "lib/deliver.h"

#include <curl/curl.h>

struct reading {
    struct str rest;
};

static size_t give(char *into, size_t size, size_t count, void *context)
{
    struct reading *r = context;
    size_t n = size * count < r->rest.n ? size * count : r->rest.n;
    memcpy(into, r->rest.p, n);
    r->rest = (struct str){r->rest.p + n, r->rest.n - n};
    return n;
}

static size_t ignore(char *bytes, size_t size, size_t count, void *context)
{
    (void)bytes;
    (void)context;
    return size * count;
}

static CURL *begin(const char *url, const char *protocols, const char *ca_file, char error[CURL_ERROR_SIZE])
{
    CURL *c = curl_easy_init();
    error[0] = '\0';
    if (!c)
        return NULL;
    curl_easy_setopt(c, CURLOPT_URL, url);
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, protocols);
    curl_easy_setopt(c, CURLOPT_PROXY, "");
    curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)DELIVER_SECONDS);
    curl_easy_setopt(c, CURLOPT_ERRORBUFFER, error);
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, ignore);
    if (ca_file)
        curl_easy_setopt(c, CURLOPT_CAINFO, ca_file);
    return c;
}

static struct status finish(CURL *c, CURLcode code, const char *what, const char *error)
{
    struct status s = status_ok();
    if (code != CURLE_OK)
        s = status_error(STATUS_IO, "%.100s: not delivered: %s", what, *error ? error : curl_easy_strerror(code));
    curl_easy_cleanup(c);
    return s;
}

struct status deliver_mail(const struct deliver_mail *mail)
{
    char error[CURL_ERROR_SIZE];
    CURL *c = begin(mail->server, "smtp,smtps", mail->ca_file, error);
    if (!c)
        return status_error(STATUS_IO, "libcurl did not start");
    struct curl_slist *to = curl_slist_append(NULL, mail->to);
    struct reading reading = {mail->message};
    curl_easy_setopt(c, CURLOPT_MAIL_FROM, mail->from);
    curl_easy_setopt(c, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(c, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(c, CURLOPT_READDATA, &reading);
    /* A password goes only over TLS. */
    curl_easy_setopt(c, CURLOPT_USE_SSL, (long)(mail->user ? CURLUSESSL_ALL : CURLUSESSL_TRY));
    if (mail->user) {
        curl_easy_setopt(c, CURLOPT_USERNAME, mail->user);
        curl_easy_setopt(c, CURLOPT_PASSWORD, mail->password ? mail->password : "");
    }
    CURLcode code = curl_easy_perform(c);
    long answer = 0;
    curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &answer);
    struct status s = finish(c, code, mail->server, error);
    if (!is_ok(&s) && !reading.rest.n && answer < 400)
        s.code = STATUS_LIMIT;
    curl_slist_free_all(to);
    return s;
}

struct status deliver_note(const char *url, const char *ca_file, struct str json)
{
    char error[CURL_ERROR_SIZE];
    CURL *c = begin(url, "http,https", ca_file, error);
    if (!c)
        return status_error(STATUS_IO, "libcurl did not start");
    struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
    curl_easy_setopt(c, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(c, CURLOPT_POSTFIELDS, json.p);
    curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)json.n);
    CURLcode code = curl_easy_perform(c);
    long answer = 0;
    curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &answer);
    struct status s = finish(c, code, url, error);
    curl_slist_free_all(headers);
    if (is_ok(&s) && answer / 100 != 2)
        s = status_error(STATUS_IO, "%.100s: not delivered: the server answered %ld", url, answer);
    return s;
}
