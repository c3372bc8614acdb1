#include "slip/printer_port.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define LOG_MODULE "printer"
#include "base/log.h"
#include "base/str.h"

/* A small send buffer: what the socket has taken, the printer has nearly taken, too. */
enum { SEND_BUFFER_BYTES = 8192 };

static enum status parse_path(const char *path, enum printer_target target,
                              char why[PRINTER_WHY_SIZE], struct printer_uri *out)
{
    struct printer_uri uri = {.target = target};
    const char *scheme = target == PRINTER_AT_FILE ? "file:" : "dev:";

    if (path[0] == '\0' || !str_copy(uri.name, sizeof uri.name, path)) {
        snprintf(why, PRINTER_WHY_SIZE, "%s needs a path of 1 to %d bytes", scheme,
                 PRINTER_TARGET_SIZE - 1);
        return ERR_PARSE;
    }
    *out = uri;
    return OK;
}

/* HOST, HOST:PORT, [ADDRESS] or [ADDRESS]:PORT. */
static enum status parse_address(const char *address, char why[PRINTER_WHY_SIZE],
                                 struct printer_uri *out)
{
    struct printer_uri uri = {.target = PRINTER_AT_TCP, .service = "9100"};
    bool is_bracketed = address[0] == '[';
    const char *host = is_bracketed ? address + 1 : address;
    size_t host_len = strcspn(host, is_bracketed ? "]" : ":/");
    const char *rest = host + host_len;
    bool is_good = host_len > 0 && host_len < sizeof uri.name;
    int64_t port = 0;

    if (is_bracketed && is_good) {
        is_good = *rest == ']';
        rest += is_good ? 1 : 0;
    }
    if (is_good && *rest == ':') {
        is_good = str_to_int(rest + 1, 1, 65535, &port);
        if (is_good)
            snprintf(uri.service, sizeof uri.service, "%d", (int)port);
    } else if (is_good) {
        is_good = *rest == '\0';
    }
    if (!is_good) {
        snprintf(why, PRINTER_WHY_SIZE,
                 "tcp: is followed by //HOST or //HOST:PORT (1 to 65535), as in tcp://HOST:9100");
        return ERR_PARSE;
    }
    memcpy(uri.name, host, host_len);
    *out = uri;
    return OK;
}

enum status printer_uri_parse(const char *text, char why[PRINTER_WHY_SIZE], struct printer_uri *out)
{
    if (text == NULL || str_equal(text, "none:")) {
        *out = (struct printer_uri){.target = PRINTER_AT_NOTHING};
        return OK;
    }
    if (str_starts(text, "file:"))
        return parse_path(text + strlen("file:"), PRINTER_AT_FILE, why, out);
    if (str_starts(text, "dev:"))
        return parse_path(text + strlen("dev:"), PRINTER_AT_DEVICE, why, out);
    if (str_starts(text, "tcp://"))
        return parse_address(text + strlen("tcp://"), why, out);
    snprintf(why, PRINTER_WHY_SIZE,
             "a printer is file:PATH, tcp://HOST:9100, dev:/dev/usb/lp0 or none:, not \"%.60s\"",
             text);
    return ERR_PARSE;
}

enum printer_kind printer_uri_kind(const struct printer_uri *uri)
{
    switch (uri->target) {
    case PRINTER_AT_NOTHING:
        return PRINTER_KIND_NONE;
    case PRINTER_AT_FILE:
        return PRINTER_KIND_BLIND;
    case PRINTER_AT_TCP:
    case PRINTER_AT_DEVICE:
        break;
    }
    return PRINTER_KIND_ASKED;
}

void printer_port_init(struct printer_port *port, const struct printer_uri *uri)
{
    *port = (struct printer_port){.uri = *uri, .fd = -1, .size_before = -1};
}

int64_t printer_port_now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static enum status open_path(struct printer_port *port)
{
    bool is_file = port->uri.target == PRINTER_AT_FILE;
    /* Without O_NONBLOCK a device out of paper, or a pipe without a reader, holds the thread. */
    int flags = O_NONBLOCK | O_CLOEXEC | O_NOCTTY;
    struct stat st;

    flags |= is_file ? O_WRONLY | O_APPEND | O_CREAT : O_RDWR;
    int fd = open(port->uri.name, flags, 0600);
    if (fd < 0) {
        LOG_WARN("open %s: %s", port->uri.name, strerror(errno));
        return errno == ENOENT || errno == ENXIO || errno == ENODEV ? ERR_NOT_FOUND : ERR_IO;
    }
    port->fd = fd;
    port->ear = is_file ? PRINTER_DEAF : PRINTER_LISTENS;
    port->size_before = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) ? (int64_t)st.st_size : -1;
    return OK;
}

/* Waits until fd can be written or wake_fd read. */
static enum status wait_connected(int fd, int wake_fd, int timeout_ms)
{
    struct pollfd fds[2] = {{.fd = fd, .events = POLLOUT}, {.fd = wake_fd, .events = POLLIN}};
    int64_t until_ms = printer_port_now_ms() + timeout_ms;
    int error = 0;
    socklen_t error_len = sizeof error;

    for (;;) {
        int64_t left_ms = until_ms - printer_port_now_ms();
        int n = poll(fds, 2, left_ms > 0 ? (int)left_ms : 0);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return ERR_IO;
        if (fds[0].revents != 0)
            break;
        if (fds[1].revents != 0)
            return ERR_BUSY;
        if (n == 0) {
            errno = ETIMEDOUT;
            return ERR_IO;
        }
    }
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &error_len) != 0)
        return ERR_IO;
    errno = error;
    return error == 0 ? OK : ERR_IO;
}

