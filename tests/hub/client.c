#include "client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

int64_t clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void sleep_for_ms(int ms)
{
    struct timespec pause = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};
    nanosleep(&pause, NULL);
}

unsigned port_of_url(const char *url)
{
    const char *colon = strrchr(url, ':');
    return colon == NULL ? 0 : (unsigned)strtoul(colon + 1, NULL, 10);
}

bool client_open(struct client *client, unsigned port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    client->len = 0;
    client->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (client->fd < 0 ||
        connect(client->fd, (const struct sockaddr *)&address, sizeof address) != 0) {
        client_close(client);
        return false;
    }
    return true;
}

void client_close(struct client *client)
{
    if (client->fd >= 0) {
        close(client->fd);
    }
    client->fd = -1;
}

bool client_send(struct client *client, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = send(client->fd, bytes, len, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return false;
        }
        bytes += n;
        len -= (size_t)n;
    }
    return true;
}

bool client_send_text(struct client *client, const char *text)
{
    return client_send(client, text, strlen(text));
}

/* Waits for more bytes; false at the end, an error or the time's end. */
static bool fill(struct client *client, int64_t until_ms)
{
    struct pollfd poll_fd = {.fd = client->fd, .events = POLLIN};
    int64_t left = until_ms - clock_ms();
    if (left < 0 || client->len == sizeof client->buffer - 1 || poll(&poll_fd, 1, (int)left) != 1) {
        return false;
    }
    ssize_t n =
        recv(client->fd, client->buffer + client->len, sizeof client->buffer - 1 - client->len, 0);
    if (n <= 0) {
        return false;
    }
    client->len += (size_t)n;
    return true;
}

static void drop(struct client *client, size_t n)
{
    memmove(client->buffer, client->buffer + n, client->len - n);
    client->len -= n;
}

static size_t content_length(const char *head)
{
    for (const char *line = head; line != NULL; line = strstr(line, "\r\n")) {
        line += line == head ? 0 : 2;
        if (strncasecmp(line, "Content-Length:", 15) == 0) {
            return (size_t)strtoul(line + 15, NULL, 10);
        }
    }
    return 0;
}

static void receive(struct client *client, bool has_body, struct reply *reply)
{
    int64_t until = clock_ms() + PATIENCE_MS;
    reply->status = 0;
    reply->head[0] = '\0';
    reply->body[0] = '\0';
    reply->body_len = 0;
    for (;;) {
        client->buffer[client->len] = '\0';
        const char *end = strstr(client->buffer, "\r\n\r\n");
        if (end != NULL) {
            size_t head_len = (size_t)(end - client->buffer) + 4;
            snprintf(reply->head, sizeof reply->head, "%.*s", (int)head_len, client->buffer);
            size_t body_len = has_body ? content_length(reply->head) : 0;
            if (client->len >= head_len + body_len) {
                memcpy(reply->body, client->buffer + head_len, body_len);
                reply->body[body_len] = '\0';
                reply->body_len = body_len;
                reply->status = (int)strtol(reply->head + strlen("HTTP/1.1 "), NULL, 10);
                drop(client, head_len + body_len);
                return;
            }
        }
        if (!fill(client, until)) {
            return;
        }
    }
}

void client_receive(struct client *client, struct reply *reply)
{
    receive(client, true, reply);
}

void client_receive_head(struct client *client, struct reply *reply)
{
    receive(client, false, reply);
}

bool client_is_closed(struct client *client, int timeout_ms)
{
    int64_t until = clock_ms() + timeout_ms;
    for (;;) {
        struct pollfd poll_fd = {.fd = client->fd, .events = POLLIN};
        int64_t left = until - clock_ms();
        char scrap[4096];
        if (left < 0 || poll(&poll_fd, 1, (int)left) != 1) {
            return false;
        }
        if (recv(client->fd, scrap, sizeof scrap, 0) <= 0) {
            return true;
        }
    }
}

bool client_has_answer(struct client *client, int timeout_ms)
{
    struct pollfd poll_fd = {.fd = client->fd, .events = POLLIN};
    return client->len > 0 || poll(&poll_fd, 1, timeout_ms) == 1;
}

void client_ask(unsigned port, const char *method, const char *path, const char *headers,
                const char *body, struct reply *reply)
{
    static struct client client;
    char head[2048];
    reply->status = 0;
    if (!client_open(&client, port)) {
        return;
    }
    snprintf(head, sizeof head, "%s %s HTTP/1.1\r\nHost: hub\r\n%s", method, path, headers);
    client_send_text(&client, head);
    if (body != NULL) {
        snprintf(head, sizeof head, "Content-Length: %zu\r\n", strlen(body));
        client_send_text(&client, head);
    }
    client_send_text(&client, "\r\n");
    if (body != NULL) {
        client_send_text(&client, body);
    }
    receive(&client, strcmp(method, "HEAD") != 0, reply);
    client_close(&client);
}
