#include "hub/http.h"

#include <assert.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <microhttpd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "hub/http_listen.h"
#include "hub/http_watch.h"

#define LOG_MODULE "http"
#include "base/log.h"

/* What is over a limit is read and thrown away up to here, so that the client gets to read its
 * answer; beyond, the connection is closed on it. */
enum { DISCARD_MAX = 8 * 1024 * 1024, URL_SIZE = 80, MAC_TEXT_SIZE = 129 };

const struct http_limits http_limits_usual = {
    .connections_max = 256,
    .head_max = 16 * 1024, /* cleared for every request, so no larger than it must be */
    .bodies_max = 64 * 1024 * 1024,
    .head_ms = 30000,
    .body_ms = 30000,
    .answer_ms = 60000,
    .farewell_ms = 3000,
};

struct http {
    struct MHD_Daemon *daemon;
    int socket;
    struct http_limits limits;
    struct http_handler handler;
    struct http_watch *watch;
    char url[URL_SIZE];
    atomic_bool is_stopping;
    size_t bodies_len; /* the shim's thread only */
    pthread_mutex_t mutex;
    pthread_cond_t is_idle;
    unsigned under_way; /* requests begun and not completed; protected by mutex */
};

/* What the library remembers for us from the first call for a request to its completion. */
struct exchange_state {
    struct http_request request; /* first, so that one leads to the other */
    struct http *http;
    struct MHD_Connection *connection;
    struct http_watched *watched;
    struct buf body;
    size_t body_max;
    size_t discarded;
    int refusal; /* 0, or the status to answer instead of handling */
    bool has_body_begun;
    bool is_handled;
    bool is_deferred;
    atomic_bool is_answered;
    void *memory;
    struct http_answer answer; /* its pointers are not used but for those below */
    char *answer_body;
    char mac[MAC_TEXT_SIZE];
};

static struct exchange_state *state_of(struct http_request *request)
{
    return (struct exchange_state *)request;
}

/* ---- a request's beginning and end ---- */

static size_t declared_len(struct MHD_Connection *connection)
{
    const char *text =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH);
    int64_t len = 0;
    if (text == NULL || !str_to_int(text, 0, INT64_MAX, &len)) {
        return 0;
    }
    return (size_t)len;
}

static struct exchange_state *state_begin(struct http *http, struct MHD_Connection *connection,
                                          const char *method, const char *path)
{
    struct exchange_state *state = xalloc(sizeof *state);
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    state->request.method = method;
    state->request.path = path;
    state->http = http;
    state->connection = connection;
    state->watched = info->socket_context;
    state->body_max = http->handler.body_max(http->handler.ctx, method, path);
    pthread_mutex_lock(&http->mutex);
    http->under_way++;
    pthread_mutex_unlock(&http->mutex);
    return state;
}

static void state_end(struct exchange_state *state)
{
    struct http *http = state->http;
    http->bodies_len -= state->body.len;
    buf_fini(&state->body);
    free(state->memory);
    free(state->answer_body);
    free(state);
    pthread_mutex_lock(&http->mutex);
    http->under_way--;
    if (http->under_way == 0) {
        pthread_cond_signal(&http->is_idle);
    }
    pthread_mutex_unlock(&http->mutex);
}

static void on_completed(void *ctx, struct MHD_Connection *connection, void **request,
                         enum MHD_RequestTerminationCode how)
{
    (void)ctx;
    (void)connection;
    (void)how;
    struct exchange_state *state = *request;
    *request = NULL;
    if (state != NULL) {
        http_watch_set(state->http->watch, state->watched, state->http->limits.head_ms);
        state_end(state);
    }
}

static void on_connection(void *ctx, struct MHD_Connection *connection, void **watched,
                          enum MHD_ConnectionNotificationCode what)
{
    struct http *http = ctx;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info =
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        *watched = http_watch_add(http->watch, info->connect_fd, http->limits.head_ms);
    } else {
        http_watch_remove(http->watch, *watched);
        *watched = NULL;
    }
}

/* ---- answering ---- */

static void add_header(struct MHD_Response *response, const char *name, const char *value)
{
    if (MHD_add_response_header(response, name, value) != MHD_YES) {
        LOG_WARN("the header %s could not be added", name);
    }
}

static void add_headers(struct MHD_Response *response, const struct exchange_state *state)
{
    const struct http_answer *answer = &state->answer;
    char number[16];
    if (answer->type != NULL) {
        add_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, answer->type);
    }
    add_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
    add_header(response, "X-Content-Type-Options", "nosniff");
    if (answer->retry_after_s > 0) {
        snprintf(number, sizeof number, "%d", answer->retry_after_s);
        add_header(response, MHD_HTTP_HEADER_RETRY_AFTER, number);
    }
    if (answer->allow != NULL) {
        add_header(response, MHD_HTTP_HEADER_ALLOW, answer->allow);
    }
    if (answer->mac != NULL) {
        add_header(response, "Yizhan-Mac", state->mac);
    }
    if (answer->policy != NULL) {
        add_header(response, "Content-Security-Policy", answer->policy);
        /* A ticket's address holds its token: it must not travel on in a Referer. */
        add_header(response, "Referrer-Policy", "no-referrer");
    }
    if (state->refusal != 0 || atomic_load(&state->http->is_stopping)) {
        add_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
    }
}