static enum status connect_one(const struct addrinfo *to, int wake_fd, int timeout_ms, int *out)
{
    int size = SEND_BUFFER_BYTES;
    int one = 1;
    enum status status = OK;
    int fd = socket(to->ai_family, to->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, to->ai_protocol);

    if (fd < 0)
        return ERR_IO;
    /* Both only make things better; a refusal is no failure. */
    (void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(fd, to->ai_addr, to->ai_addrlen) != 0)
        status = errno == EINPROGRESS ? wait_connected(fd, wake_fd, timeout_ms) : ERR_IO;
    if (status == OK)
        *out = fd;
    else
        close(fd);
    return status;
}

static enum status open_tcp(struct printer_port *port, int wake_fd, int timeout_ms)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};
    struct addrinfo *found = NULL;
    int64_t until_ms = printer_port_now_ms() + timeout_ms;
    enum status status = ERR_IO;
    int fd = -1;

    int code = getaddrinfo(port->uri.name, port->uri.service, &hints, &found);
    if (code != 0) {
        LOG_WARN("find %s: %s", port->uri.name, gai_strerror(code));
        return ERR_NOT_FOUND;
    }
    for (struct addrinfo *to = found; to != NULL; to = to->ai_next) {
        int64_t left_ms = until_ms - printer_port_now_ms();
        status = connect_one(to, wake_fd, left_ms > 0 ? (int)left_ms : 0, &fd);
        if (status != ERR_IO)
            break;
    }
    if (status == ERR_IO)
        LOG_WARN("connect %s:%s: %s", port->uri.name, port->uri.service, strerror(errno));
    freeaddrinfo(found);
    if (status == OK) {
        port->fd = fd;
        port->ear = PRINTER_LISTENS;
    }
    return status;
}

enum status printer_port_open(struct printer_port *port, int wake_fd, int timeout_ms)
{
    assert(port->fd < 0 && port->uri.target != PRINTER_AT_NOTHING);
    if (port->uri.target == PRINTER_AT_TCP)
        return open_tcp(port, wake_fd, timeout_ms);
    return open_path(port);
}

static ssize_t put(const struct printer_port *port, const void *data, size_t len)
{
    if (port->uri.target == PRINTER_AT_TCP)
        return send(port->fd, data, len, MSG_NOSIGNAL);
    return write(port->fd, data, len);
}

enum status printer_port_write(struct printer_port *port, const void *data, size_t len,
                               size_t *taken)
{
    ssize_t n = put(port, data, len);

    if (n >= 0) {
        *taken = (size_t)n;
        return OK;
    }
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) {
        *taken = 0;
        return OK;
    }
    enum status status = errno == ENOSPC || errno == EDQUOT ? ERR_FULL : ERR_IO;
    LOG_WARN("write %s: %s", port->uri.name, strerror(errno));
    /* Half a job in a file would spoil the one after it. */
    if (port->uri.target == PRINTER_AT_FILE && port->size_before >= 0 &&
        ftruncate(port->fd, port->size_before) != 0)
        LOG_WARN("shorten %s: %s", port->uri.name, strerror(errno));
    return status;
}

bool printer_port_has_arrived(const struct printer_port *port)
{
    int left_bytes = 0;

    if (port->uri.target != PRINTER_AT_TCP || ioctl(port->fd, SIOCOUTQ, &left_bytes) != 0)
        return true;
    return left_bytes == 0;
}

enum status printer_port_read(struct printer_port *port, void *data, size_t size, size_t *got)
{
    ssize_t n = read(port->fd, data, size);

    if (n > 0) {
        *got = (size_t)n;
        return OK;
    }
    *got = 0;
    if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
        return OK;
    /* A device without a way back says EINVAL; it stays silent, which is no failure. */
    if (n < 0 && errno == EINVAL && port->uri.target == PRINTER_AT_DEVICE) {
        port->ear = PRINTER_DEAF;
        return OK;
    }
    return ERR_IO;
}

/* Unread bytes at close would make the kernel reset the connection and drop what is on its way:
 * so end the sending side and read until the printer hangs up. */
static void end_tcp(const struct printer_port *port)
{
    int64_t until_ms = printer_port_now_ms() + PRINTER_CLOSE_MS;
    char sink[256];

    if (shutdown(port->fd, SHUT_WR) != 0)
        return;
    for (;;) {
        struct pollfd fd = {.fd = port->fd, .events = POLLIN};
        int64_t left_ms = until_ms - printer_port_now_ms();
        if (left_ms <= 0 || poll(&fd, 1, (int)left_ms) <= 0)
            return;
        ssize_t n = read(port->fd, sink, sizeof sink);
        if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
            return;
    }
}

static enum status sync_file(const struct printer_port *port)
{
    /* EINVAL and EROFS: a pipe or a device that knows no syncing. */
    if (fsync(port->fd) == 0 || errno == EINVAL || errno == EROFS)
        return OK;
    LOG_WARN("sync %s: %s", port->uri.name, strerror(errno));
    return errno == ENOSPC || errno == EDQUOT ? ERR_FULL : ERR_IO;
}

enum status printer_port_close(struct printer_port *port)
{
    enum status status = OK;

    assert(port->fd >= 0);
    switch (port->uri.target) {
    case PRINTER_AT_NOTHING:
        break;
    case PRINTER_AT_FILE:
        status = sync_file(port);
        break;
    case PRINTER_AT_TCP:
        end_tcp(port);
        break;
    case PRINTER_AT_DEVICE: {
        /* Closing a device that still takes bytes cuts them off. */
        struct pollfd fd = {.fd = port->fd, .events = POLLOUT};
        (void)poll(&fd, 1, PRINTER_CLOSE_MS);
        break;
    }
    }
    close(port->fd);
    port->fd = -1;
    return status;
}
