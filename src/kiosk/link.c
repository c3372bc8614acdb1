#include "kiosk/link.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "kiosk/link_curl.h"
#include "store/query.h"
#include "sync/client.h"

#define LOG_MODULE "link"
#include "base/log.h"

enum { ANSWER_MAX = 8 * 1024 * 1024, CONNECT_MS = 5000, MAC_TEXT_SIZE = 80, QUESTION_MAX = 512 };

struct link {
    pthread_t thread;
    pthread_mutex_t mutex;
    struct link_setup setup;
    struct link_calls calls;
    struct link_curl lib;
    CURLM *multi; /* only multi_wakeup is called from other threads */
    /* ---- the thread's ---- */
    CURL *curl;
    struct sync_client *client;
    struct buf answer;
    bool is_answer_too_long;
    char mac[MAC_TEXT_SIZE];
    int retry_after_s;
    struct link_news told;
    bool has_told;
    int64_t data_version;
    bool is_ask_open;
    /* ---- protected by mutex ---- */
    bool is_stopping, is_kicked, is_retrying;
    char question[QUESTION_MAX];
};

static int64_t now_ms(const struct link *self)
{
    return self->setup.env->mono_ms(self->setup.env->ctx);
}

/* ---- what the others are told ---- */

static bool has_content(struct link *self)
{
    char revision[META_VALUE_MAX];
    return store_setting_get(self->setup.store, "revision", revision, sizeof revision);
}

static struct link_news news_now(struct link *self, bool is_under_way)
{
    enum sync_state state = sync_client_state(self->client);
    struct link_news news = {
        .state = state == SYNC_ONLINE ? LINK_ONLINE : LINK_OFFLINE,
        .problem = (int)sync_client_problem(self->client),
        .has_token = self->setup.token != NULL,
        .is_enrolled = state != SYNC_ENROLLING,
        .has_content = has_content(self),
        .pending = query_outbox_len(self->setup.store),
    };
    news.is_busy = is_under_way && (!news.is_enrolled || !news.has_content);
    return news;
}

static bool news_equal(const struct link_news *a, const struct link_news *b)
{
    return a->state == b->state && a->problem == b->problem && a->is_enrolled == b->is_enrolled &&
           a->has_content == b->has_content && a->is_busy == b->is_busy && a->pending == b->pending;
}

static void tell(struct link *self, bool is_under_way)
{
    struct link_news news = news_now(self, is_under_way);
    if (!self->has_told || !news_equal(&news, &self->told)) {
        self->told = news;
        self->has_told = true;
        self->calls.news(self->calls.ctx, &news);
    }
}

static void tell_outcome(struct link *self)
{
    int64_t version = store_data_version(self->setup.store);
    if (version != self->data_version)
        self->calls.merged(self->calls.ctx);
    self->data_version = version;
    const char *asked = sync_client_ask_answer(self->client);
    if (self->is_ask_open && asked) {
        self->is_ask_open = false;
        self->calls.asked(self->calls.ctx, asked);
    }
}

/* ---- HTTP ---- */

static size_t on_body(char *data, size_t size, size_t n, void *ctx)
{
    struct link *self = ctx;
    if (self->answer.len + size * n > ANSWER_MAX) {
        self->is_answer_too_long = true;
        return 0;
    }
    buf_append(&self->answer, data, size * n);
    return size * n;
}

/* The value of the header called name (with its colon), into out. */
static bool header_value(const char *data, size_t len, const char *name, char *out, size_t size)
{
    size_t name_len = strlen(name);
    if (len < name_len || strncasecmp(data, name, name_len) != 0)
        return false;
    const char *from = data + name_len, *to = data + len;
    while (from < to && *from == ' ')
        from++;
    while (to > from && (to[-1] == '\r' || to[-1] == '\n' || to[-1] == ' '))
        to--;
    if ((size_t)(to - from) >= size)
        return false;
    memcpy(out, from, (size_t)(to - from));
    out[to - from] = '\0';
    return true;
}

static size_t on_header(char *data, size_t size, size_t n, void *ctx)
{
    struct link *self = ctx;
    char value[MAC_TEXT_SIZE];
    int64_t seconds = 0;
    if (header_value(data, size * n, "Yizhan-Mac:", value, sizeof value))
        (void)str_copy(self->mac, sizeof self->mac, value);
    else if (header_value(data, size * n, "Retry-After:", value, sizeof value) &&
             str_to_int(value, 0, 24 * HOUR_S, &seconds))
        self->retry_after_s = (int)seconds;
    return size * n;
}

