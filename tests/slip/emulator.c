/* posix_openpt and its kin are of this edition's system interfaces. */
#define _XOPEN_SOURCE 700

#include "emulator.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"

enum { RECEIVED_MAX = 1 << 20 };

struct emulator {
    pthread_t thread;
    int listener;    /* -1 with a device */
    int fd;          /* the connection or the terminal's other end; -1: none */
    int device_fd;   /* keeps the terminal open between two openings; -1 with TCP */
    int stop_fds[2]; /* a pipe */
    int port;
    char path[64];

    pthread_mutex_t lock; /* protects all below */
    struct emulator_mood mood;
    uint8_t *received;
    size_t received_len;
    int requests, resets;
    uint8_t held[2]; /* the beginning of a possible request */
    int held_n;
};

static void nap(long ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&t, NULL);
}

static void keep(struct emulator *emulator, uint8_t byte)
{
    assert(emulator->received_len < RECEIVED_MAX);
    emulator->received[emulator->received_len++] = byte;
}

static void answer(struct emulator *emulator, uint8_t n)
{
    static const uint8_t rubbish[] = {0x00, 0xFF, 0x92, 0x13, 0x02, 0x10, 0x7F, 0x80};
    uint8_t byte = emulator->mood.answers[n == 1 ? 0 : n == 2 ? 1 : 2];
    ssize_t sent = 0;

    emulator->requests++;
    if (byte == 0)
        byte = 0x12;
    if (emulator->mood.manner == EMULATOR_TALKS_RUBBISH)
        sent = write(emulator->fd, rubbish, sizeof rubbish);
    else if (emulator->mood.manner != EMULATOR_IS_SILENT &&
             emulator->mood.manner != EMULATOR_CHATTERS)
        sent = write(emulator->fd, &byte, 1);
    (void)sent; /* the other side may have gone */
}

/* An automatic status report, sent unasked. */
static void chatter(struct emulator *emulator)
{
    static const uint8_t report[] = {0x10, 0x00, 0x00, 0x00};
    ssize_t sent = write(emulator->fd, report, sizeof report);
    (void)sent; /* the other side may have gone */
}

static void take_byte(struct emulator *emulator, uint8_t byte)
{
    if (emulator->held_n == 2) {
        emulator->held_n = 0;
        answer(emulator, byte);
    } else if (emulator->held_n == 1 && byte == 0x04) {
        emulator->held_n = 2;
    } else {
        if (emulator->held_n == 1)
            keep(emulator, 0x10);
        emulator->held_n = byte == 0x10 ? 1 : 0;
        if (byte != 0x10)
            keep(emulator, byte);
    }
}

/* False when the connection is over. */
static bool serve(struct emulator *emulator)
{
    uint8_t bytes[512];
    ssize_t n = read(emulator->fd, bytes, sizeof bytes);
    bool goes_on = n > 0;

    pthread_mutex_lock(&emulator->lock);
    emulator->resets += n < 0 && errno == ECONNRESET;
    if (goes_on && emulator->mood.manner == EMULATOR_CHATTERS)
        chatter(emulator);
    for (ssize_t i = 0; i < n && goes_on; i++) {
        take_byte(emulator, bytes[i]);
        if (emulator->mood.manner == EMULATOR_HANGS_UP &&
            emulator->received_len >= emulator->mood.hang_up_at) {
            emulator->mood.manner = EMULATOR_ANSWERS;
            goes_on = false;
        }
    }
    bool is_slow = emulator->mood.manner == EMULATOR_IS_SLOW;
    pthread_mutex_unlock(&emulator->lock);
    if (is_slow)
        nap(30);
    return goes_on;
}

static void take_connection(struct emulator *emulator)
{
    int fd = accept(emulator->listener, NULL, NULL);
    if (fd < 0)
        return;
    if (emulator->fd >= 0)
        close(emulator->fd);
    emulator->fd = fd;
    pthread_mutex_lock(&emulator->lock);
    emulator->held_n = 0;
    pthread_mutex_unlock(&emulator->lock);
}

