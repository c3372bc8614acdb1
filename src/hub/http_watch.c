#include "hub/http_watch.h"

#include <assert.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "base/arena.h"

enum { NEVER = 0, LATE_MS = 50 };

struct http_watched {
    struct http_watched *next, *previous;
    int fd;
    int64_t deadline_ms; /* NEVER: none */
};

struct http_watch {
    pthread_t thread;
    pthread_mutex_t mutex; /* protects all below */
    pthread_cond_t changed;
    struct http_watched *first;
    unsigned count;
    int64_t wakes_ms; /* when the thread looks next; NEVER: when it is told */
    bool is_stopping;
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Shuts down what is overdue; returns the next deadline, or NEVER. */
static int64_t sweep(struct http_watch *watch, int64_t now)
{
    int64_t next = NEVER;
    for (struct http_watched *w = watch->first; w != NULL; w = w->next) {
        if (w->deadline_ms == NEVER) {
            continue;
        }
        if (w->deadline_ms <= now) {
            shutdown(w->fd, SHUT_RDWR);
            w->deadline_ms = NEVER;
        } else if (next == NEVER || w->deadline_ms < next) {
            next = w->deadline_ms;
        }
    }
    return next;
}

static void sleep_until(struct http_watch *watch, int64_t at_ms)
{
    struct timespec until = {.tv_sec = (time_t)(at_ms / 1000),
                             .tv_nsec = (long)(at_ms % 1000) * 1000000};
    pthread_cond_timedwait(&watch->changed, &watch->mutex, &until);
}

static void *watch_run(void *arg)
{
    struct http_watch *watch = arg;
    pthread_mutex_lock(&watch->mutex);
    while (!watch->is_stopping) {
        int64_t now = now_ms();
        int64_t next = sweep(watch, now);
        if (next == NEVER) {
            watch->wakes_ms = NEVER;
            pthread_cond_wait(&watch->changed, &watch->mutex);
        } else {
            /* A little late, so that deadlines close together cost one wake-up. */
            watch->wakes_ms = next + LATE_MS;
            sleep_until(watch, watch->wakes_ms);
        }
    }
    pthread_mutex_unlock(&watch->mutex);
    return NULL;
}

enum status http_watch_start(struct http_watch **out)
{
    struct http_watch *watch = xalloc(sizeof *watch);
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_mutex_init(&watch->mutex, NULL);
    pthread_cond_init(&watch->changed, &attributes);
    pthread_condattr_destroy(&attributes);
    if (pthread_create(&watch->thread, NULL, watch_run, watch) != 0) {
        pthread_cond_destroy(&watch->changed);
        pthread_mutex_destroy(&watch->mutex);
        free(watch);
        return ERR_LIMIT;
    }
    *out = watch;
    return OK;
}

void http_watch_stop(struct http_watch *watch)
{
    pthread_mutex_lock(&watch->mutex);
    watch->is_stopping = true;
    pthread_cond_signal(&watch->changed);
    pthread_mutex_unlock(&watch->mutex);
    pthread_join(watch->thread, NULL);
}

void http_watch_destroy(struct http_watch *watch)
{
    if (watch == NULL) {
        return;
    }
    assert(watch->is_stopping && watch->first == NULL);
    pthread_cond_destroy(&watch->changed);
    pthread_mutex_destroy(&watch->mutex);
    free(watch);
}

static void set_deadline(struct http_watch *watch, struct http_watched *watched, int64_t within_ms)
{
    watched->deadline_ms = within_ms == 0 ? NEVER : now_ms() + within_ms;
    if (within_ms != 0 &&
        (watch->wakes_ms == NEVER || watched->deadline_ms + LATE_MS < watch->wakes_ms)) {
        pthread_cond_signal(&watch->changed);
    }
}

struct http_watched *http_watch_add(struct http_watch *watch, int fd, int64_t within_ms)
{
    struct http_watched *watched = xalloc(sizeof *watched);
    watched->fd = fd;
    pthread_mutex_lock(&watch->mutex);
    watched->next = watch->first;
    if (watch->first != NULL) {
        watch->first->previous = watched;
    }
    watch->first = watched;
    watch->count++;
    set_deadline(watch, watched, within_ms);
    pthread_mutex_unlock(&watch->mutex);
    return watched;
}

void http_watch_remove(struct http_watch *watch, struct http_watched *watched)
{
    pthread_mutex_lock(&watch->mutex);
    if (watched->previous != NULL) {
        watched->previous->next = watched->next;
    } else {
        watch->first = watched->next;
    }
    if (watched->next != NULL) {
        watched->next->previous = watched->previous;
    }
    watch->count--;
    pthread_mutex_unlock(&watch->mutex);
    free(watched);
}

void http_watch_set(struct http_watch *watch, struct http_watched *watched, int64_t within_ms)
{
    pthread_mutex_lock(&watch->mutex);
    set_deadline(watch, watched, within_ms);
    pthread_mutex_unlock(&watch->mutex);
}

unsigned http_watch_count(struct http_watch *watch)
{
    pthread_mutex_lock(&watch->mutex);
    unsigned count = watch->count;
    pthread_mutex_unlock(&watch->mutex);
    return count;
}