static struct curl_slist *add_header(const struct link *self, struct curl_slist *list,
                                     const char *name, const char *value)
{
    char line[512];
    if (!value)
        return list;
    (void)snprintf(line, sizeof line, "%s: %s", name, value);
    struct curl_slist *longer = self->lib.slist_append(list, line);
    return longer ? longer : list;
}

static struct curl_slist *request_set(struct link *self, const struct sync_request *request)
{
    char url[512];
    (void)snprintf(url, sizeof url, "%s%s", self->setup.url, request->path);
    struct curl_slist *headers = add_header(self, NULL, "Content-Type", "application/json");
    headers = add_header(self, headers, "Expect", "");
    headers = add_header(self, headers, "Yizhan-Session", request->session);
    headers = add_header(self, headers, "Yizhan-Counter", request->counter);
    headers = add_header(self, headers, "Yizhan-Mac", request->mac);
    buf_clear(&self->answer);
    self->is_answer_too_long = false;
    self->mac[0] = '\0';
    self->retry_after_s = 0;
    self->lib.easy_reset(self->curl);
    self->lib.easy_setopt(self->curl, CURLOPT_URL, url);
    self->lib.easy_setopt(self->curl, CURLOPT_PROTOCOLS_STR, "http");
    self->lib.easy_setopt(self->curl, CURLOPT_NOSIGNAL, 1L);
    self->lib.easy_setopt(self->curl, CURLOPT_NOPROXY, "*");
    self->lib.easy_setopt(self->curl, CURLOPT_HTTPHEADER, headers);
    self->lib.easy_setopt(self->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_len);
    self->lib.easy_setopt(self->curl, CURLOPT_POSTFIELDS, request->body);
    self->lib.easy_setopt(self->curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    self->lib.easy_setopt(self->curl, CURLOPT_TIMEOUT_MS, (long)request->timeout_ms);
    self->lib.easy_setopt(self->curl, CURLOPT_WRITEFUNCTION, on_body);
    self->lib.easy_setopt(self->curl, CURLOPT_WRITEDATA, self);
    self->lib.easy_setopt(self->curl, CURLOPT_HEADERFUNCTION, on_header);
    self->lib.easy_setopt(self->curl, CURLOPT_HEADERDATA, self);
    return headers;
}

/* ---- calls from other threads ---- */

/* Takes over what was asked of the thread; true: a poll under way must give way. */
static bool take_calls(struct link *self, bool *is_stopping)
{
    char question[QUESTION_MAX];
    pthread_mutex_lock(&self->mutex);
    bool is_kicked = self->is_kicked, is_retrying = self->is_retrying;
    memcpy(question, self->question, sizeof question);
    self->is_kicked = self->is_retrying = false;
    self->question[0] = '\0';
    *is_stopping = self->is_stopping;
    pthread_mutex_unlock(&self->mutex);
    if (is_kicked)
        sync_client_kick(self->client);
    if (is_retrying)
        sync_client_retry_now(self->client);
    bool is_asking = question[0] != '\0' && !self->is_ask_open;
    if (is_asking) {
        self->is_ask_open = sync_client_ask(self->client, question);
        if (!self->is_ask_open)
            self->calls.asked(self->calls.ctx, "");
    }
    return is_kicked || is_asking;
}

enum outcome { OUTCOME_ANSWERED, OUTCOME_FAILED, OUTCOME_ABANDONED, OUTCOME_STOPPED };

static bool is_done(struct link *self, CURLcode *result)
{
    int left = 0;
    CURLMsg *message = self->lib.multi_info_read(self->multi, &left);
    if (!message || message->msg != CURLMSG_DONE)
        return false;
    *result = message->data.result;
    return true;
}

static enum outcome carry(struct link *self, bool is_poll)
{
    for (;;) {
        int running = 0;
        CURLcode result = CURLE_OK;
        if (self->lib.multi_perform(self->multi, &running) != CURLM_OK)
            return OUTCOME_FAILED;
        if (is_done(self, &result))
            return result == CURLE_OK && !self->is_answer_too_long ? OUTCOME_ANSWERED
                                                                   : OUTCOME_FAILED;
        bool is_stopping = false;
        bool must_send = take_calls(self, &is_stopping);
        if (is_stopping)
            return OUTCOME_STOPPED;
        if (must_send && is_poll)
            return OUTCOME_ABANDONED;
        if (self->lib.multi_poll(self->multi, NULL, 0, 60 * 1000, NULL) != CURLM_OK)
            return OUTCOME_FAILED;
    }
}

static enum outcome exchange(struct link *self, const struct sync_request *request)
{
    long http_status = 0;
    struct curl_slist *headers = request_set(self, request);
    self->lib.multi_add_handle(self->multi, self->curl);
    enum outcome outcome = carry(self, request->is_poll);
    self->lib.easy_getinfo(self->curl, CURLINFO_RESPONSE_CODE, &http_status);
    self->lib.multi_remove_handle(self->multi, self->curl);
    self->lib.slist_free_all(headers);
    if (outcome == OUTCOME_ANSWERED)
        sync_client_answer(self->client, (int)http_status, self->mac[0] ? self->mac : NULL,
                           self->retry_after_s, self->answer.data ? self->answer.data : "",
                           self->answer.len);
    else
        sync_client_failed(self->client, outcome != OUTCOME_FAILED);
    return outcome;
}

static void *run(void *arg)
{
    struct link *self = arg;
    bool is_stopping = false;
    while (!is_stopping) {
        struct sync_request request;
        int64_t wait_until_ms = 0;
        (void)take_calls(self, &is_stopping);
        if (sync_client_next(self->client, &request, &wait_until_ms)) {
            tell(self, !request.is_poll);
            is_stopping = exchange(self, &request) == OUTCOME_STOPPED;
            tell_outcome(self);
            continue;
        }
        tell(self, false);
        int64_t left_ms = wait_until_ms - now_ms(self);
        if (left_ms > 0 && !is_stopping)
            self->lib.multi_poll(self->multi, NULL, 0, left_ms > 60000 ? 60000 : (int)left_ms,
                                 NULL);
    }
    return NULL;
}

static void destroy(struct link *self)
{
    sync_client_close(self->client);
    if (self->curl)
        self->lib.easy_cleanup(self->curl);
    if (self->multi)
        self->lib.multi_cleanup(self->multi);
    link_curl_close(&self->lib);
    buf_fini(&self->answer);
    pthread_mutex_destroy(&self->mutex);
    free(self);
}

enum status link_start(const struct link_setup *setup, const struct link_calls *calls,
                       struct link **out)
{
    struct link *self = xalloc(sizeof *self);
    memset(self, 0, sizeof *self);
    pthread_mutex_init(&self->mutex, NULL);
    self->setup = *setup;
    self->calls = *calls;
    enum status status =
        sync_client_open(setup->store, setup->keys, setup->env, setup->token, &self->client);
    if (status == OK)
        status = link_curl_open(&self->lib);
    if (status == OK) {
        self->multi = self->lib.multi_init();
        self->curl = self->lib.easy_init();
        if (!self->multi || !self->curl || pthread_create(&self->thread, NULL, run, self) != 0)
            status = ERR_IO;
    }
    if (status != OK) {
        destroy(self);
        return status;
    }
    *out = self;
    return OK;
}

static void call(struct link *self, bool *flag)
{
    pthread_mutex_lock(&self->mutex);
    *flag = true;
    pthread_mutex_unlock(&self->mutex);
    self->lib.multi_wakeup(self->multi);
}

void link_kick(struct link *self)
{
    call(self, &self->is_kicked);
}

void link_retry(struct link *self)
{
    call(self, &self->is_retrying);
}

void link_ask(struct link *self, const char *question)
{
    pthread_mutex_lock(&self->mutex);
    (void)str_copy(self->question, sizeof self->question, question);
    pthread_mutex_unlock(&self->mutex);
    self->lib.multi_wakeup(self->multi);
}

void link_stop(struct link *self)
{
    if (self)
        call(self, &self->is_stopping);
}

void link_join(struct link *self)
{
    if (!self)
        return;
    pthread_join(self->thread, NULL);
    destroy(self);
}