/* Hands the stored answer to the library. */
static enum MHD_Result send_answer(struct exchange_state *state)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(
        state->answer.body_len, state->answer_body, MHD_RESPMEM_MUST_FREE);
    if (response == NULL) {
        return MHD_NO;
    }
    state->answer_body = NULL;
    add_headers(response, state);
    http_watch_set(state->http->watch, state->watched, state->http->limits.answer_ms);
    enum MHD_Result result =
        MHD_queue_response(state->connection, (unsigned)state->answer.status, response);
    MHD_destroy_response(response);
    return result;
}

void http_answer(struct http_request *request, const struct http_answer *answer)
{
    struct exchange_state *state = state_of(request);
    assert(!atomic_load(&state->is_answered));
    state->answer = *answer;
    state->answer_body = xalloc(answer->body_len);
    if (answer->body_len > 0) {
        memcpy(state->answer_body, answer->body, answer->body_len);
    }
    if (answer->mac != NULL && !str_copy(state->mac, sizeof state->mac, answer->mac)) {
        assert(false);
    }
    /* From here on another thread may finish the request and free it. */
    struct MHD_Connection *connection = state->connection;
    bool is_deferred = state->is_deferred;
    atomic_store(&state->is_answered, true);
    if (is_deferred) {
        MHD_resume_connection(connection);
    }
}

void http_answer_text(struct http_request *request, int status, const char *text)
{
    http_answer(request, &(struct http_answer){.status = status,
                                               .type = "text/plain; charset=utf-8",
                                               .body = text,
                                               .body_len = strlen(text)});
}

/* ---- a request's way through the library's calls ---- */

static void refuse(struct exchange_state *state, int status)
{
    state->refusal = status;
    state->http->bodies_len -= state->body.len;
    buf_fini(&state->body);
}

static enum MHD_Result take_body(struct exchange_state *state, const char *data, size_t len)
{
    struct http *http = state->http;
    if (!state->has_body_begun) {
        state->has_body_begun = true;
        http_watch_set(http->watch, state->watched, http->limits.body_ms);
    }
    if (state->refusal == 0 && len > state->body_max - state->body.len) {
        refuse(state, MHD_HTTP_CONTENT_TOO_LARGE);
    } else if (state->refusal == 0 && http->bodies_len + len > http->limits.bodies_max) {
        refuse(state, MHD_HTTP_SERVICE_UNAVAILABLE);
    }
    if (state->refusal != 0) {
        state->discarded += len;
        return state->discarded > DISCARD_MAX ? MHD_NO : MHD_YES;
    }
    buf_append(&state->body, data, len);
    http->bodies_len += len;
    return MHD_YES;
}

static void answer_refusal(struct exchange_state *state)
{
    if (state->refusal == MHD_HTTP_CONTENT_TOO_LARGE) {
        http_answer_text(&state->request, state->refusal, "the body is too large\n");
        return;
    }
    static const char text[] = "too much at once, try again\n";
    http_answer(&state->request, &(struct http_answer){.status = state->refusal,
                                                       .type = "text/plain; charset=utf-8",
                                                       .body = text,
                                                       .body_len = sizeof text - 1,
                                                       .retry_after_s = 5});
}

static enum MHD_Result handle_whole(struct exchange_state *state)
{
    struct http *http = state->http;
    state->is_handled = true;
    http_watch_set(http->watch, state->watched, 0);
    if (state->refusal == 0 && atomic_load(&http->is_stopping)) {
        state->refusal = MHD_HTTP_SERVICE_UNAVAILABLE;
    }
    if (state->refusal != 0) {
        answer_refusal(state);
        return send_answer(state);
    }
    state->request.body = state->body.data;
    state->request.body_len = state->body.len;
    http->handler.handle(http->handler.ctx, &state->request);
    if (state->is_deferred) {
        return MHD_YES; /* the library calls again once it is resumed */
    }
    assert(atomic_load(&state->is_answered));
    return send_answer(state);
}

static enum MHD_Result on_request(void *ctx, struct MHD_Connection *connection, const char *path,
                                  const char *method, const char *version, const char *data,
                                  size_t *data_len, void **request)
{
    (void)version;
    struct exchange_state *state = *request;
    if (state == NULL) {
        state = state_begin(ctx, connection, method, path);
        *request = state;
        size_t declared = declared_len(connection);
        if (declared > state->body_max) {
            state->refusal = MHD_HTTP_CONTENT_TOO_LARGE;
        }
        /* A client that asks before it sends hears the refusal at once. */
        bool asks = MHD_lookup_connection_value(connection, MHD_HEADER_KIND,
                                                MHD_HTTP_HEADER_EXPECT) != NULL;
        if (state->refusal != 0 && (asks || declared > DISCARD_MAX)) {
            answer_refusal(state);
            return send_answer(state);
        }
        return MHD_YES;
    }
    if (*data_len > 0) {
        enum MHD_Result result = take_body(state, data, *data_len);
        *data_len = 0;
        return result;
    }
    if (!state->is_handled) {
        return handle_whole(state);
    }
    return atomic_load(&state->is_answered) ? send_answer(state) : MHD_YES;
}

