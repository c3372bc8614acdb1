#include "kiosk/link.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "store/query.h"

#define LOG_MODULE "link"
#include "base/log.h"

enum { ANSWER_MAX = 16 * 1024 * 1024, CONNECT_MS = 5000, FOREVER_MS = 3600 * 1000, MAC_MAX = 96 };

struct link {
    char *hub_url;
    char *db_path;
    char *token;
    struct link_options options;

    pthread_t thread;
    CURLM *multi; /* its wake-up may be called from any thread */

    pthread_mutex_t lock;
    bool is_stopping; /* protected by lock, like the wishes below */
    bool wants_kick;
    bool wants_retry;
    char *wants_ask;

    /* The rest belongs to the thread. */
    struct store *store;
    struct sync_client *client;
    struct link_report report;
    bool has_reported;
    bool is_asking;
    int64_t data_version;

    CURL *easy;
    struct curl_slist *headers;
    struct sync_request request;
    bool is_under_way;
    struct buf answer;
    bool is_too_large;
    char mac[MAC_MAX];
    int retry_after_s;
};

/* ---- one transfer ---- */

static size_t on_body(char *data, size_t size, size_t n, void *ctx)
{
    struct link *link = ctx;
    size_t len = size * n;
    if (link->answer.len + len > ANSWER_MAX) {
        link->is_too_large = true;
        return 0;
    }
    buf_append(&link->answer, data, len);
    return len;
}

/* The value of "NAME: value\r\n", copied; false when it is another header or does not fit. */
static bool header_value(const char *line, size_t len, const char *name, char *out, size_t size)
{
    size_t name_len = strlen(name);
    if (len <= name_len || curl_strnequal(line, name, name_len) == 0 || line[name_len] != ':') {
        return false;
    }
    const char *from = line + name_len + 1;
    const char *end = line + len;
    while (from < end && *from == ' ') {
        from++;
    }
    while (end > from && (end[-1] == '\r' || end[-1] == '\n' || end[-1] == ' ')) {
        end--;
    }
    if ((size_t)(end - from) >= size) {
        return false;
    }
    memcpy(out, from, (size_t)(end - from));
    out[end - from] = '\0';
    return true;
}

static size_t on_header(char *line, size_t size, size_t n, void *ctx)
{
    struct link *link = ctx;
    char text[16];
    int64_t seconds = 0;
    size_t len = size * n;
    if (header_value(line, len, "Yizhan-Mac", link->mac, sizeof link->mac)) {
        return len;
    }
    if (header_value(line, len, "Retry-After", text, sizeof text) &&
        str_to_int(text, 0, HOUR_S, &seconds)) {
        link->retry_after_s = (int)seconds;
    }
    return len;
}

static void add_header(struct link *link, const char *name, const char *value)
{
    char line[256];
    snprintf(line, sizeof line, "%s: %s", name, value);
    struct curl_slist *longer = curl_slist_append(link->headers, line);
    if (longer == NULL) {
        abort();
    }
    link->headers = longer;
}

static void set_headers(struct link *link)
{
    curl_slist_free_all(link->headers);
    link->headers = NULL;
    add_header(link, "Content-Type", "application/json");
    add_header(link, "Expect", "");
    if (link->request.session != NULL) {
        add_header(link, "Yizhan-Session", link->request.session);
        add_header(link, "Yizhan-Counter", link->request.counter);
        add_header(link, "Yizhan-Mac", link->request.mac);
    }
}

static void begin_transfer(struct link *link)
{
    char url[1024];
    snprintf(url, sizeof url, "%s%s", link->hub_url, link->request.path);
    set_headers(link);
    buf_clear(&link->answer);
    link->is_too_large = false;
    link->mac[0] = '\0';
    link->retry_after_s = 0;
    curl_easy_setopt(link->easy, CURLOPT_URL, url);
    curl_easy_setopt(link->easy, CURLOPT_HTTPHEADER, link->headers);
    curl_easy_setopt(link->easy, CURLOPT_POSTFIELDS, link->request.body);
    curl_easy_setopt(link->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)link->request.body_len);
    curl_easy_setopt(link->easy, CURLOPT_TIMEOUT_MS, (long)link->request.timeout_ms);
    curl_multi_add_handle(link->multi, link->easy);
    link->is_under_way = true;
}

