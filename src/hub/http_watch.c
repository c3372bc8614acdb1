#include "hub/http_watch.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "base/arena.h"
#include "base/thread.h"

enum { NEVER = 0, LATE_MS = 50 };

struct http_watched {
    struct http_watched *next, *previous;
    int fd;
    int64_t deadline_ms; /* NEVER: none */
};

struct http_watch {
    struct thread thread; /* its mutex protects all below */
    struct http_watched *first;
    unsigned count;
    int64_t wakes_ms; /* when the thread looks next; NEVER: when it is told */
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

static void *watch_run(void *arg)
{
    struct http_watch *watch = arg;
    thread_lock(&watch->thread);
    while (!watch->thread.is_stopping) {
        int64_t now = now_ms();
        int64_t next = sweep(watch, now);
        if (next == NEVER) {
            watch->wakes_ms = NEVER;
            thread_sleep(&watch->thread);
        } else {
            /* A little late, so that deadlines close together cost one wake-up. */
            watch->wakes_ms = next + LATE_MS;
            (void)thread_sleep_ms(&watch->thread, watch->wakes_ms - now);
        }
    }
    thread_unlock(&watch->thread);
    return NULL;
}

enum status http_watch_start(struct http_watch **out)
{
    struct http_watch *watch = xalloc(sizeof *watch);
    thread_init(&watch->thread);
    enum status status = thread_start(&watch->thread, watch_run, watch);
    if (status != OK) {
        thread_fini(&watch->thread);
        free(watch);
        return status;
    }
    *out = watch;
    return OK;
}

void http_watch_stop(struct http_watch *watch)
{
    thread_stop(&watch->thread);
    thread_join(&watch->thread);
}

void http_watch_destroy(struct http_watch *watch)
{
    if (watch == NULL) {
        return;
    }
    assert(watch->thread.is_stopping && watch->first == NULL);
    thread_fini(&watch->thread);
    free(watch);
}

static void set_deadline(struct http_watch *watch, struct http_watched *watched, int64_t within_ms)
{
    watched->deadline_ms = within_ms == 0 ? NEVER : now_ms() + within_ms;
    if (within_ms != 0 &&
        (watch->wakes_ms == NEVER || watched->deadline_ms + LATE_MS < watch->wakes_ms)) {
        thread_wake(&watch->thread);
    }
}

struct http_watched *http_watch_add(struct http_watch *watch, int fd, int64_t within_ms)
{
    struct http_watched *watched = xalloc(sizeof *watched);
    watched->fd = fd;
    thread_lock(&watch->thread);
    watched->next = watch->first;
    if (watch->first != NULL) {
        watch->first->previous = watched;
    }
    watch->first = watched;
    watch->count++;
    set_deadline(watch, watched, within_ms);
    thread_unlock(&watch->thread);
    return watched;
}

void http_watch_remove(struct http_watch *watch, struct http_watched *watched)
{
    thread_lock(&watch->thread);
    if (watched->previous != NULL) {
        watched->previous->next = watched->next;
    } else {
        watch->first = watched->next;
    }
    if (watched->next != NULL) {
        watched->next->previous = watched->previous;
    }
    watch->count--;
    thread_unlock(&watch->thread);
    free(watched);
}

void http_watch_set(struct http_watch *watch, struct http_watched *watched, int64_t within_ms)
{
    thread_lock(&watch->thread);
    set_deadline(watch, watched, within_ms);
    thread_unlock(&watch->thread);
}

unsigned http_watch_count(struct http_watch *watch)
{
    thread_lock(&watch->thread);
    unsigned count = watch->count;
    thread_unlock(&watch->thread);
    return count;
}