/* ---- for the handler ---- */

const char *http_header(struct http_request *request, const char *name)
{
    return MHD_lookup_connection_value(state_of(request)->connection, MHD_HEADER_KIND, name);
}

void *http_memory(struct http_request *request, size_t size)
{
    struct exchange_state *state = state_of(request);
    assert(state->memory == NULL);
    state->memory = xalloc(size);
    return state->memory;
}

uint64_t http_peer(struct http_request *request)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(state_of(request)->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    uint64_t peer = 0;
    if (info == NULL || info->client_addr == NULL) {
        return 0;
    }
    if (info->client_addr->sa_family == AF_INET) {
        struct sockaddr_in address;
        memcpy(&address, info->client_addr, sizeof address);
        return ntohl(address.sin_addr.s_addr);
    }
    struct sockaddr_in6 address;
    memcpy(&address, info->client_addr, sizeof address);
    memcpy(&peer, address.sin6_addr.s6_addr, sizeof peer);
    return peer;
}

void http_defer(struct http_request *request)
{
    struct exchange_state *state = state_of(request);
    assert(!state->is_deferred && !atomic_load(&state->is_answered));
    state->is_deferred = true;
    MHD_suspend_connection(state->connection);
}

/* ---- life ---- */

static void __attribute__((format(printf, 2, 0)))
on_library_log(void *ctx, const char *format, va_list args)
{
    (void)ctx;
    char text[512];
    vsnprintf(text, sizeof text, format, args);
    text[strcspn(text, "\n")] = '\0';
    LOG_DBG("%s", text);
}

static struct MHD_Daemon *start_daemon(struct http *http)
{
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TURBO |
                     MHD_USE_ERROR_LOG;
    return MHD_start_daemon(flags, 0, NULL, NULL, on_request, http, MHD_OPTION_EXTERNAL_LOGGER,
                            on_library_log, NULL, MHD_OPTION_LISTEN_SOCKET, http->socket,
                            MHD_OPTION_CONNECTION_LIMIT, http->limits.connections_max,
                            MHD_OPTION_CONNECTION_MEMORY_LIMIT, http->limits.head_max,
                            MHD_OPTION_CONNECTION_TIMEOUT, 0u, MHD_OPTION_STRICT_FOR_CLIENT, 1,
                            MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL,
                            MHD_OPTION_NOTIFY_CONNECTION, on_connection, http, MHD_OPTION_END);
}

enum status http_start(const struct http_address *address, const struct http_limits *limits,
                       const struct http_handler *handler, struct http **out, char *why,
                       size_t why_size)
{
    struct http *http = xalloc(sizeof *http);
    http->limits = *limits;
    http->handler = *handler;
    pthread_mutex_init(&http->mutex, NULL);
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&http->is_idle, &attributes);
    pthread_condattr_destroy(&attributes);
    http->socket = -1;

    enum status status =
        http_listen(address, &http->socket, http->url, sizeof http->url, why, why_size);
    if (status != OK) {
        goto out;
    }
    status = http_watch_start(&http->watch);
    if (status == OK) {
        http->daemon = start_daemon(http);
        status = http->daemon == NULL ? ERR_LIMIT : OK;
    }
    if (status != OK) {
        snprintf(why, why_size, "the server's threads cannot be started");
    }
out:
    if (status != OK) {
        http_destroy(http);
        return status;
    }
    *out = http;
    return OK;
}

const char *http_url(const struct http *http)
{
    return http->url;
}

unsigned http_connections(struct http *http)
{
    return http_watch_count(http->watch);
}

void http_stop(struct http *http)
{
    atomic_store(&http->is_stopping, true);
    /* The socket is closed after the daemon has ended; until then connections are not accepted. */
    if (MHD_quiesce_daemon(http->daemon) == MHD_INVALID_SOCKET) {
        LOG_WARN("the listening socket could not be quiesced");
    }
}

void http_join(struct http *http)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += (time_t)(http->limits.farewell_ms / 1000);
    pthread_mutex_lock(&http->mutex);
    int waited = 0;
    while (http->under_way > 0 && waited == 0) {
        waited = pthread_cond_timedwait(&http->is_idle, &http->mutex, &until);
    }
    pthread_mutex_unlock(&http->mutex);
    MHD_stop_daemon(http->daemon);
    http->daemon = NULL;
}

void http_destroy(struct http *http)
{
    if (http == NULL) {
        return;
    }
    assert(http->daemon == NULL);
    if (http->watch != NULL) {
        http_watch_stop(http->watch);
        http_watch_destroy(http->watch);
    }
    if (http->socket >= 0) {
        close(http->socket);
    }
    pthread_cond_destroy(&http->is_idle);
    pthread_mutex_destroy(&http->mutex);
    free(http);
}
