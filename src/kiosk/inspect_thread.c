#include "kiosk/inspect_thread.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

#define LOG_MODULE "inspect"
#include "base/log.h"

enum { CLIENTS_MAX = 8, LINE_MAX_BYTES = 256 };

struct client {
    int fd; /* -1: free place */
    int64_t id;
    char line[LINE_MAX_BYTES];
    size_t line_len;
    struct buf out; /* protected by mutex */
};

struct inspect_thread {
    pthread_t thread;
    pthread_mutex_t mutex;
    char path[sizeof((struct sockaddr_un *)0)->sun_path];
    int listener, wake[2];
    bool is_stopping; /* protected by mutex */
    int64_t last_id;
    struct client clients[CLIENTS_MAX];
    inspect_line_fn *on_line;
    void *ctx;
};

static void wake(struct inspect_thread *self)
{
    /* A full pipe wakes as well. */
    if (write(self->wake[1], "", 1) < 0 && errno != EAGAIN)
        LOG_WARN("waking the inspection thread failed: %s", strerror(errno));
}

static void client_close(struct inspect_thread *self, struct client *client)
{
    close(client->fd);
    pthread_mutex_lock(&self->mutex);
    client->fd = -1;
    buf_fini(&client->out);
    pthread_mutex_unlock(&self->mutex);
}

static void client_accept(struct inspect_thread *self)
{
    int fd = accept(self->listener, NULL, NULL);
    if (fd < 0)
        return;
    fcntl(fd, F_SETFL, O_NONBLOCK);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    for (int i = 0; i < CLIENTS_MAX; i++) {
        struct client *client = &self->clients[i];
        if (client->fd >= 0)
            continue;
        pthread_mutex_lock(&self->mutex);
        client->fd = fd;
        client->id = ++self->last_id;
        client->line_len = 0;
        pthread_mutex_unlock(&self->mutex);
        return;
    }
    close(fd);
}

/* Hands on every whole line; a line too long ends the connection. */
static bool client_lines(struct inspect_thread *self, struct client *client)
{
    char *end;
    while ((end = memchr(client->line, '\n', client->line_len)) != NULL) {
        size_t len = (size_t)(end - client->line);
        *end = '\0';
        if (len > 0 && client->line[len - 1] == '\r')
            client->line[len - 1] = '\0';
        self->on_line(self->ctx, client->id, client->line);
        client->line_len -= len + 1;
        memmove(client->line, end + 1, client->line_len);
    }
    return client->line_len < sizeof client->line;
}

static void client_read(struct inspect_thread *self, struct client *client)
{
    ssize_t n =
        read(client->fd, client->line + client->line_len, sizeof client->line - client->line_len);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n > 0)
        client->line_len += (size_t)n;
    if (n <= 0 || !client_lines(self, client))
        client_close(self, client);
}

static void client_write(struct inspect_thread *self, struct client *client)
{
    pthread_mutex_lock(&self->mutex);
    struct buf *out = &client->out;
    ssize_t n = send(client->fd, out->data, out->len, MSG_NOSIGNAL);
    if (n > 0) {
        memmove(out->data, out->data + n, out->len - (size_t)n);
        out->len -= (size_t)n;
    }
    bool is_broken = n < 0 && errno != EAGAIN && errno != EINTR;
    pthread_mutex_unlock(&self->mutex);
    if (is_broken)
        client_close(self, client);
}

static int fill_polls(struct inspect_thread *self, struct pollfd *polls, bool *is_stopping)
{
    polls[0] = (struct pollfd){self->wake[0], POLLIN, 0};
    polls[1] = (struct pollfd){self->listener, POLLIN, 0};
    pthread_mutex_lock(&self->mutex);
    *is_stopping = self->is_stopping;
    for (int i = 0; i < CLIENTS_MAX; i++) {
        short events = self->clients[i].out.len > 0 ? POLLIN | POLLOUT : POLLIN;
        polls[2 + i] = (struct pollfd){self->clients[i].fd, events, 0};
    }
    pthread_mutex_unlock(&self->mutex);
    return 2 + CLIENTS_MAX;
}