static void end_transfer(struct link *link)
{
    curl_multi_remove_handle(link->multi, link->easy);
    link->is_under_way = false;
}

static void finish_transfer(struct link *link, CURLcode code)
{
    long http_status = 0;
    curl_easy_getinfo(link->easy, CURLINFO_RESPONSE_CODE, &http_status);
    end_transfer(link);
    if (code != CURLE_OK || link->is_too_large) {
        LOG_DBG("%s: %s", link->request.path, curl_easy_strerror(code));
        sync_client_failed(link->client, false);
        return;
    }
    sync_client_answer(link->client, (int)http_status, link->mac[0] != '\0' ? link->mac : NULL,
                       link->retry_after_s, link->answer.data != NULL ? link->answer.data : "",
                       link->answer.len);
}

static void drive_transfer(struct link *link)
{
    int running = 0;
    int left = 0;
    curl_multi_perform(link->multi, &running);
    for (CURLMsg *message = curl_multi_info_read(link->multi, &left); message != NULL;
         message = curl_multi_info_read(link->multi, &left)) {
        if (message->msg == CURLMSG_DONE && link->is_under_way) {
            finish_transfer(link, message->data.result);
        }
    }
}

/* ---- what others wish ---- */

static bool take_wishes(struct link *link)
{
    pthread_mutex_lock(&link->lock);
    bool is_stopping = link->is_stopping;
    bool kick = link->wants_kick;
    bool retry = link->wants_retry;
    char *ask = link->wants_ask;
    link->wants_kick = false;
    link->wants_retry = false;
    link->wants_ask = NULL;
    pthread_mutex_unlock(&link->lock);
    if (kick) {
        sync_client_kick(link->client);
    }
    if (kick || retry) {
        sync_client_retry_now(link->client);
    }
    if (ask != NULL) {
        link->is_asking = sync_client_ask(link->client, ask);
        if (!link->is_asking) {
            link->options.on_answer(link->options.ctx, "");
        }
        free(ask);
    }
    /* What waits is worth more than news: the poll makes way. */
    if ((kick || link->is_asking) && link->is_under_way && link->request.is_poll) {
        end_transfer(link);
        sync_client_failed(link->client, true);
    }
    return !is_stopping;
}

static void deliver_answer(struct link *link)
{
    const char *answer = link->is_asking ? sync_client_ask_answer(link->client) : NULL;
    if (answer != NULL) {
        link->is_asking = false;
        link->options.on_answer(link->options.ctx, answer);
    }
}

static void report(struct link *link)
{
    char text[META_VALUE_MAX];
    struct link_report now = {.state = sync_client_state(link->client),
                              .problem = sync_client_problem(link->client),
                              .pending = query_outbox_len(link->store)};
    int64_t version = query_change_count(link->store);
    now.is_enrolled = store_meta_get(link->store, "kiosk", text, sizeof text);
    now.has_content = store_setting_get(link->store, "revision", text, sizeof text);
    now.is_busy = link->is_under_way && (!now.is_enrolled || !now.has_content);
    now.has_new_data = version != link->data_version;
    link->data_version = version;
    if (!link->has_reported || now.has_new_data || now.state != link->report.state ||
        now.problem != link->report.problem || now.pending != link->report.pending ||
        now.is_enrolled != link->report.is_enrolled ||
        now.has_content != link->report.has_content || now.is_busy != link->report.is_busy) {
        link->has_reported = true;
        link->report = now;
        link->options.on_report(link->options.ctx, &now);
    }
}

/* ---- the thread ---- */

static int64_t wait_ms(struct link *link, int64_t wait_until_ms)
{
    if (link->is_under_way) {
        return FOREVER_MS; /* libcurl knows when it must look */
    }
    int64_t left = wait_until_ms - link->options.env->mono_ms(link->options.env->ctx);
    return left < 0 ? 0 : left > FOREVER_MS ? FOREVER_MS : left;
}

