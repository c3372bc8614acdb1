/* The HTTP shim against rude clients: malformed requests, limits on body, head, time, parallel and
 * pipelined requests, answers from another thread, the end. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "check.h"
#include "client.h"
#include "hub/http.h"

/* /echo answers its body at once, /later from another thread after the time in its body, or when
 * the gate is opened if it is empty, /big with more than a socket buffer takes. */
struct server {
    struct http *http;
    unsigned port;
    atomic_int handled;
    atomic_int waiting;
    atomic_bool is_open; /* the gate */
};

static size_t body_max(void *ctx, const char *method, const char *path)
{
    (void)ctx;
    (void)method;
    return strcmp(path, "/echo") == 0 || strcmp(path, "/later") == 0 ? 1000 : 0;
}

struct delay {
    struct server *server;
    struct http_request *request;
    int ms;
};

static void *answer_later(void *arg)
{
    struct delay *delay = arg;
    sleep_for_ms(delay->ms);
    while (delay->ms == 0 && !atomic_load(&delay->server->is_open)) {
        sleep_for_ms(1);
    }
    atomic_fetch_sub(&delay->server->waiting, 1);
    http_answer_text(delay->request, 200, "later");
    free(delay);
    return NULL;
}

static void defer(struct server *server, struct http_request *request)
{
    struct delay *delay = xalloc(sizeof *delay);
    pthread_t thread;
    delay->server = server;
    delay->request = request;
    delay->ms = request->body == NULL ? 0 : (int)strtol(request->body, NULL, 10);
    atomic_fetch_add(&server->waiting, 1);
    http_defer(request);
    CHECK_INT(pthread_create(&thread, NULL, answer_later, delay), 0);
    pthread_detach(thread);
}

static void handle(void *ctx, struct http_request *request)
{
    struct server *server = ctx;
    atomic_fetch_add(&server->handled, 1);
    if (strcmp(request->path, "/echo") == 0) {
        const char *mac = http_header(request, "Yizhan-Mac");
        http_answer(request, &(struct http_answer){.status = 200,
                                                   .type = "text/plain",
                                                   .body = request->body,
                                                   .body_len = request->body_len,
                                                   .mac = mac});
    } else if (strcmp(request->path, "/later") == 0) {
        defer(server, request);
    } else if (strcmp(request->path, "/big") == 0) {
        size_t len = (size_t)16 * 1024 * 1024;
        char *body = xalloc(len);
        http_answer(request, &(struct http_answer){.status = 200, .body = body, .body_len = len});
        free(body);
    } else if (strcmp(request->path, "/peer") == 0) {
        http_answer_text(request, http_peer(request) == 0x7f000001 ? 200 : 500, "peer");
    } else {
        http_answer_text(request, 404, "nothing");
    }
}

static void server_start(struct server *server, const struct http_limits *limits)
{
    struct http_address address;
    char why[256] = "";
    CHECK(http_address_parse("127.0.0.1:0", &address));
    struct http_handler handler = {.ctx = server, .body_max = body_max, .handle = handle};
    atomic_store(&server->handled, 0);
    atomic_store(&server->waiting, 0);
    atomic_store(&server->is_open, false);
    enum status status = http_start(&address, limits, &handler, &server->http, why, sizeof why);
    CHECK_STR(why, "");
    if (status != OK) {
        exit(1);
    }
    server->port = port_of_url(http_url(server->http));
}

static void server_end(struct server *server)
{
    http_stop(server->http);
    http_join(server->http);
    http_destroy(server->http);
}