static void *run(void *arg)
{
    struct inspect_thread *self = arg;
    for (;;) {
        struct pollfd polls[2 + CLIENTS_MAX];
        bool is_stopping = false;
        int n = fill_polls(self, polls, &is_stopping);
        if (is_stopping)
            return NULL;
        if (poll(polls, (nfds_t)n, -1) < 0 && errno != EINTR)
            return NULL;
        char drained[64];
        if (polls[0].revents)
            while (read(self->wake[0], drained, sizeof drained) > 0)
                ;
        if (polls[1].revents)
            client_accept(self);
        for (int i = 0; i < CLIENTS_MAX; i++) {
            struct client *client = &self->clients[i];
            if (client->fd >= 0 && client->fd == polls[2 + i].fd &&
                (polls[2 + i].revents & POLLOUT))
                client_write(self, client);
            if (client->fd >= 0 && client->fd == polls[2 + i].fd &&
                (polls[2 + i].revents & (POLLIN | POLLHUP | POLLERR)))
                client_read(self, client);
        }
    }
}

static enum status listen_at(struct inspect_thread *self, const char *path, char *why,
                             size_t why_size)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    /* Made under another name, so that whoever finds it can connect to it. */
    size_t len = (size_t)snprintf(address.sun_path, sizeof address.sun_path, "%s~", path);
    if (len >= sizeof address.sun_path) {
        snprintf(why, why_size, "--inspect %s: expected a path of at most %zu bytes", path,
                 sizeof address.sun_path - 2);
        return ERR_IO;
    }
    struct stat info;
    if (stat(path, &info) == 0 && !S_ISSOCK(info.st_mode)) {
        snprintf(why, why_size, "--inspect %s: that is a file, and no socket", path);
        return ERR_IO;
    }
    unlink(address.sun_path);
    self->listener = socket(AF_UNIX, SOCK_STREAM, 0);
    if (self->listener < 0 ||
        bind(self->listener, (struct sockaddr *)&address, sizeof address) != 0 ||
        listen(self->listener, CLIENTS_MAX) != 0 || rename(address.sun_path, path) != 0 ||
        pipe(self->wake) != 0) {
        snprintf(why, why_size, "--inspect %s cannot be listened on: %s", path, strerror(errno));
        return ERR_IO;
    }
    str_copy(self->path, sizeof self->path, path);
    fcntl(self->listener, F_SETFD, FD_CLOEXEC);
    fcntl(self->wake[0], F_SETFL, O_NONBLOCK);
    fcntl(self->wake[1], F_SETFL, O_NONBLOCK);
    return OK;
}

static void destroy(struct inspect_thread *self)
{
    for (int i = 0; i < CLIENTS_MAX; i++) {
        if (self->clients[i].fd >= 0)
            close(self->clients[i].fd);
        buf_fini(&self->clients[i].out);
    }
    if (self->listener >= 0)
        close(self->listener);
    if (self->wake[0] >= 0) {
        close(self->wake[0]);
        close(self->wake[1]);
    }
    if (self->path[0] != '\0')
        unlink(self->path);
    pthread_mutex_destroy(&self->mutex);
    free(self);
}

enum status inspect_start(const char *path, inspect_line_fn *on_line, void *ctx, char *why,
                          size_t why_size, struct inspect_thread **out)
{
    struct inspect_thread *self = xalloc(sizeof *self);
    memset(self, 0, sizeof *self);
    self->listener = self->wake[0] = -1;
    for (int i = 0; i < CLIENTS_MAX; i++)
        self->clients[i].fd = -1;
    self->on_line = on_line;
    self->ctx = ctx;
    pthread_mutex_init(&self->mutex, NULL);
    enum status status = listen_at(self, path, why, why_size);
    if (status == OK && pthread_create(&self->thread, NULL, run, self) != 0) {
        snprintf(why, why_size, "no thread for --inspect");
        status = ERR_IO;
    }
    if (status != OK) {
        destroy(self);
        return status;
    }
    *out = self;
    return OK;
}

void inspect_answer(struct inspect_thread *self, int64_t client, const char *data, size_t len)
{
    pthread_mutex_lock(&self->mutex);
    for (int i = 0; i < CLIENTS_MAX; i++)
        if (self->clients[i].fd >= 0 && self->clients[i].id == client)
            buf_append(&self->clients[i].out, data, len);
    pthread_mutex_unlock(&self->mutex);
    wake(self);
}

void inspect_stop(struct inspect_thread *self)
{
    if (!self)
        return;
    pthread_mutex_lock(&self->mutex);
    self->is_stopping = true;
    pthread_mutex_unlock(&self->mutex);
    wake(self);
}

void inspect_join(struct inspect_thread *self)
{
    if (!self)
        return;
    pthread_join(self->thread, NULL);
    destroy(self);
}