static void *run(void *arg)
{
    struct link *link = arg;
    while (take_wishes(link)) {
        int64_t wait_until_ms = 0;
        if (!link->is_under_way && sync_client_next(link->client, &link->request, &wait_until_ms)) {
            begin_transfer(link);
        }
        report(link);
        drive_transfer(link);
        deliver_answer(link);
        if (link->is_under_way || wait_until_ms > 0) {
            curl_multi_poll(link->multi, NULL, 0, (int)wait_ms(link, wait_until_ms), NULL);
        }
    }
    if (link->is_under_way) {
        end_transfer(link);
        sync_client_failed(link->client, true);
    }
    return NULL;
}

/* ---- life ---- */

static bool make_easy(struct link *link)
{
    link->multi = curl_multi_init();
    link->easy = curl_easy_init();
    if (link->multi == NULL || link->easy == NULL) {
        return false;
    }
    curl_easy_setopt(link->easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(link->easy, CURLOPT_PROXY, "");
    curl_easy_setopt(link->easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(link->easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(link->easy, CURLOPT_POST, 1L);
    curl_easy_setopt(link->easy, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    curl_easy_setopt(link->easy, CURLOPT_TCP_NODELAY, 1L);
    curl_easy_setopt(link->easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(link->easy, CURLOPT_WRITEDATA, link);
    curl_easy_setopt(link->easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(link->easy, CURLOPT_HEADERDATA, link);
    return true;
}

enum status link_start(const struct link_options *options, struct link **out, char *why,
                       size_t why_size)
{
    struct link *link = xalloc(sizeof *link);
    link->options = *options;
    link->hub_url = xstrdup(options->hub_url);
    link->db_path = xstrdup(options->db_path);
    link->token = options->token != NULL ? xstrdup(options->token) : NULL;
    pthread_mutex_init(&link->lock, NULL);
    struct store_options store = {.path = link->db_path, .role = STORE_KIOSK, .env = options->env};
    enum status status = store_open(&store, &link->store, why, why_size);
    if (status == OK && !make_easy(link)) {
        snprintf(why, why_size, "libcurl cannot be set up");
        status = ERR_IO;
    }
    if (status == OK) {
        status =
            sync_client_open(link->store, options->keys, options->env, link->token, &link->client);
    }
    if (status == OK && pthread_create(&link->thread, NULL, run, link) != 0) {
        snprintf(why, why_size, "the link's thread cannot be started");
        status = ERR_LIMIT;
    }
    if (status != OK) {
        link_destroy(link);
        return status;
    }
    *out = link;
    return OK;
}

void link_stop(struct link *link)
{
    pthread_mutex_lock(&link->lock);
    link->is_stopping = true;
    pthread_mutex_unlock(&link->lock);
    curl_multi_wakeup(link->multi);
}

void link_join(struct link *link)
{
    pthread_join(link->thread, NULL);
}

void link_destroy(struct link *link)
{
    if (link == NULL) {
        return;
    }
    sync_client_close(link->client);
    store_close(link->store);
    curl_easy_cleanup(link->easy);
    curl_multi_cleanup(link->multi);
    curl_slist_free_all(link->headers);
    buf_fini(&link->answer);
    pthread_mutex_destroy(&link->lock);
    free(link->wants_ask);
    free(link->hub_url);
    free(link->db_path);
    free(link->token);
    free(link);
}

void link_kick(struct link *link)
{
    pthread_mutex_lock(&link->lock);
    link->wants_kick = true;
    pthread_mutex_unlock(&link->lock);
    curl_multi_wakeup(link->multi);
}

void link_retry(struct link *link)
{
    pthread_mutex_lock(&link->lock);
    link->wants_retry = true;
    pthread_mutex_unlock(&link->lock);
    curl_multi_wakeup(link->multi);
}

void link_ask(struct link *link, const char *body)
{
    pthread_mutex_lock(&link->lock);
    free(link->wants_ask);
    link->wants_ask = xstrdup(body);
    pthread_mutex_unlock(&link->lock);
    curl_multi_wakeup(link->multi);
}