static void *run(void *arg)
{
    struct emulator *emulator = arg;

    for (;;) {
        struct pollfd fds[3] = {{.fd = emulator->stop_fds[0], .events = POLLIN},
                                {.fd = emulator->listener, .events = POLLIN},
                                {.fd = emulator->fd, .events = POLLIN}};
        if (poll(fds, 3, -1) < 0 || fds[0].revents != 0)
            return NULL;
        if (fds[2].revents != 0 && !serve(emulator)) {
            close(emulator->fd);
            emulator->fd = -1;
        } else if (fds[1].revents != 0) {
            take_connection(emulator);
        }
    }
}

static struct emulator *new_emulator(void)
{
    struct emulator *emulator = xalloc(sizeof *emulator);
    *emulator = (struct emulator){.listener = -1, .fd = -1, .device_fd = -1};
    emulator->received = xalloc(RECEIVED_MAX);
    pthread_mutex_init(&emulator->lock, NULL);
    int error = pipe(emulator->stop_fds);
    assert(error == 0);
    return emulator;
}

struct emulator *emulator_start_tcp(int port)
{
    struct emulator *emulator = new_emulator();
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    socklen_t len = sizeof address;
    int one = 1;
    int small = 4096;

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    emulator->listener = socket(AF_INET, SOCK_STREAM, 0);
    assert(emulator->listener >= 0);
    setsockopt(emulator->listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    setsockopt(emulator->listener, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    int error = bind(emulator->listener, (struct sockaddr *)&address, sizeof address);
    assert(error == 0);
    error = listen(emulator->listener, 4);
    assert(error == 0);
    error = getsockname(emulator->listener, (struct sockaddr *)&address, &len);
    assert(error == 0);
    emulator->port = ntohs(address.sin_port);
    error = pthread_create(&emulator->thread, NULL, run, emulator);
    assert(error == 0);
    return emulator;
}

struct emulator *emulator_start_device(void)
{
    struct emulator *emulator = new_emulator();
    struct termios raw;

    emulator->fd = posix_openpt(O_RDWR | O_NOCTTY);
    assert(emulator->fd >= 0);
    int error = grantpt(emulator->fd) | unlockpt(emulator->fd);
    assert(error == 0);
    const char *path = ptsname(emulator->fd);
    assert(path != NULL && strlen(path) < sizeof emulator->path);
    memcpy(emulator->path, path, strlen(path) + 1);
    emulator->device_fd = open(emulator->path, O_RDWR | O_NOCTTY);
    assert(emulator->device_fd >= 0);
    error = tcgetattr(emulator->device_fd, &raw);
    assert(error == 0);
    raw.c_iflag = 0;
    raw.c_oflag = 0;
    raw.c_lflag = 0;
    error = tcsetattr(emulator->device_fd, TCSANOW, &raw);
    assert(error == 0);
    error = pthread_create(&emulator->thread, NULL, run, emulator);
    assert(error == 0);
    return emulator;
}

int emulator_port(const struct emulator *emulator)
{
    return emulator->port;
}

const char *emulator_path(const struct emulator *emulator)
{
    return emulator->path;
}

void emulator_set(struct emulator *emulator, struct emulator_mood mood)
{
    pthread_mutex_lock(&emulator->lock);
    emulator->mood = mood;
    pthread_mutex_unlock(&emulator->lock);
}

size_t emulator_received(struct emulator *emulator, uint8_t *to, size_t size)
{
    pthread_mutex_lock(&emulator->lock);
    size_t len = emulator->received_len < size ? emulator->received_len : size;
    if (len > 0)
        memcpy(to, emulator->received, len);
    pthread_mutex_unlock(&emulator->lock);
    return len;
}

int emulator_requests(struct emulator *emulator)
{
    pthread_mutex_lock(&emulator->lock);
    int n = emulator->requests;
    pthread_mutex_unlock(&emulator->lock);
    return n;
}

int emulator_resets(struct emulator *emulator)
{
    pthread_mutex_lock(&emulator->lock);
    int n = emulator->resets;
    pthread_mutex_unlock(&emulator->lock);
    return n;
}

void emulator_stop(struct emulator *emulator)
{
    int fds[] = {emulator->listener, emulator->device_fd, emulator->stop_fds[0]};

    close(emulator->stop_fds[1]);
    pthread_join(emulator->thread, NULL);
    if (emulator->fd >= 0)
        close(emulator->fd);
    for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++)
        if (fds[i] >= 0)
            close(fds[i]);
    pthread_mutex_destroy(&emulator->lock);
    free(emulator->received);
    free(emulator);
}
