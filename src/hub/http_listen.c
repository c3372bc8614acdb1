#include "hub/http_listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"

enum { BACKLOG = 512 };

static bool parse_v4(const char *host, uint16_t port, struct http_address *out)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    if (inet_pton(AF_INET, host, &address.sin_addr) != 1) {
        return false;
    }
    *out = (struct http_address){.socket_len = sizeof address};
    memcpy(&out->socket, &address, sizeof address);
    out->is_loopback = ntohl(address.sin_addr.s_addr) >> 24 == 127;
    return true;
}

static bool parse_v6(const char *host, uint16_t port, struct http_address *out)
{
    struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
    if (inet_pton(AF_INET6, host, &address.sin6_addr) != 1) {
        return false;
    }
    *out = (struct http_address){.socket_len = sizeof address};
    memcpy(&out->socket, &address, sizeof address);
    out->is_loopback = IN6_IS_ADDR_LOOPBACK(&address.sin6_addr);
    return true;
}

bool http_address_parse(const char *text, struct http_address *out)
{
    char host[64];
    int64_t port = 0;
    const char *colon = strrchr(text, ':');
    if (colon == NULL || colon[1] == '-' || !str_to_int(colon + 1, 0, 65535, &port)) {
        return false;
    }
    size_t len = (size_t)(colon - text);
    bool is_bracketed = len >= 2 && text[0] == '[' && text[len - 1] == ']';
    const char *from = is_bracketed ? text + 1 : text;
    len -= is_bracketed ? 2 : 0;
    if (len == 0 || len >= sizeof host) {
        return false;
    }
    memcpy(host, from, len);
    host[len] = '\0';
    if (is_bracketed) {
        return parse_v6(host, (uint16_t)port, out);
    }
    return parse_v4(str_equal(host, "localhost") ? "127.0.0.1" : host, (uint16_t)port, out);
}

static void write_url(const struct sockaddr_storage *socket, char *url, size_t url_size)
{
    char host[INET6_ADDRSTRLEN] = "";
    if (socket->ss_family == AF_INET) {
        struct sockaddr_in address;
        memcpy(&address, socket, sizeof address);
        inet_ntop(AF_INET, &address.sin_addr, host, sizeof host);
        snprintf(url, url_size, "http://%s:%u", host, (unsigned)ntohs(address.sin_port));
        return;
    }
    struct sockaddr_in6 address;
    memcpy(&address, socket, sizeof address);
    inet_ntop(AF_INET6, &address.sin6_addr, host, sizeof host);
    snprintf(url, url_size, "http://[%s]:%u", host, (unsigned)ntohs(address.sin6_port));
}

static enum status explain(int error, const char *url, char *why, size_t why_size)
{
    switch (error) {
    case EADDRINUSE:
        snprintf(why, why_size, "%s is taken by another program; choose another port, or 0 for any",
                 url);
        return ERR_CONFLICT;
    case EADDRNOTAVAIL:
        snprintf(why, why_size, "%s is not an address of this machine", url);
        return ERR_NOT_FOUND;
    case EACCES:
        snprintf(why, why_size, "%s: this user may not listen there; choose a port above 1023",
                 url);
        return ERR_AUTH;
    default:
        snprintf(why, why_size, "%s: cannot listen there: error %d", url, error);
        return ERR_IO;
    }
}

enum status http_listen(const struct http_address *address, int *out, char *url, size_t url_size,
                        char *why, size_t why_size)
{
    struct sockaddr_storage real = address->socket;
    socklen_t real_len = sizeof real;
    int yes = 1;
    write_url(&real, url, url_size);
    int fd = socket(address->socket.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    /* REUSEADDR: a hub that was just stopped may be started again at once. */
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
        bind(fd, (const struct sockaddr *)&address->socket, address->socket_len) != 0 ||
        listen(fd, BACKLOG) != 0 || getsockname(fd, (struct sockaddr *)&real, &real_len) != 0) {
        int error = errno;
        if (fd >= 0) {
            close(fd);
        }
        return explain(error, url, why, why_size);
    }
    write_url(&real, url, url_size);
    *out = fd;
    return OK;
}
