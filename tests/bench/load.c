#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"

#include "bench.h"

enum { EVENTS = 64, READ_SIZE = 65536 };

struct connection {
    int fd, index;
    struct buf out;
    size_t sent;
    struct buf in;
    double since;
};

struct run {
    const struct load *load;
    int epoll, open;
    double *latencies;
    size_t max, n;
};

void load_put_post(struct buf *out, const char *path, const char *session, const char *counter,
                   const char *mac, const char *body, size_t len)
{
    buf_printf(out, "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %zu\r\n", path, len);
    if (session != NULL)
        buf_printf(out, "Yizhan-Session: %s\r\n", session);
    if (counter != NULL)
        buf_printf(out, "Yizhan-Counter: %s\r\n", counter);
    if (mac != NULL)
        buf_printf(out, "Yizhan-Mac: %s\r\n", mac);
    buf_puts(out, "\r\n");
    buf_append(out, body, len);
}

static int dial(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int one = 1;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) != 0)
        bench_fail("no connection to port %d: %s", port, strerror(errno));
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    return fd;
}

static void want(struct run *run, struct connection *connection, uint32_t events, int op)
{
    struct epoll_event event = {.events = events, .data.ptr = connection};
    if (epoll_ctl(run->epoll, op, connection->fd, &event) != 0)
        bench_fail("epoll: %s", strerror(errno));
}

static void hang_up(struct run *run, struct connection *connection)
{
    close(connection->fd);
    connection->fd = -1;
    run->open--;
}

static void push(struct run *run, struct connection *connection)
{
    while (connection->sent < connection->out.len) {
        ssize_t took = send(connection->fd, connection->out.data + connection->sent,
                            connection->out.len - connection->sent, MSG_NOSIGNAL);
        if (took < 0 && errno == EAGAIN) {
            want(run, connection, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
            return;
        }
        if (took < 0)
            bench_fail("sending: %s", strerror(errno));
        connection->sent += (size_t)took;
    }
}

static void ask(struct run *run, struct connection *connection)
{
    buf_clear(&connection->out);
    connection->sent = 0;
    if (!run->load->next(run->load->ctx, connection->index, &connection->out)) {
        hang_up(run, connection);
        return;
    }
    connection->since = seconds_now();
    push(run, connection);
}

/* The head's end and the body's length; false while there is less than a whole answer. */
static bool parse(const struct buf *in, struct load_answer *out, size_t *total)
{
    if (in->len < 16)
        return false;
    const char *end = strstr(in->data, "\r\n\r\n");
    if (end == NULL)
        return false;
    size_t head = (size_t)(end - in->data) + 4;
    const char *length = strstr(in->data, "Content-Length: ");
    if (length == NULL || length > end)
        bench_fail("an answer without a length");
    size_t body_len = strtoul(length + strlen("Content-Length: "), NULL, 10);
    if (in->len < head + body_len)
        return false;
    out->status = (int)strtol(in->data + strlen("HTTP/1.1 "), NULL, 10);
    out->body = in->data + head;
    out->body_len = body_len;
    *total = head + body_len;
    return true;
}

static void pull(struct run *run, struct connection *connection)
{
    char bytes[READ_SIZE];
    struct load_answer answer;
    size_t total = 0;
    ssize_t took = recv(connection->fd, bytes, sizeof bytes, 0);
    if (took < 0 && errno == EAGAIN)
        return;
    if (took <= 0)
        bench_fail("the hub hung up: %s", took < 0 ? strerror(errno) : "end");
    buf_append(&connection->in, bytes, (size_t)took);
    if (!parse(&connection->in, &answer, &total)) {
        return;
    }
    if (run->n < run->max)
        run->latencies[run->n] = seconds_now() - connection->since;
    run->n++;
    run->load->answered(run->load->ctx, connection->index, &answer);
    buf_clear(&connection->in);
    ask(run, connection);
}

static void serve(struct run *run)
{
    struct epoll_event events[EVENTS];
    while (run->open > 0) {
        int n = epoll_wait(run->epoll, events, EVENTS, 30000);
        if (n == 0)
            bench_fail("no answer for 30 s");
        for (int i = 0; i < n; i++) {
            struct connection *connection = events[i].data.ptr;
            if (connection->fd >= 0 && (events[i].events & EPOLLOUT)) {
                want(run, connection, EPOLLIN, EPOLL_CTL_MOD);
                push(run, connection);
            }
            if (connection->fd >= 0 && (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)))
                pull(run, connection);
        }
    }
}

double load_run(const struct load *load, int port, int connections, double *latencies, size_t max,
                size_t *n)
{
    struct run run = {.load = load, .latencies = latencies, .max = max};
    struct connection *all = xalloc((size_t)connections * sizeof *all);
    memset(all, 0, (size_t)connections * sizeof *all);
    run.epoll = epoll_create1(0);
    if (run.epoll < 0)
        bench_fail("epoll: %s", strerror(errno));
    for (int i = 0; i < connections; i++) {
        all[i] = (struct connection){.fd = dial(port), .index = i};
        want(&run, &all[i], EPOLLIN, EPOLL_CTL_ADD);
        run.open++;
    }
    double since = seconds_now();
    for (int i = 0; i < connections; i++)
        ask(&run, &all[i]);
    serve(&run);
    double took = seconds_now() - since;
    for (int i = 0; i < connections; i++) {
        buf_fini(&all[i].in);
        buf_fini(&all[i].out);
    }
    close(run.epoll);
    free(all);
    *n = run.n < run.max ? run.n : run.max;
    return took;
}