static void test_address(void)
{
    static const struct {
        const char *text;
        bool is_good, is_loopback;
    } rows[] = {
        {"127.0.0.1:80", true, true},     {"localhost:0", true, true},
        {"[::1]:65535", true, true},      {"0.0.0.0:1", true, false},
        {"[::]:1", true, false},          {"192.168.1.5:8080", true, false},
        {"127.0.0.1", false, false},      {":80", false, false},
        {"127.0.0.1:", false, false},     {"127.0.0.1:65536", false, false},
        {"127.0.0.1:-1", false, false},   {"::1:80", false, false},
        {"hub.example:80", false, false}, {"[127.0.0.1]:80", false, false},
        {"[]:80", false, false},          {"127.0.0.1:8o", false, false},
        {"127.0.0.1: 80", false, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct http_address address = {0};
        bool is_good = http_address_parse(rows[i].text, &address);
        if (is_good != rows[i].is_good || address.is_loopback != rows[i].is_loopback) {
            CHECK_STR(rows[i].text, is_good ? "refused" : "taken");
        }
    }
}

static void test_port_taken(struct server *server)
{
    struct http_address address;
    struct http *second = NULL;
    char text[64], why[256] = "";
    snprintf(text, sizeof text, "127.0.0.1:%u", server->port);
    CHECK(http_address_parse(text, &address));
    struct http_handler handler = {.ctx = server, .body_max = body_max, .handle = handle};
    CHECK_INT(http_start(&address, &http_limits_usual, &handler, &second, why, sizeof why),
              ERR_CONFLICT);
    CHECK(strstr(why, "taken") != NULL);
    CHECK(second == NULL);
}

static void test_plain(struct server *server)
{
    static struct reply reply;
    client_ask(server->port, "POST", "/echo", "Yizhan-Mac: abc\r\n", "hello", &reply);
    CHECK_INT(reply.status, 200);
    CHECK_STR(reply.body, "hello");
    CHECK(strstr(reply.head, "Yizhan-Mac: abc\r\n") != NULL);
    CHECK(strstr(reply.head, "Cache-Control: no-store\r\n") != NULL);
    client_ask(server->port, "GET", "/none", "", NULL, &reply);
    CHECK_INT(reply.status, 404);
    client_ask(server->port, "HEAD", "/peer", "", NULL, &reply);
    CHECK_INT(reply.status, 200);
    client_ask(server->port, "POST", "/later", "", "30", &reply);
    CHECK_INT(reply.status, 200);
    CHECK_STR(reply.body, "later");
}

static void test_malformed(struct server *server)
{
    static const struct {
        const char *bytes;
        int status; /* 0: just closed */
    } rows[] = {
        {"GET / HTTP/1.1\r\n\r\n", 400},                     /* no Host */
        {"\x16\x03\x01\x02\x01\x01\xfc\x03\x03\r\n\r\n", 0}, /* TLS */
        {"GET\r\n\r\n", 0},
        {"GET / HTTP/9.9\r\nHost: a\r\n\r\n", 505},
        {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", 400},
        {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n", 400},
        {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        static struct client client;
        static struct reply reply;
        CHECK(client_open(&client, server->port));
        client_send_text(&client, rows[i].bytes);
        client_receive(&client, &reply);
        if (rows[i].status != 0 && rows[i].status != reply.status) {
            fprintf(stderr, "row %zu\n", i);
            CHECK_INT(reply.status, rows[i].status);
        } else {
            CHECK(reply.status == 0 || reply.status >= 400);
        }
        CHECK(client_is_closed(&client, PATIENCE_MS));
        client_close(&client);
    }
    static struct reply reply;
    client_ask(server->port, "POST", "/echo", "", "still here", &reply);
    CHECK_STR(reply.body, "still here");
}

static void test_body_limits(struct server *server)
{
    static struct reply reply;
    static struct client client;
    static char body[20001];
    memset(body, 'x', sizeof body - 1);
    int handled = atomic_load(&server->handled);
    client_ask(server->port, "POST", "/echo", "", body, &reply);
    CHECK_INT(reply.status, 413);
    client_ask(server->port, "POST", "/none", "", "x", &reply);
    CHECK_INT(reply.status, 413);
    /* Chunked: the length is not known beforehand. */
    CHECK(client_open(&client, server->port));
    client_send_text(&client,
                     "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 5; i++) {
        client_send_text(&client, "100\r\n");
        client_send(&client, body, 256);
        client_send_text(&client, "\r\n");
    }
    client_send_text(&client, "0\r\n\r\n");
    client_receive(&client, &reply);
    CHECK_INT(reply.status, 413);
    client_close(&client);
    /* Declared far too large: answered without waiting for it. */
    CHECK(client_open(&client, server->port));
    client_send_text(&client,
                     "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n");
    client_receive(&client, &reply);
    CHECK_INT(reply.status, 413);
    CHECK(client_is_closed(&client, PATIENCE_MS));
    client_close(&client);
    /* A client that asks first hears it before it sends. */
    CHECK(client_open(&client, server->port));
    client_send_text(&client, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2000\r\n"
                              "Expect: 100-continue\r\n\r\n");
    client_receive(&client, &reply);
    CHECK_INT(reply.status, 413);
    client_close(&client);
    CHECK_INT(atomic_load(&server->handled), handled);
    /* Exactly the limit is welcome. */
    body[1000] = '\0';
    client_ask(server->port, "POST", "/echo", "", body, &reply);
    CHECK_INT(reply.status, 200);
    CHECK_INT(reply.body_len, 1000);
}

static void test_head_limits(struct server *server)
{
    static struct reply reply;
    static struct client client;
    static char junk[64 * 1024];
    memset(junk, 'a', sizeof junk);
    CHECK(client_open(&client, server->port));
    client_send_text(&client, "GET /echo HTTP/1.1\r\nHost: a\r\nX-Long: ");
    client_send(&client, junk, sizeof junk);
    client_send_text(&client, "\r\n\r\n");
    client_receive(&client, &reply);
    CHECK(reply.status == 431 || reply.status == 0);
    client_close(&client);
    CHECK(client_open(&client, server->port));
    client_send_text(&client, "GET /");
    client_send(&client, junk, sizeof junk);
    client_send_text(&client, " HTTP/1.1\r\nHost: a\r\n\r\n");
    client_receive(&client, &reply);
    CHECK(reply.status == 414 || reply.status == 0);
    client_close(&client);
}

static void test_pipelining(struct server *server)
{
    static struct client client;
    static struct reply reply;
    CHECK(client_open(&client, server->port));
    client_send_text(&client, "POST /later HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n60"
                              "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
                              "POST /later HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n1"
                              "GET /none HTTP/1.1\r\nHost: a\r\n\r\n");
    client_receive(&client, &reply);
    CHECK_STR(reply.body, "later");
    client_receive(&client, &reply);
    CHECK_STR(reply.body, "abc");
    client_receive(&client, &reply);
    CHECK_STR(reply.body, "later");
    client_receive(&client, &reply);
    CHECK_INT(reply.status, 404);
    client_close(&client);
}

enum { MANY = 64 };

/* Until so many wait for their answer. */
static void await_waiting(struct server *server, int n)
{
    int64_t until = clock_ms() + PATIENCE_MS;
    while (atomic_load(&server->waiting) != n && clock_ms() < until) {
        sleep_for_ms(1);
    }
    CHECK_INT(atomic_load(&server->waiting), n);
}

static void test_parallel(struct server *server)
{
    static struct client clients[MANY];
    static struct reply reply;
    for (int i = 0; i < MANY; i++) {
        CHECK(client_open(&clients[i], server->port));
        client_send_text(&clients[i],
                         "POST /later HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
    }
    /* They wait together, not one after the other. */
    await_waiting(server, MANY);
    atomic_store(&server->is_open, true);
    for (int i = 0; i < MANY; i++) {
        client_receive(&clients[i], &reply);
        CHECK_STR(reply.body, "later");
        client_close(&clients[i]);
    }
    atomic_store(&server->is_open, false);
}

/* Clients that drop the line while they wait, or do not read. */
static void test_rude(struct server *server)
{
    static struct client client;
    static struct reply reply;
    for (int i = 0; i < 20; i++) {
        CHECK(client_open(&client, server->port));
        client_send_text(&client, "POST /later HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n50");
        if (i % 2 == 0) {
            sleep_for_ms(5);
        }
        client_close(&client);
    }
    client_ask(server->port, "POST", "/later", "", "200", &reply);
    CHECK_STR(reply.body, "later");
    await_waiting(server, 0);
}

static void test_slow(void)
{
    static struct client head, body, reader, idle, held;
    static struct reply reply;
    static struct server server;
    struct http_limits limits = http_limits_usual;
    limits.head_ms = 1500;
    limits.body_ms = 1500;
    limits.answer_ms = 2000;
    server_start(&server, &limits);
    CHECK(client_open(&held, server.port));
    client_send_text(&held, "POST /later HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n4000");
    CHECK(client_open(&reader, server.port));
    client_send_text(&reader, "GET /big HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(client_open(&body, server.port));
    client_send_text(&body, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\n");
    CHECK(client_open(&head, server.port) && client_open(&idle, server.port));
    client_send_text(&head, "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ");
    /* A byte every 50 ms: never idle, and still over, as the time for the whole is limited. */
    int64_t until = clock_ms() + PATIENCE_MS;
    bool head_lives = true, body_lives = true;
    while ((head_lives || body_lives) && clock_ms() < until) {
        head_lives = head_lives && client_send_text(&head, "a");
        body_lives = body_lives && client_send_text(&body, "b");
        sleep_for_ms(50);
    }
    CHECK(!head_lives && !body_lives);
    CHECK(client_is_closed(&idle, PATIENCE_MS));
    /* Waiting for an answer has no limit here. */
    client_receive(&held, &reply);
    CHECK_STR(reply.body, "later");
    CHECK(client_is_closed(&reader, PATIENCE_MS));
    client_close(&head);
    client_close(&body);
    client_close(&reader);
    client_close(&idle);
    client_close(&held);
    server_end(&server);
}

static void test_connection_limit(void)
{
    static struct server server;
    static struct client clients[6];
    static struct reply reply;
    struct http_limits limits = http_limits_usual;
    limits.connections_max = 4;
    server_start(&server, &limits);
    for (int i = 0; i < 6; i++) {
        CHECK(client_open(&clients[i], server.port));
        client_send_text(&clients[i], "GET /peer HTTP/1.1\r\nHost: a\r\n\r\n");
    }
    for (int i = 0; i < 6; i++) {
        CHECK(client_has_answer(&clients[i], i < 4 ? PATIENCE_MS : 100) == (i < 4));
    }
    CHECK_INT(http_connections(server.http), 4);
    /* The others had only to wait. */
    client_close(&clients[0]);
    client_close(&clients[1]);
    client_receive(&clients[4], &reply);
    CHECK_INT(reply.status, 200);
    client_receive(&clients[5], &reply);
    CHECK_INT(reply.status, 200);
    for (int i = 2; i < 6; i++) {
        client_close(&clients[i]);
    }
    server_end(&server);
}

static void test_bodies_limit(void)
{
    static struct server server;
    static struct client first;
    static struct reply reply;
    static char body[901];
    struct http_limits limits = http_limits_usual;
    limits.bodies_max = 1500;
    memset(body, 'x', sizeof body - 1);
    server_start(&server, &limits);
    CHECK(client_open(&first, server.port));
    client_send_text(&first, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\n");
    client_send(&first, body, 899);
    /* As soon as the first one's bytes are there, no other body has room. */
    int64_t until = clock_ms() + PATIENCE_MS;
    do {
        client_ask(server.port, "POST", "/echo", "", body, &reply);
    } while (reply.status == 200 && clock_ms() < until);
    CHECK_INT(reply.status, 503);
    CHECK(strstr(reply.head, "Retry-After:") != NULL);
    client_send(&first, body, 1);
    client_receive(&first, &reply);
    CHECK_INT(reply.status, 200);
    client_close(&first);
    client_ask(server.port, "POST", "/echo", "", body, &reply);
    CHECK_INT(reply.status, 200);
    server_end(&server);
}

static void test_end(void)
{
    static struct server server;
    static struct client waiting, kept;
    static struct reply reply;
    server_start(&server, &http_limits_usual);
    CHECK(client_open(&waiting, server.port) && client_open(&kept, server.port));
    client_send_text(&kept, "GET /peer HTTP/1.1\r\nHost: a\r\n\r\n");
    client_receive(&kept, &reply);
    CHECK_INT(reply.status, 200);
    client_send_text(&waiting, "POST /later HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
    await_waiting(&server, 1);
    http_stop(server.http);
    /* On a connection that stands: refused; the one that waits gets its answer. */
    client_send_text(&kept, "GET /peer HTTP/1.1\r\nHost: a\r\n\r\n");
    client_receive(&kept, &reply);
    CHECK_INT(reply.status, 503);
    atomic_store(&server.is_open, true);
    await_waiting(&server, 0);
    http_join(server.http);
    client_receive(&waiting, &reply);
    CHECK_STR(reply.body, "later");
    http_destroy(server.http);
    CHECK(!client_open(&kept, server.port));
    client_close(&waiting);
    client_close(&kept);
}

int main(void)
{
    static struct server server;
    test_address();
    server_start(&server, &http_limits_usual);
    test_plain(&server);
    test_port_taken(&server);
    test_malformed(&server);
    test_body_limits(&server);
    test_head_limits(&server);
    test_pipelining(&server);
    test_parallel(&server);
    test_rude(&server);
    server_end(&server);
    test_slow();
    test_connection_limit();
    test_bodies_limit();
    test_end();
    return check_done();
}
